"""The form of a request by keys: likenesses, vague lines, drafts, copies, files (R2.2 to R2.8)."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.commands.attachment import AttachFiles, DetachFile
from core.commands.request import DraftRequest, EditRequest, SubmitRequest
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import CommandLine
from tui.i18n import _
from tui.screens.fetching import opener

TITLE = "618大促活动"
DETAILS = "PRD: 3款促销产品功能说明 @ +5d\nSAL: 2场销售培训 @ +6d"
COMPLETE = {
    "title": TITLE, "background": "More", "involved_departments": "PRD, SAL", "details": DETAILS,
    "expected": "+30d",
}  # fmt: skip


@pytest.fixture
def wang(liaison: CommandLine) -> Iterator[Person]:
    with at_work(liaison.db, "wang", size=(120, 40)) as person:
        person.goes("intake")
        yield person


def shown(liaison: CommandLine, number: str) -> Any:
    return liaison.document("request", "show", number, by="wang")


def test_R2_4_what_is_alike_is_shown_while_the_title_is_typed(liaison: CommandLine) -> None:
    first, other = liaison.submitted(), liaison.submitted(title="双11大促活动")
    with at_work(liaison.db, "wang", language="zh") as person:
        person.goes("intake")
        person.opens("n", SubmitRequest)
        person.misses("≈")
        person.fills(SubmitRequest, title="618 大促活动")
        person.sees(
            _("Looks like a duplicate of {number}: {title}", number=first, title=TITLE),
            f"≈ {other}",
        )
        person.fills(SubmitRequest)
        person.press("end", *["backspace"] * 9)
        person.misses("≈", first)


def test_R2_4_no_key_is_lost_while_it_is_looked_for(liaison: CommandLine, wang: Person) -> None:
    for number in range(3):
        liaison.submitted(title=f"{TITLE}{number}")
    wang.opens("n", SubmitRequest)
    wang.press("tab")
    for _again in range(4):
        wang.press(*TITLE)
        wang.sees("≈")
    wang.sees(TITLE * 4)
    wang.press("f8")
    wang.sees("DRAFT-4")
    assert shown(liaison, "DRAFT-4")["title"] == TITLE * 4


def test_R2_4_a_duplicate_never_blocks(liaison: CommandLine, wang: Person) -> None:
    liaison.submitted()
    wang.does("n", SubmitRequest, **COMPLETE)
    wang.sees("Looks like a duplicate of")  # on the reviewer's detail, too
    assert len(liaison.document("request", "list", by="wang")) == 2


def test_R2_5_a_vague_line_is_shown_as_it_could_be_typed(
    liaison: CommandLine, wang: Person
) -> None:
    wang.opens("n", SubmitRequest)
    vague = "PRD: 尽快配合海报设计\nSAL: 2场销售培训 @ +6d"
    wang.fills(SubmitRequest, **COMPLETE | {"details": vague, "expected": "2099-12-20"})
    wang.press("ctrl+s")
    wang.sees("“尽快” leaves it open.", "PRD: 海报设计, [how many? to what standard?] @ 2099-12-20")
    wang.sends(SubmitRequest)
    wang.sees("Sent in although pointed at", "Wang: 尽快配合海报设计")


def test_R2_8_a_draft_is_on_the_list_by_its_own_name_and_can_be_sent_in(
    liaison: CommandLine, wang: Person
) -> None:
    wang.opens("n", SubmitRequest)
    wang.fills(SubmitRequest, title=TITLE)
    wang.press("f8")
    wang.sees(f"{_(DraftRequest.label.text)}: DRAFT-1")
    wang.misses("╭")
    wang.opens("E", SubmitRequest)
    wang.sees("DRAFT-1", TITLE)
    wang.fills(SubmitRequest, **{n: t for n, t in COMPLETE.items() if n != "title"})
    wang.sends(SubmitRequest, "XMBG-")
    [number] = [one["number"] for one in liaison.document("request", "list", by="wang")]
    assert shown(liaison, number)["title"] == TITLE
    assert liaison("request", "show", "DRAFT-1", by="wang").status == 4


def kept(db: Path) -> str:
    """What is kept of a form that is being written."""
    with closing(sqlite3.connect(db)) as connection:
        row = connection.execute("SELECT fields FROM kept_form").fetchone()
    return str(json.loads(row[0])["background"]) if row else ""


def test_R2_8_what_is_typed_without_a_rest_is_there_after_a_kill(liaison: CommandLine) -> None:
    with at_work(liaison.db, "wang") as person:
        person.goes("intake")
        person.opens("n", SubmitRequest)
        person.press("tab", "tab")
        for _again in range(300):
            person.press("x")
            person.terminal.pump(0.05)
            if "xx" in kept(liaison.db):
                break
        os.kill(person.terminal.pid, signal.SIGKILL)
        person.terminal.wait_exit(read=False)
    assert "xx" in kept(liaison.db)
    with at_work(liaison.db, "wang") as person:
        person.goes("intake")
        person.opens("n", SubmitRequest)
        person.sees("xxxx")


def test_R2_8_an_earlier_request_is_copied_into_a_form(liaison: CommandLine, wang: Person) -> None:
    number = liaison.submitted()
    wang.sees(number)
    wang.opens("N", SubmitRequest)
    wang.sees(TITLE, "3款促销产品功能说明", "PRD, SAL", "Looks like a duplicate")
    wang.fills(SubmitRequest, title="双12大促活动")
    wang.sends(SubmitRequest, "XMBG-")
    numbers = [one["number"] for one in liaison.document("request", "list", by="wang")]
    [copy] = set(numbers) - {number}
    assert shown(liaison, copy)["title"] == "双12大促活动"
    assert shown(liaison, copy)["details"] == shown(liaison, number)["details"]
    assert shown(liaison, number)["title"] == TITLE


def test_R2_2_files_are_attached_fetched_and_detached_by_keys(
    liaison: CommandLine, wang: Person, tmp_path: Path
) -> None:
    number = liaison.submitted()
    (tmp_path / "posters.pdf").write_bytes(b"%PDF")
    wang.sees(number)
    wang.opens("F", AttachFiles)
    wang.fills(AttachFiles, attachments=f"{tmp_path}/missing.pdf")
    wang.press("ctrl+s")
    wang.sees("there is no such file")
    wang.fills_in(AttachFiles, number, attachments=f"{tmp_path}/posters.pdf")
    wang.sees("posters.pdf  4 bytes  Wang", "SHA-256")
    (tmp_path / "out").mkdir()
    wang.press("O")
    wang.sees(_("Files of {number} into which folder?", number=number))
    for folder, answer in (("nowhere", "There is no folder"), ("out", "Written: ")):
        wang.press("end", "ctrl+u", str(tmp_path / folder), "enter")
        wang.sees(answer)
    written = tmp_path / "out" / f"{number}-posters.pdf"
    assert written.read_bytes() == b"%PDF"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    wang.press("u")
    wang.misses("SHA-256")
    wang.press("O")
    wang.sees(_("No files are kept with {number}.", number=number))
    wang.press("U")
    wang.sees("SHA-256")
    wang.press("ctrl+p", "detach", "enter")
    wang.sees(_("Detach a file"))
    wang.fills_in(DetachFile, number, name="posters.pdf")
    wang.misses("SHA-256")


def test_R2_2_the_forms_own_field_keeps_files_and_loses_nothing(
    liaison: CommandLine, wang: Person, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    wang.opens("n", SubmitRequest)
    wang.fills(SubmitRequest, **COMPLETE | {"attachments": f"{tmp_path}/pipe"})
    wang.press("ctrl+s")
    wang.sees("it is a device or a pipe, not a file")
    (tmp_path / "posters.pdf").write_bytes(b"%PDF")
    wang.press("end", "ctrl+u", f"{tmp_path}/posters.pdf")
    wang.sends(SubmitRequest, "XMBG-")
    wang.sees("posters.pdf  4 bytes  Wang")
    [number] = [one["number"] for one in liaison.document("request", "list", by="wang")]
    liaison.document("request", "return", number, "--reason", "Which?")
    wang.sees("returned")
    wang.opens("e", EditRequest)
    wang.fills_in(EditRequest, number, title="Posters")
    wang.sees("posters.pdf  4 bytes  Wang")
    assert shown(liaison, number)["attachments"] == ["posters.pdf"]


@pytest.mark.parametrize(
    ("environment", "platform", "program"),
    [
        ({}, "linux", ""),
        ({"SSH_TTY": "/dev/pts/1", "TERM": "xterm"}, "linux", ""),
        ({"DISPLAY": ":0"}, "linux", "xdg-open"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", "xdg-open"),
        ({}, "darwin", "open"),
    ],
)
def test_I18_a_file_is_opened_only_where_somebody_would_see_it(
    environment: dict[str, str], platform: str, program: str
) -> None:
    assert opener(environment, platform) == program
