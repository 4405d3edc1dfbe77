"""A session ends when its terminal does, and no terminal means no session (T1-T3, T5, T7, T10)."""

from __future__ import annotations

import os
import select
import signal
import termios
import time
from pathlib import Path

import pytest

from tests.terminal import PYTHON, Terminal
from tests.tui.guarded_app import GRACE, WORDS

APP = [PYTHON, "-m", "tests.tui.guarded_app"]
LEAVE, ENTER = b"\x1b[?1049l", b"\x1b[?1049h"


def shell(line: str, *words: str) -> list[str]:
    """A command line for the shell, with *words* as ``$@``."""
    return ["sh", "-c", line, "sh", *words]


@pytest.mark.parametrize(
    ("command", "controlling"),
    [
        pytest.param(APP, True, id="session leader"),
        pytest.param(APP, False, id="no controlling terminal"),
        pytest.param(shell("trap '' HUP; exec \"$@\"", *APP), True, id="SIGHUP ignored"),
    ],
)
def test_T2_a_dead_terminal_ends_the_session(command: list[str], controlling: bool) -> None:
    with Terminal(command, controlling=controlling) as terminal:
        terminal.wait_for(WORDS)
        before = terminal.cpu_seconds()
        terminal.close_master()
        assert terminal.wait_exit(3) == 129
        assert terminal.cpu_seconds() - before < 0.5


