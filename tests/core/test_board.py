"""The weekly board without a database: weeks, columns, lanes, marks, what is told of the past."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.board import Board, Card, ColumnName, Lane, Week, as_of, board, questions, to_plain
from core.errors import BadInput
from core.policy import Policy, Span, Unit
from core.views.work import TaskRow
from tests.desk import WORKTIME, moment

NOT_STARTED, IN_PROGRESS, AT_RISK, AWAITING, DONE = ColumnName
W47 = Week(2026, 47)  # 16 to 22 November
WEDNESDAY = "2026-11-18 10:00"
RISK = {"what": "The printer is broken", "why": "", "new_date": None}


def row(key: str = "TSK-202611001", **more: Any) -> TaskRow:
    """A task in progress, heard of this morning; moments may be given as Shanghai's clocks."""
    given: dict[str, Any] = {
        "id": 1,
        "version": 1,
        "key": key,
        "request": "XMBG-202611001",
        "title": "Posters",
        "department": "MKT",
        "owner": "ma",
        "owner_name": "Ma",
        "start": date(2026, 11, 3),
        "finish": date(2026, 11, 20),
        "state": "in_progress",
        "risk": None,
        "updated_at": "2026-11-18 09:30",
        "delivered_at": None,
        "accepted_at": None,
        "reworks": 0,
    } | more
    for name in ("updated_at", "delivered_at", "accepted_at"):
        if isinstance(given[name], str):
            given[name] = moment(given[name])
    return TaskRow(**given)


def laid(
    *rows: TaskRow, week: Week = W47, now: str = WEDNESDAY, by: Lane = Lane.REQUEST, **more: Any
) -> Board:
    return board(rows, week, by, moment(now), WORKTIME, Policy(), **more)


def card_of(task: TaskRow, **more: Any) -> Card:
    (card,) = [card for lane in laid(task, **more).lanes for card in lane.cards]
    return card


def keys(found: Board) -> list[str]:
    return [card.row.key for lane in found.lanes for card in lane.cards]


# Weeks.


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-11-18", "2026-W47"),
        ("2026-12-28", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2024-12-30", "2025-W01"),
        ("2021-01-03", "2020-W53"),
        ("2022-01-01", "2021-W52"),
    ],
)
def test_R7_3_days_around_new_year_belong_to_the_week_of_their_thursday(
    day: str, week: str
) -> None:
    assert str(Week.of(date.fromisoformat(day))) == week


@given(st.dates(date(2000, 1, 3), date(2999, 12, 1)), st.integers(-20, 20))
def test_R7_3_a_week_is_seven_days_and_its_name_leads_back_to_it(day: date, n: int) -> None:
    week = Week.of(day)
    assert week.first <= day <= week.last == week.first + timedelta(days=6)
    assert week.first.isoweekday() == 1
    assert Week.parse(str(week)) == week == Week.of(week.last)
    if Week(2000, 30) < week < Week(2999, 20):
        assert week.step(n).first - week.first == timedelta(weeks=n)
        assert (week < week.step(n)) == (n > 0)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-47", "2026-W5", "2026-W54", "2025-W53", "2026-W00", "1999-W52",
     "3000-W01", "２０２６-W47", "2026-W47-1", "next week"],
)  # fmt: skip
def test_a_week_that_cannot_be_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        Week.parse(text)
    assert refusal.value.field == "week"
    assert "2026-W47" in str(refusal.value.hint)


def test_a_week_may_be_typed_in_small_letters() -> None:
    assert Week.parse(" 2026-w53 ") == Week(2026, 53)
    assert Week(2026, 53).step(1) == Week(2027, 1)
    assert Week(2027, 1).step(-1) == Week(2026, 53)


# Columns.


