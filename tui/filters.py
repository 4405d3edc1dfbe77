"""The last gate before the terminal: what no screen made safe is dropped here."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from core.text import HIDDEN


class HarmlessText(LineFilter):
    """Drops from every line what could act on the terminal or hide in it (I1, I2).

    Each segment keeps its width in cells, and Textual's own control segments are left alone.
    Textual caches by filter: make one for an app, in its ``__init__``.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        for text, _, control in segments:
            if not (text.isprintable() or control) and HIDDEN.search(text):
                return [_harmless(segment) for segment in segments]
        return segments


def _harmless(segment: Segment) -> Segment:
    text, style, control = segment
    if control or not HIDDEN.search(text):
        return segment
    return Segment(set_cell_size(HIDDEN.sub("", text), cell_len(text)), style)
