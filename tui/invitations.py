"""The files that put a meeting into calendars, move it there or take it out (R14.1)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from core.commands.meeting import CancelMeeting, InviteToMeeting, OnMeeting
from core.errors import BadInput
from core.messages import N_
from core.model.organisation import Person
from core.model.request import Request
from core.text import safe
from tui.i18n import _, say

if TYPE_CHECKING:
    from core.model.meeting import Meeting
    from core.ports import UnitOfWork
    from exports.invitation import Invitation
    from tui.app import LiaisonApp

METHODS: dict[type[OnMeeting], Literal["REQUEST", "CANCEL"]] = {
    InviteToMeeting: "REQUEST",
    CancelMeeting: "CANCEL",
}


class Written(NamedTuple):
    """The meeting, the files about it, and who has no address to send them to."""

    meeting: Meeting
    files: list[str]
    without_address: tuple[str, ...]


class _Message(NamedTuple):
    stem: str
    invitation: Invitation


def write(
    begin: AbstractContextManager[UnitOfWork], made: OnMeeting, folder: Path, *, each: bool
) -> Written:
    """Carry out the command and write what it has to say; with *each*, to everybody alone too.

    Raises ``BadInput`` for a folder that cannot be written before anything is done.
    """
    _require_writable(folder)
    with begin as uow:
        meeting: Meeting = made(uow)
        messages = list(_messages(uow, meeting, METHODS[type(made)], each))
    files = [file for message in messages for file in _files(folder, message)]
    return Written(meeting, files, messages[0].invitation.without_address)


async def write_from_form(app: LiaisonApp, made: OnMeeting, typed: dict[str, str]) -> Meeting:
    """Carry out the command and write what it has to say into the folder that was typed."""
    folder = Path(typed.get("to", "")).expanduser()
    each = typed.get("each") == "yes"
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


def _files(folder: Path, message: _Message) -> Iterator[str]:
    from exports.events import calendar
    from exports.files import write_file
    from exports.mail import draft

    for ending, data in (
        ("ics", calendar(message.invitation, say)),
        ("eml", draft(message.invitation, say)),
    ):
        yield str(write_file(folder, f"{message.stem}.{ending}", data))
