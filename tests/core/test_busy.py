"""Busy times of people's own calendars: joined and cut to a window, and what they hinder (R5.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import slots
from core.busy import Entry, Time, of_person, within
from core.model.organisation import Absence
from core.slots import Busy, Why
from tests.core.typing_desk import HERE

BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
SINCE, UNTIL = BEGIN + timedelta(hours=10), BEGIN + timedelta(hours=50)
HOURS = st.integers(0, 60)


def hour(number: float) -> datetime:
    return BEGIN + timedelta(hours=number)


def covered(times: list[Time], *, soft: bool) -> set[int]:
    """The hours of the window that lie in one of the times, counted one by one."""
    return {
        number
        for number in range(10, 50)
        for time in times
        if time.soft is soft and time.start <= hour(number) and hour(number + 1) <= time.end
    }


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(HOURS, HOURS, st.booleans()), max_size=12))
def test_R5_4_the_window_holds_just_the_hours_that_are_taken(
    drawn: list[tuple[int, int, bool]],
) -> None:
    times = [Time(hour(start), hour(end), soft) for start, end, soft in drawn]
    found = within(times, SINCE, UNTIL)
    firm = covered(times, soft=False)
    assert covered(found, soft=False) == firm
    assert covered(found, soft=True) == covered(times, soft=True) - firm
    assert all(SINCE <= one.start < one.end <= UNTIL for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len({one.start for one in found}) == len(found)


def test_R5_4_what_a_person_declined_is_not_theirs_and_perhaps_is_perhaps() -> None:
    time, other = Time(hour(11), hour(12)), Time(hour(13), hour(14))
    entries = (
        Entry(times=(time,), declined=frozenset({"wang@x.cn"})),
        Entry(times=(other,), tentative=frozenset({"wang@x.cn"})),
    )
    assert list(of_person(entries, "wang@x.cn")) == [other._replace(soft=True)]
    assert list(of_person(entries, "li@x.cn")) == [time, other]
    assert list(of_person(entries, "")) == [time, other]


def test_R5_4_absences_take_whole_days_and_end_when_somebody_is_back() -> None:
    def absence(**more: object) -> Absence:
        given = {"person": "wang", "start": date(2026, 11, 23), "until": date(2026, 11, 25),
                 "by": "root", "at": BEGIN, **more}  # fmt: skip
        return Absence(**given)  # type: ignore[arg-type]

    zone = HERE.worktime.zone
    [one] = slots.away([absence()], ["wang", "li"], HERE.worktime)
    assert one.start == datetime(2026, 11, 23, tzinfo=zone)
    assert one.end == datetime(2026, 11, 26, tzinfo=zone)
    assert one.why is Why.AWAY
    [short] = slots.away([absence(back_on=date(2026, 11, 24))], ["wang"], HERE.worktime)
    assert short.end == datetime(2026, 11, 24, tzinfo=zone)
    unreal = [absence(void=True), absence(back_on=date(2026, 11, 23)), absence(person="zhao")]
    assert slots.away(unreal, ["wang"], HERE.worktime) == []


@pytest.mark.parametrize(("why", "first"), [(Why.CALENDAR, 12), (Why.AWAY, 12), (Why.PERHAPS, 9)])
def test_R5_4_a_suggested_time_keeps_clear_of_all_but_what_is_tentative(
    why: Why, first: int
) -> None:
    zone = HERE.worktime.zone
    morning = [datetime(2026, 11, 23, clock, tzinfo=zone) for clock in (9, 12)]
    taken = [Busy("wang", morning[0], morning[1], why)]
    found = slots.free(taken, timedelta(hours=1), HERE.worktime, morning[0], 1)
    assert found == [datetime(2026, 11, 23, first, tzinfo=zone)]
