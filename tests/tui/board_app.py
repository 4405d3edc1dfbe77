"""A board of rows in memory, for Pilot; ``python -m tests.tui.board_app 300`` shows one."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from textual.app import App, ComposeResult

from core.board import Lane, Week, board
from core.policy import Policy
from core.views.work import TaskRow
from tests.desk import WORKTIME, moment
from tui.widgets.boardview import BoardView

EMPTY = "No cards in this week. [ and ] show other weeks."
NOW = moment("2026-11-18 10:00")
W47 = Week(2026, 47)
STATES = ("not_started", "in_progress", "in_progress", "done", "accepted")


def card(number: int, **more: Any) -> TaskRow:
    """A task; without more said, one of request 1 that is in progress."""
    given: dict[str, Any] = {
        "id": number,
        "version": 1,
        "key": f"TSK-202611{number:03d}",
        "request": "XMBG-202611001",
        "title": f"Task {number}",
        "department": "MKT",
        "owner": "ma",
        "owner_name": "Ma",
        "start": date(2026, 11, 2),
        "finish": date(2026, 11, 20),
        "state": "in_progress",
        "risk": None,
        "updated_at": NOW,
        "delivered_at": None,
        "accepted_at": None,
        "reworks": 0,
    }
    return TaskRow(**(given | more))


def waiting(number: int, **more: Any) -> TaskRow:
    return card(number, state="done", delivered_at=NOW, **more)


def accepted(number: int, **more: Any) -> TaskRow:
    return card(number, state="accepted", delivered_at=NOW, accepted_at=NOW, **more)


def many(count: int) -> list[TaskRow]:
    """Cards in every column of seven requests."""
    found = []
    for number in range(1, count + 1):
        state = STATES[number % len(STATES)]
        found.append(
            card(
                number,
                request=f"XMBG-202611{number % 7 + 1:03d}",
                state=state,
                finish=date(2026, 11, 19) + timedelta(days=number % 9),
                risk={"what": "Late"} if number % len(STATES) == 2 else None,
                delivered_at=NOW if state in ("done", "accepted") else None,
                accepted_at=NOW if state == "accepted" else None,
            )
        )
    return found


class BoardApp(App[None]):
    """A board alone; what it says is kept in ``told``."""

    AUTO_FOCUS = "BoardView"

    def __init__(self, rows: Sequence[TaskRow] | None, names: Mapping[str, str] | None = None):
        super().__init__()
        self.told: list[str] = []
        self.view = BoardView(empty=EMPTY)
        if rows is not None:
            self.lay(rows, names=names)

    def lay(
        self,
        rows: Sequence[TaskRow],
        week: Week = W47,
        by: Lane = Lane.REQUEST,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.view.show(board(rows, week, by, NOW, WORKTIME, Policy()), names)

    def compose(self) -> ComposeResult:
        yield self.view

    def on_board_view_highlighted(self, event: BoardView.Highlighted) -> None:
        self.told.append(f"on {event.card.row.key[-3:]}" if event.card else "on nothing")

    def on_board_view_opened(self, event: BoardView.Opened) -> None:
        self.told.append(f"open {event.card.row.key[-3:]}" if event.card else "open nothing")


if __name__ == "__main__":
    BoardApp(many(int(sys.argv[1]))).run()
