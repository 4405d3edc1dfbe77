"""Verbs of departments: add, edit, liaisons (R1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from core import standing, terms
from core.commands.base import Command, Kind, arg, command, given, reason
from core.commands.parts import person
from core.errors import RuleViolation
from core.handover import hand_over
from core.messages import N_, Message
from core.model.organisation import Department
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork


def check_liaisons(uow: UnitOfWork, record: Department) -> None:
    """One or two liaisons, exactly one of them primary, all known people (R1.2)."""
    if len(record.liaisons) > 2:
        raise RuleViolation(N_("A department has one or two liaisons."), "liaisons")
    for login in record.contacts:
        if not person(uow, login, "liaisons").active:
            raise RuleViolation(N_("{person} is no longer active.", person=login), "liaisons")
    if record.liaisons and record.primary not in record.liaisons:
        raise RuleViolation(
            N_("Exactly one of the liaisons is primary."),
            "primary",
            N_("One of: {liaisons}", liaisons=", ".join(record.liaisons)),
        )
    if record.primary and not record.liaisons:
        raise RuleViolation(N_("The primary liaison is not among the liaisons."), "primary")


@command
class AddDepartment(Command):
    """Add a department; its head and liaisons may follow when they are known.

    A code that was dissolved begins anew with what is given.
    """

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
        known = next(iter(uow.find(Department, code=code)), None)
        if known and known.active:
            raise RuleViolation(N_("{code} exists already.", code=code), "code")
        record = Department(
            id=known.id if known else 0,
            version=known.version if known else 0,
            code=code,
            name=self.name,
            name_en=self.name_en,
            head=self.head,
            liaisons=self.liaisons,
            primary=self.primary or (self.liaisons[0] if len(self.liaisons) == 1 else ""),
            neutral=self.neutral,
        )
        check_liaisons(uow, record)
        return uow.save(record) if known else uow.add(record)


def refuse_plainly(command: Command) -> None:
    """People and departments are visible to all, so a refusal is no secret."""
    Command.refuse(command, frozenset({Standing.ADM}))


@command
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


@command
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
        found = given(self, names)
        record = replace(subject, **found)
        check_liaisons(uow, record)
        if record.head != subject.head and not record.primary and subject.head and record.head:
            hand_over(uow, record.code, (), record.head)
        return uow.save(record)


@command
class SetLiaison(OnDepartment):
    """Name a department's liaisons from a day on, one of them primary (R1.2).

    On that day the open notices of the department and the open tasks of whoever leaves go to the
    new primary liaison, and both are told. After the last day those before liaise again.
    """

    verb: ClassVar[str] = "department set-liaison"
    label: ClassVar[Message] = N_("Set the liaisons")
    keys: ClassVar[Mapping[str, str]] = {"people": "l"}
    undoable: ClassVar[bool] = True

    liaisons: tuple[str, ...] = arg(N_("Liaisons"), Kind.PEOPLE, example=N_("wang, zhao"))
    primary: str = arg(N_("Primary liaison"), Kind.PERSON, default="")
    start: date | None = arg(N_("From (today if empty)"), Kind.DATE, default=None)
    until: date | None = arg(N_("Last day, if it ends"), Kind.DATE, default=None)
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
        start = self.start or uow.worktime.day(uow.now)
        terms.check_days(uow, start, self.until)
        if start > uow.worktime.day(uow.now):
            self._announce(uow, subject, record, start)
        return terms.record(uow, subject, record, start, self.until, self.reason)

    def _announce(
        self, uow: UnitOfWork, subject: Department, record: Department, start: date
    ) -> None:
        text = N_("Liaisons of {department} from {day}: {people}", department=subject.code,
                  day=start.isoformat(), people=", ".join(record.liaisons))  # fmt: skip
        for login in dict.fromkeys((*subject.liaisons, *record.liaisons)):
            uow.tell(login, subject.code, text, why=self.reason)
