"""An earlier request once more: a draft with its fields, the days moved to where they can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from core import standing
from core.commands.base import command
from core.commands.parts import OnRequest, standings_to
from core.commands.request import blank, own_department
from core.messages import N_, Message
from core.model.request import Request
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

FORM = (
    "type", "title", "background", "involved_departments", "other_department", "details",
    "expected", "priority", "urgent", "resource",
)  # fmt: skip


@command
class CopyRequest(OnRequest):
    """Begin a draft from an earlier request; its number and attachments are not carried over.

    Where a day of it is past, all days move by as much as has gone by since it was written.
    """

    verb: ClassVar[str] = "request copy"
    label: ClassVar[Message] = N_("Copy a request")
    keys: ClassVar[Mapping[str, str]] = {"intake": "N"}
    undoable: ClassVar[bool] = True

    def standings(self, uow: UnitOfWork, subject: Request) -> frozenset[Standing]:
        """One's own right to begin a request, if one sees the earlier one (A8)."""
        seen, posts = standings_to(uow, subject), standing.by_post(uow.actor)
        return seen if standing.NOBODY in (seen, posts) else posts

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        began = uow.worktime.day(subject.submitted_at or subject.created_at)
        today = uow.worktime.day(uow.now)
        draft = blank(uow)
        if subject.originating_department in uow.actor.speaks_for:
            draft = replace(draft, originating_department=subject.originating_department)
        own_department(uow, draft.originating_department)
        form = {name: getattr(copied(subject, began, today), name) for name in FORM}
        return uow.add(replace(draft, **form))


def copied(request: Request, began: date, today: date) -> Request:
    """The request with days that can be: kept if all are to come, else moved by the time gone by.

    A day that is still past after that is left empty. *began* is the day it was written.
    """
    wish = request.resource
    days = [request.expected, *(d.by for d in request.details)]
    days += [wish.start, wish.end] if wish else []
    late = any(day and day < today for day in days)
    gone = today - began if late else timedelta(0)

    def moved(day: date | None) -> date | None:
        return day + gone if day and day + gone >= today else None

    return replace(
        request,
        expected=moved(request.expected),
        details=tuple(replace(d, by=moved(d.by)) for d in request.details),
        resource=wish and replace(wish, start=moved(wish.start), end=moved(wish.end)),
    )
