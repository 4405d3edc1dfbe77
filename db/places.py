"""What identifies a database of this product, and where its lock lies; no library is imported."""

from __future__ import annotations

import os
from pathlib import Path

APPLICATION_ID = 0x4C494153
REVISIONS = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010",
    "0011", "0012", "0013", "0014", "0015",
)  # fmt: skip
SCHEMA = len(REVISIONS)
BUSY_SECONDS = 10
WAL_RESET_FIXED = (3, 51, 3)


def is_url(place: str) -> bool:
    """Whether the place is a server's URL and not a file."""
    return "://" in place


def path_of(place: str) -> Path:
    """The file itself, behind links: one database has one lock, by whatever name it is opened."""
    return Path(os.path.realpath(os.path.expanduser(place)))


def gate_of(path: Path) -> Path:
    """The lock beside a database file (D3)."""
    return path.with_name(path.name + ".gate")
