"""Reading: windows into the frozen rows of ``core.views``, and one record whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, select, text

from core.actor import Actor
from core.codec import to_plain
from core.commands.base import no_such
from core.errors import RuleViolation
from core.messages import N_
from core.model.desk import Deadline, TrailEntry
from core.model.request import Attachment, Comment, Request, RequestState, RequestType
from core.views import Page, Query
from db import beside, few, kinds, people, records, windows
from db.rows import bound, to_page
from db.unit_of_work import TRAIL, TRAIL_NAME, entry_of
from db.windows import Times

if TYPE_CHECKING:
    from core.model.meeting import Meeting
    from core.model.series import Series

E = TypeVar("E")

MEETINGS_OF = text("SELECT number FROM meeting WHERE request = :name ORDER BY id")
CONFLICTS_OF = text("SELECT number FROM conflict WHERE about = :name ORDER BY id")
# Of each kind that has a document its table, and the list that decides who sees it.
VIEWS = {
    "request": ("request", "requests"),
    "meeting": ("meeting", "meetings"),
    "series": ("series", "series"),
    "task": ("task", "tasks"),
    "conflict": ("conflict", "conflicts"),
    "department": ("department", "departments"),
    "person": ("person", "people"),
    "team": ("team", "teams"),
    "group": ("standing_group", "groups"),
    "resource": ("resource", "resources"),
    "lesson": ("lesson", "lessons"),
}


def page(connection: Connection, actor: Actor, query: Query, day: Times) -> Page[Any]:
    """One window of rows the actor may see."""
    asked = windows.statement(actor, query, day, _few(connection, actor, query))
    return to_page(query, [tuple(line) for line in _run(connection, asked)])


def count(connection: Connection, actor: Actor, query: Query, day: Times) -> int:
    """How many rows the query has, whatever its window, as far as ``views.MOST``."""
    asked = windows.counting(actor, query, day, _few(connection, actor, query))
    return int(_run(connection, asked).scalar_one())


def _few(connection: Connection, actor: Actor, query: Query) -> windows.Statement | None:
    def ask(asked: windows.Statement) -> int:
        return int(_run(connection, asked).scalar_one())

    return few.found(ask, actor, query, connection.dialect.name)


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
    table, view = VIEWS[kind]
    if not key.isprintable():
        raise no_such(key)
    asked = _series_named(connection, actor, key, day) if kind == "series" else key
    record: Any = records.get(connection, kinds.named(table), asked)
    name = record.name if kind == "request" else _key_of(record)
    rows = page(connection, actor, Query(view, (("number", name),), limit=1), day).rows
    if not rows:
        raise no_such(key)
    plain: dict[str, Any] = to_plain(record)
    if kind == "request":
        plain["number"] = name
        plain["duplicates"] = _duplicates(connection, actor, record)
    plain |= _hanging(connection, kind, record, name)
    if kind == "request":
        plain |= _beside(connection, actor, record)
    if kind == "resource":
        from db import catalogue

        plain |= catalogue.of_resource(connection, actor, record)
    if kind == "lesson" and not rows[0].request:  # who learned it where is not for all
        plain |= {"request": "", "by": "", "history": []}
    return plain | {"people": beside.names(connection, plain)}


def _beside(connection: Connection, actor: Actor, request: Request) -> dict[str, Any]:
    """What a request stands beside: other requests, and for an application its resource."""
    found: dict[str, Any] = {
        "links": beside.links(connection, actor, request.number),
        "merged_into": beside.merged_into(connection, request.number),
    }
    wish = request.resource if request.type is RequestType.RESOURCE else None
    if wish and request.number:
        from db import catalogue

        found |= catalogue.of_request(connection, actor, request.number, wish)
    return found


def content(connection: Connection, actor: Actor, number: str, name: str, day: Times) -> bytes:
    """What the newest file of this name holds, for whom the request is visible (A4, A8)."""
    record = records.get(connection, Request, number)
    if not page(connection, actor, Query("requests", (("number", record.name),)), day).rows:
        raise no_such(number)
    from core.attachments import named

    kept = named(_kept(connection, record, Attachment, "request", void=False), name)
    contents = kinds.contents().c
    asked = select(contents.data).where(contents.digest == kept.digest)
    return bytes(connection.execute(asked).scalar_one())


def _series_named(connection: Connection, actor: Actor, key: str, day: Times) -> str:
    """The number of a series; that of one of its meetings names it too."""
    if not key.upper().startswith("MTG-"):
        return key
    from core.model.meeting import Meeting

    meeting = records.get(connection, Meeting, key)
    seen = page(connection, actor, Query("meetings", (("number", meeting.number),)), day).rows
    if seen and not meeting.series:
        raise RuleViolation(N_("{number} is not one of a series.", number=meeting.number))
    return meeting.series or key


def _of_series(connection: Connection, meeting: Meeting) -> dict[str, Any]:
    """What an occurrence shares with its series: calendars know it by these."""
    from core.model.series import Series
    from core.series import RULE

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
    from core.model.meeting import Meeting

    shown = ("number", "recurrence", "start", "state", "off_day", "version")
    found = records.find(connection, Meeting, {"series": made.number})
    return {
        "meetings": [
            {name: to_plain(getattr(meeting, name)) for name in shown}
            for meeting in sorted(found, key=lambda m: m.recurrence or m.start)
        ]
    }


def _key_of(record: Any) -> str:
    return str(getattr(record, kinds.kept(type(record)).key))


def _on_request(connection: Connection, record: Request, name: str) -> dict[str, Any]:
    files = [_file(a) for a in _kept(connection, record, Attachment, "request", void=False)]
    return {
        "comments": _discussion(connection, record),
        "teams": people.teams(connection, record.number),
        "files": files,
        "attachments": [*record.attachments, *(file["name"] for file in files)],
        "feedback": _all(connection, "feedback", request=name, void=False),
        "lessons": _lessons(connection, name),
        "plans": _all(connection, "plan", request=name),
        "tasks": _all(connection, "task", request=name),
        "meetings": list(connection.scalars(MEETINGS_OF, {"name": name})),
        "conflicts": list(connection.scalars(CONFLICTS_OF, {"name": name})),
    }


def _earlier_names(record: Any) -> list[str]:
    """What the trail may know a record by besides its name: its import, the draft it was."""
    draft = _draft_of(record) if isinstance(record, Request) and record.number else ""
    return [name for name in (getattr(record, "source", ""), draft) if name]


def _hanging(connection: Connection, kind: str, record: Any, name: str) -> dict[str, Any]:
    if kind == "department":
        return people.of_department(connection, record) | _history(connection, name)
    if kind == "person":
        return people.of_person(connection, record) | _history(connection, name)
    names = [name, *_earlier_names(record)]
    found = {"deadlines": _deadlines(connection, name)}
    if kind == "request":
        found |= _on_request(connection, record, name)
    elif kind == "task":
        found["updates"] = _all(connection, "progress_update", task=name, void=False)
    elif kind == "meeting":
        found |= _on_meeting(connection, record)
    elif kind == "series":
        found |= _meetings_of(connection, record) | {"group": people.group_of(connection, record)}
        names += [meeting["number"] for meeting in found["meetings"]]
    elif kind == "group":
        found |= people.of_group(connection, record)
    return found | _history(connection, *names)


def _on_meeting(connection: Connection, meeting: Meeting) -> dict[str, Any]:
    found = {
        "end": meeting.end.isoformat(),
        "revision": meeting.sequence,
        "answers": _all(connection, "answer", about=meeting.number, void=False),
    }
    return found | (_of_series(connection, meeting) if meeting.series else {})


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


def _all(connection: Connection, table: str, /, **where: object) -> list[Any]:
    return records.plain(connection, table, where)


def _lessons(connection: Connection, number: str) -> list[Any]:
    return _all(connection, "lesson", request=number, void=False) if number else []


def _deadlines(connection: Connection, about: str) -> list[dict[str, Any]]:
    kept = ("kind", "department", "role", "started_at", "due_at", "done_at")
    return [
        {name: to_plain(getattr(deadline, name)) for name in kept}
        for deadline in records.find(connection, Deadline, {"about": about, "void": False})
    ]


def _history(connection: Connection, *names: str) -> dict[str, Any]:
    """What the trail says of one record, and of the batch it came in with, oldest first."""
    kept = ("seq", "at", "actor", "command", "about", "why", "behalf")
    among = select(TRAIL_NAME.c.seq).where(TRAIL_NAME.c.name.in_(names))
    rows = connection.execute(
        select(*(TRAIL.c[name] for name in kept))
        .where(TRAIL.c.about.in_(names) | TRAIL.c.request.in_(names) | TRAIL.c.seq.in_(among))
        .order_by(TRAIL.c.seq)
    ).mappings()
    return {"history": [{name: to_plain(row[name]) for name in kept} for row in rows]}


def trail(connection: Connection, after: int, limit: int) -> Iterator[TrailEntry]:
    """Trail entries behind *after*, oldest first."""
    rows = connection.execute(
        TRAIL.select().where(TRAIL.c.seq > after).order_by(TRAIL.c.seq).limit(limit)
    ).mappings()
    return iter([entry_of(row) for row in rows])
