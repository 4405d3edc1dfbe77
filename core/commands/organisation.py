"""Verbs of people and departments: add, edit, liaisons, roles (R1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from core import standing
from core.choices import meant
from core.commands.base import Command, Kind, arg, reason
from core.commands.parts import department, person
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.desk import Notice
from core.model.organisation import Department, OrganisationRole, Person
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

ROLE_LABELS = {
    OrganisationRole.COORDINATOR: N_("coordinator"),
    OrganisationRole.MANAGEMENT: N_("management"),
    OrganisationRole.AUDITOR: N_("auditor"),
}


def check_liaisons(uow: UnitOfWork, record: Department) -> None:
    """One or two liaisons, exactly one of them primary, all known people (R1.2)."""
    if len(record.liaisons) > 2:
        raise RuleViolation(N_("A department has one or two liaisons."), "liaisons")
    for login in record.contacts:
        person(uow, login, "liaisons")
    if record.liaisons and record.primary not in record.liaisons:
        raise RuleViolation(
            N_("Exactly one of the liaisons is primary."),
            "primary",
            N_("One of: {liaisons}", liaisons=", ".join(record.liaisons)),
        )
    if record.primary and not record.liaisons:
        raise RuleViolation(N_("The primary liaison is not among the liaisons."), "primary")


@dataclass(frozen=True, kw_only=True)
class AddDepartment(Command):
    """Add a department; its head and liaisons may follow when they are known."""

    verb: ClassVar[str] = "department add"
    label: ClassVar[Message] = N_("Add a department")
    keys: ClassVar[Mapping[str, str]] = {"people": "d"}

    code: str = arg(N_("Code"), limit=12, example=N_("RND"))
    name: str = arg(N_("Name"), limit=60)
    name_en: str = arg(N_("English name"), default="", limit=60)
    head: str = arg(N_("Head"), Kind.PERSON, default="")
    liaisons: tuple[str, ...] = arg(N_("Liaisons"), Kind.PEOPLE, default=())
    primary: str = arg(N_("Primary liaison"), Kind.PERSON, default="")
    neutral: bool = arg(N_("Neutral (leads issue coordination)"), Kind.FLAG, default=False)

    @property
    def about(self) -> str:
        return self.code

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        return standing.in_organisation(uow.actor) or standing.NOBODY

    def refuse(self, standings: frozenset[Standing]) -> None:
        refuse_plainly(self)

    def run(self, uow: UnitOfWork, subject: Any) -> Department:
        if not (self.code.isascii() and self.code.isalnum()):
            raise RuleViolation(N_("A code is of letters and digits."), "code", N_("RND"))
        code = self.code.upper()
        if uow.find(Department, code=code):
            raise RuleViolation(N_("{code} exists already.", code=code), "code")
        record = Department(
            code=code,
            name=self.name,
            name_en=self.name_en,
            head=self.head,
            liaisons=self.liaisons,
            primary=self.primary or (self.liaisons[0] if len(self.liaisons) == 1 else ""),
            neutral=self.neutral,
        )
        check_liaisons(uow, record)
        return uow.add(record)


def refuse_plainly(command: Command) -> None:
    """People and departments are visible to all, so a refusal is no secret."""
    Command.refuse(command, frozenset({Standing.ADM}))


@dataclass(frozen=True, kw_only=True)
class OnDepartment(Command):
    """A command about one department, named by its code."""

    code: str = arg(N_("Department"), Kind.DEPARTMENT, example=N_("RND"))

    @property
    def about(self) -> str:
        return self.code

    def subject(self, uow: UnitOfWork) -> Department:
        return uow.get(Department, self.code)

    def standings(self, uow: UnitOfWork, subject: Department) -> frozenset[Standing]:
        return standing.of_department(uow.actor, subject)

    def refuse(self, standings: frozenset[Standing]) -> None:
        refuse_plainly(self)


@dataclass(frozen=True, kw_only=True)
class EditDepartment(OnDepartment):
    """Change a department's names, head or neutrality."""

    verb: ClassVar[str] = "department edit"
    label: ClassVar[Message] = N_("Edit the department")
    keys: ClassVar[Mapping[str, str]] = {"people": "E"}
    undoable: ClassVar[bool] = True

    name: str | None = arg(N_("Name"), default=None, limit=60)
    name_en: str | None = arg(N_("English name"), default=None, limit=60)
    head: str | None = arg(N_("Head"), Kind.PERSON, default=None)
    neutral: bool | None = arg(N_("Neutral (leads issue coordination)"), Kind.FLAG, default=None)

    def standings(self, uow: UnitOfWork, subject: Department) -> frozenset[Standing]:
        return standing.in_organisation(uow.actor) or standing.NOBODY

    def run(self, uow: UnitOfWork, subject: Department) -> Department:
        names = ("name", "name_en", "head", "neutral")
        given = {n: v for n in names if (v := getattr(self, n)) is not None}
        record = replace(subject, **given)
        check_liaisons(uow, record)
        return uow.save(record)


