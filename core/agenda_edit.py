"""Changes to an agenda, one at a time: minutes, order, topics that share their minutes (R5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.errors import RuleViolation
from core.messages import N_
from core.model.meeting import Block

Blocks = tuple[Block, ...]


def lengthen(blocks: Blocks, at: int, by: int) -> Blocks:
    """The block with so many minutes more or fewer; it keeps one at least."""
    block = blocks[at]
    return put(blocks, at, replace(block, minutes=max(1, block.minutes + by)))


def move(blocks: Blocks, at: int, by: int) -> tuple[Blocks, int]:
    """The block one place up or down, and the place where it is now."""
    to = min(max(at + by, 0), len(blocks) - 1)
    rest = blocks[:at] + blocks[at + 1 :]
    return (*rest[:to], blocks[at], *rest[to:]), to


def put(blocks: Blocks, at: int, block: Block) -> Blocks:
    """Another block in the place of one."""
    return (*blocks[:at], block, *blocks[at + 1 :])


def insert(blocks: Blocks, at: int, block: Block) -> Blocks:
    """One block more, behind the one at *at*."""
    return (*blocks[: at + 1], block, *blocks[at + 1 :])


def remove(blocks: Blocks, at: int) -> Blocks:
    """One block less; ``RuleViolation`` for the last that is left."""
    if len(blocks) == 1:
        raise RuleViolation(N_("A meeting needs at least one agenda block."), "blocks")
    return blocks[:at] + blocks[at + 1 :]


def split(blocks: Blocks, at: int, names: Sequence[str], own: Blocks = ()) -> Blocks:
    """The block's minutes shared among topics, the first of which get what is left over.

    *own* are the same topics with minutes of their own, which count where they add up to the
    block's. Raises ``RuleViolation`` where there are more topics than minutes.
    """
    block = blocks[at]
    if total(own) == block.minutes:
        topics = (replace(topic, presenter=topic.presenter or block.presenter) for topic in own)
        return (*blocks[:at], *topics, *blocks[at + 1 :])
    if not names:
        raise RuleViolation(N_("Name the topics."), "blocks", N_("Products, Stock, Budget"))
    share, over = divmod(block.minutes, len(names))
    if not share:
        raise RuleViolation(
            N_("{count} topics do not fit into {minutes} min.", count=len(names),
               minutes=block.minutes), "blocks",
        )  # fmt: skip
    topics = (
        replace(block, name=name, minutes=share + (place < over), question="")
        for place, name in enumerate(names)
    )
    return (*blocks[:at], *topics, *blocks[at + 1 :])


def total(blocks: Blocks) -> int:
    """The sum of the blocks, in minutes."""
    return sum(block.minutes for block in blocks)
