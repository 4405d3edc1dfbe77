"""Every screen at two sizes, in both languages, over the demo's company at a fixed moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from core.commands.base import Command
from core.commands.desk import FoundDesk
from core.demo import play
from core.policy import Policy
from db.desk import SqlDesk
from db.unit_of_work import House
from tests.desk import WORKTIME, moment
from tests.tui.list_app import shown
from tests.tui.snapshots import Snapshots
from tui import i18n
from tui.app import LiaisonApp
from tui.modes import MODE_KEYS
from tui.settings import Settings
from tui.widgets.nearby import Nearby

NOW = moment("2026-11-18 10:20")
SIZES = [(80, 24), (120, 40)]
LANGUAGES = ["zh", "en"]
QUIET = 0.2  # seconds without a change after which a screen is taken for settled


@pytest.fixture
def snapshots(request: pytest.FixtureRequest) -> Iterator[Snapshots]:
    found = Snapshots(update=request.config.getoption("--update-snapshots"))
    yield found
    found.check()


@cache
def company(folder: Path, language: str) -> Path:
    """The demo's company, told in one language."""
    place = folder / f"{language}.db"
    with closing(open_desk(place)) as desk:

        def do(login: str, at: datetime, command: Command) -> Any:
            if isinstance(command, FoundDesk):
                return desk.found(command.login, command.name, at)
            with desk.begin(login, at) as uow:
                return command(uow)

        play(do, now=NOW, worktime=WORKTIME, language=language, coordinator="li")
    return place


def open_desk(place: Path) -> SqlDesk:
    return SqlDesk.open(str(place), House(WORKTIME, Policy(), i18n.say))


@asynccontextmanager
async def at_work(place: Path, login: str, size: tuple[int, int]) -> AsyncIterator[Pilot[int]]:
    app = LiaisonApp(
        actor=login,
        connect=lambda: open_desk(place),
        clock=lambda: NOW,
        worktime=WORKTIME,
        settings=Settings(),
    )
    async with app.run_test(size=size) as pilot:
        yield pilot
    assert app.desk.drain(10)
    if app.crash:
        raise app.crash


async def settled(pilot: Pilot[int]) -> list[str]:
    """The screen once nothing on it has changed for a while, nor is looked for any more."""
    loop = asyncio.get_running_loop()
    since, before = loop.time(), [""]
    while loop.time() - since < QUIET:
        await pilot.pause(0.05)
        now = shown(pilot.app)
        looking = any(beside.found is None for beside in pilot.app.screen.query(Nearby))
        if now != before or looking:
            since, before = loop.time(), now
    return before


@pytest.fixture
def speak() -> Iterator[Any]:
    yield i18n.use
    i18n.use("en")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_looks_as_when_it_was_last_looked_at(
    language: str,
    size: tuple[int, int],
    snapshots: Snapshots,
    speak: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    speak(language)
    place = company(tmp_path_factory.getbasetemp(), language)
    ending = f"{language}-{size[0]}x{size[1]}"
    async with at_work(place, "li", size) as pilot:
        for mode, key in MODE_KEYS.items():
            await pilot.press(key)
            snapshots.compare(f"{mode}-{ending}", await settled(pilot))
        for name, keys in DIALOGS.items():
            await pilot.press(*keys)
            snapshots.compare(f"{name}-{ending}", await settled(pilot))
            await pilot.press("escape")


# What opens each dialog, from the screen it is opened on.
DIALOGS = {
    "form": ("f2", "n"),
    "dispatch": ("f2", "a"),
    "help": ("f5", "f1"),
    "palette": ("f3", "ctrl+p"),
}
