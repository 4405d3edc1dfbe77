"""The list of every screen: windows of rows, read as they are needed and drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from core.messages import N_
from core.views import Page, Query
from tui.keymap import bind
from tui.widgets.columns import Cell, Column
from tui.widgets.painter import COMPONENTS, RULES, Painter
from tui.widgets.reader import Count, Fetch, Reader

__all__ = ["Cell", "Column", "RowList"]

_WHEEL = 3  # lines a notch


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of ``core.views`` under a heading, of which only a window is in memory.

    *fetch* and *count* answer a ``Query`` without blocking the loop; *empty* is said where there
    are no rows. Marks are dropped when another question is asked, and with a row that leaves the
    list: what is not seen is not acted upon.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = f"""
    RowList {{
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $surface;
        color: $foreground;
        {RULES}
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up,k", "move(-1)", N_("Up"), id="list.up", show=False),
        bind("down,j", "move(1)", N_("Down"), id="list.down", show=False),
        bind("pageup", "page(-1)", N_("One page up"), id="list.page-up", show=False),
        bind("pagedown", "page(1)", N_("One page down"), id="list.page-down", show=False),
        bind("ctrl+u", "half_page(-1)", N_("Half a page up"), id="list.half-up", show=False),
        bind("ctrl+d", "half_page(1)", N_("Half a page down"), id="list.half-down", show=False),
        bind("home,g", "first", N_("First row"), id="list.first", show=False),
        bind("end,G", "last", N_("Last row"), id="list.last", show=False),
        bind("space", "mark", N_("Mark"), id="list.mark", show=False),
        bind("enter", "open", N_("Open"), id="list.open", show=False),
    ]

    class Told(Message):
        """Something a list says."""

        def __init__(self, control: RowList) -> None:
            super().__init__()
            self._list = control

        @property
        def control(self) -> RowList:
            """The list that says it."""
            return self._list

    class Highlighted(Told):
        """The cursor is on another row, or its row reads otherwise; None in an empty list."""

        def __init__(self, control: RowList, row: Any) -> None:
            super().__init__(control)
            self.row = row

    class Opened(Told):
        """A person wants to see the record of this row."""

        def __init__(self, control: RowList, row: Any) -> None:
            super().__init__(control)
            self.row = row

    class Failed(Told):
        """Something could not be read; the rows read before are still shown."""

        def __init__(self, control: RowList, error: Exception) -> None:
            super().__init__(control)
            self.error = error

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        fetch: Fetch,
        count: Count | None = None,
        empty: str,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._empty = empty
        self._reader = Reader(self, self, fetch, count)
        self._painter = Painter(self, columns)
        self._painted: dict[int, Strip] = {}
        self._marks: dict[str, None] = {}
        self._told: tuple[Any] | None = None
        self._owed = 0  # rows the cursor has still to go when more of them are there

    @property
    def question(self) -> Query:
        """The query whose rows are shown, or will be once they are read."""
        return self._reader.query

    @property
    def current(self) -> Any:
        """The row of the cursor, or None."""
        return self._reader.window.current if self._reader.window else None

    @property
    def marked(self) -> tuple[str, ...]:
        """The keys of the marked rows, in the order they were marked in."""
        return tuple(self._marks)

    def show(self, query: Query) -> None:
        """Read another question from its top; until its rows are there, the old ones stay."""
        self._ask(query)
        self._reader.show(query)

    def begin(self, query: Query, page: Page[Any], total: int | None) -> None:
        """Show a first window that was read already; nothing is read for it."""
        self._ask(query)
        self._reader.begin(query, page, total)

    def reload(self) -> None:
        """Read what is shown again, at most twice a second; cursor and scroll stay."""
        self._reader.reload()

    def clear_marks(self) -> None:
        """Unmark every row."""
        self._marks.clear()
        self._repaint()

    def select_key(self, key: str) -> None:
        """Put the cursor on a row; on one that is not here when the next reading brings it."""
        window = self._reader.window
        at = window.find(key) if window and not self._reader.is_elsewhere else None
        if at is None:
            self._reader.wanted = key
        else:
            self._go(at, self.top)

    def _ask(self, query: Query) -> None:
        self._owed = 0
        if query[:3] != self.question[:3]:
            self._marks.clear()

    # What the reader asks and tells.

    @property
    def view(self) -> int:
        return max(1, self.size.height - self._header)

    @property
    def top(self) -> int:
        window = self._reader.window
        return self.scroll_offset.y - (window.base if window else 0)

    def window_changed(self, line: int) -> None:
        if window := self._reader.window:
            self._painter.forget_rows()
            self.virtual_size = Size(0, window.extent + self._header)
            self._scroll(window.base + self._in_view(window.at, window.at - line))
            self._repaint()
            self._tell()
            self._move(0)

    def rows_left(self, keys: set[str]) -> None:
        for key in keys & self._marks.keys():
            del self._marks[key]

    def reading_failed(self, error: Exception) -> None:
        self._owed = 0
        self.post_message(self.Failed(self, error))

    # What a person does.

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._move(rows)

    def action_page(self, pages: int) -> None:
        """Move by as many rows as the screen has."""
        self._move(pages * self.view, with_view=True)

    def action_half_page(self, halves: int) -> None:
        """Move by half as many rows as the screen has."""
        self._move(halves * max(1, self.view // 2), with_view=True)

    def action_first(self) -> None:
        """Go to the first row of all."""
        self._go_to_end(back=False)

    def action_last(self) -> None:
        """Go to the last row of all."""
        self._go_to_end(back=True)

    def action_mark(self) -> None:
        """Mark the row or unmark it, and go on to the next."""
        if (row := self.current) is not None:
            if row.key in self._marks:
                del self._marks[row.key]
            else:
                self._marks[row.key] = None
            self._repaint()
            self._move(1)

    def action_open(self) -> None:
        """Open the record of the row."""
        if (row := self.current) is not None:
            self.post_message(self.Opened(self, row))

    def on_click(self, event: events.Click) -> None:
        offset, window = event.get_content_offset(self), self._reader.window
        if offset and window and offset.y >= self._header:
            at = self.top + offset.y - self._header
            if at < len(window.rows):
                self._go(at, self.top)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.scroll_offset.y + _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.scroll_offset.y - _WHEEL)

    def _go_to_end(self, *, back: bool) -> None:
        window = self._reader.window
        if window is None or self._reader.is_elsewhere or (window.below if back else window.fence):
            self._owed = 0
            self._reader.jump(back=back)
        else:
            self._go(len(window.rows) - 1 if back else 0, self.top)

    def _move(self, rows: int, *, with_view: bool = False) -> None:
        """Move as far as there are rows; the rest is owed until more of them are read."""
        rows += self._owed
        window = self._reader.window
        if window is None or self._reader.is_elsewhere:
            self._owed = rows
        elif rows and window.rows:
            at = min(max(window.at + rows, 0), len(window.rows) - 1)
            owed = window.at + rows - at
            self._go(at, self.top + (at - window.at if with_view else 0))
            self._owed = owed if (window.below if owed > 0 else window.fence) else 0

    def _go(self, at: int, top: int) -> None:
        """Put the cursor at a row that is here, the screen to begin with *top* if it can."""
        window = self._reader.window
        if window is None or not window.rows:
            return
        self._owed, self._reader.wanted = 0, ""
        before, window.at = window.at, at
        top = self._in_view(at, top)
        if top == self.top:
            self._refresh_lines(0, *(i - top + self._header for i in {before, at}))
        else:
            self._scroll(window.base + top)
        self._tell()
        self._reader.read_on()

    def _tell(self) -> None:
        if (row := self.current,) != self._told:
            self._told = (row,)
            self.post_message(self.Highlighted(self, row))

    # Scrolling and drawing.

    def validate_scroll_y(self, value: float) -> float:
        """Only to rows that are here; those beyond are read meanwhile."""
        if (window := self._reader.window) is None:
            return 0
        return min(max(value, window.base), max(window.base, window.end - self.view))

    def validate_scroll_target_y(self, value: float) -> float:
        return round(self.validate_scroll_y(value))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the cursor along, so that it is always on a row that is seen."""
        super().watch_scroll_y(old_value, new_value)
        if window := self._reader.window:
            window.at = min(max(window.at, self.top), self.top + self.view - 1)
            self._tell()
            self._reader.read_on()

    def on_mount(self) -> None:
        self._reader.read_on()

    def on_resize(self) -> None:
        self._painted.clear()
        if window := self._reader.window:
            self.virtual_size = Size(0, window.extent + self._header)
            self._scroll(window.base + self._in_view(window.at, self.top))
            self._reader.read_on()
        self.refresh()

    def _scroll(self, y: int) -> None:
        self.scroll_target_y = self.scroll_y = y

    def _in_view(self, at: int, top: int) -> int:
        """The index nearest to *top* that the screen may begin with to show row *at*."""
        return max(0, min(max(top, at - self.view + 1), at))

    @property
    def _header(self) -> int:
        return int(self.size.height > 1)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painter.forget_styles()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        strip = self._painted[y] = self._line(y)
        return strip

    def _repaint(self) -> None:
        """Refresh the lines that read otherwise than on the screen, and no others."""
        lines = range(self.size.height)
        self._refresh_lines(*(y for y in lines if self._painted.get(y) != self._line(y)))

    def _refresh_lines(self, *lines: int) -> None:
        """Refresh lines up to their last cell, which never changes.

        A region that reached a neighbour or the scrollbar would have its cells written too.
        """
        width, height = self.size
        regions = [Region(0, y, max(1, width - 1), 1) for y in lines if 0 <= y < height]
        if regions:
            self.refresh(*regions)

    def _line(self, y: int) -> Strip:
        width, window = self.size.width, self._reader.window
        if y < self._header:
            return self._painter.heading(self._position(), width)
        if window is None:
            return self._painter.quiet(" …" if y == self._header else "", width)
        if not window.rows:
            return self._painter.words(self._empty, y - self._header, width, self.view)
        at = self.top + y - self._header
        if not 0 <= at < len(window.rows):
            return self._painter.quiet("", width)
        row = window.rows[at]
        return self._painter.row(row, width, at == window.at, row.key in self._marks)

    def _position(self) -> str:
        """How many rows are marked, the number of the cursor's row, and of how many."""
        marks = f" *{len(self._marks)}" if self._marks else ""
        if (window := self._reader.window) is None:
            return marks + " "
        number = "" if window.first is None else window.first + window.at + bool(window.rows)
        total = window.extent if window.total is None else window.total
        return f"{marks} {number}/{total}{'+' if window.total is None else ''} "
