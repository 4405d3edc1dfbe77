"""What the command line prints: one JSON document, a table, lines; refusals on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from core.errors import Refusal
from core.text import HIDDEN, safe
from tui.i18n import _, say

STATUSES = {
    "rule": 1,
    "refused": 1,
    "usage": 2,
    "permission": 3,
    "missing": 4,
    "changed": 5,
    "database": 6,
}


class Table(NamedTuple):
    """Headings, which only a person on a terminal needs, and rows of texts."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def write(text: str) -> None:
    """One line on standard output; the text must be safe already."""
    sys.stdout.write(f"{text}\n")


def document(data: Any) -> None:
    """One JSON document, of which nothing can act on a terminal (I1)."""
    write(as_json(data, 2 if sys.stdout.isatty() else None))


def as_json(data: Any, indent: int | None = None) -> str:
    """JSON with Chinese as it is; what could act or hide is written as its code."""
    import json

    text = json.dumps(data, ensure_ascii=False, indent=indent, default=str)
    if text.isprintable():
        return text
    return "\n".join(HIDDEN.sub(_code, line) for line in text.split("\n"))


def _code(found: Any) -> str:
    pairs = found[0].encode("utf-16-be", "surrogatepass")
    units = (pairs[place : place + 2].hex() for place in range(0, len(pairs), 2))
    return "".join(f"\\u{unit}" for unit in units)


def complain(text: str) -> None:
    """One line on standard error; where nobody can hear it, the exit status still tells."""
    with suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def table(found: Table) -> None:
    """A Rich table on a terminal; elsewhere a line a row, cells with tabs between."""
    if sys.stdout.isatty():
        _draw(found) if found.rows else write(_("There is nothing to show."))
        return
    for row in found.rows:
        write("\t".join(safe(cell) for cell in row))


def _draw(found: Table) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(box=SIMPLE_HEAD, pad_edge=False)
    for heading in found.headings:
        drawn.add_column(Text(heading), overflow="fold")
    for row in found.rows:
        drawn.add_row(*(Text(safe(cell), overflow="fold") for cell in row))
    Console(markup=False, highlight=False, emoji=False).print(drawn)


def pairs(found: Iterable[tuple[str, str]]) -> None:
    """Names with their values; the lines of a long value stand under its name."""
    terminal = sys.stdout.isatty()
    for name, value in found:
        first, *more = value.split("\n") or [""]
        if not terminal:
            write(f"{safe(name)}\t{safe(value)}")
        elif more:
            write("\n".join([f"{safe(name)}:", *(f"  {safe(line)}" for line in (first, *more))]))
        else:
            write(f"{safe(name)}: {safe(first)}")


def refusal(error: Refusal, as_document: bool) -> int:
    """Say on standard error why nothing was done; the exit status that means it."""
    text = as_json({"error": described(error)}) if as_document else sentences(error)
    complain(text)
    return STATUSES[error.kind]


def described(error: Refusal) -> dict[str, Any]:
    """A refusal as data: kind, message, field, hint, and all problems where there are several."""
    plain: dict[str, Any] = {"kind": error.kind, **problem(error)}
    if several := problems_of(error):
        plain["problems"] = [problem(one) for one in several]
    return plain


def problem(error: Refusal) -> dict[str, str]:
    """What is wrong with one field."""
    hint = say(error.hint) if error.hint else ""
    return {"message": say(error.message), "field": error.field, "hint": hint}


def problems_of(error: Refusal) -> Sequence[Refusal]:
    """The refusals field by field, where one error holds several."""
    return getattr(error, "problems", ())


def sentences(error: Refusal) -> str:
    """The refusal for a person: a sentence, and a line with an example or what to do."""
    several = problems_of(error) or (error,)
    lines = []
    for one in several:
        field = f"{one.field}: " if one.field and len(several) > 1 else ""
        lines.append(field + say(one.message))
        if one.hint:
            lines.append(("  " if field else "") + say(one.hint))
    return safe("\n".join(lines), lines=True)