@pytest.mark.parametrize(
    ("task", "column"),
    [
        (row(state="not_started", updated_at=None), NOT_STARTED),
        (row(), IN_PROGRESS),
        (row(state="done"), IN_PROGRESS),
        (row(risk=RISK), AT_RISK),
        (row(state="not_started", risk=RISK), AT_RISK),
        (row(state="done", risk=RISK), AT_RISK),
        (row(finish=date(2026, 11, 18)), IN_PROGRESS),
        (row(finish=date(2026, 11, 17)), AT_RISK),
        (row(state="not_started", finish=date(2026, 11, 17)), AT_RISK),
        (row(state="done", finish=date(2026, 11, 17)), AT_RISK),
        (row(state="done", delivered_at=WEDNESDAY, finish=date(2026, 11, 9)), AWAITING),
        (row(state="done", delivered_at=WEDNESDAY, risk=RISK), AWAITING),
        (row(state="accepted", delivered_at=WEDNESDAY, accepted_at=WEDNESDAY), DONE),
    ],
)
def test_R7_3_where_a_card_is(task: TaskRow, column: ColumnName) -> None:
    assert card_of(task).column is column


def test_R8_1_done_but_not_handed_in_is_marked() -> None:
    assert card_of(row(state="done")).to_hand_in
    assert not card_of(row(state="done", delivered_at=WEDNESDAY)).to_hand_in
    assert not card_of(row()).to_hand_in


# Which week.


@pytest.mark.parametrize(
    ("task", "is_there"),
    [
        (row(start=date(2026, 11, 22)), True),
        (row(start=date(2026, 11, 23), state="not_started"), False),
        (row(start=date(2026, 11, 23)), True),  # begun before its time
        (row(start=date(2025, 1, 1), finish=date(2025, 2, 1)), True),
        (row(state="accepted", accepted_at="2026-11-15 23:59"), False),
        (row(state="accepted", accepted_at="2026-11-16 00:00"), True),
    ],
)
def test_R7_3_a_week_has_what_had_begun_and_was_not_accepted_before(
    task: TaskRow, is_there: bool
) -> None:
    assert bool(laid(task).lanes) is is_there


def test_R7_3_the_weeks_to_come_have_what_is_open_and_what_will_begin() -> None:
    later = row("TSK-2", start=date(2026, 11, 24), state="not_started")
    accepted = row("TSK-3", state="accepted", accepted_at=WEDNESDAY)
    found = laid(row("TSK-1"), later, accepted, week=W47.step(1))
    assert sorted(keys(found)) == ["TSK-1", "TSK-2"]
    assert not found.past


# Marks.


@pytest.mark.parametrize(
    ("task", "late", "carried"),
    [
        (row(finish=date(2026, 11, 18)), False, False),
        (row(finish=date(2026, 11, 17)), True, False),
        (row(finish=date(2026, 11, 16)), True, False),
        (row(finish=date(2026, 11, 15)), True, True),
        (row(finish=date(2026, 11, 15), state="done"), True, True),
        (row(finish=date(2026, 11, 15), state="done", delivered_at=WEDNESDAY), False, True),
        (row(finish=date(2026, 11, 15), state="accepted", accepted_at=WEDNESDAY), False, False),
    ],
)
def test_R7_3_late_and_carried_over(task: TaskRow, late: bool, carried: bool) -> None:
    card = card_of(task)
    assert (card.late, card.carried_over) == (late, carried)


@pytest.mark.parametrize(
    ("now", "heard", "missing"),
    [
        # By 17:00 of each working day, from its start of business on.
        ("2026-11-18 16:59", "2026-11-17 18:00", False),
        ("2026-11-18 17:00", "2026-11-17 18:00", True),
        ("2026-11-18 17:00", "2026-11-18 08:59", True),
        ("2026-11-18 17:00", "2026-11-18 09:00", False),
        ("2026-11-18 23:00", "2026-11-18 18:30", False),
        # No silence of more than a day, also in the morning.
        ("2026-11-18 11:00", "2026-11-17 11:00", False),
        ("2026-11-18 11:01", "2026-11-17 11:00", True),
        ("2026-11-18 09:00", None, True),
        # Over the weekend: Friday's 17:00 counts, the days off do not.
        ("2026-11-23 10:00", "2026-11-20 17:30", False),
        ("2026-11-23 10:00", "2026-11-20 10:00", False),
        ("2026-11-23 10:01", "2026-11-20 10:00", True),
        ("2026-11-23 08:00", "2026-11-19 17:00", True),
        ("2026-11-21 12:00", "2026-11-20 09:00", False),
        ("2026-11-21 12:00", "2026-11-20 08:59", True),
    ],
)
def test_R7_1_R7_2_a_missing_update_is_marked(now: str, heard: str | None, missing: bool) -> None:
    task = row(updated_at=heard, finish=date(2026, 11, 30))
    week = Week.of(WORKTIME.day(moment(now)))
    assert card_of(task, week=week, now=now).missing_update is missing


