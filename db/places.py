"""What identifies a database of this product, and where its lock lies; no library is imported."""

from __future__ import annotations

from pathlib import Path

APPLICATION_ID = 0x4C494153
REVISIONS = ("0001",)
SCHEMA = len(REVISIONS)
BUSY_SECONDS = 10
WAL_RESET_FIXED = (3, 51, 3)


def is_url(place: str) -> bool:
    """Whether the place is a server's URL and not a file."""
    return "://" in place


def gate_of(path: Path) -> Path:
    """The lock beside a database file (D3)."""
    return path.with_name(path.name + ".gate")
