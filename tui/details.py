"""One record as text to read: what it is, where it stands, what hangs on it, what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from textual.content import Content

from core.forecast import sentence
from core.messages import N_, Message
from core.text import safe
from tui import labels
from tui.i18n import _, say
from tui.nearby import duplicate

Line = tuple[str, str]
Document = dict[str, Any]


class Page:
    """Gathers lines with a style each; user text is made safe on its way in."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self.now = now
        self.zone = zone
        self.parts: list[str | tuple[str, str]] = []

    def title(self, text: str) -> None:
        """The record's own line."""
        self.parts += [(safe(text), "bold"), "\n"]

    def pair(self, label: str, value: object, style: str = "") -> None:
        """A labelled value; nothing at all where there is no value."""
        text = safe(str(value), lines=True) if value not in (None, "", [], ()) else ""
        if text:
            self.parts += [(f"{label}  ", "$text-muted"), (text, style) if style else text, "\n"]

    def section(self, label: str) -> None:
        """A heading."""
        self.parts += ["\n", (label, "bold $text-primary"), "\n"]

    def line(self, text: str, style: str = "") -> None:
        """One line of plain text."""
        shown = safe(text, lines=True)
        self.parts += [(shown, style) if style else shown, "\n"]

    def moment(self, text: str | None) -> str:
        """A stored moment in the organisation's zone, to the minute."""
        if not text:
            return ""
        return datetime.fromisoformat(text).astimezone(self.zone).strftime("%m-%d %H:%M")

    def clocks(self, document: Document) -> None:
        """Every clock of the record: what it is for, when it is due, how it stands."""
        for clock in document.get("deadlines", []):
            due = datetime.fromisoformat(clock["due_at"])
            name = labels.word(labels.DUTIES, clock["kind"])
            who = clock["department"] or _role(clock["role"])
            if clock["done_at"]:
                late = datetime.fromisoformat(clock["done_at"]) > due
                state, style = (_("done late"), "$text-warning") if late else (_("done"), "")
            else:
                state, style = labels.left(due, self.now)
                style = {"danger": "$text-error", "warning": "$text-warning"}.get(style, "")
            self.parts += [
                (f"{name} {who}  ", "$text-muted"),
                self.moment(clock["due_at"]),
                "  ",
                (state.replace(" ", "\u00a0"), style) if style else state,
                "\n",
            ]

        self.forecast(document)

    def forecast(self, document: Document) -> None:
        """That days of the record are counted in a year whose days off nobody knows yet (R4.3)."""
        if text := sentence(document.get("unannounced_years", ())):
            self.line(f"  ! {say(text)}", "$text-warning")

    def content(self) -> Content:
        """Everything gathered."""
        return Content.assemble(*self.parts)


def _role(role: str) -> str:
    from core.model.organisation import ROLE_LABELS, OrganisationRole

    return say(ROLE_LABELS[OrganisationRole(role)]) if role else ""


def render(kind: str, document: Document, now: datetime, zone: ZoneInfo) -> Content:
    """The record as content for a scrolling pane; times are said in *zone*."""
    page = Page(now, zone)
    _RENDERERS[kind](page, document)
    _history(page, document)
    return page.content()


def _request(page: Page, document: Document) -> None:
    from tui import agreement, staff

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
        f"{document['originating_department']} {_who(document, 'originator')} "
        f"{document['contact']}",
    )
    page.pair(
        _("Involved"),
        ", ".join([*document["involved_departments"], document["other_department"]]).strip(", "),
    )
    agreement.signature(page, document)
    page.pair(_("Expected by"), document["expected"])
    page.pair(_("Coordinator"), _who(document, "coordinator"))
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
    from tui.agreement import name_of

    by: dict[str, list[str]] = {}
    for one in document.get("overridden", []):
        by.setdefault(one["by"], []).append(one["excerpt"])
    for person, excerpts in by.items():
        name = name_of(document, person)
        text = _("{person}: {lines}", person=name, lines="; ".join(excerpts))
        page.pair(_("Sent in although pointed at"), text, "$text-warning")


def _attachments(page: Page, document: Document) -> None:
    """The references in words, then the files kept: how large, whose, when, and their digest."""
    from tui.agreement import name_of

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
    from tui.agreement import name_of

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


def _who(document: Document, field: str) -> str:
    """The full name of whose login stands in a field, as lists show it."""
    from tui.agreement import name_of

    return name_of(document, document[field])


def _tasks(page: Page, document: Document) -> None:
    from core.model.work import STATE_LABELS, TaskState
    from tui.agreement import name_of

    if document["tasks"]:
        page.section(_("Tasks"))
    for task in document["tasks"]:
        style = "$text-error" if task["risk"] else ""
        state = say(STATE_LABELS[TaskState(task["state"])])
        owner = name_of(document, task["owner"])
        page.line(f"{task['number']} {state}  {task['finish'][5:]} {owner}  {task['title']}", style)


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


