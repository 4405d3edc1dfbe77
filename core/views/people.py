"""Who there is, as lists show them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class DepartmentRow(NamedTuple):
    """A department with its load: open and overdue tasks, dispatches to acknowledge (R1.3).

    ``next_free_day`` is as ``core.load`` says; ``available`` whether the primary liaison (or the
    head, where there is none) is not away today, ``deputy`` who stands in then.
    """

    id: int
    version: int
    key: str
    name: str
    name_en: str
    head: str
    primary: str
    liaisons: list[str]
    neutral: bool
    open_tasks: int
    overdue_tasks: int
    to_acknowledge: int
    active: bool
    next_free_day: date | None = None
    available: bool = False
    deputy: str = ""


class PersonRow(NamedTuple):
    """A person in a list."""

    id: int
    version: int
    key: str
    name: str
    email: str
    contact: str
    department: str
    roles: list[str]
    active: bool


class TeamRow(NamedTuple):
    """A project team; ``title`` is its request's (R1.4)."""

    id: int
    version: int
    key: str
    request: str
    title: str
    leader: str
    members: list[str]
    goal: str
    until: date
    state: str


class GroupRow(NamedTuple):
    """A standing group (R1.4)."""

    id: int
    version: int
    key: str
    name: str
    topic: str
    leader: str
    members: list[str]
    monthly: str
    active: bool
