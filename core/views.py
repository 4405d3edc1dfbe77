"""What screens and lists show: questions, and the frozen rows that answer them, a window at a time.

Moments are aware and in UTC. A row's ``key`` is the name its record is opened by.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from core.filters import Term

R = TypeVar("R")
Cursor = tuple[Any, ...]
MOST = 1000  # rows that are counted; of more only that is known


class Query(NamedTuple):
    """Which rows, which of them, in which order, and which window of these.

    ``terms`` are what a person typed to narrow the list, ``order`` the name of another order than
    the view's own. ``after`` is the cursor of the row the window begins behind; ``back`` reads the
    window that ends before it instead (with no cursor: the last one).
    """

    view: str
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""
    limit: int = 50
    after: Cursor = ()
    back: bool = False
    terms: tuple[Term, ...] = ()
    order: str = ""

    @property
    def rows(self) -> tuple[object, ...]:
        """What decides which rows there are, in whatever order and window."""
        return self.view, self.filters, self.search, self.terms


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


class MeetingRow(NamedTuple):
    """A meeting in a list; ``waiting`` counts answers its organiser has to decide about."""

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
    started_at: datetime | None
    finished_at: datetime | None
    run_events: list[dict[str, Any]]
    series: str
    recurrence: datetime | None
    off_day: bool
    waiting: int = 0


class SeriesRow(NamedTuple):
    """A series of meetings in a list; ``next_meeting`` is the next one to be held."""

    id: int
    version: int
    key: str
    kind: str
    title: str
    request: str
    repeat: str
    monthly_on: str
    count: int | None  # type: ignore[assignment]  # its name everywhere; nobody counts in a row
    until: date | None
    start: datetime
    zone: str
    state: str
    organizer: str
    next_start: datetime | None
    next_meeting: str | None


class TaskRow(NamedTuple):
    """A card on the board; without a ``request`` it is an action item of its ``meeting``."""

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
    meeting: str = ""


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
    """A department with its load: open and overdue tasks, dispatches to acknowledge (R1.3).

    ``next_free_day`` is as ``core.load`` says; ``available`` whether the primary liaison (or the
    head, where there is none) is not away today, ``deputy`` who stands in then.
    """

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
    active: bool
    next_free_day: date | None = None
    available: bool = False
    deputy: str = ""


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


class TeamRow(NamedTuple):
    """A project team; ``title`` is its request's (R1.4)."""

    id: int
    version: int
    key: str
    request: str
    title: str
    leader: str
    members: list[str]
    goal: str
    until: date
    state: str


class GroupRow(NamedTuple):
    """A standing group (R1.4)."""

    id: int
    version: int
    key: str
    name: str
    topic: str
    leader: str
    members: list[str]
    monthly: str
    active: bool


class ResourceRow(NamedTuple):
    """A line of the catalogue of resources."""

    id: int
    version: int
    key: str
    name: str
    owner_department: str
    quantity: int
    confidentiality: str
    active: bool


class LessonRow(NamedTuple):
    """A lesson; ``request`` and ``by`` are empty where the reader may not see the request."""

    id: int
    version: int
    key: str
    type: str
    text: str
    tags: list[str]
    request: str
    by: str
    at: datetime


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
