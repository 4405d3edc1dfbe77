"""Between a driver's values and rows: what goes in as parameters, what comes out as a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from core.views import Page, Query
from db import windows


def bound(values: dict[str, Any], sqlite: bool) -> dict[str, Any]:
    """Parameters as the driver wants them: SQLite keeps days and moments as text in UTC."""
    reader = _as_text if sqlite else _askable
    return {name: reader(value) for name, value in values.items()}


def _askable(value: Any) -> Any:
    """Text without what is in no stored text and no engine can be asked for (D24)."""
    if isinstance(value, list):
        return [_askable(one) for one in value]
    if not isinstance(value, str) or value.isprintable():
        return value
    return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _as_text(value: Any) -> Any:
    value = _askable(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def to_page(query: Query, found: list[Any]) -> Page[Any]:
    """The rows a driver returned as a page, in ascending order whichever way they were read."""
    row = windows.row_type(query.view)
    width, more = len(row._fields), len(found) > query.limit
    kept = found[: query.limit]
    if query.back:
        kept.reverse()
    reading = windows.readers(row)
    rows = tuple(
        row(*(read(v) if read else v for read, v in zip(reading, line, strict=False)))
        for line in kept
    )
    return Page(rows, tuple(tuple(line[width:]) for line in kept), more)
