"""Meetings as a list or as a week; the filter and every key work in either (R5)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from core.errors import Refusal
from core.messages import N_
from core.week import Week
from tui.i18n import _, say
from tui.keymap import bind
from tui.screens.lists import ListScreen
from tui.widgets.said import put

if TYPE_CHECKING:
    from core.commands.base import Command
    from core.meeting_week import Card, MeetingWeek
    from tui.widgets.weekview import WeekView

PREFERENCE = "meetings:week"
TELL_TIME_EVERY = 30.0  # seconds: the line of the present time is never a minute late
IN_WEEK = frozenset({"week", "this_week"})
IN_LIST = frozenset({"mark_all", "invert", "sort", "saved"})


class WeekOrListScreen(ListScreen):
    """The rows of the list laid out by day instead, when a person wants it; that choice is kept."""

    DEFAULT_CSS = """
    WeekOrListScreen .body.week, WeekOrListScreen .body.wide.week { layout: vertical; }
    WeekOrListScreen .body.week .pane, WeekOrListScreen .body.wide.week .pane { height: 30%;
        min-height: 6; width: 1fr; border-left: none; border-top: solid $primary-muted; }
    WeekOrListScreen .body.week .pane.whole, WeekOrListScreen .body.wide.week .pane.whole {
        height: 1fr; border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("o", "other", N_("Week or list"), id="meetings.week", show=False),
        bind("K", "only", N_("Only some"), id="meetings.only", show=False,
             tooltip=N_("Show the meetings of one kind, request or department only.")),
        bind("left_square_bracket", "week(-1)", N_("Week before"), id="meetings.back", show=False),
        bind("right_square_bracket", "week(1)", N_("Week after"), id="meetings.on", show=False),
        bind("full_stop,。", "this_week", N_("This week"), id="meetings.today", show=False),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._week: Week | None = None  # None follows the calendar
        self._calendar: WeekView | None = None  # where a person looks at weeks

    @property
    def front(self) -> Widget:
        return self._calendar or self.rows

    @property
    def row(self) -> Any:
        if not self._calendar:
            return super().row
        card = self._calendar.current
        return card.row if card else None

    @property
    def marked(self) -> tuple[str, ...]:
        return () if self._calendar else super().marked

    @property
    def this_week(self) -> Week:
        """The present week by the organisation's calendar."""
        return Week.of(self.desk_app.worktime.day(self.desk_app.clock()))

    def on_mount(self) -> None:
        self.set_interval(TELL_TIME_EVERY, self._tell_time)
        if self.desk_app.preferences.get(PREFERENCE):
            self.call_after_refresh(self._to_week)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Weeks are turned where one is shown; what belongs to rows alone is not offered there."""
        if action in IN_WEEK:
            return self._calendar is not None
        if action in IN_LIST and self._calendar:
            return False
        if action == "only":
            return self._calendar is not None or self.view.query.view == "meetings"
        return super().check_action(action, parameters)

    # From one to the other.

    async def action_other(self) -> None:
        """Look at the meetings as a week, or as a list again; kept for the next time."""
        self.unfold()
        if self._calendar:
            await self._to_list()
        else:
            await self._to_week()
        self.desk_app.prefer(PREFERENCE, True if self._calendar else None)

    async def _to_week(self) -> None:
        from tui.widgets.weekview import WeekView

        app = self.desk_app
        if self.view.query.view != "meetings":
            await self.to_view(0)
        self.rows.clear_marks()
        calendar = WeekView(app.worktime, app.clock)
        with self.app.batch_update():
            await self.query_one(".body").mount(calendar, before=".pane")
            self._calendar = calendar
            self.query_one(".body").add_class("week")
            self.rows.add_class("hidden")
        self._turned()

    async def _to_list(self) -> None:
        assert self._calendar is not None
        old, self._calendar = self._calendar, None
        with self.app.batch_update():
            await old.remove()
            self.rows.remove_class("hidden")
            self.query_one(".body").remove_class("week")
        self._turned()

    def _turned(self) -> None:
        self._shown = ""
        self.set_focus(self.front)
        self.refresh_bindings()
        self.show_asked()
        self._look_soon()

    async def action_view(self, by: int) -> None:
        """From a week back to the list; from there to the next view of it."""
        if self._calendar:
            await self.action_other()
        else:
            await super().action_view(by)

    # Reading.

    def show_asked(self) -> None:
        super().show_asked()
        self._read_soon()

    def read_again(self) -> None:
        super().read_again()
        self._read_soon()

    def _tell_time(self) -> None:
        if self._calendar and self.is_current and self._calendar.week:
            self._calendar.show(self._calendar.week)

    def _read_soon(self) -> None:
        if self._calendar:
            self.run_worker(self._read_week(self._calendar), group="week", exclusive=True)

    async def _read_week(self, calendar: WeekView) -> None:
        """Read the week and show it; what was shown stays where nothing can be read."""
        try:
            found = await self._arranged(self._week or self.this_week)
        except Refusal as error:
            self.show_status(say(error.message), "danger")
            return
        if calendar is self._calendar and calendar.is_attached:
            calendar.show(found)
            put(self, ".view", self._view_line())

    async def _arranged(self, week: Week) -> MeetingWeek:
        from core.meeting_week import arrange, question
        from tui.weeks import every

        app, terms = self.desk_app, self.asked.terms
        asked = question(week, app.worktime)
        whole = await every(app, asked)
        rows = await every(app, asked._replace(terms=terms)) if terms else whole
        return arrange(rows, week, app.login, app.worktime, whole)

    def _view_line(self) -> str:
        if not self._calendar:
            return f"{super()._view_line()}   o {_('Week view')}"
        week = self._week or self.this_week
        keys = [f"[ ] {_('Week')}"]
        if self._week:
            keys.append(f". {_('This week')}")
        keys += [f"o {_('List view')}", f"/ {_('Filter')}", f"K {_('Only some')}"]
        return f"{week} · {week.first:%m-%d} – {week.last:%m-%d}   " + "  ".join(keys)

    # Weeks.

    def action_week(self, by: int) -> None:
        """Look at another week."""
        try:
            self._turn_to((self._week or self.this_week).step(by))
        except Refusal as error:
            self.desk_app.tell_refusal(error)

    def action_this_week(self) -> None:
        """Come back to the present."""
        self._turn_to(self.this_week)

    def _turn_to(self, week: Week) -> None:
        self.unfold()
        self._week = None if week == self.this_week else week
        self._read_soon()

    def landed(self, key: str) -> None:
        super().landed(key)
        if self._calendar and not self._calendar.select_key(key):
            self.run_worker(self._turn_to_meeting(key), group="landed", exclusive=True)

    async def _turn_to_meeting(self, key: str) -> None:
        """Show the week in which a meeting is that was just made or looked up."""
        with suppress(Refusal):
            document = await self.desk_app.document("meeting", key)
            start = datetime.fromisoformat(document["start"])
            self._week = Week.of(self.desk_app.worktime.day(start))
            if self._week == self.this_week:
                self._week = None
            self._read_soon()

    # The card under the cursor.

    def on_week_view_highlighted(self) -> None:
        self._look_soon()

    def on_week_view_opened(self) -> None:
        """Give the meeting the whole screen, to be read and scrolled."""
        self.on_row_list_opened()

    def _look(self) -> None:
        super()._look()
        if not self.has_parts("RowList"):
            return
        if self._calendar and not self.row and not self._opened[1]:
            put(self, "#detail", self._nothing())

    def _nothing(self) -> str:
        """What is said of a day without meetings."""
        day = self._calendar.day if self._calendar else None
        if self._terms and self._calendar and self._calendar.week and not self._calendar.week.cards:
            return _("Nothing is like that. esc takes the filter away.")
        if not day:
            return ""
        return _("No meeting on {day}. n schedules one on that day.", day=f"{day:%m-%d}")

    def detail_of(self, row: Any) -> tuple[str, str]:
        return ("meeting", str(row.key)) if self._calendar else super().detail_of(row)

    def before_detail(self) -> Content:
        """The signs of the card, in words."""
        card = self._calendar.current if self._calendar else None
        return _in_words(card) if card else Content("")

    def start(self, command: type[Command], **given: str) -> None:
        """A new meeting is on the day of the cursor, behind the meeting under it."""
        if command.__name__ == "ScheduleMeeting" and self._calendar and self._calendar.day:
            given = {"start": self._free(self._calendar)} | given
        super().start(command, **given)

    def _free(self, calendar: WeekView) -> str:
        """A time to begin with: as the card ends, when work begins, or the next hour of today."""
        app, card, day = self.desk_app, calendar.current, calendar.day
        assert day is not None
        if card and card.ends < 24 * 60:
            return f"{day} {card.ends // 60:02d}:{card.ends % 60:02d}"
        soon = app.worktime.local(app.clock()) + timedelta(hours=1)
        if soon.date() == day and soon.time() > app.worktime.opens:
            return f"{day} {soon:%H}:00"
        return f"{day} {app.worktime.opens:%H:%M}"

    # Which of them.

    def action_only(self) -> None:
        """Choose a kind, a request or a department whose meetings are shown."""
        self.desk_app.set_about(self._ask_only())

    async def _ask_only(self) -> None:
        from tui.narrowings import choices
        from tui.screens.pick import PickScreen

        row = self.row
        options = await choices(self.desk_app, str(row.request) if row else "")
        if self.is_current:  # and not asked already
            self.app.push_screen(PickScreen(_("Show only"), options, now=""), self._narrow)

    def _narrow(self, picked: Any) -> None:
        if picked is None:
            return
        if not picked.name:
            self.close_filter()
            return
        from tui.narrowings import put

        self.run_worker(self.narrow_to(put(self._text, picked.name)))


def _in_words(card: Card) -> Content:
    from tui.widgets.weeklines import signs

    words = "  ".join(f"{sign} {say(what)}" for sign, what in signs(card))
    return Content.assemble((words, "$text-warning"), "\n") if words else Content("")
