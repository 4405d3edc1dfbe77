"""The minutes of a meeting: drafted, confirmed by the departments, frozen (R5.6)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from core.model.record import Record, record


class MinutesState(StrEnum):
    """Where the minutes stand; frozen ones are never edited."""

    DRAFT = "draft"
    CONFIRMING = "confirming"
    FROZEN = "frozen"


@record
class Confirmation(Record):
    """A department's answer; a ``correction`` stands beside the text, which stays as it was."""

    department: str
    by: str
    at: datetime
    correction: str = ""


@record
class Addendum(Record):
    """What was corrected after the minutes were frozen."""

    by: str
    at: datetime
    text: str


@record
class Minutes(Record):
    """What is kept of a meeting; ``departments`` are those present, each of which confirms.

    ``makes_tasks`` says that the action items become tasks when the minutes are frozen; before a
    request is under way, its plan takes them up instead.
    """

    name: str
    text: str
    state: MinutesState = MinutesState.DRAFT
    written_by: str
    written_at: datetime
    sent_at: datetime | None = None
    frozen_at: datetime | None = None
    departments: tuple[str, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    makes_tasks: bool = False

    @property
    def waiting(self) -> tuple[str, ...]:
        """Departments that have not confirmed yet."""
        done = {confirmation.department for confirmation in self.confirmations}
        return tuple(code for code in self.departments if code not in done)
