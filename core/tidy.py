"""Entities inside an argument, made fit to be kept: one way, typed as a line or given as JSON."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

from core.errors import BadInput, for_example
from core.messages import N_, Message
from core.model.meeting import Attendee, Block
from core.model.request import Detail, ResourceWish
from core.model.work import Contingency, PlannedTask, Risk
from core.single_values import bounded, code, is_blank, login
from core.text import clean

V = TypeVar("V", Attendee, Block, Contingency, Detail, PlannedTask, ResourceWish, Risk)

_CODES = frozenset({"department", "owner_department"})
_LOGINS = frozenset({"person", "owner", "presenter"})
_LIMITS = {"name": 120, "title": 120, "depends_on": 120, "confidentiality": 60}
_SENTENCE = 1000
_BOUNDS = {"minutes": (0, 1440), "warn_days": (0, 999)}
_WHO = (N_("Say which department does it."), N_("PRD"))
# What must not be blank, with the sentence that asks for it and an example.
_NEEDED: dict[type, dict[str, tuple[Message, Message]]] = {
    Detail: {
        "department": _WHO,
        "what": (
            N_("Say what the department does."),
            N_("PRD: three product sheets with user profiles @ +5d"),
        ),
    },
    Block: {"name": (N_("Name the agenda block."), N_("Topics 30"))},
    Attendee: {"person": (N_("Name the attendee."), N_("wang"))},
    PlannedTask: {"department": _WHO, "owner": (N_("Say whose task it is."), N_("zhao"))},
    Contingency: {
        "trigger": (N_("Say what would set it off."), N_("Sheets are late")),
        "answer": (N_("Say what is done then."), N_("move the posters back by two days")),
    },
    Risk: {"what": (N_("Say what may go wrong."), N_("Printing is late"))},
}


def tidy(value: V) -> V:
    """An entity with its texts clean, its codes in capitals and its numbers within bounds."""
    for name, (request, example) in _NEEDED.get(type(value), {}).items():
        if is_blank(getattr(value, name)):
            raise BadInput(request, hint=for_example(example))
    return replace(value, **{f.name: _tidy(f.name, getattr(value, f.name)) for f in fields(value)})


def _tidy(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_tidy(name, item) for item in value)
    if type(value) is int:
        return bounded(value, *_BOUNDS.get(name, ()))
    if type(value) is not str:
        return value
    text = clean(value, limit=_LIMITS.get(name, _SENTENCE))
    if text and name in _CODES:
        return code(text)
    return login(text) if text and name in _LOGINS else text
