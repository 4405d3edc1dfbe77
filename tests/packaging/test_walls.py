"""The walls of the house: each is knocked through once, to see that the linter cries out."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("core", "db", "exports", "tui")


def lint_imports(house: Path) -> tuple[int, str]:
    """Exit status and words of the linter, run on the four packages in *house*."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo"],
        cwd=house,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the four packages, with the linter's contracts, that a test may damage."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_walls_stand(house: Path) -> None:
    status, words = lint_imports(house)
    assert status == 0, words
    assert " 0 broken" in words


# A module that offends: its room, what it says, and whom the linter has to name beside it.
OFFENCES = (
    ("core", "import sqlmodel", "sqlmodel"),
    ("core", "from textual.app import App", "textual"),
    ("core", "import db", "db"),
    ("core", "import exports", "exports"),
    ("core", "from tui import screens", "tui.screens"),
    ("core", "import os", "os"),
    ("core", "from os.path import exists", "os"),
    ("core", "def now(): from time import time", "time"),
    ("core", "import random", "random"),
    ("core", "from uuid import uuid4", "uuid"),
    ("db", "import textual", "textual"),
    ("db", "import icalendar", "icalendar"),
    ("db", "import exports", "exports"),
    ("db", "import tui", "tui"),
    ("exports", "import db", "db"),
    ("exports", "import sqlalchemy", "sqlalchemy"),
    ("exports", "import tui", "tui"),
    ("tui", "import db", "db"),
    ("tui/screens", "from db import anything", "db"),
    ("tui/screens", "import db.beneath", "db.beneath"),
)


def test_every_offending_import_is_named(house: Path) -> None:
    """All in one house, for a run of the linter tells of each by itself."""
    (house / "db" / "beneath.py").touch()
    wanted = set()
    for number, (room, offence, named) in enumerate(OFFENCES):
        intruder = f"intruder_{number}"
        (house / room / f"{intruder}.py").write_text(f"{offence}\n")
        wanted.add(f"{room.replace('/', '.')}.{intruder} -> {named} (l.1)")
    status, words = lint_imports(house)
    assert status != 0, words
    told = {line.strip().removeprefix("-").strip() for line in words.splitlines()}
    assert wanted <= told, (wanted - told, words)


def test_tui_cli_alone_may_open_the_database(house: Path) -> None:
    (house / "db" / "intruder.py").touch()
    (house / "tui" / "cli.py").write_text("import db\nimport db.intruder\n")
    (house / "tui" / "intruder.py").write_text("import tui.cli\n")
    status, words = lint_imports(house)
    assert status == 0, words


def test_the_linter_sees_every_module() -> None:
    """A folder without ``__init__.py`` would be a hole in each wall."""
    seen = grimp.build_graph(*ROOMS, cache_dir=None).modules
    assert {module for module, _ in modules()} <= seen


def test_core_imports_the_standard_library_alone() -> None:
    graph = grimp.build_graph("core", include_external_packages=True, cache_dir=None)
    rooms = {module.split(".")[0] for module in graph.modules}
    assert "core" in rooms
    assert rooms - {"core"} <= sys.stdlib_module_names


# What no linter of imports can see: a clock or a file reached through an innocent module.
CLOCKS = {"now", "utcnow", "today"}
DOORS = {"open", "input", "print", "breakpoint", "exec", "eval", "__import__"}


def test_core_is_handed_the_time_and_every_file() -> None:
    asked = [
        f"{module}:{call.lineno} {ast.unparse(call.func)}"
        for module, path in modules()
        if module.split(".")[0] == "core"
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and reaches_outside(call.func)
    ]
    assert asked == []


def reaches_outside(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        return called.attr in CLOCKS
    return isinstance(called, ast.Name) and called.id in DOORS


def modules() -> Iterator[tuple[str, Path]]:
    """Each module of the four packages: its dotted name and its file."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path
