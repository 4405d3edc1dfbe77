"""Help for here: every key of the screen one came from, to be searched, read and used."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from core.messages import N_
from core.single_values import narrow
from tui.i18n import _
from tui.keymap import bind
from tui.widgets.entry import Line
from tui.widgets.keybar import key_name
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


class SearchLine(Line):
    """Where one types what one looks for; the key that opened the help closes it here too."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return character not in ("?", "？") and super().check_consume_key(key, character)


class HelpScreen(ModalScreen[ActiveBinding | None]):
    """Lists the bindings of another screen, by what is typed; enter does what is under the cursor.

    Nothing on it is a second list of keys.
    """

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > Vertical { width: 100%; max-width: 100; height: 100%; max-height: 44;
        border: round $primary; padding: 0 1; background: $surface; }
    HelpScreen Input, HelpScreen Input:focus { border: none; height: 1; background: $boost; }
    HelpScreen OptionList { height: 1fr; border: none; padding: 0; background: $surface;
        scrollbar-size-vertical: 1; }
    HelpScreen .more { height: auto; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,f1", "close", N_("Close"), id="help.close"),
        bind("question_mark", "close", N_("Close"), id="help.close-too", show=False, priority=True),
        bind("down", "move('cursor_down')", N_("Down"), id="help.down", show=False),
        bind("up", "move('cursor_up')", N_("Up"), id="help.up", show=False),
        bind("pagedown", "move('page_down')", N_("One page down"), id="help.page-down", show=False),
        bind("pageup", "move('page_up')", N_("One page up"), id="help.page-up", show=False),
    ]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = about
        self._found: list[ActiveBinding] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled(_("Keys that work here"), "bold"))
            yield SearchLine(placeholder=_("type a part of what you look for"), max_length=60)
            found = OptionList()
            found.can_focus = False
            yield found
            last = _("enter does it, esc closes")
            yield Static(Content("\n".join((*map(_, MORE), last))), classes="more")
        yield TooSmall()

    def on_mount(self) -> None:
        self._find("")
        self.set_focus(self.query_one(Input))  # at once: keys may be waiting for it

    def on_input_changed(self, event: Input.Changed) -> None:
        self._find(event.value)

    def on_input_submitted(self) -> None:
        self._choose(self.query_one(OptionList).highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option_index)

    def _find(self, typed: str) -> None:
        """Show the keys in whose words all that is typed occurs."""
        words = narrow(typed).casefold().split()
        self._found = [
            active
            for active in by_use(self._about)
            if all(word in _words(active).casefold() for word in words)
        ]
        shown = self.query_one(OptionList)
        shown.clear_options()
        shown.add_options(Option(_line(active)) for active in self._found)
        shown.highlighted = 0 if self._found else None

    def _choose(self, at: int | None) -> None:
        if at is not None and at < len(self._found):
            self.dismiss(self._found[at])

    def action_move(self, way: str) -> None:
        """Go to another key while one types."""
        getattr(self.query_one(OptionList), f"action_{way}")()

    def action_close(self) -> None:
        """Go back to work."""
        self.dismiss(None)


def _said(active: ActiveBinding) -> tuple[str, str, str]:
    """The key, what it does, and more about that where there is more."""
    binding = active.binding
    name, more = _(binding.description), _(binding.tooltip)
    return key_name(binding), name, more if more != name else ""


def _words(active: ActiveBinding) -> str:
    return " ".join([*_said(active), active.binding.id or ""])


def _line(active: ActiveBinding) -> Content:
    key, name, more = _said(active)
    parts: list[Any] = [(f"{key:>10}  ", "bold $text-accent"), name]
    if more:
        parts.append((f"\n{' ' * 12}{more}", "$text-muted"))
    return Content.assemble(*parts)
