"""Choosing the columns of a list: which are shown, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from core.messages import N_
from tui.arranged import IDENTIFYING, arranged, usual
from tui.i18n import _
from tui.keymap import bind
from tui.widgets.columns import Column, place
from tui.widgets.line import fit
from tui.widgets.toosmall import TooSmall

LABEL = 31  # cells for what a column is called


class ColumnsScreen(ModalScreen[list[str] | None]):
    """Gives the names of the columns to show, from left to right; escape gives None.

    *columns* are all there are, *shown* the names of those shown now; *width* is what the list
    has, and *labels* are longer words for narrow headings.
    """

    DEFAULT_CSS = """
    ColumnsScreen { align: center middle; }
    ColumnsScreen > Vertical { width: 100%; max-width: 64; height: auto; max-height: 100%;
        border: round $primary; padding: 0 1; background: $surface; }
    ColumnsScreen OptionList, ColumnsScreen OptionList:focus { height: auto; max-height: 66vh;
        border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1;
        text-wrap: nowrap; text-overflow: ellipsis; }
    ColumnsScreen .hint { color: $text-muted; height: auto; }
    ColumnsScreen .fault { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "show", N_("Show or hide"), id="columns.show"),
        bind("enter,ctrl+s", "keep", N_("Keep"), id="columns.keep", priority=True),
        bind(
            "left,h,K,shift+up", "carry(-1)", N_("Further left"), id="columns.left", priority=True
        ),
        bind(
            "right,l,J,shift+down",
            "carry(1)",
            N_("Further right"),
            id="columns.right",
            priority=True,
        ),
        bind("d,delete", "usual", N_("As usual"), id="columns.usual"),
        bind("j", "move('down')", N_("Down"), id="columns.down", show=False),
        bind("k", "move('up')", N_("Up"), id="columns.up", show=False),
        bind("escape,q", "close", N_("Close"), id="columns.close"),
    ]

    def __init__(
        self, columns: Sequence[Column], shown: Sequence[str], labels: dict[str, str], width: int
    ) -> None:
        super().__init__()
        self._columns = columns
        self._labels = labels
        self._width = width
        self._order: list[str] = []
        self._shown: set[str] = set()
        self._put(shown)

    def compose(self) -> ComposeResult:
        keys = [
            _("space shows or hides"), _("← → move it"), _("d as usual"), _("enter keeps"),
            _("esc closes"),
        ]  # fmt: skip
        with Vertical():
            yield Static(Content.styled(_("Columns of this list"), "bold"))
            yield OptionList(*(Option(self._line(name)) for name in self._order))
            yield Static(Content(""), classes="hint", id="said")
            yield Static(Content("  ".join(keys)), classes="hint")
        yield TooSmall()

    def on_mount(self) -> None:
        found = self.query_one(OptionList)
        found.highlighted = 0
        self.set_focus(found)  # at once: keys may be waiting for it
        self._say()

    def action_show(self) -> None:
        """Show the column under the cursor, or hide it if another one still tells rows apart."""
        name = self._order[self._at]
        left = self._shown - {name}
        if name in self._shown and not left & IDENTIFYING:
            text = _("One column must tell rows apart. First show: {names}",
                     names=", ".join(self._others(name)))  # fmt: skip
            self._say(text)
            return
        self._shown ^= {name}
        self._draw(self._at)

    def action_carry(self, by: int) -> None:
        """Carry the column under the cursor further left or right."""
        at, to = self._at, self._at + by
        if 0 <= to < len(self._order):
            self._order[at], self._order[to] = self._order[to], self._order[at]
            self._draw(to)

    def action_usual(self) -> None:
        """Go back to what is shown as long as nobody chooses."""
        self._put(usual(self._columns))
        self._draw(0)

    def action_move(self, way: str) -> None:
        """Go to the next column or the one before."""
        found = self.query_one(OptionList)
        found.action_cursor_down() if way == "down" else found.action_cursor_up()

    def action_keep(self) -> None:
        """Keep what is chosen."""
        self.dismiss(self._names())

    def action_close(self) -> None:
        """Leave the list as it was."""
        self.dismiss(None)

    @property
    def _at(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    def _put(self, names: Sequence[str]) -> None:
        others = [column.name for column in self._columns if column.name not in names]
        self._order, self._shown = [*names, *others], set(names)

    def _names(self) -> list[str]:
        return [name for name in self._order if name in self._shown]

    def _others(self, name: str) -> list[str]:
        known = [one.name for one in self._columns if one.name in IDENTIFYING - {name}]
        return [self._labels[one] for one in known]

    def _draw(self, at: int) -> None:
        found = self.query_one(OptionList)
        for place_, name in enumerate(self._order):
            found.replace_option_prompt_at_index(place_, self._line(name))
        found.highlighted = at
        self._say()

    def _line(self, name: str) -> Content:
        """Whether it is shown, what it is, and its name for the command line."""
        mark = "x" if name in self._shown else " "
        label = fit(self._labels[name], LABEL)
        return Content.assemble(f"[{mark}] {label}  ", (name, "$text-muted"))

    def _say(self, fault: str = "") -> None:
        """What is wrong, or else which of the chosen columns this terminal has no room for."""
        said = self.query_one("#said", Static)
        said.set_class(bool(fault), "fault")
        said.update(Content(fault or self._missing()))

    def _missing(self) -> str:
        known = {column.name: column for column in self._columns}
        shown = arranged([known[name] for name in self._names()], self._columns)
        here = {column.name for column, _width in place(shown, self._width)}
        missing = [self._labels[one.name] for one in shown if one.name not in here]
        return _("No room here for: {names}", names=", ".join(missing)) if missing else ""
