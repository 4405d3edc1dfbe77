"""A desk to test with: a calendar that never changes, a clock set by hand, six departments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from core.actor import Actor
from core.commands.base import Command
from core.commands.department import AddDepartment, EditDepartment, SetLiaison
from core.commands.person import AddPerson
from core.commands.request import SubmitRequest
from core.messages import Message, unpack
from core.model.desk import Deadline, Notice, TrailEntry
from core.model.request import Detail, RequestType
from core.policy import Policy
from core.views import Query
from core.worktime import WorkTime
from db import records
from db.desk import SqlDesk
from db.unit_of_work import House

E = TypeVar("E")
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = "2026-11-02 09:00"

# Code, name, head, primary liaison, second liaison, executor.
DEPARTMENTS = (
    ("MKT", "市场部", "zhang", "wang", "liu", "ma"),
    ("PRD", "产品部", "chen", "zhao", "", "qian"),
    ("SAL", "销售部", "sun", "li", "", "zhou"),
    ("LOG", "物流部", "wu", "zheng", "", "feng"),
    ("FIN", "财务部", "jiang", "shen", "", "han"),
    ("PMO", "项目管理办公室", "yang", "zhu", "", "qin"),
)
# Besides "root", who founds the desk and coordinates.
ORGANISATION = {"boss": ("management",), "audit": ("auditor",), "guest": ()}


@dataclass(frozen=True)
class Calendar:
    """Monday to Friday, but for two days off and the Saturday worked in return."""

    free: frozenset[date] = frozenset({date(2026, 11, 12), date(2026, 11, 13)})
    worked: frozenset[date] = frozenset({date(2026, 11, 7)})

    def is_working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.free)

    def announced(self, year: int) -> bool:
        return year <= 2026

    def occasion(self, day: date) -> None:
        return None


WORKTIME = WorkTime(zone=ZONE, workdays=Calendar())


def moment(text: str) -> datetime:
    """The instant at which clocks in Shanghai show *text*, such as ``2026-11-02 09:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def place_of(url: str) -> str:
    """What the product is told to open: a file's path, or the URL of a server."""
    return url.removeprefix("sqlite:///")


@dataclass
class Office:
    """A desk and the hands that work at it; ``now`` is the only clock there is."""

    desk: SqlDesk
    place: str
    now: datetime = field(default_factory=lambda: moment(MONDAY))

    def at(self, text: str) -> None:
        """Set the clock to this time in Shanghai."""
        self.now = moment(text)

    def wait(self, **span: float) -> None:
        """Let time pass: ``wait(hours=3)``."""
        self.now += timedelta(**span)

    def do(self, login: str, command: Command, at: str = "") -> Any:
        """Let a person give a command, now or at a time in Shanghai."""
        if at:
            self.at(at)
        with self.desk.begin(login, self.now) as uow:
            return command(uow)

    def actor(self, login: str) -> Actor:
        return self.desk.actor(login, now=self.now)

    def page(self, login: str, view: str, **more: Any) -> Any:
        return self.desk.page(self.actor(login), Query(view, **more), self.now)

    def keys(self, login: str, view: str, **filters: str) -> list[str]:
        """What a person sees in a list, by key, at most 500."""
        asked = self.page(login, view, filters=tuple(filters.items()), limit=500)
        return [row.key for row in asked.rows]

    def show(self, login: str, kind: str, key: str) -> dict[str, Any]:
        return self.desk.document(self.actor(login), kind, key, self.now)

    def duties(self, login: str) -> list[tuple[str, str]]:
        return [(row.kind, row.key) for row in self.page(login, "duties").rows]

    def records(self, kind: type[E], **where: object) -> list[E]:
        """What is kept, past all rights."""
        with self.desk.database.reading() as connection:
            return records.find(connection, kind, where)

    def record(self, kind: type[E], key: str) -> E:
        with self.desk.database.reading() as connection:
            return records.get(connection, kind, key)

    def trail(self) -> list[TrailEntry]:
        return list(self.desk.trail(limit=10_000))

    def clocks(self, about: str) -> dict[tuple[str, str], str]:
        """Clocks that run for a record: kind and department, and when each ends in Shanghai."""
        return {
            (d.kind.value, d.department): local(d.due_at)
            for d in self.records(Deadline, about=about, done_at=None, void=False)
        }

    def told(self, entry: int = 0) -> set[tuple[str, str]]:
        """Who was told what by the last deed, or by the one of this trail entry."""
        entry = entry or self.desk.seen()
        return {(n.person, sentence(n)) for n in self.records(Notice, entry=entry)}

    def inbox(self, login: str) -> list[str]:
        """What a person's inbox says, newest first."""
        rows = self.page(login, "notices", limit=500).rows
        return [str(Message(row.text, unpack(row.values))) for row in rows]

    def holds(self) -> bool:
        """Whether the trail's chain is whole."""
        count, broken = self.desk.first_broken()
        return count > 0 and broken == 0


def local(at: datetime) -> str:
    """The moment as clocks in Shanghai show it, to the minute."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def sentence(notice: Notice) -> str:
    return str(Message(notice.text, unpack(notice.values)))


@contextmanager
def empty_office(url: str, policy: Policy | None = None) -> Iterator[Office]:
    """A desk that nobody has founded; let go of at the end, come what may."""
    place = place_of(url)
    desk = SqlDesk.open(place, House(WORKTIME, policy or Policy(), str))
    try:
        yield Office(desk, place)
    finally:
        desk.close()


@contextmanager
def office(url: str, policy: Policy | None = None) -> Iterator[Office]:
    """A desk with its people: a coordinator "root", management, an auditor, six departments."""
    with empty_office(url, policy) as opened:
        opened.desk.found("root", "Root", moment("2026-10-30 09:00"))
        settle_in(opened)
        yield opened


def settle_in(opened: Office) -> None:
    """Everybody arrives on the Friday before the story begins."""
    opened.at("2026-10-30 09:00")
    for login, roles in ORGANISATION.items():
        opened.do("root", AddPerson(login=login, name=login.title(), roles=roles))
    for code, name, head, primary, second, executor in DEPARTMENTS:
        liaisons = tuple(login for login in (primary, second) if login)
        opened.do("root", AddDepartment(code=code, name=name, neutral=code == "PMO"))
        for login in (head, *liaisons, executor):
            opened.do("root", AddPerson(login=login, name=login.title(), department=code))
        opened.do("root", EditDepartment(code=code, head=head))
        opened.do("root", SetLiaison(code=code, liaisons=liaisons, primary=primary))
    opened.at(MONDAY)


def a_request(title: str = "618 campaign", **more: Any) -> SubmitRequest:
    """A complete form of marketing's, which asks products and sales for something."""
    given: dict[str, Any] = {
        "type": RequestType.PROJECT,
        "title": title,
        "background": "Sell 30 % more than last year",
        "involved_departments": ("PRD", "SAL"),
        "details": (
            Detail(department="PRD", what="3 product sheets", by=date(2026, 11, 20)),
            Detail(department="SAL", what="2 training days", by=date(2026, 11, 24)),
        ),
        "expected": date(2026, 12, 1),
    }
    return SubmitRequest(**(given | more))
