"""People without a database: posts by day, free days, absences, whose place an actor takes (R1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.actor import Actor, StandIn
from core.load import HORIZON, Span, next_free_day
from core.model.organisation import Absence
from core.posts import Change, Post, on
from tests.desk import Calendar, moment

MONDAY = date(2026, 11, 2)
WORKS = Calendar().is_working


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.mark.parametrize(
    ("tasks", "away", "today", "free"),
    [
        ([], [], 2, 2),
        ([(2, 4)], [], 2, 5),
        ([(2, 4), (5, 5)], [], 2, 6),
        ([(4, 5)], [], 2, 2),  # the first gap counts, not the last day
        ([], [(2, 6)], 2, 7),  # a Saturday that is worked
        ([], [], 8, 9),  # a Sunday
        ([], [(9, 11)], 9, 16),  # 12 and 13 November are holidays
        ([(1, 1)], [], 2, 3),  # past its finish it takes up today
    ],
)
def test_R1_3_the_next_free_day(
    tasks: list[tuple[int, int]], away: list[tuple[int, int]], today: int, free: int
) -> None:
    def spans(pairs: list[tuple[int, int]]) -> list[Span]:
        return [Span(day(first), day(last)) for first, last in pairs]

    assert next_free_day(spans(tasks), spans(away), day(today), WORKS) == day(free)


def test_R1_3_there_is_no_free_day_where_a_year_is_full() -> None:
    full = Span(MONDAY, MONDAY + timedelta(days=HORIZON))
    assert next_free_day([full], [], MONDAY, WORKS) is None


POSTS = [Post("MKT", "zhang", ("wang", "liu")), Post("SAL", "sun", ("li",))]


def test_R1_2_a_deputy_has_the_posts_of_the_absent_and_knows_whose_they_are() -> None:
    found = on(MONDAY, "ma", POSTS, absent=["zhang", "li"])
    assert found.heads == {"MKT"}
    assert found.liaises == {"SAL"}
    assert found.stands_in == {StandIn("zhang", "MKT", True), StandIn("li", "SAL", False)}
    own = on(MONDAY, "liu", POSTS, absent=["wang"])
    assert own.liaises == {"MKT"}
    assert not own.stands_in  # liu liaises anyway


def test_R1_2_a_change_of_liaisons_counts_from_its_first_day_to_its_last() -> None:
    change = Change("SAL", ("ma",), ("li",), day(4), day(6), is_applied=False)
    liaises = {number: on(day(number), "ma", POSTS, [change]).liaises for number in (3, 4, 6, 7)}
    assert liaises == {3: set(), 4: {"SAL"}, 6: {"SAL"}, 7: set()}
    done = change._replace(is_applied=True)
    kept = [POSTS[0], Post("SAL", "sun", ("ma",))]
    assert on(day(7), "li", kept, [done]).liaises == {"SAL"}
    assert on(day(7), "ma", kept, [done]).liaises == set()


def test_R1_2_an_actor_without_the_absent_keeps_what_is_their_own() -> None:
    actor = Actor(
        login="ma",
        heads=frozenset({"MKT", "FIN"}),
        liaises=frozenset({"SAL"}),
        stands_in=frozenset({StandIn("zhang", "MKT", True), StandIn("li", "SAL", False)}),
    )
    assert actor.without(["zhang"]).heads == {"FIN"}
    assert actor.without(["zhang"]).liaises == {"SAL"}
    alone = actor.without(actor.absentees)
    assert alone.heads == {"FIN"}
    assert not alone.liaises | alone.stands_in


def test_R1_2_an_absence_covers_its_days_until_the_person_is_back() -> None:
    away = Absence(person="wang", start=day(3), until=day(9), by="root", at=moment("2026-11-02"))
    assert [n for n in range(1, 12) if away.covers(day(n))] == [*range(3, 10)]
    assert away.meets(day(9), day(20))
    assert not away.meets(day(10), day(20))
    back = Absence(person="wang", start=day(3), until=day(9), back_on=day(5), by="root", at=away.at)
    assert [n for n in range(1, 12) if back.covers(day(n))] == [3, 4]
    assert not back.meets(day(5), day(9))
