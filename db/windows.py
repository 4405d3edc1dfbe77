"""The windows that screens read, as plain SQL for both engines; nothing heavy is imported.

Every order is ascending by unique keys, so that a cursor is the keys of a row and the next
window is a row-value comparison (keyset, never OFFSET). Parameters are named ``:like_this``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple, get_args, get_type_hints

from core import views
from core.actor import Actor
from core.views import Query

NEVER = "9999-12-31"
NEVER_AT = "9999-12-31 00:00:00+00"  # the same moment in every session's time zone


class Statement(NamedTuple):
    """SQL and its parameters; days and moments among them as Python values."""

    sql: str
    values: dict[str, Any]


class Window(NamedTuple):
    """One view: what is selected, from where, in which order, with which filters.

    ``orders`` are the keys of the orders that can be chosen besides the view's own.
    """

    row: type[Any]
    select: str
    source: str
    keys: tuple[str, ...]
    filters: dict[str, str]
    search: str
    visible: Callable[[Actor, dict[str, Any]], str]
    orders: dict[str, tuple[str, ...]] = {}  # noqa: RUF012


def among(column: str, names: frozenset[str], prefix: str, values: dict[str, Any]) -> str:
    """``column IN (…)`` with one parameter a name; nothing is in an empty list."""
    if not names:
        return "1 = 0"
    marks = []
    for place, name in enumerate(sorted(names)):
        values[f"{prefix}{place}"] = name
        marks.append(f":{prefix}{place}")
    return f"{column} IN ({', '.join(marks)})"


def sees_request(actor: Actor, values: dict[str, Any], r: str = "r") -> str:
    """The condition under which the actor sees a request (R13.1, A4).

    Drafts are their department's own; everything else is seen by its people, and by those who
    coordinate, manage or audit.
    """
    values["me"] = actor.login
    mine = f"{r}.originator = :me"
    asked = among(f"{r}.originating_department", actor.speaks_for, "dep", values)
    if actor.sees_all:
        return f"({r}.number <> '' OR {mine} OR {asked})"
    led = among(f"{r}.lead_department", actor.speaks_for, "dep", values)
    part = among("d.name", actor.speaks_for, "dep", values)
    return (
        f"({mine} OR {asked} OR ({r}.number <> '' AND ({led} OR EXISTS (SELECT 1 FROM "
        f"request_department d WHERE d.request_id = {r}.id AND {part}) OR EXISTS (SELECT 1 FROM "
        f"task o WHERE o.request = {r}.number AND o.owner = :me) OR EXISTS (SELECT 1 FROM team w "
        f"JOIN team_person p ON p.team_id = w.id WHERE w.request = {r}.number AND p.name = :me))))"
    )


def _request(actor: Actor, values: dict[str, Any]) -> str:
    return sees_request(actor, values)


def _of_request(column: str) -> Callable[[Actor, dict[str, Any]], str]:
    def visible(actor: Actor, values: dict[str, Any]) -> str:
        if actor.sees_all:
            return "1 = 1"
        seen = sees_request(actor, values)
        # Drafts have no number, and neither has what is about no request.
        return (
            f"EXISTS (SELECT 1 FROM request r WHERE r.number = {column} AND r.number <> '' "
            f"AND {seen})"
        )

    return visible


def _task(actor: Actor, values: dict[str, Any]) -> str:
    """As its request is; without one by its owner, their department, and who met (R5.6)."""
    if actor.sees_all:
        return "1 = 1"
    of_request = _of_request("t.request")(actor, values)
    own = among("t.department", actor.speaks_for, "dep", values)
    called = among("p.department", actor.speaks_for, "dep", values)
    return (
        f"(({of_request}) OR (t.request = '' AND (t.owner = :me OR {own} OR EXISTS (SELECT 1 FROM "
        "meeting m JOIN meeting_person q ON q.meeting_id = m.id WHERE m.number = t.meeting "
        "AND q.name = :me) OR EXISTS (SELECT 1 FROM meeting m JOIN person p "
        f"ON p.login = m.organizer WHERE m.number = t.meeting AND {called}))))"
    )


def _meeting(actor: Actor, values: dict[str, Any]) -> str:
    if actor.sees_all:
        return "1 = 1"
    of_request = _of_request("m.request")(actor, values)
    confirms = among("x.department", actor.speaks_for, "dep", values)
    return (
        f"(({of_request}) OR EXISTS (SELECT 1 FROM meeting_person p "
        "WHERE p.meeting_id = m.id AND p.name = :me) OR EXISTS (SELECT 1 FROM deadline x "
        f"WHERE x.about = m.number AND x.kind = 'confirm_minutes' AND {confirms}))"
    )


def _series(actor: Actor, values: dict[str, Any]) -> str:
    if actor.sees_all:
        return "1 = 1"
    of_request = _of_request("s.request")(actor, values)
    return (
        f"(({of_request}) OR EXISTS (SELECT 1 FROM series_person p "
        "WHERE p.series_id = s.id AND p.name = :me))"
    )


def _conflict(actor: Actor, values: dict[str, Any]) -> str:
    if actor.sees_all:
        return "1 = 1"
    part = among("d.name", actor.speaks_for, "dep", values)
    about = "COALESCE((SELECT t.request FROM task t WHERE t.number = c.about), c.about)"
    of_request = _of_request(about)(actor, values)
    return (
        "(EXISTS (SELECT 1 FROM conflict_department d WHERE d.conflict_id = c.id "
        f"AND {part}) OR c.opened_by = :me OR {of_request})"
    )


def _team(actor: Actor, values: dict[str, Any]) -> str:
    return f"(w.void IS NOT TRUE AND {_of_request('w.request')(actor, values)})"


def _own(actor: Actor, values: dict[str, Any]) -> str:
    values["me"] = actor.login
    return "n.person = :me"


def _everybody(_actor: Actor, _values: dict[str, Any]) -> str:
    return "1 = 1"


def _search(*columns: str) -> str:
    return "(" + " OR ".join(f"{column} LIKE :search ESCAPE '!'" for column in columns) + ")"


def _ranked(column: str, names: str) -> str:
    """A key that sorts by the place of a name among *names*; others come last."""
    cases = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(names.split()))
    return f"CASE {column} {cases} ELSE 99 END"


def _by_number(column: str) -> tuple[str, ...]:
    """Month, then count: as text -1000 would come before -999. Drafts have no number: last."""
    digits = f"ltrim({column}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-')"
    return (
        f"CASE {column} WHEN '' THEN 1 ELSE 0 END",
        f"substr({digits}, 1, 6)",
        f"length({digits})",
        digits,
    )


_OPEN_CLOCK = (
    "(SELECT {what} FROM deadline x WHERE x.about = {about} AND x.done_at IS NULL "
    "AND x.void IS NOT TRUE ORDER BY x.due_at, x.id LIMIT 1)"
)
_TAKEN_OVER = "FROM link k WHERE k.request = r.number AND k.kind = 'merged' AND k.void IS NOT TRUE"
MERGED_INTO = f"(SELECT k.other {_TAKEN_OVER} ORDER BY k.id LIMIT 1)"
MERGED = f"(r.state = 'rejected' AND EXISTS (SELECT 1 {_TAKEN_OVER}))"
_REQUEST_COLUMNS = (
    "r.id, r.version, CASE WHEN r.number = '' THEN 'DRAFT-' || r.id ELSE r.number END AS key, "
    "r.type, r.title, r.originating_department, r.originator, r.lead_department, r.coordinator, "
    "r.state, r.priority, r.urgent, r.flagged, r.expected, r.submitted_at, "
    + _OPEN_CLOCK.format(what="x.due_at", about="r.number")
    + " AS due_at, "
    + _OPEN_CLOCK.format(what="x.kind", about="r.number")
    + f" AS due_kind, r.bounces, {MERGED_INTO} AS merged_into"
)
_REQUEST_FILTERS = {
    # What another one took over was not refused.
    "state": f"(r.state = :{{p}} AND NOT {MERGED})",
    "merged": f"{MERGED} = (:{{p}} = 'yes')",
    "states": "r.state IN ({list})",
    "type": "r.type = :{p}",
    "lead": "r.lead_department = :{p}",
    "department": "EXISTS (SELECT 1 FROM request_department d WHERE d.request_id = r.id "
    "AND d.name = :{p})",
    "coordinator": "r.coordinator = :{p}",
    "originator": "r.originator = :{p}",
    "flagged": "r.flagged = (:{p} = 'yes')",
    "number": "(r.number = :{p} OR (r.number = '' AND 'DRAFT-' || r.id = :{p}))",
    "numbers": "r.number IN ({list})",
}
_CLOCK = _OPEN_CLOCK.format(what="x.due_at", about="{about}")
_EXPECTED = f"COALESCE(r.expected, '{NEVER}')"
_STATES = (
    "draft submitted returned dispatched objected coordinating second_coordination "
    "approving executing accepting closed archived rejected withdrawn"
)
# Each but that by state has an index of its own, behind the state (``_first_of_each``).
_REQUEST_ORDERS = {
    "date": (_EXPECTED, "r.priority", "r.id"),
    "clock": (f"COALESCE(r.next_due, '{NEVER_AT}')", "r.priority", "r.number", "r.id"),
    "age": (f"COALESCE(r.submitted_at, '{NEVER_AT}')", "r.id"),
    "number": (*_by_number("r.number"), "r.id"),
    "department": ("r.originating_department", "r.priority", _EXPECTED, "r.id"),
    "state": (
        _ranked("r.state", _STATES),
        "r.priority",
        _EXPECTED,
        "r.id",
    ),
}
_TASK_COLUMNS = (
    "t.id, t.version, t.number AS key, t.request, t.title, t.department, t.owner, "
    "COALESCE((SELECT p.name FROM person p WHERE p.login = t.owner), t.owner) AS owner_name, "
    "t.start, t.finish, {reported}, t.delivered_at, t.accepted_at, t.reworks, t.meeting"
)
_NEXT_OF_SERIES = (
    "(SELECT {what} FROM meeting m WHERE m.series = s.number AND m.state IN ('scheduled', 'live') "
    "ORDER BY m.start, m.id LIMIT 1)"
)
_WEEK_FILTERS = {
    "begun_by": "(t.start <= :{p} OR t.state <> 'not_started')",
    "open_at": "(t.accepted_at IS NULL OR t.accepted_at >= :{at})",
}

WINDOWS: dict[str, Window] = {
    "requests": Window(
        views.RequestRow,
        _REQUEST_COLUMNS,
        "request r",
        ("r.priority", _EXPECTED, "r.id"),
        _REQUEST_FILTERS,
        _search("r.title", "r.number", "r.initials"),
        _request,
        _REQUEST_ORDERS,
    ),
    "meetings": Window(
        views.MeetingRow,
        "m.id, m.version, m.number AS key, m.kind, m.title, m.request, m.start, m.zone, m.place, "
        "m.state, m.organizer, m.blocks, m.attendees, m.started_at, m.finished_at, m.run_events, "
        "m.series, m.recurrence, m.off_day, (SELECT count(*) FROM answer a "
        "WHERE a.about = m.number AND a.void IS NOT TRUE AND a.settled IS NULL "
        "AND a.outcome IN ('needs-decision', 'proposal') AND a.sequence >= m.sequence) "
        "AS waiting",
        "meeting m",
        ("m.start", "m.id"),
        {
            "number": "m.number = :{p}",
            "request": "m.request = :{p}",
            "state": "m.state = :{p}",
            "states": "m.state IN ({list})",
            "kind": "m.kind = :{p}",
            "series": "m.series = :{p}",
            "from": "m.start >= :{at}",
            "before": "m.start < :{at}",
            "department": "m.id IN (SELECT p.meeting_id FROM meeting_person p JOIN person s "
            "ON s.login = p.name WHERE s.department = :{p})",
        },
        _search("m.title", "m.number", "m.initials"),
        _meeting,
        {
            "number": (*_by_number("m.number"), "m.id"),
            "state": (_ranked("m.state", "live scheduled finished cancelled"), "m.start", "m.id"),
        },
    ),
    "series": Window(
        views.SeriesRow,
        "s.id, s.version, s.number AS key, s.kind, s.title, s.request, s.repeat, s.monthly_on, "
        "s.count, s.until, s.start, s.zone, s.state, s.organizer, "
        + _NEXT_OF_SERIES.format(what="m.start")
        + " AS next_start, "
        + _NEXT_OF_SERIES.format(what="m.number")
        + " AS next_meeting",
        "series s",
        ("CASE s.state WHEN 'running' THEN 0 ELSE 1 END", "s.start", "s.id"),
        {
            "number": "s.number = :{p}",
            "request": "s.request = :{p}",
            "state": "s.state = :{p}",
            "kind": "s.kind = :{p}",
        },
        _search("s.title", "s.number"),
        _series,
    ),
    "tasks": Window(
        views.TaskRow,
        _TASK_COLUMNS.format(reported="t.state, t.risk, t.updated_at"),
        "task t",
        ("t.finish", "t.id"),
        {
            "number": "t.number = :{p}",
            "request": "t.request = :{p}",
            "state": "t.state = :{p}",
            "states": "t.state IN ({list})",
            "department": "t.department = :{p}",
            "owner": "t.owner = :{p}",
            "until": "t.start <= :{p}",
            "since": "(t.accepted_at IS NULL OR t.accepted_at >= :{p})",
        }
        | _WEEK_FILTERS,
        _search("t.title", "t.number", "t.initials"),
        _task,
        {
            "age": (f"COALESCE(t.updated_at, '{NEVER}')", "t.id"),
            "number": (*_by_number("t.number"), "t.id"),
            "department": ("t.department", "t.finish", "t.id"),
            "state": (
                _ranked("t.state", "not_started in_progress done accepted"),
                "t.finish",
                "t.id",
            ),
        },
    ),
    # Tasks with what had been reported last before a moment; those without a report are left out.
    "reports": Window(
        views.TaskRow,
        _TASK_COLUMNS.format(reported="u.state, u.risk, u.at AS updated_at"),
        "task t JOIN progress_update u ON u.task = t.number",
        ("t.finish", "t.id"),
        {
            "before": "u.id = (SELECT max(v.id) FROM progress_update v WHERE v.task = t.number "
            "AND v.void IS NOT TRUE AND v.at < :{at})",
        }
        | _WEEK_FILTERS,
        _search("t.title", "t.number", "t.initials"),
        _task,
    ),
    "conflicts": Window(
        views.ConflictRow,
        "c.id, c.version, c.number AS key, c.level, c.type, c.title, c.parties, c.about, c.state, "
        "c.sudden, c.opened_at, c.settled_at, "
        + _OPEN_CLOCK.format(what="x.due_at", about="c.number")
        + " AS due_at",
        "conflict c",
        ("CASE c.state WHEN 'open' THEN 1 WHEN 'settled' THEN 2 ELSE 3 END", "-c.level", "c.id"),
        {
            "number": "c.number = :{p}",
            "state": "c.state = :{p}",
            "states": "c.state IN ({list})",
            "level": "CAST(c.level AS varchar) = :{p}",
            "type": "c.type = :{p}",
            "about": "c.about = :{p}",
        },
        _search("c.title", "c.number", "c.initials"),
        _conflict,
        {
            "clock": (f"COALESCE({_CLOCK.format(about='c.number')}, '{NEVER}')", "c.id"),
            "age": ("c.opened_at", "c.id"),
            "number": (*_by_number("c.number"), "c.id"),
        },
    ),
    "departments": Window(
        views.DepartmentRow,
        'd.id, d.version, d.code AS key, d.name, d.name_en, d.head, d."primary", d.liaisons, '
        "d.neutral, "
        "(SELECT count(*) FROM task t WHERE t.department = d.code AND t.state IN "
        "('not_started', 'in_progress')) AS open_tasks, "
        "(SELECT count(*) FROM task t WHERE t.department = d.code AND t.state IN "
        "('not_started', 'in_progress') AND t.finish < :today) AS overdue_tasks, "
        "(SELECT count(*) FROM request r WHERE r.lead_department = d.code "
        "AND r.state = 'dispatched') AS to_acknowledge, d.active, NULL AS next_free_day, "
        "d.active AS available, '' AS deputy",
        "department d",
        ("d.code",),
        {"number": "d.code = :{p}", "active": "d.active = (:{p} = 'yes')"},
        _search("d.name", "d.code", "d.name_en", "d.initials"),
        _everybody,
    ),
    "people": Window(
        views.PersonRow,
        "p.id, p.version, p.login AS key, p.name, p.email, p.contact, p.department, p.roles, "
        "p.active",
        "person p",
        ("p.department", "p.login"),
        {"number": "p.login = :{p}", "department": "p.department = :{p}"},
        _search("p.name", "p.login", "p.initials"),
        _everybody,
        {"name": ("p.name", "p.login"), "login": ("p.login",)},
    ),
    "teams": Window(
        views.TeamRow,
        "w.id, w.version, w.number AS key, w.request, (SELECT r.title FROM request r "
        "WHERE r.number = w.request) AS title, w.leader, w.members, w.goal, w.until, w.state",
        "team w",
        ("w.state", "-w.id"),
        {
            "number": "w.number = :{p}",
            "request": "w.request = :{p}",
            "state": "w.state = :{p}",
        },
        _search("w.goal", "w.number", "w.leader"),
        _team,
    ),
    "groups": Window(
        views.GroupRow,
        "g.id, g.version, g.number AS key, g.name, g.topic, g.leader, g.members, g.monthly, "
        "g.active",
        "standing_group g",
        ("g.number",),
        {"number": "g.number = :{p}"},
        _search("g.name", "g.topic", "g.number"),
        lambda _actor, _values: "g.void IS NOT TRUE",
    ),
    "resources": Window(
        views.ResourceRow,
        "s.id, s.version, s.number AS key, s.name, s.owner_department, s.quantity, "
        "s.confidentiality, s.active",
        "resource s",
        ("s.owner_department", "s.name", "s.id"),
        {"number": "s.number = :{p}", "department": "s.owner_department = :{p}"},
        _search("s.name", "s.number", "s.owner_department"),
        _everybody,
    ),
    "lessons": Window(
        views.LessonRow,
        'l.id, l.version, l.number AS key, l.type, l.text, l.tags, l.request, l."by", l.at',
        # Whoever may not see the request reads what was learned, and neither where nor from whom.
        "(SELECT y.id, y.version, y.number, y.type, y.text, y.tags, y.at, "
        "CASE WHEN {seen} THEN y.request ELSE '' END AS request, "
        "CASE WHEN {seen} THEN y.by ELSE '' END AS \"by\" "
        "FROM lesson y WHERE y.void IS NOT TRUE) l",
        ("-l.id",),
        {
            "number": "l.number = :{p}",
            "type": "l.type = :{p}",
            "request": "l.request = :{p}",
            "tag": "l.id IN (SELECT t.lesson_id FROM lesson_tag t WHERE t.name = :{p})",
        },
        "(l.text LIKE :search ESCAPE '!' OR l.number LIKE :search ESCAPE '!' OR EXISTS (SELECT 1 "
        "FROM lesson_tag t WHERE t.lesson_id = l.id AND t.name LIKE :search ESCAPE '!'))",
        _everybody,
    ),
    "notices": Window(
        views.NoticeRow,
        'n.id, n.version, CAST(n.id AS varchar) AS key, n.about, n.text, n."values", n.why, '
        "n.created_at, n.until, n.read_at",
        "notice n",
        ("-n.id",),
        {"unread": "(n.read_at IS NULL) = (:{p} = 'yes')"},
        _search("n.about", "n.why"),
        lambda actor, values: f"{_own(actor, values)} AND n.withdrawn_at IS NULL",
    ),
}


def _duties(actor: Actor, values: dict[str, Any], few: str = "") -> list[str]:
    """Everything the actor owes now, one SELECT for each way of owing something.

    *few* is where to look for those of which there may be as many as there are requests.
    """
    few = few or "request r WHERE"
    values["me"] = actor.login
    heads = actor.heads
    asked = among("r.originating_department", actor.speaks_for, "dep", values)
    columns = (
        "x.kind AS kind, {about} AS key, {title} AS title, x.request AS request, "
        "x.department AS department, x.due_at AS due_at, x.started_at AS since, "
        "{priority} AS priority"
    )
    of_request = columns.format(about="x.about", title="r.title", priority="r.priority")
    open_clock = "x.done_at IS NULL AND x.void IS NOT TRUE"
    clocks = f"SELECT {of_request} FROM deadline x JOIN request r ON r.number = x.about WHERE "
    parts = [
        f"{clocks}{open_clock} AND x.kind IN ('acknowledge', 'plan', 'retrospective', "
        "'written_record') AND " + among("x.department", actor.speaks_for, "dep", values),
        f"{clocks}{open_clock} AND x.kind = 'answer' AND "
        + among("x.department", heads, "head", values),
        "SELECT 'deliver' AS kind, t.number AS key, t.title, t.request, t.department, "
        "NULL AS due_at, t.updated_at AS since, 2 AS priority FROM task t WHERE t.owner = :me "
        "AND t.state = 'done' AND t.delivered_at IS NULL",
        "SELECT CASE WHEN t.returned_for <> '' THEN 'rework' ELSE 'update' END AS kind, "
        "t.number AS key, t.title, t.request, t.department, NULL AS due_at, "
        "t.updated_at AS since, 2 AS priority FROM task t "
        "WHERE t.owner = :me AND t.state IN ('not_started', 'in_progress') "
        "AND (t.returned_for <> '' OR (t.start <= :today "
        "AND (t.updated_at IS NULL OR t.updated_at < :midnight)))",
        "SELECT 'accept' AS kind, t.number AS key, t.title, t.request, t.department, "
        "NULL AS due_at, t.delivered_at AS since, r.priority AS priority FROM task t "
        "JOIN request r ON r.number = t.request WHERE t.state = 'done' "
        "AND t.delivered_at IS NOT NULL AND t.delivered_by <> :me AND "
        + among("r.originating_department", actor.speaks_for, "dep", values),
        _action_items(actor, values),
        *_signatures(actor, values, few),
        *(
            "SELECT 'resubmit' AS kind, r.number AS key, r.title, r.number AS request, "
            "r.originating_department AS department, NULL AS due_at, r.submitted_at AS since, "
            f"r.priority AS priority FROM request r WHERE r.state = 'returned' AND {whose}"
            for whose in ("r.originator = :me", f"r.originator <> :me AND {asked}")
        ),
        "SELECT 'confirm' AS kind, c.number AS key, c.title, c.about AS request, "
        "d.name AS department, NULL AS due_at, c.settled_at AS since, 2 AS priority "
        "FROM conflict c JOIN conflict_department d ON d.conflict_id = c.id "
        "WHERE c.state = 'settled' AND CAST(c.confirmed AS varchar) NOT LIKE "
        "'%\"' || d.name || '\"%' AND " + among("d.name", actor.liaises, "lia", values),
        "SELECT 'off_day' AS kind, m.number AS key, m.title, m.request, '' AS department, "
        "m.start AS due_at, NULL AS since, 2 AS priority FROM meeting m WHERE m.organizer = :me "
        "AND m.off_day AND m.state = 'scheduled'",
        "SELECT 'settle' AS kind, c.number AS key, c.title, c.about AS request, "
        "'' AS department, x.due_at AS due_at, x.started_at AS since, "
        "4 - c.level AS priority FROM conflict c CROSS JOIN deadline x "
        f"WHERE x.about = c.number AND {open_clock} AND c.state = 'open' "
        f"AND ({_settles(actor, values)})",
        *_minutes(actor, values, columns.format(about="m.number", title="m.title", priority="2")),
    ]
    if actor.is_coordinator:
        parts += _coordinators(open_clock, few)
    # To PostgreSQL a NULL of its own is text.
    return [part.replace(" NULL AS ", " CAST(NULL AS timestamptz) AS ") for part in parts]


def _action_items(actor: Actor, values: dict[str, Any]) -> str:
    """What was handed in for a meeting alone, to be accepted where it was called (R5.6, R8.1)."""
    return (
        "SELECT 'accept' AS kind, t.number AS key, t.title, t.request, t.department, "
        "NULL AS due_at, t.delivered_at AS since, 2 AS priority FROM task t "
        "JOIN meeting m ON m.number = t.meeting LEFT JOIN person p ON p.login = m.organizer "
        "WHERE t.request = '' AND t.state = 'done' AND t.delivered_at IS NOT NULL "
        "AND t.delivered_by <> :me AND (m.organizer = :me OR "
        + among("p.department", actor.speaks_for, "dep", values)
        + " OR (m.organizer = t.owner AND "
        + among("t.department", actor.heads, "head", values)
        + "))"
    )


def _signatures(actor: Actor, values: dict[str, Any], few: str) -> list[str]:
    """What waits for a head's signature, and signed feedback that waits for the lead (R2.2, R3.5).

    Nobody confirms what they wrote or signed themselves (A6).
    """
    feedback = (
        "SELECT '{kind}' AS kind, r.number AS key, r.title, r.number AS request, f.department, "
        "NULL AS due_at, f.at AS since, r.priority AS priority FROM feedback f "
        "JOIN request r ON r.number = f.request WHERE f.void IS NOT TRUE AND r.state IN ({states})"
    )
    planned = "'coordinating', 'approving', 'second_coordination'"
    return [
        # Who is involved, and neither asks nor leads, until there is a plan (R3.5).
        "SELECT 'feedback' AS kind, r.number AS key, r.title, r.number AS request, "
        "d.name AS department, NULL AS due_at, r.dispatched_at AS since, r.priority AS priority "
        # The index of the queue has all that decides which these are.
        "FROM (SELECT DISTINCT i.id, p.name FROM request i CROSS JOIN request_department p "
        "WHERE p.request_id = i.id AND i.state IN ('dispatched', 'coordinating') "
        "AND p.name <> i.originating_department AND p.name <> i.lead_department "
        "AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.request = i.number "
        "AND f.department = p.name AND f.void IS NOT TRUE) AND "
        + among("p.name", actor.speaks_for, "dep", values)
        + ") d CROSS JOIN request r WHERE r.id = d.id",
        "SELECT 'sign_off' AS kind, r.number AS key, r.title, r.number AS request, "
        "r.originating_department AS department, NULL AS due_at, r.submitted_at AS since, "
        f"r.priority AS priority FROM {few} r.state = 'submitted' AND r.signed_by = '' AND "
        + among("r.originating_department", actor.heads, "head", values),
        feedback.format(kind="sign", states=f"'dispatched', {planned}")
        + " AND f.signed_by = '' AND "
        + among("f.department", actor.heads, "head", values),
        feedback.format(kind="confirm_feedback", states=planned)
        + " AND f.signed_by <> '' AND f.confirmed_by = '' AND f.by <> :me AND f.signed_by <> :me "
        + "AND "
        + among("r.lead_department", actor.speaks_for, "dep", values),
    ]


def _minutes(actor: Actor, values: dict[str, Any], columns: str) -> list[str]:
    """Minutes to write, by who called the meeting or leads its request; minutes to confirm."""
    clocks = (
        f"SELECT {columns} FROM deadline x JOIN meeting m ON m.number = x.about "
        "WHERE x.done_at IS NULL AND x.void IS NOT TRUE AND "
    )
    mine = among("x.department", actor.speaks_for, "dep", values)
    return [
        f"{clocks} x.kind = 'minutes' AND (m.organizer = :me OR (x.request <> '' AND {mine}))",
        f"{clocks} x.kind = 'confirm_minutes' AND {mine}",
    ]


def _coordinators(open_clock: str, few: str) -> list[str]:
    """What waits for a coordinator: reviews by the nearest clock, rulings, second coordinations.

    Reviews may be as many as there are requests, so they have an index in the order of duties.
    """
    waiting = (
        "SELECT '{kind}' AS kind, r.number AS key, r.title, r.number AS request, "
        "r.originating_department AS department, {due} AS due_at, r.submitted_at AS since, "
        "r.priority AS priority FROM {rows} r.state = '{state}'"
    )
    due = (
        "(SELECT x.due_at FROM deadline x WHERE x.about = r.number "
        f"AND x.kind = 'first_response' AND {open_clock} ORDER BY x.id LIMIT 1)"
    )
    every = "request r WHERE"
    return [
        waiting.format(kind="review", due="r.next_due", state="submitted", rows=few),
        waiting.format(kind="rule", due=due, state="objected", rows=every),
        waiting.format(kind="mediate", due=due, state="second_coordination", rows=every),
        "SELECT x.kind, r.number AS key, r.title, r.number AS request, x.department, x.due_at, "
        "x.started_at AS since, r.priority FROM deadline x JOIN request r ON r.number = x.about "
        f"WHERE {open_clock} AND x.kind = 'written_record' AND x.role = 'coordinator'",
    ]


def _settles(actor: Actor, values: dict[str, Any]) -> str:
    """Who must settle at which level (R12.1)."""
    part = among("d.name", actor.liaises, "lia", values)
    ways = [
        "c.level = 1 AND EXISTS (SELECT 1 FROM conflict_department d "
        f"WHERE d.conflict_id = c.id AND {part})"
    ]
    if actor.is_coordinator:
        ways.append("c.level = 2")
    if "management" in actor.roles:
        ways.append("c.level = 3")
    return " OR ".join(f"({way})" for way in ways)


_DUTY_KEYS = (
    f"COALESCE(q.due_at, '{NEVER_AT}')",
    "q.priority",
    "q.key",
    "q.kind",
    "q.department",
)


_DUTY_SEARCH = (
    "(q.title LIKE :search ESCAPE '!' OR q.key LIKE :search ESCAPE '!' OR EXISTS (SELECT 1 "
    "FROM request i WHERE i.number = q.request AND i.initials LIKE :search ESCAPE '!'))"
)


class Times(NamedTuple):
    """When a question is asked: the actor's day, the UTC instants at which it began and it is."""

    today: date
    midnight: datetime
    now: datetime


