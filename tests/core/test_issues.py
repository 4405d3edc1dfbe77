"""The agenda of a weekly review made of issues, without a database (R5.1, R7.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core import issues
from core.agenda import LEFT, TEMPLATES, is_topic
from core.issues import Issue, cards, filled, of_card, of_conflict, of_points
from core.model.conflict import Conflict, ConflictLevel, ConflictType
from core.model.meeting import Block, MeetingKind
from core.model.work import Risk, Task, TaskState
from core.policy import Policy
from tests.desk import WORKTIME, moment

NOW = moment("2026-11-18 10:00")  # a Wednesday
PLAIN = tuple(Block(name=str(n), minutes=m) for n, m in TEMPLATES[MeetingKind.WEEKLY])


def a_task(n: int = 1, **more: Any) -> Task:
    usual: dict[str, Any] = {
        "number": f"TSK-202611{n:03d}", "request": "XMBG-202611001", "title": f"Task {n}",
        "department": "PRD", "owner": "qian", "start": date(2026, 11, 9),
        "finish": date(2026, 11, 27), "criterion": "c", "state": TaskState.IN_PROGRESS,
        "updated_at": moment("2026-11-18 09:30"),
    }  # fmt: skip
    return Task(**(usual | more))


def asked(*tasks: Task) -> list[Issue]:
    found = cards(tasks, NOW, WORKTIME, Policy())
    made = (of_card(card, card.row.owner, WORKTIME, str) for card in found)
    return [issue for issue in made if issue]


def an_issue(n: int, rank: int = 2, title: str = "Posters") -> Issue:
    return Issue((rank, n), f"TSK-202611{n:03d}", title, "qian", f"question {n}")


def test_R7_4_late_at_risk_and_silent_work_is_asked_about_and_no_other() -> None:
    late = a_task(1, finish=date(2026, 11, 16))
    risk = Risk(what="Paper is short", why="supplier", new_date=date(2026, 12, 2))
    at_risk = a_task(2, risk=risk)
    silent = a_task(3, updated_at=moment("2026-11-13 10:00"))
    handed_in = a_task(
        4, state=TaskState.DONE, delivered_at=moment("2026-11-12 10:00"), finish=date(2026, 11, 12)
    )
    fine, coming = a_task(5), a_task(6, start=date(2026, 12, 1), state=TaskState.NOT_STARTED)
    accepted = a_task(7, state=TaskState.ACCEPTED, accepted_at=moment("2026-11-17 10:00"))
    found = {one.number[-1]: one for one in asked(late, at_risk, silent, handed_in, fine, coming,
                                                   accepted)}  # fmt: skip
    assert sorted(found) == ["1", "2", "3", "4"]
    assert found["1"].question == (
        "late since 2026-11-16. What is done about it, by whom, by when?"
    )
    assert found["2"].question == (
        "Paper is short: supplier. Is 2026-12-02 agreed as the new date?"
    )
    assert found["3"].question == "no update since 2026-11-13. Where does it stand?"
    assert found["4"].question == "handed in, not accepted yet. Is it accepted, or what is missing?"
    assert [one.number[-1] for one in sorted(found.values())] == ["1", "2", "4", "3"]


def test_R7_4_a_major_conflict_comes_before_all_work_and_other_ones_behind_the_red() -> None:
    def conflict(level: ConflictLevel) -> Issue:
        one = Conflict(
            number=f"CFL-20261100{level}", level=level, type=ConflictType.GOALS, title="Budget",
            parties=("MKT", "FIN"), opened_by="wang", opened_at=moment("2026-11-12 23:30"),
        )  # fmt: skip
        return of_conflict(one, "wang", WORKTIME, str)

    major, general = conflict(ConflictLevel.MAJOR), conflict(ConflictLevel.GENERAL)
    late, risky = an_issue(1, 2), an_issue(2, 3)
    assert sorted([general, risky, late, major]) == [major, late, risky, general]
    assert "2026-11-12" in major.question  # by the organisation's clocks
    assert "MKT, FIN" in major.question


@pytest.mark.parametrize("count", range(1, 12))
def test_R5_1_topics_share_thirty_minutes_and_the_meeting_stays_as_long(count: int) -> None:
    blocks = filled(PLAIN, [an_issue(n) for n in range(1, count + 1)], str)
    topics = [block for block in blocks if is_topic(block)]
    assert sum(block.minutes for block in topics) == 30
    assert sum(block.minutes for block in blocks) == sum(block.minutes for block in PLAIN)
    assert len(topics) == min(count, 6)
    assert max(b.minutes for b in topics) - min(b.minutes for b in topics) <= 1
    assert [blocks[0].name, blocks[-1].name] == ["Issue list", "Conclusions"]
    assert blocks[1].presenter == "qian"


def test_R5_1_what_no_topic_is_left_for_is_named_in_the_last() -> None:
    *_, last, _end = filled(PLAIN, [an_issue(n) for n in range(9, 0, -1)], str)
    assert last.name == "TSK-202611006 and 3 more"
    assert [part.split()[0] for part in last.question.split("; ")] == [
        f"TSK-20261100{n}" for n in (6, 7, 8, 9)
    ]


def test_R7_4_filling_again_replaces_what_was_made_and_keeps_what_was_added() -> None:
    first = filled(PLAIN, [an_issue(1), an_issue(2)], str)
    mine = Block(name="Visit of the supplier", minutes=7, presenter="wang")
    edited = (first[0], mine, *first[1:])
    again = filled(edited, [an_issue(3)], str)
    assert [b.name for b in again] == [
        "Issue list", "Visit of the supplier", "TSK-202611003 Posters", "Conclusions",
    ]  # fmt: skip
    assert again[1] == mine
    assert again[2].minutes == 30
    assert filled(again, [an_issue(3)], str) == again


def test_R7_4_an_agenda_with_nothing_open_any_more_is_the_template_again() -> None:
    assert filled(PLAIN, [], str) == PLAIN
    assert filled(filled(PLAIN, [an_issue(1)], str), [], str) == PLAIN
    own = (Block(name="Anything", minutes=20),)
    assert filled(own, [], str) == own
    assert [b.minutes for b in filled(own, [an_issue(1)], str)] == [20, 30]


def test_R5_1_what_was_left_over_comes_first_and_is_never_cut() -> None:
    points = [f"{n} {'x' * 100}" for n in range(8)]
    [left] = of_points(points, "", str)
    blocks = filled(PLAIN, [*(an_issue(n) for n in range(1, 9)), left], str)
    assert blocks[1].name == str(LEFT)
    assert issues.points_in(blocks, str) == points
    assert issues.points_in(filled(blocks, [left], str), str) == points


def test_I1_a_topic_of_a_hostile_title_is_one_block_that_is_read_back() -> None:
    from core.commands.base import Kind
    from core.line_values import read_lines, write
    from core.lines import Context

    title = "a | b; 30 | zhang \\| " + "长" * 300
    blocks = filled(PLAIN, [an_issue(1, title=title), an_issue(2, title="")], str)
    assert all(len(block.name) <= 100 for block in blocks)
    text = write(Kind.BLOCKS, blocks)
    assert read_lines(Kind.BLOCKS, text, Context(NOW, WORKTIME)) == blocks


@pytest.mark.parametrize("minutes", [1, 2, 9])
def test_R5_2_topics_of_a_short_agenda_have_a_minute_each_at_least(minutes: int) -> None:
    old = (Block(name="TSK-202611001 Old", minutes=minutes),)
    blocks = filled(old, [an_issue(n) for n in range(1, 5)], str)
    assert all(block.minutes >= 1 for block in blocks)
    assert len(blocks) <= max(2, minutes)
