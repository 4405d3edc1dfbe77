"""Answers to invitations, read from ``.ics`` and ``.eml`` files (RFC 5545, RFC 5546, RFC 6047).

Nothing a file says is trusted or expanded, and nothing of it is handed to icalendar: octets,
lines, components and attendees are counted first (I11), a rule is refused unseen (I10), and of
the rest a dozen properties are read, line by line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from core.errors import BadInput
from core.messages import N_, Message
from core.model.answer import Method
from core.model.meeting import Participation
from core.replies import Reply, mailbox
from core.text import HIDDEN, safe, shorten
from exports.timezones import find_zone

LARGEST = 1024 * 1024  # octets
COMPONENTS, ATTENDEES, DEPTH, PARTS = 2000, 200, 8, 8
COMMENT, SEQUENCE = 500, 2**31 - 1

_FOLD = re.compile(rb"(?:\r*\n|\r)[ \t]")
_END_OF_LINE = re.compile(rb"\r*\n|\r")
_LINE = re.compile(r'([A-Za-z0-9-]{1,40})((?:;[A-Za-z0-9-]{1,40}=(?:"[^"]*"|[^";:])*)*):(.*)', re.S)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')
_MOMENT = re.compile(r"(\d{8})T(\d{6})(Z?)")
_LENGTH = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?"
)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?")
_RULES = frozenset({"RRULE", "RDATE", "EXRULE"})
_TEXT_MARKS = {r"\n": "\n", r"\N": "\n"}
_IN_PARAMETERS = {"^n": "\n", "^'": '"', "^^": "^"}
_NOT_AN_ANSWER = N_("It is an invitation or an entry of a calendar, not an answer.")
_CUT_OFF = N_("It is cut off: the end of the calendar is missing.")


@dataclass(frozen=True, slots=True)
class _Property:
    """One content line; names of parameters are in capitals."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class _Part:
    """A component with its own properties."""

    name: str
    properties: list[_Property] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)

    def values(self, name: str) -> list[_Property]:
        """The properties of this name, in order."""
        return [line for line in self.properties if line.name == name]

    def first(self, name: str) -> str:
        """The value of the first property of this name, or nothing."""
        return next((line.value.strip() for line in self.values(name)), "")


def read(data: bytes, local: tzinfo) -> Reply:
    """The one answer in a file, be it a calendar's or a mail with one in it.

    Times without a zone are taken in *local*. Raises ``BadInput`` with a short reason.
    """
    if len(data) > LARGEST:
        raise _unfit(N_("It is larger than 1 MiB."))
    octets = _in_unicode(data)
    if octets.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        return _reply(octets, "", "", local)
    return _from_mail(data, local)


def _unfit(reason: Message) -> BadInput:
    return BadInput(reason, "file")


def _in_unicode(data: bytes) -> bytes:
    """The octets without a mark before them; UTF-16 becomes UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def _from_mail(data: bytes, local: tzinfo) -> Reply:
    """The answer in a mail's calendar parts, which must not contradict each other."""
    from email import message_from_bytes, policy

    try:
        mail: Any = message_from_bytes(data, policy=policy.compat32)
        parts = [part for part in mail.walk() if _is_calendar(part)]
        sender = _sender(mail)
        found = [_of_part(part, sender, local) for part in parts[:PARTS]]
    except (RecursionError, LookupError, ValueError) as error:
        raise _unfit(N_("It is neither a calendar nor a mail with one.")) from error
    if not found:
        raise _unfit(N_("It is neither a calendar nor a mail with one."))
    if any(other != found[0] for other in found):
        raise _unfit(N_("It holds several answers that differ."))
    return found[0]


def _is_calendar(part: Any) -> bool:
    if part.get_content_type() in ("text/calendar", "application/ics", "text/x-vcalendar"):
        return True
    return str(part.get_filename("")).lower().endswith(".ics")


def _sender(mail: Any) -> str:
    from email.utils import parseaddr

    return mailbox(parseaddr(str(mail.get("From", "")))[1])


def _of_part(part: Any, sender: str, local: tzinfo) -> Reply:
    octets = _in_unicode(part.get_payload(decode=True) or b"")
    return _reply(octets, str(part.get_param("method", "")), sender, local)


def _reply(data: bytes, method: str, sender: str, local: tzinfo) -> Reply:
    """The answer of one calendar; *method* and *sender* are what the mail around it says."""
    calendar, remark = _calendar(data)
    said = calendar.first("METHOD").upper() or method.strip().upper()
    if said not in Method.__members__:
        raise _unfit(_NOT_AN_ANSWER)
    event = _event(calendar)
    who = _attendee(event, sender)
    zones = _Zones(calendar, local)
    start, end = _proposed(event, zones) if said == Method.COUNTER.name else (None, None)
    return Reply(
        method=Method[said],
        uid=_uid(event),
        attendee=_address(who),
        dtstamp=_stamp(event, zones),
        partstat=_partstat(who) if said == Method.REPLY.name else Participation.NEEDS_ACTION,
        comment=_comment(event, who),
        sequence=_sequence(event),
        organizer=next(filter(None, map(_address, event.values("ORGANIZER"))), ""),
        delegate=_mailto(who.parameters.get("DELEGATED-TO", "")),
        sent_by=_sent_by(who, sender),
        start=start,
        end=end,
        recurrence=_recurrence(event, zones),
        remark=remark,
    )


