"""The files of an import: its refused rows to be mended, and an empty form to begin with."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from core.commands.base import arguments
from core.commands.request import RequestForm
from core.errors import BadInput
from core.lines import Context
from core.messages import N_
from core.text import safe
from core.views import Query
from exports.files import safe_name, write_file
from exports.table_out import as_csv, as_xlsx
from exports.tables import REPORTED, Table, plain
from tui.commandline import output
from tui.i18n import _, say
from tui.imports import Outcome, example, reasons

if TYPE_CHECKING:
    from tui.session import Session

MARK = "\ufeff"  # by which spreadsheets know UTF-8


class Report:
    """The refused rows of an import, with all their cells and three columns more.

    They are noted in *rows*, an empty file of the caller's, until they are kept. Raises
    ``BadInput`` at once for a place that cannot be written.
    """

    def __init__(
        self, path: str, tables: Sequence[Table], sources: Sequence[str], rows: IO[bytes]
    ) -> None:
        self._folder, self._name = _target(path, "report", (".csv",))
        self.path = safe(str(self._folder / self._name))
        if any(_same(self._folder / self._name, source) for source in sources):
            raise BadInput(N_("The report would overwrite the file itself."), "report")
        headings = list(tables[0].headings)
        if any(list(table.headings) != headings for table in tables):
            raise BadInput(
                N_("These files have different columns. Import them one by one with --report."),
                "report",
            )
        self._own = [place for place, name in enumerate(headings) if plain(name) not in REPORTED]
        self._rows = rows
        self._write([[*(headings[place] for place in self._own), *REPORTED]])
        self.keep()

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Note the refused ones among the rows."""
        self._write([self._line(outcome) for outcome in outcomes if outcome.error])

    def _line(self, outcome: Outcome) -> list[str]:
        assert outcome.error
        found = reasons(outcome.error)
        cells = [*outcome.row.cells, *[""] * (max(self._own, default=0) + 1)]
        fields = ", ".join(dict.fromkeys(one.field for one in found if one.field))
        why = "; ".join(say(one.message) for one in found)
        return [*(cells[place] for place in self._own), str(outcome.row.number), fields, why]

    def _write(self, rows: Sequence[Sequence[str]]) -> None:
        self._rows.write(as_csv(rows).encode("utf-8", "replace"))

    def keep(self) -> None:
        """Put what was noted so far into the file, whole or not at all."""
        end = self._rows.tell()
        self._rows.seek(0)
        write_file(self._folder, self._name, MARK.encode() + self._rows.read())
        self._rows.seek(end)


def write_template(session: Session, path: str) -> int:
    """Write a form with the headings of the spoken language and one good row, and say where."""
    folder, name = _target(path, "template", (".csv", ".xlsx"))
    if (folder / name).exists():
        raise BadInput(
            N_("{path} is there already. Name another file.", path=safe(str(folder / name))),
            "template",
        )
    own = arguments(RequestForm)
    headings = [say(spec.label) for spec in own.values()]
    good = example(Context(session.now, session.worktime), *_departments(session))
    row = [good.get(field, "") for field in own]
    if name.endswith(".xlsx"):
        data = as_xlsx(headings, [row])
    else:
        data = (MARK + as_csv([headings, row])).encode()
    written = write_file(folder, name, data)
    if session.json:
        output.document({"template": str(written)})
    else:
        output.write(safe(_("The form is in {path}.", path=str(written))))
    return 0


def _departments(session: Session) -> tuple[str, list[str]]:
    """The department the person asks for, and two others there are."""
    actor = session.actor
    home = min(actor.speaks_for, default=actor.department)
    codes = [row.key for row in session.page(Query("departments", limit=10)).rows]
    return home, [code for code in codes if code != home]


def _target(path: str, field: str, endings: tuple[str, ...]) -> tuple[Path, str]:
    place = Path(path).expanduser().absolute()
    if place.suffix.lower() not in endings:
        named = ", ".join(endings)
        raise BadInput(N_("The name of this file ends with {endings}.", endings=named), field)
    return place.parent, safe_name(place.name)


def _same(path: Path, source: str) -> bool:
    try:
        return os.path.samefile(path, source)
    except (OSError, ValueError):
        return False
