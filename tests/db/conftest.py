"""Desks on both engines for the tests of what is kept: founded once, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests import desk, postgres

ENGINES = ["sqlite", "postgresql"]
_numbers = count(1)


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed SQLite file that holds a desk with its people."""
    path = tmp_path_factory.mktemp("founded") / "liaison.db"
    with desk.office(f"sqlite:///{path}"):
        pass
    return path


@pytest.fixture(scope="session")
def founded_database(postgres_server: postgres.Server) -> Iterator[str]:
    """The name of a PostgreSQL database that holds the same, and that nobody is connected to."""
    with postgres_server.database() as url:
        with desk.office(url):
            pass
        yield url.partition("?")[0].rpartition("/")[2]


@contextmanager
def a_copy(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The URL of a founded database on the engine that the fixture is asked for."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("founded_file"), folder / "liaison.db")
        yield f"sqlite:///{folder / 'liaison.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    if isinstance(request.node, pytest.Item):
        request.node.user_properties.append(("postgresql", server.version))
    template, name = request.getfixturevalue("founded_database"), f"office_{next(_numbers)}"
    _run(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
    try:
        yield f"postgresql+psycopg://{postgres.USER}@/{name}?host={server.home}"
    finally:
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)


def _run(server: postgres.Server, statement: str, *names: str) -> None:
    with psycopg.connect(
        host=str(server.home), user=postgres.USER, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(params=ENGINES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[desk.Office]:
    """A desk with its people, in a SQLite file, then on PostgreSQL."""
    with a_copy(request, tmp_path) as url, desk.empty_office(url) as opened:
        yield opened


@pytest.fixture(scope="module", params=ENGINES)
def shared_office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[desk.Office]:
    """The same for a whole module, whose tests keep nothing they do."""
    folder = tmp_path_factory.mktemp("shared")
    with a_copy(request, folder) as url, desk.empty_office(url) as opened:
        yield opened
