from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from core.errors import BadInput
from core.model.request import RequestType
from core.policy import KICKOFF_BLOCKS, LIMITS, UPDATE_HOUR, Policy, Span, Unit

MINUTES, HOURS, DAYS, WORKING_DAYS = Unit

# Copied by hand out of the specification, not out of the code.
FROM_THE_SPECIFICATION = [
    ("first_response", 2, HOURS, "R4.1", "S0"),
    ("first_response_urgent", 30, MINUTES, "R4.1", "S0"),
    ("first_plan_urgent", 2, HOURS, "R4.1", "S0"),
    ("written_record", 24, HOURS, "R4.1", ""),
    ("acknowledge", 24, HOURS, "R3.4", "S4"),
    ("acknowledge_head", 4, HOURS, "R3.4", ""),
    ("meeting_notice", 24, HOURS, "R5.3", "S4"),
    ("kickoff_notice", 2, DAYS, "R5.3", "S1"),
    ("kickoff_length", 60, MINUTES, "R5.2", "S1"),
    ("block_warning", 1, MINUTES, "R5.5", ""),
    ("minutes", 24, HOURS, "R5.6", "S1"),
    ("plan", 24, HOURS, "R6.1", "S4"),
    ("answer", 48, HOURS, "R6.2", "S4"),
    ("remind_owner", 3, DAYS, "R7.2", "S4"),
    ("remind_lead", 1, DAYS, "R7.2", "S4"),
    ("remind_node", 1, DAYS, "R7.2", "S0"),
    ("update_silence", 24, HOURS, "R7.2", "S4"),
    ("cycle", 14, DAYS, "R7.6", "S3"),
    ("retrospective", 5, WORKING_DAYS, "R10.1", "S4"),
    ("settle_general", 1, WORKING_DAYS, "R12.1", "S0"),
    ("settle_moderate", 3, WORKING_DAYS, "R12.1", "S0"),
    ("settle_major", 5, WORKING_DAYS, "R12.1", "S0"),
    ("settle_sudden", 48, HOURS, "R12.2", "S3"),
    ("notice_confirmation", 24, HOURS, "R13.2", "S0"),
    ("public_freshness", 24, HOURS, "R13.3", "S0"),
]


@pytest.mark.parametrize(("name", "amount", "unit", "rule", "source"), FROM_THE_SPECIFICATION)
def test_each_limit_is_the_specifications(
    name: str, amount: int, unit: Unit, rule: str, source: str
) -> None:
    limit = LIMITS[name]
    assert (limit.name, limit.span, limit.rule, limit.source) == (
        name,
        Span(amount, unit),
        rule,
        source,
    )


def test_there_is_no_limit_without_its_line_in_the_table_above() -> None:
    assert sorted(LIMITS) == sorted(name for name, *_ in FROM_THE_SPECIFICATION)


def test_each_limit_says_what_it_is_for_in_words_of_its_own() -> None:
    assert len({str(limit.what) for limit in LIMITS.values()}) == len(LIMITS)


def test_R5_2_the_blocks_of_a_kickoff_are_5_30_15_10_and_fill_its_limit() -> None:
    assert [minutes for _, minutes, _ in KICKOFF_BLOCKS] == [5, 30, 15, 10]
    total = sum(minutes for _, minutes, _ in KICKOFF_BLOCKS)
    assert Span(total, MINUTES) == LIMITS["kickoff_length"].span


def test_R7_1_updates_are_due_at_17_00() -> None:
    assert UPDATE_HOUR.isoformat() == "17:00:00"


def test_an_override_changes_its_own_limit_and_no_other() -> None:
    policy = Policy({"acknowledge": Span(8, HOURS)})
    assert policy["acknowledge"] == Span(8, HOURS)
    assert policy["plan"] == Span(24, HOURS)
    limit = policy.limit("acknowledge")
    assert limit == dataclasses.replace(LIMITS["acknowledge"], span=Span(8, HOURS))
    assert LIMITS["acknowledge"].span == Span(24, HOURS)


def test_a_setting_for_an_unknown_limit_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match='no time limit called "aknowledge"') as refused:
        Policy({"aknowledge": Span(8, HOURS)})
    assert "acknowledge" in str(refused.value.hint)


def test_asking_for_an_unknown_limit_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        Policy()["aknowledge"]


@pytest.mark.parametrize("amount", [0, -1, 10_000])
def test_a_span_is_at_least_one_and_at_most_9999(amount: int) -> None:
    with pytest.raises(BadInput, match="from 1 to 9999"):
        Span(amount, HOURS)


def test_a_policy_cannot_be_changed_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Policy().hours = "working"  # type: ignore[misc]


def test_R5_3_a_notice_is_time_between_two_moments() -> None:
    assert Policy().elapsed("kickoff_notice") == timedelta(hours=48)
    assert Policy().elapsed("meeting_notice") == timedelta(hours=24)
    assert Policy({"kickoff_length": Span(2, HOURS)}).elapsed("kickoff_length") == timedelta(
        hours=2
    )
    with pytest.raises(BadInput, match="working days"):
        Policy({"meeting_notice": Span(1, WORKING_DAYS)}).elapsed("meeting_notice")


def test_R2_3_the_prefix_is_a_setting_of_each_type() -> None:
    policy = Policy(prefixes={"resource": "ZY"})
    assert policy.prefix(RequestType.RESOURCE) == "ZY"
    assert policy.prefix(RequestType.PROJECT) == "XMBG"


@pytest.mark.parametrize("prefix", ["", "a", "X-1", "X/Y", "../X", "需求", "X Y", "ÉT"])
def test_R2_3_a_prefix_is_capital_letters_and_digits(prefix: str) -> None:
    with pytest.raises(BadInput, match="cannot begin with"):
        Policy(prefixes={"project": prefix})


def test_nobody_approves_their_own_work_unless_the_setting_says_so() -> None:
    assert not Policy().self_approval
