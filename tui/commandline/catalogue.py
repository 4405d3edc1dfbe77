"""``verbs`` and ``keys``: everything a person can do, and the keys that do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from core.messages import N_
from tui.commandline import output, registry
from tui.commandline.arguments import Given, Verb
from tui.i18n import _, say

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
    """Every binding once, under the keys it has now; the id begins with the place it works in."""
    from textual.binding import Binding

    from tui.app import LiaisonApp
    from tui.bindings import every
    from tui.modes import MODE_LABELS

    found: dict[str, list[Binding]] = {}
    for binding in every(tuple(MODE_LABELS), list(Binding.make_bindings(LiaisonApp.BINDINGS))):
        found.setdefault(binding.id or "", []).append(binding)
    for name, bindings in found.items():
        action = bindings[0].action
        yield {
            "screen": name.split(".")[0],
            "key": moved.get(name, ",".join(b.key for b in bindings)),
            "label": _(bindings[0].description),
            "id": name,
            "verb": action[6:-2] if action.startswith("verb(") else "",
        }


VERBS: Mapping[str, Callable[[], Verb]] = {
    "verbs": lambda: Verb("verbs", N_("Verbs"), N_("List every verb with its options."), verbs),
    "keys": lambda: Verb(
        "keys", N_("Keys"), N_("List every key by screen, and the id that moves it."), keys
    ),
}
