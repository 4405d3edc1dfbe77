"""Changes of liaisons: recorded with their days, carried out on the day they begin (R1.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.errors import RuleViolation
from core.handover import HandedOver, hand_over
from core.messages import N_
from core.model.organisation import Department, LiaisonTerm, Person

if TYPE_CHECKING:
    from core.ports import UnitOfWork


def check_days(uow: UnitOfWork, start: date, until: date | None) -> None:
    """Refuse days in the past and an end before its beginning."""
    today = uow.worktime.day(uow.now)
    if start < today:
        raise RuleViolation(
            N_("{day} is past; it can begin today at the earliest.", day=start.isoformat()),
            "start",
            N_("today, +3d, 2026-12-01"),
        )
    if until is not None and until < start:
        raise RuleViolation(
            N_(
                "It would end on {until}, before it begins on {start}.",
                until=until.isoformat(),
                start=start.isoformat(),
            ),
            "until",
            N_("today, +3d, 2026-12-01"),
        )


def record(
    uow: UnitOfWork,
    department: Department,
    wanted: Department,
    start: date,
    until: date | None = None,
    reason: str = "",
) -> Department:
    """Note the change to the liaisons of *wanted*, and carry it out if it begins today.

    Another change planned for the same day makes room for it.
    """
    for planned in uow.find(LiaisonTerm, department=department.code, applied_at=None, void=False):
        if planned.start == start:
            uow.save(replace(planned, void=True))
    term = uow.add(
        LiaisonTerm(
            department=department.code,
            liaisons=wanted.liaisons,
            primary=wanted.primary,
            before=department.liaisons,
            before_primary=department.primary,
            start=start,
            until=until,
            reason=reason,
            by=uow.actor.login,
            at=uow.now,
        )
    )
    if start <= uow.worktime.day(uow.now):
        return carry_out(uow, term)
    return department


def carry_out(uow: UnitOfWork, term: LiaisonTerm) -> Department:
    """Let the liaisons of a term begin: those who leave hand over what is open."""
    department = uow.get(Department, term.department)
    present = tuple(p for p in term.liaisons if _is_here(uow, p))
    if not present:  # whoever was named has left meanwhile: everything stays as it is
        uow.save(replace(term, void=True))
        return department
    primary = term.primary if term.primary in present else present[0]
    record, handed = _change(uow, department, present, primary)
    uow.save(
        replace(
            term,
            before=department.liaisons,
            before_primary=department.primary,
            applied_at=uow.now,
            tasks=handed.tasks,
            notices=handed.notices,
        )
    )
    return record


def end(uow: UnitOfWork, term: LiaisonTerm) -> Department:
    """Let those who liaised before do so again, unless somebody else was named meanwhile."""
    department = uow.get(Department, term.department)
    uow.save(replace(term, ended_at=uow.now, applied_at=term.applied_at or uow.now))
    if not term.applied_at or department.liaisons != term.liaisons:
        return department
    present = tuple(login for login in term.before if _is_here(uow, login))
    primary = term.before_primary if term.before_primary in present else ""
    return _change(uow, department, present, primary or next(iter(present), ""))[0]


def _is_here(uow: UnitOfWork, login: str) -> bool:
    return bool(uow.find(Person, login=login, active=True))


def _change(
    uow: UnitOfWork, department: Department, liaisons: tuple[str, ...], primary: str
) -> tuple[Department, HandedOver]:
    changed = replace(department, liaisons=liaisons, primary=primary)
    leaving = [login for login in department.liaisons if login not in liaisons]
    handed = HandedOver()
    if department.primary and (to := primary or department.head):
        moves = primary != department.primary
        handed = hand_over(uow, department.code, leaving, to, notices=moves)
    return uow.save(changed), handed
