"""``meeting invite`` and ``meeting cancel --to``: the files that update calendars (R14.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.commands.meeting import CancelMeeting, InviteToMeeting, OnMeeting
from core.errors import BadInput
from core.messages import N_
from core.single_values import flag
from core.text import safe
from tui import output, shows
from tui.arguments import FLAG, Given, Option, Verb
from tui.i18n import _
from tui.invitations import write
from tui.results import report
from tui.sources import arguments_of
from tui.verbs import make, of_command
from tui.verbs import run as run_plainly

if TYPE_CHECKING:
    from tui.session import Session

TO = Option("to", N_("Folder to write the files into"), example=N_("./outbox"))
EACH = Option("each", N_("Also one file for each attendee, naming nobody else"), FLAG)


def invite(session: Session, given: Given) -> int:
    """Stamp the invitation and write it; only then it is anybody's."""
    if not given.text("to"):
        raise BadInput(N_("Say which folder: --to."), "to", N_("./outbox"))
    return _run(InviteToMeeting, session, given)


def cancel(session: Session, given: Given) -> int:
    """Call the meeting off, and write the cancellation where a folder is named."""
    if not given.text("to"):
        values = {name: v for name, v in given.values.items() if name != EACH.name}
        return run_plainly(CancelMeeting, session, Given(values, given.words))
    return _run(CancelMeeting, session, given)


def _run(command: type[OnMeeting], session: Session, given: Given) -> int:
    own = {name: v for name, v in given.values.items() if name not in (TO.name, EACH.name)}
    [raw, *more], several = arguments_of(of_command(command), Given(own, given.words))
    if several or more:
        raise BadInput(N_("Name one meeting."), "number")
    made: Any = make(command, session, raw)
    each = given.values.get("each", "no")
    folder = Path(given.text("to"))
    written = write(session.begin(), made, folder, each=each is True or flag(str(each)))
    files, missing = written.files, written.without_address
    if session.json:
        found = shows.document(session, "meeting", written.meeting.number)
        output.document(found | {"files": files, "without_address": list(missing)})
        return 0
    report(session, made, written.meeting)
    for file in files:
        output.write(safe(file))
    if missing:
        output.write(safe(_("Without an e-mail address: {people}", people=", ".join(missing))))
    return 0


VERBS: Mapping[str, Callable[[], Verb]] = {
    "meeting invite": lambda: of_command(InviteToMeeting, TO, EACH)._replace(run=invite),
    "meeting cancel": lambda: of_command(CancelMeeting, TO, EACH)._replace(run=cancel),
}
