"""A request whole, as lines to read: its form, its files, its plan and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.messages import Message
from tui import agreement, labels, staff
from tui.agreement import name_of
from tui.i18n import _, say
from tui.nearby import duplicate

if TYPE_CHECKING:
    from tui.page import Document, Page


def request(page: Page, document: Document) -> None:
    """Its form, what was agreed and what hangs on it (R2.2)."""
    _head(page, document)
    agreement.signature(page, document)
    page.pair(_("Expected by"), document["expected"])
    page.pair(_("Coordinator"), name_of(document, document["coordinator"]))
    agreement.links(page, document)
    page.clocks(document)
    page.pair(_("Background and goal"), document["background"])
    _details(page, document)
    agreement.resource(page, document)
    _attachments(page, document)
    agreement.rulings(page, document)
    agreement.feedback(page, document)
    _plans(page, document)
    _tasks(page, document)
    page.pair(_("Meetings"), ", ".join(document["meetings"]))
    page.pair(_("Conflicts"), ", ".join(document["conflicts"]))
    staff.teams(page, document)
    agreement.lessons(page, document)
    agreement.discussion(page, document)


def _head(page: Page, document: Document) -> None:
    """What it is, why it stands where it stands, and which departments have a part in it."""
    page.title(f"{document['number']}  {document['title']}")
    marks = [
        _state(document),
        labels.word(labels.TYPES, document["type"]),
        _("priority {level}", level=labels.label_of(_priority(document))),
    ]
    if document["urgent"]:
        marks.append(_("urgent"))
    page.line(" · ".join(marks))
    page.pair(_("Why"), document["reason"], "$text-warning")
    for one in document.get("duplicates", []):
        page.line(duplicate(one["number"], one["title"]), "$text-warning")
    page.pair(_("Lead"), _lead(document))
    page.pair(
        _("Asked by"),
        f"{document['originating_department']} {name_of(document, document['originator'])} "
        f"{document['contact']}",
    )
    page.pair(
        _("Involved"),
        ", ".join([*document["involved_departments"], document["other_department"]]).strip(", "),
    )


def _state(document: Document) -> str:
    from core.lifecycle import LABELS
    from core.model.request import RequestState

    if document.get("merged_into"):
        return labels.standing(document["state"], document["merged_into"])
    return say(LABELS[RequestState(document["state"])])


def _priority(document: Document) -> Any:
    from core.model.request import Priority

    return Priority[document["priority"].upper()]


def _lead(document: Document) -> str:
    reason = document["lead_reason"]
    return f"{document['lead_department']}  {reason}".strip()


def _details(page: Page, document: Document) -> None:
    """The detail lines, with the vague ones pointed at (R2.5)."""
    from core.codec import from_plain
    from core.model.request import Detail

    hints = _hints(document)
    if document["details"]:
        page.section(_("Details"))
    for plain in document["details"]:
        detail = from_plain(Detail, plain)
        by = detail.by.isoformat() if detail.by else _("no date")
        page.line(f"{detail.department}  {detail.what}  @ {by}")
        if hint := hints.get(detail.what):
            page.line(f"  ! {say(hint)}", "$text-warning")
    _overridden(page, document)


def _hints(document: Document) -> dict[str, Message]:
    """What was pointed at when it was sent in, by line; older records only know that it was."""
    from core.codec import from_plain
    from core.intake import vagueness, why_vague
    from core.model.request import Detail

    if not document["flagged"]:
        return {}
    if overridden := document.get("overridden"):
        return {one["excerpt"]: why_vague(one["word"]) for one in overridden}
    lines = [from_plain(Detail, plain) for plain in document["details"]]
    return {line.what: hint for line in lines if (hint := vagueness(line))}


def _overridden(page: Page, document: Document) -> None:
    """That the form was sent in all the same, and by whom (R2.5)."""
    by: dict[str, list[str]] = {}
    for one in document.get("overridden", []):
        by.setdefault(one["by"], []).append(one["excerpt"])
    for person, excerpts in by.items():
        name = name_of(document, person)
        text = _("{person}: {lines}", person=name, lines="; ".join(excerpts))
        page.pair(_("Sent in although pointed at"), text, "$text-warning")


def _attachments(page: Page, document: Document) -> None:
    """The references in words, then the files kept: how large, whose, when, and their digest."""
    files = document.get("files", [])
    kept = {file["name"] for file in files}
    page.pair(_("Attachments"), ", ".join(n for n in document["attachments"] if n not in kept))
    if files:
        page.section(_("Files"))
    for file in files:
        size, who = labels.size(file["size"]), name_of(document, file["by"])
        page.line(f"{file['name']}  {size}  {who} {page.moment(file['at'])}")
        page.line("  " + _("SHA-256 {digest}", digest=file["digest"]), "$text-muted")


def _plans(page: Page, document: Document) -> None:
    from core.model.work import PlanAnswer

    for plan in document["plans"][-1:]:
        page.section(_("Plan {revision}", revision=plan["revision"]))
        for answer in plan["answers"]:
            word = labels.label_of(PlanAnswer(answer["answer"]))
            who = f"{answer['department']} {name_of(document, answer['by'])}"
            page.line(f"{who}: {word}  {answer['text']}")
        waiting = set(plan["voters"]) - {a["department"] for a in plan["answers"]}
        if plan["state"] == "approving" and waiting:
            page.pair(_("Still to answer"), ", ".join(sorted(waiting)), "$text-warning")
        for task in plan["tasks"]:
            page.line(
                f"{task['department']} {name_of(document, task['owner'])}  {task['start'][5:]} > "
                f"{task['finish'][5:]}  {task['title']}"
            )
        for risk in plan["contingencies"]:
            days = _("{days} d", days=risk["warn_days"])
            page.pair(_("If"), f"{risk['trigger']} ({days}): {risk['answer']}")


def _tasks(page: Page, document: Document) -> None:
    from core.model.work import STATE_LABELS, TaskState

    if document["tasks"]:
        page.section(_("Tasks"))
    for task in document["tasks"]:
        style = "$text-error" if task["risk"] else ""
        state = say(STATE_LABELS[TaskState(task["state"])])
        owner = name_of(document, task["owner"])
        page.line(f"{task['number']} {state}  {task['finish'][5:]} {owner}  {task['title']}", style)
