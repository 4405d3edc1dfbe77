"""``meeting minutes``: print the minutes, write them, or open them in an editor (R5.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from core.commands.minutes import WriteMinutes
from core.errors import BadInput, Refusal, RuleViolation
from core.messages import N_
from core.model.minutes import MinutesState
from core.single_values import flag
from core.text import safe
from tui import editor
from tui.commandline import output, results, shows
from tui.commandline.arguments import FLAG, Given, Option, Verb
from tui.commandline.sources import FROM, arguments_of
from tui.commandline.verbs import make, of_command, run_all
from tui.i18n import _

if TYPE_CHECKING:
    from tui.session import Session

EDIT = Option("edit", N_("Open them in one's own editor"), FLAG)
WORDING = N_("Take the wording from a file of plain text, or all from one of JSON; - for input")


def write(session: Session, given: Given) -> int:
    """Draft, edit or send minutes; with nothing but a number, print them."""
    if flag(str(given.values.get(EDIT.name, "no")).lower()):
        return _edit(session, given)
    if given.values.keys() - {EDIT.name}:
        own = {name: v for name, v in given.values.items() if name != EDIT.name}
        raws, several = arguments_of(_verb(), Given(own, given.words), plain="text")
        if several:
            return run_all(WriteMinutes, session, raws)
        command = make(WriteMinutes, session, raws[0])
        with session.begin() as uow:
            result = command(uow)
        results.report(session, command, result)
        return 0
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


def _edit(session: Session, given: Given) -> int:
    """Open the minutes in the person's editor; what is refused is there the next time (R5.6).

    It is kept where the form of the screen keeps what was typed, and so each goes on with what
    the other left.
    """
    editor.require_own(bool(session.keyboard))
    asked = {name: v for name, v in given.values.items() if name not in (EDIT.name, "send")}
    number = shows.one("meeting minutes", "number", Given(asked, given.words))
    if asked.keys() - {"number"}:
        raise BadInput(N_("Edit the minutes, or give their wording: one of both."), EDIT.name)
    with session.begin() as uow:  # whoever may not write them gets no editor
        meeting = WriteMinutes(number=number)(uow)
    if meeting.minutes.state is MinutesState.FROZEN:
        raise RuleViolation(
            N_("These minutes are frozen."), EDIT.name, N_("Add a correction: meeting amend")
        )
    form = f"meeting minutes {meeting.number}"
    kept = session.desk.kept_form(session.login, form) or {}
    text = kept.get("text") or meeting.minutes.text
    raw = {"number": number, "seen": meeting.version, "send": given.values.get("send", False)}
    try:
        text = editor.edited(text)
        session.now = max(session.now, datetime.now(UTC))  # writing takes its time
        command = make(WriteMinutes, session, raw | {"text": text})
        with session.begin() as uow:
            result = command(uow)
    except Refusal as error:
        text = getattr(error, "text", text)
        if text.strip() and text != meeting.minutes.text:
            session.desk.keep_form(session.login, form, {"text": text}, session.now)
            error.hint = N_(
                "What you wrote is kept: meeting minutes {number} --edit goes on with it.",
                number=meeting.number,
            )
        raise
    session.desk.drop_form(session.login, form)
    results.report(session, command, result)
    return 0


def _text(kept: dict[str, Any]) -> list[str]:
    corrections = [
        f"{_('Correction')} ({c['department']} {c['by']}): {c['correction']}"
        for c in kept["confirmations"]
        if c["correction"]
    ]
    added = [f"{_('Added')} ({a['by']}): {a['text']}" for a in kept["addenda"]]
    return "\n".join([kept["text"], *corrections, *added]).split("\n")


def _verb() -> Verb:
    verb = of_command(WriteMinutes, EDIT)
    options = tuple(o._replace(label=WORDING) if o.name == FROM.name else o for o in verb.options)
    return verb._replace(run=write, options=options)


VERBS: Mapping[str, Callable[[], Verb]] = {
    "meeting minutes": _verb,
}
