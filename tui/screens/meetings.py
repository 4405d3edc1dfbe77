"""Meetings: the agenda of the coming days, and what is decided while one is under way (R5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from core.messages import N_
from core.views import MeetingRow, Query
from tui import labels
from tui.i18n import _, say
from tui.screens.lists import ListScreen, View
from tui.widgets.rowlist import Cell, Column

if TYPE_CHECKING:
    from core.commands.base import Command

NOTHING = N_("No meetings here. n schedules one, z shows other views.")


class MeetingsScreen(ListScreen):
    """Schedule, invite, hold and finish meetings."""

    mode = "meetings"
    topics = frozenset({"meeting"})
    views: ClassVar[tuple[View, ...]] = (
        View(
            N_("Coming"),
            Query("meetings", (("states", "scheduled,live"),)),
            "meeting",
            NOTHING,
        ),
        View(N_("All"), Query("meetings"), "meeting", NOTHING),
    )

    def columns(self) -> list[Column]:
        return [
            Column(_("Start"), 16, self._start),
            Column(_("Min"), 4, lambda row: str(sum(b["minutes"] for b in row.blocks)), right=True),
            Column(_("Kind"), 14, self._kind, low=1),
            Column(_("Title"), 24, lambda row: row.title, flex=1),
            Column(_("Request"), 14, lambda row: Cell(row.request, "accent"), low=2),
            Column(_("Yes"), 5, _answered, low=3),
            Column(_("State"), 10, _state),
        ]

    def key_for(self, command: type[Command], row: MeetingRow) -> str:
        """A plan is about the meeting's request."""
        return row.request if command.verb.startswith("plan") else row.key

    def key_shown(self, command: type[Command]) -> str:
        is_plan = command.verb.startswith("plan")
        return str(self._document["request"]) if is_plan else super().key_shown(command)

    def _start(self, row: MeetingRow) -> Cell:
        local = row.start.astimezone(self.desk_app.zone)
        day = say(labels.WEEKDAYS[local.weekday()])
        soon = row.state == "scheduled" and row.start < self.desk_app.clock()
        return Cell(f"{local:%m-%d} {day} {local:%H:%M}", "danger" if soon else "")

    def _kind(self, row: MeetingRow) -> str:
        from core.agenda import KIND_LABELS
        from core.model.meeting import MeetingKind

        kind = MeetingKind(row.kind)
        is_long = kind is MeetingKind.SECOND_COORDINATION
        return say(N_("2nd coord.") if is_long else KIND_LABELS[kind])


def _answered(row: MeetingRow) -> Cell:
    said = sum(a["partstat"] == "accepted" for a in row.attendees)
    return Cell(f"{said}/{len(row.attendees)}", "muted")


def _state(row: MeetingRow) -> Cell:
    from core.commands.meeting import STATE_LABELS
    from core.model.meeting import MeetingState

    style = {"live": "success", "cancelled": "muted", "finished": "muted"}.get(row.state, "")
    return Cell(say(STATE_LABELS[MeetingState(row.state)]), style)


def make() -> MeetingsScreen:
    """The screen, for the mode."""
    return MeetingsScreen()
