"""Plans and what was answered to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Row, json_field


class PlanTable(Row, table=True):
    """Versions of coordination plans (R6)."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("request", "revision"),)
    id: int | None = Field(default=None, primary_key=True)
    version: int
    request: str
    revision: int
    state: str
    tasks: Any = json_field()
    contingencies: Any = json_field()
    submitted_by: str
    submitted_at: datetime
    voters: Any = json_field()
    answers: Any = json_field()
