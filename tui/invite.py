"""``meeting invite`` and ``meeting cancel --to``: the files that update calendars (R14.1)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from core.commands.meeting import CancelMeeting, InviteToMeeting, OnMeeting
from core.errors import BadInput
from core.messages import N_
from core.model.organisation import Person
from core.model.request import Request
from core.single_values import flag
from core.text import safe
from tui import output, shows
from tui.arguments import FLAG, Given, Option, Verb
from tui.i18n import _, say
from tui.results import report
from tui.sources import arguments_of
from tui.verbs import make, of_command
from tui.verbs import run as run_plainly

if TYPE_CHECKING:
    from core.model.meeting import Meeting
    from core.ports import UnitOfWork
    from exports.invitation import Invitation
    from tui.session import Session

TO = Option("to", N_("Folder to write the files into"), example=N_("./outbox"))
EACH = Option("each", N_("Also one file for each attendee, naming nobody else"), FLAG)
Method = Literal["REQUEST", "CANCEL"]


class Message(NamedTuple):
    """One message about a meeting: the name of its files, and what they say."""

    stem: str
    invitation: Invitation


def invite(session: Session, given: Given) -> int:
    """Stamp the invitation and write it; only then it is anybody's."""
    if not given.text("to"):
        raise BadInput(N_("Say which folder: --to."), "to", N_("./outbox"))
    return _run(InviteToMeeting, "REQUEST", session, given)


def cancel(session: Session, given: Given) -> int:
    """Call the meeting off, and write the cancellation where a folder is named."""
    if not given.text("to"):
        values = {name: v for name, v in given.values.items() if name != EACH.name}
        return run_plainly(CancelMeeting, session, Given(values, given.words))
    return _run(CancelMeeting, "CANCEL", session, given)


def _run(command: type[OnMeeting], method: Method, session: Session, given: Given) -> int:
    folder = Path(given.text("to"))
    _require_writable(folder)
    own = {name: v for name, v in given.values.items() if name not in (TO.name, EACH.name)}
    [raw, *more], several = arguments_of(of_command(command), Given(own, given.words))
    if several or more:
        raise BadInput(N_("Name one meeting."), "number")
    made = make(command, session, raw)
    each = given.values.get("each", "no")
    with session.begin() as uow:
        meeting: Meeting = made(uow)
        messages = list(_messages(uow, meeting, method, each is True or flag(str(each))))
    files = [file for message in messages for file in _write(folder, message)]
    missing = messages[0].invitation.without_address
    if session.json:
        found = shows.document(session, "meeting", meeting.number)
        output.document(found | {"files": files, "without_address": list(missing)})
        return 0
    report(session, made, meeting)
    for file in files:
        output.write(safe(file))
    if missing:
        output.write(safe(_("Without an e-mail address: {people}", people=", ".join(missing))))
    return 0


def _require_writable(folder: Path) -> None:
    """Find out before anything is done; raises ``BadInput``."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise BadInput(
            N_("The folder {path} cannot be written.", path=safe(str(folder))),
            "to",
            N_("Make it first, or name another one."),
        ) from error


def _messages(uow: UnitOfWork, meeting: Meeting, method: Method, each: bool) -> Iterator[Message]:
    """Prepared while it can still be taken back: what nobody can be told of is not done."""
    from exports.invitation import prepare

    people = {person.login: person for person in uow.find(Person)}
    about: dict[str, Any] = {
        "method": method,
        "reason": meeting.notes if method == "CANCEL" else "",
        "request_title": uow.get(Request, meeting.request).title if meeting.request else "",
    }
    stem = f"{meeting.number}-cancel" if method == "CANCEL" else meeting.number
    whole = prepare(meeting, people, **about)
    yield Message(stem, whole)
    reached = [a.person for a in meeting.attendees if a.person not in whole.without_address]
    for login in reached if each else ():
        yield Message(f"{stem}-{login}", prepare(meeting, people, only=login, **about))


def _write(folder: Path, message: Message) -> Iterator[str]:
    from exports.events import calendar
    from exports.files import write_file
    from exports.mail import draft

    for ending, data in (
        ("ics", calendar(message.invitation, say)),
        ("eml", draft(message.invitation, say)),
    ):
        yield str(write_file(folder, f"{message.stem}.{ending}", data))


VERBS: Mapping[str, Callable[[], Verb]] = {
    "meeting invite": lambda: of_command(InviteToMeeting, TO, EACH)._replace(run=invite),
    "meeting cancel": lambda: of_command(CancelMeeting, TO, EACH)._replace(run=cancel),
}
