"""Verbs of people: add, edit, leave, roles (R1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from core import granting, standing, terms
from core.choices import meant
from core.commands.base import Command, Kind, arg, command, given
from core.commands.department import EditDepartment, SetLiaison, refuse_plainly
from core.commands.parts import department, person
from core.errors import RuleViolation
from core.handover import (
    HandedOver,
    hand_over,
    move_tasks,
    numbers,
    open_tasks,
    successor_of,
    tell_both,
)
from core.messages import N_, Message
from core.model.organisation import (
    ROLE_LABELS,
    TIERS,
    Department,
    OrganisationRole,
    Person,
    Role,
    RoleProposal,
)
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

EVERY_ROLE_LABEL = {
    **{Role(role.value): label for role, label in ROLE_LABELS.items()},
    Role.HEAD: N_("head"),
    Role.LIAISON: N_("liaison"),
    Role.EXECUTOR: N_("executor"),
}


@command
class AddPerson(Command):
    """Add somebody by login; rights come from posts and roles, not from being listed."""

    verb: ClassVar[str] = "person add"
    label: ClassVar[Message] = N_("Add a person")
    keys: ClassVar[Mapping[str, str]] = {"people": "n"}

    login: str = arg(N_("Login"), limit=32, example=N_("wang"))
    name: str = arg(N_("Full name"), limit=60)
    email: str = arg(N_("E-mail"), default="", limit=254)
    contact: str = arg(N_("Contact"), default="", limit=60, example=N_("ext. 8888"))
    department: str = arg(N_("Department"), Kind.DEPARTMENT, default="")
    roles: tuple[str, ...] = arg(N_("Roles"), Kind.WORDS, default=(), example=N_("coordinator"))

    @property
    def about(self) -> str:
        return self.login

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        return standing.in_organisation(uow.actor) or standing.NOBODY

    def refuse(self, standings: frozenset[Standing]) -> None:
        refuse_plainly(self)

    def run(self, uow: UnitOfWork, subject: Any) -> Person:
        if uow.find(Person, login=self.login):
            raise RuleViolation(N_("{login} exists already.", login=self.login), "login")
        plain = self.login.replace("-", "").replace("_", "").replace(".", "")
        if not (plain.isascii() and plain.isalnum()):
            raise RuleViolation(
                N_("A login is of letters, digits, dot, dash and underscore."), "login", N_("wang")
            )
        check_email(self.email)
        home = department(uow, self.department).code if self.department else ""
        roles = tuple(dict.fromkeys(role(name) for name in self.roles))
        proposed = granting.needs_second(uow)
        added = uow.add(
            Person(
                login=self.login,
                name=self.name,
                email=self.email,
                contact=self.contact,
                department=home,
                roles=() if proposed else roles,
            )
        )
        for one in roles if proposed else ():
            granting.propose(uow, added, one)
        return added


def check_email(email: str) -> None:
    """Refuse what no mailer could use; an empty address is allowed."""
    local, at, domain = email.partition("@")
    if email and not (local and at and "." in domain and " " not in email):
        raise RuleViolation(
            N_("{email} is not an e-mail address.", email=email), "email", N_("wang@example.com")
        )


def role(name: str) -> OrganisationRole:
    """The organisation role that is called so, in either language."""
    found = meant(OrganisationRole, name)
    if len(found) != 1:
        raise RuleViolation(
            N_("There is no role {role}.", role=name),
            "roles",
            N_("One of: {roles}", roles=", ".join(OrganisationRole)),
        )
    return found[0]


def require_another_coordinator(uow: UnitOfWork, leaving: Person) -> None:
    """Refuse to let the last coordinator go, or nobody could name another."""
    people = uow.find(Person, active=True)
    left = [p.login for p in people if OrganisationRole.COORDINATOR in p.roles]
    if left == [leaving.login]:
        raise RuleViolation(N_("Somebody must remain coordinator."), "login")


@command
class OnPerson(Command):
    """A command about one person, named by login."""

    login: str = arg(N_("Login"), Kind.PERSON)

    @property
    def about(self) -> str:
        return self.login

    def subject(self, uow: UnitOfWork) -> Person:
        return uow.get(Person, self.login)

    def standings(self, uow: UnitOfWork, subject: Person) -> frozenset[Standing]:
        return standing.in_organisation(uow.actor) or standing.NOBODY

    def refuse(self, standings: frozenset[Standing]) -> None:
        refuse_plainly(self)


@command
class EditPerson(OnPerson):
    """Change what is known of a person; somebody who left is made inactive, never removed.

    What a person who leaves has open goes to ``successor``, else to the department's liaison.
    """

    verb: ClassVar[str] = "person edit"
    label: ClassVar[Message] = N_("Edit the person")
    keys: ClassVar[Mapping[str, str]] = {"people": "e"}
    undoable: ClassVar[bool] = True

    name: str | None = arg(N_("Full name"), default=None, limit=60)
    email: str | None = arg(N_("E-mail"), default=None, limit=254)
    contact: str | None = arg(N_("Contact"), default=None, limit=60)
    department: str | None = arg(N_("Department"), Kind.DEPARTMENT, default=None)
    active: bool | None = arg(N_("Active"), Kind.FLAG, default=None)
    successor: str = arg(N_("Takes over open work"), Kind.PERSON, default="")

    def run(self, uow: UnitOfWork, subject: Person) -> Person:
        names = ("name", "email", "contact", "department", "active")
        found = given(self, names)
        check_email(str(found.get("email", "")))
        if found.get("department"):
            department(uow, found["department"])
        record = replace(subject, **found)
        if subject.active and not record.active:
            require_another_coordinator(uow, subject)
            if subject.roles and granting.needs_second(uow):
                raise RuleViolation(
                    N_("{person} has a role; revoke it first, with a second coordinator.",
                       person=subject.login), "active",
                )  # fmt: skip
            leave(uow, subject, self.successor)
        return uow.save(record)


def leave(uow: UnitOfWork, leaving: Person, successor: str) -> HandedOver:
    """Hand over the tasks and posts of a person who goes; refused where nobody could have them."""
    if successor and (successor == leaving.login or not person(uow, successor, "successor").active):
        raise RuleViolation(
            N_("Name somebody else who is still there: {person} is not.", person=successor),
            "successor",
        )
    posts = [d for d in uow.find(Department) if leaving.login in d.contacts]
    headed = [d.code for d in posts if d.head == leaving.login]
    if headed and not successor:
        raise RuleViolation(
            N_("{person} heads {departments}: name who takes over.", person=leaving.login,
               departments=", ".join(headed)), "successor",
        )  # fmt: skip
    home = next(iter(uow.find(Department, code=leaving.department)), None)
    tasks = open_tasks(uow, [leaving.login])
    to = successor or (successor_of(home, leaving.login) if home else "")
    if tasks and not to:
        raise RuleViolation(
            N_("{person} has open tasks ({count}): {tasks}. Name who takes them over.",
               person=leaving.login, count=len(tasks),
               tasks=numbers([task.number for task in tasks])), "successor",
        )  # fmt: skip
    handed = HandedOver(move_tasks(uow, tasks, to))
    tell_both(uow, leaving.login, [leaving.login], to, handed)
    for post in posts:
        _leave_post(uow, post, leaving.login, successor)
    return handed


def _leave_post(uow: UnitOfWork, post: Department, leaving: str, successor: str) -> None:
    if post.head == leaving:
        post = uow.save(replace(post, head=successor))
    if leaving not in post.liaisons:
        return
    names = (successor if login == leaving else login for login in post.liaisons)
    liaisons = tuple(dict.fromkeys(login for login in names if login))
    kept = post.primary if post.primary in liaisons else ""
    wanted = replace(post, liaisons=liaisons, primary=kept or successor or next(iter(liaisons), ""))
    if liaisons:
        terms.record(uow, post, wanted, uow.worktime.day(uow.now))
        return
    if post.head:
        hand_over(uow, post.code, (), post.head)
    uow.save(wanted)


@command
class OfRole(OnPerson):
    """A command about one role of a person: the organisation's, or a department's tier (R1.1)."""

    role: Role | OrganisationRole = arg(N_("Role"), Kind.CHOICE, choices=Role)
    department: str = arg(N_("Department"), Kind.DEPARTMENT, default="", example=N_("RND"))

    def _home(self, uow: UnitOfWork, subject: Person) -> Department:
        """The department that a tier is of: the one named, else the person's own."""
        code = self.department or subject.department
        if not code:
            raise RuleViolation(
                N_("Say of which department: {role} is a role in one.",
                   role=EVERY_ROLE_LABEL[Role(self.role)]), "department",
            )  # fmt: skip
        return department(uow, code)


