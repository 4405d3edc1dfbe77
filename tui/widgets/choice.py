"""One of a few values, chosen with the arrow keys or by the first letter; one line."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


class Choice(Widget, can_focus=True):
    """Shows all options side by side, the chosen one marked; ``value`` is its code, "" for none.

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
        Binding("right,space,l", "step(1)", show=False),
        Binding("left,h", "step(-1)", show=False),
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
        """Choose by the first letter of a code or a label."""
        letter = (event.character or "").casefold()
        if not letter.strip():
            return
        for code, label in self._options:
            if letter in (code[:1].casefold(), label[:1].casefold()):
                self.value = code
                event.stop()
                return

    def render_line(self, y: int) -> Strip:
        chosen = self.get_component_rich_style("choice--chosen")
        plain = self.rich_style
        parts = [(f" {label} ", code == self._value) for code, label in self._options]
        while parts and sum(cell_len(t) for t, _ in parts) > self.size.width:
            if parts[0][1] or not any(is_chosen for _, is_chosen in parts):
                break
            parts.pop(0)
        segments = [Segment(text, chosen if is_chosen else plain) for text, is_chosen in parts]
        return Strip(segments).adjust_cell_length(self.size.width, plain)
