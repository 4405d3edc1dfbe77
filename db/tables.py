"""Tables, one for each aggregate, with the field names of its entity.

Enumerations are kept by value, lists and values inside a record as JSON; ``db.records`` does both.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, false, text, true
from sqlmodel import Field, SQLModel


def _json() -> Any:
    return Field(sa_column=Column(JSON, nullable=False))


def _initials() -> Any:
    """By which a Chinese title or name is found; no field of the entity."""
    return Field(default="", sa_column_kwargs={"server_default": ""})


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
    initials: str = _initials()
    head: str
    liaisons: Any = _json()
    primary: str
    neutral: bool
    active: bool = Field(sa_column_kwargs={"server_default": true()})


class PersonTable(Row, table=True):
    """People (R1)."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    login: str = Field(unique=True)
    name: str
    initials: str = _initials()
    email: str
    contact: str
    department: str = Field(index=True)
    roles: Any = _json()
    active: bool


class LiaisonTermTable(Row, table=True):
    """Who liaised for which department when (R1.2)."""

    __tablename__ = "liaison_term"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    department: str = Field(index=True)
    liaisons: Any = _json()
    primary: str
    before: Any = _json()
    before_primary: str
    start: date
    until: date | None
    reason: str
    by: str
    at: datetime
    applied_at: datetime | None
    ended_at: datetime | None
    tasks: Any = _json()
    notices: int
    void: bool


class AbsenceTable(Row, table=True):
    """Who is away when, and who stands in (R1.2)."""

    __tablename__ = "absence"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    person: str = Field(index=True)
    start: date
    until: date
    deputy: str = Field(index=True)
    reason: str
    by: str
    at: datetime
    back_on: date | None
    told_at: datetime | None
    void: bool


class RoleProposalTable(Row, table=True):
    """Roles that wait for a second coordinator (R1.1)."""

    __tablename__ = "role_proposal"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    person: str = Field(index=True)
    role: str
    revoke: bool
    by: str
    at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    void: bool


class TeamTable(Row, table=True):
    """Project teams (R1.4)."""

    __tablename__ = "team"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    request: str = Field(index=True)
    leader: str
    members: Any = _json()
    goal: str
    division: str
    until: date
    state: str
    formed_by: str
    formed_at: datetime
    closed_at: datetime | None
    void: bool


class TeamPersonTable(Row, table=True):
    """Who is in which team, for rights."""

    __tablename__ = "team_person"
    team_id: int = Field(primary_key=True, foreign_key="team.id")
    name: str = Field(primary_key=True, index=True)


class GroupTable(Row, table=True):
    """Standing groups (R1.4)."""

    __tablename__ = "standing_group"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    name: str
    topic: str
    leader: str
    members: Any = _json()
    monthly: str
    active: bool
    void: bool


_QUEUE = (
    "state", "priority", text("COALESCE(expected, '9999-12-31')"), "id",
    "number", "originator", "originating_department", "title", "initials",
    "lead_department", "coordinator", "type", "flagged",
)  # fmt: skip


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
        # The rows of a state in the order of the queue, with what a search reads of each.
        Index("ix_request_queue", *_QUEUE),
        Index("ix_request_called", "number"),
        Index("ix_request_load", "lead_department", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str
    type: str
    title: str
    initials: str = _initials()
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
    overridden: Any = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    lead_department: str = Field(index=True)
    lead_reason: str
    coordinator: str
    reason: str
    bounces: int
    signed_by: str = Field(sa_column_kwargs={"server_default": ""})
    rulings: Any = _json()
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
    reply_to: int
    mentions: Any = _json()
    unheard: Any = _json()
    source: str
    void: bool


class AttachmentTable(Row, table=True):
    """Files kept with requests (R2.2)."""

    __tablename__ = "attachment"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    request: str = Field(index=True)
    name: str
    size: int
    digest: str
    by: str
    at: datetime
    void: bool


class ContentTable(Row, table=True):
    """What kept files hold, each content once, by its SHA-256; only ever added to.

    A table and no folder beside the database: so both engines keep it alike, it commits or fails
    with the deed that brings it, a backup has it in it, and there is no path to escape from (I13).
    The limits of ``core.policy`` keep it small enough for that.
    """

    __tablename__ = "content"
    digest: str = Field(primary_key=True)
    data: bytes


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
    void: bool


class LinkTable(Row, table=True):
    """How requests stand to each other."""

    __tablename__ = "link"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    request: str = Field(index=True)
    other: str = Field(index=True)
    kind: str
    by: str
    at: datetime
    void: bool


class ResourceTable(Row, table=True):
    """The catalogue of what departments lend (R2.6)."""

    __tablename__ = "resource"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    name: str
    owner_department: str = Field(index=True)
    quantity: int
    confidentiality: str
    active: bool


class ResourceUseTable(Row, table=True):
    """Who had what when (R2.6)."""

    __tablename__ = "resource_use"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    request: str = Field(index=True)
    resource: str = Field(index=True)
    use: str
    quantity: int
    by: str
    at: datetime
    note: str
    void: bool


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
    initials: str = _initials()
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
    series: str = Field(index=True, sa_column_kwargs={"server_default": ""})
    recurrence: datetime | None
    off_day: bool = Field(sa_column_kwargs={"server_default": false()})
    notes: str
    run_events: Any = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    minutes: Any = Field(sa_column=Column(JSON(none_as_null=True)))
    removed: Any = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))


