"""The conflict ledger (SPEC section 12)."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum

from core.model.record import Record, record


class ConflictLevel(IntEnum):
    """Who settles it and how fast (R12.1); a higher level is a larger number."""

    GENERAL = 1
    MODERATE = 2
    MAJOR = 3


class ConflictType(StrEnum):
    """What departments quarrel about; each has its usual level in R12.1."""

    INFORMATION = "information"
    RESOURCES = "resources"
    GOALS = "goals"
    DUTIES = "duties"
    PROCESS = "process"


class ConflictState(StrEnum):
    """Open, settled but not yet confirmed by every party, or closed."""

    OPEN = "open"
    SETTLED = "settled"
    CLOSED = "closed"


@record
class Claim(Record):
    """One side's view, or a note on the course."""

    department: str
    by: str
    at: datetime
    text: str


@record
class Conflict(Record):
    """A quarrel between departments, at a level with a clock; moments in UTC."""

    id: int = 0
    version: int = 0
    number: str
    level: ConflictLevel
    type: ConflictType
    title: str
    cause: str = ""
    sudden: bool = False
    parties: tuple[str, ...] = ()
    about: str = ""
    claims: tuple[Claim, ...] = ()
    state: ConflictState = ConflictState.OPEN
    outcome: str = ""
    opened_by: str
    opened_at: datetime
    settled_by: str = ""
    settled_at: datetime | None = None
    confirmed: tuple[str, ...] = ()
    reopened: int = 0
