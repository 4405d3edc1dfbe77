"""Screens as plain text, compared with what they were when somebody last looked at them.

``pytest --update-snapshots`` writes them anew; read the difference before it is kept.
"""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


class Snapshots:
    """Compares or writes; what differs is gathered, so that one run shows all of it."""

    def __init__(self, *, update: bool) -> None:
        self._update = update
        self._differences: list[str] = []

    def compare(self, name: str, lines: list[str]) -> None:
        """Compare a screen with its file."""
        file, text = FOLDER / f"{name}.txt", "".join(f"{line}\n" for line in lines)
        known = file.read_text(encoding="utf-8") if file.exists() else ""
        if self._update:
            FOLDER.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif text != known:
            old, new = known.splitlines(keepends=True), text.splitlines(keepends=True)
            self._differences.append("".join(unified_diff(old, new, f"{name} kept", f"{name} now")))

    def check(self) -> None:
        """Fail with everything that differs."""
        assert not self._differences, "\n".join(["screens changed:", *self._differences])
