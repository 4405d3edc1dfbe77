"""Lists of forms that come in as CSV, XLSX or JSON: rows of text under the names of fields (R2.9).

What the rows mean is for others to say; here is only what stands in the file, and where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from unicodedata import normalize

from core.errors import BadInput
from core.messages import N_, Message
from exports.table_csv import CsvFile, Line
from exports.table_files import Source, encoding_of, shown, text_of
from exports.table_json import Item, JsonFile
from exports.table_out import as_text, unguarded
from exports.table_xlsx import Workbook

MOST_ROWS = 50_000
MOST_COLUMNS = 100
REPORTED = ("row", "field", "reason")  # columns of a report, which is mended and comes in again
_TITLES = 10  # rows of one cell that may stand above the headings
_NAMED_AT_MOST = 5
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Columns(NamedTuple):
    """What headings may say: fields by plain heading, their labels, and of which one must be.

    ``needed`` holds groups of fields; a file has a column for one of each group at least.
    """

    fields: Mapping[str, str]
    labels: Mapping[str, Message]
    needed: Sequence[Sequence[str]] = ()

    def field(self, heading: str) -> str | None:
        """The field a heading names: empty for a column of a report, None for an unknown one."""
        name = plain(heading)
        return "" if name in REPORTED else self.fields.get(name)


class Row(NamedTuple):
    """One form: its number in the file, its texts (or JSON's values) by field, its own cells.

    Numbers are those a spreadsheet shows, or the place of a JSON item.
    """

    number: int
    values: Any
    cells: Sequence[str]
    fault: BadInput | None = None


class Table:
    """An opened file: what it is called, its headings, at most how many rows, remarks on it.

    ``lone`` says that it is one JSON object and no list.
    """

    name: str
    digest: str
    headings: Sequence[str]
    total: int
    notes: Sequence[Message]
    lone = False

    def rows(self) -> Iterator[Row]:
        """Every form in the file; may be asked for again, and raises ``BadInput``."""
        raise NotImplementedError


def read(source: Source, columns: Columns) -> Table:
    """The table in a file; raises ``BadInput`` with what keeps it from being taken in at all."""
    source.octets.seek(0)
    begin = source.octets.read(8)
    if begin.startswith(b"PK\x03\x04"):
        workbook = Workbook(source, MOST_COLUMNS)
        return _Sheet(source, columns, workbook, workbook.notes)
    if begin == _OLD_WORKBOOK:
        raise BadInput(
            N_("{file} is an old or a protected workbook.", file=source.name),
            "file",
            N_("Save it as .xlsx without a password, or as CSV in UTF-8."),
        )
    encoding = encoding_of(source)
    notes = [] if encoding.startswith("utf-8") else [_read_as(source.name, encoding)]
    with text_of(source, encoding) as text:
        first = next((sign for sign in iter(lambda: text.read(1), "") if not sign.isspace()), "")
    if first in ("[", "{"):
        return _Objects(source, columns, JsonFile(source, encoding), notes)
    known = CsvFile(source, encoding, lambda heading: columns.field(heading) is not None)
    return _Sheet(source, columns, known, notes)


def plain(heading: str) -> str:
    """A heading without case, white space, underscores, and the mark of what must be given."""
    return re.sub(r"[\s_*:]+", "", normalize("NFKC", heading).casefold())


def _read_as(name: str, encoding: str) -> Message:
    family = re.sub("-[lb]e$", "", encoding).upper()
    return N_("{file} is read as {encoding}.", file=name, encoding=family)


def _require_few(count: int, name: str) -> None:
    if count > MOST_ROWS:
        raise BadInput(
            N_("{file} has more than {limit} rows. Split it.", file=name, limit=MOST_ROWS), "file"
        )


class _Sheet(Table):
    """Rows of cells under a row of headings."""

    def __init__(
        self, source: Source, columns: Columns, file: CsvFile | Workbook, notes: Sequence[Message]
    ) -> None:
        self.name, self.digest, self.notes = source.name, source.digest, notes
        self._file = file
        self._columns = columns
        headed = self._headed()
        self._first = headed.number
        self.headings = headed.cells
        self._fields = [columns.field(cell) if cell else None for cell in self.headings]
        self.total = self._count()
        _require_few(self.total, self.name)

    def rows(self) -> Iterator[Row]:
        for line in self._below():
            if line.fault:
                yield Row(line.number, {}, line.cells, BadInput(line.fault))
                continue
            row = self._row(line)
            if row.values or row.fault:
                yield row

    def _row(self, line: Line) -> Row:
        fields = [*self._fields, *[None] * (len(line.cells) - len(self._fields))]
        found = [(field, cell) for field, cell in zip(fields, line.cells, strict=False) if cell]
        values = {field: unguarded(cell).strip() for field, cell in found if field}
        fault = None
        if any(field is None for field, _ in found):
            fault = BadInput(N_("A cell of this row stands under no heading."))
        return Row(line.number, values, line.cells, fault)

    def _below(self) -> Iterator[Line]:
        return (line for line in self._file.lines() if line.number > self._first)

    def _count(self) -> int:
        if isinstance(self._file, Workbook) and self._file.counted.rows <= MOST_ROWS:
            return self._file.counted.rows
        return sum(1 for _ in self._below())

    def _headed(self) -> Line:
        """The row of headings; titles of one cell may stand above it."""
        for place, line in enumerate(self._file.lines()):
            if place == _TITLES:
                break
            if any(self._columns.field(cell) for cell in line.cells if cell):
                return self._checked(line)
            if sum(map(bool, line.cells)) > 1:
                break
        raise BadInput(
            N_("{file} has no row with the names of the columns.", file=self.name),
            "file",
            _known(self._columns.labels.values()),
        )

    def _checked(self, line: Line) -> Line:
        while not line.cells[-1]:
            line.cells.pop()
        if len(line.cells) > MOST_COLUMNS:
            raise BadInput(
                N_("{file} has more than {limit} columns.", file=self.name, limit=MOST_COLUMNS),
                "file",
            )
        fields = [self._columns.field(cell) for cell in line.cells if cell]
        cells = [cell for cell in line.cells if cell]
        self._require_known([c for c, f in zip(cells, fields, strict=True) if f is None])
        twice = [c for n, c in enumerate(cells) if fields[n] and fields[n] in fields[:n]]
        if twice:
            raise BadInput(
                N_("{file} has the column “{name}” twice.", file=self.name, name=shown(twice[0])),
                "file",
            )
        self._require_needed(fields)
        return line

    def _require_known(self, unknown: Sequence[str]) -> None:
        if unknown:
            names = ", ".join(f"“{shown(name)}”" for name in unknown[:_NAMED_AT_MOST])
            raise BadInput(
                N_("The form has no such columns as in {file}: {names}.",
                   file=self.name, names=names),
                "file",
                _known(self._columns.labels.values()),
            )  # fmt: skip

    def _require_needed(self, fields: Sequence[str | None]) -> None:
        labels = self._columns.labels
        lacking = [labels[g[0]] for g in self._columns.needed if not set(g) & set(fields)]
        if lacking:
            raise BadInput(
                N_("{file} lacks the columns {names}.", file=self.name, names=_listed(lacking)),
                "file",
                _known(labels.values()),
            )


class _Objects(Table):
    """JSON objects with the names of the fields."""

    def __init__(
        self, source: Source, columns: Columns, file: JsonFile, notes: Sequence[Message]
    ) -> None:
        self.name, self.digest, self.notes = source.name, source.digest, notes
        self.headings = list(columns.labels)
        self._columns = columns
        self._file = file
        self.total = sum(1 for _ in file.items())
        self.lone = self.total == 1 and not file.is_list
        _require_few(self.total, self.name)

    def rows(self) -> Iterator[Row]:
        return map(self._row, self._file.items())

    def _row(self, item: Item) -> Row:
        if not isinstance(item.value, dict):
            return Row(item.number, item.value, [as_text("", item.value)])
        named = [(self._columns.field(name), name, value) for name, value in item.value.items()]
        values = {name if field is None else field: value for field, name, value in named}
        known = [field for field, _, _ in named if field]
        fault = None
        if len(known) > len(set(known)):
            fault = BadInput(N_("A field of this form is given twice, under two names."))
        values.pop("", None)
        cells = [as_text(field, values.get(field)) for field in self.headings]
        return Row(item.number, values, cells, fault)


def _known(labels: Iterable[Message]) -> Message:
    return N_("The columns are: {names}", names=_listed(labels))


def _listed(labels: Iterable[Message]) -> Message:
    names = {f"n{place}": label for place, label in enumerate(labels)}
    return Message(", ".join(f"{{{name}}}" for name in names), names)
