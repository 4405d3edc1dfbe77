"""Verbs of execution and acceptance: update, deliver, accept, send back (R7.1, R8.1, R8.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core.commands.base import Command, Kind, arg, command, reason
from core.commands.parts import (
    not_own,
    standings_to_task,
    start_clock,
    tell_department,
    tell_head,
)
from core.errors import NotPermitted, RuleViolation
from core.messages import N_, Message
from core.model.desk import DeadlineKind
from core.model.meeting import Meeting
from core.model.request import Request, RequestState
from core.model.work import STATE_LABELS, ProgressUpdate, Risk, Task, TaskState
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

REPORTABLE = frozenset({TaskState.NOT_STARTED, TaskState.IN_PROGRESS, TaskState.DONE})


@command
class OnTask(Command):
    """A command about one task, named by its number."""

    number: str = arg(N_("Task"), Kind.RECORD, example=N_("TSK-202611001"))
    seen: int = arg(N_("Version seen"), Kind.NUMBER, default=0)

    def subject(self, uow: UnitOfWork) -> Task:
        return uow.get(Task, self.number)

    def standings(self, uow: UnitOfWork, subject: Task) -> frozenset[Standing]:
        return standings_to_task(uow, subject)


def require_owner(uow: UnitOfWork, task: Task) -> None:
    """Only the owner speaks for a task (the table's ``○``)."""
    if uow.actor.login != task.owner:
        raise NotPermitted(
            N_("{number} belongs to {owner}, who reports on it.", number=task.number,
               owner=task.owner)
        )  # fmt: skip


def require_open(task: Task) -> None:
    """Refuse what would change an accepted task."""
    if task.state is TaskState.ACCEPTED:
        raise RuleViolation(N_("{number} has been accepted already.", number=task.number))


@command
class UpdateTask(OnTask):
    """File the day's progress and so move the card: template 3 (R7.1, R7.3).

    A risk raises a red alert to the lead (R7.2); it is cleared by an update without one. Going
    back from done takes the deliverable back too.
    """

    verb: ClassVar[str] = "task update"
    label: ClassVar[Message] = N_("Update progress")
    keys: ClassVar[Mapping[str, str]] = {"board": "m"}
    undoable: ClassVar[bool] = True

    state: TaskState = arg(N_("State"), Kind.CHOICE, choices=TaskState, example=N_("in progress"))
    done: str = arg(N_("Work done"), Kind.LONG, default="", limit=4000)
    problems: str = arg(N_("Open problems"), Kind.LONG, default="", limit=4000)
    risk: Risk | None = arg(
        N_("Risk"), Kind.RISK, default=None, limit=1000,
        example=N_("Printing is late | supplier | +2d"),
    )  # fmt: skip

    def run(self, uow: UnitOfWork, subject: Task) -> Task:
        require_owner(uow, subject)
        require_open(subject)
        if self.state not in REPORTABLE:
            raise RuleViolation(
                N_("The originating department accepts a task; its owner cannot."), "state"
            )
        uow.add(
            ProgressUpdate(
                task=subject.number, by=uow.actor.login, at=uow.now, state=self.state,
                done=self.done, problems=self.problems, risk=self.risk,
            )
        )  # fmt: skip
        if self.risk and self.risk != subject.risk:
            _raise_alert(uow, subject, self.risk)
        delivered = subject.delivered_at if self.state is TaskState.DONE else None
        saved = uow.save(
            replace(
                subject, state=self.state, risk=self.risk, updated_at=uow.now,
                delivered_at=delivered,
            )
        )  # fmt: skip
        settle_request(uow, subject.request)
        return saved


def _raise_alert(uow: UnitOfWork, task: Task, risk: Risk) -> None:
    text = N_("Red alert on {number}: {title}", number=task.number, title=task.title)
    why = " · ".join(
        part for part in (risk.what, risk.why, risk.new_date and risk.new_date.isoformat()) if part
    )
    if not task.request:
        uow.tell(uow.get(Meeting, task.meeting).organizer, task.number, text, why=why)
        return
    request = uow.get(Request, task.request)
    tell_head(uow, request.lead_department, task.number, text, why=why)
    tell_department(uow, request.lead_department, task.number, text, why=why)


@command
class DeliverTask(OnTask):
    """Hand in the deliverable; the originating department is asked to accept it (R8.1)."""

    verb: ClassVar[str] = "task deliver"
    label: ClassVar[Message] = N_("Hand in the deliverable")
    keys: ClassVar[Mapping[str, str]] = {"board": "d"}

    deliverable: str = arg(
        N_("Deliverable"), limit=400, example=N_("618-posters-v2.pdf in the project folder")
    )
    done: str = arg(N_("Work done"), Kind.LONG, default="", limit=4000)

    def run(self, uow: UnitOfWork, subject: Task) -> Task:
        require_owner(uow, subject)
        require_open(subject)
        uow.add(
            ProgressUpdate(
                task=subject.number, by=uow.actor.login, at=uow.now, state=TaskState.DONE,
                done=self.done or self.deliverable,
            )
        )  # fmt: skip
        _ask_to_accept(uow, subject, self.deliverable)
        saved = uow.save(
            replace(
                subject, state=TaskState.DONE, risk=None, deliverable=self.deliverable,
                delivered_by=uow.actor.login, delivered_at=uow.now, updated_at=uow.now,
                returned_for="",
            )
        )  # fmt: skip
        settle_request(uow, subject.request)
        return saved


def _ask_to_accept(uow: UnitOfWork, task: Task, deliverable: str) -> None:
    """Ask the originating department, or whoever called the meeting that agreed on the task."""
    text = N_("{number} is delivered, please accept it: {title}", number=task.number,
              title=task.title)  # fmt: skip
    if task.request:
        asked = uow.get(Request, task.request).originating_department
        tell_department(uow, asked, task.number, text, why=deliverable)
        return
    organizer = uow.get(Meeting, task.meeting).organizer
    if organizer == task.owner:
        tell_head(uow, task.department, task.number, text, why=deliverable)
    else:
        uow.tell(organizer, task.number, text, why=deliverable)


@command
class AcceptTask(OnTask):
    """Accept a deliverable against its criterion; the last one closes the request (R8.1, R8.2)."""

    verb: ClassVar[str] = "task accept"
    label: ClassVar[Message] = N_("Accept")
    keys: ClassVar[Mapping[str, str]] = {"board": "v"}
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Task) -> Task:
        _require_delivered(subject)
        _not_own(uow, subject)
        saved = uow.save(
            replace(
                subject,
                state=TaskState.ACCEPTED,
                accepted_by=uow.actor.login,
                accepted_at=uow.now,
            )
        )
        uow.tell(
            subject.owner, subject.number,
            N_("{number} was accepted: {title}", number=subject.number, title=subject.title),
        )  # fmt: skip
        settle_request(uow, subject.request)
        return saved


