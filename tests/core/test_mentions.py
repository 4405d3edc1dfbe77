"""Who is named behind an @, among those who may read the text (R4.2, A8)."""

from __future__ import annotations

import pytest

from core.mentions import AT_MOST, mentioned
from core.model.organisation import Person

PEOPLE = [
    Person(login="wang", name="王芳"),
    Person(login="li", name="李伟"),
    Person(login="liwei", name="李伟明"),
    Person(login="j.smith", name="John Smith"),
    Person(login="chen", name="陈静"),
    Person(login="chen2", name="陈静"),
]


@pytest.mark.parametrize(
    ("text", "people", "unheard"),
    [
        ("nobody at all", [], []),
        ("@wang please", ["wang"], []),
        ("请 @王芳 看一下", ["wang"], []),
        ("@王芳请看一下", ["wang"], []),
        ("＠王芳，请看", ["wang"], []),
        ("@WANG and @Li.", ["wang", "li"], []),
        ("@李伟明和@李伟", ["liwei", "li"], []),
        ("@liwei @li @li", ["liwei", "li"], []),
        ("@John Smith, come", ["j.smith"], []),
        ("@j.smith.", ["j.smith"], []),
        ("(@wang)", ["wang"], []),
        ("@lin @wangfang", [], ["lin", "wangfang"]),
        ("@wang.fang @wang-2", [], ["wang.fang", "wang-2"]),
        ("@陈静", [], ["陈静"]),
        ("@chen2 @chen", ["chen2", "chen"], []),
        ("wang@example.com a.b@wang", [], []),
        ("@ wang", ["wang"], []),
        ("@@wang", ["wang"], []),
        ("@", [], []),
        ("3 @ 5 and @-", [], ["5"]),
    ],
)
def test_R4_2_who_is_meant(text: str, people: list[str], unheard: list[str]) -> None:
    found = mentioned(text, PEOPLE)
    assert [person.login for person in found.people] == people
    assert list(found.unheard) == unheard


def test_A8_a_name_is_answered_alike_whether_or_not_there_is_such_a_person() -> None:
    readers = [person for person in PEOPLE if person.login != "liwei"]
    for text in ("@liwei", "@nobody", "@li @liwei"):
        assert mentioned(text, readers) == mentioned(text, [*readers, PEOPLE[0]])
    assert mentioned("@liwei", readers).unheard == ("liwei",)


def test_R4_2_a_text_full_of_marks_is_read_in_no_time_and_not_without_end() -> None:
    found = mentioned("@" * 4000 + "wang " + "@x" * 2000, PEOPLE)
    assert len(found.people) + len(found.unheard) <= AT_MOST
