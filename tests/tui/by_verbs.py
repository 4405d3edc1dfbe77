"""The command line, in this process or in one of its own, and an organisation made by its verbs."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests import warm
from tui import cli, who

ROOT = Path(__file__).parents[2]
ME = who.os_user()
STARTED = ("-m", "tui")
# Code, name, head, primary liaison.
DEPARTMENTS = (
    ("MKT", "市场部", "zhang", "wang"),
    ("PRD", "产品部", "chen", "zhao"),
    ("SAL", "销售部", "sun", "li"),
    ("LOG", "物流部", "wu", "zheng"),
    ("PMO", "项目管理办公室", "yang", "zhu"),
)
FORM = {
    "type": "project",
    "title": "618大促活动",
    "background": "活动期间销售额同比增长30%",
    "involved_departments": ["PRD", "SAL"],
    "details": [
        {"department": "PRD", "what": "3款促销产品功能说明", "by": "+5d"},
        {"department": "SAL", "what": "2场销售培训", "by": "+6d"},
    ],
    "expected": "+30d",
    "priority": "high",
}


class Told(NamedTuple):
    """What the command line answered."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error document on standard error."""
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found


class CommandLine:
    """``liaison`` in this process, on one database."""

    def __init__(
        self, db: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.db = db
        self._patch = patch
        self._capture = capture

    def __call__(self, *words: str, by: str = "", given: object = None) -> Told:
        """Run it as a person; *given* comes in on standard input, as JSON if it is no text."""
        argv = ["liaison", "--db", str(self.db), *(["--as", by] if by else []), *words]
        self._patch.setattr(sys, "argv", argv)
        text = given if isinstance(given, str) else json.dumps(given)
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        self._capture.readouterr()
        status = cli.main()
        return Told(status, *self._capture.readouterr())

    def document(self, *words: str, by: str = "", given: object = None) -> Any:
        """What ``--json`` prints of something that is done."""
        told = self(*words, "--json", by=by, given=given)
        assert told.status == 0, told.err
        return told.data

    def submitted(self, by: str = "wang", **more: Any) -> str:
        """The number of a new request."""
        asked = self.document("request", "submit", "--from", "-", by=by, given=FORM | more)
        return str(asked["number"])

    def led(self) -> str:
        """The number of a request that the marketing department leads."""
        number = self.submitted()
        self.document("request", "dispatch", number)
        self.document("request", "acknowledge", number, by="zhang")
        return number


def process(
    *words: str | bytes,
    env: Mapping[str, str] | None = None,
    given: bytes = b"",
    launcher: tuple[str, ...] = (),
    **more: Any,
) -> Told:
    """``liaison`` in a process of its own, away from this folder.

    It comes from the warm parent, but with something said of its environment or of its launcher,
    such as ``STARTED``: then it starts truly.
    """
    if launcher or env or more:
        return _started(words, env or {}, given, launcher or STARTED, more)
    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(given)
        for file in files:
            file.seek(0)
        _pid, end = warm.start(words, [file.fileno() for file in files], env=os.environ)
        status, _seconds = warm.ended(end)
        os.close(end)
        for file in files:
            file.seek(0)
        return Told(status, *(file.read().decode() for file in files[1:]))


def _started(
    words: tuple[str | bytes, ...],
    env: Mapping[str, str],
    given: bytes,
    launcher: tuple[str, ...],
    more: dict[str, Any],
) -> Told:
    done = subprocess.run(
        [sys.executable, *launcher, *words],
        input=given,
        capture_output=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        timeout=60,
        **more,
    )
    return Told(done.returncode, done.stdout.decode(), done.stderr.decode())


def organisation(place: Path) -> Path:
    """A database at *place* with the departments and their people; this user coordinates."""
    shutil.copy(_template(), place)
    return place


@cache
def _template() -> Path:
    place = Path(os.environ["HOME"]) / "organisation.db"
    people: list[dict[str, Any]] = [
        {"login": login, "name": login.title(), "department": code, "email": f"{login}@example.com"}
        for code, _name, *logins in DEPARTMENTS
        for login in logins
    ]
    people += [{"login": "boss", "name": "Boss", "roles": ["management"]}]
    codes = [{"code": code, "name": name} for code, name, *_ in DEPARTMENTS]
    posts = [{"code": code, "liaisons": [liaison]} for code, _, _, liaison in DEPARTMENTS]
    heads = [{"code": code, "head": head} for code, _, head, _ in DEPARTMENTS]
    for verb, objects in (
        ("department add", codes),
        ("person add", people),
        ("department set-liaison", posts),
        ("department edit", heads),
    ):
        words = (*verb.split(), "--from", "-", "--db", str(place))
        told = process(*words, given=json.dumps(objects).encode())
        assert told.status == 0, told
    return place
