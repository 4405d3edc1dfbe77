"""Agendas in timed blocks, and the notice a meeting needs (R5.1 to R5.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.meeting import Block, MeetingKind
from core.policy import KICKOFF_BLOCKS

if TYPE_CHECKING:
    from core.policy import Policy
    from core.worktime import WorkTime

TEMPLATES: dict[MeetingKind, tuple[tuple[Message, int], ...]] = {
    MeetingKind.KICKOFF: tuple((name, minutes) for _, minutes, name in KICKOFF_BLOCKS),
    MeetingKind.STANDUP: ((N_("Round of progress"), 10), (N_("Obstacles"), 5)),
    MeetingKind.WEEKLY: (
        (N_("Issue list"), 25),
        (N_("Proposed solutions"), 20),
        (N_("Conclusions"), 10),
    ),
    MeetingKind.STANDING: (
        (N_("Since last month"), 15),
        (N_("Topics"), 30),
        (N_("Conclusions"), 10),
    ),
    MeetingKind.URGENT: ((N_("Situation"), 5), (N_("First plan"), 20), (N_("Who does what"), 5)),
    MeetingKind.SECOND_COORDINATION: (
        (N_("Points of disagreement"), 15),
        (N_("Ways out"), 30),
        (N_("Agreement"), 15),
    ),
    MeetingKind.RETROSPECTIVE: (
        (N_("Goal and result"), 10),
        (N_("What went well"), 15),
        (N_("Problems"), 20),
        (N_("Suggestions"), 15),
    ),
}

KIND_LABELS = {
    MeetingKind.KICKOFF: N_("kick-off"),
    MeetingKind.STANDUP: N_("stand-up"),
    MeetingKind.WEEKLY: N_("weekly review"),
    MeetingKind.STANDING: N_("standing group"),
    MeetingKind.URGENT: N_("urgent meeting"),
    MeetingKind.SECOND_COORDINATION: N_("second coordination"),
    MeetingKind.RETROSPECTIVE: N_("retrospective"),
}


LEFT = N_("Left from last time")
_RECORD = re.compile(r"(TSK|CFL)-\d{6,}\b")


def is_topic(block: Block) -> bool:
    """Whether a block was made of a record, whose number it begins with, and so can be again."""
    return bool(_RECORD.match(block.name))


@dataclass(frozen=True, slots=True)
class Timed:
    """A block with the moments it is planned to begin and end, in the zone asked for."""

    block: Block
    start: datetime
    end: datetime


def timed(blocks: Sequence[Block], start: datetime) -> list[Timed]:
    """The blocks one after the other from *start*, in its zone, over changes of clocks too (C2)."""
    placed: list[Timed] = []
    for block in blocks:
        end = start.astimezone(UTC) + timedelta(minutes=block.minutes)
        placed.append(Timed(block, start, end.astimezone(start.tzinfo)))
        start = placed[-1].end
    return placed


def require_minutes(block: Block) -> None:
    """Refuse a block that takes no time (R5.2)."""
    if block.minutes < 1:
        raise RuleViolation(
            N_("The block “{name}” needs at least one minute.", name=block.name), "blocks"
        )


def check_blocks(blocks: Sequence[Block], kind: MeetingKind, policy: Policy, reason: str) -> None:
    """Refuse an agenda without time, or one over the kick-off's limit without a reason (R5.2)."""
    if not blocks:
        raise RuleViolation(
            N_("A meeting needs at least one agenda block."), "blocks", N_("Topics 30")
        )
    for block in blocks:
        require_minutes(block)
    total = sum(block.minutes for block in blocks)
    limit = policy.elapsed("kickoff_length") // timedelta(minutes=1)
    if kind is MeetingKind.KICKOFF and total > limit and not reason.strip():
        raise RuleViolation(
            N_(
                "The blocks take {total} min; a kick-off has {limit} min at most. "
                "Shorten one or give the reason.",
                total=total,
                limit=limit,
            ),
            "blocks",
        )


def check_notice(
    kind: MeetingKind, start: datetime, now: datetime, policy: Policy, reason: str
) -> None:
    """Refuse late notice without a reason; the notice is time elapsed between instants (R5.3)."""
    if start <= now:
        raise RuleViolation(N_("The meeting would begin in the past."), "start", N_("fri 14:00"))
    if kind is MeetingKind.URGENT or reason.strip():
        return
    name = "kickoff_notice" if kind is MeetingKind.KICKOFF else "meeting_notice"
    wanted = policy[name].elapsed
    if start - now < wanted:
        raise RuleViolation(
            N_(
                "People get less than {hours} h notice. Choose a later time or give the reason.",
                hours=int(wanted.total_seconds() // 3600),
            ),
            "late_notice_reason",
            N_("The supplier is here today only."),
        )


def outside_hours(start: datetime, end: datetime, worktime: WorkTime) -> bool:
    """Whether any part of the meeting lies on a free day or outside business hours (R5.4)."""
    begin, finish = worktime.local(start), worktime.local(end)
    if not worktime.workdays.is_working(begin.date()) or begin.date() != finish.date():
        return True
    return begin.time() < worktime.opens or finish.time() > worktime.closes
