"""What the forms of requests, their feedback and their lessons know before anybody types."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.text import shorten
from tui.i18n import _

if TYPE_CHECKING:
    from tui.prefill import Hints, Known, Way


def _submit(hints: Hints, known: Known) -> None:
    """Who asks, as far as it is known of the person who writes."""
    actor = known.app.actor
    if actor:
        home = min(actor.speaks_for, default=actor.department)
        hints.texts |= {"type": "project", "originating_department": home}
        hints.texts |= {"originator": actor.login, "priority": "medium"}


def _dispatch(hints: Hints, known: Known) -> None:
    """The usual lead of the type (R3.3), and every department's load (R1.3)."""
    document = known.document
    kind, resource = document["type"], document.get("resource") or {}
    neutral = next((d.key for d in known.departments if d.neutral), "")
    usual = {"resource": resource.get("owner_department", ""), "issue": neutral}
    lead = usual.get(kind, document["originating_department"])
    objected = document["state"] == "objected" and lead == document["lead_department"]
    hints.texts["lead"] = "" if objected else lead
    from tui.load import table

    hints.about += "\n" + "\n".join(_cautions(document))
    likely = [lead, *document["involved_departments"]]
    hints.notes["lead"] = table(known.departments, likely)


def _cautions(document: dict[str, Any]) -> list[str]:
    """What speaks against dispatching: no signature yet, objections, clashes (R2.2, R2.6, R3.4)."""
    from tui import agreement

    found = [] if document["signed_by"] else [_("The form is not signed off by the head.")]
    return [*found, *agreement.objections(document), *agreement.clash_lines(document)]


def _uphold(hints: Hints, known: Known) -> None:
    """What is ruled on (R3.4)."""
    from tui import agreement

    hints.about += "\n" + "\n".join(agreement.objections(known.document))


def _feedback(hints: Hints, known: Known) -> None:
    """One's own department, and what it is asked for."""
    actor = known.app.actor
    mine = sorted(actor.speaks_for) if actor else []
    asked = [d for d in known.document.get("details", []) if d["department"] in mine]
    homes = [*dict.fromkeys(d["department"] for d in asked), *mine]
    hints.texts["department"] = homes[0] if homes else ""
    hints.about += "\n" + "\n".join(map(_detail, asked))
    for answer in known.document.get("feedback", []):
        if answer["department"] == hints.texts["department"] and not answer["confirmed_by"]:
            names = ("content", "proposed", "needs", "remarks")
            hints.texts |= {name: answer[name] or "" for name in names}


def _detail(detail: dict[str, Any]) -> str:
    """What is asked of a department and by when, as it is typed."""
    by = f" @ {detail['by']}" if detail["by"] else ""
    return f"{detail['department']}: {detail['what']}{by}"


def _waiting_feedback(hints: Hints, known: Known, waiting: list[dict[str, Any]]) -> None:
    """What is to be signed or confirmed, to be read before; the first of several is meant."""
    hints.texts["department"] = waiting[0]["department"] if waiting else ""
    for answer in waiting:
        lines = [f"{answer['department']}: {answer['content']}"]
        proposed = answer["proposed"]
        lines += [_("Proposed completion") + f": {proposed}"] if proposed else []
        lines += [_("Needs") + f": {answer['needs']}"] if answer["needs"] else []
        lines += [_("Remarks") + f": {answer['remarks']}"] if answer["remarks"] else []
        hints.about += "\n" + "\n".join(lines)


def _sign(hints: Hints, known: Known) -> None:
    heads = known.app.actor.heads if known.app.actor else frozenset()
    given = known.document.get("feedback", [])
    waiting = [a for a in given if not a["signed_by"] and a["department"] in heads]
    _waiting_feedback(hints, known, waiting)


def _confirm_feedback(hints: Hints, known: Known) -> None:
    given = known.document.get("feedback", [])
    _waiting_feedback(hints, known, [a for a in given if a["signed_by"] and not a["confirmed_by"]])


def _split(hints: Hints, known: Known) -> None:
    """The detail lines with the numbers they are named by."""
    lines = enumerate(known.document.get("details", []), 1)
    hints.about += "\n" + "\n".join(f"{n}  {d['department']}: {d['what']}" for n, d in lines)


def _linked(hints: Hints, known: Known) -> None:
    """The requests it is linked to already."""
    links = known.document.get("links", [])
    hints.about += "\n" + "\n".join(f"{one['number']}  {one['title']}" for one in links)


def _record(hints: Hints, known: Known) -> None:
    """How and when the response was given that is to be written down."""
    from core.lines import Context
    from core.single_values import show_moment
    from tui.agreement import name_of

    spoken = ("phone", "message")
    comments = known.document["comments"]
    said = [c for c in comments if c["channel"] in spoken and not c["spoken_at"]]
    if said:
        context = Context(known.app.clock(), known.app.worktime)
        at = datetime.fromisoformat(known.document["responded_at"])
        hints.texts |= {"channel": said[-1]["channel"], "spoken_at": show_moment(at, context)}
        hints.about += f"\n{name_of(known.document, said[-1]['by'])}: {said[-1]['text']}"
    else:
        hints.texts["channel"] = "phone"


def _add_lesson(hints: Hints, known: Known) -> None:
    """What is known already, and who will read it."""
    kept = known.document.get("lessons", [])
    hints.about += "\n" + "\n".join(f"· {shorten(one['text'], 100)}" for one in kept)
    hints.notes["text"] = _("Everybody reads it who asks for something like it: no secrets.")


def _returned(hints: Hints, known: Known) -> None:
    """What the coordinator found missing (R3.2)."""
    if known.document["state"] == "returned":
        hints.about += "\n" + _("Came back: {why}", why=known.document["reason"])


WAYS: dict[str, Way] = {
    "SubmitRequest": _submit,
    "DispatchRequest": _dispatch,
    "UpholdDispatch": _uphold,
    "GiveFeedback": _feedback,
    "SignFeedback": _sign,
    "ConfirmFeedback": _confirm_feedback,
    "SplitRequest": _split,
    "LinkRequests": _linked,
    "UnlinkRequests": _linked,
    "RecordResponse": _record,
    "EditRequest": _returned,
    "ResubmitRequest": _returned,
    "AddLesson": _add_lesson,
}
