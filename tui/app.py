"""The application: modes, the desk's thread, and the one way in which commands are carried out."""

from __future__ import annotations

import gc
from asyncio import sleep, timeout
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from core.errors import Refusal, Unavailable
from core.messages import N_, Message
from tui import i18n
from tui.desk_thread import DeskThread
from tui.filters import HarmlessText
from tui.i18n import _, say
from tui.keymap import bind
from tui.keys_in_order import KeysInOrder

if TYPE_CHECKING:
    from core.actor import Actor
    from core.commands.base import Command
    from core.ports import Desk, UnitOfWork
    from core.views import Page, Query
    from core.worktime import WorkTime
    from tui.settings import Settings

T = TypeVar("T")
Begin = Callable[[], AbstractContextManager["UnitOfWork"]]
REFRESH_SECONDS = 2.0
REMIND_SECONDS = 60.0
LAST_KEYS = 0.5
LAST_WRITES = 6.0  # a guard that was told of a dead terminal waits less
CRASHED = 70

MODE_LABELS: dict[str, Message] = {
    "today": N_("Today"),
    "intake": N_("Intake"),
    "assignment": N_("Assignment"),
    "meetings": N_("Meetings"),
    "board": N_("Board"),
    "conflicts": N_("Conflicts"),
    "people": N_("People"),
}


def _digit(key: str) -> str:
    """F2 is 2 where a list has focus, and F12, Today, is 0."""
    number = int(key[1:])
    return str(number) if number < 10 else "0"


MODE_KEYS = {
    "today": "f12",
    "intake": "f2",
    "assignment": "f3",
    "meetings": "f4",
    "board": "f5",
    "conflicts": "f6",
    "people": "f9",
}


