"""Conflicts: the ledger, each with its level, its clock and its record (R12)."""

from __future__ import annotations

from typing import ClassVar

from core.messages import N_
from core.model.conflict import ConflictLevel, ConflictState
from core.views import Query
from core.views.work import ConflictRow
from tui import labels
from tui.i18n import _, say
from tui.screens.lists import ListScreen, View
from tui.widgets.rowlist import Cell, Column

NOTHING = N_("No conflicts here. n opens one, z shows other views.")
_STYLES = {1: "", 2: "warning", 3: "danger"}


class ConflictsScreen(ListScreen):
    """Open, settle, confirm, escalate; open ones first, the gravest on top."""

    mode = "conflicts"
    topics = frozenset({"conflict", "deadline"})
    views: ClassVar[tuple[View, ...]] = (
        View(N_("Pending"), Query("conflicts", (("states", "open,settled"),)), "conflict", NOTHING),
        View(N_("All"), Query("conflicts"), "conflict", NOTHING),
    )

    def columns(self) -> list[Column]:
        return [
            Column(_("Level"), 8, _level, name="level"),
            Column(_("Number"), 14, lambda row: Cell(row.key, "accent"), name="number"),
            Column(_("Title"), 22, lambda row: row.title, flex=1, name="title"),
            Column(_("Parties"), 9, lambda row: " ".join(row.parties), name="parties"),
            Column(_("State"), 12, _state, low=2, name="state"),
            Column(_("Clock"), 13, self._clock, name="due_at"),
            Column(_("About"), 14, lambda row: Cell(row.about, "muted"), low=1, name="about"),
        ]

    def _clock(self, row: ConflictRow) -> Cell:
        return Cell(*labels.left(row.due_at, self.desk_app.clock()))


def _level(row: ConflictRow) -> Cell:
    from core.commands.conflict import LEVEL_LABELS

    return Cell(say(LEVEL_LABELS[ConflictLevel(row.level)]), _STYLES[row.level])


def _state(row: ConflictRow) -> Cell:
    words = {
        ConflictState.OPEN: N_("open"),
        ConflictState.SETTLED: N_("to confirm"),
        ConflictState.CLOSED: N_("closed"),
    }
    return Cell(say(words[ConflictState(row.state)]), "" if row.state == "open" else "muted")


def make() -> ConflictsScreen:
    """The screen, for the mode."""
    return ConflictsScreen()
