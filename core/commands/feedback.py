"""Verbs of a department's feedback form: give, sign, confirm (template 2, R3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from core import lifecycle
from core.commands.base import Kind, arg, command
from core.commands.parts import (
    OnRequest,
    department,
    not_own,
    speak_for,
    standings_to,
    tell_department,
    tell_head,
    visible,
)
from core.errors import NotPermitted, RuleViolation
from core.messages import N_, Message
from core.model.request import Feedback, Request, RequestState
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

S = RequestState
GIVEN_IN = (S.DISPATCHED, S.COORDINATING)
CONFIRMED_IN = (S.COORDINATING, S.APPROVING, S.SECOND_COORDINATION)
SIGNED_IN = (S.DISPATCHED, *CONFIRMED_IN)


@command
class OnFeedback(OnRequest):
    """A command about the feedback of one department to a request."""

    def subject(self, uow: UnitOfWork) -> Request:
        return visible(uow, self.number)

    def standings(self, uow: UnitOfWork, subject: Request) -> frozenset[Standing]:
        return standings_to(uow, subject)


@command
class GiveFeedback(OnFeedback):
    """A department's answer to the request before it meets: template 2 (R3.5).

    Written by the head it is signed; written by a liaison, the head is asked to sign it. Until
    the lead has confirmed it, it can be given anew, and then needs its signature again.
    """

    verb: ClassVar[str] = "request feedback"
    label: ClassVar[Message] = N_("Give feedback")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "f"}
    undoable: ClassVar[bool] = True

    department: str = arg(N_("Department"), Kind.DEPARTMENT)
    content: str = arg(N_("What your department can do"), Kind.LONG, limit=4000)
    proposed: date | None = arg(N_("Proposed completion"), Kind.DATE, default=None)
    needs: str = arg(
        N_("What it needs from whom"), Kind.LONG, default="", limit=2000,
        example=N_("SAL: purchases of the last 3 months by +1d"),
    )  # fmt: skip
    remarks: str = arg(N_("Remarks"), Kind.LONG, default="", limit=2000)

    def run(self, uow: UnitOfWork, subject: Request) -> Feedback:
        lifecycle.require(subject, *GIVEN_IN)
        department(uow, self.department)
        self._require_part(uow, subject)
        speak_for(uow, self.department)
        before = feedback_of(uow, subject, self.department)
        if before and before.confirmed_by:
            raise RuleViolation(
                N_(
                    "The feedback of {department} is confirmed and stays as it is. "
                    "Say what is new in the discussion.",
                    department=self.department,
                )
            )
        given = Feedback(
            id=before.id if before else 0, version=before.version if before else 0,
            request=subject.number, department=self.department, by=uow.actor.login,
            at=uow.now, content=self.content, proposed=self.proposed, needs=self.needs,
            remarks=self.remarks,
            signed_by=uow.actor.login if self.department in uow.actor.heads else "",
        )  # fmt: skip
        _say_given(uow, subject, given)
        return uow.save(given) if before else uow.add(given)

    def _require_part(self, uow: UnitOfWork, subject: Request) -> None:
        if self.department not in uow.actor.speaks_for:
            raise NotPermitted(
                N_("You do not speak for {department}; its head or liaison does.",
                   department=self.department), "department",
            )  # fmt: skip
        if self.department not in (*subject.involved_departments, subject.lead_department):
            raise RuleViolation(
                N_("{department} is not asked for feedback here.", department=self.department),
                "department",
                N_("One of: {codes}", codes=", ".join(asked_of(subject))),
            )


@command
class SignFeedback(OnFeedback):
    """Sign, as its head, the feedback that a department's liaison wrote (R3.5)."""

    verb: ClassVar[str] = "request sign"
    label: ClassVar[Message] = N_("Sign the feedback")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "r"}
    undoable: ClassVar[bool] = True

    department: str = arg(N_("Department"), Kind.DEPARTMENT, default="")

    def run(self, uow: UnitOfWork, subject: Request) -> Feedback:
        lifecycle.require(subject, *SIGNED_IN)
        if self.department and self.department not in uow.actor.heads:
            raise NotPermitted(
                N_("Only the head of {department} signs its feedback.", department=self.department),
                "department",
            )
        waiting = [
            one
            for one in all_feedback(uow, subject)
            if not one.signed_by and one.department in uow.actor.heads
        ]
        signed = replace(_chosen(waiting, self.department), signed_by=uow.actor.login)
        _say_signed(uow, subject, signed)
        return uow.save(signed)


