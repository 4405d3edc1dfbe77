"""What a meeting that is about to be set would have, by its kind: for the form (R5.1 to R5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.commands.inviting import usual_attendees, usual_materials
from core.commands.meeting import template
from core.commands.parts import visible
from core.commands.topics import with_topics
from core.model.meeting import Meeting, MeetingKind

if TYPE_CHECKING:
    from datetime import datetime

    from core.ports import UnitOfWork


def proposals(uow: UnitOfWork, number: str) -> dict[MeetingKind, Meeting]:
    """A meeting of each kind on the first day for which notice can be given; none is kept.

    *number* names its request; ``NoSuchRecord`` for one the actor may not see.
    """
    request = visible(uow, number) if number else None
    found = {}
    for kind in MeetingKind:
        start = earliest(uow, kind)
        meeting = Meeting(
            number="",
            uid="",
            kind=kind,
            title="",
            request=number,
            start=start,
            zone=uow.worktime.zone.key,
            organizer=uow.actor.login,
            attendees=usual_attendees(uow, request, kind, start),
            blocks=template(uow, kind),
            materials=usual_materials(uow, request),
        )
        found[kind] = with_topics(uow, meeting)
    return found


def earliest(uow: UnitOfWork, kind: MeetingKind) -> datetime:
    """The moment from which on a meeting of this kind has its notice (R5.3)."""
    if kind is MeetingKind.URGENT:
        return uow.now
    name = "kickoff_notice" if kind is MeetingKind.KICKOFF else "meeting_notice"
    return uow.now + uow.policy.elapsed(name)
