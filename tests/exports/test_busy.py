"""Busy times from calendars other programs wrote, and files that are refused (F1, I10, I11)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from core.busy import Time
from core.errors import BadInput
from exports import expansion
from exports.busy import LIMITS, Read, Window, read
from tests.exports.meetings import PEOPLE, at
from tests.exports.series import occurrences, the_series

LOCAL = ZoneInfo("Asia/Shanghai")
WINDOW = Window(datetime(2027, 3, 1, tzinfo=UTC), datetime(2028, 4, 4, tzinfo=UTC))
IN_BERLIN = "DTSTART;TZID=Europe/Berlin:"


def calendar(*parts: str, kind: str = "VEVENT") -> bytes:
    inside = "".join(f"BEGIN:{kind}\r\n{part}\r\nEND:{kind}\r\n" for part in parts)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n".encode()


def event(*lines: str, uid: str = "1") -> str:
    return "\r\n".join([f"UID:{uid}", "SUMMARY:Secret", *lines])


def found(*parts: str, kind: str = "VEVENT") -> Read:
    return read(calendar(*parts, kind=kind), LOCAL, WINDOW)


def times(*parts: str, kind: str = "VEVENT") -> list[Time]:
    return sorted(one for entry in found(*parts, kind=kind).entries for one in entry.times)


def starts(*parts: str) -> list[datetime]:
    return [one.start for one in times(*parts)]


def berlin(*clock: int) -> datetime:
    return at("Europe/Berlin", *clock)


def shanghai(*clock: int) -> datetime:
    return at("Asia/Shanghai", *clock)


def test_R5_4_no_word_of_a_calendar_leaves_the_reader() -> None:
    said = found(event(IN_BERLIN + "20270310T100000", "DURATION:PT1H", "LOCATION:Clinic"))
    assert "Secret" not in repr(said)
    assert "Clinic" not in repr(said)
    [entry] = said.entries
    assert entry.times == (Time(berlin(2027, 3, 10, 10, 0), berlin(2027, 3, 10, 11, 0)),)


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        (("DTSTART:20270310T100000Z", "DTEND:20270310T113000Z"),
         at("UTC", 2027, 3, 10, 10, 0), at("UTC", 2027, 3, 10, 11, 30)),
        (("DTSTART:20270310T100000", "DURATION:PT30M"),
         shanghai(2027, 3, 10, 10, 0), shanghai(2027, 3, 10, 10, 30)),
        (("DTSTART;TZID=W. Europe Standard Time:20270710T100000", "DURATION:P1D"),
         berlin(2027, 7, 10, 10, 0), berlin(2027, 7, 11, 10, 0)),
        (("DTSTART;VALUE=DATE:20270310",),
         shanghai(2027, 3, 10, 0, 0), shanghai(2027, 3, 11, 0, 0)),
        (("DTSTART;VALUE=DATE:20270310", "DTEND;VALUE=DATE:20270313"),
         shanghai(2027, 3, 10, 0, 0), shanghai(2027, 3, 13, 0, 0)),
    ],
)  # fmt: skip
def test_R5_4_every_way_to_say_a_time(
    lines: tuple[str, ...], start: datetime, end: datetime
) -> None:
    assert times(event(*lines)) == [Time(start, end)]


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
    ],
)  # fmt: skip
def test_F1_what_is_free_or_called_off_takes_no_time(line: str) -> None:
    assert times(event("DTSTART:20270310T100000Z", "DURATION:PT1H", line)) == []


@pytest.mark.parametrize("line", ["STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"])
def test_F1_what_is_tentative_is_soft(line: str) -> None:
    assert times(event("DTSTART:20270310T100000Z", "DURATION:PT1H", line))[0].soft


def test_R5_4_who_declined_and_who_perhaps_comes_is_kept_with_the_times() -> None:
    people = ("ATTENDEE;PARTSTAT=DECLINED:mailto:Wang@Example.com",
              "ATTENDEE;PARTSTAT=TENTATIVE:MAILTO:li@例子.公司")  # fmt: skip
    [entry] = found(event("DTSTART:20270310T100000Z", "DURATION:PT1H", *people)).entries
    assert entry.declined == {"wang@example.com"}
    assert entry.tentative == {"li@xn--fsqu00a.xn--55qx5d"}


def test_C2_a_weekly_entry_keeps_its_wall_clock_when_clocks_change() -> None:
    weekly = event(IN_BERLIN + "20270312T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4")
    days = (12, 19, 26)
    assert starts(weekly) == [
        *(berlin(2027, 3, day, 10, 0) for day in days), berlin(2027, 4, 2, 10, 0),
    ]  # fmt: skip
    assert starts(weekly)[3] - starts(weekly)[2] == timedelta(days=7, hours=-1)


def test_R6_R7_dates_left_out_added_and_moved() -> None:
    master = event(
        IN_BERLIN + "20270305T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20270402T080000Z",
        "EXDATE;TZID=Europe/Berlin:20270312T100000,20270319T100000",
        "RDATE;VALUE=PERIOD:20270401T120000Z/PT15M",
    )  # fmt: skip
    moved = event("RECURRENCE-ID:20270326T090000Z", IN_BERLIN + "20270327T150000", "DURATION:PT2H")
    off = event("RECURRENCE-ID:20270402T080000Z", "DTSTART:20270402T080000Z", "STATUS:CANCELLED")
    assert times(master, moved, off) == [
        Time(berlin(2027, 3, 5, 10, 0), berlin(2027, 3, 5, 11, 0)),
        Time(berlin(2027, 3, 27, 15, 0), berlin(2027, 3, 27, 17, 0)),
        Time(at("UTC", 2027, 4, 1, 12, 0), at("UTC", 2027, 4, 1, 12, 15)),
    ]


def test_R6_a_day_left_out_of_a_timed_or_whole_day_rule_is_left_out() -> None:
    rule = ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20270306")
    timed = event(IN_BERLIN + "20270305T100000", "DURATION:PT1H", *rule)
    whole = event("DTSTART;VALUE=DATE:20270305", *rule)
    assert [one.astimezone(LOCAL).day for one in starts(timed)] == [5, 7]
    assert starts(whole) == [shanghai(2027, 3, 5, 0, 0), shanghai(2027, 3, 7, 0, 0)]


def test_only_the_newest_revision_of_an_entry_counts() -> None:
    old = event("DTSTART:20270310T100000Z", "DURATION:PT1H", "SEQUENCE:1")
    new = event("DTSTART:20270311T100000Z", "DURATION:PT1H", "SEQUENCE:2")
    assert starts(new, old) == [at("UTC", 2027, 3, 11, 10, 0)]


def test_F1_published_busy_times_are_read() -> None:
    lines = (
        "FREEBUSY:20270310T100000Z/20270310T110000Z,20270311T100000Z/PT30M",
        "FREEBUSY;FBTYPE=FREE:20270312T100000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270313T100000Z/PT1H",
        "FREEBUSY:nonsense",
    )
    said = times("\r\n".join(lines), kind="VFREEBUSY")
    assert [(one.start.day, one.soft) for one in said] == [(10, False), (11, False), (13, True)]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;TZID=Customized:20270310T100000", "DURATION:PT1H"),
        ("DTSTART:20271399T100000Z", "DURATION:PT1H"),
        ("DTSTART:20270310T100000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYWEEKNO=3"),
        ("DTSTART:20270310T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=never"),
        ("DTSTART:20270310T100000Z", "DURATION:PT1H", "EXRULE:FREQ=DAILY"),
        ("DURATION:PT1H",),
    ],
)
def test_an_entry_that_cannot_be_followed_is_left_out_and_counted(lines: tuple[str, ...]) -> None:
    good = event("DTSTART:20270310T100000Z", "DURATION:PT1H", uid="2")
    said = found(event(*lines), good)
    assert (len(said.entries), said.left_out) == (1, 1)


BOMB = ("DTSTART:00010101T000000Z", "DURATION:PT1H")
BOMBS = {
    "often": (event(*BOMB, "RRULE:FREQ=SECONDLY"),),
    "often in a day": (event(*BOMB, "RRULE:FREQ=DAILY;BYSECOND=1,2,3"),),
    "counted": (event(*BOMB, "RRULE:FREQ=DAILY;COUNT=2000000000"),),
    "never": (event(*BOMB, "RRULE:FREQ=DAILY;INTERVAL=0"),),
    "no day": (event(*BOMB, "RRULE:FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=30"),),
    "many": tuple(event(*BOMB, "RRULE:FREQ=DAILY", uid=str(n)) for n in range(3000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_I10_a_rule_without_end_refuses_the_file_after_bounded_work(name: str) -> None:
    with pytest.raises(BadInput):
        found(*BOMBS[name])


@pytest.mark.parametrize("interval", ["99999999999999", "1" * 4000, "-1", "x"])
def test_I10_an_interval_beyond_all_years_ends_at_once(interval: str) -> None:
    rule = f"RRULE:FREQ=MONTHLY;INTERVAL={interval}"
    try:
        assert len(times(event("DTSTART:20270310T100000Z", "DURATION:PT1H", rule))) < 2
    except BadInput:
        assert interval == "-1"


@pytest.mark.parametrize("count", ["0", "-3", "x"])
def test_I10_an_entry_that_comes_no_number_of_times_is_left_out(count: str) -> None:
    said = found(event("DTSTART:20270310T100000Z", f"RRULE:FREQ=DAILY;COUNT={count}"))
    assert (said.entries, said.left_out) == ((), 1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "begin like a calendar"),
        (b"PK\x03\x04", "begin like a calendar"),
        (calendar(event("DTSTART:20270310T100000Z"))[:-30], "cut off"),
        (calendar(), "no event"),
        (calendar("UID:1\r\nSUMMARY:x", kind="VTODO"), "no event"),
        (b"x" * (LIMITS.octets + 1), "larger than 4 MiB"),
        (calendar(*["UID:1"] * (LIMITS.components + 1)), "components"),
        (
            calendar(*["UID:1"] * (LIMITS.components + 1)).replace(b"N:VE", b"N;X=1:VE"),
            "components",
        ),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 9 + b"END:VCALENDAR", "nested too deep"),
        # Hours, where each return is tried as the first of those before a line's end.
        (b"BEGIN:VCALENDAR\r\n" + b"\r" * 3_000_000 + b"END:VCALENDAR", "no event"),
        (calendar(event()).replace(b"VERSION:2.0", b"METHOD:REPLY"), "answer to an invitation"),
    ],
)
def test_I11_what_is_no_calendar_or_too_much_is_refused_with_a_reason(
    data: bytes, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        read(data, LOCAL, WINDOW)


def test_our_own_files_are_read_as_we_wrote_them() -> None:
    from exports.events import calendar as written
    from exports.series import prepare_series

    made = the_series(zone="Europe/Berlin", start=berlin(2027, 9, 21, 10, 0), count=9)
    meetings = occurrences(made)
    data = written(prepare_series(made, meetings, PEOPLE), str)
    said = read(data, LOCAL, WINDOW)
    assert sorted(one.start for entry in said.entries for one in entry.times) == [
        one.start for one in meetings
    ]


WORDS = {
    "BYDAY": st.lists(
        st.sampled_from(["MO", "TU", "WE", "FR", "SU"]), min_size=1, max_size=3, unique=True
    ),
    "BYMONTHDAY": st.lists(st.sampled_from([1, 13, 29, 31, -1, -2]), min_size=1, max_size=2),
    "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True),
    "BYSETPOS": st.lists(st.sampled_from([1, 2, -1]), min_size=1, max_size=2, unique=True),
}


@st.composite
def rules(draw: Any) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    names = draw(st.lists(st.sampled_from(["BYDAY", "BYMONTHDAY", "BYMONTH"]), unique=True))
    if freq == "WEEKLY" and "BYMONTHDAY" in names:
        names.remove("BYMONTHDAY")
    # In the first week dateutil takes the place among what is left of it; RFC 5545 in the whole.
    if "BYDAY" in names and freq != "WEEKLY" and draw(st.booleans()):
        names.append("BYSETPOS")
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 4))}"]
    parts += [f"WKST={draw(st.sampled_from(['MO', 'SU']))}"]
    for name in names:
        words = [str(word) for word in draw(WORDS[name])]
        if name == "BYDAY" and freq in ("MONTHLY", "YEARLY") and "BYSETPOS" not in names:
            place = draw(st.sampled_from(["", "2", "-1"]))  # dateutil knows them unmixed alone
            words = [place + word for word in words]
        parts.append(f"{name}={','.join(words)}")
    return ";".join(parts)


@settings(max_examples=50, deadline=None)
@given(rules(), st.dates(date(2025, 1, 1), date(2027, 6, 1)), st.booleans())
def test_I10_rules_hold_on_the_days_that_another_expander_finds(
    text: str, first: date, counted: bool
) -> None:
    since, until = date(2027, 3, 1), date(2028, 4, 4)
    begin = datetime(first.year, first.month, first.day, 10, 0, tzinfo=UTC)
    every = [d.date() for d in rrulestr(text, dtstart=begin).between(
        begin, datetime(2028, 4, 4, 23, tzinfo=UTC), inc=True)]  # fmt: skip
    count = len(every) // 2 + 1
    if counted:
        text, every = f"{text};COUNT={count}", every[:count]
    if every[:1] != [first]:  # the first day counts with us, whether it fits or not
        every = [first, *(every[: count - 1] if counted else every)]
    asked = expansion.rule(text)
    assert asked is not None
    budget = expansion.Budget(100_000)
    found = list(expansion.days(asked, first, until, since, budget))
    assert found == [day for day in every if day >= since]
