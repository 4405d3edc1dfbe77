"""A series and its meetings, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.model.meeting import Meeting, MeetingKind
from core.model.series import Repeat, Series
from core.series import rule_of
from tests.exports.meetings import KICKOFF

WEEKLY = Series(
    number="SER-202707001",
    uid="f1d0a5be-2c1b-4f1e-8b63-9a3f4d0f7a22@liaison.example",
    dtstamp=datetime(2027, 7, 1, 1, 2, 3, tzinfo=UTC),
    repeat=Repeat.WEEKLY,
    count=8,
    kind=MeetingKind.WEEKLY,
    title="618 周例会",
    request=KICKOFF.request,
    start=datetime(2027, 7, 13, 6, 0, tzinfo=UTC),
    zone="Asia/Shanghai",
    place="301 会议室",
    organizer="zhang",
    attendees=tuple(a for a in KICKOFF.attendees if a.person != "nobody"),
    blocks=KICKOFF.blocks,
)


def the_series(**changes: Any) -> Series:
    return replace(WEEKLY, **changes)


def occurrences(made: Series) -> list[Meeting]:
    """Every meeting of the series, as it is made."""
    return [
        replace(
            KICKOFF, number=f"MTG-2027070{n:02d}", uid=f"own-{n}@liaison.example", sequence=0,
            dtstamp=None, kind=made.kind, title=made.title, request=made.request, start=start,
            zone=made.zone, place=made.place, url=made.url, attendees=made.attendees,
            blocks=made.blocks, series=made.number, recurrence=start,
        )
        for n, start in enumerate(rule_of(made).starts(), 1)
    ]  # fmt: skip
