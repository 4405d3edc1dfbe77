"""The modes: their names, their keys, and the screens made when somebody first goes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from core.messages import N_, Message

MODE_LABELS: dict[str, Message] = {
    "today": N_("Today"),
    "intake": N_("Intake"),
    "assignment": N_("Assignment"),
    "meetings": N_("Meetings"),
    "board": N_("Board"),
    "conflicts": N_("Conflicts"),
    "people": N_("People"),
}
# Where the top line is too narrow for the names.
MODE_SHORT: dict[str, Message] = {
    "assignment": N_("Assign"),
    "meetings": N_("Meet"),
    "conflicts": N_("Conflict"),
}


def digit(key: str) -> str:
    """F2 is 2 where a list has focus, and F12, Today, is 0."""
    number = int(key[1:])
    return str(number) if number < 10 else "0"


MODE_KEYS = {
    "today": "f12",
    "intake": "f2",
    "assignment": "f3",
    "meetings": "f4",
    "board": "f5",
    "conflicts": "f6",
    "people": "f9",
}


def screen(mode: str) -> Callable[[], Screen[Any]]:
    """A factory that imports the mode's screen only when somebody goes there."""

    def make() -> Screen[Any]:
        from importlib import import_module

        made: Screen[Any] = import_module(f"tui.screens.{mode}").make()
        return made

    return make
