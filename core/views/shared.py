"""What everybody may look up, and what somebody is told, as lists show it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple


class ResourceRow(NamedTuple):
    """A line of the catalogue of resources."""

    id: int
    version: int
    key: str
    name: str
    owner_department: str
    quantity: int
    confidentiality: str
    active: bool


class LessonRow(NamedTuple):
    """A lesson; ``request`` and ``by`` are empty where the reader may not see the request."""

    id: int
    version: int
    key: str
    type: str
    text: str
    tags: list[str]
    request: str
    by: str
    at: datetime


class NoticeRow(NamedTuple):
    """One line of somebody's inbox."""

    id: int
    version: int
    key: str
    about: str
    text: str
    values: dict[str, Any]
    why: str
    created_at: datetime
    until: datetime | None
    read_at: datetime | None
