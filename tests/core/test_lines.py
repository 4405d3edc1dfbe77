from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from enum import Enum
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.choices import meant, one_of
from core.commands import all_commands
from core.commands.base import Kind, arguments
from core.errors import BadInput
from core.lines import parse, show
from core.model.conflict import ConflictLevel, ConflictType
from core.model.meeting import AttendeeRole, MeetingKind, Participation
from core.model.organisation import OrganisationRole, Role
from core.model.request import Detail, Priority, RequestType
from core.model.work import PlanAnswer, Risk, TaskState
from tests.core.typing_desk import HERE, VALUES, argument, context, read, refusal, soon

ENUMS: tuple[type[Enum], ...] = (
    RequestType, Priority, PlanAnswer, TaskState, ConflictLevel, ConflictType, MeetingKind,
    OrganisationRole, Role,
)  # fmt: skip


# Values of one word or line


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.TEXT, "  618 大促\t活动 ", "618 大促 活动"),
        (Kind.TEXT, "e\u0301", "é"),
        (Kind.LONG, " one\r\ntwo\n", "one\ntwo"),
        (Kind.FLAG, "yes", True),
        (Kind.FLAG, "Y", True),
        (Kind.FLAG, "TRUE", True),
        (Kind.FLAG, "１", True),
        (Kind.FLAG, "是", True),
        (Kind.FLAG, "no", False),
        (Kind.FLAG, "n", False),
        (Kind.FLAG, "false", False),
        (Kind.FLAG, " 0 ", False),
        (Kind.FLAG, "否", False),
        (Kind.NUMBER, "12", 12),
        (Kind.NUMBER, "＋１２", 12),
        (Kind.NUMBER, "-3", -3),
        (Kind.DATE, "2026-11-24", date(2026, 11, 24)),
        (Kind.DATE, "＋３ｄ", soon(3)),
        (Kind.DATE, "明天", soon(1)),
        (Kind.MOMENT, "fri 14:00", datetime(2026, 11, 20, 6, tzinfo=UTC)),
        (Kind.MOMENT, "明天　１４：００", datetime(2026, 11, 21, 6, tzinfo=UTC)),
        (Kind.MOMENT, "2026-11-24T14:00:00+01:00", datetime(2026, 11, 24, 13, tzinfo=UTC)),
        (Kind.RECORD, " xmbg-202405001 ", "XMBG-202405001"),
        (Kind.RECORD, "ｘｍｂｇ－２０２４０５００１", "XMBG-202405001"),
        (Kind.RECORD, "tsk—2024051000", "TSK-2024051000"),
        (Kind.RECORD, "draft-7", "DRAFT-7"),
        (Kind.RECORD, "li-2", "li-2"),
        (Kind.RECORD, "Wang", "Wang"),
        (Kind.PERSON, " li.si ", "li.si"),
        (Kind.PERSON, "ｗａｎｇ", "wang"),
        (Kind.DEPARTMENT, "prd", "PRD"),
        (Kind.DEPARTMENT, "ｐｒｄ", "PRD"),
        (Kind.DEPARTMENT, "研发部", "研发部"),
    ],
)
def test_a_value_of_one_word_is_read(kind: Kind, typed: str, value: object) -> None:
    found = read(kind, typed)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        (Kind.TEXT, "one\ntwo", "a line break"),
        (Kind.TEXT, "a\x1b[31m", "an escape character after “a”"),
        (Kind.LONG, "a\x00b", "a NUL character"),
        (Kind.LONG, "\ud800", "half of a character"),
        (Kind.TEXT, "a\u202eb", "turns the direction"),
        (Kind.FLAG, "maybe", "“maybe” is neither yes nor no"),
        (Kind.NUMBER, "three", "“three” is not a whole number"),
        (Kind.NUMBER, "1.5", "is not a whole number"),
        (Kind.NUMBER, "1234567890", "is not a whole number"),
        (Kind.NUMBER, "²", None),
        (Kind.DATE, "soon", '"soon" is not a date'),
        (Kind.DATE, "2026-02-30", "There is no such day"),
        (Kind.DATE, "1" * 70, "Too long"),
        (Kind.MOMENT, "fri", "is not a day with a time"),
        (Kind.RECORD, "XMBG\u200b-202405001", "an invisible character"),
        (Kind.PERSON, "wang wei", "“wang wei” is not a login"),
        (Kind.PERSON, "wang，zhao", "is not a login"),
        (Kind.PERSON, "wa\u200bng", "an invisible character"),
        (Kind.DEPARTMENT, "PRD, SAL", "“PRD, SAL” is not a department's code"),
        (Kind.DEPARTMENT, "P|D", "is not a department's code"),
    ],
)
def test_a_value_of_one_word_is_refused_with_a_sentence(
    kind: Kind, typed: str, why: str | None
) -> None:
    if why is None:
        assert read(kind, typed) == 2  # a superscript is a digit in full dress
    else:
        assert why in str(refusal(kind, typed))


def test_a_text_longer_than_its_limit_is_refused() -> None:
    assert "Take out 1" in str(refusal(Kind.TEXT, "中" * 11, limit=10))
    assert "Take out 1" in str(refusal(Kind.DEPARTMENTS, "AAAA, BBBBB", limit=10))