class MeetingPersonTable(Row, table=True):
    """Who is invited to which meeting, for lists and clashes."""

    __tablename__ = "meeting_person"
    meeting_id: int = Field(primary_key=True, foreign_key="meeting.id")
    name: str = Field(primary_key=True, index=True)


class AnswerTable(Row, table=True):
    """What calendars answered to invitations (R14.1)."""

    __tablename__ = "answer"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    about: str = Field(index=True)
    request: str
    method: str
    attendee: str
    person: str
    partstat: str
    comment: str
    sequence: int
    revision: int
    dtstamp: datetime | None
    start: datetime | None
    end: datetime | None
    delegate: str
    sent_by: str
    outcome: str
    file: str
    digest: str = Field(index=True)
    by: str
    at: datetime
    settled: str | None
    void: bool


class SeriesTable(Row, table=True):
    """Series of meetings (R5.1)."""

    __tablename__ = "series"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    uid: str = Field(unique=True)
    sequence: int
    dtstamp: datetime | None
    repeat: str
    monthly_on: str
    count: int | None
    until: date | None
    kind: str
    title: str
    request: str = Field(index=True)
    start: datetime
    zone: str
    place: str
    url: str
    organizer: str
    attendees: Any = _json()
    blocks: Any = _json()
    overlong_reason: str
    state: str
    after: str
    next: str
    reason: str


class SeriesPersonTable(Row, table=True):
    """Who is invited to which series, for lists."""

    __tablename__ = "series_person"
    series_id: int = Field(primary_key=True, foreign_key="series.id")
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
    __table_args__ = (
        Index("ix_task_owner_state", "owner", "state"),
        Index("ix_task_load", "department", "state", "finish"),
    )
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    request: str = Field(index=True)
    revision: int
    title: str
    initials: str = _initials()
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
    initials: str = _initials()
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
    __table_args__ = (
        Index("ix_deadline_open", "done_at", "void", "due_at"),
        Index("ix_deadline_owed", "kind", "department", "done_at"),
    )
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
        Index("ix_notice_newest", "person", text("(-id)")),
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
    behalf: str = Field(sa_column_kwargs={"server_default": ""})


class CounterTable(Row, table=True):
    """The last number given out for each prefix and month (R2.3)."""

    __tablename__ = "counter"
    prefix: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    n: int


class TrailNameTable(Row, table=True):
    """The names of all records of an entry that is about several, to find it by any of them."""

    __tablename__ = "trail_name"
    seq: int = Field(sa_type=BigInteger, primary_key=True)
    name: str = Field(primary_key=True, index=True)


class PreferenceTable(Row, table=True):
    """What a person chose for their own screens: filters by name, columns; no work of the desk."""

    __tablename__ = "preference"
    person: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: Any = _json()
    at: datetime


class KeptFormTable(Row, table=True):
    """Half-filled forms, so that a lost connection loses nothing (R2.8)."""

    __tablename__ = "kept_form"
    person: str = Field(primary_key=True)
    form: str = Field(primary_key=True)
    fields: Any = _json()
    at: datetime
