"""Help, made of the verbs' own words, in the spoken language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.commandline import output, registry
from tui.commandline.arguments import EVERYWHERE, FLAG, LIST, Option, Verb
from tui.i18n import _, say

WIDTH = 28


def version() -> int:
    """Which release this is."""
    from tui.commandline.release import number

    return _print([f"liaison {number()}"])


def _print(lines: Iterable[str]) -> int:
    output.write("\n".join(lines).rstrip())
    return 0


def overview() -> int:
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
    return _print(lines)


def _verbs_of(noun: str) -> Iterator[str]:
    for name in registry.names(noun):
        yield name.partition(" ")[2] or say(registry.load(name).label)


def noun(name: str) -> int:
    """The verbs of one noun, each with what it does."""
    found = ((verb, say(registry.load(verb).about)) for verb in registry.names(name))
    return _print(_columns(found))


def verb(found: Verb) -> int:
    """How one verb is typed, what it does, and its options with examples."""
    positional = [option for option in found.options if option.name == found.positional]
    words = [_record(option) for option in positional]
    others = [option for option in found.options if option.name != found.positional]
    required = [f"{option.spelled} …" for option in others if option.required]
    lines = [
        " ".join(["liaison", found.name, *words, *required, "[--json]"]),
        "",
        say(found.about),
        "",
        *_options([*positional, *others]),
    ]
    return _print(lines)


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
