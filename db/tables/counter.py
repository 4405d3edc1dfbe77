"""Numbers that were given out."""

from sqlmodel import Field

from db.tables.base import Row


class CounterTable(Row, table=True):
    """The last number given out for each prefix and month (R2.3)."""

    __tablename__ = "counter"
    prefix: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    n: int
