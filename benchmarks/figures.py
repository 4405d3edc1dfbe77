"""What is made of many starts: ratios, targets, one table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import NamedTuple

from rich.table import Table

from benchmarks.session import Figures

Pair = tuple[float, float]


class Kind(NamedTuple):
    """A figure of a start; ``target`` is the most the ratio may be, or the product's own value."""

    label: str
    unit: str
    value: Callable[[Figures], float]
    target: float | None = None
    absolute: bool = False


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


KINDS = (
    Kind("first frame", "ms", lambda f: f.first_frame * 1000, 1.15),
    Kind("usable queue", "ms", lambda f: f.usable * 1000, 1.4),
    Kind("key to paint", "ms", lambda f: median(f.keys) * 1000, 0.7),
    Kind("key to paint, p95", "ms", lambda f: p95(f.keys) * 1000),
    Kind("early key, worst", "ms", lambda f: max(f.early_keys) * 1000),
    Kind("bytes a key", "B", lambda f: fmean(f.bytes), 600, absolute=True),
    Kind("private memory", "MiB", lambda f: f.memory, 2.2),
)


class Row(NamedTuple):
    """One line of the table; ``met`` is None where nothing is aimed at.

    ``ratio`` is None beside something that the bare side has nothing of.
    """

    figure: str
    where: str
    unit: str
    bare: float
    product: float
    ratio: float | None
    target: str
    met: bool | None


def compare(kind: Kind, where: str, rounds: Sequence[tuple[Figures, Figures]]) -> Row:
    """One figure over all rounds of (bare, product)."""
    row = ratio(kind.label, where, kind.unit, [(kind.value(b), kind.value(p)) for b, p in rounds])
    return row if kind.target is None else judged(row, kind.target, absolute=kind.absolute)


def judged(row: Row, target: float, *, absolute: bool) -> Row:
    """The row with what is aimed at: the most its ratio may be, or the product's own value."""
    if absolute or row.ratio is None:
        return row._replace(target=f"{target:g} {row.unit}", met=row.product <= target)
    return row._replace(target=f"{target:g} x", met=row.ratio <= target)


def ratio(figure: str, where: str, unit: str, pairs: Sequence[Pair]) -> Row:
    """The median of the rounds' ratios, which a machine that slows down meanwhile leaves alone."""
    bare, product = (median(side) for side in zip(*pairs, strict=True))
    ratios = [product / bare for bare, product in pairs]
    return Row(figure, where, unit, bare, product, median(ratios), "", None)


def table(rows: Sequence[Row], baseline: str, title: str) -> Table:
    """The rows as they are printed."""
    shown = Table(title=title, title_justify="left")
    for name in ("figure", "where"):
        shown.add_column(name, no_wrap=True)
    for name in ("unit", baseline, "liaison", "ratio", "target", ""):
        shown.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        verdict = {True: "met", False: "MISSED", None: ""}[row.met]
        times = "" if row.ratio is None else f"{row.ratio:.2f}"
        numbers = (f"{row.bare:.1f}", f"{row.product:.1f}", times)
        shown.add_row(row.figure, row.where, row.unit, *numbers, row.target, verdict)
    return shown
