"""Choosing a meeting's time: what stands against one, and which would do (R5.3, R5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from core import agenda, slots, standing
from core.commands.base import Command, Kind, arg, command
from core.commands.inviting import usual_attendees
from core.commands.meeting import running
from core.commands.parts import person, standings_to, visible
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.meeting import Attendee, Meeting, MeetingKind, MeetingState
from core.model.organisation import Absence
from core.model.request import Request
from core.permissions import Standing
from core.slots import Busy, Why
from core.worktime import humane

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from core.model.series import Series
    from core.ports import UnitOfWork

COUNT = 3
FAR = timedelta(days=90)  # beyond the last working day that is looked at, holidays and all
SHOWN = 8
OLD = timedelta(days=1)  # from when on the age of somebody's calendar is worth a word
LONGEST = 24 * 60


def ahead(uow: UnitOfWork) -> list[Meeting]:
    """Every meeting that lies ahead or is under way, whoever may see it."""
    states = (MeetingState.SCHEDULED, MeetingState.LIVE)
    return [meeting for state in states for meeting in uow.find(Meeting, state=state)]


def taken(
    uow: UnitOfWork, people: Iterable[str], since: datetime, until: datetime, besides: str = ""
) -> list[Busy]:
    """When *people* are busy: in meetings, away, or by calendars of their own (R5.4)."""
    people = tuple(people)
    return [
        *slots.busy(ahead(uow), people, besides=besides),
        *slots.away(uow.find(Absence, void=False), people, uow.worktime),
        *uow.busy(people, since, until),
    ]


def warnings(uow: UnitOfWork, booked: Meeting | Series) -> list[Message]:
    """What stands against a time: other meetings of its people, absences, their calendars (R5.4).

    Of the other meetings and of the calendars only the time is told, for they may be nobody
    else's business (A8). Of a series every meeting to come that is made already is looked at.
    """
    if isinstance(booked, Meeting):
        return _against(uow, booked)
    coming = uow.find(Meeting, series=booked.number, state=MeetingState.SCHEDULED)
    meetings = sorted((m for m in coming if m.start > uow.now), key=lambda one: one.start)
    found = [warning for meeting in meetings for warning in _against(uow, meeting)]
    more = len(found) - SHOWN
    return found if more < 1 else [*found[:SHOWN], N_("And {count} more.", count=more)]


def alternatives(uow: UnitOfWork, booked: Meeting | Series) -> list[Message]:
    """The next times at which all could come to a meeting that somebody cannot come to (R5.4)."""
    if not isinstance(booked, Meeting):
        return []
    zone, after = uow.worktime.require_zone(booked.zone), max(booked.start, uow.now)
    busy = taken(uow, booked.invited, after, after + FAR, besides=booked.number)
    found = slots.free(busy, booked.length, uow.worktime, after, COUNT)
    if not found or found[0] == booked.start:
        return []
    times = ", ".join(f"{one.astimezone(zone):%m-%d %H:%M}" for one in found)
    return [N_("All can come: {times}.", times=times)]


def _against(uow: UnitOfWork, meeting: Meeting) -> list[Message]:
    zone = uow.worktime.require_zone(meeting.zone)
    busy = taken(uow, meeting.invited, meeting.start, meeting.end, besides=meeting.number)
    clashes = slots.clashes(busy, meeting.start, meeting.end)
    found = list(dict.fromkeys(_said(uow, one, zone) for one in clashes))
    if agenda.outside_hours(meeting.start, meeting.end, uow.worktime):
        found.append(N_("The meeting lies outside working hours."))
    return found


def _said(uow: UnitOfWork, one: Busy, zone: ZoneInfo) -> Message:
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    values = {"person": one.person, "start": f"{start:%m-%d %H:%M}", "end": f"{end:%H:%M}"}
    if one.why is Why.AWAY:
        last = uow.worktime.day(one.end - timedelta(seconds=1))
        return N_("{person} is away until {day}.", person=one.person, day=last.isoformat())
    if one.why is Why.MEETING:
        return N_("{person} has another meeting from {start} to {end}.", **values)
    if start.date() != end.date():
        values["end"] = f"{end:%m-%d %H:%M}"
    if one.why is Why.PERHAPS:
        return N_("{person} is perhaps busy (own calendar) from {start} to {end}.", **values)
    age = uow.now - one.read_at if one.read_at else timedelta()
    if age >= OLD:
        return N_(
            "{person} is busy (own calendar, {age} old) from {start} to {end}.",
            age=humane(age), **values,
        )  # fmt: skip
    return N_("{person} is busy (own calendar) from {start} to {end}.", **values)


@command
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
        people = self.attendees or usual_attendees(uow, subject, self.kind, self.after)
        for attendee in people:
            person(uow, attendee.person, "attendees")
        length, earliest = timedelta(minutes=self.minutes), self._earliest(uow)
        logins = [attendee.person for attendee in people]
        busy = taken(uow, logins, earliest, earliest + FAR)
        return tuple(slots.free(busy, length, uow.worktime, earliest, COUNT))

    def _earliest(self, uow: UnitOfWork) -> datetime:
        """With the notice of the kind, unless a moment is named (R5.3)."""
        if self.after:
            return max(self.after, uow.now)
        if self.kind is MeetingKind.URGENT:
            return uow.now
        kickoff = self.kind is MeetingKind.KICKOFF
        return uow.now + uow.policy.elapsed("kickoff_notice" if kickoff else "meeting_notice")
