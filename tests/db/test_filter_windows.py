"""What people type finds the same rows on both engines, in every order, page by page (R3.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from core.commands.conflict import OpenConflict
from core.commands.dispatch import DispatchRequest, ReturnRequest
from core.commands.person import AddPerson
from core.commands.request import DraftRequest, EditRequest
from core.filters import WORD, Term
from core.lines import Context
from core.model.conflict import ConflictLevel
from core.model.desk import Deadline
from core.model.request import Priority, Request, RequestType
from core.views import MOST, Query
from db import kinds, terms, windows
from db.derived import NEXT_DUE
from tests import deeds
from tests.db.test_windows import backward, forward, whole
from tests.desk import WORKTIME, Office, moment
from tui import filtering

TITLES = (
    "市场活动方案", "618大促活动", "Market research", "100% 完成", "snake_case", "hey!",
    "产品说明书",
)  # fmt: skip


def fill(office: Office) -> None:
    for n, title in enumerate(TITLES):
        more = {"priority": Priority(n % 3 + 1), "urgent": n % 4 == 0}
        number = deeds.submitted(office, title=title, expected=date(2026, 12, 1 + n), **more)
        if n % 3 == 0:
            office.do("root", ReturnRequest(number=number, reason="r"))
        office.wait(hours=5)
    office.do("wang", DraftRequest(title="草稿", type=RequestType.ISSUE))
    number = deeds.submitted(office, title="Led by logistics")
    office.do("root", DispatchRequest(number=number, lead="LOG", reason="r", coordinator="zhu"))
    deeds.executing(office)
    deeds.a_meeting(office, "wu", number, title="启动会")
    office.do("li", OpenConflict(title="场地费用", level=ConflictLevel.MAJOR,
                                 parties=("SAL", "LOG"), about=number))  # fmt: skip
    office.do("root", AddPerson(login="xm", name="王小明", department="FIN"))
    office.at("2026-11-04 10:00")


@pytest.fixture
def full(shared_office: Office) -> Office:
    if not shared_office.keys("root", "requests"):
        fill(shared_office)
    return shared_office


def found(office: Office, view: str, typed: str, login: str = "root") -> tuple[Any, ...]:
    """What a person sees who types that."""
    asked = filtering.parse(view, typed, Context(office.now, WORKTIME))
    query = Query(view, terms=asked)
    rows = whole(office, login, query).rows
    assert office.desk.count(office.actor(login), query, office.now) == len(rows)
    return tuple(rows)


def titles(office: Office, typed: str, login: str = "root") -> set[str]:
    return {row.title for row in found(office, "requests", typed, login)}


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("市场", {"市场活动方案"}),
        ("sch", {"市场活动方案"}),
        ("SCHD", {"市场活动方案"}),
        ("hdfa", {"市场活动方案"}),
        ("618dc", {"618大促活动"}),
        ("ｓｃｈ", {"市场活动方案"}),
        ("hd", {"市场活动方案", "618大促活动"}),
        ("活动 618", {"618大促活动"}),
        ("活动 -618", {"市场活动方案"}),
        ("MARKET", {"Market research"}),
        ("100%", {"100% 完成"}),
        ("_", {"snake_case"}),
        ("!", {"hey!"}),
        ('"市场 活动"', set()),
        ("' OR '1'='1", set()),
    ],
)
def test_R3_1_words_find_titles_and_their_initials(
    full: Office, typed: str, finds: set[str]
) -> None:
    assert titles(full, typed) == finds


CASES: dict[str, Callable[[Any, Office], bool]] = {
    "state:returned": lambda r, o: r.state == "returned",
    "状态:已退回": lambda r, o: r.state == "returned",
    "-state:returned": lambda r, o: r.state != "returned",
    "state:returned,draft": lambda r, o: r.state in ("returned", "draft"),
    "type:project": lambda r, o: r.type == "project",
    "prio:high": lambda r, o: r.priority == 1,
    "优先级:高,低": lambda r, o: r.priority in (1, 3),
    "lead:log": lambda r, o: r.lead_department == "LOG",
    "lead:物流部": lambda r, o: r.lead_department == "LOG",
    "lead:none": lambda r, o: not r.lead_department,
    "lead:log,none": lambda r, o: r.lead_department in ("LOG", ""),
    "-lead:none": lambda r, o: bool(r.lead_department),
    "from:wang": lambda r, o: r.originator == "wang",
    "from:Wang": lambda r, o: r.originator == "wang",
    "from:MKT": lambda r, o: r.originating_department == "MKT",
    "coord:zhu": lambda r, o: r.coordinator == "zhu",
    "coord:none": lambda r, o: not r.coordinator,
    "urgent:yes": lambda r, o: r.urgent,
    "flag:no": lambda r, o: not r.flagged,
    "due:none": lambda r, o: r.due_at is None,
    "-due:none": lambda r, o: r.due_at is not None,
    "due:overdue": lambda r, o: r.due_at is not None and r.due_at < o.now,
    "-due:overdue": lambda r, o: not (r.due_at is not None and r.due_at < o.now),
    "due:<3h": lambda r, o: r.due_at is not None and r.due_at < o.now + timedelta(hours=3),
    "due:>3h": lambda r, o: r.due_at is not None and r.due_at >= o.now + timedelta(hours=3),
    "due:<today": lambda r, o: r.due_at is not None and r.due_at < moment("2026-11-04 00:00"),
    "by:<2026-12-03": lambda r, o: r.expected is not None and r.expected < date(2026, 12, 3),
    "by:<=2026-12-03": lambda r, o: r.expected is not None and r.expected <= date(2026, 12, 3),
    "by:2026-12-03": lambda r, o: r.expected == date(2026, 12, 3),
    "by:none": lambda r, o: r.expected is None,
    "by:<30d": lambda r, o: r.expected is not None and r.expected < date(2026, 12, 4),
    "age:>1d": lambda r, o: r.submitted_at and o.now - r.submitted_at > timedelta(days=1),
    "age:<1d": lambda r, o: r.submitted_at and o.now - r.submitted_at <= timedelta(days=1),
    "#001": lambda r, o: "001" in r.key,
    "-#001": lambda r, o: "001" not in r.key,
}


@pytest.mark.parametrize("typed", CASES)
def test_R3_1_a_field_keeps_the_rows_that_have_it(full: Office, typed: str) -> None:
    rows = whole(full, "root", Query("requests")).rows
    wanted = {row.key for row in rows if CASES[typed](row, full)}
    assert {row.key for row in found(full, "requests", typed)} == wanted


def test_a_department_with_any_part_is_found(full: Office) -> None:
    for code in ("MKT", "PRD", "LOG"):
        keys = {row.key for row in found(full, "requests", f"dept:{code.lower()}")}
        parts = {
            row.key
            for row in whole(full, "root", Query("requests")).rows
            if row.key in {r.key for r in whole(
                full, "root", Query("requests", (("department", code),))).rows}
            or code in (row.originating_department, row.lead_department)
        }  # fmt: skip
        assert keys == parts != set()


def test_what_one_may_not_see_no_filter_finds(full: Office) -> None:
    assert titles(full, "草稿") == set()
    assert titles(full, "草稿", "wang") == {"草稿"}
    assert titles(full, "-state:closed", "guest") == set()


@pytest.mark.parametrize(
    ("view", "typed", "finds"),
    [
        ("tasks", "state:not_started", True),
        ("tasks", "owner:feng due:>2026-11-01 -risk:yes", True),
        ("tasks", "due:overdue", False),
        ("tasks", "age:>1d dept:LOG", False),
        ("meetings", "qdh", True),
        ("meetings", "状态:scheduled due:<30d from:wu", True),
        ("meetings", "due:overdue", False),
        ("meetings", "kind:kickoff dept:log request:XMBG", False),
        ("meetings", "type:启动会 dept:物流部", True),
        ("meetings", "dept:FIN", False),
        ("conflicts", "cdfy level:major dept:SAL", True),
        ("conflicts", "dept:FIN", False),
        ("conflicts", "due:<30d from:li sudden:no", True),
        ("people", "wxm", True),
        ("people", "小明 dept:fin active:yes", True),
        ("people", "role:coordinator", True),
        ("people", "role:auditor dept:FIN", False),
        ("departments", "wlb", True),
        ("notices", "unread:yes age:<9d", True),
        ("notices", "age:>9d", False),
        ("duties", "type:review", True),
        ("duties", "sch type:review", False),
        ("duties", "dept:FIN", False),
    ],
)
def test_every_list_has_its_own_fields(full: Office, view: str, typed: str, finds: bool) -> None:
    assert bool(found(full, view, typed)) is finds


def test_meetings_are_found_by_when_they_begin_and_by_whose_people_come(full: Office) -> None:
    [row] = whole(full, "root", Query("meetings")).rows
    start, later = row.start.isoformat(), (row.start + timedelta(minutes=1)).isoformat()

    def finds(*filters: tuple[str, str]) -> bool:
        return bool(whole(full, "root", Query("meetings", filters)).rows)

    assert finds(("from", start), ("before", later))
    assert not finds(("from", later))
    assert not finds(("before", start))
    assert finds(("department", "LOG"))
    assert not finds(("department", "FIN"))


def test_every_field_of_every_list_can_be_asked_for(full: Office) -> None:
    samples = {"choice": "", "name": "wang", "text": "x", "flag": "yes", "moment": "<3d",
               "day": ">fri", "age": ">2d"}  # fmt: skip
    for view, fields in filtering.FIELDS.items():
        known = terms.FIELDS[view].keys() - {"#"}
        assert known == {one.name for one in filtering.known(view).values()} == set(fields)
        for one in filtering.known(view).values():
            codes = [*dict.fromkeys(one.words.values())] or [samples[one.kind.value]]
            # To the second engine each further code is but another value.
            for code in codes if full.desk.database.path else codes[:1]:
                for typed in (f"{one.name}:{code}", f"-{one.name}:{code}"):
                    found(full, view, typed)


@pytest.mark.parametrize("hostile", ["' OR '1'='1", "'; DROP TABLE trail; --", "a:b", "%", "\x00"])
def test_I15_a_value_with_a_quote_is_a_value_like_any_other(full: Office, hostile: str) -> None:
    for view in terms.FIELDS:
        for name in terms.FIELDS[view].keys() - {"due", "by", "age", "start"}:
            for is_negated in (False, True):
                asked = (Term(name, (hostile,), negated=is_negated), Term(WORD, (hostile,)))
                assert whole(full, "root", Query(view, terms=asked)).rows == () or hostile == "%"


def test_an_unknown_field_or_order_is_a_fault_of_the_program(full: Office) -> None:
    with pytest.raises(KeyError):
        whole(full, "root", Query("requests", terms=(Term("colour", ("red",)),)))
    with pytest.raises(KeyError):
        whole(full, "root", Query("requests", order="colour"))


ORDERS = [(view, order) for view in windows.VIEWS for order in windows.named(view).orders]


@pytest.mark.parametrize(("view", "order"), ORDERS)
def test_R3_1_every_order_is_paged_through_to_its_end(full: Office, view: str, order: str) -> None:
    usual = whole(full, "root", Query(view)).rows
    query = Query(view, order=order)
    big = whole(full, "root", query)
    assert sorted(map(repr, big.rows)) == sorted(map(repr, usual))
    for limit in (1, 3):
        pages = list(forward(full, "root", query._replace(limit=limit)))
        assert [row for page in pages for row in page.rows] == list(big.rows)
        pages = list(backward(full, "root", query._replace(limit=limit)))
        assert [row for page in reversed(pages) for row in page.rows] == list(big.rows)


def test_the_initials_follow_the_title(office: Office) -> None:
    number = deeds.submitted(office, title="市场活动")
    assert titles(office, "schd") == {"市场活动"}
    office.do("root", ReturnRequest(number=number, reason="r"))
    office.do("wang", EditRequest(number=number, title="产品说明"))
    assert (titles(office, "schd"), titles(office, "cpsm")) == (set(), {"产品说明"})


THOUSANDS = 2_000


def many(office: Office) -> None:
    """Thousands of requests in the database itself, many of them without a date or a clock."""
    deeds.submitted(office)
    table = kinds.kept(Request).table
    with office.desk.database.writing() as connection:
        row = dict(connection.execute(table.select()).mappings().one())
        del row["id"]
        rows = [
            row | {
                "number": f"XMBG-2026{n % 12 + 1:02d}{n:03d}",
                "title": f"No. {n}",
                "priority": n % 3 + 1,
                "expected": None if n % 5 == 0 else date(2026, 1, 1) + timedelta(days=n % 300),
                "submitted_at": None if n % 7 == 0 else office.now - timedelta(hours=n % 900),
                "state": ("submitted", "executing", "closed")[n % 3],
                "originating_department": ("MKT", "PRD", "SAL")[n % 3],
            }
            for n in range(2, THOUSANDS + 1)
        ]  # fmt: skip
        connection.execute(insert(table), rows)
        table = kinds.kept(Deadline).table
        clock = dict(connection.execute(table.select().limit(1)).mappings().one())
        del clock["id"]
        clocks = [
            clock | {"about": row["number"], "due_at": office.now + timedelta(minutes=n % 99)}
            for n, row in enumerate(rows[::4])
        ]
        connection.execute(insert(table), clocks)
        connection.execute(text("ANALYZE"))  # the next reads each clock by its index
        connection.execute(text(f"UPDATE request SET next_due = ({NEXT_DUE})"))


@pytest.mark.parametrize("order", ["", *windows.named("requests").orders])
def test_R3_1_thousands_of_rows_are_each_seen_once_in_every_order(
    engine: str, shared_office: Office, request: pytest.FixtureRequest, order: str
) -> None:
    offices = request.getfixturevalue(f"{engine}_offices")
    office = offices["thousands"]
    if office.desk.count(office.actor("root"), Query("requests"), office.now) < MOST:
        many(office)
    query = Query("requests", order=order, limit=400)
    onward = [row.id for page in forward(office, "root", query) for row in page.rows]
    assert len(onward) == len(set(onward)) == THOUSANDS
    back = [[row.id for row in page.rows] for page in backward(office, "root", query)]
    assert [number for page in reversed(back) for number in page] == onward
