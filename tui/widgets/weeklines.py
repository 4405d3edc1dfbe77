"""A week of meetings as lines: a column a day, cards from the line of their time downwards.

The hours are not evenly far apart: an empty one takes a line, a card as many as it needs to be
read, and each moment stands on one line in all columns. Only characters of one sure width stand
in these columns (TRAPS).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from core.meeting_week import Card, Day, MeetingWeek
from core.messages import N_, Message
from core.text import safe
from tui import labels
from tui.i18n import _, say
from tui.widgets.boardlines import cut
from tui.widgets.line import fit

if TYPE_CHECKING:
    from core.worktime import WorkTime

GUTTER = 6  # cells for the hours
_LEAST = 4  # cells of a day on the narrowest terminal
_HOUR = 60
HEIGHTS = (5, 4, 3)  # lines of a card, the most that fit are taken
_ANSWERS = {
    "accepted": ("+", N_("you will attend")),
    "declined": ("-", N_("you declined")),
    "tentative": ("~", N_("you may attend")),
    "delegated": (">", N_("you sent somebody else")),
    "needs-action": ("?", N_("you have not answered")),
}

Point = tuple[int, int]  # minutes from midnight; a card's place among those of its minute


class Spot(NamedTuple):
    """Where a card is: its day's place, its first line and the one behind its last."""

    day: int
    top: int
    bottom: int
    card: Card


class Layout(NamedTuple):
    """Where everything stands: *hours* by their lines, *now* is a line, or -1 where none is."""

    height: int
    hours: dict[int, int]
    spots: tuple[tuple[Spot, ...], ...]
    now: int = -1


def lay(week: MeetingWeek, worktime: WorkTime, now: datetime, room: int) -> Layout:
    """The layout with the highest cards of which all fit into *room* lines, else the lowest."""
    for height in HEIGHTS:
        made = _laid(week, worktime, now, height)
        if made.height <= room:
            break
    return made


