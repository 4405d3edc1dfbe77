"""A short list to choose from: an order, a filter that was kept, a theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from core.errors import BadInput
from core.messages import N_
from core.text import clean, safe
from tui.i18n import _, say
from tui.keymap import bind
from tui.screens.jump import LineScreen
from tui.widgets.toosmall import TooSmall


class Picked(NamedTuple):
    """The name that was chosen, or that is to be deleted."""

    name: str
    is_deleted: bool = False


class PickScreen(ModalScreen[Picked | None]):
    """Shows *options*, pairs of a name and what is said for it; *now* is under the cursor first.

    With *may_delete* a key gives an option up. Escape chooses nothing.
    """

    DEFAULT_CSS = """
    PickScreen { align: center middle; }
    PickScreen > Vertical { width: 100%; max-width: 70; height: auto; max-height: 90%;
        border: round $primary; padding: 0 1; background: $surface; }
    PickScreen OptionList, PickScreen OptionList:focus { height: auto; max-height: 16;
        border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1; }
    PickScreen .hint { color: $text-muted; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,q", "close", N_("Close"), id="pick.close"),
        bind("j", "move('down')", N_("Down"), id="pick.down", show=False),
        bind("k", "move('up')", N_("Up"), id="pick.up", show=False),
        bind("delete,d", "delete", N_("Delete"), id="pick.delete", show=False),
    ]

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[str, str]],
        *,
        now: str = "",
        may_delete: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._now = now
        self._may_delete = may_delete

    def compose(self) -> ComposeResult:
        keys = [
            _("enter chooses"),
            *([_("d deletes")] if self._may_delete else []),
            _("esc closes"),
        ]
        with Vertical():
            yield Static(Content.styled(safe(self._title), "bold"))
            yield OptionList(*(Option(Content(safe(said))) for _name, said in self._options))
            yield Static(Content("  ".join(keys)), classes="hint")
        yield TooSmall()

    def on_mount(self) -> None:
        found = self.query_one(OptionList)
        names = [name for name, _said in self._options]
        found.highlighted = names.index(self._now) if self._now in names else 0
        self.set_focus(found)  # at once: keys may be waiting for it

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Picked(self._options[event.option_index][0]))

    def action_move(self, way: str) -> None:
        """Go to the next option or the one before."""
        found = self.query_one(OptionList)
        found.action_cursor_down() if way == "down" else found.action_cursor_up()

    def action_delete(self) -> None:
        """Give up the option under the cursor."""
        at = self.query_one(OptionList).highlighted
        if at is not None and self._options[at][0] in self._may_delete:
            self.dismiss(Picked(self._options[at][0], is_deleted=True))

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


class NameScreen(LineScreen):
    """Asks under which name something is kept; the same name again takes the place of the first."""

    question = N_("Under which name?")
    hint = N_("enter keeps it, esc closes")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            name = clean(event.value, limit=60, field="name", name=True)
        except BadInput as fault:
            self.fault(say(fault.message))
            return
        self.dismiss(name or None)
