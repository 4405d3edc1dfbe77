"""Reading: windows into the frozen rows of ``core.views``, and one record whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from sqlalchemy import Connection, select, text

from core.actor import Actor
from core.attachments import named
from core.codec import to_plain
from core.commands.base import no_such
from core.errors import RuleViolation
from core.messages import N_
from core.model.answer import Answer
from core.model.conflict import Conflict
from core.model.desk import Deadline, TrailEntry
from core.model.meeting import Meeting
from core.model.organisation import Department, Person
from core.model.request import (
    Attachment,
    Comment,
    Feedback,
    Request,
    RequestState,
    RequestType,
)
from core.model.resource import Resource
from core.model.series import Series
from core.model.team import Group, Team
from core.model.work import Plan, ProgressUpdate, Task
from core.series import RULE
from core.views import Page, Query
from db import beside, catalogue, people, records, windows
from db.rows import bound, to_page
from db.unit_of_work import CONTENT, TRAIL, TRAIL_NAME, entry_of
from db.windows import Times

E = TypeVar("E")

VIEWS: dict[str, tuple[type[Any], str]] = {
    "request": (Request, "requests"),
    "meeting": (Meeting, "meetings"),
    "series": (Series, "series"),
    "task": (Task, "tasks"),
    "conflict": (Conflict, "conflicts"),
    "department": (Department, "departments"),
    "person": (Person, "people"),
    "team": (Team, "teams"),
    "group": (Group, "groups"),
    "resource": (Resource, "resources"),
}


def page(connection: Connection, actor: Actor, query: Query, day: Times) -> Page[Any]:
    """One window of rows the actor may see."""
    asked = windows.statement(actor, query, day)
    return to_page(query, [tuple(line) for line in _run(connection, asked)])


def count(connection: Connection, actor: Actor, query: Query, day: Times) -> int:
    """How many rows the query has, whatever its window."""
    asked = windows.counting(actor, query, day)
    return int(_run(connection, asked).scalar_one())


def _run(connection: Connection, asked: windows.Statement) -> Any:
    sqlite = connection.dialect.name == "sqlite"
    # Capitals make no difference to SQLite's LIKE, so they make none to PostgreSQL's search.
    sql = asked.sql if sqlite else asked.sql.replace("LIKE :search", "ILIKE :search")
    return connection.execute(text(sql), bound(asked.values, sqlite))


def document(
    connection: Connection, actor: Actor, kind: str, key: str, day: Times
) -> dict[str, Any]:
    """Every stored field of one record, with what hangs on it; the list decides who sees it (A4).

    Raises ``NoSuchRecord`` in the same words for what is missing and what is hidden (A8).
    """
    entity_kind, view = VIEWS[kind]
    if not key.isprintable():
        raise no_such(key)
    asked = _series_named(connection, actor, key, day) if kind == "series" else key
    record: Any = records.get(connection, entity_kind, asked)
    name = record.name if kind == "request" else _key_of(record)
    if not page(connection, actor, Query(view, (("number", name),), limit=1), day).rows:
        raise no_such(key)
    plain: dict[str, Any] = to_plain(record)
    if kind == "request":
        plain["number"] = name
        plain["duplicates"] = _duplicates(connection, actor, record)
    plain |= _hanging(connection, record, name)
    if isinstance(record, Request):
        plain |= _beside(connection, actor, record)
        plain["people"] = beside.names(connection, plain)
    if isinstance(record, Resource):
        plain |= catalogue.of_resource(connection, actor, record)
        plain["people"] = beside.people(connection, {use["by"] for use in plain["uses"]})
    return plain


def _beside(connection: Connection, actor: Actor, request: Request) -> dict[str, Any]:
    """What a request stands beside: other requests, and for an application its resource."""
    found: dict[str, Any] = {"links": beside.links(connection, actor, request.number)}
    wish = request.resource if request.type is RequestType.RESOURCE else None
    if wish and request.number:
        found |= catalogue.of_request(connection, actor, request.number, wish)
    return found


def content(connection: Connection, actor: Actor, number: str, name: str, day: Times) -> bytes:
    """What the newest file of this name holds, for whom the request is visible (A4, A8)."""
    record = records.get(connection, Request, number)
    if not page(connection, actor, Query("requests", (("number", record.name),)), day).rows:
        raise no_such(number)
    kept = named(_kept(connection, record, Attachment, "request", void=False), name)
    asked = select(CONTENT.c.data).where(CONTENT.c.digest == kept.digest)
    return bytes(connection.execute(asked).scalar_one())


def _series_named(connection: Connection, actor: Actor, key: str, day: Times) -> str:
    """The number of a series; that of one of its meetings names it too."""
    if not key.upper().startswith("MTG-"):
        return key
    meeting = records.get(connection, Meeting, key)
    seen = page(connection, actor, Query("meetings", (("number", meeting.number),)), day).rows
    if seen and not meeting.series:
        raise RuleViolation(N_("{number} is not one of a series.", number=meeting.number))
    return meeting.series or key


def _of_series(connection: Connection, meeting: Meeting) -> dict[str, Any]:
    """What an occurrence shares with its series: calendars know it by these."""
    made = records.get(connection, Series, meeting.series)
    stamps = [stamp for stamp in (meeting.dtstamp, made.dtstamp) if stamp]
    return {
        "uid": made.uid,
        "sequence": max(meeting.sequence, made.sequence),
        "dtstamp": max(stamps).isoformat() if stamps else None,
        "rule": {name: to_plain(getattr(made, name)) for name in RULE},
    }


def _meetings_of(connection: Connection, made: Series) -> dict[str, Any]:
    """The meetings that were made of a series, in the order of its rule."""
    shown = ("number", "recurrence", "start", "state", "off_day", "version")
    found = records.find(connection, Meeting, {"series": made.number})
    return {
        "meetings": [
            {name: to_plain(getattr(meeting, name)) for name in shown}
            for meeting in sorted(found, key=lambda m: m.recurrence or m.start)
        ]
    }


def _key_of(record: Any) -> str:
    return str(getattr(record, records.KINDS[type(record)].key))


def _hanging(connection: Connection, record: Any, name: str) -> dict[str, Any]:
    if isinstance(record, Department):
        found = people.of_department(connection, record)
        return found | {"history": _history(connection, (name,))}
    if isinstance(record, Person):
        return people.of_person(connection, record) | {"history": _history(connection, (name,))}
    found = {"deadlines": _deadlines(connection, name)}
    if isinstance(record, Request):
        found |= {
            "comments": _discussion(connection, record),
            "teams": people.teams(connection, record.number),
            "files": [
                _file(a) for a in _kept(connection, record, Attachment, "request", void=False)
            ],
            "feedback": _all(connection, Feedback, request=name, void=False),
            "plans": _all(connection, Plan, request=name),
            "tasks": _all(connection, Task, request=name),
            "meetings": [m.number for m in records.find(connection, Meeting, {"request": name})],
            "conflicts": [c.number for c in records.find(connection, Conflict, {"about": name})],
        }
    if isinstance(record, Task):
        found["updates"] = _all(connection, ProgressUpdate, task=name, void=False)
    if isinstance(record, Meeting):
        found["end"] = record.end.isoformat()
        found["revision"] = record.sequence
        found["answers"] = _all(connection, Answer, about=name, void=False)
        if record.series:
            found |= _of_series(connection, record)
    if isinstance(record, Series):
        found |= _meetings_of(connection, record)
    names = [name, *filter(None, [getattr(record, "source", "")])]
    if isinstance(record, Series):
        names += [meeting["number"] for meeting in found["meetings"]]
    if isinstance(record, Request):
        found["attachments"] = [*record.attachments, *(file["name"] for file in found["files"])]
        names += [_draft_of(record)] if record.number else []
    return found | {"history": _history(connection, tuple(names))}


def _duplicates(connection: Connection, actor: Actor, request: Request) -> list[dict[str, str]]:
    """Open requests that one which is waiting for its review seems to repeat."""
    if request.state is not RequestState.SUBMITTED:
        return []
    from core.similar import Form
    from db.similar import repeated

    found = repeated(connection, actor, Form.of(request))
    return [{"number": one.number, "title": one.title} for one in found]


def _draft_of(request: Request) -> str:
    """What a request was called before it had its number."""
    return f"DRAFT-{request.id}"


def _kept(
    connection: Connection, request: Request, kind: type[E], about: str, **where: object
) -> list[E]:
    """What hangs on a request by its name, also by the one it had as a draft; oldest first."""
    names = dict.fromkeys((_draft_of(request), request.name))
    return [r for n in names for r in records.find(connection, kind, {about: n, **where})]


def _discussion(connection: Connection, request: Request) -> list[dict[str, Any]]:
    """The comments by their place, which a void one keeps."""
    comments = enumerate(_kept(connection, request, Comment, "about"), 1)
    return [{"place": place} | to_plain(one) for place, one in comments if not one.void]


def _file(kept: Attachment) -> dict[str, Any]:
    shown = ("name", "size", "digest", "by", "at")
    return {name: to_plain(getattr(kept, name)) for name in shown}


def _all(connection: Connection, kind: type[Any], /, **where: object) -> list[Any]:
    return [to_plain(record) for record in records.find(connection, kind, where)]


def _deadlines(connection: Connection, about: str) -> list[dict[str, Any]]:
    kept = ("kind", "department", "role", "started_at", "due_at", "done_at")
    return [
        {name: to_plain(getattr(deadline, name)) for name in kept}
        for deadline in records.find(connection, Deadline, {"about": about, "void": False})
    ]


def _history(connection: Connection, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """What the trail says of one record, and of the batch it came in with, oldest first."""
    kept = ("seq", "at", "actor", "command", "about", "why", "behalf")
    among = select(TRAIL_NAME.c.seq).where(TRAIL_NAME.c.name.in_(names))
    rows = connection.execute(
        select(*(TRAIL.c[name] for name in kept))
        .where(TRAIL.c.about.in_(names) | TRAIL.c.request.in_(names) | TRAIL.c.seq.in_(among))
        .order_by(TRAIL.c.seq)
    ).mappings()
    return [{name: to_plain(row[name]) for name in kept} for row in rows]


def trail(connection: Connection, after: int, limit: int) -> Iterator[TrailEntry]:
    """Trail entries behind *after*, oldest first."""
    rows = connection.execute(
        TRAIL.select().where(TRAIL.c.seq > after).order_by(TRAIL.c.seq).limit(limit)
    ).mappings()
    return iter([entry_of(row) for row in rows])
