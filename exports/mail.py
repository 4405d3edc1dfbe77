"""Invitations as drafts of mail, the way on which calendars update events in place (RFC 6047).

Headers are written here and not by the standard library: Python 3.11 loses the quotes of a long
``"Li, Wei"`` when it folds it, and what stood after the comma becomes another recipient.
"""

from __future__ import annotations

import re
from base64 import b64encode, encodebytes
from collections.abc import Iterator
from email.utils import format_datetime

from core.messages import N_
from exports.events import calendar
from exports.invitation import Invitation, Invitee, Say
from exports.wording import clock, description, line, offset

# Never a line of base64, which both parts are; a boundary of chance would change the bytes.
_BOUNDARY = "=_invitation"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,50}")
# With the name of the header and the marks of the encoding a line stays under 76 (RFC 2047 2).
_ENCODED_OCTETS = 39


def draft(invitation: Invitation, say: Say) -> bytes:
    """Write an ``.eml`` file whose calendar part holds the octets of ``calendar`` (M1, M2).

    From is the organizer, or clients would show no buttons; the draft is theirs to send.
    """
    data = calendar(invitation, say)
    to = ",\r\n ".join(_mailbox(invitee) for invitee in _recipients(invitation))
    lines = [
        f"Subject: {_words(_subject(invitation, say))}",
        f"From: {_mailbox(invitation.organizer)}",
        f"To: {to}",
        f"Date: {format_datetime(invitation.stamp)}",
        "X-Unsent: 1",  # Outlook then opens a message to send, not one that came.
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{_BOUNDARY}"',
        "",
        *_part("text/plain; charset=utf-8", _text(invitation, say).encode()),
        *_part(f"text/calendar; charset=utf-8; method={invitation.method}; name=invite.ics", data),
        f"--{_BOUNDARY}--",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _part(kind: str, data: bytes) -> list[str]:
    body = encodebytes(data).decode("ascii").splitlines()
    head = [f"--{_BOUNDARY}", f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", ""]
    return [*head, *body, ""]


def _words(text: str) -> str:
    """Say *text* in a header: as it is if plain, or else in encoded words (RFC 2047)."""
    if _PLAIN.fullmatch(text):
        return text
    return "\r\n ".join(f"=?utf-8?b?{b64encode(c).decode('ascii')}?=" for c in _chunks(text))


def _chunks(text: str) -> Iterator[bytes]:
    chunk = b""
    for character in text:
        octets = character.encode()
        if len(chunk) + len(octets) > _ENCODED_OCTETS:
            yield chunk
            chunk = b""
        chunk += octets
    yield chunk


def _mailbox(invitee: Invitee) -> str:
    return f"{_words(invitee.name)}\r\n <{invitee.email}>"


def _recipients(invitation: Invitation) -> list[Invitee]:
    """Everybody but the sender; the sender alone if nobody else is invited."""
    sender = invitation.organizer
    others = [one for one in invitation.invitees if one.mailbox != sender.mailbox]
    return others or [sender]


def _subject(invitation: Invitation, say: Say) -> str:
    if invitation.method == "REQUEST":
        return invitation.title
    if invitation.method == "DECLINECOUNTER":
        return say(N_("Not moved: {title}", title=invitation.title))
    if invitation.uninvites:
        return say(N_("No longer invited: {title}", title=invitation.title))
    return say(N_("Cancelled: {title}", title=invitation.title))


def _text(invitation: Invitation, say: Say) -> str:
    """What people read whose mail program knows nothing of calendars."""
    begin, end = invitation.times
    when = N_(
        "When: {date} {start}–{end}, {zone} (UTC{offset})",
        date=begin.date().isoformat(),
        start=clock(begin),
        end=clock(end),
        zone=invitation.zone.key,
        offset=offset(begin),
    )
    lines = [invitation.title, say(when)]
    if place := line(invitation.meeting.place):
        lines.append(say(N_("Where: {place}", place=place)))
    lines += ["", *description(invitation, say).split("\n"), ""]
    return "\r\n".join(lines)
