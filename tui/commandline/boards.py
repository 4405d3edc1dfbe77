"""``board``: the weekly progress board as a list of its cards (R7.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from core import board as boards
from core.board import COLUMN_LABELS, Card, Lane, Week, board, questions
from core.choices import choose
from core.messages import N_
from core.text import clean
from tui.commandline import output
from tui.commandline.arguments import Given, Option, Verb
from tui.i18n import _, say

if TYPE_CHECKING:
    from core.views import Query
    from tui.session import Session

HEADINGS = (
    N_("Lane"),
    N_("Column"),
    N_("Number"),
    N_("Finish"),
    N_("Owner"),
    N_("Marks"),
    N_("Title"),
)


def run(session: Session, given: Given) -> int:
    """Print every card of a week, lane by lane."""
    found = _board(session, given)
    if session.json:
        output.document(boards.to_plain(found))
        return 0
    rows = [
        [
            lane.name,
            say(COLUMN_LABELS[card.column]),
            card.row.key,
            card.row.finish.isoformat(),
            card.row.owner_name,
            ", ".join(_marks(card)),
            card.row.title,
        ]
        for lane in found.lanes
        for card in lane.cards
    ]
    output.table(output.Table([say(heading) for heading in HEADINGS], rows))
    return 0


def _board(session: Session, given: Given) -> boards.Board:
    text = clean(given.text("week"), limit=20, field="week")
    week = Week.parse(text) if text else Week.of(session.worktime.day(session.now))
    lanes = choose(Lane, clean(given.text("lanes"), limit=20, field="lanes") or "request")
    asked = questions(week, session.now, session.worktime)
    return board(
        every(session, asked.tasks),
        week,
        lanes,
        session.now,
        session.worktime,
        session.policy,
        before=every(session, asked.before) if asked.before else None,
        at_end=every(session, asked.at_end) if asked.at_end else None,
    )


def every(session: Session, query: Query) -> list[Any]:
    """Every row of a question, window by window."""
    rows: list[Any] = []
    more = True
    while more:
        page = session.page(query)
        rows += page.rows
        more = page.more
        query = query._replace(after=page.cursors[-1] if more else ())
    return rows


def _marks(card: Card) -> Iterator[str]:
    if card.late:
        yield _("late")
    if card.carried_over:
        yield _("carried over")
    if card.missing_update:
        yield _("no update")
    if card.to_hand_in:
        yield _("to hand in")
    if card.was and card.moved:
        yield _("was: {column}", column=COLUMN_LABELS[card.was])


VERBS: Mapping[str, Callable[[], Verb]] = {
    "board": lambda: Verb(
        "board",
        N_("Board"),
        N_("Show the progress board of a week: this one, if none is named."),
        run,
        (
            Option("week", N_("Week"), example=N_("2026-W47")),
            Option("lanes", N_("Lanes"), choices=tuple(lane.value for lane in Lane)),
        ),
    )
}
