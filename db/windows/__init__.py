"""The windows that screens read, as plain SQL for both engines; nothing heavy is imported.

Every order is ascending by unique keys, so that a cursor is the keys of a row and the next
window is a row-value comparison (keyset, never OFFSET). Parameters are named ``:like_this``.
Each view is in the module of its room, which is loaded when somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from typing import Any, get_args, get_type_hints

from core import views
from core.actor import Actor
from core.views import Query
from db.windows.parts import (
    MERGED,
    MERGED_INTO,
    Statement,
    Times,
    Window,
    among,
    by_request,
    sees_request,
)

__all__ = ("MERGED", "MERGED_INTO", "VIEWS", "Statement", "Times", "among", "sees_request")

VIEWS = {
    "requests": "requests",
    "meetings": "meetings",
    "series": "meetings",
    "tasks": "work",
    "reports": "work",
    "conflicts": "work",
    "departments": "people",
    "people": "people",
    "teams": "people",
    "groups": "people",
    "resources": "shared",
    "lessons": "shared",
    "notices": "shared",
}  # in which module each is; duties are of no one table


def named(view: str) -> Window:
    """The window of a view; ``KeyError`` where there is none."""
    found: Window = import_module(f"db.windows.{VIEWS[view]}").WINDOWS[view]
    return found


def statement(actor: Actor, query: Query, times: Times, few: Statement | None = None) -> Statement:
    """The SQL of one window; *few* gives the ids of requests among which its rows are.

    It selects one row more than the limit, so that the caller knows whether others follow.
    Raises ``KeyError`` for a view, a filter or an order that does not exist.
    """
    values: dict[str, Any] = {}
    if query.view == "duties":
        return _duty_window(actor, query, times, few)
    select, rows, keys, conditions = _parts(actor, query, values, times, few)
    if query.after:
        conditions.append(_beyond(keys, query, values))
    cursor = ", ".join(f"{key} AS cursor{place}" for place, key in enumerate(keys))
    ordered, where = _ordered(keys, query), " AND ".join(conditions) or "1 = 1"
    if states := [] if few else _merged(query):
        # In one state all are of one rank; the index need not know of it.
        own = _ordered(keys[1:], query) if query.order == "state" else ordered
        where = _first_of_each(states, f"{where} {own}", values)
    sql = f"SELECT {select}, {cursor} FROM {rows} WHERE {where} {ordered}"
    return Statement(sql, _used(sql, values, times))


def _ordered(keys: tuple[str, ...], query: Query) -> str:
    order = ", ".join(f"{key} DESC" if query.back else key for key in keys)
    return f"ORDER BY {order} LIMIT {int(query.limit) + 1}"


def _merged(query: Query) -> list[str]:
    """The states of which each has its requests in the order that is asked for (``tables``)."""
    if query.view != "requests":
        return []
    filters = dict(query.filters)
    if filters.keys() & {"state", "number", "numbers"}:
        return []
    from db.windows.requests import STATES

    return sorted(set(filters.get("states", STATES.replace(" ", ",")).split(",")))


def _first_of_each(states: list[str], rest: str, values: dict[str, Any]) -> str:
    """The first rows of all states are among the first of each, so the others are not sorted."""
    parts = []
    for place, state in enumerate(states):
        values[f"state{place}"] = state
        mine = f"SELECT r.id FROM request r WHERE r.state = :state{place} AND {rest}"
        parts.append(f"SELECT id FROM ({mine}) part{place}")
    return f"r.id IN ({' UNION ALL '.join(parts)})"


def _duty_window(actor: Actor, query: Query, times: Times, few: Statement | None) -> Statement:
    """The first of each way of owing something, and of these the first."""
    from core.views.requests import DutyRow
    from db.windows.duties import KEYS

    values: dict[str, Any] = {}
    parts, conditions = _owed(actor, query, values, times, few)
    if query.after:
        conditions.append(_beyond(KEYS, query, values))
    where, ordered = " AND ".join(conditions) or "1 = 1", _ordered(KEYS, query)
    firsts = (
        f"SELECT * FROM (SELECT q.* FROM ({part}) q WHERE {where} {ordered}) part{place}"
        for place, part in enumerate(parts)
    )
    names = ", ".join(f"q.{name}" for name in DutyRow._fields)
    cursor = ", ".join(f"{key} AS cursor{place}" for place, key in enumerate(KEYS))
    sql = f"SELECT {names}, {cursor} FROM ({' UNION ALL '.join(firsts)}) q {ordered}"
    return Statement(sql, _used(sql, values, times))


def _owed(
    actor: Actor, query: Query, values: dict[str, Any], times: Times, few: Statement | None
) -> tuple[list[str], list[str]]:
    """Every way of owing something, and what narrows them all."""
    from db.windows.duties import SEARCH, duties

    values |= few.values if few else {}
    parts = duties(actor, values, f"{_among(few)} WHERE {_AMONG} AND" if few else "")
    return parts, _narrowed(actor, query, SEARCH, values, times)


def counting(actor: Actor, query: Query, times: Times, few: Statement | None = None) -> Statement:
    """The SQL that counts the rows of a query, whatever its window, up to ``views.MOST``."""
    values: dict[str, Any] = {}
    if query.view == "duties":
        parts, conditions = _owed(actor, query, values, times, few)
        sources = [f"({part}) q" for part in parts]
    else:
        _, rows, _, conditions = _parts(actor, query, values, times, few)
        sources = [rows]
    where = " AND ".join(conditions) or "1 = 1"
    parts = [
        f"SELECT 1 FROM (SELECT 1 FROM {rows} WHERE {where} LIMIT {views.MOST}) part{place}"
        for place, rows in enumerate(sources)
    ]
    sql = f"SELECT count(*) FROM ({' UNION ALL '.join(parts)} LIMIT {views.MOST}) counted"
    return Statement(sql, _used(sql, values, times))


def _used(sql: str, values: dict[str, Any], times: Times) -> dict[str, Any]:
    moments = times._asdict()
    return values | {name: value for name, value in moments.items() if f":{name}" in sql}


def _parts(
    actor: Actor, query: Query, values: dict[str, Any], times: Times, few: Statement | None
) -> tuple[str, str, tuple[str, ...], list[str]]:
    window = named(query.view)
    conditions = [window.visible(actor, values)]
    if few:
        values |= few.values
        conditions.append(_AMONG)
    for place, (name, value) in enumerate(query.filters):
        conditions.append(_filter(window.filters[name], f"f{place}", value, values))
    conditions += _narrowed(actor, query, window.search, values, times)
    keys = window.orders[query.order] if query.order else window.keys
    rows = _among(few) if few else source(query.view, actor, values)
    return window.select, rows, keys, conditions


_AMONG = "r.id = f.id"


def _among(few: Statement) -> str:
    """Requests by their ids: SQLite reads what stands on the left of a CROSS JOIN first."""
    return f"(SELECT DISTINCT id FROM ({few.sql}) g) f CROSS JOIN request r"


def source(view: str, actor: Actor, values: dict[str, Any]) -> str:
    """Where the rows of a view come from, with what of them the actor may not see left empty."""
    found = named(view).source
    if "{seen}" not in found:
        return found
    return found.replace("{seen}", by_request("y.request")(actor, values))


def _narrowed(
    actor: Actor, query: Query, search: str, values: dict[str, Any], times: Times
) -> list[str]:
    """The conditions of what a person searches for."""
    conditions = []
    if query.search:
        values["search"] = f"%{escaped(query.search)}%"
        conditions.append(search)
    if query.terms:
        from db import terms

        conditions += terms.conditions(actor, query, search, values, times)
    return conditions


def _filter(template: str, mark: str, value: str, values: dict[str, Any]) -> str:
    if "{list}" not in template:
        values[mark] = datetime.fromisoformat(value) if "{at}" in template else value
        return template.format(p=mark, at=mark)
    marks = []
    for place, item in enumerate(value.split(",")):
        values[f"{mark}_{place}"] = item
        marks.append(f":{mark}_{place}")
    return template.format(list=", ".join(marks))


def _beyond(keys: tuple[str, ...], query: Query, values: dict[str, Any]) -> str:
    marks = []
    for place, value in enumerate(query.after):
        values[f"c{place}"] = value
        marks.append(f":c{place}")
    sign = "<" if query.back else ">"
    return f"({', '.join(keys)}) {sign} ({', '.join(marks)})"


def escaped(text: str) -> str:
    """The text as LIKE takes it literally (I16)."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def row_type(view: str) -> type[Any]:
    """The class of a view's rows."""
    if view == "duties":
        from core.views.requests import DutyRow

        return DutyRow
    return named(view).row


def readers(row: type[Any]) -> tuple[Callable[[Any], Any] | None, ...]:
    """For each field of a row, what makes a driver's value into the field's; None where it is."""
    hints = get_type_hints(row, {"datetime": datetime, "date": date, "Any": Any})
    return tuple(_reader(hints[name]) for name in row._fields)


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    arms = get_args(hint) if type(None) in get_args(hint) else (hint,)
    if datetime in arms:
        return _moment
    if date in arms:
        return _day
    if bool in arms:
        return bool
    name = getattr(arms[0], "__origin__", arms[0])
    return structure if name in (list, dict) else None


def _moment(value: Any) -> datetime | None:
    from datetime import UTC

    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def structure(value: Any) -> Any:
    """A JSON column's value: SQLite keeps it as text."""
    if not isinstance(value, str):
        return value
    import json

    return json.loads(value)
