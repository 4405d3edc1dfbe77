"""Which earlier requests are like a form, and which it repeats: the scoring alone (R2.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.request import RequestState, RequestType, ResourceWish
from core.similar import SHOWN, TERMS, Earlier, Form, alike, likeness, repeats, score, terms

FORM = Form("618大促活动", RequestType.PROJECT, "MKT", ("MKT", "PRD", "SAL"))
ROOM = ResourceWish(
    name="Meeting room", owner_department="PMO", start=date(2026, 12, 1), end=date(2026, 12, 3)
)


def earlier(number: int, title: str, **more: object) -> Earlier:
    one = Earlier(
        f"XMBG-202611{number:03d}", title, RequestType.PROJECT, "MKT", ("MKT", "PRD", "SAL"),
        RequestState.SUBMITTED,
    )  # fmt: skip
    return replace(one, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("618大促活动", "618大促活动", 1.0, 1.0),
        ("618大促活动", "６１８ 大促-活动", 1.0, 1.0),
        ("618大促活动方案", "双11大促活动方案", 0.5, 0.9),
        ("Autumn fair in Berlin", "AUTUMN FAIR, Berlin!", 0.8, 0.95),
        ("618大促活动", "年度审计", 0.0, 0.0),
        ("Supplier audit", "Summer party", 0.0, 0.25),
        ("", "", 0.0, 0.0),
        ("…", "618", 0.0, 0.0),
        ("A", "a", 1.0, 1.0),
    ],
)
def test_R2_4_titles_are_alike_by_their_pairs_of_characters(
    one: str, other: str, least: float, most: float
) -> None:
    assert least <= likeness(one, other) <= most


@given(st.text(max_size=60), st.text(max_size=60))
def test_R2_4_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert likeness(one, one) in (0, 1)


@given(st.text(max_size=200))
def test_I16_the_terms_are_few_and_hold_no_wildcard(title: str) -> None:
    found = terms(title)
    assert len(found) <= TERMS
    assert all(term.isalnum() and len(term) > 1 for term in found)


def test_R2_4_the_terms_are_words_figures_and_pairs() -> None:
    assert set(terms("The 618大促 for Berlin")) == {"618", "大促", "berlin"}


def test_R2_4_type_and_departments_break_a_tie() -> None:
    same = earlier(1, "618大促活动")
    assert score(FORM, same) == pytest.approx(1.0)
    assert score(FORM, replace(same, type=RequestType.ISSUE)) < score(FORM, same)
    assert score(FORM, replace(same, departments=("FIN",))) < score(FORM, same)


def test_R2_4_the_best_three_open_and_three_ended_ones_are_shown() -> None:
    known = [earlier(n, f"618大促活动{'之后' * (n % 5)}") for n in range(1, 9)]
    ended = [replace(one, number=one.number + "9", state=RequestState.CLOSED) for one in known]
    found = alike(FORM, [*known, *ended, earlier(90, "年度审计")])
    assert [one.title for one in found.open] == [
        "618大促活动",
        "618大促活动之后",
        "618大促活动之后",
    ]
    assert len(found.open) == len(found.ended) == SHOWN
    assert found.open[1].number > found.open[2].number
    assert not any(one.is_open for one in found.ended)


def test_R2_4_the_form_is_not_like_itself() -> None:
    found = alike(replace(FORM, number="XMBG-202611001"), [earlier(1, "618大促活动")])
    assert (found.open, found.repeats) == ((), ())


@pytest.mark.parametrize(
    ("change", "is_repeated"),
    [
        ({}, True),
        ({"title": "618 大促活动"}, True),
        ({"title": "619大促活动"}, False),
        ({"title": "618大促活动 第2期"}, False),
        ({"originating_department": "PRD"}, False),
        ({"state": RequestState.CLOSED}, False),
        ({"state": RequestState.EXECUTING}, True),
        ({"type": RequestType.ISSUE, "departments": ("FIN",)}, True),
    ],
)
def test_R2_4_a_duplicate_is_open_of_the_same_department_and_has_its_title(
    change: dict[str, object], is_repeated: bool
) -> None:
    assert repeats(FORM, replace(earlier(1, FORM.title), **change)) is is_repeated  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "is_repeated"),
    [
        ({}, True),
        ({"name": "meeting  ROOM"}, True),
        ({"start": date(2026, 12, 3), "end": date(2026, 12, 9)}, True),
        ({"start": None, "end": None}, True),
        ({"start": date(2026, 12, 4), "end": date(2026, 12, 9)}, False),
        ({"name": "Van"}, False),
        ({"name": ""}, False),
        ({"owner_department": "LOG"}, False),
    ],
)
def test_R2_6_the_same_resource_on_the_same_days_is_a_duplicate(
    change: dict[str, object], is_repeated: bool
) -> None:
    form = replace(FORM, title="Supplier day", resource=ROOM)
    wish = replace(ROOM, **change)  # type: ignore[arg-type]
    assert repeats(form, earlier(1, "Audit", resource=wish)) is is_repeated
    assert not repeats(replace(form, resource=None), earlier(1, "Audit", resource=wish))


@pytest.mark.parametrize(
    ("expected", "ended", "on_time"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), True),
        (date(2026, 12, 1), date(2026, 12, 2), False),
        (None, date(2026, 12, 2), None),
        (date(2026, 12, 1), None, None),
    ],
)
def test_R2_4_how_it_went(expected: date | None, ended: date | None, on_time: bool | None) -> None:
    assert earlier(1, "Fair", expected=expected, ended=ended).was_on_time is on_time
