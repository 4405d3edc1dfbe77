"""When the meetings of a series are held: pure rules over wall clocks (R5.1, R14.1, C2)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count as counting
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.errors import BadInput, RuleViolation
from core.messages import N_, Message
from core.model.series import MonthlyOn, Repeat
from core.worktime import exists

if TYPE_CHECKING:
    from core.model.meeting import Attendee, Meeting, Participation
    from core.model.series import Series

AHEAD = timedelta(weeks=8)
"""How far ahead the occurrences of a series are made into meetings of their own."""

MOST = 260
"""No series has more occurrences: five years of weeks."""

USUALLY = {Repeat.WEEKLY: 26, Repeat.MONTHLY: 12}
"""How many there are where nobody says when it ends: a series is always bounded."""

RULE = ("repeat", "monthly_on", "count", "until", "start", "zone")
"""The fields of a series that are its rule."""

TEMPLATE = ("title", "place", "url", "blocks", "attendees", "materials", "overlong_reason")
"""The fields that a meeting of a series has of it until it gets something of its own."""

_LAST_WEEK = 5
SURE_DAY = 28
"""Every month has this day."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A first wall-clock time in a zone, how it comes again, and ``count`` or ``until``.

    ``until`` is the last day in ``zone``, itself included.
    """

    first: datetime
    zone: ZoneInfo
    repeat: Repeat
    monthly_on: MonthlyOn = MonthlyOn.WEEKDAY
    count: int | None = None
    until: date | None = None

    @property
    def week(self) -> int:
        """Which of its weekdays in the month the first one is: 1 to 4, or -1 for a fifth."""
        week = (self.first.day - 1) // 7 + 1
        return -1 if week == _LAST_WEEK else week

    @property
    def on_last_day(self) -> bool:
        """Whether it begins on a month's last day that not every month has, and so means that."""
        last = monthrange(self.first.year, self.first.month)[1]
        return self.monthly_on is MonthlyOn.DAY and SURE_DAY < self.first.day == last

    def days(self) -> Iterator[date]:
        """Its days in order, bounded."""
        days = self._weekly() if self.repeat is Repeat.WEEKLY else self._monthly()
        for day in islice(days, MOST if self.count is None else self.count):
            if self.until is not None and day > self.until:
                return
            yield day

    def walls(self) -> Iterator[datetime]:
        """Its wall-clock times in order, naive."""
        clock = self.first.time()
        return (datetime.combine(day, clock) for day in self.days())

    def starts(self) -> Iterator[datetime]:
        """Its moments in order, in UTC; a time shown twice means the first (C2)."""
        return (self.moment(wall) for wall in self.walls())

    def moment(self, wall: datetime) -> datetime:
        """The moment (UTC) at which clocks in the zone show this."""
        return wall.replace(tzinfo=self.zone, fold=0).astimezone(UTC)

    def _weekly(self) -> Iterator[date]:
        return (self.first.date() + timedelta(weeks=n) for n in counting())

    def _monthly(self) -> Iterator[date]:
        begin = self.first.year * 12 + self.first.month - 1
        for month in counting(begin):
            year, month = divmod(month, 12)
            yield self._in_month(year, month + 1)

    def _in_month(self, year: int, month: int) -> date:
        last = monthrange(year, month)[1]
        if self.monthly_on is MonthlyOn.DAY:
            return date(year, month, last if self.on_last_day else self.first.day)
        if self.week < 0:
            end = date(year, month, last)
            return end - timedelta(days=(end.weekday() - self.first.weekday()) % 7)
        begin = date(year, month, 1)
        ahead = (self.first.weekday() - begin.weekday()) % 7
        return begin + timedelta(days=ahead, weeks=self.week - 1)


def rule_of(series: Series) -> Rule:
    """The rule of a series as it is kept."""
    zone = ZoneInfo(series.zone)
    first = series.start.astimezone(zone).replace(tzinfo=None)
    return Rule(first, zone, series.repeat, series.monthly_on, series.count, series.until)


def of_plain(plain: Mapping[str, Any]) -> Rule:
    """The rule that a document of a series, or of one of its meetings, holds as data."""
    zone = ZoneInfo(plain["zone"])
    first = datetime.fromisoformat(plain["start"]).astimezone(zone).replace(tzinfo=None)
    until = date.fromisoformat(plain["until"]) if plain["until"] else None
    repeat, monthly_on = Repeat(plain["repeat"]), MonthlyOn(plain["monthly_on"])
    return Rule(first, zone, repeat, monthly_on, plain["count"], until)


def differs(meeting: Meeting, made: Series, name: str) -> bool:
    """Whether a meeting has something of its own in a field of the template; answers are not."""
    own, usual = getattr(meeting, name), getattr(made, name)
    return _parts(own) != _parts(usual) if name == "attendees" else bool(own != usual)


def _parts(attendees: tuple[Attendee, ...]) -> list[tuple[str, str]]:
    return [(a.person, a.role.value) for a in attendees]


