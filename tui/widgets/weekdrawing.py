"""The lines of a week view as pieces with their colours: headings, hours, cards (R5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from core.meeting_week import MeetingWeek
from tui.widgets import weeklines
from tui.widgets.boardlines import cut
from tui.widgets.line import fit
from tui.widgets.weeklines import GUTTER, Layout, Spot

Piece = tuple[str, str, str]
"""A text, the ground it stands on and its tone."""


class Drawing(NamedTuple):
    """A week laid out, with the cursor on the day at place ``day`` and on the card ``key``.

    ``now`` is the present moment by the organisation's clocks.
    """

    week: MeetingWeek
    layout: Layout
    widths: list[int]
    day: int
    key: str
    now: datetime

    def heading(self, line: int) -> Iterator[Piece]:
        """The names of the days; on a second line what is unusual about them."""
        yield " " * GUTTER, "header", ""
        for place, (day, width) in enumerate(zip(self.week.days, self.widths, strict=True)):
            if line:
                yield cut(weeklines.day_note(day), width), "header", "warning"
            else:
                ground, is_today = "day" if place == self.day else "header", self._is_today(place)
                yield weeklines.day_heading(day, width, is_today), ground, ""
            yield " ", "header", ""

    def line(self, line: int) -> Iterator[Piece]:
        """A line of the hours and of each day."""
        made = self.layout
        is_now = line == made.now
        yield self._hour(line), "", "accent" if is_now else "muted"
        for place, (spots, width) in enumerate(zip(made.spots, self.widths, strict=True)):
            spot = next((s for s in spots if s.top <= line < s.bottom), None)
            if spot:
                yield self._card(spot, line, width)
            elif is_now and self._is_today(place):
                yield "-" * width, "", "accent"
            else:
                yield " " * width, "", ""
            if place < len(made.spots) - 1:
                yield " ", "", ""

    def _card(self, spot: Spot, line: int, width: int) -> Piece:
        row = line - spot.top
        texts = weeklines.card_lines(spot.card, width, spot.bottom - spot.top)
        if spot.card.row.key == self.key:
            return texts[row], "cursor", ""
        return texts[row], "card", weeklines.tone(spot.card, row)

    def _hour(self, line: int) -> str:
        if line == self.layout.now:
            return fit(f"{self.now:%H:%M}", GUTTER)
        hour = self.layout.hours.get(line)
        return " " * GUTTER if hour is None else fit(f"{hour:02d}:00", GUTTER)

    def _is_today(self, place: int) -> bool:
        return self.week.days[place].date == self.now.date()
