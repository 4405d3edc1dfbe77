"""Lessons: who keeps them, who reads what of them, and which fit a new request (R10.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.commands.desk import UndoLast
from core.commands.lesson import AddLesson, EditLesson, WithdrawLesson
from core.commands.request import ArchiveRequest
from core.errors import NoSuchRecord, NotPermitted, RuleViolation
from core.model.lesson import Lesson
from core.model.request import RequestType
from core.similar import Form
from tests import deeds
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office

PROJECT, ISSUE = RequestType.PROJECT, RequestType.ISSUE


def learn(office: Office, login: str, request: str, text: str, *tags: str) -> str:
    kept: Lesson = office.do(login, AddLesson(number=request, text=text, tags=tags))
    return kept.number


def fit(office: Office, login: str, title: str, kind: RequestType = PROJECT) -> list[str]:
    form = Form(title, kind, "MKT")
    return [one.text for one in office.desk.similar(office.actor(login), form).lessons]


def test_R10_2_a_closed_request_teaches_and_an_open_one_does_not_yet(office: Office) -> None:
    closed, filed, running = deeds.closed(office), deeds.closed(office), deeds.executing(office)
    office.do("root", ArchiveRequest(number=filed))
    for number, login in ((closed, "sun"), (closed, "li"), (filed, "root"), (filed, "zheng")):
        learn(office, login, number, f"{login} says so")
    with pytest.raises(RuleViolation, match="is executing"):
        learn(office, "wu", running, "Too early")
    for login in ("wang", "zhou", "boss", "audit"):
        with pytest.raises(NotPermitted):
            learn(office, login, closed, "Not theirs to say")
    with pytest.raises(NoSuchRecord):
        learn(office, "guest", closed, "Hidden")
    with pytest.raises(RuleViolation, match="kept already"):
        learn(office, "wu", closed, " sun  says so")
    shown = office.show("wang", "request", closed)["lessons"]
    assert [(one["text"], one["by"]) for one in shown] == [
        ("sun says so", "sun"),
        ("li says so", "li"),
    ]


def test_R13_1_everybody_reads_the_lesson_and_only_its_people_where_it_was_learned(
    office: Office,
) -> None:
    closed = deeds.closed(office)
    number = learn(office, "wu", closed, "Order posters early", "Printing", "ＡＢＣ", "#printing")
    for login, request, by in (("li", closed, "wu"), ("guest", "", ""), ("shen", "", "")):
        row = office.page(login, "lessons").rows[0]
        assert (row.text, row.tags, row.request, row.by) == (
            "Order posters early", ["printing", "abc"], request, by,
        )  # fmt: skip
        told = office.show(login, "lesson", number)
        assert (told["request"], told["by"]) == (request, by)
        assert closed in str(told) or not request
        assert request or closed not in str(told)
        # Asking for what may not be seen betrays nothing either.
        assert office.keys(login, "lessons", request=closed) == ([number] if request else [])
        found = office.desk.similar(office.actor(login), Form("Posters", PROJECT, "FIN")).lessons
        assert [one.request for one in found] == [request]


def test_R10_2_lessons_are_listed_by_type_tag_and_words(office: Office) -> None:
    closed, issue = deeds.closed(office), deeds.closed(office, type=ISSUE)
    first = learn(office, "wu", closed, "100% of the posters_early", "海报", "a b")
    second = learn(office, "wu", issue, "Name one contact")
    assert office.keys("guest", "lessons") == [second, first]
    assert office.keys("guest", "lessons", type="issue") == [second]
    assert office.keys("guest", "lessons", tag="海报") == [first]
    for words, wanted in (("POSTERS_", [first]), ("海", [first]), ("0%", [first]), ("%%", [])):
        page = office.page("guest", "lessons", search=words)
        assert [row.key for row in page.rows] == wanted, words


def test_R10_2_its_author_and_a_coordinator_change_it_and_the_trail_keeps_the_old(
    office: Office,
) -> None:
    number = learn(office, "li", deeds.closed(office), "Ask", "one")
    for login in ("wu", "boss", "guest"):
        for command in (EditLesson(number=number, text="No"), WithdrawLesson(number=number)):
            with pytest.raises(NotPermitted, match="Who wrote this lesson"):
                office.do(login, command)
    office.do("li", EditLesson(number=number, text="Ask first"))
    office.do("root", EditLesson(number=number, tags=()))
    kept = office.record(Lesson, number)
    assert (kept.text, kept.tags, kept.by) == ("Ask first", (), "li")
    old = [entry.before for entry in office.trail() if entry.command == "EditLesson"]
    assert [next(iter(image.values())).get("text") for image in old] == ["Ask", None]
    with pytest.raises(RuleViolation, match="what to do next time"):
        office.do("li", EditLesson(number=number, text="  "))
    office.do("li", WithdrawLesson(number=number, reason="Not so"))
    assert office.keys("root", "lessons") == fit(office, "root", "Ask first") == []
    for command in (EditLesson(number=number, text="Again"), WithdrawLesson(number=number)):
        with pytest.raises(NoSuchRecord):
            office.do("li", command)
    office.do("li", UndoLast())
    assert office.keys("root", "lessons", tag="one") == []
    assert fit(office, "root", "Ask first") == ["Ask first"]


@SQLITE_ALONE
def test_R10_2_tags_are_words_and_few(office: Office) -> None:
    closed = deeds.closed(office)
    with pytest.raises(RuleViolation, match="At most 8 tags"):
        learn(office, "wu", closed, "Many", *map(str, range(9)))
    with pytest.raises(RuleViolation, match="at most 24"):
        learn(office, "wu", closed, "Long", "x" * 25)
    number = learn(
        office, "wu", closed, "[/]\\x1b[31m'; DROP TABLE lesson; --", "", " # ", "%", "_"
    )
    assert office.record(Lesson, number).tags == ("%", "_")
    assert fit(office, "wu", "100 percent") == ["[/]\\x1b[31m'; DROP TABLE lesson; --"]


def test_R10_2_those_of_the_same_type_come_first_then_those_with_words_in_common(
    office: Office,
) -> None:
    closed, issue = deeds.closed(office), deeds.closed(office, type=ISSUE)
    learn(office, "wu", closed, "An old one of the type")
    learn(office, "wu", closed, "Posters need ten days")
    learn(office, "wu", closed, "Names are words too", "海报")
    learn(office, "wu", issue, "Posters again")
    learn(office, "wu", issue, "Nothing alike")
    # Two for a tag in the title, one for each piece of the title in the text; then the newest.
    assert fit(office, "guest", "Posters for the 海报 campaign") == [
        "Names are words too", "Posters need ten days", "An old one of the type", "Posters again",
    ]  # fmt: skip
    assert fit(office, "guest", "") == [
        "Names are words too", "Posters need ten days", "An old one of the type",
    ]  # fmt: skip
    assert fit(office, "guest", "POSTERS", ISSUE) == [
        "Posters again", "Nothing alike", "Posters need ten days",
    ]  # fmt: skip


@SQLITE_ALONE
def test_R10_2_many_lessons_are_few_to_read_and_the_fitting_old_one_is_among_them(
    office: Office,
) -> None:
    closed = deeds.closed(office)
    number = learn(office, "wu", closed, "Order the zeppelin early")
    kept = office.record(Lesson, number)
    with office.desk.begin("root", office.now) as uow:
        for count in range(400):
            uow.add(replace(kept, id=0, number=f"LSN-2099{count:05}", text=f"Other {count}"))
    found = fit(office, "guest", "A zeppelin for the fair")
    assert found[0] == "Order the zeppelin early"
    assert len(found) == 20


def test_A8_a_lesson_is_no_way_to_a_request(office: Office) -> None:
    """Neither list, document nor refusal names the request to who may not see it."""
    closed = deeds.closed(office)
    number = learn(office, "wu", closed, "Ask")
    hidden: Any = office.show("guest", "lesson", number)
    assert hidden["history"] == []
    with pytest.raises(NotPermitted) as refusal:
        office.do("guest", EditLesson(number=number, text="Mine"))
    assert closed not in str(refusal.value)
