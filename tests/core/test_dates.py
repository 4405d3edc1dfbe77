from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import parse_day, parse_moment
from core.errors import BadInput
from core.worktime import WorkTime
from db.workdays import CountryWorkdays

CHINA = CountryWorkdays("CN")
# A Thursday; 01:30 of Friday 20 November in Shanghai.
NOW = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)


def worktime(zone: str = "Asia/Shanghai") -> WorkTime:
    return WorkTime(ZoneInfo(zone), CHINA)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-24", "2026-11-24"),
        ("2026/11/24", "2026-11-24"),
        ("2026.11.24", "2026-11-24"),
        ("2026-1-4", "2026-01-04"),
        ("2026年11月24日", "2026-11-24"),
        ("2026 年 11 月 24 日", "2026-11-24"),
        ("11-24", "2026-11-24"),
        ("11/24", "2026-11-24"),
        ("11月24日", "2026-11-24"),
        ("11月24号", "2026-11-24"),
        ("11月24", "2026-11-24"),
        ("１１／２４", "2026-11-24"),
        ("２０２６－１１－２４", "2026-11-24"),
        ("11–24", "2026-11-24"),
        # Without a year: the next one, today included.
        ("11-20", "2026-11-20"),
        ("11-19", "2027-11-19"),
        ("5-20", "2027-05-20"),
        ("5/20", "2027-05-20"),
        ("2-29", "2028-02-29"),
        # Weekdays: the next one, today included.
        ("fri", "2026-11-20"),
        ("Friday", "2026-11-20"),
        ("ＦＲＩ", "2026-11-20"),
        ("sat", "2026-11-21"),
        ("thurs", "2026-11-26"),
        ("周五", "2026-11-20"),
        ("週五", "2026-11-20"),
        ("星期四", "2026-11-26"),
        ("礼拜天", "2026-11-22"),
        ("周日", "2026-11-22"),
        # Weeks begin on Monday.
        ("this wed", "2026-11-18"),
        ("本周三", "2026-11-18"),
        ("这周日", "2026-11-22"),
        ("next wed", "2026-11-25"),
        ("NEXT  Wednesday", "2026-11-25"),
        ("next fri", "2026-11-27"),
        ("下周三", "2026-11-25"),
        ("下个星期三", "2026-11-25"),
        ("下下周三", "2026-12-02"),
        # From today on.
        ("today", "2026-11-20"),
        ("Tomorrow", "2026-11-21"),
        ("今天", "2026-11-20"),
        ("明天", "2026-11-21"),
        (" 明天　", "2026-11-21"),
        ("后天", "2026-11-22"),
        ("後天", "2026-11-22"),
        ("大后天", "2026-11-23"),
        ("+3d", "2026-11-23"),
        ("3d", "2026-11-23"),
        ("＋３ｄ", "2026-11-23"),
        ("+0d", "2026-11-20"),
        ("3天后", "2026-11-23"),
        ("+2w", "2026-12-04"),
        ("2周后", "2026-12-04"),
        ("1wd", "2026-11-23"),
        ("2wd", "2026-11-24"),
        ("+2 wd", "2026-11-24"),
        ("2个工作日", "2026-11-24"),
        ("2个工作日后", "2026-11-24"),
        # The window's own ends.
        ("2000-01-01", "2000-01-01"),
        ("2100-12-31", "2100-12-31"),
    ],
)
def test_a_day_may_be_typed_as_people_type_it(typed: str, day: str) -> None:
    assert parse_day(typed, FRIDAY, CHINA).isoformat() == day


def test_R4_3_typed_working_days_count_a_makeup_saturday() -> None:
    assert parse_day("1wd", date(2026, 10, 9), CHINA) == date(2026, 10, 10)
    assert parse_day("2wd", date(2024, 2, 2), CHINA) == date(2024, 2, 5)


