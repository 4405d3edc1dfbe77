"""A page to be read, scrolled by the keys that move in a list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from core.messages import N_
from tui.keymap import bind


class Pane(VerticalScroll, can_focus=True):
    """A scrolling page of text; it can have the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("k", "scroll_up", N_("Up"), id="pane.up", show=False),
        bind("j", "scroll_down", N_("Down"), id="pane.down", show=False),
        bind("ctrl+u", "page_up", N_("One page up"), id="pane.page-up", show=False),
        bind("ctrl+d,space", "page_down", N_("One page down"), id="pane.page-down", show=False),
        bind("g", "scroll_home", N_("First line"), id="pane.top", show=False),
        bind("G", "scroll_end", N_("Last line"), id="pane.end", show=False),
    ]