def statement(actor: Actor, query: Query, times: Times, few: Statement | None = None) -> Statement:
    """The SQL of one window; *few* gives the ids of requests among which its rows are.

    It selects one row more than the limit, so that the caller knows whether others follow.
    Raises ``KeyError`` for a view, a filter or an order that does not exist.
    """
    values: dict[str, Any] = {}
    if query.view == "duties":
        return _duty_window(actor, query, times, few)
    select, rows, keys, conditions = _parts(actor, query, values, times, few)
    if query.after:
        conditions.append(_beyond(keys, query, values))
    cursor = ", ".join(f"{key} AS cursor{place}" for place, key in enumerate(keys))
    ordered, where = _ordered(keys, query), " AND ".join(conditions) or "1 = 1"
    if states := [] if few else _merged(query):
        # In one state all are of one rank; the index need not know of it.
        own = _ordered(keys[1:], query) if query.order == "state" else ordered
        where = _first_of_each(states, f"{where} {own}", values)
    sql = f"SELECT {select}, {cursor} FROM {rows} WHERE {where} {ordered}"
    return Statement(sql, _used(sql, values, times))


def _ordered(keys: tuple[str, ...], query: Query) -> str:
    order = ", ".join(f"{key} DESC" if query.back else key for key in keys)
    return f"ORDER BY {order} LIMIT {int(query.limit) + 1}"


