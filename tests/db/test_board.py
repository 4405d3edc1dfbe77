"""A week's board from what is kept: what the database answers is all the board needs (R7.3)."""

from __future__ import annotations

from typing import Any

import pytest

from core.board import Board, Card, ColumnName, Lane, Week, board, questions
from core.commands.desk import UndoLast
from core.commands.task import AcceptTask, DeliverTask, SendBackTask, UpdateTask
from core.model.work import Risk, TaskState
from core.policy import Policy
from core.views import Query
from tests.deeds import executing, tasks
from tests.desk import WORKTIME, Office, moment

# The tasks of the plan run from Tuesday 3 to Friday 20 November 2026.
W45, W46, W47 = (Week(2026, n) for n in (45, 46, 47))


def read(office: Office, query: Query | None, login: str = "root") -> list[Any] | None:
    return None if query is None else list(office.page(login, query.view, **_rest(query)).rows)


def _rest(query: Query) -> dict[str, Any]:
    return {"filters": query.filters, "limit": query.limit}


def shown(office: Office, week: Week, login: str = "root") -> Board:
    asked = questions(week, office.now, WORKTIME)
    tasks, before, at_end = (read(office, query, login) for query in asked)
    assert tasks is not None
    return board(tasks, week, Lane.OWNER, office.now, WORKTIME, Policy(), before, at_end)


def cards(office: Office, week: Week, login: str = "root") -> dict[str, Card]:
    return {
        card.row.owner: card for lane in shown(office, week, login).lanes for card in lane.cards
    }


def columns(office: Office, week: Week) -> dict[str, str]:
    return {owner: card.column.value for owner, card in cards(office, week).items()}


@pytest.fixture
def work(office: Office) -> dict[str, str]:
    """Three tasks; what was done with them in three weeks."""
    number = executing(office)
    found = tasks(office, number)

    def update(owner: str, state: TaskState, at: str, **more: Any) -> None:
        office.do(owner, UpdateTask(number=found[owner], state=state, **more), at)

    update("qian", TaskState.IN_PROGRESS, "2026-11-04 10:00")
    update("zhou", TaskState.IN_PROGRESS, "2026-11-05 10:00", risk=Risk(what="Late printer"))
    update("zhou", TaskState.IN_PROGRESS, "2026-11-10 10:00")
    office.do("qian", DeliverTask(number=found["qian"], deliverable="a.pdf"), "2026-11-11 10:00")
    office.do("wang", AcceptTask(number=found["qian"]), "2026-11-17 10:00")
    update("feng", TaskState.IN_PROGRESS, "2026-11-17 11:00")
    return found


@pytest.mark.usefixtures("work")
def test_R7_3_any_week_shows_the_cards_as_they_stood(office: Office) -> None:
    office.at("2026-11-18 10:00")
    assert columns(office, W45) == {
        "qian": "in_progress", "zhou": "at_risk", "feng": "not_started"
    }  # fmt: skip
    assert columns(office, W46) == {
        "qian": "awaiting_acceptance", "zhou": "in_progress", "feng": "not_started"
    }  # fmt: skip
    assert columns(office, W47) == {
        "qian": "done", "zhou": "in_progress", "feng": "in_progress"
    }  # fmt: skip


@pytest.mark.usefixtures("work")
def test_R7_3_the_change_since_last_week_is_known(office: Office) -> None:
    office.at("2026-11-18 10:00")
    was = {owner: card.was for owner, card in cards(office, W47).items()}
    assert was == {
        "qian": ColumnName.AWAITING_ACCEPTANCE,
        "zhou": ColumnName.IN_PROGRESS,
        "feng": ColumnName.NOT_STARTED,
    }
    assert {owner for owner, card in cards(office, W47).items() if card.moved} == {"qian", "feng"}
    assert {card.was for card in cards(office, W45).values()} == {None}


@pytest.mark.usefixtures("work")
def test_R7_3_what_was_accepted_before_the_week_is_gone(office: Office) -> None:
    office.at("2026-11-24 10:00")
    found = cards(office, W47.step(1))
    assert set(found) == {"zhou", "feng"}
    assert all(card.late and card.carried_over for card in found.values())


def test_R7_3_the_week_begins_at_midnight_of_the_organisation(
    office: Office, work: dict[str, str]
) -> None:
    """Shanghai is eight hours ahead: in UTC the Monday begins on Sunday afternoon."""
    office.do("zhou", DeliverTask(number=work["zhou"], deliverable="b.pdf"), "2026-11-22 22:00")
    office.do("wang", AcceptTask(number=work["zhou"]), "2026-11-22 23:59")
    office.do("feng", DeliverTask(number=work["feng"], deliverable="c.pdf"), "2026-11-22 22:00")
    office.do("wang", AcceptTask(number=work["feng"]), "2026-11-23 00:00")
    assert columns(office, W47.step(1)) == {"feng": "done"}


def test_R7_3_an_undone_update_never_was(office: Office, work: dict[str, str]) -> None:
    office.do("feng", UpdateTask(number=work["feng"], state=TaskState.DONE), at="2026-11-18 10:00")
    office.do("feng", UndoLast())
    office.at("2026-11-24 10:00")
    card = cards(office, W47)["feng"]
    assert (card.row.state, card.to_hand_in, card.late) == ("in_progress", False, True)


def test_R8_1_what_was_sent_back_is_at_work_again(office: Office, work: dict[str, str]) -> None:
    office.do("zhou", DeliverTask(number=work["zhou"], deliverable="b.pdf"), "2026-11-18 10:00")
    office.do("wang", SendBackTask(number=work["zhou"], reason="No QR code"), "2026-11-18 11:00")
    card = cards(office, W47)["zhou"]
    assert (card.column, card.row.reworks) == (ColumnName.IN_PROGRESS, 1)


@pytest.mark.usefixtures("work")
def test_A4_a_board_has_only_what_the_person_may_see(office: Office) -> None:
    office.at("2026-11-18 10:00")
    assert set(cards(office, W47, "qian")) == {"qian", "zhou", "feng"}
    assert cards(office, W47, "han") == {}


def test_R7_3_a_task_begun_early_is_on_the_board(office: Office) -> None:
    number = executing(office)
    found = tasks(office, number)
    office.do(
        "feng", UpdateTask(number=found["feng"], state=TaskState.IN_PROGRESS), "2026-11-02 20:00"
    )
    early = W45.step(-1)
    asked = questions(early, moment("2026-11-01 10:00"), WORKTIME)
    assert [row.owner for row in read(office, asked.tasks) or []] == ["feng"]
    assert asked.at_end is None
    assert questions(W45.step(1), office.now, WORKTIME).before is None


def test_R7_3_lanes_get_the_titles_of_their_requests(office: Office) -> None:
    one, other = executing(office), executing(office, title="Second")
    rows = office.page("root", "requests", filters=(("numbers", f"{one},{other}"),)).rows
    assert {row.key: row.title for row in rows} == {one: "618 campaign", other: "Second"}
    assert office.keys("root", "requests", numbers=other) == [other]
