"""Windows on what is kept: every row once, in one order, and nothing asked is ever SQL (I16)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text

from core.commands.conflict import OpenConflict, SettleConflict
from core.commands.department import EditDepartment, SetLiaison
from core.commands.desk import ReadNotices, Remind
from core.commands.dispatch import ReturnRequest
from core.commands.request import DraftRequest
from core.commands.resource import AddResource
from core.commands.task import UpdateTask
from core.commands.team import AddGroup
from core.model.conflict import Conflict, ConflictLevel
from core.model.lesson import Lesson
from core.model.meeting import MeetingKind
from core.model.request import Priority, RequestType
from core.model.series import Repeat
from core.model.work import Risk, TaskState
from core.views import Page, Query
from db import windows
from tests import deeds, desk
from tests.desk import Office, a_request

SIGNS = (
    "100% done",
    "100 per cent",
    "snake_case",
    "snakecase",
    "hey!",
    "hey",
    "O'Hara; --",
    "a\\b",
)
WORDS = ("促销方案", "促方销案", "Café", "CAFE")
VIEWS = (*windows.VIEWS, "duties")
# Filters that take a day or a moment, which the edge has made of what was typed.
TIMES = {"until", "since", "begun_by", "open_at", "before"}


def fill(office: Office) -> None:
    for n, title in enumerate((*SIGNS, *WORDS)):
        more = {"priority": Priority(n % 3 + 1), "urgent": n % 4 == 0}
        number = deeds.submitted(office, title=title, expected=date(2026, 12, 1 + n % 2), **more)
        if n % 5 == 0:
            office.do("root", ReturnRequest(number=number, reason="r"))
    for title in ("One", "Two"):
        office.do("wang", DraftRequest(title=title, type=RequestType.ISSUE))
    deeds.dispatched(office)
    deeds.approving(office, priority=Priority.HIGH)
    deeds.delivered(office)
    number = deeds.executing(office)
    risk = Risk(what="Late", new_date=date(2026, 11, 30))
    task = deeds.tasks(office, number)["feng"]
    office.do("feng", UpdateTask(number=task, state=TaskState.IN_PROGRESS, risk=risk))
    for n in range(5):
        deeds.a_meeting(office, "wu", number, title=f"Meeting {n}")
    deeds.a_meeting(office, "wang", "", kind=MeetingKind.STANDING)
    for n in range(4):
        start, about = office.now + timedelta(days=4 + n), ("", number)[n % 2]
        again = {"kind": MeetingKind.WEEKLY, "start": start, "repeat": Repeat.WEEKLY, "count": 2}
        deeds.a_meeting(office, "wu", about, title=f"Again {n}", **again)
        deeds.a_team(office, deeds.coordinating(office))
        office.do("root", AddGroup(name=f"Group {n}", topic="Returns", leader="zhu"))
        office.do("root", AddResource(name=f"Van {n}", owner_department=("LOG", "SAL")[n % 2]))
        with office.desk.begin("root", office.now) as uow:
            learned = Lesson(
                number=uow.number("LSN"), text=f"Lesson {n}", tags=("tag",),
                type=RequestType.PROJECT, request=number, by="root", at=uow.now,
            )  # fmt: skip
            uow.add(learned)
    for n, level in enumerate((*ConflictLevel, *ConflictLevel)):
        opened = office.do(
            "li", OpenConflict(title=f"No. {n}", level=level, parties=("SAL", "LOG"), about=number)
        )
        if n % 3 == 0:
            office.do("li", SettleConflict(number=opened.number, outcome="o"))
    # One head for three departments: the same duty, once for each of them.
    office.do("root", EditDepartment(code="PRD", head="sun"))
    office.do("root", SetLiaison(code="LOG", liaisons=("li", "zheng"), primary="li"))
    office.at("2026-11-05 10:00")
    office.do("root", Remind())
    office.do("wang", ReadNotices(notices=(number,)))
    office.do("root", ReadNotices())


@pytest.fixture
def full(shared_office: Office) -> Office:
    """Filled once for each engine, and then only read."""
    if not shared_office.records(Conflict):
        fill(shared_office)
    return shared_office


def every(office: Office, view: str) -> Query:
    """All rows of a view; reports are those before a moment."""
    before = (("before", (office.now + timedelta(days=1)).isoformat()),)
    return Query(view, before if view == "reports" else ())


def whole(office: Office, login: str, query: Query) -> Page[Any]:
    return office.desk.page(office.actor(login), query._replace(limit=500), office.now)


def forward(office: Office, login: str, query: Query) -> Iterator[Page[Any]]:
    actor = office.actor(login)
    while True:
        page = office.desk.page(actor, query, office.now)
        yield page
        if not page.more:
            return
        query = query._replace(after=page.cursors[-1])


def backward(office: Office, login: str, query: Query) -> Iterator[Page[Any]]:
    actor = office.actor(login)
    query = query._replace(back=True)
    while True:
        page = office.desk.page(actor, query, office.now)
        yield page
        if not page.more:
            return
        query = query._replace(after=page.cursors[0])


@pytest.mark.parametrize("login", ["root", "sun", "li", "wang"])
@pytest.mark.parametrize("view", VIEWS)
def test_each_window_pages_through_all_its_rows_in_one_order(
    full: Office, view: str, login: str
) -> None:
    big = whole(full, login, every(full, view))
    assert not big.more
    assert len(big.rows) == full.desk.count(full.actor(login), every(full, view), full.now)
    assert len(set(map(repr, big.cursors))) == len(big.rows)
    # Pages of one row are no other question to the second engine, and four times as many.
    for limit in (1, 3) if full.desk.database.path else (3,):
        query = every(full, view)._replace(limit=limit)
        pages = list(forward(full, login, query))
        assert [row for page in pages for row in page.rows] == list(big.rows)
        assert all(len(page.rows) == limit for page in pages[:-1])
        pages = list(backward(full, login, query))
        assert [row for page in reversed(pages) for row in page.rows] == list(big.rows)
        assert [c for page in reversed(pages) for c in page.cursors] == list(big.cursors)


def test_enough_is_there_to_page_through(full: Office) -> None:
    rows = {view: len(whole(full, "root", every(full, view)).rows) for view in VIEWS}
    assert all(count > 3 for count in rows.values()), rows
    sun = whole(full, "sun", Query("duties")).rows
    answers = [row.department for row in sun if row.kind == "answer"]
    assert answers == ["PRD", "SAL"]
    confirms = [row for row in whole(full, "li", Query("duties")).rows if row.kind == "confirm"]
    assert len({(r.key, r.department) for r in confirms}) == len(confirms) > 2


def test_R3_1_the_queue_is_by_priority_then_expected_date_then_age(full: Office) -> None:
    rows = whole(full, "root", Query("requests")).rows
    keys = [(row.priority, row.expected or date.max, row.id) for row in rows]
    assert keys == sorted(keys)
    drafts = whole(full, "wang", Query("requests", (("state", "draft"),))).rows
    assert [row.expected for row in drafts] == [None, None]
    assert [row.key[:6] for row in drafts] == ["DRAFT-"] * 2


def test_R12_2_the_ledger_has_open_and_major_ones_first(full: Office) -> None:
    rows = whole(full, "root", Query("conflicts")).rows
    ranks = [(("open", "settled", "closed").index(row.state), -row.level, row.id) for row in rows]
    assert ranks == sorted(ranks)
    assert all((row.due_at is None) == (row.state != "open") for row in rows)


def test_todays_duties_have_the_nearest_first(full: Office) -> None:
    due = [row.due_at for row in whole(full, "root", Query("duties")).rows]
    dated = [at for at in due if at]
    assert dated == sorted(dated)
    assert due == dated + [None] * (len(due) - len(dated))
    assert len(dated) > 3


def test_an_inbox_has_the_newest_first_and_counts_the_unread(full: Office) -> None:
    for login in ("root", "wang", "wu"):
        rows = whole(full, login, Query("notices")).rows
        assert all(one.id > other.id for one, other in pairwise(rows))
        for flag, is_unread in (("yes", True), ("no", False)):
            query = Query("notices", (("unread", flag),))
            found = whole(full, login, query).rows
            assert [r for r in rows if (r.read_at is None) == is_unread] == list(found)
            assert full.desk.count(full.actor(login), query, full.now) == len(found)


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("%", {"100% done"}),
        ("100%", {"100% done"}),
        ("_", {"snake_case"}),
        ("!", {"hey!"}),
        ("hey", {"hey", "hey!"}),
        ("'", {"O'Hara; --"}),
        ("\\", {"a\\b"}),
        ("促销", {"促销方案"}),
        ("案", {"促销方案", "促方销案"}),
        ("snakecase", {"snakecase"}),
        ("DONE", {"100% done"}),
        ("cafe", {"CAFE"}),
        ("00 p", {"100 per cent"}),
        ("%%", set()),
        ("' OR '1'='1", set()),
        ("a\x00b", set()),
        ("\ud800", set()),
        ("\x1b[2J", set()),
    ],
)
def test_I16_a_search_is_literal(full: Office, typed: str, finds: set[str]) -> None:
    query = Query("requests", search=typed)
    found = whole(full, "root", query).rows
    assert {row.title for row in found} == finds
    assert full.desk.count(full.actor("root"), query, full.now) == len(found)


def test_I16_a_number_is_found_by_its_end_in_every_list(full: Office) -> None:
    for view in ("requests", "meetings", "tasks", "conflicts"):
        for search in ("202611001", "-202611001"):
            assert [r.key[-9:] for r in whole(full, "root", Query(view, search=search)).rows] == [
                "202611001"
            ]
    assert [r.key for r in whole(full, "root", Query("people", search="HENG")).rows] == ["zheng"]
    assert [r.key for r in whole(full, "root", Query("departments", search="物流")).rows] == ["LOG"]


SAMPLES: dict[str, dict[str, Callable[[Any], str]]] = {
    "requests": {
        "state": lambda r: r.state, "type": lambda r: r.type, "lead": lambda r: r.lead_department,
        "coordinator": lambda r: r.coordinator, "originator": lambda r: r.originator,
        "number": lambda r: r.key,
    },
    "meetings": {
        "number": lambda r: r.key, "request": lambda r: r.request, "state": lambda r: r.state,
        "kind": lambda r: r.kind,
    },
    "tasks": {
        "number": lambda r: r.key, "request": lambda r: r.request, "state": lambda r: r.state,
        "department": lambda r: r.department, "owner": lambda r: r.owner,
    },
    "conflicts": {
        "number": lambda r: r.key, "state": lambda r: r.state, "level": lambda r: str(r.level),
        "type": lambda r: r.type, "about": lambda r: r.about,
    },
    "departments": {"number": lambda r: r.key},
    "people": {"number": lambda r: r.key, "department": lambda r: r.department},
    "series": {
        "number": lambda r: r.key, "request": lambda r: r.request, "state": lambda r: r.state,
    },
    "teams": {
        "number": lambda r: r.key, "request": lambda r: r.request, "state": lambda r: r.state,
    },
    "groups": {"number": lambda r: r.key},
    "resources": {"number": lambda r: r.key, "department": lambda r: r.owner_department},
}  # fmt: skip


@pytest.mark.parametrize("view", SAMPLES)
def test_a_filter_keeps_the_rows_that_have_the_value(full: Office, view: str) -> None:
    rows = whole(full, "wang", Query(view)).rows
    for name, field in SAMPLES[view].items():
        for value in {field(row) for row in rows}:
            found = whole(full, "wang", Query(view, ((name, value),))).rows
            assert found == tuple(row for row in rows if field(row) == value), (name, value)


def test_a_filter_takes_several_values_and_several_filters_narrow(full: Office) -> None:
    def keys(*filters: tuple[str, str]) -> set[str]:
        return {row.key for row in whole(full, "root", Query("requests", filters)).rows}

    both = keys(("states", "returned,dispatched"))
    assert both == keys(("state", "returned")) | keys(("state", "dispatched"))
    assert keys(("state", "returned"), ("lead", "LOG")) == set()
    assert keys(("department", "LOG")) == keys(("lead", "LOG")) != set()
    assert keys(("flagged", "yes")) | keys(("flagged", "no")) == keys()


@pytest.mark.parametrize("hostile", ["' OR '1'='1", "'; DROP TABLE trail; --", "a:b", "%", "\x00"])
def test_I15_a_filter_with_a_quote_is_a_value_like_any_other(full: Office, hostile: str) -> None:
    before = len(full.trail())
    for view, window in ((view, windows.named(view)) for view in windows.VIEWS):
        moments = {name for name, asked in window.filters.items() if "{at}" in asked}
        for name in set(window.filters) - TIMES - moments:
            query = Query(view, ((name, hostile),))
            found = whole(full, "root", query).rows
            assert full.desk.count(full.actor("root"), query, full.now) == len(found)
            if name not in ("flagged", "merged", "unread"):
                assert found == ()
    assert len(full.trail()) == before


def test_an_unknown_view_or_filter_is_a_fault_of_the_program(full: Office) -> None:
    with pytest.raises(KeyError):
        whole(full, "root", Query("secrets"))
    with pytest.raises(KeyError):
        whole(full, "root", Query("requests", (("colour", "red"),)))


def test_R1_3_a_departments_load_is_counted(full: Office) -> None:
    full.at("2026-11-21 10:00")  # a day after the tasks were to be finished
    rows = {row.key: row for row in whole(full, "root", Query("departments")).rows}
    tasks = whole(full, "root", Query("tasks")).rows
    for code, row in rows.items():
        mine = [t for t in tasks if t.department == code]
        still = [t for t in mine if t.state in ("not_started", "in_progress")]
        assert (row.open_tasks, row.overdue_tasks) == (len(still), len(still)), code
    assert {code for code, row in rows.items() if row.to_acknowledge} == {"LOG"}
    assert rows["LOG"].open_tasks == 1
    full.at("2026-11-05 10:00")


def test_moments_and_days_come_back_as_themselves(full: Office) -> None:
    row = next(r for r in whole(full, "root", Query("tasks")).rows if r.risk)
    assert row.risk == {"what": "Late", "why": "", "new_date": "2026-11-30"}
    assert (row.start, row.finish) == (deeds.START, deeds.FINISH)
    assert row.updated_at == desk.moment(desk.MONDAY)
    request = next(r for r in whole(full, "root", Query("requests")).rows if r.urgent)
    assert request.urgent is True
    assert request.submitted_at == desk.moment(desk.MONDAY)
    meeting = whole(full, "root", Query("meetings")).rows[0]
    assert meeting.start == desk.moment(desk.MONDAY) + timedelta(days=3)
    assert [block["minutes"] for block in meeting.blocks] == [5, 30, 15, 10]


def test_duties_are_in_the_order_of_instants_whatever_the_servers_zone(postgres_url: str) -> None:
    """Clocks in Berlin show 2:30 twice on that day, so their texts are out of order."""
    with desk.office(postgres_url) as office:
        name = postgres_url.partition("?")[0].rpartition("/")[2]
        with office.desk.database.writing() as connection:
            connection.execute(text(f"ALTER DATABASE {name} SET timezone = 'Europe/Berlin'"))
    with desk.empty_office(postgres_url) as office:
        lines = tuple(replace(d, by=None) for d in a_request().details or ())
        office.at("2027-10-31 06:31")  # due two hours on, at the first 2:31 in Berlin
        wanted = []
        for _ in range(4):
            wanted.append(deeds.submitted(office, details=lines, expected=date(2028, 1, 1)))
            office.wait(minutes=20)
        office.do("root", Remind())
        assert [key for _, key in office.duties("root")] == wanted
        pages = list(forward(office, "root", Query("duties", limit=1)))
        assert [row.key for page in pages for row in page.rows] == wanted
