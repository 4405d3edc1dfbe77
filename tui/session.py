"""One run of the command line: who acts, at which moment, on which desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from core.ports import Desk

if TYPE_CHECKING:
    from core.actor import Actor
    from core.policy import Policy
    from core.ports import UnitOfWork
    from core.views import Page, Query
    from core.worktime import WorkTime
    from tui.settings import Settings


class KeptDesk(Desk, Protocol):
    """A desk over a database that can be looked after."""

    database: Any

    def found(self, login: str, name: str, now: datetime) -> Any:
        """Make *login* the first coordinator; None where somebody is there already."""


class Window(Protocol):
    """Rows that were read without opening the desk."""

    @property
    def page(self) -> Page[Any]: ...


class Facts(NamedTuple):
    """What the program needs of a database: its schema, and whether commits go by a lock (D3)."""

    schema: int
    gate: bool


@dataclass(frozen=True)
class Doors:
    """What only the composition root can open.

    ``connect`` gives the session's desk, ``at`` the one at another place; ``peek`` reads a window
    without opening the desk, or gives None where that cannot be.
    """

    connect: Callable[[Session], KeptDesk]
    at: Callable[[Session, str], KeptDesk]
    peek: Callable[[Session, Query], Window | None]
    facts: Callable[[], Facts]


@dataclass
class Session:
    """What every verb is handed; the desk is opened when it is first asked for."""

    place: str
    login: str
    os_user: str
    now: datetime
    worktime: WorkTime
    policy: Policy
    settings: Settings
    doors: Doors
    json: bool = False

    @property
    def keyboard(self) -> str:
        """The operating system's user for the trail: empty where it is the actor."""
        return self.os_user if self.os_user != self.login else ""

    @cached_property
    def desk(self) -> KeptDesk:
        """The desk, opened."""
        return self.doors.connect(self)

    def hand_over(self) -> KeptDesk:
        """The desk for somebody who will close it; it is forgotten here."""
        desk = self.desk
        del self.desk
        return desk

    def open_at(self, place: str | Path) -> KeptDesk:
        """The desk at another place, or this one whoever acts; the caller closes it."""
        return self.doors.at(self, str(place))

    @cached_property
    def actor(self) -> Actor:
        """The person who acts, with their rights of this moment."""
        return self.desk.actor(self.login, os_user=self.keyboard, now=self.now)

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """A writing unit of work of this person, now."""
        return self.desk.begin(self.login, self.now, os_user=self.keyboard)

    def page(self, query: Query) -> Page[Any]:
        """One window of rows the person may see."""
        found = None if "desk" in vars(self) else self.doors.peek(self, query)
        return found.page if found else self.desk.page(self.actor, query, self.now)

    def document(self, kind: str, key: str) -> dict[str, Any]:
        """One record whole; raises ``NoSuchRecord``."""
        return self.desk.document(self.actor, kind, key, self.now)

    def close(self) -> None:
        """Let go of the desk, if it was opened."""
        if desk := vars(self).pop("desk", None):
            desk.close()
