from __future__ import annotations

from datetime import date

import pytest

from core.commands.base import Kind
from core.model.meeting import Attendee, AttendeeRole, Block, Participation
from core.model.request import Detail, ResourceWish
from core.model.work import Contingency, PlannedTask, Risk
from tests.core.typing_desk import read, refusal, soon

# Details


def detail(department: str, what: str, by: date | None = None) -> Detail:
    return Detail(department=department, what=what, by=by)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("PRD: three sheets @ +5d", [detail("PRD", "three sheets", soon(5))]),
        ("prd:three sheets", [detail("PRD", "three sheets")]),
        ("PRD：三份资料＠明天", [detail("PRD", "三份资料", soon(1))]),
        ("ｐｒｄ： 三份资料 ＠ １１－２４", [detail("PRD", "三份资料", soon(4))]),
        ("PRD: a @ +1d; SAL: b @ +2d", [detail("PRD", "a", soon(1)), detail("SAL", "b", soon(2))]),
        ("PRD：甲；SAL：乙；", [detail("PRD", "甲"), detail("SAL", "乙")]),
        ("PRD: a\r\n\r\nSAL: b\n", [detail("PRD", "a"), detail("SAL", "b")]),
        ("PRD: 三份资料；带用户画像 @ +5d", [detail("PRD", "三份资料；带用户画像", soon(5))]),
        ("PRD: see a; https://example.com", [detail("PRD", "see a; https://example.com")]),
        ("PRD: open 9:00; 14:00 again", [detail("PRD", "open 9:00; 14:00 again")]),
        (r"PRD: a\; SAL: b", [detail("PRD", "a; SAL: b")]),
        ("PRD: mail li@example.com", [detail("PRD", "mail li@example.com")]),
        ("PRD: meet @ noon @ +1d", [detail("PRD", "meet @ noon", soon(1))]),
        ("PRD: ask @zhao @", [detail("PRD", "ask @zhao")]),
        ("PRD: due @+5d", [detail("PRD", "due", soon(5))]),
        ("PRD: ratio 1: 2", [detail("PRD", "ratio 1: 2")]),
    ],
)
def test_R2_2_a_detail_says_department_what_and_by_when(typed: str, value: list[Detail]) -> None:
    assert read(Kind.DETAILS, typed) == tuple(value)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("three sheets @ +5d", "does not begin with a department"),
        ("PRD: a\nthree sheets", "Line 2: “three sheets” does not begin"),
        ("PRD: a\n\nSAL: b @ soon", 'Line 3: "soon" is not a date'),
        ("PRD: a @ +1d; SAL: b @ 2-30", "Line 2: There is no such day"),
        ("PRD:", "Say what the department does"),
        ("PRD: @ +5d", "Say what the department does"),
        (": sheets", "Say which department"),
        ("the PRD: sheets", "“the PRD” is not a department's code"),
        ("PRD: a\nSAL: b\x07", "Line 2: Take out a control character"),
        ("PRD: " + "a" * 1001, "Too long: 1001 characters, and 1000 fit"),
    ],
)
def test_a_detail_is_refused_with_its_line_and_an_example(typed: str, why: str) -> None:
    assert why in str(refusal(Kind.DETAILS, typed))


# Agenda blocks


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Topics 30", ("Topics", 30, "", "")),
        ("Topics 30 | wang | Which ones?", ("Topics", 30, "wang", "Which ones?")),
        ("议题30分钟｜wang｜推哪些产品？", ("议题", 30, "wang", "推哪些产品？")),
        ("议题　３０", ("议题", 30, "", "")),
        ("Topics 2 30 min", ("Topics 2", 30, "", "")),
        ("Review of Q3 results 15", ("Review of Q3 results", 15, "", "")),
        ("Topics 30 || Which?", ("Topics", 30, "", "Which?")),
        (r"A\|B 5", ("A|B", 5, "", "")),
    ],
)
def test_R5_2_a_block_says_name_minutes_presenter_question(
    typed: str, value: tuple[str, int, str, str]
) -> None:
    name, minutes, presenter, question = value
    block = Block(name=name, minutes=minutes, presenter=presenter, question=question)
    assert read(Kind.BLOCKS, typed) == (block,)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Topics", "“Topics” does not end with its minutes"),
        ("Topics of Q3", "does not end with its minutes"),
        ("30", "does not end with its minutes"),
        ("Opening 5\nTopics | wang", "Line 2: “Topics” does not end"),
        ("Topics 30 | wang | a | b", "Parts between “|”: 4, wanted: 1–3"),
        ("Topics 2000", "A number from 0 to 1440"),
        ("Topics 30 | wang wei", "“wang wei” is not a login"),
    ],
)
def test_a_block_is_refused_with_its_line_and_an_example(typed: str, why: str) -> None:
    assert why in str(refusal(Kind.BLOCKS, typed))


# Attendees