def test_R7_2_days_off_do_not_count_as_silence() -> None:
    """12 and 13 November are off, and so is the weekend behind them."""
    task = row(updated_at="2026-11-11 17:30")
    assert not card_of(task, now="2026-11-16 10:00").missing_update
    assert card_of(task, now="2026-11-16 17:30").missing_update


@pytest.mark.parametrize(
    ("task", "missing"),
    [
        (row(state="not_started", updated_at=None, start=date(2026, 11, 18)), True),
        (row(state="not_started", updated_at=None, start=date(2026, 11, 19)), False),
        (row(state="in_progress", updated_at="2026-11-17 09:30", start=date(2026, 11, 19)), True),
        (row(state="done", updated_at=None), False),
        (row(state="done", updated_at=None, delivered_at=WEDNESDAY), False),
        (row(state="accepted", updated_at=None, accepted_at=WEDNESDAY), False),
    ],
)
def test_R7_1_only_work_that_has_begun_and_is_not_done_is_reported(
    task: TaskRow, missing: bool
) -> None:
    assert card_of(task, now="2026-11-18 17:00").missing_update is missing


def test_R7_1_nothing_is_owed_on_the_first_morning() -> None:
    task = row(state="not_started", updated_at=None, start=date(2026, 11, 18))
    assert not card_of(task, now="2026-11-18 16:59").missing_update


def test_R7_2_the_limit_of_silence_is_a_setting() -> None:
    policy = Policy({"update_silence": Span(1, Unit.HOURS)})
    found = board([row()], W47, Lane.OWNER, moment("2026-11-18 10:31"), WORKTIME, policy)
    assert [card.missing_update for lane in found.lanes for card in lane.cards] == [True]


def test_R7_3_other_weeks_say_nothing_that_depends_on_now() -> None:
    silent = row(updated_at="2026-11-05 10:00", finish=date(2026, 12, 18))
    now = "2026-11-18 17:00"
    assert card_of(silent, now=now).missing_update
    assert not card_of(silent, week=W47.step(-1), now=now).missing_update
    assert not card_of(silent, week=W47.step(1), now=now).missing_update


# How a week is told later.


def test_R7_3_a_past_week_is_told_as_it_ended() -> None:
    task = row(state="accepted", delivered_at="2026-11-19 10:00", accepted_at="2026-11-24 10:00")
    report = row(state="done", risk=None, updated_at="2026-11-19 10:00")
    later = "2026-12-01 10:00"
    card = card_of(task, now=later, at_end=[report])
    assert (card.column, card.late) == (AWAITING, False)
    assert card_of(task, now=later, week=W47.step(1), at_end=[report]).column is DONE
    assert laid(task, now=later, week=W47.step(2), at_end=[report]).lanes == ()


@pytest.mark.parametrize(
    ("report", "column"),
    [
        (None, NOT_STARTED),
        (row(state="in_progress"), IN_PROGRESS),
        (row(state="in_progress", risk=RISK), AT_RISK),
        (row(state="done"), IN_PROGRESS),
    ],
)
def test_R7_3_a_past_week_has_the_column_of_the_last_report(
    report: TaskRow | None, column: ColumnName
) -> None:
    task = row(state="accepted", delivered_at="2026-11-25 10:00", accepted_at="2026-11-26 10:00",
               finish=date(2026, 11, 30))  # fmt: skip
    reports = [report] if report else []
    assert card_of(task, now="2026-12-01 10:00", at_end=reports).column is column


def test_R7_3_a_past_week_counts_as_late_what_was_late_on_its_sunday() -> None:
    sunday = row(finish=date(2026, 11, 22))
    saturday = row(finish=date(2026, 11, 21))
    reports = [row()]
    later = "2026-12-01 10:00"
    assert not card_of(sunday, now=later, at_end=reports).late
    assert card_of(saturday, now=later, at_end=reports).late


def test_R7_3_without_reports_a_past_week_takes_back_what_came_after_it() -> None:
    task = row(state="accepted", delivered_at="2026-11-19 10:00", accepted_at="2026-11-24 10:00")
    assert card_of(task, now="2026-12-01 10:00").column is AWAITING
    task = task._replace(delivered_at=moment("2026-11-24 09:00"))
    assert card_of(task, now="2026-12-01 10:00").to_hand_in