@pytest.mark.parametrize("kind", list(Kind))
def test_blank_is_nothing_unless_it_is_required(kind: Kind) -> None:
    choices = RequestType if kind is Kind.CHOICE else None
    for blank in ("", " \n\t　"):
        typed = blank.replace("\n", "")
        assert parse(argument(kind, choices), typed, HERE, "it") in ("", (), None)
        assert "“It” is needed" in str(refusal(kind, typed, choices, required=True))


def test_text_that_nobody_can_see_is_blank() -> None:
    assert "is needed" in str(refusal(Kind.TEXT, "\u200b\u2060", required=True))
    assert "Say what" in str(refusal(Kind.DETAILS, "PRD: \u200b"))


# Choices


@pytest.mark.parametrize(
    ("choices", "typed", "member"),
    [
        (RequestType, "project", RequestType.PROJECT),
        (RequestType, "Proj", RequestType.PROJECT),
        (RequestType, "Resource application", RequestType.RESOURCE),
        (RequestType, "流程优化", RequestType.PROCESS),
        (RequestType, "资源", RequestType.RESOURCE),
        (Priority, "HIGH", Priority.HIGH),
        (Priority, "h", Priority.HIGH),
        (Priority, "1", Priority.HIGH),
        (Priority, "２", Priority.MEDIUM),
        (Priority, "低", Priority.LOW),
        (TaskState, "in progress", TaskState.IN_PROGRESS),
        (TaskState, "in-progress", TaskState.IN_PROGRESS),
        (TaskState, "未开始", TaskState.NOT_STARTED),
        (MeetingKind, "kick-off", MeetingKind.KICKOFF),
        (MeetingKind, "standup", MeetingKind.STANDUP),
        (MeetingKind, "SECOND_COORDINATION", MeetingKind.SECOND_COORDINATION),
        (MeetingKind, "二次", MeetingKind.SECOND_COORDINATION),
        (ConflictLevel, "重大", ConflictLevel.MAJOR),
        (ConflictType, "goals", ConflictType.GOALS),
        (PlanAnswer, "agree", PlanAnswer.AGREE),
        (PlanAnswer, "不同意", PlanAnswer.DISAGREE),
        (OrganisationRole, "coord", OrganisationRole.COORDINATOR),
    ],
)
def test_a_choice_goes_by_value_name_or_label_in_both_languages(
    choices: type[Enum], typed: str, member: Enum
) -> None:
    assert read(Kind.CHOICE, typed, choices) is member


def test_a_choice_that_several_or_none_could_be_names_them() -> None:
    several = refusal(Kind.CHOICE, "pro", RequestType)
    assert "“pro” could be project, process" in str(several)
    none = refusal(Kind.CHOICE, "holiday", RequestType)
    assert "“holiday” is not one of the choices" in str(none)
    assert str(none.hint) == "One of: project, resource, issue, process"
    assert "not one of the choices" in str(refusal(Kind.CHOICE, "—", RequestType))


def test_a_whole_word_goes_before_a_longer_one_that_begins_so() -> None:
    class Result(Enum):
        DONE = "done"
        DONE_LATE = "done_late"

    assert read(Kind.CHOICE, "done", Result) is Result.DONE
    assert read(Kind.CHOICE, "done l", Result) is Result.DONE_LATE


@pytest.mark.parametrize("choices", [*ENUMS, AttendeeRole, Participation])
def test_no_word_means_two_choices(choices: type[Enum]) -> None:
    from core import choices as known

    for words in known._ALSO[choices.__name__].values():
        for word in words:
            assert len(meant(choices, word)) == 1, word
    hint = str(one_of(choices)).removeprefix("One of: ")
    assert set(known._ALSO[choices.__name__]) == set(hint.split(", "))


def test_every_choice_of_every_command_has_words_in_chinese() -> None:
    from core import choices as known

    for verb, command in all_commands().items():
        for name, spec in arguments(command).items():
            if spec.choices:
                words = known._ALSO[spec.choices.__name__]
                assert len(words) == len(list(spec.choices)), (verb, name)  # type: ignore[call-overload]


# Lists of words


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.DEPARTMENTS, "prd, sal，log、fin;pmo rnd", "PRD SAL LOG FIN PMO RND"),
        (Kind.DEPARTMENTS, "prd；sal\n\nlog,", "PRD SAL LOG"),
        (Kind.DEPARTMENTS, "PRD, prd", "PRD"),
        (Kind.PEOPLE, "wang, zhao，li、qian sun\nzhou", "wang zhao li qian sun zhou"),
        (Kind.WORDS, "a.pdf,b.pdf；c.pdf\nd.pdf", "a.pdf b.pdf c.pdf d.pdf"),
    ],
)
def test_words_are_separated_as_people_separate_them(kind: Kind, typed: str, value: str) -> None:
    assert read(kind, typed) == tuple(value.split())


