"""The guard ends a session whose terminal is gone or that is told to end, whatever hangs."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from types import FrameType
from typing import Self

from tui.terminal import restore_terminal, takes_output

_ENDING = (signal.SIGHUP, signal.SIGTERM)
_HUNG_UP = 128 + signal.SIGHUP
_STOP = 0  # no signal has this number
_LOOK_AGAIN = 5_000  # milliseconds, for systems whose poll says nothing of a hang-up


class Guard:
    """Watches files 0 and 2 for a hang-up and the process for SIGHUP and SIGTERM (T1, T2, T5).

    Then *on_gone* is called once, in a thread of its own, to end the app; a process that is
    still there after *grace* seconds is ended hard. ``status`` is 0 until then, after it the
    exit status: 129 for a hang-up, 143 for SIGTERM. Start it in the main thread.
    """

    def __init__(self, on_gone: Callable[[], None], grace: float = 2.0) -> None:
        self.status = 0
        self._on_gone = on_gone
        self._grace = grace
        self._watched = Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Take over the two signals, even where SIGHUP was ignored, and watch."""
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        # Python runs a handler only once its main thread is free; the number of a signal goes
        # down this pipe at once.
        self._wakeup_before = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._signalled) for number in _ENDING}
        Thread(target=self._run, name="guard", daemon=True).start()

    def stop(self) -> None:
        """Give the signals back; but a countdown that has begun goes on until the process ends."""
        self._tell(_STOP)
        self._watched.wait()
        if self.status:
            _silence()
            return
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        os.close(self._read)
        os.close(self._write)

    def _signalled(self, number: int, _frame: FrameType | None) -> None:
        self._tell(number)  # twice as a rule, but asyncio may take the wake-up file for itself

    def _tell(self, number: int) -> None:
        with suppress(BlockingIOError):
            os.write(self._write, bytes([number]))

    def _run(self) -> None:
        self.status = self._watch()
        self._watched.set()
        if self.status:
            Thread(target=self._call, daemon=True).start()
            time.sleep(self._grace)
            restore_terminal()
            os._exit(self.status)

    def _watch(self) -> int:
        """Wait for the exit status to end with, 0 when stopped."""
        poll = select.poll()
        poll.register(0, 0)  # asks for nothing: a hang-up is reported unasked
        poll.register(2, 0)
        poll.register(self._read, select.POLLIN)
        while True:
            files = [fd for fd, _ in poll.poll(_LOOK_AGAIN)]
            for number in os.read(self._read, 64) if self._read in files else b"":
                if number == _STOP or number in _ENDING:
                    return 128 + number if number else 0
            if not {0, 2}.isdisjoint(files) or not os.isatty(0):
                return _HUNG_UP

    def _call(self) -> None:
        with suppress(Exception):  # the loop may have ended by itself; the countdown decides
            self._on_gone()


def _silence() -> None:
    """Let Python's last flush neither block on a dead terminal nor turn the status into 120."""
    if not takes_output(2):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(nowhere, fd)
