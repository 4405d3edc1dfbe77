"""The value of an argument from what JSON holds; the texts inside it as people type them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from core import separated, single_values
from core.choices import choose, one_of
from core.codec import from_plain, type_hints
from core.commands.base import Argument, Kind
from core.errors import BadInput
from core.lines import LISTS, Context, good_answer, needed, read_list, show
from core.messages import N_, Message
from core.text import clean, safe, shorten
from core.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

_WANTED: dict[Any, Message] = {
    str: N_("text"),
    int: N_("a whole number"),
    bool: N_("true or false"),
    date: N_("a date"),
    datetime: N_("a day with a time"),
    tuple: N_("a list"),
}


def take(argument: Argument, hint: Any, data: Any, context: Context, field: str) -> Any:
    """The value of the type *hint* that *data*, not a text, stands for.

    Raises ``BadInput`` with *field* for anything of another shape, and for what the same words
    typed as text would be refused for.
    """
    kind = _kind(hint)
    try:
        if argument.kind in LISTS:
            value = _list(argument, kind, data, context)
        else:
            value = _value(kind, data, context, argument.label)
    except BadInput as refusal:
        raise BadInput(refusal.message, field, refusal.hint or good_answer(argument)) from None
    if argument.required and value == ():
        raise needed(argument, field)
    return value


def unknown(name: object, known: Iterable[str]) -> BadInput:
    """The refusal of a name that is not among the *known* ones; it is shown harmless."""
    shown = shorten(safe(str(name)), 40)
    return BadInput(
        N_("There is no field “{name}” here.", name=shown),
        shown,
        N_("One of: {choices}", choices=", ".join(known)),
    )


def _list(argument: Argument, kind: Any, data: Any, context: Context) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise _wrong(argument.label, tuple)
    # Before they are read, which would take long; an object takes a character at least.
    size = sum(len(item) if isinstance(item, str) else 1 for item in data)
    if size > argument.limit:
        raise BadInput(
            N_("Too long: {count} characters, and {limit} fit. Take out {over}.",
               count=size, limit=argument.limit, over=size - argument.limit)
        )  # fmt: skip
    element = get_args(kind)[0]

    def read(item: Any) -> tuple[Any, ...]:
        if isinstance(item, str):
            return _typed(argument.kind, item, context)
        return (_value(element, item, context, argument.label),)

    value = separated.each(data, read, _entry)
    if argument.kind in (Kind.DEPARTMENTS, Kind.PEOPLE, Kind.ATTENDEES):
        value = tuple(dict.fromkeys(value))
    clean(show(argument, value, context), limit=argument.limit, lines=True)
    return value


def _typed(kind: Kind, item: str, context: Context) -> tuple[Any, ...]:
    """A text in a list: as on a line, but a word is taken whole, commas and all."""
    if kind is Kind.WORDS:
        word = clean(item, limit=single_values.MOST)
        return (word,) if word else ()
    return read_list(kind, item, context)


def _entry(place: int, problem: Message) -> Message:
    return N_("Entry {place}: {problem}", place=place, problem=problem)


def _value(hint: Any, data: Any, context: Context, name: object) -> Any:
    kind = _kind(hint)
    if is_dataclass(kind) and isinstance(kind, type):
        found: Any = data if type(data) is kind else _object(kind, data, context, name)
        return tidy(found)
    if isinstance(data, str) and not isinstance(data, Enum):
        return _from_text(kind, data, context, name)
    if isinstance(kind, type) and issubclass(kind, Enum) and type(data) not in (int, kind):
        raise _wrong(name, kind)
    try:
        value = from_plain(hint, data)
    except (KeyError, TypeError, ValueError):
        raise _wrong(name, kind) from None
    return single_values.bounded(value) if type(value) is int else value


def _from_text(kind: Any, text: str, context: Context, name: object) -> Any:
    if kind is date:
        return single_values.day(text, context)
    if kind is datetime:
        return single_values.moment(text, context)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return choose(kind, clean(text, limit=60))
    if get_origin(kind) is tuple:
        return separated.words(clean(text, limit=single_values.MOST), separated.LISTED)
    if kind is not str:
        raise _wrong(name, kind)
    return text


def _object(kind: type, data: Any, context: Context, name: object) -> Any:
    hints = type_hints(kind)
    if not isinstance(data, dict):
        raise BadInput(
            N_("“{name}” must be an object with {names}.", name=name, names=", ".join(hints))
        )
    for part in data:
        if part not in hints:
            raise unknown(part, hints)
    given = {part: item for part, item in data.items() if item is not None}
    for missing in _missing(kind, given):
        raise BadInput(N_("“{part}” is missing.", part=missing))
    return kind(**{part: _value(hints[part], item, context, part) for part, item in given.items()})


def _missing(kind: Any, data: Mapping[str, Any]) -> list[str]:
    return [f.name for f in fields(kind) if f.default is MISSING and f.name not in data]


def _wrong(name: object, kind: Any) -> BadInput:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return BadInput(N_("“{name}” must be one of the choices.", name=name), hint=one_of(kind))
    wanted = _WANTED[get_origin(kind) or kind]
    return BadInput(N_("“{name}” must be {wanted}.", name=name, wanted=wanted))


def _kind(hint: Any) -> Any:
    """The type without its "or nothing"."""
    if get_origin(hint) not in (Union, UnionType):
        return hint
    return next(arm for arm in get_args(hint) if arm is not type(None))
