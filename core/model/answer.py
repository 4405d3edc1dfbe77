"""What came back from calendars: each answer to an invitation as it was taken in (R14.1, I8)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from core.model.meeting import Participation
from core.model.record import Record, record


class Method(StrEnum):
    """What an attendee's calendar may say to an organiser's (RFC 5546 3.2)."""

    REPLY = "reply"
    COUNTER = "counter"
    REFRESH = "refresh"


class Outcome(StrEnum):
    """What became of a file that was taken in."""

    APPLY = "apply"
    NO_CHANGE = "no-change"
    IGNORED = "ignored"
    STALE = "stale"
    NEEDS_DECISION = "needs-decision"
    PROPOSAL = "proposal"
    UNMATCHED = "unmatched"
    REJECT = "reject"


class Settled(StrEnum):
    """What became of an answer that waited for a decision."""

    ADMITTED = "admitted"
    DISMISSED = "dismissed"
    OVERTAKEN = "overtaken"


@record
class Answer(Record):
    """One answer about the meeting ``about``, from ``attendee``, an address in ASCII.

    ``person`` is the login it counts for, empty for somebody uninvited. ``revision`` is the
    meeting's sequence when it came in; ``sequence`` and ``dtstamp`` are the answer's own. ``start``
    and ``end`` are what a counter-proposal asks for. ``by`` reported it: a file proves no sender
    (I8). A file without a meeting is kept with an empty ``about``, so that it is read once.
    """

    id: int = 0
    version: int = 0
    about: str = ""
    request: str = ""
    method: Method = Method.REPLY
    attendee: str = ""
    person: str = ""
    partstat: Participation = Participation.NEEDS_ACTION
    comment: str = ""
    sequence: int = 0
    revision: int = 0
    dtstamp: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    delegate: str = ""
    sent_by: str = ""
    outcome: Outcome
    file: str
    digest: str
    by: str
    at: datetime
    settled: Settled | None = None
    void: bool = False
