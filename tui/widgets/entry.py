"""Where people type: a line or a paragraph, neither longer than it may be (T11)."""

from __future__ import annotations

from typing import Any

from textual.events import Paste
from textual.widgets import Input, TextArea

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
            _tell_limit(self, limit)
        self.replace(text[:room], *sorted(self.selection))


class Paragraph(TextArea):
    """Several lines of text; tab goes on to the next field, a paste is cut at the limit."""

    def __init__(self, text: str, limit: int, *, id: str) -> None:  # noqa: A002
        super().__init__(text, id=id, tab_behavior="focus", soft_wrap=True, compact=True)
        self._limit = limit

    def edit(self, edit: Any) -> Any:
        """Let an edit through as far as the limit allows."""
        room = max(0, self._limit - len(self.text) + len(self.selected_text))
        if len(edit.text) > room:
            edit.text = edit.text[:room]
            _tell_limit(self, self._limit)
        return super().edit(edit)


def _tell_limit(field: Line | Paragraph, limit: int) -> None:
    field.notify(_("Only {limit} characters fit here.", limit=limit), markup=False)
