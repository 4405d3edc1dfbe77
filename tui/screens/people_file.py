"""People from a file, from the screen: what would become of each row, then the import (R1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from core.errors import Refusal
from core.lines import Context
from core.messages import N_
from core.text import safe
from tui.i18n import _, say
from tui.screens.jump import LineScreen

if TYPE_CHECKING:
    from core.commands.people_import import ImportedPeople
    from tui.people_import import Begin

SHOWN = 8


class PeopleFileScreen(LineScreen):
    """Asks for a file; enter looks it through, enter again takes the good rows in."""

    question = N_("Import people from which file? (CSV, XLSX or JSON)")
    hint = N_("enter looks the file through, esc closes")
    limit = 1000

    def __init__(self) -> None:
        super().__init__()
        self._tried = ""

    def on_input_changed(self) -> None:
        self._tried = ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        path = event.value.strip()
        if path:
            self.desk_app.set_about(self._take_in(path, dry_run=self._tried != path), hold=True)

    async def _take_in(self, path: str, *, dry_run: bool) -> None:
        from tui.people_import import summary

        try:
            found = await self._through(path, dry_run)
        except Refusal as error:
            self.fault(say(error.message) + (f"\n{say(error.hint)}" if error.hint else ""))
            return
        lines = [summary(found, dry_run=dry_run), *self._reasons(found)]
        if dry_run:
            self._tried = path
            self.fault("\n".join([*lines, _("enter takes the good ones in")]))
        elif found.refused:
            self.fault("\n".join([*lines, _("esc closes")]))
            self.desk_app.tell_done(lines[0])
        else:
            self.desk_app.tell_done(lines[0])
            self.dismiss(None)

    async def _through(self, path: str, dry_run: bool) -> ImportedPeople:
        from pathlib import Path

        from exports.table_files import opened
        from exports.tables import read
        from tui.people_import import columns, take_in

        app = self.desk_app
        context = Context(app.clock(), app.worktime)
        place = str(Path(path).expanduser().absolute())

        def deed(begin: Begin) -> ImportedPeople:
            with opened(place) as source:
                return take_in(begin, context, read(source, columns()), dry_run=dry_run)[1]

        return await app.carry_out(deed)

    def _reasons(self, found: ImportedPeople) -> list[str]:
        from tui.people_import import sentence

        lines = [f"{row}: {sentence(error)}" for row, error in sorted(found.refused.items())]
        return [safe(line) for line in lines[:SHOWN]] + ["…"] * (len(lines) > SHOWN)
