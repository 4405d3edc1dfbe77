"""What a person sees of a fault of the program: a sentence; the rest goes into a log."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from core.text import safe
from tui.commandline import output
from tui.i18n import _

STATUS = 70


def report(error: BaseException, as_document: bool) -> int:
    """Log the error, say where, and give the exit status."""
    place = _logged(error)
    name = type(error).__name__
    text = (
        _("Something went wrong inside liaison ({name}). The details are in {place}.",
          name=name, place=place)
        if place
        else _("Something went wrong inside liaison ({name}).", name=name)
    )  # fmt: skip
    plain = {"error": {"kind": "internal", "message": text, "field": "", "hint": ""}}
    output.complain(output.as_json(plain) if as_document else safe(text))
    return STATUS


def _logged(error: BaseException) -> str:
    """Where the details were written; empty where they could not be."""
    import traceback

    text = "".join(traceback.format_exception(error))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        from platformdirs import user_state_path

        folder = user_state_path("liaison", appauthor=False)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _append(folder / "errors.log", f"{now}\n{safe(text, lines=True)}\n")
    except OSError:
        return ""


def _append(log: Path, text: str) -> str:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
    with os.fdopen(os.open(log, flags, 0o600), "a", encoding="utf-8") as file:
        file.write(text)
    return str(log)
