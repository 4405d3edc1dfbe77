from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.errors import Incomplete
from core.intake import VAGUE_WORDS, flags, problems, require_complete
from core.model.request import Detail, Request, RequestType, ResourceWish

TODAY = date(2026, 11, 2)
COMPLETE = Request(
    type=RequestType.PROJECT,
    title="618 campaign",
    background="Sell more",
    originating_department="MKT",
    originator="wang",
    involved_departments=("PRD", "SAL"),
    details=(
        Detail(department="PRD", what="3 product sheets", by=date(2026, 11, 20)),
        Detail(department="SAL", what="2 training days"),
    ),
    expected=date(2026, 12, 1),
    created_at=datetime(2026, 11, 2, tzinfo=UTC),
)
WISH = ResourceWish(
    name="meeting room",
    owner_department="PMO",
    quantity=1,
    start=date(2026, 11, 5),
    end=date(2026, 11, 6),
    purpose="supplier days",
)


def fields_at_fault(**changes: object) -> list[str]:
    return [refusal.field for refusal in problems(replace(COMPLETE, **changes), TODAY)]  # type: ignore[arg-type]


def test_R2_4_a_complete_form_has_no_problems() -> None:
    assert problems(COMPLETE, TODAY) == []
    require_complete(COMPLETE, TODAY)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": ""}, ["title"]),
        ({"background": ""}, ["background"]),
        ({"originating_department": ""}, ["originating_department"]),
        ({"expected": None}, ["expected"]),
        ({"expected": date(2026, 11, 1)}, ["expected"]),
        ({"expected": TODAY}, []),
        ({"involved_departments": (), "details": ()}, ["involved_departments"]),
        (
            {
                "involved_departments": ("MKT",),
                "details": (Detail(department="MKT", what="3 posters"),),
            },
            ["involved_departments"],
        ),
        ({"involved_departments": (), "details": (), "other_department": "the mayor"}, []),
        ({"details": ()}, ["details", "details"]),
        ({"details": COMPLETE.details[:1]}, ["details"]),
        ({"involved_departments": ("PRD",)}, ["details"]),
        (
            {"details": (*COMPLETE.details, Detail(department="MKT", what="Our own part"))},
            [],
        ),
        (
            {
                "details": (
                    *COMPLETE.details,
                    Detail(department="PRD", what="1 film", by=date(2026, 11, 1)),
                )
            },
            ["details"],
        ),
    ],
)
def test_R2_4_each_problem_names_its_field(changes: dict[str, object], fields: list[str]) -> None:
    assert fields_at_fault(**changes) == fields


def test_R2_4_everything_is_said_at_once_with_why_and_an_example() -> None:
    empty = replace(
        COMPLETE, title="", background="", involved_departments=(), details=(), expected=None
    )
    with pytest.raises(Incomplete) as refused:
        require_complete(empty, TODAY)
    found = refused.value.problems
    assert [p.field for p in found] == ["title", "background", "expected", "involved_departments"]
    assert all(str(problem) and str(problem.hint) for problem in found)
    assert (refused.value.field, refused.value.message) == ("title", found[0].message)


def test_R2_4_a_department_without_a_line_and_a_line_without_a_department_are_named() -> None:
    other = (*COMPLETE.details[:1], Detail(department="FIN", what="1 budget"))
    assert [str(p) for p in problems(replace(COMPLETE, details=other), TODAY)] == [
        "SAL is involved but has no detail line.",
        "Detail 2 names FIN, which is not among the departments.",
    ]


@pytest.mark.parametrize(
    ("wish", "at_fault"),
    [
        (WISH, False),
        (None, True),
        (replace(WISH, name=""), True),
        (replace(WISH, owner_department=""), True),
        (replace(WISH, purpose=""), True),
        (replace(WISH, quantity=0), True),
        (replace(WISH, end=date(2026, 11, 4)), True),
        (replace(WISH, end=WISH.start), False),
        (replace(WISH, confidentiality="internal"), False),
    ],
)
def test_R2_6_an_application_says_what_of_whom_how_many_when_and_what_for(
    wish: ResourceWish | None, at_fault: bool
) -> None:
    expected = ["resource"] if at_fault else []
    assert fields_at_fault(type=RequestType.RESOURCE, resource=wish) == expected
    assert fields_at_fault(type=RequestType.ISSUE, resource=wish) == []


def flagged(what: str, by: date | None = None) -> bool:
    return bool(flags(replace(COMPLETE, details=(Detail(department="PRD", what=what, by=by),))))


@pytest.mark.parametrize(
    ("what", "by", "vague"),
    [
        ("Product sheets", None, True),
        ("3 product sheets", None, False),
        ("Product sheets", date(2026, 11, 20), False),
        ("产品资料", None, True),
        ("产品资料 3 份", None, False),
        ("产品资料３份", None, False),
        ("产品资料", date(2026, 11, 20), False),
        ("尽快给 3 份产品资料", date(2026, 11, 20), True),
        ("请配合", date(2026, 11, 20), True),
        ("支持一下活动", date(2026, 11, 20), True),
        ("3 sheets ASAP", date(2026, 11, 20), True),
        ("Please help out with 3 sheets", None, True),
        ("3 sheets, asap.", None, True),
        ("Handsome 3 sheets", None, False),
        ("Support-team roster, 3 pages", None, True),
        ("3 transistors", None, False),
        ("Insupportable noise: 3 reports", None, False),
    ],
)
def test_R2_5_a_line_without_amount_or_day_or_with_empty_words_is_pointed_at(
    what: str, by: date | None, vague: bool
) -> None:
    assert flagged(what, by) is vague


@pytest.mark.parametrize("word", VAGUE_WORDS)
def test_R2_5_every_empty_word_is_found_whatever_its_letters(word: str) -> None:
    for text in (f"{word} 3", f"3 {word.upper()}!", f"({word}) 3"):
        assert flagged(text, TODAY), text


def test_R2_5_a_flag_says_where_what_and_the_four_questions() -> None:
    lines = (COMPLETE.details[0], Detail(department="SAL", what="Training, asap"))
    (flag,) = flags(replace(COMPLETE, details=lines))
    assert (flag.field, flag.excerpt) == ("details[1]", "Training, asap")
    assert "“asap”" in str(flag.hint)
    for question in ("who", "how much", "by when", "to what standard"):
        assert question in str(flag.hint)


def test_R2_5_the_words_of_both_languages_are_listed_once() -> None:
    assert len(set(VAGUE_WORDS)) == len(VAGUE_WORDS)
    assert {"尽快", "配合", "支持一下", "asap", "help out"} <= set(VAGUE_WORDS)
    assert all(word == word.casefold() for word in VAGUE_WORDS)
