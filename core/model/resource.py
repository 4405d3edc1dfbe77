"""What departments lend to each other, and who had it when (R2.6)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from core.model.record import Record, record


@record
class Resource(Record):
    """A line of the catalogue: how many there are of something that a department lends."""

    id: int = 0
    version: int = 0
    number: str
    name: str
    owner_department: str
    quantity: int = 1
    confidentiality: str = ""
    active: bool = True


class Use(StrEnum):
    """What happened to a resource: it was taken, or given back."""

    TAKEN = "taken"
    RETURNED = "returned"


@record
class ResourceUse(Record):
    """One line of the usage record of a resource that a request asked for (R2.6).

    ``resource`` is the number in the catalogue, empty for a resource that is not in it.
    """

    id: int = 0
    version: int = 0
    request: str
    resource: str = ""
    use: Use
    quantity: int
    by: str
    at: datetime
    note: str = ""
    void: bool = False
