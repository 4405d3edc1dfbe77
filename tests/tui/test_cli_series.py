"""Series of meetings by verbs: scheduled, shown, changed, skipped, ended, written (CLI.md)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.exports.readers import by_icalendar, by_vobject
from tests.tui.by_verbs import CommandLine

WHEN = ("--start", "+9d 10:00", "--attendees", "zhang chair, wang, zhao optional")


@pytest.fixture
def to(tmp_path: Path) -> Path:
    folder = tmp_path / "outbox"
    folder.mkdir()
    return folder


def weekly(liaison: CommandLine, *more: str, count: str = "5") -> list[str]:
    """The numbers of the meetings of a new series."""
    words = ("meeting", "schedule", "--kind", "weekly", "--title", "Review", *WHEN, *more)
    first = liaison.document(*words, "--repeat", "weekly", "--count", count, by="zhang")
    assert first["start"] == first["recurrence"]
    shown = liaison.document("series", "show", first["series"], by="zhang")
    return [meeting["number"] for meeting in shown["meetings"]]


def series_of(liaison: CommandLine, number: str) -> dict[str, Any]:
    found: dict[str, Any] = liaison.document("series", "show", number, by="zhang")
    return found


def test_R5_1_a_series_is_scheduled_from_json_and_listed(liaison: CommandLine) -> None:
    form = {
        "kind": "standing", "title": "Group", "start": "+9d 10:00", "repeat": "monthly",
        "monthly_on": "weekday", "count": 3, "attendees": [{"person": "wang"}],
    }  # fmt: skip
    first = liaison.document("meeting", "schedule", "--from", "-", given=form, by="zhang")
    [row] = liaison.document("series", "list", "--state", "running", by="wang")
    assert (row["number"], row["repeat"], row["count"]) == (first["series"], "monthly", 3)
    assert row["next_meeting"] == first["number"]
    told = liaison("series", "list", by="wang")
    assert "of each month at 10:00, 3 times" in told.out
    assert liaison.document("series", "list", by="zhao") == []
    assert liaison("series", "show", first["series"], by="zhao").status == 4
    listed = liaison.document("meeting", "list", "--series", first["series"], by="wang")
    assert listed[0]["number"] == first["number"]


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        (("--repeat", "weekly", "--count", "0"), 1, "count"),
        (("--repeat", "weekly", "--count", "10000"), 1, "count"),
        (("--repeat", "weekly", "--count", "many"), 2, "count"),
        (("--repeat", "weekly", "--until", "+1d"), 1, "until"),
        (("--repeat", "weekly", "--until", "+30d", "--count", "3"), 2, "until"),
        (("--repeat", "daily"), 2, "repeat"),
        (("--count", "3"), 1, "repeat"),
        (("--repeat", "weekly", "--zone", "Mars/Base"), 2, "zone"),
        (("--repeat", "weekly", "--blocks", "Topics 0"), 1, "blocks"),
    ],
)
def test_a_series_that_cannot_be_is_refused_with_its_field(
    liaison: CommandLine, more: tuple[str, ...], status: int, field: str
) -> None:
    words = ("meeting", "schedule", "--kind", "weekly", "--title", "Review", *WHEN, *more)
    told = liaison(*words, "--json", by="zhang")
    assert (told.status, told.error["field"]) == (status, field)
    assert liaison.document("meeting", "list") == liaison.document("series", "list") == []


def test_R7_R8_the_file_of_a_series_has_its_exceptions_under_one_uid(
    liaison: CommandLine, to: Path
) -> None:
    numbers = weekly(liaison)
    moved = liaison.document(
        "meeting", "reschedule", numbers[1], "--start", "+17d 15:00", by="zhang"
    )
    skipped = liaison.document("meeting", "skip", numbers[3], "--reason", "Fair", by="zhang")
    shown = liaison.document("meeting", "invite", numbers[0], "--to", str(to), by="zhang")
    assert sorted(os.listdir(to)) == [f"{numbers[0]}.eml", f"{numbers[0]}.ics"]
    data = (to / f"{numbers[0]}.ics").read_bytes()
    assert by_icalendar(data) == by_vobject(data)
    found = by_icalendar(data)
    assert {event["uid"] for event in found["events"]} == {shown["uid"]}
    assert [event["recurrence"] for event in found["events"]] == ["", moved["recurrence"]]
    assert found["events"][1]["start"] == moved["start"]
    starts = [liaison.document("meeting", "show", n, by="wang")["start"] for n in numbers]
    assert found["first"] == [start for start in starts if start != skipped["start"]]
    [event, *_] = Calendar.from_ical(data).walk("VEVENT")
    assert str(event["SEQUENCE"]) == str(series_of(liaison, numbers[0])["sequence"])


def test_the_series_itself_is_written_alike(liaison: CommandLine, to: Path) -> None:
    numbers = weekly(liaison)
    shown = liaison.document("series", "invite", numbers[0], "--to", str(to), by="zhang")
    data = (to / f"{shown['number']}.ics").read_bytes()
    told = liaison("meeting", "invite", numbers[2], "--to", str(to), by="zhang")
    assert told.status == 0, told.err
    again = (to / f"{numbers[2]}.ics").read_bytes()

    def without_stamp(octets: bytes) -> list[bytes]:
        return [line for line in octets.split(b"\r\n") if not line.startswith(b"DTSTAMP")]

    assert without_stamp(again) == without_stamp(data)


def test_R7_only_one_of_a_series_is_written_where_that_is_asked(
    liaison: CommandLine, to: Path
) -> None:
    numbers = weekly(liaison)
    liaison.document("meeting", "edit", numbers[2], "--attendees", "zhang, sun", by="zhang")
    words = ("meeting", "invite", numbers[2], "--only", "--each", "--to", str(to))
    shown = liaison.document(*words, by="zhang")
    names = [numbers[2], f"{numbers[2]}-sun", f"{numbers[2]}-zhang"]
    written = {n for n in os.listdir(to) if n.endswith(".ics") and "removed" not in n}
    assert written == {f"{name}.ics" for name in names}
    [event] = by_icalendar((to / f"{numbers[2]}.ics").read_bytes())["events"]
    assert (event["uid"], event["recurrence"]) == (shown["uid"], shown["recurrence"])
    assert {a[0] for a in event["attendees"]} == {
        "mailto:sun@example.com", "mailto:zhang@example.com",
    }  # fmt: skip


def test_P8_each_has_a_file_with_what_they_are_invited_to(liaison: CommandLine, to: Path) -> None:
    numbers = weekly(liaison)
    liaison.document("meeting", "edit", numbers[2], "--attendees", "zhang, sun", by="zhang")
    words = ("series", "invite", numbers[0], "--each", "--to", str(to))
    number = liaison.document(*words, by="zhang")["number"]
    [only] = by_icalendar((to / f"{number}-sun.ics").read_bytes())["events"]
    assert only["recurrence"] == liaison.document("meeting", "show", numbers[2])["start"]
    wang = (to / f"{number}-wang.ics").read_bytes()
    assert len(by_icalendar(wang)["events"]) == 1
    assert len(by_vobject(wang)["first"]) == 4
    assert b"sun@" not in wang
    assert b"zhao@" not in wang


def test_R8_one_of_a_series_and_the_whole_of_it_are_cancelled(
    liaison: CommandLine, to: Path
) -> None:
    numbers = weekly(liaison)
    words = ("meeting", "skip", numbers[1], "--reason", "Fair", "--to", str(to))
    one = liaison.document(*words, by="zhang")
    found = by_icalendar((to / f"{numbers[1]}-cancel.ics").read_bytes())
    [event] = found["events"]
    assert (found["method"], event["status"]) == ("CANCEL", "CANCELLED")
    assert (event["uid"], event["recurrence"], event["sequence"]) == (
        one["uid"], one["recurrence"], one["sequence"],
    )  # fmt: skip
    words = ("series", "end", numbers[0], "--reason", "Done", "--to", str(to))
    whole = liaison.document(*words, by="zhang")
    found = by_icalendar((to / f"{whole['number']}-cancel.ics").read_bytes())
    [event] = found["events"]
    assert (found["method"], event["recurrence"], event["uid"]) == ("CANCEL", "", one["uid"])
    assert event["sequence"] == whole["sequence"] == one["sequence"] + 1
    states = {meeting["state"] for meeting in whole["meetings"]}
    assert (whole["state"], states) == ("ended", {"cancelled"})


def test_R8_a_series_ends_sooner_where_a_meeting_stays(liaison: CommandLine, to: Path) -> None:
    numbers = weekly(liaison)
    words = ("series", "end", numbers[2], "--reason", "Done", "--to", str(to))
    ended = liaison.document(*words, by="zhang")
    found = by_icalendar((to / f"{ended['number']}.ics").read_bytes())
    assert (found["method"], len(found["first"])) == ("REQUEST", 2)
    again = liaison("series", "end", numbers[2], "--reason", "Done", by="zhang")
    assert again.status == 1


def test_R5_4_the_rest_of_a_series_is_changed_by_one_verb(liaison: CommandLine) -> None:
    numbers = weekly(liaison)
    made = liaison.document("series", "edit", numbers[2], "--place", "Hall", by="zhang")
    places = [liaison.document("meeting", "show", n)["place"] for n in numbers]
    assert places == ["", "", "Hall", "Hall", "Hall"]
    told = liaison("series", "edit", numbers[3], "--move-to", "+31d 09:00", by="zhang")
    assert told.status == 0, told.err
    old = series_of(liaison, made["number"])
    new = series_of(liaison, old["next"])
    assert [m["number"] for m in new["meetings"]] == numbers[3:]
    assert (new["after"], new["count"]) == (old["number"], 2)
    assert [e["command"] for e in old["history"]][-1] == "EditSeries"


def test_D7_a_skip_with_an_old_version_is_told(liaison: CommandLine) -> None:
    numbers = weekly(liaison)
    seen = str(liaison.document("meeting", "show", numbers[1])["version"])
    assert liaison("meeting", "skip", numbers[1], "--seen", seen, by="zhang").status == 0
    assert liaison("meeting", "skip", numbers[1], "--seen", seen, by="zhang").status == 5
    assert liaison("meeting", "skip", numbers[1], by="zhang").status == 1
    assert liaison("meeting", "skip", *numbers[1:3], by="zhang").status == 1
    states = [m["state"] for m in series_of(liaison, numbers[0])["meetings"]]
    assert states == ["scheduled", "cancelled", "cancelled", "scheduled", "scheduled"]
