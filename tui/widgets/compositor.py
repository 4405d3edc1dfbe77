"""Frames cost what changed, not how much stands on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class NearCompositor(Compositor):
    """Asks only the widgets seen in the changed part of the screen, and only for the lines there.

    Textual 8 asks each widget that could reach the changed part for all of its lines, which was
    half of the time from a key to its frame.
    """

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
