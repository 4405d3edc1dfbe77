"""A series of meetings: the rule, and what each occurrence begins with (R5.1, R14.1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from core.model.meeting import Attendee, Block, MeetingKind
from core.model.record import Record, record


class Repeat(StrEnum):
    """How often a meeting comes again."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class MonthlyOn(StrEnum):
    """Which day of a month: the start's weekday (the 2nd Tuesday) or its date (the 10th)."""

    WEEKDAY = "weekday"
    DAY = "day"


class SeriesState(StrEnum):
    """Whether more occurrences come; a replaced series goes on under another number."""

    RUNNING = "running"
    ENDED = "ended"


@record
class Series(Record):
    """The rule of a series and the template of its occurrences, which are meetings of their own.

    ``start`` is the first one (UTC); the others keep its wall-clock time in ``zone`` (C2). Either
    ``count`` or ``until``, the last day in ``zone``, bounds it. ``uid``, ``sequence`` and
    ``dtstamp`` are those of the one event calendars know it by; ``removed`` are the logins that
    are owed a cancellation of it. ``after`` is the series it continues, ``next`` the one that
    continues it.
    """

    id: int = 0
    version: int = 0
    number: str
    uid: str
    sequence: int = 0
    dtstamp: datetime | None = None
    repeat: Repeat
    monthly_on: MonthlyOn = MonthlyOn.WEEKDAY
    count: int | None = None
    until: date | None = None
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
    overlong_reason: str = ""
    state: SeriesState = SeriesState.RUNNING
    after: str = ""
    next: str = ""
    reason: str = ""
    materials: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def length(self) -> timedelta:
        """The sum of the blocks (R5.2)."""
        return timedelta(minutes=sum(block.minutes for block in self.blocks))

    @property
    def invited(self) -> tuple[str, ...]:
        """Logins of everybody invited, the organiser included."""
        return tuple(dict.fromkeys((self.organizer, *(a.person for a in self.attendees))))