def _meeting(page: Page, document: Document) -> None:
    from core.agenda import KIND_LABELS, timed
    from core.codec import from_plain
    from core.commands.meeting import STATE_LABELS
    from core.model.meeting import Block, MeetingKind, MeetingState
    from tui import attendance, held
    from tui.agreement import name_of

    zone = ZoneInfo(document["zone"])
    start = datetime.fromisoformat(document["start"])
    page.title(f"{document['number']}  {document['title']}")
    kind = say(KIND_LABELS[MeetingKind(document["kind"])])
    state = say(STATE_LABELS[MeetingState(document["state"])])
    page.line(" · ".join(filter(None, (kind, state, document["request"]))))
    local = start.astimezone(zone)
    day = say(labels.WEEKDAYS[local.weekday()])
    page.pair(_("When"), f"{local:%Y-%m-%d} {day} {local:%H:%M} {document['zone']}")
    if document.get("rule"):
        page.pair(_("Series"), f"⟳ {document['series']}  {_rule(document['rule'])}")
    if document.get("off_day"):
        page.line(_("A day off: move it, skip it, or move it to where it is."), "$text-warning")
    page.pair(_("Where"), f"{document['place']} {document['url']}".strip())
    page.pair(_("Materials"), "; ".join(document["materials"]))
    page.pair(_("Reason for late notice"), document["late_notice_reason"])
    page.pair(_("Reason for more than 60 min"), document["overlong_reason"])
    page.clocks(document)
    blocks = [from_plain(Block, block) for block in document["blocks"]]
    page.section(_("Agenda, {minutes} min", minutes=sum(b.minutes for b in blocks)))
    for part in timed(blocks, start):
        clock = f"{part.start.astimezone(zone):%H:%M}–{part.end.astimezone(zone):%H:%M}"
        minutes = _("{minutes} min", minutes=part.block.minutes)
        presenter = name_of(document, part.block.presenter)
        page.line(f"{clock}  {minutes:>6}  {part.block.name}  {presenter}")
        page.pair("            ", part.block.question)
    attendance.show(page, document)
    held.course(page, document)
    _outcome(page, document)
    page.pair(_("Notes"), document["notes"])
    held.minutes(page, document)


PARTSTAT: dict[str, Message] = {
    "needs-action": N_("not answered"),
    "accepted": N_("will attend"),
    "declined": N_("declined"),
    "tentative": N_("tentative"),
    "delegated": N_("delegated"),
}


def _outcome(page: Page, document: Document) -> None:
    from tui.agreement import name_of

    if document["decisions"]:
        page.section(_("Decisions"))
    for decision in document["decisions"]:
        page.line(f"· {decision['text']}")
    if document["actions"]:
        page.section(_("Action items"))
    for item in document["actions"]:
        page.line(f"· {name_of(document, item['owner'])}  {item['due']}  {item['text']}")
    if document["parked"]:
        page.section(_("Parked"))
    for question in document["parked"]:
        page.line(f"· {question}")


def _rule(plain: Document) -> str:
    from core.series import of_plain, said

    return say(said(of_plain(plain)))


def _series(page: Page, document: Document) -> None:
    from core.agenda import KIND_LABELS
    from core.commands.meeting import STATE_LABELS
    from core.model.meeting import MeetingKind, MeetingState
    from tui.agreement import name_of
    from tui.commandline.states import state

    page.title(f"{document['number']}  {document['title']}")
    kind = say(KIND_LABELS[MeetingKind(document["kind"])])
    page.line(f"{kind} · {state('series', document['state'])} · {document['request']}")
    page.pair(_("Comes again"), f"{_rule(document)} {document['zone']}")
    page.pair(_("Where"), f"{document['place']} {document['url']}".strip())
    page.pair(_("Continues"), document["after"])
    page.pair(_("Goes on as"), document["next"])
    page.pair(_("Group"), document["group"])
    page.pair(_("Why"), document["reason"], "$text-warning")
    page.section(_("Meetings"))
    for meeting in document["meetings"]:
        name = MeetingState(meeting["state"])
        marks = [_("moved")] * (meeting["start"] != meeting["recurrence"])
        marks += [_("on a day off")] * meeting["off_day"]
        style = {"cancelled": "$text-muted"}.get(name, "$text-warning" if marks else "")
        words = " · ".join([say(STATE_LABELS[name]), *marks])
        page.line(f"{page.moment(meeting['start'])}  {meeting['number']}  {words}", style)
    page.forecast(document)
    page.section(_("Agenda, {minutes} min", minutes=sum(b["minutes"] for b in document["blocks"])))
    for block in document["blocks"]:
        page.line(
            f"{block['minutes']:>3}  {block['name']}  {name_of(document, block['presenter'])}"
        )
        page.pair("    ", block["question"])
    page.section(_("Attendees"))
    coming = [attendee["person"] for attendee in document["attendees"]]
    page.line(", ".join(name_of(document, login) for login in coming))
    removed = ", ".join(name_of(document, login) for login in document["removed"])
    page.pair(_("Owed a cancellation"), removed, "$text-warning")


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
    page.pair(_("Roles"), ", ".join(_role(role) for role in document["roles"]))
    if not document["active"]:
        page.line(_("no longer active"), "$text-warning")
    from tui import staff

    staff.person(page, document)


def _team(page: Page, document: Document) -> None:
    from tui import staff

    staff.team(page, document)


def _group(page: Page, document: Document) -> None:
    from tui import staff

    staff.group(page, document)


def _catalogue_line(page: Page, document: Document) -> None:
    from tui import agreement

    agreement.catalogue_line(page, document)


def _lesson(page: Page, document: Document) -> None:
    from tui import agreement

    agreement.lesson(page, document)


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


_RENDERERS: dict[str, Callable[[Page, Document], None]] = {
    "request": _request,
    "task": _task,
    "meeting": _meeting,
    "series": _series,
    "conflict": _conflict,
    "department": _department,
    "person": _person,
    "team": _team,
    "group": _group,
    "resource": _catalogue_line,
    "lesson": _lesson,
}
