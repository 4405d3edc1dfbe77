"""Verbs of a meeting that is to be held: schedule, edit, move, cancel, invite (R5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from core import agenda, standing
from core.commands.base import Command, Kind, arg, command, given, reason
from core.commands.inviting import usual_attendees, usual_materials
from core.commands.parts import person, standings_to, visible
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.meeting import (
    Attendee,
    AttendeeRole,
    Block,
    Meeting,
    MeetingKind,
    MeetingState,
    Participation,
)
from core.model.request import Request
from core.model.series import MonthlyOn, Repeat, Series
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

COORDINATORS_OWN = frozenset(
    {MeetingKind.SECOND_COORDINATION, MeetingKind.URGENT, MeetingKind.STANDING}
)


# Whoever sees a meeting and has no part in running it stands to it as an auditor does.
LOOKS_ON = frozenset({Standing.AUD})


def running(found: frozenset[Standing], kind: MeetingKind, mine: bool) -> frozenset[Standing]:
    """What the actor is to a meeting's course; *found* is what they are to its request.

    Who calls a meeting runs it as the lead does. The coordinator runs second coordinations,
    urgent and standing meetings, and looks on at others (the table's ``○``).
    """
    if Standing.ADM in found and kind not in COORDINATORS_OWN:
        found = found - {Standing.ADM} | LOOKS_ON
    return found | {Standing.LEAD} if mine else found


@command
class ScheduleMeeting(Command):
    """Set a meeting with its agenda in timed blocks; a kick-off is 5/30/15/10 (R5.2, R5.3).

    Without attendees those who speak for the request's departments are invited, without materials
    its form and attachments are named, without blocks the kind's template is used: that of a
    weekly review gets its topics from late and at-risk work. ``start`` is an instant; ``zone`` is
    how it is said.
    """

    verb: ClassVar[str] = "meeting schedule"
    label: ClassVar[Message] = N_("Schedule a meeting")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "n", "assignment": "m"}

    kind: MeetingKind = arg(
        N_("Kind"), Kind.CHOICE, choices=MeetingKind, default=MeetingKind.KICKOFF
    )
    request: str = arg(N_("Request"), Kind.RECORD, default="", example=N_("XMBG-202611001"))
    start: datetime = arg(N_("Start"), Kind.MOMENT, example=N_("fri 14:00, +3d 10:00"))
    title: str = arg(N_("Title"), default="", limit=120)
    blocks: tuple[Block, ...] = arg(
        N_("Agenda blocks"),
        Kind.BLOCKS,
        default=(),
        limit=8000,
        example=N_("Topics 30 | wang | Which products are promoted?"),
    )
    attendees: tuple[Attendee, ...] = arg(
        N_("Attendees"), Kind.ATTENDEES, default=(), limit=4000, example=N_("wang, zhao optional")
    )
    materials: tuple[str, ...] = arg(
        N_("Materials"), Kind.WORDS, default=(), limit=8000, example=N_("posters.pdf, budget.xlsx")
    )
    place: str = arg(N_("Place"), default="", example=N_("Room 301"))
    url: str = arg(N_("Link"), default="", limit=400, example=N_("https://meet.example.com/618"))
    zone: str = arg(N_("Time zone"), default="", example=N_("Asia/Shanghai"))
    late_notice_reason: str = arg(N_("Reason for late notice"), default="", limit=400)
    overlong_reason: str = arg(N_("Reason for more than 60 min"), default="", limit=400)
    repeat: Repeat = arg(N_("Comes again"), Kind.CHOICE, choices=Repeat, default=Repeat.ONCE)
    monthly_on: MonthlyOn = arg(
        N_("Monthly on its"), Kind.CHOICE, choices=MonthlyOn, default=MonthlyOn.WEEKDAY
    )
    until: date | None = arg(N_("Until"), Kind.DATE, default=None, example=N_("+12w"))
    count: int | None = arg(N_("How many in all"), Kind.NUMBER, default=None, example=N_("12"))
    organizer: str = ""  # nobody but another verb names one

    @property
    def about(self) -> str:
        return self.request

    @property
    def why(self) -> str:
        return self.late_notice_reason or self.overlong_reason

    def subject(self, uow: UnitOfWork) -> Request | None:
        return visible(uow, self.request) if self.request else None

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        found = standings_to(uow, subject) if subject else standing.by_post(uow.actor)
        return running(found, self.kind, not subject and bool(uow.actor.speaks_for))

    def run(self, uow: UnitOfWork, subject: Request | None) -> Meeting:
        meeting = Meeting(
            number=uow.number("MTG"),
            uid=uow.new_uid(),
            kind=self.kind,
            title=self.title or self._title(uow, subject),
            request=self.request,
            start=self.start,
            zone=self.zone or uow.worktime.zone.key,
            place=self.place,
            url=self.url,
            organizer=self.organizer or uow.actor.login,
            attendees=self.attendees or usual_attendees(uow, subject, self.kind, self.start),
            blocks=self.blocks or template(uow, self.kind),
            late_notice_reason=self.late_notice_reason,
            overlong_reason=self.overlong_reason,
            materials=self.materials or usual_materials(uow, subject),
        )
        check(uow, meeting)
        if self.repeat is not Repeat.ONCE or self.until or self.count is not None:
            from core.commands.occurrences import begin

            return begin(uow, self, meeting)
        if meeting.kind is MeetingKind.WEEKLY:
            from core.commands.topics import with_topics

            meeting = with_topics(uow, meeting)
        for attendee in meeting.attendees:
            uow.tell(
                attendee.person,
                meeting.number,
                N_(
                    "You are invited to {number}: {title}",
                    number=meeting.number,
                    title=meeting.title,
                ),
                until=meeting.start,
            )
        return uow.add(meeting)

    def _title(self, uow: UnitOfWork, subject: Request | None) -> str:
        kind = uow.say(agenda.KIND_LABELS[self.kind])
        return f"{subject.title} · {kind}" if subject else kind


def template(uow: UnitOfWork, kind: MeetingKind) -> tuple[Block, ...]:
    """The kind's blocks, named in the language of whoever schedules (R5.1)."""
    return tuple(
        Block(name=uow.say(name), minutes=minutes) for name, minutes in agenda.TEMPLATES[kind]
    )


def check(uow: UnitOfWork, meeting: Meeting) -> None:
    """Everything that must be true of a meeting before it is kept (R5.2, R5.3)."""
    agenda.check_blocks(meeting.blocks, meeting.kind, uow.policy, meeting.overlong_reason)
    agenda.check_notice(
        meeting.kind, meeting.start, uow.now, uow.policy, meeting.late_notice_reason
    )
    uow.worktime.require_zone(meeting.zone)
    check_people(uow, meeting)


def check_people(uow: UnitOfWork, meeting: Meeting | Series) -> None:
    """Everybody named is known, and nobody is invited twice."""
    if not meeting.attendees:
        raise RuleViolation(N_("A meeting needs attendees."), "attendees", N_("wang, zhao"))
    logins = [attendee.person for attendee in meeting.attendees]
    for login in logins:
        person(uow, login, "attendees")
        if logins.count(login) > 1:
            raise RuleViolation(N_("{login} is invited twice.", login=login), "attendees")
    for block in meeting.blocks:
        if block.presenter:
            person(uow, block.presenter, "blocks")


@command
class OnMeeting(Command):
    """A command about one meeting, named by its number."""

    number: str = arg(N_("Meeting"), Kind.RECORD, example=N_("MTG-202611001"))
    seen: int = arg(N_("Version seen"), Kind.NUMBER, default=0)

    def subject(self, uow: UnitOfWork) -> Meeting:
        return uow.get(Meeting, self.number)

    def standings(self, uow: UnitOfWork, subject: Meeting) -> frozenset[Standing]:
        return running(towards(uow, subject), subject.kind, uow.actor.login == subject.organizer)


def towards(uow: UnitOfWork, meeting: Meeting | Series) -> frozenset[Standing]:
    """What the actor is to a meeting: that to its request, and whoever is invited sees it."""
    if meeting.request:
        found = standings_to(uow, uow.get(Request, meeting.request))
    elif uow.actor.login in meeting.invited:
        found = standing.by_post(uow.actor)
    else:
        found = standing.in_organisation(uow.actor) or standing.NOBODY
    return found - standing.NOBODY | LOOKS_ON if uow.actor.login in meeting.invited else found


def require_state(meeting: Meeting, *states: MeetingState) -> None:
    """Refuse unless the meeting is in one of *states*."""
    if meeting.state not in states:
        raise RuleViolation(
            N_(
                "{number} is {state}, so this cannot be done now.",
                number=meeting.number,
                state=STATE_LABELS[meeting.state],
            )
        )


def raised(uow: UnitOfWork, meeting: Meeting) -> int:
    """The sequence of the next message, beyond that of its series too (RFC 5546 2.1.4)."""
    of_series = uow.get(Series, meeting.series).sequence if meeting.series else 0
    return max(meeting.sequence, of_series) + 1


STATE_LABELS = {
    MeetingState.SCHEDULED: N_("scheduled"),
    MeetingState.LIVE: N_("under way"),
    MeetingState.FINISHED: N_("finished"),
    MeetingState.CANCELLED: N_("cancelled"),
}


def _text_or_none(label: Message, **more: Any) -> Any:
    return arg(label, default=None, **more)


@command
class EditMeeting(OnMeeting):
    """Change title, place, link, agenda or attendees; the invitation must be written anew (R5.4).

    A change of the agenda's length moves the end, and that raises the sequence (R14.1).
    """

    verb: ClassVar[str] = "meeting edit"
    label: ClassVar[Message] = N_("Edit")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "e"}
    undoable: ClassVar[bool] = True

    title: str | None = _text_or_none(N_("Title"), limit=120)
    blocks: tuple[Block, ...] | None = arg(
        N_("Agenda blocks"), Kind.BLOCKS, default=None, limit=8000
    )
    attendees: tuple[Attendee, ...] | None = arg(
        N_("Attendees"), Kind.ATTENDEES, default=None, limit=4000
    )
    materials: tuple[str, ...] | None = arg(
        N_("Materials"), Kind.WORDS, default=None, limit=8000, clears=True
    )
    place: str | None = _text_or_none(N_("Place"))
    url: str | None = _text_or_none(N_("Link"), limit=400)
    overlong_reason: str | None = _text_or_none(N_("Reason for more than 60 min"), limit=400)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.SCHEDULED)
        names = ("title", "blocks", "attendees", "materials", "place", "url", "overlong_reason")
        found = given(self, names)
        meeting = replace(subject, **found)
        # Only a reply changes what somebody answered.
        answers = {a.person: a.partstat for a in subject.attendees}
        meeting = replace(
            meeting,
            attendees=tuple(
                replace(a, partstat=answers.get(a.person, Participation.NEEDS_ACTION))
                for a in meeting.attendees
            ),
        )
        agenda.check_blocks(meeting.blocks, meeting.kind, uow.policy, meeting.overlong_reason)
        check_people(uow, meeting)
        meeting = replace(meeting, removed=_removed(subject, meeting))
        moved = (meeting.end, meeting.place) != (subject.end, subject.place)
        if moved or set(meeting.removed) != set(subject.removed):
            meeting = replace(meeting, sequence=raised(uow, subject))
        return uow.save(meeting)


