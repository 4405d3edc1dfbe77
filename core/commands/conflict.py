"""Verbs of the conflict ledger: open, note, settle, confirm, reopen, escalate (R12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core import standing
from core.commands.base import Command, Kind, arg, command, no_such, reason
from core.commands.parts import (
    department,
    speak_for,
    standings_to_task,
    start_clock,
    stop_clock,
    tell_coordinators,
    tell_department,
    tell_role,
    visible,
)
from core.errors import NotPermitted, RuleViolation
from core.messages import N_, Message
from core.model.conflict import Claim, Conflict, ConflictLevel, ConflictState, ConflictType
from core.model.desk import DeadlineKind
from core.model.organisation import OrganisationRole
from core.model.request import Request
from core.model.work import Task
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

LEVEL_LABELS = {
    ConflictLevel.GENERAL: N_("general"),
    ConflictLevel.MODERATE: N_("moderate"),
    ConflictLevel.MAJOR: N_("major"),
}
STATE_LABELS = {
    ConflictState.OPEN: N_("open"),
    ConflictState.SETTLED: N_("settled, to be confirmed"),
    ConflictState.CLOSED: N_("closed"),
}
TYPE_LABELS = {
    ConflictType.INFORMATION: N_("information"),
    ConflictType.RESOURCES: N_("resources"),
    ConflictType.GOALS: N_("goals"),
    ConflictType.DUTIES: N_("duties"),
    ConflictType.PROCESS: N_("procedures"),
}
SETTLES = {
    ConflictLevel.GENERAL: (
        frozenset({Standing.LIA, Standing.LLIA, Standing.REQ}),
        N_("the liaisons of the parties"),
    ),
    ConflictLevel.MODERATE: (
        frozenset({Standing.ADM, Standing.LEAD}),
        N_("the coordinator or the lead's head"),
    ),
    ConflictLevel.MAJOR: (frozenset({Standing.MGT}), N_("management")),
}


def request_of(uow: UnitOfWork, about: str) -> Request | None:
    """The request a conflict is about, directly or through one of its tasks."""
    if about.upper().startswith("TSK-"):
        about = uow.get(Task, about).request
    return uow.get(Request, about) if about else None


def clock(uow: UnitOfWork, conflict: Conflict) -> None:
    """Start the level's clock: 1, 3 or 5 working days, 48 h for a sudden one (R12.1, R12.2)."""
    name = "settle_sudden" if conflict.sudden else f"settle_{conflict.level.name.lower()}"
    request = request_of(uow, conflict.about)
    role = {ConflictLevel.MODERATE: "coordinator", ConflictLevel.MAJOR: "management"}
    start_clock(
        uow,
        DeadlineKind.SETTLE,
        conflict.number,
        uow.policy[name],
        request=request.number if request else "",
        role=role.get(conflict.level, ""),
    )


