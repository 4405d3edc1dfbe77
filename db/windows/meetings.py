"""Meetings and their series."""

from __future__ import annotations

from typing import Any

from core.actor import Actor
from core.views.meetings import MeetingRow, SeriesRow
from db.windows.parts import Window, among, by_number, by_request, ranked, search


def _meeting(actor: Actor, values: dict[str, Any]) -> str:
    if actor.sees_all:
        return "1 = 1"
    of_request = by_request("m.request")(actor, values)
    confirms = among("x.department", actor.speaks_for, "dep", values)
    return (
        f"(({of_request}) OR EXISTS (SELECT 1 FROM meeting_person p "
        "WHERE p.meeting_id = m.id AND p.name = :me) OR EXISTS (SELECT 1 FROM deadline x "
        f"WHERE x.about = m.number AND x.kind = 'confirm_minutes' AND {confirms}))"
    )


def _series(actor: Actor, values: dict[str, Any]) -> str:
    if actor.sees_all:
        return "1 = 1"
    of_request = by_request("s.request")(actor, values)
    return (
        f"(({of_request}) OR EXISTS (SELECT 1 FROM series_person p "
        "WHERE p.series_id = s.id AND p.name = :me))"
    )


_NEXT_OF_SERIES = (
    "(SELECT {what} FROM meeting m WHERE m.series = s.number AND m.state IN ('scheduled', 'live') "
    "ORDER BY m.start, m.id LIMIT 1)"
)

WINDOWS: dict[str, Window] = {
    "meetings": Window(
        MeetingRow,
        "m.id, m.version, m.number AS key, m.kind, m.title, m.request, m.start, m.zone, m.place, "
        "m.state, m.organizer, m.blocks, m.attendees, m.started_at, m.finished_at, m.run_events, "
        "m.series, m.recurrence, m.off_day, (SELECT count(*) FROM answer a "
        "WHERE a.about = m.number AND a.void IS NOT TRUE AND a.settled IS NULL "
        "AND a.outcome IN ('needs-decision', 'proposal') AND a.sequence >= m.sequence) "
        "AS waiting",
        "meeting m",
        ("m.start", "m.id"),
        {
            "number": "m.number = :{p}",
            "request": "m.request = :{p}",
            "state": "m.state = :{p}",
            "states": "m.state IN ({list})",
            "kind": "m.kind = :{p}",
            "series": "m.series = :{p}",
            "from": "m.start >= :{at}",
            "before": "m.start < :{at}",
            "department": "m.id IN (SELECT p.meeting_id FROM meeting_person p JOIN person s "
            "ON s.login = p.name WHERE s.department = :{p})",
        },
        search("m.title", "m.number", "m.initials"),
        _meeting,
        {
            "number": (*by_number("m.number"), "m.id"),
            "state": (ranked("m.state", "live scheduled finished cancelled"), "m.start", "m.id"),
        },
    ),
    "series": Window(
        SeriesRow,
        "s.id, s.version, s.number AS key, s.kind, s.title, s.request, s.repeat, s.monthly_on, "
        "s.count, s.until, s.start, s.zone, s.state, s.organizer, "
        + _NEXT_OF_SERIES.format(what="m.start")
        + " AS next_start, "
        + _NEXT_OF_SERIES.format(what="m.number")
        + " AS next_meeting",
        "series s",
        ("CASE s.state WHEN 'running' THEN 0 ELSE 1 END", "s.start", "s.id"),
        {
            "number": "s.number = :{p}",
            "request": "s.request = :{p}",
            "state": "s.state = :{p}",
            "kind": "s.kind = :{p}",
        },
        search("s.title", "s.number"),
        _series,
    ),
}
