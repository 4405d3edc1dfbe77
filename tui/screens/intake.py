"""Intake: requests to review, by priority, nearest date and age (R3.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from core.messages import N_
from core.views import Query
from core.views.requests import RequestRow
from tui import labels
from tui.i18n import _
from tui.keymap import bind
from tui.screens.lists import ListScreen, View
from tui.widgets.rowlist import Cell, Column

NOTHING = N_("No requests here. n submits one, z shows other views.")
WAITING = Query("requests", (("states", "submitted,returned,draft"),))
OPENING = WAITING


def request_columns(screen: ListScreen, *, lead: bool) -> list[Column]:
    """The columns of a list of requests: how pressing, what, whose, where it stands."""
    return [
        Column(_("Pr"), 2, _priority, name="priority"),
        Column(_("Number"), 14, lambda row: Cell(row.key, "accent"), name="number"),
        Column(_("Title"), 26, lambda row: row.title, flex=1, name="title"),
        Column(_("Lead"), 5, _lead, name="lead_department", extra=not lead),
        Column(_("From"), 5, _from, name="originating_department", extra=lead),
        Column(_("State"), 12, _state, name="state"),
        Column(_("By"), 5, _by, low=2, name="expected"),
        Column(_("Clock"), 13, _clock(screen), name="due_at"),
        Column(_("Type"), 8, _type, low=1, name="type"),
    ]


def _by(row: RequestRow) -> str:
    return f"{row.expected:%m-%d}" if row.expected else ""


def _clock(screen: ListScreen) -> Callable[[RequestRow], Cell]:
    return lambda row: Cell(*labels.left(row.due_at, screen.desk_app.clock()))


def _priority(row: RequestRow) -> Cell:
    mark = "!!" if row.urgent else {1: "!", 2: "·", 3: " "}[row.priority]
    return Cell(mark, "danger" if row.urgent or row.priority == 1 else "muted")


def _from(row: RequestRow) -> Cell:
    return Cell(row.originating_department, "muted")


def _lead(row: RequestRow) -> str:
    return row.lead_department


def _state(row: RequestRow) -> Cell:
    if row.merged_into:
        return Cell(_("merged"))
    flag = "?" if row.flagged and row.state == "submitted" else ""
    style = {"returned": "warning", "objected": "danger", "second_coordination": "danger"}
    times = f"×{row.bounces}" if row.bounces else ""
    return Cell(labels.state(row.state) + times + flag, style.get(row.state, ""))


def _type(row: RequestRow) -> Cell:
    return Cell(labels.word(labels.SHORT_TYPES, row.type), "muted")


class RequestListScreen(ListScreen):
    """A list of requests, whose files can be fetched."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("O", "fetch", N_("Fetch files"), id="request.fetch", show=False),
    ]

    async def action_fetch(self) -> None:
        """Ask which files of the request looked at go where."""
        kind, key = self.looked_at()
        if kind == "request" and key:
            self.desk_app.set_about(self._fetch(key), hold=True)

    async def _fetch(self, key: str) -> None:
        document = await self.document_or_tell("request", key)
        if document and document["files"]:
            from tui.screens.fetching import FetchScreen

            await self.app.push_screen(FetchScreen(document))
        elif document:
            text = _("No files are kept with {number}.", number=key)
            self.notify(text, severity="warning", markup=False)


class IntakeScreen(RequestListScreen):
    """The front door: submit, return, reject, dispatch."""

    mode = "intake"
    topics = frozenset({"request", "deadline", "attachment", "comment", "link"})
    views: ClassVar[tuple[View, ...]] = (
        View(N_("Waiting"), WAITING, "request", NOTHING),
        View(N_("All"), Query("requests"), "request", NOTHING),
        View(
            N_("Ended"),
            Query("requests", (("states", "closed,archived,rejected,withdrawn"),)),
            "request",
            NOTHING,
        ),
    )

    def columns(self) -> list[Column]:
        return request_columns(self, lead=False)


def make() -> IntakeScreen:
    """The screen, for the mode."""
    return IntakeScreen()
