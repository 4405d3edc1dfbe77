"""One record as text to read: what it is, where it stands, what hangs on it, what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from types import MappingProxyType
from zoneinfo import ZoneInfo

from textual.content import Content

from tui.i18n import _, say
from tui.page import Document, Page, role_name


def render(kind: str, document: Document, now: datetime, zone: ZoneInfo) -> Content:
    """The record as content for a scrolling pane; times are said in *zone*."""
    page = Page(now, zone)
    _renderer(kind)(page, document)
    _history(page, document)
    return page.content()


def _renderer(kind: str) -> Callable[[Page, Document], None]:
    """What writes a record of this kind; loaded when one is first shown."""
    if kind in _HERE:
        return _HERE[kind]
    module, _colon, name = _BESIDE[kind].partition(":")
    found: Callable[[Page, Document], None] = getattr(import_module(module), name)
    return found


def _task(page: Page, document: Document) -> None:
    from core.model.work import STATE_LABELS, TaskState
    from tui.agreement import name_of

    page.title(f"{document['number']}  {document['title']}")
    about = document["request"] or document["meeting"]
    page.line(f"{say(STATE_LABELS[TaskState(document['state'])])} · {about}")
    if document["request"]:
        page.pair(_("Agreed in"), document["meeting"])
    page.pair(_("Owner"), f"{document['department']} {_who(document, 'owner')}")
    page.pair(_("Days"), f"{document['start']} > {document['finish']}")
    page.forecast(document)
    page.pair(_("Criterion"), document["criterion"])
    page.pair(_("After"), ", ".join(document["depends_on"]))
    _risk(page, document["risk"])
    page.pair(_("Handed in"), document["deliverable"])
    page.pair(_("Came back"), document["returned_for"], "$text-warning")
    page.pair(_("Reworks"), document["reworks"] or "")
    page.pair(_("Accepted by"), _who(document, "accepted_by"))
    if document["updates"]:
        page.section(_("Progress"))
    for update in reversed(document["updates"]):
        state = say(STATE_LABELS[TaskState(update["state"])])
        who = name_of(document, update["by"])
        page.line(f"{page.moment(update['at'])} {who} {state}: {update['done']}")
        page.pair(_("Problems"), update["problems"])
        _risk(page, update["risk"])


def _risk(page: Page, risk: Document | None) -> None:
    if risk:
        parts = [risk["what"], risk["why"], risk["new_date"] or ""]
        page.pair(_("Risk"), " · ".join(part for part in parts if part), "$text-error")


def _who(document: Document, field: str) -> str:
    """The full name of whose login stands in a field, as lists show it."""
    from tui.agreement import name_of

    return name_of(document, document[field])


def _conflict(page: Page, document: Document) -> None:
    from core.commands.conflict import LEVEL_LABELS, STATE_LABELS, TYPE_LABELS
    from core.model.conflict import ConflictLevel, ConflictState, ConflictType
    from tui.agreement import name_of

    page.title(f"{document['number']}  {document['title']}")
    marks = [
        say(LEVEL_LABELS[ConflictLevel[document["level"].upper()]]),
        say(TYPE_LABELS[ConflictType(document["type"])]),
        say(STATE_LABELS[ConflictState(document["state"])]),
    ]
    page.line(" · ".join(marks + ([_("sudden")] if document["sudden"] else [])))
    page.pair(_("Parties"), ", ".join(document["parties"]))
    page.pair(_("About"), document["about"])
    page.clocks(document)
    page.pair(_("Cause"), document["cause"])
    page.pair(_("Outcome"), document["outcome"], "$text-success")
    page.pair(_("Confirmed by"), ", ".join(document["confirmed"]))
    page.pair(_("Reopened"), document["reopened"] or "")
    if document["claims"]:
        page.section(_("Course"))
    for claim in document["claims"]:
        who = f"{claim['department']} {name_of(document, claim['by'])}".strip()
        page.line(f"{page.moment(claim['at'])} {who}: {claim['text']}")


def _department(page: Page, document: Document) -> None:
    from tui.agreement import name_of

    called = dict.fromkeys(n for n in (document["name"], document["name_en"]) if n)
    page.title("  ".join([document["code"], *called]))
    page.pair(_("Head"), _who(document, "head"))
    page.pair(_("Primary liaison"), _who(document, "primary"))
    names = [name_of(document, login) for login in document["liaisons"]]
    page.pair(_("Liaisons"), ", ".join(names))
    if document["neutral"]:
        page.line(_("Neutral (leads issue coordination)"))
    from tui import staff

    staff.department(page, document)


def _person(page: Page, document: Document) -> None:
    page.title(f"{document['login']}  {document['name']}")
    page.pair(_("Department"), document["department"])
    page.pair(_("E-mail"), document["email"])
    page.pair(_("Contact"), document["contact"])
    page.pair(_("Roles"), ", ".join(role_name(role) for role in document["roles"]))
    if not document["active"]:
        page.line(_("no longer active"), "$text-warning")
    from tui import staff

    staff.person(page, document)


def _history(page: Page, document: Document) -> None:
    from core.commands import by_name

    entries, names = document.get("history", []), document.get("people", {})
    if entries:
        page.section(_("History"))
    for entry in reversed(entries):
        try:
            label = say(by_name(entry["command"]).label)
        except StopIteration:
            label = entry["command"]
        why = f"  {entry['why']}" if entry["why"] else ""
        who = by_whom(entry, names)
        page.line(f"{page.moment(entry['at'])} {who}  {label} {entry['about']}{why}")


def by_whom(entry: Document, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Who did it, and in whose place (R1.2); by login where no name is known."""
    actor = names.get(entry["actor"], str(entry["actor"]))
    absent = ", ".join(names.get(one, one) for one in entry.get("behalf", "").split(", "))
    return _("{person} for {absent}", person=actor, absent=absent) if absent else actor


_HERE: dict[str, Callable[[Page, Document], None]] = {
    "task": _task,
    "conflict": _conflict,
    "department": _department,
    "person": _person,
}
_BESIDE = {
    "request": "tui.request_details:request",
    "meeting": "tui.meeting_details:meeting",
    "series": "tui.meeting_details:series",
    "team": "tui.staff:team",
    "group": "tui.staff:group",
    "resource": "tui.agreement:catalogue_line",
    "lesson": "tui.agreement:lesson",
}
