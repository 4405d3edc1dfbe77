"""What people type to narrow a list, as terms that a window can be asked for (R3.1).

Words, ``name:value``, ``#number``; ``-`` in front of any of them means all but these. Everything
must hold at once; several values with commas between mean any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from core.errors import BadInput
from core.messages import N_, Message
from core.text import clean, shorten

if TYPE_CHECKING:
    from core.lines import Context

LIMIT = 200
WORD, NUMBER = "", "#"  # the names of terms that have none
NONE, OVERDUE, ME = "none", "overdue", "me"
Value = str | datetime | date | timedelta


class Kind(StrEnum):
    """What a field is compared with."""

    CHOICE = "choice"
    NAME = "name"
    TEXT = "text"
    FLAG = "flag"
    MOMENT = "moment"
    DAY = "day"
    AGE = "age"


class Term(NamedTuple):
    """One condition; spans are counted from the moment the question is asked.

    ``op`` is ``=`` (any of the values), ``<`` (before it), ``>`` (then or later), ``..`` (from the
    first until before the second), ``overdue`` or ``none``.
    """

    name: str
    values: tuple[Value, ...] = ()
    op: str = "="
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """What can be asked for by ``name:``; ``words`` gives the code of whatever may be typed.

    The first word for a code is the one a person is shown.
    """

    name: str
    label: Message
    kind: Kind
    also: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def usual(self) -> dict[str, str]:
        """The word for each code."""
        return {code: word for word, code in reversed(list(self.words.items()))}


Grammar = Mapping[str, Field]
_TIMES = frozenset({Kind.MOMENT, Kind.DAY, Kind.AGE})
_SAID = {
    NONE: NONE, "无": NONE, "没有": NONE,
    OVERDUE: OVERDUE, "逾期": OVERDUE, "超期": OVERDUE,
    ME: ME, "我": ME,
}  # fmt: skip
_FLAGS = dict.fromkeys(("yes", "y", "true", "1", "是", "有"), "yes")
_FLAGS |= dict.fromkeys(("no", "n", "false", "0", "否", "无"), "no")
_UNITS = {"h": "hours", "小时": "hours", "d": "days", "天": "days", "w": "weeks", "周": "weeks"}
_SPAN = r"([0-9]{1,4}) ?(h|d|w|小时|天|周)"
_QUOTES = {'"': '"', "“": "”", "「": "」"}
_COMMAS = ",，、"
_TOKEN = re.compile(
    r"(?P<minus>[-－−](?=\S))?"
    r"(?:(?P<hash>[#＃])(?P<number>\S*)|(?P<name>[^\W\d_]+)[:：](?P<value>"
    r'(?:"[^"]*"|“[^”]*”|「[^」]*」|[^\s"“「])*(?P<torn>["“「]\S*)?)'
    r'|(?P<quoted>"[^"]*"|“[^”]*”|「[^」]*」)|(?P<word>\S+))'
)
_VALUE = re.compile(r'"([^"]*)"|“([^”]*)”|「([^」]*)」|([^,，、]+)')


def grammar(fields: Iterator[Field] | tuple[Field, ...]) -> Grammar:
    """The fields by every name they may be called."""
    return {name: one for one in fields for name in (one.name, *one.also)}


def parse(text: str, known: Grammar, context: Context) -> tuple[Term, ...]:
    """The terms of *text*, in its order; none for a blank one.

    Raises ``BadInput`` that names the first thing that is not understood, and what would be.
    """
    text = clean(text, limit=LIMIT, field="filter")
    return tuple(_term(found, known, context) for found in _TOKEN.finditer(text))


def without(text: str, one: Field) -> str:
    """The text without what it says of a field, by whichever of its names."""
    names = (one.name, *one.also)
    found = _TOKEN.finditer(text)
    return " ".join(t[0] for t in found if _narrow(t["name"] or "").casefold() not in names)


def _term(found: re.Match[str], known: Grammar, context: Context) -> Term:
    negated = found["minus"] is not None
    if found["hash"]:
        return Term(NUMBER, (_number(found["number"]),), negated=negated)
    if found["name"] and found["torn"] is None:
        return _named(found, known, context)._replace(negated=negated)
    word = found["quoted"][1:-1].strip() if found["quoted"] else found["word"] or ""
    if found["torn"] or (not found["quoted"] and word[:1] in _QUOTES):
        raise _fault(N_("The quotation mark in {typed} is not closed.", typed=_shown(found[0])))
    if not word:
        raise _fault(N_("Between the quotation marks there is nothing."))
    # An input method may have made its letters wide, and so may have who wrote the title.
    return Term(WORD, tuple(dict.fromkeys((word, _narrow(word) or word))), negated=negated)


def _number(typed: str) -> str:
    if not typed:
        raise _fault(N_("After # comes a part of a number."), N_("#618"))
    return _narrow(typed).upper()


def _named(found: re.Match[str], known: Grammar, context: Context) -> Term:
    name = _narrow(found["name"]).casefold()
    if name not in known:
        names = ", ".join(dict.fromkeys(one.name for one in known.values()))
        raise _fault(
            N_("There is no filter {name}: here.", name=_shown(found["name"])),
            N_('One of: {names}. As text: "{typed}"', names=names, typed=_shown(found[0])),
        )
    one = known[name]
    if one.kind in _TIMES:
        return _timed(one, _narrow(found["value"]), context)
    values = [next(filter(None, parts), "") for parts in _VALUE.findall(found["value"])]
    values = [value.strip() for value in values if value.strip()]
    if not values:
        raise _wanted(one)
    return Term(one.name, tuple(dict.fromkeys(_code(one, value) for value in values)))


def _code(one: Field, typed: str) -> str:
    """What is kept for what was typed, or for as much of it as can mean one thing only."""
    if one.kind is Kind.TEXT:
        return typed
    plain = _narrow(typed).casefold()
    if one.kind is Kind.NAME:
        return _SAID.get(plain, typed)
    words = _FLAGS if one.kind is Kind.FLAG else one.words
    if plain in words:
        return words[plain]
    near = {code for word, code in words.items() if word.startswith(plain)}
    if len(near) == 1 and one.kind is Kind.CHOICE:
        return near.pop()
    raise _wanted(one, typed)


def _timed(one: Field, typed: str, context: Context) -> Term:
    """A moment, a day or an age against what was typed: ``<3d``, ``>=2026-12-01``, ``overdue``."""
    typed = typed.strip('"“”「」 ')
    if _SAID.get(typed.casefold()) in (NONE, OVERDUE) and one.kind is not Kind.AGE:
        return Term(one.name, op=_SAID[typed.casefold()])
    op, rest = _split(typed)
    if span := re.fullmatch(_SPAN, rest):
        return _within(one, op, timedelta(**{_UNITS[span[2]]: int(span[1])}), context)
    if one.kind is Kind.AGE or not rest:
        raise _wanted(one, typed)
    try:
        return _dated(one, op, rest, context)
    except BadInput as fault:
        raise _wanted(one, typed) from fault


def _split(typed: str) -> tuple[str, str]:
    op = next((op for op in ("<=", ">=", "<", ">", "=") if typed.startswith(op)), "")
    return op, typed.removeprefix(op).strip()


def _within(one: Field, op: str, span: timedelta, context: Context) -> Term:
    """Nearer than a span or farther; an age counts backwards: the older, the earlier."""
    if one.kind is Kind.AGE:
        return Term(one.name, (-span,), ">" if op.startswith("<") else "<")
    if not op.strip("="):
        day = context.today + timedelta(days=span.days)
        return Term(one.name, _bounds(one, day, context), "..")
    return Term(one.name, (span,), op[0])


def _dated(one: Field, op: str, typed: str, context: Context) -> Term:
    from core.dates import parse_day

    day = parse_day(typed, context.today, context.worktime.workdays)
    first, behind = _bounds(one, day, context)
    if not op.strip("="):
        return Term(one.name, (first, behind), "..")
    return Term(one.name, (first if op in ("<", ">=") else behind,), op[0])


def _bounds(one: Field, day: date, context: Context) -> tuple[Value, Value]:
    """The beginning of a day and of the one behind it, as the field is kept."""
    from datetime import time

    days = day, day + timedelta(days=1)
    if one.kind is Kind.DAY:
        return days
    return context.worktime.at(days[0], time(0)), context.worktime.at(days[1], time(0))


def _narrow(text: str) -> str:
    from core.single_values import narrow

    return narrow(text)


def _shown(text: str) -> str:
    return shorten(text, 40)


def _wanted(one: Field, typed: str = "") -> BadInput:
    """What may stand behind a name, for somebody who typed something else, or nothing yet."""
    if not typed:
        return _fault(N_("After {name}: comes what it should be.", name=one.name), _examples(one))
    return _fault(
        N_("{name}:{typed} is not understood.", name=one.name, typed=_shown(typed)), _examples(one)
    )


def _examples(one: Field) -> Message:
    if one.kind is Kind.CHOICE:
        return N_("One of: {choices}", choices=", ".join(reversed(list(one.usual.values()))))
    examples = {
        Kind.FLAG: N_("yes or no"),
        Kind.AGE: N_(">5d, <12h, >2w"),
        Kind.NAME: N_("PRD, wang, me, none"),
        Kind.TEXT: N_("XMBG-202611001"),
    }
    return examples.get(one.kind, N_("<3d, >2026-12-01, fri, overdue, none"))


def _fault(message: Message, hint: Message | None = None) -> BadInput:
    return BadInput(message, "filter", hint)
