"""Cards on a surface that scrolls, with a cursor on one: what board and week have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Generic, TypeVar

from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView

from tui.widgets.line import TONES, tone_rules

C = TypeVar("C")


class CardView(ScrollView, Generic[C], can_focus=True, inherit_bindings=False):
    """Lines with cards in them; ``current`` is the card of the cursor, None where there is none."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"cardview--{name}" for name in ("header", "cursor", "lane", "day", "card", *TONES)
    }
    DEFAULT_CSS = f"""
    CardView {{
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        background: $surface;
        color: $foreground;
        & > .cardview--header {{ background: $panel; text-style: bold; }}
        & > .cardview--lane {{ background: $boost; color: $text-primary; text-style: bold; }}
        & > .cardview--day {{ background: $panel; color: $text-accent; text-style: bold reverse; }}
        & > .cardview--card {{ background: $boost; }}
        & > .cardview--cursor {{ background: $block-cursor-blurred-background; }}
        &:focus > .cardview--cursor {{
            background: $block-cursor-background;
            color: $block-cursor-foreground;
        }}
        {tone_rules("cardview")}
    }}
    """

    class Highlighted(Message):
        """The cursor is on another card, or its card reads otherwise."""

        def __init__(self, control: CardView[Any], card: Any) -> None:
            super().__init__()
            self.card = card
            self._view = control

        @property
        def control(self) -> CardView[Any]:
            return self._view

    class Opened(Highlighted):
        """A person wants to see the record of this card."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._wanted = ""  # the card the cursor goes to when the next surface brings it
        self._looks: dict[tuple[str, str], Style] = {}

    @property
    def current(self) -> C | None:
        """The card of the cursor."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Open the record of the card."""
        if card := self.current:
            self.post_message(self.Opened(self, card))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.clear()
        self.refresh()

    def _scroll(self, y: int) -> None:
        self.scroll_target_y = self.scroll_y = y

    def _refresh_lines(self, lines: Iterable[int], header: int) -> None:
        """Draw these lines of the surface again, as far as they are seen below the heading."""
        shift, size = header - self.scroll_offset.y, self.size
        seen = {y for line in lines if header <= (y := line + shift) < size.height}
        if regions := [Region(0, y, size.width, 1) for y in sorted(seen)]:
            self.refresh(*regions)

    def _look(self, ground: str, tone: str = "") -> Style:
        """A tone on a ground; without a ground it stands on the widget's own."""
        if (ground, tone) not in self._looks:
            style = self.rich_style
            if ground:
                style = self.get_component_rich_style(f"cardview--{ground}")
            if tone:
                style += Style(color=self.get_component_rich_style(f"cardview--{tone}").color)
            self._looks[ground, tone] = style
        return self._looks[ground, tone]
