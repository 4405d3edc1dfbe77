"""What is said to one attendee alone: taken off a meeting, or a proposal turned down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.model.meeting import Attendee, Meeting
from core.model.organisation import Person
from core.model.series import Series
from exports.invitation import Invitation, Method, prepare
from exports.series import prepare_occurrence


def taken_off(
    meeting: Meeting, made: Series | None, people: Mapping[str, Person], login: str, title: str
) -> Invitation:
    """The cancellation for somebody no longer invited, the event being left to the others (P7).

    *made* is the meeting's series, *title* its request's; refusals as in ``prepare``.
    """
    alone = _alone(meeting, made, people, login, method="CANCEL", request_title=title)
    return replace(alone, uninvites=True)


def turned_down(
    meeting: Meeting, made: Series | None, people: Mapping[str, Person], login: str, reason: str
) -> Invitation:
    """The answer to a counter-proposal: the meeting stays at its time (RFC 5546 3.2.8)."""
    return _alone(meeting, made, people, login, method="DECLINECOUNTER", reason=reason)


def _alone(
    meeting: Meeting, made: Series | None, people: Mapping[str, Person], login: str,
    *, method: Method, **more: Any,
) -> Invitation:  # fmt: skip
    alone = replace(meeting, attendees=(Attendee(person=login),))
    if made:
        return prepare_occurrence(made, alone, people, method=method, **more)
    return prepare(alone, people, method=method, **more)
