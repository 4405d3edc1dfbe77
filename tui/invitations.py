"""The files that put a meeting into calendars, move it there or take it out (R14.1)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from core.commands.answers import DismissAnswer
from core.commands.base import Command
from core.commands.meeting import CancelMeeting, InviteToMeeting
from core.errors import BadInput
from core.messages import N_
from core.model.answer import Answer, Outcome, Settled
from core.model.organisation import Person
from core.model.request import Request
from core.model.series import Series
from core.text import safe
from tui.i18n import _, say

if TYPE_CHECKING:
    from core.model.meeting import Meeting
    from core.ports import UnitOfWork
    from exports.invitation import Invitation
    from tui.app import LiaisonApp

METHODS: dict[type[Command], Literal["REQUEST", "CANCEL"]] = {
    InviteToMeeting: "REQUEST",
    CancelMeeting: "CANCEL",
}


class Written(NamedTuple):
    """The meeting or series, the files about it, and who has no address to send them to."""

    meeting: Meeting | Series
    files: list[str]
    without_address: tuple[str, ...]


class _Message(NamedTuple):
    stem: str
    invitation: Invitation


def write(
    begin: AbstractContextManager[UnitOfWork], made: Command, folder: Path, *, each: bool
) -> Written:
    """Carry out the command and write what it has to say; with *each*, to everybody alone too.

    Raises ``BadInput`` for a folder that cannot be written before anything is done.
    """
    _require_writable(folder)
    with begin as uow:
        meeting: Meeting | Series = made(uow)
        messages = list(_about(uow, meeting, made, each))
    files = [file for message in messages for file in _files(folder, message)]
    return Written(meeting, files, messages[0].invitation.without_address)


def _about(
    uow: UnitOfWork, found: Meeting | Series, made: Command, each: bool
) -> Iterator[_Message]:
    """Everything that is to be said of what was done."""
    if not isinstance(found, Series) and not found.series:
        yield from _messages(uow, found, METHODS[type(made)], each)
        return
    from tui.series_messages import messages

    for message in messages(uow, found, made, each):
        yield _Message(*message)
    if not isinstance(found, Series):
        title = uow.get(Request, found.request).title if found.request else ""
        people = {person.login: person for person in uow.find(Person)}
        yield from _taken_off(uow, found, people, title)


async def write_from_form(
    app: LiaisonApp, made: Command, typed: dict[str, str]
) -> Meeting | Series:
    """Carry out the command and write what it has to say into the folder that was typed."""
    folder = Path(typed.get("to", "")).expanduser()
    each = typed.get("each") == "yes"
    if isinstance(made, DismissAnswer):
        dismissal = made
        written = await app.carry_out(lambda begin: write_dismissal(begin(), dismissal, folder))
    else:
        written = await app.carry_out(lambda begin: write(begin(), made, folder, each=each))
    app.tell_done(_("Written: {files}", files=", ".join(map(safe, written.files))))
    if written.without_address:
        people = ", ".join(written.without_address)
        app.tell_done(_("Without an e-mail address: {people}", people=people))
    return written.meeting


def _require_writable(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise BadInput(
            N_("The folder {path} cannot be written.", path=safe(str(folder))),
            "to",
            N_("Make it first, or name another one."),
        ) from error


def _messages(
    uow: UnitOfWork, meeting: Meeting, method: Literal["REQUEST", "CANCEL"], each: bool
) -> Iterator[_Message]:
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
    yield _Message(stem, whole)
    reached = [a.person for a in meeting.attendees if a.person not in whole.without_address]
    for login in reached if each else ():
        yield _Message(f"{stem}-{login}", prepare(meeting, people, only=login, **about))
    yield from _taken_off(uow, meeting, people, about["request_title"])


def _taken_off(
    uow: UnitOfWork, meeting: Meeting, people: dict[str, Person], title: str
) -> Iterator[_Message]:
    """A cancellation for each who was invited once and has an address to be told at (P7)."""
    from exports.addresses import mail_address
    from exports.asides import taken_off

    made = uow.get(Series, meeting.series) if meeting.series else None
    for login in meeting.removed if meeting.dtstamp else ():
        if login in people and mail_address(people[login].email):
            found = taken_off(meeting, made, people, login, title)
            yield _Message(f"{meeting.number}-removed-{login}", found)


def write_dismissal(
    begin: AbstractContextManager[UnitOfWork], made: DismissAnswer, folder: Path
) -> Written:
    """Turn an answer down, and write what tells whoever proposed another time (RFC 5546 3.2.8).

    Raises ``BadInput`` for a folder that cannot be written before anything is done.
    """
    from exports.asides import turned_down

    _require_writable(folder)
    with begin as uow:
        turned: dict[str, Any] = {
            "about": made.number.upper(), "outcome": Outcome.PROPOSAL,
            "settled": Settled.DISMISSED, "void": False,
        }  # fmt: skip
        known = {answer.id for answer in uow.find(Answer, **turned)}
        meeting: Meeting = made(uow)
        people = {person.login: person for person in uow.find(Person)}
        series = uow.get(Series, meeting.series) if meeting.series else None
        now = replace(meeting, dtstamp=uow.now.replace(microsecond=0))
        messages = [
            _Message(
                f"{meeting.number}-declined-{answer.person}",
                turned_down(now, series, people, answer.person, made.reason),
            )
            for answer in uow.find(Answer, **turned)
            if answer.id not in known
        ]
    return Written(meeting, [file for m in messages for file in _files(folder, m)], ())


def _files(folder: Path, message: _Message) -> Iterator[str]:
    from exports.events import calendar
    from exports.files import write_file
    from exports.mail import draft

    for ending, data in (
        ("ics", calendar(message.invitation, say)),
        ("eml", draft(message.invitation, say)),
    ):
        yield str(write_file(folder, f"{message.stem}.{ending}", data))
