"""What people keep for themselves."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from db.tables.base import Row, json_field


class PreferenceTable(Row, table=True):
    """What a person chose for their own screens: filters by name, columns; no work of the desk."""

    __tablename__ = "preference"
    person: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: Any = json_field()
    at: datetime


class KeptFormTable(Row, table=True):
    """Half-filled forms, so that a lost connection loses nothing (R2.8)."""

    __tablename__ = "kept_form"
    person: str = Field(primary_key=True)
    form: str = Field(primary_key=True)
    fields: Any = json_field()
    at: datetime
