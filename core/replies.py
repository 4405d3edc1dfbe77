"""What an answer from somebody's calendar may change (I8, RFC 5546 2.1.4, 2.1.5, 3.2.3).

Nothing here reads or writes: the same answers in any order end in the same attendance. All an
answer can change is what an invited address said; it never touches the meeting itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from core.messages import N_, Message
from core.model.answer import Answer, Method, Outcome, Settled
from core.model.meeting import Meeting, MeetingState, Participation

# Two answers of one second: the one that counts is the one that expects less.
_CAUTION = (
    Participation.NEEDS_ACTION,
    Participation.ACCEPTED,
    Participation.TENTATIVE,
    Participation.DECLINED,
    Participation.DELEGATED,
)
WAITS = (Outcome.NEEDS_DECISION, Outcome.PROPOSAL)
Key = tuple[int, datetime, int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a file says, as plain values; addresses are as :func:`mailbox` spells them.

    ``recurrence`` is the instance it is about, ``organizer`` whom it answers, empty where the
    file does not say. ``remark`` is what had to be guessed in reading it.
    """

    method: Method
    uid: str
    attendee: str
    dtstamp: datetime
    partstat: Participation = Participation.NEEDS_ACTION
    comment: str = ""
    sequence: int = 0
    organizer: str = ""
    delegate: str = ""
    sent_by: str = ""
    start: datetime | None = None
    end: datetime | None = None
    recurrence: datetime | None = None
    remark: Message | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """A meeting as it was sent out: ``people`` are logins by address, ``organizer`` an address."""

    meeting: Meeting
    people: Mapping[str, str]
    organizer: str

    @property
    def revision(self) -> int:
        """The sequence that answers must reach."""
        return self.meeting.sequence


class Verdict(NamedTuple):
    """What becomes of an answer; with ``keep`` it goes into the book, whether it counts or not."""

    outcome: Outcome
    reason: Message
    person: str = ""
    keep: bool = False


def mailbox(address: str) -> str:
    """What two spellings of one address have in common; empty for what is none."""
    local, at, host = address.strip().rpartition("@")
    if not (local and at and host) or len(address) > 320:
        return ""
    try:
        host = host.encode("idna").decode("ascii")
    except ValueError:
        return ""
    return f"{local}@{host}".casefold()


def judge(invited: Invited, kept: Sequence[Answer], reply: Reply) -> Verdict:
    """Say what becomes of *reply*; *kept* are the answers about this meeting that stand."""
    person = invited.people.get(reply.attendee, "")
    refused = _refused(invited, reply, person)
    if refused:
        return refused
    earlier = said_before(kept, reply, person)
    last = max(earlier, key=lambda answer: _key(answer, invited.revision), default=None)
    newer = last is None or _key(reply, invited.revision) > _key(last, invited.revision)
    if reply.sequence < invited.revision:
        return _stale(invited, reply, person, newer)
    if last and not newer:
        return _not_newer(invited, last, reply, person)
    if not person:
        return Verdict(
            Outcome.NEEDS_DECISION,
            N_("{address} was not invited. The organiser decides.", address=reply.attendee),
            keep=True,
        )
    if reply.method is Method.COUNTER:
        return _proposed(invited, reply, person)
    if reply.partstat is Participation.DELEGATED:
        return _delegated(invited, kept, reply, person)
    counting = latest(kept, person, invited.revision)
    is_same = counting is not None and _says(counting) == _says(reply)
    outcome = Outcome.NO_CHANGE if is_same else Outcome.APPLY
    reason = N_("The same answer again.") if is_same else N_("It counts from now on.")
    return Verdict(outcome, reason, person, keep=True)


def _refused(invited: Invited, reply: Reply, person: str) -> Verdict | None:
    """What ends before anything that was said is compared."""
    meeting = invited.meeting
    if reply.organizer and reply.organizer != invited.organizer:
        return Verdict(
            Outcome.REJECT,
            N_("It answers an invitation of {address}.", address=reply.organizer),
        )
    if reply.recurrence and reply.recurrence not in (meeting.start, meeting.recurrence):
        return Verdict(Outcome.REJECT, N_("It is about one date of a series; this is none."))
    if meeting.state not in (MeetingState.SCHEDULED, MeetingState.LIVE):
        return Verdict(Outcome.IGNORED, N_("The meeting is over or was cancelled."), person)
    if reply.method is Method.REFRESH:
        return Verdict(
            Outcome.IGNORED,
            N_("Asks for the invitation again: liaison meeting invite {number}",
               number=meeting.number),
            person,
        )  # fmt: skip
    if reply.method is Method.REPLY and reply.partstat is Participation.NEEDS_ACTION:
        return Verdict(Outcome.IGNORED, N_("It says neither yes nor no."), person)
    return None


