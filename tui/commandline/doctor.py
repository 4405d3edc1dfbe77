"""``doctor``: what the program stands on, and what is wrong with it."""

from __future__ import annotations

import os
import platform
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.errors import Refusal
from core.messages import N_, Message
from core.text import safe
from tui.commandline import output, release
from tui.commandline.arguments import Given, Verb
from tui.commandline.upkeep import file_facts
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.session import Session

GREEN, YELLOW, RED = "green", "yellow", "red"
LIBRARIES = ("textual", "rich", "sqlmodel", "sqlalchemy", "alembic", "icalendar", "holidays")
NETWORK = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs")
PAGE = 4096
AHEAD = timedelta(days=60)  # as far as plans reach


class Finding(NamedTuple):
    """One thing looked at: green for well, yellow for mind it, red for broken."""

    name: Message
    level: str
    text: str


def run(session: Session, given: Given) -> int:
    """Print every finding; 6 where something is broken."""
    found = [*_program(), *_terminal(), working_days(session), *_database(session)]
    if session.json:
        output.document(
            [{"name": say(one.name), "level": one.level, "text": one.text} for one in found]
        )
    else:
        for one in found:
            output.write(f"{_lit(one.level)}  {say(one.name)}: {safe(one.text)}")
    return output.STATUSES["database"] if any(one.level == RED for one in found) else 0


def _lit(level: str) -> str:
    words = {GREEN: _("good"), YELLOW: _("mind"), RED: _("BAD")}
    if not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return words[level]
    colour = {GREEN: 32, YELLOW: 33, RED: 31}[level]
    return f"\x1b[{colour}m{words[level]}\x1b[0m"


def _program() -> Iterator[Finding]:
    yield Finding(N_("liaison (this program)"), GREEN, release.number())
    yield Finding(N_("Python"), GREEN, platform.python_version())
    yield Finding(
        N_("Libraries"), GREEN, ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    )


def _terminal() -> Iterator[Finding]:
    encoding = sys.stdout.encoding.lower()
    level = GREEN if encoding in ("utf-8", "utf8") else RED
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = ", ".join(f"{name}={os.environ[name]}" for name in names if os.environ.get(name))
    yield Finding(N_("Characters"), level, f"{encoding} {spoken}".strip())
    has_one = all(map(os.isatty, (0, 1, 2)))
    term = os.environ.get("TERM", "")
    bad = has_one and term in ("", "dumb")
    text = term or _("none") if has_one else _("not a terminal: the screens cannot be shown here")
    yield Finding(N_("Terminal"), YELLOW if bad or not has_one else GREEN, text)


def working_days(session: Session) -> Finding:
    """Whether what falls due soon is counted by days that are known, or by a forecast (R4.3)."""
    today, calendar = session.worktime.day(session.now), session.worktime.workdays
    years = (today.year, (today + AHEAD).year)
    if unknown := next((year for year in years if not calendar.announced(year)), 0):
        text = _(
            "The days off of {year} are not announced yet: what falls due then is a forecast. "
            "Upgrade the library of holidays once they are.",
            year=unknown,
        )
        return Finding(N_("Working days"), YELLOW, text)
    return Finding(N_("Working days"), GREEN, _("known for {year}", year=max(years)))


def _database(session: Session) -> Iterator[Finding]:
    yield _sqlite(session)
    if "://" not in session.place:
        path = Path(session.place)
        yield from _file(path)
        if not path.exists():
            return
    yield _opened(session)


def _sqlite(session: Session) -> Finding:
    version = sqlite3.sqlite_version
    if session.doors.facts().gate:
        text = _(
            "{version} may damage a database when a checkpoint meets a commit; liaison lets "
            "only one at a time through. Let no other program open the file.",
            version=version,
        )
        return Finding(N_("SQLite"), YELLOW, text)
    return Finding(N_("SQLite"), GREEN, version)


def _file(path: Path) -> Iterator[Finding]:
    facts = file_facts(path)
    if not facts["exists"]:
        yield Finding(N_("Database"), YELLOW, _("{place} is made at the first start", place=path))
    else:
        told = f"{path}, {facts['owner']}, {facts['mode']}, {facts['size']}"
        open_folder = path.parent.stat().st_mode & stat.S_IXOTH
        others = open_folder and path.stat().st_mode & stat.S_IRWXO
        yield Finding(N_("Database"), YELLOW if others else GREEN, told)
    folder = path.parent
    if not folder.is_dir():
        yield Finding(N_("Folder"), RED, _("{place} is not there", place=folder))
        return
    yield from _file_system(folder)


def _file_system(folder: Path) -> Iterator[Finding]:
    kind, facts = _kind_of(folder), os.statvfs(folder)
    if kind.startswith(NETWORK):
        text = _("{kind} is on a network: SQLite loses data there. Use PostgreSQL.", kind=kind)
        yield Finding(N_("File system"), RED, text)
    elif facts.f_bsize < PAGE:
        text = _("{kind} has blocks smaller than a page; a full disk may end sessions", kind=kind)
        yield Finding(N_("File system"), YELLOW, text)
    else:
        free = facts.f_bavail * facts.f_frsize // 1024**2
        level = YELLOW if free < 64 else GREEN
        yield Finding(N_("File system"), level, _("{kind}, {free} MiB free", kind=kind, free=free))


def _kind_of(folder: Path) -> str:
    """The type of the mount the folder lies on, as Linux tells it; "?" elsewhere."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "?"
    lines = [line.split(" ") for line in mounts.splitlines()]
    place = str(folder.resolve())
    over = [
        (len(words[1]), words[2])
        for words in lines
        if place == words[1] or place.startswith(words[1].rstrip("/") + "/")
    ]
    return max(over, default=(0, "?"))[1]


def _opened(session: Session) -> Finding:
    try:
        with closing(session.open_at(session.place)) as desk:
            schema, entries = session.doors.facts().schema, desk.seen()
    except Refusal as error:
        return Finding(N_("Contents"), RED, say(error.message))
    return Finding(
        N_("Contents"),
        GREEN,
        _("schema {schema}, {entries} entries in the trail", schema=schema, entries=entries),
    )


VERBS: Mapping[str, Callable[[], Verb]] = {
    "doctor": lambda: Verb(
        "doctor",
        N_("Doctor"),
        N_("Look at everything liaison stands on, and say what is wrong."),
        run,
    )
}