@command
class OpenConflict(Command):
    """Put a quarrel on record at a level; its clock starts and the parties are told (R12.1)."""

    verb: ClassVar[str] = "conflict open"
    label: ClassVar[Message] = N_("Open a conflict")
    keys: ClassVar[Mapping[str, str]] = {
        "conflicts": "n",
        "assignment": "i",
        "board": "i",
        "live": "c",
    }

    title: str = arg(N_("What it is about"), limit=120)
    level: ConflictLevel = arg(
        N_("Level"), Kind.CHOICE, choices=ConflictLevel, default=ConflictLevel.GENERAL
    )
    type: ConflictType = arg(
        N_("Type"), Kind.CHOICE, choices=ConflictType, default=ConflictType.INFORMATION
    )
    parties: tuple[str, ...] = arg(N_("Parties"), Kind.DEPARTMENTS, example=N_("MKT, PRD"))
    about: str = arg(N_("About"), Kind.RECORD, default="", example=N_("XMBG-202611001"))
    claim: str = arg(N_("Your side's view"), Kind.LONG, default="", limit=4000)
    cause: str = arg(N_("Cause"), Kind.LONG, default="", limit=2000)
    sudden: bool = arg(N_("Sudden"), Kind.FLAG, default=False)

    def subject(self, uow: UnitOfWork) -> Request | None:
        request = request_of(uow, self.about)
        if request or not self.about:
            return visible(uow, request.name, self.about) if request else None
        if standings_to_task(uow, uow.get(Task, self.about)) == standing.NOBODY:
            raise no_such(self.about)
        return None

    def standings(self, uow: UnitOfWork, subject: Request | None) -> frozenset[Standing]:
        posts = standing.by_post(uow.actor)
        if not subject:
            return posts
        owners = {task.owner for task in uow.find(Task, request=subject.number)}
        return standing.of_request(uow.actor, subject, owners) | (posts - standing.NOBODY)

    def run(self, uow: UnitOfWork, subject: Request | None) -> Conflict:
        parties = tuple(dict.fromkeys(self.parties))
        if len(parties) < 2:
            raise RuleViolation(N_("A conflict has at least two parties."), "parties")
        for code in parties:
            department(uow, code, "parties")
        side = next((code for code in parties if code in uow.actor.speaks_for), "")
        conflict = uow.add(
            Conflict(
                number=uow.number("CFL"),
                level=self.level,
                type=self.type,
                title=self.title,
                cause=self.cause,
                sudden=self.sudden,
                parties=parties,
                about=self.about,
                claims=self._claims(uow, side),
                opened_by=uow.actor.login,
                opened_at=uow.now,
            )
        )
        clock(uow, conflict)
        tell_parties(uow, conflict, N_("Conflict {number} was opened: {title}"))
        return conflict

    def _claims(self, uow: UnitOfWork, side: str) -> tuple[Claim, ...]:
        if not self.claim:
            return ()
        return (Claim(department=side, by=uow.actor.login, at=uow.now, text=self.claim),)


def tell_parties(uow: UnitOfWork, conflict: Conflict, text: Message, why: str = "") -> None:
    """Tell the parties' liaisons, and whoever settles this level."""
    said = Message(text.text, {"number": conflict.number, "title": conflict.title})
    for code in conflict.parties:
        tell_department(uow, code, conflict.number, said, why=why)
    if conflict.level is ConflictLevel.MODERATE:
        tell_coordinators(uow, conflict.number, said, why=why)
    if conflict.level is ConflictLevel.MAJOR:
        tell_role(uow, OrganisationRole.MANAGEMENT, conflict.number, said, why=why)


@command
class OnConflict(Command):
    """A command about one conflict, named by its number."""

    number: str = arg(N_("Conflict"), Kind.RECORD, example=N_("CFL-202611001"))
    seen: int = arg(N_("Version seen"), Kind.NUMBER, default=0)

    def subject(self, uow: UnitOfWork) -> Conflict:
        return uow.get(Conflict, self.number)

    def standings(self, uow: UnitOfWork, subject: Conflict) -> frozenset[Standing]:
        request = request_of(uow, subject.about)
        owners = (
            {task.owner for task in uow.find(Task, request=request.number)} if request else set()
        )
        return standing.of_conflict(uow.actor, subject, request, owners)


def require_state(conflict: Conflict, *states: ConflictState) -> None:
    """Refuse unless the conflict is in one of *states*."""
    if conflict.state not in states:
        raise RuleViolation(
            N_(
                "{number} is {state}, so this cannot be done now.",
                number=conflict.number,
                state=STATE_LABELS[conflict.state],
            )
        )


@command
class NoteConflict(OnConflict):
    """Add a side's view or a step of the course; what was said stays (R12.1)."""

    verb: ClassVar[str] = "conflict note"
    label: ClassVar[Message] = N_("Add a note")
    keys: ClassVar[Mapping[str, str]] = {"conflicts": "c"}

    text: str = arg(N_("Note"), Kind.LONG, limit=4000)

    def run(self, uow: UnitOfWork, subject: Conflict) -> Conflict:
        side = next((code for code in subject.parties if code in uow.actor.speaks_for), "")
        claim = Claim(department=side, by=uow.actor.login, at=uow.now, text=self.text)
        return uow.save(replace(subject, claims=(*subject.claims, claim)))


