"""What waits and what was asked for, as lists show it."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class DutyRow(NamedTuple):
    """Something a person must answer, approve, confirm, update or read now."""

    kind: str
    key: str
    title: str
    request: str
    department: str
    due_at: datetime | None
    since: datetime | None
    priority: int


class RequestRow(NamedTuple):
    """A request in a queue; ``due_at`` is its nearest open clock and ``due_kind`` what that is.

    ``bounces`` counts the objections to leading it; ``merged_into`` is the request that took it
    over, which is why it is rejected.
    """

    id: int
    version: int
    key: str
    type: str
    title: str
    originating_department: str
    originator: str
    lead_department: str
    coordinator: str
    state: str
    priority: int
    urgent: bool
    flagged: bool
    expected: date | None
    submitted_at: datetime | None
    due_at: datetime | None
    due_kind: str | None
    bounces: int
    merged_into: str | None = None
