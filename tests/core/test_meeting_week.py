"""A week of meetings by day: which days, which order, who would be in two places (R5.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.meeting_week import DAY_END, MeetingWeek, arrange, clashes, end_of, question, to_plain
from core.views.meetings import MeetingRow
from core.week import Week
from core.worktime import WorkTime
from db.workdays import CountryWorkdays
from tests.desk import WORKTIME, ZONE, moment

W46 = Week(2026, 46)  # its Thursday and Friday are off
W47 = Week(2026, 47)


def row(number: int, start: str, minutes: int = 60, **more: Any) -> MeetingRow:
    """A meeting that ``wang`` called and ``zhao`` is invited to."""
    people = more.pop("people", {"zhao": "needs-action"})
    fields: dict[str, Any] = {
        "id": number, "version": 1, "key": f"MTG-202611{number:03d}", "kind": "kickoff",
        "title": f"Meeting {number}", "request": "", "start": moment(start), "zone": ZONE.key,
        "place": "301", "state": "scheduled", "organizer": "wang",
        "blocks": [{"name": "A", "minutes": minutes}],
        "attendees": [{"person": p, "role": "required", "partstat": s} for p, s in people.items()],
        "started_at": None, "finished_at": None, "run_events": [], "series": "",
        "recurrence": None, "off_day": False,
    }  # fmt: skip
    return MeetingRow(**(fields | more))


def laid(*rows: MeetingRow, week: Week = W47, login: str = "zhao") -> MeetingWeek:
    return arrange(rows, week, login, WORKTIME)


def test_five_working_days_and_what_the_weekend_holds() -> None:
    assert [day.date.day for day in laid().days] == [16, 17, 18, 19, 20]
    assert [day.works for day in laid(week=W46).days] == [True, True, True, False, False]
    assert laid(week=Week(2026, 45)).days[-1].date == date(2026, 11, 7)  # worked in return
    assert laid(row(1, "2026-11-22 10:00")).days[-1].date == date(2026, 11, 22)


def test_days_off_and_make_up_days_are_named() -> None:
    china = WorkTime(zone=ZONE, workdays=CountryWorkdays("CN"))
    days = {day.date: day for day in arrange([], Week(2026, 40), "", china).days}
    assert str(days[date(2026, 10, 1)].occasion) == "National Day"
    assert days[date(2026, 9, 30)].occasion is None
    make_up = arrange([], Week.of(date(2026, 10, 10)), "", china).days[-1]
    assert (make_up.works, str(make_up.occasion)) == (True, "National Day")
    own = CountryWorkdays("CN", extra_free=frozenset({date(2026, 11, 18)}))
    wednesday = arrange([], W47, "", WorkTime(zone=ZONE, workdays=own)).days[2]
    assert (wednesday.works, wednesday.occasion) == (False, None)
    german = CountryWorkdays("DE").occasion(date(2026, 12, 25))
    assert german is not None
    assert str(german)


def test_cards_stand_on_the_organisations_day_in_order() -> None:
    late = row(3, "2026-11-17 23:30", minutes=90)
    found = laid(row(2, "2026-11-16 14:00"), row(1, "2026-11-16 09:15", 15), late)
    monday, tuesday = found.days[:2]
    assert [(c.row.id, c.begins, c.ends) for c in monday.cards] == [(1, 555, 570), (2, 840, 900)]
    assert [(c.begins, c.ends) for c in tuesday.cards] == [(1410, DAY_END)]
    assert [c.row.id for c in found.cards] == [1, 2, 3]


def test_what_one_answered_is_said_and_nothing_to_who_is_not_invited() -> None:
    one = row(1, "2026-11-16 10:00", people={"zhao": "tentative"})
    assert [card.answer for card in laid(one).cards] == ["tentative"]
    assert [card.answer for card in laid(one, login="li").cards] == [""]


@pytest.mark.parametrize(
    ("other", "people"),
    [
        (row(2, "2026-11-16 10:30"), ("wang", "zhao")),
        (row(2, "2026-11-16 10:30", organizer="li"), ("zhao",)),
        (row(2, "2026-11-16 11:00"), None),  # it begins as the first ends
        (row(2, "2026-11-16 10:30", organizer="li", people={"zhao": "declined"}), None),
        (row(2, "2026-11-16 10:30", organizer="li", people={"sun": "accepted"}), None),
        (row(2, "2026-11-16 10:30", state="finished"), None),
    ],
)
def test_R5_4_who_would_be_in_two_meetings_at_once(
    other: MeetingRow, people: tuple[str, ...] | None
) -> None:
    first = row(1, "2026-11-16 10:00")
    found = {card.row.id: card.clashes for card in laid(first, other).cards}
    assert [c.people for c in found[1]] == ([people] if people else [])
    assert [c.key for c in found[2]] == ([first.key] if people else [])


def test_R5_4_a_filter_hides_no_clash() -> None:
    shown, hidden = row(1, "2026-11-16 10:00"), row(2, "2026-11-16 10:30")
    found = arrange([shown], W47, "zhao", WORKTIME, [shown, hidden])
    assert [c.clashes[0].key for c in found.cards] == [hidden.key]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 90), st.booleans()), max_size=9))
@settings(max_examples=50, deadline=None)
def test_R5_4_clashes_are_those_of_every_pair(times: list[tuple[int, int, bool]]) -> None:
    begins = moment("2026-11-16 09:00")
    rows = [
        row(n, "2026-11-16 09:00", length, organizer=f"p{n}",
            people={"zhao": "accepted" if comes else "declined"})._replace(
                start=begins + timedelta(minutes=5 * at))
        for n, (at, length, comes) in enumerate(times)
    ]  # fmt: skip
    pairs = {
        (a.key, b.key)
        for a, (_s, _l, first) in zip(rows, times, strict=True)
        for b, (_t, _m, second) in zip(rows, times, strict=True)
        if a is not b and first and second and a.start < end_of(b) and b.start < end_of(a)
    }
    assert {(key, c.key) for key, found in clashes(rows).items() for c in found} == pairs


def test_the_question_is_for_the_weeks_own_moments() -> None:
    filters = dict(question(W47, WORKTIME).filters)
    assert filters["from"] == "2026-11-15T16:00:00+00:00"
    assert filters["before"] == "2026-11-22T16:00:00+00:00"
    assert "cancelled" not in filters["states"]


def test_the_week_as_data() -> None:
    plain = to_plain(laid(row(1, "2026-11-16 10:00"), row(2, "2026-11-16 10:30")))
    assert (plain["week"], plain["first"], plain["last"]) == (
        "2026-W47", "2026-11-16", "2026-11-22",
    )  # fmt: skip
    first, second = plain["days"][0]["meetings"]
    assert first["end"] == "2026-11-16T03:00:00+00:00"
    assert (first["answer"], first["clashes"][0]["number"]) == ("needs-action", second["number"])
