"""Agendas, materials, minutes in an editor, action items and groups, by verbs (R5, R1.4, P7)."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from tests.exports.readers import by_icalendar, by_vobject
from tests.tui.by_verbs import ME, CommandLine


@pytest.fixture
def to(tmp_path: Path) -> Path:
    folder = tmp_path / "outbox"
    folder.mkdir()
    return folder


def booked(liaison: CommandLine, by: str = "zhang", **more: str) -> str:
    given = {"kind": "urgent", "start": "+3d 10:00"} | more
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    return str(liaison.document("meeting", "schedule", *words, by=by)["number"])


def over(liaison: CommandLine, by: str = "zhang", **more: str) -> str:
    number = booked(liaison, by, **more)
    for verb in ("start", "finish"):
        liaison.document("meeting", verb, number, by=by)
    return number


def editor(patch: pytest.MonkeyPatch, folder: Path, script: str) -> Path:
    """What ``$EDITOR`` does with the file it gets; a copy of what it got is left beside it."""
    program = folder / "editor"
    program.write_text(f'#!/bin/sh\ncp "$1" "{folder}/got"\n{script}\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    patch.delenv("VISUAL", raising=False)
    patch.setenv("EDITOR", str(program))
    return folder / "got"


def test_R5_3_materials_are_named_in_the_invitation_and_can_be_changed(
    liaison: CommandLine, to: Path
) -> None:
    request = liaison.led()
    number = booked(liaison, request=request, kind="kickoff", start="+9d 10:00")
    shown = liaison.document("meeting", "show", number, by="zhang")
    assert [name.split()[-1] for name in shown["materials"]] == [request]
    words = ("--materials", "=cmd|x.xlsx", "--materials", "a; b.pdf")
    liaison.document("meeting", "edit", number, *words, by="zhang")
    liaison.document("meeting", "invite", number, "--to", str(to), by="zhang")
    data = (to / f"{number}.ics").read_bytes()
    [event] = Calendar.from_ical(data).walk("VEVENT")
    assert "Materials: =cmd|x.xlsx; a; b.pdf\n" in str(event["DESCRIPTION"])
    assert by_icalendar(data) == by_vobject(data)
    assert "Materials" in liaison("meeting", "show", number, by="zhao").out
    emptied = liaison.document("meeting", "edit", number, "--materials", "", by="zhang")
    assert emptied["materials"] == []
    hostile = liaison("meeting", "edit", number, "--materials", "a\x1b[31m", by="zhang")
    assert hostile.status == 2


def test_R7_4_an_agenda_is_filled_by_a_verb(liaison: CommandLine) -> None:
    request = liaison.led()
    number = booked(liaison, request=request, kind="weekly")
    before = liaison.document("meeting", "show", number, by="zhang")
    assert [block["minutes"] for block in before["blocks"]] == [25, 20, 10]
    liaison.document(
        "conflict", "open", "--title", "Who pays", "--parties", "MKT", "--parties", "PRD",
        "--about", request, by="wang",
    )  # fmt: skip
    filled = liaison.document("meeting", "fill", number, by="zhang")
    assert [block["minutes"] for block in filled["blocks"]] == [15, 30, 10]
    assert filled["blocks"][1]["name"].startswith("CFL-")
    assert filled["end"] == before["end"]
    assert liaison("meeting", "fill", number, by="zhao").status == 3
    assert liaison("meeting", "fill", "MTG-209912999", by="zhang").status == 4
    assert liaison("meeting", "fill", booked(liaison, request=request), by="zhang").status == 1


def test_R5_6_minutes_are_written_in_an_editor(
    liaison: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = over(liaison, by=ME, attendees="wang, zhao")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    got = editor(monkeypatch, tmp_path, 'printf "Agreed: 三款\\r\\n\\n" > "$1"')
    told = liaison("meeting", "minutes", number, "--edit")
    assert (told.status, told.err) == (0, "")
    assert "Present:" in got.read_text(encoding="utf-8")
    shown = liaison.document("meeting", "show", number)
    assert shown["minutes"]["text"] == "Agreed: 三款"
    assert os.listdir(temporary) == []
    sent = liaison.document("meeting", "minutes", number, "--edit", "--send")
    assert sent["minutes"]["state"] == "confirming"


@pytest.mark.parametrize(
    ("script", "status", "says"),
    [
        ('echo "half written" > "$1"; exit 3', 2, "status 3"),
        ('printf "half written\\033[31m" > "$1"', 2, "escape"),
        ('echo "half written" > "$1"; head -c 50000 /dev/zero | tr "\\0" x >> "$1"', 2, "40000"),
    ],
)
def test_R5_6_what_an_editor_left_is_kept_where_it_is_not_taken(
    liaison: CommandLine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    status: int,
    says: str,
) -> None:
    number = over(liaison, by=ME, attendees="wang, zhao")
    before = liaison.document("meeting", "show", number)["minutes"]
    editor(monkeypatch, tmp_path, script)
    told = liaison("meeting", "minutes", number, "--edit")
    assert told.status == status
    assert says in told.err.replace(",", "")
    assert "--edit goes on with it" in told.err
    assert liaison.document("meeting", "show", number)["minutes"] == before
    got = editor(monkeypatch, tmp_path, 'echo "whole" > "$1"')
    assert liaison("meeting", "minutes", number, "--edit").status == 0
    assert "half written" in got.read_text(encoding="utf-8")
    # What was taken is not kept any more.
    assert liaison("meeting", "minutes", number, "--edit").status == 0
    assert got.read_text(encoding="utf-8") == "whole"


def test_R5_6_an_editor_is_not_for_everybody(
    liaison: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = over(liaison, by=ME, attendees="wang, zhao")
    got = editor(monkeypatch, tmp_path, "true")
    told = liaison("meeting", "minutes", number, "--edit", by="wang")
    assert (told.status, "act as somebody else" in told.err) == (3, True)
    monkeypatch.setenv("SSH_ORIGINAL_COMMAND", "x")
    assert liaison("meeting", "minutes", number, "--edit").status == 3
    monkeypatch.delenv("SSH_ORIGINAL_COMMAND")
    assert liaison("meeting", "minutes", number, "--edit", "--text", "x").status == 2
    assert not got.exists()
    monkeypatch.setenv("EDITOR", "/nonexistent/editor")
    assert "cannot be started" in liaison("meeting", "minutes", number, "--edit").err
    monkeypatch.setenv("EDITOR", "unclosed '")
    assert liaison("meeting", "minutes", number, "--edit").status == 2
    editor(monkeypatch, tmp_path, 'rm "$1"')
    assert "left no file" in liaison("meeting", "minutes", number, "--edit").err
    monkeypatch.delenv("EDITOR")  # vi would wait for ever where nobody types
    assert "no terminal" in liaison("meeting", "minutes", number, "--edit").err
    booked_only = booked(liaison, by=ME, attendees="wang")
    assert liaison("meeting", "minutes", booked_only, "--edit").status == 1


def test_R5_6_minutes_come_from_a_file_of_text_or_of_json(
    liaison: CommandLine, tmp_path: Path
) -> None:
    number = over(liaison, request=liaison.led())
    words = ("meeting", "minutes", number, "--from")
    file = tmp_path / "minutes.md"
    file.write_text("# Minutes\n\n- three products\n", encoding="utf-8")
    written = liaison.document(*words, str(file), by="zhang")
    assert written["minutes"]["text"] == "# Minutes\n\n- three products"
    piped = liaison.document(*words, "-", by="zhang", given="From a pipe\n")
    assert piped["minutes"]["text"] == "From a pipe"
    typed = liaison.document(*words, "-", by="zhang", given={"text": "From JSON"})
    assert typed["minutes"]["text"] == "From JSON"
    assert liaison(*words, "-", by="zhang", given="{broken").status == 2
    file.write_bytes(b"\xff\xfe")
    assert liaison(*words, str(file), by="zhang").status == 2
    assert liaison(*words, str(tmp_path / "none"), by="zhang").status == 2


def test_R5_6_an_action_item_without_a_request_is_a_task_like_others(liaison: CommandLine) -> None:
    number = booked(liaison, by=ME, attendees="wang, zhao")
    liaison.document("meeting", "start", number)
    words = ("--text", "Count the stock", "--owner", "zhao", "--due", "+3d")
    liaison.document("meeting", "act", number, *words)
    liaison.document("meeting", "finish", number)
    liaison.document("meeting", "minutes", number, "--text", "Minutes", "--send")
    for login in ("wang", "zhao"):
        liaison.document("meeting", "confirm", number, by=login)
    [task] = liaison.document("task", "list", "--owner", "zhao", by="zhao")
    assert (task["request"], task["meeting"]) == ("", number)
    assert number in liaison("task", "show", task["number"], by="zhao").out
    told = liaison("task", "update", task["number"], "--state", "in_progress", by="zhao")
    assert told.status == 0, told.err
    found = liaison.document("board", "--lanes", "owner", by="zhao")
    assert [lane["key"] for lane in found["lanes"]] == ["zhao"]
    liaison.document("task", "deliver", task["number"], "--deliverable", "x.xlsx", by="zhao")
    assert liaison.document("task", "accept", task["number"])["state"] == "accepted"


def series_of(liaison: CommandLine) -> dict[str, Any]:
    words = ("--start", "+9d 10:00", "--attendees", "zhang chair, wang, zhao", "--kind", "weekly")
    first = liaison.document(
        "meeting", "schedule", *words, "--title", "Review", "--repeat", "weekly", "--count", "4",
        by="zhang",
    )  # fmt: skip
    found: dict[str, Any] = liaison.document("series", "show", first["series"], by="zhang")
    return found


def test_P7_who_is_taken_off_a_series_gets_a_cancel_and_the_others_a_request(
    liaison: CommandLine, to: Path
) -> None:
    series = series_of(liaison)
    number, third = series["number"], series["meetings"][2]["number"]
    liaison.document("series", "invite", number, "--to", str(to), by="zhang")
    # From the third on; to the two before it wang is still invited.
    told = liaison("series", "edit", third, "--attendees", "zhang chair, zhao", by="zhang")
    assert told.status == 0, told.err
    written = liaison.document("series", "invite", number, "--to", str(to), by="zhang")
    names = {Path(file).name for file in written["files"] if file.endswith(".ics")}
    gone = f"{number}-removed-wang"
    assert names == {f"{number}.ics", f"{gone}.ics", f"{gone}-still-invited.ics"}

    request = Calendar.from_ical((to / f"{number}.ics").read_bytes())
    cancel = Calendar.from_ical((to / f"{gone}.ics").read_bytes())
    assert (request["METHOD"], cancel["METHOD"]) == ("REQUEST", "CANCEL")
    [event] = cancel.walk("VEVENT")
    assert "STATUS" not in event
    assert "RECURRENCE-ID" not in event
    assert event["SEQUENCE"] == request.walk("VEVENT")[0]["SEQUENCE"] == 1
    assert event["UID"] == request.walk("VEVENT")[0]["UID"] == series["uid"]
    assert str(event["ATTENDEE"]) == "mailto:wang@example.com"
    [other] = vobject.readComponents((to / f"{gone}.ics").read_text(encoding="utf-8"))
    assert not hasattr(other.vevent, "status")
    assert other.vevent.attendee.value == "mailto:wang@example.com"
    data = (to / f"{gone}-still-invited.ics").read_bytes()
    assert by_icalendar(data) == by_vobject(data)
    assert [e["recurrence"] for e in by_icalendar(data)["events"]] == [
        meeting["recurrence"] for meeting in series["meetings"][:2]
    ]
    # An invitation by a meeting of the series says the same.
    again = liaison.document("meeting", "invite", third, "--to", str(to), by="zhang")
    assert any(file.endswith(f"{gone}.ics") for file in again["files"])
    assert "Owed a cancellation  Wang" in liaison("series", "show", number, by="zhang").out


def test_R1_4_a_group_meets_and_its_series_follows_it_by_verbs(
    liaison: CommandLine, to: Path
) -> None:
    words = ("--name", "Prices", "--topic", "Prices", "--leader", "zhang", "--members", "wang")
    group = liaison.document("group", "add", *words)["number"]
    met = liaison.document("group", "meet", group, "--start", "+9d 10:00", by="zhang")
    assert met["rule"]["repeat"] == "monthly"
    assert "SER-" in liaison("group", "show", group, by="zhao").out
    assert group in liaison("series", "show", met["series"], by="wang").out
    assert liaison("group", "meet", group, "--start", "+9d 10:00", by="zhang").status == 1
    assert liaison("group", "meet", group, "--start", "+9d 10:00", by="zhao").status == 3
    assert liaison("group", "meet", group, "--start", "+1m", by="zhang").status == 2
    assert liaison("group", "follow", group, by="zhang").status == 1
    liaison.document("series", "invite", met["series"], "--to", str(to), by="zhang")
    liaison.document("group", "edit", group, "--members", "zhao")
    assert "group follow" in liaison("inbox", "list", by="zhang").out
    followed = liaison.document("group", "follow", group, by="zhang")
    assert [a["person"] for a in followed["attendees"]] == ["zhang", "zhao"]
    assert followed["removed"] == ["wang"]
    assert liaison("group", "follow", "GRP-209912999", by="zhang").status == 4
