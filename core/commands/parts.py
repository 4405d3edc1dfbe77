"""What several commands do: find records, run clocks, tell people."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core import standing
from core.commands.base import Command, Kind, arg, command, no_such
from core.errors import NoSuchRecord, RuleViolation
from core.messages import N_, Message
from core.model.desk import Deadline, DeadlineKind
from core.model.organisation import Department, OrganisationRole, Person
from core.model.request import Request
from core.model.team import Team
from core.model.work import Task
from core.permissions import Standing

if TYPE_CHECKING:
    from core.policy import Span
    from core.ports import UnitOfWork


@command
class OnRequest(Command):
    """A command about one request, named by its number or a draft's name."""

    number: str = arg(N_("Request"), Kind.RECORD, example=N_("XMBG-202611001"))
    seen: int = arg(N_("Version seen"), Kind.NUMBER, default=0)

    def subject(self, uow: UnitOfWork) -> Request:
        return uow.get(Request, self.number)

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        return standings_to(uow, subject)


def standings_to(uow: UnitOfWork, request: Request) -> frozenset[Standing]:
    """What the actor is to a request, its tasks' owners included."""
    return standing.of_request(uow.actor, request, at_work_on(uow, request))


def at_work_on(uow: UnitOfWork, request: Request) -> frozenset[str]:
    """The logins of those who own its tasks or are in its teams."""
    tasks = uow.find(Task, request=request.number) if request.number else []
    teams = uow.find(Team, request=request.number) if request.number else []
    people = {login for team in teams for login in team.people}
    return frozenset(people | {task.owner for task in tasks})


def standings_to_task(uow: UnitOfWork, task: Task) -> frozenset[Standing]:
    """What the actor is to a task: that to its request, or to the meeting that agreed on it (R5.6).

    Whoever called the meeting accepts as an originating department does, and so do the others who
    speak for that one's department; for the caller's own task the owner's head does too.
    """
    if task.request:
        return standings_to(uow, uow.get(Request, task.request))
    from core.model.meeting import Meeting

    actor, meeting = uow.actor, uow.get(Meeting, task.meeting)
    home = person(uow, meeting.organizer).department
    answers = (
        (Standing.OWN, actor.login == task.owner),
        (Standing.REQ, actor.login == meeting.organizer or home in actor.speaks_for),
        (Standing.REQ, task.owner == meeting.organizer and task.department in actor.heads),
        (Standing.HEAD, task.department in actor.heads),
        (Standing.LIA, task.department in actor.liaises),
        (Standing.AUD, actor.login in meeting.invited),
    )
    found = {standing for standing, is_so in answers if is_so} | standing.in_organisation(actor)
    return frozenset(found) or standing.NOBODY


def visible(uow: UnitOfWork, number: str, asked: str = "") -> Request:
    """A request the actor may see; otherwise the sentence for a missing one (A8).

    *asked* is what the person named, where that was not the request itself.
    """
    request = uow.get(Request, number)
    if standings_to(uow, request) == standing.NOBODY:
        raise no_such(asked or number)
    return request


def department(uow: UnitOfWork, code: str, field: str = "department") -> Department:
    """A department by code; ``RuleViolation`` naming *field* when there is none any more."""
    found = [d for d in uow.find(Department) if d.code == code.upper()]
    if found and found[0].active:
        return found[0]
    known = ", ".join(d.code for d in uow.find(Department, active=True))
    raise RuleViolation(
        N_("{code} is dissolved.", code=found[0].code)
        if found
        else N_("There is no department {code}.", code=code),
        field,
        N_("One of: {codes}", codes=known),
    )


def person(uow: UnitOfWork, login: str, field: str = "person") -> Person:
    """A person by login; ``RuleViolation`` naming *field* when there is none."""
    try:
        return uow.get(Person, login)
    except NoSuchRecord as error:
        raise RuleViolation(
            N_("There is no person with the login {login}.", login=login),
            field,
            N_("See the people with: liaison person list"),
        ) from error


def start_clock(
    uow: UnitOfWork,
    kind: DeadlineKind,
    about: str,
    span: Span,
    *,
    request: str = "",
    department: str = "",
    role: str = "",
    is_first: bool = False,
) -> Deadline:
    """Begin a duty now; it is due after *span* by the organisation's working time (R4.3).

    An open clock for the same duty is void from now on: a duty has one clock. With *is_first*
    nobody looks for one, for what the duty is about is new itself.
    """
    running = (
        []
        if is_first
        else uow.find(
            Deadline, kind=kind, about=about, department=department, done_at=None, void=False
        )
    )
    for clock in running:
        uow.save(replace(clock, void=True))
    return uow.add(
        Deadline(
            kind=kind,
            about=about,
            request=request,
            department=department,
            role=role,
            started_at=uow.now,
            due_at=uow.worktime.due(uow.now, span),
        )
    )


def stop_clock(uow: UnitOfWork, kind: DeadlineKind, about: str, department: str = "") -> None:
    """End the open duties of this kind, of one department or of all."""
    for deadline in uow.find(Deadline, kind=kind, about=about, done_at=None, void=False):
        if not department or deadline.department == department:
            uow.save(replace(deadline, done_at=uow.now))


def speak_for(uow: UnitOfWork, code: str) -> None:
    """Note for the trail whom the actor replaces where they speak for this department."""
    absent = (post.person for post in uow.actor.stands_in if post.department == code)
    uow.in_place_of(absent)


def tell_department(
    uow: UnitOfWork,
    code: str,
    about: str,
    text: Message,
    *,
    why: str = "",
    until: datetime | None = None,
    cause: str = "",
) -> None:
    """Tell the primary liaison, or the head where there is none (R1.2)."""
    for found in uow.find(Department, code=code):
        reader = found.primary or found.head
        if reader:
            uow.tell(reader, about, text, why=why, until=until, cause=cause, department=code)


def tell_head(uow: UnitOfWork, code: str, about: str, text: Message, **more: Any) -> None:
    """Tell the head of a department, where it has one."""
    for found in uow.find(Department, code=code):
        if found.head:
            uow.tell(found.head, about, text, **more)


def tell_role(
    uow: UnitOfWork, role: OrganisationRole, about: str, text: Message, **more: Any
) -> None:
    """Tell everybody who holds a role for the whole organisation."""
    for found in uow.find(Person, active=True):
        if role in found.roles:
            uow.tell(found.login, about, text, **more)


def tell_coordinators(uow: UnitOfWork, about: str, text: Message, **more: Any) -> None:
    """Tell every coordinator."""
    tell_role(uow, OrganisationRole.COORDINATOR, about, text, **more)


def not_reviewing_own(uow: UnitOfWork, request: Request) -> None:
    """A coordinator does not review what they asked for themselves, where another one can (A6)."""
    others = any(
        OrganisationRole.COORDINATOR in person.roles and person.login != uow.actor.login
        for person in uow.find(Person, active=True)
    )
    if others:
        not_own(
            uow,
            request.originator,
            N_("This is your own request, so another coordinator reviews it."),
        )


def not_own(uow: UnitOfWork, author: str, sentence: Message) -> None:
    """Nobody approves or accepts their own work, in any role (A6)."""
    if uow.actor.login == author and not uow.policy.self_approval:
        raise RuleViolation(sentence)
