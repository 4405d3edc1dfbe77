"""Answers read from files as calendars write them, and what is refused (ICALENDAR I1 to I11)."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.model.answer import Method
from core.model.meeting import Participation
from core.replies import waiting
from exports.replies import ATTENDEES, COMPONENTS, LARGEST, read
from tests.core.test_replies import Book
from tests.exports.meetings import KICKOFF

FILES = Path(__file__).parent / "replies"
LOCAL = ZoneInfo("Asia/Shanghai")
UID = "4bb7b1a0-1f0a-4f6f-9b0b-0a5c6e3c8f11@liaison.example"
LI, WANG = "li@xn--fsqu00a.xn--55qx5d", "wang@example.com"
ACCEPTED, DECLINED, TENTATIVE = (
    Participation.ACCEPTED,
    Participation.DECLINED,
    Participation.TENTATIVE,
)


def utc(hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 7, 2, hour, minute, tzinfo=UTC)


STYLES = {
    "exchange-accepted.eml": (LI, ACCEPTED, "", utc(1)),
    "outlook-declined.eml": (
        WANG, DECLINED, "I am in Shanghai that day; ask 李四, please.", utc(2),
    ),
    "google-tentative.eml": (WANG, TENTATIVE, "Perhaps, if the train is on time", utc(3)),
    "apple-accepted.ics": (WANG, ACCEPTED, "", utc(4)),
    "thunderbird-accepted.ics": (
        LI, ACCEPTED,
        "我会参加这次会议，不过要晚十分钟才能到，请先讨论供货数量的问题，谢谢大家的理解与支持。",
        utc(5),
    ),
    "feishu-declined.eml": (LI, DECLINED, "当天出差", utc(6)),
    "gb18030-tentative.ics": (
        WANG, TENTATIVE, "要看火车是否准点，到时候再说，如果来不了会提前打电话通知您", utc(7),
    ),
    "delegate-accepted.ics": ("zhao@example.com", ACCEPTED, "", utc(6, 30)),
}  # fmt: skip
REFUSED = {
    "cancel.ics": "not an answer",
    "declinecounter.ics": "not an answer",
    "two-meetings.ics": "several meetings",
    "cut-off.ics": "cut off",
    "rule-bomb.ics": "rule of repetition",
}


def said(name: str) -> Any:
    return read((FILES / name).read_bytes(), LOCAL)


@pytest.mark.parametrize("name", STYLES)
def test_I1_I7_an_answer_in_the_style_of_each_calendar(name: str) -> None:
    found = said(name)
    assert (found.attendee, found.partstat, found.comment, found.dtstamp) == STYLES[name]
    assert (found.method, found.uid, found.sequence) == (Method.REPLY, UID, 2)


def test_I3_the_organiser_may_be_missing() -> None:
    assert said("exchange-accepted.eml").organizer == ""
    assert said("google-tentative.eml").organizer == "zhang@example.com"


def test_I6_who_answered_for_somebody_is_said() -> None:
    assert said("outlook-declined.eml").sent_by == "desk@example.com"
    assert said("google-tentative.eml").sent_by == ""
    delegated = said("delegated.ics")
    assert (delegated.partstat, delegated.delegate) == (
        Participation.DELEGATED,
        "zhao@example.com",
    )


def test_I2_what_is_not_utf_8_is_read_as_gb18030_with_a_note() -> None:
    assert str(said("gb18030-tentative.ics").remark) == "It was read as GB18030."
    assert said("thunderbird-accepted.ics").remark is None


def test_I8_a_counter_proposal_has_its_times_as_instants() -> None:
    found = said("outlook-counter.eml")
    assert found.method is Method.COUNTER
    assert found.start == datetime(2027, 7, 13, 8, tzinfo=UTC)
    assert found.end == datetime(2027, 7, 13, 9, tzinfo=UTC)
    assert found.comment == "Two hours later would do"


def test_I4_asking_for_the_invitation_is_understood() -> None:
    assert said("refresh.ics").method is Method.REFRESH


def test_I10_what_would_act_on_a_screen_is_left_out_of_a_comment() -> None:
    assert said("hijacking.ics").comment == "]0;owned[@click=app.quit]go[/]"


@pytest.mark.parametrize("name", REFUSED)
def test_I1_a_refusal_is_one_short_sentence(name: str) -> None:
    with pytest.raises(BadInput, match=REFUSED[name]) as refusal:
        said(name)
    assert len(str(refusal.value)) < 100


def an_answer(*lines: str, method: str = "REPLY", uid: str = UID, **more: str) -> bytes:
    """A plain answer with more lines in its event."""
    given = {"DTSTAMP": "20270702T010000Z", "SEQUENCE": "2"} | more
    text = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{uid}",
        *(f"{name}:{value}" for name, value in given.items() if value),
        *(lines or (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{WANG}",)), "END:VEVENT", "END:VCALENDAR",
        "",
    ]  # fmt: skip
    return "\r\n".join(text).encode()


YES = f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{WANG}"
BOMBS: dict[str, tuple[bytes, str]] = {
    "over 1 MiB": (b"BEGIN:VCALENDAR\r\n" + b"X" * LARGEST, "1 MiB"),
    "5 MB of chance": (random.Random(1).randbytes(5_000_000), "1 MiB"),
    "1 MiB of chance": (random.Random(2).randbytes(LARGEST), "neither"),
    "1 MiB of line breaks": (b"\n" * LARGEST, "neither"),
    "components": (an_answer(YES, *(["BEGIN:VALARM", "END:VALARM"] * COMPONENTS)), "components"),
    "nested": (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 1900 + b"END:VCALENDAR\r\n", "deep"),
    "attendees": (
        an_answer(*(f"ATTENDEE:mailto:a{n}@x.example" for n in range(ATTENDEES + 1))), "attendees",
    ),
    "several attendees": (an_answer(YES, f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{LI}"), "several"),
    "every second": (an_answer(YES, "RRULE:FREQ=SECONDLY"), "rule"),
    "dates": (an_answer(YES, "RDATE:20270702T010000Z"), "rule"),
    "exceptions by rule": (an_answer(YES, "exrule:FREQ=DAILY"), "rule"),
    "no attendee": (an_answer("X-A:b"), "who answers"),
    "no address": (an_answer("ATTENDEE;PARTSTAT=ACCEPTED:tel:123"), "who answers"),
    "no uid": (an_answer(uid=""), "UID"),
    "two uids": (an_answer(YES, "UID:other"), "UID"),
    "an endless uid": (an_answer(uid="x" * 256), "UID"),
    "no stamp": (an_answer(DTSTAMP=""), "DTSTAMP"),
    "an impossible stamp": (an_answer(DTSTAMP="20271302T010000Z"), "DTSTAMP"),
    "a stamp before time": (an_answer(DTSTAMP="00010101T000000"), "DTSTAMP"),
    "sequence beyond a column": (an_answer(SEQUENCE="2147483648"), "SEQUENCE"),
    "sequence of words": (an_answer(SEQUENCE="two"), "SEQUENCE"),
    "a negative sequence": (an_answer(SEQUENCE="-1"), "SEQUENCE"),
    "no method": (an_answer(method=""), "not an answer"),
    "a publication": (an_answer(method="PUBLISH"), "not an answer"),
    "another kind": (an_answer().replace(b"VEVENT", b"VTODO"), "no event"),
    "two calendars": (an_answer() + an_answer(), "several calendars"),
    "text behind it": (an_answer() + b"-- \r\nSent by mail\r\n", "behind its end"),
    "crossed": (an_answer().replace(b"END:VEVENT", b"END:VTODO"), "cut off"),
    "a counter without a time": (an_answer(method="COUNTER"), "no time"),
    "a counter in no zone": (
        an_answer(YES, "DTSTART;TZID=Mars/Base:20270713T140000", method="COUNTER"), "no time",
    ),
    "a mail without one": (b"From: a@b.example\r\nSubject: Yes\r\n\r\nI come.\r\n", "neither"),
    "parts in parts": (
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
                 for n in range(3000)), "neither",
    ),
    "a parameter without end": (an_answer('ATTENDEE;CN="' + "x;" * 200_000), "who answers"),
    "parameters without end": (an_answer("ATTENDEE" + ";A=b" * 200_000), "who answers"),
    "empty": (b"", "neither"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_I11_what_is_too_much_or_broken_is_refused_soon(name: str) -> None:
    data, reason = BOMBS[name]
    begun = time.process_time()
    with pytest.raises(BadInput, match=reason) as refusal:
        read(data, LOCAL)
    assert time.process_time() - begun < 3  # RELIABILITY I11 asks for it
    assert len(str(refusal.value)) < 100


def test_I10_a_zone_may_have_rules_for_they_are_never_read() -> None:
    zone = b"BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nRRULE:FREQ=SECONDLY\r\n"
    zone += b"TZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
    data = an_answer(YES, "DTSTART;TZID=X:20270713T113000", method="COUNTER")
    found = read(data.replace(b"BEGIN:VEVENT", zone, 1), LOCAL)
    assert found.start == datetime(2027, 7, 13, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("DTSTART:20270713T060000Z", 6),
        ("DTSTART:20270713T140000", 6),
        ("DTSTART;TZID=Europe/Berlin:20270713T080000", 6),
        ("DTSTART;TZID=W. Europe Standard Time:20270713T080000", 6),
        ('DTSTART;TZID="/freeassociation.sourceforge.net/Asia/Shanghai":20270713T140000', 6),
    ],
)
def test_a_time_of_any_zone_is_an_instant(line: str, hour: int) -> None:
    found = read(an_answer(YES, line, "DURATION:PT1H30M", method="COUNTER"), LOCAL)
    assert found.start == datetime(2027, 7, 13, hour, tzinfo=UTC)
    assert found.end == datetime(2027, 7, 13, hour + 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("accepted", ACCEPTED),
        ("Declined", DECLINED),
        ('"TENTATIVE"', TENTATIVE),
        ("X-PERHAPS", Participation.NEEDS_ACTION),
        ("", Participation.NEEDS_ACTION),
    ],
)
def test_I7_an_unknown_answer_says_nothing(written: str, wanted: Participation) -> None:
    found = read(an_answer(f"ATTENDEE;PARTSTAT={written}:MAILTO:{WANG}"), LOCAL)
    assert found.partstat is wanted


def test_octets_may_come_in_any_wrapping() -> None:
    data = an_answer("COMMENT:不行", YES)
    wanted = read(data, LOCAL)
    for other in (
        b"\xef\xbb\xbf" + data,
        b"\r\n \t" + data,
        data.replace(b"\r\n", b"\n"),
        data.replace(b"\r\n", b"\r"),
        data.replace(b"\r\n", b"\r\r\n"),
        data.decode().encode("utf-16"),
        data.rstrip(),
    ):
        assert read(other, LOCAL) == wanted


ADDRESSES = {"zhang@example.com": "zhang", LI: "li", WANG: "wang"}


@given(st.permutations(sorted(path.name for path in FILES.iterdir())))
def test_I8_all_the_files_in_any_order_end_in_the_same_state(order: list[str]) -> None:
    book = Book(KICKOFF, ADDRESSES)
    for name in order:
        try:
            reply = said(name)
        except BadInput:
            continue
        if reply.uid == KICKOFF.uid:
            book.receive(reply)
    came = {a.person: a.partstat.value for a in book.meeting.attendees}
    assert came == {
        "zhang": "needs-action", "li": "declined", "wang": "tentative", "nobody": "needs-action",
    }  # fmt: skip
    assert replace(book.meeting, attendees=KICKOFF.attendees) == KICKOFF
    waits = {answer.attendee for answer in waiting(book.kept, KICKOFF.sequence)}
    assert waits == {WANG, "zhao@example.com", "mallory@evil.example"}


@given(st.binary(max_size=300))
def test_no_octets_do_more_than_be_refused(data: bytes) -> None:
    for whole in (data, b"BEGIN:VCALENDAR\r\n" + data, an_answer(YES, "X:") + data):
        try:
            read(whole, LOCAL)
        except BadInput:
            continue


@given(st.integers(1, 400), st.integers(0, 400))
def test_a_file_cut_off_anywhere_is_refused(at: int, more: int) -> None:
    data = (FILES / "thunderbird-accepted.ics").read_bytes()
    with pytest.raises(BadInput):
        read(data[: min(at + more, len(data.rstrip()) - 1)], LOCAL)
