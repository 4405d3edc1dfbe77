"""How long meetings took against what was planned, by kind and over time (R5.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.codec import from_plain
from core.model.meeting import Block, MeetingKind, RunEvent
from core.run import MINUTE, ZERO, Run, follow

if TYPE_CHECKING:
    from core.views.meetings import MeetingRow


@dataclass(frozen=True, slots=True)
class KindTimes:
    """All meetings of one kind: how many, minutes planned and taken on average."""

    kind: MeetingKind
    count: int
    planned: float
    taken: float

    @property
    def overrun(self) -> float:
        """Minutes that a meeting of the kind runs over on average; below zero if it ends early."""
        return self.taken - self.planned


def run_of(row: MeetingRow) -> Run | None:
    """The whole run of a meeting that was held; None for any other."""
    if not row.started_at or not row.finished_at or not row.blocks:
        return None
    blocks = [from_plain(Block, block) for block in row.blocks]
    events = [from_plain(RunEvent, event) for event in row.run_events]
    return follow(blocks, row.started_at, events, row.finished_at, row.finished_at)


def spent(run: Run) -> timedelta:
    """Time the blocks took together; breaks do not count."""
    return sum((part.spent for part in run.parts), ZERO)


def planned(run: Run) -> timedelta:
    """The sum of the blocks as planned."""
    return sum((part.block.minutes for part in run.parts), 0) * MINUTE


def overrun(run: Run) -> int:
    """Whole minutes the blocks took more than planned, to the nearest; below zero if fewer."""
    return (spent(run) - planned(run) + MINUTE / 2) // MINUTE


def by_kind(runs: Iterable[tuple[str, Run]]) -> list[KindTimes]:
    """Averages of each kind that was held, in the order of the kinds."""
    gathered: dict[MeetingKind, list[Run]] = {}
    for kind, run in runs:
        gathered.setdefault(MeetingKind(kind), []).append(run)
    return [
        KindTimes(
            kind,
            len(found),
            sum(map(planned, found), ZERO) / MINUTE / len(found),
            sum(map(spent, found), ZERO) / MINUTE / len(found),
        )
        for kind in MeetingKind
        if (found := gathered.get(kind))
    ]
