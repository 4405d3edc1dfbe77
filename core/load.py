"""How busy a department is, as a coordinator sees it before dispatching (R1.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

HORIZON = 366  # days: further ahead no plan says anything


class Span(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last


def next_free_day(
    tasks: Iterable[Span], away: Iterable[Span], today: date, works: Callable[[date], bool]
) -> date | None:
    """The first working day from today on that is free; None if there is none within a year.

    A day is free when no open task of the department is under way or due on it and its liaison is
    not absent. A task past its finish is still owed, so it takes up today.
    """
    taken = [span if span.last >= today else Span(today, today) for span in tasks]
    taken += away
    for ahead in range(HORIZON):
        day = today + timedelta(days=ahead)
        if works(day) and not any(span.covers(day) for span in taken):
            return day
    return None
