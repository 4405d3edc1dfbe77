"""Assignment: who answers for what, from the dispatch to the agreed plan (R3.3, R3.4, R6)."""

from __future__ import annotations

from typing import ClassVar

from core.messages import N_
from core.views import Query
from tui.screens.intake import RequestListScreen, request_columns
from tui.screens.lists import View
from tui.widgets.rowlist import Column

NOTHING = N_("No requests here. Dispatch one from the intake queue (F2).")
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
        }
    )
    views: ClassVar[tuple[View, ...]] = (
        View(
            N_("Assigned"),
            Query("requests", (("states", f"submitted,{_ANSWERING},{_PLANNING}"),)),
            "request",
            NOTHING,
        ),
        View(
            N_("To acknowledge"), Query("requests", (("states", _ANSWERING),)), "request", NOTHING
        ),
        View(N_("Planning"), Query("requests", (("states", _PLANNING),)), "request", NOTHING),
        View(
            N_("Under way"),
            Query("requests", (("states", "executing,accepting"),)),
            "request",
            NOTHING,
        ),
    )

    def columns(self) -> list[Column]:
        return request_columns(self, lead=True)


def make() -> AssignmentScreen:
    """The screen, for the mode."""
    return AssignmentScreen()