def _calendar(data: bytes) -> tuple[_Part, Message | None]:
    """The one calendar of a file, after everything in it was counted."""
    octets = _FOLD.sub(b"", data.strip())
    lines = [line for line in _END_OF_LINE.split(octets) if line.strip()]
    upper = [line[:9].upper() for line in lines]
    if not lines or lines[0].strip().upper() != b"BEGIN:VCALENDAR":
        raise _unfit(N_("It does not begin like a calendar."))
    if sum(head.startswith(b"BEGIN:") for head in upper) > COMPONENTS:
        raise _unfit(N_("It has more than {limit} components.", limit=COMPONENTS))
    if sum(head.startswith(b"ATTENDEE") for head in upper) > ATTENDEES:
        raise _unfit(N_("It names more than {limit} attendees.", limit=ATTENDEES))
    if lines[-1].strip().upper() != b"END:VCALENDAR":
        is_closed = b"END:VCAL" in (head[:8] for head in upper)
        raise _unfit(N_("There is something behind its end.") if is_closed else _CUT_OFF)
    text, remark = _decoded(b"\n".join(lines))
    return _tree(text.split("\n")), remark


def _decoded(octets: bytes) -> tuple[str, Message | None]:
    """The text, in UTF-8 or else in GB18030, after folded characters were put together."""
    try:
        return octets.decode("utf-8"), None
    except UnicodeDecodeError:
        return octets.decode("gb18030", "replace"), N_("It was read as GB18030.")


def _tree(lines: Sequence[str]) -> _Part:
    """The components in each other; refuses rules, depth, and what does not close."""
    root, open_parts = _Part(""), []
    open_parts.append(root)
    for text in lines:
        line = _property(text)
        if line is None:
            continue
        name = line.value.strip().upper()
        if line.name == "BEGIN":
            if len(open_parts) > DEPTH:
                raise _unfit(N_("Its components are nested too deep."))
            part = _Part(name)
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif line.name == "END":
            if len(open_parts) < 2 or open_parts.pop().name != name:
                raise _unfit(_CUT_OFF)
        elif line.name in _RULES and open_parts[-1].name == "VEVENT":
            raise _unfit(N_("It holds a rule of repetition, which no answer needs."))
        else:
            open_parts[-1].properties.append(line)
    if len(open_parts) > 1 or len(root.parts) != 1:
        raise _unfit(_CUT_OFF if len(open_parts) > 1 else N_("It holds several calendars."))
    return root.parts[0]


def _property(text: str) -> _Property | None:
    """A content line, or None where it is none: readers leave out what they do not know."""
    found = _LINE.fullmatch(text)
    if not found:
        return None
    parameters = {
        name.upper(): _unmarked(value.replace('"', ""))
        for name, value in _PARAMETER.findall(found[2])
    }
    return _Property(found[1].upper(), parameters, found[3])


def _unmarked(value: str) -> str:
    return re.sub(r"\^[n'^]", lambda mark: _IN_PARAMETERS[mark[0]], value)


def _event(calendar: _Part) -> _Part:
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    if not events:
        raise _unfit(N_("There is no event in it."))
    if len({event.first("UID") for event in events}) > 1:
        raise _unfit(N_("It is about several meetings."))
    if len(events) > 1:
        raise _unfit(N_("It holds several answers that differ."))
    return events[0]


def _uid(event: _Part) -> str:
    uids = {line.value.strip() for line in event.values("UID")}
    if len(uids) != 1 or not 0 < len(uid := uids.pop()) <= 255:
        raise _unfit(N_("It does not say which meeting it is about (UID)."))
    return uid


def _attendee(event: _Part, sender: str) -> _Property:
    """Whose answer it is: the one attendee, who is not the one that sends somebody instead."""
    lines = {_address(line): line for line in reversed(event.values("ATTENDEE"))}
    lines.pop("", None)
    if len(lines) > 1:
        present = {a: line for a, line in lines.items() if not _has_delegated(line)}
        lines = present or lines
    if len(lines) > 1 and sender in lines:
        return lines[sender]
    if len(lines) != 1:
        raise _unfit(
            N_("It names several attendees.") if lines else N_("It does not say who answers.")
        )
    return next(iter(lines.values()))


def _has_delegated(line: _Property) -> bool:
    return line.parameters.get("PARTSTAT", "").upper() == "DELEGATED"


