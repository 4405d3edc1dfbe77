from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.policy import Hours, Span, Unit
from core.worktime import ClockState, WorkTime, clock_state, exists, humane
from db.workdays import CountryWorkdays

MINUTES, HOURS, DAYS, WORKING_DAYS = Unit
ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/New_York",
    "Asia/Kathmandu",
]
# Days on which clocks are changed in one of these zones, and Apia's day that never was.
CHANGES = [
    date(2024, 3, 10),
    date(2024, 3, 31),
    date(2024, 4, 7),
    date(2024, 10, 6),
    date(2024, 10, 27),
    date(2024, 11, 3),
    date(2011, 12, 30),
    date(2011, 12, 31),
    date(2012, 4, 1),
]


@dataclass(frozen=True)
class Weekdays:
    """Monday to Friday, everywhere and always."""

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5

    def announced(self, year: int) -> bool:
        return True

    def occasion(self, day: date) -> None:
        return None


def china(hours: Hours = "clock") -> WorkTime:
    return WorkTime(ZoneInfo("Asia/Shanghai"), CountryWorkdays("CN"), hours=hours)


def plain(zone: str, hours: Hours = "clock") -> WorkTime:
    return WorkTime(ZoneInfo(zone), Weekdays(), hours=hours)


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        # Friday before the working Sunday of 4 February 2024.
        ("2024-02-02 10:00", Span(1, WORKING_DAYS), "2024-02-04 18:00"),
        ("2024-02-02 10:00", Span(2, WORKING_DAYS), "2024-02-05 18:00"),
        # Over the Spring Festival to the working Sunday of 18 February.
        ("2024-02-09 17:59", Span(1, WORKING_DAYS), "2024-02-18 18:00"),
        ("2024-02-09 17:59", Span(5, WORKING_DAYS), "2024-02-22 18:00"),
        # Sunday 26 January 2025 is worked, 28 January to 4 February are not.
        ("2025-01-24 09:00", Span(3, WORKING_DAYS), "2025-02-05 18:00"),
        # Saturday 10 October 2026 makes up for the National Day week.
        ("2026-10-09 23:59", Span(1, WORKING_DAYS), "2026-10-10 18:00"),
        ("2026-10-09 23:59", Span(2, WORKING_DAYS), "2026-10-12 18:00"),
        # The day itself never counts, not even a day off or the hours before opening.
        ("2026-10-11 00:00", Span(1, WORKING_DAYS), "2026-10-12 18:00"),
        ("2026-10-12 00:00", Span(1, WORKING_DAYS), "2026-10-13 18:00"),
    ],
)
def test_R4_3_working_days_skip_holidays_and_count_makeup_days(
    start: str, span: Span, due: str
) -> None:
    assert china().due(beijing(start), span) == beijing(due)


@pytest.mark.parametrize(
    ("span", "due"),
    [
        (Span(30, MINUTES), "2024-02-09 18:00"),
        (Span(24, HOURS), "2024-02-10 17:30"),
        (Span(48, HOURS), "2024-02-11 17:30"),
        (Span(2, DAYS), "2024-02-11 17:30"),
    ],
)
def test_R4_3_minutes_hours_and_days_are_elapsed_time(span: Span, due: str) -> None:
    assert china().due(beijing("2024-02-09 17:30"), span) == beijing(due)


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        ("2024-02-09 17:30", Span(30, MINUTES), "2024-02-09 18:00"),
        ("2024-02-09 23:30", Span(30, MINUTES), "2024-02-10 00:00"),
        ("2024-02-09 17:30", Span(2, DAYS), "2024-02-11 17:30"),
        ("2024-02-09 17:30", Span(2, HOURS), "2024-02-18 10:30"),
        ("2024-02-08 09:00", Span(9, HOURS), "2024-02-08 18:00"),
        ("2024-02-08 18:00", Span(9, HOURS), "2024-02-09 18:00"),
        ("2024-02-09 03:00", Span(1, HOURS), "2024-02-09 10:00"),
        ("2024-02-03 12:00", Span(24, HOURS), "2024-02-06 15:00"),
    ],
)
def test_R4_3_working_hours_count_between_opening_and_closing_only(
    start: str, span: Span, due: str
) -> None:
    assert china("working").due(beijing(start), span) == beijing(due)


EARLIEST = datetime(2006, 1, 2, tzinfo=UTC)
LATEST = datetime(2026, 11, 1, tzinfo=UTC)
moments = st.integers(int(EARLIEST.timestamp()), int(LATEST.timestamp())).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


