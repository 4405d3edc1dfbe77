"""Files kept with a request: which may be, and under which names (R2.2, I13, I14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import BadInput, NoSuchRecord, RuleViolation
from core.messages import N_
from core.model.request import Attachment, Request
from core.policy import FILE_AT_MOST, FILES_AT_MOST
from core.text import clean

if TYPE_CHECKING:
    from core.ports import UnitOfWork

FIELD = "attachments"
NAME_AT_MOST = 200
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was read: its own name without folders, and its whole content."""

    name: str
    data: bytes = field(repr=False)


def checked_name(name: str) -> str:
    """The name as it is kept; ``BadInput`` for a path, or what could act or hide (I1, I2)."""
    kept = clean(name, limit=NAME_AT_MOST, field=FIELD, name=True)
    if not kept.strip(".") or "/" in kept:
        raise BadInput(N_("A file needs a name of its own, without folders."), FIELD)
    return kept


def require_size(name: str, size: int) -> None:
    """``BadInput`` for a file that is empty or larger than is kept."""
    if size == 0:
        raise BadInput(N_("{file} is empty. Attach the file that has the text.", file=name), FIELD)
    if size > FILE_AT_MOST:
        raise BadInput(
            N_(
                "{file} is larger than {limit} MiB. Make it smaller, or say where it lies.",
                file=name,
                limit=FILE_AT_MOST // MIB,
            ),
            FIELD,
        )


def kept_with(uow: UnitOfWork, request: Request) -> list[Attachment]:
    """The request's files that are not detached, also those it got while it was a draft."""
    names = dict.fromkeys((f"DRAFT-{request.id}", request.name))
    return [kept for name in names for kept in uow.find(Attachment, request=name, void=False)]


def attach(uow: UnitOfWork, request: Request, files: Iterable[File]) -> list[Attachment]:
    """Keep *files* with the request; all of them, or a refusal for the first that may not be."""
    kept = kept_with(uow, request)
    added = []
    for file in files:
        name = checked_name(file.name)
        require_size(name, len(file.data))
        if any(other.name == name for other in kept):
            raise RuleViolation(
                N_("{number} has a file {file} already.", number=request.name, file=name),
                FIELD,
                N_("Detach that one first, or give this one another name."),
            )
        if len(kept) >= FILES_AT_MOST:
            raise RuleViolation(
                N_("A request keeps {limit} files at most.", limit=FILES_AT_MOST),
                FIELD,
                N_("Detach one that nobody needs, or put several into one file."),
            )
        added.append(
            uow.add(
                Attachment(
                    request=request.name, name=name, size=len(file.data),
                    digest=uow.keep(file.data), by=uow.actor.login, at=uow.now,
                )
            )
        )  # fmt: skip
        kept.append(added[-1])
    return added


def named(kept: Iterable[Attachment], name: str) -> Attachment:
    """The newest of the files with this name; ``NoSuchRecord`` where there is none."""
    found = [one for one in kept if one.name == name]
    if not found:
        raise NoSuchRecord(
            N_("There is no file of that name with this request."),
            "name",
            N_("See the names with: liaison request show"),
        )
    return found[-1]
