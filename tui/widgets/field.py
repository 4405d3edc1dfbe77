"""One question of a form: its label, what to type into, and what is said of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from core.commands.base import Argument
from tui.i18n import say
from tui.widgets.choice import Choice


def _label(spec: Argument) -> str:
    return say(spec.label) + (" *" if spec.required else "")


def label_room(specs: Iterable[Argument]) -> int:
    """How many cells the labels of a form take, all alike."""
    return max((cell_len(_label(spec)) for spec in specs), default=0) + 1


class Field(Vertical):
    """A label, what to type into, and under it what is wrong or how to do it."""

    def __init__(self, name: str, spec: Argument, widget: Widget, room: int) -> None:
        super().__init__(id=f"field-{name}")
        self.field_name = name
        self.spec = spec
        self.widget = widget
        self.is_asked = True  # what is shown says less: nothing is, once the form is left
        self._room = room

    def compose(self) -> ComposeResult:
        label = Static(Content(_label(self.spec)), classes="label")
        label.styles.width = self._room
        if isinstance(self.widget, TextArea):
            example = Content(say(self.spec.example) if self.spec.example else "")
            yield Horizontal(label, Static(example, classes="example"), classes="line")
            yield self.widget
        else:
            yield Horizontal(label, self.widget, classes="line")
        yield Static(Content(""), classes="fault")

    def ask(self, is_asked: bool) -> None:
        """Show the question, or do without its answer."""
        self.is_asked = self.display = is_asked

    @property
    def text(self) -> str:
        """What was typed."""
        if isinstance(self.widget, TextArea):
            return self.widget.text
        return cast("Input | Choice", self.widget).value

    def put(self, text: str) -> None:
        """Replace what was typed."""
        if isinstance(self.widget, TextArea):
            self.widget.load_text(text)
        else:
            cast("Input | Choice", self.widget).value = text

    def say_note(self, text: str) -> None:
        """Show what is good to know of what was typed; an empty text takes it away."""
        for note in self.query(".known").results(Static):
            note.update(Content(text))
            note.display = bool(text)
            return
        if text:
            self.mount(Static(Content(text), classes="known"))

    def say_fault(self, text: str, warning: bool = False) -> None:
        """Show what is wrong; an empty text takes it away."""
        fault = self.query_one(".fault", Static)
        fault.update(Content(text))
        fault.set_class(bool(text), "shown")
        fault.set_class(warning, "warning")