@given(start=moments, days=st.integers(1, 20))
def test_R4_3_working_days_against_a_count_by_another_calendar(start: datetime, days: int) -> None:
    day = (start + timedelta(hours=8)).date()
    left = days
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    assert china().due(start, Span(days, WORKING_DAYS)) == beijing(f"{day} 18:00")


@settings(max_examples=60)
@given(start=moments, hours=st.integers(1, 60))
def test_R4_3_working_hours_against_a_count_minute_by_minute(start: datetime, hours: int) -> None:
    start = start.replace(second=0)
    wall = start.replace(tzinfo=None) + timedelta(hours=8)
    left = hours * 60
    while left:
        if 9 <= wall.hour < 18 and chinese_calendar.is_workday(wall.date()):
            left -= 1
            wall += timedelta(minutes=1)
        elif wall.minute:
            wall += timedelta(minutes=1)
        else:
            wall += timedelta(hours=1)
    assert china("working").due(start, Span(hours, HOURS)) == beijing(str(wall))


@given(day=st.dates(date(2006, 1, 1), date(2026, 9, 1)), n=st.integers(1, 30))
def test_R4_3_back_by_as_many_working_days_is_where_one_began(day: date, n: int) -> None:
    worktime = china()
    there = worktime.next_working_day(day, n)
    assert worktime.works(there)
    assert worktime.previous_working_day(there, n) <= day
    assert worktime.next_working_day(worktime.previous_working_day(there, n), n) == there


@pytest.mark.parametrize(
    ("zone", "start", "span", "due"),
    [
        # Over a change of clocks hours are elapsed, and business still closes at six.
        ("Europe/Berlin", "2024-03-30T12:00+01:00", Span(24, HOURS), "2024-03-31T13:00+02:00"),
        ("Europe/Berlin", "2024-10-26T12:00+02:00", Span(24, HOURS), "2024-10-27T11:00+01:00"),
        (
            "Europe/Berlin",
            "2024-03-29T12:00+01:00",
            Span(1, WORKING_DAYS),
            "2024-04-01T18:00+02:00",
        ),
        (
            "Europe/Berlin",
            "2024-10-25T12:00+02:00",
            Span(1, WORKING_DAYS),
            "2024-10-28T18:00+01:00",
        ),
        (
            "Australia/Lord_Howe",
            "2024-10-04T12:00+10:30",
            Span(1, WORKING_DAYS),
            "2024-10-07T18:00+11:00",
        ),
        (
            "Australia/Lord_Howe",
            "2024-04-06T12:00+11:00",
            Span(24, HOURS),
            "2024-04-07T11:30+10:30",
        ),
        # Apia had no Friday 30 December 2011: the next working day was Monday.
        ("Pacific/Apia", "2011-12-29T12:00-10:00", Span(1, WORKING_DAYS), "2012-01-02T18:00+14:00"),
        ("Pacific/Apia", "2011-12-29T12:00-10:00", Span(24, HOURS), "2011-12-31T12:00+14:00"),
    ],
)
def test_C2_spans_over_a_change_of_clocks(zone: str, start: str, span: Span, due: str) -> None:
    found = plain(zone).due(datetime.fromisoformat(start), span)
    assert found == datetime.fromisoformat(due)
    assert found.tzinfo is UTC


def test_C2_no_working_hour_passes_on_a_day_that_never_was() -> None:
    due = plain("Pacific/Apia", "working").due(
        datetime.fromisoformat("2011-12-29T17:00-10:00"), Span(2, HOURS)
    )
    assert due == datetime.fromisoformat("2012-01-02T10:00+14:00")


@pytest.mark.parametrize(
    ("zone", "wall", "moment"),
    [
        ("Europe/Berlin", "2024-03-31 01:59", "2024-03-31T01:59+01:00"),
        ("Europe/Berlin", "2024-03-31 02:00", "2024-03-31T03:00+02:00"),
        ("Europe/Berlin", "2024-03-31 02:59:59", "2024-03-31T03:00+02:00"),
        ("Europe/Berlin", "2024-10-27 02:30", "2024-10-27T02:30+02:00"),
        ("Australia/Lord_Howe", "2024-10-06 02:15", "2024-10-06T02:30+11:00"),
        ("Australia/Lord_Howe", "2024-04-07 01:45", "2024-04-07T01:45+11:00"),
        ("Pacific/Apia", "2011-12-30 17:00", "2011-12-31T00:00+14:00"),
        ("Asia/Shanghai", "2024-02-29 17:00", "2024-02-29T17:00+08:00"),
    ],
)
def test_C2_a_time_in_a_gap_moves_to_its_end_and_a_double_one_is_the_first(
    zone: str, wall: str, moment: str
) -> None:
    day, clock = datetime.fromisoformat(wall).date(), datetime.fromisoformat(wall).time()
    assert plain(zone).at(day, clock) == datetime.fromisoformat(moment)


