"""VTIMEZONE components that say what zoneinfo says (RFC 5545 3.6.5).

icalendar's own writer puts the onset of summer time an hour late and writes no rules, so a
July meeting is read an hour off; hence ours.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.errors import BadInput
from core.messages import N_
from core.text import safe

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# Old names of zones that calendars know under one name only.
_ALIASES = dict.fromkeys(
    ("PRC", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin"), "Asia/Shanghai"
) | dict.fromkeys(
    ("Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "UCT", "Zulu", "Universal"), "UTC"
)
# Files of a zone directory that mean something else on every machine.
_NOT_ZONES = ("localtime", "posixrules", "posix/", "right/", "Factory")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Rules begin here: readers take a zone for UTC before its first onset.
_EPOCH = 1970
_LAST = -1
_DAY = 86_400
# Twelve years show a weekday on each of its seven dates in a month; a rule that holds for
# less must still hold in the years around the meeting.
_REACHES = (12, 1)


def find_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name, old names of Shanghai and UTC mapped; ``BadInput`` otherwise."""
    try:
        if name.startswith(_NOT_ZONES):
            raise KeyError(name)
        return ZoneInfo(_ALIASES.get(name, name))
    except (KeyError, ValueError, OSError) as error:
        raise BadInput(
            N_("There is no time zone {name}.", name=safe(name)),
            field="zone",
            hint=N_("For example Asia/Shanghai or Europe/Berlin"),
        ) from error


@dataclass(frozen=True, slots=True)
class Onset:
    """A moment at which clocks change; ``at`` is naive and counts in ``before``."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def weeks(self) -> set[int]:
        """Which of its weekdays in the month it is: 1 to 5, and -1 for the last."""
        last = self.at.day + 7 > monthrange(self.at.year, self.at.month)[1]
        return {(self.at.day - 1) // 7 + 1} | ({_LAST} if last else set())


@dataclass(frozen=True, slots=True)
class Observance:
    """A STANDARD or DAYLIGHT part: its first onset, and a yearly rule or further dates."""

    first: Onset
    rule: dict[str, object] = field(default_factory=dict)
    dates: tuple[datetime, ...] = ()


def _new_year(year: int) -> int:
    """Seconds from 1970 to the beginning of *year* in UTC."""
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


def _state(zone: ZoneInfo, stamp: int) -> tuple[timedelta, str]:
    moment = datetime.fromtimestamp(stamp, zone)
    return moment.utcoffset() or timedelta(), moment.tzname() or ""


def onsets(zone: ZoneInfo, first: int, last: int) -> Iterator[Onset]:
    """Every change of offset or abbreviation from *first* to *last* year, oldest first."""
    # A day at a time: longer steps leap over Morocco's weeks of Ramadan.
    start, stop = _new_year(first) - _DAY, _new_year(last + 1) + _DAY
    before = _state(zone, start)
    for day in range(start, stop, _DAY):
        if _state(zone, day + _DAY) == before:
            continue
        second = bisect_left(range(_DAY), True, key=lambda s: _state(zone, day + s) != before)
        after = _state(zone, day + second)
        at = datetime.fromtimestamp(day + second, UTC).replace(tzinfo=None) + before[0]
        if first <= at.year <= last:
            yield Onset(at, before[0], after[0], after[1])
        before = after


def _place(column: Sequence[Onset]) -> tuple[dict[str, object], Callable[[Onset], bool]]:
    """How a rule names the day within its month, and the test for it."""
    weekday = _WEEKDAYS[column[0].at.weekday()]
    weeks = set.intersection(*(onset.weeks for onset in column))
    if weeks:
        week = min(weeks)
        return {"BYDAY": f"{week}{weekday}"}, lambda onset: week in onset.weeks
    latest = max(onset.at.day for onset in column)
    days = range(latest - 6, latest + 1)
    return {"BYDAY": weekday, "BYMONTHDAY": list(days)}, lambda onset: onset.at.day in days


def _yearly(column: Sequence[Onset]) -> Observance | None:
    """One rule from 1970 on for an onset of each of several years, if there is one."""
    some = column[0]
    month, weekday = some.at.month, some.at.weekday()
    days = [onset.at.day for onset in column]
    alike = {(o.before, o.after, o.name, o.at.month, o.at.weekday(), o.at.time()) for o in column}
    if len(alike) > 1 or max(days) - min(days) > 6:
        return None
    place, fits = _place(column)
    month_of_1970 = (
        replace(some, at=some.at.replace(year=_EPOCH, day=day + 1))
        for day in range(monthrange(_EPOCH, month)[1])
    )
    first = next(o for o in month_of_1970 if o.at.weekday() == weekday and fits(o))
    return Observance(first, {"FREQ": "YEARLY", "BYMONTH": month, **place})


def _by_rule(zone: ZoneInfo, first: int, last: int) -> list[Observance] | None:
    """Rules that hold in all these years; an empty list for a zone that never changes."""
    years: dict[int, list[Onset]] = {year: [] for year in range(first, last + 1)}
    for onset in onsets(zone, first, last):
        years[onset.at.year].append(onset)
    if len({len(year) for year in years.values()}) > 1:
        return None
    rules = [_yearly(column) for column in zip(*years.values(), strict=True)]
    return None if None in rules else [rule for rule in rules if rule]


def _always(zone: ZoneInfo, stamp: int) -> Observance:
    """What the clocks show at one moment, said from 1970 on."""
    offset, name = _state(zone, stamp)
    begin = datetime(_EPOCH, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    return Observance(Onset(begin, offset, offset, name))


def _by_date(zone: ZoneInfo, first: int, last: int) -> list[Observance]:
    """Each onset of these years by its date, those of one kind together."""
    kinds: dict[tuple[timedelta, timedelta, str], list[Onset]] = {}
    for onset in onsets(zone, first, last):
        kinds.setdefault((onset.before, onset.after, onset.name), []).append(onset)
    parts = [
        Observance(same[0], dates=tuple(onset.at for onset in same[1:])) for same in kinds.values()
    ]
    earliest = parts[0].first
    change = (earliest.at - earliest.before).replace(tzinfo=UTC)
    return [_always(zone, int(change.timestamp()) - 1), *parts]


@lru_cache(maxsize=64)
def observances(zone: ZoneInfo, first: int, last: int) -> tuple[Observance, ...]:
    """The parts of a VTIMEZONE that is right from the year before *first* to that after *last*.

    Rules from 1970 on where the zone keeps one, dates where it does not (Morocco, Palestine).
    """
    for reach in _REACHES:
        rules = _by_rule(zone, first - 1, last + reach)
        if rules is not None:
            return tuple(rules) or (_always(zone, _new_year(first)),)
    return tuple(_by_date(zone, first - 1, last + 1))


def vtimezone(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """A VTIMEZONE for events from *first* to *last* year; the same for the same arguments."""
    from icalendar import Timezone

    component = Timezone()
    component.add("TZID", zone.key)
    for observance in observances(zone, first, last):
        component.add_component(_part(observance))
    return component


def _part(observance: Observance) -> TimezoneDaylight | TimezoneStandard:
    from icalendar import TimezoneDaylight, TimezoneStandard

    onset = observance.first
    part = TimezoneDaylight() if onset.after > onset.before else TimezoneStandard()
    part.add("DTSTART", onset.at)
    part.add("TZOFFSETFROM", onset.before)
    part.add("TZOFFSETTO", onset.after)
    part.add("TZNAME", onset.name)
    if observance.rule:
        part.add("RRULE", observance.rule)
    if observance.dates:
        part.add("RDATE", list(observance.dates))
    return part
