"""Earlier requests that may be like a form: few enough to be judged one by one (core.similar).

However many requests there are, only the newest ``LOOKED_AT`` are gone through and at most
``CANDIDATES`` come back, those first that share most pieces of the title.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, text

from core.actor import Actor
from core.lifecycle import OPEN
from core.model.request import Request, RequestState
from core.model.work import Task
from core.similar import Alike, Earlier, Form, alike, terms
from db import kinds, records
from db.rows import bound
from db.windows import MERGED, sees_request

LOOKED_AT = 20_000
CANDIDATES = 60
OWN_OPEN = 60
_NEWEST = f"r.id > (SELECT COALESCE(max(id), 0) FROM request) - {LOOKED_AT}"  # noqa: S608


def find(
    connection: Connection, actor: Actor, form: Form, day: Callable[[datetime], date]
) -> Alike:
    """What the actor may see that is like the form."""
    from db import lessons

    ids = [*_sharing(connection, actor, form), *_own_open(connection, actor, form)]
    found = alike(form, _earlier(connection, dict.fromkeys(ids), day))
    return replace(found, lessons=lessons.find(connection, actor, form, day))


def repeated(connection: Connection, actor: Actor, form: Form) -> tuple[Earlier, ...]:
    """Only what it seems to repeat: cheap enough for every look at a record."""
    ids = _own_open(connection, actor, form)
    return alike(form, _earlier(connection, ids, datetime.date)).repeats


def _sharing(connection: Connection, actor: Actor, form: Form) -> list[int]:
    """The newest requests that share most pieces of the title."""
    values: dict[str, Any] = {}
    likes = []
    for place, term in enumerate(terms(form.title)):
        values[f"term{place}"] = f"%{term}%"
        likes.append(f"r.title {_like(connection)} :term{place}")
    if not likes:
        return []
    seen = sees_request(actor, values)
    hits = " + ".join(f"CASE WHEN {like} THEN 1 ELSE 0 END" for like in likes)
    # Terms are letters and figures alone, so none is a wildcard (I16).
    sql = (
        f"SELECT r.id FROM request r WHERE {_NEWEST} AND r.number <> '' "  # noqa: S608
        f"AND r.state <> '{RequestState.WITHDRAWN.value}' AND NOT {MERGED} "
        f"AND ({' OR '.join(likes)}) AND {seen} "
        f"ORDER BY {hits} DESC, r.id DESC LIMIT {CANDIDATES}"
    )
    return _ids(connection, sql, values)


def _own_open(connection: Connection, actor: Actor, form: Form) -> list[int]:
    """The newest open requests of the department that asks."""
    values: dict[str, Any] = {"from": form.originating_department}
    seen = sees_request(actor, values)
    states = ", ".join(f"'{state.value}'" for state in sorted(OPEN))
    sql = (
        f"SELECT r.id FROM request r WHERE {_NEWEST} AND r.number <> '' "  # noqa: S608
        f"AND r.originating_department = :from AND r.state IN ({states}) AND {seen} "
        f"ORDER BY r.id DESC LIMIT {OWN_OPEN}"
    )
    return _ids(connection, sql, values)


def _like(connection: Connection) -> str:
    return "LIKE" if connection.dialect.name == "sqlite" else "ILIKE"


def _ids(connection: Connection, sql: str, values: dict[str, Any]) -> list[int]:
    found = connection.execute(text(sql), bound(values, connection.dialect.name == "sqlite"))
    return [int(one) for one in found.scalars()]


def _earlier(connection: Connection, ids: Any, day: Callable[[datetime], date]) -> list[Earlier]:
    """The requests of these ids, each with how often what was handed in came back."""
    table, tasks = kinds.kept(Request).table, kinds.kept(Task).table
    asked = select(table).where(table.c.id.in_(list(ids)))
    rows = connection.execute(asked).mappings().all()
    numbers = [row["number"] for row in rows]
    counted = (
        select(tasks.c.request, tasks.c.reworks)
        .where(tasks.c.request.in_(numbers))
        .where(tasks.c.reworks > 0)
    )
    reworks: dict[str, int] = {}
    for number, count in connection.execute(counted):
        reworks[number] = reworks.get(number, 0) + count
    return [
        Earlier.of(request, reworks.get(request.number, 0), day)
        for request in (records.to_entity(Request, row) for row in rows)
    ]
