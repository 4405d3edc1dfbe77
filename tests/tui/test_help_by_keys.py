"""Help for here is searched by typing, and does what is under the cursor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.commands.request import SubmitRequest
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import CommandLine, organisation
from tui.commandline import catalogue


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    place = organisation(tmp_path / "desk.db")
    with at_work(place, "wang") as somebody:
        somebody.goes("intake")
        yield somebody


def helped(person: Person) -> None:
    person.press("f1")
    person.sees("Keys that work here")


def test_help_lists_the_keys_of_the_screen_one_came_from(person: Person) -> None:
    helped(person)
    person.sees("n  Submit a request", "w  Withdraw")
    person.press("escape")
    person.misses("Keys that work here")
    person.goes("conflicts")
    helped(person)
    person.sees("n  Open a conflict")
    person.misses("Submit a request")


def test_what_is_typed_narrows_the_help_in_any_word(person: Person) -> None:
    helped(person)
    person.terminal.type("originator chose")
    person.sees("p  Change priority")
    person.misses("Withdraw")
    person.press("ctrl+u")
    person.terminal.type("zzz")
    person.misses("Change priority")
    person.press("enter", "escape")  # nothing to do
    person.misses("Keys that work here")


def test_enter_does_it_on_the_screen_one_came_from(person: Person) -> None:
    helped(person)
    person.terminal.type("submit a req")
    person.sees("n  Submit a request")
    person.press("enter")
    person.misses("Keys that work here")
    person.sees("│ Submit a request")
    assert SubmitRequest.keys["intake"] == "n"


def test_another_key_is_chosen_with_the_arrows_while_one_types(person: Person) -> None:
    helped(person)
    person.terminal.type("view")
    person.sees("z  Next view", "Z  Previous view")
    found = [line for line in person.terminal.lines() if re.search("(Next|Previous) view", line)]
    place = next(at for at, line in enumerate(found) if "Previous" in line)
    others = [line for line in person.terminal.lines() if re.search(r"│ +\S+  \w", line)]
    before = others.index(found[place])
    person.press(*["down"] * before, "enter")
    person.sees("[Ended]")


def test_the_key_that_opened_the_help_closes_it(person: Person) -> None:
    for key in ("f1", "?"):
        person.press(key)
        person.sees("Keys that work here")
        person.press(key)
        person.misses("Keys that work here")


def test_hostile_words_find_nothing_and_harm_nothing(person: Person) -> None:
    helped(person)
    for text in ("[/]", "[@click=app.quit]x", "%s{0}", "【】"):
        person.terminal.type(text)
        person.sees(text)
        person.press("ctrl+u")
    person.sees("n  Submit a request")


def test_the_list_of_keys_on_the_command_line_has_what_the_help_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    liaison = CommandLine(organisation(tmp_path / "desk.db"), monkeypatch, capsys)
    ids = {one["id"] for one in liaison.document("keys")}
    assert {"list.sort", "list.saved", "list.mark-all", "help.close", "pick.close", "app.theme",
            "bulk.stop", "refused.close", "intake.request-submit"} <= ids  # fmt: skip
    assert all(one["label"] for one in liaison.document("keys"))
    assert catalogue.VERBS["keys"]().name == "keys"
