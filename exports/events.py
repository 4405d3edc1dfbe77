"""The iCalendar file of one message about a meeting (RFC 5545 3.6, RFC 5546 3.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vUri

from core.messages import N_
from core.model.meeting import AttendeeRole, MeetingState
from exports.invitation import Invitation, Invitee, Say
from exports.recurrence import add_recurrence, occurrence_moments
from exports.timezones import vtimezone
from exports.wording import description, line

_ROLES = {
    AttendeeRole.CHAIR: "CHAIR",
    AttendeeRole.REQUIRED: "REQ-PARTICIPANT",
    AttendeeRole.OPTIONAL: "OPT-PARTICIPANT",
}
_REMINDER = timedelta(minutes=-15)


def calendar(invitation: Invitation, say: Say) -> bytes:
    """The iCalendar file of one message, said in the words of *say*."""
    file = Calendar()
    file.add("VERSION", "2.0")
    file.add("PRODID", "-//liaison//liaison//EN")
    file.add("CALSCALE", "GREGORIAN")
    file.add("METHOD", invitation.method)
    parts = (invitation, *invitation.more)
    years = [moment.year for part in parts for moment in local_moments(part)]
    if years:
        file.add_component(vtimezone(invitation.zone, min(years), max(years)))
    for part in parts:
        file.add_component(event_of(part, say))
    data: bytes = file.to_ical()
    return data


def _moments(invitation: Invitation) -> tuple[datetime, datetime]:
    """Start and end as written.

    Where clocks show one of them for the second time that night, both are in UTC: readers take
    a local time that occurs twice for the first one (RFC 5545 3.3.5).
    """
    begin, end = invitation.times
    repeats = invitation.repeats is not None  # on the wall, whatever the first one's end is
    if invitation.zone.key == "UTC" or ((begin.fold or end.fold) and not repeats):
        return begin.astimezone(UTC), end.astimezone(UTC)
    return begin, end


def local_moments(invitation: Invitation) -> list[datetime]:
    """The moments that are written by the clocks of the meeting's zone."""
    moments = [*_moments(invitation), *occurrence_moments(invitation)]
    return [moment for moment in moments if moment.tzinfo is not UTC]


def event_of(invitation: Invitation, say: Say) -> Event:
    """The event of one message alone, in the words of *say*."""
    meeting, requested = invitation.meeting, invitation.method == "REQUEST"
    begin, end = _moments(invitation)
    event = Event()
    event.add("UID", meeting.uid)
    event.add("DTSTAMP", invitation.stamp)
    event.add("SEQUENCE", meeting.sequence)
    event.add("DTSTART", begin)
    if end.fold and end.tzinfo is not UTC:
        event.add("DURATION", meeting.length)
    else:
        event.add("DTEND", end)
    add_recurrence(event, invitation)
    event.add("SUMMARY", invitation.title)
    event.add("DESCRIPTION", description(invitation, say))
    if status := _status(invitation):
        event.add("STATUS", status)
    is_off = invitation.method == "PUBLISH" and status == "CANCELLED"
    event.add("TRANSP", "TRANSPARENT" if is_off else "OPAQUE")
    organizer = invitation.organizer
    event.add("ORGANIZER", vCalAddress.new(organizer.email, cn=organizer.name))
    for invitee in invitation.invitees:
        event.add("ATTENDEE", _attendee(invitee, invitation))
    _add_what_is_given(event, invitation, say)
    if requested:
        event.add_component(_alarm(invitation))
    return event


def _status(invitation: Invitation) -> str:
    """What became of the meeting for whom it is said to; empty where that is left unsaid."""
    if invitation.method == "DECLINECOUNTER" or invitation.uninvites:
        return ""
    if invitation.method == "PUBLISH":
        is_off = invitation.meeting.state is MeetingState.CANCELLED
        return "CANCELLED" if is_off else "CONFIRMED"
    return "CONFIRMED" if invitation.method == "REQUEST" else "CANCELLED"


def _add_what_is_given(event: Event, invitation: Invitation, say: Say) -> None:
    if invitation.place:
        event.add("LOCATION", invitation.place)
    if invitation.link:
        event.add("URL", vUri(invitation.link))
        # As a list: icalendar's own Conference quotes the features into one.
        params = {"VALUE": "URI", "FEATURE": ["VIDEO", "AUDIO"], "LABEL": say(N_("Join"))}
        event.add("CONFERENCE", vUri(invitation.link, params=params))
    if invitation.meeting.request:
        event.add("CATEGORIES", [line(invitation.meeting.request)])
    if invitation.reason:
        event.add("COMMENT", invitation.reason)


def _attendee(invitee: Invitee, invitation: Invitation) -> vCalAddress:
    """An ATTENDEE; Apple and Thunderbird show buttons only where an answer is asked for."""
    asked = invitation.method == "REQUEST" and invitee.mailbox != invitation.organizer.mailbox
    return vCalAddress.new(
        invitee.email,
        cn=invitee.name,
        cutype="INDIVIDUAL",
        role=_ROLES[invitee.role],
        partstat=invitee.partstat.value.upper(),
        rsvp=True if asked else None,
    )


def _alarm(invitation: Invitation) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", invitation.title)
    alarm.add("TRIGGER", _REMINDER)
    return alarm
