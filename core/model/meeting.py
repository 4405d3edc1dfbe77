"""A meeting, its timed agenda and what came out of it (SPEC section 5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from core.model.minutes import Minutes
from core.model.record import Record, record


class MeetingKind(StrEnum):
    """What a meeting is for (R5.1)."""

    KICKOFF = "kickoff"
    STANDUP = "standup"
    WEEKLY = "weekly"
    STANDING = "standing"
    URGENT = "urgent"
    SECOND_COORDINATION = "second_coordination"
    RETROSPECTIVE = "retrospective"


class MeetingState(StrEnum):
    """Where a meeting stands."""

    SCHEDULED = "scheduled"
    LIVE = "live"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class AttendeeRole(StrEnum):
    """A person's part in a meeting, in iCalendar's terms (RFC 5545 3.2.16)."""

    CHAIR = "chair"
    REQUIRED = "required"
    OPTIONAL = "optional"


class Participation(StrEnum):
    """An attendee's answer, in iCalendar's terms (RFC 5545 3.2.12)."""

    NEEDS_ACTION = "needs-action"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    DELEGATED = "delegated"


@record
class Attendee(Record):
    """Somebody invited; ``person`` is a login."""

    person: str
    role: AttendeeRole = AttendeeRole.REQUIRED
    partstat: Participation = Participation.NEEDS_ACTION


@record
class Block(Record):
    """A timed part of the agenda (议程环节); ``question`` is what it must decide (R5.2)."""

    name: str
    minutes: int
    presenter: str = ""
    question: str = ""


@record
class Decision(Record):
    """Something the meeting decided (决议)."""

    text: str
    at: datetime


@record
class ActionItem(Record):
    """Something one person will do by a day (行动项, R5.6)."""

    text: str
    owner: str
    due: date


class Step(StrEnum):
    """What whoever runs a meeting does with its clock (R5.5)."""

    NEXT = "next"
    BACK = "back"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"


@record
class RunEvent(Record):
    """One step of a run. Blocks count from 0; ``block`` was given ``minutes`` of ``source``."""

    step: Step
    at: datetime
    by: str
    block: int = 0
    source: int = 0
    minutes: int = 0


@record
class Meeting(Record):
    """One meeting of one or more departments; ``start`` is aware and in UTC.

    ``zone`` is the IANA name in which the agenda's clock times are said. ``sequence`` and
    ``dtstamp`` belong to the last invitation that was written (R14.1). ``blocks`` stay as they
    were planned; what became of them is in ``run_events``, read by ``core.run``. ``removed`` are
    the logins taken off it after they may have been invited: they are owed a cancellation (RFC
    5546 3.2.5). ``materials`` are the names of what people read before (R5.3).

    An occurrence of a ``series`` (its number) was made for ``recurrence``, the start (UTC) its
    rule says, and leaves under the series' own UID. ``off_day`` says that it fell on a day nobody
    works, and that its organiser has not yet decided what becomes of it.
    """

    id: int = 0
    version: int = 0
    number: str
    uid: str
    sequence: int = 0
    dtstamp: datetime | None = None
    kind: MeetingKind
    title: str
    request: str = ""
    start: datetime
    zone: str
    place: str = ""
    url: str = ""
    organizer: str
    attendees: tuple[Attendee, ...] = ()
    blocks: tuple[Block, ...] = ()
    late_notice_reason: str = ""
    overlong_reason: str = ""
    state: MeetingState = MeetingState.SCHEDULED
    started_at: datetime | None = None
    finished_at: datetime | None = None
    decisions: tuple[Decision, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    parked: tuple[str, ...] = ()
    series: str = ""
    recurrence: datetime | None = None
    off_day: bool = False
    notes: str = ""
    run_events: tuple[RunEvent, ...] = ()
    minutes: Minutes | None = None
    removed: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()

    @property
    def length(self) -> timedelta:
        """The sum of the blocks (R5.2)."""
        return timedelta(minutes=sum(block.minutes for block in self.blocks))

    @property
    def end(self) -> datetime:
        """Start plus the sum of the blocks, in UTC."""
        return self.start + self.length

    @property
    def invited(self) -> tuple[str, ...]:
        """Logins of everybody invited, the organiser included."""
        return tuple(dict.fromkeys((self.organizer, *(a.person for a in self.attendees))))
