"""What is asked of a resource and who has it, as far as the actor may see (R2.6, R13.1)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from core.actor import Actor
from core.codec import from_plain, to_plain
from core.model.request import RequestState, ResourceWish
from core.model.resource import Resource, ResourceUse
from core.resources import Booking, clashes, clashes_of, is_wanted
from db import records, windows
from db.rows import bound

S = RequestState
# Applications that still want it: neither drafts, nor turned away, nor over.
LIVE = (
    S.SUBMITTED, S.DISPATCHED, S.OBJECTED, S.COORDINATING, S.APPROVING, S.SECOND_COORDINATION,
    S.EXECUTING, S.ACCEPTING,
)  # fmt: skip


def of_request(
    connection: Connection, actor: Actor, number: str, wish: ResourceWish
) -> dict[str, Any]:
    """The line of the catalogue that an application means, its clashes, and the usage record."""
    owned = records.find(connection, Resource, {"owner_department": wish.owner_department})
    known = next((one for one in owned if is_wanted(one, wish)), None)
    uses = records.find(connection, ResourceUse, {"request": number, "void": False})
    found: list[Any] = []
    if known:
        booked = [Booking.of(n, w) for n, w, _ in _wishes(connection, actor, known, number)]
        found = clashes_of(number, filter(None, booked), known.quantity)
    return {
        "catalogue": to_plain(known) if known else None,
        "clashes": [to_plain(clash) for clash in found],
        "uses": [to_plain(use) for use in uses],
    }


def of_resource(connection: Connection, actor: Actor, resource: Resource) -> dict[str, Any]:
    """The applications for a resource, their clashes, and who had it when."""
    wishes = _wishes(connection, actor, resource)
    booked = [Booking.of(number, wish) for number, wish, _ in wishes]
    uses = records.find(connection, ResourceUse, {"resource": resource.number, "void": False})
    entitled = actor.sees_all or resource.owner_department in actor.speaks_for
    seen = {use.request for use in uses} if entitled else _seen(connection, actor, uses)
    return {
        "bookings": [
            {"number": number, "state": state, "wish": to_plain(wish)}
            for number, wish, state in wishes
        ],
        "clashes": [to_plain(c) for c in clashes(filter(None, booked), resource.quantity)],
        "uses": [to_plain(use) for use in uses if use.request in seen],
    }


def _wishes(
    connection: Connection, actor: Actor, resource: Resource, also: str = ""
) -> list[tuple[str, ResourceWish, str]]:
    """What live applications that the actor may see want of a resource; *also* whatever it is."""
    values: dict[str, Any] = {"also": also}
    seen = windows.sees_request(actor, values)
    states = ", ".join(f"'{state.value}'" for state in LIVE)
    sql = (
        "SELECT r.number, r.resource, r.state FROM request r WHERE r.type = 'resource' AND "
        f"(r.state IN ({states}) OR r.number = :also) AND r.number <> '' AND {seen} ORDER BY r.id"
    )
    found = []
    for number, raw, state in _run(connection, sql, values):
        wish = from_plain(ResourceWish | None, windows.structure(raw)) if raw else None
        if wish and is_wanted(resource, wish):
            found.append((number, wish, state))
    return found


def _seen(connection: Connection, actor: Actor, uses: list[ResourceUse]) -> set[str]:
    """Which of the requests in a usage record the actor may see."""
    numbers = sorted({use.request for use in uses})
    if not numbers:
        return set()
    values: dict[str, Any] = {f"n{place}": number for place, number in enumerate(numbers)}
    marks = ", ".join(f":{name}" for name in values)
    seen = windows.sees_request(actor, values)
    sql = f"SELECT r.number FROM request r WHERE r.number IN ({marks}) AND {seen}"
    return {row[0] for row in _run(connection, sql, values)}


def _run(connection: Connection, sql: str, values: dict[str, Any]) -> Any:
    return connection.execute(text(sql), bound(values, connection.dialect.name == "sqlite"))
