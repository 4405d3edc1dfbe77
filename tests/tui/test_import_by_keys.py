"""A file taken in from the screen: looked through first, stopped by esc, undone by u (R2.9)."""

from __future__ import annotations

import csv
from pathlib import Path

from core.commands.importing import ImportRequests
from tests.tui.by_keys import at_work
from tests.tui.by_verbs import organisation
from tests.tui.test_cli_import import HEAD, by_title, good, numbers_in, write
from tui.i18n import _, say

QUESTION = "Import which file? (CSV, XLSX or JSON)"


def test_a_file_is_looked_through_and_taken_in(tmp_path: Path) -> None:
    db = organisation(tmp_path / "desk.db")
    path = write(
        tmp_path / "l.csv", [good("First"), good("[/]"), good(""), good("x", priority="?")]
    )
    with at_work(db, "wang", language="en") as person:
        person.goes("intake")
        person.press("I")
        person.sees(_(QUESTION))
        person.press(str(tmp_path / "nothing.csv"), "enter")
        person.sees("nothing.csv")
        person.press("end", "ctrl+u", path, "enter")
        person.sees(
            _("Good: {good}, refused: {refused}; nothing was changed.", good=2, refused=2),
            "4: title: " + _("Give the request a title."),
            "5: priority:",
            _("enter takes the good ones in"),
        )
        assert numbers_in(db) == []
        person.press("ctrl+r")
        report = tmp_path / "l-refused.csv"
        person.sees("l-refused.csv")
        with report.open(encoding="utf-8-sig", newline="") as file:
            assert [line[len(HEAD)] for line in csv.reader(file)] == ["row", "4", "5"]
        person.press("enter")
        person.sees(_("Taken in: {done}, refused: {refused}.", done=2, refused=2))
        assert by_title(db) == ["First", "[/]"]
        person.press("escape")
        person.misses(_(QUESTION))
        person.sees("First", "[/]")
        person.press("u")
        person.sees(
            _("{number} is undone. Requests withdrawn: {count}.",
              number="IMPORT-" + numbers_in(db)[0][5:11] + "001", count=2)
        )  # fmt: skip
        person.press("ctrl+p", "import", "enter")
        person.sees(_(QUESTION))
        assert say(ImportRequests.label) == "Import a file"


def test_esc_stops_after_the_present_batch_and_enter_goes_on(tmp_path: Path) -> None:
    db = organisation(tmp_path / "desk.db")
    path = write(tmp_path / "list.csv", [good(f"No. {n}") for n in range(2_600)])
    with at_work(db, "wang") as person:
        person.goes("intake")
        person.press("I")
        person.sees(QUESTION)
        person.press(path, "enter")
        person.sees("of 2600 rows", "esc stops")
        person.press("escape")
        person.sees("Stopped.")
        assert numbers_in(db) == []
        person.press("enter")
        person.sees("Good: 2600, refused: 0; nothing was changed.")
        person.press("enter")
        person.sees("of 2600 rows", "esc stops")
        person.press("escape")
        person.sees("Taken in: ")
        kept = len(numbers_in(db))
        assert kept % 500 == 0
        assert 500 <= kept < 2_600
        person.press("enter")
        person.misses(QUESTION)
        assert by_title(db) == [f"No. {n}" for n in range(2_600)]
