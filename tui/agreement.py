"""What people said and signed on a request, and what it stands beside, as lines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.messages import N_, Message
from tui import labels
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.page import Document, Page

WARNING, ERROR, DONE = "$text-warning", "$text-error", "$text-success"
UNSIGNED_IN = frozenset({"submitted"})
# Whose feedback is still wanted is of interest until there is an agreed plan.
FEEDBACK_IN = frozenset({"dispatched", "coordinating", "approving", "second_coordination"})
VERDICTS = {
    "objected": N_("{department} objected"),
    "upheld": N_("upheld: {department} leads"),
    "redispatched": N_("dispatched anew: {department} leads"),
}
LINKS = {
    ("relates", "to"): N_("relates to"),
    ("relates", "from"): N_("relates to"),
    ("blocks", "to"): N_("blocks"),
    ("blocks", "from"): N_("is blocked by"),
    ("duplicates", "to"): N_("duplicates"),
    ("duplicates", "from"): N_("is duplicated by"),
    ("split", "to"): N_("split from"),
    ("split", "from"): N_("split into"),
    ("merged", "to"): N_("merged into"),
    ("merged", "from"): N_("has taken over"),
}


def name_of(document: Document, login: str) -> str:
    """The full name of somebody a document speaks of."""
    return str(document.get("people", {}).get(login) or login)


def signature(page: Page, document: Document) -> None:
    """Who signed the form off, or that the coordinator reviews it unsigned (R2.2)."""
    if document["signed_by"]:
        page.pair(_("Signed off by"), name_of(document, document["signed_by"]))
    elif document["state"] in UNSIGNED_IN:
        page.pair(_("Signed off by"), _("not signed yet"), WARNING)


def links(page: Page, document: Document) -> None:
    """The requests it is linked to, with where they stand."""
    for link in document.get("links", []):
        state = labels.standing(link["state"], link["merged_into"])
        if (link["kind"], link["way"]) == ("merged", "from"):
            state = ""  # the word says it
        word = say(LINKS[link["kind"], link["way"]])
        page.pair(word, f"{link['number']} {state}".rstrip() + f"  {link['title']}")


def resource(page: Page, document: Document) -> None:
    """What a resource application asks for, what there is, and with whom it clashes (R2.6)."""
    wish = document.get("resource")
    if not wish:
        return
    text = f"{wish['name']} ×{wish['quantity']} ({wish['owner_department']})"
    page.pair(_("Resource"), f"{text} {wish['start'] or ''} – {wish['end'] or ''}")
    page.pair(_("Purpose"), f"{wish['purpose']} {wish['confidentiality']}")
    if "catalogue" not in document:
        return
    known = document["catalogue"]
    if known:
        page.pair(_("In the catalogue"), f"{known['number']} ×{known['quantity']}")
    else:
        page.pair(_("In the catalogue"), _("no; nobody can say how many there are"))
    for text in clash_lines(document):
        page.line(text, ERROR)
    uses(page, document)


def clash_lines(document: Document) -> list[str]:
    """Each clash of a resource in one sentence: days, amount and applications."""
    return [
        _("Clash {start} – {end}: {over} too many, by {numbers}",
          start=clash["start"], end=clash["end"], over=clash["over"],
          numbers=", ".join(clash["numbers"]))
        for clash in document.get("clashes", [])
    ]  # fmt: skip


def uses(page: Page, document: Document, *, numbers: bool = False) -> None:
    """The usage record: who had how many when (R2.6)."""
    from core.commands.resource import USE_LABELS
    from core.model.resource import Use

    if document.get("uses"):
        page.section(_("Use"))
    for use in document.get("uses", []):
        word = say(USE_LABELS[Use(use["use"])])
        number = f"{use['request']} " if numbers else ""
        who = name_of(document, use["by"])
        text = f"{page.moment(use['at'])} {number}{who}  {word} ×{use['quantity']}  {use['note']}"
        page.line(text.rstrip())


def rulings(page: Page, document: Document) -> None:
    """The objections to leading and what the coordinator ruled, in order (R3.4)."""
    if not document["rulings"]:
        return
    times = document["bounces"]
    page.section(_("Objections: {times}", times=times) if times else _("Rulings"))
    for ruling in document["rulings"]:
        who = name_of(document, ruling["by"])
        style = WARNING if ruling["verdict"] == "objected" else ""
        page.line(f"{page.moment(ruling['at'])} {who}  {_verdict(ruling)}", style)


def objections(document: Document) -> list[str]:
    """What departments said against leading, for whoever dispatches or rules on it (R3.4)."""
    return [_verdict(one) for one in document["rulings"] if one["verdict"] == "objected"]


def _verdict(ruling: Document) -> str:
    what = say(Message(VERDICTS[ruling["verdict"]].text, {"department": ruling["department"]}))
    return f"{what}: {ruling['text']}" if ruling["text"] else what


def feedback(page: Page, document: Document) -> None:
    """The departments' feedback: what, whose, signed and confirmed by whom; who has not (R3.5)."""
    answers = document["feedback"]
    missing = _missing(document) if document["state"] in FEEDBACK_IN else []
    if answers or missing:
        page.section(_("Feedback"))
    for answer in answers:
        who = name_of(document, answer["by"])
        page.line(f"{answer['department']} {who}: {answer['content']}")
        page.pair(_("Proposed completion"), answer["proposed"])
        page.pair(_("Needs"), answer["needs"])
        page.pair(_("Remarks"), answer["remarks"])
        text, style = _standing(document, answer)
        page.line(f"  {text}", style)
    page.pair(_("Not given yet"), ", ".join(missing), WARNING)


