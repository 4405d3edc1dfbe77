"""Days that are counted by a forecast, for their year's days off are not announced yet (R4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from core.messages import N_, Message
from core.worktime import WorkTime

# The days a record is planned by, besides the clocks that run for it.
_OWN = {"request": ("expected",), "task": ("start", "finish"), "meeting": ("start",)}
_OWN |= {"team": ("until",)}
_LINES = {"request": ("details", "by"), "series": ("meetings", "start")}


def years(days: Iterable[date], worktime: WorkTime, now: datetime) -> list[int]:
    """The years, from the present one on, of those *days* that are counted by a forecast."""
    this = worktime.day(now).year
    found = sorted({day.year for day in days if day.year >= this})
    return [year for year in found if not worktime.workdays.announced(year)]


def sentence(unannounced: Iterable[int]) -> Message | None:
    """What to know of a date in these years; None where there are none."""
    said = ", ".join(map(str, unannounced))
    if not said:
        return None
    return N_(
        "The days off of {year} are not announced yet: counted without make-up days.", year=said
    )


def days_in(value: object, worktime: WorkTime) -> Iterator[date]:
    """Every day that is named anywhere in what was typed."""
    if isinstance(value, datetime):
        yield worktime.day(value)
    elif isinstance(value, date):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from days_in(one, worktime)
    elif is_dataclass(value):
        for field in fields(value):
            yield from days_in(getattr(value, field.name), worktime)


def of_document(
    kind: str, document: Mapping[str, Any], worktime: WorkTime, now: datetime
) -> dict[str, list[int]]:
    """The field of a record's document: the years its clocks and its own days fall into."""
    plain = [document[name] for name in _OWN.get(kind, ())]
    if kind in _LINES:
        lines, name = _LINES[kind]
        plain += [line[name] for line in document[lines]]
    clocks = document.get("deadlines", ())
    plain += [clock["due_at"] for clock in clocks if not clock["done_at"]]
    days = (_day(text, worktime) for text in plain if text)
    return {"unannounced_years": years(days, worktime, now)}


def _day(text: str, worktime: WorkTime) -> date:
    return worktime.day(datetime.fromisoformat(text)) if "T" in text else date.fromisoformat(text)
