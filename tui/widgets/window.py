"""The part of a long list that is held in memory, and the cursor in it. Draws and reads nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.views import Cursor, Page, Query

HELD = 300  # rows; enough to turn back without reading again
NEAR = 10  # rows before an edge is seen that what lies beyond is read
AGAIN = 50  # rows read again around those on the screen


class Window:
    """Neighbouring rows of a list; ``at`` is the index of the cursor's row among them.

    ``fence`` is the cursor of the row before the first, empty at the top of the list; ``first``
    is how many rows lie before, ``total`` how many there are in all: None while unknown, and
    only as right as the last count when others write. A count that reached ``most`` may not have
    gone to the end: ``least`` is how many there are then without doubt.
    """

    def __init__(
        self,
        page: Page[Any],
        count: int | None = None,
        *,
        back: bool = False,
        most: int | None = None,
    ) -> None:
        self.rows: list[Any] = list(page.rows)
        self.cursors: list[Cursor] = list(page.cursors)
        self.fence: Cursor = ()
        self.below = False
        self.first: int | None = None
        self.total: int | None = None
        self.least = 0
        self.most = most
        self.at = 0
        if back:
            self._fence_off(page.more)
            self.at = max(0, len(self.rows) - 1)
        else:
            self.below = page.more
        self.take_count(count)

    def take_count(self, count: int | None) -> None:
        """How many rows were counted; None where nobody did."""
        goes_on = self.most is not None and count is not None and count >= self.most
        self.total = None if goes_on else count
        self.least = (count or 1) - 1 if goes_on else 0
        self.reckon()

    @property
    def count(self) -> int | None:
        """The same as it would be counted; None while that is unknown."""
        return self.most if self.least and self.total is None else self.total

    @property
    def base(self) -> int:
        """The number of the first row, from 0, as well as it is known."""
        return self.first or 0

    @property
    def end(self) -> int:
        """The number behind the last row."""
        return self.base + len(self.rows)

    @property
    def extent(self) -> int:
        """How long the whole list is at least."""
        return max(self.total or self.least, self.end + self.below)

    @property
    def is_whole(self) -> bool:
        """Whether the whole list is in memory."""
        return not (self.fence or self.below)

    @property
    def current(self) -> Any:
        """The row of the cursor, or None in an empty list."""
        return self.rows[self.at] if self.rows else None

    def find(self, key: str) -> int | None:
        """The index of the row with this key."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), None)

    def reckon(self) -> None:
        """Put right by what is certain what was only estimated."""
        if not self.fence:
            self.first = 0
        if not self.below:
            if self.fence and self.total is not None:  # the count knows what was written meanwhile
                self.first = max(1, self.total - len(self.rows))
            if self.first is not None:
                self.total = self.end
        elif self.total is not None:
            self.total = max(self.total, self.end + 1)

    def missing(self, query: Query, start: int, stop: int) -> Query | None:
        """The question for what lies beyond an edge, if the rows *start* to *stop* come near it."""
        if self.below and stop + NEAR > len(self.rows):
            return query._replace(after=self.cursors[-1], back=False)
        if self.fence and start < NEAR:
            return last(query)._replace(after=self.cursors[0])
        return None

    def extend(self, page: Page[Any], *, back: bool) -> None:
        """Add what was missing; far from there, rows are let go."""
        self._add_above(page) if back else self._add_below(page)
        self.reckon()

    def again(self, query: Query, start: int, stop: int) -> tuple[int, Query]:
        """The question for the rows around *start* to *stop*, and the index it begins at."""
        begin = max(0, start - AGAIN)
        after = self.cursors[begin - 1] if begin else self.fence
        limit = max(query.limit, min(HELD, stop - begin + AGAIN))
        return begin, query._replace(after=after, back=False, limit=limit)

    def replace(self, page: Page[Any], begin: int) -> None:
        """Take rows that were read again from *begin* on; the cursor stays on its record.

        Where that is gone it goes to the nearest that is left, the next one below first.
        """
        old, old_cursors, at = self.rows, self.cursors, self.at
        self.fence = old_cursors[begin - 1] if begin else self.fence
        self.first = None if self.first is None else self.first + begin
        self.rows, self.cursors, self.below = list(page.rows), list(page.cursors), page.more
        places = {row.key: place for place, row in reversed(list(enumerate(self.rows)))}
        exact = {cursor: place for place, cursor in enumerate(self.cursors)}
        near: Iterable[int] = (*range(at, len(old)), *range(at - 1, -1, -1))
        found = (exact.get(old_cursors[i], places.get(old[i].key)) for i in near)
        left = next((place for place in found if place is not None), at - begin)
        self.at = max(0, min(left, len(self.rows) - 1))
        self.reckon()

    def _add_below(self, page: Page[Any]) -> None:
        self.rows += page.rows
        self.cursors += page.cursors
        self.below = page.more and bool(page.rows)
        over = min(len(self.rows) - HELD, self.at - AGAIN)
        if over > 0:
            self.fence = self.cursors[over - 1]
            del self.rows[:over], self.cursors[:over]
            self.at -= over
            self.first = None if self.first is None else self.first + over

    def _add_above(self, page: Page[Any]) -> None:
        before = len(self.rows)
        self.rows[:0] = page.rows
        self.cursors[:0] = page.cursors
        self._fence_off(page.more and bool(page.rows))
        added = len(self.rows) - before
        self.at += added
        self.first = None if self.first is None else max(int(bool(self.fence)), self.first - added)
        keep = max(HELD, self.at + AGAIN)
        if len(self.rows) > keep:
            del self.rows[keep:], self.cursors[keep:]
            self.below = True

    def _fence_off(self, more: bool) -> None:
        """Give up the first row where others precede it: its cursor is where to read again from."""
        if not more:
            self.fence = ()
        elif self.cursors:
            self.fence = self.cursors.pop(0)
            del self.rows[0]


def last(query: Query) -> Query:
    """The question for the window before the end, one row longer: that one becomes the fence."""
    return query._replace(after=(), back=True, limit=query.limit + 1)
