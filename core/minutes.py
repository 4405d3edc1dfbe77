"""The draft of a meeting's minutes, made of what was taken down while it ran (R5.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from core.agenda import KIND_LABELS
from core.messages import N_, Message

if TYPE_CHECKING:
    from core.model.conflict import Conflict
    from core.model.meeting import Meeting
    from core.run import Run

Say = Callable[[Message], str]


@dataclass(frozen=True)
class Source:
    """What minutes are drafted from.

    ``project`` is the request's title, ``present`` are names with departments, ``names`` those of
    logins, ``local`` gives the clock time of a moment.
    """

    meeting: Meeting
    run: Run | None
    project: str
    present: Sequence[str]
    conflicts: Sequence[Conflict]
    local: Callable[[datetime], datetime]
    names: Mapping[str, str] = field(default_factory=dict)

    def name_of(self, login: str) -> str:
        """How people know somebody."""
        return self.names.get(login) or login


def name(source: Source) -> str:
    """Day, project and topic: what the minutes are filed under."""
    meeting = source.meeting
    day = source.local(meeting.started_at or meeting.start).date().isoformat()
    project = "" if source.project in meeting.title else source.project
    return " ".join(part for part in (day, project, meeting.title) if part)


def draft(source: Source, say: Say) -> str:
    """The whole text, to be edited before it is sent."""
    meeting = source.meeting
    decisions = [decision.text for decision in meeting.decisions]
    actions = [
        f"{item.text} ({source.name_of(item.owner)}, {item.due.isoformat()})"
        for item in meeting.actions
    ]
    quarrels = [f"{conflict.number} {conflict.title}" for conflict in source.conflicts]
    lines = [
        name(source),
        *_head(source, say),
        *_section(say(N_("Agenda")), _blocks(source, say)),
        *_section(say(N_("Decisions")), decisions),
        *_section(say(N_("Action items")), actions),
        *_section(say(N_("Conflicts")), quarrels),
        *_section(say(N_("Parked questions")), meeting.parked),
    ]
    return "\n".join(lines)


def _head(source: Source, say: Say) -> Iterator[str]:
    meeting = source.meeting
    kind = say(KIND_LABELS[meeting.kind])
    yield f"{meeting.number} · {kind}" + (f" · {meeting.request}" if meeting.request else "")
    planned = _span(source, meeting.start, meeting.end)
    if meeting.started_at and meeting.finished_at:
        held = _span(source, meeting.started_at, meeting.finished_at)
        yield say(N_("Held {held}, planned {planned}", held=held, planned=planned))
    if where := f"{meeting.place} {meeting.url}".strip():
        yield say(N_("Place: {place}", place=where))
    yield say(N_("Present: {people}", people=", ".join(source.present)))


def _span(source: Source, start: datetime, end: datetime) -> str:
    return f"{source.local(start):%Y-%m-%d %H:%M}–{source.local(end):%H:%M}"


def _blocks(source: Source, say: Say) -> Iterator[str]:
    for place, block in enumerate(source.meeting.blocks):
        taken = source.run.parts[place].taken if source.run else 0
        line = say(
            N_(
                "{name}: {planned} min planned, {taken} min taken",
                name=block.name,
                planned=block.minutes,
                taken=taken,
            )
        )
        presenter = source.name_of(block.presenter)
        yield " · ".join(part for part in (line, presenter, block.question) if part)


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield heading
        yield from (f"{number}. {line}" for number, line in enumerate(found, 1))
