"""The opening window of an embedded database, read before SQLModel is imported.

The first rows a person sees come from the same SQL as ever (``db.windows``), run by the standard
library's driver: importing SQLModel costs more than starting the screen does.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from core import posts
from core.actor import Actor
from core.model.organisation import OrganisationRole
from core.views import Page, Query
from db import few, windows
from db.gate import gate
from db.patience import SECONDS, watched
from db.places import APPLICATION_ID, BUSY_SECONDS, SCHEMA, is_url, path_of
from db.rows import bound, to_page
from db.trouble import as_refusal

AT_ONCE = 0.02  # seconds the first rows may wait for how many there are


class Opening(NamedTuple):
    """What the first screen needs: who acts, the first window, how many rows there are in all.

    ``seen`` is the newest trail entry at that moment, ``preferences`` what the person chose.
    """

    actor: Actor
    query: Query
    page: Page[Any]
    total: int | None
    seen: int
    preferences: dict[str, Any]


def read(
    place: str, login: str, query: Query, day: Callable[[], tuple[date, datetime, datetime]]
) -> Opening | None:
    """The opening window, or None where the long way must be gone: a server, a new or other file.

    *day* gives today and the UTC instants at which it began and it is now. Raises ``Unavailable``
    for a damaged or locked file.
    """
    path = path_of(place)
    if query.view == "departments":
        return None  # their load needs the calendar
    if is_url(place) or not os.path.isfile(path) or path.stat().st_size == 0:
        return None
    with as_refusal(str(path)), gate(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            return _read(connection, login, query, day)
        finally:
            connection.close()


def _read(
    connection: sqlite3.Connection,
    login: str,
    query: Query,
    day: Callable[[], tuple[date, datetime, datetime]],
) -> Opening | None:
    marks = [
        connection.execute(f"PRAGMA {n}").fetchone()[0] for n in ("application_id", "user_version")
    ]
    if marks != [APPLICATION_ID, SCHEMA]:
        return None
    connection.execute("BEGIN")
    times = windows.Times(*day())
    actor = _actor(connection, login, times.today)
    if not actor:
        return None
    try:
        with watched(connection, SECONDS):
            among = few.found(partial(_number, connection), actor, query, "sqlite")
            asked = windows.statement(actor, query, times, among)
            found = connection.execute(asked.sql, bound(asked.values, True)).fetchall()
    except sqlite3.OperationalError:
        return None
    page = to_page(query, found)
    counting = windows.counting(actor, query, times, among)
    total = _total(connection, counting) if page.more else len(found)
    seen = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM trail").fetchone()[0]
    chosen = connection.execute("SELECT name, value FROM preference WHERE person = ?", (login,))
    preferences = {name: json.loads(value) for name, value in chosen}
    return Opening(actor, query, page, total, seen, preferences)


def _number(connection: sqlite3.Connection, asked: windows.Statement) -> int:
    return int(connection.execute(asked.sql, bound(asked.values, True)).fetchone()[0])


def _total(connection: sqlite3.Connection, asked: windows.Statement) -> int | None:
    """How many rows there are; None where the first ones need not wait for that."""
    try:
        with watched(connection, AT_ONCE):
            return _number(connection, asked)
    except sqlite3.OperationalError:
        return None


def _actor(connection: sqlite3.Connection, login: str, today: date) -> Actor | None:
    person = connection.execute(
        "SELECT name, department, roles FROM person WHERE login = ? AND active", (login,)
    ).fetchone()
    if not person:
        return None
    departments = connection.execute("SELECT code, head, liaisons FROM department").fetchall()
    found = posts.on(
        today,
        login,
        [posts.Post(code, head, json.loads(names)) for code, head, names in departments],
        _changes(connection),
        _absent(connection, login, today),
    )
    return Actor(
        login=login,
        name=person[0],
        department=person[1],
        roles=frozenset(OrganisationRole(role) for role in json.loads(person[2])),
        **found._asdict(),
    )


def _changes(connection: sqlite3.Connection) -> list[posts.Change]:
    """The same as the desk's."""
    rows = connection.execute(
        "SELECT department, liaisons, before, start, until, applied_at FROM liaison_term "
        "WHERE ended_at IS NULL AND NOT void AND (applied_at IS NULL OR until IS NOT NULL)"
    ).fetchall()
    return [
        posts.Change(
            code, json.loads(liaisons), json.loads(before), date.fromisoformat(start),
            date.fromisoformat(until) if until else None, bool(applied),
        )
        for code, liaisons, before, start, until, applied in rows
    ]  # fmt: skip


def _absent(connection: sqlite3.Connection, login: str, today: date) -> list[str]:
    day = today.isoformat()
    rows = connection.execute(
        "SELECT person FROM absence WHERE deputy = ? AND NOT void AND start <= ? AND until >= ? "
        "AND (back_on IS NULL OR back_on > ?)",
        (login, day, day, day),
    )
    return [person for (person,) in rows]
