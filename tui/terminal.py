"""The terminal before and after Textual: is there one, does it speak UTF-8, is it left usable."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from contextlib import suppress
from threading import Thread

from core.errors import BadInput
from core.messages import N_

# In Textual's own order: the keyboard protocol is the alternate screen's and is left before it.
_RESET = (
    b"\x1b\\"  # ends a sequence that was cut short
    b"\x1b[?2026l\x1b[?2004l\x1b[?2048l\x1b[?1004l"  # frames, paste, resize and focus reports
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1016l\x1b[?1006l"  # the mouse
    b"\x1b[<u\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)


def require_terminal() -> None:
    """Raise ``BadInput`` unless a person sits at both ends (T3).

    Textual reads file 0, draws on file 2 and asks file 1 for the size; without a terminal
    it never ends and takes a whole core.
    """
    if not all(map(os.isatty, (0, 1, 2))):
        raise BadInput(
            N_("There is no terminal here. Connect with “ssh -t”, or give a verb with --json.")
        )


def reopen_standard_files() -> None:
    """Open on /dev/null what is closed of files 0 to 2, lest a database gets the number (D25)."""
    for fd, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(fd)
        except OSError:
            # The lowest free number is this one: all below are open by now.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
            stream = open(fd, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def ensure_utf8() -> None:
    """Start the program again in Python's UTF-8 mode if its locale would mangle Chinese (T7).

    The second start cannot come here again: ``-X`` outranks whatever narrowed the first one.
    """
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    codecs = {stream.encoding for stream in streams if stream} | {sys.getfilesystemencoding()}
    if codecs <= {"utf-8", "UTF-8"}:
        return
    env = {**os.environ, "PYTHONUTF8": "1"}
    narrowed = env.pop("PYTHONIOENCODING", None)
    if sys.flags.utf8_mode and narrowed is None:
        return
    argv = [sys.executable, "-X", "utf8=1", *sys.orig_argv[1:]]
    os.execve(sys.executable, argv, env)  # noqa: S606


def takes_output(fd: int) -> bool:
    """Whether the terminal is there and has room: not hung up, not frozen (T2, T5)."""
    poll = select.poll()
    poll.register(fd, select.POLLOUT)
    return os.isatty(fd) and poll.poll(0) == [(fd, select.POLLOUT)]


def restore_terminal(fd: int = 2, patience: float = 0.2) -> None:
    """Undo what Textual set, for a shell to go on (T10); nothing if nobody is there to see.

    Never takes longer than *patience* seconds: a terminal can freeze in mid-write.
    """
    if takes_output(fd):
        writer = Thread(target=_reset, args=(fd,), daemon=True)
        writer.start()
        writer.join(patience)


def _reset(fd: int) -> None:
    # A process in the background would be stopped for this instead of allowed it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    with suppress(OSError, termios.error):
        os.write(fd, _RESET)
        attributes = termios.tcgetattr(fd)
        attributes[0] |= termios.ICRNL | termios.IXON
        attributes[3] |= termios.ICANON | termios.ECHO | termios.IEXTEN | termios.ISIG
        termios.tcsetattr(fd, termios.TCSANOW, attributes)
        termios.tcflush(fd, termios.TCIFLUSH)  # mouse reports the shell would take for typing
