"""Verbs of people's own calendars: busy times taken in and forgotten, a feed of what is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar

from core import busy, slots, standing
from core.commands.base import Command, Kind, arg, command
from core.commands.parts import person
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.busy import BusyCalendar
from core.model.meeting import Meeting
from core.model.organisation import Person
from core.model.request import Request
from core.model.series import Series
from core.model.work import Task, TaskState
from core.permissions import Standing
from core.replies import mailbox
from core.slots import Busy

if TYPE_CHECKING:
    from core.ports import UnitOfWork

BACK = timedelta(days=30)
"""How far a feed reaches back where nobody says: what was held lately is still looked for."""

_OWN_UID = "@liaison"  # how those end that this product makes


@command
class OfCalendar(Command):
    """A command about a person's calendars: their own, or a coordinator's for them."""

    person: str = arg(N_("Person"), Kind.PERSON, default="")

    @property
    def about(self) -> str:
        return self.person

    def subject(self, uow: UnitOfWork) -> Person:
        return person(uow, self.person or uow.actor.login)

    def standings(self, uow: UnitOfWork, subject: Person) -> frozenset[Standing]:
        return standing.of_person(uow.actor, subject)

    def refuse(self, standings: frozenset[Standing]) -> None:
        super().refuse(frozenset({Standing.OWN}))  # people are visible to all: it is no secret


@command
class ImportCalendar(OfCalendar):
    """Take in when a person is busy from a calendar they exported; only times are kept (R5.4).

    Read for 400 days ahead. The same name again takes the place of what it held before. What the
    person declined, and meetings of this desk, are none of it.
    """

    verb: ClassVar[str] = "calendar import"
    label: ClassVar[Message] = N_("Take in busy times")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "C"}

    source: str = arg(N_("Name of the calendar"), limit=80, example=N_("outlook"))
    entries: tuple[busy.Entry, ...] = ()

    def run(self, uow: UnitOfWork, subject: Person) -> BusyCalendar:
        if not self.source:
            raise RuleViolation(N_("Give the calendar a name."), "source", N_("outlook"))
        since, until = uow.now, uow.now + busy.AHEAD
        others = (entry for entry in self.entries if not _is_ours(uow, entry.uid))
        times = busy.within(busy.of_person(others, mailbox(subject.email)), since, until)
        if len(times) > busy.MOST:
            raise RuleViolation(
                N_("It holds more than {most} times. Export fewer months.", most=busy.MOST),
                "source",
            )
        made = BusyCalendar(
            person=subject.login, source=self.source, times=len(times), since=since, until=until,
            by=uow.actor.login, at=uow.now,
        )  # fmt: skip
        known = uow.find(BusyCalendar, person=subject.login, source=self.source)
        kept = (
            uow.save(replace(made, id=known[0].id, version=known[0].version))
            if known
            else uow.add(made)
        )
        uow.keep_busy(kept, times)
        return kept


def _is_ours(uow: UnitOfWork, uid: str) -> bool:
    """Whether it is a meeting of this desk, which counts by itself and may have moved since."""
    if not uid.endswith(_OWN_UID):
        return False
    return bool(uow.find(Meeting, uid=uid) or uow.find(Series, uid=uid))


@command
class ForgetCalendar(OfCalendar):
    """Forget a calendar that was taken in; nothing of its times is left (R5.4)."""

    verb: ClassVar[str] = "calendar forget"
    label: ClassVar[Message] = N_("Forget a calendar")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "X"}

    source: str = arg(N_("Name of the calendar"), limit=80, example=N_("outlook"))

    def run(self, uow: UnitOfWork, subject: Person) -> BusyCalendar:
        known = uow.find(BusyCalendar, person=subject.login, void=False)
        for calendar in known:
            if calendar.source == self.source:
                uow.keep_busy(calendar, ())
                return uow.save(replace(calendar, void=True, times=0))
        names = ", ".join(calendar.source for calendar in known)
        raise RuleViolation(
            N_("No calendar called {source} was taken in.", source=self.source),
            "source",
            N_("One of: {choices}", choices=names) if names else None,
        )


@dataclass(frozen=True, kw_only=True)
class OwnTimes:
    """The calendars of a person that count, and when they are busy by them."""

    calendars: tuple[BusyCalendar, ...]
    times: tuple[Busy, ...]


@command
class ListBusy(OfCalendar):
    """Show which calendars of a person were taken in when, and the times they hold (R5.4)."""

    verb: ClassVar[str] = "calendar busy"
    label: ClassVar[Message] = N_("Busy times of calendars")

    def run(self, uow: UnitOfWork, subject: Person) -> OwnTimes:
        calendars = uow.find(BusyCalendar, person=subject.login, void=False)
        times = uow.busy([subject.login], uow.now, uow.now + busy.AHEAD)
        return OwnTimes(calendars=tuple(calendars), times=tuple(times))


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What belongs into a person's calendar: their meetings, series with meetings, and tasks.

    ``people`` are those who organise or present, by login, ``titles`` those of requests.
    """

    person: Person
    meetings: tuple[Meeting, ...]
    series: tuple[tuple[Series, tuple[Meeting, ...]], ...]
    tasks: tuple[Task, ...]
    people: Mapping[str, Person]
    titles: Mapping[str, str]


