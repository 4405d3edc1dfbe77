"""Whether what is asked for is so little that it is better looked up than come across.

A list is read in its order, past whatever it does not show, until a screen is full: quick where
much of it is shown. Where little is, an index names it, and what is named is put in order.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt
from typing import Any

from core.actor import Actor
from core.views import Query
from db.windows import Statement, among

# Looking up as many as this times the root of all there is takes as long as reading past the rest.
PER_ROOT = 8
VIEWS = ("requests", "duties")
LOOKED_UP = {"number", "numbers"}  # filters that name what is asked for

Ask = Callable[[Statement], int]


def found(ask: Ask, actor: Actor, query: Query, dialect: str) -> Statement | None:
    """The ids of the few requests among which everything is that is asked for, if they are few.

    *ask* answers a statement of one number.
    """
    if query.view not in VIEWS or LOOKED_UP & dict(query.filters).keys():
        return None
    ways = [way for way in (_worded(query, dialect), _mine(actor, query)) if way]
    if not ways:
        return None
    newest = ask(Statement("SELECT COALESCE(max(id), 0) FROM request", {}))
    most = PER_ROOT * isqrt(newest)
    for way in ways:
        if ask(_counting(way, most)) <= most:
            return way
    return None


def _counting(way: Statement, most: int) -> Statement:
    return Statement(f"SELECT count(*) FROM ({way.sql} LIMIT {most + 1}) f", way.values)  # noqa: S608


def _worded(query: Query, dialect: str) -> Statement | None:
    """What may hold the words that are searched for."""
    if not (query.terms or query.search):
        return None
    from core.filters import NUMBER, WORD

    terms = [t for t in query.terms if t.name in (WORD, NUMBER) and not t.negated]
    words = [[str(value) for value in term.values] for term in terms]
    words += [[query.search]] if query.search else []
    if not words:
        return None
    from db import grams

    return Statement(*grams.candidates(words, dialect))


def _mine(actor: Actor, query: Query) -> Statement | None:
    """Everything of which somebody sees a part (``windows.sees_request``)."""
    if actor.sees_all or query.view != "requests":
        return None
    values: dict[str, Any] = {"me": actor.login}
    part = among("d.name", actor.speaks_for, "dep", values)
    return Statement(
        "SELECT r.id FROM request r WHERE r.originator = :me UNION ALL "  # noqa: S608
        f"SELECT d.request_id FROM request_department d WHERE {part} UNION ALL "
        "SELECT r.id FROM task o JOIN request r ON r.number = o.request WHERE o.owner = :me "
        "UNION ALL SELECT r.id FROM team_person p JOIN team w ON w.id = p.team_id "
        "JOIN request r ON r.number = w.request WHERE p.name = :me",
        values,
    )
