"""The weekly board, drawn line by line: five columns of cards side by side, in lanes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from core.board import Board, Card
from core.messages import N_
from core.text import safe
from tui.keymap import bind
from tui.widgets import boardlines
from tui.widgets.boardlines import COLUMNS, CardsLine, LaneLine, Line, Spot, nearest, spots
from tui.widgets.cardview import CardView

_HEADER = 1
_CARD = 2  # lines
_GROUNDS = ("header", "lane", "cursor")


class BoardView(CardView[Card], inherit_bindings=False):
    """A board with a cursor on one card; *empty* is said where there are no cards."""

    DEFAULT_CSS = "BoardView { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up,k", "move(-1)", N_("Up"), id="board.up", show=False),
        bind("down,j", "move(1)", N_("Down"), id="board.down", show=False),
        bind("left,h", "side(-1)", N_("Column to the left"), id="board.left", show=False),
        bind("right,l", "side(1)", N_("Column to the right"), id="board.right", show=False),
        bind("pageup", "page(-2)", N_("One page up"), id="board.page-up", show=False),
        bind("pagedown", "page(2)", N_("One page down"), id="board.page-down", show=False),
        bind("ctrl+u", "page(-1)", N_("Half a page up"), id="board.half-up", show=False),
        bind("ctrl+d", "page(1)", N_("Half a page down"), id="board.half-down", show=False),
        bind("home,g", "end(0)", N_("First card"), id="board.first", show=False),
        bind("end,G", "end(-1)", N_("Last card"), id="board.last", show=False),
        bind("enter", "open", N_("Open"), id="board.open", show=False),
    ]

    class Highlighted(CardView.Highlighted):
        """The cursor is on another card, or its card reads otherwise; None on an empty board."""

    class Opened(CardView.Opened):
        """A person wants to see the record of this card."""

    def __init__(self, *, empty: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.board: Board | None = None
        self._empty = empty
        self._names: Mapping[str, str] = {}
        self._lines: list[Line] = []
        self._columns: list[list[Spot]] = [[] for _ in COLUMNS]
        self._spot: Spot | None = None

    @property
    def current(self) -> Card | None:
        """The card of the cursor."""
        return self._spot.card if self._spot else None

    def show(self, board: Board, names: Mapping[str, str] | None = None) -> None:
        """Show a board; cursor and scroll stay with the card. *names* say what lanes are called."""
        names = names or {}
        if (board, names) == (self.board, self._names):
            return
        old, before, was_seen = self.board, self._spot, self._is_seen
        is_same = old is not None and (old.week, old.by) == (board.week, board.by)
        self.board, self._names = board, names
        self._lines = boardlines.lines(board)
        self._columns = [spots(self._lines, column) for column in range(len(COLUMNS))]
        self._spot = self._again(before)
        self.virtual_size = Size(0, len(self._lines) + _HEADER)
        if was_seen or not is_same:
            if before and self._spot and is_same and before.column == self._spot.column:
                self._scroll(self.scroll_offset.y + self._spot.line - before.line)
            self._reveal()
        self.refresh()
        self.post_message(self.Highlighted(self, self.current))

    def card(self, key: str) -> Card | None:
        """The card of a task, if it is on the board."""
        found = self._find(key)
        return found.card if found else None

    def select_key(self, key: str) -> None:
        """Put the cursor on a card; on one that is not here when the next board brings it."""
        found = self._find(key)
        self._wanted = "" if found else key
        if found:
            self._go(found)

    def _find(self, key: str) -> Spot | None:
        return next((s for column in self._columns for s in column if s.card.row.key == key), None)

    def _again(self, before: Spot | None) -> Spot | None:
        """Where the cursor is on another board: on its card, else nearby, else on the first."""
        if self._wanted and (wanted := self._find(self._wanted)):
            self._wanted = ""
            return wanted
        if before and (same := self._find(before.card.row.key)):
            return same
        if before and self._columns[before.column]:
            return nearest(self._columns[before.column], before.line)
        every = (spot for column in self._columns for spot in column)
        return min(every, key=lambda spot: (spot.line, spot.column), default=None)

    # What a person does.

    def action_move(self, by: int) -> None:
        """Go to another card of the column, in whichever lane."""
        if self._spot:
            column = self._columns[self._spot.column]
            at = column.index(self._spot) + by
            self._go(column[min(max(at, 0), len(column) - 1)])

    def action_side(self, by: int) -> None:
        """Go to the nearest card of the next column that has any."""
        if self._spot:
            place = self._spot.column + by
            while 0 <= place < len(COLUMNS):
                if self._columns[place]:
                    self._go(nearest(self._columns[place], self._spot.line))
                    return
                place += by

    def action_page(self, halves: int) -> None:
        """Go on by so many half pages, by one card at least."""
        if self._spot:
            line = self._spot.line + halves * max(1, self._view // 2)
            found = nearest(self._columns[self._spot.column], line)
            if found is self._spot:
                self.action_move(1 if halves > 0 else -1)
            else:
                self._go(found)

    def action_end(self, place: int) -> None:
        """Go to the first or the last card of the column."""
        if self._spot:
            self._go(self._columns[self._spot.column][place])

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < _HEADER:
            return
        line, right = offset.y - _HEADER + self.scroll_offset.y, 0
        for column, width in zip(self._columns, self._widths, strict=True):
            right += width + 1
            if offset.x < right:
                hit = (spot for spot in column if spot.line <= line < spot.line + _CARD)
                if spot := next(hit, None):
                    self._go(spot)
                return

    def _go(self, spot: Spot) -> None:
        before, self._spot, self._wanted = self._spot, spot, ""
        top = self.scroll_offset.y
        self._reveal()
        if self.scroll_offset.y == top:
            self._refresh_cards(*(one for one in (before, spot) if one))
        if before is None or before.card is not spot.card:
            self.post_message(self.Highlighted(self, spot.card))

    # Scrolling and drawing.

    @property
    def _view(self) -> int:
        return max(1, self.size.height - _HEADER)

    @property
    def _width(self) -> int:
        """The cells of a line, without the scrollbar's."""
        return self.scrollable_content_region.width

    @property
    def _widths(self) -> list[int]:
        return boardlines.widths(self._width)

    @property
    def _is_seen(self) -> bool:
        """Whether the card of the cursor is on the screen; it may have been scrolled away."""
        top = self.scroll_offset.y
        return self._spot is None or top - _CARD < self._spot.line < top + self._view

    def _reveal(self) -> None:
        """Scroll as little as shows the card of the cursor, with its lane's name if it is first."""
        if self._spot:
            line = self._spot.line
            first = line - 1 if isinstance(self._lines[line - 1], LaneLine) else line
            top = max(self.scroll_offset.y, line + _CARD - self._view)
            self._scroll(min(top, first))

    def on_resize(self) -> None:
        self._reveal()
        self.refresh()

    def _refresh_cards(self, *spots: Spot) -> None:
        lines = (spot.line + half for spot in spots for half in range(_CARD))
        self._refresh_lines(lines, _HEADER)

    def render_line(self, y: int) -> Strip:
        width, board = self._width, self.board
        if board is None:
            return self._strip([], width)
        if y < _HEADER:
            return self._strip([(boardlines.heading(board, self._widths), "header")], width)
        if not board.lanes:
            return self._strip([(self._words(y - _HEADER), "muted")], width)
        at = y - _HEADER + self.scroll_offset.y
        return self._line(board, self._lines[at] if at < len(self._lines) else None, width)

    def _line(self, board: Board, line: Line | None, width: int) -> Strip:
        if isinstance(line, CardsLine):
            key = self._spot.card.row.key if self._spot else ""
            return self._strip(boardlines.card_pieces(line, self._widths, board.by, key), width)
        if isinstance(line, LaneLine):
            name = self._names.get(line.lane.key, "")
            return self._strip([(boardlines.lane_line(line.lane, name, width), "lane")], width)
        return self._strip([], width)

    def _words(self, y: int) -> str:
        """Line *y* of what is said on an empty board."""
        room = max(1, self._width - 2)
        wrapped = Text(safe(self._empty, lines=True)).wrap(self.app.console, room)
        y -= max(0, self._view - len(wrapped)) // 3
        words = wrapped[y].plain.strip() if 0 <= y < len(wrapped) else ""
        return " " * ((self._width - cell_len(words)) // 2) + words

    def _strip(self, pieces: Iterable[tuple[str, str]], width: int) -> Strip:
        """One line; blanks take the look before them, but for the cursor's, which ends there."""
        segments: list[Segment] = []
        before = ""
        for text, name in pieces:
            if segments and (name == before or (text.isspace() and before != "cursor")):
                segments[-1] = Segment(segments[-1].text + text, segments[-1].style)
            else:
                before = name
                segments.append(Segment(text, self._named(name)))
        rest = self._look(before if before in ("header", "lane") else "")
        return Strip(segments).adjust_cell_length(width, rest)

    def _named(self, name: str) -> Style:
        return self._look(name) if name in _GROUNDS else self._look("", name)
