"""Busy times from a calendar's file, at the screen: what is known, what is taken in (R5.4)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.widgets import Input

from core.errors import Refusal
from core.lines import Context
from core.messages import N_
from tui.i18n import say
from tui.screens.jump import LineScreen

if TYPE_CHECKING:
    from tui.calendars import TakenIn

SHOWN = 5


class CalendarScreen(LineScreen):
    """Asks for a file; enter takes its times in, in the place of those of the same name."""

    question = N_("Busy times from which calendar file? (.ics; only times are kept)")
    hint = N_("enter takes them in, esc closes")
    limit = 1000

    def on_mount(self) -> None:
        super().on_mount()
        self.desk_app.set_about(self._tell([]))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        path = event.value.strip()
        if path:
            self.desk_app.set_about(self._take_in(os.path.expanduser(path)), hold=True)

    async def _take_in(self, path: str) -> None:
        from tui.calendars import take_in

        app = self.desk_app
        context = Context(app.clock(), app.worktime)

        try:
            found: TakenIn = await app.carry_out(
                lambda begin: take_in(begin, context, path, "", "")
            )
        except Refusal as error:
            await self._tell([say(error.message), *([say(error.hint)] if error.hint else [])])
            return
        await self._tell(found.lines())

    async def _tell(self, lines: list[str]) -> None:
        """Say what became of a file, and which calendars count."""
        from tui.calendars import known, told

        app = self.desk_app
        try:
            calendars = (await app.carry_out(known)).calendars
        except Refusal as error:
            calendars, lines = (), [*lines, say(error.message)]
        now = app.clock()
        shown = [told(calendar, now) for calendar in calendars[:SHOWN]]
        more = ["…"] * (len(calendars) > SHOWN)
        self.fault("\n".join([*lines, *shown, *more, say(self.hint)]))