def _merged(query: Query) -> list[str]:
    """The states of which each has its requests in the order that is asked for (``tables``)."""
    if query.view != "requests":
        return []
    filters = dict(query.filters)
    if filters.keys() & {"state", "number", "numbers"}:
        return []
    return sorted(set(filters.get("states", _STATES.replace(" ", ",")).split(",")))


def _first_of_each(states: list[str], rest: str, values: dict[str, Any]) -> str:
    """The first rows of all states are among the first of each, so the others are not sorted."""
    parts = []
    for place, state in enumerate(states):
        values[f"state{place}"] = state
        mine = f"SELECT r.id FROM request r WHERE r.state = :state{place} AND {rest}"
        parts.append(f"SELECT id FROM ({mine}) part{place}")
    return f"r.id IN ({' UNION ALL '.join(parts)})"


def _duty_window(actor: Actor, query: Query, times: Times, few: Statement | None) -> Statement:
    """The first of each way of owing something, and of these the first."""
    values: dict[str, Any] = {}
    parts, conditions = _owed(actor, query, values, times, few)
    if query.after:
        conditions.append(_beyond(_DUTY_KEYS, query, values))
    where, ordered = " AND ".join(conditions) or "1 = 1", _ordered(_DUTY_KEYS, query)
    firsts = (
        f"SELECT * FROM (SELECT q.* FROM ({part}) q WHERE {where} {ordered}) part{place}"
        for place, part in enumerate(parts)
    )
    names = ", ".join(f"q.{name}" for name in views.DutyRow._fields)
    cursor = ", ".join(f"{key} AS cursor{place}" for place, key in enumerate(_DUTY_KEYS))
    sql = f"SELECT {names}, {cursor} FROM ({' UNION ALL '.join(firsts)}) q {ordered}"
    return Statement(sql, _used(sql, values, times))


