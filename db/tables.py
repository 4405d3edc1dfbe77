"""Tables, one for each aggregate, with the field names of its entity.

Enumerations are kept by value, lists and values inside a record as JSON; ``db.records`` does both.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


def _json() -> Any:
    return Field(sa_column=Column(JSON, nullable=False))


class Row(SQLModel):
    """A row is never validated, so that nothing need be built for it: entities are, in core."""

    model_config = {"defer_build": True}


class DepartmentTable(Row, table=True):
    """Departments (R1)."""

    __tablename__ = "department"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    code: str = Field(unique=True)
    name: str
    name_en: str
    head: str
    liaisons: Any = _json()
    primary: str
    neutral: bool


class PersonTable(Row, table=True):
    """People (R1)."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    login: str = Field(unique=True)
    name: str
    email: str
    contact: str
    department: str = Field(index=True)
    roles: Any = _json()
    active: bool


class RequestTable(Row, table=True):
    """Requests (R2); drafts have an empty number."""

    __tablename__ = "request"
    __table_args__ = (
        Index(
            "ix_request_number",
            "number",
            unique=True,
            # On PostgreSQL too; but the word for it would load that dialect in every session.
            sqlite_where=text("number <> ''"),
        ),
        Index("ix_request_queue", "state", "priority", "expected", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str
    type: str
    title: str
    background: str
    originating_department: str = Field(index=True)
    originator: str = Field(index=True)
    contact: str
    involved_departments: Any = _json()
    other_department: str
    details: Any = _json()
    expected: date | None
    priority: int
    urgent: bool
    attachments: Any = _json()
    resource: Any = Field(sa_column=Column(JSON(none_as_null=True)))
    state: str
    flagged: bool
    lead_department: str = Field(index=True)
    lead_reason: str
    coordinator: str
    reason: str
    bounces: int
    source: str = Field(sa_column_kwargs={"server_default": ""})
    created_at: datetime
    submitted_at: datetime | None
    responded_at: datetime | None
    dispatched_at: datetime | None
    closed_at: datetime | None


class RequestDepartmentTable(Row, table=True):
    """Which departments have a part in which request, for lists and rights."""

    __tablename__ = "request_department"
    request_id: int = Field(primary_key=True, foreign_key="request.id")
    name: str = Field(primary_key=True, index=True)


class ImportBatchTable(Row, table=True):
    """What came in from files, a batch a transaction (R2.9)."""

    __tablename__ = "import_batch"
    __table_args__ = (UniqueConstraint("number", "place"),)
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str
    place: int
    digest: str = Field(index=True)
    file: str
    by: str
    at: datetime
    rows: str
    void: bool


class CommentTable(Row, table=True):
    """The discussion of a request (R4.2)."""

    __tablename__ = "comment"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    about: str = Field(index=True)
    by: str
    at: datetime
    text: str


class FeedbackTable(Row, table=True):
    """The departments' feedback forms (R3.5)."""

    __tablename__ = "feedback"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    request: str = Field(index=True)
    department: str
    by: str
    at: datetime
    content: str
    proposed: date | None
    needs: str
    remarks: str
    signed_by: str
    confirmed_by: str


class MeetingTable(Row, table=True):
    """Meetings (R5)."""

    __tablename__ = "meeting"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    uid: str = Field(unique=True)
    sequence: int
    dtstamp: datetime | None
    kind: str
    title: str
    request: str = Field(index=True)
    start: datetime = Field(index=True)
    zone: str
    place: str
    url: str
    organizer: str
    attendees: Any = _json()
    blocks: Any = _json()
    late_notice_reason: str
    overlong_reason: str
    state: str
    started_at: datetime | None
    finished_at: datetime | None
    decisions: Any = _json()
    actions: Any = _json()
    parked: Any = _json()
    notes: str


class MeetingPersonTable(Row, table=True):
    """Who is invited to which meeting, for lists and clashes."""

    __tablename__ = "meeting_person"
    meeting_id: int = Field(primary_key=True, foreign_key="meeting.id")
    name: str = Field(primary_key=True, index=True)


class PlanTable(Row, table=True):
    """Versions of coordination plans (R6)."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("request", "revision"),)
    id: int | None = Field(default=None, primary_key=True)
    version: int
    request: str
    revision: int
    state: str
    tasks: Any = _json()
    contingencies: Any = _json()
    submitted_by: str
    submitted_at: datetime
    voters: Any = _json()
    answers: Any = _json()


class TaskTable(Row, table=True):
    """Tasks of agreed plans (R7)."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_owner_state", "owner", "state"),)
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    request: str = Field(index=True)
    revision: int
    title: str
    department: str = Field(index=True)
    owner: str
    start: date
    finish: date = Field(index=True)
    criterion: str
    depends_on: Any = _json()
    state: str = Field(index=True)
    risk: Any = Field(sa_column=Column(JSON(none_as_null=True)))
    updated_at: datetime | None
    deliverable: str
    delivered_by: str
    delivered_at: datetime | None
    accepted_by: str
    accepted_at: datetime | None
    returned_for: str
    reworks: int


