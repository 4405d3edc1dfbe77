"""A week's board for the person at work, read from the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from core.board import Board, Lane, Week, board, questions
from core.policy import Policy
from core.views import Query

if TYPE_CHECKING:
    from tui.app import LiaisonApp

NAMES = 500


class Shown(NamedTuple):
    """A board, and what the codes of its lanes stand for."""

    board: Board
    names: dict[str, str]


async def read(app: LiaisonApp, week: Week, by: Lane) -> Shown:
    """The board as it is now; raises a ``Refusal`` where it cannot be read."""
    now = app.clock()
    asked = questions(week, now, app.worktime)
    made = board(
        await every(app, asked.tasks),
        week,
        by,
        now,
        app.worktime,
        Policy(app.settings.limits),
        before=await every(app, asked.before) if asked.before else None,
        at_end=await every(app, asked.at_end) if asked.at_end else None,
    )
    return Shown(made, await _names(app, made))


async def every(app: LiaisonApp, query: Query) -> list[Any]:
    """Every row of a question, window by window."""
    rows: list[Any] = []
    while True:
        page = await app.page(query)
        rows += page.rows
        if not page.more:
            return rows
        query = query._replace(after=page.cursors[-1])


async def _names(app: LiaisonApp, made: Board) -> dict[str, str]:
    if made.by is Lane.DEPARTMENT:
        page = await app.page(Query("departments", limit=NAMES))
        return {row.key: row.name for row in page.rows}
    keys = [lane.key for lane in made.lanes if lane.key][:NAMES]
    if made.by is Lane.OWNER or not keys:
        return {}
    asked = Query("requests", (("numbers", ",".join(keys)),), limit=NAMES)
    return {row.key: row.title for row in (await app.page(asked)).rows}
