"""Where people type a line, no longer than it may be (T11)."""

from __future__ import annotations

from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Input

from tui.i18n import _


class Line(Input):
    """One line of text. Pasted lines are joined, and cut with a notice at ``max_length``."""

    def on_paste(self, event: Paste) -> None:
        """Take as much as fits; Textual's own way takes nothing then, and says nothing."""
        event.stop().prevent_default()
        limit, selected = self.max_length or len(event.text), self.selected_text
        room = max(0, limit - len(self.value) + len(selected))
        text = " ".join(event.text[: room + limit].splitlines())
        if len(text) > room:
            tell_limit(self, limit)
        self.replace(text[:room], *sorted(self.selection))


def tell_limit(field: Widget, limit: int) -> None:
    """Say that something was cut, rather than cut in silence."""
    field.notify(_("Only {limit} characters fit here.", limit=limit), markup=False)
