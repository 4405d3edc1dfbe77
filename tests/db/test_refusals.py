"""What commands refuse for the rules' sake, with the field at fault; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.commands.base import Command
from core.commands.conflict import ConfirmSettlement, EscalateConflict, OpenConflict
from core.commands.department import AddDepartment, EditDepartment, SetLiaison
from core.commands.dispatch import DispatchRequest
from core.commands.feedback import GiveFeedback
from core.commands.meeting import EditMeeting, RescheduleMeeting, ScheduleMeeting
from core.commands.person import AddPerson, EditPerson, GrantRole, RevokeRole
from core.commands.plan import SubmitPlan
from core.commands.request import EditRequest
from core.commands.running import AgreeAction, FinishMeeting, StartMeeting
from core.commands.task import AcceptTask, DeliverTask, UpdateTask
from core.errors import Refusal, RuleViolation
from core.model.conflict import ConflictLevel
from core.model.meeting import Attendee, Block, MeetingKind
from core.model.organisation import OrganisationRole
from core.model.request import Detail
from core.model.work import PlannedTask, TaskState
from tests import deeds
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office, a_request

pytestmark = SQLITE_ALONE


def refuses(
    office: Office, login: str, command: Command, field: str, says: str | None = None
) -> None:
    before = len(office.trail())
    with pytest.raises(Refusal, match=says) as refused:
        office.do(login, command)
    assert refused.value.field == field
    assert len(office.trail()) == before


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"involved_departments": ("PRD", "XYZ")}, "involved_departments", "XYZ"),
        ({"details": (Detail(department="XYZ", what="3"),)}, "details", "XYZ"),
        ({"originator": "ghost"}, "originator", "ghost"),
        ({"originating_department": "XYZ"}, "originating_department", "XYZ"),
        ({"originating_department": "PRD"}, "originating_department", "speak for PRD"),
    ],
)
def test_R2_2_a_form_names_known_people_and_departments(
    office: Office, change: dict[str, Any], field: str, says: str
) -> None:
    refuses(office, "wang", a_request(**change), field, says)


@pytest.mark.parametrize(
    ("dispatch", "field", "says"),
    [
        (DispatchRequest(number="", lead="XYZ", reason="r"), "lead", "XYZ"),
        (DispatchRequest(number="", lead="NEW", reason="r"), "lead", "neither head nor liaison"),
        (DispatchRequest(number="", lead="LOG", reason=" "), "reason", "MKT usually leads"),
        (DispatchRequest(number="", coordinator="ghost"), "coordinator", "ghost"),
    ],
)
def test_R3_3_a_dispatch_names_somebody_who_can_answer(
    office: Office, dispatch: DispatchRequest, field: str, says: str
) -> None:
    office.do("root", AddDepartment(code="NEW", name="New"))
    number = deeds.submitted(office)
    refuses(office, "root", replace(dispatch, number=number), field, says)
    led = office.do("root", DispatchRequest(number=number, coordinator="boss"))
    assert (led.lead_department, led.coordinator) == ("MKT", "boss")


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (EditMeeting(number="", attendees=()), "attendees"),
        (EditMeeting(number="", attendees=(Attendee(person="ghost"),)), "attendees"),
        (EditMeeting(number="", blocks=()), "blocks"),
        (EditMeeting(number="", blocks=(Block(name="All", minutes=61),)), "blocks"),
        (
            EditMeeting(number="", blocks=(Block(name="All", minutes=5, presenter="ghost"),)),
            "blocks",
        ),
    ],
)
def test_R5_4_an_edited_meeting_is_held_to_the_rules_of_a_new_one(
    office: Office, edit: EditMeeting, field: str
) -> None:
    request = deeds.coordinating(office)
    number = deeds.a_meeting(office, "wu", request)
    refuses(office, "wu", replace(edit, number=number), field)
    given = {"blocks": edit.blocks, "attendees": edit.attendees}
    new = {name: value for name, value in given.items() if value}
    if new:
        start = office.now + timedelta(days=3)
        refuses(office, "wu", ScheduleMeeting(request=request, start=start, **new), field)  # type: ignore[arg-type]


def test_R5_5_a_meeting_goes_its_course_once(office: Office) -> None:
    number = deeds.a_meeting(office, "wu", deeds.coordinating(office))
    act = AgreeAction(number=number, text="Do", owner="zhou", due=date(2026, 11, 20))
    refuses(office, "wu", act, "", "is scheduled")
    office.do("wu", StartMeeting(number=number))
    refuses(office, "wu", StartMeeting(number=number), "", "under way")
    move = RescheduleMeeting(number=number, start=office.now + timedelta(days=5))
    refuses(office, "wu", move, "", "under way")
    refuses(office, "wu", replace(act, owner="ghost"), "owner", "ghost")
    refuses(office, "wu", replace(act, due=date(2026, 11, 1)), "due", "past")
    office.do("wu", act)
    office.do("wu", FinishMeeting(number=number))
    refuses(office, "wu", act, "", "is finished")


def test_R3_6_the_coordinator_calls_the_meetings_that_are_theirs(office: Office) -> None:
    request, start = deeds.coordinating(office), office.now + timedelta(days=3)
    theirs = {MeetingKind.SECOND_COORDINATION, MeetingKind.URGENT, MeetingKind.STANDING}
    for kind in MeetingKind:
        call = ScheduleMeeting(request=request, kind=kind, start=start)
        if kind in theirs:
            office.do("root", call)
        else:
            refuses(office, "root", call, "", "may not do this")


def planned(title: str, *after: str, **change: object) -> PlannedTask:
    task = PlannedTask(
        title=title, department="PRD", owner="qian", start=deeds.START, finish=deeds.FINISH,
        criterion="It is approved", depends_on=after,
    )  # fmt: skip
    return replace(task, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tasks", "says"),
    [
        ((), "at least one task"),
        ((planned(" "),), "Task 1 .*no name"),
        ((planned("A"), planned("B", criterion="")), "Task 2 “B”: .*no acceptance criterion"),
        ((planned("A", finish=deeds.START - timedelta(days=1)),), "finishes before it starts"),
        ((planned("A", department="FIN", owner="han"),), "no part in the request"),
        ((planned("A", owner="zhou"),), "owner belongs to SAL"),
        ((planned("A", owner="guest"),), "owner belongs to –"),
        ((planned("A", owner="ghost"),), "ghost"),
        ((planned("A", department="XYZ"),), "XYZ"),
        ((planned("A", "B"),), "“A” depends on “B”, which is not in the plan"),
        ((planned("A", "A"),), "wait for each other: A → A"),
        ((planned("A", "B"), planned("B", "C"), planned("C", "B")), "B → C → B"),
    ],
)
def test_R6_1_R6_3_a_plan_with_a_fault_names_it(
    office: Office, tasks: tuple[PlannedTask, ...], says: str
) -> None:
    number = deeds.coordinating(office)
    refuses(office, "wu", SubmitPlan(number=number, tasks=tasks), "tasks", says)


def test_R6_3_tasks_that_meet_again_are_no_circle(office: Office) -> None:
    number = deeds.coordinating(office)
    tasks = (planned("A", "B", "C"), planned("B", "D"), planned("C", "D"), planned("D"))
    assert office.do("wu", SubmitPlan(number=number, tasks=tasks)).tasks == tasks


def test_R6_2_who_is_asked_must_have_a_head(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("root", EditDepartment(code="SAL", head=""))
    refuses(office, "wu", deeds.a_plan(number), "tasks", "SAL has no head")


def test_R8_1_only_what_was_handed_in_is_accepted(office: Office) -> None:
    number = deeds.executing(office)
    task = deeds.tasks(office, number)["zhou"]
    refuses(office, "wang", AcceptTask(number=task), "", "nothing has been handed in")
    office.do("zhou", UpdateTask(number=task, state=TaskState.DONE))
    refuses(office, "wang", AcceptTask(number=task), "", "nothing has been handed in")
    refuses(office, "zhou", UpdateTask(number=task, state=TaskState.ACCEPTED), "state")
    office.do("zhou", DeliverTask(number=task, deliverable="d"))
    office.do("wang", AcceptTask(number=task))
    update = UpdateTask(number=task, state=TaskState.IN_PROGRESS)
    refuses(office, "zhou", update, "", "accepted already")
    refuses(office, "zhou", DeliverTask(number=task, deliverable="d"), "", "accepted already")


def test_R12_1_a_conflict_has_two_parties_and_three_levels(office: Office) -> None:
    conflict = OpenConflict(title="t", parties=("SAL", "LOG"), level=ConflictLevel.MAJOR)
    refuses(office, "li", replace(conflict, parties=("SAL", "SAL")), "parties", "two parties")
    refuses(office, "li", replace(conflict, parties=("SAL", "XYZ")), "parties", "XYZ")
    number = office.do("li", conflict).number
    refuses(office, "li", EscalateConflict(number=number, reason="r"), "", "no higher level")
    refuses(office, "li", ConfirmSettlement(number=number), "", "is open")


@pytest.mark.parametrize(
    ("command", "field", "says"),
    [
        (AddDepartment(code="SAL", name="x"), "code", "exists"),
        (AddDepartment(code="市场", name="x"), "code", "letters and digits"),
        (AddDepartment(code="A-B", name="x"), "code", "letters and digits"),
        (AddDepartment(code="NEW", name="x", head="ghost"), "liaisons", "ghost"),
        (AddDepartment(code="NEW", name="x", liaisons=("li", "sun")), "primary", "primary"),
        (AddDepartment(code="NEW", name="x", primary="li"), "primary", "not among"),
        (SetLiaison(code="SAL", liaisons=()), "liaisons", "one or two"),
        (SetLiaison(code="SAL", liaisons=("li", "sun", "zhou")), "liaisons", "one or two"),
        (SetLiaison(code="SAL", liaisons=("li",), primary="sun"), "primary", "primary"),
        (AddPerson(login="li", name="x"), "login", "exists"),
        (AddPerson(login="a b", name="x"), "login", "letters"),
        (AddPerson(login="new", name="x", email="no"), "email", "e-mail"),
        (AddPerson(login="new", name="x", department="XYZ"), "department", "XYZ"),
        (AddPerson(login="new", name="x", roles=("king",)), "roles", "king"),
        (EditPerson(login="li", department="XYZ"), "department", "XYZ"),
        (GrantRole(login="boss", role=OrganisationRole.MANAGEMENT), "role", "already"),
        (RevokeRole(login="boss", role=OrganisationRole.AUDITOR), "role", "does not have"),
    ],
)
def test_R1_people_and_departments_are_what_they_must_be(
    office: Office, command: Command, field: str, says: str
) -> None:
    refuses(office, "root", command, field, says)


def test_R3_5_feedback_is_given_while_the_departments_get_ready(office: Office) -> None:
    number = deeds.dispatched(office)
    feedback = GiveFeedback(number=number, department="SAL", content="We can")
    given = office.do("li", feedback), office.do("sun", feedback)
    assert [(f.by, f.signed_by) for f in given] == [("li", ""), ("sun", "sun")]
    late: list[Callable[[Office], str]] = [deeds.submitted, deeds.executing]
    for make in late:
        refuses(office, "li", replace(feedback, number=make(office)), "", "cannot be done now")
    returned = EditRequest(number=number, title="x")
    with pytest.raises(RuleViolation, match="dispatched"):
        office.do("wang", returned)