@pytest.mark.parametrize(
    ("report", "was", "moved"),
    [
        (None, NOT_STARTED, True),
        (row(state="in_progress"), IN_PROGRESS, False),
        (row(state="in_progress", risk=RISK), AT_RISK, True),
        (row(state="done"), IN_PROGRESS, False),
    ],
)
def test_R7_3_the_change_since_last_week(
    report: TaskRow | None, was: ColumnName, moved: bool
) -> None:
    card = card_of(row(), before=[report] if report else [])
    assert (card.was, card.moved) == (was, moved)


def test_R7_3_what_is_new_this_week_has_not_moved() -> None:
    fresh = row(start=date(2026, 11, 16))
    assert (card_of(fresh, before=[]).was, card_of(fresh, before=[]).moved) == (None, False)
    assert card_of(row()).was is None  # nobody asked how it was


def test_R7_3_what_was_handed_in_last_week_waited_then() -> None:
    waiting = row(state="done", delivered_at="2026-11-13 10:00")
    assert card_of(waiting, before=[row(state="done")]).was is AWAITING


# Lanes and order.


def test_R7_3_lanes_by_request_department_and_owner() -> None:
    rows = [
        row("TSK-1", request="XMBG-2026111000", department="PRD", owner="qian", owner_name="钱"),
        row("TSK-2", request="XMBG-202611999", department="MKT", owner="ma", owner_name="马"),
        row("TSK-3", request="XMBG-202612001", department="MKT", owner="an", owner_name="安"),
    ]
    names = {by: [lane.name for lane in laid(*rows, by=by).lanes] for by in Lane}
    assert names[Lane.REQUEST] == ["XMBG-202611999", "XMBG-2026111000", "XMBG-202612001"]
    assert names[Lane.DEPARTMENT] == ["MKT", "PRD"]
    assert names[Lane.OWNER] == sorted(["钱", "马", "安"])
    assert {lane.key for lane in laid(*rows, by=Lane.OWNER).lanes} == {"qian", "ma", "an"}


def test_two_people_of_one_name_have_a_lane_each() -> None:
    rows = [row("TSK-1", owner="wang2", owner_name="王芳"), row("TSK-2", owner_name="王芳")]
    assert [lane.key for lane in laid(*rows, by=Lane.OWNER).lanes] == ["ma", "wang2"]


def test_R7_3_late_cards_come_first_then_by_finish_then_by_number() -> None:
    rows = [
        row("TSK-202611005", risk=RISK, finish=date(2026, 11, 30)),
        row("TSK-202611001", risk=RISK, finish=date(2026, 11, 19)),
        row("TSK-202611002", finish=date(2026, 11, 17)),
        row("TSK-2026111000", finish=date(2026, 11, 16)),
        row("TSK-202611999", finish=date(2026, 11, 16)),
    ]
    (lane,) = laid(*rows).lanes
    assert [card.row.key[-4:] for card in lane.columns[AT_RISK]] == [
        "1999", "1000", "1002", "1001", "1005"
    ]  # fmt: skip


OCTOBER = moment("2026-10-01 00:00")
moments = st.none() | st.integers(0, 92 * 24 * 60).map(lambda n: OCTOBER + timedelta(minutes=n))
days = st.dates(date(2026, 10, 1), date(2026, 12, 31))
numbers = st.integers(1, 2000).map("TSK-202611{:03d}".format)
tasks = st.builds(
    row,
    numbers,
    request=st.sampled_from(["XMBG-202611001", "XMBG-202611002", ""]),
    department=st.sampled_from(["MKT", "PRD"]),
    owner=st.sampled_from(["ma", "qian"]),
    start=days,
    finish=days,
    state=st.sampled_from(["not_started", "in_progress", "done", "accepted"]),
    risk=st.none() | st.just(RISK),
    updated_at=moments,
    delivered_at=moments,
    accepted_at=moments,
)
many = st.lists(tasks, max_size=12, unique_by=lambda task: task.key)