@command
class ConfirmFeedback(OnFeedback):
    """Take note, for the lead department, of a signed feedback; it is frozen from now on (R3.5)."""

    verb: ClassVar[str] = "request confirm-feedback"
    label: ClassVar[Message] = N_("Confirm the feedback")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "d"}
    undoable: ClassVar[bool] = True

    department: str = arg(N_("Department"), Kind.DEPARTMENT, default="")

    def run(self, uow: UnitOfWork, subject: Request) -> Feedback:
        lifecycle.require(subject, *CONFIRMED_IN)
        given = all_feedback(uow, subject)
        if any(one.department == self.department and not one.signed_by for one in given):
            raise RuleViolation(
                N_(
                    "The feedback of {department} is not signed yet. Its head signs it first.",
                    department=self.department,
                ),
                "department",
            )
        waiting = [one for one in given if one.signed_by and not one.confirmed_by]
        found = _chosen(waiting, self.department)
        for author in (found.by, found.signed_by):
            not_own(uow, author, N_("Nobody confirms their own feedback; a colleague may."))
        text = N_("The lead has confirmed the feedback of {department} to {number}: {title}",
                  department=found.department, **_named(subject))  # fmt: skip
        tell_department(uow, found.department, subject.number, text, cause=_cause(uow, found))
        return uow.save(replace(found, confirmed_by=uow.actor.login))


def asked_of(request: Request) -> tuple[str, ...]:
    """The departments whose feedback is wanted: involved, but neither asking nor leading."""
    others = (request.originating_department, request.lead_department)
    return tuple(code for code in request.involved_departments if code not in others)


def all_feedback(uow: UnitOfWork, request: Request) -> list[Feedback]:
    """The one current feedback of each department that has given it, oldest first."""
    return uow.find(Feedback, request=request.number, void=False)


def feedback_of(uow: UnitOfWork, request: Request, code: str) -> Feedback | None:
    """The feedback of one department, if it has given any."""
    return next((one for one in all_feedback(uow, request) if one.department == code), None)


def _chosen(waiting: list[Feedback], code: str) -> Feedback:
    """The feedback that is meant: of the department named, else the only one that waits."""
    meant = [one for one in waiting if code in ("", one.department)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        codes = ", ".join(one.department for one in meant)
        raise RuleViolation(
            N_("Several departments' feedback waits; say whose."),
            "department",
            N_("One of: {codes}", codes=codes),
        )
    raise RuleViolation(N_("No feedback waits for this here."), "department")


def _say_given(uow: UnitOfWork, request: Request, given: Feedback) -> None:
    if given.signed_by:
        _say_signed(uow, request, given)
        return
    text = N_("The feedback of {department} to {number} waits for your signature: {title}",
              department=given.department, **_named(request))  # fmt: skip
    tell_head(uow, given.department, request.number, text, cause=_cause(uow, given))


def _say_signed(uow: UnitOfWork, request: Request, signed: Feedback) -> None:
    """The lead hears of it, unless it is the lead's own."""
    if signed.department == request.lead_department:
        return
    text = N_("{department} has given its feedback to {number}; confirm it: {title}",
              department=signed.department, **_named(request))  # fmt: skip
    tell_department(uow, request.lead_department, request.number, text, cause=_cause(uow, signed))


def _cause(uow: UnitOfWork, given: Feedback) -> str:
    """Several departments' feedback may be dealt with in one step."""
    return f"{uow.entry}:{given.request}:feedback:{given.department}"


def _named(request: Request) -> dict[str, object]:
    return {"number": request.number, "title": request.title}
