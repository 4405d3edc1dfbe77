"""The organisation's clock and calendar: from a span to the moment it ends (R4.3, C2)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import BadInput
from core.messages import N_, Message
from core.policy import Hours, Span, Unit

ONE_DAY = timedelta(days=1)
SOON = timedelta(hours=4)


class Workdays(Protocol):
    """Port: which days the organisation works."""

    def is_working(self, day: date) -> bool:
        """Whether *day* is worked, make-up days and own exceptions counted in."""
        ...

    def announced(self, year: int) -> bool:
        """Whether the make-up days of *year* are known; if not, its answers are a forecast."""
        ...

    def occasion(self, day: date) -> Message | None:
        """The holiday for which *day* is off, or worked in its stead; None where none is known."""
        ...


def step_working_days(day: date, n: int, is_working: Callable[[date], bool]) -> date:
    """Return the nth working day after *day*, before it for a negative n; 0 is *day* itself."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    for _ in range(abs(n)):
        day += step
        while not is_working(day):
            day += step
    return day


def exists(wall: datetime, zone: tzinfo) -> bool:
    """Whether clocks in *zone* ever show the naive *wall*; False in the gap of a change forward."""
    there_and_back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None) == wall


def _gap_end(wall: datetime, zone: ZoneInfo) -> datetime:
    # PEP 495: in a gap fold=1 names an instant before the change, fold=0 one not before it.
    before, after = (int(wall.replace(tzinfo=zone, fold=f).timestamp()) for f in (1, 0))
    old = datetime.fromtimestamp(before, zone).utcoffset()
    seconds = range(before, after + 1)
    at = bisect_left(
        seconds, True, key=lambda s: datetime.fromtimestamp(s, zone).utcoffset() != old
    )
    return datetime.fromtimestamp(seconds[at], UTC)


@dataclass(frozen=True, slots=True)
class WorkTime:
    """One zone, one working day, one calendar; moments in and out are aware, out in UTC.

    Naive moments raise ValueError, a day that closes before it opens raises BadInput.
    """

    zone: ZoneInfo
    workdays: Workdays
    opens: time = time(9)
    closes: time = time(18)
    hours: Hours = "clock"

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise BadInput(
                N_(
                    "The working day must close after it opens, not {opens} to {closes}.",
                    opens=self.opens.strftime("%H:%M"),
                    closes=self.closes.strftime("%H:%M"),
                ),
                hint=N_("For example: 09:00 to 18:00."),
            )

    @staticmethod
    def require_zone(name: str) -> ZoneInfo:
        """Return the zone of this IANA name; BadInput if there is none."""
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            # OSError: some names are folders, such as "America".
            raise BadInput(
                N_('There is no time zone called "{zone}".', zone=name[:40]),
                field="zone",
                hint=N_("For example: Asia/Shanghai, Europe/Berlin or UTC."),
            ) from None

    def local(self, moment: datetime) -> datetime:
        """Return the moment as clocks of the organisation show it; compare moments in UTC only."""
        if moment.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {moment!r}")
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> date:
        """Return the organisation's calendar day at that moment."""
        return self.local(moment).date()

    def at(self, day: date, clock: time) -> datetime:
        """Return the moment at which clocks show *clock* on *day*.

        A time that a change of clocks leaves out means the first moment after the gap; one that
        occurs twice means the first (C2).
        """
        wall = datetime.combine(day, clock)
        if not exists(wall, self.zone):
            return _gap_end(wall, self.zone)
        return wall.replace(tzinfo=self.zone, fold=0).astimezone(UTC)

    def works(self, day: date) -> bool:
        """Whether *day* is a working day, and one that the zone's calendar did not leap over."""
        return self.workdays.is_working(day) and self.day(self.at(day, self.closes)) == day

    def next_working_day(self, day: date, n: int = 1) -> date:
        """Return the nth working day after *day*, not counting *day*."""
        return step_working_days(day, n, self.works)

    def previous_working_day(self, day: date, n: int = 1) -> date:
        """Return the nth working day before *day*, not counting *day*."""
        return step_working_days(day, -n, self.works)

    def due(self, start: datetime, span: Span) -> datetime:
        """When a span that begins at *start* ends (R4.3).

        Minutes and days are elapsed time, and so are hours unless ``hours`` is "working"; N
        working days end at close of business of the Nth working day after the day of *start*.
        """
        today = self.day(start)
        if span.unit is Unit.WORKING_DAYS:
            return self.at(self.next_working_day(today, span.amount), self.closes)
        if span.unit is Unit.HOURS and self.hours == "working":
            return self._after_working_hours(start.astimezone(UTC), today, span.elapsed)
        return start.astimezone(UTC) + span.elapsed

    def _after_working_hours(self, start: datetime, day: date, left: timedelta) -> datetime:
        while True:
            if self.works(day):
                begin, end = max(start, self.at(day, self.opens)), self.at(day, self.closes)
                if end - begin >= left:
                    return begin + left
                left -= max(end - begin, timedelta())
            day += ONE_DAY


class ClockState(StrEnum):
    """How a duty stands against its clock; SOON is less than four hours before it ends."""

    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"


def clock_state(due_at: datetime, done_at: datetime | None, now: datetime) -> ClockState:
    """How the duty stands; the due moment itself is still in time."""
    if done_at is not None:
        return ClockState.DONE_IN_TIME if done_at <= due_at else ClockState.DONE_LATE
    if now > due_at:
        return ClockState.OVERDUE
    return ClockState.SOON if due_at - now < SOON else ClockState.RUNNING


def humane(delta: timedelta) -> Message:
    """Say a length of time in its two largest units, rounded down and without its sign."""
    total = abs(delta) // timedelta(minutes=1)
    hours, minutes = divmod(total, 60)
    days, rest = divmod(hours, 24)
    if days and rest:
        return N_("{days} d {hours} h", days=days, hours=rest)
    if days:
        return N_("{days} d", days=days)
    if hours and minutes:
        return N_("{hours} h {minutes} min", hours=hours, minutes=minutes)
    if hours:
        return N_("{hours} h", hours=hours)
    return N_("{minutes} min", minutes=minutes) if minutes else N_("under 1 min")
