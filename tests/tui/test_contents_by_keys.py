"""What a meeting is filled with, and its minutes in an editor, by keys (R5.1, R5.3, R5.6, R7.4)."""

from __future__ import annotations

import stat
from pathlib import Path

from core.commands.meeting import ScheduleMeeting
from core.commands.minutes import WriteMinutes
from core.commands.reviewing import FillAgenda
from tests.tui.by_keys import at_work
from tests.tui.by_verbs import CommandLine
from tui.i18n import say


def test_R7_4_the_form_of_a_review_is_filled_and_a_key_fills_it_again(
    liaison: CommandLine,
) -> None:
    request = liaison.led()
    quarrel = ("conflict", "open", "--parties", "MKT", "--parties", "PRD", "--about", request)
    liaison.document(*quarrel, "--title", "Who pays", by="wang")
    with at_work(liaison.db, "zhang", size=(110, 44)) as person:
        person.goes("assignment")
        person.sees(request)
        person.opens("m", ScheduleMeeting)
        person.sees("zhang chair accepted, wang, chen, zhao, sun, li", f"Request form {request}")
        person.fills(ScheduleMeeting, kind="weekly")
        person.sees("CFL-", "Who pays 30 | wang |", "zhang chair accepted, wang, zhao, li")
        person.fills_in(ScheduleMeeting, "MTG-", kind="weekly", start="+9d 10:00")
        liaison.document(*quarrel, "--title", "Who stores", by="wang")
        person.goes("meetings")
        person.sees("Materials")
        person.press("B")
        person.sees(say(FillAgenda.label))
    [row] = liaison.document("meeting", "list", by="zhang")
    blocks = liaison.document("meeting", "show", row["number"], by="zhang")["blocks"]
    assert [block["minutes"] for block in blocks] == [15, 15, 15, 10]


def test_R5_6_minutes_are_written_in_an_editor_from_their_form(
    liaison: CommandLine, tmp_path: Path
) -> None:
    words = ("--kind", "urgent", "--start", "+3d 10:00", "--attendees", "wang")
    number = liaison.document("meeting", "schedule", *words)["number"]
    for verb in ("start", "finish"):
        liaison.document("meeting", verb, number)
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "Written elsewhere" > "$1"\n')
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    with at_work(liaison.db, env={"EDITOR": str(editor)}) as person:
        person.goes("meetings")
        person.press("z")
        person.sees("[Held]", number)
        person.opens("m", WriteMinutes)
        person.sees("^e", "Present:")
        person.press("ctrl+e")
        person.sees("Written elsewhere")
        person.misses("Present:")
        person.sends(WriteMinutes, number)
    shown = liaison.document("meeting", "show", number)
    assert shown["minutes"]["text"].strip() == "Written elsewhere"
