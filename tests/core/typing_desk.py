"""What tests of typed text share: a Friday in Shanghai, and values as a desk keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st

from core.build import build
from core.commands import all_commands
from core.commands.base import Argument, Command, Kind
from core.errors import BadInput
from core.lines import Context, parse
from core.messages import N_
from core.model.meeting import Attendee, AttendeeRole, Block, Participation
from core.model.request import Detail, ResourceWish
from core.model.work import Contingency, PlannedTask, Risk
from core.text import clean
from core.worktime import WorkTime

NUMBER = "XMBG-202611001"
COMMANDS = list(all_commands().values())

# 09:30 in Shanghai on Friday 20 November 2026.
NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class WeekdaysOnly:
    """A calendar without holidays."""

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5

    def announced(self, year: int) -> bool:
        return True

    def occasion(self, day: date) -> None:
        return None


def context(zone: str = "Asia/Shanghai") -> Context:
    return Context(NOW, WorkTime(ZoneInfo(zone), WeekdaysOnly()))


HERE = context()

_SIGNS = st.sampled_from(list(" |｜;；@＠:：\\>,，、()（）\"'-~09aZ中；①é\u00a0"))
_ANY = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"))


def texts(limit: int, least: int = 1) -> st.SearchStrategy[str]:
    """One line of text as it is kept, rich in signs that separate."""
    raw = st.text(st.one_of(_SIGNS, _SIGNS, _ANY), min_size=least, max_size=limit)
    return raw.map(lambda text: normalize("NFC", text).strip()).filter(
        lambda text: len(text) >= least and _kept(text, limit)
    )


def _kept(text: str, limit: int) -> bool:
    try:
        return clean(text, limit=limit) == text
    except BadInput:
        return False


CODES = st.text("ABCXYZ0189研发", min_size=1, max_size=8)
LOGINS = st.text("abcxyz019._-@\\王", min_size=1, max_size=8)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MAYBE_DAYS = st.none() | DAYS
MOMENTS = st.integers(0, 3_180_000_000).map(
    lambda seconds: datetime(2000, 1, 2, tzinfo=UTC) + timedelta(seconds=seconds)
)
DETAIL = st.builds(Detail, department=CODES, what=texts(40), by=MAYBE_DAYS)
BLOCK = st.builds(
    Block,
    name=texts(30),
    minutes=st.integers(0, 1440),
    presenter=st.just("") | LOGINS,
    question=texts(40, 0),
)
ATTENDEE = st.builds(
    Attendee,
    person=LOGINS,
    role=st.sampled_from(AttendeeRole),
    partstat=st.sampled_from(Participation),
)
TASK = st.builds(
    PlannedTask,
    title=texts(30, 0),
    department=CODES,
    owner=LOGINS,
    start=DAYS,
    finish=DAYS,
    criterion=texts(40, 0),
    depends_on=st.lists(texts(20), max_size=3).map(tuple),
)
CONTINGENCY = st.builds(
    Contingency, trigger=texts(30), warn_days=st.integers(0, 999), answer=texts(30)
)
RISK = st.builds(Risk, what=texts(30), why=texts(30, 0), new_date=MAYBE_DAYS)
RESOURCE = st.builds(
    ResourceWish,
    name=texts(20, 0),
    owner_department=st.just("") | CODES,
    quantity=st.integers(-999_999_999, 999_999_999),
    start=MAYBE_DAYS,
    end=MAYBE_DAYS,
    purpose=texts(30, 0),
    confidentiality=texts(20, 0),
)


def some(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, min_size=1, max_size=4).map(tuple)


def distinct(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, min_size=1, max_size=4, unique=True).map(tuple)


def soon(days: int) -> date:
    """So many days after the Friday."""
    return date(2026, 11, 20) + timedelta(days=days)


VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: texts(60),
    Kind.LONG: st.lists(texts(20), min_size=1, max_size=4).map("\n".join),
    Kind.DATE: DAYS,
    Kind.MOMENT: MOMENTS,
    Kind.FLAG: st.booleans(),
    Kind.NUMBER: st.integers(-999_999_999, 999_999_999),
    Kind.RECORD: st.from_regex(r"\A[A-Z]{2,4}-2026[01][0-9]{4,5}\Z") | st.just("DRAFT-12"),
    Kind.PERSON: LOGINS,
    Kind.PEOPLE: distinct(LOGINS),
    Kind.DEPARTMENT: CODES,
    Kind.DEPARTMENTS: distinct(CODES),
    Kind.WORDS: some(texts(20)),
    Kind.DETAILS: some(DETAIL),
    Kind.BLOCKS: some(BLOCK),
    Kind.ATTENDEES: distinct(ATTENDEE),
    Kind.TASKS: some(TASK),
    Kind.CONTINGENCIES: some(CONTINGENCY),
    Kind.RISK: RISK,
    Kind.RESOURCE: RESOURCE,
}


def argument(kind: Kind, choices: type[Enum] | None = None, **more: Any) -> Argument:
    return Argument(N_("It"), kind, choices=choices, **{"limit": 100_000, **more})


def read(kind: Kind, typed: str, choices: type[Enum] | None = None) -> Any:
    return parse(argument(kind, choices), typed, HERE, "it")


def refusal(kind: Kind, typed: str, choices: type[Enum] | None = None, **more: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        parse(argument(kind, choices, **more), typed, HERE, "it")
    assert caught.value.field == "it"
    assert caught.value.hint is not None
    assert str(caught.value.message)
    return caught.value


def not_built(command: type[Command], raw: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        build(command, raw, HERE)
    assert caught.value.kind == "usage"
    assert caught.value.hint is not None
    return caught.value