def _stale(invited: Invited, reply: Reply, person: str, newer: bool) -> Verdict:
    text = N_(
        "It answers version {old}; the invitation is at version {new}.",
        old=reply.sequence,
        new=invited.revision,
    )
    return Verdict(Outcome.STALE, text, person, keep=newer and bool(person))


def _not_newer(invited: Invited, last: Answer, reply: Reply, person: str) -> Verdict:
    if _key(last, invited.revision) == _key(reply, invited.revision):
        return Verdict(Outcome.NO_CHANGE, N_("The same answer again."), person)
    return Verdict(Outcome.IGNORED, N_("A later answer is known already."), person)


def _proposed(invited: Invited, reply: Reply, person: str) -> Verdict:
    meeting = invited.meeting
    if (reply.start, reply.end or meeting.end) == (meeting.start, meeting.end):
        return Verdict(Outcome.IGNORED, N_("It proposes the time that is set already."), person)
    return Verdict(
        Outcome.PROPOSAL,
        N_("Another time is proposed; the meeting stays where it is until it is rescheduled."),
        person,
        keep=True,
    )


def _delegated(invited: Invited, kept: Sequence[Answer], reply: Reply, person: str) -> Verdict:
    """Delegating waits for the organiser, and is over once its author answers for themselves."""
    own = [answer for answer in kept if _is_of(answer, reply.attendee, person) and _counts(answer)]
    if any(_key(a, invited.revision) > _key(reply, invited.revision) for a in own):
        return Verdict(Outcome.IGNORED, N_("A later answer is known already."), person)
    return Verdict(
        Outcome.NEEDS_DECISION,
        N_("Sends {address} instead. The organiser decides.", address=reply.delegate or "?"),
        person,
        keep=True,
    )


def said_before(kept: Iterable[Answer], reply: Reply, person: str) -> list[Answer]:
    """What the same person said of the same matter: attendance, a delegate, or another time."""
    matter = _matter(reply.method, reply.partstat)
    return [
        answer
        for answer in kept
        if _is_of(answer, reply.attendee, person) and _matter_of(answer) == matter
    ]


def overtaken(kept: Iterable[Answer], new: Answer) -> list[Answer]:
    """Those still waiting that are settled by *new*: earlier ones of the same matter and person.

    Who answers for themselves takes back what they delegated.
    """
    matters = {_matter(new.method, new.partstat)}
    if _counts(new):
        matters.add(_matter(Method.REPLY, Participation.DELEGATED))
    return [
        answer
        for answer in kept
        if answer.outcome in WAITS
        and answer.settled is None
        and _is_of(answer, new.attendee, new.person)
        and _matter_of(answer) in matters
        and _key(answer, new.revision) < _key(new, new.revision)
    ]


def waiting(kept: Iterable[Answer], revision: int) -> list[Answer]:
    """What the organiser has still to decide about the present version of the meeting."""
    return [
        answer
        for answer in kept
        if answer.outcome in WAITS and answer.settled is None and answer.sequence >= revision
    ]


def admitted(kept: Iterable[Answer]) -> dict[str, str]:
    """Addresses the organiser let answer for somebody, with the login they answer for."""
    return {a.attendee: a.person for a in kept if a.settled is Settled.ADMITTED and a.person}


def latest(kept: Iterable[Answer], person: str, revision: int) -> Answer | None:
    """The answer that counts for a person at this version, or None."""
    own = [a for a in kept if a.person == person and _counts(a) and a.revision == revision]
    own = [a for a in own if a.sequence >= revision]
    return max(own, key=lambda answer: _key(answer, revision), default=None)


def _matter(method: Method, partstat: Participation) -> tuple[Method, bool]:
    return method, method is Method.REPLY and partstat is Participation.DELEGATED


def _matter_of(answer: Answer) -> tuple[Method, bool]:
    """What an answer is about; a delegation that was admitted is its author's own answer."""
    is_admitted = answer.settled is Settled.ADMITTED
    return answer.method, _matter(answer.method, answer.partstat)[1] and not is_admitted


def _counts(answer: Answer) -> bool:
    """Whether it says if its author comes: it does once it is recorded, or admitted."""
    if answer.method is not Method.REPLY or not answer.person:
        return False
    return answer.outcome not in WAITS or answer.settled is Settled.ADMITTED


def _is_of(answer: Answer, attendee: str, person: str) -> bool:
    return answer.attendee == attendee or bool(person and answer.person == person)


def _says(answer: Answer | Reply) -> tuple[Participation, str]:
    return answer.partstat, answer.comment


def _key(one: Reply | Answer, revision: int) -> Key:
    """Which of two answers is the later one; no number beyond our own outranks the next one."""
    assert one.dtstamp is not None
    return (
        min(one.sequence, revision),
        one.dtstamp,
        _CAUTION.index(one.partstat),
        one.comment,
        f"{one.start}{one.end}{one.delegate}",
    )
