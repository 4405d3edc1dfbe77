"""Who comes to a meeting, as its detail says it: answers, and what the organiser must decide."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from core import replies
from core.codec import from_plain
from core.messages import N_, Message
from core.model.answer import Answer, Outcome
from tui import labels
from tui.agreement import name_of
from tui.i18n import _

if TYPE_CHECKING:
    from tui.page import Document, Page


PARTSTAT: dict[str, Message] = {
    "needs-action": N_("not answered"),
    "accepted": N_("will attend"),
    "declined": N_("declined"),
    "tentative": N_("tentative"),
    "delegated": N_("delegated"),
}


def show(page: Page, document: Document) -> None:
    """Attendees with their answers and how many of each, then what waits or came too late."""
    kept = [from_plain(Answer, plain) for plain in document.get("answers", [])]
    revision, attendees = document["revision"], document["attendees"]
    page.section(_("Attendees"))
    counts = Counter(attendee["partstat"] for attendee in attendees)
    parts = [f"{counts[code]} {labels.word(PARTSTAT, code)}" for code in PARTSTAT if counts[code]]
    page.line(" · ".join(parts))
    for attendee in attendees:
        said = replies.latest(kept, attendee["person"], revision)
        chair = _("chair") if attendee["role"] == "chair" else ""
        word = labels.word(PARTSTAT, attendee["partstat"])
        who = name_of(document, attendee["person"])
        texts = (who, word, chair, _said(said), _reported(document, said))
        page.line("  ".join(filter(None, texts)))
    _waiting(page, document, replies.waiting(kept, revision))
    _late(page, [answer for answer in kept if answer.outcome is Outcome.STALE])


def _said(answer: Answer | None) -> str:
    return f"“{' '.join(answer.comment.split())}”" if answer and answer.comment else ""


def _reported(document: Document, answer: Answer | None) -> str:
    """A file proves no sender, so it is said who brought it (I8)."""
    return _("(reported by {person})", person=name_of(document, answer.by)) if answer else ""


def _waiting(page: Page, document: Document, waiting: list[Answer]) -> None:
    if waiting:
        page.section(_("To be decided by the organiser"))
    for answer in waiting:
        texts = (_what(page, answer), _said(answer), _reported(document, answer))
        page.line("  ".join(filter(None, texts)), "$text-warning")


def _what(page: Page, answer: Answer) -> str:
    who = answer.attendee
    if answer.outcome is Outcome.PROPOSAL:
        ends = filter(None, (_at(page, answer, "start"), _at(page, answer, "end")))
        return _("{who} proposes {when}", who=who, when="–".join(ends))
    if answer.person:
        return _("{who} sends {other} instead", who=who, other=answer.delegate or "?")
    word = labels.word(PARTSTAT, answer.partstat.value)
    return _("{who} was not invited: {answer}", who=who, answer=word)


def _at(page: Page, answer: Answer, name: str) -> str:
    moment = getattr(answer, name)
    return page.moment(moment.isoformat()) if moment else ""


def _late(page: Page, late: list[Answer]) -> None:
    if late:
        page.section(_("Answers to an older version, not counted"))
    for answer in late:
        word = labels.word(PARTSTAT, answer.partstat.value)
        page.line("  ".join(filter(None, (answer.attendee, word, _said(answer)))))
