"""Lessons that fit a request being written: few enough to be judged one by one (core.lessons)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from core.actor import Actor
from core.lessons import Learned, fitting
from core.model.request import RequestType
from core.similar import Form, terms
from core.views.shared import LessonRow
from db import windows
from db.rows import bound

CANDIDATES = 200


def find(
    connection: Connection, actor: Actor, form: Form, day: Callable[[datetime], date]
) -> tuple[Learned, ...]:
    """Those that fit the form, with the requests that the actor may see."""
    sqlite = connection.dialect.name == "sqlite"
    plain = unicodedata.normalize("NFKC", form.title).casefold()
    values: dict[str, Any] = {"type": form.type.value, "title": plain}
    like = "LIKE" if sqlite else "ILIKE"
    # Terms are letters and figures alone, so none is a wildcard (I16).
    values |= {f"term{place}": f"%{term}%" for place, term in enumerate(terms(form.title))}
    shared = [f"l.text {like} :{name}" for name in values if name.startswith("term")]
    shared.append(
        "EXISTS (SELECT 1 FROM lesson_tag t WHERE t.lesson_id = l.id "  # noqa: S608
        f"AND {'instr' if sqlite else 'strpos'}(:title, t.name) > 0)"
    )
    hits = " + ".join(f"CASE WHEN {one} THEN 1 ELSE 0 END" for one in shared)
    rows = windows.source("lessons", actor, values)
    sql = (
        f"SELECT {windows.named('lessons').select} FROM {rows} "  # noqa: S608
        f"WHERE l.type = :type OR {' OR '.join(shared)} "
        f"ORDER BY {hits} DESC, l.id DESC LIMIT {CANDIDATES}"
    )
    readers = windows.readers(LessonRow)
    found = connection.execute(text(sql), bound(values, sqlite)).all()
    lines = (
        LessonRow(*(read(v) if read else v for read, v in zip(readers, line, strict=True)))
        for line in found
    )
    return fitting(form.title, form.type, [_learned(line, day) for line in lines])


def _learned(row: LessonRow, day: Callable[[datetime], date]) -> Learned:
    return Learned(
        row.key, row.text, tuple(row.tags), RequestType(row.type), day(row.at), row.request
    )
