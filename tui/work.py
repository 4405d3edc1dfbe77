"""What a person does at the desk: read, carry out, be told; the same for every screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from core.errors import Refusal
from tui.desk_thread import DeskThread
from tui.i18n import say
from tui.keys_in_order import KeysInOrder

if TYPE_CHECKING:
    from textual.worker import Worker

    from core.actor import Actor
    from core.commands.base import Command
    from core.ports import Desk, UnitOfWork
    from core.views import Page, Query
    from core.worktime import WorkTime

T = TypeVar("T")
Begin = Callable[[], AbstractContextManager["UnitOfWork"]]


class AtWork(KeysInOrder):
    """An app over one desk, for the person ``login``; ``seen`` is the newest trail entry shown.

    The desk is opened by *connect* in a thread of its own; ``clock`` gives the moment in UTC.
    """

    def __init__(
        self,
        login: str,
        os_user: str,
        connect: Callable[[], Desk],
        clock: Callable[[], datetime],
        worktime: WorkTime,
    ) -> None:
        super().__init__()
        self.login = login
        self.os_user = os_user
        self.actor: Actor | None = None
        self.seen = -1
        self.clock = clock
        self.worktime = worktime
        self.desk = DeskThread(connect)

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's zone, in which every time is said."""
        return self.worktime.zone

    async def ask(self, work: Callable[[Desk], T]) -> T:
        """Read something from the desk, in its thread."""
        return await self.desk.ask(work)

    def set_about(self, work: Coroutine[Any, Any, object], *, hold: bool = False) -> None:
        """Do what has to wait for the desk beside the app's own loop of messages.

        Whatever waits inside a key's action holds up every other key. With *hold* what is typed
        meanwhile is kept for what comes then. A refusal is told.
        """
        let_go = self.hold_keys() if hold else None

        async def see_to_it() -> None:
            try:
                await work
            except Refusal as error:
                self.tell_refusal(error)
            finally:
                if let_go:
                    let_go()

        self.run_worker(see_to_it(), exclusive=False)

    def every(self, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something again and again, but never twice at once."""
        under_way: list[Worker[None]] = []

        def again() -> None:
            if not any(not worker.is_finished for worker in under_way):
                under_way[:] = [self.run_worker(work(), exclusive=False)]

        self.set_interval(seconds, again)

    async def page(self, query: Query) -> Page[Any]:
        """One window of rows for the person at work."""
        now = self.clock()
        return await self.ask(lambda desk: desk.page(self._actor(desk), query, now))

    async def count(self, query: Query) -> int:
        """How many rows a query has for the person at work."""
        now = self.clock()
        return await self.ask(lambda desk: desk.count(self._actor(desk), query, now))

    async def document(self, kind: str, key: str) -> dict[str, Any]:
        """One record whole; raises ``NoSuchRecord``."""
        now = self.clock()
        return await self.ask(lambda desk: desk.document(self._actor(desk), kind, key, now))

    def _actor(self, desk: Desk) -> Actor:
        if self.actor is None or self.actor.login != self.login:
            self.actor = desk.actor(self.login, os_user=self.os_user)
        return self.actor

    async def execute(self, command: Command) -> Any:
        """Carry out a command as the person at work; raises its ``Refusal``."""

        def deed(begin: Begin) -> Any:
            with begin() as uow:
                return command(uow)

        return await self.carry_out(deed)

    async def carry_out(self, deed: Callable[[Begin], T]) -> T:
        """Do what begins one unit of work or several, as the person at work."""
        login, os_user, now = self.login, self.os_user, self.clock()
        result = await self.ask(lambda desk: deed(lambda: desk.begin(login, now, os_user=os_user)))
        await self.look_for_changes()
        return result

    async def remind(self) -> None:
        """Send what is due while somebody is looking (R16.3); nothing is ever sent twice."""
        from core.commands.desk import Remind

        try:
            await self.execute(Remind())
        except Refusal as error:
            self.show_status(say(error.message), "danger")

    async def look_for_changes(self) -> None:
        """Tell the screens which kinds of record changed since they were read."""
        try:
            seen, topics = await self.ask(lambda desk: desk.topics_since(self.seen))
        except Refusal as error:
            self.show_status(say(error.message), "danger")
            return
        if topics and self.seen >= 0:
            if topics & {"department", "person"}:
                self.actor = None
            self.show_status("", "")
            self._spread(topics)
        self.seen = seen

    def _spread(self, topics: frozenset[str]) -> None:
        from tui.screens.base import DeskScreen

        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, DeskScreen):
                    screen.changed(topics)

    def show_status(self, text: str, style: str) -> None:
        """Say something lasting at the top of every screen: trouble, or nothing."""
        from tui.screens.base import DeskScreen

        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.show_status(text, style)

    def tell_refusal(self, error: Refusal) -> None:
        """Show why something was not done, and what to do."""
        text = say(error.message) + (f"\n{say(error.hint)}" if error.hint else "")
        self.notify(text, severity="error", timeout=10, markup=False)

    def tell_done(self, text: str) -> None:
        """Confirm that something was done and saved."""
        self.notify(text, timeout=4, markup=False)
