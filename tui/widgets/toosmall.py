"""What is said where nothing else fits (T6)."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tui.i18n import _

COLUMNS, LINES = 40, 10
BY_WIDTH = [(0, "-cramped"), (COLUMNS, "-wide-enough")]
BY_HEIGHT = [(0, "-low"), (LINES, "-high-enough")]


class TooSmall(Static):
    """Covers a screen while its window is too small for it; the focus stays where it was.

    The classes that show it are set by Textual, from the app's breakpoints.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Screen { layers: default notice; }
    TooSmall { layer: notice; display: none; width: 100%; height: 100%; background: $surface; }
    Screen.-cramped, Screen.-low { overflow: hidden; }
    Screen.-cramped > TooSmall, Screen.-low > TooSmall { display: block; }
    """

    def __init__(self) -> None:
        text = _("This window is too small. Make it {columns} × {lines} at least.",
                 columns=COLUMNS, lines=LINES)  # fmt: skip
        super().__init__(Content(text))
