"""Which kinds of record there are, and how each is kept; loaded a kind at a time, when asked."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table


class Entity(NamedTuple):
    """One kind of record: ``name`` in a ``module`` of ``core.model``.

    Its tables are in the module of that name in ``db.tables``, else in ``tables``. ``key`` is the
    field people name a record by; ``link`` the table that has the names of the field ``linked`` in
    rows of its own, for rights and lists.
    """

    module: str
    name: str
    key: str = "id"
    link: str = ""
    linked: str = ""
    tables: str = ""

    @property
    def place(self) -> str:
        """The module of its tables."""
        return f"db.tables.{self.tables or self.module}"


class Kept(NamedTuple):
    """How one kind of entity is kept: its table, the field people name it by, its links."""

    table: Table
    key: str
    link: Table | None
    linked: str


# By the names of their tables, which the trail knows them by.
ENTITIES = {
    "department": Entity("organisation", "Department", "code"),
    "person": Entity("organisation", "Person", "login"),
    "liaison_term": Entity("organisation", "LiaisonTerm", tables="liaison_term"),
    "absence": Entity("organisation", "Absence", tables="absence"),
    "role_proposal": Entity("organisation", "RoleProposal", tables="role_proposal"),
    "team": Entity("team", "Team", "number", "TeamPerson", "people"),
    "standing_group": Entity("team", "Group", "number"),
    "request": Entity("request", "Request", "number", "RequestDepartment", "departments"),
    "import_batch": Entity("request", "ImportBatch", tables="import_batch"),
    "comment": Entity("request", "Comment", tables="comment"),
    "attachment": Entity("request", "Attachment", tables="attachment"),
    "feedback": Entity("request", "Feedback", tables="feedback"),
    "link": Entity("request", "Link", tables="link"),
    "resource": Entity("resource", "Resource", "number"),
    "resource_use": Entity("resource", "ResourceUse"),
    "lesson": Entity("lesson", "Lesson", "number", "LessonTag", "found_by"),
    "meeting": Entity("meeting", "Meeting", "number", "MeetingPerson", "invited"),
    "answer": Entity("answer", "Answer"),
    "series": Entity("series", "Series", "number", "SeriesPerson", "invited"),
    "busy_calendar": Entity("busy", "BusyCalendar"),
    "plan": Entity("work", "Plan", tables="plan"),
    "task": Entity("work", "Task", "number"),
    "progress_update": Entity("work", "ProgressUpdate", tables="progress_update"),
    "conflict": Entity("conflict", "Conflict", "number", "ConflictDepartment", "parties"),
    "deadline": Entity("desk", "Deadline"),
    "notice": Entity("desk", "Notice"),
}
_OF_CLASS = {entity.name: entity for entity in ENTITIES.values()}


def named(table: str) -> type[Any]:
    """The kind of record that a table keeps; ``KeyError`` if it keeps none."""
    entity = ENTITIES[table]
    kind: type[Any] = getattr(import_module(f"core.model.{entity.module}"), entity.name)
    return kind


def every() -> Iterator[type[Any]]:
    """Every kind of record."""
    return map(named, ENTITIES)


def kept(kind: type[Any]) -> Kept:
    """How a kind of record is kept."""
    return _kept(kind.__name__)


@cache
def _kept(name: str) -> Kept:
    entity = _OF_CLASS[name]
    link = _table(entity, entity.link) if entity.link else None
    return Kept(_table(entity, name), entity.key, link, entity.linked)


def _table(entity: Entity, name: str) -> Table:
    found: Table = getattr(import_module(entity.place), f"{name}Table").__table__
    return found


def unloaded(kind: type[Any]) -> str:
    """The name of the table that keeps such records, while it is not loaded."""
    name = kind.__name__
    if _OF_CLASS[name].place in sys.modules:
        return ""
    return next(table for table, entity in ENTITIES.items() if entity.name == name)


def contents() -> Table:
    """The table of what kept files hold."""
    return _table(_OF_CLASS["Attachment"], "Content")
