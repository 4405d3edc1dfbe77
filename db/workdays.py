"""Working days of a country, make-up days included, and the organisation's own exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from core.dates import FIRST_YEAR, LAST_YEAR
from core.errors import BadInput
from core.messages import N_, Message

if TYPE_CHECKING:
    from holidays import HolidayBase

CHINA = frozenset({"CN", "CHN"})
OCCASIONS = {
    one.text: one
    for one in (
        N_("New Year's Day"),
        N_("Spring Festival"),
        N_("Tomb-sweeping Day"),
        N_("Labour Day"),
        N_("Dragon Boat Festival"),
        N_("National Day"),
        N_("Mid-autumn Festival"),
    )
}
CHINA_FROM = 2006  # the State Council's notices as ``chinesecalendar`` has them, without a gap


def _calendar(country: str, *years: int) -> HolidayBase:
    # Imported here because it costs 40 ms and more; a fresh object each time because the library
    # marks a year as known before it has filled it in, which a second thread could see.
    from holidays import country_holidays

    try:
        return country_holidays(country, years=years)
    except NotImplementedError:
        raise BadInput(
            N_('There is no holiday calendar for the country "{country}".', country=country),
            field="country",
            hint=N_("Give its two-letter code, for example: CN, DE, US."),
        ) from None


def _days_of(year: int) -> Iterator[date]:
    new_year = date(year, 1, 1)
    return (new_year + timedelta(days=n) for n in range((date(year, 12, 31) - new_year).days + 1))


def by_holidays(country: str, year: int) -> frozenset[date]:
    """The working days of a year as the ``holidays`` library has them, for any country."""
    calendar = _calendar(country, year)
    return frozenset(day for day in _days_of(year) if calendar.is_working_day(day))


@lru_cache(maxsize=256)
def _working_days(country: str, year: int) -> frozenset[date]:
    if country in CHINA and CHINA_FROM <= year <= _last_announced(country):
        # The same days (a test compares them) for a fiftieth of the memory of a session.
        from chinese_calendar import is_workday

        return frozenset(day for day in _days_of(year) if is_workday(day))
    return by_holidays(country, year)


@lru_cache(maxsize=16)
def _last_announced(country: str) -> int:
    if country in CHINA:
        from chinese_calendar import workdays

        return int(max(workdays).year)
    # No country tells the year of its last announcement; the last make-up day known does. Where a
    # country never had one there is nothing to wait for.
    calendar = _calendar(country, *range(FIRST_YEAR, LAST_YEAR + 1))
    return max((day.year for day in calendar.weekend_workdays), default=LAST_YEAR)


@dataclass(frozen=True, slots=True)
class CountryWorkdays:
    """Fulfils ``core.worktime.Workdays``; the organisation's exceptions are asked first (R4.3).

    A day named in both exceptions is worked. A country nobody keeps a calendar for raises
    BadInput at the first question.
    """

    country: str = "CN"
    extra_working: frozenset[date] = frozenset()
    extra_free: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        if day in self.extra_working:
            return True
        return day not in self.extra_free and day in _working_days(self.country, day.year)

    def announced(self, year: int) -> bool:
        return year <= _last_announced(self.country)

    def occasion(self, day: date) -> Message | None:
        if day in self.extra_working or day in self.extra_free:
            return None
        if self.country in CHINA and CHINA_FROM <= day.year <= _last_announced(self.country):
            from chinese_calendar import get_holiday_detail

            name = get_holiday_detail(day)[1] or ""
        else:
            calendar = _calendar(self.country, day.year)
            name = "; ".join(n for n in calendar.get_list(day) if n)
        return OCCASIONS.get(name) or (Message("{name}", {"name": name}) if name else None)
