"""The ground every test stands on: a home of its own, and databases of both kinds."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres, warm

XDG = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
SURPRISES = ("LIAISON_", "LC_", "PG", "TEXTUAL")  # beginnings of names
EXAMPLES = 40  # of each property
MORE_SURPRISES = ("LANGUAGE", "EDITOR", "VISUAL", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one option of our own."""
    parser.addoption(
        "--update-snapshots", action="store_true", help="write the screens' text dumps anew"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep the real home and the developer's settings out of reach, before any test is imported."""
    # How long an example takes says how busy the machine is, and nothing of the rule.
    settings.register_profile("liaison", deadline=None, max_examples=EXAMPLES)
    settings.load_profile("liaison")
    home = Path(tempfile.mkdtemp(prefix="liaison-home-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    config.add_cleanup(warm.stop)
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    for name in [name for name in os.environ if name.startswith(SURPRISES)]:
        patch.delenv(name)
    for name in MORE_SURPRISES:
        patch.delenv(name, raising=False)
    patch.setenv("LANG", "C.UTF-8")
    patch.setenv("HOME", str(home))
    for name in XDG:
        patch.setenv(name, str(home / name.lower()))


# A session by keys is longer than any other test: begun last, it would leave processors idle.
LONG = ("by_keys", "hostile_", "terminal_trouble")


def pytest_xdist_auto_num_workers() -> int | None:
    """One more than cores: about a third of the time a test waits for a terminal or a process."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the long tests first, in the random order they have among themselves."""
    items.sort(key=lambda item: not any(name in item.path.stem for name in LONG))


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> None:
    from tests import compiled  # not in the process that hands the tests out

    compiled.share()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The session's own PostgreSQL server; skips where none is installed."""
    programs = postgres.binaries()
    if programs is None:
        pytest.skip(postgres.HOW_TO_INSTALL)
    with postgres.running(programs) as server:
        yield server


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty PostgreSQL database for this test alone."""
    server: postgres.Server = request.getfixturevalue("postgres_server")
    request.node.user_properties.append(("postgresql", server.version))
    with server.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database for this test alone: a SQLite file, then PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'liaison.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether the PostgreSQL half ran: a skip is easily overlooked."""
    reports = [
        report
        for kind in ("passed", "failed", "skipped")
        for report in terminalreporter.stats.get(kind, [])
    ]
    versions = [
        dict(getattr(report, "user_properties", ())).get("postgresql") for report in reports
    ]
    ran = [version for version in versions if version]
    missed = sum(postgres.HOW_TO_INSTALL in str(report.longrepr) for report in reports)
    if ran:
        terminalreporter.write_line(f"PostgreSQL {ran[0]}: {len(ran)} tests ran against it.")
    if missed:
        terminalreporter.write_line(
            f"PostgreSQL: {missed} tests did NOT run: {postgres.HOW_TO_INSTALL}.", yellow=True
        )
