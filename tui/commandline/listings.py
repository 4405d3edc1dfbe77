"""The table of lists: which window a noun is listed from, its filters and its columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from core.messages import N_, Message, unpack
from tui.commandline.states import state
from tui.i18n import say

if TYPE_CHECKING:
    from core.worktime import WorkTime


class Clocks(Protocol):
    """Whoever knows the organisation's clocks: a run of the command line, or the screens."""

    @property
    def worktime(self) -> WorkTime:
        """Its zone and its working days."""


class Filter(NamedTuple):
    """Which rows: an option, and where the enumeration is from which it takes its words."""

    name: str
    label: Message
    choices: tuple[str, str] = ("", "")
    kind: str = "text"


class Listing(NamedTuple):
    """One list: the view it reads, what its rows are called, filters, columns.

    A column is the name of its field in JSON, its heading, and its text. What else the rows hold
    is in ``tui.commandline.columns``.
    """

    view: str
    label: Message
    key: str
    filters: tuple[Filter, ...]
    columns: tuple[tuple[str, Message, Callable[[Any, Clocks], object]], ...]


def local(moment: datetime | None, clocks: Clocks) -> str:
    """A moment by the organisation's clocks, to the minute."""
    return f"{clocks.worktime.local(moment):%Y-%m-%d %H:%M}" if moment else ""


_STATE = N_("State")
_NUMBER = N_("Number")
_TITLE = N_("Title")

