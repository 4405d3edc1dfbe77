"""Times that people are busy in calendars of their own: only when, never with what (R5.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

AHEAD = timedelta(days=400)
"""How far ahead an imported calendar is read: a year and what is planned behind its end."""

MOST = 5000
"""How many times of one calendar are kept at most, what overlaps counted once."""


class Time(NamedTuple):
    """From one moment (UTC) to another; ``soft`` where it is only tentative."""

    start: datetime
    end: datetime
    soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in a calendar, without what it is.

    ``declined`` and ``tentative`` are the mailboxes of those who said so to it.
    """

    uid: str = ""
    times: tuple[Time, ...]
    declined: frozenset[str] = frozenset()
    tentative: frozenset[str] = frozenset()


def of_person(entries: Iterable[Entry], mailbox: str) -> Iterator[Time]:
    """The times of the person with this address: what they declined is none of theirs."""
    for entry in entries:
        if mailbox and mailbox in entry.declined:
            continue
        is_soft = bool(mailbox) and mailbox in entry.tentative
        yield from (time._replace(soft=time.soft or is_soft) for time in entry.times)


def within(times: Iterable[Time], since: datetime, until: datetime) -> list[Time]:
    """What of the times lies in the window, cut to it, the earliest first and none twice.

    Times that overlap or touch become one; what is firm takes its part off what is soft.
    """
    cut = sorted(
        Time(max(time.start, since), min(time.end, until), time.soft)
        for time in times
        if time.start < until and since < time.end and time.start < time.end
    )
    firm = _joined(time for time in cut if not time.soft)
    soft = _joined(time for time in cut if time.soft)
    return sorted([*firm, *_without(soft, firm)])


def _joined(times: Iterable[Time]) -> list[Time]:
    found: list[Time] = []
    for time in times:
        if found and time.start <= found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, time.end))
        else:
            found.append(time)
    return found


def _without(times: Iterable[Time], taken: list[Time]) -> Iterator[Time]:
    """The parts of *times* that lie in none of *taken*; both are in order and without overlap."""
    place = 0
    for time in times:
        start = time.start
        while place < len(taken) and taken[place].end <= start:
            place += 1
        ahead = place
        while ahead < len(taken) and taken[ahead].start < time.end:
            if start < taken[ahead].start:
                yield time._replace(start=start, end=taken[ahead].start)
            start = max(start, taken[ahead].end)
            ahead += 1
        if start < time.end:
            yield time._replace(start=start)
