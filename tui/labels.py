"""Short words for what rows hold: states, duties, clocks; and how pressing they are."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.messages import N_, Message
from core.worktime import humane
from tui.i18n import _, say

TYPES = {
    "project": N_("project collaboration"),
    "resource": N_("resource application"),
    "issue": N_("issue coordination"),
    "process": N_("process improvement"),
}
SHORT_TYPES = {
    "project": N_("project"),
    "resource": N_("resource"),
    "issue": N_("issue"),
    "process": N_("process"),
}
PRIORITIES = {1: N_("high"), 2: N_("medium"), 3: N_("low")}
DUTIES = {
    "acknowledge": N_("acknowledge"),
    "plan": N_("submit plan"),
    "retrospective": N_("retrospective"),
    "answer": N_("answer plan"),
    "deliver": N_("hand in"),
    "update": N_("update"),
    "rework": N_("rework"),
    "accept": N_("accept"),
    "resubmit": N_("resubmit"),
    "confirm": N_("confirm outcome"),
    "settle": N_("settle conflict"),
    "review": N_("review"),
    "rule": N_("rule"),
    "mediate": N_("mediate"),
    "first_response": N_("respond"),
    "first_plan": N_("first plan"),
    "minutes": N_("minutes"),
}
SOON = timedelta(hours=4)


def _rounded(delta: timedelta) -> timedelta:
    """To whole days, else whole hours: how late is said roughly, it is late either way."""
    for unit in (timedelta(days=1), timedelta(hours=1)):
        if delta >= unit:
            return delta // unit * unit
    return delta


def word(words: dict[str, Message] | dict[int, Message], key: object) -> str:
    """The spoken word for a code; the code itself where there is none."""
    found = words.get(key)  # type: ignore[call-overload]
    return say(found) if found else str(key)


def state(code: str) -> str:
    """The spoken word for where a request stands."""
    from core.lifecycle import LABELS
    from core.model.request import RequestState

    found = RequestState(code)
    short = {RequestState.SECOND_COORDINATION: N_("2nd coord.")}
    return say(short.get(found, LABELS[found]))


def left(due_at: datetime | None, now: datetime) -> tuple[str, str]:
    """How long is left until *due_at*, or how long it is overdue, with the style it is shown in."""
    if due_at is None:
        return "", ""
    if due_at < now:
        return _("{time} over", time=humane(_rounded(now - due_at))), "danger"
    style = "warning" if due_at - now < SOON else ""
    return say(humane(due_at - now)), style


def code(value: object) -> str:
    """What a person would type for a value: an enumeration's own word."""
    from core.codec import to_plain

    plain = to_plain(value)
    return plain if isinstance(plain, str) else ""


def options(choices: type) -> list[tuple[str, str]]:
    """The codes of an enumeration with their spoken labels."""
    return [(code(member), label_of(member)) for member in choices]  # type: ignore[attr-defined]


def label_of(member: object) -> str:
    """The spoken label of one member of any of the product's enumerations."""
    words = _words().get(type(member).__name__, {})
    found = words.get(member)
    return say(found) if found else code(member)


def _words() -> dict[str, dict[object, Message]]:
    """All labels by enumeration; gathered when a form is opened."""
    from core import agenda, lifecycle
    from core.commands import conflict, organisation, task
    from core.model.request import Priority, RequestType
    from core.model.work import PlanAnswer

    return {
        "RequestType": {RequestType(name): label for name, label in SHORT_TYPES.items()},
        "Priority": {Priority(number): label for number, label in PRIORITIES.items()},
        "RequestState": dict(lifecycle.LABELS.items()),
        "MeetingKind": dict(agenda.KIND_LABELS.items()),
        "ConflictLevel": dict(conflict.LEVEL_LABELS.items()),
        "ConflictType": dict(conflict.TYPE_LABELS.items()),
        "TaskState": dict(task.STATE_LABELS.items()),
        "OrganisationRole": dict(organisation.ROLE_LABELS.items()),
        "PlanAnswer": {
            PlanAnswer.AGREE: N_("agree"),
            PlanAnswer.DISAGREE: N_("disagree"),
            PlanAnswer.CHANGE: N_("change needed"),
        },
    }


_KINDS = {"MTG": "meeting", "TSK": "task", "CFL": "conflict"}


def kind_of(number: str) -> str:
    """Which kind of record a number names."""
    return _KINDS.get(number.partition("-")[0].upper(), "request")


WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
