"""Text that enters and text that is shown (D24, I1, I2)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.text import clean, safe, shorten

TRICKS = "\x00\x1b\x7f\x85\x9b\n\r\t\xad\u034f\u200b\u200d\u202e\u2028\u2066\ufeff\ud800\U000e0041"
ORDINARY = "跨部门对接 618 Größe naïve 👩💻❤\u0301\u0323\ufe0f\u3000"
anything = st.text(
    st.one_of(st.characters(exclude_categories=()), st.sampled_from(TRICKS + ORDINARY)),
    max_size=40,
)


@pytest.mark.parametrize(
    "text",
    [
        "618大促活动上线准备",
        "市场部　销售部",  # an ideographic space
        "“研发部”：[IMPORTANT] 100% <b>…</b>",
        "👩\u200d💻 and 👍🏽 and ❤\ufe0f\u200d🔥 and 👩🏽\u200d⚕\ufe0f",
        "café, 葛\U000e0100城区, \ue0b0",
    ],
)
def test_D24_ordinary_text_is_kept_and_shown_as_it_is(text: str) -> None:
    assert clean(text, limit=200) == text
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  目标\u3000\n", "目标"),
        ("pasted\r\n", "pasted"),
        ("a\tb", "a b"),
        ("cafe\u0301", "caf\xe9"),
        ("\u1100\u1161", "\uac00"),
        ("", ""),
        (" \t\u3000 ", ""),
    ],
)
def test_D24_text_is_kept_in_one_form(text: str, kept: str) -> None:
    assert clean(text, limit=20) == kept


def test_D24_line_breaks_are_kept_alike_where_lines_are_asked_for() -> None:
    assert clean("1\r\n2\r3\n\n", limit=20, lines=True) == "1\n2\n3"


@pytest.mark.parametrize(
    ("payload", "what"),
    [
        ("\x00", "a NUL character"),
        ("\x1b]52;c;cHduZWQ=\x07", "an escape character"),
        ("\x1b]0;title\x1b\\", "an escape character"),
        ("\x1b[2J", "an escape character"),
        ("\x07", "a control character"),
        ("\x0e", "a control character"),
        ("\x1c", "a control character"),
        ("\x7f", "a control character"),
        ("\x85", "a control character"),
        ("\x9b2J", "a control character"),
        ("\x9d0;title\x9c", "a control character"),
        ("\ufffe", "a control character"),
        ("\ud800", "half of a character"),
        ("\u2028", "a line separator"),
        ("\u2029", "a line separator"),
        ("\u202a", "a character that turns the direction of the text"),
        ("\u202e", "a character that turns the direction of the text"),
        ("\u2066", "a character that turns the direction of the text"),
        ("\u2069", "a character that turns the direction of the text"),
        ("\U000e0001", "a hidden tag character"),
        ("\U000e0041", "a hidden tag character"),
    ],
)
@pytest.mark.parametrize("name", [False, True])
@pytest.mark.parametrize("lines", [False, True])
def test_I1_text_that_could_act_is_refused(
    payload: str, what: str, name: bool, lines: bool
) -> None:
    for text, where in ((f"标题 {payload} 完", "after “标题 ”"), (payload, "at the start")):
        with pytest.raises(BadInput) as refusal:
            clean(text, limit=200, field="title", name=name, lines=lines)
        assert str(refusal.value) == f"Take out {what} {where}."
        assert refusal.value.field == "title"


@pytest.mark.parametrize(
    "unseen", list("\xad\u034f\u061c\u115f\u200b\u200c\u200d\u200e\u2060\u2064\u3164\ufe0f\ufeff")
)
def test_I2_a_name_has_no_invisible_character(unseen: str) -> None:
    with pytest.raises(BadInput, match="Take out an invisible character after “市场”"):
        clean(f"市场{unseen}部", limit=200, name=True)
    assert clean(f"市场{unseen}部", limit=200) == f"市场{unseen}部"


def test_D24_a_line_break_is_refused_where_one_line_is_asked_for() -> None:
    with pytest.raises(BadInput, match="Take out a line break after “one”"):
        clean("one\r\ntwo", limit=200)


def test_D24_the_limit_counts_characters_as_they_are_kept() -> None:
    assert clean(" " + "e\u0301" * 5 + " ", limit=5) == "\xe9" * 5
    with pytest.raises(BadInput) as refusal:
        clean("部" * 7, limit=5)
    assert str(refusal.value) == "Too long: 7 characters, and 5 fit. Take out 2."


def test_T11_accents_piled_up_are_refused_before_they_cost_time() -> None:
    with pytest.raises(BadInput, match="accents"):
        clean("a" + "\u0300\u0323" * 100_000, limit=1_000)
    assert clean("a" + "\u0300\u0323" * 15, limit=1_000)


@settings(max_examples=400)
@given(text=st.text(st.sampled_from(ORDINARY + "\r\n\t\x1b")), lines=..., name=...)
def test_D24_what_was_cleaned_is_clean(text: str, lines: bool, name: bool) -> None:
    try:
        kept = clean(text, limit=30, lines=lines, name=name)
    except BadInput:
        return
    assert clean(kept, limit=30, lines=lines, name=name) == kept
    assert kept == unicodedata.normalize("NFC", kept).strip()
    assert len(kept) <= 30
    assert "\n" not in kept or lines
    assert all(char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"} for char in kept)
    kept.encode()


@given(before=anything, trick=st.sampled_from("\x00\x1b\x9b\u202e\u2028\ud800\U000e0041"))
def test_I1_a_refusal_is_safe_to_show(before: str, trick: str) -> None:
    with pytest.raises(BadInput) as refusal:
        clean(before + trick, limit=100)
    assert safe(str(refusal.value)) == str(refusal.value)


def harmful(text: str) -> list[str]:
    """Characters of the classes that must not be shown, but for joiners with emoji beside them."""
    joined = text.replace("\ufe0f\u200d", "\u200d")
    return [
        char
        for left, char, right in zip(" " + joined, joined, joined[1:] + " ", strict=False)
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        and not (char == "\u200d" and min(left, right) >= "\u2190")
    ]


@settings(max_examples=400)
@given(text=anything)
def test_I1_safe_text_does_nothing_and_stays_as_it_is(text: str) -> None:
    shown = safe(text)
    assert not harmful(shown)
    assert safe(shown) == shown
    assert len(shown) == len(text)
    shown.encode()


@given(text=anything)
def test_I1_safe_lines_keep_their_breaks_and_nothing_else(text: str) -> None:
    shown = safe(text, lines=True)
    assert shown.split("\n") == [safe(line) for line in text.split("\n")]
    assert safe(shown, lines=True) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2J", "a␛[2J"),
        ("\x00\t\r\n\x7f", "␀␉␍␊␡"),
        ("\x9b2J", "�2J"),
        ("abc\u202etxt", "abc�txt"),
        ("zh\u200bang", "zh�ang"),
        ("\ud800", "�"),
        ("\U000e0041", "�"),
        ("a\u200db", "a�b"),
        ("a\ufe0f\u200d💻", "a\ufe0f�💻"),
        ("👩\u200d", "👩�"),
    ],
)
def test_I1_what_is_hidden_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("市场部与物流部", 7, "市场部与物流部"),
        ("市场部与物流部", 5, "市场部与…"),
        ("two\n lines", 20, "two lines"),
        ("one two", 5, "one…"),
        ("ab👩\u200d💻cd", 5, "ab…"),
        ("abcde\u0301fg", 6, "abcd…"),
        ("\u0301" * 9, 4, "\u0301\u0301\u0301…"),
    ],
)
def test_text_is_shortened_between_whole_letters(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(text=anything, limit=st.integers(1, 20))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit
