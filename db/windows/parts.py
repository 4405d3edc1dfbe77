"""What the windows are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from core.actor import Actor

NEVER = "9999-12-31"
NEVER_AT = "9999-12-31 00:00:00+00"  # the same moment in every session's time zone


class Statement(NamedTuple):
    """SQL and its parameters; days and moments among them as Python values."""

    sql: str
    values: dict[str, Any]


class Window(NamedTuple):
    """One view: what is selected, from where, in which order, with which filters.

    ``orders`` are the keys of the orders that can be chosen besides the view's own.
    """

    row: type[Any]
    select: str
    source: str
    keys: tuple[str, ...]
    filters: dict[str, str]
    search: str
    visible: Callable[[Actor, dict[str, Any]], str]
    orders: dict[str, tuple[str, ...]] = {}  # noqa: RUF012


def among(column: str, names: frozenset[str], prefix: str, values: dict[str, Any]) -> str:
    """``column IN (…)`` with one parameter a name; nothing is in an empty list."""
    if not names:
        return "1 = 0"
    marks = []
    for place, name in enumerate(sorted(names)):
        values[f"{prefix}{place}"] = name
        marks.append(f":{prefix}{place}")
    return f"{column} IN ({', '.join(marks)})"


def sees_request(actor: Actor, values: dict[str, Any], r: str = "r") -> str:
    """The condition under which the actor sees a request (R13.1, A4).

    Drafts are their department's own; everything else is seen by its people, and by those who
    coordinate, manage or audit.
    """
    values["me"] = actor.login
    mine = f"{r}.originator = :me"
    asked = among(f"{r}.originating_department", actor.speaks_for, "dep", values)
    if actor.sees_all:
        return f"({r}.number <> '' OR {mine} OR {asked})"
    led = among(f"{r}.lead_department", actor.speaks_for, "dep", values)
    part = among("d.name", actor.speaks_for, "dep", values)
    return (
        f"({mine} OR {asked} OR ({r}.number <> '' AND ({led} OR EXISTS (SELECT 1 FROM "
        f"request_department d WHERE d.request_id = {r}.id AND {part}) OR EXISTS (SELECT 1 FROM "
        f"task o WHERE o.request = {r}.number AND o.owner = :me) OR EXISTS (SELECT 1 FROM team w "
        f"JOIN team_person p ON p.team_id = w.id WHERE w.request = {r}.number AND p.name = :me))))"
    )


def by_request(column: str) -> Callable[[Actor, dict[str, Any]], str]:
    """Who sees the request whose number is in a column sees what is about it."""

    def visible(actor: Actor, values: dict[str, Any]) -> str:
        if actor.sees_all:
            return "1 = 1"
        seen = sees_request(actor, values)
        # Drafts have no number, and neither has what is about no request.
        return (
            f"EXISTS (SELECT 1 FROM request r WHERE r.number = {column} AND r.number <> '' "
            f"AND {seen})"
        )

    return visible


def everybody(_actor: Actor, _values: dict[str, Any]) -> str:
    """No condition."""
    return "1 = 1"


def search(*columns: str) -> str:
    """The condition that one of the columns has what is searched for."""
    return "(" + " OR ".join(f"{column} LIKE :search ESCAPE '!'" for column in columns) + ")"


def ranked(column: str, names: str) -> str:
    """A key that sorts by the place of a name among *names*; others come last."""
    cases = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(names.split()))
    return f"CASE {column} {cases} ELSE 99 END"


def by_number(column: str) -> tuple[str, ...]:
    """Month, then count: as text -1000 would come before -999. Drafts have no number: last."""
    digits = f"ltrim({column}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-')"
    return (
        f"CASE {column} WHEN '' THEN 1 ELSE 0 END",
        f"substr({digits}, 1, 6)",
        f"length({digits})",
        digits,
    )


OPEN_CLOCK = (
    "(SELECT {what} FROM deadline x WHERE x.about = {about} AND x.done_at IS NULL "
    "AND x.void IS NOT TRUE ORDER BY x.due_at, x.id LIMIT 1)"
)
_TAKEN_OVER = "FROM link k WHERE k.request = r.number AND k.kind = 'merged' AND k.void IS NOT TRUE"
MERGED_INTO = f"(SELECT k.other {_TAKEN_OVER} ORDER BY k.id LIMIT 1)"
MERGED = f"(r.state = 'rejected' AND EXISTS (SELECT 1 {_TAKEN_OVER}))"


class Times(NamedTuple):
    """When a question is asked: the actor's day, the UTC instants at which it began and it is."""

    today: date
    midnight: datetime
    now: datetime
