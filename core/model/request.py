"""A request and what is said about it (SPEC sections 2 to 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum


class RequestType(StrEnum):
    """The four kinds of request (R2.1)."""

    PROJECT = "project"
    RESOURCE = "resource"
    ISSUE = "issue"
    PROCESS = "process"


class Priority(IntEnum):
    """Sorts as the intake queue does: high first (R3.1)."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3


class RequestState(StrEnum):
    """Where a request stands; ``core.lifecycle`` says what may follow what."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DISPATCHED = "dispatched"
    OBJECTED = "objected"
    COORDINATING = "coordinating"
    APPROVING = "approving"
    SECOND_COORDINATION = "second_coordination"
    EXECUTING = "executing"
    ACCEPTING = "accepting"
    CLOSED = "closed"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One line of the form: which department does what by when (R2.2); ``by`` may be missing."""

    department: str
    what: str
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceWish:
    """What a resource application asks for (R2.6); both days are included."""

    name: str
    owner_department: str
    quantity: int = 1
    start: date | None = None
    end: date | None = None
    purpose: str = ""
    confidentiality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The unit of cross-department work; without ``number`` until it is submitted (R2.3).

    Moments are aware and in UTC; ``expected`` and the details' dates are days of the
    organisation's calendar. ``flagged`` keeps that it went in although it was vague (R2.5),
    ``source`` names the batch of an import it came in with (R2.9).
    """

    id: int = 0
    version: int = 0
    number: str = ""
    type: RequestType
    title: str
    background: str = ""
    originating_department: str
    originator: str
    contact: str = ""
    involved_departments: tuple[str, ...] = ()
    other_department: str = ""
    details: tuple[Detail, ...] = ()
    expected: date | None = None
    priority: Priority = Priority.MEDIUM
    urgent: bool = False
    attachments: tuple[str, ...] = ()
    resource: ResourceWish | None = None
    state: RequestState = RequestState.DRAFT
    flagged: bool = False
    lead_department: str = ""
    lead_reason: str = ""
    coordinator: str = ""
    reason: str = ""
    bounces: int = 0
    source: str = ""
    created_at: datetime
    submitted_at: datetime | None = None
    responded_at: datetime | None = None
    dispatched_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def name(self) -> str:
        """The number, or before there is one the draft's own name."""
        return self.number or f"DRAFT-{self.id}"

    @property
    def departments(self) -> tuple[str, ...]:
        """Every department with a part in it: originating, involved, lead."""
        everyone = (
            self.originating_department,
            *self.involved_departments,
            self.lead_department,
        )
        return tuple(dict.fromkeys(code for code in everyone if code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One contribution to the discussion that all departments of a request see (R4.2)."""

    id: int = 0
    version: int = 0
    about: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A department's answer to the request: template 2 (R3.5)."""

    id: int = 0
    version: int = 0
    request: str
    department: str
    by: str
    at: datetime
    content: str
    proposed: date | None = None
    needs: str = ""
    remarks: str = ""
    signed_by: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBatch:
    """Rows of a file that went in together (R2.9): what resuming and undoing go by.

    ``number`` is the import's, ``place`` the batch's in it; ``digest`` is of the file's content,
    ``rows`` which of its rows went in, such as ``2-301,303``.
    """

    id: int = 0
    version: int = 0
    number: str
    place: int
    digest: str = ""
    file: str = ""
    by: str
    at: datetime
    rows: str = ""
    void: bool = False

    @property
    def name(self) -> str:
        """What its requests and the trail call it: ``IMPORT-202611001/2``."""
        return f"{self.number}/{self.place}"
