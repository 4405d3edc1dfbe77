"""The minutes of a meeting: drafted, confirmed by the departments, frozen (R5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MinutesState(StrEnum):
    """Where the minutes stand; frozen ones are never edited."""

    DRAFT = "draft"
    CONFIRMING = "confirming"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A department's answer; a ``correction`` stands beside the text, which stays as it was."""

    department: str
    by: str
    at: datetime
    correction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """What was corrected after the minutes were frozen."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
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
