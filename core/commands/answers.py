"""Verbs of answers to invitations: take in, answer by hand, admit, dismiss, nudge (R14.1, I8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from core import replies, standing
from core.commands.base import Command, Kind, arg, command, no_such, reason
from core.commands.meeting import OnMeeting, require_state, towards
from core.commands.parts import person
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.answer import Answer, Method, Outcome, Settled
from core.model.desk import Notice
from core.model.meeting import Attendee, Meeting, MeetingState, Participation
from core.model.organisation import Person
from core.model.series import Series
from core.permissions import Standing
from core.replies import Reply, Verdict

if TYPE_CHECKING:
    from core.ports import UnitOfWork

UNDER_WAY = (MeetingState.SCHEDULED, MeetingState.LIVE)


@dataclass(frozen=True, kw_only=True)
class Received:
    """What became of one answer to the meeting ``number``, and whether it is in the book."""

    outcome: Outcome
    reason: Message
    number: str = ""
    kept: bool = False


def sharing(uow: UnitOfWork, meeting: Meeting) -> frozenset[Standing]:
    """What the actor is to a meeting's invitations; its organiser stands to them as the lead."""
    mine = uow.actor.login == meeting.organizer
    return towards(uow, meeting) | ({Standing.LEAD} if mine else set())


def answers_to(uow: UnitOfWork, meeting: Meeting) -> list[Answer]:
    """Everything in the book about a meeting that was not undone."""
    return uow.find(Answer, about=meeting.number, void=False)


def invited_to(uow: UnitOfWork, meeting: Meeting, kept: Sequence[Answer] = ()) -> replies.Invited:
    """The meeting with the addresses it was sent to, and those the organiser admitted."""
    emails = {p.login: replies.mailbox(p.email) for p in uow.find(Person)}
    logins = [attendee.person for attendee in meeting.attendees]
    people = {a: login for a, login in replies.admitted(kept).items() if login in logins}
    people |= {emails[login]: login for login in reversed(logins) if emails.get(login)}
    return replies.Invited(meeting, people, emails.get(meeting.organizer, ""))


def with_answer(meeting: Meeting, login: str, said: Participation) -> Meeting:
    """The meeting with one attendee's answer, which is all an answer may change (I8)."""
    return replace(
        meeting,
        attendees=tuple(
            replace(a, partstat=said) if a.person == login else a for a in meeting.attendees
        ),
    )


def put_down(uow: UnitOfWork, kept: Iterable[Answer], answer: Answer) -> None:
    """Put an answer into the book; what it overtakes no longer waits."""
    for old in replies.overtaken(kept, answer):
        uow.save(replace(old, settled=Settled.OVERTAKEN))
    uow.add(answer)


def _meetings(uow: UnitOfWork, reply: Reply) -> list[Meeting]:
    """What an answer is about: a meeting, one of a series, or all of a series still to come."""
    if found := uow.find(Meeting, uid=reply.uid):
        return found
    for known in uow.find(Series, uid=reply.uid):
        held = uow.find(Meeting, series=known.number)
        if reply.recurrence:
            return [m for m in held if m.recurrence == reply.recurrence]
        return [m for m in held if m.state in UNDER_WAY] or held[-1:]
    return []


