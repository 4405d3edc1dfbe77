"""``make bench``: start a bare Textual app and the product in turn, and print the ratios.

Figures are aims, not tests: the exit status is 0 unless something does not run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from benchmarks import invitations, live, queue
from benchmarks.figures import KINDS, Row, compare, ratio, table
from benchmarks.product import LIAISON, SCREENS, bare, compile_all, load_demo, product, run
from benchmarks.session import measure
from tests.terminal import PYTHON

SIZES = {(80, 24): 1, (120, 40): 3}  # the larger one in every third round only
WIDTH = 120
SIZES_OF_QUEUE = [100, 10_000, 100_000, 1_000_000]


def main() -> int:
    """Measure what the arguments ask for, print it, and keep it where ``--json`` says."""
    given = _arguments()
    compile_all()
    with tempfile.TemporaryDirectory(prefix="liaison-bench-") as folder:
        home = Path(folder)
        try:
            database = load_demo(home)
            starts = [
                row
                for size, part in SIZES.items()
                for row in _starts(home, database, size, max(1, given.rounds // part))
            ]
            verbs = list(_verbs(home, database, given.rounds))
            sizes = SIZES_OF_QUEUE[: None if given.large else -1]
            _progress("queues of many requests")
            queues = list(queue.rows(home, database, sizes, max(3, given.rounds // 3)))
            _progress("the live view")
            idle = list(live.rows(home, database, SIZES, max(1, given.rounds // 9)))
            written = [ratio("invitations", "exports", "1/s", [_written() for _ in range(3)])]
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    _print(given.rounds, (starts + idle, "bare app"), (verbs, "python -c pass"), (queues, "at 100"),
           (written, "icalendar"))  # fmt: skip
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        rows = [row._asdict() for row in starts + idle + verbs + queues + written]
        given.json.write_text(json.dumps({"about": _about(), "rows": rows}, indent=1) + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=main.__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="starts of each program")
    parser.add_argument("--large", action="store_true", help="with 1,000,000 requests too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="for example reports/bench.json")
    return parser.parse_args()


def _starts(home: Path, database: Path, size: tuple[int, int], rounds: int) -> Iterator[Row]:
    """Every figure of every screen; the first round of all is thrown away."""
    screens = {name: product(home, database, name) for name in SCREENS}
    plain = bare(home)
    results = []
    for number in range(rounds + 1):
        _progress(f"{size[0]}x{size[1]}, round {number} of {rounds}")
        besides = measure(plain, size)
        results.append({name: (besides, measure(p, size)) for name, p in screens.items()})
    for name in screens:
        pairs = [result[name] for result in results[1:]]
        yield from (compare(kind, f"{name} {size[0]}x{size[1]}", pairs) for kind in KINDS)


def _verbs(home: Path, database: Path, rounds: int) -> Iterator[Row]:
    """What the command line takes, beside an interpreter that does nothing."""
    verbs = {
        "liaison --version": [*LIAISON, "--version"],
        "request list --json": [*LIAISON, "--db", str(database), "request", "list", "--json"],
    }
    for name, command in verbs.items():
        _progress(name)
        pairs = [
            (1000 * run([PYTHON, "-c", "pass"], home), 1000 * run(command, home))
            for _ in range(rounds + 1)
        ]
        yield ratio(name, "command line", "ms", pairs[1:])


def _written() -> tuple[float, float]:
    """Invitations a second by icalendar from a finished event, and by us from the record."""
    found = invitations.measure()
    return found["icalendar"], found["ours"]


def _print(rounds: int, *parts: tuple[list[Row], str]) -> None:
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    title = f"{_about()}; {rounds} rounds"
    for rows, baseline in parts:
        console.print(table(rows, baseline, title))
        title = ""


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _about() -> str:
    load = os.getloadavg()[0]
    busy = " (busy: measure again)" if load > 1.5 else ""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"Python {python}, Textual {version('textual')}, load {load:.1f}{busy}"


if __name__ == "__main__":
    sys.exit(main())
