"""``person import``: people from a file, a line a row, all of them one step to undo (R1.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from core.build import build
from core.commands.base import arguments
from core.commands.people_import import ImportedPeople, ImportPeople, PersonForm, PersonRow
from core.errors import BadInput, Refusal
from core.lines import Context
from core.messages import N_
from core.single_values import flag
from core.text import safe
from exports.table_files import opened
from exports.tables import Columns, Row, Table, plain, read
from tui.commandline import output
from tui.commandline.arguments import FLAG, Given, Option, Verb
from tui.commandline.verbs import of_command
from tui.i18n import LANGUAGES, _, said_in, say
from tui.imports import reasons

if TYPE_CHECKING:
    from core.ports import UnitOfWork
    from tui.session import Session

Begin = Callable[[], AbstractContextManager["UnitOfWork"]]
ALSO = {
    "login": ("用户名", "账号"),
    "name": ("姓名",),
    "email": ("邮箱",),
    "contact": ("电话",),
    "head": ("部门负责人",),
    "liaison": ("对接人",),
    "primary": ("主对接人",),
}
NEEDED = (("login",), ("name",))


class _TakenBackError(Exception):
    """Ends a unit of work that was only a trial."""


def columns() -> Columns:
    """The columns of a person: by the names of its fields, and by their labels in any language."""
    names: dict[str, str] = {}
    own = arguments(PersonForm)
    for field, spec in own.items():
        labels = (said_in(language, spec.label) for language in LANGUAGES)
        for name in (field, spec.label.text, *labels, *ALSO.get(field, ())):
            names.setdefault(plain(name), field)
    return Columns(names, {field: spec.label for field, spec in own.items()}, NEEDED)


def take_in(
    begin: Begin, context: Context, table: Table, *, dry_run: bool
) -> tuple[list[Row], ImportedPeople]:
    """The rows of the file and what became of each; with *dry_run* all is taken back."""
    rows = list(table.rows())
    forms, refused = [], {}
    for row in rows:
        try:
            forms.append(PersonRow(row=row.number, form=_form(row, context)))
        except Refusal as error:
            refused[row.number] = error
    try:
        with begin() as uow:
            found: ImportedPeople = ImportPeople(file=table.name, rows=tuple(forms))(uow)
            if dry_run:
                raise _TakenBackError
    except _TakenBackError:
        pass
    found.refused.update(refused)
    return rows, found


def _form(row: Row, context: Context) -> PersonForm:
    if row.fault:
        raise row.fault
    if any(str(value).startswith(("=", "＝")) for value in dict(row.values).values()):
        fault = N_("A formula in this row has no value. Put the value itself into its cell.")
        raise BadInput(fault)
    return build(PersonForm, row.values, context)


def sentence(error: Refusal) -> str:
    """Why a row was refused: its fields, each with its reason."""
    said = ((f"{one.field}: " if one.field else "", one) for one in reasons(error))
    return safe("; ".join(field + say(one.message) for field, one in said))


def summary(found: ImportedPeople, *, dry_run: bool) -> str:
    """What became of all rows."""
    done, refused = len(found.done), len(found.refused)
    if dry_run:
        return _(
            "Good: {good}, refused: {refused}; nothing was changed.", good=done, refused=refused
        )
    return _("Taken in: {done}, refused: {refused}.", done=done, refused=refused)


def run(session: Session, given: Given) -> int:
    """Take the file in; 1 if any row was refused."""
    if len(given.words) != 1:
        raise BadInput(N_("Name the file with the people."), "file", N_("people.csv"))
    dry_run = flag(str(given.values.get("dry_run", "no")))
    with opened(given.words[0]) as source:
        table = read(source, columns())
        context = Context(session.now, session.worktime)
        rows, found = take_in(session.begin, context, table, dry_run=dry_run)
    if session.json:
        output.document([_data(row, found, dry_run) for row in rows])
    else:
        for note in table.notes:
            output.complain(say(note))
        for row in rows:
            output.write(f"{row.number}: {_said(row, found, dry_run)}")
        output.complain(summary(found, dry_run=dry_run))
    return 1 if found.refused else 0


def _data(row: Row, found: ImportedPeople, dry_run: bool) -> dict[str, Any]:
    if error := found.refused.get(row.number):
        return {"row": row.number, "outcome": "refused", "error": output.described(error)}
    outcome = "ready" if dry_run else "done"
    return {"row": row.number, "outcome": outcome, "login": found.done[row.number].login}


def _said(row: Row, found: ImportedPeople, dry_run: bool) -> str:
    if error := found.refused.get(row.number):
        return sentence(error)
    return _("can go in") if dry_run else safe(found.done[row.number].login)


FILE = Option("file", N_("CSV, XLSX or JSON; - for standard input"), required=True)
OPTIONS = (FILE, Option("dry_run", N_("Only say what would become of each row"), FLAG))
VERBS: Mapping[str, Callable[[], Verb]] = {
    "person import": lambda: of_command(ImportPeople)._replace(
        run=run, options=OPTIONS, positional="file", also={}
    )
}
