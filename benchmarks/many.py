"""A database of any number of requests, made by plain SQL from the demo's own records.

Each request is a copy of one of the demo's with a number, title, state, dates and departments of
its own, dealt out by multiplication modulo primes, so that every run makes the same ones. More
than half of them wait in the intake queue. The trail stays the demo's.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text

from db import grams
from db.derived import NEXT_DUE

FIRST = 10_000_000  # no record of the demo has such an id
RARE = "稀有词"  # in one title only, that of the last request of the queue
LISTS = {
    "state": (
        *["submitted"] * 10, "returned", "dispatched", "coordinating", "executing", "accepting",
        *["closed"] * 3, *["archived"] * 2, "rejected",
    ),
    "place": (
        "大促主会场", "直播间", "华东仓库", "客服中心", "发票系统", "预算平台", "物流", "Berlin",
    ),
    "thing": ("排期", "扩容", "话术更新", "流程", "追加", "压测", "时效", "returns"),
    "department": ("MKT", "PRD", "SAL", "LOG", "FIN", "PMO"),
}  # fmt: skip


def _dealt(name: str, factor: int, times: int = 1) -> str:
    """One item of a list for each request."""
    length = len(LISTS[name])
    return f"(SELECT v FROM deal_{name} WHERE n = s.n / {times} * {factor} % {length})"


_FROM, _TO = _dealt("department", 5), _dealt("department", 5, 6)
_STATE = _dealt("state", 10_007)
REQUEST = {
    "id": f"{FIRST} + s.n",
    "number": "printf('XMBG-%04d%02d%03d', 2019 + s.n % 84 / 12, 1 + s.n % 12, 1 + s.n / 84)",
    "title": f"CASE s.n WHEN :last THEN '{RARE}' ELSE '' END "
    f"|| {_dealt('place', 3, 5)} || {_dealt('thing', 5, 8)} || '跨部门协调 ' || s.n",
    "state": f"CASE s.n WHEN :last THEN 'submitted' ELSE {_STATE} END",
    "priority": "CASE s.n WHEN :last THEN 3 ELSE 1 + s.n * 7919 % 10 / 4 END",
    "expected": "CASE s.n WHEN :last THEN '2030-01-01' "
    "ELSE date('2026-12-31', (s.n * 104729 % 400 - 60) || ' days') END",
    "originating_department": _FROM,
    "lead_department": _TO,
    "flagged": "s.n % 11 = 0",
    # Nobody has a hundred thousand open applications for one resource.
    "type": "CASE t.type WHEN 'resource' THEN 'project' ELSE t.type END",
    "resource": "'null'",
    "next_due": "NULL",
    "urgent": "0",
}
DEADLINE = {
    "id": f"{FIRST} + s.n",
    "about": REQUEST["number"],
    "request": REQUEST["number"],
    "department": f"CASE WHEN r.state = 'submitted' THEN '' ELSE {_TO} END",
    "kind": "CASE WHEN r.state = 'submitted' THEN 'first_response' ELSE 'acknowledge' END",
    # Far away: what is overdue would be reminded of, in one go and before anything else.
    "due_at": "datetime('2040-01-01', (s.n * 104729 % 400) || ' days') || '.000000'",
    "done_at": "CASE WHEN r.state IN ('submitted', 'dispatched') THEN NULL ELSE t.started_at END",
    "void": "0",
}
SERIES = "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < :last) "


def make(demo: Path, place: Path, requests: int) -> Path:
    """The demo's database with so many more requests in it, at *place*."""
    shutil.copy(demo, place)
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        for name, items in LISTS.items():
            connection.execute(f"CREATE TEMP TABLE deal_{name} (n INTEGER PRIMARY KEY, v)")
            connection.executemany(f"INSERT INTO deal_{name} VALUES (?, ?)", enumerate(items))
        connection.execute("BEGIN")
        for statement in _statements(connection):
            connection.execute(statement, {"last": requests - 1} if ":last" in statement else {})
        connection.execute("COMMIT")
    _derive(place)
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    return place


def _derive(place: Path) -> None:
    """What the product keeps of the requests so that lists are quick (``db.derived``)."""
    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE request SET next_due = ({NEXT_DUE})"))
        connection.execute(text("INSERT INTO request_words (request_words) VALUES ('delete-all')"))
        grams.fill(connection)
    engine.dispose()


def _statements(connection: sqlite3.Connection) -> Iterator[str]:
    here = "JOIN request r ON r.id = s.n + " + str(FIRST)
    yield _copying(connection, "request", REQUEST, "t.number <> ''")
    yield _copying(connection, "deadline", DEADLINE, "t.kind = 'first_response'", here)
    for department in (_FROM, _TO):
        yield (
            f"{SERIES} INSERT OR IGNORE INTO request_department (request_id, name) "
            f"SELECT {FIRST} + s.n, {department} FROM s"
        )


def _copying(
    connection: sqlite3.Connection, table: str, changed: Mapping[str, str], of: str, more: str = ""
) -> str:
    """Copies of a table's rows, for a whole series, with columns of their own."""
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    rows = [row[0] for row in connection.execute(f"SELECT id FROM {table} t WHERE {of}")]
    connection.execute(f"CREATE TEMP TABLE model_{table} AS SELECT * FROM {table} WHERE 0")
    connection.execute(f"INSERT INTO model_{table} SELECT * FROM {table} t WHERE {of} ORDER BY id")
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f't."{name}"') for name in names)
    return (
        f"{SERIES} INSERT INTO {table} ({columns}) SELECT {values} FROM s "
        f"JOIN model_{table} t ON t.rowid = 1 + s.n % {len(rows)} {more}"
    )
