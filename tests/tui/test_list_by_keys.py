"""Lists by keys in a real terminal: filters, orders, kept filters, marks, bulk verbs, wide keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.commands.dispatch import RejectRequest, ReturnRequest
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import CommandLine, organisation

TITLES = ("市场活动方案", "618大促活动", "Market research", "产品说明书")


@pytest.fixture
def place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A desk with four requests, of which one is returned."""
    path = organisation(tmp_path / "desk.db")
    liaison = CommandLine(path, monkeypatch, capsys)
    numbers = [
        liaison.submitted(title=title, expected=f"+{30 + n}d", priority=("low", "high")[n % 2])
        for n, title in enumerate(TITLES)
    ]
    assert liaison("request", "return", numbers[2], "--reason", "r").status == 0
    return path


@pytest.fixture
def line(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    return CommandLine(place, monkeypatch, capsys)


@pytest.fixture
def person(place: Path) -> Iterator[Person]:
    with at_work(place, size=(100, 30)) as somebody:
        somebody.goes("intake")
        somebody.sees(*TITLES)
        yield somebody


def shown(person: Person) -> list[str]:
    """The titles in the list, from its top."""
    lines = person.terminal.lines()
    end = next((at for at, line in enumerate(lines) if line.startswith("───")), len(lines))
    return [title for line in lines[:end] for title in TITLES if title in line]


def shows(person: Person, *titles: str) -> None:
    person.until(lambda _screen: shown(person) == list(titles), *titles)


def test_R3_1_what_is_typed_narrows_the_list_at_once(person: Person) -> None:
    person.press("/")
    person.terminal.type("hd")
    shows(person, "618大促活动", "市场活动方案")
    person.terminal.type(" 618")
    shows(person, "618大促活动")
    person.press("escape")
    shows(person, "618大促活动", "产品说明书", "市场活动方案", "Market research")


def test_what_is_not_understood_is_named_and_the_rows_stay(person: Person) -> None:
    person.press("/")
    person.terminal.type("state:returned")
    shows(person, "Market research")
    person.sees("State: returned")
    person.terminal.type(" colour:red")
    person.sees("There is no filter colour: here.", "One of: state, type")
    shows(person, "Market research")
    person.press(*["backspace"] * len(" colour:red"))
    person.misses("There is no filter")
    person.press("escape")
    person.misses("State: returned")


def test_a_list_in_which_nothing_is_like_that_says_so(person: Person) -> None:
    person.press("/")
    person.terminal.type("zzz")
    person.sees("Nothing is like that. esc takes the filter away.")


def test_a_list_is_sorted_by_the_order_chosen(person: Person) -> None:
    shows(person, "618大促活动", "产品说明书", "市场活动方案", "Market research")
    person.press("s")
    person.sees("Sort by", "nearest date")
    person.press("j", "enter")
    shows(person, "市场活动方案", "618大促活动", "Market research", "产品说明书")
    person.sees("s sorted by: nearest date")


def test_a_filter_is_kept_by_name_and_used_again_in_the_next_session(
    place: Path, person: Person, line: CommandLine
) -> None:
    person.press("S")
    person.sees("Nothing is kept yet")
    person.press("/")
    person.terminal.type("活动")
    shows(person, "618大促活动", "市场活动方案")
    person.press("enter", "s")
    person.sees("Sort by")
    person.press("j", "enter")
    shows(person, "市场活动方案", "618大促活动")
    person.press("S")
    person.sees("keep what is shown now")
    person.press("enter")
    person.sees("Under which name?")
    person.terminal.type("campaigns")
    person.press("enter")
    person.sees("Kept: campaigns")
    with at_work(place, size=(100, 30)) as again:
        again.goes("intake")
        shows(again, "618大促活动", "产品说明书", "市场活动方案", "Market research")
        again.press("S")
        again.sees("campaigns   Waiting · 活动 · nearest date")
        again.press("enter")
        shows(again, "市场活动方案", "618大促活动")
        again.sees("s sorted by: nearest date")
    listed = line.document("request", "list", "--saved", "campaigns")
    assert [row["title"] for row in listed] == ["市场活动方案", "618大促活动"]
    assert line.document("filter", "list")[0]["name"] == "campaigns"
    assert line.document("filter", "list", by="wang") == []
    assert line("task", "list", "--saved", "campaigns").status == 2
    assert line("filter", "delete", "campaigns").status == 0
    assert line("request", "list", "--saved", "campaigns").status == 4


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (("--filter", "schdfa"), {"市场活动方案"}),
        (("--filter", "状态：已提交 -618"), {"市场活动方案", "产品说明书"}),
        (("--filter", "state:returned", "--state", "submitted"), set()),
        (("--filter", "prio:high due:<3d"), {"618大促活动", "产品说明书"}),
    ],
)
def test_the_command_line_reads_the_same_filter(
    line: CommandLine, words: tuple[str, ...], titles: set[str]
) -> None:
    listed = line.document("request", "list", *words)
    assert {row["title"] for row in listed} == titles


