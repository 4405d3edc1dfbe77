"""One transaction's worth of work: records, their trail entry and the notices, or nothing (A11)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, insert, select, text

from core.actor import Actor
from core.codec import from_plain, type_hints
from core.errors import ChangedMeanwhile, Refusal, RuleViolation
from core.messages import N_, Message, pack
from core.model.desk import Notice, TrailEntry
from core.model.organisation import Absence
from core.model.request import Request, RequestState
from core.policy import Policy
from core.ports import Restored
from core.trail import GENESIS, QUIET, digest
from core.worktime import WorkTime
from db import derived, kinds, records
from db.tables.desk import NoticeTable, TrailNameTable, TrailTable

if TYPE_CHECKING:
    from core.busy import Time
    from core.commands.base import Command
    from core.model.busy import BusyCalendar
    from core.slots import Busy

E = TypeVar("E")
TRAIL: Any = TrailTable.__table__  # type: ignore[attr-defined]
NOTICE: Any = NoticeTable.__table__  # type: ignore[attr-defined]
TRAIL_NAME: Any = TrailNameTable.__table__  # type: ignore[attr-defined]
OWN_ENTRIES = 1000
IMAGES: dict[str, dict[str, dict[str, object]]] = {"before": {}, "after": {}}
NEXT_NUMBER = text(
    "INSERT INTO counter (prefix, period, n) VALUES (:prefix, :period, 1) "
    "ON CONFLICT (prefix, period) DO UPDATE SET n = counter.n + 1 RETURNING n"
)


@dataclass(frozen=True)
class House:
    """What every unit of work of an organisation shares."""

    worktime: WorkTime
    policy: Policy
    say: Callable[[Message], str]


def entry_of(row: Any) -> TrailEntry:
    """The trail entry of a row."""
    hints = type_hints(TrailEntry)
    return TrailEntry(**{name: from_plain(hint, row[name]) for name, hint in hints.items()})


class SqlUnitOfWork:
    """The unit of work of ``core.ports`` over one SQLAlchemy connection."""

    def __init__(self, connection: Connection, actor: Actor, now: datetime, house: House) -> None:
        self.connection = connection
        self.actor = actor
        self.worktime = house.worktime
        self.policy = house.policy
        self.say = house.say
        head = connection.execute(
            select(TRAIL.c.seq, TRAIL.c.at, TRAIL.c.hash).order_by(TRAIL.c.seq.desc()).limit(1)
        ).first()
        self.entry = head.seq + 1 if head else 1
        self._previous = head.hash if head else GENESIS
        # The trail's moments never go back, whatever the machine's clock does (C1).
        self.now = max(now, head.at if head else now).astimezone(UTC)
        self._command: Command | None = None
        self._read: dict[type, dict[object, list[Any]]] = {}
        self._latest: dict[tuple[type, int], Any] = {}
        self._before: dict[str, dict[str, object]] = {}
        self._after: dict[str, dict[str, object]] = {}
        self._request = ""
        self._about = ""
        self._undoes = 0
        self._names: tuple[str, ...] = ()
        self._requests: dict[str, None] = {}
        self._told = False
        self._behalf: set[str] = set()

    def in_place_of(self, absentees: Iterable[str]) -> None:
        self._behalf.update(absentees)

    def doing(self, command: Command) -> None:
        self._command = command

    def about_all(self, names: Iterable[str]) -> None:
        self._names = tuple(dict.fromkeys(names))

    def get(self, kind: type[E], key: str) -> E:
        return self._once(kind, key, lambda: [records.get(self.connection, kind, key)])[0]

    def find(self, kind: type[E], /, **where: object) -> list[E]:
        asked = frozenset(where.items())
        return [*self._once(kind, asked, lambda: records.find(self.connection, kind, where))]

    def _once(self, kind: type[E], asked: object, read: Callable[[], list[E]]) -> list[E]:
        """What was read holds until this deed writes such a record: nobody else writes now (D8)."""
        known = self._read.setdefault(kind, {})
        if asked not in known:
            known[asked] = read()
            self._latest |= {(kind, record.id): record for record in known[asked]}
        return known[asked]

    def involving(self, kind: type[E], name: str) -> list[E]:
        asked = ("involving", name)
        return [*self._once(kind, asked, lambda: records.involving(self.connection, kind, name))]

    def there_is(self, kind: str, /, **where: object) -> bool:
        return records.there_is(self.connection, kind, where)

    def add(self, record: E) -> E:
        added = records.add(self.connection, record)
        self._note(None, added)
        return added

    def save(self, record: E) -> E:
        kind = type(record)
        number: Any = record.id  # type: ignore[attr-defined]
        before = self._latest.get((kind, number)) or self.find(kind, id=number)[0]
        saved: E = records.save(self.connection, record, before)
        self._note(before, saved)
        return saved

    def keep(self, data: bytes) -> str:
        found = sha256(data).hexdigest()
        content = kinds.contents()
        known = select(content.c.digest).where(content.c.digest == found)
        if not self.connection.execute(known).first():
            self.connection.execute(insert(content).values(digest=found, data=data))
        return found

    def keep_busy(self, calendar: BusyCalendar, times: Iterable[Time]) -> None:
        from db import busy

        busy.keep(self.connection, calendar.id, times)

    def busy(self, people: Iterable[str], since: datetime, until: datetime) -> list[Busy]:
        from db import busy

        return busy.found(self.connection, people, since, until)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        noted = dict(self._before), dict(self._after), self._request, self._about, self._told
        self.connection.exec_driver_sql("SAVEPOINT attempt")
        try:
            yield
        except Refusal:
            self.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT attempt")
            self._before, self._after, self._request, self._about, self._told = noted
            self._forget()
            raise
        self.connection.exec_driver_sql("RELEASE SAVEPOINT attempt")

    def _forget(self) -> None:
        self._read.clear()
        self._latest.clear()

    def _note(self, before: Any, after: Any) -> None:
        self._read.pop(type(after), None)
        self._latest[type(after), after.id] = after
        key = f"{kinds.kept(type(after)).table.name}:{after.id}"
        old, new = records.differences(before, after)
        # A record saved twice in one deed: the first before, the last after. One that the deed
        # itself added was not there before.
        known = self._after.get(key, {})
        if before is not None and (not known or key in self._before):
            first = {name: value for name, value in old.items() if name not in known}
            self._before[key] = first | self._before.get(key, {})
        self._after[key] = known | new
        self._about = self._about or _name_of(after)
        self._request = self._request or _request_of(after)
        self._requests[_request_of(after)] = None

    def number(self, prefix: str) -> str:
        period = self.worktime.day(self.now).strftime("%Y%m")
        n = self.connection.execute(NEXT_NUMBER, {"prefix": prefix, "period": period})
        return f"{prefix}-{period}{n.scalar_one():03d}"

    def new_uid(self) -> str:
        return f"{uuid.uuid4()}@liaison"

    def tell(
        self,
        person: str,
        about: str,
        text: Message,
        *,
        cause: str = "",
        department: str = "",
        why: str = "",
        until: datetime | None = None,
    ) -> None:
        cause = cause or f"{self.entry}:{about}:{text.text}"
        if deputy := self._deputy(person):
            for_them = N_("For {person}: {notice}", person=person, notice=text)
            self.tell(deputy, about, for_them, cause=cause, why=why, until=until)
        notice = Notice(
            cause=cause,
            person=person,
            department=department,
            about=about,
            text=text.text,
            values=pack(text.values),
            why=why,
            created_at=self.now,
            until=until,
            entry=self.entry,
        )
        self._read.pop(Notice, None)
        row = records.to_row(notice) | {"version": 1}
        del row["id"]
        said = self.connection.execute(_telling(self.connection.dialect.name), row)
        self._told = said.first() is not None or self._told

    def _deputy(self, person: str) -> str:
        """Who receives what *person* is told today, because they are away (R1.2)."""
        today = self.worktime.day(self.now)
        away = self.find(Absence, void=False)
        return next((a.deputy for a in away if a.person == person and a.covers(today)), "")

    def own_entries(self) -> list[TrailEntry]:
        rows = self.connection.execute(
            select(*(column for column in TRAIL.c if column.name not in IMAGES))
            .where(TRAIL.c.actor == self.actor.login)
            .order_by(TRAIL.c.seq.desc())
            .limit(OWN_ENTRIES)
        ).mappings()
        return [entry_of({**row, **IMAGES}) for row in reversed(rows.all())]

    def restore(self, entry: TrailEntry, *, piecemeal: bool = False) -> Restored:
        entry = self._whole(entry.seq)
        present = self._present(entry.after)
        left = self._touched(entry, present, piecemeal)
        for key, record in present.items():
            if _request_of(record) not in left:
                self.save(replace(record, **_earlier(type(record), entry.before.get(key))))
        self._about, self._undoes = entry.about, entry.seq
        named = select(TRAIL_NAME.c.name).where(TRAIL_NAME.c.seq == entry.seq)
        if found := set(self.connection.scalars(named)):
            self._names = tuple(name for name in entry.about.split(", ") if name in found)
        self._turn_notices(entry, left)
        numbers = [r.number for r in present.values() if isinstance(r, Request)]
        return Restored(entry, tuple(n for n in numbers if n not in left), tuple(sorted(left)))

    def _whole(self, seq: int) -> TrailEntry:
        return entry_of(
            self.connection.execute(select(TRAIL).where(TRAIL.c.seq == seq)).mappings().one()
        )

    def _present(self, keys: Iterable[str]) -> dict[str, Any]:
        """The records of an image, as they are now."""
        ids: dict[str, list[int]] = {}
        for key in keys:
            name, _, number = key.partition(":")
            ids.setdefault(name, []).append(int(number))
        found: dict[str, Any] = {}
        for name, numbers in ids.items():
            kind = kinds.named(name)
            for record in records.of_ids(self.connection, kind, numbers):
                found[f"{name}:{record.id}"] = self._latest[kind, record.id] = record
        return {key: found[key] for key in keys}

    def _touched(
        self, entry: TrailEntry, present: dict[str, Any], piecemeal: bool
    ) -> frozenset[str]:
        """The numbers of requests that others changed; ``ChangedMeanwhile`` where all must go."""
        reached = {key: image["version"] for key, image in entry.after.items()}
        if any(record.version != reached[key] for key, record in present.items()):
            self._undone_since(entry, reached)
        touched = [record for key, record in present.items() if record.version != reached[key]]
        if touched and not piecemeal:
            number = getattr(touched[0], "number", "") or entry.about
            raise ChangedMeanwhile(
                N_("{number} was changed since, so it stays as it is.", number=number)
            )
        return frozenset(record.number for record in touched if isinstance(record, Request))

    def _undone_since(self, entry: TrailEntry, reached: dict[str, object]) -> None:
        """Raise the versions by the actor's own later deeds: all of them are undone by now."""
        for own in self.own_entries():
            if own.seq <= entry.seq or own.command in QUIET:
                continue
            deed = self._whole(own.seq)
            for key in reached.keys() & deed.before.keys():
                if deed.before[key]["version"] == reached[key]:
                    reached[key] = deed.after[key]["version"]

    def _turn_notices(self, entry: TrailEntry, left: frozenset[str]) -> None:
        """Withdraw what the deed said, or let it stand again where its undoing is undone."""
        seq, undoes, stands = entry.seq, entry.undoes, False
        while undoes:
            seq, stands = undoes, not stands
            asked = select(TRAIL.c.undoes).where(TRAIL.c.seq == seq)
            undoes = self.connection.execute(asked).scalar_one()
        self.connection.execute(
            NOTICE.update()
            .where(NOTICE.c.entry == seq, NOTICE.c.about.not_in(left))
            .values(withdrawn_at=None if stands else self.now)
        )

    def finish(self) -> None:
        """Chain the deed's one entry to the trail, if it changed or said anything."""
        if not self._after and not self._told:
            return
        derived.keep(self.connection, self._before, self._after)
        command = self._command
        entry = TrailEntry(
            seq=self.entry,
            at=self.now,
            actor=self.actor.login,
            os_user=self.actor.os_user,
            command=type(command).__name__ if command else "",
            about=", ".join(self._names) or (command.about if command else "") or self._about,
            request=self._request,
            why=command.why if command else "",
            before=_through_json(self._before),
            after=_through_json(self._after),
            undoes=self._undoes,
            previous=self._previous,
            hash="",
            behalf=", ".join(sorted(self._behalf)),
        )
        entry = replace(entry, hash=digest(entry))
        row = {f.name: getattr(entry, f.name) for f in fields(entry)}
        self.connection.execute(insert(TRAIL).values(row))
        if self._names:
            names = dict.fromkeys([*self._names, *filter(None, self._requests)])
            found_by = [{"seq": entry.seq, "name": name} for name in names]
            self.connection.execute(insert(TRAIL_NAME), found_by)