def test_R5_4_attendees_are_required_unless_they_say_otherwise() -> None:
    read_back = read(
        Kind.ATTENDEES, "wang, zhao optional, li chair\nqian（列席）、sun opt acc; wang"
    )
    assert read_back == (
        Attendee(person="wang"),
        Attendee(person="zhao", role=AttendeeRole.OPTIONAL),
        Attendee(person="li", role=AttendeeRole.CHAIR),
        Attendee(person="qian", role=AttendeeRole.OPTIONAL),
        Attendee(person="sun", role=AttendeeRole.OPTIONAL, partstat=Participation.ACCEPTED),
    )


def test_an_attendee_with_an_unknown_part_is_refused() -> None:
    found = refusal(Kind.ATTENDEES, "wang, zhao sleeping")
    assert str(found) == "Line 2: “sleeping” is no part in a meeting."
    assert str(found.hint) == "One of: chair, required, optional"
    assert "is no part" in str(refusal(Kind.ATTENDEES, "wang zhao"))


# Plans


def test_R6_1_a_task_says_who_what_when_and_the_criterion() -> None:
    typed = (
        "prd | zhao | Product sheets | +1d > +5d | three sheets, approved\n"
        "MKT｜wang｜海报｜明天 至 11-27｜印刷厂已签收｜依赖：Product sheets、Budget"
    )
    assert read(Kind.TASKS, typed) == (
        PlannedTask(
            department="PRD", owner="zhao", title="Product sheets", start=soon(1),
            finish=soon(5), criterion="three sheets, approved",
        ),
        PlannedTask(
            department="MKT", owner="wang", title="海报", start=soon(1), finish=soon(7),
            criterion="印刷厂已签收", depends_on=("Product sheets", "Budget"),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("between", [">", "＞", "→", "->", "至", "到", " > "])
def test_a_span_of_days_is_drawn_as_people_draw_it(between: str) -> None:
    (task,) = read(Kind.TASKS, f"PRD | zhao | Sheets | 11-24{between}11-27 | approved")
    assert (task.start, task.finish) == (soon(4), soon(7))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("PRD | zhao | Sheets | +1d > +5d", "Parts between “|”: 4, wanted: 5–6"),
        ("PRD | zhao | Sheets |  > +5d | ok", "“> +5d” is not a start and a finish"),
        ("PRD | zhao | Sheets | +1d > late | ok", '"late" is not a date'),
        ("PRD | | Sheets | +1d > +2d | ok", "Say whose task"),
        ("PRD | zhao | S | +1d > +2d | ok | Posters", "does not say what the task waits for"),
        ("PRD | zhao | S | +1d > +2d | ok\nPRD | zhao", "Line 2: Parts between “|”: 2"),
    ],
)
def test_a_task_is_refused_with_its_line_and_an_example(typed: str, why: str) -> None:
    assert why in str(refusal(Kind.TASKS, typed))


def test_R6_1_a_contingency_says_trigger_days_and_answer() -> None:
    wanted = Contingency(trigger="资料迟交", warn_days=3, answer="海报顺延两天")
    for days in ("3", "３", "3d", "3 days", "3天"):
        assert read(Kind.CONTINGENCIES, f"资料迟交 | {days} | 海报顺延两天") == (wanted,)
    assert "is not a number of days" in str(refusal(Kind.CONTINGENCIES, "a | soon | b"))
    assert "Parts between “|”: 2, wanted: 3" in str(refusal(Kind.CONTINGENCIES, "a | 3"))
    assert "Say what is done then" in str(refusal(Kind.CONTINGENCIES, "a | 3 |"))


def test_R7_1_a_risk_says_what_why_and_the_new_date() -> None:
    assert read(Kind.RISK, "Printing is late | supplier | +2d") == Risk(
        what="Printing is late", why="supplier", new_date=soon(2)
    )
    assert read(Kind.RISK, "印刷延迟") == Risk(what="印刷延迟")
    assert "a line break" in str(refusal(Kind.RISK, "a\nb"))
    assert "Say what may go wrong" in str(refusal(Kind.RISK, "| supplier"))


def test_R2_6_a_resource_says_which_whose_how_many_when_what_for() -> None:
    assert read(
        Kind.RESOURCE, "meeting room | pmo | 1 | +3d > +5d | supplier days | internal"
    ) == ResourceWish(
        name="meeting room", owner_department="PMO", quantity=1, start=soon(3), end=soon(5),
        purpose="supplier days", confidentiality="internal",
    )  # fmt: skip
    assert read(Kind.RESOURCE, "会议室｜PMO") == ResourceWish(name="会议室", owner_department="PMO")
    assert read(Kind.RESOURCE, "van | LOG | | 明天").end == soon(1)
    assert "is not a whole number" in str(refusal(Kind.RESOURCE, "van | LOG | two"))
    assert "Parts between “|”: 1" in str(refusal(Kind.RESOURCE, "van"))
