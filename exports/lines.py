"""Content lines of calendars, read within limits (RFC 5545 3.1; I1, I2, I10, I11).

Nothing a file says is trusted, and nothing of it is handed to icalendar: octets, lines,
components and attendees are counted before anything is read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from core.errors import BadInput
from core.messages import N_, Message
from core.replies import mailbox
from core.text import HIDDEN
from exports.timezones import find_zone

DEPTH = 8

_FOLD = re.compile(rb"\n[ \t]")
# A run of returns is one end: tried one by one, a file of nothing else would take hours (I10).
_END_OF_LINE = re.compile(rb"\r+\n?")
_LINE = re.compile(r'([A-Za-z0-9-]{1,40})((?:;[A-Za-z0-9-]{1,40}=(?:"[^"]*"|[^";:])*)*):(.*)', re.S)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')
_DAY = re.compile(r"\d{8}")
_MOMENT = re.compile(r"(\d{8})T(\d{6})(Z?)")
_LENGTH = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?"
)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?")
_RULES = frozenset({"RRULE", "RDATE", "EXRULE"})
_TEXT_MARKS = {r"\n": "\n", r"\N": "\n"}
_IN_PARAMETERS = {"^n": "\n", "^'": '"', "^^": "^"}
_CUT_OFF = N_("It is cut off: the end of the calendar is missing.")


class Limits(NamedTuple):
    """How much of a file is read; attendees are those of all its events together.

    Without ``rules`` an event that comes again is refused unseen (I10).
    """

    octets: int
    components: int
    attendees: int
    rules: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """One content line; names of parameters are in capitals."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Part:
    """A component with its own properties."""

    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def values(self, name: str) -> list[Property]:
        """The properties of this name, in order."""
        return [line for line in self.properties if line.name == name]

    def first(self, name: str) -> str:
        """The value of the first property of this name, or nothing."""
        return next((line.value.strip() for line in self.values(name)), "")


def unfit(reason: Message) -> BadInput:
    """The refusal of a file, for a reason."""
    return BadInput(reason, "file")


def in_unicode(data: bytes) -> bytes:
    """The octets without a mark before them; UTF-16 becomes UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def begins_like_one(octets: bytes) -> bool:
    """Whether a file is a calendar, and not a mail with one."""
    return octets.lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def calendar(data: bytes, limits: Limits) -> tuple[Part, Message | None]:
    """The one calendar of a file, after everything in it was counted, and what was guessed."""
    octets = _FOLD.sub(b"", _END_OF_LINE.sub(b"\n", data.strip()))
    lines = [line for line in octets.split(b"\n") if line.strip()]
    upper = [line[:9].upper() for line in lines]
    if not lines or lines[0].strip().upper() != b"BEGIN:VCALENDAR":
        raise unfit(N_("It does not begin like a calendar."))
    if sum(head.startswith((b"BEGIN:", b"BEGIN;")) for head in upper) > limits.components:
        raise unfit(N_("It has more than {limit} components.", limit=limits.components))
    if sum(head.startswith(b"ATTENDEE") for head in upper) > limits.attendees:
        raise unfit(N_("It names more than {limit} attendees.", limit=limits.attendees))
    if lines[-1].strip().upper() != b"END:VCALENDAR":
        is_closed = b"END:VCAL" in (head[:8] for head in upper)
        raise unfit(N_("There is something behind its end.") if is_closed else _CUT_OFF)
    text, remark = _decoded(b"\n".join(lines))
    return _tree(text.split("\n"), limits.rules), remark


def _decoded(octets: bytes) -> tuple[str, Message | None]:
    """The text, in UTF-8 or else in GB18030, after folded characters were put together."""
    try:
        return octets.decode("utf-8"), None
    except UnicodeDecodeError:
        return octets.decode("gb18030", "replace"), N_("It was read as GB18030.")


def _tree(lines: Sequence[str], rules: bool) -> Part:
    """The components in each other; refuses depth, what does not close, rules if none may be."""
    root, open_parts = Part(""), []
    open_parts.append(root)
    for text in lines:
        line = _property(text)
        if line is None:
            continue
        name = line.value.strip().upper()
        if line.name == "BEGIN":
            if len(open_parts) > DEPTH:
                raise unfit(N_("Its components are nested too deep."))
            part = Part(name)
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif line.name == "END":
            if len(open_parts) < 2 or open_parts.pop().name != name:
                raise unfit(_CUT_OFF)
        elif not rules and line.name in _RULES and open_parts[-1].name == "VEVENT":
            raise unfit(N_("It holds a rule of repetition, which no answer needs."))
        else:
            open_parts[-1].properties.append(line)
    if len(open_parts) > 1 or len(root.parts) != 1:
        raise unfit(_CUT_OFF if len(open_parts) > 1 else N_("It holds several calendars."))
    return root.parts[0]


def _property(text: str) -> Property | None:
    """A content line, or None where it is none: readers leave out what they do not know."""
    found = _LINE.fullmatch(text)
    if not found:
        return None
    parameters = {
        name.upper(): _unmarked(value.replace('"', ""))
        for name, value in _PARAMETER.findall(found[2])
    }
    return Property(found[1].upper(), parameters, found[3])


def _unmarked(value: str) -> str:
    return re.sub(r"\^[n'^]", lambda mark: _IN_PARAMETERS[mark[0]], value)


def address(line: Property) -> str:
    """The address a line names; Apple's own ids stand with theirs in a parameter."""
    return mailto(line.value) or mailto(line.parameters.get("EMAIL", ""))


def mailto(text: str) -> str:
    """The address of a ``mailto:`` URI; empty for anything else."""
    return mailbox(re.sub(r"(?i)^\s*mailto\s*:", "", text).strip().strip("<>"))


def text(value: str) -> str:
    """What a value of type TEXT says, as harmless text (RFC 5545 3.3.11)."""
    plain = re.sub(r"\\(.)", lambda mark: _TEXT_MARKS.get(mark[0], mark[1]), value)
    return harmless(plain)


def harmless(text: str) -> str:
    """The text without anything that could act or hide on a screen (I1, I10)."""
    lines = (HIDDEN.sub("", line.replace("\t", " ")).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class Zones:
    """Times of one file as instants: zones by IANA or Windows name, or by what the file defines."""

    def __init__(self, calendar: Part, local: tzinfo) -> None:
        self._local = local
        self._defined = {
            part.first("TZID"): part for part in calendar.parts if part.name == "VTIMEZONE"
        }

    def moment(self, line: Property) -> datetime | None:
        """The instant in UTC; None where the value is no date and time."""
        try:
            found = self.wall(line.value, line.parameters.get("TZID", ""))
            return found.astimezone(UTC) if found else None
        except (ValueError, OverflowError):
            return None

    def wall(self, value: str, name: str) -> datetime | None:
        """What clocks in the zone called *name*, or in UTC, show; ``ValueError`` for no such."""
        found = _MOMENT.fullmatch(value.strip().upper())
        if not found:
            return None
        zone = UTC if found[3] else self._zone(name)
        return datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S").replace(tzinfo=zone)

    def midnight(self, value: str) -> datetime | None:
        """The beginning of a day here; None where the value is no date."""
        if not _DAY.fullmatch(value.strip()):
            return None
        return datetime.strptime(value.strip(), "%Y%m%d").replace(tzinfo=self._local)

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


def length(text: str) -> timedelta | None:
    """A duration that is not negative; None where the text is none."""
    found = _LENGTH.fullmatch(text.strip().upper())
    if not found:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
