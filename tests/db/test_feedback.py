"""Forms and feedback are signed and confirmed by whom it is due (R2.2, R3.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.commands.department import EditDepartment
from core.commands.desk import RedoLast, UndoLast
from core.commands.dispatch import (
    AcknowledgeDispatch,
    DispatchRequest,
    ReturnRequest,
    SignOffRequest,
)
from core.commands.feedback import ConfirmFeedback, GiveFeedback, SignFeedback
from core.commands.request import ResubmitRequest
from core.errors import NoSuchRecord, NotPermitted, RuleViolation
from core.model.request import Feedback, Request
from core.policy import Policy
from tests import deeds, desk
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office

SAL = GiveFeedback(number="", department="SAL", content="Two days", proposed=date(2026, 11, 24))


def given(office: Office, number: str, code: str = "SAL") -> Feedback:
    [found] = office.records(Feedback, request=number, department=code, void=False)
    return found


def words(office: Office, login: str, text: str) -> bool:
    return any(text in line for line in office.inbox(login))


def test_R3_5_a_liaison_writes_the_head_signs_the_lead_confirms(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("li", replace(SAL, number=number))
    assert (given(office, number).by, given(office, number).signed_by) == ("li", "")
    title = "618 campaign"
    waits = f"The feedback of SAL to {number} waits for your signature: {title}"
    assert office.told() == {("sun", waits)}
    assert ("sign", number) in office.duties("sun")
    assert ("confirm_feedback", number) not in office.duties("wu")

    office.do("sun", SignFeedback(number=number, department="SAL"))
    assert given(office, number).signed_by == "sun"
    asked = f"SAL has given its feedback to {number}; confirm it: {title}"
    assert office.told() == {("zheng", asked)}
    assert ("sign", number) not in office.duties("sun")
    for login in ("wu", "zheng"):
        assert ("confirm_feedback", number) in office.duties(login)

    office.do("wu", ConfirmFeedback(number=number, department="SAL"))
    assert given(office, number).confirmed_by == "wu"
    done = f"The lead has confirmed the feedback of SAL to {number}: {title}"
    assert office.told() == {("li", done)}
    assert ("confirm_feedback", number) not in office.duties("wu")
    commands = [entry["command"] for entry in office.show("wu", "request", number)["history"]]
    assert commands[-3:] == ["GiveFeedback", "SignFeedback", "ConfirmFeedback"]
    assert office.holds()


def test_R3_5_each_department_with_a_part_owes_its_feedback_until_it_is_signed(
    office: Office,
) -> None:
    number = deeds.dispatched(office)
    owed = ("feedback", number)
    for login in ("li", "sun", "zhao", "chen"):
        assert owed in office.duties(login), login
    # Neither who asks, nor who leads, nor who has no post in a department with a part.
    for login in ("wang", "zhang", "wu", "zheng", "zhou", "root", "boss", "shen"):
        assert owed not in office.duties(login), login
    [row] = [row for row in office.page("li", "duties").rows if row.kind == "feedback"]
    assert (row.department, row.due_at) == ("SAL", None)
    office.do("wu", AcknowledgeDispatch(number=number))
    office.do("li", replace(SAL, number=number))
    for login in ("li", "sun"):
        assert owed not in office.duties(login), login
    assert ("sign", number) in office.duties("sun")
    assert owed in office.duties("zhao")
    office.do("sun", SignFeedback(number=number))
    assert ("sign", number) not in office.duties("sun")
    office.do("zhao", replace(SAL, number=number, department="PRD"))
    assert owed not in office.duties("zhao")
    office.do("zhao", UndoLast())
    assert owed in office.duties("zhao")
    # Once there is a plan nobody can give it any more.
    office.do("wu", deeds.a_plan(number))
    assert owed not in office.duties("zhao")


def test_R3_5_the_heads_own_feedback_is_signed_at_once(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("sun", replace(SAL, number=number))
    assert given(office, number).signed_by == "sun"
    assert ("confirm_feedback", number) in office.duties("zheng")
    with pytest.raises(RuleViolation):
        office.do("sun", SignFeedback(number=number))


def test_R3_5_a_changed_feedback_loses_its_signature_and_stays_the_only_one(
    office: Office,
) -> None:
    number = deeds.coordinating(office)
    office.do("li", replace(SAL, number=number))
    office.do("sun", SignFeedback(number=number))
    office.do("li", replace(SAL, number=number, content="Three days"))
    found = given(office, number)
    assert (found.content, found.signed_by) == ("Three days", "")
    assert ("sign", number) in office.duties("sun")
    assert len(office.show("wu", "request", number)["feedback"]) == 1
    # What it said before is in the trail.
    last = office.trail()[-1]
    assert last.before[f"feedback:{found.id}"]["content"] == "Two days"
    assert last.before[f"feedback:{found.id}"]["signed_by"] == "sun"

    office.do("sun", SignFeedback(number=number))
    office.do("zheng", ConfirmFeedback(number=number))
    for login in ("li", "sun"):
        with pytest.raises(RuleViolation, match="confirmed"):
            office.do(login, replace(SAL, number=number, content="Four days"))
    assert given(office, number).content == "Three days"


def test_R3_5_each_step_is_undone_as_one(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("li", replace(SAL, number=number))
    office.do("li", UndoLast())
    assert office.records(Feedback, request=number, void=False) == []
    assert ("sign", number) not in office.duties("sun")
    assert office.show("li", "request", number)["feedback"] == []
    assert not words(office, "sun", "waits for your signature")
    office.do("li", RedoLast())
    assert given(office, number).content == "Two days"
    assert words(office, "sun", "waits for your signature")

    office.do("sun", SignFeedback(number=number))
    office.do("sun", UndoLast())
    assert given(office, number).signed_by == ""
    office.do("sun", SignFeedback(number=number))
    office.do("wu", ConfirmFeedback(number=number))
    office.do("wu", UndoLast())
    assert given(office, number).confirmed_by == ""
    office.do("li", replace(SAL, number=number, content="Three days"))
    office.do("li", UndoLast())
    assert (given(office, number).content, given(office, number).signed_by) == ("Two days", "sun")


@SQLITE_ALONE
def test_R3_5_only_the_head_signs_and_only_the_lead_confirms_what_is_signed(
    office: Office,
) -> None:
    number = deeds.coordinating(office)
    office.do("li", replace(SAL, number=number))
    for login in ("li", "root", "wang", "zheng"):
        with pytest.raises(NotPermitted):
            office.do(login, SignFeedback(number=number, department="SAL"))
    with pytest.raises(NotPermitted):
        office.do("chen", SignFeedback(number=number, department="SAL"))
    with pytest.raises(RuleViolation):
        office.do("chen", SignFeedback(number=number))
    with pytest.raises(NoSuchRecord):
        office.do("shen", SignFeedback(number=number))
    with pytest.raises(RuleViolation, match="not signed yet"):
        office.do("wu", ConfirmFeedback(number=number, department="SAL"))
    with pytest.raises(RuleViolation):
        office.do("wu", ConfirmFeedback(number=number))
    office.do("sun", SignFeedback(number=number))
    for login in ("li", "sun", "root", "wang"):
        with pytest.raises(NotPermitted):
            office.do(login, ConfirmFeedback(number=number))


@SQLITE_ALONE
def test_A6_nobody_confirms_their_own_feedback_for_the_lead(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("wu", replace(SAL, number=number, department="LOG"))
    assert ("confirm_feedback", number) not in office.duties("wu")
    with pytest.raises(RuleViolation, match="own feedback"):
        office.do("wu", ConfirmFeedback(number=number))
    assert ("confirm_feedback", number) in office.duties("zheng")
    office.do("zheng", ConfirmFeedback(number=number))
    assert given(office, number, "LOG").confirmed_by == "zheng"


@SQLITE_ALONE
def test_R3_5_of_several_the_one_meant_is_named(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("sun", replace(SAL, number=number))
    office.do("chen", replace(SAL, number=number, department="PRD"))
    with pytest.raises(RuleViolation, match="say whose") as refusal:
        office.do("wu", ConfirmFeedback(number=number))
    assert refusal.value.field == "department"
    assert str(refusal.value.hint) == "One of: SAL, PRD"
    office.do("wu", ConfirmFeedback(number=number, department="PRD"))
    office.do("wu", ConfirmFeedback(number=number))
    assert given(office, number).confirmed_by == given(office, number, "PRD").confirmed_by == "wu"


@SQLITE_ALONE
def test_R3_5_only_departments_with_a_part_are_asked_and_only_before_the_plan(
    office: Office,
) -> None:
    number = deeds.coordinating(office)
    office.do("root", EditDepartment(code="FIN", head="sun"))
    with pytest.raises(RuleViolation, match="not asked"):
        office.do("sun", replace(SAL, number=number, department="FIN"))
    late = deeds.approving(office)
    with pytest.raises(RuleViolation, match="cannot be done now"):
        office.do("li", replace(SAL, number=late))
    with pytest.raises(RuleViolation):
        office.do("wu", ConfirmFeedback(number=deeds.dispatched(office)))


def test_R2_2_the_head_signs_the_form_that_a_liaison_sent_in(office: Office) -> None:
    number = deeds.submitted(office)
    assert office.record(Request, number).signed_by == ""
    assert office.duties("zhang") == [("sign_off", number)]
    for login in ("wang", "liu"):
        with pytest.raises(NotPermitted):
            office.do(login, SignOffRequest(number=number))
    office.do("zhang", SignOffRequest(number=number))
    assert office.record(Request, number).signed_by == "zhang"
    assert office.duties("zhang") == []
    with pytest.raises(RuleViolation, match="already"):
        office.do("zhang", SignOffRequest(number=number))
    office.do("zhang", UndoLast())
    assert office.duties("zhang") == [("sign_off", number)]
    office.do("root", DispatchRequest(number=number))
    assert ("sign_off", number) not in office.duties("zhang")


def test_R2_2_a_form_that_comes_back_is_signed_anew(office: Office) -> None:
    number = deeds.submitted(office)
    office.do("zhang", SignOffRequest(number=number))
    office.do("root", ReturnRequest(number=number, reason="Add logistics"))
    office.do("wang", ResubmitRequest(number=number, title="618 once more"))
    assert office.record(Request, number).signed_by == ""
    # Who heads the department signs by sending it in.
    office.do("root", ReturnRequest(number=number, reason="Add logistics"))
    office.do("zhang", ResubmitRequest(number=number))
    assert office.record(Request, number).signed_by == "zhang"


def test_R2_2_an_organisation_may_require_the_signature(database_url: str) -> None:
    with desk.office(database_url, Policy(sign_off_required=True)) as strict:
        number = deeds.submitted(strict)
        with pytest.raises(RuleViolation, match="not signed off yet"):
            strict.do("root", DispatchRequest(number=number))
        strict.do("zhang", SignOffRequest(number=number))
        strict.do("root", DispatchRequest(number=number))
        # Where there is no head, nobody could sign.
        strict.do("root", EditDepartment(code="MKT", head=""))
        strict.do("root", DispatchRequest(number=deeds.submitted(strict)))
