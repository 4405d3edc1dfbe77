"""``request import``: what goes in, what is refused, how it is stopped and undone (R2.9, I12)."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.terminal import PYTHON, Terminal
from tests.tui.by_verbs import FORM, ME, ROOT, CommandLine, process

HEAD = ["title", "background", "involved departments", "details", "expected", "priority"]


def good(title: str, **more: str) -> list[str]:
    cells = {
        "title": title, "background": "Sales up by 30 %", "involved departments": "PRD, SAL",
        "details": "PRD: 3 product sheets @ +5d; SAL: 2 trainings @ +6d", "expected": "+30d",
        "priority": "medium",
    }  # fmt: skip
    return list((cells | {name.replace("_", " "): text for name, text in more.items()}).values())


def write(path: Path, lines: Iterable[list[str]], head: list[str] = HEAD) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *lines])
    return str(path)


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def titles(liaison: CommandLine, state: str = "submitted") -> list[str]:
    found = liaison.document("request", "list", "--state", state, "--limit", "500", by="wang")
    return sorted(row["title"] for row in found)


def everything(place: Path) -> dict[str, list[Any]]:
    """Every row of every table, and of those that the index of words is made of."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '% VIRTUAL %'"
    with sqlite3.connect(place) as connection:
        names = [name for (name,) in connection.execute(asked)]
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    connection.close()
    return found


MIXED = [
    good("A", priority="high"),
    good("", expected="2020-01-01"),
    good("B", involved_departments="PRD, XYZ"),
    good("C", priority="tiny"),
    good("D", details="PRD: help out @ +3d; SAL: 2 x @ +3d"),
    good("x" * 200),
    good("E\x1b[2J"),
]


def test_R2_9_good_rows_go_in_and_bad_ones_are_refused_with_row_field_and_reason(
    liaison: CommandLine, tmp_path: Path
) -> None:
    told = liaison("request", "import", write(tmp_path / "list.csv", MIXED), by="wang")
    assert told.status == 1
    first, *refused = told.out.splitlines()
    assert first.startswith("2: XMBG-")
    assert first.endswith(" is submitted.")
    assert [line.split(": ")[:2] for line in refused if line[0] != "6"] == [
        ["3", "title"], ["4", "involved_departments"], ["5", "priority"], ["7", "title"],
        ["8", "title"],
    ]  # fmt: skip
    assert "Give the request a title.; expected: The expected date 2020-01-01" in refused[0]
    assert "There is no department XYZ." in refused[1]
    assert "Too long: 200 characters, and 120 fit" in refused[4]
    assert "\x1b" not in told.out
    assert "Taken in: 2, refused: 5." in told.err
    assert titles(liaison) == ["A", "D"]
    found = liaison.document("request", "list", by="wang")
    assert {row["title"]: row["flagged"] for row in found} == {"A": False, "D": True}
    numbers = sorted(row["number"] for row in found)
    assert [number[-3:] for number in numbers] == ["001", "002"]  # the refused took none


def test_R2_7_an_imported_request_is_like_one_typed_by_hand(
    liaison: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path / "list.csv", [good("A", priority="high")])
    [told] = liaison.document("request", "import", path, by="wang")
    number = told["number"]
    shown = liaison.document("request", "show", number, by="wang")
    assert (shown["originator"], shown["originating_department"]) == ("wang", "MKT")
    assert shown["involved_departments"] == ["PRD", "SAL"]
    assert [one["what"] for one in shown["details"]] == ["3 product sheets", "2 trainings"]
    assert [one["kind"] for one in shown["deadlines"]] == ["first_response"]
    assert [one["command"] for one in shown["history"]] == ["ImportRequests"]
    assert number in liaison("inbox", "list").out
    assert liaison("trail", "list", number, by="wang").out.count("Import a file") == 1
    assert liaison("trail", "verify").status == 0


def test_R2_9_the_answer_as_data(liaison: CommandLine, tmp_path: Path) -> None:
    told = liaison("request", "import", write(tmp_path / "l.csv", MIXED), "--json", by="wang")
    assert (told.status, told.err) == (1, "")
    assert [one["row"] for one in told.data] == [2, 3, 4, 5, 6, 7, 8]
    assert [one["outcome"] for one in told.data] == [
        "done",
        *["refused"] * 3,
        "done",
        *["refused"] * 2,
    ]
    done, refused, *_others, vague, _long, _hostile = told.data
    assert {
        "file": "l.csv",
        "state": "submitted",
        "version": 1,
        "flags": [],
    }.items() <= done.items()
    assert vague["flags"][0]["field"] == "details[0]"
    assert {"kind", "message", "field", "hint"} <= refused["error"].keys()
    assert [one["field"] for one in refused["error"]["problems"]] == ["title", "expected"]


