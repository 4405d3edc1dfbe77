"""What an actor is to a record (the columns of ``core.permissions``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.model.organisation import OrganisationRole
from core.permissions import Standing

if TYPE_CHECKING:
    from core.actor import Actor
    from core.model.conflict import Conflict
    from core.model.organisation import Department, Person
    from core.model.request import Request

NOBODY = frozenset({Standing.EMP})
_ORGANISATION = {
    OrganisationRole.COORDINATOR: Standing.ADM,
    OrganisationRole.MANAGEMENT: Standing.MGT,
    OrganisationRole.AUDITOR: Standing.AUD,
}


def in_organisation(actor: Actor) -> frozenset[Standing]:
    """Standings that hold for every record."""
    return frozenset(_ORGANISATION[role] for role in actor.roles)


def by_post(actor: Actor) -> frozenset[Standing]:
    """Standings where there is no record yet: whoever speaks for a department may begin one."""
    posts: set[Standing] = set(in_organisation(actor))
    if actor.speaks_for:
        posts.add(Standing.REQ)
    if actor.heads:
        posts.add(Standing.HEAD)
    if actor.liaises:
        posts.add(Standing.LIA)
    return frozenset(posts) or NOBODY


def of_request(actor: Actor, request: Request, owners: Iterable[str] = ()) -> frozenset[Standing]:
    """Standings towards a request; *owners* are the logins its tasks belong to.

    A draft belongs to its originating department alone.
    """
    own = actor.login == request.originator
    asks = {Standing.REQ} if own or request.originating_department in actor.speaks_for else set()
    if not request.number:
        return frozenset(asks) or NOBODY
    found: set[Standing] = asks | set(in_organisation(actor))
    if request.lead_department in actor.heads:
        found.add(Standing.LEAD)
    if request.lead_department in actor.liaises:
        found.add(Standing.LLIA)
    if actor.heads.intersection(request.involved_departments):
        found.add(Standing.HEAD)
    if actor.liaises.intersection(request.involved_departments):
        found.add(Standing.LIA)
    if actor.login in owners:
        found.add(Standing.OWN)
    return frozenset(found) or NOBODY


def of_conflict(
    actor: Actor, conflict: Conflict, request: Request | None, owners: Iterable[str] = ()
) -> frozenset[Standing]:
    """Standings towards a conflict: its parties' people, and those of the request it is about."""
    found = set(in_organisation(actor))
    if request:
        found |= of_request(actor, request, owners) - NOBODY
    if actor.login == conflict.opened_by:
        found.add(Standing.REQ)
    if actor.heads.intersection(conflict.parties):
        found.add(Standing.HEAD)
    if actor.liaises.intersection(conflict.parties):
        found.add(Standing.LIA)
    return frozenset(found) or NOBODY


def of_person(actor: Actor, person: Person) -> frozenset[Standing]:
    """Standings towards a person: their head, or they themselves."""
    found = set(in_organisation(actor))
    if person.department and person.department in actor.heads:
        found.add(Standing.HEAD)
    if person.login == actor.login:
        found.add(Standing.OWN)
    return frozenset(found) or NOBODY


def of_department(actor: Actor, department: Department) -> frozenset[Standing]:
    """Standings towards a department itself."""
    found = set(in_organisation(actor))
    if department.code in actor.heads:
        found.add(Standing.HEAD)
    return frozenset(found) or NOBODY