@command
class SettleConflict(OnConflict):
    """Settle it with an outcome; the level decides who may, and every party confirms (R12.3)."""

    verb: ClassVar[str] = "conflict settle"
    label: ClassVar[Message] = N_("Settle")
    keys: ClassVar[Mapping[str, str]] = {"conflicts": "d"}
    undoable: ClassVar[bool] = True

    outcome: str = arg(N_("Outcome"), Kind.LONG, limit=4000)

    @property
    def why(self) -> str:
        return self.outcome

    def run(self, uow: UnitOfWork, subject: Conflict) -> Conflict:
        require_state(subject, ConflictState.OPEN)
        who, named = SETTLES[subject.level]
        if not who & self.standings(uow, subject):
            raise NotPermitted(
                N_(
                    "A {level} conflict is settled by {who}.",
                    level=LEVEL_LABELS[subject.level],
                    who=named,
                )
            )
        stop_clock(uow, DeadlineKind.SETTLE, subject.number)
        settled = replace(
            subject,
            state=ConflictState.SETTLED,
            outcome=self.outcome,
            settled_by=uow.actor.login,
            settled_at=uow.now,
            confirmed=(),
        )
        tell_parties(uow, settled, N_("Confirm the outcome of {number}: {title}"), why=self.outcome)
        return uow.save(settled)


@command
class ConfirmSettlement(OnConflict):
    """Confirm the outcome for one's department; the last confirmation closes it (R12.3)."""

    verb: ClassVar[str] = "conflict confirm"
    label: ClassVar[Message] = N_("Confirm the outcome")
    keys: ClassVar[Mapping[str, str]] = {"conflicts": "v"}
    undoable: ClassVar[bool] = True

    department: str = arg(N_("Department"), Kind.DEPARTMENT, default="")

    def run(self, uow: UnitOfWork, subject: Conflict) -> Conflict:
        require_state(subject, ConflictState.SETTLED)
        open_parties = [code for code in subject.parties if code not in subject.confirmed]
        mine = [code for code in open_parties if code in uow.actor.liaises]
        code = self.department or next(iter(mine), "")
        if code not in mine:
            raise NotPermitted(
                N_("The liaison of each party confirms once; yours has, or it is not a party."),
                "department",
            )
        speak_for(uow, code)
        confirmed = (*subject.confirmed, code)
        closed = set(confirmed) == set(subject.parties)
        state = ConflictState.CLOSED if closed else ConflictState.SETTLED
        return uow.save(replace(subject, confirmed=confirmed, state=state))


@command
class ReopenConflict(OnConflict):
    """Take a settled conflict up again under its number, with a fresh clock (R12.3)."""

    verb: ClassVar[str] = "conflict reopen"
    label: ClassVar[Message] = N_("Reopen")
    keys: ClassVar[Mapping[str, str]] = {"conflicts": "o"}
    undoable: ClassVar[bool] = True

    reason: str = reason(N_("Reason"))

    def run(self, uow: UnitOfWork, subject: Conflict) -> Conflict:
        require_state(subject, ConflictState.SETTLED, ConflictState.CLOSED)
        reopened = uow.save(
            replace(
                subject,
                state=ConflictState.OPEN,
                confirmed=(),
                reopened=subject.reopened + 1,
            )
        )
        clock(uow, reopened)
        tell_parties(uow, reopened, N_("Conflict {number} was reopened: {title}"), why=self.reason)
        return reopened


@command
class EscalateConflict(OnConflict):
    """Raise it to the next level, with a fresh clock and the history kept (R12.2)."""

    verb: ClassVar[str] = "conflict escalate"
    label: ClassVar[Message] = N_("Escalate")
    keys: ClassVar[Mapping[str, str]] = {"conflicts": "e"}
    undoable: ClassVar[bool] = True

    reason: str = reason(N_("Reason"))

    def run(self, uow: UnitOfWork, subject: Conflict) -> Conflict:
        return escalate(uow, subject, self.reason)


def escalate(uow: UnitOfWork, subject: Conflict, why: str) -> Conflict:
    """The next level up; a major conflict has none and stays with management."""
    require_state(subject, ConflictState.OPEN)
    if subject.level is ConflictLevel.MAJOR:
        raise RuleViolation(
            N_("{number} is with management already; there is no higher level.",
               number=subject.number)
        )  # fmt: skip
    raised = uow.save(replace(subject, level=ConflictLevel(subject.level + 1)))
    clock(uow, raised)
    tell_parties(uow, raised, N_("Conflict {number} was escalated: {title}"), why=why)
    return raised