def is_exception(meeting: Meeting, made: Series) -> bool:
    """Whether calendars must be told of a meeting apart from its series (RFC 5545 3.8.4.4)."""
    told = [name for name in TEMPLATE if name != "overlong_reason"]
    own = any(differs(meeting, made, name) for name in told)
    # What people answered to one that was held is of no use to a calendar any more.
    answered = meeting.finished_at is None and meeting.attendees != made.attendees
    return own or answered or meeting.start != meeting.recurrence


def with_answers(made: Series, meetings: Iterable[Meeting]) -> Series:
    """The series with the answers that hold for every one of *meetings*, as a whole is answered."""
    said: dict[str, set[Participation]] = {}
    for meeting in meetings:
        for attendee in meeting.attendees:
            said.setdefault(attendee.person, set()).add(attendee.partstat)
    shared = {person: answers.pop() for person, answers in said.items() if len(answers) == 1}
    return replace(
        made,
        attendees=tuple(
            replace(a, partstat=shared.get(a.person, a.partstat)) for a in made.attendees
        ),
    )


def check(rule: Rule, start: datetime) -> None:
    """Refuse a rule without a bound of its own, or with a time that clocks leave out or repeat.

    *start* is the moment the first wall-clock time was made from.
    """
    _check_bounds(rule)
    if rule.moment(rule.first) != start:
        raise RuleViolation(
            N_(
                "Clocks in {zone} show {time} twice on {day}. Choose another time for a series.",
                zone=rule.zone.key,
                time=f"{rule.first:%H:%M}",
                day=rule.first.date().isoformat(),
            ),
            "start",
        )
    for wall in rule.walls():
        if not exists(wall, rule.zone):
            raise RuleViolation(
                N_(
                    "There is no {time} on {day} in {zone}: the clocks are put forward over it. "
                    "Choose another time for the series, or let it end before.",
                    time=f"{wall:%H:%M}",
                    day=wall.date().isoformat(),
                    zone=rule.zone.key,
                ),
                "start",
            )


def _check_bounds(rule: Rule) -> None:
    is_monthly = rule.repeat is Repeat.MONTHLY and rule.monthly_on is MonthlyOn.DAY
    if is_monthly and rule.first.day > SURE_DAY and not rule.on_last_day:
        raise RuleViolation(
            N_("Not every month has a day {day}. Begin on the last day of a month, on the 28th or "
               "before, or count by weekday.", day=rule.first.day),
            "monthly_on",
            N_("weekday"),
        )  # fmt: skip
    if rule.count is not None and rule.until is not None:
        raise BadInput(
            N_("Say how many there are or until when, not both."), "until", N_("count 12")
        )
    if rule.count is not None and not 1 <= rule.count <= MOST:
        raise RuleViolation(
            N_("A series has from 1 to {most} meetings, not {count}.", most=MOST, count=rule.count),
            "count",
            N_("12"),
        )
    if rule.until is None:
        return
    if rule.until < rule.first.date():
        raise RuleViolation(
            N_("The series would end before it begins, on {day}.", day=rule.until.isoformat()),
            "until",
            N_("A day after the start, such as +12w"),
        )
    if sum(1 for _ in rule.days()) == MOST:
        raise RuleViolation(
            N_("Until then there would be more than {most} meetings.", most=MOST - 1), "until"
        )


def ahead(rule: Rule, now: datetime, known: frozenset[datetime]) -> list[datetime]:
    """The starts that are due to be made: all within ``AHEAD``, and always one to come.

    *known* are those that were made already; nothing that was over before is made.
    """
    due, has_next = [], False
    for start in rule.starts():
        if start <= now:
            continue
        if start > now + AHEAD and has_next:
            break
        has_next = True
        if start not in known:
            due.append(start)
    return due


_WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    N_("Sunday"),
)  # fmt: skip


def said(rule: Rule) -> Message:
    """The rule in words, for people."""
    weekday, clock = _WEEKDAYS[rule.first.weekday()], f"{rule.first:%H:%M}"
    if rule.repeat is Repeat.WEEKLY:
        text = N_("every {weekday} at {time}", weekday=weekday, time=clock)
    elif rule.on_last_day:
        text = N_("on the last day of each month at {time}", time=clock)
    elif rule.monthly_on is MonthlyOn.DAY:
        text = N_("on day {day} of each month at {time}", day=rule.first.day, time=clock)
    elif rule.week < 0:
        text = N_("on the last {weekday} of each month at {time}", weekday=weekday, time=clock)
    else:
        text = N_("on {weekday} no. {week} of each month at {time}",
                  weekday=weekday, week=rule.week, time=clock)  # fmt: skip
    if rule.until is not None:
        return N_("{rule}, until {day}", rule=text, day=rule.until.isoformat())
    return N_("{rule}, {count} times", rule=text, count=rule.count or 0)
