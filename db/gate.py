"""One lock beside the database file for every commit and checkpoint, where SQLite needs it (D3)."""

from __future__ import annotations

import fcntl
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Unavailable
from core.messages import N_
from db.places import BUSY_SECONDS, WAL_RESET_FIXED, gate_of


def needed() -> bool:
    """Whether this SQLite may corrupt a WAL database when a checkpoint meets a commit."""
    return sqlite3.sqlite_version_info < WAL_RESET_FIXED


@contextmanager
def gate(path: Path) -> Iterator[None]:
    """Hold the lock of this database; ``Unavailable`` when it stays taken for 10 s."""
    if not needed():
        yield
        return
    descriptor = _open(gate_of(path))
    try:
        _take(descriptor)
        yield
    finally:
        os.close(descriptor)


def _open(lock: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Unavailable(
            N_(
                "The lock {lock} beside the database cannot be opened: {what}",
                lock=str(lock),
                what=error.strerror,
            )
        ) from error


def _take(descriptor: int) -> None:
    """Wait with jitter, so that of many waiting processes none starves."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Unavailable(
                    N_("Somebody else is writing for too long. Nothing was saved; try again.")
                ) from None
            time.sleep(random.uniform(0.0005, 0.005))  # noqa: S311
        else:
            return
