"""What a weekly review must find a way out of, gathered from the desk (R5.1, R7.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core import issues
from core.lifecycle import OPEN
from core.model.conflict import Conflict, ConflictState
from core.model.meeting import Meeting, MeetingKind, MeetingState
from core.model.organisation import Department, OrganisationRole, Person
from core.model.request import Request
from core.model.work import Task, TaskState

if TYPE_CHECKING:
    from core.issues import Issue
    from core.ports import UnitOfWork


def with_topics(uow: UnitOfWork, meeting: Meeting, left: Sequence[str] = ()) -> Meeting:
    """A weekly review with topics in the place of its plain template, if there are any.

    *left* is what stayed open the last time.
    """
    if meeting.kind is not MeetingKind.WEEKLY or not issues.is_plain(meeting.blocks):
        return meeting
    found = gathered(uow, meeting, left)
    if not any(issue.number for issue in found):
        return meeting
    return replace(meeting, blocks=issues.filled(meeting.blocks, found, uow.say))


def gathered(uow: UnitOfWork, meeting: Meeting, left: Sequence[str] = ()) -> list[Issue]:
    """Everything the review must find a way out of: of its request, or of its organiser's."""
    requests = _requests(uow, meeting)
    tasks = list(_tasks(uow, meeting, requests))
    present = _Presenters(uow, meeting)
    cards = issues.cards(tasks, uow.now, uow.worktime, uow.policy)
    of_cards = (
        issues.of_card(card, present.of(card.row.owner, card.row.department), uow.worktime, uow.say)
        for card in cards
    )
    points = [*issues.points_in(meeting.blocks, uow.say), *left, *_parked(uow, meeting)]
    about = {*(request.number for request in requests), *(task.number for task in tasks)}
    return [
        *issues.of_points(points, "", uow.say),
        *(issue for issue in of_cards if issue),
        *(
            issues.of_conflict(one, present.of("", *one.parties), uow.worktime, uow.say)
            for one in uow.find(Conflict, state=ConflictState.OPEN)
            if one.about in about
        ),
    ]


def _requests(uow: UnitOfWork, meeting: Meeting) -> list[Request]:
    """The meeting's request; without one all that its organiser leads or coordinates.

    Whoever coordinates no more does not see them any more (R13.1).
    """
    if meeting.request:
        return [uow.get(Request, meeting.request)]
    codes = [d.code for d in uow.find(Department) if meeting.organizer in d.contacts]
    led = [r for code in codes for r in uow.find(Request, lead_department=code)]
    if OrganisationRole.COORDINATOR in uow.get(Person, meeting.organizer).roles:
        led += uow.find(Request, coordinator=meeting.organizer)
    return list({request.number: request for request in led if request.number}.values())


def _tasks(uow: UnitOfWork, meeting: Meeting, requests: Iterable[Request]) -> Iterator[Task]:
    """Their tasks that are not accepted; without a request, also those of the same people.

    A request that has ended has no task that is open.
    """
    numbers = (request.number for request in requests if request.state in OPEN)
    found = [task for number in numbers for task in uow.find(Task, request=number)]
    if not meeting.request:
        ours = {m.number for m in uow.find(Meeting, organizer=meeting.organizer)}
        found += [task for task in uow.find(Task, request="") if task.meeting in ours]
    return (task for task in found if task.state is not TaskState.ACCEPTED)


class _Presenters:
    """Who may present a topic of a meeting: somebody who is invited to it."""

    def __init__(self, uow: UnitOfWork, meeting: Meeting) -> None:
        self._invited = set(meeting.invited)
        self._departments = {d.code: d for d in uow.find(Department)}

    def of(self, owner: str, *codes: str) -> str:
        """The owner, or a liaison or head of the departments where only one of these is invited."""
        of_department = (
            login
            for code in codes
            if code in self._departments
            for login in (self._departments[code].primary, *self._departments[code].contacts)
        )
        present = (login for login in (owner, *of_department) if login in self._invited)
        return next(present, owner)


def _parked(uow: UnitOfWork, meeting: Meeting) -> tuple[str, ...]:
    """What was parked in the review before; a series passes that on by itself."""
    if meeting.series:
        return ()
    held = uow.find(
        Meeting, kind=MeetingKind.WEEKLY, request=meeting.request, organizer=meeting.organizer,
        state=MeetingState.FINISHED, series="",
    )  # fmt: skip
    before = [m for m in held if m.start < meeting.start]
    return max(before, key=lambda m: m.start).parked if before else ()
