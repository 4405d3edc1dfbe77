"""What is kept of requests only so that long lists are quick: their words, their nearest clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, text

from db import grams
from db.grams import Named

if TYPE_CHECKING:
    from sqlalchemy import Connection

Images = Mapping[str, Mapping[str, object]]
BATCH = 500

NEXT_DUE = (
    "SELECT min(x.due_at) FROM deadline x WHERE x.about = request.number AND x.done_at IS NULL "
    "AND x.void IS NOT TRUE"
)
_CLOCKS = text(
    f"UPDATE request SET next_due = ({NEXT_DUE}) WHERE number IN "  # noqa: S608
    "(SELECT d.about FROM deadline d WHERE d.id IN :ids)"
).bindparams(bindparam("ids", expanding=True))
_NAMED = text("SELECT id, title, number, initials FROM request WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)


def keep(connection: Connection, before: Images, after: Images) -> None:
    """Bring it up to date with a deed, by the images of its trail entry."""
    for ids in _batches(sorted(_ids("request", after, {"title", "number"}))):
        _index(connection, ids, before)
    for ids in _batches(sorted(_ids("deadline", after, {"about", "due_at", "done_at", "void"}))):
        connection.execute(_CLOCKS, {"ids": ids})


def _index(connection: Connection, ids: list[int], before: Images) -> None:
    new = [Named(*row) for row in connection.execute(_NAMED, {"ids": ids})]
    images = ((one, before.get(f"request:{one.id}")) for one in new)
    grams.keep(connection, new, [_earlier(one, image) for one, image in images if image])


def _earlier(one: Named, image: Mapping[str, object]) -> Named:
    from db.initials import initials

    title, number = (str(image.get(n, getattr(one, n))) for n in ("title", "number"))
    return Named(one.id, title, number, initials(title))


def _ids(table: str, after: Images, changed: set[str]) -> Iterator[int]:
    """The records of a table in which one of these fields is new."""
    for key, image in after.items():
        name, _, number = key.partition(":")
        if name == table and changed & image.keys():
            yield int(number)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[n : n + BATCH] for n in range(0, len(ids), BATCH))
