"""``meeting invite`` and ``meeting cancel --to``: the files that update calendars (R14.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.commands.answers import DismissAnswer
from core.commands.base import Command
from core.commands.meeting import CancelMeeting, InviteToMeeting
from core.commands.series import EndSeries, InviteToSeries, SkipMeeting
from core.errors import BadInput, for_example
from core.messages import N_
from core.single_values import flag
from core.text import safe
from tui.commandline import output, shows
from tui.commandline.arguments import FLAG, Given, Option, Verb
from tui.commandline.results import named, report
from tui.commandline.sources import arguments_of
from tui.commandline.verbs import make, of_command
from tui.commandline.verbs import run as run_plainly
from tui.i18n import _
from tui.invitations import write, write_dismissal

if TYPE_CHECKING:
    from tui.session import Session

TO = Option("to", N_("Folder to write the files into"), example=N_("./outbox"))
EACH = Option("each", N_("Also one file for each attendee, naming nobody else"), FLAG)


def invite(session: Session, given: Given) -> int:
    """Stamp the invitation and write it; only then it is anybody's."""
    if not given.text("to"):
        raise BadInput(N_("Say which folder: --to."), "to", for_example(N_("./outbox")))
    return _run(InviteToMeeting, session, given)


def cancel(session: Session, given: Given) -> int:
    """Call the meeting off, and write the cancellation where a folder is named."""
    return _end(CancelMeeting, session, given)


def _end(command: type[Command], session: Session, given: Given) -> int:
    if given.text("to"):
        return _run(command, session, given)
    values = {name: v for name, v in given.values.items() if name != EACH.name}
    return run_plainly(command, session, Given(values, given.words))


def skip(session: Session, given: Given) -> int:
    """Leave one of a series out, and write its cancellation where a folder is named."""
    return _end(SkipMeeting, session, given)


def end(session: Session, given: Given) -> int:
    """End a series, and write what calendars are to know of it where a folder is named."""
    return _end(EndSeries, session, given)


def invite_to_series(session: Session, given: Given) -> int:
    """Stamp the invitation to a whole series and write it."""
    if not given.text("to"):
        raise BadInput(N_("Say which folder: --to."), "to", for_example(N_("./outbox")))
    return _run(InviteToSeries, session, given)


def _run(command: type[Command], session: Session, given: Given) -> int:
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
        found = shows.document(session, *named(written.meeting))
        output.document(found | {"files": files, "without_address": list(missing)})
        return 0
    report(session, made, written.meeting)
    for file in files:
        output.write(safe(file))
    if missing:
        output.write(safe(_("Without an e-mail address: {people}", people=", ".join(missing))))
    return 0


def dismiss(session: Session, given: Given) -> int:
    """Turn an answer down, and write the file that says so where a folder is named."""
    own = {name: v for name, v in given.values.items() if name != TO.name}
    if not given.text("to"):
        return run_plainly(DismissAnswer, session, Given(own, given.words))
    [raw, *more], several = arguments_of(of_command(DismissAnswer), Given(own, given.words))
    if several or more:
        raise BadInput(N_("Name one meeting."), "number")
    made: Any = make(DismissAnswer, session, raw)
    written = write_dismissal(session.begin(), made, Path(given.text("to")))
    if session.json:
        found = shows.document(session, "meeting", written.meeting.number)
        output.document(found | {"files": written.files})
        return 0
    report(session, made, written.meeting)
    for file in written.files:
        output.write(safe(file))
    return 0


VERBS: Mapping[str, Callable[[], Verb]] = {
    "meeting invite": lambda: of_command(InviteToMeeting, TO, EACH)._replace(run=invite),
    "meeting dismiss": lambda: of_command(DismissAnswer, TO)._replace(run=dismiss),
    "meeting cancel": lambda: of_command(CancelMeeting, TO, EACH)._replace(run=cancel),
    "meeting skip": lambda: of_command(SkipMeeting, TO, EACH)._replace(run=skip),
    "series invite": lambda: of_command(InviteToSeries, TO, EACH)._replace(run=invite_to_series),
    "series end": lambda: of_command(EndSeries, TO, EACH)._replace(run=end),
}
