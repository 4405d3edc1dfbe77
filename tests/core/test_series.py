"""When the meetings of a series are held, against an independent expansion (R5.1, C2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import assume, given
from hypothesis import strategies as st

from core.commands.occurrences import with_points
from core.errors import BadInput, Refusal, RuleViolation
from core.model.meeting import Block
from core.model.series import MonthlyOn, Repeat
from core.series import AHEAD, MOST, Rule, ahead, check, said
from core.worktime import exists

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Shanghai")
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
CLOCKS = st.times().map(lambda t: t.replace(second=0, microsecond=0))
WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)


def rule(text: str, zone: str = "Europe/Berlin", **more: Any) -> Rule:
    given: dict[str, Any] = {"repeat": Repeat.WEEKLY, "count": 4}
    return Rule(datetime.fromisoformat(text), ZoneInfo(zone), **(given | more))


def expansion(one: Rule) -> list[datetime]:
    """The same rule's wall-clock times as dateutil says them."""
    until = datetime.combine(one.until, one.first.time()) if one.until else None
    bounds = {"count": one.count} if until is None else {"until": until}
    monthly: dict[str, Any] = {}
    if one.repeat is Repeat.WEEKLY:
        return list(rrule.rrule(rrule.WEEKLY, one.first, **bounds))
    if one.monthly_on is MonthlyOn.WEEKDAY:
        week = (one.first.day - 1) // 7 + 1
        monthly["byweekday"] = WEEKDAYS[one.first.weekday()](-1 if week == 5 else week)
    elif one.on_last_day:
        monthly["bymonthday"] = -1
    return list(rrule.rrule(rrule.MONTHLY, one.first, **bounds, **monthly))


@given(DAYS, CLOCKS, st.sampled_from(ZONES), st.sampled_from(Repeat), st.sampled_from(MonthlyOn),
       st.integers(1, MOST), st.integers(0, 900), st.booleans())  # fmt: skip
def test_R5_1_a_series_is_what_another_expansion_says(
    day: date, clock: time, zone: str, repeat: Repeat, on: MonthlyOn, count: int, days: int,
    by_count: bool,
) -> None:  # fmt: skip
    repeat = Repeat.MONTHLY if repeat is Repeat.ONCE else repeat
    bound: dict[str, Any] = {"count": count} if by_count else {"until": day + timedelta(days=days)}
    one = Rule(datetime.combine(day, clock), ZoneInfo(zone), repeat, on, **bound)
    assume(repeat is Repeat.WEEKLY or on is MonthlyOn.WEEKDAY or day.day < 29 or one.on_last_day)
    assert list(one.walls()) == expansion(one)[:MOST]
    for wall, start in zip(one.walls(), one.starts(), strict=True):
        local = start.astimezone(one.zone)
        if exists(wall, one.zone):
            assert local.replace(tzinfo=None) == wall
            assert local.fold == 0


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("Europe/Berlin", "2027-03-23 10:00", [9, 8]),
        ("Europe/Berlin", "2027-10-26 10:00", [8, 9]),
        ("America/New_York", "2027-03-09 10:00", [15, 14]),
        ("Australia/Sydney", "2027-03-30 10:00", [23, 0]),
        ("Asia/Shanghai", "2027-03-23 10:00", [2, 2]),
    ],
)
def test_C2_the_clock_on_the_wall_stays_over_a_change(zone: str, day: str, utc: list[int]) -> None:
    starts = list(rule(day, zone, count=2).starts())
    assert [start.hour for start in starts] == utc
    assert {start.tzinfo for start in starts} == {UTC}


def days(one: Rule) -> list[str]:
    return [f"{day:%m-%d}" for day in one.days()]


def test_R5_short_months_have_their_last_day() -> None:
    monthly = {"repeat": Repeat.MONTHLY, "monthly_on": MonthlyOn.DAY}
    assert days(rule("2027-01-31 10:00", **monthly)) == ["01-31", "02-28", "03-31", "04-30"]
    assert days(rule("2027-11-30 10:00", **monthly)) == ["11-30", "12-31", "01-31", "02-29"]
    assert days(rule("2027-02-28 10:00", **monthly)) == ["02-28", "03-28", "04-28", "05-28"]
    for day in ("2027-01-29", "2027-01-30"):
        one = rule(f"{day} 10:00", **monthly)
        with pytest.raises(RuleViolation, match="Not every month has a day") as refused:
            check(one, one.moment(one.first))
        assert refused.value.field == "monthly_on"
    assert days(rule("2027-01-10 10:00", **monthly)) == ["01-10", "02-10", "03-10", "04-10"]


