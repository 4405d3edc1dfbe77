"""Files kept with requests."""

from datetime import datetime

from sqlmodel import Field

from db.tables.base import Row


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
