"""Answers at the screens: taken in by a path, decided about, asked for, given by hand (R14.1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.commands.answers import AdmitAnswer, AnswerMeeting, DismissAnswer
from tests.tui.by_keys import PATIENCE, at_work
from tests.tui.by_verbs import CommandLine, organisation
from tests.tui.test_cli_receive import Post
from tui.i18n import _

QUESTION = "Which file or folder are the answers in? (.ics, .eml)"


def test_answers_come_in_and_are_decided_about(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    liaison = CommandLine(organisation(tmp_path / "desk.db"), monkeypatch, capsys)
    folder = tmp_path / "in"
    folder.mkdir()
    post = Post(liaison, folder)
    post.write("a.ics", "wang", "ACCEPTED", "COMMENT:[@click=app.quit]on time[/]")
    post.write("b.ics", "chen", "ACCEPTED")
    post.write("c.ics", "zhao", "X", "DTSTART:20300101T000000Z", method="COUNTER")
    (folder / "d.ics").write_bytes(b"BEGIN:VCALENDAR\r\n")
    with at_work(liaison.db, "zhang", language="zh", size=(120, 40)) as person:
        person.goes("meetings")
        person.sees("1/3")
        person.press("I")
        person.sees(_(QUESTION))
        person.press(str(tmp_path / "nothing.ics"), "enter")
        person.sees("nothing.ics")
        person.press("end", "ctrl+u", str(folder), "enter")
        person.sees(
            _("recorded"), _("to be decided"), _("proposal"), _("refused"), "chen@example.com",
            _("It is cut off: the end of the calendar is missing."),
        )  # fmt: skip
        person.press("enter")
        person.sees(_("There is nothing new."))
        person.press("escape")
        person.misses(_(QUESTION))
        person.sees("2/3!", _("To be decided by the organiser"), "[@click=app.quit]on time[/]")
        person.opens("O", AdmitAnswer)
        person.sees("chen@example.com", "zhao@example.com")
        person.fills_in(AdmitAnswer, post.number, attendee="chen@example.com")
        person.sees("3/4!")
        person.opens("D", DismissAnswer)
        person.sees("zhao@example.com")
        person.fills_in(
            DismissAnswer, post.number, attendee="zhao@example.com", reason="no", to=str(post.out)
        )
        person.misses(_("To be decided by the organiser"))
        person.press("N")
        person.sees(f"{_('Ask who has not answered')}: {post.number}")
        person.opens("A", AnswerMeeting)
        person.sees(_("tentative"))
        while f"[{_('declined')}]" not in (before := person.terminal.text()):
            person.press("right")
            assert person.changes(before, PATIENCE)
        person.fills_in(AnswerMeeting, post.number, person="zhao")
        person.press("N")
        person.sees(_("Everybody has answered."))
    assert post.answers()["zhao"] == "declined"
    assert (post.out / f"{post.number}-declined-zhao.ics").exists()
    texts = [one["text"] for one in liaison.document("inbox", "list", by="zhao")]
    assert any("Will you attend" in text for text in texts)