def _removed(before: Meeting, after: Meeting) -> tuple[str, ...]:
    """Whom a cancellation is owed: who was invited, and is so no more (RFC 5546 3.2.5)."""
    left = [a.person for a in before.attendees] if before.dtstamp else []
    present = {a.person for a in after.attendees}
    return tuple(dict.fromkeys(p for p in (*before.removed, *left) if p not in present))


@command
class RescheduleMeeting(OnMeeting):
    """Move a meeting; everybody is asked again, and the sequence rises (R5.4, RFC 5546 2.1.4)."""

    verb: ClassVar[str] = "meeting reschedule"
    label: ClassVar[Message] = N_("Reschedule")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "r"}

    start: datetime = arg(N_("Start"), Kind.MOMENT, example=N_("fri 14:00"))
    reason: str = reason(N_("Reason"), default="")
    late_notice_reason: str = arg(N_("Reason for late notice"), default="", limit=400)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.SCHEDULED)
        if subject.off_day and self.start == subject.start:
            return uow.save(replace(subject, off_day=False))  # it is held all the same
        agenda.check_notice(subject.kind, self.start, uow.now, uow.policy, self.late_notice_reason)
        asked_again = tuple(
            a if a.role is AttendeeRole.CHAIR else replace(a, partstat=Participation.NEEDS_ACTION)
            for a in subject.attendees
        )
        for attendee in asked_again:
            uow.tell(
                attendee.person,
                subject.number,
                N_("{number} was moved: {title}", number=subject.number, title=subject.title),
                why=self.reason,
                until=self.start,
            )
        return uow.save(
            replace(
                subject,
                start=self.start,
                off_day=False,
                sequence=raised(uow, subject),
                attendees=asked_again,
                late_notice_reason=self.late_notice_reason or subject.late_notice_reason,
            )
        )


