"""``calendar`` by verbs: busy times taken in, counted, forgotten; a person's feed (R5.4, R14.1)."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.model.answer import Method
from tests.exports.readers import by_icalendar, todos_by_icalendar
from tests.tui.by_verbs import CommandLine

ZONE = ZoneInfo("Asia/Shanghai")
TIME = ("--kind", "weekly", "--title", "Review")
SECRET = "Dentist"
BOMB = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260101T000000Z\r\n"
    b"RRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def when(days: int, clock: int = 10) -> datetime:
    """A time of a day so many days ahead, by the organisation's clocks."""
    day = datetime.now(ZONE) + timedelta(days=days)
    return day.replace(hour=clock, minute=0, second=0, microsecond=0)


def a_calendar(place: Path, *starts: datetime, rule: str = "", more: str = "") -> str:
    """A file with an hour at each of these times."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@elsewhere\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;TZID=Asia/Shanghai:{start:%Y%m%dT%H%M%S}\r\nDURATION:PT1H\r\n"
        f"SUMMARY:{SECRET}\r\n{rule}{more}END:VEVENT\r\n"
        for n, start in enumerate(starts)
    )
    place.write_bytes(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode())
    return str(place)


def schedule(liaison: CommandLine, *more: str, start: str = "+9d 10:00") -> str:
    who = ("--attendees", "zhang chair, wang, zhao", "--start", start)
    told = liaison("meeting", "schedule", *TIME, *who, *more, by="zhang")
    assert told.status == 0, told.err
    return told.out


def test_R5_4_busy_times_warn_and_are_kept_clear_of_without_a_title(
    liaison: CommandLine, tmp_path: Path
) -> None:
    outlook = a_calendar(tmp_path / "outlook.ics", when(9), when(9, 14))
    taken = liaison.document("calendar", "import", outlook, by="wang")
    assert (taken["person"], taken["source"], taken["times"]) == ("wang", "outlook", 2)
    said = schedule(liaison)
    assert f"wang is busy (own calendar) from {when(9):%m-%d} 10:00 to 11:00." in said
    suggest = ("meeting", "suggest", "--attendees", "wang", "--kind", "weekly", "--after")
    [free, *_rest] = liaison.document(*suggest, f"{when(9):%Y-%m-%d} 09:30", by="zhang")
    assert datetime.fromisoformat(free) >= when(9, 11)
    # All that is kept are times: no table holds the title, and the trail holds not even these.
    with closing(sqlite3.connect(liaison.db)) as kept:
        trail = kept.execute("SELECT after FROM trail WHERE command = 'ImportCalendar'").fetchall()
    files = liaison.db.parent.glob(f"{liaison.db.name}*")
    assert not any(SECRET.encode() in file.read_bytes() for file in files)
    assert f"{when(9, 14):%Y-%m-%d}" not in str(trail)


def test_R5_4_the_same_name_again_replaces_and_forgetting_leaves_nothing(
    liaison: CommandLine, tmp_path: Path
) -> None:
    for days in (9, 20):
        file = a_calendar(tmp_path / "own.ics", when(days))
        liaison.document("calendar", "import", file, "--source", "Work", by="wang")
    a_calendar(tmp_path / "choir.ics", when(21))
    liaison.document("calendar", "import", str(tmp_path / "choir.ics"), by="wang")
    shown = liaison.document("calendar", "busy", by="wang")
    assert [one["source"] for one in shown["calendars"]] == ["Work", "choir"]
    assert [datetime.fromisoformat(t["start"]) for t in shown["times"]] == [when(20), when(21)]
    assert "taken in under 1 min ago" in liaison("calendar", "busy", by="wang").out
    assert "own calendar" not in schedule(liaison)
    refused = liaison("calendar", "forget", "--source", "play", "--json", by="wang")
    assert (refused.status, refused.error["field"]) == (1, "source")
    assert "choir" in refused.error["hint"]
    liaison.document("calendar", "forget", "--source", "Work", by="wang")
    shown = liaison.document("calendar", "busy", by="wang")
    assert [datetime.fromisoformat(t["start"]) for t in shown["times"]] == [when(21)]
    with closing(sqlite3.connect(liaison.db)) as kept:
        assert kept.execute("SELECT count(*) FROM busy_time").fetchone() == (1,)


def test_R5_4_a_series_a_move_and_an_absence_are_looked_at_too(
    liaison: CommandLine, tmp_path: Path
) -> None:
    file = a_calendar(tmp_path / "own.ics", when(23), rule="STATUS:TENTATIVE\r\n")
    liaison.document("calendar", "import", file, by="wang")
    away = ("--start", f"{when(16):%Y-%m-%d}", "--until", f"{when(16):%Y-%m-%d}")
    liaison.document("person", "absent", "zhao", *away)
    said = schedule(liaison, "--repeat", "weekly", "--count", "4")
    assert f"wang is perhaps busy (own calendar) from {when(23):%m-%d} 10:00" in said
    assert f"zhao is away until {when(16):%Y-%m-%d}." in said
    series = liaison.document("series", "list", by="zhang")[0]["number"]
    moved = ("--move-to", f"{when(9):%Y-%m-%d} 10:30")
    found = liaison.document("series", "edit", series, *moved, by="zhang")
    assert any("perhaps busy" in one for one in found["clashes"])
    number = liaison.document("meeting", "list", by="zhang")[0]["number"]
    start = f"{when(23):%Y-%m-%d} 10:59"
    found = liaison.document("meeting", "reschedule", number, "--start", start, by="zhang")
    assert any("perhaps busy" in one for one in found["clashes"])


def test_R5_4_meetings_of_this_desk_and_what_was_declined_do_not_count_twice(
    liaison: CommandLine, tmp_path: Path
) -> None:
    schedule(liaison)
    [number] = [one["number"] for one in liaison.document("meeting", "list", by="zhang")]
    liaison.document("meeting", "invite", number, "--to", str(tmp_path), by="zhang")
    own = tmp_path / f"{number}.ics"
    taken = liaison.document("calendar", "import", str(own), by="wang")
    assert taken["times"] == 0
    no = "ATTENDEE;PARTSTAT=DECLINED:mailto:WANG@example.com\r\n"
    file = a_calendar(tmp_path / "outlook.ics", when(9), more=no)
    assert liaison.document("calendar", "import", file, by="wang")["times"] == 0
    assert liaison.document("calendar", "import", file, by="zhao")["times"] == 1


def test_R17_2_a_calendar_is_ones_own_or_a_coordinators_to_take_in(
    liaison: CommandLine, tmp_path: Path
) -> None:
    file = a_calendar(tmp_path / "own.ics", when(9))
    for verb in (("import", file), ("busy",), ("forget", "--source", "own"),
                 ("feed", "--to", str(tmp_path))):  # fmt: skip
        told = liaison("calendar", *verb, "--person", "wang", "--json", by="zhang")
        assert (told.status, told.error["kind"]) == (3, "permission"), verb
    taken = liaison.document("calendar", "import", file, "--person", "wang")
    assert taken["person"] == "wang"
    assert liaison.document("calendar", "busy", by="wang")["calendars"][0]["by"] == taken["by"]
    assert liaison("calendar", "busy", "--person", "nobody").status == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "It does not begin like a calendar."),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "It is cut off"),
        (b"x" * 5_000_000, "It is larger than 4 MiB."),
        (BOMB, "more often than daily"),
        *((f"BEGIN:VCALENDAR\r\nMETHOD:{method.name}\r\nEND:VCALENDAR".encode(), "an answer")
          for method in Method),
        (None, "cannot be read"),
    ],
)  # fmt: skip
def test_I11_a_file_that_cannot_be_changes_nothing(
    liaison: CommandLine, tmp_path: Path, content: bytes | None, words: str
) -> None:
    good = a_calendar(tmp_path / "own.ics", when(9))
    liaison.document("calendar", "import", good, by="wang")
    before = liaison.document("calendar", "busy", by="wang")
    place = tmp_path / "bad" / "own.ics"
    if content is not None:
        place.parent.mkdir()
        place.write_bytes(content)
    told = liaison("calendar", "import", str(place), "--json", by="wang")
    assert told.status == 2
    assert words in told.error["message"]
    assert liaison.document("calendar", "busy", by="wang") == before


def test_I11_a_pipe_and_a_hostile_name_are_no_calendar(
    liaison: CommandLine, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    assert liaison("calendar", "import", str(tmp_path / "pipe.ics"), by="wang").status == 2
    file = a_calendar(tmp_path / "own.ics", when(9))
    told = liaison("calendar", "import", file, "--source", "a\x1b[2Jb", "--json", by="wang")
    assert (told.status, told.error["field"]) == (2, "source")


def test_R14_1_a_feed_has_a_persons_meetings_and_tasks_in_two_files_that_stay(
    liaison: CommandLine, tmp_path: Path
) -> None:
    schedule(liaison)
    off = ("--start", "+10d 10:00", "--kind", "weekly", "--title", "Off", "--attendees", "wang")
    number = liaison.document("meeting", "schedule", *off, by="zhang")["number"]
    liaison.document("meeting", "cancel", number, "--reason", "no need", by="zhang")
    schedule(liaison, "--repeat", "weekly", "--count", "3", start="+11d 10:00")
    folder = tmp_path / "public"
    folder.mkdir()
    written = liaison.document("calendar", "feed", "--out", str(folder), by="wang")
    assert (written["meetings"], written["series"], written["tasks"]) == (2, 1, 0)
    meetings, tasks = (Path(file) for file in written["files"])
    assert (meetings.name, tasks.name) == ("wang-meetings.ics", "wang-tasks.ics")
    found = by_icalendar(meetings.read_bytes())
    assert found["method"] == "PUBLISH"
    assert [(one["summary"], one["status"]) for one in found["events"]] == [
        ("Review", "CONFIRMED"), ("Off", "CANCELLED"), ("Review", "CONFIRMED"),
    ]  # fmt: skip
    assert len(found["first"]) == 3
    assert todos_by_icalendar(tasks.read_bytes())["todos"] == []
    before = [meetings.read_bytes(), tasks.read_bytes()]
    liaison.document("calendar", "feed", "--to", str(folder), by="wang")
    assert [meetings.read_bytes(), tasks.read_bytes()] == before
    assert sorted(os.listdir(folder)) == ["wang-meetings.ics", "wang-tasks.ics"]
    until = ("--until", f"{when(9):%Y-%m-%d}")
    few = liaison.document("calendar", "feed", "--to", str(folder), *until, by="wang")
    assert (few["meetings"], few["series"]) == (1, 0)
    nobody = liaison.document("calendar", "feed", "--to", str(folder), by="sun")
    assert (nobody["meetings"], nobody["series"]) == (0, 0)


def test_I13_a_feed_is_written_into_a_folder_or_not_at_all(
    liaison: CommandLine, tmp_path: Path
) -> None:
    for to, field in (("", "to"), (str(tmp_path / "none"), "to")):
        told = liaison("calendar", "feed", *(["--to", to] if to else []), "--json", by="wang")
        assert (told.status, told.error["field"]) == (2, field)
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "wang-meetings.ics").symlink_to(victim)
    assert liaison("calendar", "feed", "--to", str(tmp_path), by="wang").status == 2
    assert victim.read_text() == "mine"
    for verb in (("calendar", "feed", "--to", str(tmp_path)), ("meeting", "suggest")):
        told = liaison(*verb, "--from", "-", "--json", by="wang", given=[{}, {}])
        assert (told.status, told.error["field"]) == (2, "from")
    wrong = ("--since", "2027-02-01", "--until", "2027-01-01")
    told = liaison("calendar", "feed", "--to", str(tmp_path), *wrong, "--json", by="wang")
    assert (told.status, told.error["field"]) == (1, "until")
