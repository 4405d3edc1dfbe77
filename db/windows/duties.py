"""What somebody owes now, of every kind; no window of one table."""

from __future__ import annotations

from typing import Any

from core.actor import Actor
from db.windows.parts import NEVER_AT, among


def duties(actor: Actor, values: dict[str, Any], few: str = "") -> list[str]:
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


KEYS = (
    f"COALESCE(q.due_at, '{NEVER_AT}')",
    "q.priority",
    "q.key",
    "q.kind",
    "q.department",
)
SEARCH = (
    "(q.title LIKE :search ESCAPE '!' OR q.key LIKE :search ESCAPE '!' OR EXISTS (SELECT 1 "
    "FROM request i WHERE i.number = q.request AND i.initials LIKE :search ESCAPE '!'))"
)
