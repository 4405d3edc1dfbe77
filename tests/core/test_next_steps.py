"""The keys a screen names first are those that move the record on."""

import pytest

from core.actor import Actor
from core.commands import SCREENS, all_commands, of_screen
from core.lifecycle import FOLLOWS, S
from core.model.organisation import OrganisationRole
from core.next_steps import NEXT, in_order

COORDINATOR = Actor(login="root", roles=frozenset({OrganisationRole.COORDINATOR}))
LIAISON = Actor(login="wu", liaises=frozenset({"LOG"}))
# Tasks and archiving move a request on from here: its own verbs do not.
BY_OTHERS = {S.EXECUTING, S.ACCEPTING, S.CLOSED}


def test_every_next_step_is_a_verb_with_a_key() -> None:
    verbs = {verb for steps in NEXT.values() for verb in steps}
    assert {verb for verb in verbs if not all_commands()[verb].keys} == set()


def test_every_state_that_something_follows_has_a_next_step() -> None:
    waiting = {state for state, later in FOLLOWS.items() if later} - BY_OTHERS
    assert {state for state in waiting if ("request", state.value) not in NEXT} == set()


@pytest.mark.parametrize("screen", SCREENS)
def test_no_verb_of_a_screen_is_left_out(screen: str) -> None:
    commands = of_screen(screen)
    for kind, state in [*NEXT, ("person", "")]:
        assert sorted(in_order(commands, kind, state, COORDINATOR)) == sorted(commands)


def test_the_next_steps_come_first_then_the_verbs_of_that_kind() -> None:
    order = in_order(of_screen("intake"), "request", "submitted", COORDINATOR)
    assert order[:3] == ["request dispatch", "request return", "request reject"]
    order = in_order(of_screen("people"), "resource", "", COORDINATOR)
    assert order[:2] == ["resource add", "resource edit"]


def test_R17_2_what_a_person_may_never_do_is_named_last() -> None:
    order = in_order(of_screen("assignment"), "request", "dispatched", LIAISON)
    assert order[:2] == ["request acknowledge", "request object"]
    assert order.index("request dispatch") > order.index("request comment")
    order = in_order(of_screen("assignment"), "request", "dispatched", COORDINATOR)
    assert order.index("request acknowledge") > order.index("request dispatch")
