"""The form by verbs: what it is like, what is vague in it, an old one anew (R2.4, R2.5, R2.8)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.by_verbs import FORM, CommandLine
from tui import settings

VAGUE: dict[str, Any] = FORM | {
    "details": [
        {"department": "PRD", "what": "尽快配合海报设计"},
        {"department": "SAL", "what": "2场销售培训", "by": "+6d"},
    ]
}


def check(liaison: CommandLine, form: dict[str, Any]) -> Any:
    return liaison.document("request", "check", "--from", "-", by="wang", given=form)


def test_R2_4_check_and_submit_say_what_is_similar_and_what_is_repeated(
    liaison: CommandLine,
) -> None:
    first = liaison.submitted()
    other = liaison.submitted(title="双11大促活动")
    found = check(liaison, FORM)
    assert found["complete"]
    assert [(one["number"], one["duplicate"]) for one in found["similar"]] == [
        (first, True), (other, False),
    ]  # fmt: skip
    assert found["similar"][0] == {
        "number": first, "title": "618大促活动", "state": "submitted", "lead_department": "",
        "on_time": None, "reworks": 0, "duplicate": True,
    }  # fmt: skip
    told = liaison("request", "check", "--from", "-", by="wang", given=FORM)
    assert told.status == 0
    assert f"Looks like a duplicate of {first}: 618大促活动\n" in told.out
    assert f"Similar: {other}  双11大促活动 · submitted\n" in told.out
    asked = liaison.document("request", "submit", "--from", "-", by="wang", given=FORM)
    assert [one["number"] for one in asked["similar"]] == [first, other]
    shown = liaison("request", "show", asked["number"]).out
    assert f"Looks like a duplicate of {first}" in shown


def test_R2_4_what_is_checked_again_is_not_like_itself(liaison: CommandLine) -> None:
    number = liaison.submitted()
    found = liaison.document("request", "check", number, by="wang")
    assert found["similar"] == []


def test_R2_5_check_shows_how_a_vague_line_could_be_typed(liaison: CommandLine) -> None:
    [flag] = check(liaison, VAGUE | {"expected": "2099-12-20"})["flags"]
    assert flag["rewrite"] == "PRD: 海报设计, [how many? to what standard?] @ 2099-12-20"
    told = liaison("request", "check", "--lang", "zh", "--from", "-", by="wang", given=VAGUE)
    assert "例如：PRD：海报设计，[多少？达到什么标准？] @ " in told.out


def test_R2_5_the_reviewer_reads_that_it_was_sent_in_all_the_same(liaison: CommandLine) -> None:
    number = liaison.submitted(**VAGUE)
    shown = liaison("request", "show", number).out
    assert "Sent in although pointed at  Wang: 尽快配合海报设计" in shown
    mended = {"number": number, "details": FORM["details"]}
    liaison.document("request", "return", number, "--reason", "How many posters?")
    liaison.document("request", "resubmit", "--from", "-", by="wang", given=mended)
    assert "Sent in although" not in liaison("request", "show", number).out


@pytest.fixture
def organised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "settings.toml"
    monkeypatch.setattr(settings, "ORGANISATION", file)
    return file


def test_R2_5_the_organisation_sets_the_words(liaison: CommandLine, organised: Path) -> None:
    organised.write_text('vague_words = ["-尽快", "-配合", "培训"]\n')
    found = check(liaison, VAGUE | {"details": [
        {"department": "PRD", "what": "尽快配合海报设计3张", "by": "+2d"},
        {"department": "SAL", "what": "2场销售培训", "by": "+6d"},
    ]})  # fmt: skip
    assert [flag["excerpt"] for flag in found["flags"]] == ["2场销售培训"]
    number = liaison.submitted()
    told = liaison("request", "show", number).out
    assert "“培训” leaves it open." in told


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('vague_words = "尽快"', "vague_words cannot be 尽快"),
        ("vague_words = [3]", "vague_words cannot be [3]"),
        ('vague_words = [""]', "at least one letter"),
        ('vague_words = ["-nothing"]', '"nothing" is not among the words'),
    ],
)
def test_R2_5_words_that_cannot_be_are_said(
    liaison: CommandLine, organised: Path, line: str, why: str
) -> None:
    organised.write_text(line + "\n")
    told = liaison("request", "list")
    assert told.status == 2
    assert why in told.err


def test_R2_8_a_copy_is_a_draft_that_can_be_sent_in(liaison: CommandLine) -> None:
    number = liaison.submitted()
    copy = liaison.document("request", "copy", number, by="wang")
    assert copy["state"] == "draft"
    assert [line["what"] for line in copy["details"]] == ["3款促销产品功能说明", "2场销售培训"]
    asked = liaison.document("request", "submit", copy["number"], by="wang")
    assert asked["state"] == "submitted"
    assert asked["similar"][0] == asked["similar"][0] | {"number": number, "duplicate": True}
    told = liaison("request", "show", copy["number"], by="wang")
    assert told.status == 4


def test_A8_what_one_may_not_see_cannot_be_copied(liaison: CommandLine) -> None:
    number = liaison.submitted()
    hidden, missing = (
        liaison("request", "copy", name, by="wu") for name in (number, "XMBG-209901001")
    )
    assert hidden.status == missing.status == 4
    assert hidden.err.replace(number, "XMBG-209901001") == missing.err
