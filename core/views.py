"""What screens and lists show: questions, and the frozen rows that answer them, a window at a time.

Moments are aware and in UTC. A row's ``key`` is the name its record is opened by.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

R = TypeVar("R")
Cursor = tuple[Any, ...]


class Query(NamedTuple):
    """Which rows, which of them, and which window of these.

    ``after`` is the cursor of the row the window begins behind; ``back`` reads the window that
    ends before it instead (with no cursor: the last one).
    """

    view: str
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""
    limit: int = 50
    after: Cursor = ()
    back: bool = False


class Page(NamedTuple, Generic[R]):
    """One window of rows in their order; ``cursors`` are theirs, ``more`` says if others follow."""

    rows: tuple[R, ...]
    cursors: tuple[Cursor, ...]
    more: bool


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
    """A request in a queue; ``due_at`` is its nearest open clock and ``due_kind`` what that is."""

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


class MeetingRow(NamedTuple):
    """A meeting in a list; ``invited`` and ``answered`` count people."""

    id: int
    version: int
    key: str
    kind: str
    title: str
    request: str
    start: datetime
    zone: str
    place: str
    state: str
    organizer: str
    blocks: list[dict[str, Any]]
    attendees: list[dict[str, Any]]


class TaskRow(NamedTuple):
    """A card on the board."""

    id: int
    version: int
    key: str
    request: str
    title: str
    department: str
    owner: str
    owner_name: str
    start: date
    finish: date
    state: str
    risk: dict[str, Any] | None
    updated_at: datetime | None
    delivered_at: datetime | None
    accepted_at: datetime | None
    reworks: int


class ConflictRow(NamedTuple):
    """A line of the ledger; ``due_at`` is its level's clock."""

    id: int
    version: int
    key: str
    level: int
    type: str
    title: str
    parties: list[str]
    about: str
    state: str
    sudden: bool
    opened_at: datetime
    settled_at: datetime | None
    due_at: datetime | None


class DepartmentRow(NamedTuple):
    """A department with its load: open and overdue tasks, dispatches to acknowledge (R1.3)."""

    id: int
    version: int
    key: str
    name: str
    name_en: str
    head: str
    primary: str
    liaisons: list[str]
    neutral: bool
    open_tasks: int
    overdue_tasks: int
    to_acknowledge: int


class PersonRow(NamedTuple):
    """A person in a list."""

    id: int
    version: int
    key: str
    name: str
    email: str
    contact: str
    department: str
    roles: list[str]
    active: bool


class NoticeRow(NamedTuple):
    """One line of somebody's inbox."""

    id: int
    version: int
    key: str
    about: str
    text: str
    values: dict[str, Any]
    why: str
    created_at: datetime
    until: datetime | None
    read_at: datetime | None
