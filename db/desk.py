"""The desk of ``core.ports`` over one opened database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from core import forecast, posts
from core import trail as chain
from core.actor import Actor
from core.errors import NoSuchRecord
from core.messages import N_
from core.model.desk import TrailEntry
from core.model.organisation import Absence, Department, LiaisonTerm, Person
from core.ports import UpTo
from core.views import Page, Query
from db import kinds, queries, records
from db.engine import Database, open_database
from db.patience import limited
from db.unit_of_work import TRAIL, House, SqlUnitOfWork
from db.windows import Times

if TYPE_CHECKING:
    from core.similar import Alike, Form

BATCH = 500


class SqlDesk:
    """Everything the rest of the house reads and writes, over SQLite or PostgreSQL."""

    def __init__(self, database: Database, house: House) -> None:
        self.database = database
        self.house = house
        self._overtaken: Callable[[], bool] = lambda: False

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
            found = _actor(connection, actor, os_user, self.house.worktime.day(now))
            uow = SqlUnitOfWork(connection, found, now, self.house)
            yield uow
            uow.finish()

    def found(self, login: str, name: str, now: datetime) -> Person | None:
        """Make *login* the first coordinator, if there is nobody yet."""
        from core.commands.desk import FoundDesk

        with self.database.writing() as connection:
            if connection.execute(select(kinds.kept(Person).table.c.id).limit(1)).first():
                return None
            uow = SqlUnitOfWork(connection, Actor(login=login), now, self.house)
            founder = FoundDesk(login=login, name=name)(uow)
            uow.finish()
            return founder

    def actor(self, login: str, *, os_user: str = "", now: datetime | None = None) -> Actor:
        today = self.house.worktime.day(now) if now else None
        with self.database.reading() as connection:
            return _actor(connection, login, os_user, today)

    def page(self, actor: Actor, query: Query, now: datetime) -> Page[Any]:
        with self.database.reading() as connection, limited(connection, self._overtaken):
            day = self._day(now)
            found = queries.page(connection, actor, query, day)
            if query.view != "departments":
                return found
            from db import load

            return load.shown(connection, found, day, self.house.worktime.works)

    def count(self, actor: Actor, query: Query, now: datetime) -> int:
        with self.database.reading() as connection, limited(connection, self._overtaken):
            return queries.count(connection, actor, query, self._day(now))

    def heed(self, overtaken: Callable[[], bool]) -> None:
        self._overtaken = overtaken

    def document(self, actor: Actor, kind: str, key: str, now: datetime) -> dict[str, Any]:
        with self.database.reading() as connection:
            day = self._day(now)
            found = queries.document(connection, actor, kind, key, day)
            if kind == "department":
                from db import load

                found |= load.of_one(connection, found["code"], day, self.house.worktime.works)
            if "deadlines" in found:
                found |= forecast.of_document(kind, found, self.house.worktime, now)
            return found

    def similar(self, actor: Actor, form: Form) -> Alike:
        from db import similar

        with self.database.reading() as connection:
            return similar.find(connection, actor, form, self.house.worktime.day)

    def content(self, actor: Actor, number: str, name: str, now: datetime) -> bytes:
        with self.database.reading() as connection:
            return queries.content(connection, actor, number, name, self._day(now))

    def _day(self, now: datetime) -> Times:
        today = self.house.worktime.day(now)
        return Times(today, self.house.worktime.at(today, time(0)), now)

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
            connection.execute(insert(_own("KeptFormTable")).values(row))

    def kept_form(self, person: str, form: str) -> dict[str, str] | None:
        kept = _own("KeptFormTable").c
        with self.database.reading() as connection:
            asked = select(kept.fields).where(kept.person == person, kept.form == form)
            row = connection.execute(asked).first()
            return dict(row.fields) if row else None

    def kept_forms(self, person: str) -> list[str]:
        with self.database.reading() as connection:
            if not records.there_is(connection, "kept_form", {"person": person}):
                return []
            kept = _own("KeptFormTable").c
            asked = select(kept.form).where(kept.person == person).order_by(kept.at.desc())
            return list(connection.scalars(asked))

    def drop_form(self, person: str, form: str) -> None:
        with self.database.writing() as connection:
            _drop_form(connection, person, form)

    def prefer(self, person: str, name: str, value: Any, now: datetime) -> None:
        kept = _own("PreferenceTable")
        with self.database.writing() as connection:
            where = (kept.c.person == person, kept.c.name == name)
            connection.execute(delete(kept).where(*where))
            if value is not None:
                row = {"person": person, "name": name, "value": value, "at": now}
                connection.execute(insert(kept).values(row))

    def preferences(self, person: str) -> dict[str, Any]:
        kept = _own("PreferenceTable").c
        asked = select(kept.name, kept.value).where(kept.person == person)
        with self.database.reading() as connection:
            return {row.name: row.value for row in connection.execute(asked)}


def _drop_form(connection: Connection, person: str, form: str) -> None:
    kept = _own("KeptFormTable")
    connection.execute(delete(kept).where(kept.c.person == person, kept.c.form == form))


def _own(kind: str) -> Table:
    """What people keep for themselves; a session at rest does without."""
    from db.tables import own

    table: Table = getattr(own, kind).__table__
    return table


def _actor(connection: Connection, login: str, os_user: str, today: date | None) -> Actor:
    """The person and their posts, as they are in this transaction (A5) on a day.

    Without a day nobody stands in for anybody.
    """
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
    found = posts.on(
        today or date.min,
        login,
        [posts.Post(d.code, d.head, d.liaisons) for d in records.find(connection, Department, {})],
        _changes(connection) if today else (),
        _absent(connection, login, today) if today else (),
    )
    return Actor(
        login=login,
        name=people[0].name,
        os_user=os_user,
        department=people[0].department,
        roles=frozenset(people[0].roles),
        **found._asdict(),
    )


def _changes(connection: Connection) -> list[posts.Change]:
    """Changes of liaisons that are not over, by which an overdue reminder does no harm."""
    standing = {"ended_at": None, "void": False}
    coming = records.find(connection, LiaisonTerm, standing | {"applied_at": None})
    ending = records.find(connection, LiaisonTerm, standing | {"until": UpTo(date.max)})
    return [
        posts.Change(t.department, t.liaisons, t.before, t.start, t.until, bool(t.applied_at))
        for t in {term.id: term for term in (*coming, *ending)}.values()
    ]


def _absent(connection: Connection, login: str, today: date) -> list[str]:
    """Those for whom *login* stands in on that day."""
    found = records.find(connection, Absence, {"deputy": login, "void": False})
    return [absence.person for absence in found if absence.covers(today)]
