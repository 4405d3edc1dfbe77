"""Small dialogs of one line: go to a number, act as somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from core.errors import Refusal
from core.messages import N_
from core.views import Query
from tui import labels
from tui.i18n import say
from tui.keymap import bind
from tui.widgets.entry import Line
from tui.widgets.said import put
from tui.widgets.toosmall import TooSmall

if TYPE_CHECKING:
    from tui.app import LiaisonApp

SCREEN_OF = {
    "request": "assignment",
    "meeting": "meetings",
    "series": "meetings",
    "task": "board",
    "conflict": "conflicts",
    "team": "people",
    "group": "people",
    "lesson": "assignment",
}


class LineScreen(ModalScreen[str | None]):
    """Asks for one line; enter gives it, escape nothing."""

    DEFAULT_CSS = """
    LineScreen { align: center top; }
    LineScreen > Vertical { width: 100%; max-width: 76; height: auto; margin-top: 2;
        border: round $primary; padding: 0 1; background: $surface; }
    LineScreen Input, LineScreen Input:focus { border: none; height: 1; background: $boost; }
    LineScreen .hint { color: $text-muted; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "close", N_("Close"), id="line.close"),
    ]
    question = N_("Number")
    limit = 60
    hint = N_("enter goes there, esc closes")

    @property
    def desk_app(self) -> LiaisonApp:
        """The app, as what it is."""
        return cast("LiaisonApp", self.app)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(say(self.question)))
            yield Line(max_length=self.limit)
            yield Static(Content(say(self.hint)), classes="hint")
        yield TooSmall()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Input))  # at once: keys may be waiting for it

    def fault(self, text: str) -> None:
        """Say what is wrong and keep the line."""
        put(self, ".hint", text)

    def action_close(self) -> None:
        """Give nothing."""
        self.dismiss(None)


class JumpScreen(LineScreen):
    """Opens a record by its number from anywhere."""

    question = N_("Go to which number? (XMBG-…, MTG-…, TSK-…, CFL-…)")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.desk_app.set_about(self._find(event.value.strip().upper()), hold=True)

    async def _find(self, key: str) -> None:
        """Look whether it is there first, so that a slip of the finger loses nothing."""
        app, kind = self.desk_app, labels.kind_of(key)
        try:
            await app.document(kind, key)
        except Refusal as error:
            self.fault(say(error.message))
            return
        await self.dismiss(None)
        await app.switch_mode(SCREEN_OF[kind])
        screen: Any = app.screen
        await screen.open_number(kind, key)


class ActAsScreen(LineScreen):
    """Chooses whom to act as."""

    question = N_("Act as whom? (login)")

    def on_mount(self) -> None:
        self.run_worker(self._offer())

    async def _offer(self) -> None:
        """Say who is there; who is known needs no list, so that one may be typed meanwhile."""
        try:
            people = (await self.desk_app.page(Query("people", limit=500))).rows
        except Refusal as error:
            self.fault(say(error.message))
            return
        for line in self.query(Input):
            line.suggester = SuggestFromList([p.key for p in people])
        names = "  ".join(f"{p.key} {p.name}" for p in people if p.active)
        self.fault(f"{names}\n{say(self.hint)}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
