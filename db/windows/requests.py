"""Requests."""

from __future__ import annotations

from core.views.requests import RequestRow
from db.windows.parts import (
    MERGED,
    MERGED_INTO,
    NEVER,
    NEVER_AT,
    OPEN_CLOCK,
    Window,
    by_number,
    ranked,
    search,
    sees_request,
)

_REQUEST_COLUMNS = (
    "r.id, r.version, CASE WHEN r.number = '' THEN 'DRAFT-' || r.id ELSE r.number END AS key, "
    "r.type, r.title, r.originating_department, r.originator, r.lead_department, r.coordinator, "
    "r.state, r.priority, r.urgent, r.flagged, r.expected, r.submitted_at, "
    + OPEN_CLOCK.format(what="x.due_at", about="r.number")
    + " AS due_at, "
    + OPEN_CLOCK.format(what="x.kind", about="r.number")
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
_EXPECTED = f"COALESCE(r.expected, '{NEVER}')"
STATES = (
    "draft submitted returned dispatched objected coordinating second_coordination "
    "approving executing accepting closed archived rejected withdrawn"
)
# Each but that by state has an index of its own, behind the state (``_first_of_each``).
_REQUEST_ORDERS = {
    "date": (_EXPECTED, "r.priority", "r.id"),
    "clock": (f"COALESCE(r.next_due, '{NEVER_AT}')", "r.priority", "r.number", "r.id"),
    "age": (f"COALESCE(r.submitted_at, '{NEVER_AT}')", "r.id"),
    "number": (*by_number("r.number"), "r.id"),
    "department": ("r.originating_department", "r.priority", _EXPECTED, "r.id"),
    "state": (
        ranked("r.state", STATES),
        "r.priority",
        _EXPECTED,
        "r.id",
    ),
}

WINDOWS: dict[str, Window] = {
    "requests": Window(
        RequestRow,
        _REQUEST_COLUMNS,
        "request r",
        ("r.priority", _EXPECTED, "r.id"),
        _REQUEST_FILTERS,
        search("r.title", "r.number", "r.initials"),
        sees_request,
        _REQUEST_ORDERS,
    ),
}