@command
class GrantRole(OfRole):
    """Give a person a role for the whole organisation, or a tier in a department (R1.1).

    Where the organisation wants two coordinators for it, a role of the organisation waits for
    the word of a second one.
    """

    verb: ClassVar[str] = "person grant"
    label: ClassVar[Message] = N_("Grant a role")
    keys: ClassVar[Mapping[str, str]] = {"people": "r"}
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Person) -> Person | Department | RoleProposal:
        if not subject.active:
            raise RuleViolation(N_("{person} is no longer active.", person=subject.login), "login")
        if self.role in TIERS:
            return self._tier(uow, subject, self._home(uow, subject))
        wanted = OrganisationRole(self.role.value)
        if wanted in subject.roles:
            raise RuleViolation(N_("{login} has that role already.", login=subject.login), "role")
        if granting.needs_second(uow):
            return granting.propose(uow, subject, wanted)
        return granting.give(uow, subject, wanted)

    def _tier(self, uow: UnitOfWork, subject: Person, home: Department) -> Person | Department:
        if self.role == Role.EXECUTOR:
            return uow.save(replace(subject, department=home.code))
        if self.role == Role.HEAD:
            return EditDepartment(code=home.code, head=subject.login).run(uow, home)
        if subject.login in home.liaisons:
            raise RuleViolation(N_("{login} has that role already.", login=subject.login), "role")
        liaisons = (*home.liaisons, subject.login)
        primary = home.primary or subject.login
        return SetLiaison(code=home.code, liaisons=liaisons, primary=primary).run(uow, home)


