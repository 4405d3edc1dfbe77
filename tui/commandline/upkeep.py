"""The verbs that look after the database: status, upgrade, check, backup, restore (D17, D18)."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from core.errors import BadInput, NotPermitted, Unavailable
from core.messages import N_, Message
from core.text import safe
from tui import who
from tui.commandline import output
from tui.commandline.arguments import Given, Option, Verb
from tui.i18n import _

if TYPE_CHECKING:
    from tui.session import KeptDesk, Session

BESIDE = ("-wal", "-shm", ".gate")


def status(session: Session, given: Given) -> int:
    """Say where the database is, whose it is, and how much is in it; makes none."""
    known = session.doors.facts().schema
    found: dict[str, Any] = {"knows_schema": known}
    if "://" not in session.place:
        found |= {"place": session.place, **file_facts(Path(session.place))}
    if found.get("exists", True):
        with closing(session.open_at(session.place)) as desk:
            found |= {"place": desk.database.shown, "schema": known, "trail": desk.seen()}
    return tell(session, found)


def file_facts(path: Path) -> dict[str, Any]:
    """What the file system says of a database file, read without opening it (D4)."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return {"exists": False}
    try:
        owner = pwd.getpwuid(facts.st_uid).pw_name
    except KeyError:
        owner = str(facts.st_uid)
    sizes = {"size": facts.st_size, "mode": stat.filemode(facts.st_mode)}
    return {"exists": True, "owner": owner, **sizes}


def upgrade(session: Session, given: Given) -> int:
    """Bring the database up to this program, which opening it does."""
    with closing(session.open_at(session.place)) as desk:
        found = {"place": desk.database.shown, "schema": session.doors.facts().schema}
    return tell(session, found)


def check(session: Session, given: Given) -> int:
    """Look through the whole database and its trail; 6 if it is damaged, 1 if the chain broke."""
    if "://" not in session.place and not Path(session.place).exists():
        raise Unavailable(N_("There is no database {place}.", place=safe(session.place)))
    with closing(session.open_at(session.place)) as desk:
        found = looked_through(desk)
    tell(session, found)
    if found["damage"]:
        return output.STATUSES["database"]
    return 1 if found["broken_entry"] else 0


def looked_through(desk: KeptDesk) -> dict[str, Any]:
    """What is wrong with a database: damage as SQLite tells it, and the first broken entry."""
    damage = desk.database.damage()
    checked, broken = desk.first_broken()
    return {"damage": damage, "entries": checked, "broken_entry": broken or None}


def backup(session: Session, given: Given) -> int:
    """Make a copy, look it through, and only then give it its name (D17)."""
    target = _target(session, given)
    require_own_file(session)
    if not Path(session.place).exists():
        raise Unavailable(N_("There is no database {place}.", place=safe(session.place)))
    part = target.with_name(f".{target.name}.{token_hex(4)}.part")
    try:
        make_empty(part)
        with closing(session.open_at(session.place)) as desk:
            desk.database.copy_into(part)
        found = require_whole(session, part)
        onto_disk(part)
        os.rename(part, target)
        onto_disk(target.parent)
    finally:
        for ending in ("", *BESIDE):
            Path(f"{part}{ending}").unlink(missing_ok=True)
    return tell(session, {"backup": str(target), "entries": found["entries"]})


def _target(session: Session, given: Given) -> Path:
    """Where the copy goes: the path given, or a name with the moment in the folder given."""
    if len(given.words) != 1:
        raise BadInput(N_("Name one file for the copy."), "path", N_("liaison-2026-11-21.db"))
    target = Path(given.words[0]).expanduser().absolute()
    if target.is_dir():
        target /= f"liaison-{session.worktime.local(session.now):%Y%m%d-%H%M%S}.db"
    if target.exists():
        raise BadInput(
            N_("{path} is there already. Name another file.", path=safe(str(target))), "path"
        )
    return target


def make_empty(part: Path) -> None:
    """An empty file that is nobody else's to read; raises ``BadInput``."""
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
    except (OSError, ValueError) as error:
        raise BadInput(
            N_("Nothing can be written into {path}.", path=safe(str(part.parent))), "path"
        ) from error


def require_own_file(session: Session) -> None:
    """Refuse anybody but the owner of the database file."""
    if "://" in session.place:
        raise BadInput(
            N_("A server's database is copied by its own tools."), hint=N_("See: pg_dump")
        )
    if not who.owns(session.place):
        raise NotPermitted(N_("Only the owner of the database file may do this."))


def require_whole(session: Session, copy: Path) -> dict[str, Any]:
    """What was found in a copy; ``Unavailable`` where it is damaged or its trail broken."""
    with closing(session.open_at(copy)) as desk:
        found = looked_through(desk)
    if found["damage"] or found["broken_entry"]:
        raise Unavailable(
            N_("The copy is not whole, so it was not kept: {what}", what=_fault(found))
        )
    return found


def _fault(found: Mapping[str, Any]) -> Message | str:
    if found["damage"]:
        return safe(found["damage"][0])
    return N_("the trail is broken at entry {seq}", seq=found["broken_entry"])


def onto_disk(path: Path) -> None:
    """Wait until a file or a folder is on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def tell(session: Session, found: Mapping[str, Any]) -> int:
    """Print what was found out."""
    if session.json:
        output.document(found)
    else:
        output.pairs((name, _say(value)) for name, value in found.items())
    return 0


def _say(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(map(str, value)) or _("none")
    return _("none") if value is None else str(value)


def _restore(session: Session, given: Given) -> int:
    from tui.commandline.restore import restore

    return restore(session, given)


_PATH = Option("path", N_("File"), required=True, example=N_("liaison-2026-11-21.db"))
VERBS: Mapping[str, Callable[[], Verb]] = {
    "db status": lambda: Verb(
        "db status",
        N_("State of the database"),
        N_("Say where the database is, whose it is, its schema, and how long its trail is."),
        status,
    ),
    "db upgrade": lambda: Verb(
        "db upgrade",
        N_("Upgrade the database"),
        N_("Bring the database up to this program; a copy of the old one is kept beside it."),
        upgrade,
    ),
    "db check": lambda: Verb(
        "db check",
        N_("Check the database"),
        N_("Look through every page, every reference and the whole trail."),
        check,
    ),
    "db backup": lambda: Verb(
        "db backup",
        N_("Back up the database"),
        N_("Write a copy to a file that is not there yet, and look it through before it counts."),
        backup,
        (_PATH,),
        "path",
    ),
    "db restore": lambda: Verb(
        "db restore",
        N_("Restore the database"),
        N_("Put a checked copy in place; refused while anybody works, and the old file is kept."),
        _restore,
        (_PATH,),
        "path",
    ),
}
