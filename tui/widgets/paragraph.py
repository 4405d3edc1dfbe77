"""Where people type several lines: apart, since few screens need a text area in memory."""

from __future__ import annotations

from typing import Any

from textual.widgets import TextArea

from tui.widgets.entry import plain, tell_limit


class Paragraph(TextArea):
    """Several lines of text; tab goes on to the next field, a paste is cut at the limit."""

    def __init__(self, text: str, limit: int, *, id: str) -> None:  # noqa: A002
        super().__init__(text, id=id, tab_behavior="focus", soft_wrap=True, compact=True)
        self._limit = limit

    def edit(self, edit: Any) -> Any:
        """Let an edit through as far as the limit allows."""
        edit.text = plain(self, edit.text)
        room = max(0, self._limit - len(self.text) + len(self.selected_text))
        if len(edit.text) > room:
            edit.text = edit.text[:room]
            tell_limit(self, self._limit)
        return super().edit(edit)
