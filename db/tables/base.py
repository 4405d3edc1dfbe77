"""What every table is made of.

Enumerations are kept by value, lists and values inside a record as JSON; ``db.records`` does both.
"""

from typing import Any

from sqlalchemy import JSON, Column
from sqlalchemy.ext.declarative import DeferredReflection
from sqlmodel import Field, SQLModel
from sqlmodel.main import SQLModelMetaclass


class _OnlyTable(SQLModelMetaclass):
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.model_fields.clear()


class Row(DeferredReflection, SQLModel, metaclass=_OnlyTable):
    """A row is never an object, only a table: neither mapper nor validator need be built for it.

    Nor need it be remembered what its columns were made of.
    """

    model_config = {"defer_build": True}


def json_field() -> Any:
    """A list or a value of several parts, which is never unset."""
    return Field(sa_column=Column(JSON, nullable=False))


def initials_field() -> Any:
    """By which a Chinese title or name is found; no field of the entity."""
    return Field(default="", sa_column_kwargs={"server_default": ""})
