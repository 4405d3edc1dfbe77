from __future__ import annotations

import json
from dataclasses import MISSING
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.build import build, unbuild
from core.codec import to_plain
from core.commands.base import Command, Kind, arguments, own_fields
from core.commands.conflict import OpenConflict
from core.commands.department import EditDepartment, SetLiaison
from core.commands.dispatch import ReturnRequest
from core.commands.meeting import EditMeeting, RescheduleMeeting, ScheduleMeeting
from core.commands.person import AddPerson
from core.commands.plan import SubmitPlan
from core.commands.request import EditRequest, SubmitRequest
from core.commands.task import UpdateTask
from core.errors import BadInput
from core.model.conflict import ConflictLevel
from core.model.meeting import Attendee, AttendeeRole, Block, Meeting, MeetingKind
from core.model.organisation import Department
from core.model.request import Detail, Priority, Request, RequestType, ResourceWish
from core.model.work import Contingency, PlannedTask, Risk, TaskState
from tests.core import typing_desk as desk
from tests.core.typing_desk import COMMANDS, HERE, NUMBER, VALUES, not_built, soon

# From text and from JSON


FORM = {
    "type": "Proj",
    "title": " 618 大促 ",
    "originating_department": "mkt",
    "originator": "wang",
    "involved_departments": "prd，sal",
    "details": "PRD：三份资料 ＠ +5d\nSAL: stock list",
    "expected": "2026-12-20",
    "priority": "高",
    "urgent": "是",
    "attachments": "plan.pdf; budget.xlsx",
}
DOCUMENT = {
    "type": "project",
    "title": "618 大促",
    "originating_department": "MKT",
    "originator": "wang",
    "involved_departments": ["PRD", "SAL"],
    "details": [
        {"department": "prd", "what": "三份资料", "by": "+5d"},
        "SAL: stock list",
    ],
    "expected": "2026-12-20",
    "priority": 1,
    "urgent": True,
    "attachments": ["plan.pdf", "budget.xlsx"],
    "contact": None,
}


@pytest.mark.parametrize("raw", [FORM, DOCUMENT])
def test_R2_2_a_form_and_a_document_build_the_same_command(raw: dict[str, Any]) -> None:
    assert build(SubmitRequest, raw, HERE) == SubmitRequest(
        type=RequestType.PROJECT,
        title="618 大促",
        originating_department="MKT",
        originator="wang",
        involved_departments=("PRD", "SAL"),
        details=(
            Detail(department="PRD", what="三份资料", by=soon(5)),
            Detail(department="SAL", what="stock list"),
        ),
        expected=datetime(2026, 12, 20, tzinfo=UTC).date(),
        priority=Priority.HIGH,
        urgent=True,
        attachments=("plan.pdf", "budget.xlsx"),
    )


def test_lists_may_be_of_lines_or_of_objects() -> None:
    command = build(
        ScheduleMeeting,
        {
            "kind": "weekly",
            "start": "2026-11-24T14:00:00+08:00",
            "blocks": ["议题 30 | wang", {"name": "Conclusions", "minutes": 10}],
            "attendees": ["wang, li chair", {"person": "ｚｈａｏ", "role": "Optional"}, "wang"],
        },
        HERE,
    )
    assert command.kind is MeetingKind.WEEKLY
    assert command.start == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert command.blocks == (
        Block(name="议题", minutes=30, presenter="wang"),
        Block(name="Conclusions", minutes=10),
    )
    assert command.attendees == (
        Attendee(person="wang"),
        Attendee(person="li", role=AttendeeRole.CHAIR),
        Attendee(person="zhao", role=AttendeeRole.OPTIONAL),
    )


def test_R6_1_a_plan_in_json_may_be_dated_as_people_date_it() -> None:
    command = build(
        SubmitPlan,
        {
            "number": NUMBER.lower(),
            "tasks": [
                {
                    "department": "prd", "owner": "zhao", "title": "海报", "start": "明天",
                    "finish": "+5d", "criterion": "approved", "depends_on": ["Budget, v2"],
                }
            ],
            "contingencies": [{"trigger": "late", "warn_days": 3, "answer": "wait"}],
        },
        HERE,
    )  # fmt: skip
    assert command.number == NUMBER
    assert command.tasks == (
        PlannedTask(
            department="PRD", owner="zhao", title="海报", start=soon(1), finish=soon(5),
            criterion="approved", depends_on=("Budget, v2",),
        ),
    )  # fmt: skip
    assert command.contingencies == (Contingency(trigger="late", warn_days=3, answer="wait"),)


def test_one_object_may_be_a_line_or_an_object() -> None:
    line = {"number": "tsk-202611001", "state": "in progress", "risk": "late | supplier | +2d"}
    thing = {**line, "risk": {"what": "late", "why": "supplier", "new_date": "+2d"}}
    wanted = UpdateTask(
        number="TSK-202611001",
        state=TaskState.IN_PROGRESS,
        risk=Risk(what="late", why="supplier", new_date=soon(2)),
    )
    assert build(UpdateTask, line, HERE) == build(UpdateTask, thing, HERE) == wanted
    resource = {"name": "van", "owner_department": "log", "quantity": 2, "start": "+1d"}
    assert build(SubmitRequest, {"resource": resource}, HERE).resource == ResourceWish(
        name="van", owner_department="LOG", quantity=2, start=soon(1)
    )


def test_a_word_of_a_json_list_is_taken_whole() -> None:
    raw = {"attachments": ["Q1, Q2.pdf", " a;b ", ""]}
    assert build(SubmitRequest, raw, HERE).attachments == ("Q1, Q2.pdf", "a;b")


