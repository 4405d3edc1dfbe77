"""Keys are taken one after the other, however fast they come.

Textual sends each key to the widget that has the focus when the key is read, and looks for most
bindings only after the widget's own queue was worked off. Of keys that arrive together, as over a
slow line, those behind a tab would still go into the field before it, and ``ctrl+s`` would
overtake the text it is to send.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.keys import _character_to_key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer

from core.single_values import narrow

# What a Chinese input method gives for a sign that is more than the sign made wide.
_PLAIN = {
    "、": "/", "【": "[", "】": "]", "《": "<", "》": ">", "。": ".", "“": '"', "”": '"', "‘": "'",
    "’": "'", "￥": "$", "·": "`", "…": "^", "—": "_",
}  # fmt: skip
_LOST = 0.5  # seconds after which a widget that went away is not waited for any more
_HELD = 5.0  # seconds after which keys that waited for a dialog are for nobody


class Taken(Message, bubble=True, namespace="app"):
    """Follows a key through every queue it goes through, and so says that it was taken.

    ``again`` is a widget to go through once more: what enter does is begun by a message that the
    widget sends, and the second follows that.
    """

    def __init__(self, number: int, again: MessagePump | None = None) -> None:
        super().__init__()
        self.number = number
        self.again = again


class KeysInOrder(App[int]):
    """An app that gives out the next key or paste when the one before has had its effect."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._typed: deque[Event] = deque()
        self._given_out = 0
        self._under_way = 0
        self._holds: set[object] = set()
        self._patience: Timer | None = None

    def get_driver_class(self) -> type[Driver]:
        """A terminal whose pastes are text; Textual takes another one for tests without any."""
        from tui.typed import TypedDriver

        return TypedDriver

    @property
    def keys_wait(self) -> bool:
        """Whether something was typed that has not had its effect yet."""
        return bool(self._typed or self._under_way)

    async def on_event(self, event: Event) -> None:
        """Queue what is typed; everything else takes Textual's own way."""
        if isinstance(event, (Key, Paste)) and not event.is_forwarded:
            if self._went_at_once(event):
                return
            self._typed.append(event)
            await self._give_out()
            self._wait_no_longer_than_that()
        else:
            await super().on_event(event)

    def _as_meant(self, event: Key) -> Key:
        """A full-width sign of an input method is the key itself, but where text is typed."""
        sign = event.character
        if sign is None or sign <= "\x7f":
            return event
        focused = self.focused
        if focused is not None and focused.check_consume_key(event.key, sign):
            return event
        plain = _PLAIN.get(sign) or narrow(sign)
        if len(plain) != 1 or not "!" <= plain <= "~":
            return event
        return Key(_character_to_key(plain), plain)

    def _went_at_once(self, event: Event) -> bool:
        """Whether nothing waited, and the key only moved about in a list: its order cannot matter.

        A key held down comes 30 times a second; four queues would be half of its time.
        """
        if self._typed or self._under_way or self._holds or not isinstance(event, Key):
            return False
        move = getattr(self.focused, "move_at_once", None)
        return self.app_focus and move is not None and move(self._as_meant(event).key)

    async def on_app_taken(self, message: Taken) -> None:
        """Give out the next key."""
        if message.number != self._under_way:
            return
        if not (message.again and message.again.post_message(Taken(message.number))):
            await self._go_on()

    def hold_keys(self) -> Callable[[], None]:
        """Keep what is typed for the dialog that is about to open; gives what lets it go.

        Never for long: what was typed too long before is for nobody.
        """
        hold = object()
        self._holds.add(hold)
        limit = self.set_timer(_HELD, lambda: let_go(too_late=True))

        def let_go(*, too_late: bool = False) -> None:
            limit.stop()
            if hold in self._holds:
                self._holds.remove(hold)
                if too_late:
                    self._typed.clear()
                self.call_later(self._give_out)

        return let_go

    def release_keys(self) -> None:
        """Stop keeping what is typed: it is for what the screen shows now."""
        self._holds.clear()
        self.call_later(self._give_out)

    async def _give_out(self) -> None:
        while self._typed and not self._under_way and not self._holds:
            event = self._typed.popleft()
            if isinstance(event, Key):
                event = self._as_meant(event)
            target = self.focused or self.screen
            await super().on_event(event)
            if event.is_forwarded:  # else a binding with priority has dealt with it
                self._given_out += 1
                number = self._given_out
                again = target if isinstance(event, Key) and event.key == "enter" else None
                if target.post_message(Taken(number, again)):
                    self._under_way = number

    def _wait_no_longer_than_that(self) -> None:
        """Where a key must wait, not for ever; a key that nobody waits behind needs no timer."""
        if self._typed and self._under_way and not self._patience:
            self._patience = self.set_timer(_LOST, partial(self._give_up, self._under_way))

    def _give_up(self, number: int) -> None:
        self._patience = None
        self.post_message(Taken(number))  # by the app's own queue: timers run beside it

    async def _go_on(self) -> None:
        self._under_way = 0
        if self._patience:
            self._patience.stop()
            self._patience = None
        await self._give_out()
        self._wait_no_longer_than_that()
