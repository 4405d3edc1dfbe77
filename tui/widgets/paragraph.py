"""Where people type several lines: apart, since few screens need a text area in memory."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import BindingType
from textual.widgets import TextArea

from core.messages import N_
from tui.keymap import bind
from tui.widgets.entry import plain, tell_limit


class Paragraph(TextArea):
    """Several lines of text; tab goes on to the next field, a paste is cut at the limit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("ctrl+home", "turn_to_start", N_("Start of the text"), id="text.start", show=False),
        bind("ctrl+end", "turn_to_end", N_("End of the text"), id="text.end", show=False),
    ]

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

    def action_turn_to_start(self) -> None:
        """Before the first character."""
        self.move_cursor((0, 0))

    def action_turn_to_end(self) -> None:
        """Behind the last character: where one more line goes."""
        self.move_cursor(self.document.end)