LISTINGS: dict[str, Listing] = {
    "request": Listing(
        "requests",
        N_("List requests, in the order of the queue."),
        "number",
        (
            Filter("state", _STATE, ("request", "RequestState")),
            Filter("type", N_("Type"), ("request", "RequestType")),
            Filter("lead", N_("Lead department"), kind="department"),
            Filter("department", N_("Any department with a part in it"), kind="department"),
            Filter("coordinator", N_("Coordinator of its own"), kind="person"),
            Filter("originator", N_("Originator"), kind="person"),
            Filter("flagged", N_("Vague lines were pointed at"), kind="flag"),
            Filter("merged", N_("Taken over by another request"), kind="flag"),
        ),
        (
            ("number", _NUMBER, lambda row, s: row.key),
            ("state", _STATE, lambda row, s: _stands(row)),
            ("priority", N_("Priority"), lambda row, s: _priority(row.priority)),
            ("originating_department", N_("From"), lambda row, s: row.originating_department),
            ("lead_department", N_("Lead"), lambda row, s: row.lead_department),
            ("expected", N_("Expected"), lambda row, s: row.expected or ""),
            ("due_at", N_("Due"), lambda row, s: local(row.due_at, s)),
            ("title", _TITLE, lambda row, s: row.title),
        ),
    ),
    "meeting": Listing(
        "meetings",
        N_("List meetings, the earliest first."),
        "number",
        (
            Filter("state", _STATE, ("meeting", "MeetingState")),
            Filter("kind", N_("Kind"), ("meeting", "MeetingKind")),
            Filter("request", N_("Request"), kind="record"),
            Filter("department", N_("Department whose people are invited"), kind="department"),
            Filter("series", N_("Series"), kind="record"),
        ),
        (
            ("number", _NUMBER, lambda row, s: row.key),
            ("state", _STATE, lambda row, s: state("meeting", row.state)),
            ("start", N_("Start"), lambda row, s: local(row.start, s)),
            ("place", N_("Place"), lambda row, s: row.place),
            ("request", N_("Request"), lambda row, s: row.request),
            ("title", _TITLE, lambda row, s: row.title),
        ),
    ),
    "series": Listing(
        "series",
        N_("List series of meetings, the running ones first."),
        "number",
        (
            Filter("state", _STATE, ("series", "SeriesState")),
            Filter("kind", N_("Kind"), ("meeting", "MeetingKind")),
            Filter("request", N_("Request"), kind="record"),
        ),
        (
            ("number", _NUMBER, lambda row, s: row.key),
            ("state", _STATE, lambda row, s: state("series", row.state)),
            ("repeat", N_("Comes again"), lambda row, s: rule(row)),
            ("next_start", N_("Next meeting"), lambda row, s: local(row.next_start, s)),
            ("request", N_("Request"), lambda row, s: row.request),
            ("title", _TITLE, lambda row, s: row.title),
        ),
    ),
    "task": Listing(
        "tasks",
        N_("List tasks, the nearest finish first."),
        "number",
        (
            Filter("state", _STATE, ("work", "TaskState")),
            Filter("request", N_("Request"), kind="record"),
            Filter("department", N_("Department"), kind="department"),
            Filter("owner", N_("Owner"), kind="person"),
            Filter("until", N_("Begins on this day or before"), kind="day"),
            Filter("since", N_("Not accepted before this day"), kind="day"),
        ),
        (
            ("number", _NUMBER, lambda row, s: row.key),
            ("state", _STATE, lambda row, s: state("task", row.state)),
            ("risk", N_("Risk"), lambda row, s: (row.risk or {}).get("what", "")),
            ("finish", N_("Finish"), lambda row, s: row.finish),
            ("department", N_("Department"), lambda row, s: row.department),
            ("owner_name", N_("Owner"), lambda row, s: row.owner_name),
            ("request", N_("Request"), lambda row, s: row.request or row.meeting),
            ("title", _TITLE, lambda row, s: row.title),
        ),
    ),
    "conflict": Listing(
        "conflicts",
        N_("List the conflict ledger, open and major ones first."),
        "number",
        (
            Filter("state", _STATE, ("conflict", "ConflictState")),
            Filter("level", N_("Level"), ("conflict", "ConflictLevel")),
            Filter("type", N_("Type"), ("conflict", "ConflictType")),
            Filter("about", N_("About"), kind="record"),
        ),
        (
            ("number", _NUMBER, lambda row, s: row.key),
            ("state", _STATE, lambda row, s: state("conflict", row.state)),
            ("level", N_("Level"), lambda row, s: _level(row.level)),
            ("parties", N_("Parties"), lambda row, s: ", ".join(row.parties)),
            ("about", N_("About"), lambda row, s: row.about),
            ("due_at", N_("Due"), lambda row, s: local(row.due_at, s)),
            ("title", _TITLE, lambda row, s: row.title),
        ),
    ),
    "department": Listing(
        "departments",
        N_("List departments with their load."),
        "code",
        (Filter("active", N_("Not dissolved"), kind="flag"),),
        (
            ("code", N_("Code"), lambda row, s: row.key),
            ("name", N_("Name"), lambda row, s: row.name),
            ("head", N_("Head"), lambda row, s: row.head),
            ("liaisons", N_("Liaisons"), lambda row, s: ", ".join(row.liaisons)),
            ("open_tasks", N_("Open tasks"), lambda row, s: row.open_tasks),
            ("overdue_tasks", N_("Overdue"), lambda row, s: row.overdue_tasks),
            ("to_acknowledge", N_("To acknowledge"), lambda row, s: row.to_acknowledge),
            ("next_free_day", N_("Next free day"), lambda row, s: row.next_free_day or ""),
            ("available", N_("Liaison"), lambda row, s: available(row)),
        ),
    ),
    "team": Listing(
        "teams",
        N_("List project teams, those at work first."),
        "number",
        (
            Filter("request", N_("Request"), kind="record"),
            Filter("state", _STATE, ("team", "TeamState")),
        ),
        (
            ("number", _NUMBER, lambda row, s: row.key),
            ("state", _STATE, lambda row, s: state("team", row.state)),
            ("request", N_("Request"), lambda row, s: row.request),
            ("leader", N_("Leader"), lambda row, s: row.leader),
            ("members", N_("Members"), lambda row, s: ", ".join(row.members)),
            ("until", N_("Time limit"), lambda row, s: row.until),
            ("goal", N_("Goal"), lambda row, s: row.goal),
        ),
    ),
    "group": Listing(
        "groups",
        N_("List standing groups."),
        "number",
        (),
        (
            ("number", _NUMBER, lambda row, s: row.key),
            ("name", N_("Name"), lambda row, s: row.name),
            ("leader", N_("Leader"), lambda row, s: row.leader),
            ("members", N_("Members"), lambda row, s: ", ".join(row.members)),
            ("monthly", N_("Meets each month"), lambda row, s: row.monthly),
            ("topic", N_("Topic"), lambda row, s: row.topic),
        ),
    ),
    "person": Listing(
        "people",
        N_("List people by department."),
        "login",
        (Filter("department", N_("Department"), kind="department"),),
        (
            ("login", N_("Login"), lambda row, s: row.key),
            ("name", N_("Full name"), lambda row, s: row.name),
            ("department", N_("Department"), lambda row, s: row.department),
            ("roles", N_("Roles"), lambda row, s: ", ".join(row.roles)),
            ("email", N_("E-mail"), lambda row, s: row.email),
            ("contact", N_("Contact"), lambda row, s: row.contact),
        ),
    ),
    "resource": Listing(
        "resources",
        N_("List the catalogue of resources by department."),
        "number",
        (Filter("department", N_("Department"), kind="department"),),
        (
            ("number", _NUMBER, lambda row, s: row.key),
            ("name", N_("Name"), lambda row, s: row.name),
            ("owner_department", N_("Department"), lambda row, s: row.owner_department),
            ("quantity", N_("How many there are"), lambda row, s: row.quantity),
            ("confidentiality", N_("Confidentiality"), lambda row, s: row.confidentiality),
        ),
    ),
    "lesson": Listing(
        "lessons",
        N_("List lessons, the newest first."),
        "number",
        (
            Filter("type", N_("Type"), ("request", "RequestType")),
            Filter("tag", N_("Tag"), kind="word"),
            Filter("request", N_("Request"), kind="record"),
        ),
        (
            ("number", _NUMBER, lambda row, s: row.key),
            ("type", N_("Type"), lambda row, s: _type(row.type)),
            ("tags", N_("Tags"), lambda row, s: ", ".join(row.tags)),
            ("request", N_("Request"), lambda row, s: row.request),
            ("text", N_("What to do next time"), lambda row, s: " ".join(row.text.split())),
        ),
    ),
    "inbox": Listing(
        "notices",
        N_("List one's own notices, the newest first."),
        "id",
        (Filter("unread", N_("Not read yet"), kind="flag"),),
        (
            ("id", _NUMBER, lambda row, s: row.key),
            ("created_at", N_("When"), lambda row, s: local(row.created_at, s)),
            ("about", N_("About"), lambda row, s: row.about),
            ("text", N_("Notice"), lambda row, s: notice(row)),
            ("why", N_("Why"), lambda row, s: row.why),
            ("until", N_("Until"), lambda row, s: local(row.until, s)),
        ),
    ),
}


def rule(row: Any) -> str:
    """When the meetings of a series are held, in words."""
    from core.codec import to_plain
    from core.series import of_plain, said

    return say(said(of_plain(to_plain(row._asdict()))))


def notice(row: Any) -> str:
    """What a notice says, in the spoken language."""
    return say(Message(row.text, unpack(row.values)))


def available(row: Any) -> str:
    """Whether the department's liaison is there today, and who stands in."""
    if row.available:
        return say(N_("there"))
    if not (row.primary or row.head):
        return say(N_("none"))
    return say(N_("away: {deputy}", deputy=row.deputy)) if row.deputy else say(N_("away"))


def _stands(row: Any) -> str:
    from tui.labels import standing

    return standing(row.state, row.merged_into) if row.merged_into else state("request", row.state)


def _type(code: str) -> str:
    from tui.labels import SHORT_TYPES, word

    return word(SHORT_TYPES, code)


def _priority(number: int) -> str:
    from tui.labels import PRIORITIES as WORDS

    return say(WORDS[number])


def _level(number: int) -> str:
    from core.commands.conflict import LEVEL_LABELS
    from core.model.conflict import ConflictLevel

    return say(LEVEL_LABELS[ConflictLevel(number)])
