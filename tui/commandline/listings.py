"""The table of lists: which window a noun is listed from, its filters and its columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from core.messages import N_, Message, unpack
from tui.commandline.states import state
from tui.i18n import say

if TYPE_CHECKING:
    from tui.session import Session


class Filter(NamedTuple):
    """Which rows: an option, and where the enumeration is from which it takes its words."""

    name: str
    label: Message
    choices: tuple[str, str] = ("", "")
    kind: str = "text"


class Listing(NamedTuple):
    """One list: the view it reads, what its rows are called, filters, columns."""

    view: str
    label: Message
    key: str
    filters: tuple[Filter, ...]
    columns: tuple[tuple[Message, Callable[[Any, Session], object]], ...]


def local(moment: datetime | None, session: Session) -> str:
    """A moment by the organisation's clocks, to the minute."""
    return f"{session.worktime.local(moment):%Y-%m-%d %H:%M}" if moment else ""


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
        ),
        (
            (_NUMBER, lambda row, s: row.key),
            (_STATE, lambda row, s: state("request", row.state)),
            (N_("Priority"), lambda row, s: _priority(row.priority)),
            (N_("From"), lambda row, s: row.originating_department),
            (N_("Lead"), lambda row, s: row.lead_department),
            (N_("Expected"), lambda row, s: row.expected or ""),
            (N_("Due"), lambda row, s: local(row.due_at, s)),
            (_TITLE, lambda row, s: row.title),
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
            Filter("series", N_("Series"), kind="record"),
        ),
        (
            (_NUMBER, lambda row, s: row.key),
            (_STATE, lambda row, s: state("meeting", row.state)),
            (N_("Start"), lambda row, s: local(row.start, s)),
            (N_("Place"), lambda row, s: row.place),
            (N_("Request"), lambda row, s: row.request),
            (_TITLE, lambda row, s: row.title),
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
            (_NUMBER, lambda row, s: row.key),
            (_STATE, lambda row, s: state("series", row.state)),
            (N_("Comes again"), lambda row, s: rule(row)),
            (N_("Next meeting"), lambda row, s: local(row.next_start, s)),
            (N_("Request"), lambda row, s: row.request),
            (_TITLE, lambda row, s: row.title),
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
            (_NUMBER, lambda row, s: row.key),
            (_STATE, lambda row, s: state("task", row.state)),
            (N_("Risk"), lambda row, s: (row.risk or {}).get("what", "")),
            (N_("Finish"), lambda row, s: row.finish),
            (N_("Department"), lambda row, s: row.department),
            (N_("Owner"), lambda row, s: row.owner_name),
            (N_("Request"), lambda row, s: row.request),
            (_TITLE, lambda row, s: row.title),
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
            (_NUMBER, lambda row, s: row.key),
            (_STATE, lambda row, s: state("conflict", row.state)),
            (N_("Level"), lambda row, s: _level(row.level)),
            (N_("Parties"), lambda row, s: ", ".join(row.parties)),
            (N_("About"), lambda row, s: row.about),
            (N_("Due"), lambda row, s: local(row.due_at, s)),
            (_TITLE, lambda row, s: row.title),
        ),
    ),
    "department": Listing(
        "departments",
        N_("List departments with their load."),
        "code",
        (Filter("active", N_("Not dissolved"), kind="flag"),),
        (
            (N_("Code"), lambda row, s: row.key),
            (N_("Name"), lambda row, s: row.name),
            (N_("Head"), lambda row, s: row.head),
            (N_("Liaisons"), lambda row, s: ", ".join(row.liaisons)),
            (N_("Open tasks"), lambda row, s: row.open_tasks),
            (N_("Overdue"), lambda row, s: row.overdue_tasks),
            (N_("To acknowledge"), lambda row, s: row.to_acknowledge),
            (N_("Next free day"), lambda row, s: row.next_free_day or ""),
            (N_("Liaison"), lambda row, s: available(row)),
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
            (_NUMBER, lambda row, s: row.key),
            (_STATE, lambda row, s: state("team", row.state)),
            (N_("Request"), lambda row, s: row.request),
            (N_("Leader"), lambda row, s: row.leader),
            (N_("Members"), lambda row, s: ", ".join(row.members)),
            (N_("Time limit"), lambda row, s: row.until),
            (N_("Goal"), lambda row, s: row.goal),
        ),
    ),
    "group": Listing(
        "groups",
        N_("List standing groups."),
        "number",
        (),
        (
            (_NUMBER, lambda row, s: row.key),
            (N_("Name"), lambda row, s: row.name),
            (N_("Leader"), lambda row, s: row.leader),
            (N_("Members"), lambda row, s: ", ".join(row.members)),
            (N_("Meets each month"), lambda row, s: row.monthly),
            (N_("Topic"), lambda row, s: row.topic),
        ),
    ),
    "person": Listing(
        "people",
        N_("List people by department."),
        "login",
        (Filter("department", N_("Department"), kind="department"),),
        (
            (N_("Login"), lambda row, s: row.key),
            (N_("Full name"), lambda row, s: row.name),
            (N_("Department"), lambda row, s: row.department),
            (N_("Roles"), lambda row, s: ", ".join(row.roles)),
            (N_("E-mail"), lambda row, s: row.email),
            (N_("Contact"), lambda row, s: row.contact),
        ),
    ),
    "resource": Listing(
        "resources",
        N_("List the catalogue of resources by department."),
        "number",
        (Filter("department", N_("Department"), kind="department"),),
        (
            (_NUMBER, lambda row, s: row.key),
            (N_("Name"), lambda row, s: row.name),
            (N_("Department"), lambda row, s: row.owner_department),
            (N_("How many there are"), lambda row, s: row.quantity),
            (N_("Confidentiality"), lambda row, s: row.confidentiality),
        ),
    ),
    "inbox": Listing(
        "notices",
        N_("List one's own notices, the newest first."),
        "id",
        (Filter("unread", N_("Not read yet"), kind="flag"),),
        (
            (_NUMBER, lambda row, s: row.key),
            (N_("When"), lambda row, s: local(row.created_at, s)),
            (N_("About"), lambda row, s: row.about),
            (N_("Notice"), lambda row, s: notice(row)),
            (N_("Why"), lambda row, s: row.why),
            (N_("Until"), lambda row, s: local(row.until, s)),
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


def _priority(number: int) -> str:
    from tui.labels import PRIORITIES as WORDS

    return say(WORDS[number])


def _level(number: int) -> str:
    from core.commands.conflict import LEVEL_LABELS
    from core.model.conflict import ConflictLevel

    return say(LEVEL_LABELS[ConflictLevel(number)])
