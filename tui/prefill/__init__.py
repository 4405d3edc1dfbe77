"""What a form can know before anybody types: usual answers, and what the answer is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from core.commands.base import Command
from core.text import shorten
from core.views import Query

if TYPE_CHECKING:
    from tui.app import LiaisonApp


ABOUT = frozenset({"ScheduleMeeting", "OpenConflict"})
"""Commands that make something new about the request or task a person looks at."""


@dataclass
class Hints:
    """Texts to begin with, what to read above the form, words to complete by kind of field.

    ``follows`` are the texts that go with a choice: by its field and code, then by their field;
    ``notes`` are what to read under a field while filling it in.
    """

    texts: dict[str, str] = field(default_factory=dict)
    about: str = ""
    choices: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    follows: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What the hints are made from.

    ``meetings`` are those of a request to be planned, ``proposals`` what a new meeting would have,
    by its kind.
    """

    app: LiaisonApp
    document: dict[str, Any]
    departments: list[Any]
    people: list[Any]
    meetings: list[dict[str, Any]]
    proposals: dict[str, dict[str, str]] = field(default_factory=dict)


Way = Callable[[Hints, Known], None]
"""Fills the hints for one command."""
# Which module of this package knows about the commands of each entity.
_MODULES = {
    "request": "requests",
    "lesson": "requests",
    "plan": "plans",
    "task": "plans",
    "conflict": "plans",
    "meeting": "meetings",
    "series": "meetings",
    "calendar": "meetings",
    "department": "people",
}


async def of(app: LiaisonApp, command: type[Command], document: dict[str, Any] | None) -> Hints:
    """The hints for one form; without a document, for a form about several records at once."""
    departments = list((await app.page(Query("departments", limit=200))).rows)
    people = list((await app.page(Query("people", limit=500))).rows)
    hints = Hints(
        choices={
            "department": [d.key for d in departments if d.active],
            "person": [p.key for p in people if p.active],
        }
    )
    if document is None:
        return hints
    hints.about = shorten(str(document.get("title", "")), 100)
    special = _way(command)
    if not special:
        return hints
    meetings = []
    if command.__name__ == "SubmitPlan":
        meetings = [await app.document("meeting", key) for key in document["meetings"]]
    proposals = {}
    if command.__name__ == "ScheduleMeeting":
        from tui.prefill.meetings import proposals as proposed

        proposals = await proposed(app, document)
    special(hints, Known(app, document, departments, people, meetings, proposals))
    return hints


def _way(command: type[Command]) -> Way | None:
    module = _MODULES.get(command.verb.partition(" ")[0])
    if not module:
        return None
    ways: dict[str, Way] = import_module(f"tui.prefill.{module}").WAYS
    return ways.get(command.__name__)