def test_R1_a_month_is_counted_in_weekdays_and_a_fifth_is_the_last() -> None:
    monthly = {"repeat": Repeat.MONTHLY}
    assert days(rule("2027-01-12 10:00", **monthly)) == ["01-12", "02-09", "03-09", "04-13"]
    assert days(rule("2027-01-29 10:00", **monthly)) == ["01-29", "02-26", "03-26", "04-30"]


@pytest.mark.parametrize(
    ("bounds", "kind", "field", "says"),
    [
        ({"count": 0}, RuleViolation, "count", "from 1 to 260 meetings, not 0"),
        ({"count": -3}, RuleViolation, "count", "not -3"),
        ({"count": 10_000}, RuleViolation, "count", "not 10000"),
        ({"count": None, "until": date(2027, 3, 22)}, RuleViolation, "until", "before it begins"),
        ({"count": None, "until": date(2100, 1, 1)}, RuleViolation, "until", "more than 259"),
        ({"count": 3, "until": date(2027, 5, 1)}, BadInput, "until", "not both"),
    ],
)
def test_R4_a_series_is_bounded_in_one_way(
    bounds: dict[str, Any], kind: type[Refusal], field: str, says: str
) -> None:
    one = rule("2027-03-23 10:00", **bounds)
    with pytest.raises(kind, match=says) as refused:
        check(one, one.moment(one.first))
    assert refused.value.field == field


def test_E6_a_time_that_clocks_leave_out_later_is_refused_with_its_day() -> None:
    one = rule("2027-03-07 02:30")  # three weeks before the change
    with pytest.raises(RuleViolation, match="no 02:30 on 2027-03-28 in Europe/Berlin") as refused:
        check(one, one.moment(one.first))
    assert refused.value.field == "start"
    early = rule("2027-03-07 02:30", count=3)
    check(early, early.moment(early.first))


def test_E6_a_start_shown_for_the_second_time_is_refused_and_a_later_one_is_the_first() -> None:
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    one = rule("2027-10-31 02:30")
    with pytest.raises(RuleViolation, match="show 02:30 twice on 2027-10-31"):
        check(one, second)
    check(one, second - timedelta(hours=1))
    before = rule("2027-10-24 02:30", count=2)
    assert list(before.starts())[1] == second - timedelta(hours=1)


@given(DAYS, st.integers(0, 400), st.integers(1, MOST), st.sampled_from(Repeat))
def test_what_is_made_ahead_is_all_that_comes_soon_and_always_one(
    day: date, later: int, count: int, repeat: Repeat
) -> None:
    repeat = Repeat.WEEKLY if repeat is Repeat.ONCE else repeat
    one = Rule(datetime.combine(day, datetime.min.time()), ZoneInfo("UTC"), repeat, count=count)
    now = one.moment(one.first) + timedelta(days=later)
    made = ahead(one, now, frozenset())
    coming = [start for start in one.starts() if start > now]
    soon = [start for start in coming if start <= now + AHEAD]
    assert made == (soon or coming[:1])
    assert ahead(one, now, frozenset(made)) == []


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (rule("2027-01-12 14:00"), "every Tuesday at 14:00, 4 times"),
        (rule("2027-01-12 14:00", repeat=Repeat.MONTHLY),
         "on Tuesday no. 2 of each month at 14:00, 4 times"),
        (rule("2027-01-29 14:00", repeat=Repeat.MONTHLY),
         "on the last Friday of each month at 14:00, 4 times"),
        (rule("2027-01-12 14:00", repeat=Repeat.MONTHLY, monthly_on=MonthlyOn.DAY, count=None,
              until=date(2027, 5, 1)), "on day 12 of each month at 14:00, until 2027-05-01"),
        (rule("2027-01-31 14:00", repeat=Repeat.MONTHLY, monthly_on=MonthlyOn.DAY),
         "on the last day of each month at 14:00, 4 times"),
    ],
)  # fmt: skip
def test_the_rule_is_said_in_words(one: Rule, words: str) -> None:
    assert str(said(one)) == words


BLOCKS = st.lists(st.integers(1, 60), min_size=1, max_size=6).map(
    lambda minutes: tuple(Block(name=f"B{n}", minutes=m) for n, m in enumerate(minutes))
)


@given(BLOCKS, st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=9))
def test_R5_2_open_points_come_first_and_take_no_time_of_their_own(
    blocks: tuple[Block, ...], points: list[str]
) -> None:
    found = with_points(blocks, points, "Carried over")
    assert found[0].name == "Carried over"
    assert all(point in found[0].question for point in points)
    assert all(block.minutes >= 1 for block in found)
    longer = sum(b.minutes for b in found) - sum(b.minutes for b in blocks)
    assert longer == (1 if max(b.minutes for b in blocks) < 2 else 0)
    again = with_points(found, points, "Carried over")
    assert (len(again), again[1:]) == (len(found), found[1:])
