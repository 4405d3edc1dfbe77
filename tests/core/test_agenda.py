from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agenda import KIND_LABELS, TEMPLATES, check_blocks, check_notice, outside_hours, timed
from core.errors import RuleViolation
from core.model.meeting import Block, Meeting, MeetingKind
from core.policy import Policy, Span, Unit
from tests.desk import WORKTIME, moment

POLICY = Policy()
KICKOFF = MeetingKind.KICKOFF
NOW = moment("2026-11-02 09:00")


def blocks(*minutes: int) -> tuple[Block, ...]:
    return tuple(Block(name=f"Block {n}", minutes=length) for n, length in enumerate(minutes))


def test_R5_2_a_kickoff_is_5_30_15_10_and_60_at_most() -> None:
    template = [(str(name), minutes) for name, minutes in TEMPLATES[KICKOFF]]
    assert template == [
        ("Opening", 5),
        ("Topics", 30),
        ("Questions and conflict resolution", 15),
        ("Conclusions", 10),
    ]
    check_blocks(blocks(5, 30, 15, 10), KICKOFF, POLICY, "")


@pytest.mark.parametrize("kind", MeetingKind)
def test_R5_1_every_kind_has_its_name_and_its_blocks(kind: MeetingKind) -> None:
    assert str(KIND_LABELS[kind])
    assert all(minutes > 0 for _, minutes in TEMPLATES[kind])
    agenda = tuple(Block(name=str(name), minutes=m) for name, m in TEMPLATES[kind])
    check_blocks(agenda, kind, POLICY, "")


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.sampled_from(list(MeetingKind)))
def test_R5_2_the_sum_decides_and_only_a_kickoff_has_a_limit(
    minutes: list[int], kind: MeetingKind
) -> None:
    over = kind is KICKOFF and sum(minutes) > 60
    if not over:
        check_blocks(blocks(*minutes), kind, POLICY, "")
        return
    with pytest.raises(RuleViolation, match=f"take {sum(minutes)} min.* 60 min") as refused:
        check_blocks(blocks(*minutes), kind, POLICY, "  ")
    assert refused.value.field == "blocks"
    check_blocks(blocks(*minutes), kind, POLICY, "The supplier comes")


def test_R5_2_the_limit_is_a_setting() -> None:
    hours = Policy(overrides={"kickoff_length": Span(2, Unit.HOURS)})
    check_blocks(blocks(100, 20), KICKOFF, hours, "")
    with pytest.raises(RuleViolation, match="120 min at most"):
        check_blocks(blocks(100, 21), KICKOFF, hours, "")


@pytest.mark.parametrize("minutes", [(), (0,), (30, 0), (-5, 30)])
def test_R5_2_no_agenda_and_no_block_without_time(minutes: tuple[int, ...]) -> None:
    for reason in ("", "a reason"):
        with pytest.raises(RuleViolation) as refused:
            check_blocks(blocks(*minutes), MeetingKind.WEEKLY, POLICY, reason)
        assert refused.value.field == "blocks"


@pytest.mark.parametrize(
    ("kind", "hours"),
    [(kind, {KICKOFF: 48, MeetingKind.URGENT: 0}.get(kind, 24)) for kind in MeetingKind],
)
def test_R5_3_notice_is_24_hours_two_days_for_a_kickoff_none_for_urgent(
    kind: MeetingKind, hours: int
) -> None:
    start = NOW + timedelta(hours=hours)
    if hours:
        check_notice(kind, start, NOW, POLICY, "")
        late = start - timedelta(seconds=1)
        with pytest.raises(RuleViolation, match=f"less than {hours} h") as refused:
            check_notice(kind, late, NOW, POLICY, " ")
        assert refused.value.field == "late_notice_reason"
        check_notice(kind, late, NOW, POLICY, "The supplier is here today only")
    check_notice(kind, NOW + timedelta(seconds=1), NOW, POLICY, "a reason")


def test_R5_3_notice_is_time_elapsed_over_a_change_of_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 10, 24, 12, tzinfo=berlin).astimezone(UTC)
    # The night is 25 hours long: noon to noon is more than a day, 11:00 is exactly one.
    start = datetime(2026, 10, 25, 11, tzinfo=berlin).astimezone(UTC)
    check_notice(MeetingKind.WEEKLY, start, now, POLICY, "")
    with pytest.raises(RuleViolation):
        check_notice(MeetingKind.WEEKLY, start - timedelta(minutes=1), now, POLICY, "")


def test_R5_3_no_reason_makes_a_meeting_begin_in_the_past() -> None:
    for kind in MeetingKind:
        for start in (NOW, NOW - timedelta(days=1)):
            with pytest.raises(RuleViolation, match="in the past") as refused:
                check_notice(kind, start, NOW, POLICY, "a reason")
            assert refused.value.field == "start"


@given(
    st.lists(st.integers(1, 240), min_size=1, max_size=10),
    st.integers(0, 2 * 365 * 24 * 60),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_R5_2_blocks_follow_each_other_and_end_with_the_meeting(
    minutes: list[int], later: int, zone: str
) -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=later)
    start = begin.astimezone(ZoneInfo(zone))
    placed = timed(blocks(*minutes), start)
    assert [item.block.minutes for item in placed] == minutes
    assert placed[0].start == start
    assert all(one.end == other.start for one, other in pairwise(placed))
    for item in placed:
        lasts = item.end.astimezone(UTC) - item.start.astimezone(UTC)
        assert lasts == timedelta(minutes=item.block.minutes)
        assert item.end.tzinfo is start.tzinfo
    meeting = Meeting(
        number="MTG-202611001", uid="u", kind=KICKOFF, title="t", start=start.astimezone(UTC),
        zone=zone, organizer="wang", blocks=blocks(*minutes),
    )  # fmt: skip
    assert placed[-1].end.astimezone(UTC) == meeting.end


def test_C2_blocks_over_a_change_of_clocks_last_as_long_as_they_say() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    (first, second) = timed(blocks(20, 20), datetime(2026, 3, 29, 1, 50, tzinfo=berlin))
    assert first.end.strftime("%H:%M %z") == "03:10 +0200"
    assert second.end.strftime("%H:%M %z") == "03:30 +0200"


@pytest.mark.parametrize(
    ("start", "end", "outside"),
    [
        ("2026-11-02 09:00", "2026-11-02 18:00", False),
        ("2026-11-02 08:59", "2026-11-02 10:00", True),
        ("2026-11-02 17:30", "2026-11-02 18:01", True),
        ("2026-11-02 17:00", "2026-11-03 09:30", True),
        ("2026-11-01 10:00", "2026-11-01 11:00", True),  # a Sunday
        ("2026-11-07 10:00", "2026-11-07 11:00", False),  # a Saturday that is worked
        ("2026-11-12 10:00", "2026-11-12 11:00", True),  # a Thursday that is free
    ],
)
def test_R5_4_meetings_on_free_days_or_out_of_hours_are_seen(
    start: str, end: str, outside: bool
) -> None:
    assert outside_hours(moment(start), moment(end), WORKTIME) is outside
