"""What must be said or escalated now because of the clock alone (R3.4, R7.2, R12.2, R16.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.messages import N_, Message
from core.model.desk import Deadline, DeadlineKind, Notice
from core.model.organisation import Department, OrganisationRole, Person
from core.model.request import Comment, Request
from core.model.work import Task, TaskState
from core.ports import UpTo

if TYPE_CHECKING:
    from core.ports import UnitOfWork

OWES = {
    DeadlineKind.FIRST_RESPONSE: N_("first response"),
    DeadlineKind.FIRST_PLAN: N_("first plan"),
    DeadlineKind.ACKNOWLEDGE: N_("acknowledgement"),
    DeadlineKind.MINUTES: N_("meeting minutes"),
    DeadlineKind.CONFIRM_MINUTES: N_("confirmation of the minutes"),
    DeadlineKind.PLAN: N_("coordination plan"),
    DeadlineKind.ANSWER: N_("answer to the plan"),
    DeadlineKind.SETTLE: N_("settlement"),
    DeadlineKind.RETROSPECTIVE: N_("retrospective"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to say to some people; the same ``cause`` is said to each of them once."""

    cause: str
    about: str
    text: Message
    people: tuple[str, ...]
    until: datetime | None = None
    escalates: str = ""
    takes_effect: bool = False
    series: str = ""

    def carry_out(self, uow: UnitOfWork) -> None:
        """Say it, and escalate the conflict or change the liaisons where that is what is due."""
        if self.takes_effect:
            from core import by_date

            by_date.carry_out(uow, self.cause)
        if self.series:
            from core.commands.occurrences import carry_out

            carry_out(uow, self.series, self.about)
        if self.escalates:
            from core.commands.conflict import escalate
            from core.model.conflict import Conflict

            escalate(uow, uow.get(Conflict, self.escalates), uow.say(self.text))
        for login in self.people:
            uow.tell(login, self.about, self.text, cause=self.cause, until=self.until)


def due_now(uow: UnitOfWork) -> list[Due]:
    """Everything due at the unit's moment that has not been said yet, oldest cause first."""
    found = [*_by_date(uow), *_overdue(uow), *_tasks(uow), *_series(uow)]
    return [due for due in found if _acts(due) or _unsaid(uow, due.cause, due.people)]


def _by_date(uow: UnitOfWork) -> Iterator[Due]:
    from core import by_date

    for effect in by_date.due(uow):
        yield Due(*effect, takes_effect=True)


def _acts(due: Due) -> bool:
    """Whether there is something to do besides saying it: then it is due until it is done."""
    return bool(due.escalates or due.takes_effect or (due.series and not due.people))


def _series(uow: UnitOfWork) -> Iterator[Due]:
    if not uow.there_is("series", state="running"):
        return
    from core.commands.occurrences import reminders

    for said in reminders(uow):
        yield Due(*said[:-1], series=said[-1])


def _unsaid(uow: UnitOfWork, cause: str, people: Iterable[str]) -> bool:
    said = {notice.person for notice in uow.find(Notice, cause=cause)}
    return any(login not in said for login in people)


def _overdue(uow: UnitOfWork) -> Iterator[Due]:
    for deadline in uow.find(Deadline, done_at=None, void=False, due_at=UpTo(uow.now)):
        yield from _WAYS.get(deadline.kind, _late)(uow, deadline)


def _late(uow: UnitOfWork, deadline: Deadline) -> Iterator[Due]:
    """What is owed late is said to the head of who owes it and to the coordinators."""
    people = _people(uow, _heads(uow, deadline.department), _coordinators(uow))
    yield _overdue_to(deadline, people)


def _overdue_to(deadline: Deadline, people: tuple[str, ...], to: str = "") -> Due:
    named = {"number": deadline.about, "duty": OWES[deadline.kind]}
    text = N_("{number}: the {duty} is overdue", **named)
    if deadline.kind is DeadlineKind.MINUTES:  # several, in English
        text = N_("{number}: the {duty} are overdue", **named)
    cause = f"overdue:{deadline.id}{to}"
    return Due(cause, deadline.about, text, people, deadline.due_at)


def _unacknowledged(uow: UnitOfWork, deadline: Deadline) -> Iterator[Due]:
    """The head first, the coordinators once the head has had time to see to it (R3.4).

    That time runs from when the head was told, so that after downtime, too, one comes after the
    other. Where there is no head the coordinators are told at once.
    """
    heads, cause = _heads(uow, deadline.department), f"overdue:{deadline.id}"
    told = [notice.created_at for notice in uow.find(Notice, cause=cause)]
    if heads:
        yield _overdue_to(deadline, heads)
    span = uow.policy["acknowledge_head"]
    if not heads or (told and uow.worktime.due(min(told), span) <= uow.now):
        yield _overdue_to(deadline, _coordinators(uow), ":coordinator")


