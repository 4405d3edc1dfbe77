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
    "off_day": N_("day off: move"),
    "first_response": N_("respond"),
    "first_plan": N_("first plan"),
    "minutes": N_("meeting minutes"),
    "confirm_minutes": N_("confirm minutes"),
    "sign_off": N_("sign off"),
    "sign": N_("sign feedback"),
    "confirm_feedback": N_("accept feedback"),
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
    if due_at - now < SOON:  # a sign too, for who does not see the colour
        return f"!{say(humane(due_at - now))}", "warning"
    return say(humane(due_at - now)), ""


def size(octets: int) -> str:
    """How large a file is, as people say it."""
    if octets < 1024:
        return _("{count} bytes", count=octets)
    kib = octets / 1024
    return f"{kib:.0f} KiB" if kib < 1024 else f"{kib / 1024:.1f} MiB"


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
    from core.commands import conflict, organisation, relations, resource, task
    from core.model.meeting import Participation
    from core.model.request import Priority, RequestType
    from core.model.series import MonthlyOn, Repeat
    from core.model.work import PlanAnswer
    from tui.details import PARTSTAT

    return {
        "RequestType": {RequestType(name): label for name, label in SHORT_TYPES.items()},
        "Priority": {Priority(number): label for number, label in PRIORITIES.items()},
        "RequestState": dict(lifecycle.LABELS.items()),
        "MeetingKind": dict(agenda.KIND_LABELS.items()),
        "ConflictLevel": dict(conflict.LEVEL_LABELS.items()),
        "ConflictType": dict(conflict.TYPE_LABELS.items()),
        "TaskState": dict(task.STATE_LABELS.items()),
        "OrganisationRole": dict(organisation.ROLE_LABELS.items()),
        "Role": dict(organisation.EVERY_ROLE_LABEL.items()),
        "Relation": dict(relations.RELATION_LABELS.items()),
        "Use": dict(resource.USE_LABELS.items()),
        "Repeat": {
            Repeat.ONCE: N_("once"),
            Repeat.WEEKLY: N_("weekly"),
            Repeat.MONTHLY: N_("monthly"),
        },
        "MonthlyOn": {MonthlyOn.WEEKDAY: N_("weekday"), MonthlyOn.DAY: N_("day of the month")},
        "Participation": {Participation(code): label for code, label in PARTSTAT.items()},
        "PlanAnswer": {
            PlanAnswer.AGREE: N_("agree"),
            PlanAnswer.DISAGREE: N_("disagree"),
            PlanAnswer.CHANGE: N_("change needed"),
        },
    }


_KINDS = {
    "MTG": "meeting",
    "SER": "series",
    "TSK": "task",
    "CFL": "conflict",
    "TEAM": "team",
    "GRP": "group",
    "RES": "resource",
}


def kind_of(number: str) -> str:
    """Which kind of record a number names."""
    return _KINDS.get(number.partition("-")[0].upper(), "request")


WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
