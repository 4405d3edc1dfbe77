"""What a person types for an argument, and an argument's value as it could be typed.

One way for the fields of a form, the options of the command line and the cells of a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from core import separated, single_values
from core.choices import choose, one_of
from core.codec import to_plain
from core.commands.base import Argument, Kind
from core.errors import BadInput, for_example
from core.messages import N_, Message
from core.text import clean

if TYPE_CHECKING:
    from core.worktime import WorkTime


@dataclass(frozen=True, slots=True)
class Context:
    """Where and when something is typed; ``now`` is aware."""

    now: datetime
    worktime: WorkTime

    @property
    def today(self) -> date:
        """The organisation's calendar day."""
        return self.worktime.day(self.now)


LISTS = frozenset(
    {
        Kind.DEPARTMENTS,
        Kind.PEOPLE,
        Kind.WORDS,
        Kind.DETAILS,
        Kind.BLOCKS,
        Kind.ATTENDEES,
        Kind.TASKS,
        Kind.CONTINGENCIES,
    }
)
_TEXTS = frozenset({Kind.TEXT, Kind.LONG, Kind.RECORD, Kind.PERSON, Kind.DEPARTMENT})
_DESCRIBED = frozenset({Kind.CHOICE, Kind.TEXT, Kind.LONG, Kind.FLAG})  # for want of an example
_EXAMPLES = {
    Kind.TEXT: N_("Plain text on one line"),
    Kind.LONG: N_("Plain text, also on several lines"),
    Kind.FLAG: N_("yes or no"),
    Kind.NUMBER: N_("3"),
    Kind.DATE: N_("2026-12-20, +10d, next fri"),
    Kind.MOMENT: N_("fri 14:00, +3d 10:00"),
    Kind.RECORD: N_("XMBG-202611001"),
    Kind.PERSON: N_("wang"),
    Kind.PEOPLE: N_("wang, zhao"),
    Kind.DEPARTMENT: N_("PRD"),
    Kind.DEPARTMENTS: N_("PRD, SAL, LOG"),
    Kind.WORDS: N_("posters.pdf, budget.xlsx"),
    Kind.DETAILS: N_("PRD: three product sheets with user profiles @ +5d"),
    Kind.BLOCKS: N_("Topics 30 | wang | Which products are promoted?"),
    Kind.ATTENDEES: N_("wang, zhao optional"),
    Kind.TASKS: N_("PRD | zhao | Product sheets | +1d > +5d | three sheets, approved"),
    Kind.CONTINGENCIES: N_("Sheets are late | 3 | move the posters back by two days"),
    Kind.RISK: N_("Printing is late | supplier | +2d"),
    Kind.RESOURCE: N_("meeting room | PMO | 1 | +3d > +5d | supplier days | internal"),
}


def parse(argument: Argument, text: str, context: Context, field: str) -> Any:
    """The value that *text* means; blank text means "", () or None, as the kind has it.

    Raises ``BadInput`` with *field*, the line of several that is at fault, and an example.
    """
    try:
        value = _read(argument, text, context)
    except BadInput as refusal:
        hint = refusal.hint or good_answer(argument)
        raise BadInput(refusal.message, field, hint) from None
    if argument.required and value in ("", (), None):
        raise needed(argument, field)
    return value


def show(argument: Argument, value: Any, context: Context) -> str:
    """The text that :func:`parse` reads back to an equal value; dates are shown in ISO 8601."""
    if value is None:
        return ""
    if argument.kind in _SHOW:
        return _SHOW[argument.kind](value)
    if argument.kind is Kind.MOMENT:
        return single_values.show_moment(value, context)
    if argument.kind in _TEXTS | {Kind.NUMBER}:
        return str(value)
    # Late: few arguments are lines of entities.
    from core.line_values import write

    return write(argument.kind, value)


def needed(argument: Argument, field: str) -> BadInput:
    """The refusal of an argument that must be given and is not."""
    return BadInput(N_("“{label}” is needed.", label=argument.label), field, good_answer(argument))


def example(argument: Argument) -> Message | None:
    """A good answer: the argument's own, else one of its kind."""
    choices = argument.choices
    return argument.example or (one_of(choices) if choices else _EXAMPLES.get(argument.kind))


def good_answer(argument: Argument) -> Message | None:
    """The hint that goes with a refusal: an example, said to be one, or what can be chosen."""
    found = example(argument)
    if found is None or argument.example or argument.kind not in _DESCRIBED:
        return for_example(found) if found else None
    return found


def _within_limit(argument: Argument, text: str) -> str:
    """*text*, or ``BadInput`` if it is longer than the argument may be, without reading it."""
    too_long = len(text) > argument.limit
    return clean(text, limit=argument.limit, lines=True) if too_long else text


def _read(argument: Argument, text: str, context: Context) -> Any:
    kind = argument.kind
    if kind in LISTS:
        return read_list(kind, _within_limit(argument, text), context)
    typed = clean(text, limit=argument.limit, lines=kind is Kind.LONG)
    if single_values.is_blank(typed):
        return "" if kind in _TEXTS else None
    if kind in (Kind.TEXT, Kind.LONG):
        return typed
    if kind is Kind.CHOICE and argument.choices:
        return choose(argument.choices, typed)
    if kind in _DAYS:
        return _DAYS[kind](typed, context)
    if kind in _SINGLE:
        return _SINGLE[kind](typed)
    from core.line_values import read_line

    return read_line(kind, typed, context)


def read_list(kind: Kind, text: str, context: Context) -> tuple[Any, ...]:
    """The values of a kind that holds several; ``BadInput`` names the line at fault."""
    if kind is Kind.WORDS:
        return separated.each(separated.lines(text), separated.words)
    if kind in _EACH:
        read = _EACH[kind]
        found = separated.each(separated.lines(text), lambda line: map(read, _names(line)))
        return tuple(dict.fromkeys(found))
    from core.line_values import read_lines

    return read_lines(kind, text, context)


def _names(line: str) -> list[str]:
    return [name for name in re.split(rf"[\s{separated.LISTED}]+", line) if name]


_DAYS: dict[Kind, Callable[[str, Context], Any]] = {
    Kind.DATE: single_values.day,
    Kind.MOMENT: single_values.moment,
}
_EACH: dict[Kind, Callable[[str], str]] = {
    Kind.DEPARTMENTS: single_values.code,
    Kind.PEOPLE: single_values.login,
}
_SINGLE: dict[Kind, Callable[[str], Any]] = {
    Kind.FLAG: single_values.flag,
    Kind.NUMBER: single_values.number,
    Kind.RECORD: single_values.record,
    Kind.PERSON: single_values.login,
    Kind.DEPARTMENT: single_values.code,
}
_SHOW: dict[Kind, Callable[[Any], str]] = {
    Kind.FLAG: lambda value: "yes" if value else "no",
    Kind.DATE: date.isoformat,
    Kind.CHOICE: lambda value: str(to_plain(value)),
    Kind.DEPARTMENTS: ", ".join,
    Kind.PEOPLE: ", ".join,
    Kind.WORDS: separated.joined,
}
