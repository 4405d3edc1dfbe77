"""Verbs of the first start: all departments at once, then who heads and liaises (R1.1, R1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from core import standing, terms
from core.commands.base import Command, Kind, arg, command
from core.commands.department import AddDepartment, check_liaisons, refuse_plainly
from core.commands.parts import department
from core.commands.person import AddPerson
from core.errors import Incomplete, Refusal, RuleViolation, Unavailable
from core.messages import N_, Message
from core.model.organisation import Department, Person
from core.permissions import Standing
from core.text import shorten

if TYPE_CHECKING:
    from core.ports import UnitOfWork


class Line(NamedTuple):
    """One typed line, and which it is."""

    place: int
    text: str


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """What was set up: the codes of the departments that were named, new or not."""

    departments: tuple[str, ...]

    @property
    def about(self) -> str:
        """The codes in one line."""
        return ", ".join(self.departments)


def lines_of(text: str) -> list[Line]:
    """What stands on lines, or between semicolons at the end of an entry; blank ones left out."""
    found = [line.strip() for line in text.splitlines()]
    return [Line(place, line) for place, line in enumerate(found, 1) if line]


def codes_of(lines: list[Line]) -> str:
    """What the lines begin with, for the trail."""
    first = (re.match(r"\w*", line.text) for line in lines)
    return shorten(", ".join(found.group() for found in first if found), 60)


def at_line(line: Line, fault: Refusal, field: str) -> RuleViolation:
    """The fault with the line it is on."""
    return RuleViolation(
        N_("Line {line}: {fault}", line=line.place, fault=fault.message), field, fault.hint
    )


@command
class OfSettingUp(Command):
    """A command that fills an organisation; what is there already is left as it is."""

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        return standing.in_organisation(uow.actor) or standing.NOBODY

    def refuse(self, standings: frozenset[Standing]) -> None:
        refuse_plainly(self)

    def all_of(self, uow: UnitOfWork, lines: list[Line], field: str) -> SetUp:
        """Deal with every line; raises all their faults at once and leaves nothing half."""
        problems: list[Refusal] = []
        done: list[str] = []
        for line in lines:
            try:
                done.append(self.deal(uow, line.text).code)
            except Unavailable:
                raise
            except Refusal as fault:
                problems.append(at_line(line, fault, field))
        if problems:
            together = {f"f{n}": p.message for n, p in enumerate(problems)}
            text = "\n".join(f"{{{name}}}" for name in together)
            hint = problems[0].hint
            raise Incomplete(
                N_("Some lines cannot be taken."),
                [RuleViolation(Message(text, together), field, hint)],
            )
        return SetUp(departments=tuple(dict.fromkeys(done)))

    def deal(self, uow: UnitOfWork, text: str) -> Department:
        """Take in one line."""
        raise NotImplementedError


@command
class SetUpDepartments(OfSettingUp):
    """Add an organisation's departments at once, a line each: code, name, English name.

    Departments that are there already stay as they are, so it can be done again.
    """

    verb: ClassVar[str] = "department set-up"
    label: ClassVar[Message] = N_("Set up the departments")
    keys: ClassVar[Mapping[str, str]] = {"people": "i"}
    undoable: ClassVar[bool] = True

    departments: str = arg(
        N_("Departments"), Kind.LONG, limit=8000, example=N_("MKT 市场部 Marketing")
    )

    @property
    def about(self) -> str:
        return codes_of(self._lines)

    @property
    def _lines(self) -> list[Line]:
        return lines_of(re.sub(r"[;；]", "\n", self.departments))

    def run(self, uow: UnitOfWork, subject: Any) -> SetUp:
        return self.all_of(uow, self._lines, "departments")

    def deal(self, uow: UnitOfWork, text: str) -> Department:
        code, name, name_en, neutral = _department(text)
        known = [d for d in uow.find(Department, code=code.upper()) if d.active]
        if known:
            return known[0]
        made = AddDepartment(code=code, name=name, name_en=name_en, neutral=neutral)
        added: Department = made.run(uow, None)
        return added


def _department(text: str) -> tuple[str, str, str, bool]:
    """Code, name, English name, and whether a star behind the code calls it neutral."""
    code, _, names = text.replace("\u3000", " ").partition(" ")
    own, _, english = names.strip().partition(" ")
    if own.isascii():  # an English name may be of several words
        own, english = names.strip(), ""
    too_long = max(len(own), len(english)) > 60 or len(code.rstrip("*")) > 12
    if not own or too_long:
        raise RuleViolation(
            N_("A code, a name, and an English name if there is one."),
            hint=N_("MKT 市场部 Marketing"),
        )
    return code.rstrip("*"), own, english.strip(), code.endswith("*")


@command
class SetUpPosts(OfSettingUp):
    """Name head and liaisons of each department, a line each; people who are new are added.

    ``MKT: zhang 张伟; wang 王芳; liu`` names the head, the primary liaison, a second one, each by
    login and, where new, full name. A line without people leaves its department as it is.
    """

    verb: ClassVar[str] = "department staff"
    label: ClassVar[Message] = N_("Name heads and liaisons")
    keys: ClassVar[Mapping[str, str]] = {"people": "h"}
    undoable: ClassVar[bool] = True

    posts: str = arg(
        N_("Head; liaison; second liaison"), Kind.LONG, limit=20_000,
        example=N_("MKT: zhang 张伟; wang 王芳"),
    )  # fmt: skip

    @property
    def about(self) -> str:
        return codes_of(lines_of(self.posts))

    def run(self, uow: UnitOfWork, subject: Any) -> SetUp:
        return self.all_of(uow, lines_of(self.posts), "posts")

    def deal(self, uow: UnitOfWork, text: str) -> Department:
        code, colon, names = text.replace("：", ":").partition(":")
        if not colon:
            raise RuleViolation(
                N_("A code, a colon, the head; the liaisons."),
                hint=N_("MKT: zhang 张伟; wang 王芳"),
            )
        home = department(uow, code.strip())
        typed = [name.strip() for name in re.split(r"[;；]", names)]
        logins = [_login(uow, name, home.code) if name else "" for name in typed]
        head, liaisons = logins[0], tuple(dict.fromkeys(filter(None, logins[1:])))
        headed = replace(home, head=head) if head else home
        wanted = headed
        if liaisons:
            wanted = replace(headed, liaisons=liaisons, primary=liaisons[0])
        check_liaisons(uow, wanted)
        if headed != home:
            headed = uow.save(headed)
        if (wanted.liaisons, wanted.primary) != (home.liaisons, home.primary):
            return terms.record(uow, headed, wanted, uow.worktime.day(uow.now))
        return headed


def _login(uow: UnitOfWork, text: str, code: str) -> str:
    """The login of who is named: of the department from now on, and added if new."""
    login, _, name = text.replace("\u3000", " ").partition(" ")
    if uow.find(Person, login=login):
        return login
    if len(login) > 32 or len(name) > 60:
        raise RuleViolation(N_("A login, and a full name: {typed}", typed=text[:40]))
    added = AddPerson(login=login, name=name.strip() or login, department=code)
    made: Person = added.run(uow, None)
    return made.login
