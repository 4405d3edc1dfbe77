"""What the desk itself keeps: deadlines, notices, the trail (R4.3, R16, R17)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from core.model.record import Record, record


class DeadlineKind(StrEnum):
    """What a clock runs for; ``core.policy`` says how long and why."""

    FIRST_RESPONSE = "first_response"
    FIRST_PLAN = "first_plan"
    ACKNOWLEDGE = "acknowledge"
    MINUTES = "minutes"
    CONFIRM_MINUTES = "confirm_minutes"
    PLAN = "plan"
    ANSWER = "answer"
    SETTLE = "settle"
    RETROSPECTIVE = "retrospective"
    WRITTEN_RECORD = "written_record"


@record
class Deadline(Record):
    """A duty with a clock: somebody owes something about a record by a moment (UTC).

    ``department`` or ``role`` says who owes it (duties follow the post, A7); done clocks stay,
    ``void`` ones were started by a command that was undone.
    """

    id: int = 0
    version: int = 0
    about: str
    request: str = ""
    kind: DeadlineKind
    department: str = ""
    role: str = ""
    started_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    void: bool = False


@record
class Notice(Record):
    """One thing said to one person, once for each ``cause`` (R16.1).

    ``text`` is an English template of the catalogues, filled from ``values`` in the reader's
    language. ``department`` is set where the person was told for their department, so that a new
    liaison inherits it (R1.2). ``entry`` is the trail entry it came from; undoing that withdraws
    the notice.
    """

    id: int = 0
    version: int = 0
    cause: str
    person: str
    department: str = ""
    about: str
    text: str
    values: dict[str, object]
    why: str = ""
    created_at: datetime
    until: datetime | None = None
    read_at: datetime | None = None
    withdrawn_at: datetime | None = None
    entry: int = 0


@record
class TrailEntry(Record):
    """One change: when, who, what, before, after, why, and the hash of the entry before (R17.1).

    ``before`` and ``after`` map a record ("request:7") to its changed fields. ``os_user`` is who
    the operating system says was at the keyboard, where that differs from the actor; ``behalf``
    names the absent people in whose place the actor did it.
    """

    seq: int
    at: datetime
    actor: str
    os_user: str
    command: str
    about: str
    request: str
    why: str
    before: dict[str, dict[str, object]]
    after: dict[str, dict[str, object]]
    undoes: int
    previous: str
    hash: str
    behalf: str = ""
