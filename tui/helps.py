"""Help, made of the verbs' own words, in the spoken language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from core.text import safe
from tui import output, registry
from tui.arguments import EVERYWHERE, FLAG, LIST, Option, Verb
from tui.i18n import _, say

_RULES = re.compile(r"\s*\((?:[A-Z]\d+(?:\.\d+)?|RFC \d+[\d. ]*|S\d)(?:, [^()]*)?\)")
WIDTH = 28


def overview() -> None:
    """Everything there is, a line a noun."""
    lines = [
        _("liaison [options] [noun verb ...]   without a verb: the screens"),
        "",
        *_columns((noun, ", ".join(_verbs_of(noun))) for noun in registry.NOUNS),
        "",
        *_options(EVERYWHERE),
        "",
        _("More of one verb: liaison request submit --help"),
    ]
    output.write("\n".join(lines))


def _verbs_of(noun: str) -> Iterator[str]:
    for name in registry.names(noun):
        yield name.partition(" ")[2] or say(registry.load(name).label)


def noun(name: str) -> None:
    """The verbs of one noun, each with what it does."""
    found = ((verb, _first(registry.load(verb))) for verb in registry.names(name))
    output.write("\n".join(_columns(found)))


def _first(verb: Verb) -> str:
    return plain(say(verb.about))


def plain(text: str) -> str:
    """Words of the help without the numbers of the rules they come from."""
    return safe(_RULES.sub("", text))


def verb(found: Verb) -> None:
    """How one verb is typed, what it does, and its options with examples."""
    positional = [option for option in found.options if option.name == found.positional]
    words = [_record(option) for option in positional]
    others = [option for option in found.options if option.name != found.positional]
    required = [f"{option.spelled} …" for option in others if option.required]
    lines = [
        " ".join(["liaison", found.name, *words, *required, "[--json]"]),
        "",
        _first(found),
        "",
        *_options([*positional, *others]),
    ]
    output.write("\n".join(lines).rstrip())


def _record(option: Option) -> str:
    name = f"{option.name.upper()} ..."
    return name if option.required else f"[{name}]"


def _options(options: Iterable[Option]) -> Iterator[str]:
    return _columns((_typed(option), _explained(option)) for option in options)


def _typed(option: Option) -> str:
    return option.spelled if option.takes == FLAG else f"{option.spelled} …"


def _explained(option: Option) -> str:
    parts = [say(option.label)]
    if option.choices:
        parts.append(" | ".join(option.choices))
    elif option.example:
        parts.append(_("for example: {example}", example=say(option.example)))
    if option.takes == LIST:
        parts.append(_("may be repeated"))
    if option.required:
        parts.append(_("needed"))
    return "; ".join(parts)


def _columns(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        gap = " " * max(2, WIDTH - len(name))
        yield f"  {name}{gap}{text}"
