"""``liaison`` without its start: one process imports everything and forks for each call.

A script of eighty verbs would else spend nine tenths of its time in imports. What is run is the
command's own ``main``, with the caller's arguments, folder and standard files.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from tui import cli
from tui.commandline import registry

ROOT = Path(__file__).parents[2]
COMMAND = """\
#!{python} -IS
import os, socket, sys
with socket.socket(socket.AF_UNIX) as call:
    call.connect({place!r})
    words = [os.getcwd(), *sys.argv[1:]]
    socket.send_fds(call, [b"\\0".join(map(os.fsencode, words))], [0, 1, 2])
    sys.exit(call.recv(1)[0])
"""


@contextmanager
def liaison(folder: Path) -> Iterator[Path]:
    """A folder with the command in it, which works as long as the context lasts."""
    place = str(folder / "calls")
    command = folder / "liaison"
    command.write_text(COMMAND.format(python=sys.executable, place=place))
    command.chmod(0o755)
    words = (sys.executable, "-m", __name__, place)
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"listening\n"
        try:
            yield folder
        finally:
            parent.terminate()


def _listen(place: str) -> None:
    import_module("db.desk")
    for name in registry.all_names():
        registry.load(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as calls:
        calls.bind(place)
        calls.listen()
        print("listening", flush=True)
        while True:
            call, _ = calls.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os._exit(_answer(call))
            call.close()


def _answer(call: socket.socket) -> int:
    data, files, _, _ = socket.recv_fds(call, 65536, 3)
    for number, file in enumerate(files):
        os.dup2(file, number)
    folder, *words = map(os.fsdecode, data.split(b"\0"))
    os.chdir(folder)
    sys.argv = ["liaison", *words]
    status = cli.main()
    call.send(bytes([status]))
    return status


if __name__ == "__main__":
    _listen(sys.argv[1])
