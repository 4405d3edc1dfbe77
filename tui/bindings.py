"""Every binding there is, gathered for the check of a keymap and for the list of keys."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass

from textual.binding import Binding
from textual.widget import Widget

OVER_MODES = ("live",)  # screens over a mode that have verbs of their own
OVER_SCREENS = (
    *("form", "help", "importing", "jump", "fetching", "pick", "bulk", "agenda", "columns"),
)
WIDGETS = ("rowlist", "boardview", "weekview")


def every(modes: tuple[str, ...], own: list[Binding]) -> list[Binding]:
    """*own* of the app, then those of the screens of *modes*, of dialogs and of lists."""
    from tui.screens.base import command_bindings

    names = [*(f"tui.screens.{n}" for n in (*modes, *OVER_MODES, *OVER_SCREENS))]
    names += [f"tui.widgets.{n}" for n in WIDGETS]
    found = [*own, *(b for mode in (*modes, *OVER_MODES) for b in command_bindings(mode))]
    found += [b for name in names for b in _of_module(name)]
    return list({(b.id, b.key): b for b in found}.values())


def _of_module(name: str) -> Iterator[Binding]:
    for _name, kind in getmembers(import_module(name), isclass):
        if issubclass(kind, Widget) and kind.__module__.startswith("tui."):
            for base in kind.__mro__:
                if base.__module__.startswith("tui."):
                    yield from Binding.make_bindings(vars(base).get("BINDINGS", ()))
