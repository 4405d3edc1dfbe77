"""What an invitation says to people, in lines that every calendar shows (R5.2, R14.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from core.agenda import timed
from core.messages import N_
from core.model.meeting import MeetingState
from core.series import said
from core.text import safe

if TYPE_CHECKING:
    from exports.invitation import Invitation, Say

_GAPS = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")
_PAIR = re.compile('"([^"]*)"')
# Programs split a quoted name at ";", and show "^" and '"' as the codes they travel in.
_IN_A_NAME = str.maketrans({'"': "”", "^": "＾", ";": "；"})


def line(text: str) -> str:
    r"""Return *text* as one harmless line, its gaps one space wide.

    Backslashes become ``/``: readers, icalendar among them, take ``C:\New`` for a line break.
    Wider gaps could fill a folded line, which iCloud refuses as an empty one.
    """
    return safe(_GAPS.sub(" ", text)).strip().replace("\\", "/")


def name(text: str) -> str:
    """Return a person's name fit for a parameter's value (RFC 5545 3.2)."""
    return _PAIR.sub("“\\1”", line(text)).translate(_IN_A_NAME)


def clock(moment: datetime) -> str:
    """Hours and minutes, as the agenda says them."""
    return f"{moment:%H:%M}"


def offset(moment: datetime) -> str:
    """Difference from UTC with sign, for example ``+08:00``."""
    return f"{moment:%z}"[:3] + ":" + f"{moment:%z}"[3:5]


def description(invitation: Invitation, say: Say) -> str:
    """Return the text of a message; its first lines are what a telephone shows."""
    meeting = invitation.meeting
    published = invitation.method == "PUBLISH"
    is_off = meeting.state is MeetingState.CANCELLED
    cancelled = invitation.method == "CANCEL" or (published and is_off)
    lines = []
    if invitation.method == "DECLINECOUNTER":
        lines.append(say(N_("Another time was proposed. The meeting stays where it is.")))
    elif invitation.uninvites:
        lines.append(say(N_("You are no longer invited to this meeting; it takes place.")))
    elif cancelled:
        lines.append(say(N_("This meeting is cancelled.")))
    if invitation.reason:
        lines.append(say(N_("Reason: {reason}", reason=invitation.reason)))
    if meeting.request:
        number = say(N_("Request number: {number}", number=line(meeting.request)))
        lines.append(f"{number} {invitation.request_title}".rstrip())
    lines += _of_series(invitation, say)
    if invitation.link:
        lines.append(say(N_("Link: {url}", url=invitation.link)))
    if not cancelled:
        if materials := "; ".join(filter(None, map(line, meeting.materials))):
            lines.append(say(N_("Materials: {names}", names=materials)))
        lines += ["", *agenda(invitation, say)]
    about = {"name": invitation.organizer.name, "number": line(meeting.number)}
    if published:  # by nobody, to whoever subscribes
        sender = N_("Called by {name} with liaison, meeting {number}.", **about)
    else:
        sender = N_("Sent by {name} with liaison, meeting {number}.", **about)
    return "\n".join([*lines, "", say(sender)]).strip()


def _of_series(invitation: Invitation, say: Say) -> Iterator[str]:
    """Yield how it comes again, and that it was moved: not every calendar shows either (R9)."""
    if invitation.repeats:
        yield say(N_("Comes again {rule}", rule=said(invitation.repeats.rule)))
    moved = invitation.recurrence not in (None, invitation.meeting.start)
    if invitation.recurrence and moved and invitation.method in ("REQUEST", "PUBLISH"):
        usual = invitation.recurrence.astimezone(invitation.zone)
        day, time = usual.date().isoformat(), clock(usual)
        yield say(N_("Moved: this time not on {day} at {time}.", day=day, time=time))


def agenda(invitation: Invitation, say: Say) -> Iterator[str]:
    """Yield the blocks with their clock times in the meeting's zone, which is named (R5.2)."""
    meeting = invitation.meeting
    minutes_in_all = int(meeting.length.total_seconds() // 60)
    zone = invitation.zone.key
    if invitation.repeats:  # in summer and in winter
        head = N_("Agenda, {minutes} min in all; clock times in {zone}",
                  minutes=minutes_in_all, zone=zone)  # fmt: skip
    else:
        head = N_(
            "Agenda, {minutes} min in all; clock times in {zone} (UTC{offset})",
            minutes=minutes_in_all,
            zone=zone,
            offset=offset(invitation.times[0]),
        )
    yield say(head)
    # Laid out in UTC: an hour that is skipped or doubled on the wall is none of the agenda's.
    for block in timed(meeting.blocks, meeting.start):
        begin, end = block.start.astimezone(invitation.zone), block.end.astimezone(invitation.zone)
        minutes = say(N_("{minutes} min", minutes=block.block.minutes))
        yield f"{clock(begin)}–{clock(end)}  {line(block.block.name)} ({minutes})"
        if presenter := line(block.block.presenter):
            presenter = line(invitation.presenters.get(block.block.presenter, presenter))
            yield "  " + say(N_("Presenter: {name}", name=presenter))
        if question := line(block.block.question):
            yield "  " + say(N_("To decide: {question}", question=question))
