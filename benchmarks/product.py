"""The programs that are compared, each in a home of its own with everything compiled."""

from __future__ import annotations

import compileall
import os
import subprocess
from pathlib import Path
from time import perf_counter

from benchmarks.session import Program
from tests.terminal import PYTHON, ROOT

LIAISON = [PYTHON, "-m", "tui"]
SCREENS = ("today", "intake")
PACKAGES = ("core", "db", "exports", "tui", "benchmarks")


def compile_all() -> None:
    """Write the bytecode an installed package has, whatever this environment says of it."""
    for package in PACKAGES:
        compileall.compile_dir(ROOT / package, quiet=1)


def environment(home: Path, opening: str = "today") -> dict[str, str]:
    """A home with nothing in it but the choice of the opening screen."""
    settings = home / opening / "liaison" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'opening = "{opening}"\nlanguage = "zh"\n')
    folders = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("DATA", "STATE", "CACHE")}
    return {"HOME": str(home), **folders, "XDG_CONFIG_HOME": str(settings.parent.parent)}


def bare(home: Path) -> Program:
    """The application everything is compared with."""
    return Program([PYTHON, "-m", "benchmarks.bare"], environment(home))


def product(home: Path, database: Path, screen: str) -> Program:
    """The product over a database that exists, beginning with one screen."""
    return Program([*LIAISON, "--db", str(database)], environment(home, screen))


def load_demo(home: Path) -> Path:
    """The demo's database, made once; raises ``RuntimeError``."""
    database = home / "demo.db"
    run([*LIAISON, "demo", "--keep", str(database), "--load-only"], home)
    return database


def run(command: list[str], home: Path) -> float:
    """Seconds that a command takes from start to end; raises ``RuntimeError`` if it fails."""
    began = perf_counter()
    answer(command, home)
    return perf_counter() - began


def answer(command: list[str], home: Path) -> bytes:
    """What a command prints; raises ``RuntimeError`` if it fails."""
    env = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **environment(home)}
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done.stdout
