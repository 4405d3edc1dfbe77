"""The desk of ``core.ports`` over one opened database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from core import trail as chain
from core.actor import Actor
from core.errors import NoSuchRecord
from core.messages import N_
from core.model.desk import TrailEntry
from core.model.organisation import Department, Person
from core.views import Page, Query
from db import queries, records
from db.engine import Database, open_database
from db.tables import KeptFormTable
from db.unit_of_work import TRAIL, House, SqlUnitOfWork

FORM: Any = KeptFormTable.__table__  # type: ignore[attr-defined]
BATCH = 500


class SqlDesk:
    """Everything the rest of the house reads and writes, over SQLite or PostgreSQL."""

    def __init__(self, database: Database, house: House) -> None:
        self.database = database
        self.house = house

    @classmethod
    def open(cls, place: str, house: House) -> SqlDesk:
        """Open or create the database at a path or URL; raises ``Unavailable``."""
        return cls(open_database(place), house)

    def close(self) -> None:
        """Let go of the database; nothing may be asked afterwards."""
        self.database.close()

    @contextmanager
    def begin(self, actor: str, now: datetime, *, os_user: str = "") -> Iterator[SqlUnitOfWork]:
        with self.database.writing() as connection:
            found = _actor(connection, actor, os_user)
            uow = SqlUnitOfWork(connection, found, now, self.house)
            yield uow
            uow.finish()

    def found(self, login: str, name: str, now: datetime) -> Person | None:
        """Make *login* the first coordinator, if there is nobody yet."""
        from core.commands.desk import FoundDesk

        with self.database.writing() as connection:
            if connection.execute(select(records.KINDS[Person].table.c.id).limit(1)).first():
                return None
            uow = SqlUnitOfWork(connection, Actor(login=login), now, self.house)
            founder = FoundDesk(login=login, name=name)(uow)
            uow.finish()
            return founder

    def actor(self, login: str, *, os_user: str = "") -> Actor:
        with self.database.reading() as connection:
            return _actor(connection, login, os_user)

    def page(self, actor: Actor, query: Query, now: datetime) -> Page[Any]:
        with self.database.reading() as connection:
            return queries.page(connection, actor, query, self._day(now))

    def count(self, actor: Actor, query: Query, now: datetime) -> int:
        with self.database.reading() as connection:
            return queries.count(connection, actor, query, self._day(now))

    def document(self, actor: Actor, kind: str, key: str, now: datetime) -> dict[str, Any]:
        with self.database.reading() as connection:
            return queries.document(connection, actor, kind, key, self._day(now))

    def _day(self, now: datetime) -> queries.Day:
        today = self.house.worktime.day(now)
        return queries.Day(today, self.house.worktime.at(today, time(0)))

    def trail(self, *, after: int = 0, limit: int = BATCH) -> Iterator[TrailEntry]:
        with self.database.reading() as connection:
            return queries.trail(connection, after, limit)

    def first_broken(self) -> tuple[int, int]:
        """How many trail entries there are, and the first that does not fit (0: none)."""
        checked = 0

        def entries() -> Iterator[TrailEntry | None]:
            nonlocal checked
            after = 0
            while seqs := self._entries_after(after):
                checked += len(seqs)
                yield from self._readable(after, seqs)
                after = seqs[-1]

        broken = chain.first_broken(entries())
        return checked, broken

    def _entries_after(self, after: int) -> list[int]:
        asked = select(TRAIL.c.seq).where(TRAIL.c.seq > after).order_by(TRAIL.c.seq).limit(BATCH)
        with self.database.reading() as connection:
            return list(connection.scalars(asked))

    def _readable(self, after: int, seqs: list[int]) -> list[TrailEntry | None]:
        """The entries of one batch; None in the place of one that is no entry any more (A10)."""
        try:
            return list(self.trail(after=after))
        except (ValueError, TypeError, KeyError, RecursionError):
            return [self._entry_or_none(seq) for seq in seqs]

    def _entry_or_none(self, seq: int) -> TrailEntry | None:
        try:
            return next(self.trail(after=seq - 1, limit=1))
        except (ValueError, TypeError, KeyError, RecursionError):
            return None

    def seen(self) -> int:
        with self.database.reading() as connection:
            return connection.execute(select(func.max(TRAIL.c.seq))).scalar_one() or 0

    def topics_since(self, seq: int) -> tuple[int, frozenset[str]]:
        with self.database.reading() as connection:
            rows = connection.execute(
                select(TRAIL.c.seq, TRAIL.c.after).where(TRAIL.c.seq > seq).order_by(TRAIL.c.seq)
            ).all()
        # A deed that changed no record told somebody something.
        topics = {key.partition(":")[0] for row in rows for key in row.after or ["notice"]}
        return (rows[-1].seq if rows else seq), frozenset(topics)

    def keep_form(self, person: str, form: str, fields: Mapping[str, str], now: datetime) -> None:
        with self.database.writing() as connection:
            _drop_form(connection, person, form)
            row = {"person": person, "form": form, "fields": dict(fields), "at": now}
            connection.execute(insert(FORM).values(row))

    def kept_form(self, person: str, form: str) -> dict[str, str] | None:
        with self.database.reading() as connection:
            asked = select(FORM.c.fields).where(FORM.c.person == person, FORM.c.form == form)
            row = connection.execute(asked).first()
            return dict(row.fields) if row else None

    def kept_forms(self, person: str) -> list[str]:
        with self.database.reading() as connection:
            asked = select(FORM.c.form).where(FORM.c.person == person).order_by(FORM.c.at.desc())
            return list(connection.scalars(asked))

    def drop_form(self, person: str, form: str) -> None:
        with self.database.writing() as connection:
            _drop_form(connection, person, form)


def _drop_form(connection: Connection, person: str, form: str) -> None:
    connection.execute(delete(FORM).where(FORM.c.person == person, FORM.c.form == form))


def _actor(connection: Connection, login: str, os_user: str) -> Actor:
    """The person and their posts, as they are in this transaction (A5)."""
    people = records.find(connection, Person, {"login": login, "active": True})
    if not people:
        raise NoSuchRecord(
            N_(
                "There is no person with the login {login} on this desk. "
                "Ask a coordinator to add you.",
                login=login,
            ),
            "as",
        )
    departments = records.find(connection, Department, {})
    return Actor(
        login=login,
        name=people[0].name,
        os_user=os_user,
        department=people[0].department,
        roles=frozenset(people[0].roles),
        heads=frozenset(d.code for d in departments if d.head == login),
        liaises=frozenset(d.code for d in departments if login in d.liaisons),
    )