def _address(line: _Property) -> str:
    """The address a line names; Apple's own ids stand with theirs in a parameter."""
    return _mailto(line.value) or _mailto(line.parameters.get("EMAIL", ""))


def _mailto(text: str) -> str:
    return mailbox(re.sub(r"(?i)^\s*mailto\s*:", "", text).strip().strip("<>"))


def _partstat(who: _Property) -> Participation:
    """The answer; an unknown one says nothing (RFC 5545 3.2.12)."""
    try:
        return Participation(who.parameters.get("PARTSTAT", "").strip().lower())
    except ValueError:
        return Participation.NEEDS_ACTION


def _sent_by(who: _Property, sender: str) -> str:
    """Who answered for the attendee: as the file says, or whose mail it was."""
    other = _mailto(who.parameters.get("SENT-BY", "")) or sender
    return other if other != _address(who) else ""


def _comment(event: _Part, who: _Property) -> str:
    """What was said beside the answer, as harmless text; white space alone is nothing."""
    said = [_text(line.value) for line in event.values("COMMENT")]
    text = "\n".join(filter(None, said)) or harmless(who.parameters.get("X-RESPONSE-COMMENT", ""))
    return text[:COMMENT].strip()


def _text(value: str) -> str:
    plain = re.sub(r"\\(.)", lambda mark: _TEXT_MARKS.get(mark[0], mark[1]), value)
    return harmless(plain)


def harmless(text: str) -> str:
    """The text without anything that could act or hide on a screen (I1, I10)."""
    lines = (HIDDEN.sub("", line.replace("\t", " ")).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _sequence(event: _Part) -> int:
    text = event.first("SEQUENCE") or "0"
    if not re.fullmatch(r"\+?[0-9]{1,10}", text) or int(text) > SEQUENCE:
        raise _unfit(N_("Its SEQUENCE is no number that can be."))
    return int(text)


class _Zones:
    """Times of one file as instants: zones by IANA or Windows name, or by what the file defines."""

    def __init__(self, calendar: _Part, local: tzinfo) -> None:
        self._local = local
        self._defined = {
            part.first("TZID"): part for part in calendar.parts if part.name == "VTIMEZONE"
        }

    def moment(self, line: _Property) -> datetime | None:
        """The instant in UTC; None where the value is no date and time."""
        found = _MOMENT.fullmatch(line.value.strip().upper())
        if not found:
            return None
        try:
            zone = UTC if found[3] else self._zone(line.parameters.get("TZID", ""))
            moment = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S").replace(tzinfo=zone)
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def _zone(self, name: str) -> tzinfo:
        """The zone of a TZID; ``ValueError`` for one that only clocks elsewhere know."""
        if not name:
            return self._local
        for candidate in (name, _from_windows(name), "/".join(name.split("/")[-2:])):
            try:
                return find_zone(candidate)
            except BadInput:
                continue
        offsets = {
            line.value.strip()
            for part in getattr(self._defined.get(name), "parts", ())
            for line in part.values("TZOFFSETTO")
        }
        found = _OFFSET.fullmatch(offsets.pop()) if len(offsets) == 1 else None
        if not found:
            raise ValueError(name)
        span = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-span if found[1] == "-" else span)


def _from_windows(name: str) -> str:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return str(WINDOWS_TO_OLSON.get(name, name))


def _moments(event: _Part, zones: _Zones, name: str) -> Iterator[datetime | None]:
    yield from map(zones.moment, event.values(name))


def _stamp(event: _Part, zones: _Zones) -> datetime:
    found = next(_moments(event, zones, "DTSTAMP"), None)
    if found is None:
        raise _unfit(N_("It does not say when it was written (DTSTAMP)."))
    return found


def _recurrence(event: _Part, zones: _Zones) -> datetime | None:
    lines = event.values("RECURRENCE-ID")
    if not lines:
        return None
    # A date, or a time nobody can place, is the start of no meeting of ours.
    return zones.moment(lines[0]) or datetime.min.replace(tzinfo=UTC)


def _proposed(event: _Part, zones: _Zones) -> tuple[datetime, datetime | None]:
    start = next(_moments(event, zones, "DTSTART"), None)
    if start is None:
        raise _unfit(N_("It proposes no time that can be understood."))
    end = next(_moments(event, zones, "DTEND"), None)
    if end is None and (length := _LENGTH.fullmatch(event.first("DURATION").upper())):
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in length.groups())
        end = _after(
            start,
            lambda: timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes,
                              seconds=seconds),
        )  # fmt: skip
    return start, end if end and end > start else None


def _after(start: datetime, length: Callable[[], timedelta]) -> datetime | None:
    try:
        return start + length()
    except OverflowError:
        return None


def shown(name: str) -> str:
    """The name of a file as it may stand in a sentence."""
    return safe(shorten(name, 200))
