"""The discussion of requests."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from db.tables.base import Row, json_field


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
    mentions: Any = json_field()
    unheard: Any = json_field()
    source: str
    channel: str | None
    spoken_at: datetime | None
    who: str = Field(sa_column_kwargs={"server_default": ""})
    agreed: str = Field(sa_column_kwargs={"server_default": ""})
    void: bool
