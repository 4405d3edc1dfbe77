"""People who work together across departments: project teams and standing groups (R1.4)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from core.model.record import Record, record


class TeamState(StrEnum):
    """Where a project team stands; it is closed with its request's filing at the latest."""

    ACTIVE = "active"
    CLOSED = "closed"


@record
class Team(Record):
    """The temporary team of one request with its charter: goal, division of work, time limit.

    ``leader`` and ``members`` are logins, ``until`` the last day.
    """

    id: int = 0
    version: int = 0
    number: str
    request: str
    leader: str
    members: tuple[str, ...]
    goal: str
    division: str = ""
    until: date
    state: TeamState = TeamState.ACTIVE
    formed_by: str
    formed_at: datetime
    closed_at: datetime | None = None
    void: bool = False

    @property
    def people(self) -> tuple[str, ...]:
        """The leader and the members; nobody once the team was taken back."""
        return () if self.void else tuple(dict.fromkeys((self.leader, *self.members)))


@record
class Group(Record):
    """A standing group: people who meet on one topic every month; ``monthly`` says when.

    ``series`` is the number of the meetings made for it.
    """

    id: int = 0
    version: int = 0
    number: str
    name: str
    topic: str
    leader: str
    members: tuple[str, ...] = ()
    monthly: str = ""
    series: str = ""
    active: bool = True
    void: bool = False
