"""Departments and people."""

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
