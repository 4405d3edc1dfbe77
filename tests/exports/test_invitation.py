"""Invitations and cancellations, parsed back by two libraries (R5.4, R14.1)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from core.errors import BadInput, RuleViolation
from core.model.meeting import Attendee, AttendeeRole, Block, Meeting, Participation
from exports.invitation import invite
from tests.exports.meetings import KICKOFF, PEOPLE, ZONES, at, chinese, meeting, shape, unfolded

ROOT = Path(__file__).parents[2]
SUMMER_AND_WINTER = ((2027, 7, 13, 14, 0), (2027, 1, 12, 9, 30), (2027, 2, 16, 16, 45))


def written(subject: Meeting = KICKOFF, **how: Any) -> bytes:
    return invite(subject, PEOPLE, str, **how).data


def event_of(data: bytes) -> Any:
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event.errors == []
    return event


def vobject_of(data: bytes) -> Any:
    return vobject.readOne(data.decode()).vevent


def attendees_of(data: bytes) -> list[tuple[str, dict[str, str]]]:
    return [(str(one), dict(one.params)) for one in event_of(data).attendees]


@pytest.fixture
def fresh_zones() -> Iterator[None]:
    """Libraries keep VTIMEZONEs they have read for the process."""
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
    yield
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]


@pytest.mark.usefixtures("fresh_zones")
@pytest.mark.parametrize("clock", SUMMER_AND_WINTER)
@pytest.mark.parametrize("zone", ZONES)
def test_R14_1_two_readers_find_what_was_said(zone: str, clock: tuple[int, ...]) -> None:
    start = at(zone, *clock)
    data = written(meeting(zone=zone, start=start))
    one, other = event_of(data), vobject_of(data)

    assert one.start.astimezone(UTC) == start
    assert one.end.astimezone(UTC) == start + timedelta(minutes=60)
    assert other.dtstart.value.astimezone(UTC) == start
    assert other.dtend.value.astimezone(UTC) == start + timedelta(minutes=60)
    assert one["DTSTART"].params["TZID"] == one["DTEND"].params["TZID"] == zone

    assert one.uid == other.uid.value == KICKOFF.uid
    assert one.sequence == int(other.sequence.value) == 2
    assert one.stamp == other.dtstamp.value == KICKOFF.dtstamp
    assert one["SUMMARY"] == other.summary.value == "618 大促启动会"
    assert one["LOCATION"] == other.location.value == "301 会议室"
    assert one["STATUS"] == other.status.value == "CONFIRMED"
    assert one["TRANSP"] == other.transp.value == "OPAQUE"
    assert one["DESCRIPTION"] == other.description.value
    assert one.organizer == other.organizer.value == "mailto:zhang@example.com"
    assert one["CATEGORIES"].cats == ["XMBG-202707001"]
    assert [a.value for a in other.attendee_list] == [address for address, _ in attendees_of(data)]


def test_C1_the_file_is_one_request_of_one_event_in_one_zone() -> None:
    assert unfolded(written())[:6] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//liaison//liaison//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VTIMEZONE",
    ]
    names = shape(written())
    for part in ("VTIMEZONE", "VEVENT", "VALARM"):
        assert names.count(f"BEGIN:{part}") == 1
    for once in ("UID", "DTSTAMP", "SEQUENCE", "METHOD", "ORGANIZER", "SUMMARY", "DTEND", "STATUS"):
        assert names.count(once) == 1
    assert not {"ATTACH", "X-WR-CALNAME", "NAME", "CLASS", "DURATION"} & {*names}


def test_P1_P2_P3_P4_people_have_name_role_answer_and_buttons() -> None:
    assert attendees_of(written()) == [
        (
            "mailto:zhang@example.com",
            {"CN": "张三", "CUTYPE": "INDIVIDUAL", "PARTSTAT": "ACCEPTED", "ROLE": "CHAIR"},
        ),
        (
            "mailto:li@xn--fsqu00a.xn--55qx5d",
            {
                "CN": "李四",
                "CUTYPE": "INDIVIDUAL",
                "PARTSTAT": "NEEDS-ACTION",
                "ROLE": "REQ-PARTICIPANT",
                "RSVP": "TRUE",
            },
        ),
        (
            "mailto:Wang@example.com",
            {
                "CN": "Wang, Wu",
                "CUTYPE": "INDIVIDUAL",
                "PARTSTAT": "TENTATIVE",
                "ROLE": "OPT-PARTICIPANT",
                "RSVP": "TRUE",
            },
        ),
    ]
    assert dict(event_of(written()).organizer.params) == {"CN": "张三"}
    names = [one.params["CN"] for one in vobject_of(written()).attendee_list]
    assert names == [["张三"], ["李四"], ["Wang, Wu"]]


def test_people_without_an_address_are_left_out_and_named() -> None:
    assert invite(KICKOFF, PEOPLE, str).without_address == ("nobody",)
    gone = meeting(attendees=(*KICKOFF.attendees, Attendee(person="who")))
    assert invite(gone, PEOPLE, str).without_address == ("nobody", "who")


def test_P4_the_organizer_presides_unless_somebody_else_does() -> None:
    def roles(*attendees: Attendee) -> list[str]:
        return [p["ROLE"] for _, p in attendees_of(written(meeting(attendees=attendees)))]

    zhang, li = Attendee(person="zhang"), Attendee(person="li")
    assert roles(li, zhang) == ["CHAIR", "REQ-PARTICIPANT"]
    presiding = replace(li, role=AttendeeRole.CHAIR)
    assert roles(presiding, zhang) == ["REQ-PARTICIPANT", "CHAIR"]
    assert roles(li) == ["REQ-PARTICIPANT"]


def test_P4_no_address_stands_there_twice() -> None:
    people = {**PEOPLE, "li": replace(PEOPLE["li"], email="ZHANG@Example.com")}
    addresses = [str(a) for a in event_of(invite(KICKOFF, people, str).data).attendees]
    assert addresses == ["mailto:zhang@example.com", "mailto:Wang@example.com"]


def test_P8_a_copy_for_one_names_nobody_else_but_the_organizer() -> None:
    data = written(only="li")
    assert [address for address, _ in attendees_of(data)] == [
        "mailto:zhang@example.com",
        "mailto:li@xn--fsqu00a.xn--55qx5d",
    ]
    assert "Wang" not in data.decode()
    assert event_of(data).uid == KICKOFF.uid


def test_R5_2_the_agenda_has_clock_times_minutes_presenter_and_question() -> None:
    assert event_of(written(request_title="618 大促备货"))["DESCRIPTION"].split("\n") == [
        "Request number: XMBG-202707001 618 大促备货",
        "Link: https://meet.example.com/618",
        "",
        "Agenda, 60 min in all; clock times in Asia/Shanghai (UTC+08:00)",
        "14:00–14:05  开场 (5 min)",
        "14:05–14:35  议题讨论 (30 min)",
        "  Presenter: 李四",
        "  To decide: 备货多少?",
        "14:35–14:50  质疑与冲突 (15 min)",
        "14:50–15:00  结论 (10 min)",
        "",
        "Sent by 张三 with liaison, meeting MTG-202707001.",
    ]


def test_the_file_speaks_the_language_of_say() -> None:
    data = invite(KICKOFF, PEOPLE, chinese).data
    assert vobject_of(data).description.value.split("\n") == [
        "需求编号：XMBG-202707001",
        "链接：https://meet.example.com/618",
        "",
        "议程，共 60 分钟；时间为 Asia/Shanghai（UTC+08:00）",
        "14:00–14:05  开场 (5 分钟)",
        "14:05–14:35  议题讨论 (30 分钟)",
        "  主讲：李四",
        "  待决：备货多少?",
        "14:35–14:50  质疑与冲突 (15 分钟)",
        "14:50–15:00  结论 (10 分钟)",
        "",
        "张三 由 liaison 发出，会议 MTG-202707001。",
    ]


def test_A1_clock_times_go_on_in_real_minutes_over_a_change_of_the_clocks() -> None:
    start = datetime(2027, 3, 28, 0, 50, tzinfo=UTC)  # 01:50 in Berlin, ten minutes before
    text = event_of(written(meeting(zone="Europe/Berlin", start=start)))["DESCRIPTION"]
    assert "01:50–01:55  开场" in text
    assert "01:55–03:25  议题讨论 (30 min)" in text


@pytest.mark.parametrize("minutes", [30, 75])
def test_E6_a_time_that_comes_twice_is_written_in_utc(minutes: int) -> None:
    # The clocks of Berlin go from 03:00 back to 02:00 at 01:00 UTC on 31 October 2027.
    start = datetime(2027, 10, 31, 0, 15, tzinfo=UTC) + timedelta(minutes=minutes)
    data = written(meeting(zone="Europe/Berlin", start=start))
    event = event_of(data)
    assert (event.start, event.end) == (start, start + timedelta(hours=1))
    assert vobject_of(data).dtstart.value == start
    assert b"VTIMEZONE" not in data
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in unfolded(data)


def test_T1_no_zone_is_defined_for_utc() -> None:
    assert b"TZID" not in written(meeting(zone="Etc/UTC"))


def test_T1_an_old_name_is_written_as_the_zone_it_means() -> None:
    assert written(meeting(zone="PRC")) == written()


def test_X3_X4_the_link_is_a_url_a_conference_and_a_place_to_go() -> None:
    data = written(meeting(place="", url="https://会议.example.com/618 大促?x=1,2"))
    link = "https://xn--6oqu09l.example.com/618%20%E5%A4%A7%E4%BF%83?x=1,2"
    event = event_of(data)
    assert event["URL"] == event["LOCATION"] == vobject_of(data).url.value == link
    assert f"Link: {link}" in event["DESCRIPTION"]
    assert f"CONFERENCE;FEATURE=VIDEO,AUDIO;LABEL=Join;VALUE=URI:{link}" in unfolded(data)


def test_what_is_not_given_is_not_written() -> None:
    names = shape(written(meeting(place="", url="", request="")))
    assert not {"LOCATION", "URL", "CONFERENCE", "CATEGORIES", "COMMENT"} & {*names}


def test_X7_one_relative_reminder() -> None:
    lines = unfolded(written())
    assert lines[lines.index("BEGIN:VALARM") : lines.index("END:VALARM")] == [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:618 大促启动会",
        "TRIGGER:-PT15M",
    ]


def test_X8_a_cancellation_says_so_and_why() -> None:
    data = written(meeting(sequence=3), method="CANCEL", reason="撞期, 改日再定")
    lines, event = unfolded(data), event_of(data)
    assert "METHOD:CANCEL" in lines
    assert "VALARM" not in data.decode()
    assert "RSVP" not in data.decode()
    assert event["STATUS"] == "CANCELLED"
    assert event.sequence == 3
    assert event.uid == KICKOFF.uid
    assert event["COMMENT"] == "撞期, 改日再定"
    assert event["DESCRIPTION"].startswith("This meeting is cancelled.\nReason: 撞期, 改日再定\n")
    assert len(event.attendees) == 3


def test_a_cancellation_is_not_held_up_by_a_link_that_is_none() -> None:
    assert b"STATUS:CANCELLED" in written(meeting(url="room 5"), method="CANCEL")


@pytest.mark.parametrize("minutes", [(), (0,), (30, 0), (30, -5)])
def test_R5_2_blocks_that_do_not_add_up_are_refused(minutes: tuple[int, ...]) -> None:
    blocks = tuple(Block(name="议题", minutes=m) for m in minutes)
    with pytest.raises(RuleViolation) as refused:
        written(meeting(blocks=blocks))
    assert refused.value.field == "blocks"


@pytest.mark.parametrize("only", ["", "nobody", "who"])
def test_an_invitation_to_nobody_is_refused(only: str) -> None:
    attendees = KICKOFF.attendees if only else (Attendee(person="nobody"),)
    with pytest.raises(RuleViolation) as refused:
        written(meeting(attendees=attendees), only=only)
    assert refused.value.field == "attendees"


@pytest.mark.parametrize("organizer", ["nobody", "who"])
def test_an_organizer_without_an_address_is_refused(organizer: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        written(meeting(organizer=organizer))
    assert refused.value.field == "organizer"


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "Mars/Olympus"), ("url", "javascript:alert(1)")]
)
def test_what_cannot_be_written_is_refused_by_its_field(field: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        written(meeting(**{field: value}))
    assert refused.value.field == field


def test_a_meeting_that_was_never_stamped_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="stamped"):
        written(meeting(dtstamp=None))


def test_R5_4_an_update_is_the_same_event_with_what_changed() -> None:
    moved = meeting(
        start=KICKOFF.start + timedelta(hours=2),
        sequence=3,
        attendees=tuple(replace(a, partstat=Participation.NEEDS_ACTION) for a in KICKOFF.attendees),
    )
    before, after = event_of(written()), event_of(written(moved))
    assert before.uid == after.uid
    assert (before.sequence, after.sequence) == (2, 3)
    assert "16:00–16:05  开场" in after["DESCRIPTION"]
    answers = [a.params["PARTSTAT"] for a in after.attendees]
    assert answers == ["ACCEPTED", "NEEDS-ACTION", "NEEDS-ACTION"]


def test_C3_the_same_record_gives_the_same_bytes_in_every_process() -> None:
    script = (
        "import sys\n"
        "from exports.invitation import invite, prepare\n"
        "from exports.mail import draft\n"
        "from tests.exports.meetings import PEOPLE, ZONES, meeting\n"
        "for zone in ZONES:\n"
        "    subject = meeting(zone=zone)\n"
        "    sys.stdout.buffer.write(invite(subject, PEOPLE, str).data)\n"
        "    sys.stdout.buffer.write(draft(prepare(subject, PEOPLE), str))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("4242", "America/New_York"))
    }
    assert len(outputs) == 1
    assert outputs.pop().count(b"BEGIN:VEVENT") == len(ZONES)


@pytest.mark.parametrize("module", ["exports.files", "exports.invitation"])
def test_icalendar_is_loaded_only_when_a_file_is_written(module: str) -> None:
    script = f"import sys, {module}; sys.exit('icalendar' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