@command
class ReceiveAnswer(Command):
    """Take in what calendars answered: .ics and .eml files, or the new ones of a folder (R14.1).

    An answer changes nothing but what an invited address said. It is matched by the meeting's UID
    and that address; older ones count no more, uninvited and delegated ones wait for the
    organiser, and a counter-proposal moves nothing (I8).
    """

    verb: ClassVar[str] = "meeting receive"
    label: ClassVar[Message] = N_("Take in answers")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "I"}
    undoable: ClassVar[bool] = True

    file: str = arg(N_("File or folder"), Kind.TEXT, limit=1000, example=N_("./answers"))
    digest: str = ""
    reply: Reply | None = None
    number: str = ""
    aside: Outcome | None = None

    @property
    def about(self) -> str:
        return self.number or (self.reply.uid if self.reply else self.file)

    @property
    def why(self) -> str:
        return f"{self.file} sha256:{self.digest}"

    def subject(self, uow: UnitOfWork) -> Meeting | None:
        if self.reply is None:
            return None
        found = _meetings(uow, self.reply)
        if not found:
            raise no_such(self.reply.uid)
        return found[0]

    def standings(self, uow: UnitOfWork, subject: Meeting | None) -> frozenset[Standing]:
        return sharing(uow, subject) if subject else standing.by_post(uow.actor)

    def run(self, uow: UnitOfWork, subject: Meeting | None) -> Received:
        if subject is None or self.reply is None:
            return self._set_aside(uow)
        uow.doing(replace(self, number=subject.number))
        first, *_others = [self._taken_in(uow, meeting) for meeting in _meetings(uow, self.reply)]
        return first

    def _taken_in(self, uow: UnitOfWork, meeting: Meeting) -> Received:
        assert self.reply is not None
        kept = answers_to(uow, meeting)
        verdict = replies.judge(invited_to(uow, meeting, kept), kept, self.reply)
        if verdict.keep:
            if verdict.outcome is Outcome.APPLY:
                uow.save(with_answer(meeting, verdict.person, self.reply.partstat))
            put_down(uow, kept, self._answer(uow, meeting, verdict))
        self._tell(uow, meeting, verdict)
        return Received(
            outcome=verdict.outcome, reason=verdict.reason, number=meeting.number,
            kept=verdict.keep,
        )  # fmt: skip

    def _set_aside(self, uow: UnitOfWork) -> Received:
        """Remember a file that is about no meeting here, so that a folder is read once."""
        outcome = self.aside or Outcome.IGNORED
        uow.add(
            Answer(
                outcome=outcome, file=self.file, digest=self.digest, by=uow.actor.login, at=uow.now
            )
        )
        return Received(outcome=outcome, reason=N_("Set aside."), kept=True)

    def _answer(self, uow: UnitOfWork, meeting: Meeting, verdict: Verdict) -> Answer:
        said = self.reply
        assert said is not None
        return Answer(
            about=meeting.number, request=meeting.request, method=said.method,
            attendee=said.attendee, person=verdict.person, partstat=said.partstat,
            comment=said.comment, sequence=said.sequence, revision=meeting.sequence,
            dtstamp=said.dtstamp, start=said.start, end=said.end, delegate=said.delegate,
            sent_by=said.sent_by, outcome=verdict.outcome, file=self.file, digest=self.digest,
            by=uow.actor.login, at=uow.now,
        )  # fmt: skip

    def _tell(self, uow: UnitOfWork, meeting: Meeting, verdict: Verdict) -> None:
        """Tell the organiser what waits for them, once for each file."""
        assert self.reply is not None
        text = _news(self.reply, meeting, verdict)
        if text and uow.actor.login != meeting.organizer:
            cause = f"answer:{self.digest}:{meeting.number}"
            uow.tell(meeting.organizer, meeting.number, text, cause=cause)


def _news(reply: Reply, meeting: Meeting, verdict: Verdict) -> Message | None:
    about = {"number": meeting.number, "title": meeting.title, "who": reply.attendee}
    if verdict.outcome is Outcome.PROPOSAL:
        return N_("{who} proposes another time for {number}: {title}", **about)
    if verdict.outcome is Outcome.NEEDS_DECISION:
        return N_("An answer of {who} to {number} waits for your decision: {title}", **about)
    if reply.method is Method.REFRESH and verdict.person:
        return N_("{who} asks for the invitation to {number} again: {title}", **about)
    return None


@command
class AnswerMeeting(OnMeeting):
    """Say whether somebody attends: oneself, or whoever said so by word of mouth (R14.1)."""

    verb: ClassVar[str] = "meeting answer"
    label: ClassVar[Message] = N_("Answer by hand")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "A"}
    undoable: ClassVar[bool] = True

    answer: Participation = arg(N_("Answer"), Kind.CHOICE, choices=Participation)
    person: str = arg(N_("Who (empty: oneself)"), Kind.PERSON, default="", example=N_("wang"))
    comment: str = arg(N_("Comment"), default="", limit=500)

    @property
    def why(self) -> str:
        return self.comment

    def standings(self, uow: UnitOfWork, subject: Meeting) -> frozenset[Standing]:
        """Whoever is invited answers for themselves, as a department's liaison would."""
        found, own = sharing(uow, subject), uow.actor.login
        is_own = self.person in ("", own) and own in (a.person for a in subject.attendees)
        return found | {Standing.LIA} if is_own else found

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, *UNDER_WAY)
        login = self.person or uow.actor.login
        if login not in (a.person for a in subject.attendees):
            raise RuleViolation(N_("{login} is not invited.", login=login), "person")
        kept = answers_to(uow, subject)
        stamps = [a.dtstamp for a in kept if a.person == login and a.dtstamp]
        at = max([uow.now.replace(microsecond=0), *(s + timedelta(seconds=1) for s in stamps)])
        saved = uow.save(with_answer(subject, login, self.answer))
        said = Answer(
            about=subject.number, request=subject.request, person=login, partstat=self.answer,
            attendee=replies.mailbox(person(uow, login).email), comment=self.comment,
            sequence=subject.sequence, revision=subject.sequence, dtstamp=at,
            outcome=Outcome.APPLY, file="", digest="", by=uow.actor.login, at=uow.now,
        )  # fmt: skip
        put_down(uow, kept, said)
        return saved


@command
class OnAnswer(OnMeeting):
    """A command about an answer that waits for the organiser."""

    attendee: str = arg(N_("Address of the answer"), default="", example=N_("li@example.com"))

    def chosen(self, uow: UnitOfWork, meeting: Meeting) -> list[Answer]:
        """What waits and is of the address named, or all that waits if that is one address."""
        require_state(meeting, *UNDER_WAY)
        found = replies.waiting(answers_to(uow, meeting), meeting.sequence)
        addresses = list(dict.fromkeys(answer.attendee for answer in found))
        wanted = replies.mailbox(self.attendee) or self.attendee
        if not addresses or (wanted and wanted not in addresses):
            raise RuleViolation(
                N_("No such answer to {number} waits for a decision.", number=meeting.number),
                "attendee" if wanted else "",
            )
        if not wanted and len(addresses) > 1:
            raise RuleViolation(
                N_("Several answers wait. Say whose: {addresses}", addresses=", ".join(addresses)),
                "attendee",
            )
        return [answer for answer in found if answer.attendee == (wanted or addresses[0])]