def _unwritten(uow: UnitOfWork, deadline: Deadline) -> Iterator[Due]:
    """What was said by phone or message is asked for each working day until it is written (R4.1).

    Who responded is asked, and the coordinators.
    """
    from core.commands.responding import unrecorded

    today = uow.worktime.day(uow.now)
    if not uow.worktime.workdays.is_working(today):
        return
    request = uow.get(Request, deadline.request)
    said = unrecorded(uow.find(Comment, about=request.number))
    yield Due(
        cause=f"unwritten:{deadline.id}:{today.isoformat()}",
        about=request.number,
        text=N_("{number}: what was said is not written down yet: {title}",
                number=request.number, title=request.title),
        people=_people(uow, [comment.by for comment in said[-1:]], _coordinators(uow)),
        until=deadline.due_at,
    )  # fmt: skip


def _unsettled(uow: UnitOfWork, deadline: Deadline) -> Iterator[Due]:
    """Past its time a conflict goes one level up; a major one stays with management in red."""
    cause, management = f"overdue:{deadline.id}", _holders(uow, OrganisationRole.MANAGEMENT)
    if management and not _unsaid(uow, cause, management):
        return  # they hear of major ones only, so there is nothing left to find out
    from core.model.conflict import Conflict, ConflictLevel, ConflictState

    conflict = uow.get(Conflict, deadline.about)
    if conflict.state is not ConflictState.OPEN:
        return
    major = conflict.level is ConflictLevel.MAJOR
    yield Due(
        cause=cause,
        about=conflict.number,
        text=N_("Conflict {number} is past its time: {title}", number=conflict.number,
                title=conflict.title),
        people=management if major else (),
        until=deadline.due_at,
        escalates="" if major else conflict.number,
    )  # fmt: skip


_WAYS: dict[DeadlineKind, Callable[[UnitOfWork, Deadline], Iterator[Due]]] = {
    DeadlineKind.SETTLE: _unsettled,
    DeadlineKind.ACKNOWLEDGE: _unacknowledged,
    DeadlineKind.WRITTEN_RECORD: _unwritten,
}


def _tasks(uow: UnitOfWork) -> Iterator[Due]:
    today = uow.worktime.day(uow.now)
    for state in (TaskState.NOT_STARTED, TaskState.IN_PROGRESS):
        for task in uow.find(Task, state=state):
            left = (task.finish - today).days
            if left <= uow.policy["remind_owner"].amount:
                yield _near(task, "owner", (task.owner,))
            if left <= uow.policy["remind_lead"].amount:
                yield _near(task, "lead", _answerable(uow, task))
            if _silent(uow, task):
                yield Due(
                    cause=f"silent:{task.number}:{today.isoformat()}",
                    about=task.number,
                    text=N_("{number} has had no update for over 24 h: {title}",
                            number=task.number, title=task.title),
                    people=_people(uow, (task.owner,), _heads(uow, task.department)),
                )  # fmt: skip


def _answerable(uow: UnitOfWork, task: Task) -> tuple[str, ...]:
    """The lead's head and the coordinators; whoever called the meeting that agreed on the task."""
    if not task.request:
        from core.model.meeting import Meeting

        return (uow.get(Meeting, task.meeting).organizer,)
    lead = uow.get(Request, task.request).lead_department
    return _people(uow, _heads(uow, lead), _coordinators(uow))


def _near(task: Task, to: str, people: tuple[str, ...]) -> Due:
    return Due(
        cause=f"near:{task.number}:{task.finish.isoformat()}:{to}",
        about=task.number,
        text=N_("{number} is to be finished by {day}: {title}", number=task.number,
                day=task.finish.isoformat(), title=task.title),
        people=people,
    )  # fmt: skip


def _silent(uow: UnitOfWork, task: Task) -> bool:
    """On a working day, a task that has begun and has had no word for over the limit."""
    today = uow.worktime.day(uow.now)
    if task.start >= today or not uow.worktime.workdays.is_working(today):
        return False
    last = task.updated_at
    return not last or uow.now - last > timedelta(hours=uow.policy["update_silence"].amount)


def _people(uow: UnitOfWork, *groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(login for group in groups for login in group))


def _heads(uow: UnitOfWork, code: str) -> tuple[str, ...]:
    return tuple(d.head for d in uow.find(Department, code=code) if code and d.head)


def _coordinators(uow: UnitOfWork) -> tuple[str, ...]:
    return _holders(uow, OrganisationRole.COORDINATOR)


def _holders(uow: UnitOfWork, role: OrganisationRole) -> tuple[str, ...]:
    return tuple(p.login for p in uow.find(Person, active=True) if role in p.roles)
