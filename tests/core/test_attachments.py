"""What may be kept as a file, and how a vague line could be typed instead (R2.2, R2.5, I1, I13)."""

from __future__ import annotations

from datetime import date

import pytest

from core.attachments import NAME_AT_MOST, checked_name, named, require_size
from core.commands.copying import copied
from core.errors import BadInput, NoSuchRecord
from core.intake import overridden, rewrite, vagueness
from core.model.request import Detail, Override, Request, RequestType, ResourceWish
from core.policy import FILE_AT_MOST, VAGUE_WORDS, vague_words
from tests.desk import moment

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "name", ["posters.pdf", "预算 2026.xlsx", ".bashrc", "a\\b", "x" * NAME_AT_MOST, "..x"]
)
def test_I13_a_name_is_kept_as_it_is(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "...", "../x", "/etc/passwd", "a/", "a\0b", "\x1b[2J", "a\nb", "\u202efdp",
     "a\u200bb", "\udcff", "x" * (NAME_AT_MOST + 1)],
)  # fmt: skip
def test_I13_a_name_is_no_path_and_holds_nothing_that_acts_or_hides(name: str) -> None:
    with pytest.raises(BadInput) as refusal:
        checked_name(name)
    assert refusal.value.field == "attachments"
    assert str(refusal.value.message).isprintable()


@pytest.mark.parametrize(
    ("size", "fits"), [(0, 0), (1, 1), (FILE_AT_MOST, 1), (FILE_AT_MOST + 1, 0)]
)
def test_R2_2_a_file_has_something_in_it_but_not_too_much(size: int, fits: int) -> None:
    if fits:
        require_size("a.pdf", size)
        return
    with pytest.raises(BadInput):
        require_size("a.pdf", size)


def test_R2_2_a_name_that_is_not_kept() -> None:
    with pytest.raises(NoSuchRecord):
        named([], "a.pdf")


@pytest.mark.parametrize(
    ("what", "by", "line"),
    [
        ("支持一下海报", None, "PRD: 海报, [how many? to what standard?] @ 2026-12-20"),
        ("尽快配合海报设计", None, "PRD: 海报设计, [how many? to what standard?] @ 2026-12-20"),
        ("尽快，3张海报", date(2026, 12, 1), "PRD: 3张海报, [to what standard?] @ 2026-12-01"),
        ("Help out: 2 posters ASAP!", None, "PRD: 2 posters, [to what standard?] @ 2026-12-20"),
        (
            "Supportive posters, asap.", None,
            "PRD: Supportive posters, [how many? to what standard?] @ 2026-12-20",
        ),
        ("配合", None, "PRD: [what exactly?], [how many? to what standard?] @ 2026-12-20"),
    ],
)  # fmt: skip
def test_R2_5_a_vague_line_is_shown_as_it_could_be(what: str, by: date | None, line: str) -> None:
    detail = Detail(department="PRD", what=what, by=by)
    assert vagueness(detail)
    assert str(rewrite(detail, date(2026, 12, 20))) == line


def test_R2_5_without_any_day_the_day_is_asked_for() -> None:
    assert str(rewrite(Detail(department="PRD", what="posters"), None)).endswith("@ [by when?]")


def test_R2_5_the_list_of_words_can_be_changed() -> None:
    words = vague_words(["尽量", "-support", "  At  Your Leisure "])
    assert {"尽量", "at your leisure"} == set(words) - set(VAGUE_WORDS)
    assert set(VAGUE_WORDS) - set(words) == {"support"}
    lenient = Detail(department="PRD", what="support 3 booths")
    strict = Detail(department="PRD", what="尽量3张海报")
    assert vagueness(lenient)
    assert not vagueness(lenient, words)
    assert not vagueness(strict)
    assert vagueness(strict, words)


@pytest.mark.parametrize("change", ["", "-", " ", "-nothing of the kind"])
def test_R2_5_a_change_of_the_list_that_cannot_be(change: str) -> None:
    with pytest.raises(BadInput):
        vague_words([change])


def a_request(**more: object) -> Request:
    given: dict[str, object] = {
        "id": 7, "type": RequestType.PROJECT, "title": "Fair", "originating_department": "MKT",
        "originator": "wang", "created_at": moment("2026-11-10 09:00"),
        "details": (
            Detail(department="PRD", what="3 sheets", by=date(2026, 11, 15)),
            Detail(department="SAL", what="配合", by=None),
        ),
        "expected": date(2026, 11, 30),
    }  # fmt: skip
    return Request(**(given | more))  # type: ignore[arg-type]


def test_R2_5_what_was_sent_in_all_the_same_says_who_did() -> None:
    assert overridden(a_request(), "wang", VAGUE_WORDS) == (
        Override(field="details[1]", excerpt="配合", word="配合", by="wang"),
    )
    assert overridden(a_request(), "wang", ()) == (
        Override(field="details[1]", excerpt="配合", word="", by="wang"),
    )


def test_R2_8_a_copy_moves_all_days_by_the_time_gone_by() -> None:
    copy = copied(a_request(), date(2026, 11, 10), TODAY)
    assert [detail.by for detail in copy.details] == [date(2026, 11, 25), None]
    assert copy.expected == date(2026, 12, 10)


def test_R2_8_a_copy_keeps_days_that_are_all_to_come() -> None:
    request = a_request(details=(), expected=date(2026, 11, 20))
    assert copied(request, date(2026, 11, 10), TODAY) == request


def test_R2_8_a_copy_leaves_out_days_that_were_past_from_the_start() -> None:
    wish = ResourceWish(name="Van", owner_department="LOG", start=date(2026, 11, 1))
    copy = copied(a_request(resource=wish), date(2026, 11, 10), TODAY)
    assert copy.resource
    assert (copy.resource.name, copy.resource.start) == ("Van", None)
