"""When somebody is busy, read from a calendar they exported (RFC 5545; ICALENDAR F1, I10, I11).

Of all that a calendar says, times alone leave this module, with who declined: no title, place
or text is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from core.busy import Entry, Time
from core.messages import N_, Message
from core.model.answer import Method
from exports import lines
from exports.expansion import Budget, Rule, days, last_day, rule
from exports.lines import Limits, Part, Property, Zones, address, unfit

LIMITS = Limits(octets=4 * 1024 * 1024, components=20_000, attendees=50_000, rules=True)
"""More than an answer may have: calendars of some years are of this size."""

DAYS = 400_000
"""How many days are looked at for all rules of a file: some thousand weekly ones."""

_FREE = frozenset({"FREE", "WORKINGELSEWHERE"})
_OF_OUTLOOK = "X-MICROSOFT-CDO-BUSYSTATUS"
_DAY = timedelta(days=1)


class Read(NamedTuple):
    """What was found, how many entries could not be followed, and what was guessed."""

    entries: tuple[Entry, ...]
    left_out: int
    remark: Message | None


class Window(NamedTuple):
    """What of a calendar is of interest, from one moment (UTC) to another."""

    since: datetime
    until: datetime


def read(data: bytes, local: tzinfo, window: Window) -> Read:
    """The times in a file that may reach into *window*.

    Days, and times without a zone, are taken in *local*. Raises ``BadInput`` with a short reason.
    """
    if len(data) > LIMITS.octets:
        raise unfit(N_("It is larger than 4 MiB. Export fewer months."))
    calendar, remark = lines.calendar(lines.in_unicode(data), LIMITS)
    if calendar.first("METHOD").upper() in Method.__members__:
        raise unfit(N_("It is an answer to an invitation, not a calendar."))
    zones, budget = Zones(calendar, local), Budget(DAYS)
    found = _Found()
    for part in calendar.parts:
        if part.name == "VFREEBUSY":
            found.keep("", part, list(_free_busy(part, zones)))
    for uid, masters, moved in _by_uid(calendar):
        _read_one(found, uid, masters, moved, _Reading(zones, window, budget))
    if not found.seen:
        raise unfit(N_("There is no event in it."))
    return Read(tuple(found.entries), found.left_out, remark)


class _Found:
    """What is collected of one file."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.left_out = self.seen = 0

    def keep(self, uid: str, part: Part, times: list[Time]) -> None:
        self.seen += 1
        if times:
            declined, tentative = _said(part, "DECLINED"), _said(part, "TENTATIVE")
            self.entries.append(
                Entry(uid=uid, times=tuple(times), declined=declined, tentative=tentative)
            )

    def leave_out(self) -> None:
        self.seen += 1
        self.left_out += 1


def _said(part: Part, answer: str) -> frozenset[str]:
    return frozenset(
        address(line)
        for line in part.values("ATTENDEE")
        if line.parameters.get("PARTSTAT", "").strip().upper() == answer
    )


def _by_uid(calendar: Part) -> Iterator[tuple[str, list[Part], list[Part]]]:
    """The events of each UID: those that stand for all, and single ones of them."""
    groups: dict[object, list[Part]] = defaultdict(list)
    for place, part in enumerate(calendar.parts):
        if part.name == "VEVENT":
            groups[part.first("UID") or place].append(part)
    for uid, events in groups.items():
        masters = [event for event in events if not event.values("RECURRENCE-ID")]
        moved = [event for event in events if event.values("RECURRENCE-ID")]
        yield (uid if isinstance(uid, str) else ""), masters, moved


class _Reading(NamedTuple):
    """By what the events of a file are read."""

    zones: Zones
    window: Window
    budget: Budget


def _read_one(
    found: _Found, uid: str, masters: list[Part], moved: list[Part], by: _Reading
) -> None:
    """One event, the newest of its revisions, and the single ones of it that are otherwise."""
    overridden = [line for event in moved for line in event.values("RECURRENCE-ID")]
    newest = max(masters, key=_sequence, default=None)
    for event in [*([newest] if newest else []), *moved]:
        if _is_free(event):
            found.keep(uid, event, [])
            continue
        try:
            others = overridden if event is newest else []
            found.keep(uid, event, list(_times(event, others, by)))
        except (ValueError, OverflowError):
            found.leave_out()


