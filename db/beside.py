"""What stands beside a request in its document: the requests it is linked to, people's names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, text

from core.actor import Actor
from core.model.organisation import Person
from core.model.request import Link
from db import records, windows
from db.rows import bound

PERSON = records.KINDS[Person].table


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
    sql = f"SELECT r.number, r.title, r.state FROM request r WHERE r.number IN ({marks}) AND {seen}"
    asked = bound(values, connection.dialect.name == "sqlite")
    rows = connection.execute(text(sql), asked)
    return {number: {"title": title, "state": state} for number, title, state in rows}


def names(connection: Connection, document: Mapping[str, Any]) -> dict[str, str]:
    """The full names of the people a request's document speaks of, by login."""
    logins = {document["originator"], document["coordinator"], document["signed_by"]}
    for comment in document["comments"]:
        logins |= {comment["by"], *comment["mentions"]}
    for answer in document["feedback"]:
        logins |= {answer["by"], answer["signed_by"], answer["confirmed_by"]}
    logins |= {ruling["by"] for ruling in document["rulings"]}
    logins |= {use["by"] for use in document.get("uses", [])}
    return people(connection, logins)


def people(connection: Connection, logins: set[str]) -> dict[str, str]:
    """Full names by login."""
    asked = select(PERSON.c.login, PERSON.c.name).where(PERSON.c.login.in_(sorted(logins - {""})))
    return {row.login: row.name for row in connection.execute(asked)}
