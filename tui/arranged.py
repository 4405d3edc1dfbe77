"""Columns as a person chose them for a list: which, in which order; loaded when somebody did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from tui.i18n import say
from tui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from tui.commandline.columns import Shown
    from tui.commandline.listings import Clocks

# By one of these a row can be told from the others.
IDENTIFYING = frozenset({"number", "code", "login", "name", "title", "text", "about"})
_LEAST, _MOST, _MOMENT = 6, 14, 16
_MOMENTS = ("_at", "start", "recurrence", "until")


def every(own: Sequence[Column], view: str, clocks: Clocks) -> list[Column]:
    """The list's own columns, and one for whatever else the command line has of its rows."""
    from tui.commandline.columns import of_view

    known = {"version", *(column.name for column in own)}  # the version is for scripts
    return [*own, *(_more(one, clocks) for one in of_view(view) if one.name not in known)]


def _more(one: Shown, clocks: Clocks) -> Column:
    label = say(one.label)
    width = _MOMENT if one.name.endswith(_MOMENTS) else min(max(cell_len(label), _LEAST), _MOST)

    def text(row: Any) -> Cell:
        return Cell(str(one.text(row, clocks)), "muted")

    return Column(label, width, text, name=one.name, extra=True)


def long_labels(columns: Iterable[Column], view: str) -> dict[str, str]:
    """What each column holds, in words where its heading is short, with the heading."""
    from tui.commandline.columns import of_view

    words = {one.name: say(one.label) for one in of_view(view)}
    said = {column.name: words.get(column.name, column.label) for column in columns}
    return {
        column.name: said[column.name]
        + (f" ({column.label})" if column.label != said[column.name] else "")
        for column in columns
    }


def usual(columns: Iterable[Column]) -> list[str]:
    """The names of what is shown as long as nobody chooses."""
    return [column.name for column in columns if not column.extra]


def chosen(names: Any, own: Sequence[Column], view: str, clocks: Clocks) -> list[Column]:
    """The columns of these names in their order; the usual ones where these tell no row apart.

    What is not known here, as it may be written by another version, is passed over.
    """
    given = names if isinstance(names, list) else []
    wanted = dict.fromkeys(name for name in given if isinstance(name, str))
    known = {column.name: column for column in own}
    if not all(name in known for name in wanted):
        known = {column.name: column for column in every(own, view, clocks)}
    return arranged([known[name] for name in wanted if name in known], own)


def arranged(shown: Sequence[Column], own: Sequence[Column]) -> list[Column]:
    """*shown* so that what has no room goes from the right, but not what tells rows apart."""
    names = [column.name for column in shown]
    if names == usual(own) or not IDENTIFYING.intersection(names):
        return [column for column in own if not column.extra]
    return [
        column._replace(low=0 if column.name in IDENTIFYING else place)
        for place, column in enumerate(shown, 1)
    ]
