"""``liaison`` without its start: one process has imported the program, and forks for each run.

Nine tenths of a short test would else be imports. What runs is the command's own ``main`` in a
process of its own, with the arguments, folder, environment and files it is given; with a terminal
it leads a session of its own there. What the interpreter and the libraries read from the
environment as they start is as it was for the parent: who tests that, or the start, starts truly.
"""

from __future__ import annotations

import fcntl
import gc
import io
import marshal
import os
import selectors
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.terminal import Terminal
from tui import cli

ROOT = Path(__file__).parent.parent
ROOMS = ("core", "db", "exports", "tui")
LIBRARIES = ("icalendar", "chinese_calendar")
# What is loaded for some records alone: a run without them has to do without.
LEFT = {"__main__.py", "migrations", "tables"}
_ENDED = struct.Struct("=id")  # exit status and seconds of processor time
_COMMAND = """\
#!{python} -IS
import marshal, os, socket, struct, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as call:
    call.connect({place!r})
    words = [os.fsencode(word) for word in sys.argv[1:]]
    told = marshal.dumps((words, dict(os.environ), os.getcwd(), False))
    socket.send_fds(call, [told], [0, 1, 2])
    call.recv(4)
    sys.exit(struct.unpack({format!r}, call.recv(64))[0])
"""


def start(
    words: Sequence[str | bytes],
    files: Sequence[int],
    *,
    env: Mapping[str, str],
    cwd: str = "/",
    terminal: bool = False,
) -> tuple[int, int]:
    """Run ``liaison`` with these standard files: its pid, and a file to read once it has ended."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as call:
        call.connect(os.fspath(parent()))
        told = ([os.fsencode(word) for word in words], dict(env), cwd, terminal)
        socket.send_fds(call, [marshal.dumps(told)], list(files))
        pid = int.from_bytes(call.recv(4), sys.byteorder)
        return pid, call.detach()


def ended(file: int) -> tuple[int, float]:
    """The exit status, or minus the signal that ended a run, and its processor time."""
    status, seconds = _ENDED.unpack(os.read(file, _ENDED.size))
    return status, seconds


def command(folder: Path) -> None:
    """Put a ``liaison`` for scripts into a folder; it works as long as the test session lasts."""
    file = folder / "liaison"
    place = os.fspath(parent())
    file.write_text(_COMMAND.format(python=sys.executable, place=place, format=_ENDED.format))
    file.chmod(0o755)


class WarmTerminal(Terminal):
    """A terminal in which ``liaison`` runs, with these arguments."""

    def _start(self, slave: int) -> tuple[int, int]:
        return start(self.command, [slave] * 3, env=self.env, terminal=self.controlling)

    def _reap(self) -> tuple[int, float]:
        return ended(self._ended)


@cache
def parent() -> Path:
    """Where the process listens that all runs of this test session come from."""
    folder = Path(tempfile.mkdtemp(prefix="liaison-warm-"))
    place = folder / "calls"
    words = (sys.executable, "-m", __name__, str(place))
    env = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # each run would compile again what it loads late
    process = subprocess.Popen(
        words, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == b"listening\n"
    process.stdout.close()
    _parents.append(process)
    return place


_parents: list[subprocess.Popen[bytes]] = []


def stop() -> None:
    """End the parent, if there is one; it ends by itself, too, when this process does."""
    while _parents:
        process = _parents.pop()
        assert process.stdin
        process.stdin.close()
        process.wait()


def _next_run(place: str) -> socket.socket:
    """Fork for each call, and tell each how its run ended; comes back in the forked ones alone."""
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as calls,
        selectors.DefaultSelector() as waiting,
    ):
        calls.bind(place)
        calls.listen(64)
        waiting.register(calls, selectors.EVENT_READ)
        waiting.register(sys.stdin, selectors.EVENT_READ)
        print("listening", flush=True)
        while True:
            for key, _events in waiting.select():
                if key.fileobj is calls:
                    call, _ = calls.accept()
                    pid = os.fork()
                    if pid == 0:
                        return call
                    waiting.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, call))
                elif key.data:
                    waiting.unregister(key.fileobj)
                    os.close(key.fd)
                    _tell_end(*key.data)
                else:
                    os.unlink(place)
                    os.rmdir(os.path.dirname(place))
                    os._exit(0)


def _tell_end(pid: int, call: socket.socket) -> None:
    _, status, usage = os.wait4(pid, 0)
    with call, suppress(OSError):
        code = os.waitstatus_to_exitcode(status)
        call.send(_ENDED.pack(code, usage.ru_utime + usage.ru_stime))


def _run(call: socket.socket) -> int:
    data, files, _, _ = socket.recv_fds(call, 1 << 20, 3)
    words, env, cwd, terminal = marshal.loads(data)
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    if terminal:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    _reopen_streams()
    sys.argv = ["liaison", *map(os.fsdecode, words)]
    call.send(os.getpid().to_bytes(4, sys.byteorder))
    call.close()
    return cli.main()


def _preload() -> None:
    for library in LIBRARIES:
        import_module(library)
    for room in ROOMS:
        for path in sorted(Path(room).rglob("*.py")):
            if not LEFT & set(path.parts):
                import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))


def _reopen_streams() -> None:
    """Streams as they are at a start: by lines on a terminal."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        errors = getattr(sys, name).errors
        file = io.FileIO(number, "r" if number == 0 else "w", closefd=False)
        buffer: Any = io.BufferedReader(file) if number == 0 else io.BufferedWriter(file)
        lines = number == 2 or file.isatty()
        stream = io.TextIOWrapper(buffer, "utf-8", errors, line_buffering=lines)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


if __name__ == "__main__":
    _preload()
    gc.freeze()  # a collection in a run, or at its end, would copy all of this
    status = _run(_next_run(sys.argv[1]))
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    os._exit(status)  # taking apart what was imported takes longer than most verbs
