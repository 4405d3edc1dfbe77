"""Short ways to bring a request to where a test begins: asked by MKT, led by LOG, with PRD and SAL.

So each kind of actor is somebody else: MKT asks, LOG leads, the others are involved, their
executors own the tasks, and finance has no part in it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.commands.dispatch import AcknowledgeDispatch, DispatchRequest, ObjectToDispatch
from core.commands.meeting import ScheduleMeeting
from core.commands.plan import AnswerPlan, SubmitPlan
from core.commands.task import AcceptTask, DeliverTask
from core.commands.team import FormTeam
from core.model.meeting import Meeting
from core.model.request import Request
from core.model.work import PlanAnswer, PlannedTask, Task
from tests.desk import Office, a_request

OWNERS = {"PRD": "qian", "SAL": "zhou", "LOG": "feng"}
START, FINISH = date(2026, 11, 3), date(2026, 11, 20)


def submitted(office: Office, **more: Any) -> str:
    request: Request = office.do("wang", a_request(**more))
    return request.number


def dispatched(office: Office, **more: Any) -> str:
    number = submitted(office, **more)
    office.do("root", DispatchRequest(number=number, lead="LOG", reason="The stock is theirs"))
    return number


def objected(office: Office, **more: Any) -> str:
    number = dispatched(office, **more)
    office.do("wu", ObjectToDispatch(number=number, reason="It is not ours"))
    return number


def coordinating(office: Office, **more: Any) -> str:
    number = dispatched(office, **more)
    office.do("wu", AcknowledgeDispatch(number=number))
    return number


def a_plan(number: str, *owners: str) -> SubmitPlan:
    """One task for each owner, called after the department."""
    homes = {owner: code for code, owner in OWNERS.items()} | {"ma": "MKT"}
    return SubmitPlan(
        number=number,
        tasks=tuple(
            PlannedTask(
                title=f"Part of {homes[owner]}", department=homes[owner], owner=owner,
                start=START, finish=FINISH, criterion="It is approved",
            )
            for owner in owners or OWNERS.values()
        ),
    )  # fmt: skip


def approving(office: Office, **more: Any) -> str:
    number = coordinating(office, **more)
    office.do("wu", a_plan(number))
    return number


def executing(office: Office, **more: Any) -> str:
    number = approving(office, **more)
    for head in ("chen", "sun"):
        office.do(head, AnswerPlan(number=number, answer=PlanAnswer.AGREE))
    return number


def tasks(office: Office, number: str) -> dict[str, str]:
    """The request's tasks: owner, and number of the task."""
    return {task.owner: task.number for task in office.records(Task, request=number)}


def delivered(office: Office, **more: Any) -> str:
    number = executing(office, **more)
    for owner, task in tasks(office, number).items():
        office.do(owner, DeliverTask(number=task, deliverable="part.pdf"))
    return number


def closed(office: Office, **more: Any) -> str:
    number = delivered(office, **more)
    for task in tasks(office, number).values():
        office.do("wang", AcceptTask(number=task))
    return number


def a_meeting(office: Office, login: str, request: str, **more: Any) -> str:
    given: dict[str, Any] = {"request": request, "start": office.now + timedelta(days=3)}
    meeting: Meeting = office.do(login, ScheduleMeeting(**(given | more)))
    return meeting.number


def form_team(number: str) -> FormTeam:
    return FormTeam(
        number=number, leader="feng", members=("qian", "zhou"), goal="Sell",
        until=date(2026, 12, 1),
    )  # fmt: skip


def a_team(office: Office, request: str) -> str:
    return str(office.do("wu", form_team(request)).number)
