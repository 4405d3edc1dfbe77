"""Rows of a workbook's first sheet as texts; numbers, days and truth as people would type them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import count, repeat
from typing import Any

from core.errors import BadInput
from core.messages import N_, Message
from exports.table_csv import Line
from exports.table_files import Source, shown
from exports.table_zip import MOST_ROWS, Counted, counted, require_harmless, unreadable

_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})


class Workbook:
    """The first sheet of an .xlsx file, read row by row."""

    def __init__(self, source: Source, columns: int) -> None:
        """No more than *columns* cells of a row are read, and one more if there is one."""
        require_harmless(source.octets, source.name)
        self.source = source
        self.width = columns + 1
        self._books: dict[bool, Any] = {}
        with _as_refusal(source.name):
            book = self._book(values=True)
            if not book.worksheets:
                raise unreadable(source.name)
            sheet = book.worksheets[0]
            self.sheet = str(sheet.title)
            self.others = len(book.sheetnames) - 1
            part = sheet._worksheet_path.lstrip("/")
            self.counted: Counted = counted(source.octets, source.name, part)

    @property
    def notes(self) -> list[Message]:
        """What a person should know of how the file is read."""
        found = []
        if self.others:
            found.append(
                N_("{file}: only the first sheet is read, “{sheet}”.",
                   file=self.source.name, sheet=shown(self.sheet))
            )  # fmt: skip
        if self.counted.calculated:
            found.append(
                N_("{file} has formulas; their last values are taken.", file=self.source.name)
            )
        return found

    def lines(self) -> Iterator[Line]:
        """Every row that is not empty; raises ``BadInput`` where the sheet breaks off."""
        with _as_refusal(self.source.name):
            values = self._rows(values=True)
            # Where nothing was ever calculated, a formula looks like an empty cell.
            never = self.counted.formulas and not self.counted.calculated
            formulas = self._rows(values=False) if never else repeat(())
            for number, row, typed in zip(count(1), values, formulas, strict=False):
                if number > MOST_ROWS:
                    raise unreadable(self.source.name)
                cells = (*row, *typed)
                if cells.count(None) + cells.count("") < len(cells):
                    yield _line(number, row, typed)

    def _book(self, *, values: bool) -> Any:
        """Opened once: to open it may be to go through the whole sheet for its size."""
        if values not in self._books:
            # Late: it costs 70 ms, and most sessions import nothing.
            from openpyxl import load_workbook

            warnings.filterwarnings("ignore", module="openpyxl")  # of styles it does not know
            self.source.octets.seek(0)
            self._books[values] = load_workbook(
                self.source.octets, read_only=True, data_only=values, keep_links=False
            )
        return self._books[values]

    def _rows(self, *, values: bool) -> Iterator[Sequence[Any]]:
        sheet = self._book(values=values).worksheets[0]
        sheet.reset_dimensions()  # what a sheet says of its size is often wrong, and cuts it off
        rows: Iterator[Sequence[Any]] = sheet.iter_rows(max_col=self.width, values_only=True)
        return rows


class _as_refusal:  # noqa: N801
    """Whatever the library stumbles over in a file of others means that the file is broken."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type | None, error: BaseException | None, _trace: Any) -> None:
        if isinstance(error, Exception) and not isinstance(error, BadInput):
            raise unreadable(self.name) from error


def _line(number: int, row: Sequence[Any], typed: Sequence[Any]) -> Line:
    texts = [_text(cell) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    fault = None
    if any(cell is None and other is not None for cell, other in zip(row, typed, strict=False)):
        fault = N_("A formula in this row has no value. Put the value itself into its cell.")
    elif not _ERRORS.isdisjoint(texts):
        wrong = next(text for text in texts if text in _ERRORS)
        fault = N_("A cell of this row holds the error {error}.", error=wrong)
    return Line(number, texts, fault)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        from openpyxl.utils.escape import unescape

        return str(unescape(cell)).strip()
    return str(cell)
