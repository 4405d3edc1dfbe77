"""Undo and redo: one step to a person, even where a long import went in by many deeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from core.codec import to_plain
from core.commands.base import Command
from core.commands.desk import RedoLast, StepOfImport, UndoLast
from core.text import safe
from tui.commandline import output, results
from tui.commandline.arguments import Given, Verb
from tui.commandline.verbs import make, of_command
from tui.i18n import _

if TYPE_CHECKING:
    from tui.session import Session

SHOWN = 10


def run(command: type[Command], session: Session, given: Given) -> int:
    """Take the step, batch after batch where it is an import's, and say what came of it."""
    made = make(command, session, {})
    found = _once(session, made)
    while isinstance(found, StepOfImport) and found.more:
        found = found.and_then(_once(session, made))
    if not isinstance(found, StepOfImport):
        results.report(session, made, found)
    elif session.json:
        output.document(to_plain(found))
    else:
        output.write(safe(sentence(command, found)))
    return 0


def _once(session: Session, command: Command) -> Any:
    with session.begin() as uow:
        return command(uow)


def sentence(command: type[Command], found: StepOfImport) -> str:
    """What became of the requests of an import."""
    values = {"number": found.about, "count": len(found.back)}
    if command is UndoLast:
        text = _("{number} is undone. Requests withdrawn: {count}.", **values)
    else:
        text = _("{number} is done again. Requests submitted: {count}.", **values)
    if not found.left:
        return text
    more = "" if len(found.left) <= SHOWN else f" … ({len(found.left)})"
    stay = _(
        "Left as they are, for they were worked on since: {numbers}",
        numbers=", ".join(found.left[:SHOWN]) + more,
    )
    return f"{text} {stay}"


def _verb(command: type[Command]) -> Verb:
    return of_command(command)._replace(run=partial(run, command))


VERBS: Mapping[str, Callable[[], Verb]] = {
    "undo": lambda: _verb(UndoLast),
    "redo": lambda: _verb(RedoLast),
}
