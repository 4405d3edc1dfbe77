"""What takes effect because its day has come: changes of liaisons, absences (R1.2, R16.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from core.messages import N_, Message, unpack
from core.model.desk import Notice
from core.model.organisation import Absence, Department, LiaisonTerm
from core.ports import UpTo

if TYPE_CHECKING:
    from core.ports import UnitOfWork


class Effect(NamedTuple):
    """What takes effect: about which record, what is said of it to whom, and the deed."""

    cause: str
    about: str
    text: Message
    people: tuple[str, ...]


def due(uow: UnitOfWork) -> Iterator[Effect]:
    """Everything whose day has come and that was not carried out yet."""
    today = uow.worktime.day(uow.now)
    standing = {"ended_at": None, "void": False}
    over = uow.find(LiaisonTerm, **standing, until=UpTo(today - timedelta(days=1)))
    begun = uow.find(LiaisonTerm, **standing, applied_at=None, start=UpTo(today))
    for term in sorted({term.id: term for term in (*over, *begun)}.values(), key=lambda t: t.id):
        yield _of_term(uow, term, is_over=term in over)
    for absence in uow.find(Absence, told_at=None, void=False):
        if absence.deputy and absence.covers(today):
            yield Effect(
                f"absence:{absence.id}", absence.person, standing_in(absence), (absence.deputy,)
            )


def _of_term(uow: UnitOfWork, term: LiaisonTerm, is_over: bool) -> Effect:
    department = uow.get(Department, term.department)
    liaisons = term.before if is_over else term.liaisons
    told = (department.head, *department.liaisons, *liaisons)
    return Effect(
        f"{'term-end' if is_over else 'term'}:{term.id}",
        term.department,
        N_("Liaisons of {department} from today: {people}", department=term.department,
           people=", ".join(liaisons) or "–"),
        tuple(dict.fromkeys(login for login in told if login)),
    )  # fmt: skip


def carry_out(uow: UnitOfWork, cause: str) -> None:
    """Let the effect of this cause be."""
    kind, _, number = cause.partition(":")
    if kind == "absence":
        begin(uow, uow.find(Absence, id=int(number))[0])
        return
    from core import terms

    term = uow.find(LiaisonTerm, id=int(number))[0]
    (terms.end if kind == "term-end" else terms.carry_out)(uow, term)


def begin(uow: UnitOfWork, absence: Absence) -> Absence:
    """Hand the absent person's open notices to the deputy as well."""
    for notice in uow.find(Notice, person=absence.person, read_at=None, withdrawn_at=None):
        said = Message(notice.text, unpack(notice.values))
        uow.tell(
            absence.deputy,
            notice.about,
            N_("For {person}: {notice}", person=absence.person, notice=said),
            cause=notice.cause,
            why=notice.why,
            until=notice.until,
        )
    return uow.save(replace(absence, told_at=uow.now))


def standing_in(absence: Absence) -> Message:
    """What a deputy is told."""
    return N_(
        "You stand in for {person} from {start} to {until}.",
        person=absence.person,
        start=absence.start.isoformat(),
        until=absence.until.isoformat(),
    )
