"""Who comes to a meeting and what they read before, where nobody says it (R5.1, R5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from core.attachments import kept_with
from core.commands.parts import department
from core.messages import N_
from core.model.meeting import Attendee, AttendeeRole, MeetingKind, Participation
from core.model.organisation import Absence
from core.model.request import Request

if TYPE_CHECKING:
    from core.ports import UnitOfWork

WITH_HEADS = frozenset({MeetingKind.KICKOFF, MeetingKind.SECOND_COORDINATION})
"""Where departments agree on something: their heads answer the plan (R6.2)."""


def usual_attendees(
    uow: UnitOfWork,
    request: Request | None,
    kind: MeetingKind = MeetingKind.KICKOFF,
    start: datetime | None = None,
) -> tuple[Attendee, ...]:
    """The organiser in the chair, then those who speak for the request's departments on that day.

    Each sends its primary liaison, and its head where the kind asks; whoever is away is replaced
    by the deputy (R1.2). Without a request the organiser's own heads and liaisons come.
    """
    day = uow.worktime.day(start or uow.now)
    codes = request.departments if request else tuple(sorted(uow.actor.speaks_for))
    all_of_them = request is None
    people = [uow.actor.login]
    for code in codes:
        people += _speakers(uow, code, all_of_them, kind in WITH_HEADS)
    away = {a.person: a.deputy for a in uow.find(Absence, void=False) if a.covers(day)}
    chair, *others = dict.fromkeys(
        login if place == 0 else away.get(login) or login for place, login in enumerate(people)
    )
    return (
        Attendee(person=chair, role=AttendeeRole.CHAIR, partstat=Participation.ACCEPTED),
        *(Attendee(person=login) for login in others),
    )


def _speakers(uow: UnitOfWork, code: str, all_of_them: bool, with_head: bool) -> Iterator[str]:
    found = department(uow, code)
    if all_of_them:
        yield from found.contacts
        return
    if with_head and found.head:
        yield found.head
    if speaker := found.primary or found.head:
        yield speaker


def usual_materials(uow: UnitOfWork, request: Request | None) -> tuple[str, ...]:
    """The request's form and what is attached to it, by name (R5.3)."""
    if request is None:
        return ()
    form = uow.say(N_("Request form {number}", number=request.name))
    files = (kept.name for kept in kept_with(uow, request))
    return tuple(dict.fromkeys((form, *request.attachments, *files)))
