"""Processes that work at one desk at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier
from typing import TypeVar

WORKERS = 8
PATIENCE = 60.0  # seconds: a loaded machine takes its time
R = TypeVar("R")
_start: Barrier


@contextmanager
def hands(count: int = WORKERS) -> Iterator[Pool]:
    """Processes that come from a fresh one: nothing that is open here is open there (D6)."""
    forking = get_context("forkserver")
    forking.set_forkserver_preload(["tests.desk"])
    barrier = forking.Barrier(count)
    with forking.Pool(count, _remember, (barrier,)) as pool:
        yield pool
        pool.close()
        pool.join()


def _remember(barrier: Barrier) -> None:
    global _start
    _start = barrier


def together() -> None:
    """Wait, in a process, until all the others have come as far."""
    _start.wait(PATIENCE)


def at_once(pool: Pool, work: Callable[[str], R], argument: str) -> list[R]:
    """What each process gives for the same piece of work."""
    return pool.map(work, [argument] * WORKERS, chunksize=1)
