"""The dialog that writes the files of a request into a folder, and opens one where that may be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from core.errors import Refusal
from core.messages import N_
from core.text import safe, shorten
from tui.i18n import _, say
from tui.keymap import bind
from tui.widgets.choice import Choice
from tui.widgets.entry import Line
from tui.widgets.said import put
from tui.widgets.toosmall import TooSmall

if TYPE_CHECKING:
    from tui.app import LiaisonApp

ALL = ""
# What a desktop would run rather than show.
RUN = (".desktop", ".command", ".terminal", ".app", ".exe", ".bat", ".cmd", ".msi", ".sh", ".jar")


def opener(environment: Mapping[str, str], platform: str) -> str:
    """The program that opens a file as its person would; empty where nobody would see it."""
    if platform == "darwin":
        return "open"
    return "xdg-open" if {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys() else ""


class FetchScreen(ModalScreen[None]):
    """Asks which files of a request go into which folder; nothing there is written over (I13)."""

    DEFAULT_CSS = """
    FetchScreen { align: center top; }
    FetchScreen > Vertical { width: 100%; max-width: 90; height: auto; margin-top: 2;
        border: round $primary; padding: 0 1; background: $surface; }
    FetchScreen Input, FetchScreen Input:focus { border: none; height: 1; background: $boost; }
    FetchScreen .hint { color: $text-muted; height: auto; }
    FetchScreen .fault { color: $text-error; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "close", N_("Close"), id="fetch.close"),
        bind("enter", "fetch", N_("Write the files"), id="fetch.fetch", priority=True),
        bind("ctrl+o", "open", N_("Write the file and open it"), id="fetch.open", priority=True),
    ]

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__()
        self.number = str(document["number"])
        self.names = list(dict.fromkeys(str(file["name"]) for file in document["files"]))

    @property
    def desk_app(self) -> LiaisonApp:
        """The app, as what it is."""
        return cast("LiaisonApp", self.app)

    @property
    def _opener(self) -> str:
        """Only one's own machine shows what is opened: on a server it would open there."""
        return opener(os.environ, sys.platform) if self.desk_app.may_act_as else ""

    def compose(self) -> ComposeResult:
        keys = [_("enter writes them"), *([_("ctrl+o opens it, too")] if self._opener else [])]
        options = [(ALL, _("all"))] + [(name, safe(shorten(name, 40))) for name in self.names]
        with Vertical():
            title = _("Files of {number} into which folder?", number=self.number)
            yield Static(Content(safe(title)))
            yield Line(str(Path.cwd()), max_length=400, id="folder", select_on_focus=False)
            yield Choice(options, ALL, id="file")
            yield Static(Content(""), classes="fault")
            yield Static(Content("  ".join([*keys, _("tab chooses a file, esc closes")])))
        yield TooSmall()

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#folder", Input))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Opening is offered only where somebody would see it."""
        return action != "open" or bool(self._opener)

    def action_close(self) -> None:
        """Write nothing."""
        self.dismiss(None)

    def action_fetch(self) -> None:
        """Write what is chosen, and stay with a sentence where that cannot be."""
        self.desk_app.set_about(self._fetch(), hold=True)

    def action_open(self) -> None:
        """Write the one file that is chosen and let the person's own program show it."""
        self.desk_app.set_about(self._fetch(opens=True), hold=True)

    async def _fetch(self, *, opens: bool = False) -> None:
        from tui.attaching import write

        app, number = self.desk_app, self.number
        folder = Path(self.query_one("#folder", Input).value.strip() or ".").expanduser()
        chosen = self.query_one("#file", Choice).value
        names = [chosen] if chosen else self.names
        actor, now = app.actor, app.clock()
        if opens and (len(names) > 1 or names[0].casefold().endswith(RUN)):
            self._fault(_("Choose one file to open, and no program."))
            return
        if actor is None:
            return
        try:
            written = await app.ask(
                lambda desk: write(
                    lambda name: desk.content(actor, number, name, now), number, names, folder
                )
            )
        except Refusal as error:
            self._fault(say(error.message))
            return
        app.tell_done(_("Written: {files}", files=", ".join(map(safe, written))))
        if opens and (program := self._opener):
            _show(program, written[0])
        self.dismiss(None)

    def _fault(self, text: str) -> None:
        put(self, ".fault", safe(text))


def _show(program: str, path: str) -> None:
    """Hand a file over to the desktop, away from this terminal."""
    nowhere = subprocess.DEVNULL
    try:
        subprocess.Popen(  # noqa: S603 - one of two programs, and a file just written
            [program, path], stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        )
    except OSError:
        return  # it was written and said where