@command
class WriteFeed(OfCalendar):
    """Gather a person's meetings and tasks for calendar programs to subscribe to (R14.1).

    From 30 days back on unless a day is named. What they declined is left out; a single meeting
    that was called off is shown so.
    """

    verb: ClassVar[str] = "calendar feed"
    label: ClassVar[Message] = N_("Calendar feed")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "F"}

    since: date | None = arg(N_("First day"), Kind.DATE, default=None, example=N_("2026-11-20"))
    until: date | None = arg(N_("Last day"), Kind.DATE, default=None, example=N_("+12w"))

    def run(self, uow: UnitOfWork, subject: Person) -> Feed:
        since, until = self._window(uow)
        login = subject.login
        every = uow.involving(Meeting, login)
        single = [m for m in every if not m.series and login in slots.coming(m)]
        meetings = [m for m in single if _meets(m, since, until)]
        series = list(_series(uow, login, every, since, until))
        tasks = [t for t in uow.find(Task, owner=login) if _is_due(uow, t, since, until)]
        numbers = {m.request for m in meetings} | {t.request for t in tasks}
        numbers |= {made.request for made, _ in series}
        return Feed(
            person=subject,
            meetings=tuple(sorted(meetings, key=lambda one: (one.start, one.number))),
            series=tuple(series),
            tasks=tuple(sorted(tasks, key=lambda one: (one.finish, one.number))),
            people={one.login: one for one in uow.find(Person)},
            titles={n: uow.get(Request, n).title for n in sorted(numbers) if n},
        )

    def _window(self, uow: UnitOfWork) -> tuple[datetime, datetime | None]:
        """The first moment and, where a last day is named, the one behind the last (UTC)."""
        if self.since and self.until and self.until < self.since:
            raise RuleViolation(N_("The last day is before the first."), "until", N_("+12w"))
        first = self.since or uow.worktime.day(uow.now - BACK)
        behind = uow.worktime.at(self.until + timedelta(days=1), time()) if self.until else None
        return uow.worktime.at(first, time()), behind


def _meets(meeting: Meeting, since: datetime, until: datetime | None) -> bool:
    return since < meeting.end and (until is None or meeting.start < until)


def _series(
    uow: UnitOfWork, login: str, every: Iterable[Meeting], since: datetime, until: datetime | None
) -> Iterable[tuple[Series, tuple[Meeting, ...]]]:
    """The series with a start in the window, each with all its meetings that were made."""
    from core.series import rule_of

    involving = {made.number for made in uow.involving(Series, login)}
    involving |= {m.series for m in every if m.series}
    for number in sorted(involving):
        made = uow.get(Series, number)
        starts = [start for start in rule_of(made).starts() if start + made.length > since]
        meetings = tuple(uow.find(Meeting, series=number))
        moved = any(_meets(m, since, until) for m in meetings)
        if moved or any(until is None or start < until for start in starts):
            yield made, meetings


def _is_due(uow: UnitOfWork, task: Task, since: datetime, until: datetime | None) -> bool:
    """Whether a task falls into the window; one that is not accepted yet is never too old."""
    due = uow.worktime.at(task.finish, uow.worktime.closes)
    if until and uow.worktime.at(task.start, uow.worktime.opens) >= until:
        return False
    return task.state is not TaskState.ACCEPTED or max(due, task.accepted_at or due) > since
