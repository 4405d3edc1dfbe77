"""Answers as they are kept, on both engines (I8, I11, ICALENDAR I5, I6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from core.commands.answers import (
    AdmitAnswer,
    AnswerMeeting,
    DismissAnswer,
    NudgeMeeting,
    ReceiveAnswer,
    Received,
)
from core.commands.desk import UndoLast
from core.commands.meeting import (
    CancelMeeting,
    EditMeeting,
    InviteToMeeting,
    RescheduleMeeting,
    ScheduleMeeting,
)
from core.commands.person import EditPerson
from core.errors import NoSuchRecord, RuleViolation
from core.model.answer import Answer, Method, Outcome, Settled
from core.model.meeting import Attendee, Meeting, MeetingKind, Participation
from core.model.series import Repeat, Series
from core.replies import Reply
from tests import deeds
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office

ACCEPTED, DECLINED, DELEGATED = (
    Participation.ACCEPTED,
    Participation.DECLINED,
    Participation.DELEGATED,
)


@pytest.fixture
def number(office: Office) -> str:
    """A meeting of the logistics head with two others, sent out."""
    for login in ("wu", "wang", "zhao", "chen", "li"):
        office.do("root", EditPerson(login=login, email=f"{login}@here.example"))
    request = deeds.coordinating(office)
    invited = tuple(Attendee(person=login) for login in ("wu", "wang", "zhao"))
    made = deeds.a_meeting(office, "wu", request, attendees=invited)
    office.do("wu", InviteToMeeting(number=made))
    return made


def said(
    office: Office, number: str, who: str, what: Participation = ACCEPTED, **more: Any
) -> Reply:
    meeting = office.record(Meeting, number)
    minutes = more.pop("at", 0)
    given: dict[str, Any] = {
        "method": Method.REPLY, "uid": meeting.uid, "attendee": f"{who}@here.example",
        "partstat": what, "sequence": meeting.sequence,
        "dtstamp": office.now + timedelta(minutes=minutes),
    }  # fmt: skip
    return Reply(**(given | more))


def receive(office: Office, reply: Reply, by: str = "wu") -> Received:
    digest = f"{reply.attendee}{reply.partstat}{reply.dtstamp}"
    found: Received = office.do(by, ReceiveAnswer(file="a.ics", digest=digest, reply=reply))
    return found


def answers(office: Office, number: str) -> dict[str, str]:
    attendees = office.record(Meeting, number).attendees
    return {a.person: a.partstat.value for a in attendees}


def test_I8_in_any_order_the_kept_answers_say_the_same(office: Office, number: str) -> None:
    start = office.record(Meeting, number).start + timedelta(hours=1)
    replies = [
        said(office, number, "wang", ACCEPTED, at=1),
        said(office, number, "wang", DECLINED, at=2, comment="病了 ill"),
        said(office, number, "wang", DELEGATED, at=0, delegate="li@here.example"),
        said(office, number, "chen", ACCEPTED, at=3),
        said(office, number, "zhao", method=Method.COUNTER, start=start, at=1),
    ]
    states = set()
    for order in list(permutations(replies))[::11]:
        kept = sum(receive(office, reply).kept for reply in order)
        waits = sorted(
            a.attendee
            for a in office.records(Answer, about=number, void=False, settled=None)
            if a.outcome in (Outcome.NEEDS_DECISION, Outcome.PROPOSAL)
        )
        states.add((tuple(answers(office, number).items()), tuple(waits)))
        for _again in range(kept):
            office.do("wu", UndoLast())
        assert office.records(Answer, about=number, void=False) == []
    assert states == {
        (
            (("wu", "needs-action"), ("wang", "declined"), ("zhao", "needs-action")),
            ("chen@here.example", "zhao@here.example"),
        )
    }
    assert office.holds()


def test_what_is_kept_of_an_answer_comes_back_as_it_was(office: Office, number: str) -> None:
    reply = said(
        office, number, "wang", DECLINED, comment="“病了”\nill", sent_by="desk@here.example"
    )
    receive(office, reply, by="zheng")
    [kept] = office.records(Answer, about=number)
    assert (kept.partstat, kept.comment, kept.sent_by) == (DECLINED, reply.comment, reply.sent_by)
    assert (kept.dtstamp, kept.by, kept.at) == (reply.dtstamp, "zheng", office.now)
    shown = office.show("wu", "meeting", number)
    assert shown["answers"][0]["comment"] == reply.comment
    assert {a["person"]: a["partstat"] for a in shown["attendees"]}["wang"] == "declined"


@SQLITE_ALONE
def test_nothing_is_written_by_an_answer_that_says_nothing_new(office: Office, number: str) -> None:
    reply = said(office, number, "wang")
    receive(office, reply)
    before = len(office.trail())
    again = (
        reply,
        replace(reply, dtstamp=reply.dtstamp - timedelta(days=1)),
        replace(reply, organizer="m@evil.example"),
        replace(reply, attendee="", partstat=Participation.NEEDS_ACTION),
    )
    for one in again:
        assert not receive(office, one).kept
    assert len(office.trail()) == before


def test_a_move_asks_again_and_what_waited_is_out_of_date(office: Office, number: str) -> None:
    receive(office, said(office, number, "wang"))
    start = office.record(Meeting, number).start
    receive(office, said(office, number, "zhao", method=Method.COUNTER, start=start + timedelta(1)))
    stranger = said(office, number, "chen")
    receive(office, stranger)
    assert [row.waiting for row in office.page("wu", "meetings").rows] == [2]
    office.do("wu", RescheduleMeeting(number=number, start=start + timedelta(days=1)))
    assert set(answers(office, number).values()) <= {"needs-action", "accepted"}
    assert answers(office, number)["wang"] == "needs-action"
    assert [row.waiting for row in office.page("wu", "meetings").rows] == [0]
    with pytest.raises(RuleViolation, match="waits"):
        office.do("wu", AdmitAnswer(number=number, attendee="chen@here.example"))
    late = said(office, number, "wang", DECLINED, at=9, sequence=0)
    assert receive(office, late).outcome is Outcome.STALE
    assert answers(office, number)["wang"] == "needs-action"


@SQLITE_ALONE
def test_a_meeting_that_was_called_off_is_not_answered(office: Office, number: str) -> None:
    reply = said(office, number, "wang", at=5)
    office.do("wu", CancelMeeting(number=number, reason="no need"))
    assert receive(office, replace(reply, sequence=1)).outcome is Outcome.IGNORED


@SQLITE_ALONE
def test_I6_admitted_dismissed_and_overtaken_answers_wait_no_more(
    office: Office, number: str
) -> None:
    for who in ("chen", "li"):
        receive(office, said(office, number, who))
    office.do("wu", AdmitAnswer(number=number, attendee="chen@here.example"))
    office.do("wu", DismissAnswer(number=number, attendee="li@here.example", reason="full"))
    receive(office, said(office, number, "wang", DELEGATED, delegate="li@here.example"))
    receive(office, said(office, number, "wang", ACCEPTED, at=1))
    settled = {a.attendee: a.settled for a in office.records(Answer, about=number) if a.settled}
    assert settled == {
        "chen@here.example": Settled.ADMITTED,
        "li@here.example": Settled.DISMISSED,
        "wang@here.example": Settled.OVERTAKEN,
    }
    assert answers(office, number) == {
        "wu": "needs-action", "wang": "accepted", "zhao": "needs-action", "chen": "accepted",
    }  # fmt: skip
    office.do("wu", UndoLast())
    office.do("wu", UndoLast())
    office.do("wu", UndoLast())
    assert [row.waiting for row in office.page("wu", "meetings").rows] == [1]


@SQLITE_ALONE
def test_the_organiser_is_told_once_of_what_waits(office: Office, number: str) -> None:
    stranger = said(office, number, "chen")
    receive(office, stranger, by="root")
    assert office.told() == {
        ("wu", f"An answer of chen@here.example to {number} waits for your decision: "
               + office.record(Meeting, number).title)
    }  # fmt: skip
    before = len(office.trail())
    receive(office, stranger, by="root")
    assert len(office.trail()) == before
    receive(office, said(office, number, "li"), by="wu")
    assert office.told() == set()


@SQLITE_ALONE
def test_R7_2_who_has_not_answered_is_asked_once_a_day(office: Office, number: str) -> None:
    receive(office, said(office, number, "wang"))
    office.do("wu", NudgeMeeting(number=number))
    assert {person for person, _text in office.told()} == {"zhao"}
    office.wait(hours=2)
    with pytest.raises(RuleViolation, match="today already: zhao"):
        office.do("wu", NudgeMeeting(number=number))
    office.wait(days=1)
    office.do("wu", NudgeMeeting(number=number))
    assert {person for person, _text in office.told()} == {"zhao"}
    office.do("wu", AnswerMeeting(number=number, answer=DECLINED, person="zhao"))
    with pytest.raises(RuleViolation, match="Everybody"):
        office.do("wu", NudgeMeeting(number=number))


@SQLITE_ALONE
def test_P7_who_is_taken_off_is_remembered_until_invited_again(office: Office, number: str) -> None:
    both = tuple(Attendee(person=login) for login in ("wu", "zhao"))
    office.do("wu", EditMeeting(number=number, attendees=both))
    meeting = office.record(Meeting, number)
    assert (meeting.removed, meeting.sequence) == (("wang",), 1)
    assert receive(office, said(office, number, "wang")).outcome is Outcome.NEEDS_DECISION
    office.do("wu", AdmitAnswer(number=number))
    meeting = office.record(Meeting, number)
    assert (meeting.removed, answers(office, number)["wang"]) == ((), "accepted")


def test_I3_of_a_series_one_is_answered_or_all_that_come(office: Office, number: str) -> None:
    start = office.now + timedelta(days=3)
    request = office.record(Meeting, number).request
    both = tuple(Attendee(person=login) for login in ("wu", "wang"))
    made = office.do("wu", ScheduleMeeting(
        request=request, start=start, attendees=both, repeat=Repeat.WEEKLY, count=3,
        kind=MeetingKind.WEEKLY,
    ))  # fmt: skip
    series = office.record(Meeting, made.number).series or made.number
    uid = office.records(Series, number=series)[0].uid
    held = office.records(Meeting, series=series)
    whole = Reply(
        method=Method.REPLY, uid=uid, attendee="wang@here.example", dtstamp=office.now,
        partstat=ACCEPTED,
    )  # fmt: skip
    assert receive(office, whole).number == held[0].number
    second = replace(
        whole, recurrence=held[1].recurrence, partstat=DECLINED,
        dtstamp=office.now + timedelta(minutes=1),
    )  # fmt: skip
    assert receive(office, second).number == held[1].number
    assert [answers(office, m.number)["wang"] for m in held] == [
        "accepted", "declined", "accepted",
    ]  # fmt: skip
    with pytest.raises(NoSuchRecord):
        receive(office, replace(second, recurrence=office.now))


def test_A8_a_meeting_one_may_not_see_is_as_unknown_as_none(office: Office, number: str) -> None:
    reply = said(office, number, "wang")
    for login, uid in (("shen", reply.uid), ("wu", "nothing@elsewhere")):
        with pytest.raises(NoSuchRecord) as refusal:
            receive(office, replace(reply, uid=uid), by=login)
        assert str(refusal.value) == f"There is no {uid} here, or it is not yours to see."