def _owed(
    actor: Actor, query: Query, values: dict[str, Any], times: Times, few: Statement | None
) -> tuple[list[str], list[str]]:
    """Every way of owing something, and what narrows them all."""
    values |= few.values if few else {}
    parts = _duties(actor, values, f"{_among(few)} WHERE {_AMONG} AND" if few else "")
    return parts, _narrowed(actor, query, _DUTY_SEARCH, values, times)


def counting(actor: Actor, query: Query, times: Times, few: Statement | None = None) -> Statement:
    """The SQL that counts the rows of a query, whatever its window, up to ``views.MOST``."""
    values: dict[str, Any] = {}
    if query.view == "duties":
        parts, conditions = _owed(actor, query, values, times, few)
        sources = [f"({part}) q" for part in parts]
    else:
        _, rows, _, conditions = _parts(actor, query, values, times, few)
        sources = [rows]
    where = " AND ".join(conditions) or "1 = 1"
    parts = [
        f"SELECT 1 FROM (SELECT 1 FROM {rows} WHERE {where} LIMIT {views.MOST}) part{place}"
        for place, rows in enumerate(sources)
    ]
    sql = f"SELECT count(*) FROM ({' UNION ALL '.join(parts)} LIMIT {views.MOST}) counted"
    return Statement(sql, _used(sql, values, times))


