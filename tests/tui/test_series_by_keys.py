"""A series of meetings at the screens: scheduled, moved, skipped, changed, ended by keys (R5.1)."""

from __future__ import annotations

import re
from pathlib import Path

from core.commands.meeting import RescheduleMeeting, ScheduleMeeting
from core.commands.series import EditSeries, EndSeries, SkipMeeting
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import organisation


def shown_number(person: Person) -> str:
    """The number of the meeting whose detail is shown."""
    found = re.search(r"MTG-\d{9}", person.terminal.text())
    assert found
    return found.group()


def test_R5_1_a_series_lives_at_the_keyboard(tmp_path: Path) -> None:
    with at_work(organisation(tmp_path / "desk.db")) as person:
        person.goes("meetings")
        person.does(
            "n", ScheduleMeeting, "MTG-",
            kind="standing", start="+9d 10:00", title="Standing group",
            attendees="zhang, wang", repeat="weekly", count="3",
        )  # fmt: skip
        person.sees("⟳ Standing group", "SER-", "every", "at 10:00, 3 times")
        number = shown_number(person)
        person.does("r", RescheduleMeeting, number, start="+10d 09:00")
        person.sees("09:00")
        person.press("j")
        second = f"{number[:-1]}2"
        person.sees(f"{second}  Standing group")
        person.does("x", SkipMeeting, second, reason="Fair")
        person.sees(f"{number[:-1]}3  Standing group")
        person.does("E", EditSeries, title="Group of three")
        person.sees("⟳ Group of three")
        person.press("Z")
        person.sees("[Series]", "Group of three", "3 times")
        person.sees(second, "cancelled", "moved")
        person.does("W", EndSeries, reason="Done")
        person.sees("ended")


def test_a_meeting_that_is_none_of_a_series_is_not_skipped(tmp_path: Path) -> None:
    with at_work(organisation(tmp_path / "desk.db"), language="zh") as person:
        person.goes("meetings")
        person.does(
            "n", ScheduleMeeting, "MTG-", kind="standing", start="+9d 10:00", title="一次",
            attendees="zhang, wang",
        )  # fmt: skip
        person.opens("x", SkipMeeting)
        person.press("ctrl+s")
        person.sees("不属于系列会议，请改用取消。")
