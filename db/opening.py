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
from typing import Any, NamedTuple

from core.actor import Actor
from core.model.organisation import OrganisationRole
from core.views import Page, Query
from db import windows
from db.gate import gate
from db.places import APPLICATION_ID, BUSY_SECONDS, SCHEMA, is_url, path_of
from db.rows import bound, to_page
from db.trouble import as_refusal


class Opening(NamedTuple):
    """What the first screen needs: who acts, the first window, how many rows there are in all.

    ``seen`` is the newest trail entry at that moment.
    """

    actor: Actor
    query: Query
    page: Page[Any]
    total: int
    seen: int


def read(
    place: str, login: str, query: Query, day: Callable[[], tuple[date, datetime]]
) -> Opening | None:
    """The opening window, or None where the long way must be gone: a server, a new or other file.

    *day* gives today and the UTC instant at which it began. Raises ``Unavailable`` for a damaged
    or locked file.
    """
    path = path_of(place)
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
    day: Callable[[], tuple[date, datetime]],
) -> Opening | None:
    marks = [
        connection.execute(f"PRAGMA {n}").fetchone()[0] for n in ("application_id", "user_version")
    ]
    if marks != [APPLICATION_ID, SCHEMA]:
        return None
    connection.execute("BEGIN")
    actor = _actor(connection, login)
    if not actor:
        return None
    today, midnight = day()
    asked = windows.statement(actor, query, today, midnight)
    counted = windows.counting(actor, query, today, midnight)
    found = connection.execute(asked.sql, bound(asked.values, True)).fetchall()
    total = connection.execute(counted.sql, bound(counted.values, True)).fetchone()[0]
    seen = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM trail").fetchone()[0]
    return Opening(actor, query, to_page(query, found), total, seen)


def _actor(connection: sqlite3.Connection, login: str) -> Actor | None:
    person = connection.execute(
        "SELECT name, department, roles FROM person WHERE login = ? AND active", (login,)
    ).fetchone()
    if not person:
        return None
    posts = connection.execute("SELECT code, head, liaisons FROM department").fetchall()
    return Actor(
        login=login,
        name=person[0],
        department=person[1],
        roles=frozenset(OrganisationRole(role) for role in json.loads(person[2])),
        heads=frozenset(code for code, head, _ in posts if head == login),
        liaises=frozenset(code for code, _, names in posts if login in json.loads(names)),
    )
