"""Series of meetings as they are kept: made ahead, moved, skipped, changed, ended (R5.1, R14.1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from multiprocessing.pool import Pool
from typing import Any

import pytest

from core.commands.base import Command
from core.commands.desk import Remind
from core.commands.meeting import EditMeeting, InviteToMeeting, RescheduleMeeting, ScheduleMeeting
from core.commands.running import FinishMeeting, NextBlock, ParkQuestion, StartMeeting
from core.commands.series import EditSeries, EndSeries, InviteToSeries, SkipMeeting
from core.errors import (
    BadInput,
    ChangedMeanwhile,
    NoSuchRecord,
    NotPermitted,
    Refusal,
    RuleViolation,
)
from core.model.meeting import Attendee, Block, Meeting, MeetingKind, Participation
from core.model.series import MonthlyOn, Repeat, Series, SeriesState
from core.series import MOST
from tests.db.conftest import SQLITE_ALONE
from tests.db.hands import WORKERS, at_once, together
from tests.desk import Office, empty_office, local, moment

TUESDAY = "2026-11-03 14:00"
GUESTS = tuple(Attendee(person=login) for login in ("zhu", "wang", "li"))


def weekly(office: Office, login: str = "zhu", start: str = TUESDAY, **more: Any) -> list[Meeting]:
    """A series without a request, called by somebody; the meetings made of it."""
    given: dict[str, Any] = {
        "kind": MeetingKind.WEEKLY, "start": moment(start), "attendees": GUESTS,
        "repeat": Repeat.WEEKLY, "late_notice_reason": "A test", "title": "Weekly",
    }  # fmt: skip
    given |= {} if "until" in more else {"count": 4}
    first: Meeting = office.do(login, ScheduleMeeting(**(given | more)))
    return of(office, first.series)


def of(office: Office, number: str) -> list[Meeting]:
    found = office.records(Meeting, series=number)
    return sorted(found, key=lambda m: m.recurrence or m.start)


def the_series(office: Office, meeting: Meeting) -> Series:
    return office.record(Series, meeting.series)


def starts(meetings: list[Meeting]) -> list[str]:
    return [local(m.start)[5:] for m in meetings if m.state != "cancelled"]


def refuses(office: Office, login: str, command: Command, kind: type[Refusal], says: str) -> None:
    before = len(office.trail())
    with pytest.raises(kind, match=says):
        office.do(login, command)
    assert len(office.trail()) == before


def held(office: Office, number: str, *parked: str, steps: int = 0) -> None:
    """Hold a meeting at its time."""
    office.now = max(office.now, office.record(Meeting, number).start)
    office.do("zhu", StartMeeting(number=number))
    for _ in range(steps):
        office.do("zhu", NextBlock(number=number))
    for text in parked:
        office.do("zhu", ParkQuestion(number=number, text=text))
    office.do("zhu", FinishMeeting(number=number))


def test_R5_1_a_series_is_meetings_of_their_own_with_numbers_in_a_row(office: Office) -> None:
    found = weekly(office)
    made = the_series(office, found[0])
    assert (made.number, made.count, made.repeat) == ("SER-202611001", 4, "weekly")
    assert [m.number for m in found] == [f"MTG-20261100{n}" for n in range(1, 5)]
    assert starts(found) == ["11-03 14:00", "11-10 14:00", "11-17 14:00", "11-24 14:00"]
    assert all(m.recurrence == m.start and m.blocks == made.blocks for m in found)
    assert len({m.uid for m in found} | {made.uid}) == 5
    told = "You are invited to MTG-202611001, every Tuesday at 14:00, 4 times: Weekly"
    assert {text for person, text in office.told() if person == "wang"} == {told}
    shown = office.show("wang", "meeting", found[2].number)
    assert (shown["uid"], shown["series"]) == (made.uid, made.number)
    assert office.keys("wang", "series") == [made.number]
    assert office.show("wang", "series", found[1].number)["number"] == made.number
    assert office.holds()


@SQLITE_ALONE
def test_R4_a_series_that_nobody_bounds_is_bounded(office: Office) -> None:
    for repeat, count in ((Repeat.WEEKLY, 26), (Repeat.MONTHLY, 12)):
        found = weekly(office, repeat=repeat, count=None)
        assert the_series(office, found[0]).count == count


def test_what_comes_later_is_made_when_it_comes_near_and_once(office: Office) -> None:
    found = weekly(office, count=20)
    assert len(found) == 8
    office.do("guest", Remind())
    assert len(of(office, found[0].series)) == 8
    due = office.do("guest", Remind(dry_run=True), "2026-11-24 09:00")
    assert [str(d.text) for d in due if d.series] == [
        "SER-202611001: 3 more meetings are set: Weekly"
    ]
    assert len(of(office, found[0].series)) == 8
    office.do("guest", Remind())
    later = of(office, found[0].series)
    assert (len(later), later[-1].start) == (11, moment("2027-01-12 14:00"))
    assert not [d for d in office.do("guest", Remind()) if d.series]
    # A desk that nobody opened for a year makes nothing of what is over.
    office.do("guest", Remind(), "2027-11-24 09:00")
    assert of(office, found[0].series) == later


@SQLITE_ALONE
def test_a_series_that_begins_far_ahead_has_its_first_meeting(office: Office) -> None:
    assert starts(weekly(office, start="2027-03-02 14:00")) == ["03-02 14:00"]


@SQLITE_ALONE
@pytest.mark.parametrize(
    ("zone", "hours"), [("Europe/Berlin", [8, 8, 9, 9]), ("America/New_York", [14, 14, 14, 15])]
)
def test_C2_the_clock_on_the_wall_stays(office: Office, zone: str, hours: list[int]) -> None:
    office.at("2027-10-08 09:00")
    start = datetime(2027, 10, 19, hours[0], tzinfo=UTC)
    found = weekly(office, zone=zone, start=local(start))
    assert [m.start.hour for m in found] == hours


BAD = [
    ({"count": 0}, RuleViolation, "from 1 to 260 meetings, not 0"),
    ({"count": 10_000}, RuleViolation, "not 10000"),
    ({"until": date(2026, 11, 2)}, RuleViolation, "would end before it begins"),
    ({"until": date(2026, 12, 2), "count": 3}, BadInput, "not both"),
    ({"repeat": Repeat.ONCE}, RuleViolation, "Say how it comes again"),
    ({"start": "2026-11-01 14:00"}, RuleViolation, "begin in the past"),
    ({"blocks": (Block(name="Back", minutes=-5),)}, RuleViolation, "at least one minute"),
    ({"zone": "Mars/Base"}, BadInput, "no time zone"),
    ({"attendees": (Attendee(person="who"),)}, RuleViolation, "no person with the login who"),
]


@SQLITE_ALONE
@pytest.mark.parametrize(("more", "kind", "says"), BAD)
def test_a_series_that_cannot_be_is_refused_and_nothing_is_kept(
    office: Office, more: dict[str, Any], kind: type[Refusal], says: str
) -> None:
    before = len(office.trail())
    with pytest.raises(kind, match=says):
        weekly(office, **more)
    assert (office.records(Series), office.records(Meeting)) == ([], [])
    assert len(office.trail()) == before


@SQLITE_ALONE
def test_E6_times_that_clocks_leave_out_or_show_twice_are_refused(office: Office) -> None:
    office.at("2027-03-01 09:00")
    gap = local(datetime(2027, 3, 14, 1, 30, tzinfo=UTC))
    with pytest.raises(RuleViolation, match="no 02:30 on 2027-03-28 in Europe/Berlin"):
        weekly(office, start=gap, zone="Europe/Berlin")
    twice = local(datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    with pytest.raises(RuleViolation, match="02:30 twice on 2027-10-31"):
        weekly(office, start=twice, zone="Europe/Berlin")
    assert office.records(Series) == []


def test_R5_1_a_holiday_is_asked_about_and_neither_held_nor_dropped(office: Office) -> None:
    found = weekly(office, start="2026-11-05 14:00", count=3)  # the second on the 12th, a day off
    off = found[1]
    assert [m.off_day for m in found] == [False, True, False]
    question = (
        f"{off.number} falls on 2026-11-12, a day off. Move it, for example to 2026-11-16, "
        "skip it, or keep it by moving it to where it is."
    )
    assert office.inbox("zhu").count(question) == 1
    assert ("off_day", off.number) in office.duties("zhu")
    assert ("off_day", off.number) not in office.duties("wang")
    office.do("guest", Remind())
    assert office.inbox("zhu").count(question) == 1
    moved = office.do("zhu", RescheduleMeeting(number=off.number, start=moment("2026-11-16 14:00")))
    assert (moved.off_day, moved.recurrence) == (False, off.recurrence)
    assert ("off_day", off.number) not in office.duties("zhu")


@SQLITE_ALONE
def test_R5_1_a_meeting_on_a_holiday_is_kept_or_skipped_by_its_organiser(office: Office) -> None:
    kept, dropped = (weekly(office, start="2026-11-05 14:00", count=3)[1] for _ in range(2))
    found = office.do("zhu", RescheduleMeeting(number=kept.number, start=kept.start))
    assert (found.off_day, found.sequence, found.start) == (False, 0, kept.start)
    found = office.do("zhu", SkipMeeting(number=dropped.number))
    assert (found.off_day, found.state) == (False, "cancelled")
    office.do("guest", Remind())
    assert [key for key in office.duties("zhu") if key[0] == "off_day"] == []


def test_R7_a_moved_occurrence_keeps_its_place_and_outnumbers_its_series(office: Office) -> None:
    found = weekly(office)
    office.do("zhu", InviteToMeeting(number=found[0].number))
    answered = office.do("zhu", RescheduleMeeting(number=found[1].number,
                                                  start=moment("2026-11-11 09:00")))  # fmt: skip
    assert (answered.recurrence, answered.sequence) == (found[1].recurrence, 1)
    assert the_series(office, found[0]).sequence == 0
    assert starts(of(office, found[0].series))[1] == "11-11 09:00"


def test_R8_a_skipped_occurrence_raises_the_series_with_it(office: Office) -> None:
    found = weekly(office)
    skipped = office.do("zhu", SkipMeeting(number=found[2].number, reason="Fair"))
    assert (skipped.state, skipped.sequence, skipped.notes) == ("cancelled", 1, "Fair")
    made = the_series(office, skipped)
    assert (made.sequence, made.state) == (1, "running")
    office.do("guest", Remind())
    assert len(of(office, made.number)) == 4
    moved = RescheduleMeeting(number=found[1].number, start=moment("2026-11-11 09:00"))
    assert office.do("zhu", moved).sequence == 2


def test_D7_of_two_who_skip_the_same_one_the_second_is_told(office: Office) -> None:
    found = weekly(office, kind=MeetingKind.STANDING)
    seen = found[1].version
    office.do("zhu", SkipMeeting(number=found[1].number, seen=seen))
    again = SkipMeeting(number=found[1].number)
    refuses(office, "root", again, RuleViolation, "is cancelled, so this cannot be done now")
    stale = SkipMeeting(number=found[1].number, seen=seen)
    refuses(office, "root", stale, ChangedMeanwhile, "somebody else")
    assert the_series(office, found[0]).sequence == 1


def skip(place_and_number: str) -> str:
    """What one of several processes hears that skip the same meeting at once."""
    place, _, number = place_and_number.partition("|")
    with empty_office(place) as office:
        together()
        try:
            office.do("root", SkipMeeting(number=number))
        except Refusal as refusal:
            return refusal.kind
        return "done"


def test_D7_of_several_who_skip_the_same_one_at_once_one_does(
    office: Office, workers: Pool
) -> None:
    found = weekly(office, kind=MeetingKind.STANDING)
    told = at_once(workers, skip, f"{office.place}|{found[1].number}")
    assert sorted(told) == ["done"] + ["rule"] * (WORKERS - 1)
    assert the_series(office, found[0]).sequence == 1
    assert office.holds()


@SQLITE_ALONE
def test_only_one_of_a_series_is_skipped(office: Office) -> None:
    alone: Meeting = office.do("zhu", ScheduleMeeting(
        kind=MeetingKind.STANDING, start=moment("2026-11-05 14:00"), attendees=GUESTS,
    ))  # fmt: skip
    refuses(office, "zhu", SkipMeeting(number=alone.number), RuleViolation, "Cancel it instead")
    with pytest.raises(RuleViolation, match="is not one of a series"):
        office.show("zhu", "series", alone.number)
    with pytest.raises(NoSuchRecord, match=f"There is no {alone.number} here"):
        office.show("shen", "series", alone.number)
    refuses(office, "zhu", EditSeries(number=alone.number), RuleViolation, "not one of a series")


def test_R5_5_what_was_parked_or_not_reached_is_on_the_next_agenda(office: Office) -> None:
    question = Block(name="Prices", minutes=10, question="Who pays?")
    found = weekly(office)
    usual = found[0].blocks
    office.do("zhu", EditMeeting(number=found[0].number, blocks=(*usual, question)))
    held(office, found[0].number, "Where is the stock?", steps=1)
    after = of(office, found[0].series)[1]
    assert after.blocks[0].name == "Left from last time"
    assert after.blocks[0].question == "Who pays?; Where is the stock?"
    assert after.length == found[1].length
    # Skipping hands the points on, and what is usual is not handed on.
    office.do("zhu", SkipMeeting(number=after.number))
    third = of(office, found[0].series)[2]
    assert third.blocks[0].question == "Who pays?; Where is the stock?"
    assert [b.name for b in third.blocks[1:]] == [b.name for b in usual]
    assert of(office, found[0].series)[3].blocks == usual


@SQLITE_ALONE
def test_R5_5_nothing_is_carried_over_where_nothing_stayed_open(office: Office) -> None:
    found = weekly(office)
    held(office, found[0].number, steps=1)
    assert of(office, found[0].series)[1].blocks == found[1].blocks


def test_R5_4_a_change_goes_from_one_meeting_on_and_splits_nothing(office: Office) -> None:
    found = weekly(office)
    office.do("zhu", EditMeeting(number=found[3].number, place="Hall"))
    more = (*GUESTS, Attendee(person="sun"))
    edit = EditSeries(number=found[1].number, place="Room 2", title="Review", attendees=more)
    made = office.do("zhu", edit)
    assert office.records(Series) == [made]
    now = of(office, made.number)
    assert [m.place for m in now] == ["", "Room 2", "Room 2", "Hall"]
    assert [m.title for m in now] == ["Weekly", "Review", "Review", "Review"]
    assert [len(m.attendees) for m in now] == [3, 4, 4, 4]
    assert (made.sequence, made.uid) == (1, office.show("sun", "meeting", now[1].number)["uid"])


@SQLITE_ALONE
def test_P6_a_change_of_the_series_keeps_what_people_answered(office: Office) -> None:
    yes = tuple(Attendee(person=a.person, partstat=Participation.ACCEPTED) for a in GUESTS)
    found = weekly(office, attendees=yes)
    same = tuple(Attendee(person=a.person) for a in (*GUESTS, Attendee(person="sun")))
    made = office.do("zhu", EditSeries(number=found[0].series, attendees=same))
    said = ["accepted"] * 3 + ["needs-action"]
    assert [a.partstat for a in made.attendees] == said
    assert [a.partstat for a in of(office, made.number)[2].attendees] == said


def test_R8_another_time_continues_as_a_series_of_its_own(office: Office) -> None:
    found = weekly(office)
    old = the_series(office, found[0])
    held(office, found[0].number)
    edit = EditSeries(number=found[2].number, move_to=moment("2026-11-18 09:30"))
    new = office.do("zhu", edit)
    assert (new.number, new.count, new.after) == ("SER-202611002", 2, old.number)
    assert new.uid != old.uid
    before = the_series(office, found[0])
    assert (before.state, before.until, before.next) == ("ended", date(2026, 11, 16), new.number)
    assert (before.sequence, before.count) == (1, None)
    assert starts(of(office, old.number)) == ["11-03 14:00", "11-10 14:00"]
    assert starts(of(office, new.number)) == ["11-18 09:30", "11-25 09:30"]
    assert [m.number for m in of(office, new.number)] == [m.number for m in found[2:]]


def test_R8_another_time_for_all_of_it_stays_one_series(office: Office) -> None:
    found = weekly(office)
    old = the_series(office, found[0])
    office.do("zhu", RescheduleMeeting(number=found[1].number, start=moment("2026-11-11 09:00")))
    office.do("zhu", SkipMeeting(number=found[2].number))
    start = moment("2026-11-04 10:00")
    edit = EditSeries(number=old.number, move_to=start, late_notice_reason="Now")
    new = office.do("zhu", edit)
    assert (new.number, new.uid, new.sequence) == (old.number, old.uid, 2)
    now = of(office, new.number)
    assert starts(now) == ["11-04 10:00", "11-11 10:00", "11-25 10:00"]
    assert all(m.recurrence == m.start for m in now if m.state != "cancelled")
    assert [m.state for m in now] == ["scheduled", "scheduled", "cancelled", "scheduled"]


@SQLITE_ALONE
def test_a_series_of_53_weeks_is_moved_in_bulk(office: Office) -> None:
    found = weekly(office, count=53)
    for _ in range(7):
        office.wait(weeks=7)
        office.do("guest", Remind())
    assert len(of(office, found[0].series)) == 53
    first = of(office, found[0].series)[-4]
    new = office.do(
        "zhu", EditSeries(number=first.number, move_to=first.start + timedelta(hours=1))
    )
    assert new.count == 4
    moved = of(office, new.number)
    assert [m.start.hour for m in moved] == [7] * 4
    assert len(of(office, found[0].series)) == 49
    assert office.holds()


@SQLITE_ALONE
def test_another_end_drops_what_is_beyond_it_and_makes_what_is_missing(office: Office) -> None:
    found = weekly(office)
    made = office.do("zhu", EditSeries(number=found[0].series, until=date(2026, 11, 16)))
    assert (made.count, made.until, made.sequence) == (None, date(2026, 11, 16), 1)
    assert starts(of(office, made.number)) == ["11-03 14:00", "11-10 14:00"]
    made = office.do("zhu", EditSeries(number=found[0].series, count=6))
    assert (made.count, made.until, made.sequence) == (6, None, 2)
    assert starts(of(office, made.number)) == [
        "11-03 14:00",
        "11-10 14:00",
        "12-01 14:00",
        "12-08 14:00",
    ]


@SQLITE_ALONE
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"count": 0}, "not 0"),
        ({"count": MOST + 1}, "not 261"),
        ({"until": date(2026, 11, 1)}, "end before it begins"),
        ({"move_to": moment("2026-11-01 10:00")}, "in the past"),
        ({"move_to": moment("2026-11-02 15:00")}, "less than 24 h notice"),
        ({"blocks": (Block(name="Nothing", minutes=0),)}, "at least one minute"),
        ({"attendees": (Attendee(person="who"),)}, "no person"),
    ],
)
def test_a_change_that_cannot_be_is_refused_whole(
    office: Office, more: dict[str, Any], says: str
) -> None:
    found = weekly(office)
    refuses(office, "zhu", EditSeries(number=found[0].series, **more), RuleViolation, says)
    assert of(office, found[0].series) == found


def test_R8_an_ended_series_keeps_what_was_held(office: Office) -> None:
    found = weekly(office)
    held(office, found[0].number)
    ended = office.do("zhu", EndSeries(number=found[2].number, reason="Done"))
    assert (ended.state, ended.until, ended.sequence) == (
        SeriesState.ENDED, date(2026, 11, 16), 1,
    )  # fmt: skip
    now = of(office, ended.number)
    assert [m.state for m in now] == ["finished", "scheduled", "cancelled", "cancelled"]
    told = f"{found[2].number} and all after it are not held: Weekly"
    assert ("wang", told) in office.told()
    office.do("guest", Remind(), "2026-12-24 09:00")
    assert len(of(office, ended.number)) == 4
    again = EndSeries(number=ended.number, reason="r")
    refuses(office, "zhu", again, RuleViolation, "nothing to come")


@SQLITE_ALONE
def test_R14_1_a_message_about_a_series_is_stamped_later_each_time(office: Office) -> None:
    found = weekly(office)
    number = found[0].series
    first = office.do("zhu", InviteToSeries(number=number))
    assert office.do("zhu", InviteToSeries(number=number)) == first
    office.wait(seconds=1)
    office.do("zhu", InviteToMeeting(number=found[1].number))
    assert office.record(Series, number).dtstamp == first.dtstamp + timedelta(seconds=1)
    office.wait(seconds=1)
    office.do("zhu", InviteToMeeting(number=found[1].number, only=True))
    assert office.record(Series, number).dtstamp == first.dtstamp + timedelta(seconds=1)
    shown = office.show("wang", "meeting", found[1].number)
    assert shown["dtstamp"] == (first.dtstamp + timedelta(seconds=2)).isoformat()


def test_A8_a_series_is_hidden_from_who_has_no_part_in_it(office: Office) -> None:
    found = weekly(office)
    assert office.keys("shen", "series") == []
    for key in (found[0].series, found[0].number, "SER-209912999", "MTG-209912999"):
        with pytest.raises(NoSuchRecord, match=f"There is no {key} here"):
            office.show("shen", "series", key)
        for command in (EditSeries(number=key, place="x"), EndSeries(number=key, reason="r"),
                        InviteToSeries(number=key)):  # fmt: skip
            with pytest.raises(NoSuchRecord, match=f"There is no {key} here"):
                office.do("shen", command)
    with pytest.raises(NotPermitted):
        office.do("li", EndSeries(number=found[0].series, reason="r"))


@SQLITE_ALONE
def test_a_monthly_series_counts_weekdays_or_days(office: Office) -> None:
    monthly = {"repeat": Repeat.MONTHLY, "kind": MeetingKind.STANDING}
    found = weekly(office, start="2026-11-10 14:00", **monthly)
    office.do("guest", Remind(), "2026-12-20 09:00")
    assert starts(of(office, found[0].series)) == [
        "11-10 14:00",
        "12-08 14:00",
        "01-12 14:00",
        "02-09 14:00",
    ]
    found = weekly(office, start="2026-12-31 14:00", monthly_on=MonthlyOn.DAY, **monthly)
    office.do("guest", Remind(), "2027-02-20 09:00")
    assert starts(of(office, found[0].series)) == [
        "12-31 14:00",
        "01-31 14:00",
        "02-28 14:00",
        "03-31 14:00",
    ]
