"""What departments lend."""

from datetime import datetime

from sqlmodel import Field

from db.tables.base import Row


class ResourceTable(Row, table=True):
    """The catalogue of what departments lend (R2.6)."""

    __tablename__ = "resource"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    name: str
    owner_department: str = Field(index=True)
    quantity: int
    confidentiality: str
    active: bool


class ResourceUseTable(Row, table=True):
    """Who had what when (R2.6)."""

    __tablename__ = "resource_use"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    request: str = Field(index=True)
    resource: str = Field(index=True)
    use: str
    quantity: int
    by: str
    at: datetime
    note: str
    void: bool
