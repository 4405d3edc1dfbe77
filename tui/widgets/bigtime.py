"""A countdown in digits as large as their place allows, to be read across a room (R5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.line import Bar, tone_rules

LINES = 5
# Three dots wide, but the colon; a dot is two cells wide and one high, or a multiple of that.
GLYPHS = {
    "0": ("111", "101", "101", "101", "111"),
    "1": ("010", "110", "010", "010", "111"),
    "2": ("111", "001", "111", "100", "111"),
    "3": ("111", "001", "111", "001", "111"),
    "4": ("101", "101", "111", "001", "001"),
    "5": ("111", "100", "111", "001", "111"),
    "6": ("111", "100", "111", "101", "111"),
    "7": ("111", "001", "001", "001", "001"),
    "8": ("111", "101", "111", "101", "111"),
    "9": ("111", "101", "111", "001", "111"),
    ":": ("0", "1", "0", "1", "0"),
    "-": ("000", "000", "111", "000", "000"),
}


class BigTime(Bar):
    """Digits drawn with coloured blanks, which are as wide everywhere; only what changes is sent.

    ``tone`` is one of the house's tones or none.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"bigtime--{name}" for name in ("danger", "warning", "success", "muted", "accent")
    }
    DEFAULT_CSS = f"""
    BigTime {{ height: 1fr; min-height: {LINES}; width: 1fr; {tone_rules("bigtime")} }}
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.text = ""
        self.tone = ""

    def show(self, text: str, tone: str) -> None:
        """Show digits and colons; the dots that stay as they are are left alone."""
        before, self.text = self.text, text
        if tone != self.tone or list(map(_columns, before)) != list(map(_columns, text)):
            self.tone = tone
            self.refresh()
        elif changed := list(self._changed(before)):
            self.refresh(*changed)

    def _changed(self, before: str) -> Iterator[Region]:
        """Where dots went on or out since *before*, neighbours in one region."""
        scale = self.scale
        for place, old, new in zip(self.places(), before, self.text, strict=True):
            for row, pair in enumerate(zip(GLYPHS[old], GLYPHS[new], strict=True)):
                for first, behind in _runs(*pair):
                    left, top = place.x + 2 * scale * first, place.y + scale * row
                    yield Region(left, top, 2 * scale * (behind - first), scale)

    @property
    def scale(self) -> int:
        """How many times as large as the smallest size the digits are."""
        dots = sum(_columns(char) + 1 for char in self.text) - 1
        size = self.size
        return max(1, min(size.width // (2 * max(1, dots)), size.height // LINES))

    def places(self) -> list[Region]:
        """Where each character stands."""
        scale, size = self.scale, self.size
        widths = [_columns(char) * 2 * scale for char in self.text]
        gap = 2 * scale
        left = max(0, size.width - sum(widths) - gap * (len(widths) - 1)) // 2
        top = max(0, size.height - LINES * scale) // 2
        places = []
        for width in widths:
            places.append(Region(left, top, width, LINES * scale))
            left += width + gap
        return places

    def render_line(self, y: int) -> Strip:
        plain = Style(bgcolor=self._look("").bgcolor)  # blanks: the shorter, the less is sent
        lit = Style(bgcolor=self._look(f"bigtime--{self.tone}" if self.tone else "").color)
        segments: list[Segment] = []
        at, scale = 0, self.scale
        for char, place in zip(self.text, self.places(), strict=True):
            if not place.y <= y < place.bottom:
                break
            segments.append(Segment(" " * (place.x - at), plain))
            dots = GLYPHS[char][(y - place.y) // scale]
            segments += (Segment("  " * scale, lit if dot == "1" else plain) for dot in dots)
            at = place.right
        return Strip(segments).adjust_cell_length(self.size.width, plain).simplify()


def _columns(char: str) -> int:
    """How many dots wide a character is."""
    return len(GLYPHS[char][0])


def _runs(old: str, new: str) -> Iterator[tuple[int, int]]:
    """The first of each run of dots that differ, and the one behind its last."""
    differs = [a != b for a, b in zip(old, new, strict=True)]
    first = 0
    for is_other, run in groupby(differs):
        behind = first + len(list(run))
        if is_other:
            yield first, behind
        first = behind
