"""Files kept with requests, by verbs: in, out, and everything that is no file (R2.2, I13, I14)."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from core.policy import FILE_AT_MOST, FILES_AT_MOST
from tests.tui.by_verbs import FORM, CommandLine, Told


def a_file(folder: Path, name: str = "posters.pdf", data: bytes = b"%PDF-1.7 posters") -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def files(liaison: CommandLine, number: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = liaison.document("request", "show", number)["files"]
    return shown


def is_refused(told: Told, status: int, *words: str) -> bool:
    assert told.status == status, told
    assert all(word in told.err for word in words), told.err
    return not told.out and "Traceback" not in told.err


def test_R2_2_files_are_kept_listed_and_written_out_again(
    liaison: CommandLine, tmp_path: Path
) -> None:
    number = liaison.submitted()
    one, two = a_file(tmp_path), a_file(tmp_path, "预算 2026.xlsx", b"\0\x1b[2J" * 99)
    told = liaison("request", "attach", number, one, two, by="wang")
    assert (told.status, told.out) == (
        0, f"Attach files: {number}  posters.pdf, 预算 2026.xlsx\n",
    )  # fmt: skip
    [kept, sheet] = files(liaison, number)
    assert {**kept, "at": ""} == {
        "name": "posters.pdf", "size": 16, "by": "wang", "at": "",
        "digest": sha256(b"%PDF-1.7 posters").hexdigest(),
    }  # fmt: skip
    assert sheet["size"] == 5 * 99
    shown = liaison("request", "show", number).out
    assert "posters.pdf  16 bytes  Wang" in shown
    assert kept["digest"] in shown
    out = tmp_path / "out"
    out.mkdir()
    found = liaison.document("request", "fetch", number, "--to", str(out), by="chen")
    assert found["files"] == [
        str(out / f"{number}-posters.pdf"), str(out / f"{number}-预算_2026.xlsx"),
    ]  # fmt: skip
    assert (out / f"{number}-预算_2026.xlsx").read_bytes() == b"\0\x1b[2J" * 99
    assert stat.S_IMODE((out / f"{number}-posters.pdf").stat().st_mode) == 0o600


def test_R2_2_the_form_names_files_that_are_read(liaison: CommandLine, tmp_path: Path) -> None:
    form = FORM | {"attachments": [a_file(tmp_path)]}
    asked = liaison.document("request", "submit", "--from", "-", by="wang", given=form)
    assert asked["attachments"] == ["posters.pdf"]
    assert [file["name"] for file in asked["files"]] == ["posters.pdf"]


def test_R2_2_a_name_that_is_no_file_refuses_the_form_and_keeps_nothing(
    liaison: CommandLine, tmp_path: Path
) -> None:
    form = FORM | {"attachments": [a_file(tmp_path), str(tmp_path / "gone.pdf")]}
    told = liaison("request", "submit", "--from", "-", by="wang", given=form)
    assert is_refused(told, 2, "gone.pdf cannot be attached: there is no such file.")
    assert liaison.document("request", "list") == []


def test_R2_2_a_draft_keeps_its_files_when_it_gets_its_number(
    liaison: CommandLine, tmp_path: Path
) -> None:
    draft = liaison.document("request", "draft", "--title", "Later", by="wang")["number"]
    liaison.document("request", "attach", draft, a_file(tmp_path), by="wang")
    assert [file["name"] for file in files_by(liaison, draft)] == ["posters.pdf"]
    form = FORM | {"number": draft}
    number = liaison.document("request", "submit", "--from", "-", by="wang", given=form)["number"]
    assert [file["name"] for file in files(liaison, number)] == ["posters.pdf"]
    assert liaison("request", "show", draft).status == 4


def files_by(liaison: CommandLine, number: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = liaison.document("request", "show", number, by="wang")["files"]
    return shown


def test_R2_2_what_a_request_shows_can_be_given_back_as_it_is(
    liaison: CommandLine, tmp_path: Path
) -> None:
    number = liaison.submitted(attachments=[a_file(tmp_path)])
    liaison.document("request", "return", number, "--reason", "Which posters?")
    names = liaison.document("request", "show", number)["attachments"]
    edited = {"number": number, "attachments": names, "title": "618大促活动,再来"}
    liaison.document("request", "edit", "--from", "-", by="wang", given=edited)
    assert [file["name"] for file in files(liaison, number)] == ["posters.pdf"]
    assert liaison.document("request", "show", number)["attachments"] == ["posters.pdf"]


def test_R2_9_an_import_keeps_words_for_what_lies_elsewhere(
    liaison: CommandLine, tmp_path: Path
) -> None:
    table = tmp_path / "requests.csv"
    table.write_text(
        "title,background,involved_departments,details,expected,attachments\n"
        "Fair,Sell more,PRD,PRD: 3 stands @ +5d,+30d,plans.pdf on the shelf\n"
    )
    assert liaison("request", "import", str(table), by="wang").status == 0
    number = liaison.document("request", "list")[0]["number"]
    shown = liaison.document("request", "show", number)
    assert (shown["attachments"], shown["files"]) == (["plans.pdf on the shelf"], [])


@pytest.fixture
def bad(tmp_path: Path) -> dict[str, str]:
    """Everything that is called a file and is none, by what is wrong with it."""
    os.mkfifo(tmp_path / "pipe")
    with open(tmp_path / "giant.bin", "wb") as file:
        file.truncate(10 * 1024**3)
    (tmp_path / "loop").symlink_to("loop")
    return {
        "folder": str(tmp_path),
        "device": "/dev/zero",
        "pipe": str(tmp_path / "pipe"),
        "missing": str(tmp_path / "missing.pdf"),
        "empty": a_file(tmp_path, "empty.txt", b""),
        "giant": str(tmp_path / "giant.bin"),
        "escape": a_file(tmp_path, "\x1b[2Jred.txt"),
        "newline": a_file(tmp_path, "two\nlines.txt"),
        "bidi": a_file(tmp_path, "fdp.\u202eexe"),
        "hidden": a_file(tmp_path, "a\u200bb.txt"),
        "long": str(tmp_path / ("x" * 300)),
        "nul": f"{tmp_path}/a\0b",
        "loop": str(tmp_path / "loop"),
        "undecodable": str(tmp_path / "half\udcff.txt"),
        "dots": "..",
    }


SENTENCES = {
    "folder": "it is a folder; name the files in it.",
    "device": "it is a device or a pipe, not a file.",
    "pipe": "it is a device or a pipe, not a file.",
    "missing": "there is no such file.",
    "empty": "empty.txt is empty.",
    "giant": "giant.bin is larger than 10 MiB.",
    "escape": "Take out an escape character",
    "newline": "Take out a line break",
    "bidi": "Take out a character that turns the direction",
    "hidden": "Take out an invisible character",
    "long": "Too long: 300 characters, and 200 fit.",
    "nul": "Take out a NUL character",
    "loop": "Too many levels of symbolic links.",
    "undecodable": "Take out half of a character",
    "dots": "A file needs a name of its own",
}


@pytest.mark.parametrize("what", SENTENCES)
def test_I13_what_is_no_file_is_said_and_nothing_is_kept(
    liaison: CommandLine, tmp_path: Path, bad: dict[str, str], what: str
) -> None:
    number = liaison.submitted()
    told = liaison(
        "request", "attach", "--from", "-", by="wang",
        given={"number": number, "attachments": [a_file(tmp_path), bad[what]]},
    )  # fmt: skip
    assert is_refused(told, 2, SENTENCES[what])
    assert "\x1b" not in told.err
    assert files(liaison, number) == []


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_I13_a_file_that_may_not_be_read(liaison: CommandLine, tmp_path: Path) -> None:
    number = liaison.submitted()
    path = a_file(tmp_path)
    os.chmod(path, 0)
    told = liaison("request", "attach", number, path, by="wang")
    assert is_refused(told, 2, "Permission denied.")


def test_I13_a_link_is_followed_and_keeps_its_own_name(
    liaison: CommandLine, tmp_path: Path
) -> None:
    number = liaison.submitted()
    (tmp_path / "newest.pdf").symlink_to(a_file(tmp_path, "v3.pdf", b"third"))
    (tmp_path / "down").mkdir()
    liaison.document("request", "attach", number, str(tmp_path / "newest.pdf"), by="wang")
    up = str(tmp_path / "down" / ".." / "v3.pdf")
    liaison.document("request", "attach", number, up, by="wang")
    assert [(file["name"], file["size"]) for file in files(liaison, number)] == [
        ("newest.pdf", 5), ("v3.pdf", 5),
    ]  # fmt: skip


def test_R2_2_a_file_and_a_request_have_their_limits(liaison: CommandLine, tmp_path: Path) -> None:
    number = liaison.submitted()
    most = a_file(tmp_path, "most.bin", b"m" * FILE_AT_MOST)
    liaison.document("request", "attach", number, most, by="wang")
    over = a_file(tmp_path, "over.bin", b"m" * (FILE_AT_MOST + 1))
    told = liaison("request", "attach", number, over, by="wang")
    assert is_refused(told, 2, "over.bin is larger than 10 MiB.")
    small = [a_file(tmp_path, f"{n}.txt", b"%d" % n) for n in range(FILES_AT_MOST)]
    told = liaison("request", "attach", number, *small, by="wang")
    assert is_refused(told, 1, "A request keeps 20 files at most.")
    assert len(files(liaison, number)) == 1
    liaison.document("request", "attach", number, *small[1:], by="wang")
    assert len(files(liaison, number)) == FILES_AT_MOST


def test_R2_2_a_name_is_there_once(liaison: CommandLine, tmp_path: Path) -> None:
    number = liaison.submitted()
    path = a_file(tmp_path)
    liaison.document("request", "attach", number, path, by="wang")
    told = liaison("request", "attach", number, path, by="chen")
    assert is_refused(told, 1, f"{number} has a file posters.pdf already.")
    liaison.document("request", "detach", number, "posters.pdf", by="wang")
    liaison.document("request", "attach", number, path, by="chen")
    assert [file["by"] for file in files(liaison, number)] == ["chen"]


def test_I13_nothing_is_written_over_or_through_a_link(
    liaison: CommandLine, tmp_path: Path
) -> None:
    number = liaison.submitted(attachments=[a_file(tmp_path)])
    out, precious = tmp_path / "out", tmp_path / "precious"
    out.mkdir()
    precious.write_text("precious")
    name = f"{number}-posters.pdf"
    for make in ((out / name).write_text, lambda _text: (out / name).symlink_to(precious)):
        make("mine")
        told = liaison("request", "fetch", number, "posters.pdf", "--to", str(out))
        assert is_refused(told, 2, f"{name} is there already")
        (out / name).unlink()
    (out / name).symlink_to(tmp_path / "nowhere")
    told = liaison("request", "fetch", number, "--to", str(out))
    assert is_refused(told, 2, "is there already")
    assert not (tmp_path / "nowhere").exists()
    assert precious.read_text() == "precious"
    told = liaison("request", "fetch", number, "--to", str(tmp_path / "no"))
    assert is_refused(told, 2, "There is no folder")


@pytest.mark.parametrize("name", [".bashrc", "-rf", "..\\..\\x.txt", "a b;rm -rf ~.sh", "$(id)"])
def test_I13_whatever_a_file_is_called_it_lands_in_the_folder_and_is_not_run(
    liaison: CommandLine, tmp_path: Path, name: str
) -> None:
    number = liaison.submitted()
    path = a_file(tmp_path, name, b"#!/bin/sh\n")
    given = {"number": number, "attachments": [path]}
    liaison.document("request", "attach", "--from", "-", by="wang", given=given)
    out = tmp_path / "out"
    out.mkdir()
    liaison.document("request", "fetch", number, "--to", str(out))
    [written] = out.iterdir()
    assert written.name.startswith(f"{number}-")
    assert not set(written.name) & set(" ;$()/\\")
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "posters.pdf/..", "\x1b[2J", "x" * 300])
def test_I13_only_what_is_kept_can_be_fetched_or_detached(
    liaison: CommandLine, tmp_path: Path, name: str
) -> None:
    number = liaison.submitted(attachments=[a_file(tmp_path)])
    told = liaison("request", "fetch", number, name, "--to", str(tmp_path))
    assert is_refused(told, 4, "There is no file of that name")
    assert liaison("request", "detach", number, name, by="wang").status in (2, 4)
    assert len(files(liaison, number)) == 1


def test_A8_who_does_not_see_the_request_is_told_of_no_file(
    liaison: CommandLine, tmp_path: Path
) -> None:
    number = liaison.submitted(attachments=[a_file(tmp_path)])
    out = ("request", "fetch", number, "--to", str(tmp_path))
    hidden, missing = liaison(*out, by="wu"), liaison("request", "fetch", "XMBG-1", *out[3:])
    assert hidden.status == missing.status == 4
    assert hidden.err.replace(number, "XMBG-1") == missing.err
    assert liaison("request", "attach", number, a_file(tmp_path, "b.txt"), by="wu").status == 4


def test_A4_one_detaches_ones_own_and_who_asks_detaches_any(
    liaison: CommandLine, tmp_path: Path
) -> None:
    number = liaison.submitted(attachments=[a_file(tmp_path)])
    for name in ("chen.txt", "sun.txt"):
        liaison.document("request", "attach", number, a_file(tmp_path, name), by=name[:-4])
    told = liaison("request", "detach", number, "sun.txt", by="chen")
    assert is_refused(told, 3, "sun.txt is sun's.")
    liaison.document("request", "detach", number, "chen.txt", by="chen")
    liaison.document("request", "detach", number, "sun.txt", by="wang")
    assert [file["name"] for file in files(liaison, number)] == ["posters.pdf"]
    liaison.document("request", "withdraw", number, by="wang")
    told = liaison("request", "attach", number, a_file(tmp_path, "late.txt"), by="wang")
    assert is_refused(told, 1, "is withdrawn")


def test_R17_1_undo_and_redo_of_both(liaison: CommandLine, tmp_path: Path) -> None:
    number = liaison.submitted()
    liaison.document("request", "attach", number, a_file(tmp_path), by="wang")

    def names() -> list[str]:
        return [file["name"] for file in files(liaison, number)]

    assert liaison("undo", by="wang").status == 0
    assert names() == []
    assert liaison("request", "fetch", number, "posters.pdf", "--to", str(tmp_path)).status == 4
    assert liaison("redo", by="wang").status == 0
    assert names() == ["posters.pdf"]
    liaison.document("request", "detach", number, "posters.pdf", by="wang")
    assert names() == []
    assert liaison("undo", by="wang").status == 0
    out = tmp_path / "out"
    out.mkdir()
    liaison.document("request", "fetch", number, "--to", str(out))
    assert (out / f"{number}-posters.pdf").read_bytes() == b"%PDF-1.7 posters"


def test_R17_1_the_trail_keeps_name_and_digest_but_no_content(
    liaison: CommandLine, tmp_path: Path
) -> None:
    number = liaison.submitted()
    liaison.document("request", "attach", number, a_file(tmp_path), by="wang")
    entry = liaison.document("trail", "list")[-1]
    assert entry["command"] == "AttachFiles"
    assert sha256(b"%PDF-1.7 posters").hexdigest() in str(entry)
    assert "%PDF" not in str(entry)
    assert liaison("trail", "verify").status == 0


def test_D17_a_backup_has_the_files_in_it(liaison: CommandLine, tmp_path: Path) -> None:
    number = liaison.submitted(attachments=[a_file(tmp_path)])
    copy = tmp_path / "copy.db"
    assert liaison("db", "backup", str(copy)).status == 0
    liaison.db = copy
    liaison.document("request", "fetch", number, "--to", str(tmp_path))
    assert (tmp_path / f"{number}-posters.pdf").read_bytes() == b"%PDF-1.7 posters"


def test_R2_2_a_bare_name_of_no_file_says_which_paper_goes_with_the_request(
    liaison: CommandLine,
) -> None:
    number = liaison.submitted(attachments=["活动方案（纸质）"])
    document = liaison.document("request", "show", number, by="wang")
    assert (document["attachments"], document["files"]) == (["活动方案（纸质）"], [])