def test_C6_the_leap_day_after_2096_lies_outside_the_window() -> None:
    with pytest.raises(BadInput, match="between 2000 and 2100"):
        parse_day("2-29", date(2096, 3, 1), CHINA)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "is not a date"),
        ("   ", "is not a date"),
        ("soon", "is not a date"),
        ("尽快", "is not a date"),
        ("next week", "is not a date"),
        ("下周", "is not a date"),
        ("next", "is not a date"),
        ("mo", "is not a date"),
        ("fridays", "is not a date"),
        ("frid4y", "is not a date"),
        ("26-11-24", "is not a date"),
        ("2026-W47", "is not a date"),
        ("2026-11-24 14:00", "is not a date"),
        ("2026-11-24-1", "is not a date"),
        ("+3x", "is not a date"),
        ("-3d", "is not a date"),
        ("+1000d", "is not a date"),
        ("١١-٢٤", "is not a date"),
        ("2026-02-30", "no such day"),
        ("2027-2-29", "no such day"),
        ("2-30", "no such day"),
        ("20/5", "no such day"),
        ("0-1", "no such day"),
        ("2026-00-00", "no such day"),
        ("0001-01-01", "between 2000 and 2100"),
        ("9999-12-31", "between 2000 and 2100"),
        ("1999-12-31", "between 2000 and 2100"),
        ("2101-01-01", "between 2000 and 2100"),
    ],
)
def test_C6_anything_else_is_refused_with_its_reason_and_examples(typed: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refused:
        parse_day(typed, FRIDAY, CHINA)
    assert f'"{" ".join(typed.split())}"' in str(refused.value)
    assert "+3d" in str(refused.value.hint)


def test_C6_days_ahead_do_not_lead_out_of_the_window() -> None:
    with pytest.raises(BadInput, match="between 2000 and 2100"):
        parse_day("+1d", date(2100, 12, 31), CHINA)


def test_a_long_text_is_quoted_in_short() -> None:
    with pytest.raises(BadInput) as refused:
        parse_day("ﷺ\n" * 100_000, FRIDAY, CHINA)
    assert str(refused.value) == '"' + "ﷺ " * 19 + 'ﷺ…" is not a date.'


def test_a_day_behind_much_white_space_is_read_to_its_end() -> None:
    assert parse_day(" " * 5_000 + "fri", FRIDAY, CHINA) == FRIDAY
    with pytest.raises(BadInput):
        parse_day("fri" + " " * 5_000 + "13", FRIDAY, CHINA)


@given(st.text() | st.from_regex(r"[-+0-9a-z:/. 年月日周下天後Ｔ]{1,20}"))
def test_any_text_is_a_day_within_the_window_or_bad_input(text: str) -> None:
    with suppress(BadInput):
        assert 2000 <= parse_day(text, FRIDAY, CHINA).year <= 2100
    with suppress(BadInput):
        assert parse_moment(text, NOW, worktime()).tzinfo is UTC


@given(day=st.dates(date(2000, 1, 1), date(2100, 12, 31)), today=st.dates(FRIDAY, date(2090, 1, 1)))
def test_a_written_day_is_read_back(day: date, today: date) -> None:
    for typed in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y/%m/%d}"):
        assert parse_day(typed, today, CHINA) == day
    short = parse_day(f"{day.month}-{day.day}", today, CHINA)
    assert (short.month, short.day) == (day.month, day.day)
    # A leap day may be eight years away, any other day is at most one.
    limit = 8 * 366 if (day.month, day.day) == (2, 29) else 366
    assert timedelta() <= short - today < timedelta(days=limit)


