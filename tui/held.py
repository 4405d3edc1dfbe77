"""How a meeting went: its blocks as planned and as taken, and its minutes (R5.5, R5.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from core.text import safe
from tui.commandline import output
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.commandline.arguments import Given, Verb
    from tui.details import Page
    from tui.session import Session

Document = dict[str, Any]


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
    page.pair(_("Written by"), f"{kept['written_by']} {page.moment(kept['written_at'])}")
    done = {c["department"] for c in kept["confirmations"]}
    if kept["state"] == MinutesState.CONFIRMING:
        waiting = [code for code in kept["departments"] if code not in done]
        page.pair(_("Waiting for"), ", ".join(waiting), "$text-warning")
    page.line(kept["text"])
    for answer in kept["confirmations"]:
        who = f"{answer['department']} {answer['by']} {page.moment(answer['at'])}"
        page.pair(_("Confirmed by"), who)
        page.pair(_("Correction"), answer["correction"], "$text-warning")
    for entry in kept["addenda"]:
        who = f"{entry['by']} {page.moment(entry['at'])}"
        page.pair(_("Added"), f"{who}: {entry['text']}", "$text-warning")


def write(session: Session, given: Given) -> int:
    """Draft, edit or send minutes; with nothing but a number, print them."""
    from core.commands.minutes import WriteMinutes
    from tui.commandline import shows
    from tui.commandline.verbs import run

    if given.values:
        return run(WriteMinutes, session, given)
    number = shows.one("meeting minutes", "number", given)
    if not session.document("meeting", number)["minutes"]:
        with session.begin() as uow:
            WriteMinutes(number=number)(uow)
    found = shows.document(session, "meeting", number)
    if session.json:
        output.document(found)
        return 0
    for line in _text(found["minutes"]):
        output.write(safe(line))
    return 0


def _text(kept: Document) -> list[str]:
    corrections = [
        f"{_('Correction')} ({c['department']} {c['by']}): {c['correction']}"
        for c in kept["confirmations"]
        if c["correction"]
    ]
    added = [f"{_('Added')} ({a['by']}): {a['text']}" for a in kept["addenda"]]
    return "\n".join([kept["text"], *corrections, *added]).split("\n")


def _verb() -> Verb:
    from core.commands.minutes import WriteMinutes
    from tui.commandline.verbs import of_command

    return of_command(WriteMinutes)._replace(run=write)


VERBS: Mapping[str, Callable[[], Verb]] = {
    "meeting minutes": _verb,
}
