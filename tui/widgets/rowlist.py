"""The list of every screen: rows read a window at a time, a cursor, and marks."""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from core.messages import N_
from core.views import Page, Query
from tui.keymap import bind
from tui.widgets.columns import Cell, Column
from tui.widgets.reader import Count, Fetch, Reader
from tui.widgets.windowview import WindowView

__all__ = ["Cell", "Column", "RowList"]

_REST = 0.12  # seconds after which the cursor counts as at rest
_STEPS = {"move(-1)": -1, "move(1)": 1}  # the actions that need nothing of Textual's


class RowList(WindowView, can_focus=True):
    """Rows of ``core.views`` of which only a window is in memory.

    *fetch* and *count* answer a ``Query`` without blocking the loop; *most* is how far *count*
    goes, if not to the end. *empty* is said where there are no rows. Marks are dropped when
    another question is asked, and with a row that leaves the list: what is not seen is not acted
    upon.
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
        bind("M", "mark_range", N_("Mark from the last mark to here"), id="list.range", show=False),
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
        """The cursor rests on another row, or its row reads otherwise; None in an empty list."""

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
        most: int | None = None,
        empty: str,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(columns, empty, id=id)
        self._reader = Reader(self, fetch, count, most)
        self._told: tuple[Any] | None = None
        self._rest: TimerHandle | None = None
        self._owed = 0  # rows the cursor has still to go when more of them are there
        self._with_view = False  # whether the screen goes along
        self._steps: dict[str, int] | None = None  # the keys that move by a row, once looked up

    @property
    def question(self) -> Query:
        """The query whose rows are shown, or will be once they are read."""
        return self._reader.query

    @property
    def current(self) -> Any:
        """The row of the cursor, or None."""
        return self.window.current if self.window else None

    @property
    def marked(self) -> tuple[str, ...]:
        """The keys of the marked rows, in the order they were marked in."""
        return tuple(self.marks)

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
        self.marks.clear()
        self.repaint()

    def mark_all(self, keys: Iterable[str]) -> None:
        """Mark these rows, be they on the screen or not, and no others."""
        self.marks.clear()
        self.marks.update(dict.fromkeys(keys))
        self.repaint()

    def select_key(self, key: str) -> None:
        """Put the cursor on a row; on one that is not here when the next reading brings it."""
        at = self.window.find(key) if self.window and not self._reader.is_elsewhere else None
        if at is None:
            self._reader.wanted = key
        else:
            self._go(at, self.top)

    def window_changed(self, line: int) -> None:
        """Called by the reader: ``window`` has other rows."""
        self.show_window(line)
        self._tell()
        if self._owed:
            self._move(0, with_view=self._with_view)

    def rows_left(self, keys: set[str]) -> None:
        """Called by the reader: these rows are no longer in the list."""
        for key in keys & self.marks.keys():
            del self.marks[key]

    def reading_failed(self, error: Exception) -> None:
        """Called by the reader: the window is as it was."""
        self._owed = 0
        self.post_message(self.Failed(self, error))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._move(rows)

    def move_at_once(self, key: str) -> bool:
        """Move if that is all the key does here, as the person's own keymap has it."""
        if self._steps is None:
            self._steps = {
                key: _STEPS[active.binding.action]
                for key, active in self.screen.active_bindings.items()
                if active.node is self and active.enabled and active.binding.action in _STEPS
            }
        if (step := self._steps.get(key)) is None:
            return False
        self._move(step)
        return True

    def on_focus(self) -> None:
        self._steps = None

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
            if row.key in self.marks:
                del self.marks[row.key]
            else:
                self.marks[row.key] = None
            self.repaint()
            self._move(1)

    def action_mark_range(self) -> None:
        """Mark the rows from the one marked last to the cursor's, as far as they are in memory."""
        window = self.window
        if window is None or window.current is None:
            return
        last = next(reversed(self.marks), "")
        begin = window.find(last)
        if begin is None:
            self.action_mark()
            return
        first, final = sorted((begin, window.at))
        self.marks.update(dict.fromkeys(row.key for row in window.rows[first : final + 1]))
        self.repaint()

    def action_open(self) -> None:
        """Open the record of the row."""
        if (row := self.current) is not None:
            self._tell()
            self.post_message(self.Opened(self, row))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset and (at := self.row_at(offset.y)) is not None:
            self._go(at, self.top)

    def on_mount(self) -> None:
        self._reader.read_on()

    def scrolled(self) -> None:
        self._moved()

    def _ask(self, query: Query) -> None:
        self._owed = 0
        if query.rows != self.question.rows:
            self.marks.clear()

    def _go_to_end(self, *, back: bool) -> None:
        window = self.window
        if window is None or self._reader.is_elsewhere or (window.below if back else window.fence):
            self._owed = 0
            self._reader.jump(back=back)
        else:
            self._go(len(window.rows) - 1 if back else 0, self.top)

    def _move(self, rows: int, *, with_view: bool = False) -> None:
        """Move as far as there are rows; the rest is owed until more of them are read."""
        self._with_view = with_view
        rows += self._owed
        window = self.window
        if window is None or self._reader.is_elsewhere:
            self._owed = rows
        elif window.rows:
            at = min(max(window.at + rows, 0), len(window.rows) - 1)
            owed = window.at + rows - at
            self._go(at, self.top + (at - window.at if with_view else 0))
            self._owed = owed if (window.below if owed > 0 else window.fence) else 0

    def _go(self, at: int, top: int) -> None:
        """Put the cursor on a row that is here."""
        if self.window and self.window.rows:
            self._owed, self._reader.wanted = 0, ""
            self.put_cursor(at, top)
            self._moved()

    def _moved(self) -> None:
        self._reader.read_on()
        if self._rest:
            self._rest.cancel()
        if self.is_running:
            self._rest = get_running_loop().call_later(_REST, self._rested)

    def _rested(self) -> None:
        """Say where the cursor is once it rests: one more frame would hold up the next key's."""
        self._rest = None
        if self.is_running:
            self.refresh_rows(0)
            self._tell()

    def _tell(self) -> None:
        if (row := self.current,) != self._told:
            self._told = (row,)
            self.post_message(self.Highlighted(self, row))
