"""Duties, notices and the trail."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from db.tables.base import Row, json_field


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
    values: Any = json_field()
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
    before: Any = json_field()
    after: Any = json_field()
    undoes: int
    previous: str
    hash: str
    behalf: str = Field(sa_column_kwargs={"server_default": ""})


class TrailNameTable(Row, table=True):
    """The names of all records of an entry that is about several, to find it by any of them."""

    __tablename__ = "trail_name"
    seq: int = Field(sa_type=BigInteger, primary_key=True)
    name: str = Field(primary_key=True, index=True)
