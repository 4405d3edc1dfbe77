"""``meeting receive``: what calendars answered, from files or from a folder (CLI.md, R14.1)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from core.commands.answers import ReceiveAnswer
from core.errors import BadInput
from core.messages import N_
from core.model.answer import Outcome
from tui.commandline import output
from tui.commandline.arguments import LIST, Given, Option, Verb
from tui.commandline.verbs import of_command
from tui.i18n import _
from tui.receiving import Told, take_in, take_in_folder

if TYPE_CHECKING:
    from tui.session import Session

FILE = Option("file", N_("File with an answer"), LIST, example=N_("answer.ics"))
FOLDER = Option("folder", N_("Read what is new in this folder"), example=N_("./answers"))


def receive(session: Session, given: Given) -> int:
    """Take the files in; 1 if one was refused, 3 if the person may not take one in."""
    folder, files = given.text("folder"), [*given.words, *given.values.get("file", [])]
    if not folder and not files:
        folder = os.path.expanduser(session.settings.answers_folder)
    if bool(folder) == bool(files):
        raise BadInput(
            N_("Name files with answers, or a folder: --folder."), "file", N_("answer.ics")
        )
    zone = session.worktime.zone
    if folder:
        found = list(take_in_folder(session.begin, zone, folder))
    else:
        found = list(take_in(session.begin, zone, files))
    _say(session, found)
    if error := next((told.error for told in found if told.error), None):
        return output.STATUSES[error.kind]
    return 1 if any(told.outcome is Outcome.REJECT for told in found) else 0


def _say(session: Session, found: list[Told]) -> None:
    if session.json:
        output.document([told.document() for told in found])
        return
    for told in found:
        output.write(told.line())
    if not found:
        output.write(_("There is nothing new."))


VERBS: Mapping[str, Callable[[], Verb]] = {
    "meeting receive": lambda: of_command(ReceiveAnswer)._replace(
        run=receive, options=(FILE, FOLDER), positional="file"
    ),
}
