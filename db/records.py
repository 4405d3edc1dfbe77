"""One repository for every aggregate: entities in, rows out, by field name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    column,
    delete,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy import table as sql_table

from core.codec import from_plain, to_plain, type_hints
from core.commands.base import no_such
from core.errors import ChangedMeanwhile
from core.messages import N_
from core.model.request import Request
from core.ports import UpTo
from db import kinds
from db.kinds import Kept

E = TypeVar("E")
BATCH = 500


@cache
def _is_json(hint: Any) -> bool:
    arms = [arm for arm in get_args(hint) if arm is not type(None)] or [hint]
    return get_origin(hint) in (tuple, dict) or any(is_dataclass(arm) for arm in arms)


def to_column(hint: Any, value: Any) -> Any:
    """A field's value as its column keeps it."""
    return _column(value, _is_json(hint))


def _column(value: Any, is_json: bool) -> Any:
    if is_json:
        return to_plain(value)
    return value.value if isinstance(value, Enum) else value


def to_row(entity: Any) -> dict[str, Any]:
    """All columns of an entity."""
    kind: Any = type(entity)
    return {name: _column(getattr(entity, name), is_json) for name, is_json in _columns(kind)}


@cache
def _columns(kind: Any) -> list[tuple[str, bool]]:
    """The fields of a kind, and whether each is kept as JSON."""
    hints = type_hints(kind)
    return [(f.name, _is_json(hints[f.name])) for f in fields(kind)]


def to_entity(kind: type[E], row: Any) -> E:
    """The entity of a row."""
    hints = type_hints(kind)
    return kind(**{name: from_plain(hint, row[name]) for name, hint in hints.items()})


def get(connection: Connection, kind: type[E], key: str) -> E:
    """The record people call *key*, be it in capitals or not.

    A draft is called ``DRAFT-`` and its id, until it has a number. Raises ``NoSuchRecord``.
    """
    for name in dict.fromkeys((key, key.upper())) if key else ():
        asked = select(kinds.kept(kind).table).where(_called(kind, name))
        if row := connection.execute(asked).mappings().first():
            return to_entity(kind, row)
    raise no_such(key or "–")


def _called(kind: type, name: str) -> Any:
    kept = kinds.kept(kind)
    columns = kept.table.c
    prefix, _, number = name.partition("-")
    # Ids are of nine digits at most: more would not fit into a column to compare with.
    if kind is Request and prefix == "DRAFT" and number.isdecimal() and len(number) < 10:
        return (columns.id == int(number)) & (columns.number == "")
    return columns[kept.key] == name


def find(connection: Connection, kind: type[E], where: Mapping[str, object]) -> list[E]:
    """Every record whose fields equal *where*, oldest first; None means is not set.

    A table of which nothing is used is not loaded only to be found empty.
    """
    if (name := kinds.unloaded(kind)) and not there_is(connection, name, where):
        return []
    hints = type_hints(kind)
    upto = tuple(name for name, value in where.items() if isinstance(value, UpTo))
    given = {n: v.value if isinstance(v, UpTo) else v for n, v in where.items()}
    values = {n: to_column(hints[n], value) for n, value in given.items() if value is not None}
    equal = tuple(n for n in values if n not in upto)
    table = kinds.kept(kind).table
    asked = _finding(table, equal, upto, tuple(n for n in where if n not in values))
    return [to_entity(kind, row) for row in connection.execute(asked, values).mappings()]


def plain(connection: Connection, table: str, where: Mapping[str, object]) -> list[dict[str, Any]]:
    """The same as plain data, by the name of their table; loads their kind only if there are any.

    A session that looks at one record needs few of the kinds that could hang on it.
    """
    if not there_is(connection, table, where):
        return []
    return [to_plain(record) for record in find(connection, kinds.named(table), where)]


def there_is(connection: Connection, table: str, where: Mapping[str, object]) -> bool:
    """Whether there may be such a record, by what can be asked for without loading its kind."""
    asked = select(literal(1)).select_from(sql_table(table)).where(*_plainly(where)).limit(1)
    return connection.execute(asked).first() is not None


def _plainly(where: Mapping[str, object]) -> Iterator[ColumnElement[bool]]:
    for name, value in where.items():
        if isinstance(value, str | int | NoneType):
            yield column(name) == _column(value, False)
        elif isinstance(value, UpTo):
            yield column(name) <= value.value


@cache
def _finding(
    table: Table, equal: tuple[str, ...], upto: tuple[str, ...], unset: tuple[str, ...]
) -> Any:
    """The statement of a question, made once: making it costs more than asking."""
    asked = select(table).order_by(table.c.id).where(*(table.c[n].is_(None) for n in unset))
    values = {n: bindparam(n, type_=table.c[n].type) for n in (*equal, *upto)}
    return asked.where(
        *(table.c[n] == values[n] for n in equal), *(table.c[n] <= values[n] for n in upto)
    )


