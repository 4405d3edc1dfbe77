"""A request and what is said about it (SPEC sections 2 to 4)."""

from __future__ import annotations

from datetime import date, datetime
from enum import IntEnum, StrEnum

from core.model.record import Record, record


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


@record
class Detail(Record):
    """One line of the form: which department does what by when (R2.2); ``by`` may be missing."""

    department: str
    what: str
    by: date | None = None


@record
class ResourceWish(Record):
    """What a resource application asks for (R2.6); both days are included."""

    name: str
    owner_department: str
    quantity: int = 1
    start: date | None = None
    end: date | None = None
    purpose: str = ""
    confidentiality: str = ""


@record
class Override(Record):
    """A line that was sent in although it had been pointed at, and by whom (R2.5).

    ``word`` is the one it leans on; empty where the line says neither how much nor by when.
    """

    field: str
    excerpt: str
    word: str = ""
    by: str = ""


class Verdict(StrEnum):
    """What was said about who should lead (R3.4)."""

    OBJECTED = "objected"
    UPHELD = "upheld"
    REDISPATCHED = "redispatched"


@record
class Ruling(Record):
    """An objection to leading, or what the coordinator ruled on one (R3.4).

    ``department`` is the one that objected, or the one that leads from then on.
    """

    verdict: Verdict
    department: str
    by: str
    at: datetime
    text: str = ""


class LinkKind(StrEnum):
    """How a request stands to another; the last two come of splitting and merging."""

    RELATES = "relates"
    BLOCKS = "blocks"
    DUPLICATES = "duplicates"
    SPLIT = "split"
    MERGED = "merged"


@record
class Link(Record):
    """One request beside another: *request* blocks, duplicates, was split from *other*."""

    id: int = 0
    version: int = 0
    request: str
    other: str
    kind: LinkKind
    by: str
    at: datetime
    void: bool = False


@record
class Request(Record):
    """The unit of cross-department work; without ``number`` until it is submitted (R2.3).

    Moments are aware and in UTC; ``expected`` and the details' dates are days of the
    organisation's calendar. ``flagged`` keeps that it went in although it was vague, and
    ``overridden`` where (R2.5); ``attachments`` are words that refer to something kept elsewhere,
    ``Attachment`` is what is kept here; ``source`` names the batch of an import it came in with
    (R2.9). ``signed_by`` is the head of the originating department who signed the form as it
    stands (R2.2); ``rulings`` are the objections to leading and what came of them (R3.4).
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
    overridden: tuple[Override, ...] = ()
    lead_department: str = ""
    lead_reason: str = ""
    coordinator: str = ""
    reason: str = ""
    bounces: int = 0
    signed_by: str = ""
    rulings: tuple[Ruling, ...] = ()
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


class Channel(StrEnum):
    """How something was said (R13.4)."""

    PHONE = "phone"
    MESSAGE = "message"
    MEETING = "meeting"
    WRITING = "writing"


@record
class Comment(Record):
    """One contribution to the discussion that all departments of a request see (R4.2).

    ``reply_to`` is the place of the comment it answers, from 1. ``mentions`` are the logins of
    those it told, ``unheard`` the names it could tell nobody by. ``source`` is the number of the
    request it was carried over from. A response has the ``channel`` it was given by; the written
    record of what was said elsewhere also has ``spoken_at``, ``who`` spoke and what was ``agreed``
    (R4.1, R13.4).
    """

    id: int = 0
    version: int = 0
    about: str
    by: str
    at: datetime
    text: str
    reply_to: int = 0
    mentions: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    source: str = ""
    channel: Channel | None = None
    spoken_at: datetime | None = None
    who: str = ""
    agreed: str = ""
    void: bool = False


@record
class Attachment(Record):
    """A file kept with a request (R2.2), its content by the SHA-256 ``digest``; ``size`` in octets.

    ``request`` is what the request was called then: its number, or the draft's own name. A void
    one was detached; its content stays, for nothing is deleted.
    """

    id: int = 0
    version: int = 0
    request: str
    name: str
    size: int
    digest: str
    by: str
    at: datetime
    void: bool = False


@record
class Feedback(Record):
    """A department's answer to the request: template 2 (R3.5).

    A department has one; what it said before a correction is in the trail. ``signed_by`` is its
    head, ``confirmed_by`` somebody of the lead department.
    """

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
    void: bool = False


@record
class ImportBatch(Record):
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