@given(today=st.dates(date(2000, 1, 1), date(2100, 12, 1)), wanted=st.integers(0, 6))
def test_weekdays_agree_in_both_languages_and_with_the_calendar(today: date, wanted: int) -> None:
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[wanted]
    sign = "一二三四五六日"[wanted]
    day = parse_day(name, today, CHINA)
    assert day == parse_day("周" + sign, today, CHINA)
    assert day.weekday() == wanted
    assert 0 <= (day - today).days <= 6
    later = parse_day(f"next {name}", today, CHINA)
    assert later == parse_day("下周" + sign, today, CHINA)
    assert later.isocalendar()[:2] == (today + timedelta(weeks=1)).isocalendar()[:2]
    assert later.weekday() == wanted


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-24 14:00", "2026-11-24T14:00+08:00"),
        ("2026-11-24T14:00", "2026-11-24T14:00+08:00"),
        ("2026-11-24t14:00:05", "2026-11-24T14:00:05+08:00"),
        ("2026-11-24T14:00+08:00", "2026-11-24T14:00+08:00"),
        ("2026-11-24T14:00-0330", "2026-11-24T14:00-03:30"),
        ("2026-11-24 14:00 +01:00", "2026-11-24T14:00+01:00"),
        ("2026-11-24T14:00Z", "2026-11-24T14:00+00:00"),
        ("2026-11-24T14:00:05.123456z", "2026-11-24T14:00:05+00:00"),
        ("2026-11-24 14:00 Europe/Berlin", "2026-11-24T14:00+01:00"),
        ("2026-7-1 14:00 Europe/Berlin", "2026-07-01T14:00+02:00"),
        ("2026-11-24 14:00 UTC", "2026-11-24T14:00+00:00"),
        ("2026-11-24 14:00 America/Argentina/Ushuaia", "2026-11-24T14:00-03:00"),
        ("2026-11-24 14:00 Etc/GMT+8", "2026-11-24T14:00-08:00"),
        ("fri 14:00", "2026-11-20T14:00+08:00"),
        ("sat14:00", "2026-11-21T14:00+08:00"),
        ("明天 9:30", "2026-11-21T09:30+08:00"),
        ("明天9:30", "2026-11-21T09:30+08:00"),
        ("明天　９：３０", "2026-11-21T09:30+08:00"),
        ("下周三 14:00", "2026-11-25T14:00+08:00"),
        ("11月24日14:00", "2026-11-24T14:00+08:00"),
        ("11-24 9:05", "2026-11-24T09:05+08:00"),
        ("+3d 14:00", "2026-11-23T14:00+08:00"),
        ("2wd 14:00", "2026-11-24T14:00+08:00"),
        ("14:00", "2026-11-20T14:00+08:00"),
        ("0:00", "2026-11-20T00:00+08:00"),
        ("23:59", "2026-11-20T23:59+08:00"),
        # "today" and "tomorrow" are the organisation's, whatever zone follows.
        ("today 14:00 America/New_York", "2026-11-20T14:00-05:00"),
        ("tomorrow 9:00 UTC", "2026-11-21T09:00+00:00"),
    ],
)
def test_a_moment_may_be_typed_as_people_type_it(typed: str, moment: str) -> None:
    found = parse_moment(typed, NOW, worktime())
    assert found == datetime.fromisoformat(moment)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "not a day with a time"),
        ("fri", "not a day with a time"),
        ("2026-11-24", "not a day with a time"),
        ("14", "not a day with a time"),
        ("fri 14.00", "not a day with a time"),
        ("5-201:30", "not a day with a time"),
        ("fri 14:0", "not a day with a time"),
        ("fri 14:00+24:00", "not a date"),
        ("fri 14:00 14:00", "not a date"),
        ("soon 14:00", "not a date"),
        ("下午 2:30", "not a date"),
        ("2026-02-30 14:00", "no such day"),
        ("9999-12-31T23:59-08:00", "between 2000 and 2100"),
        ("0001-01-01T00:00+08:00", "between 2000 and 2100"),
        ("2000-01-01T00:00+14:00", "between 2000 and 2100"),
        ("2100-12-31T20:00-08:00", "between 2000 and 2100"),
        ("fri 24:00", "no time of day"),
        ("fri 14:60", "no time of day"),
        ("2026-12-31T23:59:60Z", "no time of day"),
        ("fri 2:30 pm", 'no time zone called "pm"'),
        ("fri 14:00 Europe/Atlantis", 'no time zone called "Europe/Atlantis"'),
        ("fri 14:00 America", 'no time zone called "America"'),
        ("fri 14:00 America/Argentina", 'no time zone called "America/Argentina"'),
    ],
)
def test_any_other_moment_is_refused_with_its_reason_and_a_hint(typed: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refused:
        parse_moment(typed, NOW, worktime())
    assert refused.value.hint is not None


@pytest.mark.parametrize(
    ("zone", "typed", "why"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "no 02:30 on 2026-03-29 in Europe/Berlin"),
        ("Asia/Shanghai", "2026-03-29 02:00 Europe/Berlin", "no 02:00 on 2026-03-29 in Europe"),
        ("Australia/Lord_Howe", "2026-10-04 02:29", "no 02:29 on 2026-10-04"),
        ("Pacific/Apia", "2011-12-30 12:00", "no 12:00 on 2011-12-30"),
    ],
)
def test_C2_a_time_that_clocks_leave_out_is_refused(zone: str, typed: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        parse_moment(typed, NOW, worktime(zone))


@pytest.mark.parametrize(
    ("zone", "typed", "moment"),
    [
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T02:30+02:00"),
        ("Europe/Berlin", "2026-10-25 02:30+01:00", "2026-10-25T02:30+01:00"),
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T03:00+02:00"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-05T01:45+11:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-04T02:30+11:00"),
        ("Pacific/Apia", "2011-12-31 00:00", "2011-12-31T00:00+14:00"),
    ],
)
def test_C2_a_time_that_occurs_twice_means_the_first(zone: str, typed: str, moment: str) -> None:
    assert parse_moment(typed, NOW, worktime(zone)) == datetime.fromisoformat(moment)


def test_C2_today_is_the_organisations_day_not_utcs() -> None:
    assert parse_moment("today 12:00", NOW, worktime()).date() == date(2026, 11, 20)
    assert parse_moment("today 12:00", NOW, worktime("Europe/Berlin")).date() == date(2026, 11, 19)