@dataclass(frozen=True, kw_only=True)
class SetLiaison(OnDepartment):
    """Name a department's liaisons, one of them primary; open notices move along (R1.2)."""

    verb: ClassVar[str] = "department set-liaison"
    label: ClassVar[Message] = N_("Set the liaisons")
    keys: ClassVar[Mapping[str, str]] = {"people": "l"}
    undoable: ClassVar[bool] = True

    liaisons: tuple[str, ...] = arg(N_("Liaisons"), Kind.PEOPLE, example=N_("wang, zhao"))
    primary: str = arg(N_("Primary liaison"), Kind.PERSON, default="")
    reason: str = reason(N_("Reason"), default="")

    def run(self, uow: UnitOfWork, subject: Department) -> Department:
        if not self.liaisons:
            raise RuleViolation(N_("A department has one or two liaisons."), "liaisons")
        record = replace(
            subject,
            liaisons=tuple(dict.fromkeys(self.liaisons)),
            primary=self.primary or self.liaisons[0],
        )
        check_liaisons(uow, record)
        if subject.primary and record.primary != subject.primary:
            _hand_over(uow, subject.code, record.primary)
        return uow.save(record)


def _hand_over(uow: UnitOfWork, code: str, to: str) -> None:
    """Give a department's open notices to its new liaison, but none they were sent already."""
    told = {notice.cause for notice in uow.find(Notice, person=to)}
    for notice in uow.find(Notice, department=code, read_at=None, withdrawn_at=None):
        if notice.cause not in told:
            uow.save(replace(notice, person=to))


@dataclass(frozen=True, kw_only=True)
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
        if self.department:
            department(uow, self.department)
        return uow.add(
            Person(
                login=self.login,
                name=self.name,
                email=self.email,
                contact=self.contact,
                department=self.department,
                roles=tuple(dict.fromkeys(role(name) for name in self.roles)),
            )
        )


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


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class EditPerson(OnPerson):
    """Change what is known of a person; somebody who left is made inactive, never removed."""

    verb: ClassVar[str] = "person edit"
    label: ClassVar[Message] = N_("Edit the person")
    keys: ClassVar[Mapping[str, str]] = {"people": "e"}
    undoable: ClassVar[bool] = True

    name: str | None = arg(N_("Full name"), default=None, limit=60)
    email: str | None = arg(N_("E-mail"), default=None, limit=254)
    contact: str | None = arg(N_("Contact"), default=None, limit=60)
    department: str | None = arg(N_("Department"), Kind.DEPARTMENT, default=None)
    active: bool | None = arg(N_("Active"), Kind.FLAG, default=None)

    def run(self, uow: UnitOfWork, subject: Person) -> Person:
        names = ("name", "email", "contact", "department", "active")
        given = {n: v for n in names if (v := getattr(self, n)) is not None}
        check_email(str(given.get("email", "")))
        if given.get("department"):
            department(uow, given["department"])
        record = replace(subject, **given)
        if not record.active:
            require_another_coordinator(uow, subject)
        return uow.save(record)


@dataclass(frozen=True, kw_only=True)
class GrantRole(OnPerson):
    """Give a person a role for the whole organisation (R1.1)."""

    verb: ClassVar[str] = "person grant"
    label: ClassVar[Message] = N_("Grant a role")
    keys: ClassVar[Mapping[str, str]] = {"people": "r"}
    undoable: ClassVar[bool] = True

    role: OrganisationRole = arg(N_("Role"), Kind.CHOICE, choices=OrganisationRole)

    def run(self, uow: UnitOfWork, subject: Person) -> Person:
        if self.role in subject.roles:
            raise RuleViolation(N_("{login} has that role already.", login=subject.login), "role")
        return uow.save(replace(subject, roles=(*subject.roles, self.role)))


@dataclass(frozen=True, kw_only=True)
class RevokeRole(OnPerson):
    """Take a role away; the last coordinator keeps theirs, or nobody could give it back."""

    verb: ClassVar[str] = "person revoke"
    label: ClassVar[Message] = N_("Revoke a role")
    keys: ClassVar[Mapping[str, str]] = {"people": "R"}
    undoable: ClassVar[bool] = True

    role: OrganisationRole = arg(N_("Role"), Kind.CHOICE, choices=OrganisationRole)

    def run(self, uow: UnitOfWork, subject: Person) -> Person:
        if self.role not in subject.roles:
            raise RuleViolation(N_("{login} does not have that role.", login=subject.login), "role")
        if self.role is OrganisationRole.COORDINATOR:
            require_another_coordinator(uow, subject)
        roles = tuple(role for role in subject.roles if role is not self.role)
        return uow.save(replace(subject, roles=roles))
