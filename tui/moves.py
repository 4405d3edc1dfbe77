"""What it takes to move a card: the verb that reports it, with the state filled in (R7.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model.work import TaskState

if TYPE_CHECKING:
    from core.commands.base import Command
    from core.views.work import TaskRow

Move = tuple["type[Command]", dict[str, str]]


def onward(task: TaskRow) -> Move | None:
    """To the next state: begin, hand in, accept; None from the last one."""
    from core.commands.task import AcceptTask, DeliverTask, UpdateTask

    if task.state == TaskState.NOT_STARTED:
        return UpdateTask, {"state": TaskState.IN_PROGRESS.value}
    if task.state == TaskState.ACCEPTED:
        return None
    is_delivered = task.state == TaskState.DONE and task.delivered_at
    return (AcceptTask if is_delivered else DeliverTask), {}


def backward(task: TaskRow, login: str) -> Move | None:
    """To the state before: owners take back their own, others send back what was handed in."""
    from core.commands.task import SendBackTask, UpdateTask

    if task.state == TaskState.IN_PROGRESS:
        return UpdateTask, {"state": TaskState.NOT_STARTED.value}
    if task.state != TaskState.DONE:
        return None
    if task.delivered_at and task.owner != login:
        return SendBackTask, {}
    return UpdateTask, {"state": TaskState.IN_PROGRESS.value}
