"""Invitations to meetings and their cancellations (RFC 5545, RFC 5546; R5.4, R14.1).

No clock is read and no identifier made here: ``uid``, ``sequence`` and ``dtstamp`` are the
meeting's own, so the same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.meeting import Attendee, AttendeeRole, Meeting, Participation
from core.model.organisation import Person
from exports.addresses import mail_address, web_address
from exports.timezones import find_zone
from exports.wording import line
from exports.wording import name as parameter

if TYPE_CHECKING:
    from exports.series import Repeats

Say = Callable[[Message], str]
Method = Literal["REQUEST", "CANCEL", "DECLINECOUNTER", "PUBLISH"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Somebody an invitation can reach; ``email`` is ASCII, ``name`` fit for a parameter."""

    name: str
    email: str
    role: AttendeeRole
    partstat: Participation

    @property
    def mailbox(self) -> str:
        """What two spellings of one address have in common."""
        return self.email.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Everything that goes into one message about a meeting, checked and resolved.

    A cancellation that only ``uninvites`` leaves the event to the others (RFC 5546 3.2.5). One that
    ``repeats`` is a whole series, with its exceptions in ``more``; ``recurrence`` is the
    start (UTC) for which an exception was made.
    """

    meeting: Meeting
    stamp: datetime
    method: Method
    zone: ZoneInfo
    organizer: Invitee
    invitees: tuple[Invitee, ...]
    without_address: tuple[str, ...]
    presenters: Mapping[str, str]
    link: str
    reason: str
    request_title: str
    uninvites: bool = False
    repeats: Repeats | None = None
    recurrence: datetime | None = None
    more: tuple[Invitation, ...] = ()

    @property
    def times(self) -> tuple[datetime, datetime]:
        """Start and end in the meeting's zone, as its agenda says them."""
        return self.meeting.start.astimezone(self.zone), self.meeting.end.astimezone(self.zone)

    @property
    def title(self) -> str:
        """The meeting's title in one line, its number if it has none."""
        return line(self.meeting.title) or line(self.meeting.number)

    @property
    def place(self) -> str:
        """Where people go: the place, or the link of a meeting that has none."""
        return line(self.meeting.place) or self.link


class Written(NamedTuple):
    """A finished file, and the logins of attendees it cannot reach."""

    data: bytes
    without_address: tuple[str, ...]


def prepare(
    meeting: Meeting,
    people: Mapping[str, Person],
    *,
    method: Method = "REQUEST",
    reason: str = "",
    only: str = "",
    request_title: str = "",
) -> Invitation:
    """Check and resolve what an invitation needs; *people* are looked up by login.

    With *only*, the copy for that one attendee: nobody else but the organizer is named (P8).
    Raises ``RuleViolation`` if a block has no minutes or nobody can be reached, ``BadInput``
    for an unknown zone or a link that is none, ``ValueError`` if nothing gave it a ``dtstamp``.
    """
    if meeting.dtstamp is None:
        raise ValueError(f"{meeting.number} was never stamped for an invitation")
    if not meeting.blocks or any(block.minutes < 1 for block in meeting.blocks):
        raise RuleViolation(
            N_("Every block of the agenda needs at least one minute, and there must be one block."),
            field="blocks",
            hint=N_("Topics 30"),
        )
    invitees, without_address = _reachable(meeting, people, only)
    return Invitation(
        meeting=meeting,
        stamp=meeting.dtstamp,
        method=method,
        zone=find_zone(meeting.zone),
        organizer=_organizer(meeting, people),
        invitees=invitees,
        without_address=without_address,
        presenters={
            block.presenter: people[block.presenter].name
            for block in meeting.blocks
            if block.presenter in people
        },
        link=web_address(meeting.url) if method == "REQUEST" and meeting.url.strip() else "",
        reason=line(reason),
        request_title=line(request_title),
    )


def _reachable(
    meeting: Meeting, people: Mapping[str, Person], only: str
) -> tuple[tuple[Invitee, ...], tuple[str, ...]]:
    """Attendees, the organizer first and no address twice, and the logins of those without."""
    invitees: dict[str, Invitee] = {}
    reached, missing = [], []
    for attendee in sorted(meeting.attendees, key=lambda a: a.person != meeting.organizer):
        if only and attendee.person not in (only, meeting.organizer):
            continue
        person = people.get(attendee.person)
        if person is None or not (email := mail_address(person.email)):
            missing.append(attendee.person)
            continue
        if attendee.person == meeting.organizer:
            attendee = _in_the_chair(attendee, meeting)
        invitee = _invitee(person, email, attendee)
        invitees.setdefault(invitee.mailbox, invitee)
        reached.append(attendee.person)
    if not reached or (only and only not in reached):
        raise RuleViolation(
            N_("Nobody to be invited has a usable e-mail address. Add one to the person."),
            field="attendees",
        )
    return tuple(invitees.values()), tuple(missing)


def _in_the_chair(organizer: Attendee, meeting: Meeting) -> Attendee:
    """The organizer takes part by inviting, and presides unless somebody else does."""
    chaired = any(attendee.role is AttendeeRole.CHAIR for attendee in meeting.attendees)
    role = organizer.role if chaired else AttendeeRole.CHAIR
    return replace(organizer, role=role, partstat=Participation.ACCEPTED)


def _invitee(person: Person, email: str, attendee: Attendee) -> Invitee:
    name = parameter(person.name) or parameter(person.login)
    return Invitee(name=name, email=email, role=attendee.role, partstat=attendee.partstat)


def _organizer(meeting: Meeting, people: Mapping[str, Person]) -> Invitee:
    """The one who invites, whose address replies go to."""
    person = people.get(meeting.organizer)
    if person is None or not (email := mail_address(person.email)):
        raise RuleViolation(
            N_(
                "{name} organises the meeting and has no usable e-mail address. Add one.",
                name=line(person.name if person else meeting.organizer),
            ),
            field="organizer",
        )
    chair = Attendee(person=person.login, role=AttendeeRole.CHAIR, partstat=Participation.ACCEPTED)
    return _invitee(person, email, chair)


def invite(
    meeting: Meeting,
    people: Mapping[str, Person],
    say: Say,
    *,
    method: Method = "REQUEST",
    reason: str = "",
    only: str = "",
    request_title: str = "",
) -> Written:
    """Write the file of an invitation or cancellation; arguments and refusals as in ``prepare``.

    icalendar is loaded only here: the screens that lead to an export start without it.
    """
    from exports.events import calendar

    invitation = prepare(
        meeting, people, method=method, reason=reason, only=only, request_title=request_title
    )
    return Written(calendar(invitation, say), invitation.without_address)
