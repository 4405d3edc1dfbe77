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
        from tui.screens.help import by_use

        app: Any = self.app
        keys = {}
        others = []
        for active in by_use(self.screen):
            keys[active.binding.action] = key_name(active.binding)
            if not active.binding.action.startswith("verb("):
                others.append(active)
        if isinstance(self.screen, DeskScreen):
            verbs = all_commands().items()
            for verb, command in sorted(verbs, key=lambda item: f"verb('{item[0]}')" not in keys):
                hint = keys.get(f"verb('{verb}')", "")
                run = partial(self.screen.start, command)
                yield say(command.label), f"{hint}  liaison {verb}".strip(), run
        for active in others:
            binding = active.binding
            run = partial(app.run_action, binding.action, active.node)
            yield _(binding.description), key_name(binding), run

    async def discover(self) -> Hits:
        for name, hint, run in self._offers():
            yield DiscoveryHit(Content(name), run, text=name, help=hint)

    async def search(self, query: str) -> Hits:
        wanted = query.casefold()
        is_found = False
        for rank, (name, hint, run) in enumerate(self._offers()):
            if wanted in f"{name} {hint}".casefold():
                is_found = True
                begins = name.casefold().startswith(wanted)
                score = (1 if begins else 0.5) - rank / 10_000  # then what has a key here
                yield Hit(score, Content(name), run, text=name, help=hint)
        if not is_found:  # else Textual says so, in English
            yield Hit(1, Content(_("No command is called so.")), lambda: None, text=query)


def open_palette(app: LiaisonApp) -> None:
    """Show the palette over the present screen."""
    app.push_screen(CommandPalette(providers=[Verbs], placeholder=_("Type a part of a command")))
