"""Busy times as they are kept, and what counts in choosing a time, on both engines (R5.4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core import busy
from core.busy import Entry, Time
from core.commands.absence import MarkAbsent
from core.commands.calendars import (
    ForgetCalendar,
    ImportCalendar,
    ListBusy,
    WriteFeed,
)
from core.commands.choosing import SuggestTimes, alternatives, warnings
from core.commands.desk import UndoLast
from core.commands.meeting import CancelMeeting
from core.errors import RuleViolation
from core.model.busy import BusyCalendar
from core.model.meeting import Attendee, Meeting, MeetingKind
from core.model.work import Task
from core.slots import Why
from tests import deeds
from tests.desk import Office

HOUR = timedelta(hours=1)
START = datetime.fromisoformat("2026-11-25T10:00+08:00")


def take_in(office: Office, login: str, *times: Time, source: str = "own") -> BusyCalendar:
    made = ImportCalendar(source=source, entries=(Entry(uid="1@elsewhere", times=times),))
    kept: BusyCalendar = office.do(login, made)
    return kept


def listed(office: Office, login: str) -> list[tuple[datetime, datetime, Why]]:
    return [(one.start, one.end, one.why) for one in office.do(login, ListBusy()).times]


def test_R5_4_times_are_cut_joined_replaced_and_forgotten(office: Office) -> None:
    now, far = office.now, office.now + busy.AHEAD
    kept = take_in(
        office, "wang",
        Time(now - HOUR, now + HOUR), Time(now + HOUR, now + 2 * HOUR),
        Time(now + 4 * HOUR, now + 5 * HOUR, soft=True),
        Time(far - HOUR, far + HOUR), Time(far + HOUR, far + 2 * HOUR),
    )  # fmt: skip
    assert kept.times == 3
    take_in(office, "li", Time(now, now + HOUR))
    assert listed(office, "wang") == [
        (now, now + 2 * HOUR, Why.CALENDAR),
        (now + 4 * HOUR, now + 5 * HOUR, Why.PERHAPS),
        (far - HOUR, far, Why.CALENDAR),
    ]
    again = take_in(office, "wang", Time(START, START + HOUR))
    assert (again.id, again.version) == (kept.id, kept.version + 1)
    assert listed(office, "wang") == [(START, START + HOUR, Why.CALENDAR)]
    with pytest.raises(RuleViolation, match="cannot be undone"):
        office.do("wang", UndoLast())
    office.do("wang", ForgetCalendar(source="own"))
    assert listed(office, "wang") == []
    assert len(listed(office, "li")) == 1
    assert take_in(office, "wang", Time(START, START + HOUR)).void is False
    assert office.holds()


def test_R5_4_too_many_times_are_refused_and_what_was_known_stays(office: Office) -> None:
    take_in(office, "wang", Time(START, START + HOUR))
    many = (
        Time(START + n * 2 * timedelta(minutes=30), START + (2 * n + 1) * timedelta(minutes=30))
        for n in range(busy.MOST + 1)
    )
    with pytest.raises(RuleViolation, match="more than 5000"):
        take_in(office, "wang", *many)
    assert len(listed(office, "wang")) == 1


def test_R5_4_all_that_keeps_people_busy_is_told_and_kept_clear_of(office: Office) -> None:
    request = deeds.coordinating(office)
    people = tuple(Attendee(person=login) for login in ("wu", "wang", "li"))
    number = deeds.a_meeting(office, "wu", request, attendees=people)
    meeting = office.record(Meeting, number)
    take_in(office, "wang", Time(meeting.start, meeting.start + HOUR))
    take_in(office, "zhao", Time(meeting.start, meeting.start + HOUR))  # is not invited
    office.wait(days=1)
    day = meeting.start.date()
    office.do("li", MarkAbsent(login="li", until=day))
    with office.desk.begin("wu", office.now) as uow:
        said = [str(one) for one in warnings(uow, meeting)]
        [instead] = alternatives(uow, meeting)
    begin = meeting.start.astimezone(START.tzinfo)
    clock = f"from {begin:%m-%d %H:%M} to {begin + HOUR:%H:%M}"
    assert said == [
        f"li is away until {day.isoformat()}.",
        f"wang is busy (own calendar, 1 d old) {clock}.",
    ]
    asked = SuggestTimes(
        request=request, attendees=people, kind=MeetingKind.KICKOFF, after=office.now
    )
    first, *_ = office.do("wu", asked)
    assert first.astimezone(START.tzinfo).date() > day
    assert f"{first.astimezone(START.tzinfo):%m-%d %H:%M}" in str(instead)
    assert f"{begin:%m-%d}" not in str(instead)


def test_R14_1_a_feed_gathers_what_is_a_persons_and_nothing_else(office: Office) -> None:
    request = deeds.executing(office)
    mine = deeds.a_meeting(office, "wu", request, attendees=(Attendee(person="zhou"),))
    other = deeds.a_meeting(office, "wu", request, attendees=(Attendee(person="li"),))
    found = office.do("zhou", WriteFeed())
    assert [one.number for one in found.meetings] == [mine]
    assert [one.owner for one in found.tasks] == ["zhou"]
    assert found.titles == {request: office.show("zhou", "request", request)["title"]}
    office.do("wu", CancelMeeting(number=other, reason="r"))
    both = office.do("wu", WriteFeed())
    assert {one.number for one in both.meetings} == {mine, other}
    [task] = [one for one in office.records(Task) if one.owner == "zhou"]
    late = WriteFeed(since=task.finish + timedelta(days=90))
    assert [one.number for one in office.do("zhou", late).tasks] == [task.number]
    early = WriteFeed(since=date(2026, 1, 1), until=date(2026, 1, 31))
    nothing = office.do("zhou", early)
    assert (nothing.meetings, nothing.series, nothing.tasks) == ((), (), ())
