"""What the product is compared with: the least that Textual needs to show a queue.

Header, footer, and one table of 50 rows with Chinese titles; ``j`` and ``k`` move as they do there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Footer, Header

ROWS = 50
PLACES = ("大促主会场", "直播间", "华东仓库", "客服中心", "发票系统", "预算平台", "物流")
THINGS = ("排期", "扩容", "话术更新", "流程", "追加", "压测", "时效")


class Queue(DataTable[str]):
    """A table that knows the product's letters."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
    ]


class BareApp(App[None]):
    """One table between a header and a footer."""

    TITLE = "bare"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        yield Header()
        yield Queue(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(Queue)
        table.add_columns("Number", "Title", "From", "State")
        table.add_rows(_rows())


def _rows() -> Iterator[tuple[str, ...]]:
    for n in range(ROWS):
        title = f"{PLACES[n % 7]}{THINGS[n // 7 % 7]}的跨部门协调"
        yield f"XMBG-2026{n:05}", title, ("MKT", "PRD", "LOG")[n % 3], "submitted"


if __name__ == "__main__":
    BareApp().run()
