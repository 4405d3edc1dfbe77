"""Verbs of the coordination plan: submit a version, answer it (R6.1, R6.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core import lifecycle
from core.commands.base import Kind, arg, command
from core.commands.parts import (
    OnRequest,
    department,
    not_own,
    person,
    speak_for,
    start_clock,
    stop_clock,
    tell_coordinators,
    tell_department,
    tell_head,
)
from core.errors import NotPermitted, RuleViolation
from core.messages import N_, Message
from core.model.desk import DeadlineKind
from core.model.request import Request, RequestState
from core.model.work import (
    Contingency,
    DepartmentAnswer,
    Plan,
    PlanAnswer,
    PlannedTask,
    PlanState,
    Task,
)
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork


@command
class SubmitPlan(OnRequest):
    """Put a version of the plan to the departments; each head has 48 h to answer (R6.1, R6.2)."""

    verb: ClassVar[str] = "plan submit"
    label: ClassVar[Message] = N_("Submit a plan")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "l", "assignment": "l"}

    tasks: tuple[PlannedTask, ...] = arg(
        N_("Tasks"),
        Kind.TASKS,
        limit=20000,
        example=N_("PRD | zhao | Product sheets | +1d > +5d | three sheets, approved"),
    )
    contingencies: tuple[Contingency, ...] = arg(
        N_("Contingencies"),
        Kind.CONTINGENCIES,
        default=(),
        limit=8000,
        example=N_("Sheets are late | 3 | move the posters back by two days"),
    )

    def run(self, uow: UnitOfWork, subject: Request) -> Plan:
        lifecycle.require_follows(subject, RequestState.APPROVING)
        check_tasks(uow, subject, self.tasks)
        voters = self._voters(uow, subject)
        earlier = uow.find(Plan, request=subject.number)
        plan = Plan(
            request=subject.number,
            revision=len(earlier) + 1,
            tasks=self.tasks,
            contingencies=self.contingencies,
            submitted_by=uow.actor.login,
            submitted_at=uow.now,
            voters=voters,
        )
        stop_clock(uow, DeadlineKind.PLAN, subject.number)
        stop_clock(uow, DeadlineKind.FIRST_PLAN, subject.number)
        self._ask(uow, subject, plan)
        uow.save(replace(subject, state=RequestState.APPROVING))
        return uow.add(plan)

    def _voters(self, uow: UnitOfWork, request: Request) -> tuple[str, ...]:
        """Every department with a part in it but the lead, which speaks by its plan."""
        asked = {*request.involved_departments, *(task.department for task in self.tasks)}
        voters = tuple(sorted(asked - {request.lead_department}))
        for code in voters:
            if not department(uow, code).head:
                raise RuleViolation(
                    N_(
                        "{department} has no head to answer the plan; name one first.",
                        department=code,
                    ),
                    "tasks",
                )
        if not voters:
            raise RuleViolation(N_("No other department has a part in this plan."), "tasks")
        return voters

    def _ask(self, uow: UnitOfWork, request: Request, plan: Plan) -> None:
        for code in plan.voters:
            deadline = start_clock(
                uow,
                DeadlineKind.ANSWER,
                request.number,
                uow.policy["answer"],
                request=request.number,
                department=code,
            )
            tell_head(
                uow,
                code,
                request.number,
                N_(
                    "Answer plan {revision} of {number}: {title}",
                    revision=plan.revision,
                    number=request.number,
                    title=request.title,
                ),
                until=deadline.due_at,
            )


def check_tasks(uow: UnitOfWork, request: Request, tasks: Sequence[PlannedTask]) -> None:
    """Every task has a department of the request, one known owner, an order of days, a criterion.

    Dependencies name tasks of the same plan by title and may not run in a circle (R6.3).
    """
    if not tasks:
        raise RuleViolation(N_("A plan needs at least one task."), "tasks")
    known = set(request.departments)
    for place, task in enumerate(tasks, 1):
        department(uow, task.department, "tasks")
        owner = person(uow, task.owner, "tasks")
        fault = _fault(task, known, owner.department)
        if fault:
            raise RuleViolation(
                N_("Task {place} “{title}”: {fault}", place=place, title=task.title, fault=fault),
                "tasks",
                N_("PRD | zhao | Product sheets | +1d > +5d | three sheets, approved"),
            )
    _require_no_circle(tasks)


def _fault(task: PlannedTask, known: set[str], home: str) -> Message | None:
    faults = (
        (not task.title.strip(), N_("it has no name.")),
        (task.department not in known, N_("its department has no part in the request.")),
        (home != task.department, N_("its owner belongs to {home}.", home=home or "–")),
        (task.finish < task.start, N_("it finishes before it starts.")),
        (not task.criterion.strip(), N_("it has no acceptance criterion.")),
    )
    return next((message for is_so, message in faults if is_so), None)


def _require_no_circle(tasks: Sequence[PlannedTask]) -> None:
    """Refuse unknown dependencies, and a cycle by naming it."""
    needs = {task.title: task.depends_on for task in tasks}
    for title, names in needs.items():
        for name in names:
            if name not in needs:
                raise RuleViolation(
                    N_("“{title}” depends on “{name}”, which is not in the plan.", title=title,
                       name=name), "tasks",
                )  # fmt: skip
    done: set[str] = set()
    for title in needs:
        _visit(title, needs, done, [])


def _visit(title: str, needs: dict[str, tuple[str, ...]], done: set[str], path: list[str]) -> None:
    if title in path:
        circle = " → ".join([*path[path.index(title) :], title])
        raise RuleViolation(N_("The tasks wait for each other: {circle}", circle=circle), "tasks")
    if title not in done:
        for name in needs[title]:
            _visit(name, needs, done, [*path, title])
        done.add(title)


@command
class AnswerPlan(OnRequest):
    """Answer the newest plan for one's department: agree, disagree, or change with text (R6.2).

    When all agree the tasks begin; any other answer sets off a second coordination.
    """

    verb: ClassVar[str] = "plan answer"
    label: ClassVar[Message] = N_("Answer the plan")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "v"}

    answer: PlanAnswer = arg(N_("Answer"), Kind.CHOICE, choices=PlanAnswer, example=N_("agree"))
    text: str = arg(N_("What must change"), Kind.LONG, default="", limit=4000)
    department: str = arg(N_("Department"), Kind.DEPARTMENT, default="")

    @property
    def why(self) -> str:
        return self.text

    def standings(self, uow: UnitOfWork, subject: Request) -> frozenset[Standing]:
        """A department with tasks is asked, the originating one too: its head answers."""
        found = super().standings(uow, subject)
        plans = uow.find(Plan, request=subject.number)
        asked = plans and uow.actor.heads.intersection(plans[-1].voters)
        return found | {Standing.HEAD} if asked else found

    def run(self, uow: UnitOfWork, subject: Request) -> Plan:
        lifecycle.require(subject, RequestState.APPROVING)
        plan = uow.find(Plan, request=subject.number)[-1]
        not_own(
            uow,
            plan.submitted_by,
            N_("You submitted this plan; another head answers for your department."),
        )
        code = self._for(uow, plan)
        speak_for(uow, code)
        if self.answer is not PlanAnswer.AGREE and not self.text.strip():
            raise RuleViolation(N_("Say what must change."), "text")
        stop_clock(uow, DeadlineKind.ANSWER, subject.number, code)
        answer = DepartmentAnswer(
            department=code, by=uow.actor.login, at=uow.now, answer=self.answer, text=self.text
        )
        plan = replace(plan, answers=(*plan.answers, answer))
        if self.answer is not PlanAnswer.AGREE:
            return self._disagree(uow, subject, plan)
        return uow.save(plan) if plan.waiting else self._begin(uow, subject, plan)

    def _for(self, uow: UnitOfWork, plan: Plan) -> str:
        mine = uow.actor.heads & set(plan.waiting)
        code = self.department or min(mine, default="")
        if code in mine:
            return code
        if code and code not in uow.actor.heads:
            raise NotPermitted(
                N_("Only the head of {department} answers for it.", department=code), "department"
            )
        raise RuleViolation(N_("Your department has answered this plan already, or has no say."))

    def _disagree(self, uow: UnitOfWork, request: Request, plan: Plan) -> Plan:
        for code in plan.waiting:
            stop_clock(uow, DeadlineKind.ANSWER, request.number, code)
        text = N_(
            "{number} needs a second coordination: {title}",
            number=request.number,
            title=request.title,
        )
        tell_coordinators(uow, request.number, text, why=self.text)
        tell_head(uow, request.lead_department, request.number, text, why=self.text)
        uow.save(replace(request, state=RequestState.SECOND_COORDINATION))
        return uow.save(replace(plan, state=PlanState.DISAGREED))

    def _begin(self, uow: UnitOfWork, request: Request, plan: Plan) -> Plan:
        for planned in plan.tasks:
            task = uow.add(
                Task(
                    number=uow.number("TSK"),
                    request=request.number,
                    revision=plan.revision,
                    title=planned.title,
                    department=planned.department,
                    owner=planned.owner,
                    start=planned.start,
                    finish=planned.finish,
                    criterion=planned.criterion,
                    depends_on=planned.depends_on,
                )
            )
            uow.tell(
                task.owner,
                task.number,
                N_(
                    "{number} is yours, by {day}: {title}",
                    number=task.number,
                    day=task.finish.isoformat(),
                    title=task.title,
                ),
            )
        for code in request.departments:
            tell_department(
                uow,
                code,
                request.number,
                N_(
                    "All departments agreed to the plan of {number}: {title}",
                    number=request.number,
                    title=request.title,
                ),
            )
        uow.save(replace(request, state=RequestState.EXECUTING))
        return uow.save(replace(plan, state=PlanState.AGREED))
