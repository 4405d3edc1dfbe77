"""The agenda of a weekly review: issue list and proposed solutions, made of the board (R5.1, R7.4).

A topic made here begins with the number of its record, so that it is known again when the agenda
is made anew; blocks that a person added stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.agenda import LEFT, TEMPLATES, is_topic
from core.board import Card, ColumnName, Lane, Week, board
from core.codec import to_plain
from core.messages import N_, Message
from core.model.conflict import Conflict, ConflictLevel
from core.model.meeting import Block, MeetingKind
from core.model.work import Task
from core.text import shorten
from core.views.work import TaskRow

if TYPE_CHECKING:
    from datetime import datetime

    from core.policy import Policy
    from core.worktime import WorkTime

Blocks = tuple[Block, ...]
Say = Callable[[Message], str]

TOPIC_MINUTES = 30
SHORTEST = 5  # minutes of a topic, unless a meeting has fewer for all
TOPICS_AT_MOST = TOPIC_MINUTES // SHORTEST
PLAIN = tuple(minutes for _, minutes in TEMPLATES[MeetingKind.WEEKLY])
_NAME_AT_MOST = 80
_QUESTION_AT_MOST = 400


class Issue(NamedTuple):
    """One thing a review must find a way out of; a lower ``rank`` is worse."""

    rank: tuple[int, ...]
    number: str
    title: str
    presenter: str
    question: str


def cards(
    tasks: Iterable[Task], now: datetime, worktime: WorkTime, policy: Policy
) -> Iterator[Card]:
    """The tasks as this week's board shows them."""
    rows = [
        TaskRow(
            task.id, task.version, task.number, task.request, task.title, task.department,
            task.owner, task.owner, task.start, task.finish, task.state.value, to_plain(task.risk),
            task.updated_at, task.delivered_at, task.accepted_at, task.reworks, task.meeting,
        )
        for task in tasks
    ]  # fmt: skip
    week = Week.of(worktime.day(now))
    found = board(rows, week, Lane.REQUEST, now, worktime, policy)
    return (card for lane in found.lanes for card in lane.cards)


def of_card(card: Card, presenter: str, worktime: WorkTime, say: Say) -> Issue | None:
    """What the review asks about a task; None where nothing is the matter with it."""
    row = card.row
    facts = "; ".join(_facts(card, worktime, say))
    if not facts:
        return None
    question = say(N_("{facts}. {question}", facts=facts, question=say(_asked(card))))
    return Issue((_rank(card), row.finish.toordinal()), row.key, row.title, presenter, question)


def _facts(card: Card, worktime: WorkTime, say: Say) -> Iterator[str]:
    row, risk = card.row, card.row.risk
    if card.late:
        yield say(N_("late since {day}", day=row.finish.isoformat()))
    if risk and card.column is ColumnName.AT_RISK:
        yield ": ".join(filter(None, (risk["what"], risk["why"])))
    if card.missing_update and row.updated_at:
        day = worktime.day(row.updated_at).isoformat()
        yield say(N_("no update since {day}", day=day))
    elif card.missing_update:
        yield say(N_("no update yet"))
    if card.carried_over and card.column is ColumnName.AWAITING_ACCEPTANCE:
        yield say(N_("handed in, not accepted yet"))


def _asked(card: Card) -> Message:
    risk = card.row.risk
    if card.column is ColumnName.AWAITING_ACCEPTANCE:
        return N_("Is it accepted, or what is missing?")
    if risk and risk["new_date"]:
        return N_("Is {day} agreed as the new date?", day=risk["new_date"])
    if risk or card.late:
        return N_("What is done about it, by whom, by when?")
    return N_("Where does it stand?")


def _rank(card: Card) -> int:
    if card.late:
        return 2
    if card.column is ColumnName.AT_RISK:
        return 3
    return 5 if card.column is ColumnName.AWAITING_ACCEPTANCE else 6


def of_conflict(conflict: Conflict, presenter: str, worktime: WorkTime, say: Say) -> Issue:
    """What the review asks about an open conflict; a major one comes before all work."""
    question = N_(
        "open since {day}. Which way out do {parties} agree to?",
        day=worktime.day(conflict.opened_at).isoformat(),
        parties=", ".join(conflict.parties),
    )
    rank = (1 if conflict.level is ConflictLevel.MAJOR else 4, -conflict.level)
    return Issue(rank, conflict.number, conflict.title, presenter, say(question))


