"""Commands by name: every verb and every place, found by typing a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.i18n import _, say
from tui.widgets.keybar import key_name

if TYPE_CHECKING:
    from tui.app import LiaisonApp


class Verbs(Provider):
    """Offers every binding of the app and every verb of the screen."""

    def _offers(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        from core.commands import all_commands
        from tui.screens.base import DeskScreen

        app: Any = self.app
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.id not in seen and not binding.action.startswith("verb("):
                seen.add(binding.id)
                run = partial(app.run_action, binding.action, active.node)
                yield _(binding.description), key_name(binding), run
        if isinstance(self.screen, DeskScreen):
            for verb, command in all_commands().items():
                run = partial(self.screen.start, command)
                yield say(command.label), f"liaison {verb}", run

    async def discover(self) -> Hits:
        for name, hint, run in self._offers():
            yield DiscoveryHit(Content(name), run, text=name, help=hint)

    async def search(self, query: str) -> Hits:
        wanted = query.casefold()
        is_found = False
        for name, hint, run in self._offers():
            place = f"{name} {hint}".casefold().find(wanted)
            if place >= 0:
                is_found = True
                yield Hit(1 / (1 + place), Content(name), run, text=name, help=hint)
        if not is_found:  # else Textual says so, in English
            yield Hit(1, Content(_("No command is called so.")), lambda: None, text=query)


def open_palette(app: LiaisonApp) -> None:
    """Show the palette over the present screen."""
    app.push_screen(CommandPalette(providers=[Verbs], placeholder=_("Type a part of a command")))
