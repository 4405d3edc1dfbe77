"""What a list reads, and when: one thing after the other, the most pressing first."""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.worker import Worker

from core.errors import Overtaken, TooSlow
from core.views import Page, Query
from tui.widgets.window import Window, last

if TYPE_CHECKING:
    from tui.widgets.rowlist import RowList

PAUSE = 0.5  # seconds between two readings of the same rows

Fetch = Callable[[Query], Awaitable[Page[Any]]]
Count = Callable[[Query], Awaitable[int]]
Job = Callable[[], Awaitable[None]]


class Reader:
    """Keeps the window of a list filled.

    A new question cancels the reading under way, so an answer that was overtaken never arrives.
    """

    def __init__(
        self, rows: RowList, fetch: Fetch, count: Count | None, most: int | None = None
    ) -> None:
        self.query = Query("")
        self.wanted = ""  # the key of a row to go to when a reading brings it
        self._list = rows
        self._fetch = fetch
        self._count = count
        self._most = most
        self._shown = self.query  # whose rows are here: another's while a question is open
        self._place: tuple[Query, int | None] | None = None
        self._is_stale = self._is_uncounted = False
        self._work: Worker[None] | None = None
        self._timer: TimerHandle | None = None
        self._read_at = -PAUSE

    @property
    def is_elsewhere(self) -> bool:
        """Whether the cursor waits for rows of another place."""
        return self._list.window is None or self._place is not None

    def begin(self, query: Query, page: Page[Any], total: int | None) -> None:
        """Take a first window that was read already."""
        self._stop()
        self.query = _from_top(query)
        self._arrive(self.query, total, page)

    def show(self, query: Query) -> None:
        """Read the first window of another question, at once."""
        self.query = _from_top(query)
        self._go_to(self.query, None)

    def jump(self, *, back: bool) -> None:
        """Read the last window of all, or the first."""
        window = self._list.window
        if window or self._place:
            count = window.count if window and self._shown == self.query else None
            self._go_to(last(self.query) if back else self.query, count)

    def reload(self) -> None:
        """Read the same place again, at most once in ``PAUSE``; what failed is tried again."""
        if self._timer is None:
            wait = self._read_at + PAUSE - monotonic()
            if wait > 0:  # a timer of Textual's never fires where the loop is busy past its time
                self._timer = get_running_loop().call_later(wait, self._reload)
            else:
                self._reload()

    def read_on(self) -> None:
        """Begin to read, if something is missing and nothing is being read."""
        is_busy = self._work is not None and not self._work.is_finished
        if not is_busy and self._next() and self._list.is_attached:
            self._work = self._list.run_worker(self._read, group="rows")

    def _reload(self) -> None:
        self._timer = None
        self._read_at = monotonic()
        if self._place is None and self._shown != self.query:
            self._place = self.query, None
        self._is_stale = True
        self.read_on()

    def _go_to(self, query: Query, total: int | None) -> None:
        self._stop()
        self._place = query, total
        self.read_on()

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
        self._work = None
        self._forget()

    def _forget(self) -> None:
        self._place = None
        self._is_stale = self._is_uncounted = False

    async def _read(self) -> None:
        while job := self._next():
            try:
                await job()
            except Exception as error:
                self._forget()
                self._list.reading_failed(error)
                return

    def _next(self) -> Job | None:
        """What is most pressing to read."""
        if self._place:
            return partial(self._read_place, *self._place)
        if (window := self._list.window) is None:
            return None
        start = max(0, self._list.top)
        stop = min(start + self._list.view, len(window.rows))
        if self._is_stale:
            return partial(self._read_again, window, start, stop)
        if query := window.missing(self._shown, start, stop):
            return partial(self._read_more, window, query)
        return partial(self._read_total, window) if self._is_uncounted else None

    async def _read_place(self, query: Query, total: int | None) -> None:
        self._is_stale = False
        self._arrive(query, total, await self._fetch(query))

    def _arrive(self, query: Query, total: int | None, page: Page[Any]) -> None:
        self._place = None
        self._shown = self.query
        self._list.window = window = Window(page, total, back=query.back, most=self._most)
        self._is_uncounted = total is None and not window.is_whole
        self._settle(window, self._list.view - 1 if query.back else 0)

    async def _read_again(self, window: Window, start: int, stop: int) -> None:
        self._is_stale = False
        begin, query = window.again(self._shown, start, stop)
        page = await self._fetch(query)
        stays_at_top = self._list.top == 0 and not window.fence
        line, seen = self._list.line, window.rows[begin:stop]
        window.replace(page, begin)
        self._list.rows_left({row.key for row in seen} - {row.key for row in window.rows})
        self._is_uncounted = not window.is_whole
        self._settle(window, window.at if stays_at_top else line)

    async def _read_more(self, window: Window, query: Query) -> None:
        page = await self._fetch(query)
        line = self._list.line
        window.extend(page, back=query.back)
        self._list.window_changed(line)

    async def _read_total(self, window: Window) -> None:
        self._is_uncounted = False
        if self._count is not None:
            try:
                total = await self._count(self._shown)
            except TooSlow:
                return  # the rows are what matters
            except Overtaken:
                self._is_uncounted = True
                return
            line = self._list.line
            window.take_count(total)
            self._list.window_changed(line)

    def _settle(self, window: Window, line: int) -> None:
        if self.wanted and (at := window.find(self.wanted)) is not None:
            window.at, self.wanted = at, ""
        self._list.window_changed(line)


def _from_top(query: Query) -> Query:
    return query._replace(after=(), back=False)
