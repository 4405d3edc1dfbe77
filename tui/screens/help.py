"""Help for here: every key of the screen one came from, what it does, and who may."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from core.messages import N_
from tui.i18n import _
from tui.keymap import bind
from tui.widgets.keybar import key_name
from tui.widgets.pane import Pane
from tui.widgets.toosmall import TooSmall

MORE = (
    N_("Moving: j k or arrows, g G first and last, ctrl+d ctrl+u half a page.").text,
    N_("space marks rows; a key then acts on all marked. esc goes one step back.").text,
)


def by_use(screen: Screen[Any]) -> list[ActiveBinding]:
    """The bindings of our own that are active, each once: verbs, the screen's, the app's, moves."""
    found: dict[str, ActiveBinding] = {}
    for active in screen.active_bindings.values():
        if active.binding.id:  # what has none is a key of Textual's own, described in English
            found.setdefault(active.binding.action, active)
    return sorted(found.values(), key=lambda active: _rank(active, screen))


def _rank(active: ActiveBinding, screen: Screen[Any]) -> int:
    if active.binding.action.startswith("verb("):
        return 0
    return 1 if active.node is screen else 2 if isinstance(active.node, App) else 3


class HelpScreen(ModalScreen[None]):
    """Lists the bindings of another screen; nothing on it is a second list of keys."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > Pane { width: 100%; max-width: 100; height: 100%; max-height: 44;
        border: round $primary; padding: 0 1; background: $surface; }
    HelpScreen Static { height: auto; }
    HelpScreen .tooltip { color: $text-muted; padding-left: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,question_mark,f1,q", "close", N_("Close"), id="help.close"),
    ]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        with Pane():
            yield Static(Content.styled(_("Keys that work here"), "bold"))
            for active in by_use(self._about):
                binding = active.binding
                line = (f"{key_name(binding):>10}  ", "bold $text-accent"), _(binding.description)
                yield Static(Content.assemble(*line))
                tooltip = _(binding.tooltip)
                if tooltip and tooltip != _(binding.description):
                    yield Static(Content(tooltip), classes="tooltip")
            yield Static(Content("\n".join(("", *map(_, MORE)))))
        yield TooSmall()

    def action_close(self) -> None:
        """Go back to work."""
        self.dismiss(None)
