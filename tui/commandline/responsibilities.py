"""``request responsibilities``: who answers for what in a request, by department (R1.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from core.messages import N_
from core.views import Query
from tui.commandline import output, shows
from tui.commandline.arguments import Given, Option, Verb
from tui.i18n import _, language, say

if TYPE_CHECKING:
    from tui.session import Session

NAME = "request responsibilities"
HEADINGS = (
    N_("Department"),
    N_("Duties"),
    N_("Owner"),
    N_("By"),
    N_("Liaison"),
    N_("Contact"),
)


def table(session: Session, number: str) -> dict[str, Any]:
    """The responsibility table of a request that the person may see, as data."""
    request = session.document("request", number)
    page = session.page(Query("departments", limit=500))
    departments = {row.key: row for row in page.rows}
    people = {row.key: row for row in session.page(Query("people", limit=10_000)).rows}
    codes = [request["originating_department"], *request["involved_departments"]]
    codes += [request["lead_department"], *(task["department"] for task in request["tasks"])]
    return {
        "number": request["number"],
        "project": request["title"],
        "goal": request["background"],
        "date": (request["submitted_at"] or request["created_at"])[:10],
        "expected": request["expected"],
        "originating_department": request["originating_department"],
        "involved_departments": request["involved_departments"],
        "lead_department": request["lead_department"],
        "departments": [
            _department(code, request, departments.get(code), people)
            for code in dict.fromkeys(filter(None, codes))
        ],
    }


def _department(
    code: str, request: dict[str, Any], row: Any, people: Mapping[str, Any]
) -> dict[str, Any]:
    liaison = (row.primary or row.head) if row else ""
    person = people.get(liaison)
    asked = [
        {"what": detail["what"], "owner": "", "by": detail["by"], "number": ""}
        for detail in request["details"]
        if detail["department"] == code
    ]
    tasks = [
        {"what": t["title"], "owner": t["owner"], "by": t["finish"], "number": t["number"]}
        for t in request["tasks"]
        if t["department"] == code
    ]
    return {
        "code": code,
        "name": row.name if row else code,
        "name_en": row.name_en if row else "",
        "duties": asked + tasks,
        "liaison": liaison,
        "liaison_name": person.name if person else "",
        "contact": (person.contact or person.email) if person else "",
    }


def run(session: Session, given: Given) -> int:
    """Print the table."""
    found = table(session, shows.one(NAME, "number", given))
    if session.json:
        output.document(found)
        return 0
    for label, value in (
        (_("Project"), f"{found['number']}  {found['project']}"),
        (_("Goal"), found["goal"]),
        (_("From"), found["originating_department"]),
        (_("Involved"), ", ".join(found["involved_departments"])),
        (_("Lead"), found["lead_department"]),
        (_("Date"), f"{found['date']} – {found['expected'] or ''}"),
    ):
        if value:
            output.write(f"{label}  {' '.join(value.split())}")
    rows = [row for one in found["departments"] for row in _rows(one)]
    output.table(output.Table([say(heading) for heading in HEADINGS], rows))
    return 0


def _rows(one: dict[str, Any]) -> list[list[str]]:
    """A department's lines: its name and liaison stand on the first."""
    name = one["name_en"] if language() == "en" and one["name_en"] else one["name"]
    duties = one["duties"] or [{"what": "", "owner": "", "by": "", "number": ""}]
    first = f"{one['code']} {name}", f"{one['liaison_name'] or one['liaison']}", one["contact"]
    lines = []
    for place, duty in enumerate(duties):
        head, liaison, contact = first if place == 0 else ("", "", "")
        what = " ".join(filter(None, (duty["number"], duty["what"])))
        lines.append([head, what, duty["owner"], duty["by"] or "", liaison, contact])
    return lines


def verb() -> Verb:
    """The verb."""
    return Verb(
        NAME,
        N_("Responsibilities"),
        N_("Show who answers for what: each department's duties, liaison, contact and dates."),
        partial(run),
        (Option("number", N_("Request"), required=True, example=N_("XMBG-202611001")),),
        "number",
    )


VERBS: Mapping[str, Callable[[], Verb]] = {NAME: verb}
