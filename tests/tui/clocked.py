"""``liaison`` by a clock that a test sets.

The first word is a file that says how many seconds it is ahead of the real one.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import tui.start
from tui import cli

AHEAD = Path(sys.argv.pop(1))


class Clock(datetime):
    """Its present is a later one."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(seconds=int(AHEAD.read_text()))


if __name__ == "__main__":
    for module in (cli, tui.start):
        module.datetime = Clock  # type: ignore[attr-defined]
    sys.exit(cli.main())
