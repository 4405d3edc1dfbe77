"""Dialogs of a verb on many records: how far it is, and which records were refused, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from core.messages import N_
from core.text import safe
from tui.i18n import _
from tui.keymap import bind
from tui.widgets.pane import Pane
from tui.widgets.said import put
from tui.widgets.toosmall import TooSmall

_CSS = """
    {name} {{ align: center middle; }}
    {name} > .dialog {{ width: 100%; max-width: 76; height: auto; max-height: 90%;
        border: round $primary; padding: 0 1; background: $surface; }}
    {name} .hint {{ color: $text-muted; }}
    {name} Pane {{ height: auto; max-height: 16; }}
    {name} Static {{ height: auto; }}
"""


class ProgressScreen(ModalScreen[None]):
    """How many of *total* records are done; escape stops, and takes back what was done."""

    DEFAULT_CSS = _CSS.format(name="ProgressScreen")
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "stop", N_("Stop"), id="bulk.stop"),
    ]

    def __init__(self, total: int) -> None:
        super().__init__()
        self._total = total
        self.is_stopped = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(""), id="progress")
            yield Static(Content(_("esc stops, and nothing is changed then")), classes="hint")
        yield TooSmall()

    def on_mount(self) -> None:
        self.tell(0)

    def tell(self, done: int) -> None:
        """Say how far it is."""
        put(self, "#progress", _("{done} of {total} records", done=done, total=self._total))

    def end(self) -> None:
        """Go, the work is over."""
        if self.is_attached:
            self.dismiss(None)

    def action_stop(self) -> None:
        """Have it stopped before the next record."""
        self.is_stopped = True


class RefusedScreen(ModalScreen[None]):
    """Every refused record with its reason, to be read and scrolled."""

    DEFAULT_CSS = _CSS.format(name="RefusedScreen")
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,enter,q", "close", N_("Close"), id="refused.close"),
    ]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content.styled(safe(self._title), "bold"))
            with Pane():
                yield Static(Content(safe("\n".join(self._lines), lines=True)))
            yield Static(Content(_("They are still marked. esc closes")), classes="hint")
        yield TooSmall()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Pane))

    def action_close(self) -> None:
        """Go back to the list."""
        self.dismiss(None)