def _sequence(event: Part) -> int:
    text = event.first("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _is_free(event: Part) -> bool:
    is_off = event.first("STATUS").upper() == "CANCELLED"
    is_shown_free = event.first("TRANSP").upper() == "TRANSPARENT"
    return is_off or is_shown_free or event.first(_OF_OUTLOOK).upper() in _FREE


@dataclass(frozen=True, slots=True)
class _Shape:
    """The first of an event's times: where it begins by clocks in its zone, and how long it is.

    A number of ``whole_days`` reaches from midnight to midnight, whatever the clocks do between.
    """

    begin: datetime
    length: timedelta
    whole_days: int
    soft: bool

    def on(self, day: date) -> Time:
        """The same on another day."""
        wall = self.begin.replace(year=day.year, month=day.month, day=day.day, fold=0)
        return self.at(wall)

    def at(self, begin: datetime) -> Time:
        """The same at another moment."""
        end = begin.astimezone(UTC) + self.length
        if self.whole_days:
            last = begin.date() + self.whole_days * _DAY
            end = datetime(last.year, last.month, last.day, tzinfo=begin.tzinfo).astimezone(UTC)
        return Time(begin.astimezone(UTC), end, self.soft)


def _shape(event: Part, zones: Zones) -> _Shape:
    """Raises ``ValueError`` for an event that does not say when it is."""
    begin, is_day = _moment(_only(event, "DTSTART"), zones)
    soft = "TENTATIVE" in (event.first("STATUS").upper(), event.first(_OF_OUTLOOK).upper())
    if event.values("DTEND"):
        end, _ = _moment(_only(event, "DTEND"), zones)
        length = end.astimezone(UTC) - begin.astimezone(UTC)
        span = (end.date() - begin.date()).days
    else:
        given = lines.length(event.first("DURATION"))
        length = given or timedelta()
        span = given.days if given else 1
    return _Shape(begin, length, max(span, 1) if is_day else 0, soft)


def _only(event: Part, name: str) -> Property:
    found = event.values(name)
    if len(found) != 1:
        raise ValueError(name)
    return found[0]


def _moment(line: Property, zones: Zones) -> tuple[datetime, bool]:
    """By clocks in its zone, and whether it is a whole day; ``ValueError`` for neither."""
    day = zones.midnight(line.value)
    found = day or zones.wall(line.value, line.parameters.get("TZID", ""))
    if found is None:
        raise ValueError(line.value)
    return found, day is not None


def _times(event: Part, overridden: list[Property], by: _Reading) -> Iterator[Time]:
    """Every time of an event that may reach into the window."""
    shape = _shape(event, by.zones)
    if event.values("EXRULE"):
        raise ValueError("EXRULE")
    left_out = [one for line in event.values("EXDATE") for one in _each(line)]
    moments, whole = _named([*left_out, *overridden], by.zones)
    zone = shape.begin.tzinfo
    for time in _all(event, shape, by):
        if time.start not in moments and time.start.astimezone(zone).date() not in whole:
            yield time


def _named(dates: Iterable[Property], zones: Zones) -> tuple[set[datetime], set[date]]:
    """The moments and the days that some lines name; what is neither is passed over."""
    moments, whole = set(), set()
    for line in dates:
        try:
            found, is_day = _moment(line, zones)
        except (ValueError, OverflowError):
            continue
        if is_day:
            whole.add(found.date())
        else:
            moments.add(found.astimezone(UTC))
    return moments, whole


def _each(line: Property) -> Iterator[Property]:
    """One line for each of the values of a list."""
    for value in line.value.split(","):
        yield Property(line.name, line.parameters, value.strip())


def _all(event: Part, shape: _Shape, by: _Reading) -> Iterator[Time]:
    rules = event.values("RRULE")
    if not rules:
        yield shape.at(shape.begin)
    for line in rules:
        asked = rule(line.value)
        if asked is None:
            raise ValueError(line.value)
        yield from map(shape.on, _days(asked, shape, by))
    for line in event.values("RDATE"):
        for one in _each(line):
            yield _added(one, shape, by.zones)


def _days(asked: Rule, shape: _Shape, by: _Reading) -> Iterator[date]:
    """The days of a rule on which something may begin that reaches into the window."""
    zone = shape.begin.tzinfo
    reach = max(shape.length, shape.whole_days * _DAY) + _DAY
    since = (by.window.since - reach).astimezone(zone).date()
    until = by.window.until.astimezone(zone).date()
    last = last_day(asked, shape.begin)
    return days(asked, shape.begin.date(), min(last, until) if last else until, since, by.budget)


def _added(line: Property, shape: _Shape, zones: Zones) -> Time:
    """A date added to a rule: a moment, a whole day, or a time of its own."""
    if "/" in line.value:
        begin, end = _period(line, zones)
        return Time(begin, end, shape.soft)
    begin, is_day = _moment(line, zones)
    return shape.on(begin.date()) if is_day else shape.at(begin)


def _period(line: Property, zones: Zones) -> tuple[datetime, datetime]:
    """A PERIOD with its end or its length (RFC 5545 3.3.9)."""
    first, _, second = line.value.partition("/")
    name = line.parameters.get("TZID", "")
    begin, end = zones.wall(first, name), zones.wall(second, name)
    length = lines.length(second)
    if begin is None or (end is None and length is None):
        raise ValueError(line.value)
    start = begin.astimezone(UTC)
    return start, end.astimezone(UTC) if end else start + (length or timedelta())


def _free_busy(part: Part, zones: Zones) -> Iterator[Time]:
    for line in part.values("FREEBUSY"):
        kind = line.parameters.get("FBTYPE", "BUSY").upper()
        if kind == "FREE":
            continue
        for one in _each(line):
            try:
                begin, end = _period(one, zones)
            except (ValueError, OverflowError):
                continue
            yield Time(begin, end, kind == "BUSY-TENTATIVE")
