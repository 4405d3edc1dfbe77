"""One's own calendar at the screens: taken in, heeded in booking, forgotten; a feed written."""

from __future__ import annotations

from pathlib import Path

from core.commands.calendars import ForgetCalendar, WriteFeed
from core.commands.meeting import ScheduleMeeting
from tests.tui.by_keys import at_work
from tests.tui.by_verbs import organisation
from tests.tui.test_cli_calendar import SECRET, a_calendar, when
from tui.i18n import _

QUESTION = "Busy times from which calendar file? (.ics; only times are kept)"


def test_R5_4_R14_1_a_calendar_comes_in_counts_and_goes_out_by_keys(tmp_path: Path) -> None:
    file = a_calendar(tmp_path / "outlook.ics", when(9), when(9, 14))
    folder = tmp_path / "public"
    folder.mkdir()
    with at_work(organisation(tmp_path / "desk.db"), "zhang") as person:
        person.goes("meetings")
        person.press("C")
        person.sees(_(QUESTION))
        person.press(str(tmp_path / "nothing.ics"), "enter")
        person.sees("nothing.ics cannot be read")
        person.press("end", "ctrl+u", file, "enter")
        person.sees("outlook: 2 busy times", "taken in under 1 min ago")
        person.press("escape")
        person.misses(_(QUESTION))
        person.opens("n", ScheduleMeeting)
        person.fills(
            ScheduleMeeting, kind="weekly", start="+9d 10:00", title="Review",
            attendees="zhang, wang",
        )  # fmt: skip
        person.press("ctrl+s")
        clock = f"{when(9):%m-%d} 10:00 to 11:00"
        person.sees(f"zhang is busy (own calendar) from {clock}.", "Send again to keep it")
        person.sends(ScheduleMeeting, "MTG-")
        person.sees("Review")
        person.does("X", ForgetCalendar, source="outlook")
        person.press("C")
        person.sees(_(QUESTION))
        person.misses("busy times until")
        person.press("escape")
        person.goes("today")
        person.does("F", WriteFeed, to=str(folder))
        person.sees("zhang-tasks.ics")
    written = (folder / "zhang-meetings.ics").read_bytes()
    assert b"SUMMARY:Review" in written
    assert SECRET.encode() not in written
