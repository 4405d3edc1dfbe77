"""Our files as other people's parsers read them, and as a calendar server keeps them (R14.1)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.model.meeting import Meeting, MeetingState, Participation
from core.model.organisation import Person
from core.model.series import MonthlyOn, Repeat
from core.series import rule_of
from exports.events import calendar
from exports.invitation import invite
from exports.series import prepare_occurrence, prepare_series
from tests.exports.conftest import asked
from tests.exports.meetings import KICKOFF, PEOPLE, at, meeting
from tests.exports.readers import READERS, Found, instant
from tests.exports.series import occurrences, the_series

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:vobject.*")
ZONES = (
    "Asia/Shanghai", "Europe/Berlin", "Europe/London", "America/New_York", "Australia/Sydney",
)  # fmt: skip
NASTY = (
    "逗号, 分号; 冒号: 反斜杠\\N \"引号\" ^n\n行二\r\nBEGIN:VALARM",
    "\x1b]0;owned\x07 RLM\u202e e\u0301 \u2028 é 𝒜 😀 \x00\x0b",
    "=HYPERLINK(\"x\") [/] {0} %s " + "长" * 300,
    ";;;,,,:::\\\\\\n\\N\\;\\,",
)  # fmt: skip


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Any:
    return READERS[request.param]


def told(one: Meeting, *, method: str = "REQUEST", status: str = "CONFIRMED") -> Found:
    """What every reader must find in the file of one meeting."""
    return {
        "method": method,
        "events": [event(one, status)],
        "first": [],
    }


def event(one: Meeting, status: str = "CONFIRMED", recurrence: str = "") -> Found:
    addresses = {
        "zhang": "mailto:zhang@example.com", "li": "mailto:li@xn--fsqu00a.xn--55qx5d",
        "wang": "mailto:wang@example.com",
    }  # fmt: skip
    said = {a.person: a.partstat.value.upper() for a in one.attendees} | {"zhang": "ACCEPTED"}
    return {
        "uid": one.uid,
        "recurrence": recurrence,
        "start": instant(one.start),
        "end": instant(one.end),
        "summary": one.title,
        "sequence": one.sequence,
        "status": status,
        "organizer": addresses["zhang"],
        "attendees": sorted(
            [addresses[a.person], said[a.person], PEOPLE[a.person].name]
            for a in one.attendees
            if a.person in addresses
        ),
    }


@pytest.mark.parametrize("month", [1, 7])
@pytest.mark.parametrize("zone", ZONES)
def test_T1_T2_every_reader_finds_the_same_meeting(reader: Any, zone: str, month: int) -> None:
    one = meeting(zone=zone, start=at(zone, 2027, month, 13, 10, 0))
    assert reader(invite(one, PEOPLE, str).data) == told(one)


def test_R5_4_every_reader_finds_the_update_and_the_cancellation(reader: Any) -> None:
    later = meeting(
        sequence=3, title="改期", start=KICKOFF.start + timedelta(days=1), dtstamp=KICKOFF.start
    )
    assert reader(invite(later, PEOPLE, str).data) == told(later)
    off = replace(later, sequence=4)
    data = invite(off, PEOPLE, str, method="CANCEL", reason="撞期").data
    assert reader(data) == told(off, method="CANCEL", status="CANCELLED")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", [2, 9])
def test_R7_R8_every_reader_finds_the_moved_and_misses_the_skipped(
    reader: Any, zone: str, month: int
) -> None:
    made = the_series(zone=zone, start=at(zone, 2027, month, 23, 10, 0), count=9, sequence=4)
    meetings = occurrences(made)
    meetings[1] = replace(meetings[1], start=meetings[1].start + timedelta(hours=26), sequence=5)
    meetings[3] = replace(meetings[3], state=MeetingState.CANCELLED)
    found = reader(calendar(prepare_series(made, meetings, PEOPLE), str))
    held = [m.start for m in meetings if m.state is not MeetingState.CANCELLED]
    assert found["first"] == [instant(start) for start in held[:5]]
    moved = replace(meetings[1], uid=made.uid)
    whole = replace(meetings[0], uid=made.uid, sequence=4)
    recurrence = instant(meetings[1].recurrence or made.start)
    assert found["events"] == [event(whole), event(moved, recurrence=recurrence)]
    assert found["method"] == "REQUEST"


RULES: tuple[dict[str, Any], ...] = (
    {"repeat": Repeat.WEEKLY, "until": date(2027, 4, 13)},
    {"repeat": Repeat.MONTHLY, "count": 7},
    {"repeat": Repeat.MONTHLY, "count": 9, "start": (2027, 1, 29)},
    {"repeat": Repeat.MONTHLY, "monthly_on": MonthlyOn.DAY, "until": date(2027, 9, 1)},
    {"repeat": Repeat.MONTHLY, "monthly_on": MonthlyOn.DAY, "count": 7, "start": (2027, 4, 30)},
    {"repeat": Repeat.MONTHLY, "monthly_on": MonthlyOn.DAY, "count": 7, "start": (2027, 1, 31)},
)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Sydney"])
@pytest.mark.parametrize("rule", RULES)
def test_R1_R2_R5_every_reader_expands_a_rule_as_we_do(
    reader: Any, rule: dict[str, Any], zone: str
) -> None:
    given = {"count": None, **rule}
    day = given.pop("start", (2027, 2, 23))
    made = the_series(zone=zone, start=at(zone, *day, 10, 0), **given)
    found = reader(calendar(prepare_series(made, [], PEOPLE), str))
    assert found["first"] == [instant(start) for start in rule_of(made).starts()][:5]


def test_R8_every_reader_finds_which_one_of_a_series_is_cancelled(reader: Any) -> None:
    made = the_series(sequence=2)
    one = replace(
        occurrences(made)[2], sequence=3, state=MeetingState.CANCELLED, dtstamp=made.start
    )
    found = reader(calendar(prepare_occurrence(made, one, PEOPLE, method="CANCEL"), str))
    wanted = event(replace(one, uid=made.uid), "CANCELLED", instant(one.start))
    assert found == {"method": "CANCEL", "events": [wanted], "first": []}
    whole = reader(calendar(prepare_series(made, [one], PEOPLE, method="CANCEL"), str))
    assert [e["recurrence"] for e in whole["events"]] == [""]
    assert (whole["method"], whole["first"]) == ("CANCEL", [])


@pytest.mark.parametrize("text", NASTY)
def test_I7_nasty_texts_are_texts_to_every_reader(reader: Any, text: str) -> None:
    people = {**PEOPLE, "li": Person(login="li", name=text, email="li@例子.公司")}
    made = the_series(title=text, place=text)
    meetings = occurrences(made)
    meetings[1] = replace(meetings[1], title=f"{text}!", sequence=1)
    found = reader(calendar(prepare_series(made, meetings, people), str))
    assert len(found["events"]) == 2
    shown = found["events"][0]["summary"]
    for part in re.findall(r"[\w=%{}]{2,}", text):
        assert part in shown
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u202e]", shown)
    assert len(found["events"][0]["attendees"]) == 3


def test_P6_what_one_person_said_to_one_meeting_is_theirs_alone(reader: Any) -> None:
    made = the_series()
    meetings = occurrences(made)
    no = tuple(
        replace(a, partstat=Participation.DECLINED) if a.person == "li" else a
        for a in meetings[2].attendees
    )
    meetings[2] = replace(meetings[2], attendees=no)
    whole, one = reader(calendar(prepare_series(made, meetings, PEOPLE), str))["events"]
    assert [a[1] for a in whole["attendees"]] == ["NEEDS-ACTION", "TENTATIVE", "ACCEPTED"]
    assert [a[1] for a in one["attendees"]] == ["DECLINED", "TENTATIVE", "ACCEPTED"]
    assert one["recurrence"] == instant(meetings[2].start)


EXPANDED = """<?xml version="1.0" encoding="utf-8" ?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><C:calendar-data><C:expand start="{start}" end="{end}"/></C:calendar-data></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="{start}" end="{end}"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


