"""The top line: where one is, who one is, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len

from core.text import safe
from tui.widgets.line import TONES, Bar, fit, tone_rules


class Mode(NamedTuple):
    """A mode in the bar: its key, its label, its name, and whether it is the one shown."""

    key: str
    label: str
    name: str
    active: bool
    short: str = ""


Pieces = list[tuple[str, str]]
# How long the labels are (0: none but the present one's), whether the app's name, how much of the
# person's (2: all of it).
_WAYS = ((2, 1, 2), (2, 0, 2), (1, 0, 2), (1, 0, 1), (0, 1, 2), (0, 0, 2), (0, 0, 0))
_LEAST = 7  # cells that a name is cut to


class ModeBar(Bar):
    """The app's name and the modes; at the right end what is wrong, and the person's name.

    Where there is too little room the app's name goes, then the longest labels become short ones,
    then the person's name; then only the mode one is in has its label, and at last the person's
    name goes altogether.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "modebar--name", "modebar--key", "modebar--active", *(f"modebar--{tone}" for tone in TONES)
    }  # fmt: skip
    DEFAULT_CSS = f"""
    ModeBar {{
        dock: top;
        width: 100%;
        height: 1;
        background: $panel;
        color: $foreground;
        & > .modebar--name {{ text-style: bold; }}
        & > .modebar--key {{ color: $text-accent; }}
        & > .modebar--active {{
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }}
        {tone_rules("modebar")}
    }}
    """

    def __init__(
        self,
        modes: Sequence[Mode],
        person: str = "",
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._modes = modes
        self._person = safe(person)
        self._status = ("", "")

    def set_status(self, text: str, style: str = "") -> None:
        """Say something lasting, in one of ``line.TONES``; an empty text takes it back."""
        status = (safe(text), f"modebar--{style}" if style else "")
        if status != self._status:
            self._status = status
            self.refresh()

    def pieces(self, width: int) -> Iterable[tuple[str, str]]:
        for labels, name, person in _WAYS:
            left = [*(self._title() if name else ()), *self._keys(labels)]
            state = self._state()
            room = width - _cells(left) - _cells(state)
            who = self._who(room if person == 1 else width) if person else []
            if (rest := room - _cells(who)) >= 0:
                return [*left, (" " * rest, ""), *state, *who]
        return self._squeezed(width)

    def _squeezed(self, width: int) -> Pieces:
        """What is wrong, as far as it can be said beside the mode one is in."""
        left = [piece for mode in self._modes if mode.active for piece in _of(mode, 1)]
        room = max(0, width - _cells(left))
        text, style = self._status
        return [*left, (fit(f" {text}", room - 1, dots=True) + " ", style)]

    def _title(self) -> Pieces:
        return [(f" {self.app.title} ", "modebar--name")]

    def _keys(self, labels: int) -> Pieces:
        return [piece for mode in self._modes for piece in _of(mode, labels)]

    def _state(self) -> Pieces:
        text, style = self._status
        return [(f" {text} ", style)] if text else []

    def _who(self, room: int) -> Pieces:
        if not self._person:
            return []
        most = max(room - 2, _LEAST)
        cut = cell_len(self._person) > most
        return [(f" {fit(self._person, most, dots=True) if cut else self._person} ", "")]


def _of(mode: Mode, labels: int) -> Pieces:
    label = mode.short or mode.label if labels == 1 else mode.label
    if mode.active:
        return [(f" {mode.key} {label} ", "modebar--active")]
    shown = ("", f" {label}", f" {label} ")[labels]
    return [(f" {mode.key}", "modebar--key"), (shown, "")]


def _cells(pieces: Pieces) -> int:
    return sum(cell_len(text) for text, _ in pieces)
