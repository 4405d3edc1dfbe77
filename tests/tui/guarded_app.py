"""A small app started as the real one is, for tests in a real terminal: ``ROLE [FILE]``."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from core.errors import BadInput
from tui.guard import Guard
from tui.terminal import ensure_utf8, reopen_standard_files, require_terminal

GRACE = 1.0
WORDS = "跨部门对接 ready"


def main(role: str = "quiet", note: str = "") -> int:
    """Show the words; *role* says how the app misbehaves, *note* names a file for its pid."""
    reopen_standard_files()
    ensure_utf8()
    try:
        require_terminal()
    except BadInput as refusal:
        print(refusal, file=sys.stderr)
        return 2
    if note:
        Path(note).write_text(str(os.getpid()))
    return run(role)


def run(role: str) -> int:
    from textual.app import App, ComposeResult
    from textual.widgets import Label

    class Guarded(App[None]):
        frames = 0

        def compose(self) -> ComposeResult:
            yield Label(f"{WORDS} {sys.flags.utf8_mode}", id="words")
            yield Label(id="filling")

        def on_mount(self) -> None:
            if role == "busy":
                self.set_interval(0.02, self.fill)
            if role == "stuck":  # in C, where Python runs no signal handler
                self.set_timer(0.1, lambda: hashlib.pbkdf2_hmac("md5", b"", b"", 2**31 - 1))

        def fill(self) -> None:
            self.frames += 1
            self.query_one("#filling", Label).update(str(self.frames % 10) * 1_500)

    app = Guarded()
    with Guard(lambda: app.call_from_thread(app.exit), grace=GRACE) as guard:
        app.run()
    return guard.status or app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
