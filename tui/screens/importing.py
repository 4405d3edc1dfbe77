"""Import from the screen: a path, what would become of each row, then the import (R2.9)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from core.errors import Refusal
from core.lines import Context
from core.messages import N_
from core.text import safe
from tui.i18n import _, say
from tui.keymap import bind
from tui.widgets.entry import Line
from tui.widgets.said import put
from tui.widgets.toosmall import TooSmall

if TYPE_CHECKING:
    from exports.tables import Table
    from tui.app import LiaisonApp
    from tui.imports import Batch, Begin, Outcome

SHOWN = 8


class ImportScreen(ModalScreen[None]):
    """Tries the file first; enter once more takes it in, esc stops after the present batch."""

    DEFAULT_CSS = """
    ImportScreen { align: center top; }
    ImportScreen > Vertical { width: 100%; max-width: 100; height: auto; max-height: 100%;
        margin-top: 1; border: round $primary; padding: 0 1; background: $surface; }
    ImportScreen Input, ImportScreen Input:focus { border: none; height: 1; background: $boost; }
    ImportScreen .told { height: auto; }
    ImportScreen .keys { color: $text-muted; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "back", N_("Stop, or close"), id="import.back", priority=True),
        bind("ctrl+r", "report", N_("Keep the refused"), id="import.report", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._tried = ""  # the path whose rows were looked at
        self._busy = False
        self._stop = False
        self._begin: Begin | None = None
        self._table: Table | None = None
        self._refused: list[Outcome] = []
        self._good = 0
        self._number = ""

    @property
    def desk_app(self) -> LiaisonApp:
        """The app, as what it is."""
        return cast("LiaisonApp", self.app)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(_("Import which file? (CSV, XLSX or JSON)")))
            yield Line(max_length=1000, placeholder=_("requests.csv"))
            yield Static(Content(""), classes="told")
            yield Static(Content(_("enter looks through the file, esc closes")), classes="keys")
        yield TooSmall()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Input))  # at once: keys may be waiting for it

    def on_input_changed(self) -> None:
        self._tried = ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look through the file, or take in what was looked through."""
        path = event.value.strip()
        if path and not self._busy:
            self.run_worker(self._go(path, dry_run=self._tried != path), name="import")

    async def _go(self, path: str, *, dry_run: bool) -> None:
        self._busy, self._stop, self._good, self._refused = True, False, 0, []
        try:
            with ExitStack() as stack:
                await self._through(stack, path, dry_run)
        except Refusal as error:
            hint = [say(error.hint)] if error.hint else []
            self._tell([say(error.message), *hint])
        else:
            self._ended(path, dry_run)
        finally:
            self._busy = False

    async def _through(self, stack: ExitStack, path: str, dry_run: bool) -> None:
        from tui.imports import take_in

        table = self._table = await asyncio.to_thread(_opened, stack, path)
        context = Context(self.desk_app.clock(), self.desk_app.worktime)
        batches = take_in(self._begun, context, table, dry_run=dry_run)
        done = 0
        self._keys(_("esc stops"))
        while not self._stop and (batch := await self._next(batches)):
            done += len(batch.outcomes)
            self._note(batch)
            counted = _("{done} of {total} rows", done=done, total=max(done, table.total))
            self._tell([*map(say, table.notes), counted])

    def _begun(self) -> Any:
        assert self._begin is not None
        return self._begin()

    async def _next(self, batches: Iterator[Batch]) -> Batch | None:
        def deed(begin: Begin) -> Batch | None:
            self._begin = begin
            return next(batches, None)

        return await self.desk_app.carry_out(deed)

    def _note(self, batch: Batch) -> None:
        from tui.imports import Fate

        self._number = batch.number
        self._good += sum(o.fate in (Fate.READY, Fate.DONE) for o in batch.outcomes)
        self._refused += [outcome for outcome in batch.outcomes if outcome.error]

    def _ended(self, path: str, dry_run: bool) -> None:
        good, refused = self._good, len(self._refused)
        if dry_run and not self._stop:
            self._tried = path
            lines = [
                _("Good: {good}, refused: {refused}; nothing was changed.",
                  good=good, refused=refused)
            ]  # fmt: skip
        elif dry_run:
            lines = [_("Stopped.")]
        else:
            lines = [_("Taken in: {done}, refused: {refused}.", done=good, refused=refused)]
            self.desk_app.tell_done(f"{self._number}: {lines[0]}")
        self._tell([*lines, *self._reasons()])
        if not dry_run and not self._refused and not self._stop:
            self.dismiss(None)
        keys = [_("enter takes the good ones in")] if self._tried else []
        keys += [_("^r keeps the refused in a file")] if self._refused else []
        self._keys("  ".join([*keys, _("esc closes")]))

    def _reasons(self) -> Iterator[str]:
        from tui.import_words import sentence

        for outcome in self._refused[:SHOWN]:
            yield safe(f"{outcome.row.number}: {sentence(outcome)}")
        if len(self._refused) > SHOWN:
            yield "…"

    def _tell(self, lines: list[str]) -> None:
        put(self, ".told", "\n".join(lines))

    def _keys(self, text: str) -> None:
        put(self, ".keys", text)

    def action_back(self) -> None:
        """Stop what is under way after its present batch, or close."""
        if self._busy:
            self._stop = True
        else:
            self.dismiss(None)

    async def action_report(self) -> None:
        """Write the refused rows beside the file, to be mended and imported."""
        if self._busy or not self._refused or not self._table:
            return
        from tui.reports import Report

        source = Path(self.query_one(Input).value.strip()).expanduser()
        place = source.with_name(f"{source.stem}-refused.csv")
        try:
            with TemporaryFile() as rows:
                report = Report(str(place), [self._table], [str(source)], rows)
                report.add(self._refused)
                report.keep()
        except Refusal as error:
            self.desk_app.tell_refusal(error)
        else:
            self.desk_app.tell_done(_("The refused rows are in {path}.", path=report.path))


def _opened(stack: ExitStack, path: str) -> Table:
    """The table in a file; off the screen's thread, for a big one takes seconds."""
    from exports.table_files import opened
    from exports.tables import read
    from tui.imports import columns

    place = str(Path(path).expanduser().absolute())  # so that "-" is a file, and no input
    return read(stack.enter_context(opened(place)), columns())
