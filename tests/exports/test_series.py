"""The files of series: one UID, rule, exceptions, zones, and the same bytes each time (R14.1)."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from core.model.meeting import Attendee, Block, Meeting, MeetingState
from core.model.series import MonthlyOn, Repeat, Series
from exports.events import calendar
from exports.mail import draft
from exports.series import prepare_occurrence, prepare_series
from tests.exports.meetings import PEOPLE, at, shape, unfolded
from tests.exports.readers import by_icalendar
from tests.exports.series import WEEKLY, occurrences, the_series

ROOT = Path(__file__).parents[2]


def written(made: Series = WEEKLY, meetings: list[Meeting] | None = None, **how: Any) -> bytes:
    found = occurrences(made) if meetings is None else meetings
    return calendar(prepare_series(made, found, PEOPLE, **how), str)


def said(data: bytes, name: str) -> list[str]:
    return [line for line in unfolded(data) if line.split(":")[0].split(";")[0] == name]


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ({}, "RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=TU"),
        ({"count": None, "until": date(2027, 8, 30)},
         "RRULE:FREQ=WEEKLY;UNTIL=20270824T060000Z;BYDAY=TU"),
        ({"repeat": Repeat.MONTHLY}, "RRULE:FREQ=MONTHLY;COUNT=8;BYDAY=2TU"),
        ({"repeat": Repeat.MONTHLY, "start": at("Asia/Shanghai", 2027, 6, 29, 14, 0)},
         "RRULE:FREQ=MONTHLY;COUNT=8;BYDAY=-1TU"),
        ({"repeat": Repeat.MONTHLY, "monthly_on": MonthlyOn.DAY},
         "RRULE:FREQ=MONTHLY;COUNT=8;BYMONTHDAY=13"),
        ({"repeat": Repeat.MONTHLY, "monthly_on": MonthlyOn.DAY,
          "start": at("Asia/Shanghai", 2027, 5, 31, 14, 0)},
         "RRULE:FREQ=MONTHLY;COUNT=8;BYMONTHDAY=-1"),
    ],
)  # fmt: skip
def test_R1_R2_R5_a_rule_is_one_that_outlook_has_a_template_for(
    rule: dict[str, Any], line: str
) -> None:
    assert said(written(the_series(**rule)), "RRULE") == [line]


def test_R6_dates_left_out_have_the_form_of_the_start() -> None:
    meetings = occurrences(WEEKLY)
    for place in (2, 5):
        meetings[place] = replace(meetings[place], state=MeetingState.CANCELLED)
    data = written(WEEKLY, meetings)
    assert said(data, "DTSTART")[1:] == ["DTSTART;TZID=Asia/Shanghai:20270713T140000"]
    assert said(data, "EXDATE") == ["EXDATE;TZID=Asia/Shanghai:20270727T140000,20270817T140000"]


def test_R6_what_the_rule_has_not_is_not_left_out_of_it() -> None:
    shorter = the_series(count=None, until=date(2027, 7, 25))
    meetings = [replace(m, state=MeetingState.CANCELLED) for m in occurrences(WEEKLY)[2:]]
    assert said(written(shorter, meetings), "EXDATE") == []


def test_R7_an_exception_is_whole_and_never_behind_its_series() -> None:
    made = the_series(sequence=6)
    meetings = occurrences(made)
    meetings[1] = replace(meetings[1], start=meetings[1].start + timedelta(days=1), sequence=2)
    meetings[3] = replace(meetings[3], place="别处", sequence=9)
    data = written(made, meetings)
    assert said(data, "SEQUENCE") == ["SEQUENCE:6", "SEQUENCE:6", "SEQUENCE:9"]
    assert len({*said(data, "UID")}) == 1
    assert said(data, "RECURRENCE-ID") == [
        "RECURRENCE-ID;TZID=Asia/Shanghai:20270720T140000",
        "RECURRENCE-ID;TZID=Asia/Shanghai:20270803T140000",
    ]
    names = shape(data)
    assert (names.count("BEGIN:VEVENT"), names.count("RRULE")) == (3, 1)
    for once in ("SUMMARY", "ORGANIZER", "DTEND", "CATEGORIES", "STATUS"):
        assert names.count(once) == 3
    assert names.count("METHOD") == names.count("BEGIN:VTIMEZONE") == 1


def test_R9_a_move_is_said_in_words_too() -> None:
    meetings = occurrences(WEEKLY)
    meetings[1] = replace(meetings[1], start=meetings[1].start + timedelta(days=1))
    text = "\n".join(said(written(WEEKLY, meetings), "DESCRIPTION"))
    assert "Comes again every Tuesday at 14:00\\, 8 times" in text
    assert "Moved: this time not on 2027-07-20 at 14:00." in text


def test_T1_T4_one_zone_is_defined_by_rule_for_all_its_years() -> None:
    made = the_series(zone="Europe/Berlin", start=at("Europe/Berlin", 2027, 7, 13, 10, 0), count=99)
    data = written(made)
    assert said(data, "TZID") == ["TZID:Europe/Berlin"]
    assert said(data, "RDATE") == []
    assert [line for line in said(data, "DTSTART") if "TZID" not in line] == [
        "DTSTART:19700329T020000",
        "DTSTART:19701025T030000",
    ]
    assert "UTC+02:00" not in data.decode()


def test_T1_a_series_in_utc_defines_no_zone() -> None:
    meetings = occurrences(the_series(zone="UTC"))
    meetings[1] = replace(meetings[1], start=meetings[1].start + timedelta(days=1))
    meetings[2] = replace(meetings[2], state=MeetingState.CANCELLED)
    assert b"TZID" not in written(the_series(zone="UTC"), meetings)


def test_E6_a_first_meeting_that_ends_in_the_doubled_hour_says_its_length() -> None:
    start = datetime(2027, 10, 30, 23, 50, tzinfo=UTC)  # 01:50 in Berlin; it ends at 02:50 again
    blocks = (Block(name="Talk", minutes=120),)
    data = written(the_series(zone="Europe/Berlin", start=start, blocks=blocks, count=3))
    assert said(data, "DURATION") == ["DURATION:PT2H"]
    assert said(data, "DTEND") == []
    assert "DTSTART;TZID=Europe/Berlin:20271031T015000" in said(data, "DTSTART")


def test_P8_each_copy_names_one_and_leaves_out_what_is_not_theirs() -> None:
    meetings = occurrences(WEEKLY)
    meetings[1] = replace(meetings[1], attendees=(Attendee(person="zhang"),))
    copy = written(WEEKLY, meetings, only="li")
    assert said(copy, "EXDATE") == ["EXDATE;TZID=Asia/Shanghai:20270720T140000"]
    assert said(copy, "RECURRENCE-ID") == []
    assert b"Wang" not in copy
    alone = the_series(attendees=(Attendee(person="zhang"),))
    meetings = occurrences(alone)
    meetings[4] = replace(meetings[4], attendees=WEEKLY.attendees)
    guest = by_icalendar(written(alone, meetings, only="li"))
    assert [event["recurrence"] for event in guest["events"]] == ["2027-08-10T06:00:00+00:00"]
    with pytest.raises(RuleViolation, match="usable e-mail address"):
        written(alone, occurrences(alone), only="li")


def test_R8_the_cancellation_of_one_names_it_and_of_all_has_no_rule() -> None:
    one = replace(occurrences(WEEKLY)[2], sequence=1, dtstamp=WEEKLY.dtstamp)
    data = calendar(prepare_occurrence(WEEKLY, one, PEOPLE, method="CANCEL", reason="Fair"), str)
    assert said(data, "RECURRENCE-ID") == ["RECURRENCE-ID;TZID=Asia/Shanghai:20270727T140000"]
    assert said(data, "METHOD") == ["METHOD:CANCEL"]
    assert said(data, "COMMENT") == ["COMMENT:Fair"]
    whole = written(method="CANCEL", reason="Done")
    assert (said(whole, "RRULE"), said(whole, "STATUS")) == ([], ["STATUS:CANCELLED"])
    assert "VALARM" not in whole.decode()


def test_M1_the_mail_holds_the_octets_of_the_file() -> None:
    invitation = prepare_series(WEEKLY, occurrences(WEEKLY), PEOPLE)
    mail = message_from_bytes(draft(invitation, str), policy=policy.default)
    *_others, part = mail.walk()
    assert part.get_content_type() == "text/calendar"
    assert part.get_payload(decode=True) == calendar(invitation, str)


def test_the_same_series_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "import sys; from tests.exports.test_series import *; m = occurrences(WEEKLY); "
        "m[1] = replace(m[1], place='x'); sys.stdout.buffer.write(written(WEEKLY, m))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(found) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_I7_no_text_of_a_series_becomes_a_property(title: str, place: str) -> None:
    meetings = occurrences(WEEKLY)[:3]
    plain = replace(meetings[1], title="t", place="p")
    hostile = replace(meetings[1], title=f"t{title}", place=f"p{place}")
    usual, found = (written(WEEKLY, [meetings[0], m, meetings[2]]) for m in (plain, hostile))
    assert shape(found) == shape(usual)
    assert len(by_icalendar(found)["events"]) == 2
