"""What came in from files."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Row


class ImportBatchTable(Row, table=True):
    """What came in from files, a batch a transaction (R2.9)."""

    __tablename__ = "import_batch"
    __table_args__ = (UniqueConstraint("number", "place"),)
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str
    place: int
    digest: str = Field(index=True)
    file: str
    by: str
    at: datetime
    rows: str
    void: bool
