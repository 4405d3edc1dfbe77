"""The bottom line: what the keys do here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding
from textual.keys import format_key
from textual.screen import Screen

from core.messages import N_
from tui.i18n import _
from tui.widgets.line import Bar

_NAMES = {"up": "up", "down": "down", "left": "left", "right": "right", "enter": "enter"}
_NAMES |= {"backspace": "backspace"}  # Textual's arrows are two cells wide on some terminals


class Hint(NamedTuple):
    """A key and what it does; not enabled while it cannot be done here."""

    key: str
    label: str
    enabled: bool = True


def key_name(binding: Binding) -> str:
    """A short name of a key, of cells that are as wide everywhere: ``^s``, ``F2``, ``enter``."""
    if binding.key_display:
        return binding.key_display
    *modifiers, key = binding.key.split("+")
    name = _NAMES.get(key) or format_key(key)
    if key[0] == "f" and key[1:].isdigit():
        name = key.upper()
    if "ctrl" in modifiers:
        modifiers.remove("ctrl")
        name = f"^{name}"
    return "+".join([*modifiers, name])


class KeyBar(Bar):
    """The keys of the screen that want to be shown, as many as fit; help is always the last.

    Descriptions are English until they are shown: *translate* says them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--disabled"}
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        width: 100%;
        height: 1;
        background: $panel;
        color: $foreground;
        & > .keybar--key { color: $text-accent; text-style: bold; }
        & > .keybar--disabled { color: $text-disabled; }
    }
    """

    def __init__(self, translate: Callable[[str], str] = _, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._translate = translate
        self._hints: list[Hint] | None = None
        self._order: dict[str, int] = {}
        self._is_waiting = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def order(self, actions: Iterable[str]) -> None:
        """Show the keys of these actions in this order, after those of all others."""
        if list(self._order) != (wanted := list(actions)):
            self._order = {action: at for at, action in enumerate(wanted, start=1)}
            self._look_again()

    def _bindings_updated(self, _screen: Screen[Any]) -> None:
        """Look once when all is settled: the signal comes several times in a row."""
        if self.app.app_focus and not self._is_waiting:
            self._is_waiting = True
            self.call_after_refresh(self._look_again)

    def _look_again(self) -> None:
        self._is_waiting = False
        if self.is_attached and (hints := list(self._all_hints())) != self._hints:
            self._hints = hints
            self.refresh()

    def pieces(self, width: int) -> Iterable[tuple[str, str]]:
        if self._hints is None:
            self._hints = list(self._all_hints())
        *hints, last = self._hints
        tail = f" {last.label} " if _cells(last) <= width else " "
        room = width - cell_len(last.key + tail)
        for hint in hints:
            if (room := room - _cells(hint)) < 0:
                room += _cells(hint)
                break
            yield " ", ""
            yield hint.key, "keybar--key" if hint.enabled else "keybar--disabled"
            yield f" {hint.label} ", "" if hint.enabled else "keybar--disabled"
        yield " " * room, ""
        yield last.key, "keybar--key"
        yield tail, ""

    def _all_hints(self) -> Iterator[Hint]:
        seen = set()
        last = Hint("?", self._translate(N_("Help").text))
        bindings = self.screen.active_bindings.values()
        for _node, binding, enabled, _tooltip in sorted(
            bindings, key=lambda active: self._order.get(active.binding.action, 0)
        ):
            if binding.action in seen:
                continue
            seen.add(binding.action)
            is_help = binding.action == "help"
            if binding.description and (is_help or binding.show):
                hint = Hint(key_name(binding), self._translate(binding.description), enabled)
                if is_help:
                    last = hint
                else:
                    yield hint
        yield last


def _cells(hint: Hint) -> int:
    return cell_len(f" {hint.key} {hint.label} ")
