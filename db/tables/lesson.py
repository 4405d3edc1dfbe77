"""What was learned from requests."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from db.tables.base import Row, json_field


class LessonTable(Row, table=True):
    """Lessons (R10.2)."""

    __tablename__ = "lesson"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    text: str
    tags: Any = json_field()
    type: str = Field(index=True)
    request: str = Field(index=True)
    by: str
    at: datetime
    void: bool


class LessonTagTable(Row, table=True):
    """Which lesson has which tag, for lists."""

    __tablename__ = "lesson_tag"
    lesson_id: int = Field(primary_key=True, foreign_key="lesson.id")
    name: str = Field(primary_key=True, index=True)
