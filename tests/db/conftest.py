"""Desks on both engines for the tests of what is kept: founded once, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from multiprocessing.pool import Pool
from pathlib import Path

import pytest

from tests import desk, postgres
from tests.db.hands import hands
from tests.db.lender import Lender, a_database

ENGINES = ["sqlite", "postgresql"]
# For rules that no engine has a part in.
SQLITE_ALONE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


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
def a_file(founded: Path, folder: Path) -> Iterator[str]:
    """The URL of a founded SQLite file."""
    shutil.copy(founded, folder / "liaison.db")
    yield f"sqlite:///{folder / 'liaison.db'}"


@pytest.fixture(scope="session")
def lent_database(postgres_server: postgres.Server, founded_database: str) -> Iterator[Lender]:
    """What gives a founded PostgreSQL database to one test after the other."""
    lender = Lender(postgres_server, founded_database)
    yield lender
    lender.close()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The kind of database: SQLite, then PostgreSQL."""
    if request.param == "postgresql":
        server: postgres.Server = request.getfixturevalue("postgres_server")
        request.node.user_properties.append(("postgresql", server.version))
    return str(request.param)


@pytest.fixture
def office(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[desk.Office]:
    """A desk with its people, for this test alone."""
    with ExitStack() as stack:
        if engine == "sqlite":
            place = a_file(request.getfixturevalue("founded_file"), tmp_path)
        else:
            place = request.getfixturevalue("lent_database").lent()
        yield stack.enter_context(desk.empty_office(stack.enter_context(place)))


@pytest.fixture
def shared_office(engine: str, request: pytest.FixtureRequest) -> desk.Office:
    """A desk with its people for all tests of a module, in whatever order they come."""
    of_module: dict[str, desk.Office] = request.getfixturevalue(f"{engine}_offices")
    return of_module[request.module.__name__]


class Offices(dict[str, desk.Office]):
    """One office for each name, opened when it is asked for first."""

    def __init__(self, stack: ExitStack, place: Callable[[], AbstractContextManager[str]]) -> None:
        self.stack, self.place = stack, place

    def __missing__(self, name: str) -> desk.Office:
        url = self.stack.enter_context(self.place())
        self[name] = self.stack.enter_context(desk.empty_office(url))
        return self[name]


@pytest.fixture(scope="session")
def sqlite_offices(
    founded_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Offices]:
    with ExitStack() as stack:
        yield Offices(stack, lambda: a_file(founded_file, tmp_path_factory.mktemp("shared")))


@pytest.fixture(scope="session")
def postgresql_offices(
    postgres_server: postgres.Server, founded_database: str
) -> Iterator[Offices]:
    with ExitStack() as stack:
        yield Offices(stack, lambda: a_database(postgres_server, founded_database))


@pytest.fixture(scope="session")
def workers() -> Iterator[Pool]:
    """Eight processes that start a piece of work at the same moment."""
    with hands() as pool:
        yield pool
