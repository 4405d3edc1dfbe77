"""Verbs of the catalogue of resources, and of who has what (R2.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from core import lifecycle, standing
from core.commands.base import Command, Kind, arg, command, given
from core.commands.department import refuse_plainly
from core.commands.parts import OnRequest, department
from core.errors import NotPermitted, RuleViolation
from core.messages import N_, Message
from core.model.request import Request, RequestState, RequestType
from core.model.resource import Resource, ResourceUse, Use
from core.permissions import Standing
from core.resources import is_wanted

if TYPE_CHECKING:
    from core.ports import UnitOfWork

PREFIX = "RES"
USE_LABELS = {Use.TAKEN: N_("taken"), Use.RETURNED: N_("given back")}
S = RequestState
# From the owner's yes until the request is filed: things come back late.
USED_IN = (
    S.COORDINATING, S.APPROVING, S.SECOND_COORDINATION, S.EXECUTING, S.ACCEPTING, S.CLOSED,
)  # fmt: skip


@command
class AddResource(Command):
    """Put something that a department lends into the catalogue, and how many there are (R2.6)."""

    verb: ClassVar[str] = "resource add"
    label: ClassVar[Message] = N_("Add a resource")
    keys: ClassVar[Mapping[str, str]] = {"people": "c"}

    name: str = arg(N_("Name"), limit=120, example=N_("meeting room"))
    owner_department: str = arg(N_("Owning department"), Kind.DEPARTMENT, example=N_("PMO"))
    quantity: int = arg(N_("How many there are"), Kind.NUMBER, default=1)
    confidentiality: str = arg(N_("Confidentiality"), default="", limit=200, example=N_("internal"))

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        return standing.by_post(uow.actor)

    def refuse(self, standings: frozenset[Standing]) -> None:
        refuse_plainly(self)

    def run(self, uow: UnitOfWork, subject: Any) -> Resource:
        department(uow, self.owner_department, "owner_department")
        require_owner(uow, self.owner_department)
        record = Resource(
            number="",
            name=self.name,
            owner_department=self.owner_department,
            quantity=self.quantity,
            confidentiality=self.confidentiality,
        )
        _require_sound(uow, record)
        return uow.add(replace(record, number=uow.number(PREFIX)))


@command
class EditResource(Command):
    """Change a resource's name, quantity or confidentiality, or take it out of use (R2.6)."""

    verb: ClassVar[str] = "resource edit"
    label: ClassVar[Message] = N_("Edit the resource")
    keys: ClassVar[Mapping[str, str]] = {"people": "m"}
    undoable: ClassVar[bool] = True

    number: str = arg(N_("Resource"), Kind.RECORD, example=N_("RES-202611001"))
    seen: int = arg(N_("Version seen"), Kind.NUMBER, default=0)
    name: str | None = arg(N_("Name"), default=None, limit=120)
    quantity: int | None = arg(N_("How many there are"), Kind.NUMBER, default=None)
    confidentiality: str | None = arg(N_("Confidentiality"), default=None, limit=200)
    active: bool | None = arg(N_("In use"), Kind.FLAG, default=None)

    def subject(self, uow: UnitOfWork) -> Resource:
        return uow.get(Resource, self.number)

    def standings(self, uow: UnitOfWork, subject: Resource) -> frozenset[Standing]:
        return standing.by_post(uow.actor)

    def refuse(self, standings: frozenset[Standing]) -> None:
        refuse_plainly(self)

    def run(self, uow: UnitOfWork, subject: Resource) -> Resource:
        require_owner(uow, subject.owner_department)
        names = ("name", "quantity", "confidentiality", "active")
        found = given(self, names)
        record = replace(subject, **found)
        _require_sound(uow, record)
        return uow.save(record)


@command
class UseResource(OnRequest):
    """Record that the resource of an application was taken, or given back (R2.6).

    Its owner, the lead and who asked for it may; no more can be taken than was asked for.
    """

    verb: ClassVar[str] = "request use"
    label: ClassVar[Message] = N_("Record the use")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "b"}
    undoable: ClassVar[bool] = True

    use: Use = arg(N_("What happened"), Kind.CHOICE, choices=Use, default=Use.TAKEN)
    quantity: int = arg(N_("How many"), Kind.NUMBER, default=0)
    note: str = arg(N_("Note"), Kind.LONG, default="", limit=2000)

    def run(self, uow: UnitOfWork, subject: Request) -> ResourceUse:
        wish = subject.resource if subject.type is RequestType.RESOURCE else None
        if not wish:
            raise RuleViolation(N_("{number} asks for no resource.", number=subject.number))
        lifecycle.require(subject, *USED_IN)
        self._require_party(uow, subject)
        out = outstanding(uow.find(ResourceUse, request=subject.number, void=False))
        most = wish.quantity - out if self.use is Use.TAKEN else out
        quantity = self.quantity or most
        if not 1 <= quantity <= most:
            raise RuleViolation(
                N_("At most {most} can be taken now; {out} are out.", most=most, out=out)
                if self.use is Use.TAKEN
                else N_("At most {out} can be given back: no more are out.", out=out),
                "quantity",
            )
        catalogue = uow.find(Resource, owner_department=wish.owner_department)
        known = next((r.number for r in catalogue if is_wanted(r, wish)), "")
        return uow.add(
            ResourceUse(
                request=subject.number, resource=known, use=self.use, quantity=quantity,
                by=uow.actor.login, at=uow.now, note=self.note,
            )
        )  # fmt: skip

    def _require_party(self, uow: UnitOfWork, subject: Request) -> None:
        actor, wish = uow.actor, subject.resource
        owner = wish.owner_department if wish else ""
        parties = {subject.originating_department, subject.lead_department, owner}
        mine = actor.is_coordinator or actor.login == subject.originator
        if not (mine or parties & actor.speaks_for):
            raise NotPermitted(
                N_("Only the department that lends and the one that asked record the use.")
            )


def outstanding(uses: list[ResourceUse]) -> int:
    """How many were taken and not given back."""
    return sum(one.quantity if one.use is Use.TAKEN else -one.quantity for one in uses)


def require_owner(uow: UnitOfWork, code: str) -> None:
    """A resource is its owner's matter: of that department's head, and of a coordinator."""
    if not (uow.actor.is_coordinator or code in uow.actor.heads):
        raise NotPermitted(
            N_("You do not head {department}; its head or a coordinator does this.",
               department=code), "owner_department",
        )  # fmt: skip


def _require_sound(uow: UnitOfWork, record: Resource) -> None:
    if record.quantity < 1:
        raise RuleViolation(N_("There is at least one of a resource."), "quantity", N_("3"))
    if not record.name.strip():
        raise RuleViolation(N_("A resource has a name."), "name", N_("meeting room"))
    named = " ".join(record.name.casefold().split())
    for other in uow.find(Resource, owner_department=record.owner_department):
        if other.id != record.id and " ".join(other.name.casefold().split()) == named:
            raise RuleViolation(
                N_("{department} has “{name}” already: {number}.",
                   department=record.owner_department, name=other.name, number=other.number),
                "name",
            )  # fmt: skip
