"""Verbs of a standing group's meetings: set them, bring them in line with its members (R1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from core.commands.base import Kind, arg, command
from core.commands.team import OfGroup
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.meeting import Attendee, AttendeeRole, Meeting, MeetingKind, Participation
from core.model.series import MonthlyOn, Repeat, Series, SeriesState
from core.model.team import Group
from core.permissions import Standing
from core.text import shorten

if TYPE_CHECKING:
    from core.ports import UnitOfWork

TITLE_AT_MOST = 120


@command
class OnGroupMeetings(OfGroup):
    """A command about the meetings of one standing group, which its leader may give too."""

    number: str = arg(N_("Group"), Kind.RECORD, example=N_("GRP-202611001"))
    seen: int = arg(N_("Version seen"), Kind.NUMBER, default=0)

    def subject(self, uow: UnitOfWork) -> Group:
        return uow.get(Group, self.number)

    def standings(self, uow: UnitOfWork, subject: Group) -> frozenset[Standing]:
        leads = uow.actor.login == subject.leader
        return super().standings(uow, subject) | ({Standing.LEAD} if leads else set())


@command
class MeetMonthly(OnGroupMeetings):
    """Set the monthly meetings of a standing group: members invited, its topic as title (R1.4).

    Its leader calls them and is in the chair.
    """

    verb: ClassVar[str] = "group meet"
    label: ClassVar[Message] = N_("Set the group's monthly meetings")
    keys: ClassVar[Mapping[str, str]] = {"people": "a"}

    start: datetime = arg(N_("Start"), Kind.MOMENT, example=N_("fri 14:00, +3d 10:00"))
    monthly_on: MonthlyOn = arg(
        N_("Monthly on its"), Kind.CHOICE, choices=MonthlyOn, default=MonthlyOn.WEEKDAY
    )
    until: date | None = arg(N_("Until"), Kind.DATE, default=None, example=N_("+12w"))
    count: int | None = arg(N_("How many in all"), Kind.NUMBER, default=None, example=N_("12"))
    place: str = arg(N_("Place"), default="", example=N_("Room 301"))
    url: str = arg(N_("Link"), default="", limit=400, example=N_("https://meet.example.com/618"))
    late_notice_reason: str = arg(N_("Reason for late notice"), default="", limit=400)

    @property
    def why(self) -> str:
        return self.late_notice_reason

    def run(self, uow: UnitOfWork, subject: Group) -> Group:
        if not subject.active or subject.void:
            raise RuleViolation(N_("{number} meets no more.", number=subject.number))
        if made := running_series(uow, subject):
            raise RuleViolation(
                N_("{number} meets already: {series}", number=subject.number, series=made.number),
                hint=N_("Change it with: series edit"),
            )
        first = self._first(uow, subject)
        return uow.save(replace(subject, series=first.series))

    def _first(self, uow: UnitOfWork, group: Group) -> Meeting:
        from core.commands.meeting import ScheduleMeeting, template

        topic = " ".join(group.topic.split())
        blocks = template(uow, MeetingKind.STANDING)
        blocks = (blocks[0], replace(blocks[1], question=shorten(topic, 200)), *blocks[2:])
        return ScheduleMeeting(
            kind=MeetingKind.STANDING, repeat=Repeat.MONTHLY, organizer=group.leader,
            title=shorten(f"{group.name} · {topic}", TITLE_AT_MOST), blocks=blocks,
            attendees=members_of(group), start=self.start, monthly_on=self.monthly_on,
            until=self.until, count=self.count, place=self.place, url=self.url,
            late_notice_reason=self.late_notice_reason,
        ).run(uow, None)  # fmt: skip


@command
class FollowGroup(OnGroupMeetings):
    """Bring the attendees of a group's meetings in line with its members, from the next on (R1.4).

    Its leader is in the chair. Whoever is invited and no member is taken off, and owed a
    cancellation; who is invited as optional is a guest, and stays.
    """

    verb: ClassVar[str] = "group follow"
    label: ClassVar[Message] = N_("Invite the group's members")
    keys: ClassVar[Mapping[str, str]] = {"people": "f"}

    def run(self, uow: UnitOfWork, subject: Group) -> Series:
        from core.commands.series import EditSeries

        made = running_series(uow, subject)
        if made is None:
            raise RuleViolation(
                N_("{number} has no meetings to come.", number=subject.number),
                hint=N_("Set them with: group meet"),
            )
        wanted = in_line(subject, made)
        if set(wanted) == set(made.attendees):
            raise RuleViolation(
                N_("{series} invites the members of {number} already.", series=made.number,
                   number=subject.number)
            )  # fmt: skip
        return EditSeries(number=made.number, attendees=wanted).run(uow, made)


def running_series(uow: UnitOfWork, group: Group) -> Series | None:
    """The series of a group's meetings, while any of them are to come."""
    made = uow.get(Series, group.series) if group.series else None
    return made if made and made.state is SeriesState.RUNNING else None


def members_of(group: Group) -> tuple[Attendee, ...]:
    """The leader in the chair, who attends, and the members."""
    chair = Attendee(person=group.leader, role=AttendeeRole.CHAIR, partstat=Participation.ACCEPTED)
    members = (Attendee(person=login) for login in group.members if login != group.leader)
    return (chair, *members)


def in_line(group: Group, made: Series) -> tuple[Attendee, ...]:
    """The attendees of a series as its group has them, then the guests; answers stay."""
    known = {attendee.person: attendee for attendee in made.attendees}
    people = {attendee.person: _as_member(attendee, known) for attendee in members_of(group)}
    guests = (a for a in made.attendees if _is_optional(a) and a.person not in people)
    return (*people.values(), *guests)


def _as_member(member: Attendee, known: Mapping[str, Attendee]) -> Attendee:
    """A member as they are invited already: as optional still, and in the chair if they lead."""
    invited = known.get(member.person, member)
    leads = member.role is AttendeeRole.CHAIR
    return invited if _is_optional(invited) and not leads else replace(invited, role=member.role)


def _is_optional(attendee: Attendee) -> bool:
    return attendee.role is AttendeeRole.OPTIONAL


def differences(group: Group, made: Series) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Members that a series does not invite yet, and those to be taken off who are none."""
    wanted = [attendee.person for attendee in in_line(group, made)]
    invited = [attendee.person for attendee in made.attendees]
    return (
        tuple(login for login in wanted if login not in invited),
        tuple(login for login in invited if login not in wanted),
    )


def offer(uow: UnitOfWork, group: Group) -> None:
    """Tell whoever calls a group's meetings that these do not fit the group any more."""
    made = running_series(uow, group)
    if made is None:
        return
    if not group.active:
        text = N_("{group} meets no more. End its meetings with: series end {series}",
                  group=group.number, series=made.number)  # fmt: skip
    elif set(in_line(group, made)) != set(made.attendees):
        text = N_(
            "{group} has other members than {series} invites. "
            "Bring that in line with: group follow {group}",
            group=group.number,
            series=made.number,
        )
    else:
        return
    uow.tell(made.organizer, group.number, text)
