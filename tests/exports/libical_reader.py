"""Reads an iCalendar file from standard input with libical and says what it found, as JSON.

A program of its own, run by the system's Python: libical comes with that one's packages.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402

KINDS = ICalGLib.PropertyKind


def moment(time: Any, zone: Any) -> str:
    """A time as an instant, by the file's own definition of its zone."""
    seconds = time.as_timet_with_zone(
        zone if not time.is_utc() else ICalGLib.Timezone.get_utc_timezone()
    )
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def zone_of(calendar: Any, found: Any) -> Any:
    parameter = found.get_first_parameter(ICalGLib.ParameterKind.TZID_PARAMETER)
    return calendar.get_timezone(parameter.get_tzid()) if parameter else None


def at(calendar: Any, event: Any, kind: Any, get: str) -> str:
    found = event.get_first_property(kind)
    return moment(getattr(found, get)(), zone_of(calendar, found)) if found else ""


def attendees(event: Any) -> list[list[str]]:
    found, people = event.get_first_property(KINDS.ATTENDEE_PROPERTY), []
    while found:
        said = found.get_parameter_as_string("PARTSTAT"), found.get_parameter_as_string("CN")
        people.append([found.get_attendee().lower(), *said])
        found = event.get_next_property(KINDS.ATTENDEE_PROPERTY)
    return sorted(people)


def text(event: Any, kind: Any) -> str:
    found = event.get_first_property(kind)
    return found.get_value().as_ical_string().replace("\\,", ",") if found else ""


def read(calendar: Any) -> dict[str, Any]:
    events, first = [], []
    event = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    while event:
        start = at(calendar, event, KINDS.DTSTART_PROPERTY, "get_dtstart")
        if event.get_first_property(KINDS.RRULE_PROPERTY):
            first = expanded(calendar, event)
        events.append(
            {
                "uid": event.get_uid(),
                "recurrence": at(calendar, event, KINDS.RECURRENCEID_PROPERTY, "get_recurrenceid"),
                "start": start,
                "end": at(calendar, event, KINDS.DTEND_PROPERTY, "get_dtend"),
                "summary": event.get_summary(),
                "sequence": event.get_sequence(),
                "status": text(event, KINDS.STATUS_PROPERTY),
                "organizer": text(event, KINDS.ORGANIZER_PROPERTY).lower(),
                "attendees": attendees(event),
            }
        )
        event = calendar.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    moved = {one["recurrence"]: one["start"] for one in events if one["recurrence"]}
    return {
        "method": text(calendar, KINDS.METHOD_PROPERTY),
        "events": events,
        "first": [moved.get(start, start) for start in first][:5],
    }


def expanded(calendar: Any, event: Any) -> list[str]:
    """The starts of a rule without the dates it leaves out."""
    starts: list[str] = []
    begin = event.get_first_property(KINDS.DTSTART_PROPERTY)
    zone = zone_of(calendar, begin)
    left_out = set()
    found = event.get_first_property(KINDS.EXDATE_PROPERTY)
    while found:
        left_out.add(moment(found.get_exdate(), zone_of(calendar, found)))
        found = event.get_next_property(KINDS.EXDATE_PROPERTY)
    rule = event.get_first_property(KINDS.RRULE_PROPERTY).get_rrule()
    iterator = ICalGLib.RecurIterator.new(rule, begin.get_dtstart())
    time = iterator.next()
    while time and not time.is_null_time():
        starts.append(moment(time, zone))
        time = iterator.next()
    return [start for start in starts if start not in left_out]


def read_todos(calendar: Any) -> dict[str, Any]:
    todos = []
    todo = calendar.get_first_component(ICalGLib.ComponentKind.VTODO_COMPONENT)
    while todo:
        todos.append(
            {
                "uid": todo.get_uid(),
                "start": at(calendar, todo, KINDS.DTSTART_PROPERTY, "get_dtstart"),
                "due": at(calendar, todo, KINDS.DUE_PROPERTY, "get_due"),
                "summary": todo.get_summary(),
                "status": text(todo, KINDS.STATUS_PROPERTY),
                "completed": at(calendar, todo, KINDS.COMPLETED_PROPERTY, "get_completed"),
            }
        )
        todo = calendar.get_next_component(ICalGLib.ComponentKind.VTODO_COMPONENT)
    return {"method": text(calendar, KINDS.METHOD_PROPERTY), "todos": todos}


wanted = read_todos if sys.argv[1:] == ["todos"] else read
json.dump(wanted(ICalGLib.Component.new_from_string(sys.stdin.buffer.read().decode())), sys.stdout)
