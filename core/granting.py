"""Giving and taking roles of the organisation, with a second coordinator where wanted (R1.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.commands.parts import tell_coordinators
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.organisation import ROLE_LABELS, OrganisationRole, Person, RoleProposal

if TYPE_CHECKING:
    from core.ports import UnitOfWork


def needs_second(uow: UnitOfWork) -> bool:
    """Whether a second coordinator must confirm: it is set so, and there is one (row 40)."""
    if not uow.policy.second_coordinator:
        return False
    coordinators = [
        person.login
        for person in uow.find(Person, active=True)
        if OrganisationRole.COORDINATOR in person.roles
    ]
    return any(login != uow.actor.login for login in coordinators)


def propose(
    uow: UnitOfWork, person: Person, role: OrganisationRole, *, revoke: bool = False
) -> RoleProposal:
    """Ask the other coordinators to confirm a role, or that it is taken away."""
    for waiting in uow.find(RoleProposal, person=person.login, confirmed_at=None, void=False):
        if (waiting.role, waiting.revoke) == (role, revoke):
            raise RuleViolation(
                N_("This waits for a second coordinator already."), "role",
                N_("person confirm-role {login}", login=person.login),
            )  # fmt: skip
    text = (
        N_("Confirm: {person} is to lose the role {role}", person=person.login, role=_said(role))
        if revoke
        else N_("Confirm: {person} is to have the role {role}", person=person.login,
                role=_said(role))
    )  # fmt: skip
    tell_coordinators(uow, person.login, text)
    return uow.add(
        RoleProposal(person=person.login, role=role, revoke=revoke, by=uow.actor.login, at=uow.now)
    )


def confirm(uow: UnitOfWork, person: Person, proposal: RoleProposal) -> Person:
    """Do what was proposed, and tell who proposed it."""
    uow.save(replace(proposal, confirmed_by=uow.actor.login, confirmed_at=uow.now))
    uow.tell(
        proposal.by,
        person.login,
        N_("{by} confirmed the role {role} of {person}", by=uow.actor.login,
           role=_said(proposal.role), person=person.login),
    )  # fmt: skip
    change = take if proposal.revoke else give
    return change(uow, person, proposal.role)


def _said(role: OrganisationRole) -> Message:
    return ROLE_LABELS[role]


def give(uow: UnitOfWork, person: Person, role: OrganisationRole) -> Person:
    """Add a role to a person's, once."""
    return uow.save(replace(person, roles=tuple(dict.fromkeys((*person.roles, role)))))


def take(uow: UnitOfWork, person: Person, role: OrganisationRole) -> Person:
    """Take a role out of a person's."""
    return uow.save(replace(person, roles=tuple(one for one in person.roles if one is not role)))
