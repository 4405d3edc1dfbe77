"""What the forms of meetings, their minutes and calendars know before anybody types."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.i18n import _

if TYPE_CHECKING:
    from tui.app import LiaisonApp
    from tui.prefill import Hints, Known, Way
    from tui.work import Begin


async def proposals(app: LiaisonApp, document: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Attendees, materials and agenda that each kind of meeting would have (R5.1 to R5.3)."""
    from core.errors import Refusal

    number = _request_of(document)
    try:
        return await app.carry_out(lambda begin: _proposed(begin, number))
    except Refusal:
        return {}  # what is wrong is said when the form is sent


def _proposed(begin: Begin, number: str) -> dict[str, dict[str, str]]:
    from core.commands.base import Kind
    from core.commands.proposing import proposals
    from core.line_values import write
    from core.separated import joined

    with begin() as uow:
        found = proposals(uow, number)
    return {
        kind.value: {
            "attendees": write(Kind.ATTENDEES, one.attendees),
            "materials": joined(one.materials),
            "blocks": write(Kind.BLOCKS, one.blocks),
        }
        for kind, one in found.items()
    }


def _meeting(hints: Hints, known: Known) -> None:
    """About the request one looks at, with what goes with the kind (R5.1 to R5.3)."""
    hints.texts["request"] = _request_of(known.document)
    hints.follows["kind"] = known.proposals


def _request_of(document: dict[str, Any]) -> str:
    """The request that a person looks at, or that the task is of; a meeting's own has none."""
    return str(document.get("request", document.get("number", "")))


def _folder(hints: Hints, known: Known) -> None:
    """Where the person is."""
    with suppress(OSError):
        hints.texts["to"] = str(Path.cwd())


def _minutes(hints: Hints, known: Known) -> None:
    """The text as it stands, and what departments would have otherwise."""
    if kept := known.document.get("minutes"):
        hints.texts["text"] = kept["text"]
        hints.about = "\n".join(
            [kept["name"], _("^e opens the text in your own editor.")]
            + [f"{c['department']}: {c['correction']}" for c in kept["confirmations"]
               if c["correction"]]
        )  # fmt: skip


def _read_minutes(hints: Hints, known: Known) -> None:
    """The minutes, to be read before."""
    if kept := known.document.get("minutes"):
        hints.about = kept["text"]


def _confirm_minutes(hints: Hints, known: Known) -> None:
    """The minutes, and one's own department among those that are waited for."""
    _read_minutes(hints, known)
    kept, actor = known.document.get("minutes"), known.app.actor
    if kept and actor:
        done = {c["department"] for c in kept["confirmations"]}
        mine = [d for d in kept["departments"] if d in actor.speaks_for and d not in done]
        hints.texts["department"] = next(iter(mine), "")


def _waiting(hints: Hints, known: Known) -> None:
    """What waits for the organiser, and its address where there is but one."""
    from core.codec import from_plain
    from core.model.answer import Answer
    from core.replies import waiting

    kept = [from_plain(Answer, plain) for plain in known.document["answers"]]
    found = waiting(kept, known.document["revision"])
    addresses = list(dict.fromkeys(answer.attendee for answer in found))
    if len(addresses) == 1:
        hints.texts["attendee"] = addresses[0]
    hints.about += "\n" + "\n".join(addresses)


def _own(hints: Hints, known: Known) -> None:
    """Whose calendars they are: those of the person at work."""
    hints.texts["person"] = known.app.login


def _own_feed(hints: Hints, known: Known) -> None:
    _own(hints, known)
    _folder(hints, known)


WAYS: dict[str, Way] = {
    "ScheduleMeeting": _meeting,
    "InviteToMeeting": _folder,
    "InviteToSeries": _folder,
    "AdmitAnswer": _waiting,
    "DismissAnswer": _waiting,
    "WriteMinutes": _minutes,
    "ConfirmMinutes": _confirm_minutes,
    "AmendMinutes": _read_minutes,
    "ForgetCalendar": _own,
    "WriteFeed": _own_feed,
}
