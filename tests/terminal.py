"""A real terminal for tests and benchmarks: a command under a pty, its screen, its raw bytes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.screen import Screen, Stream, is_wide

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
_ENV = {
    "PYTHONPATH": str(ROOT),
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
}
_ARROWS = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H"}
_TILDES = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6, "f5": 15, "f6": 17, "f7": 18}
_TILDES |= {"f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24}
KEYS = {
    **{name: f"\x1b[{letter}" for name, letter in _ARROWS.items()},
    **{f"shift+{name}": f"\x1b[1;2{letter}" for name, letter in _ARROWS.items()},
    **{f"ctrl+{name}": f"\x1b[1;5{letter}" for name, letter in _ARROWS.items()},
    **{name: f"\x1b[{number}~" for name, number in _TILDES.items()},
    **{f"f{n}": f"\x1bO{letter}" for n, letter in enumerate("PQRS", 1)},
    **{f"ctrl+{chr(n + 96)}": chr(n) for n in range(1, 27)},
} | {"escape": "\x1b", "enter": "\r", "space": " ", "backspace": "\x7f", "tab": "\t"}
KEYS["shift+tab"] = "\x1b[Z"
_POP_KEYBOARD = b"\x1b[<u"  # pyte would draw its "u"
_CAN_YOU_FRAME, _I_CAN = b"\x1b[?2026$p", "\x1b[?2026;2$y"
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"


class Terminal:
    """A command with a terminal of its own, read only while one of the waiting methods runs.

    ``controlling=False`` gives it the files but no controlling terminal, so no SIGHUP either.
    """

    def __init__(
        self,
        command: list[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        controlling: bool = True,
    ) -> None:
        self.command = command
        own = {"PATH": os.environ.get("PATH", os.defpath), "HOME": os.environ.get("HOME", "/")}
        self.env = {**_ENV, **own, **(env or {})}
        self.size = size
        self.controlling = controlling
        self.raw = bytearray()
        self._status: int | None = None
        self._cpu = 0.0
        self._held = b""
        self._lines: dict[int, str] = {}

    def __enter__(self) -> Self:
        self.screen = Screen(*self.size)
        self._stream = Stream(self.screen)
        self.master, slave = pty.openpty()
        os.set_blocking(self.master, False)
        self.resize(*self.size)
        self.pid, self._ended = self._start(slave)
        os.close(slave)
        return self

    def _start(self, slave: int) -> tuple[int, int]:
        """Start the command: its pid, and a file to read once it has ended."""
        # A session leader that opens a terminal is given it as its controlling terminal.
        flags = os.O_RDWR | (0 if self.controlling else os.O_NOCTTY)
        files = [(os.POSIX_SPAWN_OPEN, fd, os.ttyname(slave), flags, 0) for fd in (0, 1, 2)]
        pid = os.posix_spawnp(
            self.command[0], self.command, self.env,
            file_actions=files, setsid=True, setsigdef=[signal.SIGHUP],
        )  # fmt: skip
        return pid, os.pidfd_open(pid)

    def _reap(self) -> tuple[int, float]:
        """The exit status of the command that has ended, and its processor time."""
        _, status, usage = os.wait4(self.pid, 0)
        return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime

    def __exit__(self, *_: object) -> None:
        if self._poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self.wait_exit(read=False)
        for fd in {self.master, self._ended} - {-1}:
            os.close(fd)

    def send(self, *keys: str) -> None:
        """Press keys by name (``F2``, ``ctrl+s``, ``escape``); anything else is typed."""
        self.type("".join(KEYS.get(key.lower(), key) for key in keys))

    def type(self, text: str) -> None:
        """Type *text* as it stands, even if it is the name of a key."""
        data = text.encode(errors="surrogatepass")
        while data:
            try:
                data = data[os.write(self.master, data) :]
            except BlockingIOError:  # it may have to be read before it reads on
                self.pump(0.05)

    def paste(self, text: str) -> None:
        """Paste *text* in brackets, as terminals do."""
        self.type(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the command hears of it by SIGWINCH."""
        self.size = (columns, rows)
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def close_master(self) -> None:
        """Let the terminal die, as a dropped connection does."""
        os.close(self.master)
        self.master = -1

    def pump(self, seconds: float = 0.0) -> bool:
        """Read what there is, waiting at most *seconds*; whether anything came."""
        files = [self._ended] if self.master < 0 else [self.master, self._ended]
        if self.master not in select.select(files, [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65_536)
        except OSError:  # nobody has the other end open
            return False
        self.raw += data
        if _CAN_YOU_FRAME in data:
            self.type(_I_CAN)
        data = self._held + data
        cut = data.rfind(b"\x1b", -len(_POP_KEYBOARD) + 1)
        data, self._held = (data, b"") if cut < 0 else (data[:cut], data[cut:])
        self._stream.feed(data.replace(_POP_KEYBOARD, b""))
        return True

    def wait_for(self, what: str | Callable[[Terminal], bool], timeout: float = 10.0) -> float:
        """Read until a whole frame shows the text or meets the condition; the seconds it took."""
        start = time.monotonic()
        holds = what if callable(what) else lambda terminal: what in terminal.text()
        while self.raw.rfind(_BEGIN) > self.raw.rfind(_END) or not holds(self):
            left = start + timeout - time.monotonic()
            ended = self._poll() is not None and not self.pump()
            if left < 0 or ended:
                message = f"{what!r} not seen in {timeout} s, exit status {self._status}"
                raise AssertionError(f"{message}:\n{self.text()}")
            self.pump(min(left, 0.05))
        return time.monotonic() - start

    def wait_exit(self, timeout: float = 10.0, *, read: bool = True) -> int:
        """Wait for the end; the exit status, or minus the signal that ended the command.

        Without *read* the screen stays unread, as on a laptop that sleeps.
        """
        deadline = time.monotonic() + timeout
        while self._poll() is None:
            left = deadline - time.monotonic()
            assert left > 0, f"still running after {timeout} s:\n{self.text()}"
            self.pump(left) if read else select.select([self._ended], [], [], left)
        while read and self.pump():
            pass
        return self._status or 0

    def lines(self) -> list[str]:
        """The rows of the screen without trailing blanks."""
        for row in self.screen.dirty:
            self._lines[row] = self._line(row).rstrip()
        self.screen.dirty.clear()
        return [self._lines[row] for row in range(self.size[1])]

    def text(self) -> str:
        """The whole screen, a line a row."""
        return "\n".join(self.lines())

    def cpu_seconds(self) -> float:
        """Processor time of the command so far, in steps of 10 ms; at its end, exactly."""
        if self._poll() is not None:
            return self._cpu
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _line(self, row: int) -> str:
        """One row; a wide character of which half was overwritten counts as blank."""
        cells, text = [self.screen.buffer[row][x].data for x in range(self.size[0])], ""
        for left, data, right in zip(["", *cells], cells, [*cells[1:], " "], strict=False):
            is_whole = right == "" if is_wide(data) else data != ""
            is_second_half = data == "" and is_wide(left)
            text += data if is_whole else "" if is_second_half else " "
        return text

    def _poll(self) -> int | None:
        if self._status is None and select.select([self._ended], [], [], 0)[0]:
            self._status, self._cpu = self._reap()
        return self._status
