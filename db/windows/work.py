"""Tasks, what was reported of them, and the conflict ledger."""

from __future__ import annotations

from typing import Any

from core.actor import Actor
from core.views.work import ConflictRow, TaskRow
from db.windows.parts import NEVER, OPEN_CLOCK, Window, among, by_number, by_request, ranked, search


def _task(actor: Actor, values: dict[str, Any]) -> str:
    """As its request is; without one by its owner, their department, and who met (R5.6)."""
    if actor.sees_all:
        return "1 = 1"
    of_request = by_request("t.request")(actor, values)
    own = among("t.department", actor.speaks_for, "dep", values)
    called = among("p.department", actor.speaks_for, "dep", values)
    return (
        f"(({of_request}) OR (t.request = '' AND (t.owner = :me OR {own} OR EXISTS (SELECT 1 FROM "
        "meeting m JOIN meeting_person q ON q.meeting_id = m.id WHERE m.number = t.meeting "
        "AND q.name = :me) OR EXISTS (SELECT 1 FROM meeting m JOIN person p "
        f"ON p.login = m.organizer WHERE m.number = t.meeting AND {called}))))"
    )


def _conflict(actor: Actor, values: dict[str, Any]) -> str:
    if actor.sees_all:
        return "1 = 1"
    part = among("d.name", actor.speaks_for, "dep", values)
    about = "COALESCE((SELECT t.request FROM task t WHERE t.number = c.about), c.about)"
    of_request = by_request(about)(actor, values)
    return (
        "(EXISTS (SELECT 1 FROM conflict_department d WHERE d.conflict_id = c.id "
        f"AND {part}) OR c.opened_by = :me OR {of_request})"
    )


_CLOCK = OPEN_CLOCK.format(what="x.due_at", about="{about}")
_TASK_COLUMNS = (
    "t.id, t.version, t.number AS key, t.request, t.title, t.department, t.owner, "
    "COALESCE((SELECT p.name FROM person p WHERE p.login = t.owner), t.owner) AS owner_name, "
    "t.start, t.finish, {reported}, t.delivered_at, t.accepted_at, t.reworks, t.meeting"
)
_WEEK_FILTERS = {
    "begun_by": "(t.start <= :{p} OR t.state <> 'not_started')",
    "open_at": "(t.accepted_at IS NULL OR t.accepted_at >= :{at})",
}

WINDOWS: dict[str, Window] = {
    "tasks": Window(
        TaskRow,
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
        search("t.title", "t.number", "t.initials"),
        _task,
        {
            "age": (f"COALESCE(t.updated_at, '{NEVER}')", "t.id"),
            "number": (*by_number("t.number"), "t.id"),
            "department": ("t.department", "t.finish", "t.id"),
            "state": (
                ranked("t.state", "not_started in_progress done accepted"),
                "t.finish",
                "t.id",
            ),
        },
    ),
    # Tasks with what had been reported last before a moment; those without a report are left out.
    "reports": Window(
        TaskRow,
        _TASK_COLUMNS.format(reported="u.state, u.risk, u.at AS updated_at"),
        "task t JOIN progress_update u ON u.task = t.number",
        ("t.finish", "t.id"),
        {
            "before": "u.id = (SELECT max(v.id) FROM progress_update v WHERE v.task = t.number "
            "AND v.void IS NOT TRUE AND v.at < :{at})",
        }
        | _WEEK_FILTERS,
        search("t.title", "t.number", "t.initials"),
        _task,
    ),
    "conflicts": Window(
        ConflictRow,
        "c.id, c.version, c.number AS key, c.level, c.type, c.title, c.parties, c.about, c.state, "
        "c.sudden, c.opened_at, c.settled_at, "
        + OPEN_CLOCK.format(what="x.due_at", about="c.number")
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
        search("c.title", "c.number", "c.initials"),
        _conflict,
        {
            "clock": (f"COALESCE({_CLOCK.format(about='c.number')}, '{NEVER}')", "c.id"),
            "age": ("c.opened_at", "c.id"),
            "number": (*by_number("c.number"), "c.id"),
        },
    ),
}
