"""Project teams and standing groups."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from db.tables.base import Row, json_field


class TeamTable(Row, table=True):
    """Project teams (R1.4)."""

    __tablename__ = "team"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    request: str = Field(index=True)
    leader: str
    members: Any = json_field()
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
    members: Any = json_field()
    monthly: str
    series: str = Field(sa_column_kwargs={"server_default": ""})
    active: bool
    void: bool
