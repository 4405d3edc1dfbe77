"""A year whose make-up days nobody announced is owned up to, not guessed in silence (R4.3)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from core.worktime import WorkTime
from db.workdays import CountryWorkdays
from tests.desk import ZONE, moment
from tui import i18n
from tui.commandline.doctor import GREEN, YELLOW, working_days


@pytest.mark.parametrize(
    ("now", "level", "says"),
    [
        ("2026-10-30 09:00", GREEN, "2026"),
        ("2026-11-30 09:00", YELLOW, "2027"),
        ("2031-05-05 09:00", YELLOW, "2031"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_R4_3_an_unannounced_year_is_said_to_be_so(
    now: str, level: str, says: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = i18n.language()
    i18n.use(language)
    try:
        asks: Any = SimpleNamespace(now=moment(now), worktime=WorkTime(ZONE, CountryWorkdays("CN")))
        found = working_days(asks)
    finally:
        i18n.use(before)
    assert (found.level, says in found.text) == (level, True)
