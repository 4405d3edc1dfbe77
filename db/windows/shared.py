"""What everybody may look up, and what somebody is told."""

from __future__ import annotations

from typing import Any

from core.actor import Actor
from core.views.shared import LessonRow, NoticeRow, ResourceRow
from db.windows.parts import Window, everybody, search


def _own(actor: Actor, values: dict[str, Any]) -> str:
    values["me"] = actor.login
    return "n.person = :me"


WINDOWS: dict[str, Window] = {
    "resources": Window(
        ResourceRow,
        "s.id, s.version, s.number AS key, s.name, s.owner_department, s.quantity, "
        "s.confidentiality, s.active",
        "resource s",
        ("s.owner_department", "s.name", "s.id"),
        {"number": "s.number = :{p}", "department": "s.owner_department = :{p}"},
        search("s.name", "s.number", "s.owner_department"),
        everybody,
    ),
    "lessons": Window(
        LessonRow,
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
        everybody,
    ),
    "notices": Window(
        NoticeRow,
        'n.id, n.version, CAST(n.id AS varchar) AS key, n.about, n.text, n."values", n.why, '
        "n.created_at, n.until, n.read_at",
        "notice n",
        ("-n.id",),
        {"unread": "(n.read_at IS NULL) = (:{p} = 'yes')"},
        search("n.about", "n.why"),
        lambda actor, values: f"{_own(actor, values)} AND n.withdrawn_at IS NULL",
    ),
}
