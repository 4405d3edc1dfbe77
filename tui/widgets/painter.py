"""How the lines of a list look; what was drawn once is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from core.text import safe
from tui.widgets.columns import Column, Placed, heading, place, texts
from tui.widgets.line import TONES, fit, join, tone_rules

COMPONENTS = frozenset(f"rowlist--{name}" for name in ("header", "cursor", "marked", *TONES))
RULES = f"""
    & > .rowlist--header {{ background: $panel; text-style: bold; }}
    & > .rowlist--cursor {{ background: $block-cursor-blurred-background; }}
    &:ansi > .rowlist--cursor {{ text-style: reverse; }}
    &:focus > .rowlist--cursor {{
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: none;
    }}
    & > .rowlist--marked {{ color: $text-accent; text-style: bold; }}
    {tone_rules("rowlist")}
"""
_KEPT = 1000  # lines


class Painter:
    """Draws for *widget*, a list with the style rules ``RULES``."""

    def __init__(self, widget: Widget, columns: Sequence[Column]) -> None:
        self._widget = widget
        self._columns = columns
        self._width = -1
        self._placed: Placed = ()
        self._looks: dict[tuple[bool, bool, str], Style] = {}
        self._rows: dict[tuple[int, bool, bool], tuple[Any, Strip]] = {}

    def forget_styles(self) -> None:
        """The theme changed, or who has the focus."""
        self._looks.clear()
        self._rows.clear()

    def heading(self, position: str, width: int) -> Strip:
        """The labels of the columns, and the position at the right end."""
        style = self._widget.get_component_rich_style("rowlist--header")
        labels = heading(self._columns_at(width), width - cell_len(position))
        return join([(fit(labels + position, width), style)], width, style)

    def row(self, row: Any, width: int, is_cursor: bool, is_marked: bool) -> Strip:
        """The line of a row."""
        self._columns_at(width)
        # The row is kept with its line, so that no other row can have its id meanwhile.
        name = (id(row), is_cursor, is_marked)
        if name not in self._rows:
            if len(self._rows) > _KEPT:
                self._rows.clear()
            self._rows[name] = row, self._draw(row, width, is_cursor, is_marked)
        return self._rows[name][1]

    def words(self, text: str, y: int, width: int, height: int) -> Strip:
        """Line *y* of a sentence in the middle of a list without rows."""
        room = max(1, width - 2)
        wrapped = Text(safe(text, lines=True)).wrap(self._widget.app.console, room)
        y -= max(0, height - len(wrapped)) // 3
        words = wrapped[y].plain.strip() if 0 <= y < len(wrapped) else ""
        return self.quiet(" " * ((width - cell_len(words)) // 2) + words, width)

    def quiet(self, text: str, width: int) -> Strip:
        """A line that says something by the way, or nothing."""
        return join([(text, self._look(False, False, "muted"))], width, self._look())

    def _draw(self, row: Any, width: int, is_cursor: bool, is_marked: bool) -> Strip:
        pieces = [("*" if is_marked else " ", ""), *texts(self._columns_at(width), row)]
        styled = [(text, self._look(is_cursor, is_marked, tone)) for text, tone in pieces]
        return join(styled, width, self._look(is_cursor, is_marked))

    def _columns_at(self, width: int) -> Placed:
        if width != self._width:
            self._width, self._placed = width, place(self._columns, width)
            self._rows.clear()
        return self._placed

    def _look(self, is_cursor: bool = False, is_marked: bool = False, tone: str = "") -> Style:
        name = (is_cursor, is_marked, tone)
        if name not in self._looks:
            self._looks[name] = self._mixed(*name)
        return self._looks[name]

    def _mixed(self, is_cursor: bool, is_marked: bool, tone: str) -> Style:
        """One style of several. On a focused cursor tones give way: one piece, and legible."""
        get, style = self._widget.get_component_rich_style, self._widget.rich_style
        if is_marked:
            marked = get("rowlist--marked")
            style += marked.without_color + Style(color=marked.color)
        if tone:
            style += Style(color=get(f"rowlist--{tone}").color)
        if is_cursor:
            cursor = get("rowlist--cursor")
            style += cursor.without_color + Style(bgcolor=cursor.bgcolor)
            if self._widget.has_focus:
                style += Style(color=cursor.color)
        return style
