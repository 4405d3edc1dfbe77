"""A person's calendar to subscribe to: meetings in one file, tasks in another (R14.1).

Two files, for with METHOD only one kind of component may be in a file (RFC 5546 3, ICALENDAR C4):
meetings are published (METHOD:PUBLISH, an organizer and no attendee, RFC 5546 3.2.1), and tasks go
without a METHOD, as a calendar server keeps them (C5, J1). The same records give the same bytes:
no clock is read, and each stamp moves on with the version of what it stamps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Todo, vText

from core.errors import BadInput
from core.messages import N_
from core.model.meeting import AttendeeRole, Meeting, MeetingState, Participation
from core.model.series import Series, SeriesState
from core.model.work import Task, TaskState
from core.series import differs, rule_of
from core.slots import coming
from exports.addresses import mail_address, web_address
from exports.events import event_of, local_moments
from exports.invitation import Invitation, Invitee, Say
from exports.series import Repeats, as_meeting
from exports.timezones import find_zone, vtimezone
from exports.wording import line
from exports.wording import name as parameter

if TYPE_CHECKING:
    from core.commands.calendars import Feed
    from core.model.organisation import Person
    from core.worktime import WorkTime

_NOWHERE = "nobody@liaison.invalid"  # RFC 2606: of an organizer without an address
_READ_AGAIN = timedelta(hours=1)
_TOLD = ("title", "place", "url", "blocks")
_UID_OF_TASK = uuid5(NAMESPACE_URL, "liaison:task")


class Files(NamedTuple):
    """The two files of a feed."""

    meetings: bytes
    tasks: bytes


def feed(found: Feed, worktime: WorkTime, say: Say) -> Files:
    """Both files, said in the words of *say*."""
    return Files(_meetings(found, worktime, say), _tasks(found, worktime, say))


def _file(title: str) -> Calendar:
    file = Calendar()
    file.add("VERSION", "2.0")
    file.add("PRODID", "-//liaison//liaison//EN")
    file.add("CALSCALE", "GREGORIAN")
    file["NAME"] = vText(line(title))  # RFC 7986 5.1: how programs call what they subscribe to
    file.add("REFRESH-INTERVAL", _READ_AGAIN, parameters={"VALUE": "DURATION"})
    return file


def _meetings(found: Feed, worktime: WorkTime, say: Say) -> bytes:
    file = _file(say(N_("Meetings of {name}", name=found.person.name)))
    file.add("METHOD", "PUBLISH")
    parts = list(_published(found))
    moments = [moment for part in parts for moment in local_moments(part)]
    _add_zones(file, moments, worktime, is_empty=not parts)
    for part in parts:
        file.add_component(event_of(part, say))
    data: bytes = file.to_ical()
    return data


def _add_zones(
    file: Calendar, moments: Iterable[datetime], worktime: WorkTime, *, is_empty: bool
) -> None:
    """One definition of each zone that is used; of one even where there is nothing else to say.

    A calendar without any component is none (RFC 5545 3.6).
    """
    years: dict[str, list[int]] = {}
    for moment in moments:
        years.setdefault(str(moment.tzinfo), []).append(moment.year)
    if is_empty:
        years = {find_zone(worktime.zone.key).key: [1970]}
    for name, used in sorted(years.items()):
        file.add_component(vtimezone(find_zone(name), min(used), max(used)))


def _published(found: Feed) -> Iterator[Invitation]:
    for meeting in found.meetings:
        yield _publication(meeting, stamp(meeting, meeting.version), found)
    for made, meetings in found.series:
        yield from _of_series(made, meetings, found)


def stamp(record: Meeting | Series | Task, version: int) -> datetime:
    """A moment (UTC) that moves on with each version of a record, and never else (E2).

    It counts from its last invitation, or from the month it got its number in (R2.3).
    """
    month = record.number.partition("-")[2][:6]
    made = datetime(int(month[:4]), int(month[4:]), 1, tzinfo=UTC)
    sent = None if isinstance(record, Task) else record.dtstamp
    return max(sent or made, made) + timedelta(seconds=version)


def _of_series(made: Series, meetings: tuple[Meeting, ...], found: Feed) -> Iterator[Invitation]:
    """The rule with what is not held, or not for this person, left out of it; then exceptions."""
    rule, login = rule_of(made), found.person.login
    starts = frozenset(rule.starts())
    placed = [m for m in meetings if m.recurrence in starts]
    held = [m for m in placed if m.state is not MeetingState.CANCELLED and login in coming(m)]
    moment = stamp(made, made.version + sum(m.version for m in meetings))
    whole = replace(as_meeting(made), sequence=max([made.sequence, *(m.sequence for m in placed)]))
    in_all = login in made.invited
    if in_all and (held or made.state is SeriesState.RUNNING):
        skipped = tuple(m.recurrence for m in placed if m not in held and m.recurrence)
        yield replace(_publication(whole, moment, found), repeats=Repeats(rule, skipped))
    for meeting in held:
        if not in_all or _is_other(meeting, made):
            own = replace(meeting, uid=made.uid, sequence=whole.sequence)
            yield replace(_publication(own, moment, found), recurrence=meeting.recurrence)


def _is_other(meeting: Meeting, made: Series) -> bool:
    told = any(differs(meeting, made, name) for name in _TOLD)
    return told or meeting.start != meeting.recurrence


def _publication(meeting: Meeting, moment: datetime, found: Feed) -> Invitation:
    return Invitation(
        meeting=meeting,
        stamp=moment,
        method="PUBLISH",
        zone=find_zone(meeting.zone),
        organizer=_organizer(found.people.get(meeting.organizer), meeting.organizer),
        invitees=(),
        without_address=(),
        presenters=_presenters(meeting, found.people),
        link=_link(meeting.url),
        reason=line(meeting.notes) if meeting.state is MeetingState.CANCELLED else "",
        request_title=line(found.titles.get(meeting.request, "")),
    )


def _organizer(person: Person | None, login: str) -> Invitee:
    """Who called the meeting; one without an address is named all the same."""
    return Invitee(
        name=parameter(person.name if person else login) or parameter(login),
        email=(mail_address(person.email) if person else "") or _NOWHERE,
        role=AttendeeRole.CHAIR,
        partstat=Participation.ACCEPTED,
    )


def _presenters(meeting: Meeting, people: Mapping[str, Person]) -> dict[str, str]:
    named = (block.presenter for block in meeting.blocks)
    return {login: people[login].name for login in named if login in people}


def _link(url: str) -> str:
    try:
        return web_address(url) if url.strip() else ""
    except BadInput:
        return ""


def _tasks(found: Feed, worktime: WorkTime, say: Say) -> bytes:
    file = _file(say(N_("Tasks of {name}", name=found.person.name)))
    spans = {task.number: _span(task, worktime) for task in found.tasks}
    moments = [moment for span in spans.values() for moment in span if moment.tzinfo is not UTC]
    _add_zones(file, moments, worktime, is_empty=not spans)
    for task in found.tasks:
        title = line(found.titles.get(task.request, ""))
        file.add_component(_todo(task, spans[task.number], title, say))
    data: bytes = file.to_ical()
    return data


def _span(task: Task, worktime: WorkTime) -> tuple[datetime, datetime]:
    """From the opening of its first day to the close of its last, in the organisation's zone."""
    zone = find_zone(worktime.zone.key)

    def at(day: date, *, opens: bool) -> datetime:
        moment = worktime.at(day, worktime.opens if opens else worktime.closes)
        return moment if zone.key == "UTC" else moment.astimezone(zone)

    return at(min(task.start, task.finish), opens=True), at(task.finish, opens=False)


