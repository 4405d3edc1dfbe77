"""Meetings: the agenda of the coming days, and what is decided while one is under way (R5)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from core.messages import N_
from core.views import Query
from core.views.meetings import MeetingRow
from tui import labels
from tui.i18n import _, say
from tui.keymap import bind
from tui.screens.lists import View
from tui.screens.meeting_week import WeekOrListScreen
from tui.widgets.rowlist import Cell, Column

if TYPE_CHECKING:
    from core.commands.base import Command

NOTHING = N_("No meetings here. n schedules one, z shows other views.")

HELD = 1  # the view of meetings that are over


class MeetingsScreen(WeekOrListScreen):
    """Schedule, invite, hold and finish meetings."""

    mode = "meetings"
    topics = frozenset({"meeting", "answer", "series"})
    views: ClassVar[tuple[View, ...]] = (
        View(
            N_("Coming"),
            Query("meetings", (("states", "scheduled,live"),)),
            "meeting",
            NOTHING,
        ),
        View(
            N_("Held"),
            Query("meetings", (("state", "finished"),)),
            "meeting",
            N_("No meeting was held yet."),
        ),
        View(N_("All"), Query("meetings"), "meeting", NOTHING),
        View(
            N_("Series"),
            Query("series"),
            "series",
            N_("No series here. n schedules a meeting that comes again."),
        ),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("v", "live", N_("Live view"), id="meetings.live"),
        bind("t", "agenda", N_("Agenda"), id="meetings.agenda"),
    ]

    def action_live(self) -> None:
        """Show the meeting full-screen, with its clock."""
        from tui.screens.live import LiveScreen

        key = self.looked_at()[1]
        if key:
            self.app.push_screen(LiveScreen(key))

    def action_agenda(self) -> None:
        """Change the agenda key by key."""
        key = self.looked_at()[1]
        if key:
            self.desk_app.set_about(self._edit_agenda(key), hold=True)

    async def _edit_agenda(self, key: str) -> None:
        from tui.screens.agenda import AgendaScreen

        document = await self.document_or_tell("meeting", key)
        if document and document["state"] == "scheduled":
            await self.desk_app.push_screen(AgendaScreen(document))
        elif document:
            self.notify(
                _("The agenda stays as it is once a meeting has begun."),
                severity="warning", markup=False,
            )  # fmt: skip

    def columns(self) -> list[Column]:
        if self.view.kind == "series":
            return self._of_series()
        held = self.at == HELD
        return [
            Column(_("Start"), 16, self._start, name="start"),
            Column(_("Min"), 4, _minutes, right=True, name="blocks"),
            Column(_("Over"), 5, _over, right=True, name="run_events", extra=not held),
            Column(_("Kind"), 14, _kind, low=2, name="kind"),
            Column(_("Title"), 24, _title, flex=1, name="title"),
            Column(
                _("Request"), 14, lambda row: Cell(row.request, "accent"), low=3, name="request"
            ),
            Column(_("Yes"), 6, _answered, low=1, name="attendees"),
            Column(_("State"), 10, _state, name="state", extra=held),
        ]

    def _of_series(self) -> list[Column]:
        from tui.commandline.listings import rule
        from tui.commandline.states import state

        return [
            Column(_("Next meeting"), 16, self._next, name="next_start"),
            Column(_("Title"), 24, lambda row: row.title, flex=1, name="title"),
            Column(_("Comes again"), 30, rule, flex=1, name="repeat"),
            Column(
                _("Request"), 14, lambda row: Cell(row.request, "accent"), low=2, name="request"
            ),
            Column(_("State"), 10, lambda row: state("series", row.state), name="state"),
        ]

    def key_for(self, command: type[Command], row: Any) -> str:
        """A plan is about the meeting's request; of a series, a meeting's verb is for its next."""
        if command.verb.startswith("plan"):
            return str(row.request)
        of_next = self.view.kind == "series" and not command.verb.startswith("series")
        return str(row.next_meeting or row.key if of_next else row.key)

    def key_shown(self, command: type[Command]) -> str:
        is_plan = command.verb.startswith("plan")
        return str(self._document["request"]) if is_plan else super().key_shown(command)

    def _start(self, row: MeetingRow) -> Cell:
        soon = row.state == "scheduled" and row.start < self.desk_app.clock()
        return Cell(self._clock(row.start), "danger" if soon else "")

    def _next(self, row: Any) -> str:
        return self._clock(row.next_start) if row.next_start else ""

    def _clock(self, start: datetime) -> str:
        local = start.astimezone(self.desk_app.zone)
        return f"{local:%m-%d} {say(labels.WEEKDAYS[local.weekday()])} {local:%H:%M}"


def _kind(row: MeetingRow) -> str:
    return labels.meeting_kind(row.kind)


def _minutes(row: MeetingRow) -> str:
    return str(sum(block["minutes"] for block in row.blocks))


def _title(row: MeetingRow) -> str:
    return f"⟳ {row.title}" if row.series else row.title


def _answered(row: MeetingRow) -> Cell:
    said = sum(a["partstat"] == "accepted" for a in row.attendees)
    mark = "!" if row.waiting else ""
    return Cell(f"{said}/{len(row.attendees)}{mark}", "warning" if mark else "muted")


def _over(row: MeetingRow) -> Cell:
    """Minutes that the blocks took more than planned, or fewer (R5.5)."""
    from core.meeting_figures import overrun, run_of

    run = run_of(row)
    more = overrun(run) if run else 0
    return Cell(f"{more:+d}" if run else "", "danger" if more > 0 else "muted")


def _state(row: MeetingRow) -> Cell:
    from core.commands.meeting import STATE_LABELS
    from core.model.meeting import MeetingState

    if row.off_day and row.state == "scheduled":
        return Cell(_("day off?"), "warning")
    style = {"live": "success", "cancelled": "muted", "finished": "muted"}.get(row.state, "")
    return Cell(say(STATE_LABELS[MeetingState(row.state)]), style)


def make() -> MeetingsScreen:
    """The screen, for the mode."""
    return MeetingsScreen()
