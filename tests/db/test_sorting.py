"""Long lists in every order, and how far they are counted (R3.1, I16, V4)."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core import views
from core.commands.desk import UndoLast
from core.commands.request import WithdrawRequest
from core.views import Page, Query
from db import windows
from db.derived import NEXT_DUE
from db.rows import bound
from tests import deeds
from tests.db.test_query_plans import TIMES, plan
from tests.desk import Office
from tui.widgets.window import Window


def test_R4_3_the_nearest_clock_of_a_request_is_kept_with_it(office: Office) -> None:
    withdrawn = deeds.submitted(office)
    deeds.dispatched(office)
    deeds.coordinating(office)
    deeds.approving(office)
    office.do("wang", WithdrawRequest(number=withdrawn, reason="r"))
    before = kept(office)
    assert before[withdrawn] is None
    assert len({due for due in before.values() if due}) > 1
    office.do("wang", UndoLast())
    assert kept(office)[withdrawn] is not None


def kept(office: Office) -> dict[str, object]:
    """The nearest clocks by number; those that are kept are those that run."""
    with office.desk.database.reading() as connection:
        rows = connection.execute(text(f"SELECT number, next_due, ({NEXT_DUE}) FROM request")).all()
    assert [row[1] for row in rows] == [row[2] for row in rows]
    return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("order", windows.named("requests").orders)
def test_V4_every_order_is_read_from_an_index(office: Office, order: str) -> None:
    lines = plan(office, "root", Query("requests", (("states", "submitted,closed"),), order=order))
    clocks = next(n for n, line in enumerate(lines) if line.startswith("CORRELATED"))
    assert (
        len([line for line in lines[:clocks] if "SEARCH r USING" in line and "state=?" in line])
        == 2
    )
    assert not [line for line in lines if line.startswith("SCAN r")]
    assert not [line for line in lines[:clocks] if line == "USE TEMP B-TREE FOR ORDER BY"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_V4_reviews_are_read_from_an_index_in_the_order_of_duties(office: Office) -> None:
    lines = plan(office, "root", Query("duties"))
    assert any("ix_request_clock (state=?)" in line for line in lines)
    assert not [line for line in lines if line in ("SCAN r", "SCAN x", "SCAN f", "SCAN t")]


def test_I16_counting_ends_where_nobody_reads_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        deeds.submitted(office)
    monkeypatch.setattr(views, "MOST", 3)
    for login in ("root", "wang"):
        assert office.desk.count(office.actor(login), Query("requests"), office.now) == 3
    assert office.desk.count(office.actor("root"), Query("duties"), office.now) == 3
    monkeypatch.undo()
    assert office.desk.count(office.actor("root"), Query("duties"), office.now) == 4


def test_I16_a_list_longer_than_was_counted_says_so() -> None:
    page: Page[object] = Page(tuple(range(50)), tuple((n,) for n in range(50)), True)
    window = Window(page, 1000, most=1000)
    assert (window.total, window.extent, window.count) == (None, 999, 1000)
    window.take_count(999)
    assert (window.total, window.extent, window.count) == (999, 999, 999)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_I16_what_few_may_be_is_looked_up_first(office: Office) -> None:
    """Whoever sees little, or looks for a rare word, has no list read from end to end."""
    office_actor = office.actor("guest")
    from db import few

    asked = few.found(lambda _: 0, office_actor, Query("requests"), "sqlite")
    sql = windows.statement(office_actor, Query("requests"), TIMES, asked)
    with office.desk.database.reading() as connection:
        lines = [
            line[3]
            for line in connection.execute(
                text("EXPLAIN QUERY PLAN " + sql.sql), bound(sql.values, True)
            )
        ]
    assert any("SEARCH r USING INTEGER PRIMARY KEY" in line for line in lines)
    assert not [line for line in lines if "SEARCH r USING" in line and "(state=?" in line]
