"""What our VTIMEZONE says is what zoneinfo says, read by a library that knows no zones."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from core.errors import BadInput
from exports.timezones import find_zone, observances, onsets, vtimezone
from tests.exports.meetings import ZONES

HOUR = timedelta(hours=1)
# Half an hour of summer time, onsets on a Saturday night, on the Friday after a Thursday, at
# midnight, in the month after the rule's, by the moon, below zero; offsets of 45 minutes.
ODD = (
    "Australia/Lord_Howe",
    "America/Nuuk",
    "Asia/Jerusalem",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Gaza",
    "Europe/Dublin",
    "Pacific/Chatham",
    "America/St_Johns",
    "Asia/Kathmandu",
    "America/Havana",
    "Antarctica/Troll",
)


def text_of(zone: str, year: int) -> bytes:
    data: bytes = vtimezone(find_zone(zone), year, year).to_ical()
    return data


def as_others_read(zone: str, year: int) -> tzinfo:
    file = Calendar()
    file.add_component(vtimezone(find_zone(zone), year, year))
    read = tzical(io.StringIO(file.to_ical().decode())).get()
    assert isinstance(read, tzinfo)
    return read


def moments(zone: ZoneInfo, first: int, last: int) -> Iterator[datetime]:
    """Every day of the years at noon, and every hour of the days around each change."""
    moment = datetime(first, 1, 2, 12, tzinfo=UTC)
    while moment.year <= last:
        yield moment
        moment += 24 * HOUR
    for onset in onsets(zone, first, last):
        change = (onset.at - onset.before).replace(tzinfo=UTC)
        yield from (change + hour * HOUR for hour in range(-48, 49))
        yield change - timedelta(seconds=1)


@pytest.mark.parametrize("year", [2026, 2027, 2030])
@pytest.mark.parametrize("name", ZONES + ODD)
def test_offsets_are_zoneinfos_for_three_years(name: str, year: int) -> None:
    zone, read = ZoneInfo(name), as_others_read(name, year)
    walls = (moment.astimezone(zone) for moment in moments(zone, year - 1, year + 1))
    wrong = [wall for wall in walls if wall.replace(tzinfo=read).utcoffset() != wall.utcoffset()]
    assert wrong == []


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Africa/Casablanca"])
def test_the_changes_that_are_compared_are_there(name: str) -> None:
    assert len(list(onsets(ZoneInfo(name), 2026, 2028))) == 6


def test_T2_T3_T4_onset_counts_in_the_old_offset_by_a_rule_from_1970() -> None:
    lines = text_of("Europe/Berlin", 2027).decode().split("\r\n")
    assert lines == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


@pytest.mark.parametrize("year", range(2025, 2037))
def test_T3_every_year_gives_the_same_rules(year: int) -> None:
    for name in ("Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Nuuk"):
        assert text_of(name, year) == text_of(name, 2027)


def test_T5_shanghai_has_one_standard_time() -> None:
    assert text_of("Asia/Shanghai", 2027).decode().split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:CST",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


def test_T6_a_zone_without_a_rule_has_dates() -> None:
    lines = text_of("Africa/Casablanca", 2027).decode().split("\r\n")
    assert "RDATE:20270207T030000,20280123T030000" in lines
    assert not [line for line in lines if line.startswith("RRULE")]


def test_T3_a_rule_that_holds_for_the_years_around_is_preferred_to_dates() -> None:
    # Egypt's Friday after the last Thursday of October is in November in 2030.
    for year, rules in ((2026, 2), (2027, 2), (2030, 0)):
        assert text_of("Africa/Cairo", year).count(b"RRULE:") == rules


def test_a_change_of_law_gives_dates_for_the_years_around_it() -> None:
    # Kazakhstan went from +06 to +05 on 1 March 2024 and has kept it.
    read = as_others_read("Asia/Almaty", 2024)
    before, after = (datetime(2024, month, 1, tzinfo=UTC) for month in (2, 4))
    assert before.astimezone(read).utcoffset() == 6 * HOUR
    assert after.astimezone(read).utcoffset() == 5 * HOUR


@pytest.mark.parametrize("name", ["PRC", "Asia/Chongqing", "Asia/Harbin"])
def test_E5_old_names_of_shanghai_are_one_zone(name: str) -> None:
    assert find_zone(name).key == "Asia/Shanghai"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "UTC+8",
        "asia/shanghai",
        "Mars/Olympus",
        "../../etc/passwd",
        "/etc/localtime",
        "localtime",
        "posix/Asia/Shanghai",
        "right/Asia/Shanghai",
        "Asia",
        "a\0b",
        "\ud800",
        "\x1b[2J",
        "A" * 5000,
    ],
)
def test_E5_a_zone_without_an_IANA_name_is_refused(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        find_zone(name)
    assert refused.value.field == "zone"
    assert "\x1b" not in str(refused.value.message)


def test_observances_of_a_span_of_years_hold_in_all_of_them() -> None:
    parts = observances(ZoneInfo("Africa/Casablanca"), 2026, 2029)
    dated = {onset.at for onset in onsets(ZoneInfo("Africa/Casablanca"), 2025, 2030)}
    assert {at for part in parts[1:] for at in (part.first.at, *part.dates)} == dated
