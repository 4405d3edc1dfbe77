"""What screens open reads by index, however many requests there are, on both engines (I16, V4)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from core.errors import Overtaken, TooSlow
from core.views import Query
from db import patience, windows
from db.rows import bound
from db.windows import Times
from tests import deeds
from tests.desk import MONDAY, Office, moment
from tui.screens import assignment, intake

NOW = moment(MONDAY)
TIMES = Times(NOW.date(), NOW, NOW)
QUEUES = [
    view.query
    for s in (intake.IntakeScreen, assignment.AssignmentScreen)
    for view in s.views
    if view.kind == "request"
]
OTHERS = [
    Query("requests", (("number", "XMBG-202611001"),)),
    Query("departments"),
    Query("notices"),
]


def plan(office: Office, login: str, query: Query) -> list[str]:
    """What SQLite says it would do."""
    asked = windows.statement(office.actor(login), query, TIMES)
    with office.desk.database.reading() as connection:
        lines = connection.execute(
            text("EXPLAIN QUERY PLAN " + asked.sql), bound(asked.values, True)
        )
        return [line[3] for line in lines]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("login", ["root", "wang"])
@pytest.mark.parametrize("query", QUEUES, ids=repr)
def test_R3_1_each_state_of_a_queue_is_read_in_its_order(
    office: Office, login: str, query: Query
) -> None:
    for asked in (query, query._replace(back=True), query._replace(search="案")):
        lines = plan(office, login, asked)
        parts = [line for line in lines if "ix_request_queue" in line]
        assert len(parts) >= len(dict(query.filters).get("states", "one").split(","))
        assert all(line.startswith("SEARCH r") for line in parts)
        assert not [line for line in lines if line.startswith("SCAN r")]
        # Only the few rows that were found are sorted, and the clocks of each.
        clocks = next(n for n, line in enumerate(lines) if line.startswith("CORRELATED"))
        assert not [line for line in lines[:clocks] if "ORDER BY" in line]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("query", OTHERS, ids=repr)
def test_what_is_looked_up_is_found_by_an_index(office: Office, query: Query) -> None:
    lines = plan(office, "root", query)
    assert not [line for line in lines if line in ("SCAN r", "SCAN t", "SCAN n", "SCAN x")], lines


def test_R3_1_a_queue_merged_of_its_states_is_in_one_order(office: Office) -> None:
    """More rows than a window has in several states: the merge loses and doubles none."""
    for n in range(9):
        number = deeds.submitted(office, title=f"No. {n}")
        if n % 3 == 0:
            deeds.dispatched(office)
        assert number
    rows = office.page("root", "requests", limit=500).rows
    asked = Query("requests", limit=4)
    found: list[Any] = []
    while True:
        page = office.desk.page(office.actor("root"), asked, office.now)
        found += page.rows
        if not page.more:
            break
        asked = asked._replace(after=page.cursors[-1])
    assert [row.key for row in found] == [row.key for row in rows]
    assert len({row.key for row in found}) == len(rows) == 12


def test_I16_a_question_that_takes_too_long_is_given_up_with_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.2)
    slow = {
        "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) "
        "SELECT count(*) FROM s",
        "postgresql": "SELECT pg_sleep(60)",
    }
    database = office.desk.database
    with (
        pytest.raises(TooSlow, match="narrow the list"),
        database.reading() as connection,
        patience.limited(connection, lambda: False),
    ):
        connection.exec_driver_sql(slow[connection.dialect.name])
    assert office.page("root", "requests").rows == ()  # the connection is as good as before


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_V4_a_question_nobody_waits_for_any_more_ends_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    deeds.submitted(office)
    monkeypatch.setattr(patience, "STEPS", 1)
    office.desk.heed(lambda: True)
    with pytest.raises(Overtaken):
        office.page("root", "requests")
    office.desk.heed(lambda: False)
    assert len(office.page("root", "requests").rows) == 1
