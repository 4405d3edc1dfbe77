"""What people type to narrow a list is understood, or the first thing that is not is named."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.filters import LIMIT, NUMBER, WORD, Field, Kind, Term, grammar, parse, without
from core.lines import Context
from core.messages import N_
from tests.desk import WORKTIME, moment

NOW = moment("2026-11-18 10:00")  # a Wednesday
CONTEXT = Context(NOW, WORKTIME)
STATES = {
    "submitted": "submitted", "已提交": "submitted", "second_coordination": "second_coordination",
    "closed": "closed", "已关闭": "closed", "scheduled": "scheduled", "second hand": "used",
}  # fmt: skip
KNOWN = grammar(
    (
        Field("state", N_("State"), Kind.CHOICE, ("状态",), STATES),
        Field("lead", N_("Lead"), Kind.NAME, ("牵头",)),
        Field("about", N_("About"), Kind.TEXT),
        Field("flag", N_("Vague"), Kind.FLAG, ("含糊",)),
        Field("due", N_("Due"), Kind.MOMENT, ("时限",)),
        Field("by", N_("By"), Kind.DAY, ("期望",)),
        Field("age", N_("Age"), Kind.AGE),
    )
)


def read(text: str) -> tuple[Term, ...]:
    return parse(text, KNOWN, CONTEXT)


def midnight(day: str) -> datetime:
    return moment(f"{day} 00:00")


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("  \u3000 ", ()),
        ("sch", (Term(WORD, ("sch",)),)),
        ("市场 活动", (Term(WORD, ("市场",)), Term(WORD, ("活动",)))),
        ('"market day"', (Term(WORD, ("market day",)),)),
        ("“市场 活动”", (Term(WORD, ("市场 活动",)),)),
        ('-"market day"', (Term(WORD, ("market day",), negated=True),)),
        ('"state:x"', (Term(WORD, ("state:x",)),)),
        ("ｓｃｈ", (Term(WORD, ("ｓｃｈ", "sch")),)),
        ("-draft", (Term(WORD, ("draft",), negated=True),)),
        ("A - B", (Term(WORD, ("A",)), Term(WORD, ("-",)), Term(WORD, ("B",)))),
        ("10:30", (Term(WORD, ("10:30",)),)),
        ("100%", (Term(WORD, ("100%",)),)),
        ('5"', (Term(WORD, ('5"',)),)),
        ("#618", (Term(NUMBER, ("618",)),)),
        ("＃xmbg-2", (Term(NUMBER, ("XMBG-2",)),)),
        ("-#618", (Term(NUMBER, ("618",), negated=True),)),
        ("state:submitted", (Term("state", ("submitted",)),)),
        ("STATE:Submitted", (Term("state", ("submitted",)),)),
        ("状态：已提交", (Term("state", ("submitted",)),)),
        ("ｓｔａｔｅ：ｓｕｂｍｉｔｔｅｄ", (Term("state", ("submitted",)),)),
        ("state:submitted,closed", (Term("state", ("submitted", "closed")),)),
        ("状态:已提交，已关闭", (Term("state", ("submitted", "closed")),)),
        ("state:sub", (Term("state", ("submitted",)),)),
        ('state:"second hand"', (Term("state", ("used",)),)),
        ("-state:closed", (Term("state", ("closed",), negated=True),)),
        ("－状态：已关闭", (Term("state", ("closed",), negated=True),)),
        ("lead:prd,me", (Term("lead", ("prd", "me")),)),
        ("牵头:我", (Term("lead", ("me",)),)),
        ("lead:无", (Term("lead", ("none",)),)),
        ("about:XMBG-202611001", (Term("about", ("XMBG-202611001",)),)),
        ("flag:yes", (Term("flag", ("yes",)),)),
        ("含糊:否", (Term("flag", ("no",)),)),
        ("due:overdue", (Term("due", op="overdue"),)),
        ("时限：逾期", (Term("due", op="overdue"),)),
        ("due:none", (Term("due", op="none"),)),
        ("due:<3d", (Term("due", (timedelta(days=3),), "<"),)),
        ("due:＜３ｄ", (Term("due", (timedelta(days=3),), "<"),)),
        ("due:>=2w", (Term("due", (timedelta(weeks=2),), ">"),)),
        ("时限:<3小时", (Term("due", (timedelta(hours=3),), "<"),)),
        ("due:>2026-12-01", (Term("due", (midnight("2026-12-02"),), ">"),)),
        ("due:>=2026-12-01", (Term("due", (midnight("2026-12-01"),), ">"),)),
        ("due:<2026-12-01", (Term("due", (midnight("2026-12-01"),), "<"),)),
        ("due:<=2026-12-01", (Term("due", (midnight("2026-12-02"),), "<"),)),
        ("due:fri", (Term("due", (midnight("2026-11-20"), midnight("2026-11-21")), ".."),)),
        ("by:tomorrow", (Term("by", (date(2026, 11, 19), date(2026, 11, 20)), ".."),)),
        ("by:3d", (Term("by", (date(2026, 11, 21), date(2026, 11, 22)), ".."),)),
        ("期望:<=明天", (Term("by", (date(2026, 11, 20),), "<"),)),
        ("by:overdue", (Term("by", op="overdue"),)),
        ("age:>5d", (Term("age", (timedelta(days=-5),), "<"),)),
        ("age:<12h", (Term("age", (timedelta(hours=-12),), ">"),)),
        ("age:5d", (Term("age", (timedelta(days=-5),), "<"),)),
    ],
)
def test_R3_1_a_filter_is_read(typed: str, terms: tuple[Term, ...]) -> None:
    assert read(typed) == terms


def test_terms_stand_in_the_order_they_were_typed_in() -> None:
    names = [term.name for term in read("a -state:closed #6 due:<3d “b c”")]
    assert names == [WORD, "state", NUMBER, "due", WORD]


@pytest.mark.parametrize(
    ("typed", "said", "hint"),
    [
        ("colour:red", "colour:", "state, lead"),
        ("state:", "state:", "submitted"),
        ("state:red", "state:red", "submitted"),
        ("state:s", "state:s", "scheduled"),
        ("x flag:maybe", "flag:maybe", "yes or no"),
        ("due:", "due:", "<3d"),
        ("due:<", "due:<", "<3d"),
        ("due:<soon", "due:<soon", "2026-12-01"),
        ("due:2026-13-45", "due:2026-13-45", "<3d"),
        ("age:>2026-11-01", "age:>2026-11-01", ">5d"),
        ("age:overdue", "age:overdue", ">5d"),
        ("#", "#", "#618"),
        ('"market day', '"market', ""),
        ('state:"second', 'state:"second', ""),
        ('""', "nothing", ""),
        ("a\x1b[2J", "escape character", ""),
        ("市" * (LIMIT + 1), "Too long", ""),
    ],
)
def test_the_first_thing_not_understood_is_named(typed: str, said: str, hint: str) -> None:
    with pytest.raises(BadInput) as raised:
        read(typed)
    assert raised.value.field == "filter"
    assert said in str(raised.value.message)
    assert hint in str(raised.value.hint or "")


def test_good_words_before_it_are_not_blamed() -> None:
    with pytest.raises(BadInput) as raised:
        read("市场 state:closed 颜色：红 state:nonsense")
    assert str(raised.value.message) == "There is no filter 颜色: here."
    assert "颜色：红" in str(raised.value.hint)


SIGNS = '-"“”「」:：#＃,，<>= \t'
NAMES = ("state", "状态", "due", "age", "by", "flag", "lead")
VALUES = ("<3d", "fri", "overdue", "9999w", "0d", "2026-12-01", "closed", "已提交", "none")
PIECES = st.sampled_from([*SIGNS, *NAMES, *VALUES, "\x00", "\ud800", "é", "\u3000", "￥"])
anything = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join))


@given(anything)
def test_any_text_is_understood_or_gives_a_sentence(text: str) -> None:
    faults = []
    try:
        terms = read(text)
    except BadInput as fault:
        faults, terms = [fault], ()
    assert all(str(fault.message) and fault.field == "filter" for fault in faults)
    for term in terms:
        assert term.name in (WORD, NUMBER) or term.name in {one.name for one in KNOWN.values()}
        assert term.values or term.op in ("none", "overdue")
        assert len(term.values) == 2 if term.op == ".." else True


@given(anything)
def test_a_term_more_never_changes_those_before(text: str) -> None:
    try:
        terms = read(text)
    except BadInput:
        return
    text = text.strip()  # a line's end is taken off there, and refused within
    if len(text) < LIMIT - 20 and not text.rstrip("\u3000 \t").endswith("-"):
        assert read(f"{text} lead:PRD") == (*terms, Term("lead", ("PRD",)))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('state:"second hand",closed  618  "a b"', '618 "a b"'),
        ("-状态：已关闭 lead:LOG #618", "lead:LOG #618"),
        ("STATE:closed State:", ""),
        ('618 "state:closed"', '618 "state:closed"'),
        ("", ""),
    ],
)
def test_what_a_filter_says_of_one_field_is_taken_out_whole(text: str, left: str) -> None:
    assert without(text, KNOWN["state"]) == left