@command
class CancelMeeting(OnMeeting):
    """Call a meeting off; its cancellation updates the same event in every calendar (R5.4)."""

    verb: ClassVar[str] = "meeting cancel"
    label: ClassVar[Message] = N_("Cancel the meeting")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "w"}

    reason: str = reason(N_("Reason"))

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.SCHEDULED)
        for attendee in subject.attendees:
            uow.tell(
                attendee.person,
                subject.number,
                N_("{number} was cancelled: {title}", number=subject.number, title=subject.title),
                why=self.reason,
            )
        cancelled = uow.save(
            replace(
                subject,
                state=MeetingState.CANCELLED,
                notes=self.reason,
                off_day=False,
                sequence=raised(uow, subject),
                dtstamp=uow.now,
            )
        )
        if subject.series:
            from core.commands.occurrences import called_off

            called_off(uow, cancelled)
        return cancelled


@command
class InviteToMeeting(OnMeeting):
    """Stamp the invitation that is about to be written as a file (R14.1).

    A new stamp is strictly later than the last one, and the same record gives the same bytes.
    """

    verb: ClassVar[str] = "meeting invite"
    label: ClassVar[Message] = N_("Write the invitation")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "i"}

    only: bool = arg(N_("Of a series, only this one"), Kind.FLAG, default=False)

    def standings(self, uow: UnitOfWork, subject: Meeting) -> frozenset[Standing]:
        mine = uow.actor.login == subject.organizer
        return towards(uow, subject) | ({Standing.LEAD} if mine else set())

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.SCHEDULED)
        if subject.series and not self.only:
            from core.commands.occurrences import stamped

            stamped(uow, uow.get(Series, subject.series))
        stamp = uow.now.replace(microsecond=0)
        if subject.dtstamp and stamp <= subject.dtstamp:
            return subject
        return uow.save(replace(subject, dtstamp=stamp))
