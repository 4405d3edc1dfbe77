"""PostgreSQL databases that hold a founded desk: copies, and one that is lent again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any

import psycopg
from psycopg import sql

from tests import postgres

_numbers = count(1)

# Whatever a test may change besides rows: tables, columns, triggers, rules, what the planner
# knows of them, and the settings of a database.
CATALOGUES = (
    "pg_class", "pg_attribute WHERE attrelid >= 16384", "pg_constraint", "pg_trigger",
    "pg_proc WHERE oid >= 16384", "pg_namespace", "pg_extension", "pg_statistic",
    "pg_db_role_setting",
)  # fmt: skip
SHAPE = sql.SQL("SELECT ARRAY[{}]::text[]").format(
    sql.SQL(", ").join(
        sql.SQL("(SELECT sum(hashtext(row::text)) FROM {} row {})").format(
            sql.SQL(name.partition(" ")[0]), sql.SQL(name.partition(" ")[2])
        )
        for name in CATALOGUES
    )
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SEQUENCES = "SELECT sequencename, last_value, start_value FROM pg_sequences"
OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@contextmanager
def a_database(server: postgres.Server, founded: str) -> Iterator[str]:
    """The URL of a copy of a founded database, which is dropped at the end."""
    name = f"office_{next(_numbers)}"
    _run(server, "CREATE DATABASE {} TEMPLATE {}", name, founded)
    try:
        yield f"postgresql+psycopg://{postgres.USER}@/{name}?host={server.home}"
    finally:
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)


def _run(server: postgres.Server, statement: str, *names: str) -> None:
    with server.connection() as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class Lender:
    """Lends one founded database to a test at a time, with the rows it was founded with.

    To copy one takes five times as long as to put its rows back. One that came back with anything
    but its rows changed is dropped, and the next test gets a new copy.
    """

    def __init__(self, server: postgres.Server, founded: str) -> None:
        self._server, self._founded = server, founded
        self._copy = ExitStack()
        self._url = ""

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The URL of a founded database, for this test alone."""
        if not self._url:
            self._url = self._copy.enter_context(a_database(self._server, self._founded))
            name = self._url.partition("?")[0].rpartition("/")[2]
            self._connection = self._copy.enter_context(self._server.connection(name))
            self._refounding = _keep_rows(self._connection)
            self._shape = self._connection.execute(SHAPE).fetchone()
        try:
            yield self._url
        finally:
            self._take_back()

    def _take_back(self) -> None:
        self._connection.execute(OTHERS)
        if self._connection.execute(SHAPE).fetchone() == self._shape:
            self._connection.execute(self._refounding)
        else:
            self.close()

    def close(self) -> None:
        """Drop the database, if there is one."""
        self._url = ""
        self._copy.close()


def _keep_rows(connection: psycopg.Connection[tuple[Any, ...]]) -> sql.Composed:
    """Copy every row aside; the statements that make the tables hold these rows and no others."""
    tables = [sql.Identifier(name) for (name,) in connection.execute(TABLES).fetchall()]
    # Neither the trail's triggers nor references between tables may object.
    steps: list[sql.Composable] = [
        sql.SQL("BEGIN"), sql.SQL("SET LOCAL session_replication_role = replica")
    ]  # fmt: skip
    connection.execute("CREATE SCHEMA founded")
    for table in tables:
        made = sql.SQL("CREATE TABLE founded.{0} AS TABLE {0}").format(table)
        steps.append(sql.SQL("DELETE FROM {}").format(table))
        if connection.execute(made).rowcount:
            steps.append(sql.SQL("INSERT INTO {0} SELECT * FROM founded.{0}").format(table))
    for name, last, start in connection.execute(SEQUENCES).fetchall():
        step = sql.SQL("SELECT setval({}, {}, {})")
        steps.append(step.format(name, start if last is None else last, last is not None))
    return sql.SQL("; ").join([*steps, sql.SQL("COMMIT")])
