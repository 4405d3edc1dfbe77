"""Short words for what rows hold: states, duties, clocks; and how pressing they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

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
    "feedback": N_("write feedback"),
    "written_record": N_("write it down"),
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


def standing(code: str, merged_into: str | None) -> str:
    """Where a request stands, in a person's words: what another one took over is not refused."""
    return _("merged into {number}", number=merged_into) if merged_into else state(code)


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
    found = words_of(type(member).__name__).get(member)
    return say(found) if found else code(member)


def words_of(enumeration: str) -> Mapping[Any, Message]:
    """The labels of an enumeration; those that stand beside its rules are loaded when asked for."""
    if enumeration in _HERE:
        return _HERE[enumeration]
    module, _, name = _BESIDE.get(enumeration, "").partition(":")
    words: Mapping[Any, Message] = getattr(import_module(module), name) if name else {}
    return words


_BESIDE = {
    "RequestState": "core.lifecycle:LABELS",
    "MeetingKind": "core.agenda:KIND_LABELS",
    "ConflictLevel": "core.commands.conflict:LEVEL_LABELS",
    "ConflictType": "core.commands.conflict:TYPE_LABELS",
    "TaskState": "core.model.work:STATE_LABELS",
    "OrganisationRole": "core.model.organisation:ROLE_LABELS",
    "Role": "core.commands.person:EVERY_ROLE_LABEL",
    "Relation": "core.commands.relations:RELATION_LABELS",
    "Use": "core.commands.resource:USE_LABELS",
    "Channel": "core.commands.responding:CHANNEL_LABELS",
    "Participation": "tui.attendance:PARTSTAT",
}
# By the members' own values, which equal them.
_HERE: dict[str, Mapping[Any, Message]] = {
    "RequestType": SHORT_TYPES,
    "Priority": PRIORITIES,
    "Repeat": {"once": N_("once"), "weekly": N_("weekly"), "monthly": N_("monthly")},
    "MonthlyOn": {"weekday": N_("weekday"), "day": N_("day of the month")},
    "PlanAnswer": {
        "agree": N_("agree"),
        "disagree": N_("disagree"),
        "change": N_("change needed"),
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
    "LSN": "lesson",
}


def meeting_kind(code: str) -> str:
    """What a meeting is for, in few words."""
    from core.agenda import KIND_LABELS
    from core.model.meeting import MeetingKind

    kind = MeetingKind(code)
    is_long = kind is MeetingKind.SECOND_COORDINATION
    return say(N_("2nd coord.") if is_long else KIND_LABELS[kind])


def kind_of(number: str) -> str:
    """Which kind of record a number names."""
    return _KINDS.get(number.partition("-")[0].upper(), "request")


WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
