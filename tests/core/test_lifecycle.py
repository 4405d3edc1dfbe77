from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from core.lifecycle import FOLLOWS, LABELS, OPEN, require, require_follows
from core.model.request import Request, RequestState, RequestType

# Copied by hand from the specification's sections 2, 3, 6, 8 and 9.
MAY_FOLLOW = {
    "draft": "submitted withdrawn",
    "submitted": "returned rejected withdrawn dispatched",
    "returned": "submitted withdrawn",
    "dispatched": "coordinating objected",
    "objected": "dispatched",
    "coordinating": "approving",
    "approving": "executing second_coordination",
    "second_coordination": "approving",
    "executing": "accepting closed",
    "accepting": "executing closed",
    "closed": "archived",
    "rejected": "",
    "withdrawn": "",
    "archived": "",
}
A_REQUEST = Request(
    number="XMBG-202611001",
    type=RequestType.PROJECT,
    title="618",
    originating_department="MKT",
    originator="wang",
    created_at=datetime(2026, 11, 2, tzinfo=UTC),
)


def in_state(state: str) -> Request:
    return replace(A_REQUEST, state=RequestState(state))


def refuses(check: Callable[[], None]) -> bool:
    try:
        check()
    except RuleViolation:
        return True
    return False


def test_R3_2_only_these_states_follow_each_other() -> None:
    assert {state.value: {s.value for s in later} for state, later in FOLLOWS.items()} == {
        state: set(later.split()) for state, later in MAY_FOLLOW.items()
    }


@pytest.mark.parametrize("state", RequestState)
def test_every_state_has_its_name_and_is_reached(state: RequestState) -> None:
    assert str(LABELS[state])
    reached = {RequestState.DRAFT}
    while more := {later for earlier in reached for later in FOLLOWS[earlier]} - reached:
        reached |= more
    assert state in reached


def test_nothing_is_open_that_has_ended() -> None:
    ended = {"rejected", "withdrawn", "closed", "archived"}
    assert {state.value for state in OPEN} == set(MAY_FOLLOW) - ended


@given(st.lists(st.sampled_from(sorted(MAY_FOLLOW)), max_size=30))
def test_any_sequence_of_wishes_makes_a_path_of_allowed_steps(wishes: list[str]) -> None:
    state = "draft"
    for wish in wishes:
        allowed = wish in MAY_FOLLOW[state].split()
        assert refuses(lambda: require_follows(in_state(state), RequestState(wish))) is not allowed  # noqa: B023
        if allowed:
            state = wish
    assert refuses(lambda: require(in_state(state), RequestState(state))) is False


@given(
    st.sampled_from(list(RequestState)),
    st.sets(st.sampled_from(list(RequestState))),
)
def test_a_state_is_required_exactly(state: RequestState, wanted: set[RequestState]) -> None:
    assert refuses(lambda: require(in_state(state), *wanted)) is (state not in wanted)


@pytest.mark.parametrize("state", RequestState)
def test_a_refusal_says_what_the_request_is_and_what_it_waits_for(state: RequestState) -> None:
    other = next(s for s in RequestState if s is not state)
    with pytest.raises(RuleViolation) as refused:
        require(in_state(state), other)
    sentence = str(refused.value)
    assert sentence.startswith(f"XMBG-202611001 is {LABELS[state]}, so this cannot be done now. ")
    ends = FOLLOWS[state] == frozenset() or state is RequestState.CLOSED
    assert ("waits" in sentence or "tasks" in sentence or "not been submitted" in sentence) is not (
        ends
    )
