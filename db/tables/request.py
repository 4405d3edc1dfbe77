"""Requests and what hangs on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field

from db.tables.base import Row, initials_field, json_field


def _or_never(column: str) -> Any:
    """A moment; in PostgreSQL one that is the same in every session's time zone."""
    return text(f"COALESCE({column}, '9999-12-31 00:00:00+00')")


_EXPECTED = text("COALESCE(expected, '9999-12-31')")
_QUEUE = (
    "state", "priority", _EXPECTED, "id",
    "number", "originator", "originating_department", "title", "initials",
    "lead_department", "coordinator", "type", "flagged",
)  # fmt: skip
_DIGITS = "ltrim(number, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-')"
_BY_NUMBER = (
    text("(CASE number WHEN '' THEN 1 ELSE 0 END)"),
    text(f"substr({_DIGITS}, 1, 6)"),
    text(f"length({_DIGITS})"),
    text(_DIGITS),
)


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
        Index("ix_request_originator", "originator", "state"),
        Index("ix_request_load", "lead_department", "state"),
        # The same in every other order a list may have.
        Index("ix_request_date", "state", _EXPECTED, "priority", "id"),
        Index("ix_request_clock", "state", _or_never("next_due"), "priority", "number", "id"),
        Index("ix_request_age", "state", _or_never("submitted_at"), "id"),
        Index("ix_request_sorted", "state", *_BY_NUMBER, "id"),
        Index("ix_request_asked", "state", "originating_department", "priority", _EXPECTED, "id"),
        Index(
            "ix_request_unsigned",
            "state",
            "signed_by",
            "originating_department",
            "priority",
            "number",
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str
    type: str
    title: str
    initials: str = initials_field()
    background: str
    originating_department: str = Field(index=True)
    originator: str
    contact: str
    involved_departments: Any = json_field()
    other_department: str
    details: Any = json_field()
    expected: date | None
    priority: int
    urgent: bool
    attachments: Any = json_field()
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
    rulings: Any = json_field()
    source: str = Field(sa_column_kwargs={"server_default": ""})
    created_at: datetime
    submitted_at: datetime | None
    responded_at: datetime | None
    dispatched_at: datetime | None
    closed_at: datetime | None
    # Of its open clocks, kept with them (``db.derived``); no field of the entity.
    next_due: datetime | None = None


class RequestDepartmentTable(Row, table=True):
    """Which departments have a part in which request, for lists and rights."""

    __tablename__ = "request_department"
    request_id: int = Field(primary_key=True, foreign_key="request.id")
    name: str = Field(primary_key=True, index=True)
