"""Who owes a progress update: one by 17:00 of each working day, no long silence (R7.1, R7.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from core.model.work import TaskState
from core.policy import UPDATE_HOUR

if TYPE_CHECKING:
    from core.policy import Policy
    from core.views.work import TaskRow
    from core.worktime import WorkTime

ONE_DAY = timedelta(days=1)
MIDNIGHT = time()


class Owing(NamedTuple):
    """Whoever was at work on *day*, the last one whose updates are due, and not heard *since*."""

    day: date
    since: datetime

    @classmethod
    def at(cls, now: datetime, worktime: WorkTime, policy: Policy) -> Owing:
        """What is owed at *now*.

        An update counts if it came after that day's start of business, and within the limit of
        silence, into which days off do not count.
        """
        day = worktime.day(now)
        if not worktime.works(day) or now < worktime.at(day, UPDATE_HOUR):
            day = worktime.previous_working_day(day)
        silent = _ago(now, policy.elapsed("update_silence"), worktime)
        return cls(day, max(worktime.at(day, worktime.opens), silent))

    def owes(self, task: TaskRow) -> bool:
        """Whether a task has begun, is not done, and has not been heard of."""
        if task.state not in (TaskState.NOT_STARTED, TaskState.IN_PROGRESS):
            return False
        has_begun = task.start <= self.day or task.state == TaskState.IN_PROGRESS
        return has_begun and (task.updated_at is None or task.updated_at < self.since)


def _ago(now: datetime, span: timedelta, worktime: WorkTime) -> datetime:
    """The moment since which *span* has passed on working days."""
    day, end = worktime.day(now), now
    while True:
        begin = worktime.at(day, MIDNIGHT)
        if worktime.works(day):
            if end - begin >= span:
                return end - span
            span -= end - begin
        day, end = day - ONE_DAY, begin
