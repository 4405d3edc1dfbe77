"""A throw-away PostgreSQL server for one test session, and fresh databases in it."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

USER = "liaison"
HOW_TO_INSTALL = (
    "no PostgreSQL server found; install one, for example by "
    "`apt-get install postgresql` or `brew install postgresql`"
)
USUAL_PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")
PATIENCE = 60.0  # seconds: a loaded machine takes its time

# Durability is no use to a database that lives for a minute. The time zone is far from UTC, so
# that a lost offset shows.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "timezone": "Asia/Shanghai",
}

# Runs the server until a line or the end of the file arrives on its input, then clears up: a test
# run that is killed outright leaves neither processes nor files behind.
KEEPER = """
exec 3<&0
"$@" >"$0/log" 2>&1 </dev/null 3<&- &
server=$!
{ read -r line; kill -INT $server; } <&3 3<&- 2>/dev/null &
wait $server
rm -rf "$0"
"""


def binaries() -> Path | None:
    """The directory that holds both ``initdb`` and ``postgres``, PATH first, then the newest.

    PATH may name the client of another version: a client alone does not count.
    """
    named = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    usual = [place for pattern in USUAL_PLACES for place in Path("/").glob(pattern)]
    for place in [*named, *sorted(usual, key=_version, reverse=True)]:
        if all(os.access(place / name, os.X_OK) for name in ("initdb", "postgres")):
            return place
    return None


def _version(place: Path) -> int:
    return max((int(digits) for digits in re.findall(r"\d+", str(place))), default=0)


class Server:
    """A running server, reached through a socket in a directory nobody else can enter."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._numbers = count(1)

    @property
    def version(self) -> str:
        """What the server says of itself, such as ``15.18``."""
        with self.connection() as connection:
            return (connection.info.parameter_status("server_version") or "?").split()[0]

    @contextmanager
    def database(self) -> Iterator[str]:
        """The SQLAlchemy URL of a new, empty database that is dropped at the end."""
        name = f"test_{next(self._numbers)}"
        # Nobody can be connected to template0, so copying it never has to wait.
        self._execute("CREATE DATABASE {} TEMPLATE template0", name)
        try:
            yield f"postgresql+psycopg://{USER}@/{name}?host={self.home}"
        finally:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def await_answer(self, keeper: subprocess.Popen[bytes]) -> None:
        """Return once the server answers; RuntimeError, with its log, if it never does."""
        deadline = time.monotonic() + PATIENCE
        while keeper.poll() is None and time.monotonic() < deadline:
            try:
                self.connection().close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        log = self.home / "log"
        reason = log.read_text(errors="replace")[-4000:] if log.exists() else "it left no log"
        raise RuntimeError(f"PostgreSQL did not start: {reason}")

    def connection(self, name: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """A connection to this database, in which each statement is a transaction."""
        return psycopg.connect(
            host=str(self.home), user=USER, dbname=name, autocommit=True, connect_timeout=5
        )

    def _execute(self, statement: str, name: str) -> None:
        with self.connection() as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A new server from the directory *programs*, stopped and removed at the end."""
    account = _account()
    home = _directory_of(account)
    _initialise(programs, home, account)
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(home / "data"), "-k", str(home), *settings]
    with subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, str(home), *command],
        stdin=subprocess.PIPE,
        cwd=home,
        env=_environment(),
        start_new_session=True,  # Ctrl-C is for pytest, which then stops the server in order
        **account,
    ) as keeper:
        try:
            server = Server(home)
            server.await_answer(keeper)
            yield server
        finally:
            keeper.communicate(b"\n", timeout=PATIENCE)


def _account() -> dict[str, Any]:
    """Arguments that make a subprocess run as somebody else if we are root, whom it refuses."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _directory_of(account: dict[str, Any]) -> Path:
    """A new private directory; under /tmp, for a socket's path may have 107 bytes at most."""
    parent = "/tmp" if os.access("/tmp", os.W_OK) else None
    home = Path(tempfile.mkdtemp(prefix="liaison-pg-", dir=parent))
    if account:
        os.chown(home, account["user"], account["group"])
    return home


def _initialise(programs: Path, home: Path, account: dict[str, Any]) -> None:
    words = ["-D", str(home / "data"), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C"]
    done = subprocess.run(
        [str(programs / "initdb"), "--no-sync", *words],
        cwd=home,
        env=_environment(),
        capture_output=True,
        text=True,
        **account,
    )
    if done.returncode:
        shutil.rmtree(home)
        raise RuntimeError(f"initdb failed: {done.stdout}{done.stderr}")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