@command
class SendBackTask(OnTask):
    """Send a deliverable back with what is missing; each return counts as one rework (R8.1)."""

    verb: ClassVar[str] = "task send-back"
    label: ClassVar[Message] = N_("Send back")
    keys: ClassVar[Mapping[str, str]] = {"board": "b"}
    undoable: ClassVar[bool] = True

    reason: str = reason(
        N_("What is missing"), example=N_("The posters lack the campaign's QR code.")
    )

    def run(self, uow: UnitOfWork, subject: Task) -> Task:
        _require_delivered(subject)
        _not_own(uow, subject)
        uow.tell(
            subject.owner, subject.number,
            N_("{number} came back: {title}", number=subject.number, title=subject.title),
            why=self.reason,
        )  # fmt: skip
        saved = uow.save(
            replace(
                subject, state=TaskState.IN_PROGRESS, returned_for=self.reason,
                reworks=subject.reworks + 1, delivered_at=None,
            )
        )  # fmt: skip
        settle_request(uow, subject.request)
        return saved


def _require_delivered(task: Task) -> None:
    if task.state is not TaskState.DONE or not task.delivered_at:
        raise RuleViolation(
            N_("{number} is {state}; nothing has been handed in to accept.", number=task.number,
               state=STATE_LABELS[task.state])
        )  # fmt: skip


def _not_own(uow: UnitOfWork, task: Task) -> None:
    sentence = N_("You handed this in yourself; somebody else of your department accepts it.")
    not_own(uow, task.delivered_by, sentence)


def settle_request(uow: UnitOfWork, number: str) -> None:
    """Bring the request's state in line with its tasks: executing, accepting, or closed (R8.2).

    A task of a meeting alone has no request.
    """
    if not number:
        return
    request = uow.get(Request, number)
    states = {task.state for task in uow.find(Task, request=number)}
    if states == {TaskState.ACCEPTED}:
        start_clock(
            uow, DeadlineKind.RETROSPECTIVE, number, uow.policy["retrospective"],
            request=number, department=request.lead_department,
        )  # fmt: skip
        for code in request.departments:
            tell_department(
                uow, code, number,
                N_("{number} is closed: {title}", number=number, title=request.title),
            )  # fmt: skip
        uow.save(replace(request, state=RequestState.CLOSED, closed_at=uow.now))
        return
    waiting = states <= {TaskState.DONE, TaskState.ACCEPTED}
    state = RequestState.ACCEPTING if waiting else RequestState.EXECUTING
    if request.state is not state:
        uow.save(replace(request, state=state))