def of_ids(connection: Connection, kind: type[E], ids: Sequence[int]) -> Iterator[E]:
    """The records with these ids, in no order."""
    table = kinds.kept(kind).table
    for n in range(0, len(ids), BATCH):
        asked = select(table).where(table.c.id.in_(ids[n : n + BATCH]))
        for row in connection.execute(asked).mappings():
            yield to_entity(kind, row)


def involving(connection: Connection, kind: type[E], name: str) -> list[E]:
    """Every record that has *name* in its link table, oldest first."""
    kept = kinds.kept(kind)
    assert kept.link is not None
    owner, called = list(kept.link.c)
    of_name = select(owner).where(called == name)
    asked = select(kept.table).where(kept.table.c.id.in_(of_name)).order_by(kept.table.c.id)
    return [to_entity(kind, row) for row in connection.execute(asked).mappings()]


def add(connection: Connection, entity: E) -> E:
    """Insert a new record at version 1."""
    kept = kinds.kept(type(entity))
    row = to_row(entity) | {"version": 1} | _initials(kept.table, entity)
    del row["id"]
    number = connection.execute(_inserting(kept.table), row).scalar_one()
    added: E = replace(entity, id=number, version=1)  # type: ignore[type-var]
    _insert(connection, kept, number, _linked(kept, added))
    return added


@cache
def _inserting(table: Table) -> Any:
    return insert(table).returning(table.c.id)


def save(connection: Connection, entity: E, before: E | None = None) -> E:
    """Update a record if it still has its version, which rises by one (D7).

    *before* is the record as it was, where that is known: then less has to be found out.
    """
    kept = kinds.kept(type(entity))
    row = _changed(to_row(entity), before)
    if before is None or _called_so(before) != _called_so(entity):
        row |= _initials(kept.table, entity)
    known: Any = entity
    old = known.version
    row |= {"version": old + 1, "known_id": known.id, "known_version": old}
    if connection.execute(_updating(kept.table), row).rowcount != 1:
        raise ChangedMeanwhile(
            N_("This was changed by somebody else meanwhile. Look again; what you typed is kept.")
        )
    saved: E = replace(entity, version=old + 1)  # type: ignore[type-var]
    if before is None or _linked(kept, before) != _linked(kept, saved):
        _link(connection, kept, saved)
    return saved


def _changed(row: dict[str, Any], before: Any) -> dict[str, Any]:
    """The columns that are new: an index of others need not be touched."""
    del row["id"]
    if before is None:
        return row
    old = to_row(before)
    return {name: value for name, value in row.items() if value != old[name]}


def _called_so(entity: Any) -> str:
    return str(getattr(entity, "title", "") or getattr(entity, "name", ""))


def _initials(table: Table, entity: Any) -> dict[str, str]:
    """By which its Chinese title or name is found, where the table keeps that."""
    if "initials" not in table.c:
        return {}
    from db.initials import initials

    return {"initials": initials(_called_so(entity))}


@cache
def _updating(table: Table) -> Any:
    known = (table.c.id == bindparam("known_id"), table.c.version == bindparam("known_version"))
    return update(table).where(*known)


def _linked(kept: Kept, entity: Any) -> set[str]:
    """The names the link table holds for an entity."""
    return set(getattr(entity, kept.linked)) if kept.linked else set()


def _link(connection: Connection, kept: Kept, entity: Any) -> None:
    """Keep the link table equal to the entity's own list."""
    if kept.link is None:
        return
    wanted = _linked(kept, entity)
    present = set(connection.scalars(_names(kept.link), {"owner": entity.id}))
    if gone := present - wanted:
        owner, name = list(kept.link.c)
        connection.execute(delete(kept.link).where(owner == entity.id, name.in_(gone)))
    _insert(connection, kept, entity.id, wanted - present)


@cache
def _names(link: Table) -> Any:
    owner, name = list(link.c)
    return select(name).where(owner == bindparam("owner"))


def _insert(connection: Connection, kept: Kept, number: int, names: Iterable[str]) -> None:
    if kept.link is None:
        return
    owner, _ = list(kept.link.c)
    rows = [{owner.name: number, "name": name} for name in sorted(names)]
    if rows:
        connection.execute(_linking(kept.link), rows)


@cache
def _linking(link: Table) -> Any:
    return insert(link)


def differences(before: Any, after: Any) -> tuple[dict[str, object], dict[str, object]]:
    """The changed fields of a record as plain data, before and after, versions included."""
    new = to_plain(after)
    if before is None:
        return {}, new
    old = to_plain(before)
    changed = [name for name in new if old.get(name) != new[name]]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}
