"""Every verb of the command line by name, each loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from core.errors import BadInput
from core.messages import N_
from core.text import safe, shorten
from tui.commandline.arguments import Verb, did_you_mean

SHOWN = (
    "request", "meeting", "series", "task", "conflict", "department", "person", "resource", "team",
    "group", "lesson",
)  # fmt: skip
# Verbs that are more than a command of the core, by the module that has them.
OWN = {
    **{f"{noun} list": "tui.commandline.lists" for noun in (*SHOWN, "inbox")},
    **{f"{noun} show": "tui.commandline.shows" for noun in SHOWN},
    "meeting list": "tui.commandline.meeting_weeks",
    "request check": "tui.commandline.checking",
    "request attach": "tui.attaching",
    "request detach": "tui.attaching",
    "request fetch": "tui.attaching",
    "request import": "tui.commandline.importing",
    "request responsibilities": "tui.commandline.responsibilities",
    "person import": "tui.people_import",
    "undo": "tui.steps",
    "redo": "tui.steps",
    "meeting minutes": "tui.commandline.minutes",
    "meeting suggest": "tui.booking",
    "meeting figures": "tui.commandline.meeting_figures",
    "meeting invite": "tui.commandline.invite",
    "meeting cancel": "tui.commandline.invite",
    "meeting skip": "tui.commandline.invite",
    "series invite": "tui.commandline.invite",
    "series end": "tui.commandline.invite",
    "meeting receive": "tui.commandline.receive",
    "meeting dismiss": "tui.commandline.invite",
    "calendar import": "tui.commandline.calendars",
    "calendar busy": "tui.commandline.calendars",
    "calendar feed": "tui.commandline.calendars",
    "plan show": "tui.commandline.plans",
    "plan diff": "tui.commandline.plans",
    "board": "tui.commandline.boards",
    "filter list": "tui.kept",
    "filter delete": "tui.kept",
    "trail list": "tui.commandline.trails",
    "trail verify": "tui.commandline.trails",
    **{
        f"db {verb}": "tui.commandline.upkeep"
        for verb in ("status", "upgrade", "check", "backup", "restore")
    },
    "demo": "tui.commandline.demo",
    "keys": "tui.commandline.catalogue",
    "verbs": "tui.commandline.catalogue",
    "doctor": "tui.commandline.doctor",
}
NOUNS = (
    "request", "meeting", "series", "plan", "task", "board", "conflict", "department", "person",
    "resource", "team", "group", "calendar", "lesson", "inbox", "remind", "undo", "redo", "filter",
    "trail", "db", "demo", "keys", "verbs", "doctor",
)  # fmt: skip


def names(noun: str) -> list[str]:
    """The verbs of one noun."""
    from core.commands import of_noun

    found = [*of_noun(noun), *(name for name in OWN if name.split(" ")[0] == noun)]
    return list(dict.fromkeys(found))


def all_names() -> Iterator[str]:
    """Every verb, noun by noun."""
    for noun in NOUNS:
        yield from names(noun)


def load(name: str) -> Verb:
    """The verb of this name; ``KeyError`` for a name that is none."""
    if name in OWN:
        verb: Verb = import_module(OWN[name]).VERBS[name]()
        return verb
    from core.commands import of_noun
    from tui.commandline.verbs import of_command

    return of_command(of_noun(name.split(" ")[0])[name])


def find(words: list[str]) -> tuple[Verb, list[str]]:
    """The verb that the words begin with, and the words left over; raises ``BadInput``."""
    for count in (2, 1):
        name = " ".join(words[:count])
        if name in OWN or (len(words) >= count and name in names(words[0])):
            return load(name), words[count:]
    raise _unknown(words)


def _unknown(words: list[str]) -> BadInput:
    noun, *verb = words
    hint = N_("See: liaison --help")
    if noun not in NOUNS:
        typed = safe(shorten(noun, 40))
        known = [*NOUNS, *(name.split(" ")[1] for name in OWN if " " in name)]
        return BadInput(
            N_("There is no verb {name}.", name=typed), hint=did_you_mean(noun, known) or hint
        )
    known = [name.split(" ")[1] for name in names(noun)]
    spelled = N_("One of: {choices}", choices=", ".join(known))
    if not verb:
        return BadInput(N_("Say what to do with {noun}.", noun=noun), hint=spelled)
    return BadInput(
        N_("There is no verb {name}.", name=safe(shorten(f"{noun} {verb[0]}", 60))),
        hint=did_you_mean(verb[0], known) or spelled,
    )
