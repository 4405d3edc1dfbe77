"""A small app full of text that attacks the terminal; ``raw`` shows it without the filter."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.text import Text
from textual.app import App, ComposeResult
from textual.content import Content
from textual.filter import LineFilter
from textual.widgets import DataTable, Input, Label, OptionList, TextArea

from tui.filters import HarmlessText

PAYLOADS = {
    "clipboard": "\x1b]52;c;cHduZWQ=\x1b\\",
    "title": "\x1b]0;owned\x1b\\",
    "link": "\x1b]8;;http://owned\x1b\\",
    "erase": "\x1b[2J",
    "question": "\x1b[6n",
    "c1 csi": "\x9b2J",
    "c1 osc": "\x9d0;owned\x9c",
    "charset": "\x0e\x0f",
    "nul": "\x00",
    "delete": "\x7f",
    "override": "\u202e",
    "isolate": "\u2066",
    "zero width": "\u200b",
    "tag": "\U000e0041",
    "half": "\ud800",
}


class Hostile(App[None]):
    """Each payload in each kind of widget that shows text of people."""

    def __init__(self, *, filtered: bool) -> None:
        super().__init__()
        self._harmless = [HarmlessText()] if filtered else []

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._harmless]

    def compose(self) -> ComposeResult:
        everything = "".join(PAYLOADS.values())
        for name, payload in PAYLOADS.items():
            label = Label(Content(f"{name} 开{payload}关"), id=name.replace(" ", "-"))
            label.styles.border_right = ("solid", "white")
            label.styles.width = 30
            yield label
        yield DataTable[Text](id="table")
        yield Input(everything)
        yield TextArea(everything)
        yield OptionList(Content(everything))

    def on_mount(self) -> None:
        everything = Text("".join(PAYLOADS.values()))
        table = self.query_one("#table", DataTable)
        table.add_column(everything)
        table.add_row(everything)
        table.border_title = Content(everything.plain)
        self.notify(everything.plain, title=everything.plain, markup=False)
        self.call_after_refresh(self.mount, Label("all shown"), before=0)


if __name__ == "__main__":
    Hostile(filtered="raw" not in sys.argv).run()
