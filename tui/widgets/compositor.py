"""Frames cost what changed, not how much stands on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class NearUpdate(ChopsUpdate):
    """Sends what changed of a line, and not what stands to the left of it in the same widget too.

    A character that takes two cells is sent whole, even if one of them changed only.
    """

    def render_segments(self, console: Console) -> str:
        parts: list[str] = []
        for y, left, right in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= right or end <= left:
                    continue
                first, last = max(left - x, 0), min(right, end) - x
                if first or last < end - x:
                    first -= _is_inside(strip, first)
                    last += _is_inside(strip, last)
                    strip = strip.crop(first, last)
                parts += (Control.move_to(x + first, y).segment.text, strip.render(console))
        return "".join(parts)


def _is_inside(strip: Strip, cell: int) -> bool:
    """Whether a character begins in the cell before this one and ends in it."""
    for segment in strip:
        if cell <= 0:
            break
        text = segment.text
        if text.isascii():
            cell -= len(text)
            continue
        for char in text:
            if cell == 1 and cell_len(char) > 1:
                return True
            cell -= cell_len(char)
            if cell <= 0:
                return False
    return False


class NearCompositor(Compositor):
    """Asks only the widgets seen in the changed part of the screen, and only for the lines there.

    Textual 8 asks each widget that could reach the changed part for all of its lines, which was
    half of the time from a key to its frame.
    """

    def render_partial_update(self) -> ChopsUpdate | None:
        update = super().render_partial_update()
        return NearUpdate(update.chops, update.spans, update.chop_ends) if update else None

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders()
            return
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            # A widget's lines go by their full width to where its neighbours cut them.
            top, end = max(seen.y, crop.y), min(seen.bottom, crop.bottom)
            if seen.overlaps(crop):
                band = Region(seen.x, top, seen.width, end - top)
                yield region, band, widget.render_lines(band.translate(-region.offset))
            if seen.contains_region(crop):  # they come from the front to the back
                return
