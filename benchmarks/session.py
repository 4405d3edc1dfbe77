"""One start of a program under a terminal: what a person waits for, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from benchmarks.terminal import Stopwatch

KEYS = 60
KEY_EVERY = 1 / 30  # seconds, as of a key that is held; Textual paints 60 frames a second at most
REACH = 5  # rows the cursor goes down before it comes up again: nothing scrolls
EARLY = 0.6  # seconds after the first key in which keys count as early
CALM = 2.0  # seconds without a key before memory is read and the usual keys begin
NUMBER = re.compile(rb"[A-Z]{3,4}-\d{5}")
PATIENCE = 5.0


class Program(NamedTuple):
    """What is started; ``environment`` is added to the terminal's own."""

    command: list[str]
    environment: Mapping[str, str]


class Figures(NamedTuple):
    """Seconds, bytes a key, and MiB of private memory; the lists have an item a key."""

    first_frame: float
    usable: float
    early_keys: list[float]
    keys: list[float]
    bytes: list[int]
    memory: float


def started(terminal: Stopwatch) -> tuple[float, Iterator[int]]:
    """When the cursor could first be moved, and where it may be moved to; calm afterwards."""
    usable = _begun(terminal)[1]
    terminal.idle(terminal.now() + CALM)
    return usable, _path(1)


def _begun(terminal: Stopwatch) -> tuple[float, float]:
    terminal.read_until(NUMBER)
    pressed = len(terminal.raw)
    terminal.send("j")
    terminal.settle(pressed)
    return _start(terminal, pressed)


def measure(program: Program, size: tuple[int, int]) -> Figures:
    """Start a program, use it and end it; raises ``RuntimeError`` where it does not answer."""
    with Stopwatch(program.command, size=size, env=program.environment) as terminal:
        first_frame, usable = _begun(terminal)
        path = _path(1)
        early: list[float] = []
        while not early or terminal.now() < usable + EARLY:
            early.append(press(terminal, next(path))[0])
        terminal.idle(terminal.now() + CALM)
        memory = private_memory(terminal.pid)
        presses = [press(terminal, next(path)) for _ in range(KEYS)]
    seconds, amounts = zip(*presses, strict=True)
    return Figures(first_frame, usable, early, list(seconds), list(amounts), memory)


def private_memory(pid: int) -> float:
    """MiB that the process wrote and no other has: what one more session costs.

    Pages of program files do not count: whether they are private depends on who else runs.
    """
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) / 1024


def _start(terminal: Stopwatch, pressed: int) -> tuple[float, float]:
    """When the first frame with anything in it came, and when the cursor had moved."""
    first, before = 0.0, terminal.backgrounds()
    while True:
        for frame in terminal.frames():
            first = first or (frame.at if terminal.text().strip() else 0.0)
            after = terminal.backgrounds()
            if frame.end > pressed and moved(before, after, 1):
                return first, frame.at
            before = after
        terminal.settle(len(terminal.raw), PATIENCE)


def press(terminal: Stopwatch, by: int) -> tuple[float, int]:
    """Press one key: seconds until the frame that shows it, and bytes until the next may come."""
    terminal.draw()
    since, before = len(terminal.raw), terminal.backgrounds()
    pressed = terminal.now()
    terminal.send("j" if by > 0 else "k")
    while True:
        terminal.settle(len(terminal.raw), PATIENCE)
        for frame in terminal.frames():
            if moved(before, terminal.backgrounds(), by):
                terminal.idle(pressed + KEY_EVERY)
                return frame.at - pressed, len(terminal.raw) - since


def _path(at: int) -> Iterator[int]:
    """Down and up again for ever, from the row *at* on."""
    yield from [1] * (REACH - at)
    yield from cycle([-1] * REACH + [1] * REACH)


def moved(before: list[str], after: list[str], by: int) -> bool:
    """Whether two lines exchanged their backgrounds: the cursor's row moved *by* one line."""
    return any(
        before[y] == after[y + by] != before[y + by] == after[y] for y in range(1, len(before) - 1)
    )
