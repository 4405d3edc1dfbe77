"""What is delivered: the wheel's contents, and the installed command beside hostile folders."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("core", "db", "exports", "tui")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run to the end, with the output as text, and without this session's PYTHONPATH."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built without a network."""
    target = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", target, cwd=ROOT)
    assert built.returncode == 0, built.stdout + built.stderr
    [path] = target.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The paths inside the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of a virtual environment with the wheel, and the libraries by reference."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    options = ("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check")
    pip = (sys.executable, "-m", "pip", "--python", python)
    done = run(*pip, "install", *options, wheel, cwd=home)
    assert done.returncode == 0, done.stdout + done.stderr
    libraries = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    [packages] = home.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text("\n".join(libraries) + "\n")
    return home / "bin"


def test_the_wheel_holds_every_file_of_the_four_packages_and_nothing_else(names: set[str]) -> None:
    kept = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if ".dist-info/" not in name} == kept


def test_the_wheel_holds_what_is_not_a_module(names: set[str]) -> None:
    assert {f"{room}/py.typed" for room in ROOMS} <= names
    assert "db/migrations/env.py" in names
    assert any(name.startswith("db/migrations/versions/") for name in names)
    for ending in (".po", ".mo"):
        assert f"tui/locale/zh/LC_MESSAGES/liaison{ending}" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_names_the_command(wheel: Path, names: set[str]) -> None:
    [entry_points] = [name for name in names if name.endswith(".dist-info/entry_points.txt")]
    points = ConfigParser()
    with zipfile.ZipFile(wheel) as archive:
        points.read_string(archive.read(entry_points).decode())
    assert dict(points["console_scripts"]) == {"liaison": "tui.cli:main"}


@pytest.fixture
def decoys(tmp_path: Path) -> Path:
    """A folder to stand in, with packages of the four names that fail when imported."""
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text(f"raise SystemExit('the decoy {room} won')\n")
    return tmp_path


def test_the_command_ignores_folders_of_the_same_names(installed: Path, decoys: Path) -> None:
    done = run(installed / "liaison", "--version", cwd=decoys)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"liaison {VERSION}\n", "")


def test_each_package_comes_from_the_wheel(installed: Path, decoys: Path) -> None:
    script = installed / "where.py"  # beside the command, so that it looks where the command looks
    script.write_text(
        f"import {', '.join(ROOMS)}\nprint(*({'.__file__, '.join(ROOMS)}.__file__))\n"
    )
    done = run(installed / "python", script, cwd=decoys)
    assert done.returncode == 0, done.stderr
    places = {Path(file).parents[1] for file in done.stdout.split()}
    assert places == set(installed.parent.glob("lib/python*/site-packages"))