@given(
    many,
    st.integers(40, 53).map(lambda n: Week(2026, n)),
    st.sampled_from(Lane),
    st.sampled_from([WEDNESDAY, "2026-10-05 17:00", "2026-12-31 23:59"]),
    st.none() | many,
    st.none() | many,
)
def test_R7_3_every_card_is_in_one_column_of_one_lane(
    rows: list[TaskRow],
    week: Week,
    by: Lane,
    now: str,
    before: list[TaskRow] | None,
    at_end: list[TaskRow] | None,
) -> None:
    found = laid(*rows, week=week, now=now, by=by, before=before, at_end=at_end)
    shown = keys(found)
    assert len(shown) == len(set(shown)) == sum(found.totals.values())
    begin, end = WORKTIME.at(week.first, time()), week.last + timedelta(days=1)
    expected = {r.key for r in rows if not (r.accepted_at and r.accepted_at < begin)}
    if moment(now) < WORKTIME.at(end, time()):
        begun = {r.key for r in rows if r.start <= week.last or r.state != "not_started"}
        assert set(shown) == expected & begun
    assert set(shown) <= expected
    for lane in found.lanes:
        assert list(lane.columns) == list(ColumnName)
        assert any(lane.columns.values())
        for column, cards in lane.columns.items():
            assert {card.column for card in cards} <= {column}
            where = {Lane.REQUEST: "request", Lane.DEPARTMENT: "department", Lane.OWNER: "owner"}
            assert {getattr(card.row, where[by]) for card in cards} <= {lane.key}
    for card in (card for lane in found.lanes for card in lane.cards):
        assert not card.late or card.column is AT_RISK
        assert not card.missing_update or not found.past
    assert [lane.key for lane in found.lanes] == [
        lane.key for lane in laid(*rows[::-1], week=week, now=now, by=by, at_end=at_end).lanes
    ]


@given(tasks, moments.filter(bool))
def test_R7_3_nothing_later_than_the_moment_is_told_of_it(task: TaskRow, at: datetime) -> None:
    told = as_of(task, task, at)
    for name in ("delivered_at", "accepted_at"):
        assert getattr(told, name) is None or getattr(told, name) < at
    assert (told.state == "accepted") == (told.accepted_at is not None)
    assert told[:9] == task[:9]


# Reading and writing.


def test_R7_3_what_is_read_for_a_week() -> None:
    midnight = "2026-11-15T16:00:00+00:00"
    now = moment(WEDNESDAY)
    asked = questions(W47, now, WORKTIME)
    assert asked.tasks.filters == (("begun_by", "2026-11-22"), ("open_at", midnight))
    assert asked.before is not None
    assert asked.before.filters == (*asked.tasks.filters, ("before", midnight))
    assert asked.at_end is None
    assert questions(W47.step(1), now, WORKTIME)[1:] == (None, None)
    past = questions(W47.step(-1), now, WORKTIME).at_end
    assert past is not None
    assert past.filters[-1] == ("before", midnight)


def test_R7_3_the_board_as_json() -> None:
    found = laid(row(risk=RISK, finish=date(2026, 11, 13), reworks=2), row("TSK-2"), before=[row()])
    plain = json.loads(json.dumps(to_plain(found)))
    assert plain["week"] == "2026-W47"
    assert (plain["first"], plain["last"], plain["by"]) == ("2026-11-16", "2026-11-22", "request")
    assert plain["totals"] == {
        "not_started": 0, "in_progress": 1, "at_risk": 1, "awaiting_acceptance": 0, "done": 0
    }  # fmt: skip
    (lane,) = plain["lanes"]
    (card,) = lane["columns"]["at_risk"]
    assert card == {
        "number": "TSK-202611001", "version": 1, "request": "XMBG-202611001", "title": "Posters",
        "department": "MKT", "owner": "ma", "owner_name": "Ma", "start": "2026-11-03",
        "finish": "2026-11-13", "state": "in_progress", "risk": RISK,
        "updated_at": "2026-11-18T01:30:00+00:00", "delivered_at": None, "accepted_at": None,
        "reworks": 2, "meeting": "", "late": True, "carried_over": True, "missing_update": False,
        "to_hand_in": False, "was": "at_risk",
    }  # fmt: skip


def test_an_empty_board_has_no_lanes_and_five_columns() -> None:
    found = laid()
    assert found.lanes == ()
    assert found.totals == dict.fromkeys(ColumnName, 0)
    assert to_plain(found)["lanes"] == []
