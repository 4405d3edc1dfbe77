"""Columns of a list: what they show, and how they share the width of a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len

from tui.widgets.line import fit


class Cell(NamedTuple):
    """Text in one place of a line; ``style`` is one of ``line.TONES``, or nothing."""

    text: str
    style: str = ""


class Column(NamedTuple):
    """A column ``width`` cells wide; one with ``flex`` takes its share of what is left over.

    Where columns do not fit, those with the highest ``low`` go first; with 0 they stay. ``name``
    is that of its field in JSON, by which a person chooses it; ``extra`` ones are not shown
    until somebody does.
    """

    label: str
    width: int
    render: Callable[[Any], Cell | str]
    flex: int = 0
    right: bool = False
    low: int = 0
    name: str = ""
    extra: bool = False


Placed = tuple[tuple[Column, int], ...]
_MARGIN = 1  # the cell before the first column, where marks are
_LEAST = 4  # cells a flexible column keeps when there is too little room


def place(columns: Sequence[Column], width: int) -> Placed:
    """The columns that fit a line, with their widths; a blank cell follows each."""
    kept = list(columns)
    while _needed(kept) > width and (droppable := [c for c in reversed(kept) if c.low]):
        kept.remove(max(droppable, key=lambda column: column.low))
    spare, parts = width - _needed(kept), sum(column.flex for column in kept)
    placed = []
    for column in kept:
        share = spare * column.flex // parts if column.flex else 0
        spare, parts = spare - share, parts - column.flex
        placed.append((column, max(column.width + share, min(column.width, _LEAST))))
    return tuple(placed)


def _needed(columns: Sequence[Column]) -> int:
    return _MARGIN + sum(column.width + 1 for column in columns)


def texts(placed: Placed, row: Any) -> Iterator[tuple[str, str]]:
    """A row as padded texts with their tones."""
    for column, width in placed:
        cell = column.render(row)
        text, tone = (cell, "") if isinstance(cell, str) else cell
        yield fit(text, width, right=column.right, dots=column.flex > 0) + " ", tone


def heading(placed: Placed, width: int) -> str:
    """The labels of the columns as far as they fit into *width* cells whole."""
    line = " " * _MARGIN
    for column, cells in placed:
        label = fit(column.label, cells, right=column.right)
        if cell_len(line + label.rstrip()) > width:
            break
        line += label + " "
    return fit(line, width)
