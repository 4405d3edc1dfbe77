"""The live view of a meeting that nobody touches: what its clock costs the processor and the line.

The processor's seconds are those of every thread of the session, as the kernel counts them; the
bare application shows its table meanwhile.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from benchmarks.figures import Row, judged, ratio
from benchmarks.product import LIAISON, answer, bare, product, run
from benchmarks.session import NUMBER, Program
from benchmarks.terminal import Stopwatch

CALM = 3.0  # seconds until what was begun by coming here is over
WATCHED = 15.0  # seconds: in each the last digit changes, in some the one before it too
MOST_BYTES = 600  # a second


class Rest(NamedTuple):
    """CPU milliseconds in a minute, bytes in a second, of a session that nobody touches."""

    cpu: float
    bytes: float


def rows(
    home: Path, database: Path, sizes: dict[tuple[int, int], int], rounds: int
) -> Iterator[Row]:
    """Two rows a size; raises ``RuntimeError`` where something does not run."""
    place, number = _under_way(home, database)
    for size in sizes:
        where = f"live view {size[0]}x{size[1]}"
        pairs = [
            (_rest(bare(home), size, lambda _t: None),
             _rest(product(home, place, "today"), size, lambda t: _to_live_view(t, number)))
            for _ in range(rounds)
        ]  # fmt: skip
        cpu = [(plain.cpu, ours.cpu) for plain, ours in pairs]
        yield ratio("CPU while idle", where, "ms/min", cpu)
        plain, ours = (fmean(one.bytes for one in side) for side in zip(*pairs, strict=True))
        sent = Row("sent while idle", where, "B/s", plain, ours, None, "", None)
        yield judged(sent, MOST_BYTES, absolute=True)


def _under_way(home: Path, database: Path) -> tuple[Path, str]:
    """A copy of the database in which a meeting has begun, and its number."""
    place = shutil.copy(database, home / "live.db")
    verb = [*LIAISON, "--db", str(place), "meeting"]
    urgent = ["schedule", "--kind", "urgent", "--start", "+1wd 10:00", "--attendees", "root"]
    number = json.loads(answer([*verb, *urgent, "--json"], home))["number"]
    run([*verb, "start", number], home)
    return Path(place), number


def _to_live_view(terminal: Stopwatch, number: str) -> None:
    for keys, seen in ((["ctrl+g"], "MTG-…"), ([number, "enter"], f" {number}  "), (["v"], "1/3")):
        terminal.send(*keys)
        while seen not in terminal.draw():
            terminal.settle(len(terminal.raw))


def _rest(program: Program, size: tuple[int, int], go: Callable[[Stopwatch], None]) -> Rest:
    with Stopwatch(program.command, size=size, env=program.environment) as terminal:
        terminal.read_until(NUMBER)
        terminal.idle(terminal.now() + CALM)
        go(terminal)
        terminal.idle(terminal.now() + CALM)
        begun, cpu, sent = terminal.now(), _seconds(terminal.pid), len(terminal.raw)
        terminal.idle(begun + WATCHED)
        passed = terminal.now() - begun
        used = _seconds(terminal.pid) - cpu
        return Rest(60_000 * used / passed, (len(terminal.raw) - sent) / passed)


def _seconds(pid: int) -> float:
    """Seconds on a processor since the start, of all threads."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9
