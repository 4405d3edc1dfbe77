"""What core asks of the other rooms: a unit of work to write in, and questions to read by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from core.actor import Actor
    from core.busy import Time
    from core.commands.base import Command
    from core.messages import Message
    from core.model.busy import BusyCalendar
    from core.model.desk import TrailEntry
    from core.policy import Policy
    from core.similar import Alike, Form
    from core.slots import Busy
    from core.views import Page, Query
    from core.worktime import WorkTime

E = TypeVar("E")


class UpTo(NamedTuple):
    """A condition of ``find``: at most this value, where the field is set."""

    value: Any


class Restored(NamedTuple):
    """The entry whole, and by number the requests put back and those left as they are now."""

    entry: TrailEntry
    back: tuple[str, ...]
    left: tuple[str, ...]


class UnitOfWork(Protocol):
    """One transaction: everything a command reads and writes, under one actor at one moment.

    Leaving it without an exception commits the records, their trail entry and the notices
    together, or nothing (A11). ``now`` is aware and in UTC; ``say`` speaks the actor's language.
    """

    actor: Actor
    now: datetime
    worktime: WorkTime
    policy: Policy
    say: Callable[[Message], str]
    entry: int

    def get(self, kind: type[E], key: str) -> E:
        """The record of this number, login or code; ``NoSuchRecord`` otherwise."""

    def find(self, kind: type[E], /, **where: object) -> list[E]:
        """All records whose fields equal *where*, or are ``UpTo`` it, oldest first."""

    def involving(self, kind: type[E], name: str) -> list[E]:
        """All meetings, series or other records that list this name as theirs, oldest first."""

    def there_is(self, kind: str, /, **where: object) -> bool:
        """Whether any record has fields equal to *where*; by the kind's name: none is loaded."""

    def add(self, record: E) -> E:
        """Keep a new record; it comes back with its id and version 1."""

    def save(self, record: E) -> E:
        """Keep a changed record under its version; ``ChangedMeanwhile`` if that is gone (D7)."""

    def number(self, prefix: str) -> str:
        """The next number of this prefix and month in the organisation's zone (R2.3)."""

    def keep(self, data: bytes) -> str:
        """Keep the content of a file, each content once; its SHA-256 in hexadecimal."""

    def keep_busy(self, calendar: BusyCalendar, times: Iterable[Time]) -> None:
        """Let *times*, of which none overlap, be those of a calendar, in the place of all others.

        They are no part of the trail: who forgets a calendar leaves nothing of it (R5.4).
        """

    def busy(self, people: Iterable[str], since: datetime, until: datetime) -> list[Busy]:
        """When *people* are busy by calendars of their own, of what reaches into the window."""

    def attempt(self) -> AbstractContextManager[None]:
        """Take back what is done inside, and nothing else, if a ``Refusal`` comes out of it."""

    def new_uid(self) -> str:
        """A globally unique name for a thing that leaves the product."""

    def tell(
        self,
        person: str,
        about: str,
        text: Message,
        *,
        cause: str = "",
        department: str = "",
        why: str = "",
        until: datetime | None = None,
    ) -> None:
        """Put one notice into a person's inbox, once for each cause and person (R16.1)."""

    def doing(self, command: Command) -> None:
        """Say which command this unit of work carries out, for the trail."""

    def about_all(self, names: Iterable[str]) -> None:
        """Say that this unit of work is one deed on all of these records: the trail names each."""

    def in_place_of(self, absentees: Iterable[str]) -> None:
        """Note for the trail in whose place the actor does this (R1.2)."""

    def own_entries(self) -> list[TrailEntry]:
        """The actor's own newest trail entries, oldest first, without their images."""

    def restore(self, entry: TrailEntry, *, piecemeal: bool = False) -> Restored:
        """Put the records of *entry* back to what they were; ``ChangedMeanwhile`` if touched.

        With *piecemeal*, requests that were touched stay as they are, with all that is theirs.
        """


class Desk(Protocol):
    """The database as the rest of the house sees it."""

    def close(self) -> None:
        """Let go of the database; nothing may be asked afterwards."""

    def begin(
        self, actor: str, now: datetime, *, os_user: str = ""
    ) -> AbstractContextManager[UnitOfWork]:
        """Start a writing unit of work; waits while another process writes (D8)."""

    def actor(self, login: str, *, os_user: str = "", now: datetime | None = None) -> Actor:
        """The person with this login and what they are; ``NoSuchRecord`` otherwise.

        Posts go by the day of *now*; without it nobody stands in for an absent person.
        """

    def page(self, actor: Actor, query: Query, now: datetime) -> Page[Any]:
        """One window of rows the actor may see; ``TooSlow`` if that takes seconds (I16)."""

    def count(self, actor: Actor, query: Query, now: datetime) -> int:
        """How many rows the query has for the actor, up to ``MOST``; ``TooSlow`` as for a page."""

    def heed(self, overtaken: Callable[[], bool]) -> None:
        """Give a page or a count up with ``Overtaken`` as soon as *overtaken* says so."""

    def document(self, actor: Actor, kind: str, key: str, now: datetime) -> dict[str, Any]:
        """One record whole, as plain data: every stored field, deadlines, history."""

    def similar(self, actor: Actor, form: Form) -> Alike:
        """Requests the actor may see that are like one being written."""

    def content(self, actor: Actor, number: str, name: str, now: datetime) -> bytes:
        """What a file kept with a request holds; ``NoSuchRecord`` as for the request itself."""

    def trail(self, *, after: int = 0, limit: int = 500) -> Iterator[TrailEntry]:
        """Trail entries behind *after*, oldest first."""

    def first_broken(self) -> tuple[int, int]:
        """How many trail entries there are, and the first that does not fit (0: none)."""

    def seen(self) -> int:
        """The sequence number of the newest trail entry: what a screen has seen."""

    def topics_since(self, seq: int) -> tuple[int, frozenset[str]]:
        """The newest trail entry, and which kinds of record changed after *seq*."""

    def keep_form(self, person: str, form: str, fields: Mapping[str, str], now: datetime) -> None:
        """Keep a half-filled form, replacing the last keep of the same form (R2.8)."""

    def kept_form(self, person: str, form: str) -> dict[str, str] | None:
        """The half-filled form, if there is one."""

    def kept_forms(self, person: str) -> list[str]:
        """Names of all half-filled forms of a person, newest first."""

    def drop_form(self, person: str, form: str) -> None:
        """Forget a form that was sent or thrown away."""

    def prefer(self, person: str, name: str, value: Any, now: datetime) -> None:
        """Keep what a person chose for their own screens, as plain data; None forgets it."""

    def preferences(self, person: str) -> dict[str, Any]:
        """Everything a person chose for their own screens, by name."""
