"""Verbs of review and assignment: return, reject, dispatch, acknowledge, object, uphold (R3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core import lifecycle
from core.commands.base import Kind, arg, command, reason
from core.commands.parts import (
    OnRequest,
    department,
    not_reviewing_own,
    person,
    start_clock,
    stop_clock,
    tell_coordinators,
    tell_department,
    tell_head,
    tell_role,
)
from core.errors import NotPermitted, RuleViolation
from core.messages import N_, Message
from core.model.desk import DeadlineKind
from core.model.organisation import Department, OrganisationRole
from core.model.request import (
    Priority,
    Request,
    RequestState,
    RequestType,
    Ruling,
    Verdict,
)

if TYPE_CHECKING:
    from core.ports import UnitOfWork


def responded(uow: UnitOfWork, request: Request) -> Request:
    """The request with its first response stamped, if this is the first (R4.1)."""
    stop_clock(uow, DeadlineKind.FIRST_RESPONSE, request.number)
    return request if request.responded_at else replace(request, responded_at=uow.now)


def default_lead(uow: UnitOfWork, request: Request) -> str:
    """The department that usually leads this type of request; empty where none can be found.

    Project and process: the originating one; resource: its owner; issue: a neutral one (R3.3).
    """
    if request.type is RequestType.RESOURCE:
        return request.resource.owner_department if request.resource else ""
    if request.type is RequestType.ISSUE:
        return next((d.code for d in uow.find(Department, neutral=True)), "")
    return request.originating_department


def _ruled(uow: UnitOfWork, request: Request, verdict: Verdict, text: str) -> tuple[Ruling, ...]:
    """The rulings on who leads, with one more about the lead department as it is now."""
    ruling = Ruling(
        verdict=verdict, department=request.lead_department, by=uow.actor.login, at=uow.now,
        text=text,
    )  # fmt: skip
    return (*request.rulings, ruling)


@command
class SignOffRequest(OnRequest):
    """Sign the form, as the head of the originating department, before it is reviewed (R2.2).

    A head who submits signs by that; a form that comes back and is sent in again is signed anew.
    """

    verb: ClassVar[str] = "request sign-off"
    label: ClassVar[Message] = N_("Sign off")
    keys: ClassVar[Mapping[str, str]] = {"intake": "v"}
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require(subject, RequestState.SUBMITTED)
        if subject.originating_department not in uow.actor.heads:
            raise NotPermitted(
                N_("Only the head of {department} signs this off.",
                   department=subject.originating_department)
            )  # fmt: skip
        if subject.signed_by:
            raise RuleViolation(N_("{number} is signed off already.", number=subject.number))
        return uow.save(replace(subject, signed_by=uow.actor.login))


@command
class ReturnRequest(OnRequest):
    """Send a request back to be completed; it keeps its number (R3.2)."""

    verb: ClassVar[str] = "request return"
    label: ClassVar[Message] = N_("Return for completion")
    keys: ClassVar[Mapping[str, str]] = {"intake": "b"}
    undoable: ClassVar[bool] = True

    reason: str = reason(
        N_("What is missing"), example=N_("Sales is not among the departments; please add it.")
    )

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require_follows(subject, RequestState.RETURNED)
        not_reviewing_own(uow, subject)
        uow.tell(
            subject.originator,
            subject.number,
            N_("{number} came back to be completed: {title}", **_named(subject)),
            why=self.reason,
        )
        stop_clock(uow, DeadlineKind.FIRST_PLAN, subject.number)
        return uow.save(
            replace(responded(uow, subject), state=RequestState.RETURNED, reason=self.reason)
        )


@command
class RejectRequest(OnRequest):
    """Refuse a request for good, with the reason its originator reads (R3.2)."""

    verb: ClassVar[str] = "request reject"
    label: ClassVar[Message] = N_("Reject")
    keys: ClassVar[Mapping[str, str]] = {"intake": "d"}
    undoable: ClassVar[bool] = True

    reason: str = reason(N_("Why it cannot be done"))

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require_follows(subject, RequestState.REJECTED)
        not_reviewing_own(uow, subject)
        uow.tell(
            subject.originator,
            subject.number,
            N_("{number} was rejected: {title}", **_named(subject)),
            why=self.reason,
        )
        stop_clock(uow, DeadlineKind.FIRST_PLAN, subject.number)
        return uow.save(
            replace(responded(uow, subject), state=RequestState.REJECTED, reason=self.reason)
        )


@command
class PrioritiseRequest(OnRequest):
    """Change the priority the originator chose, with the reason kept."""

    verb: ClassVar[str] = "request prioritise"
    label: ClassVar[Message] = N_("Change priority")
    keys: ClassVar[Mapping[str, str]] = {"intake": "p", "assignment": "p"}
    undoable: ClassVar[bool] = True

    priority: Priority = arg(N_("Priority"), Kind.CHOICE, choices=Priority)
    reason: str = reason(N_("Reason"))

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        if subject.state not in lifecycle.OPEN:
            lifecycle.require(subject, *lifecycle.OPEN)
        return uow.save(replace(subject, priority=self.priority))


@command
class DispatchRequest(OnRequest):
    """Make one department answerable for the result; it has 24 h to acknowledge (R3.2, R3.4).

    Without ``lead`` the usual department of the type leads (R3.3); another one needs a reason.
    """

    verb: ClassVar[str] = "request dispatch"
    label: ClassVar[Message] = N_("Dispatch")
    keys: ClassVar[Mapping[str, str]] = {"intake": "a", "assignment": "a"}
    undoable: ClassVar[bool] = True

    lead: str = arg(N_("Lead department"), Kind.DEPARTMENT, default="", example=N_("RND"))
    reason: str = reason(N_("Reason"), default="")
    coordinator: str = arg(N_("Coordinator of its own"), Kind.PERSON, default="")

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require_follows(subject, RequestState.DISPATCHED)
        not_reviewing_own(uow, subject)
        self._require_signed(uow, subject)
        usual = default_lead(uow, subject)
        lead = self.lead or usual
        self._check(uow, usual, lead)
        self._hear(subject, lead)
        request = replace(
            responded(uow, subject),
            state=RequestState.DISPATCHED,
            lead_department=lead,
            lead_reason=self.reason,
            coordinator=self.coordinator or subject.coordinator or uow.actor.login,
            dispatched_at=uow.now,
            reason="",
        )
        if subject.state is RequestState.OBJECTED:
            rulings = _ruled(uow, request, Verdict.REDISPATCHED, self.reason)
            request = replace(request, rulings=rulings)
        _ask_to_acknowledge(uow, request)
        return uow.save(request)

    def _require_signed(self, uow: UnitOfWork, subject: Request) -> None:
        """Where the organisation wants it, and the department has a head who could sign."""
        if subject.signed_by or not uow.policy.sign_off_required:
            return
        if any(d.head for d in uow.find(Department, code=subject.originating_department)):
            raise RuleViolation(
                N_(
                    "{number} is not signed off yet. The head of {department} signs it first.",
                    number=subject.number,
                    department=subject.originating_department,
                )
            )

    def _hear(self, subject: Request, lead: str) -> None:
        """An objection is not passed over in silence (R3.4)."""
        objected = subject.state is RequestState.OBJECTED and lead == subject.lead_department
        if objected and not self.reason.strip():
            raise RuleViolation(
                N_("{lead} objected to leading. Choose another department, or give the reason "
                   "why it leads all the same.", lead=lead),
                "lead",
            )  # fmt: skip

    def _check(self, uow: UnitOfWork, usual: str, lead: str) -> None:
        if not lead:
            raise RuleViolation(N_("Say which department leads."), "lead", N_("PMO"))
        found = department(uow, lead, "lead")
        if not found.contacts:
            raise RuleViolation(
                N_("{lead} has neither head nor liaison; nobody could acknowledge.", lead=lead),
                "lead",
            )
        if lead != usual and not self.reason.strip():
            raise RuleViolation(
                N_(
                    "{usual} usually leads this type. Give the reason why {lead} does here.",
                    usual=usual or "–",
                    lead=lead,
                ),
                "reason",
                N_("The work is almost all theirs."),
            )
        if self.coordinator:
            person(uow, self.coordinator, "coordinator")


def _ask_to_acknowledge(uow: UnitOfWork, request: Request) -> None:
    deadline = start_clock(
        uow,
        DeadlineKind.ACKNOWLEDGE,
        request.number,
        uow.policy["acknowledge"],
        request=request.number,
        department=request.lead_department,
    )
    text = N_("{number} is yours to lead; acknowledge it or object: {title}", **_named(request))
    for tell in (tell_head, tell_department):
        tell(uow, request.lead_department, request.number, text, until=deadline.due_at)


@command
class AcknowledgeDispatch(OnRequest):
    """Accept to lead; from now on the department answers for the result (R3.4)."""

    verb: ClassVar[str] = "request acknowledge"
    label: ClassVar[Message] = N_("Acknowledge")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "t"}
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require(subject, RequestState.DISPATCHED)
        stop_clock(uow, DeadlineKind.ACKNOWLEDGE, subject.number)
        text = N_("{number} is led by {lead} now: {title}", **_named(subject))
        for code in subject.departments:
            if code != subject.lead_department:
                tell_department(uow, code, subject.number, text)
        return uow.save(replace(subject, state=RequestState.COORDINATING))


@command
class ObjectToDispatch(OnRequest):
    """Decline to lead, with an explanation the coordinator rules on (R3.4)."""

    verb: ClassVar[str] = "request object"
    label: ClassVar[Message] = N_("Object")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "o"}
    undoable: ClassVar[bool] = True

    reason: str = reason(
        N_("Why another department should lead"), example=N_("The stock belongs to logistics.")
    )

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require_follows(subject, RequestState.OBJECTED)
        stop_clock(uow, DeadlineKind.ACKNOWLEDGE, subject.number)
        tell_coordinators(
            uow,
            subject.number,
            N_("{lead} objects to leading {number}: {title}", **_named(subject)),
            why=self.reason,
        )
        bounces = subject.bounces + 1
        if bounces >= uow.policy.bounces_at_most:
            tell_role(
                uow, OrganisationRole.MANAGEMENT, subject.number,
                N_("{number} was objected to {times} times and has no lead: {title}",
                   times=bounces, **_named(subject)),
                why=self.reason,
            )  # fmt: skip
        return uow.save(
            replace(
                subject,
                state=RequestState.OBJECTED,
                reason=self.reason,
                bounces=bounces,
                rulings=_ruled(uow, subject, Verdict.OBJECTED, self.reason),
            )
        )


@command
class UpholdDispatch(OnRequest):
    """Rule that the department leads all the same; its 24 h begin anew (R3.4)."""

    verb: ClassVar[str] = "request uphold"
    label: ClassVar[Message] = N_("Uphold the dispatch")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "h"}
    undoable: ClassVar[bool] = True

    reason: str = reason(N_("Ruling"))

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require(subject, RequestState.OBJECTED)
        not_reviewing_own(uow, subject)
        request = replace(
            subject,
            state=RequestState.DISPATCHED,
            reason=self.reason,
            dispatched_at=uow.now,
            rulings=_ruled(uow, subject, Verdict.UPHELD, self.reason),
        )
        _ask_to_acknowledge(uow, request)
        return uow.save(request)


def _named(request: Request) -> dict[str, object]:
    return {
        "number": request.number,
        "title": request.title,
        "lead": request.lead_department,
    }