def _used(sql: str, values: dict[str, Any], times: Times) -> dict[str, Any]:
    moments = times._asdict()
    return values | {name: value for name, value in moments.items() if f":{name}" in sql}


def _parts(
    actor: Actor, query: Query, values: dict[str, Any], times: Times, few: Statement | None
) -> tuple[str, str, tuple[str, ...], list[str]]:
    window = WINDOWS[query.view]
    conditions = [window.visible(actor, values)]
    if few:
        values |= few.values
        conditions.append(_AMONG)
    for place, (name, value) in enumerate(query.filters):
        conditions.append(_filter(window.filters[name], f"f{place}", value, values))
    conditions += _narrowed(actor, query, window.search, values, times)
    keys = window.orders[query.order] if query.order else window.keys
    rows = _among(few) if few else source(query.view, actor, values)
    return window.select, rows, keys, conditions


_AMONG = "r.id = f.id"


def _among(few: Statement) -> str:
    """Requests by their ids: SQLite reads what stands on the left of a CROSS JOIN first."""
    return f"(SELECT DISTINCT id FROM ({few.sql}) g) f CROSS JOIN request r"


def source(view: str, actor: Actor, values: dict[str, Any]) -> str:
    """Where the rows of a view come from, with what of them the actor may not see left empty."""
    found = WINDOWS[view].source
    if "{seen}" not in found:
        return found
    return found.replace("{seen}", _of_request("y.request")(actor, values))


