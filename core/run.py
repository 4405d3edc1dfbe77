"""Where a live meeting stands, told from its run's events and a moment alone (R5.5).

Times are elapsed between instants, so midnight and a change of clocks make no difference (C2); a
clock that goes backwards makes time stand still, never run back (C1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core.agenda import timed
from core.model.meeting import Block, Meeting, RunEvent, Step

ZERO, MINUTE = timedelta(), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A block in its run: ``planned`` minutes, ``minutes`` after extensions, and time ``spent``.

    ``start`` and ``end`` are its clock times if every block kept to its minutes.
    """

    block: Block
    minutes: int
    spent: timedelta
    start: datetime
    end: datetime

    @property
    def left(self) -> timedelta:
        """What is left of it, below zero when it runs over."""
        return self.minutes * MINUTE - self.spent

    @property
    def spare(self) -> int:
        """Whole minutes it can give away; a block keeps one, and what was spent."""
        return max(0, min(self.minutes - 1, self.left // MINUTE))

    @property
    def taken(self) -> int:
        """Minutes spent, to the nearest whole one, a half up."""
        return (self.spent + MINUTE / 2) // MINUTE


@dataclass(frozen=True, slots=True)
class Run:
    """A run at the moment ``now``, or as it ended; ``at`` counts blocks from 0."""

    parts: tuple[Part, ...]
    at: int
    paused: bool
    started: datetime
    now: datetime
    over: bool

    @property
    def current(self) -> Part:
        """The block that runs."""
        return self.parts[self.at]

    @property
    def planned_end(self) -> datetime:
        """When it ends if every block keeps to its minutes."""
        return self.parts[-1].end

    @property
    def projected_end(self) -> datetime:
        """When it ends if it goes on now and nothing more runs over; of an ended one, its end."""
        if self.over:
            return self.now
        return self.now + sum((max(ZERO, part.left) for part in self.parts[self.at :]), ZERO)

    @property
    def overrun(self) -> timedelta:
        """How much later than planned it ends; below zero if earlier."""
        return self.projected_end - self.planned_end


def of(meeting: Meeting, now: datetime) -> Run | None:
    """The run of a meeting that has begun, at *now* or at its end; None before."""
    if not meeting.started_at or not meeting.blocks:
        return None
    return follow(meeting.blocks, meeting.started_at, meeting.run_events, now, meeting.finished_at)


def follow(
    blocks: Sequence[Block],
    started: datetime,
    events: Sequence[RunEvent],
    now: datetime,
    finished: datetime | None = None,
) -> Run:
    """Where a run stands that began at *started*; events are in the order in which they came."""
    minutes = [block.minutes for block in blocks]
    spent = [ZERO] * len(blocks)
    at, paused, moment = 0, False, started
    for event in events:
        moment = _spend(spent, at, paused, moment, event.at)
        if event.step is Step.NEXT:
            at = min(at + 1, len(blocks) - 1)
        elif event.step is Step.BACK:
            at = max(at - 1, 0)
        elif event.step is Step.EXTEND:
            minutes[event.block] += event.minutes
            minutes[event.source] -= event.minutes
        else:
            paused = event.step is Step.PAUSE
    moment = _spend(spent, at, paused, moment, finished or now)
    allotted = [replace(b, minutes=m) for b, m in zip(blocks, minutes, strict=True)]
    parts = (
        Part(block, t.block.minutes, used, t.start, t.end)
        for block, t, used in zip(blocks, timed(allotted, started), spent, strict=True)
    )
    return Run(tuple(parts), at, paused, started, moment, finished is not None)


def _spend(
    spent: list[timedelta], at: int, paused: bool, since: datetime, until: datetime
) -> datetime:
    """Count the time since the last event for the block that ran; the later moment of the two."""
    until = max(since, until)
    if not paused:
        spent[at] += until - since
    return until


def planned(document: dict[str, Any]) -> Run | None:
    """The run of a meeting's ``show`` document if it begins on time; None without an agenda."""
    start = datetime.fromisoformat(document["start"])
    return follow(_blocks(document), start, (), start) if document["blocks"] else None


def _blocks(document: dict[str, Any]) -> list[Block]:
    from core.codec import from_plain

    return [from_plain(Block, block) for block in document["blocks"]]


def of_document(document: dict[str, Any], now: datetime) -> Run | None:
    """The run of a meeting's ``show`` document; None before it has begun."""
    from core.codec import from_plain

    if not document["started_at"] or not document["blocks"]:
        return None
    return follow(
        _blocks(document),
        datetime.fromisoformat(document["started_at"]),
        [from_plain(RunEvent, event) for event in document["run_events"]],
        now,
        datetime.fromisoformat(document["finished_at"]) if document["finished_at"] else None,
    )


def plainly(run: Run) -> dict[str, Any]:
    """A run as data; blocks are counted from 1, lengths of time are in seconds."""
    return {
        "block": run.at + 1,
        "name": run.current.block.name,
        "left": int(run.current.left.total_seconds()),
        "paused": run.paused,
        "started": run.started.isoformat(),
        "planned_end": run.planned_end.isoformat(),
        "projected_end": run.projected_end.isoformat(),
        "overrun": int(run.overrun.total_seconds()),
        "blocks": [
            {
                "name": part.block.name,
                "planned": part.block.minutes,
                "minutes": part.minutes,
                "spent": int(part.spent.total_seconds()),
                "start": part.start.isoformat(),
                "end": part.end.isoformat(),
            }
            for part in run.parts
        ],
    }


def clock(left: timedelta) -> str:
    """A countdown as it is shown: ``04:59``, and ``+00:01`` once it runs over."""
    seconds = left // timedelta(seconds=-1) if left < ZERO else -(-left // timedelta(seconds=1))
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'+' if left < ZERO else ''}{minutes:02d}:{rest:02d}"
