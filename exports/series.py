"""Invitations to series of meetings, and to single ones of them (RFC 5545 3.8.5, R14.1).

All messages about a series have its UID. A meeting that was moved or has anything of its own is an
exception beside the rule; one that is not held is left out of the rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.model.meeting import Attendee, Meeting, MeetingState
from core.model.organisation import Person
from core.model.series import Series
from core.series import Rule, is_exception, rule_of, with_answers
from exports.invitation import Invitation, Method, prepare


@dataclass(frozen=True, slots=True)
class Repeats:
    """The rule of a series, and the starts (UTC) of it that are left out."""

    rule: Rule
    skipped: tuple[datetime, ...]


def prepare_series(
    made: Series,
    meetings: Sequence[Meeting],
    people: Mapping[str, Person],
    *,
    method: Method = "REQUEST",
    reason: str = "",
    only: str = "",
    request_title: str = "",
) -> Invitation:
    """Check and resolve an invitation to a whole series, or the cancellation of all of it.

    With *only*, the copy for one attendee has what they are invited to and no more (P8). Arguments
    and refusals as in ``exports.invitation.prepare``.
    """
    kept = [m for m in meetings if m.state is not MeetingState.CANCELLED]
    made = with_answers(made, [m for m in kept if m.state is MeetingState.SCHEDULED])
    whole = as_meeting(made)

    def message(one: Meeting) -> Invitation:
        return prepare(
            one, people, method=method, reason=reason, only=only, request_title=request_title
        )

    if method == "CANCEL":
        return message(whole)
    rule = rule_of(made)
    starts = frozenset(rule.starts())
    placed = [m for m in meetings if m.recurrence in starts]
    held = [m for m in placed if m in kept and (not only or only in m.invited)]
    exceptions = tuple(
        replace(message(_under(made, m)), recurrence=m.recurrence)
        for m in held
        if is_exception(m, made)
    )
    if only and only not in made.invited and exceptions:
        first, *others = exceptions
        return replace(first, more=tuple(others))
    skipped = tuple(m.recurrence for m in placed if m not in held and m.recurrence)
    return replace(message(whole), repeats=Repeats(rule, skipped), more=exceptions)


def prepare_uninvited(
    made: Series, people: Mapping[str, Person], login: str, request_title: str = ""
) -> Invitation:
    """The cancellation for somebody no longer invited to a series, which the others keep (P7)."""
    alone = replace(as_meeting(made), attendees=(Attendee(person=login),))
    found = prepare(alone, people, method="CANCEL", request_title=request_title)
    return replace(found, uninvites=True)


def prepare_occurrence(
    made: Series,
    meeting: Meeting,
    people: Mapping[str, Person],
    *,
    method: Method = "REQUEST",
    reason: str = "",
    only: str = "",
    request_title: str = "",
) -> Invitation:
    """Check and resolve a message about one meeting of a series alone (R7, R8)."""
    found = prepare(
        replace(_under(made, meeting), dtstamp=meeting.dtstamp),
        people,
        method=method,
        reason=reason,
        only=only,
        request_title=request_title,
    )
    return replace(found, recurrence=meeting.recurrence)


def _under(made: Series, meeting: Meeting) -> Meeting:
    """A meeting as calendars know it: by its series, and never behind that (R7)."""
    sequence = max(made.sequence, meeting.sequence)
    return replace(meeting, uid=made.uid, dtstamp=made.dtstamp, sequence=sequence)


def as_meeting(made: Series) -> Meeting:
    """The series as the one event it is in a calendar."""
    return Meeting(
        number=made.number,
        uid=made.uid,
        sequence=made.sequence,
        dtstamp=made.dtstamp,
        kind=made.kind,
        title=made.title,
        request=made.request,
        start=made.start,
        zone=made.zone,
        place=made.place,
        url=made.url,
        organizer=made.organizer,
        attendees=made.attendees,
        blocks=made.blocks,
        materials=made.materials,
    )
