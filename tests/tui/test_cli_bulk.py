"""Several records behind one verb, ``--from``, and what hostile input comes to."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from tests.tui.by_verbs import FORM, CommandLine


def states(liaison: CommandLine) -> dict[str, str]:
    return {row["number"]: row["state"] for row in liaison.document("request", "list")}


def test_several_numbers_are_one_step_with_a_line_each(liaison: CommandLine) -> None:
    one, two, three = (liaison.submitted() for _ in range(3))
    liaison.document("request", "reject", two, "--reason", "twice")
    told = liaison("request", "dispatch", one, two, "XMBG-209901001", three)
    assert told.status == 1
    lines = told.out.splitlines()
    assert [line.split()[0].rstrip(":") for line in lines] == [one, two, "XMBG-209901001", three]
    assert lines[0] == f"{one} is dispatched."
    assert "rejected" in lines[1]
    assert states(liaison) == {one: "dispatched", two: "rejected", three: "dispatched"}
    assert liaison("undo").status == 0
    assert states(liaison) == {one: "submitted", two: "rejected", three: "submitted"}


def test_several_that_are_all_done_exit_with_0(liaison: CommandLine) -> None:
    numbers = [liaison.submitted() for _ in range(2)]
    told = liaison("request", "withdraw", *numbers, "--json", by="wang")
    assert told.status == 0
    assert [(one["number"], one["state"]) for one in told.data] == [
        (number, "withdrawn") for number in numbers
    ]


def test_a_refusal_among_several_is_told_in_json(liaison: CommandLine) -> None:
    number = liaison.submitted()
    told = liaison("request", "dispatch", "XMBG-209901001", number, "--json")
    assert (told.status, told.err) == (1, "")
    assert told.data[0]["error"]["kind"] == "missing"
    assert told.data[1]["state"] == "dispatched"


def test_R2_3_a_refused_deed_among_several_takes_no_number(liaison: CommandLine) -> None:
    """A meeting is numbered before its notice is looked at."""
    request = liaison.led()
    meetings = [{"request": request, "start": when} for when in ("2020-01-01 10:00", "+9d 10:00")]
    told = liaison("meeting", "schedule", "--from", "-", "--json", by="zhang", given=meetings)
    assert told.data[0]["error"]["kind"] == "rule"
    assert told.data[1]["number"].endswith("001")


def test_a_list_of_objects_is_done_one_by_one_with_options_for_all(liaison: CommandLine) -> None:
    forms = [FORM | {"title": "one"}, FORM | {"title": "two", "details": []}, {"titel": "three"}]
    told = liaison(
        "request", "submit", "--from", "-", "--priority", "low", "--json", by="wang", given=forms
    )
    assert told.status == 1
    assert told.data[0]["state"] == "submitted"
    assert told.data[1]["error"]["problems"]
    assert told.data[2]["error"]["kind"] == "usage"
    assert [row["priority"] for row in liaison.document("request", "list")] == ["low"]


def test_options_go_before_the_object(liaison: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    file.write_text(json.dumps(FORM), encoding="utf-8-sig")
    words = ("request", "draft", "--from", str(file), "--title", "typed", "--urgent")
    draft = liaison.document(*words, by="wang")
    assert (draft["number"], draft["title"], draft["urgent"]) == ("DRAFT-1", "typed", True)
    again = liaison.document("request", "draft", "DRAFT-1", "--urgent", "no", by="wang")
    assert (again["urgent"], again["version"]) == (False, 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nonsense",
        "[]",
        "7",
        "null",
        '"text"',
        "[1, 2]",
        '{"title": NaN}',
        '{"title": 7}',
        '{"title": {"a": 1}}',
        '{"title": ["a"]}',
        '{"details": "PRD without a colon"}',
        '{"details": [{"department": "PRD"}]}',
        '{"details": [{"what": 3}]}',
        '{"details": 5}',
        '{"expected": 20261220}',
        '{"urgent": "perhaps"}',
        '{"priority": "tiny"}',
        '{"priority": 99}',
        '{"no such field": 1}',
        '{"state": "closed"}',
        '{"title": "half \\ud800 character"}',
        '{"title": "bell \\u0007"}',
        '{"title": "escape \\u001b[2J"}',
        '{"title": "nul \\u0000"}',
        '{"title": "turned \\u202e"}',
        '{"expected": "9999-12-31"}',
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"title": ' + "9" * 10_000 + "}",
        '{"title": 1e999}',
        json.dumps({"title": "x" * 1_000_000}),
        json.dumps({"title": "e" + "\u0301" * 100_000}),
        json.dumps({"background": "\n".join("y" * 50 for _ in range(20_000))}),
        " " * (4 * 1024 * 1024 + 1),
    ],
)
def test_bad_json_is_refused_with_a_sentence(liaison: CommandLine, text: str) -> None:
    told = liaison("request", "draft", "--from", "-", "--json", by="wang", given=text)
    assert (told.status, told.out) == (2, ""), told.err
    assert told.error["kind"] == "usage"
    assert 10 < len(told.error["message"]) < 400
    assert liaison.document("request", "list", by="wang") == []


def test_from_names_a_file_that_cannot_be_read(liaison: CommandLine, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "latin").write_bytes('{"title": "Büro"}'.encode("latin-1"))
    for name in (tmp_path, tmp_path / "missing", tmp_path / "pipe", tmp_path / "latin", "", "a\0b"):
        told = liaison("request", "draft", "--from", str(name), "--json", by="wang")
        assert (told.status, told.error["field"]) == (2, "from"), name


@pytest.mark.parametrize(
    "words",
    [
        ("request", "show", "\x1b]0;owned\x07"),
        ("request", "show", "\udcff\udcfe"),
        ("request", "show", "x" * 100_000),
        ("request", "show", "DRAFT-" + "9" * 40),
        ("request", "show", "DRAFT-٣"),
        ("request", "list", "--search", "\x1b[2J"),
        ("request", "list", "--search", "\udcff"),
        ("request", "list", "--search", "x" * 100_000),
        ("request", "list", "--after", "\udcff"),
        ("request", "list", "--after", "nothing"),
        ("request", "list", "--lead", "\udcff"),
        ("request", "list", "--limit", "9" * 5000),
        ("request", "list", "--limit", "٣"),
        ("inbox", "list", "--after", "9" * 40),
        ("inbox", "list", "--after", "-1"),
        ("inbox", "read", "\udcff"),
        ("trail", "list", "--limit", "-1"),
        ("trail", "list", "--after", "9" * 40),
        ("trail", "list", "\udcff"),
        ("request", "\x1b[2J"),
        ("\udcff", "list"),
        ("request", "list", "--\udcff=\x1b"),
        ("request", "list", "--as", "\udcff"),
        ("request", "list", "--as", "x" * 100_000),
        ("request", "list", "--lang", "\udcff"),
        ("request", "withdraw", "\udcff", "\x1b"),
        ("request", "draft", "--title", "\udcff", "--as", "wang"),
        ("person", "add", "\x1b", "--name", "x"),
        ("person", "add", "a\u200bb", "--name", "x"),
        ("department", "show", "\udcff"),
        ("plan", "show", "\udcff"),
        ("plan", "diff", "XMBG-209901001", "--old", "\udcff"),
        ("board", "--week", "\udcff"),
        ("board", "--lanes", "\x1b"),
        ("board", "--week", "9999-W01"),
        ("conflict", "open", "--title", "x", "--parties", "\x1b", "--as", "wang"),
        ("--db", "\udcff/\x1b", "request", "list"),
        ("--db", "nonsense://\x1b", "request", "list"),
        ("--db", "postgresql://[", "request", "list"),
        ("--db", "postgresql://h:notaport/x", "request", "list"),
        ("--db", "", "request", "show", "\x1b"),
    ],
)
def test_I1_hostile_words_are_refused_and_said_harmlessly(
    liaison: CommandLine, words: tuple[str, ...]
) -> None:
    told = liaison(*words)
    assert told.status in (1, 2, 4, 6), told
    assert told.out == "" or told.status == 1
    shown = (told.out + told.err).replace("\n", "")
    assert shown.isprintable()
    assert len(shown) < 2000


def test_I1_hostile_text_that_is_kept_cannot_act(liaison: CommandLine) -> None:
    """What came in by another way than the verbs, such as an older program."""
    number = liaison.submitted()
    hostile = "a\x1b]0;owned\x07\tb\n\u202e\x9b2J"
    with sqlite3.connect(liaison.db) as connection:
        connection.execute("UPDATE request SET title = ?", (hostile,))
    connection.close()
    for words in (("list",), ("show", number), ("list", "--json"), ("show", number, "--json")):
        told = liaison("request", *words)
        assert told.status == 0
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(told.out)
    assert liaison.document("request", "show", number)["title"] == hostile
    assert len(liaison("request", "list").out.splitlines()) == 1
