"""From a file to requests: its columns, its rows as forms, a batch of them at a time (R2.9)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from core.build import build
from core.commands.base import arguments
from core.commands.importing import FormRow, Imported, ImportRequests
from core.commands.request import RequestForm, SubmitRequest
from core.errors import BadInput, Refusal
from core.headings import ALSO, NEEDED
from core.lines import Context
from core.messages import N_
from exports.tables import Columns, Row, Table, plain
from tui.i18n import LANGUAGES, _, said_in

if TYPE_CHECKING:
    from core.model.request import Request
    from core.ports import UnitOfWork

Begin = Callable[[], AbstractContextManager["UnitOfWork"]]
BATCH = 500


class Fate(StrEnum):
    """What became of a row; ``LEFT`` was good, but others were not and all were to go in."""

    DONE = "done"
    READY = "ready"
    REFUSED = "refused"
    KNOWN = "known"
    LEFT = "left"


class Outcome(NamedTuple):
    """A row with what became of it: the request, or why it was refused."""

    row: Row
    fate: Fate
    request: Request | None = None
    error: Refusal | None = None


class Batch(NamedTuple):
    """Rows that were dealt with together, and the import they belong to."""

    number: str
    outcomes: Sequence[Outcome]


def columns() -> Columns:
    """The columns of the form: by the names of its fields, and by their labels in any language."""
    own = arguments(RequestForm)
    names: dict[str, str] = {}
    for field, spec in own.items():
        labels = (said_in(language, spec.label) for language in LANGUAGES)
        for name in (field, spec.label.text, *labels, *ALSO.get(field, ())):
            names.setdefault(plain(name), field)
    return Columns(names, {field: spec.label for field, spec in own.items()}, NEEDED)


def take_in(
    begin: Begin,
    context: Context,
    table: Table,
    *,
    number: str = "",
    again: bool = False,
    dry_run: bool = False,
) -> Iterator[Batch]:
    """Submit the rows, 500 a transaction; with *dry_run* everything is taken back.

    Rows that went in before are left out; one JSON object alone is new each time. To be stopped
    between two batches, and begun again with the same file.
    """
    digest = "" if table.lone else table.digest
    command = ImportRequests(file=table.name, digest=digest, again=again, number=number)
    known = _carried_out(begin, command, dry_run).known
    rows = table.rows()
    while batch := list(islice(rows, BATCH)):
        forms, refused = _forms(batch, known, context)
        made = ImportRequests(
            file=table.name, digest=digest, rows=tuple(forms), again=again, number=number
        )
        result = _carried_out(begin, made, dry_run)
        if not dry_run:
            number = result.number
        refused |= result.refused
        # By now another run of the same file may have taken some of them in.
        known |= result.known.intersection(row.number for row in batch)
        yield Batch(number, [_outcome(row, known, result, refused, dry_run) for row in batch])


class _TakenBackError(Exception):
    """Ends a unit of work that was only a trial."""


def _carried_out(begin: Begin, command: ImportRequests, dry_run: bool) -> Imported:
    try:
        with begin() as uow:
            result: Imported = command(uow)
            if dry_run:
                raise _TakenBackError
    except _TakenBackError:
        pass
    return result


def _forms(
    rows: Sequence[Row], known: Collection[int], context: Context
) -> tuple[list[FormRow], dict[int, Refusal]]:
    forms: list[FormRow] = []
    refused: dict[int, Refusal] = {}
    for row in rows:
        if row.number in known:
            continue
        try:
            forms.append(FormRow(row=row.number, form=_form(row, context)))
        except Refusal as error:
            refused[row.number] = error
    return forms, refused


def _form(row: Row, context: Context) -> SubmitRequest:
    if row.fault:
        raise row.fault
    if isinstance(row.values, dict) and "number" in row.values:
        raise BadInput(N_("Leave out the number: it is given when the request goes in."), "number")
    return build(SubmitRequest, row.values, context)


def _outcome(
    row: Row,
    known: Collection[int],
    result: Imported,
    refused: dict[int, Refusal],
    dry_run: bool,
) -> Outcome:
    if row.number in known:
        return Outcome(row, Fate.KNOWN)
    if error := refused.get(row.number):
        return Outcome(row, Fate.REFUSED, error=error)
    return Outcome(row, Fate.READY if dry_run else Fate.DONE, result.done[row.number])


def reasons(error: Refusal) -> list[Refusal]:
    """The refusals field by field, where one error holds several."""
    several: Any = getattr(error, "problems", ())
    return list(several) or [error]


def example(context: Context, home: str, others: Sequence[str]) -> dict[str, str]:
    """A good form by field, for departments that there are."""
    first, second = (*others, "PRD", "SAL")[:2]
    soon, later = (context.today + timedelta(days=days) for days in (14, 30))
    lines = (
        f"{first}: {_('three product sheets with user profiles')} @ {soon}",
        f"{second}: {_('two trainings of 20 people each')} @ {soon}",
    )
    return {
        "type": "project",
        "title": _("618 campaign across departments"),
        "background": _("Raise sales during the campaign by 30 % over last year"),
        "originating_department": home,
        "involved_departments": f"{first}, {second}",
        "details": "; ".join(lines),
        "expected": later.isoformat(),
        "priority": "medium",
        "urgent": "no",
    }
