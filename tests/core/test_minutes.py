"""Drafts of minutes, changes to agendas, and free times, each without a database (R5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import agenda_edit as edit
from core import slots
from core.errors import RuleViolation
from core.minutes import Source, draft, name
from core.model.meeting import (
    ActionItem,
    Attendee,
    Block,
    Decision,
    Meeting,
    MeetingKind,
    Participation,
)
from core.run import follow
from tests.desk import WORKTIME, local, moment

START = moment("2026-11-05 14:00")
BLOCKS = (Block(name="Opening", minutes=5), Block(name="Topics", minutes=30, presenter="wang"))


def a_meeting(**more: object) -> Meeting:
    usual: dict[str, object] = {
        "number": "MTG-202611001", "uid": "u", "kind": MeetingKind.WEEKLY, "title": "Weekly",
        "start": START, "zone": "Asia/Shanghai", "organizer": "wu", "blocks": BLOCKS,
        "started_at": START, "finished_at": START + timedelta(minutes=40),
    }  # fmt: skip
    return Meeting(**(usual | more))  # type: ignore[arg-type]


def source(meeting: Meeting, project: str = "618") -> Source:
    assert meeting.started_at
    assert meeting.finished_at
    run = follow(meeting.blocks, meeting.started_at, (), meeting.finished_at, meeting.finished_at)
    return Source(meeting, run, project, ("Wu LOG",), (), WORKTIME.local, {"wu": "Wu Kai"})


def test_R5_6_minutes_are_called_after_day_project_and_topic() -> None:
    assert name(source(a_meeting())) == "2026-11-05 618 Weekly"
    assert name(source(a_meeting(title="618 weekly"))) == "2026-11-05 618 weekly"
    assert name(source(a_meeting(), "")) == "2026-11-05 Weekly"


def test_R5_6_what_was_not_taken_down_has_no_heading() -> None:
    bare = draft(source(a_meeting()), str)
    assert "Decisions" not in bare
    assert "Held 2026-11-05 14:00–14:40, planned 2026-11-05 14:00–14:35" in bare
    full = draft(
        source(
            a_meeting(
                decisions=(Decision(text="[/] yes", at=START),),
                actions=(ActionItem(text="Do", owner="wu", due=date(2026, 11, 9)),),
                parked=("Why?",),
            )
        ),
        str,
    )
    actions = full.index("Action items\n1. Do (Wu Kai, 2026-11-09)")
    assert full.index("Decisions\n1. [/] yes") < actions
    assert full.endswith("Parked questions\n1. Why?")


# An agenda changed key by key.


@given(st.integers(1, 90), st.lists(st.text("ab预", min_size=1), min_size=1, max_size=12))
def test_R5_2_topics_share_the_minutes_of_their_block(minutes: int, names: list[str]) -> None:
    blocks = (BLOCKS[0], Block(name="Topics", minutes=minutes, presenter="wang"))
    if len(names) > minutes:
        with pytest.raises(RuleViolation, match="do not fit"):
            edit.split(blocks, 1, names)
        return
    found = edit.split(blocks, 1, names)
    assert edit.total(found) == edit.total(blocks)
    assert [block.name for block in found[1:]] == names
    shares = [block.minutes for block in found[1:]]
    assert max(shares) - min(shares) <= 1
    assert min(shares) >= 1


def test_R5_2_topics_have_minutes_of_their_own_where_these_add_up() -> None:
    blocks = (BLOCKS[0], Block(name="Topics", minutes=30, presenter="wang"))
    timed = (Block(name="Stock", minutes=20), Block(name="Budget", minutes=10, presenter="wu"))
    names = ["Stock 20", "Budget 10"]
    own = edit.split(blocks, 1, names, timed)[1:]
    assert [(b.name, b.minutes, b.presenter) for b in own] == [
        ("Stock", 20, "wang"), ("Budget", 10, "wu"),
    ]  # fmt: skip
    shared = edit.split(blocks, 1, ["iPhone 15", "iPhone 16"], timed[:1])[1:]
    assert [(b.name, b.minutes) for b in shared] == [("iPhone 15", 15), ("iPhone 16", 15)]


def test_R5_2_no_topics_share_nothing() -> None:
    with pytest.raises(RuleViolation, match="Name the topics"):
        edit.split(BLOCKS, 1, [])


def test_R5_2_a_block_keeps_a_minute_and_an_agenda_a_block() -> None:
    assert edit.lengthen(BLOCKS, 0, -99)[0].minutes == 1
    assert edit.total(edit.lengthen(BLOCKS, 1, 5)) == 40
    assert edit.remove(BLOCKS, 0) == BLOCKS[1:]
    with pytest.raises(RuleViolation, match="at least one"):
        edit.remove(BLOCKS[:1], 0)


@given(st.integers(0, 4), st.integers(-9, 9))
def test_R5_2_moving_a_block_loses_none(at: int, by: int) -> None:
    blocks = tuple(Block(name=str(n), minutes=n + 1) for n in range(5))
    moved, to = edit.move(blocks, at, by)
    assert sorted(b.name for b in moved) == [b.name for b in blocks]
    assert moved[to] == blocks[at]
    assert to == min(max(at + by, 0), 4)


# Times at which all can meet.


def booked(start: str, minutes: int, *people: str, **more: object) -> Meeting:
    return a_meeting(
        start=moment(start), blocks=(Block(name="All", minutes=minutes),), organizer=people[0],
        attendees=tuple(Attendee(person=person) for person in people), **more,
    )  # fmt: skip


def free(meetings: list[Meeting], after: str, *people: str, minutes: int = 60) -> list[str]:
    taken = slots.busy(meetings, people)
    found = slots.free(taken, timedelta(minutes=minutes), WORKTIME, moment(after), 3)
    return [local(one) for one in found]


def test_R5_4_times_are_in_working_hours_and_nobody_is_busy() -> None:
    others = [
        booked("2026-11-05 09:00", 90, "wang", "li"),
        booked("2026-11-05 13:00", 180, "zhao"),
        booked("2026-11-05 11:00", 60, "guest"),
    ]
    assert free(others, "2026-11-05 08:00", "wang", "zhao", minutes=120) == [
        "2026-11-05 10:30", "2026-11-05 16:00", "2026-11-06 09:00",
    ]  # fmt: skip


def test_R5_4_after_work_comes_the_next_working_day() -> None:
    # A Saturday is worked; Thursday and Friday of the week after are free.
    assert free([], "2026-11-06 17:30", "wang")[0] == "2026-11-07 09:00"
    assert free([], "2026-11-11 17:30", "wang")[0] == "2026-11-16 09:00"
    assert free([], "2026-11-08 12:00", "wang")[0] == "2026-11-09 09:00"


def test_R5_4_a_meeting_longer_than_a_day_fits_nowhere() -> None:
    assert free([], "2026-11-05 08:00", "wang", minutes=9 * 60 + 1) == []
    assert len(free([], "2026-11-05 08:00", "wang", minutes=9 * 60)) == 3


def test_R5_4_neighbours_do_not_clash_and_who_declined_is_free() -> None:
    one = booked("2026-11-05 14:00", 60, "wu", "wang")
    said = Attendee(person="zhao", partstat=Participation.DECLINED)
    declined = booked("2026-11-05 14:00", 60, "wu")
    declined = a_meeting(attendees=(said,), start=declined.start)
    taken = slots.busy([one, declined], ["wang", "zhao"])

    def clash(start: str, end: str) -> list[str]:
        return [busy.person for busy in slots.clashes(taken, moment(start), moment(end))]

    assert clash("2026-11-05 13:00", "2026-11-05 14:00") == []
    assert clash("2026-11-05 15:00", "2026-11-05 16:00") == []
    assert clash("2026-11-05 14:59", "2026-11-05 16:00") == ["wang"]
    assert slots.busy([one], ["wang"], besides=one.number) == []
    assert isinstance(taken[0].start, datetime)
