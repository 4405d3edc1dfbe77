"""Minutes from the end of a meeting to the day they are frozen (R5.6), on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.commands.base import Command
from core.commands.conflict import OpenConflict
from core.commands.meeting import EditMeeting, ScheduleMeeting
from core.commands.minutes import AmendMinutes, ConfirmMinutes, WriteMinutes
from core.commands.running import (
    AgreeAction,
    BackBlock,
    DecideInMeeting,
    ExtendBlock,
    FinishMeeting,
    NextBlock,
    ParkQuestion,
    PauseMeeting,
    ResumeMeeting,
    StartMeeting,
)
from core.errors import ChangedMeanwhile, NoSuchRecord, NotPermitted, RuleViolation
from core.model.meeting import Meeting, MeetingKind
from core.model.minutes import MinutesState
from core.model.work import Task
from core.reminders import due_now
from tests import deeds
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office

TEXT = "What we agreed"


def live(office: Office, request: str = "", by: str = "wu", **more: Any) -> str:
    """A meeting under way; without a request of its own, one about a new one."""
    number = deeds.a_meeting(office, by, request or deeds.coordinating(office), **more)
    office.wait(days=3)
    office.do(by, StartMeeting(number=number))
    return number


def over(office: Office, request: str = "", by: str = "wu", **more: Any) -> str:
    number = live(office, request, by, **more)
    office.wait(minutes=50)
    office.do(by, FinishMeeting(number=number))
    return number


def sent(office: Office) -> str:
    number = over(office)
    office.do("wu", WriteMinutes(number=number, text=TEXT, send=True))
    return number


def frozen(office: Office) -> str:
    number = sent(office)
    for login in ("wang", "zhao", "li"):
        office.do(login, ConfirmMinutes(number=number))
    return number


def minutes(office: Office, number: str) -> Any:
    kept = office.record(Meeting, number).minutes
    assert kept is not None
    return kept


def refused(office: Office, login: str, command: Command) -> str:
    with pytest.raises(RuleViolation) as caught:
        office.do(login, command)
    return str(caught.value)


def test_R5_6_minutes_are_drafted_from_what_was_taken_down(office: Office) -> None:
    request = deeds.coordinating(office)
    number = live(office, request, place="Room 301")
    office.wait(minutes=7)
    office.do("wu", NextBlock(number=number))
    office.do("wu", DecideInMeeting(number=number, text="Three products"))
    item = AgreeAction(number=number, text="Posters", owner="zhou", due=date(2026, 11, 20))
    office.do("zheng", item)
    office.do("wu", ParkQuestion(number=number, text="Who pays?"))
    quarrel = office.do(
        "li", OpenConflict(title="Two stands", parties=("SAL", "LOG"), about=request)
    )
    office.wait(minutes=30)
    office.do("wu", FinishMeeting(number=number))
    kept = minutes(office, number)
    day = office.now.date().isoformat()
    title = office.record(Meeting, number).title
    assert kept.name == f"{day} {title}"
    assert kept.state is MinutesState.DRAFT
    assert set(kept.departments) == {"MKT", "PRD", "SAL", "LOG"}
    for part in (
        "Opening: 5 min planned, 7 min taken",
        "Topics: 30 min planned, 30 min taken",
        "1. Three products",
        "1. Posters (Zhou, 2026-11-20)",
        f"1. {quarrel.number} Two stands",
        "1. Who pays?",
        "Place: Room 301",
        "Li SAL",
    ):
        assert part in kept.text
    assert kept.text.startswith(kept.name)


@SQLITE_ALONE
def test_R5_6_the_clock_of_24_hours_begins_at_the_end_and_is_a_duty(office: Office) -> None:
    number = over(office)
    [due] = office.show("wu", "meeting", number)["deadlines"]
    assert due["kind"] == "minutes"
    assert due["due_at"] == (office.now + timedelta(hours=24)).isoformat()
    for login in ("wu", "zheng"):
        assert ("minutes", number) in office.duties(login)
    for login in ("wang", "li", "root", "guest"):
        assert ("minutes", number) not in office.duties(login)
    office.wait(hours=25)
    with office.desk.begin("root", office.now) as uow:
        overdue = [due for due in due_now(uow) if due.about == number]
        assert [str(due.text) for due in overdue] == [f"{number}: the meeting minutes are overdue"]
        assert set(overdue[0].people) == {"wu", "root"}
    office.do("wu", WriteMinutes(number=number, send=True))
    assert ("minutes", number) not in office.duties("wu")


def test_R5_6_each_department_present_confirms_and_then_they_are_frozen(office: Office) -> None:
    number = sent(office)
    assert office.clocks(number).keys() == {
        ("confirm_minutes", code) for code in ("MKT", "PRD", "SAL")
    }
    assert ("confirm_minutes", number) in office.duties("zhao")
    assert ("confirm_minutes", number) not in office.duties("zheng")
    office.do("zhao", ConfirmMinutes(number=number))
    assert ("confirm_minutes", number) not in office.duties("zhao")
    assert minutes(office, number).waiting == ("MKT", "SAL")
    office.do("sun", ConfirmMinutes(number=number))
    office.do("wang", ConfirmMinutes(number=number, correction="It was Tuesday"))
    kept = minutes(office, number)
    assert (kept.state, kept.frozen_at, kept.text) == (MinutesState.FROZEN, office.now, TEXT)
    assert ("MKT", "It was Tuesday") in {(c.department, c.correction) for c in kept.confirmations}
    assert not office.clocks(number)
    assert f"MKT corrects the minutes of {number}" in office.inbox("wu")


@SQLITE_ALONE
def test_R5_6_frozen_minutes_are_added_to_and_never_edited(office: Office) -> None:
    number = frozen(office)
    for command in (
        WriteMinutes(number=number, text="Other"),
        WriteMinutes(number=number, send=True),
    ):
        assert "frozen" in refused(office, "wu", command)
    office.do("li", AmendMinutes(number=number, text="Two, not three"))
    office.do("wu", AmendMinutes(number=number, text="Agreed"))
    kept = minutes(office, number)
    assert kept.text == TEXT
    assert [(a.by, a.text) for a in kept.addenda] == [("li", "Two, not three"), ("wu", "Agreed")]


@SQLITE_ALONE
def test_R5_6_what_is_not_frozen_takes_no_addendum(office: Office) -> None:
    number = sent(office)
    assert "out for confirmation" in refused(office, "li", AmendMinutes(number=number, text="x"))


@SQLITE_ALONE
def test_R5_6_an_edit_after_sending_asks_everybody_again(office: Office) -> None:
    number = sent(office)
    office.do("zhao", ConfirmMinutes(number=number, correction="It was four"))
    office.wait(hours=2)
    office.do("zheng", WriteMinutes(number=number, text="It was four"))
    kept = minutes(office, number)
    assert (kept.state, kept.written_by) == (MinutesState.CONFIRMING, "zheng")
    assert set(kept.waiting) == {"MKT", "PRD", "SAL"}
    assert len(office.clocks(number)) == 3
    unchanged = WriteMinutes(number=number, text="It was four", send=True)
    assert "have these" in refused(office, "wu", unchanged)


@SQLITE_ALONE
def test_A6_the_writer_confirms_for_no_other_department(office: Office) -> None:
    number = over(office, by="wu")
    office.do("wu", WriteMinutes(number=number, send=True))
    assert "You wrote these" in refused(
        office, "wu", ConfirmMinutes(number=number, department="PRD")
    )
    with pytest.raises(NotPermitted):
        office.do("zhao", ConfirmMinutes(number=number, department="SAL"))
    office.do("zhao", ConfirmMinutes(number=number))
    assert "confirmed already" in refused(office, "zhao", ConfirmMinutes(number=number))
    assert "confirmed already" in refused(office, "chen", ConfirmMinutes(number=number))
    with pytest.raises(NoSuchRecord):
        office.do("guest", ConfirmMinutes(number=number))


def test_A8_a_department_that_was_present_sees_what_it_is_to_confirm(office: Office) -> None:
    request = deeds.coordinating(office)
    number = deeds.a_meeting(office, "wu", request)
    invited = office.record(Meeting, number).attendees
    guest = replace(invited[1], person="han")
    office.do("wu", EditMeeting(number=number, attendees=(*invited, guest)))
    assert number not in office.keys("shen", "meetings")
    office.wait(days=3)
    office.do("wu", StartMeeting(number=number))
    office.do("wu", FinishMeeting(number=number))
    office.do("wu", WriteMinutes(number=number, send=True))
    assert ("confirm_minutes", number) in office.duties("shen")
    assert office.show("shen", "meeting", number)["minutes"]["text"]
    office.do("shen", ConfirmMinutes(number=number))


def test_R5_6_action_items_become_tasks_once_the_request_is_under_way(office: Office) -> None:
    request = deeds.executing(office)
    number = live(office, request)
    for due in (date(2026, 11, 20), date(2026, 11, 6)):
        office.do("wu", AgreeAction(number=number, text="Posters", owner="zhou", due=due))
    office.do("wu", FinishMeeting(number=number))
    before = len(office.records(Task, request=request))
    office.do("wu", WriteMinutes(number=number, send=True))
    for login in ("wang", "zhao"):
        office.do(login, ConfirmMinutes(number=number))
    assert len(office.records(Task, request=request)) == before
    office.wait(days=2)  # one item is late by now
    office.do("li", ConfirmMinutes(number=number))
    made = office.records(Task, request=request)[before:]
    assert [(t.owner, t.department, t.title, t.finish) for t in made] == [
        ("zhou", "SAL", "Posters", date(2026, 11, 20)),
        ("zhou", "SAL", "Posters", date(2026, 11, 6)),
    ]
    assert all(t.start <= t.finish and number in t.criterion for t in made)
    assert made[0].number in {key for _, key in office.duties("zhou")}


@SQLITE_ALONE
def test_R5_6_before_a_plan_the_plan_takes_up_the_items(office: Office) -> None:
    request = deeds.coordinating(office)
    number = live(office, request)
    item = AgreeAction(number=number, text="Posters", owner="zhou", due=date(2026, 11, 20))
    office.do("wu", item)
    office.do("wu", FinishMeeting(number=number))
    office.do("wu", WriteMinutes(number=number, send=True))
    for login in ("wang", "zhao", "li"):
        office.do(login, ConfirmMinutes(number=number))
    assert minutes(office, number).state is MinutesState.FROZEN
    assert not office.records(Task, request=request)


@SQLITE_ALONE
def test_R5_6_who_declined_was_not_there(office: Office) -> None:
    from core.model.meeting import Attendee, AttendeeRole, Participation

    request = deeds.coordinating(office)
    people = (
        Attendee(person="wu", role=AttendeeRole.CHAIR, partstat=Participation.ACCEPTED),
        Attendee(person="zhao", partstat=Participation.DECLINED),
        Attendee(person="li", partstat=Participation.ACCEPTED),
    )
    number = over(office, request, attendees=people)
    assert set(minutes(office, number).departments) == {"LOG", "SAL"}
    assert "Zhao" not in minutes(office, number).text


@SQLITE_ALONE
def test_R5_6_a_meeting_of_one_department_needs_nobody_elses_word(office: Office) -> None:
    standup = office.do(
        "wu",
        ScheduleMeeting(kind=MeetingKind.STANDUP, start=office.now + timedelta(days=2)),
    ).number
    office.wait(days=2)
    office.do("wu", StartMeeting(number=standup))
    office.do("wu", FinishMeeting(number=standup))
    assert ("minutes", standup) in office.duties("wu")
    office.do("wu", WriteMinutes(number=standup, send=True))
    assert minutes(office, standup).state is MinutesState.FROZEN


@SQLITE_ALONE
@pytest.mark.parametrize("text", ["", "  \n "])
def test_R5_6_minutes_say_something(office: Office, text: str) -> None:
    number = over(office)
    before = minutes(office, number)
    assert "Write what" in refused(office, "wu", WriteMinutes(number=number, text=text))
    assert minutes(office, number) == before


@SQLITE_ALONE
def test_R5_6_there_are_no_minutes_before_the_end(office: Office) -> None:
    number = live(office)
    assert "under way" in refused(office, "wu", WriteMinutes(number=number))
    assert "not written" in refused(office, "zhao", ConfirmMinutes(number=number))


def test_D7_two_who_edit_the_same_minutes(office: Office) -> None:
    number = over(office)
    seen = office.record(Meeting, number).version
    office.do("wu", WriteMinutes(number=number, text="Mine", seen=seen))
    with pytest.raises(ChangedMeanwhile):
        office.do("zheng", WriteMinutes(number=number, text="Mine too", seen=seen))
    assert minutes(office, number).text == "Mine"


# The run, as it is kept.


def test_R5_5_two_hands_do_not_skip_a_block(office: Office) -> None:
    number = live(office)
    office.do("wu", NextBlock(number=number, block=1))
    assert "block 2" in refused(office, "zheng", NextBlock(number=number, block=1))
    assert "block 2" in refused(office, "zheng", BackBlock(number=number, block=1))
    assert len(office.record(Meeting, number).run_events) == 1


@SQLITE_ALONE
def test_R5_5_a_run_goes_no_further_than_its_agenda(office: Office) -> None:
    number = live(office)
    assert "first block" in refused(office, "wu", BackBlock(number=number))
    for _ in range(3):
        office.do("wu", NextBlock(number=number))
    assert "last block" in refused(office, "wu", NextBlock(number=number))
    office.do("wu", BackBlock(number=number))


@SQLITE_ALONE
def test_R5_5_paused_twice_and_resumed_twice(office: Office) -> None:
    number = live(office)
    assert "not paused" in refused(office, "wu", ResumeMeeting(number=number))
    office.do("wu", PauseMeeting(number=number))
    assert "paused already" in refused(office, "zheng", PauseMeeting(number=number))
    office.do("zheng", ResumeMeeting(number=number))
    assert "not paused" in refused(office, "wu", ResumeMeeting(number=number))


@SQLITE_ALONE
@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"minutes": 0}, "at least one"),
        ({"minutes": -5}, "at least one"),
        ({"minutes": 15}, "No later block"),
        ({"minutes": 10, "taken_from": 4}, "can spare 9"),
        ({"minutes": 1, "taken_from": 1}, "itself"),
        ({"minutes": 1, "block": 5}, "no block 5"),
        ({"minutes": 1, "taken_from": -1}, "no block -1"),
        ({"minutes": 999_999_999}, "No later block"),
    ],
)
def test_R5_5_minutes_come_from_a_block_that_has_them(
    office: Office, given: dict[str, int], says: str
) -> None:
    number = live(office)
    if given == {"minutes": 15}:  # topics could spare them
        office.do("wu", NextBlock(number=number))
    assert says in refused(office, "wu", ExtendBlock(number=number, **given))
    assert not [e for e in office.record(Meeting, number).run_events if e.minutes]


@SQLITE_ALONE
def test_R5_5_nobody_runs_what_is_not_under_way(office: Office) -> None:
    number = over(office)
    steps = (NextBlock, BackBlock, PauseMeeting, ResumeMeeting)
    for command in (
        *(kind(number=number) for kind in steps),
        ExtendBlock(number=number, minutes=1),
    ):
        assert "finished" in refused(office, "wu", command)
    with pytest.raises(NotPermitted):
        office.do("li", NextBlock(number=live(office)))


def test_R5_5_what_fell_between_two_hands_is_all_kept(office: Office) -> None:
    number = live(office)
    office.do("wu", DecideInMeeting(number=number, text="One"))
    office.do("zheng", NextBlock(number=number))
    office.do("wu", DecideInMeeting(number=number, text="Two"))
    office.do("zheng", DecideInMeeting(number=number, text="Three"))
    kept = office.record(Meeting, number)
    assert [d.text for d in kept.decisions] == ["One", "Two", "Three"]
    assert office.holds()


@SQLITE_ALONE
def test_C1_a_clock_that_goes_backwards_takes_no_minutes_back(office: Office) -> None:
    number = live(office)
    office.wait(minutes=4)
    office.do("wu", NextBlock(number=number))
    office.wait(minutes=-30)
    office.do("wu", PauseMeeting(number=number))
    events = office.record(Meeting, number).run_events
    assert [e.at for e in events] == sorted(e.at for e in events)
