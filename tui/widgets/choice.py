"""One of a few values, chosen with the arrow keys or by the first letter; one line."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import BindingType
from textual.events import Key
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from core.messages import N_
from tui.keymap import bind

_MORE = " >"


class Choice(Widget, can_focus=True):
    """Shows all options side by side, the chosen one in brackets.

    ``value`` is its code, "" for none.

    Options that do not fit stay reachable: the line begins at the chosen one then.
    """

    DEFAULT_CSS = """
    Choice { height: 1; color: $text-muted; }
    Choice .choice--chosen { color: $text; text-style: bold; }
    Choice:focus .choice--chosen { background: $primary; color: $text; }
    Choice:focus { background: $boost; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--chosen"}
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("right,space,l", "step(1)", N_("Next option"), id="choice.next", show=False),
        bind("left,h", "step(-1)", N_("Previous option"), id="choice.previous", show=False),
    ]

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(self, options: list[tuple[str, str]], value: str = "", *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._options = options
        self._value = value if value in dict(options) else ""

    @property
    def value(self) -> str:
        """The code of the chosen option."""
        return self._value

    @value.setter
    def value(self, code: str) -> None:
        if code != self._value and (not code or code in dict(self._options)):
            self._value = code
            self.refresh()
            self.post_message(self.Changed(self))

    def action_step(self, by: int) -> None:
        """Choose the next or the previous option, round and round."""
        codes = [code for code, _ in self._options]
        at = codes.index(self._value) if self._value in codes else (-1 if by > 0 else 0)
        self.value = codes[(at + by) % len(codes)]

    def on_key(self, event: Key) -> None:
        """Choose by the first letter of a code or a label; again for the next of these."""
        letter = (event.character or "").casefold()
        if not letter.strip():
            return
        codes = [c for c, label in self._options if letter in (c[:1], label[:1].casefold())]
        if codes:
            at = codes.index(self._value) + 1 if self._value in codes else 0
            self.value = codes[at % len(codes)]
            event.stop()

    def render_line(self, y: int) -> Strip:
        chosen = self.get_component_rich_style("choice--chosen")
        plain, width = self.rich_style, self.size.width
        parts = [
            (f"[{label}]" if code == self._value else f" {label} ", code == self._value)
            for code, label in self._options
        ]
        is_any = any(is_chosen for _, is_chosen in parts)
        while is_any and _cells(parts) > width and not parts[0][1]:
            parts.pop(0)
        is_cut = _cells(parts) > width
        while is_cut and len(parts) > 1 and _cells(parts) > width - len(_MORE):
            parts.pop()
        segments = [Segment(text, chosen if is_chosen else plain) for text, is_chosen in parts]
        segments += [Segment(_MORE, plain)] * is_cut
        return Strip(segments).adjust_cell_length(width, plain)


def _cells(parts: list[tuple[str, bool]]) -> int:
    return sum(cell_len(text) for text, _ in parts)
