"""Write ``docs/verbs.md``, the page of all verbs: ``python docs/make_verbs.py``.

Everything on it comes from the verbs themselves and from the permission table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from core.commands import all_commands
from core.commands.base import Command
from core.permissions import Standing, table
from tui import i18n
from tui.commandline import registry
from tui.commandline.arguments import EVERYWHERE, FLAG, LIST, Option, Verb
from tui.i18n import say

PAGE = Path(__file__).with_name("verbs.md")
WHO = {
    Standing.REQ: "originator",
    Standing.ADM: "coordinator",
    Standing.LEAD: "lead's head",
    Standing.LLIA: "lead's liaison",
    Standing.HEAD: "head",
    Standing.LIA: "liaison",
    Standing.OWN: "task owner",
    Standing.MGT: "management",
    Standing.AUD: "auditor",
    Standing.EMP: "anybody else",
}
SAID_ABOVE = ("from", "seen")
A_FORM = 10  # with more options than this one writes a file
INTRODUCTION = """\
# Verbs

Everything a person can do, as `liaison NOUN VERB …`. This page is made from the program by
`python docs/make_verbs.py`; `liaison verbs` and `liaison request submit --help` say the same in
the language you speak. `docs/tutorial.sh` uses most of them in one story.

- A record is named by its number, a person by login, a department by code: behind the verb or as
  an option. Where `…` follows, several may be named; they are done as one step.
- Verbs that change something also take `--from FILE`: one JSON object with the names of the
  options, or a list of such objects; `--from -` reads standard input. `--seen 3` refuses to
  change a record that is no longer at version 3.
- Days: `2026-12-20`, `5-20`, `fri`, `next fri`, `+3d`, `2wd` (working days), `明天`, `下周五`.
  Moments: `fri 14:00`, `+3d 10:00`, `2026-12-20 14:00 Europe/Berlin`.
- Exit status: 0 done, 1 refused by a rule, 2 wrong usage, 3 not permitted, 4 no such record,
  5 changed by somebody else meanwhile, 6 database not reachable, busy, too new or damaged.

These options go with every verb:

{everywhere}

## Who

| in the list of a verb | who that is |
|---|---|
| originator | who asks, and head and liaisons of their department; whoever opened a conflict |
| coordinator, management, auditor | holders of that role in the whole organisation |
| lead's head, lead's liaison | of the department that is answerable for the request |
| head, liaison | of a department with a part in the request, of a party of the conflict |
| task owner | owner of a task of the request |
| anybody else | everybody with a login |

*Own only* means one's own department, entry or task. Nobody approves or accepts their own work.
Verbs without a list only read, and show no more than one may see; `db` verbs that copy or replace
a file are for the owner of the file.
"""


def page() -> str:
    """The whole page, in English."""
    i18n.use("en")
    everywhere = "\n".join(_options(EVERYWHERE))
    return "\n".join([INTRODUCTION.format(everywhere=everywhere), *_nouns()])


def _nouns() -> Iterator[str]:
    commands = all_commands()
    for noun in registry.NOUNS:
        yield f"## {noun}\n"
        shown: dict[str, str] = {}  # tables of options, by the verb that has them first
        for name in registry.names(noun):
            verb = registry.load(name)
            if name != noun:
                yield f"### {name}\n"
            yield from _head(verb, commands.get(name))
            options = "\n".join(_options(_own(verb)))
            same = shown.setdefault(options, name)
            if _own(verb):
                yield (options if same == name else f"Options: those of `{same}`.") + "\n"


def _own(verb: Verb) -> list[Option]:
    """The options in which a verb differs from others."""
    return [o for o in verb.options if o.name not in (verb.positional, *SAID_ABOVE)]


def _head(verb: Verb, command: type[Command] | None) -> Iterator[str]:
    yield f"{say(verb.about)}\n"
    yield f"    {_example(verb)}\n"
    if command:
        yield from (f"- {fact}" for fact in _facts(command))
        yield ""


def _facts(command: type[Command]) -> Iterator[str]:
    yield f"Who may: {_who(command.__name__)}."
    if command.keys:
        keys = (f"`{key}` on {screen.title()}" for screen, key in command.keys.items())
        yield f"Key: {', '.join(keys)}."
    if command.undoable:
        yield "Can be undone."


def _who(command: str) -> str:
    row = table()[command]
    refused = [WHO[standing] for standing, mark in row.items() if mark == "–"]
    if len(refused) < 2:
        return " but the ".join(["everybody", *refused])
    free = [WHO[standing] for standing, mark in row.items() if mark == "●"]
    own = [WHO[standing] for standing, mark in row.items() if mark == "○"]
    parts = [", ".join(free), f"own only: {', '.join(own)}" if own else ""]
    return "; ".join(part for part in parts if part)


def _example(verb: Verb) -> str:
    """The verb with what it needs, each with a good answer."""
    words = [f"liaison {verb.name}"]
    named = [option for option in verb.options if option.name == verb.positional]
    is_command = any(option.name == "from" for option in verb.options)
    needed = [option for option in _own(verb) if option.required]
    if len(_own(verb)) > A_FORM and not needed:
        needed = [option for option in verb.options if option.name == "from"]
    for option in (option for option in named if option.required or not is_command):
        word = _answer(option) or option.name.upper()
        words.append(f"{word} …" if option.takes == LIST else word)
    words += [f"{option.spelled} {_answer(option) or '…'}" for option in needed]
    return " ".join(words)


def _answer(option: Option) -> str:
    if option.choices:
        return option.choices[0]
    text = say(option.example) if option.example else ""
    answer = text if option.takes == LIST else text.partition(", ")[0]
    return f'"{answer}"' if any(sign in answer for sign in " |>'") else answer


def _options(options: Iterable[Option]) -> Iterator[str]:
    yield "| option | what | for example |"
    yield "|---|---|---|"
    for option in options:
        notes = [say(option.label)]
        notes += ["needed"] if option.required else []
        notes += ["may be repeated"] if option.takes == LIST else []
        yield f"| `{option.spelled}` | {_cell(', '.join(notes))} | {_cell(_known(option))} |"


def _known(option: Option) -> str:
    """The words that are allowed, or an example; a switch needs neither."""
    if option.takes == FLAG:
        return ""
    if option.choices:
        return ", ".join(f"`{choice}`" for choice in option.choices)
    return f"`{say(option.example)}`" if option.example else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