@command
class AdmitAnswer(OnAnswer):
    """Let an uninvited or delegated answer count: who gave it, or stands in, is invited (I8).

    ``person`` says who it is where the directory does not know the address.
    """

    verb: ClassVar[str] = "meeting admit"
    label: ClassVar[Message] = N_("Let an answer count")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "O"}
    undoable: ClassVar[bool] = True

    person: str = arg(N_("Who that is"), Kind.PERSON, default="", example=N_("wang"))

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        found = [a for a in self.chosen(uow, subject) if a.outcome is Outcome.NEEDS_DECISION]
        if not found:
            raise RuleViolation(
                N_("Another time is taken up by rescheduling the meeting, or dismissed.")
            )
        for answer in found:
            subject = self._admit(uow, subject, answer)
        return uow.save(subject)

    def _admit(self, uow: UnitOfWork, meeting: Meeting, answer: Answer) -> Meeting:
        login = self._login(uow, answer.delegate if answer.person else answer.attendee)
        if answer.person:  # somebody invited sends somebody else
            uow.save(replace(answer, settled=Settled.ADMITTED))
            return _joined(uow, with_answer(meeting, answer.person, Participation.DELEGATED), login)
        if answer.method is Method.COUNTER:  # whose proposal may now be looked at
            uow.save(replace(answer, person=login, outcome=Outcome.PROPOSAL))
            return _joined(uow, meeting, login)
        known = replies.latest(answers_to(uow, meeting), login, meeting.sequence)
        uow.save(replace(answer, person=login, settled=Settled.ADMITTED))
        meeting = _joined(uow, meeting, login)
        is_newer = not known or _at(known) < _at(answer)
        return with_answer(meeting, login, answer.partstat) if is_newer else meeting

    def _login(self, uow: UnitOfWork, address: str) -> str:
        if self.person:
            return person(uow, self.person).login
        for known in uow.find(Person, active=True):
            if address and replies.mailbox(known.email) == address:
                return known.login
        raise RuleViolation(
            N_("Nobody here has the address {address}.", address=address or "?"),
            "person",
            N_("Add the person first, or say who it is."),
        )


def _at(answer: Answer) -> datetime:
    return answer.dtstamp or answer.at


def _joined(uow: UnitOfWork, meeting: Meeting, login: str) -> Meeting:
    """The meeting with one more attendee, who is told so."""
    if login in (a.person for a in meeting.attendees):
        return meeting
    uow.tell(
        login,
        meeting.number,
        N_("You are invited to {number}: {title}", number=meeting.number, title=meeting.title),
        until=meeting.start,
    )
    left = tuple(gone for gone in meeting.removed if gone != login)
    return replace(meeting, attendees=(*meeting.attendees, Attendee(person=login)), removed=left)


@command
class DismissAnswer(OnAnswer):
    """Turn down what waits of one address: an uninvited answer, a delegate, another time (I8).

    With a folder, what tells the calendar that its proposal was declined is written there.
    """

    verb: ClassVar[str] = "meeting dismiss"
    label: ClassVar[Message] = N_("Turn an answer down")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "D"}
    undoable: ClassVar[bool] = True

    reason: str = reason(N_("Reason"), default="")

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        for answer in self.chosen(uow, subject):
            uow.save(replace(answer, settled=Settled.DISMISSED))
        return subject


@command
class NudgeMeeting(OnMeeting):
    """Ask those who have not answered an invitation, once a day at most (R7.2)."""

    verb: ClassVar[str] = "meeting nudge"
    label: ClassVar[Message] = N_("Ask who has not answered")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "N"}

    def standings(self, uow: UnitOfWork, subject: Meeting) -> frozenset[Standing]:
        return sharing(uow, subject)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.SCHEDULED)
        silent = unanswered(subject)
        if not silent:
            raise RuleViolation(N_("Everybody has answered."))
        cause = f"nudge:{subject.number}:{uow.worktime.day(uow.now).isoformat()}"
        asked = {notice.person for notice in uow.find(Notice, cause=cause)}
        if asked.issuperset(silent):
            raise RuleViolation(N_("They were asked today already: {people}",
                                   people=", ".join(silent)))  # fmt: skip
        text = N_("Will you attend {number}? {title}", number=subject.number, title=subject.title)
        for login in silent:
            uow.tell(login, subject.number, text, cause=cause, until=subject.start)
        return subject


def unanswered(meeting: Meeting) -> list[str]:
    """Logins of those invited who said nothing yet; whoever invites has said it by that."""
    return [
        a.person
        for a in meeting.attendees
        if a.partstat is Participation.NEEDS_ACTION and a.person != meeting.organizer
    ]
