"""How a meeting went: its blocks as planned and as taken, and its minutes (R5.5, R5.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.agreement import name_of
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.page import Document, Page


def course(page: Page, document: Document) -> None:
    """Planned and actual minutes of each block, once the meeting has begun."""
    from core import run as runs

    run = runs.of_document(document, page.now)
    if run is None:
        return
    page.section(_("How it went"))
    for place, part in enumerate(run.parts):
        more = part.taken - part.block.minutes
        style = "$text-error" if more > 0 else ""
        marks = [
            _("{planned} min planned, {taken} min taken", planned=part.block.minutes,
              taken=part.taken)
        ]  # fmt: skip
        if part.minutes != part.block.minutes:
            marks.append(_("given {minutes} min", minutes=part.minutes))
        if place == run.at and not run.over:
            marks.append(_("now"))
        page.line(f"{part.block.name}: {', '.join(marks)}", style)


def minutes(page: Page, document: Document) -> None:
    """The minutes with who confirmed, who is waited for, and what was added."""
    from core.commands.minutes import STATE_LABELS
    from core.model.minutes import MinutesState

    kept = document["minutes"]
    if not kept:
        return
    state = say(STATE_LABELS[MinutesState(kept["state"])])
    page.section(_("Minutes: {state}", state=state))
    page.pair(
        _("Written by"),
        f"{name_of(document, kept['written_by'])} {page.moment(kept['written_at'])}",
    )
    done = {c["department"] for c in kept["confirmations"]}
    if kept["state"] == MinutesState.CONFIRMING:
        waiting = [code for code in kept["departments"] if code not in done]
        page.pair(_("Waiting for"), ", ".join(waiting), "$text-warning")
    page.line(kept["text"])
    for answer in kept["confirmations"]:
        who = (
            f"{answer['department']} {name_of(document, answer['by'])} {page.moment(answer['at'])}"
        )
        page.pair(_("Confirmed by"), who)
        page.pair(_("Correction"), answer["correction"], "$text-warning")
    for entry in kept["addenda"]:
        who = f"{name_of(document, entry['by'])} {page.moment(entry['at'])}"
        page.pair(_("Added"), f"{who}: {entry['text']}", "$text-warning")
