"""Choosing a meeting's time: what stands against one, and which would do (R5.3, R5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from core import agenda, slots, standing
from core.commands.base import Command, Kind, arg
from core.commands.meeting import running, usual_attendees
from core.commands.parts import person, standings_to, visible
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.meeting import Attendee, Meeting, MeetingKind, MeetingState
from core.model.request import Request
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

COUNT = 3
LONGEST = 24 * 60


def ahead(uow: UnitOfWork) -> list[Meeting]:
    """Every meeting that lies ahead or is under way, whoever may see it."""
    states = (MeetingState.SCHEDULED, MeetingState.LIVE)
    return [meeting for state in states for meeting in uow.find(Meeting, state=state)]


def warnings(uow: UnitOfWork, meeting: Meeting) -> list[Message]:
    """What stands against a meeting's time: other meetings of its people, and free time (R5.4).

    Of the other meetings only the time is told, for they may be nobody else's business (A8).
    """
    zone = uow.worktime.require_zone(meeting.zone)
    taken = slots.busy(ahead(uow), meeting.invited, besides=meeting.number)
    found = [
        N_(
            "{person} has another meeting from {start} to {end}.",
            person=one.person,
            start=one.start.astimezone(zone).strftime("%m-%d %H:%M"),
            end=one.end.astimezone(zone).strftime("%H:%M"),
        )
        for one in slots.clashes(taken, meeting.start, meeting.end)
    ]
    if agenda.outside_hours(meeting.start, meeting.end, uow.worktime):
        found.append(N_("The meeting lies outside working hours."))
    return found


@dataclass(frozen=True, kw_only=True)
class SuggestTimes(Command):
    """Find the next times at which all can meet, in working hours and with notice (R5.3).

    Without attendees those of the request's departments are asked for; nothing is booked.
    """

    verb: ClassVar[str] = "meeting suggest"
    label: ClassVar[Message] = N_("Suggest times")

    request: str = arg(N_("Request"), Kind.RECORD, default="", example=N_("XMBG-202611001"))
    attendees: tuple[Attendee, ...] = arg(
        N_("Attendees"), Kind.ATTENDEES, default=(), limit=4000, example=N_("wang, zhao optional")
    )
    minutes: int = arg(N_("Minutes"), Kind.NUMBER, default=60, example=N_("60"))
    kind: MeetingKind = arg(
        N_("Kind"), Kind.CHOICE, choices=MeetingKind, default=MeetingKind.KICKOFF
    )
    after: datetime | None = arg(
        N_("Not before"), Kind.MOMENT, default=None, example=N_("fri 14:00")
    )

    @property
    def about(self) -> str:
        return self.request

    def subject(self, uow: UnitOfWork) -> Request | None:
        return visible(uow, self.request) if self.request else None

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        found = standings_to(uow, subject) if subject else standing.by_post(uow.actor)
        return running(found, self.kind, not subject and bool(uow.actor.speaks_for))

    def run(self, uow: UnitOfWork, subject: Request | None) -> tuple[datetime, ...]:
        if not 1 <= self.minutes <= LONGEST:
            raise RuleViolation(
                N_("A meeting takes from 1 to {most} min.", most=LONGEST), "minutes", N_("60")
            )
        people = self.attendees or usual_attendees(uow, subject)
        for attendee in people:
            person(uow, attendee.person, "attendees")
        taken = slots.busy(ahead(uow), (attendee.person for attendee in people))
        length = timedelta(minutes=self.minutes)
        return tuple(slots.free(taken, length, uow.worktime, self._earliest(uow), COUNT))

    def _earliest(self, uow: UnitOfWork) -> datetime:
        """With the notice of the kind, unless a moment is named (R5.3)."""
        if self.after:
            return max(self.after, uow.now)
        if self.kind is MeetingKind.URGENT:
            return uow.now
        kickoff = self.kind is MeetingKind.KICKOFF
        return uow.now + uow.policy.elapsed("kickoff_notice" if kickoff else "meeting_notice")
