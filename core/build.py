"""Commands from what people type, and the texts to prefill a form with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from core.codec import from_plain, type_hints
from core.commands.base import Argument, Command, arguments
from core.errors import BadInput, Unreadable
from core.lines import Context, needed, parse, show
from core.messages import N_

C = TypeVar("C", bound=Command)

_NOT_GIVEN = object()
_NAMED_AT_MOST = 20  # unknown names, when a file of another kind is given


def build(command: type[C], raw: Mapping[str, Any], context: Context) -> C:
    """The command with the arguments *raw* gives by field name, as text or as JSON holds them.

    Null means not given, and so does blank text, except that it clears an optional text, and a
    list whose argument says so.
    Raises ``BadInput`` for one fault, ``Unreadable`` with all of them for several.
    """
    if not isinstance(raw, Mapping):
        raise BadInput(
            N_("One object with the fields of the form is wanted here."),
            hint=N_("One of: {choices}", choices=", ".join(arguments(command))),
        )
    specs, hints, values = arguments(command), _hints(command), dict[str, Any]()
    strangers = [name for name in raw if name not in specs]
    problems = [_unknown(name, specs) for name in strangers[:_NAMED_AT_MOST]]
    for name, argument in specs.items():
        try:
            value = _value(argument, hints[name], raw.get(name), context, name)
        except BadInput as refusal:
            problems.append(refusal)
        else:
            if value is not _NOT_GIVEN:
                values[name] = value
    if problems:
        raise problems[0] if len(problems) == 1 else Unreadable(problems)
    return command(**values)


def unbuild(
    command: type[Command], record_plain: Mapping[str, Any], context: Context
) -> dict[str, str]:
    """The texts for the arguments that have the names of the record's fields.

    *record_plain* is what ``core.codec.to_plain`` makes of it; a field that is of another shape
    there than in the command is left out.
    """
    hints, texts = _hints(command), dict[str, str]()
    for name, argument in arguments(command).items():
        if name not in record_plain:
            continue
        try:
            value = from_plain(hints[name] | None, record_plain[name])
        except (KeyError, TypeError, ValueError):
            continue
        texts[name] = show(argument, value, context)
    return texts


def _value(argument: Argument, hint: Any, raw: Any, context: Context, name: str) -> Any:
    if raw is None:
        if argument.required:
            raise needed(argument, name)
        return _NOT_GIVEN
    if isinstance(raw, str):
        value = parse(argument, raw, context, name)
        if value in ("", (), None):
            return "" if hint == (str | None) else () if argument.clears else _NOT_GIVEN
        return value
    # Late: only JSON has anything but text.
    from core.plain_values import take

    return take(argument, hint, raw, context, name)


def _hints(command: Any) -> dict[str, Any]:
    return type_hints(command)


def _unknown(name: object, known: Mapping[str, Argument]) -> BadInput:
    from core.plain_values import unknown

    return unknown(name, known)
