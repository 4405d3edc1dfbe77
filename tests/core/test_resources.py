"""Applications that together ask for more than there is, against a count day by day (R2.6)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.request import ResourceWish
from core.model.resource import Resource
from core.resources import Booking, Clash, clashes, clashes_of, is_wanted

FIRST = date(2026, 11, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(20)]


def day(n: int) -> date:
    return date(2026, 11, n)


@st.composite
def bookings(draw: st.DrawFn) -> list[Booking]:
    """Up to six applications on twenty days."""
    found = []
    for n in range(draw(st.integers(0, 6))):
        start, end = sorted(draw(st.tuples(st.integers(0, 19), st.integers(0, 19))))
        quantity = draw(st.integers(1, 5))
        found.append(Booking(f"XMBG-20261100{n}", quantity, DAYS[start], DAYS[end]))
    return found


def counted(asked: list[Booking], quantity: int) -> dict[date, tuple[int, set[str]]]:
    """For each overbooked day by how many, and by whom, counted one by one."""
    found = {}
    for one in DAYS:
        numbers, total = set(), 0
        for booking in asked:
            if booking.start <= one <= booking.end:
                numbers.add(booking.number)
                total += booking.quantity
        if total > quantity:
            found[one] = (total - quantity, numbers)
    return found


@given(bookings(), st.integers(1, 8))
def test_R2_6_clashes_are_the_days_that_a_naive_count_finds(
    asked: list[Booking], quantity: int
) -> None:
    by_day = {}
    for clash in clashes(asked, quantity):
        assert clash.start <= clash.end
        for n in range((clash.end - clash.start).days + 1):
            one = clash.start + timedelta(days=n)
            assert one not in by_day, "no day is told twice"
            by_day[one] = (clash.over, set(clash.numbers))
    assert by_day == counted(asked, quantity)


@given(bookings(), st.integers(1, 8))
def test_R2_6_neighbouring_days_that_are_alike_are_one_clash(
    asked: list[Booking], quantity: int
) -> None:
    found = clashes(asked, quantity)
    for one, other in pairwise(found):
        touching = one.end + timedelta(days=1) == other.start
        assert one.end < other.start
        assert not (touching and (one.over, one.numbers) == (other.over, other.numbers))


@given(bookings(), st.integers(1, 8))
def test_R2_6_the_clashes_of_one_application_are_those_it_has_a_part_in(
    asked: list[Booking], quantity: int
) -> None:
    for booking in asked:
        mine = clashes_of(booking.number, asked, quantity)
        days = {
            one
            for clash in mine
            for n in range((clash.end - clash.start).days + 1)
            for one in [clash.start + timedelta(days=n)]
        }
        over = counted(asked, quantity)
        assert days == {d for d in over if booking.start <= d <= booking.end}


def test_R2_6_days_numbers_and_the_amount_are_said() -> None:
    asked = [
        Booking("A", 2, day(4), day(8)),
        Booking("B", 2, day(6), day(10)),
        Booking("C", 1, day(8), day(8)),
    ]
    assert clashes(asked, 3) == [
        Clash(day(6), day(7), 1, ("A", "B")),
        Clash(day(8), day(8), 2, ("A", "B", "C")),
    ]
    assert clashes(asked, 5) == []


def test_R2_6_the_end_of_the_calendar_is_no_trouble() -> None:
    asked = [Booking("A", 2, date.min, date.max), Booking("B", 1, date.max, date.max)]
    assert clashes(asked, 2) == [Clash(date.max, date.max, 1, ("A", "B"))]
    assert clashes(asked, 1)[0] == Clash(date.min, date.max - timedelta(days=1), 1, ("A",))


WISH = ResourceWish(name="Truck", owner_department="LOG", quantity=1, start=day(4), end=day(6))
TRUCK = Resource(number="RES-202611001", name="truck", owner_department="LOG", quantity=2)


@pytest.mark.parametrize(
    ("name", "owner", "meant"),
    [
        ("truck", "LOG", True),
        ("  TRUCK ", "LOG", True),
        ("res-202611001", "LOG", True),
        ("trucks", "LOG", False),
        ("truck", "SAL", False),
        ("", "LOG", False),
    ],
)
def test_R2_6_a_resource_is_meant_by_its_name_or_number(name: str, owner: str, meant: bool) -> None:
    wish = ResourceWish(name=name, owner_department=owner)
    assert is_wanted(TRUCK, wish) is meant


@pytest.mark.parametrize(
    ("quantity", "start", "end"),
    [(0, day(4), day(6)), (1, None, day(6)), (1, day(4), None), (1, day(6), day(4))],
)
def test_R2_6_what_says_no_days_books_none(
    quantity: int, start: date | None, end: date | None
) -> None:
    wish = ResourceWish(
        name="truck", owner_department="LOG", quantity=quantity, start=start, end=end
    )
    assert Booking.of("A", wish) is None
    assert Booking.of("A", WISH) == Booking("A", 1, day(4), day(6))
