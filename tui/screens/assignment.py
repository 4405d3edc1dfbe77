"""Assignment: who answers for what, from the dispatch to the agreed plan (R3.3, R3.4, R6)."""

from __future__ import annotations

from typing import ClassVar

from core.commands.base import Command
from core.messages import N_
from core.views import Query
from core.views.shared import LessonRow
from tui import labels
from tui.i18n import _
from tui.screens.intake import RequestListScreen, request_columns
from tui.screens.lists import View
from tui.widgets.rowlist import Cell, Column

NOTHING = N_("No requests here. Dispatch one from the intake queue (F2).")
NO_CLOSED = N_("No request is closed yet. It closes when all its tasks are accepted.")
NO_LESSON = N_("No lessons yet. n on a closed request adds one.")
ON_LESSON = frozenset({"lesson edit", "lesson withdraw"})
_ANSWERING = "dispatched,objected"
_PLANNING = "coordinating,approving,second_coordination"


class AssignmentScreen(RequestListScreen):
    """Dispatches to acknowledge, plans to make and to answer, work under way."""

    mode = "assignment"
    topics = frozenset(
        {
            "request",
            "deadline",
            "attachment",
            "plan",
            "task",
            "comment",
            "feedback",
            "team",
            "link",
            "resource_use",
            "lesson",
        }
    )
    views: ClassVar[tuple[View, ...]] = (
        View(
            N_("Assigned"),
            Query("requests", (("states", f"submitted,{_ANSWERING},{_PLANNING}"),)),
            "request",
            NOTHING,
        ),
        View(N_("To ack."), Query("requests", (("states", _ANSWERING),)), "request", NOTHING),
        View(N_("Plans"), Query("requests", (("states", _PLANNING),)), "request", NOTHING),
        View(
            N_("Under way"),
            Query("requests", (("states", "executing,accepting"),)),
            "request",
            NOTHING,
        ),
        View(
            N_("Ended"), Query("requests", (("states", "closed,archived"),)), "request", NO_CLOSED
        ),
        View(N_("Lessons"), Query("lessons"), "lesson", NO_LESSON),
    )

    def columns(self) -> list[Column]:
        if self.view.kind == "lesson":
            return _lesson_columns()
        return request_columns(self, lead=True)

    def targets(self, command: type[Command]) -> list[str]:
        """A lesson's verbs are about lessons alone; adding one is about a request."""
        kind, key = self.looked_at()
        if command.verb in ON_LESSON:
            return super().targets(command) if kind == "lesson" else []
        if kind != "lesson":
            return super().targets(command)
        row = self.rows.current
        return (
            [row.request] if isinstance(row, LessonRow) and row.key == key and row.request else []
        )


def _lesson_columns() -> list[Column]:
    return [
        Column(_("Number"), 14, lambda row: Cell(row.key, "accent"), name="number"),
        Column(_("What to do next time"), 30, _text, flex=1, name="text"),
        Column(_("Tags"), 18, lambda row: Cell(", ".join(row.tags), "muted"), low=1, name="tags"),
        Column(_("Type"), 8, _type, low=2, name="type"),
        Column(_("Request"), 15, lambda row: row.request, low=3, name="request"),
    ]


def _text(row: LessonRow) -> str:
    return " ".join(row.text.split())


def _type(row: LessonRow) -> str:
    return labels.word(labels.SHORT_TYPES, row.type)


def make() -> AssignmentScreen:
    """The screen, for the mode."""
    return AssignmentScreen()
