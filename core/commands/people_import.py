"""People that come in from a file: row by row, all of them one step to undo (R1.1, R2.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from core import standing, terms
from core.commands.base import Command, Kind, arg, command
from core.commands.department import check_liaisons, refuse_plainly
from core.commands.parts import department
from core.commands.person import AddPerson
from core.errors import Refusal, RuleViolation, Unavailable
from core.messages import N_, Message
from core.model.organisation import Department, Person
from core.permissions import Standing
from core.policy import LIAISONS_AT_MOST

if TYPE_CHECKING:
    from core.ports import UnitOfWork


@command
class PersonForm(AddPerson):
    """A row: a person, and whether they head their department or liaise for it."""

    head: bool = arg(N_("Head"), Kind.FLAG, default=False)
    liaison: bool = arg(N_("Liaison"), Kind.FLAG, default=False)
    primary: bool = arg(N_("Primary liaison"), Kind.FLAG, default=False)


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A form and the row of the file it stands in."""

    row: int
    form: PersonForm


@dataclass(frozen=True, kw_only=True)
class ImportedPeople:
    """What became of the rows, by row."""

    done: dict[int, Person] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)


@command
class ImportPeople(Command):
    """Take in the people of a CSV, XLSX or JSON file: good rows go in, bad ones are refused.

    A row may name its person head or liaison of the department. Who left is taken back with what
    the row says. Undoing makes everybody who came in inactive and gives the posts back.
    """

    verb: ClassVar[str] = "person import"
    label: ClassVar[Message] = N_("Import people")
    keys: ClassVar[Mapping[str, str]] = {"people": "I"}
    undoable: ClassVar[bool] = True

    file: str = arg(N_("File"), Kind.TEXT, limit=1000, example=N_("people.csv"))
    rows: tuple[PersonRow, ...] = ()

    @property
    def about(self) -> str:
        return self.file.rpartition("/")[2]

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        return standing.in_organisation(uow.actor) or standing.NOBODY

    def refuse(self, standings: frozenset[Standing]) -> None:
        refuse_plainly(self)

    def run(self, uow: UnitOfWork, subject: Any) -> ImportedPeople:
        found = ImportedPeople()
        posts = _Posts(uow)
        for row in self.rows:
            try:
                with uow.attempt():
                    found.done[row.row] = _added(uow, row.form)
                    posts.give(row.form)
            except Unavailable:
                raise
            except Refusal as error:
                found.done.pop(row.row, None)
                found.refused[row.row] = error
        posts.settle()
        return found


def _added(uow: UnitOfWork, form: PersonForm) -> Person:
    left = [p for p in uow.find(Person, login=form.login) if not p.active]
    if not left:
        added: Person = form.run(uow, None)
        return added
    home = department(uow, form.department).code if form.department else ""
    return uow.save(
        replace(
            left[0], name=form.name, email=form.email, contact=form.contact, department=home,
            active=True,
        )
    )  # fmt: skip


class _Posts:
    """Heads and liaisons as the rows name them; carried out together, once for a department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._before: dict[str, Department] = {}
        self._wanted: dict[str, Department] = {}
        self._headed: set[str] = set()
        self._named: set[str] = set()  # departments whose primary liaison the file names

    def give(self, form: PersonForm) -> None:
        """Note the posts of one row; refuse what would be one too many."""
        if not (form.head or form.liaison or form.primary):
            return
        if not form.department:
            raise RuleViolation(N_("A post is in a department: name it."), "department")
        known = department(self._uow, form.department)
        wanted = self._wanted.get(known.code, known)
        if form.head:
            wanted = self._headed_by(wanted, form.login)
        if form.liaison or form.primary:
            wanted = self._with_liaison(wanted, form)
        check_liaisons(self._uow, wanted)
        self._before.setdefault(known.code, known)
        self._wanted[known.code] = wanted
        self._headed |= {known.code} if form.head else set()
        self._named |= {known.code} if form.primary else set()

    def _headed_by(self, wanted: Department, login: str) -> Department:
        if wanted.code in self._headed:
            raise RuleViolation(
                N_("{department} has a head already: {person}", department=wanted.code,
                   person=wanted.head), "head",
            )  # fmt: skip
        return replace(wanted, head=login)

    def _with_liaison(self, wanted: Department, form: PersonForm) -> Department:
        liaisons = tuple(dict.fromkeys((*wanted.liaisons, form.login)))
        if len(liaisons) > LIAISONS_AT_MOST:
            raise RuleViolation(
                N_("{department} has two liaisons already: {people}", department=wanted.code,
                   people=", ".join(wanted.liaisons)), "liaison",
            )  # fmt: skip
        if form.primary and wanted.code in self._named:
            raise RuleViolation(
                N_("{department} has a primary liaison already: {person}",
                   department=wanted.code, person=wanted.primary), "primary",
            )  # fmt: skip
        primary = form.login if form.primary or not wanted.primary else wanted.primary
        return replace(wanted, liaisons=liaisons, primary=primary)

    def settle(self) -> None:
        """Let the heads and liaisons be those that the rows named."""
        for code, before in self._before.items():
            wanted, now = self._wanted[code], before
            if wanted.head != before.head:
                now = self._uow.save(replace(before, head=wanted.head))
            if (wanted.liaisons, wanted.primary) != (before.liaisons, before.primary):
                today = self._uow.worktime.day(self._uow.now)
                terms.record(self._uow, now, wanted, today)
