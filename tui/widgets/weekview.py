"""A week of meetings, drawn line by line: days side by side, cards at their time (R5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from core.meeting_week import Card, MeetingWeek
from core.messages import N_
from tui.keymap import bind
from tui.widgets import weeklines
from tui.widgets.cardview import CardView
from tui.widgets.weekdrawing import Drawing, Piece
from tui.widgets.weeklines import GUTTER, Layout, Spot

if TYPE_CHECKING:
    from core.worktime import WorkTime


class WeekView(CardView[Card], inherit_bindings=False):
    """Days with a cursor on one card, or on a day without; ``clock`` gives the moment in UTC."""

    DEFAULT_CSS = "WeekView { height: 3fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up,k", "move(-1)", N_("Meeting before"), id="week.up", show=False),
        bind("down,j", "move(1)", N_("Meeting after"), id="week.down", show=False),
        bind("left,H", "side(-1)", N_("Day before"), id="week.left", show=False),
        bind("right,L", "side(1)", N_("Day after"), id="week.right", show=False),
        bind("pageup,ctrl+u", "scroll(-1)", N_("Earlier hours"), id="week.page-up", show=False),
        bind("pagedown,ctrl+d", "scroll(1)", N_("Later hours"), id="week.page-down", show=False),
        bind("home,g", "end(0)", N_("First meeting"), id="week.first", show=False),
        bind("end,G", "end(-1)", N_("Last meeting"), id="week.last", show=False),
        bind("enter", "open", N_("Open"), id="week.open", show=False),
    ]

    class Highlighted(CardView.Highlighted):
        """The cursor is on another card or day, or its card reads otherwise."""

    class Opened(CardView.Opened):
        """A person wants to see the record of this card."""

    def __init__(
        self,
        worktime: WorkTime,
        clock: Callable[[], datetime],
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._worktime = worktime
        self._clock = clock
        self.week: MeetingWeek | None = None
        self._layout = Layout(0, {}, ())
        self._day = 0
        self._key = ""

    @property
    def current(self) -> Card | None:
        """The card of the cursor; None on a day without any."""
        return self._spot.card if self._spot else None

    @property
    def day(self) -> date | None:
        """The day of the cursor."""
        return self.week.days[self._day].date if self.week else None

    @property
    def _spot(self) -> Spot | None:
        return next((s for s in self._spots if s.card.row.key == self._key), None)

    @property
    def _spots(self) -> list[Spot]:
        return [spot for day in self._layout.spots for spot in day]

    def show(self, week: MeetingWeek) -> None:
        """Show a week; the cursor stays with its card and day, in another week it is on the next.

        What has not changed is not drawn again; the line of the present time moves with each call.
        """
        old, before = self.week, self._layout
        self.week = week
        if old is None or old.week != week.week:
            self.scroll_target_y = self.scroll_y = 0
            self._lay_out()
            now = self._worktime.local(self._clock())
            self._day, self._key = weeklines.begin(week, self._layout, now)
        else:
            self._lay_out()
            self._again(old.days[self._day].date if self._day < len(old.days) else None)
        if self._wanted:
            self.select_key(self._wanted)
        if old != week or before != self._layout:
            self.refresh()
            if old != week:
                self._reveal()
                self.post_message(self.Highlighted(self, self.current))

    def select_key(self, key: str) -> bool:
        """Put the cursor on a card; on one that is not here when the next week brings it."""
        found = next((spot for spot in self._spots if spot.card.row.key == key), None)
        self._wanted = "" if found else key
        if found:
            self._go(found.day, key)
        return found is not None

    def _again(self, day: date | None) -> None:
        """On the card it was on, else on its day."""
        assert self.week is not None
        spot, days = self._spot, self.week.days
        if spot:
            self._day = spot.day
            return
        self._day = next((n for n, one in enumerate(days) if one.date == day), 0)
        mine = self._layout.spots[self._day]
        self._key = mine[0].card.row.key if mine else ""

    def _lay_out(self) -> None:
        if self.week:
            room = self.size.height - self._header
            self._layout = weeklines.lay(self.week, self._worktime, self._clock(), room)
            self.virtual_size = Size(0, self._layout.height + self._header)

    # What a person does.

    def action_move(self, by: int) -> None:
        """Go to the meeting before or after, on whichever day."""
        spots = self._spots
        if self._spot:
            at = min(max(spots.index(self._spot) + by, 0), len(spots) - 1)
            self._to(spots[at])
            return
        beyond = [spot for spot in spots if (spot.day > self._day) == (by > 0)]
        if beyond:
            self._to(beyond[0] if by > 0 else beyond[-1])

    def action_side(self, by: int) -> None:
        """Go to the day beside, to its meeting that is nearest in time."""
        if not self.week:
            return
        place = self._day + by
        if 0 <= place < len(self.week.days):
            mine, here = self._layout.spots[place], self._spot
            line = here.top if here else self.scroll_offset.y
            nearest = min(mine, key=lambda spot: abs(spot.top - line), default=None)
            self._go(place, nearest.card.row.key if nearest else "")

    def action_scroll(self, by: int) -> None:
        """Look at other hours; the cursor stays."""
        self._scroll(self.scroll_offset.y + by * max(1, self._view // 2))
        self.refresh()

    def action_end(self, place: int) -> None:
        """Go to the first or the last meeting of the week."""
        if spots := self._spots:
            self._to(spots[place])

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or not self.week:
            return
        line, right = offset.y - self._header + self.scroll_offset.y, GUTTER
        for place, width in enumerate(self._widths):
            right += width + 1
            if offset.x < right:
                hit = (s for s in self._layout.spots[place] if s.top <= line < s.bottom)
                spot = next(hit, None)
                self._go(place, spot.card.row.key if spot else "")
                return

    def _to(self, spot: Spot) -> None:
        self._go(spot.day, spot.card.row.key)

    def _go(self, day: int, key: str) -> None:
        before, moved = (self._day, self._spot), (day, key) != (self._day, self._key)
        self._day, self._key = day, key
        if not moved:
            return
        top = self.scroll_offset.y
        self._reveal()
        if self.scroll_offset.y != top or before[0] != day:
            self.refresh()
        else:
            self._refresh_cards(before[1], self._spot)
        self.post_message(self.Highlighted(self, self.current))

    # Scrolling and drawing.

    @property
    def _header(self) -> int:
        """The lines of the heading: a second one where a day has something to say."""
        return 2 if self.week and any(map(weeklines.day_note, self.week.days)) else 1

    @property
    def _view(self) -> int:
        return max(1, self.size.height - self._header)

    @property
    def _widths(self) -> list[int]:
        days = len(self.week.days) if self.week else 1
        return weeklines.widths(self.scrollable_content_region.width, days)

    def _reveal(self) -> None:
        """Scroll as little as shows the card of the cursor."""
        if spot := self._spot:
            top = max(self.scroll_offset.y, spot.bottom - self._view)
            self._scroll(min(top, spot.top))

    def _scroll(self, y: int) -> None:
        super()._scroll(max(0, min(y, self._layout.height - self._view)))

    def on_resize(self) -> None:
        self._lay_out()
        self._reveal()
        self.refresh()

    def _refresh_cards(self, *spots: Spot | None) -> None:
        found = [spot for spot in spots if spot]
        lines = (line for spot in found for line in range(spot.top, spot.bottom))
        self._refresh_lines(lines, self._header)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if self.week is None:
            return self._strip([], width)
        now = self._worktime.local(self._clock())
        drawn = Drawing(self.week, self._layout, self._widths, self._day, self._key, now)
        if y < self._header:
            return self._strip(drawn.heading(y), width)
        return self._strip(drawn.line(y - self._header + self.scroll_offset.y), width)

    def _strip(self, pieces: Iterable[Piece], width: int) -> Strip:
        segments = [Segment(text, self._look(ground, tone)) for text, ground, tone in pieces]
        return Strip(segments).adjust_cell_length(width, self._look("")).simplify()