def test_a_dry_run_says_the_same_and_changes_nothing(liaison: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", MIXED)
    before = everything(liaison.db)
    trial = liaison("request", "import", path, "--dry-run", "--json", by="wang")
    assert trial.status == 1
    assert everything(liaison.db) == before
    told = liaison("request", "import", path, "--json", by="wang")
    assert [one["row"] for one in told.data if one["outcome"] == "done"] == [
        one["row"] for one in trial.data if one["outcome"] == "ready"
    ]
    assert [one["error"] for one in told.data if "error" in one] == [
        one["error"] for one in trial.data if "error" in one
    ]
    assert not any("number" in one for one in trial.data)
    assert "nothing was changed" in liaison("request", "import", path, "--dry-run", by="wang").err


def test_all_or_nothing(liaison: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", MIXED)
    before = everything(liaison.db)
    told = liaison("request", "import", path, "--all-or-nothing", "--json", by="wang")
    assert told.status == 1
    assert {one["outcome"] for one in told.data} == {"left", "refused"}
    assert everything(liaison.db) == before
    told = liaison("request", "import", path, "--all-or-nothing", by="wang")
    assert "2: not taken in, because others were refused" in told.out
    assert "Nothing was taken in. Refused: 5" in told.err
    path = write(tmp_path / "good.csv", [good(f"No. {n}") for n in range(3)])
    assert liaison("request", "import", path, "--all-or-nothing", by="wang").status == 0
    assert len(titles(liaison)) == 3


def test_the_report_is_mended_and_comes_in(liaison: CommandLine, tmp_path: Path) -> None:
    lines = [*MIXED[:4], good("=1+1", expected="2020-01-01")]
    path = write(tmp_path / "list.csv", lines)
    report = tmp_path / "refused.csv"
    told = liaison("request", "import", path, "--report", str(report), by="wang")
    assert (told.status, str(report) in told.err) == (1, True)
    assert report.stat().st_mode & 0o777 == 0o600
    found = read(report)
    assert list(found[0]) == [*HEAD, "row", "field", "reason"]
    assert [(one["row"], one["field"]) for one in found] == [
        ("3", "title, expected"), ("4", "involved_departments"), ("5", "priority"),
        ("6", "expected"),
    ]  # fmt: skip
    assert found[3]["title"] == "'=1+1"  # and no formula in any spreadsheet (I6)
    assert found[3]["details"] == lines[4][3]
    mended = [
        one | {"title": one["title"] or "M", "expected": "+30d", "priority": "low"} for one in found
    ]
    mended[1]["involved departments"] = "PRD, SAL"
    path = write(tmp_path / "mended.csv", [list(one.values()) for one in mended], list(mended[0]))
    assert liaison("request", "import", path, by="wang").status == 0
    assert titles(liaison) == ["=1+1", "A", "B", "C", "M"]


def test_a_report_never_overwrites_the_file_and_says_at_once_where_it_cannot_be(
    liaison: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path / "list.csv", [good("A")])
    for place in (path, str(tmp_path / "no" / "r.csv"), str(tmp_path / "r.xlsx"), "/proc/r.csv"):
        told = liaison("request", "import", path, "--report", place, "--json", by="wang")
        assert told.status in (2, 6), place
        assert 10 < len(told.error["message"]) < 300
    assert titles(liaison) == []


@pytest.mark.parametrize("name", ["form.csv", "form.xlsx"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_empty_form_comes_in_as_it_is(
    liaison: CommandLine, tmp_path: Path, name: str, language: str
) -> None:
    path = str(tmp_path / name)
    words = ("request", "import", "--template", path, "--lang", language)
    assert liaison(*words, by="wang").status == 0
    again = liaison(*words, "--json", by="wang")
    assert (again.status, again.error["field"]) == (2, "template")
    if name.endswith("csv"):
        heading = (tmp_path / name).read_text(encoding="utf-8-sig").splitlines()[0]
        assert ("标题" if language == "zh" else "Title") in heading
    [told] = liaison.document("request", "import", path, "--lang", "zh", by="wang")
    shown = liaison.document("request", "show", told["number"], by="wang")
    assert (shown["type"], told["flags"]) == ("project", [])
    assert set(shown["involved_departments"]) < {"PRD", "SAL", "LOG", "PMO"}


def test_a_workbook_with_dates_and_numbers(liaison: CommandLine, tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    soon = (datetime.now(UTC) + timedelta(days=20)).date()
    book = openpyxl.Workbook()
    book.active.append(
        ["需求标题", "背景与目标", "涉及部门", "需求详情", "期望完成时间", "优先级", "紧急"]
    )
    book.active.append([618, "增长30%", "PRD", f"PRD: 3款说明 @ {soon}", soon, "高", True])
    book.save(tmp_path / "list.xlsx")
    [told] = liaison.document("request", "import", str(tmp_path / "list.xlsx"), by="wang")
    shown = liaison.document("request", "show", told["number"], by="wang")
    assert (shown["title"], shown["expected"]) == ("618", soon.isoformat())
    assert (shown["priority"], shown["urgent"]) == ("high", True)
    assert {one["kind"] for one in shown["deadlines"]} == {"first_response", "first_plan"}


def test_one_object_on_standard_input_is_a_new_request_each_time(liaison: CommandLine) -> None:
    for _ in range(2):
        [told] = liaison.document("request", "import", "-", by="wang", given=FORM)
        assert (told["outcome"], told["row"]) == ("done", 1)
    assert len(titles(liaison)) == 2
    lines = "\n".join(json.dumps(FORM | {"title": title}) for title in "AB")
    assert liaison("request", "import", "-", by="wang", given=lines).status == 0
    told = liaison("request", "import", "-", by="wang", given="[7]")
    assert (told.status, "One object with the fields" in told.out) == (1, True)
    wrong: list[dict[str, Any]] = [
        {"state": "closed"}, {"number": "DRAFT-1"}, {"details": 5}, {"title": {}},
    ]  # fmt: skip
    for bad in wrong:
        told = liaison("request", "import", "-", "--json", by="wang", given=FORM | bad)
        assert (told.status, told.data[0]["error"]["field"]) == (1, next(iter(bad)))
    assert len(titles(liaison)) == 4


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("no.csv", None, 2),
        ("e.csv", b"", 2),
        ("b.csv", b"\x89PNG\r\n\x1a\n\0\0\0", 2),
        ("b.csv", b"foo,bar\n1,2\n", 2),
        ("b.xlsx", b"PK\x03\x04nothing", 2),
        ("b.json", b"[{]", 2),
        ("b.csv", b"title,title\nA,B\n", 2),
        ("g.csv", "标题,背景与目标,涉及部门,需求详情,期望完成时间\n".encode("gb18030"), 0),
    ],
)
def test_a_file_that_cannot_be_meant_is_wrong_usage(
    liaison: CommandLine, tmp_path: Path, name: str, data: bytes | None, status: int
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    told = liaison("request", "import", str(tmp_path / name), by="wang")
    assert told.status == status
    assert told.err.replace("\n", "").isprintable()
    assert status == 0 or (told.out, "Traceback" in told.err) == ("", False)


def test_a_bad_file_among_several_keeps_the_others_out(
    liaison: CommandLine, tmp_path: Path
) -> None:
    fine = write(tmp_path / "one.csv", [good("A")])
    bad = write(tmp_path / "two.csv", [["B"]], ["colour"])
    assert liaison("request", "import", fine, bad, by="wang").status == 2
    assert titles(liaison) == []
    two = write(tmp_path / "two.csv", [good("B"), good("")])
    told = liaison("request", "import", fine, two, by="wang")
    assert [line.split(": ")[0] for line in told.out.splitlines()] == [
        "one.csv:2", "two.csv:2", "two.csv:3",
    ]  # fmt: skip
    assert "Requests withdrawn: 2." in liaison("undo", by="wang").out


def test_who_may_not_submit_may_not_import(liaison: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [good("A")])
    assert liaison("person", "add", "guest", "--name", "Guest").status == 0
    told = liaison("request", "import", path, "--json", by="guest")
    assert (told.status, told.out, told.error["kind"]) == (3, "", "permission")
    told = liaison("request", "import", path, "--json", by="zhao")  # for the own department only
    assert [one["outcome"] for one in told.data] == ["done"]
    path = write(tmp_path / "m.csv", [[*good("A"), "MKT"]], [*HEAD, "originating department"])
    told = liaison("request", "import", path, "--json", by="zhao")
    assert (told.status, told.data[0]["error"]["kind"]) == (1, "permission")


def test_undo_withdraws_what_nobody_worked_on(liaison: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [good(f"No. {n}", priority="high") for n in range(4)])
    told = liaison.document("request", "import", path, by="wang")
    numbers = [one["number"] for one in told]
    assert liaison("request", "return", numbers[1], "--reason", "Which stock?").status == 0
    undone = liaison("undo", by="wang")
    assert undone.status == 0
    assert "is undone. Requests withdrawn: 3." in undone.out
    assert numbers[1] in undone.out
    assert titles(liaison, "withdrawn") == ["No. 0", "No. 2", "No. 3"]
    assert titles(liaison, "returned") == ["No. 1"]
    shown = liaison.document("request", "show", numbers[0], by="wang")
    assert [one["command"] for one in shown["history"]] == ["ImportRequests", "UndoLast"]
    assert shown["deadlines"] == []
    waiting = liaison.document("inbox", "list")
    assert {one["about"] for one in waiting} == {numbers[1]}
    assert liaison("undo", by="wang").status == 1
    # The file is new again, and what comes in has new numbers.
    again = liaison.document("request", "import", path, by="wang")
    assert {one["outcome"] for one in again} == {"done"}
    assert not {one["number"] for one in again} & set(numbers)


def test_redo_submits_again(liaison: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [good("A"), good("B")])
    liaison("request", "import", path, by="wang")
    undone = liaison.document("undo", by="wang")
    assert (len(undone["back"]), undone["left"], undone["more"]) == (2, [], False)
    assert "Requests submitted: 2." in liaison("redo", by="wang").out
    assert titles(liaison) == ["A", "B"]
    assert "Requests withdrawn: 2." in liaison("undo", by="wang").out
    assert titles(liaison) == []


def test_a_file_goes_in_once_and_what_was_refused_is_tried_again(
    liaison: CommandLine, tmp_path: Path
) -> None:
    lines = [good("A"), good("B", involved_departments="RND", details="RND: 3 x @ +3d")]
    path = write(tmp_path / "list.csv", lines)
    assert liaison("request", "import", path, by="wang").status == 1
    assert liaison("department", "add", "RND", "--name", "R&D").status == 0
    told = liaison("request", "import", path, "--json", by="wang")
    assert [one["outcome"] for one in told.data] == ["known", "done"]
    told = liaison("request", "import", path, by="wang")
    assert (told.status, told.out) == (0, "")
    assert "In already: 2" in told.err
    assert titles(liaison) == ["A", "B"]
    assert "Requests withdrawn: 2." in liaison("undo", by="wang").out  # both runs are one import
    liaison("request", "import", path, by="wang")
    told = liaison("request", "import", path, "--again", "--json", by="wang")
    assert [one["outcome"] for one in told.data] == ["done", "done"]
    assert titles(liaison) == ["A", "A", "B", "B"]


def begun(db: Path, path: str, *words: str) -> subprocess.Popen[str]:
    """An import in a process of its own."""
    command = [sys.executable, "-m", "tui", "--db", str(db), "request", "import", path, *words]
    return subprocess.Popen(
        [*command, "--as", "wang"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd="/",
    )  # fmt: skip


def numbers_in(db: Path) -> list[str]:
    with sqlite3.connect(db) as connection:
        found = [n for (n,) in connection.execute("SELECT number FROM request ORDER BY id")]
    connection.close()
    return found


def by_title(db: Path) -> list[str]:
    with sqlite3.connect(db) as connection:
        found = [n for (n,) in connection.execute("SELECT title FROM request ORDER BY id")]
    connection.close()
    return found


ROWS = 2_600


def test_I12_killed_and_begun_again_it_goes_on_and_doubles_nothing(
    liaison: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path / "list.csv", [good(f"No. {n}") for n in range(ROWS)])
    for lines in (1, 600):
        run = begun(liaison.db, path)
        assert run.stdout
        for _ in range(lines):
            run.stdout.readline()
        run.kill()
        run.communicate()
        kept = numbers_in(liaison.db)
        assert len(kept) % 500 == 0
        assert 500 <= len(kept) < ROWS
    told = process("request", "import", path, "--db", str(liaison.db), "--as", "wang")
    assert told.status == 0, told.err
    assert f"Taken in: {ROWS - len(kept)}, refused: 0." in told.err
    assert f"In already: {len(kept)}" in told.err
    assert by_title(liaison.db) == [f"No. {n}" for n in range(ROWS)]
    numbers = numbers_in(liaison.db)
    prefix = numbers[0][:-3]
    assert numbers == [f"{prefix}{n:03d}" for n in range(1, ROWS + 1)]
    # What three runs did is one import, and one step to undo.
    assert f"Requests withdrawn: {ROWS}." in liaison("undo", by="wang").out
    assert liaison("trail", "verify").status == 0


def test_I12_ctrl_c_stops_after_the_present_batch_and_says_how_to_go_on(
    liaison: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path / "list.csv", [good(f"No. {n}") for n in range(ROWS)])
    report = tmp_path / "r.csv"
    run = begun(liaison.db, path, "--report", str(report))
    assert run.stdout
    said = [run.stdout.readline()]
    run.send_signal(signal.SIGINT)
    said += run.stdout.readlines()
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "The same command goes on from there." in err
    assert "Traceback" not in err
    assert len(said) == len(numbers_in(liaison.db))
    assert 500 <= len(said) < ROWS
    assert len(said) % 500 == 0
    assert read(report) == []
    assert process("request", "import", path, "--db", str(liaison.db), "--as", "wang").status == 0
    assert len(numbers_in(liaison.db)) == ROWS


def test_progress_is_shown_where_somebody_looks(liaison: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [good(f"No. {n}") for n in range(1_200)])
    words = f"-m tui --db {liaison.db} request import {path} --as wang > {tmp_path / 'out'}"
    with Terminal(["/bin/sh", "-c", f"{PYTHON} {words}"]) as terminal:
        terminal.wait_for(lambda t: "500 of 1200 rows; ctrl+c stops" in t.text(), 30)
        terminal.wait_for(lambda t: "Taken in: 1200, refused: 0." in t.text(), 30)
    assert len((tmp_path / "out").read_text().splitlines()) == 1_200


def test_D10_a_full_disk_stops_it_where_it_is(liaison: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [good(f"No. {n}") for n in range(1_100)])
    connection = sqlite3.connect(liaison.db)
    connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON request WHEN (SELECT count(*) FROM request) >= 700 "
        "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    told = liaison("request", "import", path, by="wang")
    assert told.status == 6
    assert "What went in stays in; the same command goes on from there." in told.err
    assert "The disk is full." in told.err
    assert len(told.out.splitlines()) == len(numbers_in(liaison.db)) == 500
    connection.execute("DROP TRIGGER full")
    connection.close()
    assert liaison("request", "import", path, by="wang").status == 0
    assert by_title(liaison.db) == [f"No. {n}" for n in range(1_100)]


def test_all_or_nothing_holds_even_if_something_changes_while_it_runs(
    liaison: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path / "list.csv", [good(f"No. {n}") for n in range(ROWS)])
    run = begun(liaison.db, path, "--all-or-nothing")
    deadline = time.monotonic() + 60
    while not numbers_in(liaison.db):  # the trial is over, and the first batch is in
        assert time.monotonic() < deadline
        time.sleep(0.01)
    with sqlite3.connect(liaison.db, timeout=30) as connection:
        connection.execute("UPDATE department SET code = 'OLD' WHERE code = 'SAL'")
    connection.close()
    out, err = run.communicate(timeout=60)
    assert run.returncode == 1, err
    assert "Something changed meanwhile, so all of it was withdrawn again." in err
    assert "involved_departments: There is no department SAL." in out
    with sqlite3.connect(liaison.db) as connection:
        states = {state for (state,) in connection.execute("SELECT state FROM request")}
    connection.close()
    assert states == {"withdrawn"}


def test_nobody_else_waits_long_while_an_import_runs(liaison: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [good(f"No. {n}") for n in range(ROWS)])
    run = begun(liaison.db, path)
    assert run.stdout
    run.stdout.readline()
    started = time.monotonic()
    assert liaison("request", "draft", "--title", "Mine", by="zhao").status == 0
    waited = time.monotonic() - started
    is_running = run.poll() is None
    run.communicate(timeout=60)
    assert (is_running, waited < 10) == (True, True)


def test_wishes_that_cannot_be(liaison: CommandLine) -> None:
    for words in ((), ("--template", "form.txt"), ("--dry-run", "perhaps", "x.csv"), ("--colour",)):
        told = liaison("request", "import", *words, "--json", by=ME)
        assert (told.status, told.error["kind"]) == (2, "usage")
