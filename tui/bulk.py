"""A verb on many records from a screen: one step to undo, its progress, what was refused."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from core.errors import Refusal
from tui.i18n import _, say

if TYPE_CHECKING:
    from core.commands.base import Command
    from tui.screens.base import DeskScreen
    from tui.work import Begin

LONG = 100  # records from which on progress is shown, and can be stopped
OFTEN = 10  # records between two tellings


class Stopped(Exception):
    """The person stopped it: everything is taken back."""


async def together(screen: DeskScreen, commands: Sequence[Command]) -> dict[int, Refusal]:
    """Carry out all as one deed; what was refused, by place. Raises ``Stopped``."""
    from tui.commandline.verbs import together as carry_out

    numbered, app = dict(enumerate(commands)), screen.desk_app
    if len(commands) < LONG:
        return (await app.carry_out(lambda begin: carry_out(begin, numbered)))[1]
    from tui.screens.bulk import ProgressScreen

    shown, loop = ProgressScreen(len(commands)), get_running_loop()
    await app.push_screen(shown)
    app.release_keys()  # esc is meant for what is on the screen now

    def told(count: int) -> None:
        if shown.is_stopped:
            raise Stopped
        if count % OFTEN == 0:
            with suppress(RuntimeError):  # the screen's loop may have ended meanwhile
                loop.call_soon_threadsafe(shown.tell, count)

    def deed(begin: Begin) -> Any:
        return carry_out(begin, numbered, told)

    try:
        refused: dict[int, Refusal] = (await app.carry_out(deed))[1]
        return refused
    finally:
        shown.end()


def report(screen: DeskScreen, names: Sequence[str], refused: dict[int, Refusal]) -> None:
    """Say how many were done; the refused ones stay marked, and each has its reason on a list."""
    screen.keep_marks(names[place] for place in sorted(refused))
    done = len(names) - len(refused)
    if not refused:
        screen.desk_app.tell_done(_("{done} done", done=done))
        return
    from tui.screens.bulk import RefusedScreen

    title = _("{done} done, {failed} refused", done=done, failed=len(refused))
    lines = [f"{names[place]}: {say(error.message)}" for place, error in sorted(refused.items())]
    # Later: a form that sent them is still closing.
    screen.app.call_later(screen.app.push_screen, RefusedScreen(title, lines))
