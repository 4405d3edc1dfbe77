"""What stands beside a request in its document: the requests it is linked to, people's names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select, text

from core.actor import Actor
from core.model.organisation import Person
from core.model.request import Link, LinkKind
from db import kinds, records, windows
from db.rows import bound

PERSON = kinds.kept(Person).table


def links(connection: Connection, actor: Actor, number: str) -> list[dict[str, Any]]:
    """The links of a request to others that the actor may see, whichever of both has them (A8).

    ``way`` is ``to`` where this request is the first of the link, ``from`` where it is the other.
    """
    if not number:
        return []
    out = [(link, link.other, "to") for link in _found(connection, request=number)]
    into = [(link, link.request, "from") for link in _found(connection, other=number)]
    both = sorted((*out, *into), key=lambda one: one[0].id)
    seen = _seen(connection, actor, {other for _, other, _ in both})
    return [
        {"kind": link.kind.value, "way": way, "number": other, **seen[other]}
        for link, other, way in both
        if other in seen
    ]


def _found(connection: Connection, **where: object) -> list[Link]:
    return records.find(connection, Link, {**where, "void": False})


def _seen(connection: Connection, actor: Actor, numbers: set[str]) -> dict[str, dict[str, str]]:
    """Title and state of those requests that the actor may see."""
    if not numbers:
        return {}
    values: dict[str, Any] = {f"n{place}": number for place, number in enumerate(sorted(numbers))}
    marks = ", ".join(f":{name}" for name in values)
    seen = windows.sees_request(actor, values)
    sql = (
        f"SELECT r.number, r.title, r.state, {windows.MERGED_INTO} FROM request r "
        f"WHERE r.number IN ({marks}) AND {seen}"
    )
    asked = bound(values, connection.dialect.name == "sqlite")
    rows = connection.execute(text(sql), asked)
    return {
        number: {"title": title, "state": state, "merged_into": into or ""}
        for number, title, state, into in rows
    }


def merged_into(connection: Connection, number: str) -> str:
    """The request that took this one over; empty where none did."""
    found = _found(connection, request=number, kind=LinkKind.MERGED) if number else []
    return found[0].other if found else ""


# The fields of documents, and of what hangs on them, that hold logins.
PEOPLE = frozenset(
    {
        "accepted_by", "actor", "behalf", "by", "confirmed_by", "coordinator", "delivered_by",
        "formed_by", "head", "leader", "liaisons", "members", "mentions", "opened_by", "organizer",
        "originator", "owner", "person", "presenter", "primary", "removed", "signed_by",
        "written_by",
    }
)  # fmt: skip


def names(connection: Connection, document: Mapping[str, Any]) -> dict[str, str]:
    """The full names of the people a document speaks of, by login."""
    return people(connection, set(_logins(document)))


def _logins(part: Any) -> Iterator[str]:
    """What stands in the fields that hold logins, however deep."""
    if isinstance(part, list):
        for item in part:
            yield from _logins(item)
    elif isinstance(part, Mapping):
        for field, value in part.items():
            if field in PEOPLE:
                found = value if isinstance(value, list) else [value]
                yield from (one for one in found if isinstance(one, str))
            yield from _logins(value)


def people(connection: Connection, logins: set[str]) -> dict[str, str]:
    """Full names by login."""
    known = sorted(login for login in logins - {""} if login.isprintable())  # I1: half characters
    asked = select(PERSON.c.login, PERSON.c.name).where(PERSON.c.login.in_(known))
    return {row.login: row.name for row in connection.execute(asked)}