@command
class RevokeRole(OfRole):
    """Take a role away; the last coordinator keeps theirs, or nobody could give it back.

    Where the organisation wants two coordinators for it, this waits for the word of a second one.
    """

    verb: ClassVar[str] = "person revoke"
    label: ClassVar[Message] = N_("Revoke a role")
    keys: ClassVar[Mapping[str, str]] = {"people": "R"}
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Person) -> Person | Department | RoleProposal:
        if self.role in TIERS:
            return self._tier(uow, subject, self._home(uow, subject))
        role = OrganisationRole(self.role.value)
        if role not in subject.roles:
            raise self._not_theirs(subject)
        if role is OrganisationRole.COORDINATOR:
            require_another_coordinator(uow, subject)
        if granting.needs_second(uow):
            return granting.propose(uow, subject, role, revoke=True)
        return granting.take(uow, subject, role)

    def _not_theirs(self, subject: Person) -> RuleViolation:
        return RuleViolation(N_("{login} does not have that role.", login=subject.login), "role")

    def _tier(self, uow: UnitOfWork, subject: Person, home: Department) -> Person | Department:
        if self.role == Role.EXECUTOR and subject.department == home.code:
            return uow.save(replace(subject, department=""))
        if self.role == Role.HEAD and home.head == subject.login:
            return uow.save(replace(home, head=""))
        if self.role != Role.LIAISON or subject.login not in home.liaisons:
            raise self._not_theirs(subject)
        liaisons = tuple(login for login in home.liaisons if login != subject.login)
        if not liaisons:
            raise RuleViolation(
                N_("{department} would have no liaison; name another first.",
                   department=home.code), "role",
            )  # fmt: skip
        return SetLiaison(code=home.code, liaisons=liaisons).run(uow, home)


@command
class ConfirmRole(OnPerson):
    """Confirm, as a second coordinator, a role that another proposed to give or take (R1.1)."""

    verb: ClassVar[str] = "person confirm-role"
    label: ClassVar[Message] = N_("Confirm a role")
    keys: ClassVar[Mapping[str, str]] = {"people": "v"}

    def run(self, uow: UnitOfWork, subject: Person) -> Person:
        waiting = uow.find(RoleProposal, person=subject.login, confirmed_at=None, void=False)
        if not waiting:
            raise RuleViolation(
                N_("No role of {person} waits to be confirmed.", person=subject.login), "login"
            )
        others = [proposal for proposal in waiting if proposal.by != uow.actor.login]
        if not others:
            raise RuleViolation(N_("You proposed it yourself; another coordinator confirms."))
        for proposal in others:
            if proposal.revoke and proposal.role is OrganisationRole.COORDINATOR:
                require_another_coordinator(uow, subject)
            subject = granting.confirm(uow, subject, proposal)
        return subject
