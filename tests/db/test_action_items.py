"""Action items of meetings without a request: tasks of their owners all the same (R5.6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.board import Lane, Week, board, questions
from core.commands.conflict import OpenConflict
from core.commands.desk import Remind
from core.commands.meeting import ScheduleMeeting
from core.commands.minutes import ConfirmMinutes, WriteMinutes
from core.commands.running import AgreeAction, FinishMeeting, StartMeeting
from core.commands.task import AcceptTask, DeliverTask, SendBackTask, UpdateTask
from core.errors import NoSuchRecord, NotPermitted, RuleViolation
from core.model.meeting import Attendee, Meeting, MeetingKind
from core.model.request import Request, RequestState
from core.model.work import Risk, Task, TaskState
from core.policy import Policy
from tests import deeds
from tests.db.conftest import SQLITE_ALONE
from tests.desk import WORKTIME, Office

DUE = date(2026, 11, 9)


def item(office: Office, owner: str = "qian", by: str = "wu", **more: Any) -> Task:
    """The task of the one action item of a meeting that *by* called, its minutes final."""
    given: dict[str, Any] = {
        "kind": MeetingKind.URGENT, "start": office.now.replace(minute=30), "title": "Stock",
        "attendees": tuple(Attendee(person=login) for login in (by, "zhao", "qian")),
    }  # fmt: skip
    meeting: Meeting = office.do(by, ScheduleMeeting(**(given | more)))
    number = meeting.number
    office.now = meeting.start
    office.do(by, StartMeeting(number=number))
    office.do(by, AgreeAction(number=number, text="Count the stock", owner=owner, due=DUE))
    office.do(by, FinishMeeting(number=number))
    office.do(by, WriteMinutes(number=number, text="Minutes", send=True))
    known = office.record(Meeting, number).minutes
    for code in known.waiting if known else ():
        speaker = {"PRD": "zhao", "LOG": "zheng", "MKT": "wang", "SAL": "li"}[code]
        office.do(speaker, ConfirmMinutes(number=number))
    [task] = office.records(Task, meeting=number)
    return task


def test_R5_6_it_is_its_owners_from_today_to_acceptance(office: Office) -> None:
    task = item(office)
    assert (task.request, task.department, task.finish) == ("", "PRD", DUE)
    assert ("update", task.number) in office.duties("qian")
    assert office.show("qian", "task", task.number)["meeting"] == task.meeting
    for login in ("qian", "zhao", "chen", "wu", "zheng", "root", "boss", "audit"):
        assert office.keys(login, "tasks") == [task.number], login
    for login in ("wang", "shen", "guest", "zhou"):
        assert office.keys(login, "tasks") == [], login
        with pytest.raises(NoSuchRecord):
            office.do(login, UpdateTask(number=task.number, state=TaskState.DONE))
    with pytest.raises(NotPermitted):
        office.do("chen", UpdateTask(number=task.number, state=TaskState.DONE))
    risk = Risk(what="The scanner is broken")
    office.do("qian", UpdateTask(number=task.number, state=TaskState.IN_PROGRESS, risk=risk))
    assert {person for person, _ in office.told()} == {"wu"}
    office.do("qian", DeliverTask(number=task.number, deliverable="stock.xlsx"))
    assert {person for person, _ in office.told()} == {"wu"}
    for login in ("wu", "zheng"):
        assert ("accept", task.number) in office.duties(login)
    for login in ("qian", "chen", "root", "wang"):
        assert ("accept", task.number) not in office.duties(login)
    for login in ("qian", "chen", "root"):
        with pytest.raises(NotPermitted):
            office.do(login, AcceptTask(number=task.number))
    office.do("zheng", SendBackTask(number=task.number, reason="Shelf 4 is missing"))
    assert ("rework", task.number) in office.duties("qian")
    office.do("qian", DeliverTask(number=task.number, deliverable="stock.xlsx"))
    office.do("wu", AcceptTask(number=task.number))
    assert office.record(Task, task.number).state is TaskState.ACCEPTED


@SQLITE_ALONE
def test_A6_the_callers_own_item_is_accepted_by_their_head(office: Office) -> None:
    task = item(office, owner="zheng", by="zheng")
    office.do("zheng", DeliverTask(number=task.number, deliverable="stock.xlsx"))
    assert {person for person, _ in office.told()} == {"wu"}
    with pytest.raises(RuleViolation, match="handed this in yourself"):
        office.do("zheng", AcceptTask(number=task.number))
    assert ("accept", task.number) in office.duties("wu")
    office.do("wu", AcceptTask(number=task.number))


def test_R7_3_it_is_on_the_board_in_every_kind_of_lane(office: Office) -> None:
    task = item(office)
    week = Week.of(WORKTIME.day(office.now))
    asked = questions(week, office.now, WORKTIME)
    rows = office.desk.page(office.actor("qian"), asked.tasks, office.now).rows
    lanes = {
        lane: [(one.key, [c.row.key for c in one.cards])
               for one in board(rows, week, lane, office.now, WORKTIME, Policy()).lanes]
        for lane in Lane
    }  # fmt: skip
    assert lanes == {
        Lane.REQUEST: [(task.meeting, [task.number])],
        Lane.DEPARTMENT: [("PRD", [task.number])],
        Lane.OWNER: [("qian", [task.number])],
    }
    office.do("qian", UpdateTask(number=task.number, state=TaskState.IN_PROGRESS, done="x"))
    later = office.desk.page(office.actor("qian"), asked.tasks, office.now).rows
    assert [row.state for row in later] == ["in_progress"]


@SQLITE_ALONE
def test_R7_2_reminders_go_to_its_owner_and_to_who_called_the_meeting(office: Office) -> None:
    task = item(office)
    office.at("2026-11-09 09:00")
    office.do("root", Remind())
    said = f"{task.number} is to be finished by 2026-11-09: Count the stock"
    for login in ("qian", "wu"):
        assert said in office.inbox(login)
    assert said not in office.inbox("chen")


@SQLITE_ALONE
def test_R12_1_a_conflict_can_be_about_it_for_those_who_see_it(office: Office) -> None:
    task = item(office)
    opened = OpenConflict(title="Who counts", parties=("PRD", "LOG"), about=task.number)
    office.do("zhao", opened)
    with pytest.raises(NoSuchRecord):
        office.do("shen", opened)


@SQLITE_ALONE
def test_R8_2_an_item_of_a_closed_request_does_not_open_it_again(office: Office) -> None:
    number = deeds.closed(office)
    task = item(office, request=number, by="wu", kind=MeetingKind.RETROSPECTIVE,
                late_notice_reason="x", start=office.now.replace(minute=30))  # fmt: skip
    assert task.request == ""
    office.do("qian", UpdateTask(number=task.number, state=TaskState.IN_PROGRESS))
    assert office.record(Request, number).state is RequestState.CLOSED


@SQLITE_ALONE
def test_R5_6_an_item_of_a_request_under_way_is_the_requests(office: Office) -> None:
    number = deeds.executing(office)
    task = item(office, request=number, by="wu", start=office.now.replace(minute=30))
    assert task.request == number
    assert task.number in deeds.tasks(office, number).values()
