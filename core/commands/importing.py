"""Requests that come in from a file: row by row, in batches that are one step to undo (R2.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from core import standing
from core.commands.base import Command, Kind, arg, command
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


@command
class ImportRequests(Command):
    """Take in the requests of a CSV, XLSX or JSON file: good rows go in, bad ones are refused.

    Each row is submitted by the rules of a form typed by hand. A row that went in is not taken
    in again with the same file: it goes on with its last import, with that of ``number``, or
    begins anew with ``again``. Undoing withdraws what nobody worked on since.
    """

    verb: ClassVar[str] = "request import"
    label: ClassVar[Message] = N_("Import a file")
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
        number, known = self._so_far(uow)
        done: dict[int, Request] = {}
        refused: dict[int, Refusal] = {}
        batch: ImportBatch | None = None
        for row in self.rows:
            if row.row in known:
                continue
            try:
                with uow.attempt():
                    into = batch or self._begun(uow, number)
                    done[row.row] = replace(row.form, source=into.name)(uow)
                    batch = into
            except Unavailable:
                raise
            except Refusal as error:
                refused[row.row] = error
        if batch:
            uow.add(replace(batch, rows=packed(done)))
            uow.doing(replace(self, number=batch.name))
            number = batch.number
        return Imported(number=number, done=done, refused=refused, known=known)

    def _so_far(self, uow: UnitOfWork) -> tuple[str, frozenset[int]]:
        """The import to go on with, and which of the file's rows it holds already."""
        mine = uow.find(ImportBatch, digest=self.digest, by=uow.actor.login, void=False)
        if not self.digest:
            mine = []
        last = self.number if self.again else next((b.number for b in reversed(mine)), "")
        rows = (row for b in mine if b.number == last for row in unpacked(b.rows))
        return self.number or last, frozenset(rows)

    def _begun(self, uow: UnitOfWork, number: str) -> ImportBatch:
        number = number or uow.number(PREFIX)
        return ImportBatch(
            number=number, place=1 + len(uow.find(ImportBatch, number=number)),
            digest=self.digest, file=self.file, by=uow.actor.login, at=uow.now,
        )  # fmt: skip


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