@pytest.mark.parametrize("zone", ZONES)
def test_C5_a_calendar_server_keeps_a_series_and_expands_it(caldav: str, zone: str) -> None:
    uid = f"{zone.replace('/', '-').lower()}-5f1d@liaison.example"
    made = the_series(zone=zone, uid=uid, start=at(zone, 2027, 9, 21, 10, 0), count=7)
    meetings = occurrences(made)
    meetings[1] = replace(meetings[1], start=meetings[1].start + timedelta(hours=26), sequence=1)
    meetings[4] = replace(meetings[4], state=MeetingState.CANCELLED)
    data = calendar(prepare_series(made, meetings, PEOPLE), str)
    kept = data.replace(b"METHOD:REQUEST\r\n", b"")  # as an importing program does (RFC 4791 4.1)
    asked("PUT", f"{caldav}{uid}.ics", kept, content_type="text/calendar")
    back = asked("GET", f"{caldav}{uid}.ics")
    again = back.replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:REQUEST", 1)
    assert READERS["icalendar"](again) == READERS["icalendar"](data)
    query = EXPANDED.format(start="20270901T000000Z", end="20271231T000000Z").encode()
    report = asked("REPORT", caldav, query, content_type="application/xml", depth="1").decode()
    mine = [part for part in report.split("BEGIN:VEVENT") if uid in part]
    starts = re.findall(r"DTSTART[^:\n]*:(\d{8}T\d{6}Z)", "".join(mine))
    held = [m.start for m in meetings if m.state is not MeetingState.CANCELLED]
    assert sorted(starts) == [f"{start:%Y%m%dT%H%M%SZ}" for start in held]
