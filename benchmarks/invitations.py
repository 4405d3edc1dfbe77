"""Invitations written per second, against icalendar's bare serialisation of the same event."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from core.model.meeting import Attendee, Block, Meeting, MeetingKind
from core.model.organisation import Person

SECONDS = 1.0
PEOPLE = {
    login: Person(login=login, name=name, email=f"{login}@example.com")
    for login, name in (("zhang", "张三"), ("li", "李四"), ("wang", "Wang, Wu"))
}
MEETING = Meeting(
    number="MTG-202707001",
    uid="4bb7b1a0-1f0a-4f6f-9b0b-0a5c6e3c8f11@liaison",
    dtstamp=datetime(2027, 7, 1, tzinfo=UTC),
    kind=MeetingKind.KICKOFF,
    title="618 大促启动会",
    start=datetime(2027, 7, 13, 6, 0, tzinfo=UTC),
    zone="Europe/Berlin",
    place="301 会议室",
    organizer="zhang",
    attendees=tuple(Attendee(person=login) for login in PEOPLE),
    blocks=(Block(name="议题讨论", minutes=30, presenter="li", question="备货多少?"),),
)


def per_second(deed: Callable[[int], object]) -> float:
    """How often a second something can be done, after once to warm up."""
    deed(0)
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        count += 1
        deed(count)
    return count / (time.perf_counter() - begun)


def measure() -> dict[str, float]:
    """Files a second by us, from the record on, and by icalendar, from a finished event on."""
    from icalendar import Calendar

    from exports.invitation import invite

    def ours(sequence: int) -> bytes:
        return invite(replace(MEETING, sequence=sequence), PEOPLE, str).data

    bare = Calendar.from_ical(ours(0))
    return {"ours": per_second(ours), "icalendar": per_second(lambda _count: bare.to_ical())}


if __name__ == "__main__":
    found = measure()
    print(f"invitations a second: {found['ours']:.0f}, bare icalendar {found['icalendar']:.0f}")
