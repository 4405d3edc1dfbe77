"""Help for here: every key of the screen one came from, what it does, and who may."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from core.messages import N_
from tui.i18n import _
from tui.keymap import bind
from tui.widgets.keybar import key_name
from tui.widgets.toosmall import TooSmall


class HelpScreen(ModalScreen[None]):
    """Lists the bindings of another screen; nothing on it is a second list of keys."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll { width: 100%; max-width: 100; height: 100%; max-height: 44;
        border: round $primary; padding: 0 1; background: $surface; }
    HelpScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,question_mark,f1,q", "close", N_("Close"), id="help.close"),
    ]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(self._content())
        yield TooSmall()

    def _content(self) -> Content:
        parts: list[str | tuple[str, str]] = [(_("Keys that work here"), "bold"), "\n\n"]
        seen: set[str] = set()
        for active in self._about.active_bindings.values():
            binding = active.binding
            # What has no id is a key of Textual's own, described in English.
            if binding.action in seen or not binding.id or not binding.description:
                continue
            seen.add(binding.action)
            parts += [
                (f"{key_name(binding):>10}  ", "bold $text-accent"),
                f"{_(binding.description)}\n",
            ]
            tooltip = _(binding.tooltip) if binding.tooltip else ""
            if tooltip and tooltip != _(binding.description):
                parts += [(f"            {tooltip}\n", "$text-muted")]
        for line in (
            _("Moving: j k or arrows, g G first and last, ctrl+d ctrl+u half a page."),
            _("space marks rows; a key then acts on all marked. esc goes one step back."),
        ):
            parts += ["\n", line]
        return Content.assemble(*parts)

    def action_close(self) -> None:
        """Go back to work."""
        self.dismiss(None)
