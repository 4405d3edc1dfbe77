"""Departments, people, and who stands where when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import true
from sqlmodel import Field

from db.tables.base import Row, initials_field, json_field


class DepartmentTable(Row, table=True):
    """Departments (R1)."""

    __tablename__ = "department"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    code: str = Field(unique=True)
    name: str
    name_en: str
    initials: str = initials_field()
    head: str
    liaisons: Any = json_field()
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
    initials: str = initials_field()
    email: str
    contact: str
    department: str = Field(index=True)
    roles: Any = json_field()
    active: bool


class LiaisonTermTable(Row, table=True):
    """Who liaised for which department when (R1.2)."""

    __tablename__ = "liaison_term"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    department: str = Field(index=True)
    liaisons: Any = json_field()
    primary: str
    before: Any = json_field()
    before_primary: str
    start: date
    until: date | None
    reason: str
    by: str
    at: datetime
    applied_at: datetime | None
    ended_at: datetime | None
    tasks: Any = json_field()
    notices: int
    void: bool
