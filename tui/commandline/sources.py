"""What ``--from`` names: one JSON object, or a list of them, from a file or standard input."""

from __future__ import annotations

import os
import sys
from typing import Any

from core.errors import BadInput
from core.messages import N_
from core.text import safe, shorten
from tui.commandline.arguments import LIST, Given, Option, Verb

FROM = Option(
    "from",
    N_("Take them from a JSON file, or from standard input: -"),
    example=N_("request.json"),
)
AT_ONCE = 500
LARGEST = 4 * 1024 * 1024  # octets: some hundred requests with everything filled in


def load(source: str, plain: str = "") -> Any:
    """The data of a file, of standard input for ``-``; raises ``BadInput``.

    With *plain*, what does not begin like an object or a list is the text of that argument.
    """
    data = _octets(source)
    if len(data) > LARGEST:
        raise _refused(
            source, N_("it is larger than {limit} MiB; split it", limit=LARGEST // 1024**2)
        )
    import json

    try:
        text = data.decode("utf-8-sig")
        if plain and not text.lstrip().startswith(("{", "[")):
            return {plain: text}
        return json.loads(text, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise _refused(source, N_("it is not UTF-8")) from error
    except json.JSONDecodeError as error:
        raise _refused(
            source, N_("line {line}: {fault}", line=error.lineno, fault=error.msg)
        ) from error
    except (ValueError, RecursionError) as error:
        raise _refused(source, N_("no number and no nesting like this can be kept")) from error


def _octets(source: str) -> bytes:
    try:
        if source == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        # Without waiting: a pipe that nobody writes to would hold the program for ever.
        with open(os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            return file.read(LARGEST + 1) or b""
    except (OSError, ValueError) as error:
        reason = os.strerror(getattr(error, "errno", 0) or 0)
        raise _refused(source, reason) from error


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _refused(source: str, fault: object) -> BadInput:
    shown = "-" if source == "-" else safe(shorten(source, 200))
    return BadInput(
        N_("--from {source} cannot be read: {fault}.", source=shown, fault=fault),
        "from",
        N_("One JSON object with the names of the options, or a list of such objects."),
    )


def arguments_of(verb: Verb, given: Given, plain: str = "") -> tuple[list[dict[str, Any]], bool]:
    """The arguments by name, once for each time the verb is to be done; whether these are several.

    Options hold for every object of a list and go before what the object says. *plain* is the
    argument that a file without JSON is the text of.
    """
    typed = {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in given.values.items()
        if name != FROM.name
    }
    objects: list[dict[str, Any]] = [{}]
    several = False
    if FROM.name in given.values:
        data = load(given.values[FROM.name], plain)
        several = isinstance(data, list)
        objects = [_object(verb, item) for item in (data if several else [data])]
    words = given.words
    if any(option.takes is LIST for option in verb.options if option.name == verb.positional):
        typed |= {verb.positional: words} if words else {}
        words = []
    _require_few(objects, words)
    if words:
        _require_unnamed(verb, [*objects, typed])
        return [one | typed | {verb.positional: word} for word in words for one in objects], (
            several or len(words) > 1
        )
    return [one | typed for one in objects], several


def arguments_once(verb: Verb, given: Given) -> dict[str, Any]:
    """The arguments of a verb that is done once; refuses what names several things to do."""
    raws, several = arguments_of(verb, given)
    if several:
        raise BadInput(N_("This is done once at a time: give one object, no list."), FROM.name)
    return raws[0]


def _object(verb: Verb, data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise BadInput(
            N_("--from needs a JSON object, or a list of objects."),
            FROM.name,
            N_("One of: {choices}", choices=", ".join(option.name for option in verb.options)),
        )
    return {verb.also.get(name, name): value for name, value in data.items()}


def _require_few(objects: list[dict[str, Any]], words: list[str]) -> None:
    if not objects:
        raise BadInput(N_("The list is empty: there is nothing to do."), FROM.name)
    if len(objects) > 1 and words:
        raise BadInput(N_("Name the records in the list or behind the verb, not both."), FROM.name)
    if max(len(objects), len(words)) > AT_ONCE:
        raise BadInput(N_("At most {limit} at once, as one step.", limit=AT_ONCE), FROM.name)


def _require_unnamed(verb: Verb, sources: list[dict[str, Any]]) -> None:
    if any(verb.positional in source for source in sources):
        raise BadInput(N_("The {name} is given twice.", name=verb.positional), verb.positional)
