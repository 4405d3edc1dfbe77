"""Calendars of their own that people let count as busy times (R5.4)."""

from __future__ import annotations

from datetime import datetime

from core.model.record import Record, record


@record
class BusyCalendar(Record):
    """What was read of a calendar of ``person`` under the name ``source``.

    Its times lie between ``since`` and ``until`` (UTC) and are kept beside it, so that the trail
    has but how many: ``times``. ``by`` took it in at ``at``; a forgotten one is ``void``.
    """

    id: int = 0
    version: int = 0
    person: str
    source: str
    times: int
    since: datetime
    until: datetime
    by: str
    at: datetime
    void: bool = False

    @property
    def about(self) -> str:
        """Whom it concerns, for the trail."""
        return self.person
