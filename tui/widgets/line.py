"""Lines of cells: text made as wide as its place, neighbours of one style made one piece."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from core.text import safe

TONES = ("danger", "warning", "success", "muted", "accent")
"""What a piece of text may say by its colour, besides saying it in words."""

_COLOURS = ("$text-error", "$text-warning", "$text-success", "$foreground-muted", "$text-primary")


def tone_rules(widget: str) -> str:
    """Style rules for the tones as component classes of *widget*: ``widget--danger`` and so on."""
    pairs = zip(TONES, _COLOURS, strict=True)
    return "".join(f"& > .{widget}--{tone} {{ color: {colour}; }}\n" for tone, colour in pairs)


def fit(text: str, width: int, *, right: bool = False, dots: bool = False) -> str:
    """*text* made safe, on one line and exactly *width* cells wide.

    With *dots* a cut is shown by ``…``; some terminals draw that two cells wide, so it needs a
    blank behind it and no aligned text on its right (TRAPS).
    """
    text = safe(text)
    missing = width - cell_len(text)
    if missing >= 0:
        return " " * missing + text if right else text + " " * missing
    if dots and width > 1:
        return set_cell_size(text, width - 1) + "…"
    return set_cell_size(text, max(0, width))


def join(pieces: Iterable[tuple[str, Style]], width: int, rest: Style) -> Strip:
    """One line, *width* cells wide: each change of style costs some 40 bytes on the wire.

    A blank piece takes the style before it; *rest* fills what is left of the line.
    """
    segments: list[Segment] = []
    for text, style in pieces:
        if segments and (segments[-1].style == style or text.isspace()):
            segments[-1] = Segment(segments[-1].text + text, segments[-1].style)
        elif text:
            segments.append(Segment(text, style))
    return Strip(segments).adjust_cell_length(width, rest).simplify()


class Bar(Widget):
    """A widget of one line, drawn without children."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._looks: dict[str, Style] = {}

    def pieces(self, width: int) -> Iterable[tuple[str, str]]:
        """The texts of the line, each with the name of a component class or with none."""
        return ()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        pieces = [(text, self._look(name)) for text, name in self.pieces(width)]
        return join(pieces, width, self._look(""))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.clear()
        self.refresh()

    def _look(self, name: str) -> Style:
        if name not in self._looks:
            self._looks[name] = self.get_component_rich_style(name) if name else self.rich_style
        return self._looks[name]
