"""``request import``: forms from files, a line a row, in steps that can be stopped (R2.9, I12)."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, NamedTuple

from core.commands.desk import UndoLast
from core.commands.importing import ImportRequests
from core.errors import BadInput, Refusal
from core.lines import Context
from core.messages import N_
from core.single_values import flag
from core.trail import import_of, stacks
from exports.table_files import IN_MEMORY, opened
from exports.tables import Table, read
from tui.commandline.arguments import FLAG, LIST, Given, Option, Verb
from tui.commandline.verbs import of_command
from tui.i18n import _, say
from tui.import_words import Telling, summary
from tui.imports import Fate, Outcome, columns, take_in
from tui.reports import Report, write_template

if TYPE_CHECKING:
    from tui.session import Session

INTERRUPTED = 130


class Stop:
    """Whether somebody pressed ctrl+c: the batch that is under way is finished first."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def listening(self) -> Iterator[Stop]:
        """Hear ctrl+c, once; a second one ends the program where it is, and nothing is half."""
        before = signal.signal(signal.SIGINT, self._hear)
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, before)

    def _hear(self, _number: int, _frame: object) -> None:
        self.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)


def run(session: Session, given: Given) -> int:
    """Take the files in; 1 if any row was refused, 130 where it was stopped."""
    if "template" in given.values:
        return write_template(session, given.text("template"))
    if not given.words:
        raise BadInput(
            N_("Name the file to import, or - for standard input."), "file", N_("requests.csv")
        )
    gc.freeze()
    gc.enable()  # unlike other verbs this one is not over before it pays
    with ExitStack() as stack:
        sources = [stack.enter_context(opened(word)) for word in given.words]
        tables = [read(source, columns()) for source in sources]
        report = None
        if path := given.text("report"):
            rows = stack.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
            report = Report(path, tables, given.words, rows)
        run = Run(session, tables, Wish.of(given), Telling(session.json, len(tables) > 1), report)
        with Stop().listening() as stop:
            return run.whole(stop)


class Wish(NamedTuple):
    """How the rows are to be taken in."""

    dry_run: bool
    all_or_nothing: bool
    again: bool

    @classmethod
    def of(cls, given: Given) -> Wish:
        """What was typed; a flag may be followed by yes or no."""
        return cls(*(flag(str(given.values.get(name, "no"))) for name in cls._fields))


class Run:
    """One run over all files."""

    def __init__(
        self, session: Session, tables: Sequence[Table], wish: Wish, telling: Telling,
        report: Report | None,
    ) -> None:  # fmt: skip
        self.session = session
        self.tables = tables
        self.wish = wish
        self.telling = telling
        self.report = report
        self.number = ""
        self.counts = dict.fromkeys(Fate, 0)

    def whole(self, stop: Stop) -> int:
        """Take everything in as it is wished, and say what came of it."""
        for note in (note for table in self.tables for note in table.notes):
            self.telling.remark(say(note))
        try:
            if self.wish.all_or_nothing and not self.wish.dry_run:
                self._all_or_nothing(stop)
            else:
                self._each(stop, self.wish.dry_run)
        except Refusal:
            self.telling.end(is_whole=False)
            if self.counts[Fate.DONE]:
                self.telling.remark(
                    _("What went in stays in; the same command goes on from there.")
                )
            raise
        finally:
            if self.report:
                self.report.keep()
        self.telling.end()
        return self._said(stop)

    def _each(self, stop: Stop, dry_run: bool) -> None:
        for table, found in self._outcomes(stop, dry_run):
            self._count(table, found)

    def _all_or_nothing(self, stop: Stop) -> None:
        """Try all of it first; what is refused although it was good takes the rest back."""
        kept: list[tuple[Table, Outcome]] = []
        for table, found in self._outcomes(stop, True):
            kept += [(table, _small(outcome)) for outcome in found]
        if not stop.asked and not any(outcome.error for _table, outcome in kept):
            self._each(stop, False)
            if self.counts[Fate.REFUSED] and self._taken_back():
                text = _("Something changed meanwhile, so all of it was withdrawn again.")
                self.telling.remark(text)
            return
        for table, outcome in kept:
            is_good = outcome.fate is Fate.READY
            self._count(table, [outcome._replace(fate=Fate.LEFT) if is_good else outcome])

    def _taken_back(self) -> bool:
        """Whether there was something of this import to undo, as one's own last deed."""
        found = False
        while True:
            with self.session.begin() as uow:
                done, _undone = stacks(uow.own_entries())
                if not done or import_of(done[-1].about) != self.number:
                    return found
                UndoLast()(uow)
            found = True

    def _outcomes(self, stop: Stop, dry_run: bool) -> Iterator[tuple[Table, Sequence[Outcome]]]:
        context = Context(self.session.now, self.session.worktime)
        total, done = sum(table.total for table in self.tables), 0
        for table in self.tables:
            batches = take_in(
                self.session.begin, context, table,
                number=self.number, again=self.wish.again, dry_run=dry_run,
            )  # fmt: skip
            for batch in batches:
                self.number = batch.number or self.number
                self.telling.progress("")
                yield table, batch.outcomes
                done += len(batch.outcomes)
                self.telling.progress(
                    _("{done} of {total} rows; ctrl+c stops", done=done, total=max(done, total))
                )
                if stop.asked:
                    return

    def _count(self, table: Table, found: Sequence[Outcome]) -> None:
        for outcome in found:
            self.counts[outcome.fate] += 1
        self.telling.outcomes(table, found)
        if self.report:
            self.report.add(found)

    def _said(self, stop: Stop) -> int:
        for text in summary(self.counts, self.number, **self.wish._asdict()):
            self.telling.remark(text)
        if self.report:
            self.telling.remark(_("The refused rows are in {path}.", path=self.report.path))
        if stop.asked:
            self.telling.remark(_("Stopped. The same command goes on from there."))
            return INTERRUPTED
        return 1 if self.counts[Fate.REFUSED] else 0


def _small(outcome: Outcome) -> Outcome:
    """The outcome without what only a refused row is asked for again."""
    if outcome.error:
        return outcome
    return outcome._replace(request=None, row=outcome.row._replace(values={}, cells=()))


FILE = Option("file", N_("CSV, XLSX or JSON; - for standard input"), LIST, True, N_("requests.csv"))
OPTIONS = (
    FILE,
    Option("dry_run", N_("Only say what would become of each row"), FLAG),
    Option("all_or_nothing", N_("Take nothing in if any row is refused"), FLAG),
    Option(
        "report",
        N_("Write the refused rows with their reasons to a CSV file, to be mended and imported"),
        example=N_("refused.csv"),
    ),
    Option("again", N_("Take in once more what is in already"), FLAG),
    Option(
        "template",
        N_("Write an empty form with one example instead, as .csv or .xlsx"),
        example=N_("form.xlsx"),
    ),
)
VERBS: Mapping[str, Callable[[], Verb]] = {
    "request import": lambda: of_command(ImportRequests)._replace(
        run=run, options=OPTIONS, positional="file", also={}
    )
}