def test_T1_a_dead_terminal_ends_the_session_under_a_shell(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with Terminal(shell('"$@"; exit $?', *APP, "quiet", str(note))) as terminal:
        terminal.wait_for(WORDS)
        pid = int(note.read_text())
        assert pid != terminal.pid
        ended = os.pidfd_open(pid)
        terminal.close_master()
        assert select.select([ended], [], [], 3)[0], "the session outlived its terminal"
        os.close(ended)


def wait_until_stuck(terminal: Terminal) -> None:
    terminal.wait_for(WORDS)
    drawn = terminal.cpu_seconds()
    terminal.wait_for(lambda terminal: terminal.cpu_seconds() - drawn > 0.3)


def test_T2_a_dead_terminal_ends_a_session_that_hangs() -> None:
    with Terminal([*APP, "stuck"], controlling=False) as terminal:
        wait_until_stuck(terminal)
        terminal.close_master()
        assert terminal.wait_exit(GRACE + 10) == 129


def test_T5_sigterm_ends_a_session_whose_terminal_is_not_read() -> None:
    with Terminal([*APP, "busy"]) as terminal:
        terminal.wait_for(WORDS)
        deadline = time.monotonic() + 20
        used = -1.0
        while (now := terminal.cpu_seconds()) != used:  # frozen once it works no more
            assert time.monotonic() < deadline
            used = now
            time.sleep(0.4)
        start = time.monotonic()
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit(GRACE + 10, read=False) == 143
        assert time.monotonic() - start > GRACE / 2, "it was not frozen"


def test_T1_sigterm_lets_a_healthy_session_leave_by_itself() -> None:
    with Terminal(APP) as terminal:
        terminal.wait_for(WORDS)
        start = time.monotonic()
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit() == 143
        assert time.monotonic() - start < GRACE
        assert terminal.raw.count(LEAVE) == 1


def test_T10_a_session_that_hangs_leaves_a_usable_terminal() -> None:
    with Terminal([*APP, "stuck"]) as terminal:
        wait_until_stuck(terminal)
        assert not termios.tcgetattr(terminal.master)[3] & termios.ECHO
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit(GRACE + 10) == 143
        tail = terminal.raw[terminal.raw.rindex(LEAVE) - 100 :]
        for sequence in (b"[?25h", b"[?2004l", b"[?1003l", b"[?1004l", b"[?7h", b"[<u"):
            assert sequence in tail
        wanted = termios.ECHO | termios.ICANON | termios.ISIG
        assert termios.tcgetattr(terminal.master)[3] & wanted == wanted


@pytest.mark.parametrize(
    "line",
    [
        '"$@" </dev/null; echo "status $?"',
        '"$@" >/dev/null; echo "status $?"',
        '"$@" 2>/dev/null; echo "status $?"',
        '{ "$@"; echo "status $?"; } | cat',
    ],
)
def test_T3_without_a_terminal_it_is_refused_with_status_2(line: str) -> None:
    with Terminal(shell(line, *APP)) as terminal:
        terminal.wait_for("status 2")
        assert ("ssh -t" in terminal.text()) is ("2>" not in line)
        assert ENTER not in terminal.raw


NARROW = {"LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.mark.parametrize(
    ("env", "mode"),
    [
        ({"LANG": "C.UTF-8"}, 0),  # nothing to mend: not started again
        ({"LANG": "C"}, 1),
        ({"LC_ALL": "POSIX"}, 1),
        ({"LC_ALL": "zh_CN.GBK"}, 1),
        (NARROW, 1),
        ({"PYTHONIOENCODING": "ascii"}, 1),
        ({**NARROW, "PYTHONIOENCODING": "gbk"}, 1),
        ({"LANG": "C", "PYTHONIOENCODING": "latin-1"}, 1),
    ],
)
def test_T7_chinese_is_right_in_every_locale(env: dict[str, str], mode: int) -> None:
    with Terminal(APP, env=env) as terminal:
        terminal.wait_for(f"{WORDS} {mode}")


def test_T7_the_second_start_has_the_same_arguments(tmp_path: Path) -> None:
    script = tmp_path / "liaison"
    script.write_text("import sys\nfrom tests.tui.guarded_app import main\nmain(*sys.argv[1:])\n")
    note = tmp_path / "名字 of a note"
    command = [PYTHON, "-X", "utf8=0", "-W", "error", str(script), "quiet", str(note)]
    with Terminal(command, env=NARROW) as terminal:
        terminal.wait_for(f"{WORDS} 1")
        assert int(note.read_text()) == terminal.pid
        arguments = Path(f"/proc/{terminal.pid}/cmdline").read_text().rstrip("\0").split("\0")
        assert arguments == [PYTHON, "-X", "utf8=1", *command[1:]]


CLOSED = """
import os, sys
from tui.terminal import reopen_standard_files
reopen_standard_files()
print("nobody reads this"), print("nor this", file=sys.stderr)
files = [os.readlink(f"/proc/self/fd/{fd}") for fd in (0, 1, 2)]
kept = [os.get_inheritable(fd) for fd in (0, 1, 2)]
first = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY)
os.write(first, repr((files, kept, first, sys.stdin.read())).encode())
"""


def test_D25_closed_standard_files_are_reopened_before_anything_else(tmp_path: Path) -> None:
    report = tmp_path / "report"
    line = 'exec "$@" <&- >&- 2>&-'
    with Terminal(shell(line, PYTHON, "-c", CLOSED, str(report))) as terminal:
        assert terminal.wait_exit() == 0
    assert report.read_text() == repr((["/dev/null"] * 3, [True] * 3, 3, ""))


def test_D25_without_standard_files_it_is_refused() -> None:
    with Terminal(shell('exec "$@" <&- >&- 2>&-', *APP)) as terminal:
        assert terminal.wait_exit() == 2


IDLE = """
import signal, threading, time
from tui.guard import Guard
with Guard(lambda: None) as guard:
    assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    used = time.process_time()
    time.sleep(0.5)
    assert time.process_time() - used < 0.01
assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
assert signal.set_wakeup_fd(-1) == -1
while threading.active_count() > 1:
    pass
print("status", guard.status)
"""


def test_T2_a_guard_costs_nothing_while_idle_and_gives_the_signals_back() -> None:
    with Terminal([PYTHON, "-c", IDLE]) as terminal:
        terminal.wait_for("status 0")
        assert terminal.wait_exit() == 0


IN_VAIN = """
import os, signal, time
from tui.guard import Guard
def on_gone():
    print("called")
    raise RuntimeError("the loop is closed")
with Guard(on_gone, grace=0.3):
    for _ in range(3):
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGHUP)
time.sleep(20)
"""


def test_T2_a_guard_calls_once_and_its_countdown_cannot_be_stopped() -> None:
    with Terminal([PYTHON, "-c", IN_VAIN]) as terminal:
        assert terminal.wait_exit(3) == 143
        assert terminal.text().count("called") == 1
        assert "Error" not in terminal.text()


ONE_FILE = """
import os, sys, time
from tui.guard import Guard
mine, other = os.pipe() if sys.argv[1] == "0" else os.pipe()[::-1]
os.dup2(mine, int(sys.argv[1]))
with Guard(lambda: None, grace=0.1):
    os.close(other)
    time.sleep(20)
"""


@pytest.mark.parametrize("fd", ["0", "2"])
def test_T2_either_end_of_the_terminal_is_watched(fd: str) -> None:
    with Terminal([PYTHON, "-c", ONE_FILE, fd]) as terminal:
        assert terminal.wait_exit(2) == 129
