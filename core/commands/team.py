"""Verbs of project teams and standing groups: form, edit, close (R1.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from core import lifecycle, standing
from core.commands.base import Command, Kind, arg, command, given, reason
from core.commands.parts import OnRequest, person, standings_to, visible
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.organisation import Person
from core.model.request import Request
from core.model.team import Group, Team, TeamState
from core.permissions import Standing
from core.policy import TEAM_MEMBERS_AT_MOST

if TYPE_CHECKING:
    from core.ports import UnitOfWork

TEAM, GROUP = "TEAM", "GRP"


def present(uow: UnitOfWork, login: str, field: str) -> Person:
    """A person who is still active; ``RuleViolation`` naming *field* otherwise."""
    found = person(uow, login, field)
    if not found.active:
        raise RuleViolation(N_("{person} is no longer active.", person=login), field)
    return found


def check_team(uow: UnitOfWork, request: Request, team: Team) -> None:
    """The leader is of the lead; each department of the request sends one or two (R1.4)."""
    leader = present(uow, team.leader, "leader")
    if leader.department != request.lead_department:
        raise RuleViolation(
            N_("The leader comes from the lead department, {department}; {person} does not.",
               department=request.lead_department, person=leader.login), "leader",
        )  # fmt: skip
    people = [leader, *(present(uow, login, "members") for login in team.members)]
    sent = Counter(p.department for p in {p.login: p for p in people}.values())
    for code, count in sent.items():
        if code not in request.departments:
            raise RuleViolation(
                N_("{department} has no part in {number}.", department=code or "–",
                   number=request.number), "members",
                N_("One of: {codes}", codes=", ".join(request.departments)),
            )  # fmt: skip
        if count > TEAM_MEMBERS_AT_MOST:
            raise RuleViolation(
                N_("{department} sends {count} people; a department sends one or two.",
                   department=code, count=count), "members",
            )  # fmt: skip
    missing = [c for c in (request.lead_department, *request.involved_departments) if not sent[c]]
    if missing:
        raise RuleViolation(
            N_("Nobody of {departments} is in the team; each department sends one or two.",
               departments=", ".join(dict.fromkeys(missing))), "members",
        )  # fmt: skip


def check_limit(uow: UnitOfWork, until: date) -> None:
    """Refuse a time limit that is past."""
    if until < uow.worktime.day(uow.now):
        raise RuleViolation(
            N_("The time limit {day} is past.", day=until.isoformat()), "until", N_("+30d")
        )


@command
class FormTeam(OnRequest):
    """Form the temporary team of a request, with its charter (R1.4).

    The leader is of the lead department; each department sends one or two. Members see the
    request. The team ends with the filing of the request.
    """

    verb: ClassVar[str] = "team form"
    label: ClassVar[Message] = N_("Form a project team")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "w"}
    undoable: ClassVar[bool] = True

    leader: str = arg(N_("Leader"), Kind.PERSON)
    members: tuple[str, ...] = arg(N_("Members"), Kind.PEOPLE, example=N_("wang, zhao"))
    goal: str = arg(N_("Goal"), Kind.LONG, limit=2000)
    division: str = arg(N_("Division of work"), Kind.LONG, default="", limit=4000)
    until: date = arg(N_("Time limit"), Kind.DATE, example=N_("+30d"))

    def run(self, uow: UnitOfWork, subject: Request) -> Team:
        if subject.state not in lifecycle.OPEN or not subject.lead_department:
            lifecycle.require(subject, *_LED)
        if running := uow.find(Team, request=subject.number, state=TeamState.ACTIVE, void=False):
            raise RuleViolation(
                N_("{number} has a team already: {team}", number=subject.number,
                   team=running[0].number)
            )  # fmt: skip
        check_limit(uow, self.until)
        members = tuple(login for login in dict.fromkeys(self.members) if login != self.leader)
        team = Team(
            number=uow.number(TEAM), request=subject.number, leader=self.leader, members=members,
            goal=self.goal, division=self.division, until=self.until,
            formed_by=uow.actor.login, formed_at=uow.now,
        )  # fmt: skip
        check_team(uow, subject, team)
        for login in team.people:
            tell_member(uow, team, login, subject.title)
        return uow.add(team)


_LED = tuple(state for state in lifecycle.OPEN if state not in (
    lifecycle.S.DRAFT, lifecycle.S.SUBMITTED, lifecycle.S.RETURNED,
))  # fmt: skip


def tell_member(uow: UnitOfWork, team: Team, login: str, title: str) -> None:
    """Say to somebody that they are in the team."""
    uow.tell(
        login,
        team.request,
        N_("You are in the team of {number}, led by {leader}: {title}", number=team.request,
           leader=team.leader, title=title),
    )  # fmt: skip


@command
class OnTeam(Command):
    """A command about one team, named by its number; who sees the request sees the team."""

    number: str = arg(N_("Team"), Kind.RECORD, example=N_("TEAM-202611001"))

    def subject(self, uow: UnitOfWork) -> Team:
        team = uow.get(Team, self.number)
        visible(uow, team.request, self.number)
        return team

    def standings(self, uow: UnitOfWork, subject: Team) -> frozenset[Standing]:
        return standings_to(uow, uow.get(Request, subject.request))

    @staticmethod
    def require_active(team: Team) -> None:
        """Refuse for a team that is closed."""
        if team.state is not TeamState.ACTIVE or team.void:
            raise RuleViolation(N_("{number} is closed.", number=team.number))


@command
class EditTeam(OnTeam):
    """Change who is in a project team, or its charter (R1.4)."""

    verb: ClassVar[str] = "team edit"
    label: ClassVar[Message] = N_("Edit the team")
    keys: ClassVar[Mapping[str, str]] = {"people": "t"}
    undoable: ClassVar[bool] = True

    leader: str | None = arg(N_("Leader"), Kind.PERSON, default=None)
    members: tuple[str, ...] | None = arg(N_("Members"), Kind.PEOPLE, default=None)
    goal: str | None = arg(N_("Goal"), Kind.LONG, default=None, limit=2000)
    division: str | None = arg(N_("Division of work"), Kind.LONG, default=None, limit=4000)
    until: date | None = arg(N_("Time limit"), Kind.DATE, default=None)

    def run(self, uow: UnitOfWork, subject: Team) -> Team:
        self.require_active(subject)
        names = ("leader", "members", "goal", "division", "until")
        team = replace(subject, **given(self, names))
        team = replace(team, members=tuple(p for p in team.people if p != team.leader))
        if not team.goal:
            raise RuleViolation(N_("A team has a goal."), "goal")
        if team.until != subject.until:
            check_limit(uow, team.until)
        request = uow.get(Request, team.request)
        check_team(uow, request, team)
        for login in team.people:
            if login not in subject.people:
                tell_member(uow, team, login, request.title)
        return uow.save(team)


@command
class CloseTeam(OnTeam):
    """Close a project team before its request is filed (R1.4)."""

    verb: ClassVar[str] = "team close"
    label: ClassVar[Message] = N_("Close the team")
    keys: ClassVar[Mapping[str, str]] = {"people": "T"}
    undoable: ClassVar[bool] = True

    reason: str = reason(N_("Reason"), default="")

    def run(self, uow: UnitOfWork, subject: Team) -> Team:
        self.require_active(subject)
        return close(uow, subject)


def close(uow: UnitOfWork, team: Team) -> Team:
    """End a team; its members still see the request they worked for."""
    return uow.save(replace(team, state=TeamState.CLOSED, closed_at=uow.now))


def close_teams(uow: UnitOfWork, request: str) -> None:
    """End the team of a request that is filed away (R1.4)."""
    for team in uow.find(Team, request=request, state=TeamState.ACTIVE, void=False):
        close(uow, team)


@command
class OfGroup(Command):
    """A command about standing groups, which everybody may see."""

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        return standing.in_organisation(uow.actor) or standing.NOBODY

    def refuse(self, standings: frozenset[Standing]) -> None:
        Command.refuse(self, frozenset({Standing.ADM}))


@command
class AddGroup(OfGroup):
    """Set up a standing group that meets every month on one topic (R1.4)."""

    verb: ClassVar[str] = "group add"
    label: ClassVar[Message] = N_("Add a standing group")
    keys: ClassVar[Mapping[str, str]] = {"people": "o"}
    undoable: ClassVar[bool] = True

    name: str = arg(N_("Name"), limit=60)
    topic: str = arg(N_("Topic"), Kind.LONG, limit=1000)
    leader: str = arg(N_("Leader"), Kind.PERSON)
    members: tuple[str, ...] = arg(N_("Members"), Kind.PEOPLE, default=())
    monthly: str = arg(
        N_("Meets each month"), default="", limit=60, example=N_("second Tuesday 14:00")
    )

    def run(self, uow: UnitOfWork, subject: Any) -> Group:
        group = Group(
            number=uow.number(GROUP), name=self.name, topic=self.topic, leader=self.leader,
            members=self.members, monthly=self.monthly,
        )  # fmt: skip
        return uow.add(checked(uow, group))


def checked(uow: UnitOfWork, group: Group) -> Group:
    """The group with each of its people once, all of them known and active."""
    present(uow, group.leader, "leader")
    members = tuple(login for login in dict.fromkeys(group.members) if login != group.leader)
    for login in members:
        present(uow, login, "members")
    return replace(group, members=members)


@command
class EditGroup(OfGroup):
    """Change a standing group, or end it (R1.4)."""

    verb: ClassVar[str] = "group edit"
    label: ClassVar[Message] = N_("Edit the standing group")
    keys: ClassVar[Mapping[str, str]] = {"people": "O"}
    undoable: ClassVar[bool] = True

    number: str = arg(N_("Group"), Kind.RECORD, example=N_("GRP-202611001"))
    name: str | None = arg(N_("Name"), default=None, limit=60)
    topic: str | None = arg(N_("Topic"), Kind.LONG, default=None, limit=1000)
    leader: str | None = arg(N_("Leader"), Kind.PERSON, default=None)
    members: tuple[str, ...] | None = arg(N_("Members"), Kind.PEOPLE, default=None)
    monthly: str | None = arg(N_("Meets each month"), default=None, limit=60)
    active: bool | None = arg(N_("Still meets"), Kind.FLAG, default=None)

    def subject(self, uow: UnitOfWork) -> Group:
        return uow.get(Group, self.number)

    def run(self, uow: UnitOfWork, subject: Group) -> Group:
        names = ("name", "topic", "leader", "members", "monthly", "active")
        found = given(self, names)
        saved = uow.save(checked(uow, replace(subject, **found)))
        if saved.series:
            from core.commands.group_meeting import offer

            offer(uow, saved)
        return saved