def of_points(points: Sequence[str], presenter: str, say: Say) -> list[Issue]:
    """What was left over last time, as the one topic that comes first."""
    question = "; ".join(dict.fromkeys(points))
    return [Issue((0,), "", say(LEFT), presenter, question)] if question else []


def is_plain(blocks: Blocks) -> bool:
    """Whether an agenda is a weekly review's template still, in whatever language."""
    bare = not any(block.presenter or block.question for block in blocks)
    return bare and tuple(block.minutes for block in blocks) == PLAIN


def points_in(blocks: Iterable[Block], say: Say) -> list[str]:
    """What an agenda has left over from last time."""
    heading = say(LEFT)
    left = (block.question.split("; ") for block in blocks if block.name == heading)
    return [point for points in left for point in points if point]


def filled(blocks: Blocks, issues: Iterable[Issue], say: Say) -> Blocks:
    """The agenda with a topic for each issue, the worst first, the others named in the last.

    Topics made before are made anew in the minutes they have together, else in
    ``TOPIC_MINUTES``: of a plain template these are taken from its proposed solutions, so that the
    meeting takes as long as before.
    """
    worst = sorted(issues, key=lambda issue: (issue.rank, issue.number))
    old = [block for block in blocks if is_topic(block) or block.name == say(LEFT)]
    if not (worst or old):
        return blocks
    frame = [block for block in blocks if block not in old]
    at = blocks.index(old[0]) if old else min(1, len(frame))
    minutes = sum(block.minutes for block in old)
    if not any(map(is_topic, old)):
        frame, at, minutes = _room(frame, minutes)
    if not worst:
        return _without_topics(frame, at, minutes, say)
    return (*frame[:at], *_shared(worst, minutes, say), *frame[at:])


def _room(frame: list[Block], left: int) -> tuple[list[Block], int, int]:
    """An agenda without topics yet, where they go, and how long they take.

    *left* are the minutes that a block for open points had, taken from a template's own.
    """
    bare = not any(block.presenter or block.question for block in frame)
    minutes = tuple(block.minutes for block in frame)
    shortened = left and len(frame) == len(PLAIN) and sum(minutes) + left == sum(PLAIN)
    if bare and (minutes == PLAIN or shortened):
        first, _solutions, last = frame
        frame = [replace(first, minutes=sum(PLAIN) - TOPIC_MINUTES - PLAIN[-1]), last]
    return frame, min(1, len(frame)), TOPIC_MINUTES


def _without_topics(frame: Sequence[Block], at: int, minutes: int, say: Say) -> Blocks:
    """The agenda with one block for solutions again; a template has its own minutes again."""
    solutions = Block(name=say(TEMPLATES[MeetingKind.WEEKLY][1][0]), minutes=minutes)
    blocks = (*frame[:at], solutions, *frame[at:])
    if len(blocks) != len(PLAIN) or sum(b.minutes for b in blocks) != sum(PLAIN):
        return blocks
    return tuple(replace(b, minutes=m) for b, m in zip(blocks, PLAIN, strict=True))


def _shared(worst: list[Issue], minutes: int, say: Say) -> list[Block]:
    """The topics of the issues with their shares of the minutes; the first get what is over."""
    most = max(2, min(TOPICS_AT_MOST, minutes // SHORTEST))
    topics = [_topic(issue) for issue in worst[:most]]
    if len(worst) > most:
        topics[most - 1 :] = [_others(worst[most - 1 :], say)]
    share, over = divmod(max(minutes, len(topics)), len(topics))
    return [replace(topic, minutes=share + (place < over)) for place, topic in enumerate(topics)]


def _topic(issue: Issue) -> Block:
    name = f"{issue.number} {shorten(issue.title, _NAME_AT_MOST)}".strip()
    # What was left over is kept nowhere else, so nothing of it is cut.
    question = shorten(issue.question, _QUESTION_AT_MOST) if issue.number else issue.question
    return Block(name=name, minutes=0, presenter=issue.presenter, question=question)


def _others(issues: Sequence[Issue], say: Say) -> Block:
    """One topic for what no topic is left for."""
    numbered = [issue for issue in issues if issue.number]
    name = N_("{number} and {count} more", number=numbered[0].number, count=len(issues) - 1)
    named = "; ".join(f"{i.number} {shorten(i.title, 40)}".strip() for i in issues)
    return Block(name=say(name), minutes=0, question=shorten(named, _QUESTION_AT_MOST))
