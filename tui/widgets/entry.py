"""Where people type a line, no longer than it may be (T11)."""

from __future__ import annotations

from time import monotonic

from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Input

from core.text import readable
from tui.i18n import _, say

_SECONDS = 5.0
_said_at: dict[str, float] = {}


class Line(Input):
    """One line of text. Pasted lines are joined, and cut with a notice at ``max_length``."""

    def on_paste(self, event: Paste) -> None:
        """Take as much as fits; Textual's own way takes nothing then, and says nothing."""
        event.stop().prevent_default()
        limit, selected = self.max_length or len(event.text), self.selected_text
        room = max(0, limit - len(self.value) + len(selected))
        text = " ".join(plain(self, event.text[: room + limit]).splitlines())
        if len(text) > room:
            tell_limit(self, limit)
        self.replace(text[:room], *sorted(self.selection))


def plain(field: Widget, text: str) -> str:
    """What can be kept of *text*; what is left out is said, for nobody could see it (I1, I2)."""
    kept, left_out = readable(text)
    if left_out:
        what = ", ".join(say(name) for name in left_out)
        _tell(field, _("Left out of what was pasted: {what}.", what=what))
    return kept


def tell_limit(field: Widget, limit: int) -> None:
    """Say that something was cut, rather than cut in silence."""
    _tell(field, _("Only {limit} characters fit here.", limit=limit))


def _tell(field: Widget, text: str) -> None:
    """Say it, unless it still stands there: a paste may come in many pieces."""
    now = monotonic()
    if now - _said_at.get(text, -_SECONDS) >= _SECONDS:
        _said_at[text] = now
        field.notify(text, markup=False, timeout=_SECONDS)
