"""Meetings and series of them, as lines to read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tui import attendance, held, labels
from tui.agreement import name_of
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.page import Document, Page


def meeting(page: Page, document: Document) -> None:
    """One meeting: when and where, its agenda by the clock, who comes, what came out of it (R5)."""
    from core.agenda import KIND_LABELS
    from core.commands.meeting import STATE_LABELS
    from core.model.meeting import MeetingKind, MeetingState

    page.title(f"{document['number']}  {document['title']}")
    kind = say(KIND_LABELS[MeetingKind(document["kind"])])
    state = say(STATE_LABELS[MeetingState(document["state"])])
    page.line(" · ".join(filter(None, (kind, state, document["request"]))))
    local = datetime.fromisoformat(document["start"]).astimezone(ZoneInfo(document["zone"]))
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
    _agenda(page, document, local)
    attendance.show(page, document)
    held.course(page, document)
    _outcome(page, document)
    page.pair(_("Notes"), document["notes"])
    held.minutes(page, document)


def _agenda(page: Page, document: Document, start: datetime) -> None:
    """Each block with the clock times of its own, in the zone of *start*."""
    from core.agenda import timed
    from core.codec import from_plain
    from core.model.meeting import Block

    blocks = [from_plain(Block, block) for block in document["blocks"]]
    page.section(_("Agenda, {minutes} min", minutes=sum(b.minutes for b in blocks)))
    for part in timed(blocks, start):
        clock = f"{part.start:%H:%M}–{part.end:%H:%M}"
        minutes = _("{minutes} min", minutes=part.block.minutes)
        presenter = name_of(document, part.block.presenter)
        page.line(f"{clock}  {minutes:>6}  {part.block.name}  {presenter}")
        page.pair("            ", part.block.question)


def _outcome(page: Page, document: Document) -> None:
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


def series(page: Page, document: Document) -> None:
    """A series: its rule, the meetings made of it, and what each of them has (R5.1)."""
    from core.agenda import KIND_LABELS
    from core.commands.meeting import STATE_LABELS
    from core.model.meeting import MeetingKind, MeetingState
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


def _rule(plain: Document) -> str:
    from core.series import of_plain, said

    return say(said(of_plain(plain)))
