"""Today: everything the person must answer, approve, confirm, update or read now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from core.messages import N_
from core.views import Query
from core.views.requests import DutyRow
from tui import labels
from tui.i18n import _, say
from tui.keymap import bind
from tui.screens.lists import ListScreen, View
from tui.widgets.rowlist import Cell, Column

if TYPE_CHECKING:
    from core.commands.base import Command

OPENING = Query("duties")
NOTICES = Query("notices", (("unread", "yes"),))
# What enter does for each duty: the verb that discharges it.
DEEDS = {
    "acknowledge": "request acknowledge",
    "plan": "plan submit",
    "answer": "plan answer",
    "deliver": "task deliver",
    "update": "task update",
    "rework": "task update",
    "accept": "task accept",
    "resubmit": "request resubmit",
    "confirm": "conflict confirm",
    "minutes": "meeting minutes",
    "confirm_minutes": "meeting confirm",
    "sign_off": "request sign-off",
    "sign": "request sign",
    "confirm_feedback": "request confirm-feedback",
    "feedback": "request feedback",
    "written_record": "request record",
    "settle": "conflict settle",
    "review": "request dispatch",
    "rule": "request dispatch",
    "mediate": "meeting schedule",
    "retrospective": "meeting schedule",
    "off_day": "meeting reschedule",
}
MEETINGS = {"mediate": "second_coordination", "retrospective": "retrospective"}


class TodayScreen(ListScreen):
    """What waits for me, most pressing first; enter does it, o opens the record."""

    mode = "today"
    topics = frozenset(
        {
            "request",
            "deadline",
            "task",
            "conflict",
            "plan",
            "meeting",
            "department",
            "notice",
            "feedback",
        }
    )
    views: ClassVar[tuple[View, ...]] = (
        View(N_("To do"), OPENING, "duty", N_("Nothing waits for you. F2 shows the intake queue.")),
        View(N_("Notices"), NOTICES, "notice", N_("No unread notices.")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("d,f10", "deed", N_("Do it"), id="today.deed"),
        bind("b", "send_back", N_("Send back"), id="today.send-back"),
        bind("o", "object", N_("Object/rule"), id="today.object"),
        bind("r", "read", N_("Mark as read"), id="today.read"),
        bind("F", "verb('calendar feed')", N_("Calendar feed"), id="today.calendar-feed"),
    ]

    def columns(self) -> list[Column]:
        if self.view.query.view == "notices":
            return [
                Column(_("When"), 11, self._when, name="created_at"),
                Column(_("About"), 16, lambda row: Cell(row.about, "accent"), low=2, name="about"),
                Column(_("What"), 44, self._what, flex=2, name="text"),
                Column(_("Why"), 12, lambda row: Cell(row.why, "muted"), 1, low=1, name="why"),
            ]
        return [
            Column(_("Due"), 13, self._due, name="due_at"),
            Column(_("What"), 15, self._duty, name="kind"),
            Column(_("Number"), 15, lambda row: Cell(row.key, "accent"), name="number"),
            Column(_("Title"), 20, lambda row: row.title, flex=1, name="title"),
            Column(
                _("Dept"), 5, lambda row: Cell(row.department, "muted"), low=1, name="department"
            ),
            Column(_("Request"), 14, lambda row: row.request, name="request", extra=True),
            Column(_("Waiting since"), 13, self._since, name="since", extra=True),
            Column(_("Priority"), 8, _priority, name="priority", extra=True),
        ]

    def _due(self, row: DutyRow) -> Cell:
        return Cell(*labels.left(row.due_at, self.desk_app.clock()))

    def _since(self, row: DutyRow) -> str:
        return f"{row.since.astimezone(self.desk_app.zone):%m-%d %H:%M}" if row.since else ""

    def _duty(self, row: DutyRow) -> Cell:
        return Cell(labels.word(labels.DUTIES, row.kind), "warning" if row.kind == "rework" else "")

    def _when(self, row: Any) -> str:
        return f"{row.created_at.astimezone(self.desk_app.zone):%m-%d %H:%M}"

    def _what(self, row: Any) -> str:
        from core.messages import unpack

        try:
            return _(row.text, **unpack(row.values))
        except (LookupError, ValueError):  # no template of ours: it was written past the product
            return str(row.text)

    def detail_of(self, row: Any) -> tuple[str, str]:
        key = row.about if self.view.kind == "notice" else row.key
        return labels.kind_of(key), key

    def key_for(self, command: type[Command], row: Any) -> str:
        request = getattr(row, "request", None)
        if request and command.verb.startswith(("request", "plan")):
            return str(request)
        return str(row.about if self.view.kind == "notice" else row.key)

    def action_deed(self) -> None:
        """Do what the duty under the cursor asks for."""
        row = self.rows.current
        if isinstance(row, DutyRow):
            given = {"kind": MEETINGS[row.kind]} if row.kind in MEETINGS else {}
            if row.kind in ("feedback", "sign", "confirm_feedback"):
                given = {"department": row.department}
            self._do(DEEDS.get(row.kind, ""), **given)

    def action_send_back(self) -> None:
        """Say no to what asks for a yes: send back a deliverable or a request."""
        row = self.rows.current
        ways = {"accept": "task send-back", "review": "request return", "off_day": "meeting skip"}
        if isinstance(row, DutyRow):
            self._do(ways.get(row.kind, ""))

    def action_object(self) -> None:
        """Object to leading, or uphold a dispatch that was objected to."""
        row = self.rows.current
        ways = {"acknowledge": "request object", "rule": "request uphold"}
        if isinstance(row, DutyRow):
            self._do(ways.get(row.kind, ""))

    def action_read(self) -> None:
        """Mark the notice under the cursor, or the marked ones, as read."""
        from core.commands.desk import ReadNotices

        if self.view.kind != "notice":
            return
        row = self.rows.current
        keys = self.rows.marked or ((row.key,) if row else ())
        if keys:
            command = ReadNotices(notices=tuple(str(key) for key in keys))
            self.desk_app.set_about(self.desk_app.execute(command))
            self.rows.clear_marks()

    def _do(self, verb: str, **given: str) -> None:
        from core.commands import named

        if verb:
            self.start(named(verb), **given)
        else:
            self.notify(_("There is nothing of that kind to do here."), markup=False)


def _priority(row: DutyRow) -> str:
    return say(labels.PRIORITIES[row.priority])


def make() -> TodayScreen:
    """The screen, for the mode."""
    return TodayScreen()
