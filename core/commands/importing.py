"""Requests that come in from a file: row by row, in batches that are one step to undo (R2.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from core import standing
from core.commands.base import Command, Kind, arg
from core.commands.request import SubmitRequest
from core.errors import Refusal, Unavailable
from core.messages import N_, Message
from core.model.request import ImportBatch, Request
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

PREFIX = "IMPORT"


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """A form and the row of the file it stands in."""

    row: int
    form: SubmitRequest


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of a batch, by row; ``known`` are the rows that an earlier run took in."""

    number: str
    done: dict[int, Request] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)
    known: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ImportRequests(Command):
    """Take in the requests of a CSV, XLSX or JSON file: good rows go in, bad ones are refused.

    Each row is submitted by the rules of a form typed by hand. A row that went in is not taken
    in again with the same file: it goes on with its last import, with that of ``number``, or
    begins anew with ``again``. Undoing withdraws what nobody worked on since.
    """

    verb: ClassVar[str] = "request import"
    label: ClassVar[Message] = N_("Import requests from a file")
    keys: ClassVar[Mapping[str, str]] = {"intake": "I"}
    undoable: ClassVar[bool] = True
    piecemeal: ClassVar[bool] = True

    file: str = arg(N_("File"), Kind.TEXT, limit=1000, example=N_("requests.csv"))
    digest: str = ""
    rows: tuple[FormRow, ...] = ()
    again: bool = False
    number: str = ""

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        return standing.by_post(uow.actor)

    def run(self, uow: UnitOfWork, subject: Any) -> Imported:
        number, known, place = self._so_far(uow)
        left = [row for row in self.rows if row.row not in known]
        if not left:
            return Imported(number=number, known=known)
        number = number or uow.number(PREFIX)
        batch = f"{number}/{place}"
        done: dict[int, Request] = {}
        refused: dict[int, Refusal] = {}
        for row in left:
            try:
                with uow.attempt():
                    done[row.row] = replace(row.form, source=batch)(uow)
            except Unavailable:
                raise
            except Refusal as error:
                refused[row.row] = error
        if done:
            self._keep(uow, batch, done)
        return Imported(number=number, done=done, refused=refused, known=known)

    def _so_far(self, uow: UnitOfWork) -> tuple[str, frozenset[int], int]:
        """The import to go on with, which rows it holds, and the place of its next batch."""
        if self.again or not self.digest:
            return self.number, frozenset(), 1 + len(self._batches(uow, self.number))
        mine = uow.find(ImportBatch, digest=self.digest, by=uow.actor.login)
        live = [import_of(batch.number) for batch in mine if not batch.void]
        number = self.number or (live[-1] if live else "")
        of_it = [batch for batch in mine if import_of(batch.number) == number]
        rows = (row for batch in of_it if not batch.void for row in unpacked(batch.rows))
        return number, frozenset(rows), len(of_it) + 1

    def _keep(self, uow: UnitOfWork, batch: str, done: Iterable[int]) -> None:
        uow.doing(replace(self, number=batch, rows=()))
        uow.add(
            ImportBatch(
                number=batch, digest=self.digest, file=self.file, by=uow.actor.login, at=uow.now,
                rows=packed(done),
            )
        )  # fmt: skip


def import_of(batch: str) -> str:
    """The import that a batch, named as in ``IMPORT-202611001/2``, is a part of."""
    name, stroke, _ = batch.partition("/")
    return name if stroke else ""


def packed(rows: Iterable[int]) -> str:
    """Rising row numbers as ranges: ``2-301,303``."""
    ranges: list[list[int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    return ",".join(f"{first}-{last}" if first < last else f"{first}" for first, last in ranges)


def unpacked(ranges: str) -> Iterator[int]:
    """The row numbers that :func:`packed` packed."""
    for part in filter(None, ranges.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)
