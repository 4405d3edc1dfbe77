"""The draft of a mail, read back by the standard library (M1, M2, I17)."""

import email
import re
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses
from typing import Any

import pytest

from exports.events import calendar
from exports.invitation import Invitation, prepare
from exports.mail import draft
from tests.exports.meetings import KICKOFF, PEOPLE, chinese, meeting
from tests.exports.test_invitation_text import NASTY

HEADERS = ["Subject", "From", "To", "Date", "X-Unsent", "MIME-Version", "Content-Type"]


def prepared(**how: Any) -> Invitation:
    return prepare(KICKOFF, PEOPLE, **how)


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=SMTP)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def test_M1_text_first_and_then_the_calendar_with_its_octets() -> None:
    invitation = prepared()
    message = read(draft(invitation, str))
    assert message.get_content_type() == "multipart/alternative"
    plain, invite = message.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert invite.get_content_type() == "text/calendar"
    assert invite.get_payload(decode=True) == calendar(invitation, str)
    assert invite["Content-Transfer-Encoding"] == "base64"
    assert invite.get_content_disposition() is None
    assert invite["Content-Type"].params == {
        "charset": "utf-8",
        "method": "REQUEST",
        "name": "invite.ics",
    }


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_M2_the_part_names_the_method_of_the_file(method: Any) -> None:
    _, invite = read(draft(prepared(method=method), str)).iter_parts()
    payload = invite.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert invite["Content-Type"].params["method"] == method
    assert f"\r\nMETHOD:{method}\r\n".encode() in payload


def test_M2_it_goes_from_the_organizer_to_the_others() -> None:
    message = read(draft(prepared(), str))
    assert message["From"] == "张三 <zhang@example.com>"
    assert [(one.display_name, one.addr_spec) for one in message["To"].addresses] == [
        ("李四", "li@xn--fsqu00a.xn--55qx5d"),
        ("Wang, Wu", "Wang@example.com"),
    ]
    assert message["Subject"] == "618 大促启动会"
    assert message["Date"].datetime == KICKOFF.dtstamp
    assert message["X-Unsent"] == "1"


def test_P8_the_draft_for_one_goes_to_one() -> None:
    (one,) = read(draft(prepared(only="wang"), str))["To"].addresses
    assert one.addr_spec == "Wang@example.com"


def test_an_organizer_alone_writes_to_themselves() -> None:
    alone = meeting(attendees=KICKOFF.attendees[:1])
    (one,) = read(draft(prepare(alone, PEOPLE), str))["To"].addresses
    assert one.addr_spec == "zhang@example.com"


def test_the_text_says_when_and_where_in_the_language_of_say() -> None:
    plain, _ = read(draft(prepared(), chinese)).iter_parts()
    payload = plain.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().split("\r\n")[:6] == [
        "618 大促启动会",
        "时间：2027-07-13 14:00–15:00，Asia/Shanghai（UTC+08:00）",
        "地点：301 会议室",
        "",
        "需求编号：XMBG-202707001",
        "链接：https://meet.example.com/618",
    ]


def test_a_cancellation_says_so_in_the_subject() -> None:
    message = read(draft(prepared(method="CANCEL"), chinese))
    assert message["Subject"] == "已取消：618 大促启动会"


@pytest.mark.parametrize(
    "text",
    [
        *NASTY,
        "x\r\nBcc: evil@example.com",
        "Li, Wei <evil@example.com>",
        "x" * 70 + ", y" * 20,
        '"Li, Wei" <evil@example.com>, x',
        "=?utf-8?b?QmNjOiBldmls?=",
        "张三, 李四; 王五:" * 20,
    ],
)
def test_I17_no_text_becomes_a_header_or_a_recipient(text: str) -> None:
    people = {login: replace(person, name=text) for login, person in PEOPLE.items()}
    invitation = prepare(meeting(title=f"x{text}", place=text), people)
    data = draft(invitation, str)
    message = read(data)

    assert message.keys() == HEADERS
    head = data.split(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 76
    assert re.fullmatch(rb"[\x20-\x7e\r\n]*", data)
    to = getaddresses([str(email.message_from_bytes(data)["To"])])
    assert [address for _, address in to] == ["li@xn--fsqu00a.xn--55qx5d", "Wang@example.com"]
    assert {str(make_header(decode_header(name))) for name, _ in to} == {invitation.organizer.name}
    assert message["Subject"] == invitation.title
    assert [one.addr_spec for one in message["To"].addresses] == [address for _, address in to]
