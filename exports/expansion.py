"""The days on which somebody else's rule of repetition holds, within bounds (RFC 5545 3.3.10, I10).

Only whole days are counted, and every day that is looked at is taken from a budget: a rule that
comes more often than daily, or that asks for more than the budget has, is refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from core.messages import N_
from exports.lines import unfit

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = frozenset(
    {
        "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY",
        "BYMONTH", "BYSETPOS",
    }
)  # fmt: skip
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_LAST_YEAR = 9999


class Budget:
    """How many days may yet be looked at for all rules of one file."""

    def __init__(self, left: int) -> None:
        self._left = left

    def spend(self, days: int) -> None:
        """Take some; refuses the file when nothing is left."""
        self._left -= days
        if self._left < 0:
            raise unfit(N_("Its rules of repetition ask for too much. Export fewer months."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An RRULE of which only days are known; numbers below zero count from the end."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    week_start: int = 0
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()


def rule(text: str) -> Rule | None:
    """The rule of an RRULE's value; None for one that cannot be followed by days alone.

    Raises ``BadInput`` for one that comes more often than daily, or never comes to an end.
    """
    parts = dict(part.partition("=")[::2] for part in text.strip().upper().split(";") if part)
    freq = parts.get("FREQ", "")
    if freq in _TOO_OFTEN or "BYSECOND" in parts or "BYMINUTE" in parts:
        raise unfit(N_("It holds something that comes more often than daily."))
    if freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") or not parts.keys() <= _PARTS:
        return None
    try:
        return _rule(freq, parts)
    except (ValueError, OverflowError):
        return None


def _rule(freq: str, parts: dict[str, str]) -> Rule:
    interval = int(parts.get("INTERVAL", "1"))
    if interval < 1:
        raise unfit(N_("It holds a rule of repetition that never moves on."))
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    if count is not None and count < 1:
        raise ValueError(count)
    return Rule(
        freq=freq,
        interval=interval,
        count=count,
        until=parts.get("UNTIL", ""),
        week_start=_WEEKDAYS.index(parts.get("WKST", "MO")),
        weekdays=tuple(_weekday(word) for word in _words(parts, "BYDAY")),
        month_days=_numbers(parts, "BYMONTHDAY", 31),
        year_days=_numbers(parts, "BYYEARDAY", 366),
        months=_numbers(parts, "BYMONTH", 12),
        places=_numbers(parts, "BYSETPOS", 366),
    )


def _words(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _numbers(parts: dict[str, str], name: str, most: int) -> tuple[int, ...]:
    found = tuple(dict.fromkeys(int(word) for word in _words(parts, name)))
    if not all(0 < abs(number) <= most for number in found):
        raise ValueError(name)
    return found


def _weekday(word: str) -> tuple[int, int]:
    found = _DAY.fullmatch(word)
    if not found:
        raise ValueError(word)
    return int(found[1] or 0), _WEEKDAYS.index(found[2])


def days(asked: Rule, first: date, until: date, since: date, budget: Budget) -> Iterator[date]:
    """The days of a rule that begins on *first*, no earlier than *since*, up to *until*.

    The first day is one of them even where it does not fit the rule. A rule without a count is
    entered at *since*, so that one of long ago costs no more than one of today.
    """
    left = asked.count
    counted = left is not None
    if first >= since:
        yield first
    if left is not None:
        left -= 1
    begin = first if counted else max(first, since)
    for period in _periods(asked, first, begin, until):
        budget.spend((period[1] - period[0]).days + 1)
        for day in _placed(asked, sorted(_of_period(asked, first, period))):
            if day > until or left == 0:
                return
            if day <= first:
                continue
            if left is not None:
                left -= 1
            if day >= since:
                yield day


def _periods(asked: Rule, first: date, begin: date, until: date) -> Iterator[tuple[date, date]]:
    """First and last day of each period the rule looks at, from the one that *begin* is in."""
    place = _place(asked, begin) - _place(asked, first)
    place -= place % asked.interval
    while True:
        period = _period(asked, first, place)
        if period is None or period[0] > until:
            return
        yield period
        place += asked.interval


def _place(asked: Rule, day: date) -> int:
    """The number of the period a day is in."""
    if asked.freq == "YEARLY":
        return day.year
    if asked.freq == "MONTHLY":
        return day.year * 12 + day.month - 1
    if asked.freq == "WEEKLY":
        return (day.toordinal() - 1 - asked.week_start) // 7
    return day.toordinal()


def _period(asked: Rule, first: date, place: int) -> tuple[date, date] | None:
    """The period so many behind the one of *first*; None beyond the last year there is."""
    number = _place(asked, first) + place
    if asked.freq in ("YEARLY", "MONTHLY"):
        year, month = (number, 0) if asked.freq == "YEARLY" else divmod(number, 12)
        if year > _LAST_YEAR:
            return None
        last = 12 if asked.freq == "YEARLY" else month + 1
        return date(year, month + 1, 1), date(year, last, monthrange(year, last)[1])
    span = 7 if asked.freq == "WEEKLY" else 1
    begin = number * 7 + 1 + asked.week_start if span == 7 else number
    if begin + span > date.max.toordinal():
        return None
    return date.fromordinal(max(begin, 1)), date.fromordinal(begin + span - 1)


def _of_period(asked: Rule, first: date, period: tuple[date, date]) -> Iterable[date]:
    months, month_days, weekdays = asked.months, asked.month_days, asked.weekdays
    if not (month_days or weekdays or asked.year_days):  # then the first day says which
        if asked.freq == "YEARLY":
            months, month_days = months or (first.month,), (first.day,)
        elif asked.freq == "MONTHLY":
            month_days = (first.day,)
        elif asked.freq == "WEEKLY":
            weekdays = ((0, first.weekday()),)
    by_month = asked.freq == "MONTHLY" or bool(months)
    for ordinal in range(period[0].toordinal(), period[1].toordinal() + 1):
        day = date.fromordinal(ordinal)
        if months and day.month not in months:
            continue
        if month_days and not _numbered(day.day, monthrange(day.year, day.month)[1], month_days):
            continue
        of_year = day.timetuple().tm_yday
        if asked.year_days and not _numbered(of_year, _year(day.year), asked.year_days):
            continue
        if weekdays and not _is_weekday(asked, day, weekdays, by_month):
            continue
        yield day


def _year(year: int) -> int:
    return date(year, 12, 31).timetuple().tm_yday


def _numbered(number: int, most: int, wanted: tuple[int, ...]) -> bool:
    return number in wanted or number - most - 1 in wanted


def _is_weekday(
    asked: Rule, day: date, weekdays: tuple[tuple[int, int], ...], by_month: bool
) -> bool:
    """Whether it is one of the weekdays, or the n-th of its month or year where that is said."""
    if by_month:
        number, most = day.day, monthrange(day.year, day.month)[1]
    else:
        number, most = day.timetuple().tm_yday, _year(day.year)
    from_start, from_end = (number - 1) // 7 + 1, -((most - number) // 7) - 1
    for place, weekday in weekdays:
        if weekday != day.weekday():
            continue
        if not place or asked.freq in ("DAILY", "WEEKLY") or place in (from_start, from_end):
            return True
    return False


def _placed(asked: Rule, found: list[date]) -> list[date]:
    """Those of a period that BYSETPOS leaves."""
    if not asked.places:
        return found
    count = len(found)
    places = {place - 1 if place > 0 else count + place for place in asked.places}
    return [found[place] for place in sorted(places) if 0 <= place < count]


def last_day(asked: Rule, first: datetime) -> date | None:
    """The last day on which the rule may hold by its UNTIL, in the zone of *first*.

    Raises ``ValueError`` where that is no date and no moment.
    """
    text = asked.until
    if not text:
        return None
    if "T" not in text:
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
    zone = UTC if text.endswith("Z") else first.tzinfo
    wall = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    wall = wall.astimezone(first.tzinfo)
    return wall.date() if wall.time() >= first.time() else wall.date() - timedelta(days=1)
