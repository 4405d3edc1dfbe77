"""Verbs of the files kept with a request: attach, detach (R2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core.attachments import FIELD, File, attach, kept_with, named
from core.commands.base import Kind, arg, command
from core.commands.parts import OnRequest, standings_to
from core.errors import BadInput, NotPermitted
from core.lifecycle import OPEN, require
from core.messages import N_, Message
from core.model.request import Request
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork


@command
class AttachFiles(OnRequest):
    """Keep files with a request that is still open, for everybody who sees it.

    ``files`` are what was read of the names in ``attachments``: core itself reads no file.
    """

    verb: ClassVar[str] = "request attach"
    label: ClassVar[Message] = N_("Attach files")
    keys: ClassVar[Mapping[str, str]] = {"intake": "F", "assignment": "F"}
    undoable: ClassVar[bool] = True

    attachments: tuple[str, ...] = arg(
        N_("Files"), Kind.WORDS, limit=8000, example=N_("posters.pdf, budget.xlsx")
    )
    files: tuple[File, ...] = ()

    @property
    def why(self) -> str:
        return ", ".join(file.name for file in self.files)

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        require(subject, *OPEN)
        if not self.files:
            raise BadInput(N_("Name the files to attach."), FIELD, N_("posters.pdf, budget.xlsx"))
        attach(uow, subject, self.files)
        return subject


@command
class DetachFile(OnRequest):
    """Take a file away from an open request: one's own, or any for those who ask."""

    verb: ClassVar[str] = "request detach"
    label: ClassVar[Message] = N_("Detach a file")
    undoable: ClassVar[bool] = True

    name: str = arg(N_("File"), example=N_("posters.pdf"))

    @property
    def why(self) -> str:
        return self.name

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        require(subject, *OPEN)
        kept = named(kept_with(uow, subject), self.name)
        if kept.by != uow.actor.login and Standing.REQ not in standings_to(uow, subject):
            raise NotPermitted(
                N_(
                    "{file} is {person}'s. They or the originating department may detach it.",
                    file=kept.name,
                    person=kept.by,
                ),
                "name",
            )
        uow.save(replace(kept, void=True))
        return subject