def _todo(task: Task, span: tuple[datetime, datetime], title: str, say: Say) -> Todo:
    todo = Todo()
    todo.add("UID", f"{uuid5(_UID_OF_TASK, f'{task.number} {task.request}')}@liaison")
    todo.add("DTSTAMP", stamp(task, task.version))
    todo.add("SEQUENCE", task.version)
    todo.add("DTSTART", span[0])
    todo.add("DUE", span[1])
    todo.add("SUMMARY", line(task.title) or line(task.number))
    todo.add("DESCRIPTION", "\n".join(_described(task, title, say)))
    _add_state(todo, task)
    if task.request:
        todo.add("CATEGORIES", [line(task.request)])
    return todo


def _described(task: Task, title: str, say: Say) -> Iterator[str]:
    yield say(N_("Acceptance criterion: {criterion}", criterion=line(task.criterion)))
    if task.request:
        number = say(N_("Request number: {number}", number=line(task.request)))
        yield f"{number} {title}".rstrip()
    if task.returned_for and task.state is not TaskState.ACCEPTED:
        yield say(N_("Sent back: {reason}", reason=line(task.returned_for)))
    yield say(N_("Task {number} in liaison", number=line(task.number)))


def _add_state(todo: Todo, task: Task) -> None:
    """What was handed in is done for its owner, until it is sent back (R8.1)."""
    handed_in = task.delivered_at or task.accepted_at
    if task.state in (TaskState.DONE, TaskState.ACCEPTED) and handed_in:
        todo.add("STATUS", "COMPLETED")
        todo.add("COMPLETED", handed_in.astimezone(UTC))
        todo.add("PERCENT-COMPLETE", 100)
    elif task.state is TaskState.NOT_STARTED:
        todo.add("STATUS", "NEEDS-ACTION")
        todo.add("PERCENT-COMPLETE", 0)
    else:
        todo.add("STATUS", "IN-PROCESS")
