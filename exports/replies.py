"""Answers to invitations, read from ``.ics`` and ``.eml`` files (RFC 5545, RFC 5546, RFC 6047).

Nothing a file says is trusted or expanded, and nothing of it is handed to icalendar: octets,
lines, components and attendees are counted first (I11), a rule is refused unseen (I10), and of
the rest a dozen properties are read, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from core.messages import N_
from core.model.answer import Method
from core.model.meeting import Participation
from core.replies import Reply, mailbox
from exports import lines
from exports.lines import (
    Limits,
    Part,
    Property,
    Zones,
    address,
    begins_like_one,
    harmless,
    in_unicode,
    mailto,
    unfit,
)

LARGEST = 1024 * 1024  # octets
COMPONENTS, ATTENDEES, PARTS = 2000, 200, 8
COMMENT, SEQUENCE = 500, 2**31 - 1
LIMITS = Limits(LARGEST, COMPONENTS, ATTENDEES)

_NOT_AN_ANSWER = N_("It is an invitation or an entry of a calendar, not an answer.")


def read(data: bytes, local: tzinfo) -> Reply:
    """The one answer in a file, be it a calendar's or a mail with one in it.

    Times without a zone are taken in *local*. Raises ``BadInput`` with a short reason.
    """
    if len(data) > LARGEST:
        raise unfit(N_("It is larger than 1 MiB."))
    octets = in_unicode(data)
    if begins_like_one(octets):
        return _reply(octets, "", "", local)
    return _from_mail(data, local)


def _from_mail(data: bytes, local: tzinfo) -> Reply:
    """The answer in a mail's calendar parts, which must not contradict each other."""
    from email import message_from_bytes, policy

    try:
        mail: Any = message_from_bytes(data, policy=policy.compat32)
        parts = [part for part in mail.walk() if _is_calendar(part)]
        sender = _sender(mail)
        found = [_of_part(part, sender, local) for part in parts[:PARTS]]
    except (RecursionError, LookupError, ValueError) as error:
        raise unfit(N_("It is neither a calendar nor a mail with one.")) from error
    if not found:
        raise unfit(N_("It is neither a calendar nor a mail with one."))
    if any(other != found[0] for other in found):
        raise unfit(N_("It holds several answers that differ."))
    return found[0]


def _is_calendar(part: Any) -> bool:
    if part.get_content_type() in ("text/calendar", "application/ics", "text/x-vcalendar"):
        return True
    return str(part.get_filename("")).lower().endswith(".ics")


def _sender(mail: Any) -> str:
    from email.utils import parseaddr

    return mailbox(parseaddr(str(mail.get("From", "")))[1])


def _of_part(part: Any, sender: str, local: tzinfo) -> Reply:
    octets = in_unicode(part.get_payload(decode=True) or b"")
    return _reply(octets, str(part.get_param("method", "")), sender, local)


def _reply(data: bytes, method: str, sender: str, local: tzinfo) -> Reply:
    """The answer of one calendar; *method* and *sender* are what the mail around it says."""
    calendar, remark = lines.calendar(data, LIMITS)
    said = calendar.first("METHOD").upper() or method.strip().upper()
    if said not in Method.__members__:
        raise unfit(_NOT_AN_ANSWER)
    event = _event(calendar)
    who = _attendee(event, sender)
    zones = Zones(calendar, local)
    start, end = _proposed(event, zones) if said == Method.COUNTER.name else (None, None)
    return Reply(
        method=Method[said],
        uid=_uid(event),
        attendee=address(who),
        dtstamp=_stamp(event, zones),
        partstat=_partstat(who) if said == Method.REPLY.name else Participation.NEEDS_ACTION,
        comment=_comment(event, who),
        sequence=_sequence(event),
        organizer=next(filter(None, map(address, event.values("ORGANIZER"))), ""),
        delegate=mailto(who.parameters.get("DELEGATED-TO", "")),
        sent_by=_sent_by(who, sender),
        start=start,
        end=end,
        recurrence=_recurrence(event, zones),
        remark=remark,
    )


def _event(calendar: Part) -> Part:
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    if not events:
        raise unfit(N_("There is no event in it."))
    if len({event.first("UID") for event in events}) > 1:
        raise unfit(N_("It is about several meetings."))
    if len(events) > 1:
        raise unfit(N_("It holds several answers that differ."))
    return events[0]


def _uid(event: Part) -> str:
    uids = {line.value.strip() for line in event.values("UID")}
    if len(uids) != 1 or not 0 < len(uid := uids.pop()) <= 255:
        raise unfit(N_("It does not say which meeting it is about (UID)."))
    return uid


def _attendee(event: Part, sender: str) -> Property:
    """Whose answer it is: the one attendee, who is not the one that sends somebody instead."""
    found = {address(line): line for line in reversed(event.values("ATTENDEE"))}
    found.pop("", None)
    if len(found) > 1:
        present = {a: line for a, line in found.items() if not _has_delegated(line)}
        found = present or found
    if len(found) > 1 and sender in found:
        return found[sender]
    if len(found) != 1:
        raise unfit(
            N_("It names several attendees.") if found else N_("It does not say who answers.")
        )
    return next(iter(found.values()))


def _has_delegated(line: Property) -> bool:
    return line.parameters.get("PARTSTAT", "").upper() == "DELEGATED"


def _partstat(who: Property) -> Participation:
    """The answer; an unknown one says nothing (RFC 5545 3.2.12)."""
    try:
        return Participation(who.parameters.get("PARTSTAT", "").strip().lower())
    except ValueError:
        return Participation.NEEDS_ACTION


def _sent_by(who: Property, sender: str) -> str:
    """Who answered for the attendee: as the file says, or whose mail it was."""
    other = mailto(who.parameters.get("SENT-BY", "")) or sender
    return other if other != address(who) else ""


def _comment(event: Part, who: Property) -> str:
    """What was said beside the answer, as harmless text; white space alone is nothing."""
    said = [lines.text(line.value) for line in event.values("COMMENT")]
    text = "\n".join(filter(None, said)) or harmless(who.parameters.get("X-RESPONSE-COMMENT", ""))
    return text[:COMMENT].strip()


def _sequence(event: Part) -> int:
    text = event.first("SEQUENCE") or "0"
    if not re.fullmatch(r"\+?[0-9]{1,10}", text) or int(text) > SEQUENCE:
        raise unfit(N_("Its SEQUENCE is no number that can be."))
    return int(text)


def _moments(event: Part, zones: Zones, name: str) -> Iterator[datetime | None]:
    yield from map(zones.moment, event.values(name))


def _stamp(event: Part, zones: Zones) -> datetime:
    found = next(_moments(event, zones, "DTSTAMP"), None)
    if found is None:
        raise unfit(N_("It does not say when it was written (DTSTAMP)."))
    return found


def _recurrence(event: Part, zones: Zones) -> datetime | None:
    lines = event.values("RECURRENCE-ID")
    if not lines:
        return None
    # A date, or a time nobody can place, is the start of no meeting of ours.
    return zones.moment(lines[0]) or datetime.min.replace(tzinfo=UTC)


def _proposed(event: Part, zones: Zones) -> tuple[datetime, datetime | None]:
    start = next(_moments(event, zones, "DTSTART"), None)
    if start is None:
        raise unfit(N_("It proposes no time that can be understood."))
    end = next(_moments(event, zones, "DTEND"), None)
    if end is None and (length := lines.length(event.first("DURATION"))):
        end = _after(start, length)
    return start, end if end and end > start else None


def _after(start: datetime, length: timedelta) -> datetime | None:
    try:
        return start + length
    except OverflowError:
        return None
