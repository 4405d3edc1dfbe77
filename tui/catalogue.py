"""``verbs`` and ``keys``: everything a person can do, and the keys that do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from core.commands import all_commands
from core.messages import N_
from tui import output, registry
from tui.arguments import Given, Verb
from tui.i18n import say

if TYPE_CHECKING:
    from tui.session import Session


def verbs(session: Session, given: Given) -> int:
    """Print every verb with its options."""
    found = [registry.load(name) for name in registry.all_names()]
    if session.json:
        output.document([described(verb) for verb in found])
        return 0
    rows = [[verb.name, say(verb.label), say(verb.about)] for verb in found]
    headings = [say(N_("Verb")), say(N_("Name")), say(N_("What it does"))]
    output.table(output.Table(headings, rows))
    return 0


def described(verb: Verb) -> dict[str, Any]:
    """A verb as data, its arguments by the names that JSON uses."""
    return {
        "verb": verb.name,
        "label": say(verb.label),
        "help": say(verb.about),
        "positional": verb.positional,
        "arguments": [
            {
                "name": option.name,
                "option": option.spelled,
                "takes": option.takes,
                "required": option.required,
                "label": say(option.label),
                "example": say(option.example) if option.example else "",
                "choices": list(option.choices),
            }
            for option in verb.options
        ],
    }


def keys(session: Session, given: Given) -> int:
    """Print every key by screen, with the id under which the settings move it."""
    found = list(_keys(session.settings.keys))
    if session.json:
        output.document(found)
        return 0
    rows = [[one["screen"], one["key"], one["label"], one["id"], one["verb"]] for one in found]
    names = (N_("Screen"), N_("Key"), N_("Name"), N_("Id"), N_("Verb"))
    output.table(output.Table([say(name) for name in names], rows))
    return 0


def _keys(moved: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The keys that work everywhere, then those of each screen."""
    from tui.app import LiaisonApp

    for binding in LiaisonApp.BINDINGS:
        yield _key(binding, moved)
    for verb, command in all_commands().items():
        for screen, key in command.keys.items():
            name = f"{screen}.{verb.replace(' ', '-')}"
            yield {
                "screen": screen,
                "key": moved.get(name, key),
                "label": say(command.label),
                "id": name,
                "verb": verb,
            }


def _key(binding: Any, moved: Mapping[str, str]) -> dict[str, str]:
    return {
        "screen": "",
        "key": moved.get(binding.id, binding.key),
        "label": binding.description,
        "id": binding.id,
        "verb": "",
    }


VERBS: Mapping[str, Callable[[], Verb]] = {
    "verbs": lambda: Verb("verbs", N_("Verbs"), N_("List every verb with its options."), verbs),
    "keys": lambda: Verb(
        "keys", N_("Keys"), N_("List every key by screen, and the id that moves it."), keys
    ),
}
