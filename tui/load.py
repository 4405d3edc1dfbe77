"""The departments' load side by side, for whoever chooses the lead (R1.3)."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from core.text import safe
from core.views.people import DepartmentRow
from tui.commandline.listings import available
from tui.i18n import _

SHOWN = 10
GAP = "  "


def table(rows: Sequence[DepartmentRow], first: Sequence[str]) -> str:
    """Lines of aligned columns; those of *first* come first, then the least busy ones."""
    order = sorted(
        (row for row in rows if row.active),
        key=lambda row: (first.index(row.key) if row.key in first else len(first), row.open_tasks),
    )
    heads = (_("Dept"), _("Tasks"), _("Late"), _("To ack."), _("Free from"), _("Liaison"))
    lines = [heads, *(_cells(row) for row in order[:SHOWN])]
    widths = [max(cell_len(line[n]) for line in lines) for n in range(len(heads))]
    shown = [GAP.join(_padded(c, w, n) for n, (c, w) in enumerate(zip(line, widths, strict=True)))
             for line in lines]  # fmt: skip
    left = len(order) - SHOWN
    more = [_("… {count} more: F9 shows all departments", count=left)] if left > 0 else []
    return "\n".join([*(line.rstrip() for line in shown), *more])


def _cells(row: DepartmentRow) -> tuple[str, ...]:
    free = row.next_free_day.isoformat() if row.next_free_day else "–"
    who = row.primary or row.head
    return (
        safe(row.key), str(row.open_tasks), str(row.overdue_tasks), str(row.to_acknowledge), free,
        safe(f"{who} {available(row)}".strip()),
    )  # fmt: skip


def _padded(text: str, width: int, column: int) -> str:
    """Numbers stand to the right, words to the left."""
    blanks = " " * (width - cell_len(text))
    return blanks + text if column in (1, 2, 3) else text + blanks
