"""The stretches of road that many requests share, from the form to the last acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from core.commands.base import Command, Kind, arg, command
from core.commands.dispatch import AcknowledgeDispatch, DispatchRequest, SignOffRequest
from core.commands.minutes import ConfirmMinutes, WriteMinutes
from core.commands.parts import visible
from core.commands.plan import AnswerPlan, SubmitPlan
from core.commands.request import SubmitRequest
from core.commands.task import AcceptTask, DeliverTask, UpdateTask
from core.demo.stage import Pair, Stage, Step, Story, Told, Wish, in_order
from core.messages import N_, Message
from core.model.request import RequestType
from core.model.work import Contingency, PlanAnswer, PlannedTask, Risk, Task, TaskState

if TYPE_CHECKING:
    from core.ports import UnitOfWork


class Job(NamedTuple):
    """A planned task in both languages; days are working days from today."""

    department: str
    owner: str
    title: Pair
    start: int
    finish: int
    criterion: Pair
    after: tuple[Pair, ...] = ()


class Threat(NamedTuple):
    """A contingency in both languages."""

    trigger: Pair
    warn_days: int
    answer: Pair


@command
class TasksOf(Command):
    """Ask for the tasks that an agreed plan began: their numbers are given out then."""

    verb: ClassVar[str] = ""
    label: ClassVar[Message] = N_("Tasks")

    number: str = arg(N_("Request"), Kind.RECORD)

    def __call__(self, uow: UnitOfWork) -> list[Task]:
        """Only what may be seen anyway; nothing is changed, so there is no right to ask for."""
        return uow.find(Task, request=visible(uow, self.number).number)


def lead_of(wish: Wish) -> str:
    """The department that usually leads such a request (R3.3)."""
    if wish.kind is RequestType.ISSUE:
        return "PMO"
    return wish.resource.owner if wish.resource else wish.origin


def _at(s: Stage, wish: Wish, n: int, clock: str) -> datetime:
    """That time, give or take what sets one request apart from another."""
    return s.at(n, clock) + timedelta(minutes=len(wish.title[1]))


def sent(s: Stage, wish: Wish, at: datetime) -> Told[str]:
    """Submitted by the primary liaison; gives the number."""
    request = yield at, s.liaison(wish.origin), SubmitRequest(**s.form(wish))
    number: str = request.number
    return number


def dispatched(s: Stage, wish: Wish, begin: int) -> Told[str]:
    """Submitted and, after a look at it, dispatched to the usual lead on the same day."""
    number = yield from sent(s, wish, _at(s, wish, begin, "09:40"))
    head = s.head(wish.origin)
    yield _at(s, wish, begin, "10:20"), head, SignOffRequest(number=number)
    yield _at(s, wish, begin, "10:45"), s.who("li"), DispatchRequest(number=number)
    return number


def acknowledged(s: Stage, wish: Wish, begin: int) -> Told[str]:
    """Dispatched, and acknowledged by the lead's head the morning after."""
    number = yield from dispatched(s, wish, begin)
    lead = s.head(lead_of(wish))
    yield _at(s, wish, begin + 1, "09:20"), lead, AcknowledgeDispatch(number=number)
    return number


def plan(s: Stage, number: str, jobs: Sequence[Job], threats: Sequence[Threat] = ()) -> SubmitPlan:
    """The plan of these jobs, ready to be submitted."""
    return SubmitPlan(
        number=number,
        tasks=tuple(
            PlannedTask(
                title=s.t(*job.title),
                department=job.department,
                owner=s.who(job.owner),
                start=s.day(job.start),
                finish=s.day(job.finish),
                criterion=s.t(*job.criterion),
                depends_on=tuple(s.t(*title) for title in job.after),
            )
            for job in jobs
        ),
        contingencies=tuple(
            Contingency(
                trigger=s.t(*threat.trigger),
                warn_days=threat.warn_days,
                answer=s.t(*threat.answer),
            )
            for threat in threats
        ),
    )


def voters(wish: Wish, jobs: Sequence[Job]) -> list[str]:
    """The departments whose heads answer the plan: everybody with a part in it but the lead."""
    involved = {code for code, _, _ in wish.lines if code != wish.origin}
    return sorted((involved | {job.department for job in jobs}) - {lead_of(wish)})


def agree(s: Stage, number: str, code: str, at: datetime) -> Step:
    """The head of a department agrees to the plan."""
    return at, s.head(code), AnswerPlan(number=number, answer=PlanAnswer.AGREE)


def running(s: Stage, wish: Wish, begin: int, jobs: Sequence[Job]) -> Told[list[Task]]:
    """From the form to a plan that all agreed to, in four working days; gives the tasks."""
    number = yield from acknowledged(s, wish, begin)
    yield _at(s, wish, begin + 2, "10:00"), s.head(lead_of(wish)), plan(s, number, jobs)
    for n, code in enumerate(voters(wish, jobs)):
        yield agree(s, number, code, _at(s, wish, begin + 2 + n, "14:50"))
    tasks: list[Task] = yield s.at(begin + 4, "09:00"), s.who("li"), TasksOf(number=number)
    return tasks


def filed(
    task: Task,
    at: datetime,
    done: str,
    problems: str = "",
    risk: Risk | None = None,
    state: TaskState = TaskState.IN_PROGRESS,
) -> Step:
    """The owner's update of the day: template 3."""
    update = UpdateTask(number=task.number, state=state, done=done, problems=problems, risk=risk)
    return at, task.owner, update


def handed_in(task: Task, at: datetime, deliverable: str, done: str = "") -> Step:
    """The owner hands the deliverable in."""
    return at, task.owner, DeliverTask(number=task.number, deliverable=deliverable, done=done)


def accepted(s: Stage, origin: str, task: Task, at: datetime) -> Step:
    """The originating department accepts: its liaison, or its head what the liaison made."""
    liaison = s.liaison(origin)
    by = s.head(origin) if task.owner == liaison else liaison
    return at, by, AcceptTask(number=task.number)


def delivered(
    s: Stage, jobs: Sequence[Job], tasks: Sequence[Task], files: Sequence[Pair]
) -> Told[None]:
    """Every task handed in on the day it was planned to finish."""
    work = enumerate(zip(jobs, tasks, files, strict=True))
    yield from in_order(
        handed_in(task, s.at(job.finish, "15:10") + timedelta(minutes=17 * n), s.t(*file))
        for n, (job, task, file) in work
    )


def closed(
    s: Stage, wish: Wish, begin: int, jobs: Sequence[Job], files: Sequence[Pair], end: int
) -> Told[str]:
    """All the way: every task handed in and, on day *end*, accepted."""
    tasks = yield from running(s, wish, begin, jobs)
    yield from delivered(s, jobs, tasks, files)
    for n, task in enumerate(tasks):
        yield accepted(s, wish.origin, task, _at(s, wish, end, "16:10") + timedelta(minutes=4 * n))
    return tasks[0].request


def minuted(s: Stage, number: str, writer: str, n: int, hour: int, text: str) -> Story:
    """The minutes of a meeting are sent, and every department confirms them within the hour."""
    sent = WriteMinutes(number=number, text=text, send=True)
    meeting = yield s.at(n, f"{hour}:40"), writer, sent
    for minute, code in enumerate(meeting.minutes.waiting):
        yield s.at(n, f"{hour}:{45 + minute}"), s.liaison(code), ConfirmMinutes(number=number)