def _name_of(record: Any) -> str:
    """What people call the record, or the one it belongs to."""
    if isinstance(record, Request):
        return record.name
    if isinstance(record, Notice):
        return ""  # one reads notices of many records at once
    return str(getattr(record, "number", "") or getattr(record, "about", ""))


def _request_of(record: Any) -> str:
    """The number of the request that a record is, is a part of, or is about."""
    if isinstance(record, Request):
        return record.number
    if isinstance(record, Notice):
        return ""
    # What is about a request has its number there; only what is about more has it beside.
    return str(getattr(record, "request" if hasattr(record, "request") else "about", ""))


@cache
def _telling(dialect: str) -> Any:
    """The statement that says something once to a person for each cause."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(NOTICE).on_conflict_do_nothing().returning(NOTICE.c.id)
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert(NOTICE).on_conflict_do_nothing().returning(NOTICE.c.id)


def _earlier(kind: type, before: dict[str, object] | None) -> dict[str, Any]:
    """The fields to put back; what the deed had added is made void, for nothing is deleted."""
    hints = type_hints(kind)
    if before is None:
        if kind is Request:
            return {"state": RequestState.WITHDRAWN}
        if "void" not in hints and "active" in hints:
            return {"active": False}
        if "void" not in hints:
            raise RuleViolation(N_("What this added cannot be taken back."))
        return {"void": True}
    return {n: from_plain(hints[n], value) for n, value in before.items() if n != "version"}


def _through_json(image: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """The image as it will be read again, so that its hash is the same then."""
    plain: dict[str, dict[str, object]] = json.loads(json.dumps(image))
    return plain
