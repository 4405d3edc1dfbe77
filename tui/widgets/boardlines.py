"""The board as lines: lanes under each other, in each the cards of five columns, two lines each.

Only characters of one sure width stand in these columns (TRAPS), so a cut is shown by two dots.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from core.board import COLUMN_LABELS, Board, Card, ColumnName, Lane, LaneCards
from core.messages import N_, Message
from core.text import safe
from tui.i18n import _, say
from tui.widgets.line import fit

COLUMNS = tuple(ColumnName)
_DOTS = ".."
_DOTTED = 5  # cells; in fewer, two dots would leave no room for the word
_LEAST = 4  # cells of a column on the narrowest terminal


class LaneLine(NamedTuple):
    """The line that names a lane."""

    lane: LaneCards


class CardsLine(NamedTuple):
    """Half of a row of cards, the first line of each or the second; None where a column ends."""

    cards: tuple[Card | None, ...]
    half: int


class Spot(NamedTuple):
    """Where a card is: its column, and its first line below the heading."""

    column: int
    line: int
    card: Card


Line = LaneLine | CardsLine
Pieces = Iterator[tuple[str, str]]


def lines(board: Board) -> list[Line]:
    """All lines of a board, from the top."""
    found: list[Line] = []
    for lane in board.lanes:
        found.append(LaneLine(lane))
        for cards in zip_longest(*(lane.columns[name] for name in COLUMNS)):
            found += [CardsLine(cards, 0), CardsLine(cards, 1)]
    return found


def spots(lines: list[Line], column: int) -> list[Spot]:
    """The cards of a column from the top."""
    return [
        Spot(column, place, card)
        for place, line in enumerate(lines)
        if isinstance(line, CardsLine) and line.half == 0 and (card := line.cards[column])
    ]


def nearest(column: list[Spot], line: int) -> Spot:
    """The card of a column that is least far from a line."""
    return min(column, key=lambda spot: abs(spot.line - line))


def widths(width: int) -> list[int]:
    """The cells of each column; a blank stands between two."""
    room = width - (len(COLUMNS) - 1)
    return [max(_LEAST, (room + place) // len(COLUMNS)) for place in range(len(COLUMNS))]


def cut(text: str, width: int) -> str:
    """*text* made safe and exactly *width* cells wide; a cut ends in two dots."""
    text = safe(" ".join(text.split()))
    if cell_len(text) > width >= _DOTTED:
        text = set_cell_size(text, width - len(_DOTS)).rstrip() + _DOTS
    return fit(text, width)


def marks(card: Card) -> Iterator[tuple[str, Message]]:
    """What must be said of a card, as signs and in words."""
    if card.late:
        yield "!", N_("late")
    elif card.column is ColumnName.AT_RISK:
        yield "!", N_("at risk")
    if card.missing_update:
        yield "?", N_("no update")
    if card.carried_over:
        yield "<", N_("carried over")
    if card.to_hand_in:
        yield "^", N_("done, to be handed in")
    if card.moved and card.was:
        yield "*", N_("{column} a week before", column=COLUMN_LABELS[card.was])
    if card.row.reworks:
        yield f"r{card.row.reworks}", N_("sent back: {count}", count=card.row.reworks)


def tone(card: Card) -> str:
    """How pressing a card is."""
    if card.column is ColumnName.AT_RISK:
        return "danger"
    return "warning" if card.missing_update else "muted"


def heading(board: Board, cells: list[int]) -> str:
    """The names of the columns, each with its total."""
    totals = board.totals
    labels = []
    for name, width in zip(COLUMNS, cells, strict=True):
        total = f" {totals[name]}"
        label = say(COLUMN_LABELS[name])
        room = max(0, width - len(total))
        labels.append(fit(cut(label, min(room, cell_len(label))) + total, width))
    return " ".join(labels)


def lane_line(lane: LaneCards, name: str, width: int) -> str:
    """A lane's code and name, with its counts at the right end."""
    count, risks = sum(1 for _card in lane.cards), len(lane.columns[ColumnName.AT_RISK])
    counts = " " + _("cards: {count}", count=count)
    if risks:
        counts += "  " + _("at risk: {count}", count=risks)
    label = f"{lane.name or _('about no request')}  {name}"
    return cut(label, width - cell_len(counts)) + counts


def card_text(card: Card, half: int, width: int, by: Lane) -> str:
    """The title, or who it belongs to, its finish and its marks."""
    if half == 0:
        return cut(card.row.title, width)
    signs = "".join(sign for sign, _words in marks(card))
    rest = f" {card.row.finish:%m-%d} {signs}".rstrip()
    who = card.row.department if by is Lane.OWNER else card.row.owner_name
    room = max(0, width - len(rest))
    owner = cut(who, min(room, cell_len(safe(who))))
    return fit(owner + rest, width)


def card_pieces(line: CardsLine, cells: list[int], by: Lane, at: str) -> Pieces:
    """The texts of a line with their tones; the card with the key *at* has the cursor."""
    for place, (card, width) in enumerate(zip(line.cards, cells, strict=True)):
        if card is None:
            yield " " * width, ""
        else:
            quiet = tone(card) if line.half or card.column is ColumnName.DONE else ""
            text = card_text(card, line.half, width, by)
            yield text, "cursor" if card.row.key == at else quiet
        if place < len(cells) - 1:
            yield " ", ""
