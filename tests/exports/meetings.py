"""A meeting, its people and an independent reader of lines, for the tests of this room."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.messages import Message
from core.model.meeting import (
    Attendee,
    AttendeeRole,
    Block,
    Meeting,
    MeetingKind,
    Participation,
)
from core.model.organisation import Person

PEOPLE = {
    login: Person(login=login, name=name, email=email)
    for login, name, email in (
        ("zhang", "张三", "zhang@example.com"),
        ("li", "李四", "li@例子.公司"),
        ("wang", "Wang, Wu", "Wang@example.com"),
        ("nobody", "无名", ""),
    )
}
KICKOFF = Meeting(
    number="MTG-202707001",
    uid="4bb7b1a0-1f0a-4f6f-9b0b-0a5c6e3c8f11@liaison.example",
    sequence=2,
    dtstamp=datetime(2027, 7, 1, 1, 2, 3, tzinfo=UTC),
    kind=MeetingKind.KICKOFF,
    title="618 大促启动会",
    request="XMBG-202707001",
    start=datetime(2027, 7, 13, 6, 0, tzinfo=UTC),
    zone="Asia/Shanghai",
    place="301 会议室",
    url="https://meet.example.com/618",
    organizer="zhang",
    attendees=(
        Attendee(person="zhang", role=AttendeeRole.CHAIR),
        Attendee(person="li"),
        Attendee(person="wang", role=AttendeeRole.OPTIONAL, partstat=Participation.TENTATIVE),
        Attendee(person="nobody"),
    ),
    blocks=(
        Block(name="开场", minutes=5),
        Block(name="议题讨论", minutes=30, presenter="li", question="备货多少?"),
        Block(name="质疑与冲突", minutes=15),
        Block(name="结论", minutes=10),
    ),
)
ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Africa/Casablanca",
)

_CHINESE = {
    "This meeting is cancelled.": "会议已取消。",
    "Reason: {reason}": "原因：{reason}",
    "Request number: {number}": "需求编号：{number}",
    "Link: {url}": "链接：{url}",
    "Agenda, {minutes} min in all; clock times in {zone} (UTC{offset})": (
        "议程，共 {minutes} 分钟；时间为 {zone}（UTC{offset}）"
    ),
    "{minutes} min": "{minutes} 分钟",
    "Presenter: {name}": "主讲：{name}",
    "To decide: {question}": "待决：{question}",
    "Sent by {name} with liaison, meeting {number}.": "{name} 由 liaison 发出，会议 {number}。",
    "Join": "入会",
    "Cancelled: {title}": "已取消：{title}",
    "When: {date} {start}–{end}, {zone} (UTC{offset})": (
        "时间：{date} {start}–{end}，{zone}（UTC{offset}）"
    ),
    "Where: {place}": "地点：{place}",
}


def chinese(message: Message) -> str:
    """Translate every sentence of an invitation; ``KeyError`` for one that is not known."""
    return _CHINESE[message.text].format(**message.values)


def meeting(**changes: Any) -> Meeting:
    return replace(KICKOFF, **changes)


def at(zone: str, *clock: int) -> datetime:
    """A wall time of *zone* as an instant in UTC."""
    year, month, day, hour, minute = clock
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def unfolded(data: bytes) -> list[str]:
    """The content lines of a file, put together by RFC 5545 3.1 and nothing else."""
    return data.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def shape(data: bytes) -> list[str]:
    """The names of components and properties, in order and with repetitions."""
    names = []
    for content in unfolded(data):
        name = content.split(":", 1)[0].split(";", 1)[0]
        names.append(content if name in ("BEGIN", "END") else name)
    return names
