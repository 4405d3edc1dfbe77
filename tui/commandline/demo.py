"""``demo``: a throw-away database in the middle of a campaign, opened at once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import BadInput
from core.messages import N_
from core.text import safe
from tui.commandline import output
from tui.commandline.arguments import FLAG, Given, Option, Verb
from tui.i18n import language

if TYPE_CHECKING:
    from core.commands.base import Command
    from tui.session import Session


def run(session: Session, given: Given) -> int:
    """Fill a new database with a story; open the screens on it, unless it is only to be filled."""
    loads_only = "load_only" in given.values
    if not loads_only:
        from tui.terminal import require_terminal

        require_terminal()
    with _place(given.text("keep"), forever=loads_only) as path:
        fill(session, path)
        if loads_only:
            return _tell(session, path)
        from tui.start import start

        return start(replace(session, place=str(path), login=session.os_user))


@contextmanager
def _place(keep: str, *, forever: bool) -> Iterator[Path]:
    """Where the demo's database goes; a folder of its own that is removed, unless it is kept."""
    if keep:
        path = Path(keep).expanduser().absolute()
        if path.exists():
            raise BadInput(
                N_("{path} is there already. Name another file.", path=safe(keep)), "keep"
            )
        yield path
        return
    folder = Path(tempfile.mkdtemp(prefix="liaison-demo-"))
    try:
        yield folder / "demo.db"
    finally:
        if not forever:
            shutil.rmtree(folder, ignore_errors=True)


def fill(session: Session, path: Path) -> None:
    """Let the demo's story happen in a database at *path*, with this person coordinating."""
    from core.commands.desk import FoundDesk
    from core.demo import play

    with closing(session.open_at(path)) as desk:

        def do(login: str, at: datetime, command: Command) -> Any:
            if isinstance(command, FoundDesk):
                return desk.found(command.login, command.name, at)
            with desk.begin(login, at) as uow:
                return command(uow)

        play(
            do,
            now=session.now,
            worktime=session.worktime,
            language=language(),
            coordinator=session.os_user,
        )


def _tell(session: Session, path: Path) -> int:
    if session.json:
        output.document({"place": str(path)})
    else:
        output.write(safe(str(path)))
    return 0


VERBS: Mapping[str, Callable[[], Verb]] = {
    "demo": lambda: Verb(
        "demo",
        N_("Demo"),
        N_("Open a throw-away database with a campaign in full swing; you coordinate it."),
        run,
        (
            Option("keep", N_("Keep the database in this file"), example=N_("demo.db")),
            Option("load_only", N_("Only fill it, and say where it is"), FLAG),
        ),
    )
}
