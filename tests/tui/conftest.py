"""What tests of screens and verbs begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.by_verbs import CommandLine, organisation


@pytest.fixture
def liaison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line over a desk of its own, with the campaign's departments and people."""
    return CommandLine(organisation(tmp_path / "desk.db"), monkeypatch, capsys)