def test_words_keep_their_spaces() -> None:
    assert read(Kind.WORDS, "sales plan.pdf, 海报、传单 v2.pdf") == (
        "sales plan.pdf",
        "海报、传单 v2.pdf",
    )
    assert read(Kind.WORDS, r"Q1\, Q2.pdf, C:\plans\a.txt") == ("Q1, Q2.pdf", r"C:\plans\a.txt")


def test_the_line_of_several_is_named() -> None:
    assert str(refusal(Kind.DEPARTMENTS, "PRD\nS-L")) == (
        "Line 2: “S-L” is not a department's code."
    )
    assert str(refusal(Kind.WORDS, "a\nb\x1b\nc")).startswith("Line 2: Take out an escape")
    assert "Line" not in str(refusal(Kind.DEPARTMENTS, "S-L"))


# There and back


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CHOICE])
@given(data=st.data())
def test_what_is_shown_is_read_back(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    shown = show(argument(kind), value, HERE)
    assert read(kind, shown) == value, shown


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.WORDS, ("a,b", "c"), r"a\,b, c"),
        (Kind.WORDS, (r"a\,b", "c"), r"a\\\,b, c"),
        (Kind.WORDS, ("C:\\plans\\", "c"), "C:\\plans\\ , c"),
        (Kind.RISK, Risk(what="a|b", why=r"c\|d"), r"a\|b | c\\\|d"),
        (Kind.DETAILS, (Detail(department="P", what="ask @li"),), "P: ask @li @"),
        (Kind.DETAILS, (Detail(department="P", what="a；"),), "P: a； @"),
        (Kind.DETAILS, (Detail(department="P", what="a; b"),), "P: a; b"),
        (Kind.DETAILS, (Detail(department="P", what="a; S: b"),), r"P: a\; S: b"),
    ],
)
def test_separators_inside_a_value_are_shown_as_plain_text(
    kind: Kind, value: Any, shown: str
) -> None:
    assert show(argument(kind), value, HERE) == shown
    assert read(kind, shown) == value


@pytest.mark.parametrize("choices", ENUMS)
def test_a_choice_that_is_shown_is_read_back(choices: type[Enum]) -> None:
    for member in choices:
        shown = show(argument(Kind.CHOICE, choices), member, HERE)
        assert read(Kind.CHOICE, shown, choices) is member


def test_C2_an_hour_that_clocks_show_twice_is_read_back() -> None:
    berlin = context("Europe/Berlin")
    for hour in (0, 1):
        value = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        shown = show(argument(Kind.MOMENT), value, berlin)
        assert parse(argument(Kind.MOMENT), shown, berlin, "it") == value, shown


def test_nothing_is_shown_as_nothing() -> None:
    for kind in Kind:
        assert show(argument(kind), None, HERE) == ""
    for kind in (Kind.DEPARTMENTS, Kind.WORDS, Kind.DETAILS, Kind.ATTENDEES):
        assert show(argument(kind), (), HERE) == ""


def test_the_examples_of_the_commands_can_be_typed() -> None:
    several = (Kind.DATE, Kind.MOMENT)  # these show alternatives, with commas between
    for command in all_commands().values():
        for name, spec in arguments(command).items():
            if spec.example and spec.kind not in several:
                assert parse(spec, str(spec.example), HERE, name), (command, name)


# Hostile text


HOSTILE = [
    "\x1b]0;owned\x07", "\x00", "\ud83d", "\u202eabc", "\u2028", "PRD: a\x9b31m @ +1d",
    "\x1b" * 1_000_000, "a" * 1_000_000, "x" + "\n" * 1_000_000 + "x", "\\" * 1_000_000,
    ";" * 1_000_000, "@" * 1_000_000, "| " * 500_000, "e" + "\u0301" * 1_000_000,
    "PRD: a @ +1d\n" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_I1_hostile_text_is_refused_at_once_with_a_sentence(kind: Kind, typed: str) -> None:
    choices = RequestType if kind is Kind.CHOICE else None
    began = process_time()
    found = refusal(kind, typed, choices, limit=8000)
    assert process_time() - began < 1
    assert str(found).isprintable()
    assert len(str(found)) < 300


@pytest.mark.parametrize("sign", [*"\\;|@:, >（1", "PRD: ", " ;", "\\;", "a|", "1 "])
@pytest.mark.parametrize("kind", [kind for kind in VALUES if kind not in (Kind.TEXT, Kind.LONG)])
def test_text_of_separators_alone_takes_no_time(kind: Kind, sign: str) -> None:
    began = process_time()
    for typed in (sign * 8000, f"PRD: {sign * 8000}x", f"{sign * 8000}x"):
        with suppress(BadInput):
            read(kind, typed[:20_000])
    assert process_time() - began < 1


@given(kind=st.sampled_from([kind for kind in Kind if kind is not Kind.CHOICE]), typed=st.text())
def test_any_text_is_read_or_refused(kind: Kind, typed: str) -> None:
    with suppress(BadInput):
        value = read(kind, typed)
        shown = show(argument(kind), value, HERE)
        try:
            again = read(kind, shown)
        except BadInput:
            pytest.fail(f"{value!r} is shown as {shown!r}, which is refused")
        assert again == value
