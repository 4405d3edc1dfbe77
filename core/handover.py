"""Open work and open notices that go to somebody else (R1.2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.messages import N_, Message
from core.model.desk import Notice
from core.model.organisation import Department
from core.model.work import Task, TaskState

if TYPE_CHECKING:
    from core.ports import UnitOfWork


class HandedOver(NamedTuple):
    """The numbers of the tasks and the count of notices that changed hands."""

    tasks: tuple[str, ...] = ()
    notices: int = 0


def hand_over(
    uow: UnitOfWork, code: str, leaving: Collection[str], to: str, *, notices: bool = True
) -> HandedOver:
    """Give what *leaving* had open for a department to its new liaison, and tell both sides.

    Clocks belong to the department and need no moving. Where no task moves nobody is told: a
    notice that moves speaks for itself.
    """
    moved = move_tasks(uow, open_tasks(uow, leaving, code), to)
    handed = HandedOver(moved, _move_notices(uow, code, to) if notices else 0)
    tell_both(uow, code, leaving, to, handed)
    return handed


def open_tasks(uow: UnitOfWork, owners: Collection[str], code: str = "") -> list[Task]:
    """Their tasks that are not accepted yet, of one department or of all."""
    found = (task for owner in owners for task in uow.find(Task, owner=owner))
    return [
        task
        for task in found
        if task.state is not TaskState.ACCEPTED and code in ("", task.department)
    ]


def move_tasks(uow: UnitOfWork, tasks: Collection[Task], to: str) -> tuple[str, ...]:
    """Give tasks a new owner; their numbers."""
    for task in tasks:
        uow.save(replace(task, owner=to))
    return tuple(task.number for task in tasks)


def _move_notices(uow: UnitOfWork, code: str, to: str) -> int:
    """Give a department's open notices to its liaison, but none they were sent already."""
    told = {notice.cause for notice in uow.find(Notice, person=to)}
    open_ones = uow.find(Notice, department=code, read_at=None, withdrawn_at=None)
    moving = [n for n in open_ones if n.cause not in told and n.person != to]
    for notice in moving:
        uow.save(replace(notice, person=to))
    return len(moving)


def tell_both(
    uow: UnitOfWork, about: str, leaving: Collection[str], to: str, handed: HandedOver
) -> None:
    """Say to those who had the tasks and to whoever has them now which tasks these are."""
    if not handed.tasks:
        return
    values: dict[str, object] = {"count": len(handed.tasks), "tasks": numbers(handed.tasks)}
    names = ", ".join(leaving)
    for login in leaving:
        uow.tell(
            login,
            about,
            Message(HANDED_ON.text, values | {"person": to}),
        )
    uow.tell(to, about, Message(TAKEN_ON.text, values | {"people": names}))


HANDED_ON = N_("Your open tasks ({count}) are handed over to {person}: {tasks}")
TAKEN_ON = N_("You take over open tasks ({count}) of {people}: {tasks}")


def numbers(tasks: Collection[str]) -> str:
    """The first few numbers, and that there are more."""
    shown = list(tasks)[:5]
    return ", ".join(shown) + (", …" if len(tasks) > len(shown) else "")


def successor_of(department: Department, leaving: str) -> str:
    """Who takes on what a person of the department leaves: primary liaison, other, or head."""
    people = (department.primary, *department.liaisons, department.head)
    return next((login for login in people if login and login != leaving), "")
