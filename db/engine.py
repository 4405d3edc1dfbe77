"""Opening a database: SQLite in a file, or PostgreSQL by URL; checked before it is used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError

from core.errors import Unavailable
from core.messages import N_
from db.gate import gate
from db.places import APPLICATION_ID, BUSY_SECONDS, SCHEMA, is_url, path_of
from db.trouble import as_refusal

WRITERS_LOCK = 7_143_001


def _dumps(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Database:
    """An opened and checked database; ``path`` is None where a server keeps it."""

    engine: Engine
    place: str
    path: Path | None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A short read of one consistent state."""
        with as_refusal(self.place), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one writer: everything inside commits together or not at all (D8, D9)."""
        lock = gate(self.path) if self.path else nullcontext()
        with as_refusal(self.place), lock, self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                if not self.path:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
                yield connection

    @property
    def shown(self) -> str:
        """The place without a server's password, which may stand behind the question mark too."""
        return self.place if self.path else self.place.partition("?")[0]

    def damage(self) -> list[str]:
        """What SQLite finds wrong in its pages and references; nothing of a server's (D17)."""
        if not self.path:
            return []
        with self.reading() as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        lines = [str(line) for line in told if line != "ok"]
        return lines + [f"{row[0]} {row[1]} -> {row[2]}" for row in orphans]

    def copy_into(self, file: Path) -> None:
        """A whole and consistent copy into an empty file, made by SQLite itself (D17)."""
        with self.reading() as connection:
            # VACUUM runs in no transaction; the reading one has not read yet.
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("VACUUM INTO ?", (str(file),))

    def close(self) -> None:
        """Give up every connection; the last one out checkpoints, so under the gate (D3)."""
        with gate(self.path) if self.path else nullcontext():
            self.engine.dispose()


def open_database(place: str) -> Database:
    """Open, create where there is none yet, migrate where it is older.

    Raises ``Unavailable`` for what is not ours, is damaged, newer than the program, or not
    to be reached or written (D13, D15, D19).
    """
    if is_url(place):
        database = Database(_server(place), _without_password(place), None)
    else:
        path = path_of(place)
        _check_file(path)
        if not path.exists():
            _make(path)
        database = Database(_embedded(path), str(path), path)
    try:
        _bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database


def _make(path: Path) -> None:
    """Make a new database aside and put it in its place whole: nobody ever meets half of one.

    Whoever comes second uses the first one's.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as aside:
        new = Path(aside, path.name)
        open_new = Database(_embedded(new), str(path), new)
        try:
            _bring_up_to_date(open_new)
        finally:
            open_new.close()
        # SQLite lets the whole machine read a file it makes; -wal and -shm take its mode over.
        new.chmod(0o600)
        try:
            os.link(new, path)
        except OSError:  # somebody was first, or the file system knows no links
            if not path.exists():
                new.rename(path)


def _without_password(url: str) -> str:
    from sqlalchemy import make_url

    return make_url(url).render_as_string(hide_password=True)


def _server(url: str) -> Engine:
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith("postgresql+psycopg://"):
        raise Unavailable(
            N_(
                "Only SQLite files and postgresql:// addresses can be opened, not {place}.",
                place=url.partition(":")[0],
            )
        )
    try:
        return create_engine(
            url,
            json_serializer=_dumps,
            pool_pre_ping=True,
            connect_args={"connect_timeout": BUSY_SECONDS},
        )
    except ModuleNotFoundError as error:
        raise Unavailable(
            N_("PostgreSQL needs the driver: pip install 'liaison[postgresql]'")
        ) from error
    except (ArgumentError, ValueError) as error:
        raise Unavailable(
            N_("The address of the PostgreSQL server cannot be read."),
            hint=N_("postgresql://wang@db.example.com:5432/liaison"),
        ) from error


def _embedded(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        json_serializer=_dumps,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    _require_ours(connection)
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _require_ours(connection: Any) -> None:
    """Refuse a file of another program before anything is written into it (D13)."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark == APPLICATION_ID:
        return
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        place = connection.execute("PRAGMA database_list").fetchone()[2]
        raise Unavailable(N_("{place} belongs to another program.", place=place))


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_file(path: Path) -> None:
    """Say which path and which permission is wrong before SQLite sees the file (D13, D15)."""
    folder = path.parent
    if not os.path.isdir(folder):
        raise Unavailable(
            N_("There is no folder {folder} to keep the database in.", folder=str(folder))
        )
    if not os.path.exists(path):
        if not os.access(folder, os.W_OK | os.X_OK):
            raise Unavailable(N_("The folder {folder} may not be written.", folder=str(folder)))
        return
    if not path.is_file():
        raise Unavailable(N_("{place} is not a file.", place=str(path)))
    if path.stat().st_size == 0:
        raise Unavailable(
            N_(
                "{place} is empty. It may have been cut off; restore a backup, "
                "or remove it to begin anew.",
                place=str(path),
            )
        )
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(folder, os.W_OK):
        raise Unavailable(
            N_(
                "The database {place} may not be written. Ask its owner for the permission.",
                place=str(path),
            )
        )


def schema_of(connection: Connection) -> int:
    """How many migrations the database has had; 0 for an empty one."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    found = connection.exec_driver_sql("SELECT to_regclass('schema_version')").scalar_one()
    if found is None:
        return 0
    return int(connection.exec_driver_sql("SELECT number FROM schema_version").scalar_one())


def _bring_up_to_date(database: Database) -> None:
    with database.reading() as connection:
        schema = schema_of(connection)
    if schema > SCHEMA:
        raise Unavailable(
            N_(
                "The database {place} was made by a newer liaison (schema {theirs}, this one "
                "knows {ours}). Upgrade the program.",
                place=database.place,
                theirs=schema,
                ours=SCHEMA,
            )
        )
    if schema < SCHEMA:
        from db.migrate import migrate

        migrate(database)