@settings(max_examples=80)
@given(
    zone=st.sampled_from(ZONES),
    day=st.sampled_from(CHANGES) | st.dates(date(2000, 1, 2), date(2100, 12, 30)),
    minute=st.integers(0, 24 * 60 - 1),
)
def test_C2_at_is_the_first_moment_whose_clocks_show_that_time_or_later(
    zone: str, day: date, minute: int
) -> None:
    clock = time(*divmod(minute, 60))
    wall = datetime.combine(day, clock)
    moment = wall.replace(tzinfo=UTC) - timedelta(hours=15)
    while moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wall:
        moment += timedelta(minutes=1)
    assert plain(zone).at(day, clock) == moment


@given(zone=st.sampled_from(ZONES), moment=moments)
def test_C2_every_moment_exists_on_its_own_clocks(zone: str, moment: datetime) -> None:
    local = plain(zone).local(moment)
    assert exists(local.replace(tzinfo=None), ZoneInfo(zone))
    assert plain(zone).day(moment) == local.date()
    # Not ``local == moment``: Python calls moments of an hour that occurs twice unequal (PEP 495).
    assert local.astimezone(UTC) == moment


@given(zone=st.sampled_from(ZONES), start=moments, amount=st.integers(1, 40))
def test_R4_3_a_longer_span_never_ends_earlier(zone: str, start: datetime, amount: int) -> None:
    for hours in ("clock", "working"):
        worktime = plain(zone, hours)
        for unit in Unit:
            first, second = (worktime.due(start, Span(n, unit)) for n in (amount, amount + 1))
            assert start < first < second


def test_naive_moments_are_refused() -> None:
    naive = datetime(2024, 2, 2, 10)  # noqa: DTZ001
    for call in (china().local, china().day, lambda m: china().due(m, Span(1, HOURS))):
        with pytest.raises(ValueError, match="time zone"):
            call(naive)


@pytest.mark.parametrize(("opens", "closes"), [(time(9), time(9)), (time(18), time(9))])
def test_a_working_day_must_close_after_it_opens(opens: time, closes: time) -> None:
    with pytest.raises(BadInput, match="close after it opens"):
        WorkTime(ZoneInfo("Asia/Shanghai"), Weekdays(), opens, closes)


@pytest.mark.parametrize(
    "zone", ["Asia/Beijing", "America", "../etc", "", "/etc/passwd", "\0", "pm"]
)
def test_C2_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(BadInput, match="no time zone called") as refused:
        WorkTime.require_zone(zone)
    assert refused.value.field == "zone"


def test_C2_zones_are_found_by_name() -> None:
    assert WorkTime.require_zone("Europe/Berlin") == ZoneInfo("Europe/Berlin")


DUE = datetime(2024, 2, 2, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("done", "now", "state"),
    [
        (None, DUE - timedelta(hours=4), ClockState.RUNNING),
        (None, DUE - timedelta(hours=4) + SECOND, ClockState.SOON),
        (None, DUE, ClockState.SOON),
        (None, DUE + SECOND, ClockState.OVERDUE),
        (DUE, DUE + timedelta(days=9), ClockState.DONE_IN_TIME),
        (DUE + SECOND, DUE + timedelta(days=9), ClockState.DONE_LATE),
    ],
)
def test_a_clock_is_in_time_up_to_its_last_moment(
    done: datetime | None, now: datetime, state: ClockState
) -> None:
    assert clock_state(DUE, done, now) is state


@pytest.mark.parametrize(
    ("delta", "said"),
    [
        (timedelta(seconds=59), "under 1 min"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=25, seconds=59), "25 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=4, minutes=20), "4 h 20 min"),
        (timedelta(hours=23, minutes=59), "23 h 59 min"),
        (timedelta(days=1, minutes=59), "1 d"),
        (timedelta(days=3, hours=4, minutes=5), "3 d 4 h"),
        (-timedelta(days=3, hours=4, minutes=5), "3 d 4 h"),
        (-timedelta(seconds=59), "under 1 min"),
    ],
)
def test_a_length_of_time_is_said_in_two_units(delta: timedelta, said: str) -> None:
    assert str(humane(delta)) == said
