"""The run of a meeting as a function of its events and a moment (R5.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import run as runs
from core.agenda import check_blocks
from core.errors import RuleViolation
from core.meeting_figures import by_kind, overrun
from core.model.meeting import Block, MeetingKind, RunEvent, Step
from core.policy import Policy
from core.run import MINUTE, ZERO, Run, clock, follow, plainly

START = datetime(2026, 11, 5, 6, tzinfo=UTC)
KICKOFF = (5, 30, 15, 10)


def blocks(*minutes: int) -> list[Block]:
    return [Block(name=f"Block {n}", minutes=m) for n, m in enumerate(minutes, 1)]


def event(step: Step, after: float, **more: int) -> RunEvent:
    return RunEvent(step=step, at=START + after * MINUTE, by="wu", **more)


def at(after: float, *events: RunEvent, minutes: tuple[int, ...] = KICKOFF) -> Run:
    return follow(blocks(*minutes), START, events, START + after * MINUTE)


def spent(run: Run) -> list[float]:
    return [part.spent / MINUTE for part in run.parts]


def test_R5_5_the_first_block_counts_down_from_the_shared_start() -> None:
    run = at(2)
    assert (run.at, run.current.left, run.paused) == (0, 3 * MINUTE, False)
    assert run.projected_end == run.planned_end == START + 60 * MINUTE
    assert run.overrun == ZERO


def test_R5_5_an_overrun_moves_the_projected_end_and_an_early_step_brings_it_back() -> None:
    late = at(7)
    assert late.current.left == -2 * MINUTE
    assert (late.overrun, late.planned_end) == (2 * MINUTE, START + 60 * MINUTE)
    early = at(10, event(Step.NEXT, 2))
    assert (early.at, early.current.left) == (1, 22 * MINUTE)
    assert early.overrun == -3 * MINUTE


def test_R5_5_back_goes_on_where_the_block_stopped() -> None:
    run = at(10, event(Step.NEXT, 4), event(Step.BACK, 9))
    assert (run.at, spent(run)) == (0, [5, 5, 0, 0])
    # What was spent of a later block is not spent again.
    assert run.projected_end == START + (10 + 0 + 25 + 15 + 10) * MINUTE


def test_R5_5_a_pause_costs_no_block_and_moves_the_end() -> None:
    paused = at(13, event(Step.PAUSE, 3))
    assert (paused.paused, paused.current.left) == (True, 2 * MINUTE)
    assert paused.overrun == 10 * MINUTE
    on = at(14, event(Step.PAUSE, 3), event(Step.RESUME, 13))
    assert (on.paused, on.current.left, on.overrun) == (False, MINUTE, 10 * MINUTE)


def test_R5_5_extending_keeps_the_sum() -> None:
    run = at(6, event(Step.EXTEND, 5, block=0, source=2, minutes=5))
    assert [part.minutes for part in run.parts] == [10, 30, 10, 10]
    assert [part.block.minutes for part in run.parts] == list(KICKOFF)
    assert (run.current.left, run.overrun) == (4 * MINUTE, ZERO)
    assert [part.start for part in run.parts] == [START + n * MINUTE for n in (0, 10, 40, 50)]


def test_R5_5_a_block_can_spare_what_it_has_not_spent_and_keeps_a_minute() -> None:
    assert [part.spare for part in at(0).parts] == [4, 29, 14, 9]
    assert [part.spare for part in at(4.5).parts] == [0, 29, 14, 9]
    assert at(9).parts[0].spare == 0


def test_R5_5_steps_beyond_either_end_stay_at_it() -> None:
    assert at(3, *(event(Step.NEXT, 1) for _ in range(9))).at == 3
    assert at(3, *(event(Step.BACK, 1) for _ in range(9))).at == 0


def test_C1_a_clock_that_goes_backwards_stands_still() -> None:
    run = at(1, event(Step.NEXT, 4))
    assert (run.now, spent(run)) == (START + 4 * MINUTE, [4, 0, 0, 0])
    before = at(-30)
    assert (before.current.left, before.now) == (5 * MINUTE, START)
    jumbled = at(9, event(Step.NEXT, 6), event(Step.NEXT, 2))
    assert spent(jumbled) == [6, 0, 3, 0]


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Berlin", "2026-10-25 01:50"),  # the hour from two to three comes twice
        ("Europe/Berlin", "2027-03-28 01:50"),  # and here never
        ("Asia/Shanghai", "2026-12-31 23:50"),
    ],
)
def test_C2_a_run_over_midnight_and_a_change_of_clocks_counts_minutes(
    zone: str, start: str
) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    step = RunEvent(step=Step.NEXT, at=begun + 5 * MINUTE, by="wu")
    run = follow(blocks(*KICKOFF), begun, [step], begun + 25 * MINUTE)
    assert run.current.left == 10 * MINUTE
    assert run.planned_end - begun == 60 * MINUTE
    assert run.overrun == ZERO


def test_R5_5_what_has_not_begun_has_no_run() -> None:
    document: dict[str, Any] = {
        "started_at": None,
        "finished_at": None,
        "blocks": [],
        "run_events": [],
    }
    assert runs.of_document(document, START) is None
    assert runs.of_document(document | {"started_at": START.isoformat()}, START) is None


def test_R5_5_an_ended_run_stands_still_and_is_kept_by_block() -> None:
    end = START + 40 * MINUTE
    run = follow(blocks(5, 30), START, [event(Step.NEXT, 8)], START + 900 * MINUTE, end)
    assert (run.over, run.now, spent(run)) == (True, end, [8, 32])
    assert run.projected_end == end
    assert overrun(run) == 5
    [times] = by_kind([("weekly", run), ("weekly", follow(blocks(10), START, [], end, end))])
    assert (times.kind, times.count, times.planned, times.taken) == (
        MeetingKind.WEEKLY, 2, 22.5, 40.0,
    )  # fmt: skip
    assert times.overrun == 17.5
    plain = plainly(run)
    assert [b["spent"] for b in plain["blocks"]] == [480, 1920]
    assert (plain["block"], plain["overrun"]) == (2, 300)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "00:00"), (0.2, "00:01"), (60, "01:00"), (59.9, "01:00"), (300, "05:00"),
        (-0.5, "+00:00"), (-1, "+00:01"), (-61.5, "+01:01"), (7500, "125:00"),
    ],
)  # fmt: skip
def test_R5_5_the_countdown_is_minutes_and_seconds(seconds: float, shown: str) -> None:
    assert clock(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize("minutes", [(0, 5), (-5, 30)])
def test_R5_2_a_run_never_meets_a_block_without_minutes(minutes: tuple[int, ...]) -> None:
    with pytest.raises(RuleViolation):
        check_blocks(blocks(*minutes), MeetingKind.WEEKLY, Policy(), "")


STEPS = st.sampled_from([Step.NEXT, Step.BACK, Step.PAUSE, Step.RESUME])


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=6),
    st.lists(st.tuples(STEPS, st.integers(0, 40)), max_size=20),
    st.integers(0, 90),
)
def test_R5_5_every_minute_is_some_blocks_or_a_break(
    minutes: list[int], steps: list[tuple[Step, int]], more: int
) -> None:
    times = list(accumulate(wait for _, wait in steps))
    events = [event(step, time) for (step, _), time in zip(steps, times, strict=True)]
    now = (times[-1] if times else 0) + more
    run = follow(blocks(*minutes), START, events, START + now * MINUTE)
    paused, breaks, since = False, 0, 0
    for (step, _), time in zip(steps, times, strict=True):
        breaks += (time - since) * paused
        since = time
        paused = step is Step.PAUSE or (paused and step is not Step.RESUME)
    breaks += (now - since) * paused
    assert sum(spent(run)) + breaks == now
    assert run.paused == paused
    assert sum(part.minutes for part in run.parts) == sum(minutes)
    assert run.projected_end >= run.now
    assert 0 <= run.at < len(minutes)