def _narrowed(
    actor: Actor, query: Query, search: str, values: dict[str, Any], times: Times
) -> list[str]:
    """The conditions of what a person searches for."""
    conditions = []
    if query.search:
        values["search"] = f"%{escaped(query.search)}%"
        conditions.append(search)
    if query.terms:
        from db import terms

        conditions += terms.conditions(actor, query, search, values, times)
    return conditions


def _filter(template: str, mark: str, value: str, values: dict[str, Any]) -> str:
    if "{list}" not in template:
        values[mark] = datetime.fromisoformat(value) if "{at}" in template else value
        return template.format(p=mark, at=mark)
    marks = []
    for place, item in enumerate(value.split(",")):
        values[f"{mark}_{place}"] = item
        marks.append(f":{mark}_{place}")
    return template.format(list=", ".join(marks))


def _beyond(keys: tuple[str, ...], query: Query, values: dict[str, Any]) -> str:
    marks = []
    for place, value in enumerate(query.after):
        values[f"c{place}"] = value
        marks.append(f":c{place}")
    sign = "<" if query.back else ">"
    return f"({', '.join(keys)}) {sign} ({', '.join(marks)})"


def escaped(text: str) -> str:
    """The text as LIKE takes it literally (I16)."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def row_type(view: str) -> type[Any]:
    """The class of a view's rows."""
    return views.DutyRow if view == "duties" else WINDOWS[view].row


def readers(row: type[Any]) -> tuple[Callable[[Any], Any] | None, ...]:
    """For each field of a row, what makes a driver's value into the field's; None where it is."""
    hints = get_type_hints(row, {"datetime": datetime, "date": date, "Any": Any})
    return tuple(_reader(hints[name]) for name in row._fields)


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    arms = get_args(hint) if type(None) in get_args(hint) else (hint,)
    if datetime in arms:
        return _moment
    if date in arms:
        return _day
    if bool in arms:
        return bool
    name = getattr(arms[0], "__origin__", arms[0])
    return structure if name in (list, dict) else None


def _moment(value: Any) -> datetime | None:
    from datetime import UTC

    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def structure(value: Any) -> Any:
    """A JSON column's value: SQLite keeps it as text."""
    if not isinstance(value, str):
        return value
    import json

    return json.loads(value)
