"""What makes an event one of many: rule, dates left out, which of them it is (RFC 5545 3.8.5)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.model.series import MonthlyOn, Repeat

if TYPE_CHECKING:
    from icalendar import Event

    from core.series import Rule
    from exports.invitation import Invitation

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def add_recurrence(event: Event, invitation: Invitation) -> None:
    """Write the rule of a series, or the name of an exception, in the form of DTSTART (R6, R7)."""
    if repeats := invitation.repeats:
        event.add("RRULE", recur(repeats.rule))
        if repeats.skipped:
            event.add("EXDATE", [_written(invitation, start) for start in repeats.skipped])
    elif invitation.recurrence:
        event.add("RECURRENCE-ID", _written(invitation, invitation.recurrence))


def occurrence_moments(invitation: Invitation) -> list[datetime]:
    """Further moments that an event names, the last of a rule among them."""
    if repeats := invitation.repeats:
        *_others, last = repeats.rule.starts()
        return [_written(invitation, start) for start in (*repeats.skipped, last)]
    return [_written(invitation, invitation.recurrence)] if invitation.recurrence else []


def _written(invitation: Invitation, moment: datetime) -> datetime:
    zone = invitation.zone
    return moment.astimezone(UTC if zone.key == "UTC" else zone)


def recur(rule: Rule) -> dict[str, object]:
    """The parts of an RRULE, of those that every calendar knows (R1, R2, R5).

    Its end is a count, or its last start in UTC, for a day would be read in many ways.
    """
    parts = {"FREQ": rule.repeat.value.upper()} | _place(rule)
    if rule.until is None:
        return parts | {"COUNT": rule.count}
    *_others, last = rule.starts()
    return parts | {"UNTIL": last}


def _place(rule: Rule) -> dict[str, object]:
    weekday = _WEEKDAYS[rule.first.weekday()]
    if rule.repeat is Repeat.WEEKLY:
        return {"BYDAY": weekday}
    if rule.monthly_on is MonthlyOn.WEEKDAY:
        return {"BYDAY": f"{rule.week}{weekday}"}
    return {"BYMONTHDAY": -1 if rule.on_last_day else rule.first.day}