def test_every_list_of_the_command_line_takes_a_filter_and_says_what_it_cannot_read(
    line: CommandLine,
) -> None:
    for noun in ("request", "task", "conflict", "meeting", "person", "inbox"):
        assert line(noun, "list", "--filter", "zz").status == 0
        told = line(noun, "list", "--filter", "colour:red", "--json")
        assert (told.status, told.error["field"]) == (2, "filter")
        assert line(noun, "list", "--sort", "colour").status == 2
    after = line.document("request", "list", "--sort", "number", "--limit", "2")
    rest = line.document("request", "list", "--sort", "number", "--after", after[1]["number"])
    everything = line.document("request", "list", "--sort", "number")
    assert [*after, *rest] == everything


def test_marks_go_to_all_to_the_others_and_over_a_range(person: Person) -> None:
    person.press("*")
    person.sees("*4 1/4")
    person.press("space", "~")
    person.sees("*1 2/4")
    person.press("escape")
    person.misses("*1 2/4")
    person.press("g", "space", "j", "M")
    person.sees("*3 3/4")


def test_a_bulk_verb_lists_what_was_refused_and_leaves_it_marked(
    person: Person, line: CommandLine
) -> None:
    person.press("*")
    person.sees("*4 1/4")
    person.opens("b", ReturnRequest)
    person.fills(ReturnRequest, reason="more is needed")
    person.press("ctrl+s")
    person.sees("3 done, 1 refused", "They are still marked.")
    returned = next(row for row in line.document("request", "list") if "Market" in row["title"])
    person.sees(f"{returned['number']}: ")
    person.press("escape")
    person.misses("They are still marked.")
    person.sees("*1 ")
    numbers = [row["number"] for row in line.document("request", "list")]
    entries = [
        {e["seq"] for e in line.document("trail", "list", "--about", number)
         if e["command"] == "ReturnRequest" and "," in e["about"]}
        for number in numbers if number != returned["number"]
    ]  # fmt: skip
    assert len(entries) == 3
    assert len({frozenset(found) for found in entries}) == 1
    assert all(len(found) == 1 for found in entries)
    person.press("u")
    person.sees("Undone: ")
    states = {row["state"] for row in line.document("request", "list", "--filter", "-market")}
    assert states == {"submitted"}
    assert line("trail", "verify").status == 0
    for number in numbers:
        if number != returned["number"]:
            last = line.document("trail", "list", number)[-1]
            assert last["command"] == "UndoLast"


def test_full_width_keys_of_an_input_method_are_the_keys_themselves(person: Person) -> None:
    def on(line: str) -> None:
        person.until(lambda screen: re.search(rf"{line}/4", screen) is not None, line)

    on("1")
    person.terminal.type("ｊｊ")
    on("3")
    person.terminal.type("ｋ")
    on("2")
    person.terminal.type("＊")
    on(r"\*4 2")
    person.press("escape")
    person.misses("*4 2")
    person.terminal.type("ｚ")
    person.sees("[All]")
    person.terminal.type("／")
    person.sees("words, or state: type:")
    person.terminal.type("ｈｄ")  # here it is text, and found all the same
    shows(person, "618大促活动", "市场活动方案")
    person.press("enter")
    person.terminal.type("？")
    person.sees("Keys that work here")
    person.terminal.type("？")
    person.misses("Keys that work here")
    person.terminal.type("：")
    person.sees("Go to which number?")


def test_the_number_is_copied_and_said(person: Person) -> None:
    person.press("y")
    person.sees("Copied: XMBG-")
    assert b"\x1b]52;c;" in person.terminal.raw


def test_typing_is_never_eaten_while_others_work(person: Person, line: CommandLine) -> None:
    person.press("/")
    person.terminal.type("hd")
    shows(person, "618大促活动", "市场活动方案")
    line.submitted(title="活动三", by="wang")
    person.sees("活动三")
    person.terminal.type(" 618")
    shows(person, "618大促活动")
    person.sees("hd 618")


def test_a_long_bulk_verb_shows_its_progress_and_is_stopped_by_escape(
    place: Path, line: CommandLine
) -> None:
    rows = [
        {
            "type": "project", "title": f"No. {n}", "background": "b",
            "involved_departments": ["PRD"], "expected": "+30d", "priority": "low",
            "details": [{"department": "PRD", "what": "3 sheets", "by": "+5d"}],
        }
        for n in range(400)
    ]  # fmt: skip
    told = line("request", "import", "-", by="wang", given=rows)
    assert told.status == 0, told.err
    with at_work(place, size=(100, 30)) as person:
        person.goes("intake")
        person.press("*")
        person.sees("*404 ")
        person.opens("d", RejectRequest)
        person.fills(RejectRequest, reason="too many")
        person.press("ctrl+s")
        person.sees("of 404 records")
        person.press("escape")
        person.sees("Stopped: nothing was changed.")
    assert len(line.document("request", "list", "--filter", "state:rejected")) == 0
