"""Verbs of absences: who is away, who stands in, and that they are back (R1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from core import by_date, standing, terms
from core.commands.base import Kind, arg, command, reason
from core.commands.parts import person
from core.commands.person import OnPerson
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.organisation import Absence, Person
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork


@command
class OfAbsence(OnPerson):
    """A command about somebody's absence: their own, their head's or a coordinator's."""

    def standings(self, uow: UnitOfWork, subject: Person) -> frozenset[Standing]:
        return standing.of_person(uow.actor, subject)


@command
class MarkAbsent(OfAbsence):
    """Say that a person is away, and who stands in: acts and is told in their place (R1.2).

    The deputy is of the same department unless the head or a coordinator names another. Nobody
    stands in who is away then, and nobody is away who stands in: there are no chains.
    """

    verb: ClassVar[str] = "person absent"
    label: ClassVar[Message] = N_("Away, with a deputy")
    keys: ClassVar[Mapping[str, str]] = {"people": "w"}
    undoable: ClassVar[bool] = True

    start: date | None = arg(N_("First day away"), Kind.DATE, default=None)
    until: date = arg(N_("Last day away"), Kind.DATE)
    deputy: str = arg(N_("Deputy"), Kind.PERSON, default="")
    reason: str = reason(N_("Reason"), default="")

    def run(self, uow: UnitOfWork, subject: Person) -> Absence:
        start = self.start or uow.worktime.day(uow.now)
        terms.check_days(uow, start, self.until)
        known = uow.find(Absence, void=False)
        self._require_present(known, subject.login, start)
        if self.deputy:
            self._require_deputy(uow, subject, known, start)
        absence = uow.add(
            Absence(
                person=subject.login, start=start, until=self.until, deputy=self.deputy,
                reason=self.reason, by=uow.actor.login, at=uow.now,
            )
        )  # fmt: skip
        if not self.deputy:
            return absence
        uow.tell(self.deputy, subject.login, by_date.standing_in(absence), why=self.reason)
        today = uow.worktime.day(uow.now)
        return by_date.begin(uow, absence) if absence.covers(today) else absence

    def _require_present(self, known: list[Absence], login: str, start: date) -> None:
        for other in known:
            if other.person == login and other.meets(start, self.until):
                raise RuleViolation(
                    N_(
                        "{person} is away already from {start} to {until}. "
                        "End that first: person back {person}",
                        person=login,
                        start=other.start.isoformat(),
                        until=other.last.isoformat(),
                    ),
                    "start",
                )
            if other.deputy == login and other.meets(start, self.until):
                raise RuleViolation(
                    N_(
                        "{person} stands in for {absent} until {until}. "
                        "Give {absent} another deputy first.",
                        person=login,
                        absent=other.person,
                        until=other.last.isoformat(),
                    ),
                    "start",
                )

    def _require_deputy(
        self, uow: UnitOfWork, subject: Person, known: list[Absence], start: date
    ) -> None:
        deputy = person(uow, self.deputy, "deputy")
        if deputy.login == subject.login:
            raise RuleViolation(N_("Nobody stands in for themselves."), "deputy")
        if not deputy.active:
            raise RuleViolation(N_("{person} is no longer active.", person=deputy.login), "deputy")
        may_name_any = self.standings(uow, subject) & {Standing.ADM, Standing.HEAD}
        if deputy.department != subject.department and not may_name_any:
            raise RuleViolation(
                N_(
                    "Your deputy is of your own department, {department}. "
                    "Its head or a coordinator may name another.",
                    department=subject.department or "–",
                ),
                "deputy",
            )
        for other in known:
            if other.person == deputy.login and other.meets(start, self.until):
                raise RuleViolation(
                    N_(
                        "{person} is away too, from {start} to {until}. Name another deputy.",
                        person=deputy.login,
                        start=other.start.isoformat(),
                        until=other.last.isoformat(),
                    ),
                    "deputy",
                )


@command
class MarkBack(OfAbsence):
    """Say that a person is back from today on, or will not be away after all (R1.2)."""

    verb: ClassVar[str] = "person back"
    label: ClassVar[Message] = N_("Back at work")
    keys: ClassVar[Mapping[str, str]] = {"people": "b"}
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Person) -> Absence:
        today = uow.worktime.day(uow.now)
        mine = [a for a in uow.find(Absence, person=subject.login, void=False) if a.last >= today]
        coming = sorted((a for a in mine if a.last >= a.start), key=lambda absence: absence.start)
        if not coming:
            raise RuleViolation(N_("{person} is not away.", person=subject.login), "login")
        absence = coming[0]
        if absence.deputy:
            uow.tell(
                absence.deputy,
                subject.login,
                N_("{person} is back; you stand in no longer.", person=subject.login),
            )
        return uow.save(replace(absence, back_on=max(today, absence.start)))
