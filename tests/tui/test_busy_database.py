"""The screen answers keys while the database is busy, and answers those of the keymap."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot

from core.commands.dispatch import AcknowledgeDispatch
from core.policy import Policy
from db.desk import SqlDesk
from db.unit_of_work import House
from tests.deeds import dispatched
from tests.desk import WORKTIME, Office, office
from tests.tui.list_app import shown
from tui.app import LiaisonApp
from tui.i18n import say
from tui.settings import Settings

ROWS, MOVES = 12, 6


async def until(pilot: Pilot[int], *texts: str) -> None:
    """Wait until the screen shows all of the texts."""
    for _ in range(600):
        screen = "\n".join(shown(pilot.app))
        if all(text in screen for text in texts):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"never seen: {texts}\n{screen}")


@contextmanager
def somebody_else_writes(desk: Office) -> Iterator[None]:
    """Another session holds the lock meanwhile."""
    has_begun, is_over = Event(), Event()

    def write() -> None:
        other = SqlDesk.open(desk.place, House(WORKTIME, Policy(), str))
        with other.begin("root", desk.now):
            has_begun.set()
            is_over.wait(10)
        other.close()

    thread = Thread(target=write)
    thread.start()
    assert has_begun.wait(10)
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(str(tmp_path / "desk.db")) as found:
        for _ in range(ROWS):
            dispatched(found)
        yield found


def app_of(desk: Office, settings: Settings) -> LiaisonApp:
    house = House(WORKTIME, Policy(), str)
    return LiaisonApp(
        actor="wu", connect=lambda: SqlDesk.open(desk.place, house), worktime=WORKTIME,
        clock=lambda: desk.now + timedelta(minutes=1), settings=settings,
    )  # fmt: skip


async def test_keys_move_the_cursor_while_a_write_waits_for_the_lock(desk: Office) -> None:
    app = app_of(desk, Settings())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("f3")
        await until(pilot, f"1/{ROWS}")
        await moves_meanwhile(pilot, desk)
    assert app.desk.drain(10)


async def test_a_key_given_to_something_else_no_longer_moves_the_cursor(desk: Office) -> None:
    app = app_of(desk, Settings(keys={"list.down": "n"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until(pilot, f"1/{ROWS}")
        await pilot.press("j", "down", "n", "n")
        await until(pilot, f"3/{ROWS}")


async def moves_meanwhile(pilot: Pilot[int], desk: Office) -> None:
    """Acknowledge the first row while somebody else writes, and go about in the list meanwhile."""
    with somebody_else_writes(desk):
        types(pilot, "t" + "j" * MOVES)
        await until(pilot, f"{1 + MOVES}/{ROWS}")
        types(pilot, "k")
        await until(pilot, f"{MOVES}/{ROWS}")
        assert not done(pilot)
    await until(pilot, f"{say(AcknowledgeDispatch.label)}: XMBG", f"{MOVES}/{ROWS}")


def types(pilot: Pilot[int], keys: str) -> None:
    """Press keys; the pilot itself would wait until nothing is done any more."""
    for key in keys:
        pilot.app.post_message(Key(key, key))


def done(pilot: Pilot[Any]) -> bool:
    return say(AcknowledgeDispatch.label) in "\n".join(shown(pilot.app)[:-1])
