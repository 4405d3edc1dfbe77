"""A window of rows on the screen: scrolled, and painted line by line where something changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.columns import Column
from tui.widgets.painter import COMPONENTS, RULES, Painter
from tui.widgets.window import Window

_WHEEL = 3  # rows a notch


class WindowView(ScrollView, inherit_bindings=False):
    """Shows ``window`` under a heading; the scrollbar is as long as the whole list.

    The cursor's row is always seen: it comes along when the screen is scrolled past it.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = f"""
    WindowView {{
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $surface;
        color: $foreground;
        {RULES}
    }}
    """

    def __init__(
        self,
        columns: Sequence[Column],
        empty: str,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.window: Window | None = None
        self.marks: dict[str, None] = {}  # a set that keeps its order
        self._empty = empty
        self._painter = Painter(self, columns)
        self._painted: dict[int, Strip] = {}
        self._height = 2  # when last seen: a list that is hidden for a while keeps its place
        self._wish: int | None = None  # the line of the cursor once there are rows to scroll to

    @property
    def view(self) -> int:
        """How many rows the screen has room for."""
        return max(1, (self.size.height or self._height) - self._header)

    @property
    def top(self) -> int:
        """The index in the window of the row the screen begins with."""
        return self.scroll_offset.y - (self.window.base if self.window else 0)

    @property
    def line(self) -> int:
        """The line of the cursor's row among the rows on the screen."""
        at = self.window.at if self.window else 0
        return at - self.top if self._wish is None else self._wish

    def say_if_empty(self, text: str) -> None:
        """What stands there instead of rows from the next reading on."""
        self._empty = text

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show the same rows in other columns; cursor, marks and scroll stay."""
        self._painter = Painter(self, columns)
        self._painted.clear()
        self.refresh()

    def scrolled(self) -> None:
        """Other rows are on the screen."""

    def put_cursor(self, at: int, top: int) -> None:
        """Move the cursor in the window, the screen to begin with *top* if that shows it."""
        if window := self.window:
            before, window.at = window.at, at
            top, here = self._in_view(at, top), self.top
            if top != here:
                self._scroll(window.base + top)
            if self.top == here:
                self.refresh_rows(*(y - here + self._header for y in {before, at}))
            is_short = window.below if top > self.top else window.fence and top < self.top
            self._wish = at - top if is_short else None

    def show_window(self, line: int) -> None:
        """Show other rows, the cursor's on this line of the screen if it can be."""
        if window := self.window:
            self.virtual_size = Size(0, window.extent + self._header)
            self._scroll(window.base + self._in_view(window.at, window.at - line))
            self.repaint()

    def repaint(self) -> None:
        """Refresh the lines that read otherwise than on the screen, and no others."""
        lines = range(self.size.height)
        self.refresh_rows(*(y for y in lines if self._painted.get(y) != self._line(y)))

    def refresh_rows(self, *lines: int) -> None:
        """Refresh lines of the screen up to their last cell, which never changes.

        A region that reached a neighbour or the scrollbar would have its cells written too.
        """
        width, height = self.size
        regions = [Region(0, y, max(1, width - 1), 1) for y in lines if 0 <= y < height]
        if regions or not height:
            self.refresh(*regions)

    def row_at(self, y: int) -> int | None:
        """The index in the window of the row on a line of the screen."""
        at = self.top + y - self._header
        is_row = self.window is not None and y >= self._header and at < len(self.window.rows)
        return at if is_row else None

    def validate_scroll_y(self, value: float) -> float:
        """Only to rows that are here; those beyond are read meanwhile."""
        if (window := self.window) is None:
            return 0
        return min(max(value, window.base), max(window.base, window.end - self.view))

    def validate_scroll_target_y(self, value: float) -> float:
        return round(self.validate_scroll_y(value))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the cursor along."""
        super().watch_scroll_y(old_value, new_value)
        self._wish = None
        if window := self.window:
            window.at = min(max(window.at, self.top), self.top + self.view - 1)
            self.scrolled()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.scroll_offset.y + _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.scroll_offset.y - _WHEEL)

    def on_resize(self) -> None:
        self._painted.clear()
        self._height = self.size.height or self._height
        if window := self.window:
            self.virtual_size = Size(0, window.extent + self._header)
            self._scroll(window.base + self._in_view(window.at, self.top))
            self.scrolled()
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painter.forget_styles()
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """As drawn: there is no border to add, and the painter keeps lines better than Textual."""
        strips = [self.render_line(y) for y in crop.line_range]
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        strip = self._painted[y] = self._line(y)
        return strip

    def _scroll(self, y: int) -> None:
        self.scroll_target_y = self.scroll_y = y

    def _in_view(self, at: int, top: int) -> int:
        """The index nearest to *top* that the screen may begin with to show row *at*."""
        return min(max(top, at - self.view + 1), at)

    @property
    def _header(self) -> int:
        return int(self._height > 1)

    def _line(self, y: int) -> Strip:
        width, window = self.size.width, self.window
        if not self._component_styles:  # a key was faster than the styles of a new list
            return Strip.blank(width)
        if y < self._header:
            return self._painter.heading(self._position(), width)
        if window is None:
            return self._painter.quiet(" …" if y == self._header else "", width)
        if not window.rows:
            return self._painter.words(self._empty, y - self._header, width, self.view)
        at = self.row_at(y)
        if at is None:
            return self._painter.quiet("", width)
        row = window.rows[at]
        return self._painter.row(row, width, at == window.at, row.key in self.marks)

    def _position(self) -> str:
        """How many rows are marked, the number of the cursor's row, and of how many."""
        marks = f" *{len(self.marks)}" if self.marks else ""
        if (window := self.window) is None:
            return marks + " "
        number = "" if window.first is None else window.first + window.at + bool(window.rows)
        total = window.extent if window.total is None else window.total
        return f"{marks} {number}/{total}{'+' if window.total is None else ''} "
