"""What every screen has: the bar of modes, its body, the bar of keys, and the verbs of the mode."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget

from core.errors import Refusal
from core.text import shorten
from tui import keymap
from tui.i18n import _, say
from tui.widgets.compositor import NearCompositor
from tui.widgets.keybar import KeyBar
from tui.widgets.modebar import Mode, ModeBar
from tui.widgets.toosmall import TooSmall

if TYPE_CHECKING:
    from core.commands.base import Command
    from tui.app import LiaisonApp


NAME = 24  # characters of a person's name that the top line has room for


def command_bindings(mode: str) -> list[Binding]:
    """The keys of one screen, from the one list of verbs."""
    from core.commands import of_screen
    from core.commands.base import about

    return [
        keymap.bind(
            command.keys[mode],
            _action(verb),
            command.label,
            id=f"{mode}.{verb.replace(' ', '-')}",
            tooltip=about(command),
        )
        for verb, command in of_screen(mode).items()
    ]


def _action(verb: str) -> str:
    return f"verb('{verb}')"


class DeskScreen(Screen[None]):
    """One mode. ``mode`` is its name, ``topics`` the kinds of record it shows."""

    DEFAULT_CSS = """
    DeskScreen > .body { height: 1fr; }
    """
    mode: ClassVar[str]
    topics: ClassVar[frozenset[str]]

    def __init__(self) -> None:
        super().__init__()
        self.warned_of: Command | None = None  # what is to be kept all the same
        self._compositor = NearCompositor()
        self._armed = False
        self._stale = False

    @property
    def desk_app(self) -> LiaisonApp:
        """The app, as what it is."""
        return cast("LiaisonApp", self.app)

    def compose(self) -> ComposeResult:
        from tui.modes import MODE_KEYS, MODE_LABELS, MODE_SHORT

        app = self.desk_app
        modes = [
            Mode(
                MODE_KEYS[name].upper(),
                say(label),
                name,
                name == self.mode,
                say(MODE_SHORT.get(name, label)),
            )
            for name, label in MODE_LABELS.items()
        ]
        person = app.actor.name if app.actor and app.actor.name else app.login
        yield ModeBar(modes, person=shorten(person, NAME))
        yield from self.body()
        yield KeyBar(_)
        yield TooSmall()

    def body(self) -> Iterable[Widget]:
        """The widgets between the bars."""
        return ()

    def on_mount(self) -> None:
        if self.desk_app.ready:
            self.arm()

    def on_key(self, event: Key) -> None:
        """A verb's key counts even if it is pressed before the verbs are loaded."""
        if not self._armed and event.key not in self.active_bindings:
            self.arm()

    def arm(self) -> None:
        """Take the mode's verbs as keys; late, so that the first frame need not load them."""
        if self._armed:
            return
        self._armed = True
        for binding in command_bindings(self.mode):
            keymap.add(self._bindings, binding, self.desk_app.settings.keys)
        self.refresh_bindings()

    def on_screen_resume(self) -> None:
        if self._stale:
            self._stale = False
            self.read_again()

    def changed(self, topics: frozenset[str]) -> None:
        """Read again if what changed is shown here: now, or when the screen is next looked at."""
        if not topics & self.topics:
            return
        if self.is_current:
            self.read_again()
        else:
            self._stale = True

    def read_again(self) -> None:
        """Read the shown window again, cursor and scroll kept."""

    def show_status(self, text: str, style: str) -> None:
        """Say something lasting at the right end of the top bar."""
        for bar in self.query(ModeBar):  # none, where the screen is being left
            bar.set_status(text, style)

    def has_parts(self, *more: str) -> bool:
        """Whether its parts are there still: a screen that is left loses them one by one."""
        return all(self.query(part) for part in ("ModeBar", "KeyBar", "#detail", *more))

    def name_first(self, kind: str, state: str) -> None:
        """Let the bottom line begin with the keys of what comes next for such a record."""
        from core.commands import of_screen
        from core.next_steps import in_order

        if actor := self.desk_app.actor:
            verbs = in_order(of_screen(self.mode), kind, state, actor)
            self.query_one(KeyBar).order(_action(verb) for verb in verbs)

    def targets(self, command: type[Command]) -> list[str]:
        """The records a verb is about: the marked ones, else the one under the cursor."""
        return []

    def looked_at(self) -> tuple[str, str]:
        """Kind and name of the record a new one may be about; empty where there is none."""
        return "", ""

    async def action_verb(self, verb: str) -> None:
        """Do what a key of this screen stands for."""
        from core.commands import named

        self.start(named(verb))

    def start(self, command: type[Command], **given: str) -> None:
        """Begin a verb: at once where it needs nothing more, else with its form."""
        from tui import forms

        forms.start(self, command, given)

    async def document_or_tell(self, kind: str, key: str) -> dict[str, Any] | None:
        """A record's document, or None after saying why there is none."""
        try:
            return await self.desk_app.document(kind, key)
        except Refusal as error:
            self.desk_app.tell_refusal(error)
            return None

    def landed(self, key: str) -> None:
        """Show where a record is that was just made or changed."""

    def keep_marks(self, keys: Iterable[str]) -> None:
        """Leave these rows marked, and no others."""
