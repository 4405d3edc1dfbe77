"""Rows of a CSV file, whatever separates its cells, with the numbers a spreadsheet gives them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from itertools import count
from typing import NamedTuple

from core.errors import BadInput
from core.messages import N_, Message
from exports.table_files import Source, text_of

LONGEST_LINE = 16 * 1024 * 1024  # characters: every field of a form with a million in it
LONGEST_CELL = 1024 * 1024
SEPARATORS = ",;\t"
_LOOKED_AT = 10


class Line(NamedTuple):
    """One row as it stands in the file; ``fault`` says what is wrong with the row itself."""

    number: int
    cells: list[str]
    fault: Message | None = None


class CsvFile:
    """A CSV file, with the separator by which most of its headings are *known* ones."""

    def __init__(self, source: Source, encoding: str, known: Callable[[str], bool]) -> None:
        self.source = source
        self.encoding = encoding
        self.separator = max(SEPARATORS, key=lambda sign: self._headings(sign, known))

    def _headings(self, separator: str, known: Callable[[str], bool]) -> int:
        """How many headings there are in one of the first rows if the cells are told apart so."""
        first = (line for _, line in zip(range(_LOOKED_AT), self._read(separator), strict=False))
        return max((sum(map(known, line.cells)) for line in first), default=0)

    def lines(self) -> Iterator[Line]:
        """Every row that is not empty; raises ``BadInput`` for a line of over 16 MiB."""
        return (line for line in self._read(self.separator) if line.fault or any(line.cells))

    def _read(self, separator: str) -> Iterator[Line]:
        # The module's limit is everybody's; nobody else in the house reads CSV.
        csv.field_size_limit(LONGEST_CELL)
        with text_of(self.source, self.encoding) as text:
            raw: list[str] = []
            reader = csv.reader(self._bounded(text, raw), delimiter=separator, strict=True)
            for number in count(1):
                raw.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield Line(number, ["".join(raw)], _fault(str(error)))
                else:
                    yield Line(number, [cell.strip() for cell in cells])

    def _bounded(self, text: TextIOWrapper, raw: list[str]) -> Iterator[str]:
        while line := text.readline(LONGEST_LINE):
            if len(line) >= LONGEST_LINE:
                raise BadInput(
                    N_("A line of {file} is longer than anything a form takes.",
                       file=self.source.name), "file",
                )  # fmt: skip
            raw.append(line)
            yield line


def _fault(said: str) -> Message:
    if "field larger" in said:
        return N_("A cell holds over a million characters. Is a quotation mark missing?")
    if "end of data" in said:
        return N_("A quotation mark is opened here and never closed.")
    return N_("Behind a closing quotation mark stands neither a separator nor the end of the line.")
