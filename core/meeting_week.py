"""A week of meetings, day by day: what is when, and who would be in two places at once (R5.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from core.messages import Message
from core.model.meeting import MeetingState
from core.views import Query
from core.views.meetings import MeetingRow
from core.week import Week

if TYPE_CHECKING:
    from core.worktime import WorkTime

WINDOW = 500
SHOWN = ",".join(s for s in MeetingState if s is not MeetingState.CANCELLED)
WORKING_WEEK = 5
DAY_END = 24 * 60
_DECLINED = "declined"


class Clash(NamedTuple):
    """Another meeting that overlaps, and who is to be in both."""

    key: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One meeting on the day it begins.

    ``begins`` and ``ends`` are minutes from midnight by the organisation's clocks; what lasts
    beyond midnight ends at 24:00. ``answer`` is the person's own, empty where they are not
    invited.
    """

    row: MeetingRow
    begins: int
    ends: int
    answer: str = ""
    clashes: tuple[Clash, ...] = ()

    @property
    def ahead(self) -> bool:
        """Whether it has not begun yet."""
        return self.row.state == MeetingState.SCHEDULED


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its meetings, the earliest first; ``occasion`` is why it is off, or worked."""

    date: date
    works: bool
    occasion: Message | None = None
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingWeek:
    """Monday to Friday, and of the weekend the days that are worked or have meetings."""

    week: Week
    days: tuple[Day, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every meeting of the week, the earliest first."""
        return tuple(card for day in self.days for card in day.cards)


def question(week: Week, worktime: WorkTime) -> Query:
    """Asks for the meetings that begin in a week and are not cancelled."""
    begins = worktime.at(week.first, time(0))
    behind = worktime.at(week.last + timedelta(days=1), time(0))
    bounds = (("from", begins.isoformat()), ("before", behind.isoformat()))
    return Query("meetings", (*bounds, ("states", SHOWN)), limit=WINDOW)


def arrange(
    rows: Iterable[MeetingRow],
    week: Week,
    login: str,
    worktime: WorkTime,
    every: Iterable[MeetingRow] | None = None,
) -> MeetingWeek:
    """Lay meetings out by day, with what *login* answered.

    Clashes are looked for among *every* meeting of the week, where *rows* are fewer of them.
    """
    rows = list(rows)
    found = clashes(rows if every is None else every)
    cards: dict[date, list[Card]] = {}
    for row in sorted(rows, key=lambda row: (row.start, row.id)):
        day = worktime.day(row.start)
        cards.setdefault(day, []).append(_card(row, day, login, worktime, found))
    return MeetingWeek(week, tuple(_days(week, worktime, cards)))


def _days(week: Week, worktime: WorkTime, cards: Mapping[date, list[Card]]) -> Iterable[Day]:
    for n in range(7):
        day = week.first + timedelta(days=n)
        works, mine = worktime.works(day), tuple(cards.get(day, ()))
        if n < WORKING_WEEK or works or mine:
            usual = works == (n < WORKING_WEEK)
            yield Day(day, works, None if usual else worktime.workdays.occasion(day), mine)


def _card(
    row: MeetingRow,
    day: date,
    login: str,
    worktime: WorkTime,
    found: Mapping[str, tuple[Clash, ...]],
) -> Card:
    start, end = worktime.local(row.start), worktime.local(end_of(row))
    begins = start.hour * 60 + start.minute
    ends = end.hour * 60 + end.minute if end.date() == day else DAY_END
    answer = next((a["partstat"] for a in row.attendees if a["person"] == login), "")
    return Card(row, begins, max(ends, begins + 1), answer, found.get(row.key, ()))


def end_of(row: MeetingRow) -> datetime:
    """Start plus the sum of the blocks."""
    return row.start + timedelta(minutes=sum(block["minutes"] for block in row.blocks))


def clashes(rows: Iterable[MeetingRow]) -> dict[str, tuple[Clash, ...]]:
    """By number, the meetings that overlap one and share people who did not decline either.

    Only what is ahead or under way clashes; one that ends as the other begins does not.
    """
    live = [row for row in rows if row.state in (MeetingState.SCHEDULED, MeetingState.LIVE)]
    live.sort(key=lambda row: (row.start, row.id))
    people = [_coming(row) for row in live]
    found: dict[str, list[Clash]] = {}
    for at, row in enumerate(live):
        end = end_of(row)
        for other, theirs in zip(live[at + 1 :], people[at + 1 :], strict=True):
            if other.start >= end:
                break
            if both := tuple(sorted(people[at] & theirs)):
                found.setdefault(row.key, []).append(Clash(other.key, both))
                found.setdefault(other.key, []).append(Clash(row.key, both))
    return {key: tuple(several) for key, several in found.items()}


def _coming(row: MeetingRow) -> frozenset[str]:
    declined = {a["person"] for a in row.attendees if a["partstat"] == _DECLINED}
    return frozenset({row.organizer, *(a["person"] for a in row.attendees)} - declined)


def to_plain(found: MeetingWeek) -> dict[str, Any]:
    """The week as data, every day of it with its meetings."""
    from core.codec import to_plain as plain

    def one(card: Card) -> dict[str, Any]:
        fields = {name: v for name, v in card.row._asdict().items() if name not in ("id", "key")}
        clashing = [{"number": c.key, "people": list(c.people)} for c in card.clashes]
        mine = {"end": plain(end_of(card.row)), "answer": card.answer, "clashes": clashing}
        return {"number": card.row.key, **plain(fields), **mine}

    return {
        "week": str(found.week),
        "first": found.week.first.isoformat(),
        "last": found.week.last.isoformat(),
        "days": [
            {
                "date": day.date.isoformat(),
                "works": day.works,
                "occasion": day.occasion.text if day.occasion else "",
                "meetings": [one(card) for card in day.cards],
            }
            for day in found.days
        ],
    }
