"""Taking in answers from the screen: a file or a folder, then what became of each (R14.1)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from core.errors import Refusal
from core.messages import N_
from tui.i18n import _, say
from tui.keymap import bind
from tui.receiving import Told, take_in, take_in_folder
from tui.widgets.entry import Line
from tui.widgets.said import put
from tui.widgets.toosmall import TooSmall
from tui.work import Begin

if TYPE_CHECKING:
    from tui.app import LiaisonApp


class ReceiveScreen(ModalScreen[None]):
    """Asks for a path; enter takes in what is there and says so, escape closes."""

    DEFAULT_CSS = """
    ReceiveScreen { align: center top; }
    ReceiveScreen > Vertical { width: 100%; max-width: 100; height: auto; max-height: 100%;
        margin-top: 1; border: round $primary; padding: 0 1; background: $surface; }
    ReceiveScreen Input, ReceiveScreen Input:focus { border: none; height: 1;
        background: $boost; }
    ReceiveScreen VerticalScroll { height: auto; max-height: 14; }
    ReceiveScreen .told { height: auto; }
    ReceiveScreen .keys { color: $text-muted; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "close", N_("Close"), id="receive.close", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._busy = False

    @property
    def desk_app(self) -> LiaisonApp:
        """The app, as what it is."""
        return cast("LiaisonApp", self.app)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(_("Which file or folder are the answers in? (.ics, .eml)")))
            usual = self.desk_app.settings.answers_folder
            yield Line(usual, max_length=1000, placeholder=_("./answers"))
            with VerticalScroll(can_focus=False):
                yield Static(Content(""), classes="told")
            yield Static(Content(_("enter takes them in, esc closes")), classes="keys")
        yield TooSmall()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Input))  # at once: keys may be waiting for it

    def on_input_submitted(self, event: Input.Submitted) -> None:
        path = event.value.strip()
        if path and not self._busy:
            self.run_worker(self._go(path), name="receive")

    async def _go(self, path: str) -> None:
        self._busy = True
        try:
            whole = os.path.expanduser(path)
            found = await self.desk_app.carry_out(lambda begin: self._taken_in(begin, whole))
            lines = [told.line() for told in found] or [_("There is nothing new.")]
        except Refusal as error:
            lines = [say(error.message)]
        finally:
            self._busy = False
        put(self, ".told", "\n".join(lines))

    def _taken_in(self, begin: Begin, path: str) -> list[Told]:
        zone = self.desk_app.zone
        if os.path.isdir(path):
            return list(take_in_folder(begin, zone, path))
        return list(take_in(begin, zone, [path]))

    def action_close(self) -> None:
        """Go one step back."""
        self.dismiss(None)
