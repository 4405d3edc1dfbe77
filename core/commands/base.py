"""What every verb of the product has in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

from core.errors import ChangedMeanwhile, NoSuchRecord, NotPermitted, Refusal
from core.messages import N_, Message
from core.model.record import Record
from core.permissions import Standing, allows

if TYPE_CHECKING:
    from core.ports import UnitOfWork


class Kind(StrEnum):
    """How an argument is typed, shown and completed."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    RECORD = "record"
    PERSON = "person"
    PEOPLE = "people"
    DEPARTMENT = "department"
    DEPARTMENTS = "departments"
    WORDS = "words"
    DETAILS = "details"
    BLOCKS = "blocks"
    ATTENDEES = "attendees"
    TASKS = "tasks"
    CONTINGENCIES = "contingencies"
    RISK = "risk"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class Argument:
    """What a form, the command line and the help say of one field of a command.

    ``limit`` counts characters; ``required`` asks for a value before the command is built.
    ``clears`` says that a list left blank is to be empty, and not to stay as it is.
    """

    label: Message
    kind: Kind = Kind.TEXT
    required: bool = False
    example: Message | None = None
    choices: type | None = None
    limit: int = 200
    clears: bool = False


def arg(
    label: Message,
    kind: Kind = Kind.TEXT,
    *,
    default: Any = MISSING,
    example: Message | None = None,
    choices: type | None = None,
    limit: int = 200,
    clears: bool = False,
) -> Any:
    """A field of a command; without a default it is required."""
    spec = Argument(label, kind, default is MISSING, example, choices, limit, clears)
    metadata = {"argument": spec}
    return (
        field(metadata=metadata)
        if default is MISSING
        else field(default=default, metadata=metadata)
    )


def reason(label: Message, **more: Any) -> Any:
    """A long text that says why; it becomes the trail's *why*."""
    return arg(label, Kind.LONG, limit=2000, **more)


C = TypeVar("C", bound="Command")


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(field, arg, reason)
)
def command(kind: type[C]) -> type[C]:
    """A frozen dataclass of keywords, with no more made for it than it needs.

    How commands are compared and shown is said once, in ``Record``.
    """
    return dataclass(frozen=True, kw_only=True, eq=False, repr=False)(kind)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Command(Record):
    """One thing a person can do. Calling it with a unit of work does it.

    ``verb`` is its name on the command line, ``label`` its name on the screen, ``keys`` its key
    by screen, ``undoable`` says whether what it changed can be put back, ``piecemeal`` that undoing
    leaves out what somebody changed since instead of being refused.
    """

    verb: ClassVar[str]
    label: ClassVar[Message]
    keys: ClassVar[Mapping[str, str]] = {}
    undoable: ClassVar[bool] = False
    piecemeal: ClassVar[bool] = False

    def subject(self, uow: UnitOfWork) -> Any:
        """The record the command is about, or None where there is none yet."""
        return None

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        """What the actor is to the subject: columns of the permission table."""
        raise NotImplementedError

    def run(self, uow: UnitOfWork, subject: Any) -> Any:
        """The deed itself, after the permission was found."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """The name of the record, for the trail."""
        return str(getattr(self, "number", ""))

    @property
    def why(self) -> str:
        """The reason given, for the trail."""
        return str(getattr(self, "reason", ""))

    def __call__(self, uow: UnitOfWork) -> Any:
        """Find the record, ask the permission table, do the deed: the only way in (A1).

        Raises ``NoSuchRecord`` for what does not exist or may not be seen (A8), ``NotPermitted``
        for what may be seen but not done, ``ChangedMeanwhile`` where ``seen``, the version the
        person looked at, is given and the record has moved on (D7).
        """
        uow.doing(self)
        subject = self.subject(uow)
        standings = self.standings(uow, subject)
        if not allows(type(self).__name__, standings):
            self.refuse(standings)
        if getattr(self, "seen", 0) not in (0, getattr(subject, "version", 0)):
            raise changed(self.about)
        if uow.actor.stands_in:
            uow.in_place_of(self._needed(uow, subject))
        return self.run(uow, subject)

    def _needed(self, uow: UnitOfWork, subject: Any) -> frozenset[str]:
        """The absent people without whose posts the actor could not do this (R1.2)."""
        actor = uow.actor

        def may(without: Iterable[str]) -> bool:
            uow.actor = actor.without(without)
            try:
                return allows(type(self).__name__, self.standings(uow, subject))
            except Refusal:
                return False
            finally:
                uow.actor = actor

        alone = frozenset(login for login in actor.absentees if not may([login]))
        return alone if alone or may(actor.absentees) else actor.absentees

    def refuse(self, standings: frozenset[Standing]) -> None:
        """Say no, in the words of a missing record where the record may not even be seen."""
        if self.about and standings <= {Standing.EMP}:
            raise no_such(self.about)
        raise NotPermitted(
            N_("You may not do this: {verb}. Ask a coordinator who may.", verb=self.label)
        )


def changed(key: str) -> ChangedMeanwhile:
    """The sentence for a record that is no longer what the person looked at."""
    return ChangedMeanwhile(
        N_(
            "{number} was changed by somebody else while you looked at it. "
            "Look again; what you typed is kept.",
            number=key,
        )
    )


def no_such(key: str) -> NoSuchRecord:
    """The one sentence for a record that is not there or not for you."""
    return NoSuchRecord(N_("There is no {key} here, or it is not yours to see.", key=key))


_RULES = r" \((?:[A-Z]\d+(?:\.\d+)?|RFC \d+[\d. ]*)(?:, [^()]*)?\)"


def about(command: type[Command]) -> Message:
    """What a command does, in the words of its docstring without the rules it follows."""
    words = " ".join((command.__doc__ or "").split("\n\n")[0].split())
    return Message(re.sub(_RULES, "", words))


def arguments(command: type[Command]) -> dict[str, Argument]:
    """The arguments of a command by field name, in order."""
    return {f.name: f.metadata["argument"] for f in own_fields(command)}


def given(command: Command, names: Iterable[str]) -> dict[str, Any]:
    """Those of the named fields that were given; None says that a record keeps what it has."""
    return {name: value for name in names if (value := getattr(command, name)) is not None}


def own_fields(command: type[Command]) -> Iterable[Field[Any]]:
    """The dataclass fields that are arguments."""
    return (f for f in fields(command) if "argument" in f.metadata)
