"""What an answer may change, proven without a database (I8; ICALENDAR I3 to I9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import replies
from core.commands.answers import with_answer
from core.model.answer import Answer, Method, Outcome, Settled
from core.model.meeting import Attendee, Block, Meeting, MeetingKind, MeetingState, Participation
from core.replies import Invited, Reply

START = datetime(2027, 7, 13, 6, tzinfo=UTC)
SENT = datetime(2027, 7, 1, 9, tzinfo=UTC)
MEETING = Meeting(
    number="MTG-202707001", uid="u@here", sequence=2, kind=MeetingKind.KICKOFF, title="618",
    start=START, zone="Asia/Shanghai", organizer="zhang",
    blocks=(Block(name="Topics", minutes=60),),
    attendees=tuple(Attendee(person=login) for login in ("zhang", "li", "wang")),
)  # fmt: skip
PEOPLE = {f"{login}@here.example": login for login in ("zhang", "li", "wang")}
INVITED = Invited(MEETING, PEOPLE, "zhang@here.example")
COUNTED = (Participation.ACCEPTED, Participation.DECLINED, Participation.TENTATIVE)


def a_reply(**changes: Any) -> Reply:
    given: dict[str, Any] = {
        "method": Method.REPLY, "uid": "u@here", "attendee": "li@here.example", "dtstamp": SENT,
        "partstat": Participation.ACCEPTED, "sequence": 2,
    }  # fmt: skip
    return Reply(**(given | changes))


@dataclass
class Book:
    """A meeting and what was kept, as the command keeps it."""

    meeting: Meeting = MEETING
    people: Mapping[str, str] = field(default_factory=lambda: PEOPLE)
    kept: list[Answer] = field(default_factory=list)

    @property
    def organizer(self) -> str:
        return next(a for a, login in self.people.items() if login == self.meeting.organizer)

    def receive(self, reply: Reply) -> Outcome:
        people = {**replies.admitted(self.kept), **self.people}
        verdict = replies.judge(Invited(self.meeting, people, self.organizer), self.kept, reply)
        if verdict.outcome is Outcome.APPLY:
            self.meeting = with_answer(self.meeting, verdict.person, reply.partstat)
        if verdict.keep:
            new = Answer(
                id=len(self.kept) + 1, about=self.meeting.number, method=reply.method,
                attendee=reply.attendee, person=verdict.person, partstat=reply.partstat,
                comment=reply.comment, sequence=reply.sequence, revision=self.meeting.sequence,
                dtstamp=reply.dtstamp, start=reply.start, end=reply.end, delegate=reply.delegate,
                outcome=verdict.outcome, file="f", digest="d", by="zhang", at=SENT,
            )  # fmt: skip
            gone = {old.id for old in replies.overtaken(self.kept, new)}
            self.kept = [
                replace(a, settled=Settled.OVERTAKEN) if a.id in gone else a for a in self.kept
            ]
            self.kept.append(new)
        return verdict.outcome

    def state(self) -> object:
        """Everything that can be seen: who comes, with which words, and what is to be decided."""
        said = {
            login: (a.partstat, a.comment, a.dtstamp)
            for login in self.people.values()
            if (a := replies.latest(self.kept, login, self.meeting.sequence))
        }
        waits = {
            (a.attendee, a.method, a.partstat, a.comment, a.start, a.dtstamp, a.delegate)
            for a in replies.waiting(self.kept, self.meeting.sequence)
        }
        return self.meeting, said, waits


def answer_of(book: Book, login: str) -> Participation:
    return next(a.partstat for a in book.meeting.attendees if a.person == login)


def at(minutes: int) -> datetime:
    return SENT + timedelta(minutes=minutes)


ANSWERS = st.builds(
    a_reply,
    method=st.sampled_from([Method.REPLY, Method.REPLY, Method.COUNTER, Method.REFRESH]),
    attendee=st.sampled_from([*PEOPLE, "mallory@evil.example"]),
    dtstamp=st.integers(0, 4).map(at),
    partstat=st.sampled_from(Participation),
    comment=st.sampled_from(["", "yes", "no"]),
    sequence=st.integers(0, 4),
    organizer=st.sampled_from(["", "zhang@here.example", "mallory@evil.example"]),
    delegate=st.sampled_from(["", "zhao@here.example"]),
    start=st.integers(0, 2).map(lambda hours: START + timedelta(hours=hours)),
    end=st.none(),
    recurrence=st.sampled_from([None, START, START + timedelta(days=7)]),
)


@given(
    st.lists(ANSWERS, max_size=8).flatmap(
        lambda all_: st.tuples(st.just(all_), st.permutations(all_))
    )
)
def test_I8_all_answers_in_any_order_end_in_the_same_state(
    orders: tuple[Sequence[Reply], Sequence[Reply]],
) -> None:
    first, second = Book(), Book()
    for reply in orders[0]:
        first.receive(reply)
    for reply in orders[1]:
        second.receive(reply)
    assert first.state() == second.state()


@given(st.lists(ANSWERS, max_size=8))
def test_I8_no_answer_changes_anything_but_what_an_invited_address_said(all_: list[Reply]) -> None:
    book = Book()
    for reply in all_:
        book.receive(reply)
        bare = replace(book.meeting, attendees=MEETING.attendees)
        assert bare == MEETING
        assert [
            replace(a, partstat=Participation.NEEDS_ACTION) for a in book.meeting.attendees
        ] == [*MEETING.attendees]


@given(st.lists(ANSWERS, max_size=8))
def test_I5_answers_taken_in_again_change_nothing(all_: list[Reply]) -> None:
    book = Book()
    for reply in all_:
        book.receive(reply)
    before, kept = book.state(), list(book.kept)
    for reply in all_:
        assert book.receive(reply) is not Outcome.APPLY
    assert (book.state(), book.kept) == (before, kept)


CASES = {
    "recorded": (a_reply(), Outcome.APPLY),
    "a higher sequence than ours": (a_reply(sequence=9), Outcome.APPLY),
    "the organiser named": (a_reply(organizer="zhang@here.example"), Outcome.APPLY),
    "somebody else's invitation": (a_reply(organizer="m@evil.example"), Outcome.REJECT),
    "an older version": (a_reply(sequence=1), Outcome.STALE),
    "nothing said": (a_reply(partstat=Participation.NEEDS_ACTION), Outcome.IGNORED),
    "uninvited": (a_reply(attendee="m@evil.example"), Outcome.NEEDS_DECISION),
    "delegated": (a_reply(partstat=Participation.DELEGATED), Outcome.NEEDS_DECISION),
    "another time": (a_reply(method=Method.COUNTER, start=at(9)), Outcome.PROPOSAL),
    "the same time": (a_reply(method=Method.COUNTER, start=START), Outcome.IGNORED),
    "another time, uninvited": (
        a_reply(method=Method.COUNTER, start=at(9), attendee="m@evil.example"),
        Outcome.NEEDS_DECISION,
    ),
    "send it again": (a_reply(method=Method.REFRESH), Outcome.IGNORED),
    "its own date": (a_reply(recurrence=START), Outcome.APPLY),
    "a date of a series": (a_reply(recurrence=at(9)), Outcome.REJECT),
}


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of_an_answer(name: str) -> None:
    reply, outcome = CASES[name]
    assert replies.judge(INVITED, (), reply).outcome is outcome


def test_I5_a_later_stamp_wins_and_an_older_one_is_passed_over() -> None:
    book = Book()
    assert book.receive(a_reply(dtstamp=at(5))) is Outcome.APPLY
    declined = a_reply(dtstamp=at(4), partstat=Participation.DECLINED)
    assert book.receive(declined) is Outcome.IGNORED
    assert book.receive(replace(declined, dtstamp=at(6))) is Outcome.APPLY
    assert book.receive(a_reply(dtstamp=at(5))) is Outcome.IGNORED


def test_a_number_beyond_ours_does_not_outrank_what_is_said_later() -> None:
    book = Book()
    book.receive(a_reply(sequence=2**31 - 1))
    assert book.receive(a_reply(dtstamp=at(1), partstat=Participation.DECLINED)) is Outcome.APPLY


def test_the_same_answer_said_anew_is_nothing_new_but_is_the_one_that_counts() -> None:
    book = Book()
    book.receive(a_reply())
    assert book.receive(a_reply(dtstamp=at(5))) is Outcome.NO_CHANGE
    earlier = a_reply(dtstamp=at(3), partstat=Participation.DECLINED)
    assert book.receive(earlier) is Outcome.IGNORED


def test_I8_an_old_answer_does_not_make_the_same_words_old_news() -> None:
    book = Book()
    assert book.receive(a_reply(sequence=0, comment="yes")) is Outcome.STALE
    assert book.receive(a_reply(comment="yes")) is Outcome.APPLY
    assert answer_of(book, "li") is Participation.ACCEPTED


def test_I8_words_that_wait_do_not_make_the_same_words_old_news() -> None:
    """An uninvited address whose later answer is let count, as the earlier one never was."""
    book = Book(people={a: login for a, login in PEOPLE.items() if login != "li"})
    assert book.receive(a_reply()) is Outcome.NEEDS_DECISION
    book.people = PEOPLE
    assert book.receive(a_reply(dtstamp=at(1))) is Outcome.APPLY
    assert answer_of(book, "li") is Participation.ACCEPTED


def test_after_a_move_the_old_answer_brought_again_does_not_count() -> None:
    book = Book()
    book.receive(a_reply(sequence=9))
    book.meeting = replace(MEETING, sequence=3, start=at(90))
    assert book.receive(a_reply(sequence=9)) is Outcome.NO_CHANGE
    assert book.meeting.attendees == MEETING.attendees
    assert book.receive(a_reply(sequence=3, dtstamp=at(9))) is Outcome.APPLY


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.FINISHED])
def test_a_meeting_that_is_over_is_not_answered(state: MeetingState) -> None:
    over = Invited(replace(MEETING, state=state), PEOPLE, "zhang@here.example")
    assert replies.judge(over, (), a_reply()).outcome is Outcome.IGNORED


def test_who_answers_for_themselves_takes_a_delegation_back() -> None:
    book = Book()
    book.receive(a_reply(partstat=Participation.DELEGATED, delegate="zhao@here.example"))
    assert len(replies.waiting(book.kept, 2)) == 1
    book.receive(a_reply(dtstamp=at(1)))
    assert replies.waiting(book.kept, 2) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Li@Here.Example", "li@here.example"),
        (" li@例子.公司 ", "li@xn--fsqu00a.xn--55qx5d"),
        ("li", ""),
        ("@here.example", ""),
        ("li@", ""),
        ("a@b@here.example", "a@b@here.example"),
        ("x" * 400 + "@here.example", ""),
        ("li@..", ""),
    ],
)
def test_two_spellings_of_an_address_are_one(text: str, wanted: str) -> None:
    assert replies.mailbox(text) == wanted