def test_options_that_repeat_may_hold_several_each() -> None:
    raw = {"parties": ["mkt,prd", "PRD", "sal"], "title": "stock"}
    assert build(OpenConflict, raw, HERE).parties == ("MKT", "PRD", "SAL")


# What is not given


def test_null_and_blank_are_not_given_and_defaults_apply() -> None:
    raw = {"title": "stock", "parties": "MKT, PRD", "level": None, "type": " ", "about": ""}
    command = build(OpenConflict, raw, HERE)
    assert command.level is ConflictLevel.GENERAL
    assert command.about == ""
    meeting = build(ScheduleMeeting, {"start": "fri 14:00", "blocks": None, "zone": ""}, HERE)
    assert meeting == ScheduleMeeting(start=datetime(2026, 11, 20, 6, tzinfo=UTC))


def test_blank_clears_an_optional_text_and_nothing_else() -> None:
    raw = {"number": NUMBER, "background": " ", "expected": "", "attachments": "", "priority": ""}
    assert build(EditRequest, raw, HERE) == EditRequest(number=NUMBER, background="")
    assert build(EditRequest, {"number": NUMBER, "attachments": []}, HERE).attachments == ()
    assert build(EditDepartment, {"code": "prd", "head": ""}, HERE).head == ""


@pytest.mark.parametrize("reason", [{}, {"reason": None}, {"reason": " \n"}])
def test_R3_2_what_is_required_is_asked_for(reason: dict[str, Any]) -> None:
    found = not_built(ReturnRequest, {"number": NUMBER, **reason})
    assert found.field == "reason"
    assert str(found) == "“What is missing” is needed."
    assert "Sales is not among" in str(found.hint)


@pytest.mark.parametrize("liaisons", ["", " , ", [], [""]])
def test_an_empty_list_is_not_an_answer(liaisons: Any) -> None:
    found = not_built(SetLiaison, {"code": "PRD", "liaisons": liaisons})
    assert (found.field, str(found)) == ("liaisons", "“Liaisons” is needed.")


# Every command, there and back


def values_of(command: type[Command]) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments of the command as a program would give them; optional ones at times."""
    needed: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for field in own_fields(command):
        spec = field.metadata["argument"]
        choices = spec.choices
        one = VALUES[spec.kind] if spec.kind is not Kind.CHOICE else st.sampled_from(list(choices))
        (needed if field.default is MISSING else optional)[field.name] = one
    return st.fixed_dictionaries(needed, optional=optional)


@pytest.mark.parametrize("command", COMMANDS)
@settings(max_examples=12)
@given(data=st.data())
def test_every_command_is_built_from_its_own_texts_and_its_own_json(
    command: type[Command], data: st.DataObject
) -> None:
    built = command(**data.draw(values_of(command)))
    whole = json.loads(json.dumps(to_plain(built)))
    plain = {name: whole[name] for name in arguments(command)}
    try:
        again = build(command, plain, HERE)
    except BadInput as found:
        if "Too long" not in str(found):
            pytest.fail(f"{plain} is refused: {found}")
        return
    assert again == built
    texts = {name: text for name, text in unbuild(command, plain, HERE).items() if text}
    assert build(command, texts, HERE) == built


# Prefilled forms


def test_a_form_is_prefilled_with_what_the_record_holds() -> None:
    request = Request(
        number=NUMBER, version=3, type=RequestType.RESOURCE, title="Van", background="why\nnot",
        originating_department="MKT", originator="wang", involved_departments=("LOG", "PMO"),
        details=(Detail(department="LOG", what="a; PMO: b", by=soon(3)),), expected=soon(9),
        priority=Priority.LOW, created_at=desk.NOW,
        resource=ResourceWish(name="van", owner_department="LOG", end=soon(2)),
    )  # fmt: skip
    texts = unbuild(EditRequest, to_plain(request), HERE)
    assert texts == {
        "number": NUMBER, "type": "resource", "title": "Van", "background": "why\nnot",
        "originating_department": "MKT", "originator": "wang", "contact": "",
        "involved_departments": "LOG, PMO", "other_department": "",
        "details": "LOG: a\\; PMO: b @ 2026-11-23", "expected": "2026-11-29", "priority": "low",
        "urgent": "no", "attachments": "", "resource": "van | LOG | 1 | > 2026-11-22",
    }  # fmt: skip
    edited = build(EditRequest, texts, HERE)
    for name in edited.given():
        assert getattr(edited, name) == getattr(request, name)


def test_a_meeting_is_prefilled_by_the_clocks_of_the_organisation() -> None:
    meeting = Meeting(
        number="MTG-202611001", uid="u", kind=MeetingKind.KICKOFF, title="Start", organizer="li",
        start=datetime(2026, 11, 24, 6, tzinfo=UTC), zone="Europe/Berlin",
        blocks=(Block(name="Topics", minutes=30, question="A|B?"),),
        attendees=(Attendee(person="li", role=AttendeeRole.CHAIR),),
    )  # fmt: skip
    assert unbuild(RescheduleMeeting, to_plain(meeting), HERE)["start"] == "2026-11-24 14:00"
    texts = unbuild(EditMeeting, to_plain(meeting), HERE)
    assert texts["blocks"] == "Topics 30 |  | A\\|B?"
    assert texts["attendees"] == "li chair"


def test_a_field_of_another_shape_in_the_record_is_left_out() -> None:
    department = to_plain(Department(code="PRD", name="产品部", liaisons=("wang", "zhao")))
    texts = unbuild(SetLiaison, department, HERE)
    assert texts == {"code": "PRD", "liaisons": "wang, zhao", "primary": ""}
    assert "roles" not in unbuild(AddPerson, {"login": "wang", "roles": 5}, HERE)
