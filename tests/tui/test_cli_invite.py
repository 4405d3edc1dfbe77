"""Invitations and cancellations written by verbs (R14.1, CLI.md)."""

from __future__ import annotations

import os
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.tui.by_verbs import CommandLine


@pytest.fixture
def to(tmp_path: Path) -> Path:
    folder = tmp_path / "outbox"
    folder.mkdir()
    return folder


def meeting(liaison: CommandLine, *words: str) -> str:
    number = liaison.led()
    words = ("meeting", "schedule", "--request", number, "--start", "+9d 10:00", *words)
    return str(liaison.document(*words, by="zhang")["number"])


def test_R14_1_an_invitation_is_written_for_all_and_for_each(
    liaison: CommandLine, to: Path
) -> None:
    number = meeting(liaison, "--attendees", "zhang chair, wang, zhao optional")
    words = ("meeting", "invite", number, "--to", str(to), "--each")
    shown = liaison.document(*words, by="zhang")
    stems = [number, *(f"{number}-{login}" for login in ("zhang", "wang", "zhao"))]
    names = sorted(f"{stem}.{ending}" for stem in stems for ending in ("ics", "eml"))
    assert sorted(os.listdir(to)) == names
    assert sorted(Path(file).name for file in shown["files"]) == names
    assert shown["without_address"] == []
    assert shown["dtstamp"] is not None
    data = (to / f"{number}.ics").read_bytes()
    calendar = Calendar.from_ical(data)
    event: Any = calendar.walk("VEVENT")[0]
    assert (str(calendar["METHOD"]), str(event["UID"])) == ("REQUEST", shown["uid"])
    assert len(event["ATTENDEE"]) == 3
    one: Any = Calendar.from_ical((to / f"{number}-zhao.ics").read_bytes()).walk("VEVENT")[0]
    assert {str(a) for a in one["ATTENDEE"]} == {
        f"mailto:{n}@example.com" for n in ("zhang", "zhao")
    }
    mail = message_from_bytes((to / f"{number}.eml").read_bytes(), policy=policy.default)
    assert [part.get_content_type() for part in mail.walk()][-1] == "text/calendar"


def test_the_same_meeting_written_again_has_the_same_uid_and_a_later_stamp(
    liaison: CommandLine, to: Path
) -> None:
    number = meeting(liaison)
    words = ("meeting", "invite", number, "--to", str(to))
    first = liaison.document(*words, by="zhang")
    told = liaison(*words, by="zhang")
    assert told.status == 0
    assert str(to / f"{number}.ics") in told.out
    again = liaison.document("meeting", "show", number)
    assert (again["uid"], again["sequence"]) == (first["uid"], 0)
    assert again["dtstamp"] >= first["dtstamp"]


def test_who_has_no_address_is_told_of(liaison: CommandLine, to: Path) -> None:
    liaison.document("person", "edit", "wang", "--email", "")
    number = meeting(liaison, "--attendees", "zhang, wang, zhao")
    words = ("meeting", "invite", number, "--to", str(to), "--each")
    shown = liaison.document(*words, by="zhang")
    assert shown["without_address"] == ["wang"]
    assert f"{number}-wang.ics" not in os.listdir(to)
    assert "Without an e-mail address: wang" in liaison(*words, by="zhang").out


def test_a_meeting_nobody_can_be_told_of_stays_as_it_was(liaison: CommandLine, to: Path) -> None:
    number = meeting(liaison)
    liaison.document("person", "edit", "zhang", "--email", "")
    for verb in (("invite",), ("cancel", "--reason", "ill")):
        told = liaison("meeting", *verb, number, "--to", str(to), by="zhang")
        assert told.status == 1
    shown = liaison.document("meeting", "show", number)
    assert (shown["dtstamp"], shown["state"], os.listdir(to)) == (None, "scheduled", [])


def test_R5_4_a_cancellation_is_written_for_the_same_event(liaison: CommandLine, to: Path) -> None:
    number = meeting(liaison)
    invited = liaison.document("meeting", "invite", number, "--to", str(to), by="zhang")
    words = ("meeting", "cancel", number, "--reason", "The supplier is ill", "--to", str(to))
    shown = liaison.document(*words, by="zhang")
    assert (shown["state"], shown["sequence"]) == ("cancelled", 1)
    calendar = Calendar.from_ical((to / f"{number}-cancel.ics").read_bytes())
    event: Any = calendar.walk("VEVENT")[0]
    assert str(calendar["METHOD"]) == "CANCEL"
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (invited["uid"], 1)
    assert "The supplier is ill" in str(event["DESCRIPTION"])


def test_a_meeting_can_be_cancelled_without_a_file(liaison: CommandLine) -> None:
    number = meeting(liaison)
    told = liaison("meeting", "cancel", number, "--reason", "no need", by="zhang")
    assert (told.status, told.out) == (0, f"{number} is cancelled.\n")


def test_a_folder_that_cannot_be_written_is_found_out_first(liaison: CommandLine, to: Path) -> None:
    number = meeting(liaison)
    file = to / "file"
    file.touch()
    for folder in (to / "missing", file, "/proc", "\udcff", ""):
        for verb in (("invite",), ("cancel", "--reason", "x")):
            if (folder, verb[0]) == ("", "cancel"):
                continue
            told = liaison("meeting", *verb, number, "--to", str(folder), "--json", by="zhang")
            assert (told.status, told.error["field"]) == (2, "to"), folder
    assert liaison("meeting", "invite", number, by="zhang").status == 2
    shown = liaison.document("meeting", "show", number)
    assert (shown["dtstamp"], shown["state"]) == (None, "scheduled")


def test_an_invitation_is_for_those_who_may(liaison: CommandLine, to: Path) -> None:
    number = meeting(liaison)
    words = ("meeting", "invite", number, "--to", str(to))
    assert liaison(*words, by="zheng").status == 4
    assert liaison(*words, number, by="zhang").status == 2
    assert os.listdir(to) == []
