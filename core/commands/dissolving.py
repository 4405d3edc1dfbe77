"""The verb that dissolves a department, whose open work another takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core import lifecycle, standing
from core.commands.base import Kind, arg, command, reason
from core.commands.department import OnDepartment
from core.commands.parts import department, tell_department
from core.errors import RuleViolation
from core.handover import hand_over, numbers
from core.messages import N_, Message
from core.model.desk import Deadline
from core.model.organisation import Department
from core.model.request import Request
from core.model.work import Task, TaskState
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork


@command
class DissolveDepartment(OnDepartment):
    """Dissolve a department; what it leads, is asked for and owes goes to another (R1.1).

    Its people stay where they are until they are moved, and what is closed keeps its name.
    """

    verb: ClassVar[str] = "department dissolve"
    label: ClassVar[Message] = N_("Dissolve the department")
    keys: ClassVar[Mapping[str, str]] = {"people": "D"}
    undoable: ClassVar[bool] = True

    to: str = arg(N_("Taken over by"), Kind.DEPARTMENT, default="", example=N_("RND"))
    reason: str = reason(N_("Reason"), default="")

    def standings(self, uow: UnitOfWork, subject: Department) -> frozenset[Standing]:
        return standing.in_organisation(uow.actor) or standing.NOBODY

    def run(self, uow: UnitOfWork, subject: Department) -> Department:
        department(uow, subject.code, "code")
        requests = [r for r in uow.find(Request) if r.state in lifecycle.OPEN]
        touched = [r for r in requests if subject.code in r.departments]
        tasks = [
            task
            for task in uow.find(Task, department=subject.code)
            if task.state is not TaskState.ACCEPTED
        ]
        if self.to:
            self._take_over(uow, subject, touched, tasks)
        elif touched or tasks:
            names = [record.name for record in touched] or [task.number for task in tasks]
            raise RuleViolation(
                N_(
                    "{department} still has a part in open work ({count}): {numbers}. "
                    "Name the department that takes it over.",
                    department=subject.code,
                    count=len(names),
                    numbers=numbers(names),
                ),
                "to",
            )
        return uow.save(replace(subject, active=False, neutral=False))

    def _take_over(
        self, uow: UnitOfWork, subject: Department, requests: list[Request], tasks: list[Task]
    ) -> None:
        heir = department(uow, self.to, "to")
        if heir.code == subject.code:
            raise RuleViolation(N_("It cannot take over from itself."), "to")
        for request in requests:
            uow.save(_instead(request, subject.code, heir.code))
        for task in tasks:
            uow.save(replace(task, department=heir.code))
        for clock in uow.find(Deadline, department=subject.code, done_at=None, void=False):
            uow.save(replace(clock, department=heir.code))
        if to := heir.primary or heir.head:
            hand_over(uow, subject.code, (), to)
        tell_department(
            uow,
            heir.code,
            subject.code,
            N_(
                "{heir} takes over from {department}: {requests} requests, {tasks} tasks",
                heir=heir.code,
                department=subject.code,
                requests=len(requests),
                tasks=len(tasks),
            ),
            why=self.reason,
        )


def _instead(request: Request, old: str, new: str) -> Request:
    """The request with one department in the place of another; nobody is asked by themselves."""

    def other(code: str) -> str:
        return new if code == old else code

    involved = dict.fromkeys(other(code) for code in request.involved_departments)
    return replace(
        request,
        originating_department=other(request.originating_department),
        lead_department=other(request.lead_department),
        involved_departments=tuple(involved),
        details=tuple(replace(d, department=other(d.department)) for d in request.details),
    )
