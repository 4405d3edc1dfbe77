from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import pytest

from core.errors import BadInput
from core.worktime import Workdays
from db.workdays import CountryWorkdays, by_holidays

CHINA = CountryWorkdays("CN")


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@cache
def holidays_of(year: int) -> frozenset[date]:
    return by_holidays("CN", year)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2024-02-04", True),  # Sunday, made up
        ("2024-02-18", True),  # Sunday, made up
        ("2025-01-26", True),  # Sunday, made up
        ("2026-10-10", True),  # Saturday, made up
        ("2026-10-11", False),  # Sunday
        ("2024-02-11", False),  # Sunday within the festival
        ("2024-02-16", False),  # Friday, exchanged for the Sunday after it
        ("2026-10-01", False),
        ("2026-10-09", True),
        ("2024-02-29", True),
    ],
)
def test_R4_3_china_works_its_makeup_days(day: str, working: bool) -> None:
    workdays: Workdays = CHINA
    assert workdays.is_working(date.fromisoformat(day)) is working


def test_R4_3_china_agrees_with_an_independent_calendar_over_all_its_years() -> None:
    last = max(chinese_calendar.holidays).year
    assert last >= 2026
    differing = [
        day
        for day in every_day(date(2004, 1, 1), date(last, 12, 31))
        if (day in holidays_of(day.year)) != chinese_calendar.is_workday(day)
    ]
    # The other calendar omits this one: the State Council's notice for 2006 had that Saturday
    # worked in exchange for Tuesday 3 January.
    assert differing == [date(2005, 12, 31)]
    ours = [day for day in every_day(date(2004, 1, 1), date(last, 12, 31)) if CHINA.is_working(day)]
    theirs = [day for year in range(2004, last + 1) for day in sorted(holidays_of(year))]
    assert ours == theirs


def test_a_year_without_an_announcement_is_owned_up_to() -> None:
    assert [CHINA.announced(year) for year in (2024, 2025, 2026)] == [True, True, True]
    last = max(year for year in range(2000, 2101) if CHINA.announced(year))
    assert not any(CHINA.announced(year) for year in range(last + 1, 2101))
    # The forecast has no weekend worked, which is how one sees that nothing was announced.
    weekend = [
        d for d in every_day(date(last + 1, 1, 1), date(last + 1, 12, 31)) if d.weekday() > 4
    ]
    assert not any(CHINA.is_working(day) for day in weekend)


def test_the_last_announced_year_is_the_last_with_a_working_weekend() -> None:
    working = [d for d in every_day(date(2020, 1, 1), date(2060, 12, 31)) if CHINA.is_working(d)]
    last = max(day.year for day in working if day.weekday() > 4)
    assert CHINA.announced(last)
    assert not CHINA.announced(last + 1)


def test_a_year_without_exchanges_between_years_with_some_was_announced() -> None:
    # Hungary exchanged no day in 2023, but did in 2022 and 2024.
    hungary = CountryWorkdays("HU")
    weekend = [d for d in every_day(date(2023, 1, 1), date(2023, 12, 31)) if d.weekday() > 4]
    assert not any(hungary.is_working(day) for day in weekend)
    assert hungary.announced(2023)


def test_a_country_without_makeup_days_has_nothing_to_announce() -> None:
    germany = CountryWorkdays("DE")
    assert germany.announced(2099)
    assert not germany.is_working(date(2099, 12, 25))
    assert germany.is_working(date(2026, 10, 1))


def test_R4_3_the_organisations_own_exceptions_are_asked_first() -> None:
    festival, makeup, weekday = date(2026, 10, 1), date(2026, 10, 10), date(2026, 10, 13)
    own = CountryWorkdays(
        "CN", extra_working=frozenset({festival}), extra_free=frozenset({makeup, weekday})
    )
    assert [own.is_working(day) for day in (festival, makeup, weekday)] == [True, False, False]
    assert [CHINA.is_working(day) for day in (festival, makeup, weekday)] == [False, True, True]
    # Naming exceptions does not lose the country's own make-up days.
    assert own.is_working(date(2026, 9, 20))


def test_a_day_in_both_exceptions_is_worked() -> None:
    both = frozenset({date(2026, 10, 1)})
    assert CountryWorkdays("CN", extra_working=both, extra_free=both).is_working(date(2026, 10, 1))


def test_an_unknown_country_is_bad_input() -> None:
    nowhere = CountryWorkdays("XX")
    with pytest.raises(BadInput, match='no holiday calendar for the country "XX"') as refused:
        nowhere.is_working(date(2026, 10, 1))
    assert refused.value.field == "country"
    with pytest.raises(BadInput):
        nowhere.announced(2026)


def test_answers_do_not_depend_on_what_was_asked_before_or_by_whom() -> None:
    days = every_day(date(2019, 12, 1), date(2028, 1, 31))
    # Its three-letter name is the same country, asked backwards and by several threads at once.
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(CountryWorkdays("CHN").is_working, reversed(days)))
    assert found[::-1] == [CHINA.is_working(day) for day in days]
