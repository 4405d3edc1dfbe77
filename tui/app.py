"""The application: its modes, its keys, how it begins and how it ends."""

from __future__ import annotations

import gc
from asyncio import sleep, timeout
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import ActiveBinding, Binding, BindingType
from textual.css.query import NoMatches
from textual.filter import LineFilter
from textual.screen import Screen

from core.errors import Refusal, Unavailable
from core.messages import N_, Message
from core.text import shorten
from tui import i18n
from tui.filters import HarmlessText
from tui.i18n import _
from tui.keymap import bind
from tui.modes import MODE_KEYS, MODE_LABELS, digit
from tui.modes import screen as screen_of
from tui.widgets.toosmall import BY_HEIGHT, BY_WIDTH
from tui.work import AtWork

if TYPE_CHECKING:
    from core.commands.base import Command
    from core.ports import Desk
    from core.worktime import WorkTime
    from tui.settings import Settings

REFRESH_SECONDS = 2.0
REMIND_SECONDS = 60.0
AGE_SECONDS = 1.0
LAST_KEYS = 0.5
LAST_WRITES = 6.0  # a guard that was told of a dead terminal waits less
CRASHED = 70
NOWHERE = "nowhere"  # an empty screen while the others are made anew


class LiaisonApp(AtWork):
    """The desk of one person. Nothing here reads the environment or opens a database.

    ``opening`` is the first window, read before SQLModel was imported, or None; ``connect`` opens
    the desk in its own thread; ``clock`` gives the moment in UTC.
    """

    TITLE = "liaison"
    CSS_PATH = None
    CSS = """
    ToastRack { margin-bottom: 2; }
    Toast { width: auto; max-width: 90%; margin-top: 0; padding: 0 1; }
    SearchIcon { display: none; }
    """  # never over the keys, and over as little else as can be
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = BY_WIDTH
    VERTICAL_BREAKPOINTS = BY_HEIGHT
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            bind(
                f"{key},{digit(key)}",
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
        bind("ctrl+t", "theme", N_("Colours"), id="app.theme", show=False),
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
        preferences: Mapping[str, Any] | None = None,
    ) -> None:
        self._harmless = HarmlessText()
        super().__init__(actor, os_user, connect, clock, worktime)
        self.opening = opening
        if opening:
            self.actor, self.seen = opening.actor, opening.seen
        self.preferences = dict(preferences or {})
        self.may_act_as = may_act_as
        self.settings = settings
        self.crash: Exception | None = None
        self.ready = False
        self._modes |= {mode: screen_of(mode) for mode in MODE_LABELS}
        # At once in the first mode: Textual's own first screen would be laid out for nothing.
        self._screen_stacks, self._current_mode = {settings.opening: []}, settings.opening
        if settings.keys:
            self.set_keymap(dict(settings.keys))

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._harmless]

    def on_mount(self) -> None:
        self._wear()

    def _wear(self) -> None:
        """Take the colours the person chose, else those that are set."""
        if name := str(self.preferences.get("theme") or self.settings.theme):
            from tui.themes import THEMES

            for theme in THEMES.values():
                self.register_theme(theme)
            if name in self.available_themes:
                self.theme = name

    def action_theme(self) -> None:
        """Choose the colours, and keep them for the next time."""
        from tui.screens.pick import PickScreen
        from tui.themes import LABELS

        options = [(name, i18n.say(label)) for name, label in LABELS.items()]
        self.push_screen(PickScreen(_("Colours"), options, now=self.theme), self._worn)

    def _worn(self, picked: Any) -> None:
        if picked:
            self.prefer("theme", picked.name)
            self._wear()

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
            gc.enable()
            login = self.login
            actor = await self.ask(self._as(login))
            if login == self.login:  # who acts may have been changed meanwhile
                self.actor = actor
            await self._offer_kept_forms()
            await self._offer_setting_up()
        except Refusal as error:
            self.tell_refusal(error)
            if not isinstance(error, Unavailable):
                self.exit(return_code=3)
            return
        gc.freeze()
        self.every(REFRESH_SECONDS, self.look_for_changes)
        self.set_interval(AGE_SECONDS, self.tell_age)
        self.every(REMIND_SECONDS, self.remind)
        await self.remind()

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

    async def _offer_setting_up(self) -> None:
        """Walk the first coordinator of an empty desk through departments and posts."""
        from core.views import Query

        coordinates = self.actor is not None and self.actor.is_coordinator
        if not coordinates or await self.count(Query("departments")):
            return
        from core.commands.setting_up import SetUpDepartments
        from tui.screens.base import DeskScreen

        if isinstance(self.screen, DeskScreen):
            self.screen.start(SetUpDepartments)

    async def action_mode(self, mode: str) -> None:
        """Go to another screen."""
        await self.switch_mode(mode)

    def action_undo(self) -> None:
        """Put back what the person did last."""
        from core.commands.desk import UndoLast

        self.set_about(self._step(UndoLast(), N_("Undone: {about}")))

    def action_redo(self) -> None:
        """Do again what was undone last."""
        from core.commands.desk import RedoLast

        self.set_about(self._step(RedoLast(), N_("Done again: {about}")))

    async def _step(self, command: Command, sentence: Message) -> None:
        from core.commands.desk import StepOfImport
        from tui import steps

        found = await self.execute(command)
        while isinstance(found, StepOfImport) and found.more:
            found = found.and_then(await self.execute(command))
        if isinstance(found, StepOfImport):
            self.tell_done(steps.sentence(type(command), found))
        else:
            self.tell_done(_(sentence.text, about=shorten(found.about, 60)))

    async def action_help(self) -> None:
        """Say what can be done here."""
        from tui.screens.help import HelpScreen

        await self.push_screen(HelpScreen(self.screen), self._use)

    def _use(self, active: ActiveBinding | None) -> None:
        """Do what was chosen from the help, where its key would do it."""
        if active:
            self.run_worker(self.run_action(active.binding.action, active.node), exclusive=False)

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

    def _become(self, login: str | None) -> None:
        if login:
            self.set_about(self._act_as(login), hold=True)

    async def _act_as(self, login: str) -> None:
        actor = await self.ask(self._as(login))
        self.login, self.actor = actor.login, actor
        self.preferences = await self.ask(lambda desk: desk.preferences(actor.login))
        self._wear()
        await self._start_afresh()

    async def _start_afresh(self) -> None:
        """Build every screen anew: for another language or another person."""
        mode = self.current_mode
        self.opening = None
        self.add_mode(NOWHERE, Screen)
        await self.switch_mode(NOWHERE)
        for screen in [screen for stack in self._screen_stacks.values() for screen in stack]:
            self.workers.cancel_node(screen)  # what they read would find them gone
        for name in MODE_LABELS:
            await self.remove_mode(name)
            self.add_mode(name, screen_of(name))
        await self.switch_mode(mode)
        await self.remove_mode(NOWHERE)

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
        error = getattr(error, "error", error)  # a worker's own
        if self._exit and isinstance(error, NoMatches):
            return  # what was read last found its screen gone
        self.crash = self.crash or error
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


def _not_yours() -> Refusal:
    from core.errors import NotPermitted

    return NotPermitted(N_("You may act only as yourself: the database is not yours."))
