"""When people are busy, and when all of them could meet (R5.3, R5.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from core.model.meeting import Participation

if TYPE_CHECKING:
    from core.model.meeting import Meeting
    from core.model.organisation import Absence
    from core.worktime import WorkTime

STEP = timedelta(minutes=30)
LOOK_AHEAD = 20  # working days


class Why(StrEnum):
    """What keeps somebody busy; ``PERHAPS`` is a tentative entry of their own calendar."""

    MEETING = "meeting"
    AWAY = "away"
    CALENDAR = "calendar"
    PERHAPS = "perhaps"


class Busy(NamedTuple):
    """A person is busy between two moments; ``read_at`` is when their own calendar was taken in."""

    person: str
    start: datetime
    end: datetime
    why: Why = Why.MEETING
    read_at: datetime | None = None


def busy(meetings: Iterable[Meeting], people: Iterable[str], besides: str = "") -> list[Busy]:
    """When *people* are in *meetings*, the earliest first; who declined one is not in it."""
    wanted = set(people)
    return sorted(
        (
            Busy(person, meeting.start, meeting.end)
            for meeting in meetings
            if meeting.number != besides
            for person in wanted & coming(meeting)
        ),
        key=lambda one: (one.start, one.person),
    )


def away(absences: Iterable[Absence], people: Iterable[str], worktime: WorkTime) -> list[Busy]:
    """When *people* are away, whole days by the organisation's clocks."""
    wanted, midnight = set(people), time()
    return [
        Busy(
            one.person,
            worktime.at(one.start, midnight),
            worktime.at(one.last + timedelta(days=1), midnight),
            Why.AWAY,
        )
        for one in absences
        if one.person in wanted and not one.void and one.start <= one.last
    ]


def coming(meeting: Meeting) -> set[str]:
    """Everybody invited who did not decline."""
    declined = {a.person for a in meeting.attendees if a.partstat is Participation.DECLINED}
    return set(meeting.invited) - declined


def clashes(taken: Iterable[Busy], start: datetime, end: datetime) -> list[Busy]:
    """What of it lies between the two moments; one that ends as the other begins does not."""
    return [one for one in taken if one.start < end and start < one.end]


def free(
    taken: Sequence[Busy], length: timedelta, worktime: WorkTime, after: datetime, count: int
) -> list[datetime]:
    """The first moments, on the half hour of working hours, at which nobody is busy for *length*.

    What is only tentative is no hindrance.
    Never more than one after another that overlaps it, so that they are real alternatives.
    """
    found: list[datetime] = []
    taken = [one for one in taken if one.why is not Why.PERHAPS]
    for start in _starts(length, worktime, after):
        if found and start < found[-1] + length:
            continue
        if not clashes(taken, start, start + length):
            found.append(start)
        if len(found) == count:
            break
    return found


def _starts(length: timedelta, worktime: WorkTime, after: datetime) -> Iterator[datetime]:
    day = worktime.day(after)
    if not worktime.works(day):
        day = worktime.next_working_day(day)
    for _ in range(LOOK_AHEAD):
        start, closes = worktime.at(day, worktime.opens), worktime.at(day, worktime.closes)
        while start + length <= closes:
            if start >= after:
                yield start
            start += STEP
        day = worktime.next_working_day(day)