class ProgressUpdateTable(Row, table=True):
    """What owners reported (R7.1)."""

    __tablename__ = "progress_update"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    task: str = Field(index=True)
    by: str
    at: datetime
    state: str
    done: str
    problems: str
    risk: Any = Field(sa_column=Column(JSON(none_as_null=True)))
    void: bool


class ConflictTable(Row, table=True):
    """The conflict ledger (R12)."""

    __tablename__ = "conflict"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    level: int
    type: str
    title: str
    cause: str
    sudden: bool
    parties: Any = _json()
    about: str = Field(index=True)
    claims: Any = _json()
    state: str = Field(index=True)
    outcome: str
    opened_by: str
    opened_at: datetime
    settled_by: str
    settled_at: datetime | None
    confirmed: Any = _json()
    reopened: int


class ConflictDepartmentTable(Row, table=True):
    """Which departments quarrel in which conflict."""

    __tablename__ = "conflict_department"
    conflict_id: int = Field(primary_key=True, foreign_key="conflict.id")
    name: str = Field(primary_key=True, index=True)


class DeadlineTable(Row, table=True):
    """Duties with a clock (R4.3)."""

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_open", "done_at", "void", "due_at"),)
    id: int | None = Field(default=None, primary_key=True)
    version: int
    about: str = Field(index=True)
    request: str
    kind: str
    department: str
    role: str
    started_at: datetime
    due_at: datetime
    done_at: datetime | None
    void: bool


class NoticeTable(Row, table=True):
    """The ledger of notices: one row for each cause and person (R16.1)."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("cause", "person"),
        Index("ix_notice_inbox", "person", "read_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    version: int
    cause: str
    person: str
    department: str
    about: str
    text: str
    values: Any = _json()
    why: str
    created_at: datetime
    until: datetime | None
    read_at: datetime | None
    withdrawn_at: datetime | None
    entry: int = Field(index=True)


class TrailTable(Row, table=True):
    """The trail: only added to, each entry chained to the one before (R17.1)."""

    __tablename__ = "trail"
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime
    actor: str = Field(index=True)
    os_user: str
    command: str
    about: str = Field(index=True)
    request: str = Field(index=True)
    why: str
    before: Any = _json()
    after: Any = _json()
    undoes: int
    previous: str
    hash: str


class CounterTable(Row, table=True):
    """The last number given out for each prefix and month (R2.3)."""

    __tablename__ = "counter"
    prefix: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    n: int


class KeptFormTable(Row, table=True):
    """Half-filled forms, so that a lost connection loses nothing (R2.8)."""

    __tablename__ = "kept_form"
    person: str = Field(primary_key=True)
    form: str = Field(primary_key=True)
    fields: Any = _json()
    at: datetime
