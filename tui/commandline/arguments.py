"""What was typed behind ``liaison``: options that stand anywhere, a verb, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from core.errors import BadInput
from core.messages import N_, Message
from core.text import safe, shorten

if TYPE_CHECKING:
    from tui.session import Session

VALUE, LIST, FLAG = "value", "list", "flag"
SAID = {"yes", "no", "true", "false", "y", "n", "是", "否"}


class Option(NamedTuple):
    """One ``--option``; ``name`` is spelled with underscores, ``takes`` says what follows it."""

    name: str
    label: Message
    takes: str = VALUE
    required: bool = False
    example: Message | None = None
    choices: tuple[str, ...] = ()

    @property
    def spelled(self) -> str:
        """As it is typed."""
        return "--" + self.name.replace("_", "-")


class Given(NamedTuple):
    """What a verb was given: values by option name, and the bare words."""

    values: dict[str, Any]
    words: list[str]

    def text(self, name: str) -> str:
        """The value of one option, empty where it was not given."""
        return str(self.values.get(name, ""))


class Verb(NamedTuple):
    """One verb of the command line; bare words fill the option ``positional``.

    ``also`` maps further names of options to those they mean.
    """

    name: str
    label: Message
    about: Message
    run: Callable[[Session, Given], int]
    options: tuple[Option, ...] = ()
    positional: str = ""
    also: Mapping[str, str] = {}


@dataclass
class Line:
    """Everything typed: what holds for every verb, the words before the first option, the rest."""

    db: str = ""
    actor: str = ""
    language: str = ""
    json: bool = False
    help: bool = False
    version: bool = False
    words: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


EVERYWHERE = (
    Option("db", N_("Database: the path of a file, or a postgresql:// address")),
    Option("as", N_("Act as this person, where the database is your own")),
    Option("lang", N_("Language: zh or en"), choices=("zh", "en")),
    Option("json", N_("One JSON document instead of text"), FLAG),
    Option("help", N_("Say what there is"), FLAG),
    Option("version", N_("Say the version"), FLAG),
)
_FIELDS = {"db": "db", "as": "actor", "lang": "language"}


def leading(argv: list[str]) -> Line:
    """The options that hold for every verb and the words of the verb; the rest is left as it is."""
    line, tokens = Line(), list(argv)
    known = {option.name: option for option in EVERYWHERE}
    while tokens:
        if not tokens[0].startswith("-"):
            if len(line.words) == 2:
                break
            line.words.append(tokens.pop(0))
        elif line.words and _name(tokens[0]) not in known and tokens[0] != "-h":
            break
        else:
            _hold(line, *_option(tokens, known))
    line.rest = tokens
    return line


def language_of(argv: list[str]) -> str:
    """What ``--lang`` names, before anything else is understood: refusals are said in it."""
    for place, typed in enumerate(argv):
        if typed.startswith("--lang="):
            return typed.partition("=")[2]
        if typed == "--lang" and place + 1 < len(argv):
            return argv[place + 1]
    return ""


def given(verb: Verb, line: Line) -> Given:
    """What the verb is given, options that hold everywhere going into *line*."""
    everywhere = {option.name: option for option in EVERYWHERE}
    known = everywhere | {option.name: option for option in verb.options}
    known |= {other: known[name] for other, name in verb.also.items()}
    found, tokens = Given({}, []), line.rest
    while tokens:
        if tokens[0] == "--":
            found.words.extend(tokens[1:])
            break
        if not tokens[0].startswith("-") or tokens[0] == "-":
            found.words.append(tokens.pop(0))
            continue
        option, value = _option(tokens, known)
        if option.name in everywhere:
            _hold(line, option, value)
        else:
            _keep(found, option, value)
    if found.words and not verb.positional and not line.help:
        raise BadInput(
            N_("“{word}” is one word too many.", word=_shown(found.words[0])),
            hint=N_("See: liaison {verb} --help", verb=verb.name),
        )
    return found


def _name(token: str) -> str:
    return token.lstrip("-").partition("=")[0].replace("-", "_")


def _option(tokens: list[str], known: Mapping[str, Option]) -> tuple[Option, Any]:
    """Take one option and its value from the front."""
    typed = tokens.pop(0)
    if typed == "-h":
        return known["help"], True
    name, (_, equals, value) = _name(typed), typed.partition("=")
    if not typed.startswith("--") or name not in known:
        raise _unknown(typed, known)
    option = known[name]
    if equals:
        return option, value
    if option.takes is FLAG:
        return option, tokens.pop(0) if tokens and tokens[0].lower() in SAID else True
    if not tokens or (tokens[0].startswith("--") and _name(tokens[0]) in known):
        raise BadInput(
            N_("{option} needs a value.", option=option.spelled), option.name, option.example
        )
    return option, tokens.pop(0)


def _hold(line: Line, option: Option, value: Any) -> None:
    if option.takes is FLAG:
        setattr(line, option.name, True)
    else:
        setattr(line, _FIELDS[option.name], value)


def _keep(found: Given, option: Option, value: Any) -> None:
    if option.takes is LIST:
        found.values.setdefault(option.name, []).append(value)
    elif option.name in found.values:
        raise BadInput(N_("{option} is given twice.", option=option.spelled), option.name)
    else:
        found.values[option.name] = value


def _unknown(token: str, known: Mapping[str, Option]) -> BadInput:
    shown = _shown(token.partition("=")[0])
    return BadInput(
        N_("There is no option {option} here.", option=shown),
        hint=did_you_mean(_name(token), known, {n: o.spelled for n, o in known.items()}),
    )


def _shown(text: str) -> str:
    return safe(shorten(text, 60))


def did_you_mean(
    word: str, known: Iterable[str], spelled: Mapping[str, str] | None = None
) -> Message | None:
    """A hint with what is nearest to a mistyped word, beginnings first; None where nothing is."""
    names = list(known)
    near = [name for name in names if word and name.startswith(word)][:3]
    if not near:
        from difflib import get_close_matches

        near = get_close_matches(word[:60], names, 3, 0.6)
    if not near:
        return None
    found = ", ".join((spelled or {}).get(name, name) for name in near)
    return N_("Did you mean: {names}", names=found)
