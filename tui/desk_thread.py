"""The one thread that touches the database; screens await what it answers.

Work is done in the order it was asked for, so a person's writes stay in theirs. The thread is a
daemon: a database that hangs cannot keep a session from ending.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any, TypeVar

from core.ports import Desk

T = TypeVar("T")
Job = tuple[Callable[[Desk], Any], asyncio.Future[Any] | None, bool]


class DeskThread:
    """Runs functions of the desk in order, in a thread of its own."""

    def __init__(self, connect: Callable[[], Desk]) -> None:
        self._connect = connect
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._present: asyncio.Future[Any] | None = None
        self._yields = False  # whether the present work gives way to whatever else is asked for
        self._ended = Event()
        self._started = False

    def start(self) -> None:
        """Begin: the first thing the thread does is to open the desk."""
        if not self._started:
            self._started = True
            Thread(target=self._run, name="desk", daemon=True).start()

    async def ask(self, work: Callable[[Desk], T], *, yields: bool = False) -> T:
        """Do *work* and wait for its answer without holding up the screen.

        With *yields* it may be given up, with ``Overtaken``, for whatever is asked meanwhile.
        """
        self.start()
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put((work, future, yields))
        return await future

    def tell(self, work: Callable[[Desk], object]) -> None:
        """Do *work* when its turn comes; nobody waits for the answer."""
        self.start()
        self._jobs.put((work, None, False))

    def drain(self, seconds: float) -> bool:
        """Let everything asked for so far be done; False if that took longer."""
        if not self._started:
            return True
        self._jobs.put(None)
        return self._ended.wait(seconds)

    def _run(self) -> None:
        desk: Desk | None = None
        while job := self._jobs.get():
            work, self._present, self._yields = job
            future = self._present
            try:
                desk = desk or self._opened()
                result = work(desk)
            except BaseException as error:
                _answer(future, None, error)
            else:
                _answer(future, result, None)
        if desk:
            desk.close()
        self._ended.set()

    def _opened(self) -> Desk:
        desk = self._connect()
        desk.heed(self._is_overtaken)
        return desk

    def _is_overtaken(self) -> bool:
        """Whether nobody waits for the present answer any more, or somebody else does instead."""
        present = self._present
        given_up = present is not None and present.cancelled()
        return given_up or (self._yields and not self._jobs.empty())


def _answer(
    future: asyncio.Future[Any] | None, result: object, error: BaseException | None
) -> None:
    if future is None:
        return
    with suppress(RuntimeError):  # the screen's loop may have ended meanwhile
        future.get_loop().call_soon_threadsafe(_settle, future, result, error)


def _settle(future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