def _missing(document: Document) -> list[str]:
    """Departments that are asked and have said nothing; as ``core.commands.feedback`` asks."""
    given = {answer["department"] for answer in document["feedback"]}
    others = {document["originating_department"], document["lead_department"]}
    return [code for code in document["involved_departments"] if code not in given | others]


def _standing(document: Document, answer: Document) -> tuple[str, str]:
    """How far an answer has come: signed by whom, confirmed by whom."""
    if not answer["signed_by"]:
        return _("not signed yet"), WARNING
    signed = _("signed by {person}", person=name_of(document, answer["signed_by"]))
    if not answer["confirmed_by"]:
        return f"{signed} · {_('not confirmed yet')}", WARNING
    confirmed = _("confirmed by {person}", person=name_of(document, answer["confirmed_by"]))
    return f"{signed} · {confirmed}", DONE


def lessons(page: Page, document: Document) -> None:
    """What was learned from it, for the next one (R10.2)."""
    from tui.nearby import lesson_line

    if document.get("lessons"):
        page.section(_("Lessons"))
    for one in document.get("lessons", []):
        page.line(f"{one['number']} {name_of(document, one['by'])}")
        page.line(f"  {lesson_line(one['text'], one['tags'])}")


def lesson(page: Page, document: Document) -> None:
    """One lesson whole; who learned it where only for those who may see that request (R10.2)."""
    page.title(f"{document['number']}  {labels.word(labels.TYPES, document['type'])}")
    page.line(document["text"])
    page.pair(_("Tags"), " ".join(f"#{tag}" for tag in document["tags"]))
    page.pair(_("Learned from"), document["request"])
    page.pair(_("Written by"), name_of(document, document["by"]))
    page.pair(_("When"), page.moment(document["at"]))


def discussion(page: Page, document: Document) -> None:
    """Everything that was said, with names and what answers what (R4.2)."""
    if document["comments"]:
        page.section(_("Discussion"))
    for comment in document["comments"]:
        answers = f" → #{comment['reply_to']}" if comment["reply_to"] else ""
        source = f" ({comment['source']})" if comment["source"] else ""
        who = name_of(document, comment["by"])
        head = f"#{comment['place']} {page.moment(comment['at'])} {who}{answers}{source}"
        page.line(f"{head}{_how(page, comment)}: {_named(document, comment)}")
        page.pair(f"  {_('What was agreed')}", comment["agreed"])
        if comment["unheard"]:
            page.line(f"  {unheard_line(comment['unheard'])}", WARNING)


def _how(page: Page, comment: Document) -> str:
    """By phone or message; of a written record also who spoke and when (R4.1, R13.4)."""
    from core.model.request import Channel

    code = comment["channel"]
    if not comment["spoken_at"]:
        return f" ({labels.label_of(Channel(code))})" if code in ("phone", "message") else ""
    spoken = [labels.label_of(Channel(code)), page.moment(comment["spoken_at"]), comment["who"]]
    return f" [{_('written record')}] ({', '.join(spoken)})"


def _named(document: Document, comment: Document) -> str:
    """The text with the names of those it told in the place of their logins."""
    text = str(comment["text"])
    for login in sorted(comment["mentions"], key=len, reverse=True):
        text = text.replace(f"@{login}", f"@{name_of(document, login)}")
    return text


def unheard_line(names: list[str] | tuple[str, ...]) -> str:
    """That nobody was told by these names; whether there is such a person is not said (A8)."""
    return _("Nobody was told by {names}: no one who sees this request is called so.",
             names=", ".join(f"@{name}" for name in names))  # fmt: skip


def catalogue_line(page: Page, document: Document) -> None:
    """A line of the catalogue: how many there are, who asks for them, who had them (R2.6)."""
    page.title(f"{document['number']}  {document['name']}")
    page.pair(_("Owning department"), document["owner_department"])
    page.pair(_("How many there are"), document["quantity"])
    page.pair(_("Confidentiality"), document["confidentiality"])
    if not document["active"]:
        page.line(_("no longer in use"), WARNING)
    if document["bookings"]:
        page.section(_("Applications"))
    for booking in document["bookings"]:
        wish = booking["wish"]
        days = f"{wish['start'] or ''} – {wish['end'] or ''}"
        state = labels.state(booking["state"])
        page.line(f"{booking['number']} {state}  ×{wish['quantity']}  {days}")
    for text in clash_lines(document):
        page.line(text, ERROR)
    uses(page, document, numbers=True)
