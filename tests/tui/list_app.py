"""A list of a million rows, for Pilot and for a real terminal."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right, insort
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from textual.app import App, ComposeResult
from textual.widgets import Input

from core.views import Page, Query
from tui.widgets.rowlist import Cell, Column, RowList

MILLION = 1_000_000
TONES = ("", "", "warning", "danger", "success", "muted", "accent")
EMPTY = "Nothing waits for you."


class Row(NamedTuple):
    """A row as the columns below want it."""

    key: str
    title: str
    tone: str


class Rows:
    """Rows in the order of their numbers, read by keyset; ``gate`` is awaited before each read."""

    def __init__(self, numbers: range | list[int]) -> None:
        self.numbers = list(numbers)
        self.titles: dict[int, str] = {}
        self.keys: dict[int, str] = {}
        self.asked: list[Query] = []
        self.counted = 0
        self.error: Exception | None = None
        self.gate: Callable[[Query], Awaitable[object]] | None = None

    def add(self, *numbers: int) -> None:
        for number in numbers:
            insort(self.numbers, number)

    def remove(self, *numbers: int) -> None:
        for number in numbers:
            del self.numbers[bisect_left(self.numbers, number)]

    async def fetch(self, query: Query) -> Page[Any]:
        self.asked.append(query)
        if self.gate:
            await self.gate(query)
        if self.error:
            raise self.error
        return self.page(query)

    async def count(self, query: Query) -> int:
        self.counted += 1
        return len(self._matching(query))

    def page(self, query: Query) -> Page[Any]:
        numbers = self._matching(query)
        if query.back:
            stop = bisect_left(numbers, query.after[0]) if query.after else len(numbers)
            start = max(0, stop - query.limit)
            more = start > 0
        else:
            start = bisect_right(numbers, query.after[0]) if query.after else 0
            stop = min(len(numbers), start + query.limit)
            more = stop < len(numbers)
        window = numbers[start:stop]
        return Page(tuple(map(self._row, window)), tuple((n,) for n in window), more)

    def _matching(self, query: Query) -> list[int]:
        if not query.search:
            return self.numbers
        return [number for number in self.numbers if query.search in str(number)]

    def _row(self, number: int) -> Row:
        title = self.titles.get(number, f"Title of {number}")
        return Row(self.keys.get(number, f"R-{number}"), title, TONES[number % len(TONES)])


COLUMNS = (
    Column("Number", 10, lambda row: row.key),
    Column("Title", 20, lambda row: row.title, flex=1),
    Column("Group", 8, lambda row: "对接研发", low=2),
    Column("Due", 10, lambda row: Cell(f"{len(row.key)} days", row.tone), right=True, low=1),
)


class ListApp(App[None]):
    """A list and an input; what the list says is kept in ``told``."""

    CSS = "Input { dock: bottom; height: 1; border: none; }"
    AUTO_FOCUS = "RowList"

    def __init__(
        self, rows: Rows, *, total: int | None = None, opened: bool = False, counts: bool = True
    ) -> None:
        super().__init__()
        self.rows = rows
        self.told: list[str] = []
        self.list = RowList(
            COLUMNS,
            fetch=rows.fetch,
            count=rows.count if counts else None,
            empty=EMPTY,
            id="rows",
        )
        if opened:
            query = Query("requests")
            self.list.begin(query, rows.page(query), total)

    def compose(self) -> ComposeResult:
        yield self.list
        yield Input()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.list.show(Query("requests", search=event.value))

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        self.told.append(f"on {event.row.key if event.row else None}")

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        self.told.append(f"open {event.row.key}")

    def on_row_list_failed(self, event: RowList.Failed) -> None:
        self.told.append(f"failed {event.error}")


def shown(app: App[Any]) -> list[str]:
    """What a person sees: the lines of the screen without trailing blanks."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


if __name__ == "__main__":
    many = Rows(range(int(sys.argv[1])))
    ListApp(many, opened=True, total=len(many.numbers)).run()
