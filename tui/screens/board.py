"""Board: what is under way in a week, and the one place where progress is filed (R7.1, R7.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from core.board import LANE_LABELS, Board, Card, Lane, Week
from core.errors import Refusal
from core.messages import N_
from tui import weeks
from tui.i18n import _, say
from tui.keymap import bind
from tui.moves import backward, onward
from tui.screens.base import DeskScreen
from tui.widgets.boardlines import marks
from tui.widgets.boardview import BoardView
from tui.widgets.said import put

if TYPE_CHECKING:
    from core.commands.base import Command

WIDE = 120
DETAIL_AFTER = 0.15
TELL_TIME_EVERY = 60.0  # seconds: at 17:00 updates are missing, after midnight cards are late
NOTHING = N_(
    "No cards in this week. [ and ] show other weeks. A plan that every department agreed to "
    "puts its tasks here: F3 shows the requests that wait for one."
)


class BoardScreen(DeskScreen):
    """A week's tasks as cards in five columns, in lanes by request, department or owner."""

    DEFAULT_CSS = """
    BoardScreen .body { layout: vertical; }
    BoardScreen .body.wide { layout: horizontal; }
    BoardScreen BoardView { height: 1fr; width: 1fr; }
    BoardScreen .pane { height: 6; width: 1fr; border-top: solid $primary-muted; padding: 0 1; }
    BoardScreen .body.wide .pane { height: 1fr; width: 30%; border-top: none;
        border-left: solid $primary-muted; }
    BoardScreen .pane.whole, BoardScreen .body.wide .pane.whole { height: 1fr; width: 1fr;
        border: none; }
    BoardScreen .hidden { display: none; }
    BoardScreen .week { height: 1; color: $text-muted; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("left_square_bracket", "week(-1)", N_("Week before"), id="board.back", show=False),
        bind("right_square_bracket", "week(1)", N_("Week after"), id="board.on", show=False),
        bind("t", "this_week", N_("This week"), id="board.today", show=False),
        bind("w", "lanes", N_("Other lanes"), id="board.lanes", show=False),
        bind(
            "greater_than_sign,》,＞,shift+right",
            "push(1)",
            N_("Move on"),
            id="board.push",
            display=">",
            tooltip=N_("Move the card to the next column: begin, hand in or accept."),
        ),
        bind(
            "less_than_sign,《,＜,shift+left",
            "push(-1)",
            N_("Move back"),
            id="board.pull",
            show=False,
            display="<",
            tooltip=N_("Move the card to the column before: take it back, or send it back."),
        ),
        bind("y", "copy", N_("Copy the number"), id="board.copy", show=False),
        bind("escape", "back", N_("Back"), id="board.close", show=False),
    ]
    mode = "board"
    topics = frozenset({"task", "progress_update", "request"})

    def __init__(self) -> None:
        super().__init__()
        self.week: Week | None = None  # None follows the calendar
        self.by = Lane.REQUEST
        self._about = self._shown = ""  # the task the pane is about, and the one that is in it
        self._card: Card | None = None
        self._looking: Timer | None = None

    @property
    def view(self) -> BoardView:
        """The board itself."""
        return self.query_one(BoardView)

    @property
    def this_week(self) -> Week:
        """The present week by the organisation's calendar."""
        return Week.of(self.desk_app.worktime.day(self.desk_app.clock()))

    def body(self) -> Iterable[Widget]:
        yield Static(Content(""), classes="week")
        pane = VerticalScroll(Static(Content(""), id="detail"), classes="pane", can_focus=True)
        yield Container(BoardView(empty=say(NOTHING)), pane, classes="body")

    def on_mount(self) -> None:
        super().on_mount()
        self._lay_out(self.app.size.width)
        self.view.focus()
        self.read_again()
        self.set_interval(TELL_TIME_EVERY, self._tell_time)
        self.call_after_refresh(self.desk_app.rows_shown)

    def on_resize(self, event: Resize) -> None:
        self._lay_out(event.size.width)

    def _lay_out(self, width: int) -> None:
        self.query_one(".body").set_class(width >= WIDE, "wide")

    def _tell_time(self) -> None:
        if self.is_current:
            self._read_soon()

    # Reading.

    def read_again(self) -> None:
        self._read_soon()
        if self._is_whole:
            self._show(self._about)
        else:
            self._about = ""
            self._look_soon()

    def _read_soon(self) -> None:
        self.run_worker(self._read(), group="board", exclusive=True)

    async def _read(self) -> None:
        """Read the week and show it; what was shown stays where nothing can be read."""
        try:
            found = await weeks.read(self.desk_app, self.week or self.this_week, self.by)
        except Refusal as error:
            self.show_status(say(error.message), "danger")
            return
        if self.has_parts("BoardView"):
            put(self, ".week", _week_line(found.board))
            self.view.show(*found)

    # The task under the cursor.

    @property
    def _pane(self) -> VerticalScroll:
        return self.query_one(".pane", VerticalScroll)

    @property
    def _is_whole(self) -> bool:
        return self._pane.has_class("whole")

    def on_board_view_highlighted(self) -> None:
        if not self._is_whole:
            self._look_soon()
        elif self.view.card(self._about) != self._card:
            self._show(self._about)  # its marks are others now

    def _look_soon(self) -> None:
        """Read the detail once the cursor rests, so that moving costs nothing but the move."""
        if self._looking:
            self._looking.stop()
        self._looking = self.set_timer(DETAIL_AFTER, self._look)

    def _look(self) -> None:
        card = self.view.current
        if self._is_whole or not self.desk_app.ready:
            return
        if not card:
            self._about = self._shown = ""
            put(self, "#detail", "")
        elif card.row.key != self._about or card != self._card:
            self._show(card.row.key)

    def _show(self, key: str) -> None:
        """Read a task into the pane; what was being read into it before is not waited for."""
        self._about, self._card = key, self.view.card(key)
        self.run_worker(self._read_task(key), group="detail", exclusive=True)

    async def _read_task(self, key: str) -> None:
        from tui.details import render

        app = self.desk_app
        try:
            document = await app.document("task", key)
        except Refusal as error:
            document, content = None, Content(say(error.message))
        if not self.has_parts("BoardView"):
            return
        if document:
            content = _marks(self._card) + render("task", document, app.clock(), app.zone)
            self.name_first("task", str(document["state"]))
        put(self, "#detail", content)
        if key != self._shown:
            self._shown = key
            self._pane.scroll_home(animate=False)

    def on_board_view_opened(self, event: BoardView.Opened) -> None:
        """Give the task the whole screen, to be read and scrolled."""
        if event.card:
            self._open(event.card.row.key)

    async def open_number(self, kind: str, key: str) -> None:
        """Show one task whole, also one of another week."""
        self._open(key)

    def _open(self, key: str) -> None:
        self.view.select_key(key)
        self._whole(True)
        self._show(key)

    def _whole(self, whole: bool) -> None:
        self._pane.set_class(whole, "whole")
        self.view.set_class(whole, "hidden")
        (self._pane if whole else self.view).focus()

    def action_back(self) -> None:
        """From the whole task back to the board."""
        if self._is_whole:
            self._whole(False)
            self._look_soon()

    # Weeks and lanes.

    def action_week(self, by: int) -> None:
        """Look at another week."""
        try:
            self.week = (self.week or self.this_week).step(by)
        except Refusal as error:
            self.desk_app.tell_refusal(error)
            return
        if self.week == self.this_week:
            self.week = None
        self._read_soon()

    def action_this_week(self) -> None:
        """Come back to the present."""
        self.week = None
        self._read_soon()

    def action_lanes(self) -> None:
        """Lay the cards by something else."""
        lanes = list(Lane)
        self.by = lanes[(lanes.index(self.by) + 1) % len(lanes)]
        self._read_soon()

    # Verbs.

    @property
    def _key(self) -> str:
        """The number of the task that is shown whole, else of the one under the cursor."""
        card = self.view.current
        return self._about if self._is_whole else card.row.key if card else ""

    def targets(self, command: type[Command]) -> list[str]:
        return [self._key] if self._key else []

    def looked_at(self) -> tuple[str, str]:
        return ("task", self._key) if self._key else ("", "")

    def landed(self, key: str) -> None:
        self.view.select_key(key)

    def action_copy(self) -> None:
        """Copy the number to the person's own clipboard, over SSH too (OSC 52)."""
        if self._key:
            self.app.copy_to_clipboard(self._key)
            self.desk_app.tell_done(_("Copied: {key}", key=self._key))

    def action_push(self, by: int) -> None:
        """Move the card under the cursor, with the form in which that is reported."""
        card, made = self.view.card(self._key), self.view.board
        if not card or not made:
            return
        if made.past:
            self._tell(_("{week} is over: t shows this week, where cards move.", week=made.week))
            return
        step = onward(card.row) if by > 0 else backward(card.row, self.desk_app.login)
        if step:
            command, given = step
            self.start(command, number=card.row.key, **given)
        else:
            self._tell(_("This card cannot be moved further."))

    def _tell(self, text: str) -> None:
        self.notify(text, severity="warning", markup=False)


def _week_line(made: Board) -> str:
    """Which week, its days, its lanes; and the keys that change them."""
    week = made.week
    parts = [str(week), f"{week.first:%m-%d} – {week.last:%m-%d}", say(LANE_LABELS[made.by])]
    if made.past:
        parts.append(_("as it ended"))
    keys = f"t {_('This week')}" if made.past else f"[ ] {_('Week')}  w {_('Lanes')}"
    return " · ".join(parts) + "   " + keys


def _marks(card: Card | None) -> Content:
    """A card's marks in words, on a line of their own where there are any."""
    words = "  ".join(f"{sign} {say(what)}" for sign, what in marks(card)) if card else ""
    return Content.assemble((words, "$text-warning"), "\n") if words else Content("")


def make() -> BoardScreen:
    """The screen, for the mode."""
    return BoardScreen()
