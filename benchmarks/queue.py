"""The intake queue over databases of 100 to 1,000,000 requests, each against the smallest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import many
from benchmarks.figures import Row, judged, p95, ratio
from benchmarks.product import product
from benchmarks.session import Program, press, started
from benchmarks.terminal import Stopwatch

SIZE = (80, 24)
KEYS = 60
PAGES = 3
COMMON, NOWHERE = "直播间", "无此词组"
_NUMBER = re.compile(r"[A-Z]{4}-\d{9,}")


class Figures(NamedTuple):
    """Seconds; a page and a filter until the first frame with other rows."""

    usable: float
    keys: list[float]
    pages: list[float]
    common: float
    rare: float
    none: float


class Kind(NamedTuple):
    """A figure, and the most it may be of the same at 100 requests, or in milliseconds."""

    label: str
    value: Callable[[Figures], float]
    target: float | None = None
    absolute: bool = False


# A list waits 30 ms for the next letter before it looks for what was typed.
KINDS = (
    Kind("usable queue", lambda f: f.usable, 2.0),
    Kind("key to paint", lambda f: median(f.keys), 1.2),
    Kind("key to paint, p95", lambda f: p95(f.keys), 1.2),
    Kind("page down", lambda f: median(f.pages)),
    Kind("filter, common word", lambda f: f.common, 100, absolute=True),
    Kind("filter, rare word", lambda f: f.rare, 100, absolute=True),
    Kind("filter, no such word", lambda f: f.none, 100, absolute=True),
)


def rows(home: Path, demo: Path, sizes: list[int], rounds: int) -> Iterator[Row]:
    """Every figure at every size; the first round of all is thrown away."""
    places = {n: many.make(demo, home / f"{n}.db", n) for n in sizes}
    programs = {n: product(home, place, "intake") for n, place in places.items()}
    found = [{n: measure(p) for n, p in programs.items()} for _ in range(rounds + 1)][1:]
    for kind in KINDS:
        for n in sizes[1:]:
            pairs = [(kind.value(one[sizes[0]]), kind.value(one[n])) for one in found]
            yield _judged(kind, n, [(1000 * few, 1000 * lots) for few, lots in pairs])


def _judged(kind: Kind, n: int, pairs: list[tuple[float, float]]) -> Row:
    row = ratio(kind.label, f"{n:,} requests", "ms", pairs)
    return row if kind.target is None else judged(row, kind.target, absolute=kind.absolute)


def measure(program: Program) -> Figures:
    """Open the queue, move, page and filter; raises ``RuntimeError`` where nothing answers."""
    with Stopwatch(program.command, size=SIZE, env=program.environment) as terminal:
        usable, path = started(terminal)
        keys = [press(terminal, next(path))[0] for _ in range(KEYS)]
        pages = [_until(terminal, "pagedown", _other(terminal)) for _ in range(PAGES)]
        common, rare, none = (_filtered(terminal, w) for w in (COMMON, many.RARE, NOWHERE))
    return Figures(usable, keys, pages, common, rare, none)


def _filtered(terminal: Stopwatch, word: str) -> float:
    """How long after its last letter a word narrows the list; the filter is closed again."""
    _until(terminal, "/", lambda text: True)
    seconds = _until(terminal, word, lambda text: _only(word, text))
    terminal.send("escape")
    terminal.idle(terminal.now() + 1)
    return seconds


def _only(word: str, text: str) -> bool:
    listed = [line for line in text.split("\n") if _NUMBER.search(line)][:3]
    if word == NOWHERE:
        return not listed
    if word == many.RARE:  # one row, and the record of the row under it
        listed = listed[:1]
    return bool(listed) and all(word in line for line in listed)


def _other(terminal: Stopwatch) -> Callable[[str], bool]:
    terminal.draw()
    before = _NUMBER.findall(terminal.text())[:3]
    return lambda text: _NUMBER.findall(text)[:3] != before


def _until(terminal: Stopwatch, keys: str, holds: Callable[[str], bool]) -> float:
    """Press keys; seconds until the frame on which something holds."""
    terminal.draw()
    pressed = terminal.now()
    terminal.send(keys)
    while True:
        terminal.settle(len(terminal.raw))
        for frame in terminal.frames():
            if holds(terminal.text()):
                terminal.idle(terminal.now() + 0.3)
                return frame.at - pressed
