"""The coordination plan and the work done under it (SPEC sections 6 to 8)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from core.messages import N_
from core.model.record import Record, record


class PlanState(StrEnum):
    """Where a version of a plan stands."""

    APPROVING = "approving"
    AGREED = "agreed"
    DISAGREED = "disagreed"


class PlanAnswer(StrEnum):
    """What the head of an involved department may answer (R6.2)."""

    AGREE = "agree"
    DISAGREE = "disagree"
    CHANGE = "change"


class TaskState(StrEnum):
    """Where a task stands; done waits for acceptance (R7.1, R8.1)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    ACCEPTED = "accepted"


STATE_LABELS = {
    TaskState.NOT_STARTED: N_("not started"),
    TaskState.IN_PROGRESS: N_("in progress"),
    TaskState.DONE: N_("done"),
    TaskState.ACCEPTED: N_("accepted"),
}


@record
class PlannedTask(Record):
    """One line of a plan: who does what from when to when, and when it counts (R6.1)."""

    title: str
    department: str
    owner: str
    start: date
    finish: date
    criterion: str
    depends_on: tuple[str, ...] = ()


@record
class Contingency(Record):
    """What is done if something threatens: trigger, days of warning, answer (R6.1)."""

    trigger: str
    warn_days: int
    answer: str


@record
class DepartmentAnswer(Record):
    """One department's answer to one version of a plan, given by its head (R6.2)."""

    department: str
    by: str
    at: datetime
    answer: PlanAnswer
    text: str = ""


@record
class Plan(Record):
    """One version of a request's coordination plan; a new submission is a new ``revision``."""

    id: int = 0
    version: int = 0
    request: str
    revision: int = 1
    state: PlanState = PlanState.APPROVING
    tasks: tuple[PlannedTask, ...] = ()
    contingencies: tuple[Contingency, ...] = ()
    submitted_by: str
    submitted_at: datetime
    voters: tuple[str, ...] = ()
    answers: tuple[DepartmentAnswer, ...] = ()

    @property
    def waiting(self) -> tuple[str, ...]:
        """Departments that have not answered yet."""
        answered = {answer.department for answer in self.answers}
        return tuple(code for code in self.voters if code not in answered)


@record
class Risk(Record):
    """What may go wrong, why, and the day it is now expected (R7.1)."""

    what: str
    why: str = ""
    new_date: date | None = None


@record
class Task(Record):
    """One person's part of an agreed plan; ``reworks`` counts the times it was sent back.

    ``meeting`` is the one whose action item it was (R5.6). A task without a ``request`` is that
    meeting's alone.
    """

    id: int = 0
    version: int = 0
    number: str
    request: str
    revision: int = 1
    title: str
    department: str
    owner: str
    start: date
    finish: date
    criterion: str
    depends_on: tuple[str, ...] = ()
    state: TaskState = TaskState.NOT_STARTED
    risk: Risk | None = None
    updated_at: datetime | None = None
    deliverable: str = ""
    delivered_by: str = ""
    delivered_at: datetime | None = None
    accepted_by: str = ""
    accepted_at: datetime | None = None
    returned_for: str = ""
    reworks: int = 0
    meeting: str = ""


@record
class ProgressUpdate(Record):
    """One day's word on a task: template 3 (R7.1). Only added; ``void`` marks an undone one."""

    id: int = 0
    version: int = 0
    task: str
    by: str
    at: datetime
    state: TaskState
    done: str = ""
    problems: str = ""
    risk: Risk | None = None
    void: bool = False
