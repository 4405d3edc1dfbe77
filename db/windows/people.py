"""Departments, people, teams and groups."""

from __future__ import annotations

from typing import Any

from core.actor import Actor
from core.views.people import DepartmentRow, GroupRow, PersonRow, TeamRow
from db.windows.parts import Window, by_request, everybody, search


def _team(actor: Actor, values: dict[str, Any]) -> str:
    return f"(w.void IS NOT TRUE AND {by_request('w.request')(actor, values)})"


WINDOWS: dict[str, Window] = {
    "departments": Window(
        DepartmentRow,
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
        search("d.name", "d.code", "d.name_en", "d.initials"),
        everybody,
    ),
    "people": Window(
        PersonRow,
        "p.id, p.version, p.login AS key, p.name, p.email, p.contact, p.department, p.roles, "
        "p.active",
        "person p",
        ("p.department", "p.login"),
        {"number": "p.login = :{p}", "department": "p.department = :{p}"},
        search("p.name", "p.login", "p.initials"),
        everybody,
        {"name": ("p.name", "p.login"), "login": ("p.login",)},
    ),
    "teams": Window(
        TeamRow,
        "w.id, w.version, w.number AS key, w.request, (SELECT r.title FROM request r "
        "WHERE r.number = w.request) AS title, w.leader, w.members, w.goal, w.until, w.state",
        "team w",
        ("w.state", "-w.id"),
        {
            "number": "w.number = :{p}",
            "request": "w.request = :{p}",
            "state": "w.state = :{p}",
        },
        search("w.goal", "w.number", "w.leader"),
        _team,
    ),
    "groups": Window(
        GroupRow,
        "g.id, g.version, g.number AS key, g.name, g.topic, g.leader, g.members, g.monthly, "
        "g.active",
        "standing_group g",
        ("g.number",),
        {"number": "g.number = :{p}"},
        search("g.name", "g.topic", "g.number"),
        lambda _actor, _values: "g.void IS NOT TRUE",
    ),
}
