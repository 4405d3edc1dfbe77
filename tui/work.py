"""What a person does at the desk: read, carry out, be told; the same for every screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from core.errors import Refusal
from core.worktime import humane
from tui.desk_thread import DeskThread
from tui.i18n import _, say
from tui.keys_in_order import KeysInOrder
from tui.styles import Stylesheet

if TYPE_CHECKING:
    from textual.worker import Worker

    from core.actor import Actor
    from core.commands.base import Command
    from core.ports import Desk, UnitOfWork
    from core.similar import Alike, Form
    from core.views import Page, Query
    from core.worktime import WorkTime

T = TypeVar("T")
OLD_SECONDS = 8.0  # after which the age of what is shown is said
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
        self.stylesheet = Stylesheet(variables=self.get_css_variables())
        self.login = login
        self.os_user = os_user
        self.actor: Actor | None = None
        self.seen = -1
        self.clock = clock
        self.worktime = worktime
        self.desk = DeskThread(connect)
        self.preferences: dict[str, Any] = {}
        self._known_at: tuple[float, datetime] | None = None  # when what is shown was so
        self._trouble = ""
        self._is_old = False
        self._rights_of = worktime.day(clock())

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
        return await self.desk.ask(
            lambda desk: desk.count(self._actor(desk), query, now), yields=True
        )

    async def document(self, kind: str, key: str) -> dict[str, Any]:
        """One record whole; raises ``NoSuchRecord``."""
        now = self.clock()
        return await self.ask(lambda desk: desk.document(self._actor(desk), kind, key, now))

    async def similar(self, form: Form) -> Alike:
        """Requests like one being written, as far as the person at work may see them."""
        return await self.ask(lambda desk: desk.similar(self._actor(desk), form))

    def _actor(self, desk: Desk) -> Actor:
        today = self.worktime.day(self.clock())
        if self.actor is None or self.actor.login != self.login or today != self._rights_of:
            self.actor = self._as(self.login)(desk)
        return self.actor

    def _as(self, login: str) -> Callable[[Desk], Actor]:
        """How to find out what somebody is today: posts go by the day (R1.2)."""
        now = self.clock()
        self._rights_of = self.worktime.day(now)
        return lambda desk: desk.actor(login, os_user=self.os_user, now=now)

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
            self._trouble = say(error.message)
            self.show_status(self._trouble, "danger")
            self._is_old = True
            return
        self._known_at, self._trouble = (monotonic(), self.clock()), ""
        if self._is_old:
            self._is_old = False
            self.show_status("", "")
        if topics and self.seen >= 0:
            if topics & {"department", "person", "absence", "liaison_term"}:
                self.actor = None
            self.show_status("", "")
            self._spread(topics)
        self.seen = seen

    def tell_age(self) -> None:
        """Say how old what is shown is, where nobody could look for changes for some time."""
        if self._known_at is None or monotonic() - self._known_at[0] < OLD_SECONDS:
            return
        at = self._known_at[1].astimezone(self.zone)
        age = humane(timedelta(seconds=monotonic() - self._known_at[0]))
        old = _("as of {time}, {age} ago", time=f"{at:%H:%M:%S}", age=age)
        self._is_old = True
        self.show_status(f"{self._trouble} · {old}" if self._trouble else old, "danger")

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

    def prefer(self, name: str, value: Any) -> None:
        """Keep what the person at work chose for their screens; None forgets it."""
        self.preferences.pop(name, None)
        if value is not None:
            self.preferences[name] = value
        login, now = self.login, self.clock()
        self.set_about(self.ask(lambda desk: desk.prefer(login, name, value, now)))

    def tell_refusal(self, error: Refusal) -> None:
        """Show why something was not done, and what to do."""
        text = say(error.message) + (f"\n{say(error.hint)}" if error.hint else "")
        self.notify(text, severity="error", timeout=10, markup=False)

    def tell_done(self, text: str) -> None:
        """Confirm that something was done and saved."""
        self.notify(text, timeout=4, markup=False)