class LiaisonApp(KeysInOrder):
    """The desk of one person. Nothing here reads the environment or opens a database.

    ``opening`` is the first window, read before SQLModel was imported, or None; ``connect`` opens
    the desk in its own thread; ``clock`` gives the moment in UTC.
    """

    TITLE = "liaison"
    CSS_PATH = None
    CSS = """
    ToastRack { margin-bottom: 2; }
    Toast { width: auto; max-width: 90%; margin-top: 0; padding: 0 1; }
    """  # never over the keys, and over as little else as can be
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            bind(
                f"{key},{_digit(key)}",
                f"mode('{mode}')",
                MODE_LABELS[mode],
                id=f"mode.{mode}",
                show=False,
            )
            for mode, key in MODE_KEYS.items()
        ),
        bind("u,ctrl+z", "undo", N_("Undo"), id="app.undo", show=False),
        bind("U,ctrl+y", "redo", N_("Redo"), id="app.redo", show=False),
        bind("question_mark,f1", "help", N_("Help"), id="app.help", show=False),
        bind("ctrl+p", "palette", N_("Commands"), id="app.palette", show=False),
        bind("colon,ctrl+g", "jump", N_("Go to a number"), id="app.jump", show=False),
        bind("ctrl+l", "language", N_("Switch the language"), id="app.language", show=False),
        bind("f11", "act_as", N_("Act as somebody else"), id="app.act_as", show=False),
        bind("ctrl+q", "quit", N_("Quit"), id="app.quit", show=False, priority=True),
    ]

    def __init__(
        self,
        *,
        actor: str,
        connect: Callable[[], Desk],
        clock: Callable[[], datetime],
        worktime: WorkTime,
        settings: Settings,
        opening: Any = None,
        os_user: str = "",
        may_act_as: bool = False,
    ) -> None:
        self._harmless = HarmlessText()
        super().__init__()
        self.login = actor
        self.actor: Actor | None = opening.actor if opening else None
        self.opening = opening
        self.os_user = os_user
        self.may_act_as = may_act_as
        self.clock = clock
        self.worktime = worktime
        self.desk = DeskThread(connect)
        self.seen = opening.seen if opening else -1
        self.settings = settings
        self.crash: Exception | None = None
        self.ready = False
        self._modes |= {mode: _screen(mode) for mode in MODE_LABELS}
        if settings.keys:
            self.set_keymap(dict(settings.keys))

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's zone, in which every time is said."""
        return self.worktime.zone

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._harmless]

    async def on_mount(self) -> None:
        """Show the first screen; everything heavy waits until its rows are there."""
        if self.settings.theme in self.available_themes:
            self.theme = self.settings.theme
        await self.switch_mode(self.settings.opening)

    def rows_shown(self) -> None:
        """The first rows are painted and the cursor rests: open the desk, watch what others do.

        Not earlier: while SQLModel is imported, a frame or a key would wait for it.
        """
        if self.ready:
            return
        self.ready = True
        for screen in self.screen_stack:
            self._arm(screen)
        self.run_worker(self._settle_in(), name="settle in")

    async def _settle_in(self) -> None:
        try:
            login = self.login
            actor = await self.ask(lambda desk: desk.actor(login, os_user=self.os_user))
            if login == self.login:  # who acts may have been changed meanwhile
                self.actor = actor
            await self._offer_kept_forms()
        except Refusal as error:
            self.tell_refusal(error)
            if not isinstance(error, Unavailable):
                self.exit(return_code=3)
            return
        gc.enable()
        gc.freeze()
        self.set_interval(REFRESH_SECONDS, self._look_for_changes, name="changes")
        self.set_interval(REMIND_SECONDS, self._remind, name="reminders")
        await self._remind()

    def _arm(self, screen: Screen[Any]) -> None:
        from tui.screens.base import DeskScreen

        if isinstance(screen, DeskScreen):
            screen.arm()

    async def _offer_kept_forms(self) -> None:
        kept = await self.ask(lambda desk: desk.kept_forms(self.login))
        if kept:
            self.notify(
                _("Unfinished forms kept: {count}. Opening one again brings it back.",
                  count=len(kept)),
                title=_("Kept for you"), markup=False,
            )  # fmt: skip

    async def ask(self, work: Callable[[Desk], T]) -> T:
        """Read something from the desk, in its thread."""
        return await self.desk.ask(work)

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
        await self._look_for_changes()
        return result

    async def _remind(self) -> None:
        """Send what is due while somebody is looking (R16.3); nothing is ever sent twice."""
        from core.commands.desk import Remind

        try:
            await self.execute(Remind())
        except Refusal as error:
            self.show_status(say(error.message), "danger")

    async def _look_for_changes(self) -> None:
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

    async def action_mode(self, mode: str) -> None:
        """Go to another screen."""
        await self.switch_mode(mode)

    async def action_undo(self) -> None:
        """Put back what the person did last."""
        from core.commands.desk import UndoLast

        await self._step(UndoLast(), N_("Undone: {about}"))

    async def action_redo(self) -> None:
        """Do again what was undone last."""
        from core.commands.desk import RedoLast

        await self._step(RedoLast(), N_("Done again: {about}"))

    async def _step(self, command: Command, sentence: Message) -> None:
        try:
            entry = await self.execute(command)
        except Refusal as error:
            self.tell_refusal(error)
        else:
            self.tell_done(_(sentence.text, about=entry.about))

    async def action_help(self) -> None:
        """Say what can be done here."""
        from tui.screens.help import HelpScreen

        await self.push_screen(HelpScreen(self.screen))

    def action_palette(self) -> None:
        """Find a command by typing a part of its name."""
        from tui.palette import open_palette

        open_palette(self)

    async def action_jump(self) -> None:
        """Open a record by its number."""
        from tui.screens.jump import JumpScreen

        await self.push_screen(JumpScreen())

    async def action_language(self) -> None:
        """Speak the other language, everywhere at once."""
        i18n.use("en" if i18n.language() == "zh" else "zh")
        await self._start_afresh()

    async def action_act_as(self) -> None:
        """Work as another person, where the database is one's own."""
        from tui.screens.jump import ActAsScreen

        if not self.may_act_as:
            self.tell_refusal(_not_yours())
            return
        await self.push_screen(ActAsScreen(), self._become)

    async def _become(self, login: str | None) -> None:
        if not login:
            return
        try:
            actor = await self.ask(lambda desk: desk.actor(login, os_user=self.os_user))
        except Refusal as error:
            self.tell_refusal(error)
            return
        self.login, self.actor = actor.login, actor
        await self._start_afresh()

    async def _start_afresh(self) -> None:
        """Build every screen anew: for another language or another person."""
        mode = self.current_mode
        self.opening = None
        for name in list(MODE_LABELS):
            if name != mode:
                await self.remove_mode(name)
                self.add_mode(name, _screen(name))
        other = next(name for name in MODE_LABELS if name != mode)
        await self.switch_mode(other)
        await self.remove_mode(mode)
        self.add_mode(mode, _screen(mode))
        await self.switch_mode(mode)

    async def action_quit(self) -> None:
        """Save what is half-written, let the last write finish, and go."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_now", None)
            if keep:
                keep()
        self.exit(0)

    def action_help_quit(self) -> None:
        """Say how to leave to whoever presses ctrl+c; Textual's own sentence is English."""
        self.notify(_("ctrl+q leaves. Nothing is lost: open forms are kept."), markup=False)

    def leave(self) -> None:
        """End the session because its terminal did; what was typed last is kept too."""
        self.run_worker(self._leave(), name="leave")

    async def _leave(self) -> None:
        with suppress(TimeoutError):
            async with timeout(LAST_KEYS):
                while self.keys_wait:
                    await sleep(0.01)
        await self.action_quit()

    def run(self, *args: Any, **more: Any) -> int | None:
        """Show the screens until the end, and let the last writes finish."""
        try:
            return super().run(*args, **more)
        finally:
            self.desk.drain(LAST_WRITES)

    def _handle_exception(self, error: Exception) -> None:
        """Keep a bug for the log and close; Textual's own report would print what people typed."""
        self.crash = self.crash or getattr(error, "error", error)  # a worker's own error
        self._return_code = CRASHED
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own: they are in English, and some open the file system."""
        return ()

    def all_bindings(self) -> list[Binding]:
        """Every binding of the app and its screens, for the keymap check and the list of keys."""
        from tui.bindings import every

        return every(tuple(MODE_LABELS), list(Binding.make_bindings(self.BINDINGS)))


def _screen(mode: str) -> Callable[[], Screen[Any]]:
    """A factory that imports the mode's screen only when somebody goes there."""

    def make() -> Screen[Any]:
        from importlib import import_module

        screen: Screen[Any] = import_module(f"tui.screens.{mode}").make()
        return screen

    return make


def _not_yours() -> Refusal:
    from core.errors import NotPermitted

    return NotPermitted(N_("You may act only as yourself: the database is not yours."))
