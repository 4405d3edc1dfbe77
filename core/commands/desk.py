"""Verbs of the desk itself: read notices, undo, redo, remind, found."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar

from core import reminders, standing, trail
from core.commands.base import Command, Kind, arg, command
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.desk import Notice, TrailEntry
from core.model.organisation import OrganisationRole, Person
from core.permissions import Standing, allows

if TYPE_CHECKING:
    from core.ports import Restored, UnitOfWork


@command
class OwnDesk(Command):
    """A command about nothing but one's own desk."""

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        return standing.by_post(uow.actor)


@command
class ReadNotices(OwnDesk):
    """Mark one's own notices as read: those named, or all."""

    verb: ClassVar[str] = "inbox read"
    label: ClassVar[Message] = N_("Mark notices as read")

    notices: tuple[str, ...] = arg(N_("Notices"), Kind.WORDS, default=())

    def run(self, uow: UnitOfWork, subject: Any) -> int:
        wanted = set(self.notices)
        unread = uow.find(Notice, person=uow.actor.login, read_at=None, withdrawn_at=None)
        chosen = [n for n in unread if not wanted or {str(n.id), n.about} & wanted]
        for notice in chosen:
            uow.save(replace(notice, read_at=uow.now))
        return len(chosen)


@dataclass(frozen=True, kw_only=True)
class StepOfImport:
    """One batch of an import undone or done again.

    ``back`` are the requests it did that to, ``left`` those that somebody worked on since;
    ``more`` says that the same import has another batch, and that the step is not over.
    """

    about: str
    back: tuple[str, ...]
    left: tuple[str, ...]
    more: bool

    def and_then(self, later: StepOfImport) -> StepOfImport:
        """Both batches as one."""
        return replace(later, back=self.back + later.back, left=self.left + later.left)


@command
class UndoLast(OwnDesk):
    """Put back what one's own last command changed, as a new entry of the trail.

    Refused when it cannot be put back, or when somebody changed one of the records since.
    """

    verb: ClassVar[str] = "undo"
    label: ClassVar[Message] = N_("Undo")

    def run(self, uow: UnitOfWork, subject: Any) -> TrailEntry | StepOfImport:
        from core.commands import by_name

        entries = uow.own_entries()
        done, _ = trail.stacks(entries)
        if not done:
            raise RuleViolation(N_("You have done nothing that could be undone."))
        entry = done[-1]
        command = by_name(trail.original(entry, entries).command)
        if not command.undoable:
            raise RuleViolation(
                N_("“{verb}” on {about} cannot be undone.", verb=command.label, about=entry.about)
            )
        _require_right(uow, command, entry)
        found = uow.restore(entry, piecemeal=command.piecemeal)
        return _stepped(found, more=trail.goes_on(done))


@command
class RedoLast(OwnDesk):
    """Do again what was undone last, if nothing was done since."""

    verb: ClassVar[str] = "redo"
    label: ClassVar[Message] = N_("Redo")

    def run(self, uow: UnitOfWork, subject: Any) -> TrailEntry | StepOfImport:
        from core.commands import by_name

        entries = uow.own_entries()
        _, undone = trail.stacks(entries)
        if not undone:
            raise RuleViolation(N_("There is nothing to do again."))
        _require_right(uow, by_name(trail.original(undone[-1], entries).command), undone[-1])
        found = uow.restore(undone[-1])
        return _stepped(found, more=trail.goes_on(undone))


def _require_right(uow: UnitOfWork, command: type[Command], entry: TrailEntry) -> None:
    """Who may not do a deed any more may not undo it or do it again either (A5)."""
    for name in entry.about.split(", "):
        made = _again(command, name, entry)
        subject = made.subject(uow)
        standings = made.standings(uow, subject)
        if not allows(command.__name__, standings):
            made.refuse(standings)


def _again(command: type[Command], name: str, entry: TrailEntry) -> Command:
    """The command about one record once more, with nothing else in it: enough to ask for rights."""
    # A draft that was submitted goes by its number since.
    name = entry.request if name.startswith("DRAFT-") and entry.request else name
    named = dict.fromkeys(("number", "code", "login", "about"), name) | {"request": entry.request}
    made = object.__new__(command)
    for field in fields(command):
        default = None if field.default is MISSING else field.default
        object.__setattr__(made, field.name, named.get(field.name, default))
    return made


def _stepped(found: Restored, *, more: bool) -> TrailEntry | StepOfImport:
    name = trail.import_of(found.entry.about)
    if not name:
        return found.entry
    return StepOfImport(about=name, back=found.back, left=found.left, more=more)


@command
class Remind(OwnDesk):
    """Send the reminders and do the escalations that are due now, each exactly once (R16.1, R16.3).

    However often it runs and on however many machines, a cause makes one notice.
    """

    verb: ClassVar[str] = "remind"
    label: ClassVar[Message] = N_("Send reminders that are due")

    dry_run: bool = arg(N_("Only show"), Kind.FLAG, default=False)

    def run(self, uow: UnitOfWork, subject: Any) -> list[reminders.Due]:
        due = reminders.due_now(uow)
        if not self.dry_run:
            for item in due:
                item.carry_out(uow)
        return due


@command
class FoundDesk(Command):
    """Make the person at the keyboard the first coordinator of an empty desk."""

    verb: ClassVar[str] = ""
    label: ClassVar[Message] = N_("Found the desk")

    login: str = arg(N_("Login"))
    name: str = arg(N_("Full name"), default="")

    @property
    def about(self) -> str:
        return self.login

    def __call__(self, uow: UnitOfWork) -> Person | None:
        """Only where there is nobody yet, so there is no right to ask for."""
        uow.doing(self)
        if uow.find(Person):
            return None
        return uow.add(
            Person(
                login=self.login,
                name=self.name or self.login,
                roles=(OrganisationRole.COORDINATOR,),
            )
        )
