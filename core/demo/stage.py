"""What the stories of the demo stand on: their days, their people, their language, their turns."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from heapq import heappop, heappush
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from core.commands.base import Command
from core.model.request import Detail, Priority, RequestType, ResourceWish

if TYPE_CHECKING:
    from core.worktime import WorkTime

T = TypeVar("T")
Pair = tuple[str, str]  # the same thing said in Chinese and in English
Step = tuple[datetime, str, Command]
Told = Generator[Step, Any, T]  # yields who does what when, is sent what came of it
Story = Told[Any]
Do = Callable[[str, datetime, Command], Any]

NOTHING: Pair = ("", "")
MONTHS = "January February March April May June July August September October November December"


class Wanted(NamedTuple):
    """What a resource application asks for; days are working days from today, or unsaid."""

    name: Pair
    owner: str
    quantity: int
    start: int | None
    end: int | None
    purpose: Pair
    confidentiality: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A request's form in both languages; lines are *department, what, by* (working days)."""

    kind: RequestType
    origin: str
    title: Pair
    why: Pair = NOTHING
    lines: tuple[tuple[str, Pair, int | None], ...] = ()
    expected: int | None = None
    priority: Priority = Priority.MEDIUM
    urgent: bool = False
    other: Pair = NOTHING
    files: tuple[Pair, ...] = ()
    resource: Wanted | None = None


class Stage:
    """The demo's now, seen from which every day and moment is reckoned."""

    def __init__(
        self,
        now: datetime,
        worktime: WorkTime,
        language: str,
        logins: dict[str, str],
        posts: dict[str, tuple[str, ...]],
    ) -> None:
        self.now = now.replace(second=0, microsecond=0)
        self.worktime = worktime
        self.chinese = language.startswith("zh")
        self.logins = logins
        self.posts = posts
        self._days = {0: worktime.day(now)}

    def t(self, chinese: str, english: str) -> str:
        """The words in the language of the demo."""
        return chinese if self.chinese else english

    def who(self, name: str) -> str:
        """The login of one of the people."""
        return self.logins[name]

    def head(self, code: str) -> str:
        """The login of a department's head."""
        return self.who(self.posts[code][0])

    def liaison(self, code: str) -> str:
        """The login of a department's primary liaison."""
        return self.who(self.posts[code][1])

    def day(self, n: int) -> date:
        """The nth working day after today, before it for a negative n; 0 is today, free or not."""
        if n not in self._days:
            nearer = self.day(n - 1 if n > 0 else n + 1)
            step = self.worktime.next_working_day if n > 0 else self.worktime.previous_working_day
            self._days[n] = step(nearer)
        return self._days[n]

    def on(self, n: int) -> str:
        """That day as one writes it into a sentence."""
        day = self.day(n)
        return self.t(f"{day.month}月{day.day}日", f"{day.day} {MONTHS.split()[day.month - 1]}")

    def at(self, n: int, clock: str) -> datetime:
        """The moment at which clocks show *clock* on that day."""
        return self.worktime.at(self.day(n), time.fromisoformat(clock))

    def ago(self, hours: int = 0, minutes: int = 0) -> datetime:
        """A moment so long before now, whatever day that was."""
        return self.now - timedelta(hours=hours, minutes=minutes)

    def lately(self, minutes: int = 0) -> datetime:
        """So long before updates were last filed: less than a day ago if today is worked."""
        return self._last_filing - timedelta(minutes=minutes)

    @cached_property
    def _last_filing(self) -> datetime:
        at_work = self.worktime.works(self.day(0))
        moments = [self.at(-1, "16:40")]
        if at_work:
            moments += [self.at(0, "09:40"), self.at(0, "16:40")]
        last = max(moment for moment in moments if moment <= self.now)
        silent_too_long = at_work and self.now - last > timedelta(hours=20)
        return self.ago(hours=2) if silent_too_long else last

    def form(self, wish: Wish) -> dict[str, Any]:
        """The fields of a request command; what the wish leaves open is left out."""
        departments = dict.fromkeys(code for code, _, _ in wish.lines if code != wish.origin)
        fields = {
            "type": wish.kind,
            "title": self.t(*wish.title),
            "background": self.t(*wish.why),
            "originating_department": wish.origin,
            "involved_departments": tuple(departments),
            "other_department": self.t(*wish.other),
            "details": tuple(
                Detail(department=code, what=self.t(*what), by=self._by(n))
                for code, what, n in wish.lines
            ),
            "expected": self._by(wish.expected),
            "priority": wish.priority,
            "urgent": wish.urgent or None,
            "attachments": tuple(self.t(*name) for name in wish.files),
            "resource": self._resource(wish.resource),
        }
        return {name: value for name, value in fields.items() if value not in ("", (), None)}

    def _by(self, n: int | None) -> date | None:
        return None if n is None else self.day(n)

    def _resource(self, wanted: Wanted | None) -> ResourceWish | None:
        if not wanted:
            return None
        return ResourceWish(
            name=self.t(*wanted.name),
            owner_department=wanted.owner,
            quantity=wanted.quantity,
            start=self._by(wanted.start),
            end=self._by(wanted.end),
            purpose=self.t(*wanted.purpose),
            confidentiality=self.t(*wanted.confidentiality),
        )


def in_order(steps: Iterable[Step]) -> Story:
    """Steps that were written down by subject, in order of time."""
    # What came of a step cannot be sent into a list, so this is no "yield from".
    for step in sorted(steps, key=itemgetter(0)):  # noqa: UP028
        yield step


def tell(stories: Sequence[Story], do: Do) -> None:
    """Carry out the steps of all stories in one order of time.

    Within a story the order is its own: a step that would come before the last one comes with it.
    """
    turns: list[tuple[datetime, int, Step]] = []
    for place, story in enumerate(stories):
        step = next(story)
        heappush(turns, (step[0], place, step))
    while turns:
        at, place, (_, login, command) = heappop(turns)
        result = do(login, at, command)
        try:
            step = stories[place].send(result)
        except StopIteration:
            continue
        heappush(turns, (max(at, step[0]), place, step))
