"""Every exit status with a real cause, and what is said of it in words and in JSON."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tui.by_verbs import FORM, CommandLine


def test_status_1_a_rule_forbids_it(liaison: CommandLine) -> None:
    number = liaison.led()
    told = liaison("request", "dispatch", number, "--json")
    assert (told.status, told.out) == (1, "")
    assert told.error["kind"] == "rule"
    assert set(told.error) == {"kind", "message", "field", "hint"}


def test_R2_4_status_1_names_every_field_that_is_missing(liaison: CommandLine) -> None:
    told = liaison("request", "submit", "--title", "618", "--json", by="wang")
    assert told.status == 1
    fields = [one["field"] for one in told.error["problems"]]
    assert fields == ["background", "expected", "involved_departments"]
    assert all(one["message"] and one["hint"] for one in told.error["problems"])
    told = liaison("request", "submit", "--title", "618", by="wang")
    assert [line.split(":")[0] for line in told.err.splitlines()[::2]] == fields


def test_status_2_several_arguments_cannot_be_understood(liaison: CommandLine) -> None:
    words = ("--expected", "32 May", "--priority", "tiny", "--json")
    told = liaison("request", "submit", *words, by="wang")
    assert (told.status, told.error["kind"]) == (2, "usage")
    assert [one["field"] for one in told.error["problems"]] == ["expected", "priority"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("request", "lits"), "Did you mean: list"),
        (("requst", "list"), "Did you mean: request"),
        (("request", "list", "--stat", "draft"), "Did you mean: --state"),
        (("request", "submit", "--orig", "MKT"), "--originating-department"),
        (("request",), "One of: draft, submit"),
        (("request", "list", "word"), "liaison request list --help"),
        (("request", "list", "--limit"), "100"),
        (("request", "list", "--limit", "0"), "100"),
        (("request", "list", "--state", "lost"), "One of: draft"),
        (("request", "show"), "liaison request show --help"),
        (("request", "show", "A-1", "B-2"), "liaison request show --help"),
        (("request", "dispatch"), "XMBG"),
        (("request", "list", "--lang", "fr"), "zh or en"),
        (("board", "--week", "47"), "2026-W47"),
        (("undo", "twice"), "liaison undo --help"),
    ],
)
def test_status_2_says_what_would_be_right(
    liaison: CommandLine, words: tuple[str, ...], hint: str
) -> None:
    told = liaison(*words)
    assert (told.status, told.out) == (2, "")
    assert hint in told.err


def test_an_option_given_twice_is_refused_unless_it_makes_a_list(liaison: CommandLine) -> None:
    told = liaison("request", "draft", "--title", "a", "--title", "b", by="wang")
    assert (told.status, "--title is given twice" in told.err) == (2, True)
    parties = ("--involved-departments", "PRD", "--involved-departments", "SAL")
    draft = liaison.document("request", "draft", "--title", "a", *parties, by="wang")
    assert draft["involved_departments"] == ["PRD", "SAL"]


def test_status_3_may_be_seen_but_not_done(liaison: CommandLine) -> None:
    number = liaison.submitted()
    told = liaison("request", "dispatch", number, "--json", by="wang")
    assert (told.status, told.error["kind"]) == (3, "permission")


def test_A8_status_4_hidden_and_missing_are_said_alike(liaison: CommandLine) -> None:
    number = liaison.submitted()
    hidden = liaison("request", "show", number, "--json", by="zheng")
    missing = liaison("request", "show", "XMBG-209901001", "--json", by="zheng")
    assert (hidden.status, missing.status) == (4, 4)
    assert hidden.error["message"].replace(number, "X") == missing.error["message"].replace(
        "XMBG-209901001", "X"
    )
    for verb in ("dispatch", "withdraw", "acknowledge"):
        assert liaison("request", verb, number, by="zheng").status == 4


def test_status_4_nobody_has_this_login(liaison: CommandLine) -> None:
    told = liaison("request", "list", "--json", by="stranger")
    assert (told.status, told.error["kind"], told.error["field"]) == (4, "missing", "as")


def test_D7_status_5_somebody_changed_it_meanwhile(liaison: CommandLine) -> None:
    number = liaison.submitted()
    liaison.document("request", "return", number, "--reason", "incomplete")
    told = liaison("request", "edit", number, "--title", "x", "--seen", "1", "--json", by="wang")
    assert (told.status, told.error["kind"]) == (5, "changed")
    told = liaison("request", "edit", number, "--title", "x", "--seen", "2", by="wang")
    assert told.status == 0


@pytest.mark.parametrize("content", [b"", b"not a database at all, by any means" * 40])
def test_D13_status_6_not_a_database(liaison: CommandLine, tmp_path: Path, content: bytes) -> None:
    liaison.db = tmp_path / "other.db"
    liaison.db.write_bytes(content)
    for words in (("request", "list"), ("request", "show", "A-1"), ("undo",)):
        told = liaison(*words, "--json")
        assert (told.status, told.error["kind"]) == (6, "database")
        assert str(liaison.db) in told.error["message"]
    assert liaison.db.read_bytes() == content


def test_status_6_the_folder_is_not_there(liaison: CommandLine, tmp_path: Path) -> None:
    liaison.db = tmp_path / "nowhere" / "desk.db"
    told = liaison("request", "list")
    assert (told.status, str(tmp_path / "nowhere") in told.err) == (6, True)
    assert not liaison.db.parent.exists()


def test_status_6_a_server_that_does_not_answer_and_its_password_is_not_said(
    liaison: CommandLine,
) -> None:
    url = "postgresql://me:hush-hush@127.0.0.1:1/desk?connect_timeout=2"
    told = liaison("--db", url, "request", "list", "--json")
    assert (told.status, told.error["kind"]) == (6, "database")
    assert "hush" not in told.err


def test_a_fault_of_the_program_is_logged_and_said_in_a_sentence(
    liaison: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(*_: object) -> None:
        raise LookupError("\x1b]0;taken over\x07")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("tui.commandline.lists.plain", fails)
    liaison.submitted()
    told = liaison("request", "list", "--json")
    assert (told.status, told.error["kind"]) == (70, "internal")
    log = tmp_path / "state" / "liaison" / "errors.log"
    assert str(log) in told.error["message"]
    assert "Traceback" not in told.err
    assert "LookupError" in log.read_text()
    assert "\x1b" not in log.read_text()
    assert os.stat(log).st_mode & 0o777 == 0o600


def test_refusals_speak_the_language_that_is_asked_for(liaison: CommandLine) -> None:
    told = liaison("--lang", "zh", "request", "show", "XMBG-209901001")
    assert told.status == 4
    assert "XMBG-209901001" in told.err


def test_what_was_refused_changes_nothing(liaison: CommandLine) -> None:
    before = len(liaison.document("trail", "list", "--limit", "10000"))
    wrong = FORM | {"involved_departments": ["NIX"]}
    assert liaison("request", "submit", "--from", "-", by="wang", given=wrong).status == 1
    assert liaison("person", "add", "x", "--name", "x", by="wang").status == 3
    assert len(liaison.document("trail", "list", "--limit", "10000")) == before
