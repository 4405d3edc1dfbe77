"""``db restore``: a checked copy takes the place of a database that nobody has open (D18)."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from core.errors import BadInput, Refusal, Unavailable
from core.messages import N_
from core.text import safe
from tui.commandline import upkeep
from tui.commandline.arguments import Given

if TYPE_CHECKING:
    from tui.session import Session

# The bytes on which every open connection of SQLite holds a shared lock, in WAL mode always.
SHARED_FIRST, SHARED_SIZE = 0x40000002, 510


def restore(session: Session, given: Given) -> int:
    """Check the copy beside the database, put the database aside, and rename; nothing is lost."""
    upkeep.require_own_file(session)
    copy, place = _copy(given), Path(session.place)
    part = place.with_name(f".{place.name}.{token_hex(4)}.part")
    try:
        upkeep.make_empty(part)
        shutil.copyfile(copy, part)
        found = upkeep.require_whole(session, part)
        upkeep.onto_disk(part)
        aside = _put_in_place(session, part, place)
    finally:
        for ending in ("", *upkeep.BESIDE):
            Path(f"{part}{ending}").unlink(missing_ok=True)
    return upkeep.tell(
        session, {"place": str(place), "entries": found["entries"], "old_file": aside}
    )


def _copy(given: Given) -> Path:
    if len(given.words) != 1:
        raise BadInput(N_("Name one copy to restore."), "path", N_("liaison-2026-11-21.db"))
    copy = Path(given.words[0]).expanduser()
    if not copy.is_file():
        raise BadInput(N_("There is no file {path}.", path=safe(str(copy))), "path")
    wal = Path(f"{copy}-wal")
    if wal.exists() and wal.stat().st_size:
        raise BadInput(
            N_("{path} is a database in use, not a copy.", path=safe(str(copy))),
            "path",
            N_("Make one with: liaison db backup"),
        )
    return copy


def _put_in_place(session: Session, part: Path, place: Path) -> str | None:
    """Rename the part onto the place; the name under which the old file is kept."""
    if not place.exists():
        os.rename(part, place)
        upkeep.onto_disk(place.parent)
        return None
    with suppress(Refusal), closing(session.open_at(place)):
        pass  # whoever closes last brings what is in the log into the file
    moment = f"{session.worktime.local(session.now):%Y%m%d-%H%M%S}"
    aside = place.with_name(f"{place.name}.before-{moment}")
    with _alone(place):
        _made_alike(place, part)
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.rename(f"{place}{ending}", f"{aside}{ending}")
        os.link(place, aside)
        os.rename(part, place)
        upkeep.onto_disk(place.parent)
    return str(aside)


def _made_alike(old: Path, new: Path) -> None:
    """Let the same people at the new file as at the old one."""
    facts = old.stat()
    with suppress(PermissionError):  # a group this user is not in
        os.chown(new, -1, facts.st_gid)
    os.chmod(new, stat.S_IMODE(facts.st_mode))


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Keep everybody out of the file; ``Unavailable`` while anybody has it open.

    This process has no connection of its own to it, whose locks closing this would give up (D4).
    """
    handle = os.open(place, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
    except OSError as error:
        raise Unavailable(
            N_("Somebody has the database open. Nothing was changed; end every session first.")
        ) from error
    else:
        yield
    finally:
        os.close(handle)
