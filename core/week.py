"""Weeks as people number them: ISO 8601, Monday to Sunday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import BadInput
from core.messages import N_

EARLIEST, LATEST = 2000, 2999


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """Week *number* of the ISO year; BadInput for one that no such year has.

    Years go from 2000 to 2999, so that the days and moments around a week can be reckoned.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not EARLIEST <= self.year <= LATEST or not 1 <= self.number <= _weeks_in(self.year):
            raise BadInput(
                N_("There is no week {week}.", week=str(self)), "week", N_("For example: 2026-W47")
            )

    @classmethod
    def parse(cls, text: str) -> Week:
        """The week called ``2026-W47``; BadInput for any other writing."""
        found = re.fullmatch(r"([0-9]{4})-[Ww]([0-9]{2})", text.strip())
        if not found:
            raise BadInput(
                N_('A week is written with its year, not "{text}".', text=text[:40]),
                "week",
                N_("For example: 2026-W47"),
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Week:
        """The week of a day; the days around New Year may belong to the other year's."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return date.fromisocalendar(self.year, self.number, 7)

    def step(self, n: int) -> Week:
        """The week *n* weeks later, or earlier for a negative n."""
        return Week.of(self.first + timedelta(weeks=n))

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


def _weeks_in(year: int) -> int:
    return date(year, 12, 28).isocalendar().week  # 28 December is always in the last one
