"""Tables that go out as CSV: text that a spreadsheet does not take for a formula (I6)."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

# What a spreadsheet takes for the begin of a formula, be it behind blanks or full-width.
_ACTS = re.compile(r"'*[\s\u3000]*[=+\-@＝＋－＠\t\r\n]")


def guarded(text: str) -> str:
    """*text* with an apostrophe before it, where a spreadsheet would calculate it (I6)."""
    return f"'{text}" if _ACTS.match(text) and text.strip() else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that :func:`guarded`, or a person, put before it."""
    return text[1:] if text.startswith("'") and _ACTS.match(text) else text


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Lines of CSV: every cell in quotation marks and none of them a formula."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()


def as_text(field: str, value: Any) -> str:
    """A value of JSON as a person would type it into a cell; what is of no shape stays JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ("; " if field == "details" else ", ").join(value)
    if field == "details" and isinstance(value, list) and all(map(_is_detail, value)):
        return "; ".join(map(_detail, value))
    return json.dumps(value, ensure_ascii=False)


def _is_detail(item: Any) -> bool:
    return isinstance(item, dict) and {"department", "what"} <= item.keys()


def _detail(item: dict[str, Any]) -> str:
    by = f" @ {item['by']}" if item.get("by") else ""
    return f"{item['department']}: {item['what']}{by}"


def as_xlsx(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of texts, none of which a spreadsheet takes for a formula or turns into a day."""
    # Late: it costs 70 ms, and most sessions write no workbook.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    for number, cells in enumerate([headings, *rows], 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = text or None, "s"
            cell.number_format = "@"
            cell.font = Font(bold=number == 1)
    for column in sheet.columns:
        widest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(max(widest * 1.6, 12), 60)
    sheet.freeze_panes = "A2"
    data = BytesIO()
    book.save(data)
    return data.getvalue()
