"""What is like a request being written, and the lessons that fit it, to be read whole (R10.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from core.messages import N_
from core.text import safe
from tui import nearby
from tui.i18n import _
from tui.keymap import bind
from tui.widgets.pane import Pane
from tui.widgets.toosmall import TooSmall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.similar import Alike


class NearbyScreen(ModalScreen[None]):
    """Over the form, which is there again as it was."""

    DEFAULT_CSS = """
    NearbyScreen { align: center middle; }
    NearbyScreen > Vertical { width: 100%; max-width: 100; height: 100%; max-height: 40;
        border: round $primary; padding: 0 1; background: $surface; }
    NearbyScreen .keys { color: $text-muted; height: 1; dock: bottom; }
    NearbyScreen Pane { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,q,ctrl+o", "close", N_("Close"), id="nearby.close", priority=True),
    ]

    def __init__(self, found: Alike) -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Pane(Static(Content.assemble(*self._parts())))
            yield Static(Content(_("j k scroll, esc goes back to the form")), classes="keys")
        yield TooSmall()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Pane))

    def _parts(self) -> Iterator[str | tuple[str, str]]:
        found = self._found
        if found.lessons:
            yield _("Lessons"), "bold $text-primary"
            yield "\n"
        for one in found.lessons:
            yield safe(nearby.lesson_line(one.text, one.tags))
            yield "\n"
            yield safe(f"  {nearby.where_learned(one)}"), "$text-muted"
            yield "\n"
        others = [*nearby.warnings(found), *nearby.lines(found)]
        if others:
            yield "\n"
            yield _("Similar requests"), "bold $text-primary"
            yield "\n"
        for text in others:
            yield safe(text)
            yield "\n"

    def action_close(self) -> None:
        """Go back to the form."""
        self.dismiss(None)
