"""``meeting list``: as every list, and with ``--week`` laid out by day (R5)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from core import meeting_week
from core.errors import BadInput
from core.meeting_week import Card, Day, MeetingWeek, arrange, question
from core.messages import N_
from core.text import clean, safe
from core.week import Week
from tui.commandline import lists, output
from tui.commandline.arguments import Given, Option, Verb
from tui.commandline.listings import LISTINGS
from tui.i18n import say

if TYPE_CHECKING:
    from core.views import Query
    from tui.session import Session

NOT_OF_WEEKS = ("limit", "after", "sort", "columns")


def verb() -> Verb:
    """The listing verb, with the option for a week."""
    usual = lists.verb("meeting")
    week = Option(
        "week", N_("By day, the meetings of this week but for cancelled ones"),
        example=N_("2026-W47"),
    )  # fmt: skip
    return usual._replace(run=run, options=(week, *usual.options))


def run(session: Session, given: Given) -> int:
    """Print a week day by day, else one window of rows."""
    if "week" not in given.values:
        return lists.run("meeting", session, given)
    found = _arranged(session, given)
    if session.json:
        output.document(meeting_week.to_plain(found))
        return 0
    if sys.stdout.isatty():
        for line in _lines(found):
            output.write(line)
    else:
        output.table(output.Table((), [_row(day, c) for day in found.days for c in day.cards]))
    return 0


def _arranged(session: Session, given: Given) -> MeetingWeek:
    week = Week.parse(clean(given.text("week"), limit=20, field="week"))
    for name in NOT_OF_WEEKS:
        if name in given.values:
            raise BadInput(
                N_("A week is shown whole: leave {option} out.", option=f"--{name}"), name
            )
    whole = question(week, session.worktime)
    asked = lists.asked(LISTINGS["meeting"], session, given)
    own = {name for name, _value in asked.filters} & {"state", "states"}
    bounds = [pair for pair in whole.filters if not (own and pair[0] == "states")]
    rows = _all(session, asked._replace(filters=(*asked.filters, *bounds), limit=whole.limit))
    return arrange(rows, week, session.login, session.worktime, _all(session, whole))


def _all(session: Session, query: Query) -> list[Any]:
    from tui.commandline.boards import every

    return every(session, query)


def _lines(found: MeetingWeek) -> Iterator[str]:
    """Every day under its name; of each meeting when, of which kind and what, and the rest."""
    from tui.widgets.weeklines import day_name, day_note

    yield f"{found.week} · {found.week.first:%m-%d} – {found.week.last:%m-%d}"
    for day in found.days:
        note = day_note(day) or ("" if day.cards else "-")
        yield f"{day_name(day)}  {note}".rstrip()
        for card in day.cards:
            _date, time, number, kind, title, place, said = _row(day, card)
            yield f"  {time}  {kind}: {safe(title)}"
            yield "               " + " · ".join(safe(p) for p in (number, place, said) if p)


def _row(day: Day, card: Card) -> list[str]:
    from tui import labels
    from tui.widgets.weeklines import clock

    row, time = card.row, f"{clock(card.begins)}-{clock(card.ends)}"
    kind = labels.meeting_kind(row.kind)
    return [day.date.isoformat(), time, row.key, kind, row.title, row.place, _said(card)]


def _said(card: Card) -> str:
    from tui.widgets.weeklines import signs

    return "; ".join(say(words) for _sign, words in signs(card))


VERBS: Mapping[str, Callable[[], Verb]] = {"meeting list": verb}
