"""A calendar server for the tests of this room."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

HOW_TO_INSTALL_RADICALE = (
    "Radicale does not answer; install it, for example by `pip install radicale`"
)


@pytest.fixture(scope="module")
def caldav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a calendar on a Radicale of this module's own."""
    if find_spec("radicale") is None:
        pytest.skip(HOW_TO_INSTALL_RADICALE)
    folder = tmp_path_factory.mktemp("radicale")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "server-hosts": f"127.0.0.1:{port}", "storage-filesystem-folder": str(folder),
        "auth-type": "none", "rights-type": "authenticated",
    }  # fmt: skip
    words = [f"--{name}={value}" for name, value in options.items()]
    with subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", "", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            calendar = f"http://127.0.0.1:{port}/zhang/meetings/"
            _await(f"http://127.0.0.1:{port}/", server)
            asked("MKCALENDAR", calendar)
            yield calendar
        finally:
            server.terminate()


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        try:
            asked("OPTIONS", address)
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("Radicale did not start")


def asked(method: str, address: str, body: bytes = b"", **headers: str) -> bytes:
    """What the server answers to somebody called zhang."""
    sign = "Basic " + b64encode(b"zhang:-").decode()
    request = urllib.request.Request(address, body or None, method=method)
    for name, value in {"authorization": sign, **headers}.items():
        request.add_header(name.replace("_", "-"), value)
    with urllib.request.urlopen(request, timeout=30) as answer:
        data: bytes = answer.read()
    return data
