"""A person at a real terminal: reads the screen, presses keys, waits as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.terminal import PYTHON, Terminal
from tests.warm import WarmTerminal
from tui import forms, i18n, labels
from tui.i18n import _, say
from tui.modes import MODE_KEYS, MODE_LABELS, MODE_SHORT

SELECT_ALL, CLEAR_LINE = "f7", ("end", "ctrl+u")
PATIENCE = 30.0  # seconds: a loaded machine takes its time
CORNER = "╭"  # of a dialog


@contextmanager
def at_work(
    place: Path, login: str = "", *, language: str = "en", size: tuple[int, int] = (80, 24),
    program: tuple[str, ...] = ("tui",), env: Mapping[str, str] | None = None,
) -> Iterator[Person]:  # fmt: skip
    """Somebody at the screens over a database; this process speaks their language meanwhile.

    Another *program* than the command's own, a module and its arguments, starts truly.
    """
    words = ["--db", str(place), "--lang", language, *(["--as", login] if login else [])]
    warm = program == ("tui",)
    kind = WarmTerminal if warm else Terminal
    command = words if warm else [PYTHON, "-m", *program, *words]
    before = i18n.language()
    i18n.use(language)
    try:
        with kind(command, size=size, env=env) as terminal:
            person = Person(terminal)
            person.sees(say(MODE_LABELS["today"]))
            yield person
    finally:
        i18n.use(before)


_BLANKS_AND_FRAMES = dict.fromkeys(map(ord, " \n\u3000│▌"))


def solid(text: str) -> str:
    """The text without its blanks and the frames around it, so that wrapping does not show."""
    return text.translate(_BLANKS_AND_FRAMES)


def _all_in(texts: list[str], screen: str) -> bool:
    return all(text in screen for text in texts)


def _none_in(texts: list[str], screen: str) -> bool:
    return not any(text in screen for text in texts)


class Person:
    """Hands and eyes: every method waits until what it does can be seen."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def sees(self, *texts: str) -> None:
        """Wait until all of the texts are on the screen, on one line or wrapped."""
        wanted = [solid(text) for text in texts]
        self.until(lambda screen: _all_in(wanted, solid(screen)), *texts)

    def misses(self, *texts: str) -> None:
        """Wait until none of the texts is on the screen."""
        unwanted = [solid(text) for text in texts]
        self.until(lambda screen: _none_in(unwanted, solid(screen)), "gone:", *texts)

    def until(self, holds: Callable[[str], bool], *what: str) -> None:
        """Wait until the screen is as it should be."""
        try:
            self.terminal.wait_for(lambda terminal: holds(terminal.text()), PATIENCE)
        except AssertionError as error:
            raise AssertionError(f"not seen: {', '.join(what)}\n{self.terminal.text()}") from error

    def changes(self, before: str, patience: float = 0.4) -> bool:
        """Whether the screen becomes another than *before* within some time."""
        try:
            self.terminal.wait_for(lambda terminal: terminal.text() != before, patience)
        except AssertionError:
            return False
        return True

    def press(self, *keys: str) -> None:
        self.terminal.send(*keys)

    def goes(self, mode: str) -> None:
        """Go to a screen by its key, until it is the one marked in the top line."""
        labels = {say(MODE_LABELS[mode]), say(MODE_SHORT.get(mode, MODE_LABELS[mode]))}
        self.press(MODE_KEYS[mode])
        self.until(lambda _screen: self._is_marked(labels), mode)

    def _is_marked(self, labels: set[str]) -> bool:
        cells = [self.terminal.screen.buffer[0][x] for x in range(self.terminal.size[0])]
        marked = "".join(cell.data for cell in cells if cell.bold)
        return any(label in marked for label in labels)

    def becomes(self, login: str) -> None:
        """Act as another of the people of ``by_verbs``, whose names are their logins'."""
        self.press("f11")
        self.sees(_("Act as whom? (login)"))
        self.press(login, "enter")
        name = login if login == "root" else login.title()
        self.until(lambda screen: screen.split("\n")[0].endswith(f" {name}"), name)

    def opens(self, key: str, command: type[Any]) -> None:
        """Press a key that opens a command's form."""
        self.press(key)
        title = f"│ {say(command.label)}"
        self.until(lambda screen: CORNER in screen and title in screen, "the form")

    def fills(self, command: type[Any], **texts: str) -> None:
        """Type into fields of the form that is open, going through them from the first by tab."""
        left = dict(texts)
        for name, spec in forms.editable(command).items():
            if name == "resource":  # not asked for but in a resource application
                continue
            if name in left:
                self._puts(spec, left.pop(name))
            if not left:
                return
            self.press("tab")
        raise AssertionError(f"the form does not ask for {', '.join(left)}")

    def _puts(self, spec: Any, text: str) -> None:
        if spec.choices:
            self._chooses(say(spec.label), text, dict(labels.options(spec.choices)))
        elif spec.kind in {"long", "details", "blocks", "tasks", "contingencies", "attendees"}:
            self.press(SELECT_ALL, "backspace", *text.replace("\n", "\n\r").split("\n"))
        else:
            self.press(*CLEAR_LINE)
            self.terminal.type(text)

    def _chooses(self, label: str, code: str, options: dict[str, str]) -> None:
        """Step with the arrow key until the option stands in brackets."""
        for _again in (*options, ""):
            before = self._choice(label, options)
            if f"[{options[code]}]" in before:
                return
            self.press("right")
            self.until(partial(self._is_other, before, label, options), code)
        raise AssertionError(f"{code} could not be chosen")

    def _is_other(self, before: str, label: str, options: dict[str, str], _screen: str) -> bool:
        return self._choice(label, options) != before

    def _choice(self, label: str, options: dict[str, str]) -> str:
        """The line on which an option is chosen."""
        return next(
            line
            for line in self.terminal.lines()
            if line.strip("│ ").startswith(label) and any(word in line for word in options.values())
        )

    def sends(self, command: type[Any], number: str = "") -> None:
        """Send the form, until it is gone and the deed is confirmed."""
        self.press("ctrl+s")
        self.until(lambda screen: CORNER not in screen, "the form taken")
        self.sees(f"{say(command.label)}: {number}")

    def does(self, key: str, command: type[Any], number: str = "", /, **texts: str) -> None:
        """Open a command's form by its key, fill it in and send it."""
        self.opens(key, command)
        self.fills_in(command, number, **texts)

    def fills_in(self, command: type[Any], number: str = "", /, **texts: str) -> None:
        """Fill in the form that is open, and send it."""
        self.fills(command, **texts)
        self.sends(command, number)

    def looks_up(self, number: str) -> None:
        """Open a record by its number, wherever it is."""
        self.press("ctrl+g")
        self.sees(_("Go to which number? (XMBG-…, MTG-…, TSK-…, CFL-…)"))
        self.press(number, "enter")
        self.until(lambda screen: _is_whole(screen, number), number)


def _is_whole(screen: str, number: str) -> bool:
    """Whether a record has the whole screen: then it begins where a list has its heading."""
    return any(line.startswith(f" {number}  ") for line in screen.split("\n")[2:4])
