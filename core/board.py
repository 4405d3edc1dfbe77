"""The weekly progress board: which card is where, and what must be said about it (R7.3).

A week shows what had begun by its end and was not accepted before its start. The present week and
those to come show tasks as they are now; a past week shows them as they stood when it ended, as
far as reports tell. Two things they do not tell: a task that was sent back and handed in again
later counts as done but not handed in, and ``reworks`` always counts up to now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from core.messages import N_
from core.model.work import TaskState
from core.owing import MIDNIGHT, ONE_DAY, Owing
from core.views import Query
from core.views.work import TaskRow
from core.week import Week as Week

if TYPE_CHECKING:
    from core.policy import Policy
    from core.worktime import WorkTime

WINDOW = 500


class ColumnName(StrEnum):
    """The columns, from left to right."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    AT_RISK = "at_risk"
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    DONE = "done"


class Lane(StrEnum):
    """By what cards are laid side by side."""

    REQUEST = "request"
    DEPARTMENT = "department"
    OWNER = "owner"


COLUMN_LABELS = {
    ColumnName.NOT_STARTED: N_("not started"),
    ColumnName.IN_PROGRESS: N_("in progress"),
    ColumnName.AT_RISK: N_("at risk"),
    ColumnName.AWAITING_ACCEPTANCE: N_("to accept"),
    ColumnName.DONE: N_("done"),
}
LANE_LABELS = {
    Lane.REQUEST: N_("by request"),
    Lane.DEPARTMENT: N_("by department"),
    Lane.OWNER: N_("by owner"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One task in one week.

    ``late``: past its finish and not handed in. ``carried_over``: was to be finished before the
    week, and is not accepted. ``missing_update``: owes a report now (R7.1, R7.2), in the present
    week only. ``to_hand_in``: done, but nothing was handed in. ``was``: its column when the week
    before ended; None if it was not on that board, or the week has not begun.
    """

    row: TaskRow
    column: ColumnName
    late: bool = False
    carried_over: bool = False
    missing_update: bool = False
    to_hand_in: bool = False
    was: ColumnName | None = None

    @property
    def moved(self) -> bool:
        """Whether it changed its column since the week before ended."""
        return self.was not in (None, self.column)


@dataclass(frozen=True, slots=True)
class LaneCards:
    """One lane: its code, what it is called, and for every column its cards in order."""

    key: str
    name: str
    columns: Mapping[ColumnName, tuple[Card, ...]]

    @property
    def cards(self) -> Iterator[Card]:
        """All cards, column by column."""
        return (card for cards in self.columns.values() for card in cards)


@dataclass(frozen=True, slots=True)
class Board:
    """A week's lanes in their order; ``past`` if the week is over."""

    week: Week
    by: Lane
    past: bool
    lanes: tuple[LaneCards, ...]

    @property
    def totals(self) -> dict[ColumnName, int]:
        """How many cards each column has."""
        return {name: sum(len(lane.columns[name]) for lane in self.lanes) for name in ColumnName}


class Questions(NamedTuple):
    """What to read for a board, each window to its end: the tasks, and what had been reported.

    ``before`` is of the moment the week began, ``at_end`` of its end; None where not asked.
    """

    tasks: Query
    before: Query | None
    at_end: Query | None


def questions(week: Week, now: datetime, worktime: WorkTime) -> Questions:
    """The windows to read for a week, as it is seen at *now*."""
    begin, end = _bounds(week, worktime)
    theirs = (("begun_by", week.last.isoformat()), ("open_at", begin.isoformat()))

    def reported(moment: datetime) -> Query | None:
        if moment > now:
            return None
        return Query("reports", (*theirs, ("before", moment.isoformat())), limit=WINDOW)

    return Questions(Query("tasks", theirs, limit=WINDOW), reported(begin), reported(end))


def board(
    rows: Sequence[TaskRow],
    week: Week,
    lanes: Lane,
    now: datetime,
    worktime: WorkTime,
    policy: Policy,
    before: Iterable[TaskRow] | None = None,
    at_end: Iterable[TaskRow] | None = None,
) -> Board:
    """The board of a week from the answers to :func:`questions`; rows of other weeks are left out.

    Without *at_end* a past week shows the states of now, but for what was handed in or accepted
    after it.
    """
    begin, end = _bounds(week, worktime)
    past = end <= now
    if past:
        latest = {row.key: row for row in (rows if at_end is None else at_end)}
        rows = [as_of(row, latest.get(row.key), end) for row in rows]
    today = week.last if past else worktime.day(now)
    owing = Owing.at(now, worktime, policy) if begin <= now < end else None
    reported = None if before is None else {row.key: row for row in before}
    cards = []
    for row in rows:
        if _belongs(row, week, begin):
            prior = None if reported is None else as_of(row, reported.get(row.key), begin)
            cards.append(_card(row, week, today, owing, prior))
    return Board(week, lanes, past, _lanes(cards, lanes))


def as_of(row: TaskRow, report: TaskRow | None, moment: datetime) -> TaskRow:
    """The task as it stood at a moment, by the last *report* before it."""
    accepted = row.accepted_at if row.accepted_at and row.accepted_at < moment else None
    delivered = row.delivered_at if row.delivered_at and row.delivered_at < moment else None
    state = TaskState(report.state) if report else TaskState.NOT_STARTED
    if accepted:
        state = TaskState.ACCEPTED
    elif state is TaskState.ACCEPTED:
        state = TaskState.DONE
    return row._replace(
        state=state.value,
        risk=report.risk if report and not accepted else None,
        updated_at=report.updated_at if report else None,
        delivered_at=delivered,
        accepted_at=accepted,
    )


def _bounds(week: Week, worktime: WorkTime) -> tuple[datetime, datetime]:
    """When the week begins, and when the next one does."""
    return worktime.at(week.first, MIDNIGHT), worktime.at(week.last + ONE_DAY, MIDNIGHT)


def _belongs(row: TaskRow, week: Week, begin: datetime) -> bool:
    has_begun = row.start <= week.last or row.state != TaskState.NOT_STARTED
    return has_begun and (row.accepted_at is None or row.accepted_at >= begin)


def column_of(row: TaskRow, today: date) -> ColumnName:
    """Where a task is; one that is done but not handed in is still in progress."""
    if row.state == TaskState.ACCEPTED:
        return ColumnName.DONE
    if row.state == TaskState.DONE and row.delivered_at:
        return ColumnName.AWAITING_ACCEPTANCE
    if row.risk or row.finish < today:
        return ColumnName.AT_RISK
    if row.state == TaskState.NOT_STARTED:
        return ColumnName.NOT_STARTED
    return ColumnName.IN_PROGRESS


def _card(
    row: TaskRow, week: Week, today: date, owing: Owing | None, prior: TaskRow | None
) -> Card:
    column, last_week = column_of(row, today), week.first - ONE_DAY
    is_open = column not in (ColumnName.AWAITING_ACCEPTANCE, ColumnName.DONE)
    was_there = prior and (prior.start <= last_week or prior.state != TaskState.NOT_STARTED)
    return Card(
        row,
        column,
        late=is_open and row.finish < today,
        carried_over=column is not ColumnName.DONE and row.finish < week.first,
        missing_update=owing is not None and owing.owes(row),
        to_hand_in=is_open and row.state == TaskState.DONE,
        was=column_of(prior, last_week) if prior and was_there else None,
    )


def _lanes(cards: Iterable[Card], by: Lane) -> tuple[LaneCards, ...]:
    found: dict[tuple[Any, ...], list[Card]] = {}
    for card in sorted(cards, key=_by_finish):
        found.setdefault(_lane(card.row, by), []).append(card)
    return tuple(_in_columns(name[-2], name[-1], found[name]) for name in sorted(found))


def _lane(row: TaskRow, by: Lane) -> tuple[Any, ...]:
    """A lane's code and name, with what it is sorted by before them."""
    if by is Lane.REQUEST:
        name = row.request or row.meeting
        return _number(name), name, name
    if by is Lane.DEPARTMENT:
        return row.department, row.department
    return row.owner_name, row.owner, row.owner_name


def _in_columns(key: str, name: str, cards: Sequence[Card]) -> LaneCards:
    return LaneCards(
        key, name, {column: tuple(c for c in cards if c.column is column) for column in ColumnName}
    )


def _by_finish(card: Card) -> tuple[Any, ...]:
    """The order in a column, which puts those that are late before those at risk of it."""
    return card.row.finish, _number(card.row.key)


def _number(number: str) -> tuple[str, str, int, str]:
    """A number's place: its counter grows a digit past 999, so text alone would not do."""
    prefix, _, digits = number.rpartition("-")
    return prefix, digits[:6], len(digits), digits


def to_plain(board: Board) -> dict[str, Any]:
    """The board as JSON holds it."""
    return {
        "week": str(board.week),
        "first": board.week.first.isoformat(),
        "last": board.week.last.isoformat(),
        "by": board.by.value,
        "totals": {name.value: count for name, count in board.totals.items()},
        "lanes": [
            {
                "key": lane.key,
                "name": lane.name,
                "columns": {
                    name.value: [_card_to_plain(card) for card in cards]
                    for name, cards in lane.columns.items()
                },
            }
            for lane in board.lanes
        ],
    }


def _card_to_plain(card: Card) -> dict[str, Any]:
    from core.codec import to_plain as plain

    row = {name: plain(value) for name, value in card.row._asdict().items() if name != "id"}
    return {"number": row.pop("key")} | row | {
        "late": card.late,
        "carried_over": card.carried_over,
        "missing_update": card.missing_update,
        "to_hand_in": card.to_hand_in,
        "was": card.was and card.was.value,
    }  # fmt: skip
