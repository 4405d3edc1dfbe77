"""Other people's calendar parsers, and what each of them finds in a file, said in one way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from dateutil.rrule import rruleset, rrulestr

HERE = Path(__file__).parent
ICALJS = "ical.js does not answer; install it, for example by `npm install --global ical.js@2`"
LIBICAL = (
    "libical does not answer; install it, for example by "
    "`apt-get install python3-gi gir1.2-ical-3.0`"
)
INSTANCES = 5
Found = dict[str, Any]


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def by_icalendar(data: bytes) -> Found:
    """With icalendar; rules are expanded by dateutil over the clock on the wall."""
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
    calendar = icalendar.Calendar.from_ical(data)
    events, first = [], []
    for event in calendar.walk("VEVENT"):
        assert isinstance(event, icalendar.Event)
        assert event.errors == []
        assert isinstance(event.start, datetime)
        assert isinstance(event.end, datetime)
        recurrence = event.get("RECURRENCE-ID")
        if "RRULE" in event:
            first = _expanded(event)
        events.append(
            {
                "uid": str(event["UID"]),
                "recurrence": instant(recurrence.dt) if recurrence else "",
                "start": instant(event.start),
                "end": instant(event.end),
                "summary": str(event["SUMMARY"]),
                "sequence": event.sequence,
                "status": str(event["STATUS"]),
                "organizer": str(event.organizer).lower(),
                "attendees": sorted(
                    [str(a).lower(), str(a.params["PARTSTAT"]), str(a.params["CN"])]
                    for a in event.attendees
                ),
            }
        )
    return _told(str(calendar["METHOD"]), events, first)


def _expanded(event: icalendar.Event) -> list[str]:
    starts = rruleset()
    rule: Any = event["RRULE"]
    starts.rrule(rrulestr(rule.to_ical().decode(), dtstart=event.start))
    for skipped in event.exdates:
        starts.exdate(skipped)
    return [instant(start) for start in islice(starts, 40)]


def by_vobject(data: bytes) -> Found:
    """With vobject, which expands rules itself."""
    calendar = vobject.readOne(data.decode())
    events, first = [], []
    for event in calendar.contents.get("vevent", []):
        names = event.contents
        if "rrule" in names:
            first = [instant(start) for start in islice(event.getrruleset(), 40)]
        recurrence = names.get("recurrence-id")
        events.append(
            {
                "uid": event.uid.value,
                "recurrence": instant(recurrence[0].value) if recurrence else "",
                "start": instant(event.dtstart.value),
                "end": instant(event.dtend.value),
                "summary": event.summary.value,
                "sequence": int(event.sequence.value),
                "status": event.status.value,
                "organizer": event.organizer.value.lower(),
                "attendees": sorted(
                    [a.value.lower(), a.params["PARTSTAT"][0], a.params["CN"][0]]
                    for a in names.get("attendee", [])
                ),
            }
        )
    return _told(calendar.method.value, events, first)


def _told(method: str, events: list[Found], first: list[str]) -> Found:
    moved = {one["recurrence"]: one["start"] for one in events if one["recurrence"]}
    held = [moved.get(start, start) for start in first]
    return {"method": method, "events": events, "first": held[:INSTANCES]}


def by_icaljs(data: bytes) -> Found:
    """With ical.js, the parser of Thunderbird and Nextcloud; skips where it is not there."""
    if not _icaljs_answers():
        pytest.skip(ICALJS)
    return _asked(["node", str(HERE / "icaljs_reader.cjs")], data)


def by_libical(data: bytes) -> Found:
    """With libical, the parser of Evolution and KOrganizer; skips where it is not there."""
    if not _libical_answers():
        pytest.skip(LIBICAL)
    return _asked(["/usr/bin/python3", str(HERE / "libical_reader.py")], data)


def _asked(command: list[str], data: bytes) -> Found:
    done = subprocess.run(command, input=data, capture_output=True, env=_environment(), timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    found: Found = json.loads(done.stdout)
    return found


@cache
def _environment() -> dict[str, str]:
    if not shutil.which("npm"):
        return dict(os.environ)
    asked = subprocess.run(["npm", "root", "--global"], capture_output=True, text=True, timeout=60)
    return os.environ | {"NODE_PATH": asked.stdout.strip()}


@cache
def _icaljs_answers() -> bool:
    asks = ["node", "-e", "require('ical.js')"]
    return bool(shutil.which("node")) and _succeeds(asks)


@cache
def _libical_answers() -> bool:
    asks = "import gi; gi.require_version('ICalGLib', '3.0'); from gi.repository import ICalGLib"
    return os.access("/usr/bin/python3", os.X_OK) and _succeeds(["/usr/bin/python3", "-c", asks])


def _succeeds(command: list[str]) -> bool:
    done = subprocess.run(command, capture_output=True, env=_environment(), timeout=60)
    return done.returncode == 0


def todos_by_icalendar(data: bytes) -> Found:
    """The tasks of a file, with icalendar."""
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
    calendar: Any = icalendar.Calendar.from_ical(data)
    assert calendar.errors == []
    return {
        "method": str(calendar.get("METHOD", "")),
        "todos": [
            {
                "uid": str(todo["UID"]),
                "start": instant(todo["DTSTART"].dt),
                "due": instant(todo["DUE"].dt),
                "summary": str(todo["SUMMARY"]),
                "status": str(todo["STATUS"]),
                "completed": instant(todo["COMPLETED"].dt) if "COMPLETED" in todo else "",
            }
            for todo in calendar.walk("VTODO")
        ],
    }


def todos_by_vobject(data: bytes) -> Found:
    """The tasks of a file, with vobject."""
    calendar = vobject.readOne(data.decode())
    return {
        "method": calendar.contents["method"][0].value if "method" in calendar.contents else "",
        "todos": [
            {
                "uid": todo.uid.value,
                "start": instant(todo.dtstart.value),
                "due": instant(todo.due.value),
                "summary": todo.summary.value,
                "status": todo.status.value,
                "completed": instant(todo.completed.value) if "completed" in todo.contents else "",
            }
            for todo in calendar.contents.get("vtodo", [])
        ],
    }


def todos_by_icaljs(data: bytes) -> Found:
    """The tasks of a file, with ical.js; skips where it is not there."""
    if not _icaljs_answers():
        pytest.skip(ICALJS)
    return _asked(["node", str(HERE / "icaljs_reader.cjs"), "todos"], data)


def todos_by_libical(data: bytes) -> Found:
    """The tasks of a file, with libical; skips where it is not there."""
    if not _libical_answers():
        pytest.skip(LIBICAL)
    return _asked(["/usr/bin/python3", str(HERE / "libical_reader.py"), "todos"], data)


TODOS: dict[str, Callable[[bytes], Found]] = {
    "icalendar": todos_by_icalendar,
    "vobject": todos_by_vobject,
    "ical.js": todos_by_icaljs,
    "libical": todos_by_libical,
}
READERS: dict[str, Callable[[bytes], Found]] = {
    "icalendar": by_icalendar,
    "vobject": by_vobject,
    "ical.js": by_icaljs,
    "libical": by_libical,
}
