"""What is not ours, damaged, newer or out of reach is refused with a sentence (D13, D15, D19)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from core.errors import Unavailable
from core.views import Query
from db import opening
from db.engine import Database, open_database
from db.places import SCHEMA, path_of
from db.tables import whole
from tests import deeds, desk
from tests.desk import WORKTIME, Office


def refusal(place: object) -> str:
    """The sentence with which a place is refused; two sentences at most, and no traceback."""
    with pytest.raises(Unavailable) as refused:
        use(str(place))
    sentence = str(refused.value)
    assert "Traceback" not in sentence
    assert "\n" not in sentence
    return sentence


def use(place: str) -> None:
    with desk.empty_office(place) as office:
        office.desk.first_broken()
        office.desk.found("root", "Root", office.now)


def test_R2_8_a_database_is_made_on_the_first_start(tmp_path: Path) -> None:
    path = tmp_path / "liaison.db"
    use(str(path))
    assert path.stat().st_size > 0
    # No half-made database, and nothing open, is left beside it.
    assert {p.name for p in tmp_path.iterdir()} <= {"liaison.db", "liaison.db.gate"}
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (0x4C494153,)
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("name", ["a?b.db", "a%41.db", "a#b;c.db", "618 大促.db", "it's.db"])
def test_a_files_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    use(str(tmp_path / name))
    assert {p.name for p in tmp_path.iterdir()} <= {name, f"{name}.gate"}
    assert (tmp_path / name).is_file()


def test_D3_one_database_has_one_lock_by_whatever_name_it_is_opened(tmp_path: Path) -> None:
    path, link = tmp_path / "liaison.db", tmp_path / "link.db"
    link.symlink_to(path)
    use(str(link))
    assert path.is_file()
    assert link.is_symlink()
    assert path_of(str(link)) == path_of(str(path))
    assert not (tmp_path / "link.db.gate").exists()


@pytest.fixture
def founded(founded_file: Path, tmp_path: Path) -> Path:
    """A closed database with a desk in it."""
    return Path(shutil.copy(founded_file, tmp_path / "liaison.db"))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def written_over(path: Path) -> None:
    path.write_text("Dear diary,\n" * 500)


def half_a_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 3])


def scribbled_on(path: Path) -> None:
    """Every page but the first, which holds the marks, is noise."""
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(byte ^ 0x5A for byte in data[4096:]))


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (emptied, "is empty"),
        (written_over, "not a database of liaison"),
        (half_a_header, "is damaged"),
        (cut_off, "is damaged"),
        (scribbled_on, "is damaged"),
    ],
)
def test_D13_what_is_damaged_is_refused_and_stays_as_it_is(
    founded: Path, damage: Callable[[Path], None], says: str
) -> None:
    damage(founded)
    before = founded.read_bytes()
    sentence = refusal(founded)
    assert str(founded) in sentence
    assert says in sentence
    assert founded.read_bytes() == before


def test_D13_a_database_of_another_program_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE theirs (id integer)")
        raw.commit()
    before = path.read_bytes()
    assert refusal(path) == f"{path} belongs to another program."
    assert path.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} <= {"theirs.db", "theirs.db.gate"}


def test_D15_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path} is not a file."


def test_D15_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "nowhere") in refusal(tmp_path / "nowhere" / "liaison.db")
    assert "~nobody-of-that-name" in refusal("~nobody-of-that-name/liaison.db")


def test_D15_a_lock_that_cannot_be_opened_is_named(founded: Path) -> None:
    from db.gate import needed

    if not needed():
        pytest.skip("this SQLite needs no lock beside its database")
    lock = founded.with_name("liaison.db.gate")
    lock.unlink(missing_ok=True)
    lock.mkdir()
    assert str(lock) in refusal(founded)


@pytest.fixture
def open_to_all(founded_file: Path) -> Iterator[Path]:
    """A folder outside of ours that anybody may enter, with a database that anybody may write."""
    with tempfile.TemporaryDirectory(prefix="liaison-open-") as name:
        folder = Path(name)
        folder.chmod(0o777)
        shutil.copy(founded_file, folder / "liaison.db")
        (folder / "liaison.db").chmod(0o666)
        yield folder


def as_a_stranger(place: Path, tmp_path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.db.stranger", str(place), str(tmp_path / "own.db")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout.strip()


def read_only_file(folder: Path) -> None:
    (folder / "liaison.db").chmod(0o444)


def read_only_folder(folder: Path) -> None:
    folder.chmod(0o555)


def no_database_in_a_read_only_folder(folder: Path) -> None:
    (folder / "liaison.db").unlink()
    folder.chmod(0o555)


def closed_folder(folder: Path) -> None:
    folder.chmod(0o700 if os.geteuid() == 0 else 0o000)


@pytest.mark.parametrize(
    ("forbid", "names"),
    [
        (read_only_file, "liaison.db may not be written"),
        (read_only_folder, "liaison.db may not be written"),
        (no_database_in_a_read_only_folder, "may not be written"),
        (closed_folder, "may not be written"),
    ],
)
def test_D15_what_may_not_be_written_is_named(
    open_to_all: Path, tmp_path: Path, forbid: Callable[[Path], None], names: str
) -> None:
    forbid(open_to_all)
    try:
        said = as_a_stranger(open_to_all / "liaison.db", tmp_path)
    finally:
        open_to_all.chmod(stat.S_IRWXU)
    assert str(open_to_all) in said
    assert names in said


def set_schema(database: Database, number: int) -> None:
    with database.writing() as connection:
        if database.path:
            connection.execute(text(f"PRAGMA user_version = {number}"))
        else:
            connection.execute(text(f"UPDATE schema_version SET number = {number}"))


def test_D19_a_newer_schema_is_refused_with_what_to_do(office: Office) -> None:
    set_schema(office.desk.database, 999)
    try:
        sentence = refusal(office.place)
        assert office.desk.database.place in sentence
        assert "schema 999" in sentence
        assert "Upgrade the program" in sentence
    finally:
        set_schema(office.desk.database, SCHEMA)
    use(office.place)


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("mysql://wang:secret@db.example.com/desk", "mysql"),
        ("https://db.example.com/desk", "https"),
        ("postgresql://wang:secret@localhost:port/desk", "PostgreSQL"),
        ("postgresql://wang:secret@127.0.0.1:1/desk", "127.0.0.1:1/desk"),
        ("postgresql+psycopg://wang:secret@/desk?host=/nowhere", "/desk?host="),
        ("postgresql://wang:secret@127.0.0.1:1/desk?nonsense=1", "127.0.0.1:1/desk"),
    ],
)
def test_an_address_that_leads_nowhere_is_named_without_its_password(
    place: str, names: str
) -> None:
    sentence = refusal(place)
    assert names in sentence
    assert "secret" not in sentence


BY_FORMULA = {"ix_request_clock", "ix_request_age", "ix_request_sorted"}


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_migrations_make_exactly_what_the_tables_say(office: Office) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    tables = whole()
    with office.desk.database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_object": ours, "target_metadata": tables},
        )
        assert compare_metadata(context, tables) == []
        if connection.dialect.name == "postgresql":
            found = {index["name"] for index in inspect(connection).get_indexes("request")}
            assert found >= BY_FORMULA


def ours(_thing: Any, name: str | None, kind: str, *_more: Any) -> bool:
    """The migrations' own bookkeeping is no table of the product, nor is the index of words.

    PostgreSQL writes the formulas of some indexes in its own way.
    """
    if kind == "index":
        return name not in BY_FORMULA
    theirs = ("alembic_version", "schema_version", "request_words")
    return kind != "table" or not (name or "").startswith(theirs)


def test_D2_every_connection_has_its_pragmas(tmp_path: Path) -> None:
    path = tmp_path / "liaison.db"
    database = open_database(str(path))
    try:
        with database.reading() as one, database.reading() as two:
            for connection in (one, two):
                found = [
                    connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                    for name in ("synchronous", "foreign_keys", "journal_mode", "busy_timeout")
                ]
                assert found == [2, 1, "wal", 10_000]
    finally:
        database.close()


def test_opening_again_migrates_nothing_and_keeps_no_copy(founded: Path) -> None:
    before = founded.read_bytes()
    with desk.empty_office(str(founded)) as office:
        count = len(office.trail())
        assert count > 0
    assert founded.read_bytes() == before
    assert not list(founded.parent.glob("*.bak"))


def midnight(office: Office) -> tuple[date, datetime, datetime]:
    from datetime import time

    today = WORKTIME.day(office.now)
    return today, WORKTIME.at(today, time()), office.now


@pytest.mark.parametrize("login", ["root", "zhou", "wang", "boss"])
def test_the_opening_window_is_the_desks_own(tmp_path: Path, login: str) -> None:
    path = tmp_path / "liaison.db"
    with desk.office(f"sqlite:///{path}") as office:
        deeds.executing(office)
        deeds.submitted(office)
        office.at("2026-11-05 10:00")
        for query in (Query("duties", limit=1), Query("requests", limit=50)):
            opened = opening.read(str(path), login, query, lambda: midnight(office))
            assert opened is not None
            assert opened.actor == office.actor(login)
            assert opened.page == office.desk.page(opened.actor, query, office.now)
            assert opened.total == office.desk.count(opened.actor, query, office.now)
            assert opened.seen == office.desk.seen()


def test_the_opening_window_goes_the_long_way_where_it_must(founded: Path, tmp_path: Path) -> None:
    def read(place: object, login: str = "root") -> opening.Opening | None:
        began = desk.moment("2026-11-02 00:00")
        today = date(2026, 11, 2), began, began
        return opening.read(str(place), login, Query("duties"), lambda: today)

    assert read(founded) is not None
    assert read(founded, "ghost") is None
    assert read(tmp_path / "none.db") is None
    assert read(tmp_path) is None
    assert read("postgresql://wang@localhost/desk") is None
    theirs = tmp_path / "theirs.db"
    with closing(sqlite3.connect(theirs)) as raw:
        raw.execute("CREATE TABLE theirs (id integer)")
    before = theirs.read_bytes()
    assert read(theirs) is None
    assert theirs.read_bytes() == before
    with closing(sqlite3.connect(founded)) as raw:
        raw.execute("PRAGMA user_version = 999")
    assert read(founded) is None
    emptied(founded)
    assert read(founded) is None
    written_over(founded)
    with pytest.raises(Unavailable, match=r"liaison\.db"):
        read(founded)
