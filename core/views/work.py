"""Work and what hinders it, as lists show it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple


class TaskRow(NamedTuple):
    """A card on the board; without a ``request`` it is an action item of its ``meeting``."""

    id: int
    version: int
    key: str
    request: str
    title: str
    department: str
    owner: str
    owner_name: str
    start: date
    finish: date
    state: str
    risk: dict[str, Any] | None
    updated_at: datetime | None
    delivered_at: datetime | None
    accepted_at: datetime | None
    reworks: int
    meeting: str = ""


class ConflictRow(NamedTuple):
    """A line of the ledger; ``due_at`` is its level's clock."""

    id: int
    version: int
    key: str
    level: int
    type: str
    title: str
    parties: list[str]
    about: str
    state: str
    sudden: bool
    opened_at: datetime
    settled_at: datetime | None
    due_at: datetime | None