def _laid(week: MeetingWeek, worktime: WorkTime, now: datetime, height: int) -> Layout:
    columns = [[(_points(day)[n], card) for n, card in enumerate(day.cards)] for day in week.days]
    hours = {(hour * _HOUR, 0) for hour in _hours(week, worktime)}
    marks = hours | {point for column in columns for point, _card in column}
    if (present := _present(week, worktime, now)) is not None:
        marks.add((present, 0))
    lines = _lines(marks, columns, height)
    spots = tuple(tuple(_spots(place, column, lines)) for place, column in enumerate(columns))
    last = max((spot.bottom for spots_of in spots for spot in spots_of), default=0)
    return Layout(
        max(last, *(lines[hour] + 1 for hour in hours)),
        {lines[hour]: hour[0] // _HOUR for hour in hours},
        spots,
        -1 if present is None else lines[present, 0],
    )


def _points(day: Day) -> list[Point]:
    begins = [card.begins for card in day.cards]
    return [(minute, begins[:place].count(minute)) for place, minute in enumerate(begins)]


def _hours(week: MeetingWeek, worktime: WorkTime) -> range:
    """The hours of work, and those around them in which there are meetings."""
    cards = week.cards
    first = min([worktime.opens.hour, *(card.begins // _HOUR for card in cards)])
    ends = [-(-card.ends // _HOUR) for card in cards]
    return range(first, max([worktime.closes.hour, *ends]) + 1)


def _present(week: MeetingWeek, worktime: WorkTime, now: datetime) -> int | None:
    """The present minute, in its own week and in the hours that are shown."""
    local, hours = worktime.local(now), _hours(week, worktime)
    if all(day.date != local.date() for day in week.days):
        return None
    minute = local.hour * _HOUR + local.minute
    return minute if hours[0] * _HOUR <= minute <= hours[-1] * _HOUR else None


def _lines(
    marks: set[Point], columns: list[list[tuple[Point, Card]]], need: int
) -> dict[Point, int]:
    """The line of each point: behind all before it, and far enough behind the cards that end there.

    A point that is only an end has no line of its own.
    """
    until: dict[Point, list[Point]] = {}
    for column in columns:
        for point, limit in _limits(column):
            until.setdefault(limit, []).append(point)
    lines: dict[Point, int] = {}
    line = 0
    for point in sorted(marks | until.keys()):
        line = max([line, *(lines[begin] + need for begin in until.get(point, ()))])
        lines[point] = line
        line += point in marks
    return lines


def _limits(column: list[tuple[Point, Card]]) -> Iterator[tuple[Point, Point]]:
    """For each card the point at which it ends, or the next one begins if that is before."""
    for place, (point, card) in enumerate(column):
        following = [begin for begin, _card in column[place + 1 : place + 2]]
        yield point, min([(card.ends, 0), *following])


def _spots(place: int, column: list[tuple[Point, Card]], lines: dict[Point, int]) -> Iterator[Spot]:
    for (point, card), (_point, limit) in zip(column, _limits(column), strict=True):
        yield Spot(place, lines[point], lines[limit], card)


def begin(week: MeetingWeek, layout: Layout, now: datetime) -> tuple[int, str]:
    """The place of the day and the number of the meeting that a cursor begins on.

    That is what comes next today, else today, else the first of the week.
    """
    today = next((n for n, day in enumerate(week.days) if day.date == now.date()), None)
    if today is None:
        spot = next((spot for spots in layout.spots for spot in spots), None)
        return (spot.day, spot.card.row.key) if spot else (0, "")
    mine = layout.spots[today]
    coming = (spot for spot in mine if spot.card.row.state != "finished")
    spot = next(coming, mine[-1] if mine else None)
    return today, spot.card.row.key if spot else ""


def widths(width: int, days: int) -> list[int]:
    """The cells of each day's column; a blank stands between two."""
    room = width - GUTTER - (days - 1)
    return [max(_LEAST, (room + place) // days) for place in range(days)]


def signs(card: Card) -> Iterator[tuple[str, Message]]:
    """What must be said of a card, as signs and in words."""
    if card.row.state == "live":
        yield "*", N_("under way")
    if card.answer:
        yield _ANSWERS[card.answer]
    for one in card.clashes:
        yield "!", N_("clashes with {number}: {people}", number=one.key,
                      people=", ".join(one.people))  # fmt: skip
    if card.row.off_day and card.ahead:
        yield "!", N_("on a day off")


def tone(card: Card, line: int) -> str:
    """How pressing a line of a card is: the first tells, the others are quiet once it is over."""
    if card.row.state == "finished" or (card.ahead and card.answer == "declined"):
        return "muted"
    if line:
        return ""
    if card.clashes or card.row.off_day:
        return "danger"
    if card.row.state == "live":
        return "success"
    return "warning" if card.answer == "needs-action" else "accent"


def time_line(card: Card, width: int) -> str:
    """When it is, and the signs; the end goes where there is too little room."""
    found = "".join(dict.fromkeys(sign for sign, _words in signs(card)))
    begin, end = clock(card.begins), clock(card.ends)
    ways = (f"{begin}-{end} {found}", f"{begin}-{end}{found}", f"{begin} {found}")
    best = next((way for way in ways if cell_len(way.rstrip()) <= width), begin)
    return fit(best.rstrip(), width)


def clock(minutes: int) -> str:
    """Minutes from midnight as a clock shows them."""
    return f"{minutes // _HOUR:02d}:{minutes % _HOUR:02d}"


def card_lines(card: Card, width: int, height: int) -> list[str]:
    """The lines of a card: when, what about, of which kind and where."""
    kind, place = labels.meeting_kind(card.row.kind), card.row.place
    tail = [kind, *([place] if place else [])] if height > 3 else [f"{kind} {place}"]
    head = [time_line(card, width), *_folded(card.row.title, width, height - 1 - len(tail))]
    lines = [*head, *(cut(text, width) for text in tail)][:height]
    return [*lines, *[" " * width] * (height - len(lines))]


def _folded(text: str, width: int, most: int) -> Iterator[str]:
    """The text on at most so many lines, English broken between words; a cut ends in two dots."""
    rest = safe(" ".join(text.split()))
    for _line in range(max(0, most - 1)):
        if cell_len(rest) <= width:
            break
        piece = set_cell_size(rest, width).rstrip()
        inside = rest[len(piece) : len(piece) + 1].isalnum() and piece[-1:].isascii()
        if inside and " " in piece:
            piece = piece[: piece.rindex(" ")]
        piece = piece or rest[:1]
        yield fit(piece, width)
        rest = rest[len(piece) :].lstrip()
    if rest:
        yield cut(rest, width)


def day_name(day: Day) -> str:
    """A day's weekday and date."""
    return f"{say(labels.WEEKDAYS[day.date.weekday()])} {day.date:%m-%d}"


def day_heading(day: Day, width: int, today: bool) -> str:
    """The name of a day; today is marked."""
    name = day_name(day)
    if today:
        return fit(f"{name} {_('today')}" if width > cell_len(name) + 6 else f"{name}<", width)
    return fit(name, width)


def day_note(day: Day) -> str:
    """Why a day is off that is else worked, or the other way round; nothing for a usual day."""
    if day.works == (day.date.weekday() < 5):
        return ""
    if not day.works:
        return say(day.occasion) if day.occasion else _("no working day")
    return _("working day")
