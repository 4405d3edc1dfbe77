"""The 618 campaign from its form to its closing, through commands alone, on both engines."""

from __future__ import annotations

from datetime import date

import pytest

from core.commands.conflict import ConfirmSettlement, OpenConflict, SettleConflict
from core.commands.desk import Remind
from core.commands.dispatch import (
    AcknowledgeDispatch,
    DispatchRequest,
    ObjectToDispatch,
    ReturnRequest,
    UpholdDispatch,
)
from core.commands.meeting import ScheduleMeeting
from core.commands.minutes import ConfirmMinutes, WriteMinutes
from core.commands.plan import AnswerPlan, SubmitPlan
from core.commands.request import ArchiveRequest, ResubmitRequest
from core.commands.running import (
    AgreeAction,
    DecideInMeeting,
    FinishMeeting,
    ParkQuestion,
    StartMeeting,
)
from core.commands.task import AcceptTask, DeliverTask, SendBackTask, UpdateTask
from core.errors import Refusal, RuleViolation
from core.model.conflict import Conflict, ConflictLevel, ConflictState
from core.model.desk import Deadline
from core.model.meeting import ActionItem, AttendeeRole, Meeting, MeetingKind, MeetingState
from core.model.minutes import MinutesState
from core.model.request import Detail, Priority, Request, RequestState
from core.model.work import (
    Contingency,
    Plan,
    PlanAnswer,
    PlannedTask,
    PlanState,
    Risk,
    Task,
    TaskState,
)
from tests.desk import Office, a_request, moment

NUMBER = "XMBG-202611001"
KICKOFF, SECOND = "MTG-202611001", "MTG-202611002"
SHEETS, TRAINING, STOCK, POSTERS = (f"TSK-20261100{n}" for n in (1, 2, 3, 4))
QUARREL = "CFL-202611001"
TITLE = "618 campaign"


def state(office: Office) -> RequestState:
    return office.record(Request, NUMBER).state


def test_the_618_campaign_from_form_to_file(office: Office) -> None:
    before = len(office.trail())
    deeds = (
        comes_in(office)
        + finds_its_lead(office)
        + meets(office)
        + disagrees(office)
        + agrees(office)
        + is_worked_on(office)
        + quarrels(office)
        + is_accepted(office)
    )
    assert len(office.trail()) - before == deeds
    assert office.holds()
    assert office.records(Deadline, done_at=None, void=False) == []


def comes_in(office: Office) -> int:
    """R2, R3.2: with high priority, returned once, in again under its number."""
    sent = office.do("wang", a_request(priority=Priority.HIGH), "2026-11-02 09:00")
    assert (sent.number, sent.state, sent.version) == (NUMBER, RequestState.SUBMITTED, 1)
    assert (sent.originator, sent.originating_department) == ("wang", "MKT")
    assert office.clocks(NUMBER) == {("first_response", ""): "2026-11-02 11:00"}
    assert office.told() == {
        ("root", f"{NUMBER} is waiting for review with high priority: {TITLE}")
    }
    assert office.duties("root") == [("review", NUMBER)]

    missing = "Logistics is missing"
    office.do("root", ReturnRequest(number=NUMBER, reason=missing), "2026-11-02 09:40")
    assert office.clocks(NUMBER) == {}
    assert office.told() == {("wang", f"{NUMBER} came back to be completed: {TITLE}")}
    assert office.page("wang", "notices").rows[0].why == missing
    assert office.duties("wang") == [("resubmit", NUMBER)]
    assert office.duties("root") == []
    with pytest.raises(RuleViolation, match="returned"):
        office.do("root", DispatchRequest(number=NUMBER))

    more = (*sent.details, Detail(department="LOG", what="stock for 2 weeks"))
    again = ResubmitRequest(
        number=NUMBER, involved_departments=("PRD", "SAL", "LOG"), details=more
    )  # fmt: skip
    again = office.do("wang", again, "2026-11-02 10:30")
    assert (again.number, again.state, again.reason) == (NUMBER, RequestState.SUBMITTED, "")
    assert again.responded_at == moment("2026-11-02 09:40")
    assert office.clocks(NUMBER) == {("first_response", ""): "2026-11-02 12:30"}
    return 3


def finds_its_lead(office: Office) -> int:
    """R3.3, R3.4: an unusual lead needs a reason; one objects, one is upheld, one acknowledges."""
    with pytest.raises(RuleViolation) as refused:
        office.do("root", DispatchRequest(number=NUMBER, lead="PRD"), "2026-11-02 11:00")
    assert refused.value.field == "reason"
    office.do("root", DispatchRequest(number=NUMBER, lead="PRD", reason="Most of it is theirs"))
    assert office.clocks(NUMBER) == {("acknowledge", "PRD"): "2026-11-03 11:00"}
    lead = f"{NUMBER} is yours to lead; acknowledge it or object: {TITLE}"
    assert office.told() == {("chen", lead), ("zhao", lead)}
    assert office.duties("chen") == office.duties("zhao") == [("acknowledge", NUMBER)]

    office.do("chen", ObjectToDispatch(number=NUMBER, reason="Not ours"), "2026-11-02 13:00")
    assert office.clocks(NUMBER) == {}
    assert office.told() == {("root", f"PRD objects to leading {NUMBER}: {TITLE}")}
    assert office.duties("root") == [("rule", NUMBER)]
    assert office.duties("chen") == []

    office.do("root", DispatchRequest(number=NUMBER), "2026-11-02 14:00")
    assert office.clocks(NUMBER) == {("acknowledge", "MKT"): "2026-11-03 14:00"}
    assert office.told() == {("zhang", lead), ("wang", lead)}
    office.do("liu", ObjectToDispatch(number=NUMBER, reason="We only ask"), "2026-11-02 15:00")
    office.do("root", UpholdDispatch(number=NUMBER, reason="You asked"), "2026-11-02 16:00")
    assert office.clocks(NUMBER) == {("acknowledge", "MKT"): "2026-11-03 16:00"}
    assert office.told() == {("zhang", lead), ("wang", lead)}

    led = office.do("zhang", AcknowledgeDispatch(number=NUMBER), "2026-11-03 09:30")
    assert (led.state, led.lead_department, led.bounces) == (RequestState.COORDINATING, "MKT", 2)
    assert office.clocks(NUMBER) == {}
    text = f"{NUMBER} is led by MKT now: {TITLE}"
    assert office.told() == {(login, text) for login in ("zhao", "li", "zheng")}
    return 6


def meets(office: Office) -> int:
    """R5.2, R5.3, R5.5: 5/30/15/10 after two days' notice; decisions and action items."""
    with pytest.raises(RuleViolation, match="less than 48 h notice"):
        office.do(
            "wang", ScheduleMeeting(request=NUMBER, start=moment("2026-11-05 09:59")),
            "2026-11-03 10:00",
        )  # fmt: skip
    start = moment("2026-11-05 14:00")
    meeting = office.do("wang", ScheduleMeeting(request=NUMBER, start=start, place="Room 301"))
    assert (meeting.number, meeting.kind) == (KICKOFF, MeetingKind.KICKOFF)
    assert [block.minutes for block in meeting.blocks] == [5, 30, 15, 10]
    assert meeting.end == moment("2026-11-05 15:00")
    invited = {"wang", "zhang", "chen", "zhao", "sun", "li", "wu", "zheng"}
    assert set(meeting.invited) == invited
    assert [a.person for a in meeting.attendees if a.role is AttendeeRole.CHAIR] == ["wang"]
    assert office.told() == {
        (login, f"You are invited to {KICKOFF}: {TITLE} · kick-off") for login in invited
    }

    office.do("wang", StartMeeting(number=KICKOFF), "2026-11-05 14:00")
    office.do("wang", DecideInMeeting(number=KICKOFF, text="Three products"), "2026-11-05 14:20")
    due = date(2026, 11, 9)
    office.do(
        "wang", AgreeAction(number=KICKOFF, text="Draft the sheets", owner="qian", due=due)
    )  # fmt: skip
    office.do("wang", ParkQuestion(number=KICKOFF, text="Who pays the freight?"))
    office.do("wang", FinishMeeting(number=KICKOFF), "2026-11-05 15:10")
    held = office.record(Meeting, KICKOFF)
    assert held.state is MeetingState.FINISHED
    assert (held.started_at, held.finished_at) == (start, moment("2026-11-05 15:10"))
    assert [(d.text, d.at) for d in held.decisions] == [
        ("Three products", moment("2026-11-05 14:20"))
    ]
    assert held.actions == (ActionItem(text="Draft the sheets", owner="qian", due=due),)
    assert held.parked == ("Who pays the freight?",)
    assert office.clocks(NUMBER) == {("plan", "MKT"): "2026-11-06 15:10"}
    return 6 + minutes(office, "wang", KICKOFF, "zhao", "li", "zheng")


def minutes(office: Office, writer: str, number: str, *liaisons: str) -> int:
    """R5.6: the minutes are sent, and frozen when every department has confirmed them."""
    office.do(writer, WriteMinutes(number=number, send=True))
    for login in liaisons:
        assert ("confirm_minutes", number) in office.duties(login)
        office.do(login, ConfirmMinutes(number=number))
    kept = office.record(Meeting, number).minutes
    assert kept is not None
    assert kept.state is MinutesState.FROZEN
    return 1 + len(liaisons)


def the_plan(stock_until: date) -> SubmitPlan:
    def task(code: str, owner: str, title: str, finish: date, *after: str) -> PlannedTask:
        return PlannedTask(
            title=title, department=code, owner=owner, start=date(2026, 11, 10), finish=finish,
            criterion="approved by marketing", depends_on=after,
        )  # fmt: skip

    return SubmitPlan(
        number=NUMBER,
        tasks=(
            task("PRD", "qian", "Product sheets", date(2026, 11, 18)),
            task("SAL", "zhou", "Training", date(2026, 11, 20), "Product sheets"),
            task("LOG", "feng", "Stock", stock_until),
            task("MKT", "ma", "Posters", date(2026, 11, 24)),
        ),
        contingencies=(Contingency(trigger="Sheets late", warn_days=3, answer="Move posters"),),
    )


def disagrees(office: Office) -> int:
    """R6.1, R6.2: one department disagrees, which sets off a second coordination."""
    plan = office.do("zhang", the_plan(date(2026, 11, 12)), "2026-11-06 10:00")
    assert (plan.revision, plan.voters) == (1, ("LOG", "PRD", "SAL"))
    assert state(office) is RequestState.APPROVING
    assert office.clocks(NUMBER) == {
        ("answer", code): "2026-11-08 10:00" for code in ("LOG", "PRD", "SAL")
    }
    text = f"Answer plan 1 of {NUMBER}: {TITLE}"
    assert office.told() == {(login, text) for login in ("chen", "sun", "wu")}
    assert office.duties("wu") == [("answer", NUMBER)]

    agree, no = PlanAnswer.AGREE, PlanAnswer.DISAGREE
    office.do("chen", AnswerPlan(number=NUMBER, answer=agree), "2026-11-06 14:00")
    assert set(office.clocks(NUMBER)) == {("answer", "LOG"), ("answer", "SAL")}
    with pytest.raises(RuleViolation, match="what must change"):
        office.do("wu", AnswerPlan(number=NUMBER, answer=no), "2026-11-07 10:00")
    office.do("wu", AnswerPlan(number=NUMBER, answer=no, text="Two days are too few"))
    assert state(office) is RequestState.SECOND_COORDINATION
    assert office.clocks(NUMBER) == {}
    needs = f"{NUMBER} needs a second coordination: {TITLE}"
    assert office.told() == {("root", needs), ("zhang", needs)}
    assert office.duties("root") == [("mediate", NUMBER)]
    with pytest.raises(Refusal):
        office.do("sun", AnswerPlan(number=NUMBER, answer=agree))
    return 3


def agrees(office: Office) -> int:
    """R6.2: the coordinator leads a second coordination; all agree to the new version."""
    second = ScheduleMeeting(
        request=NUMBER, kind=MeetingKind.SECOND_COORDINATION, start=moment("2026-11-09 10:00")
    )
    assert office.do("root", second, "2026-11-07 10:30").number == SECOND
    office.do("root", StartMeeting(number=SECOND), "2026-11-09 10:00")
    office.do("root", FinishMeeting(number=SECOND), "2026-11-09 11:00")
    assert office.clocks(NUMBER) == {("plan", "MKT"): "2026-11-10 11:00"}
    written = minutes(office, "root", SECOND, "wang", "zhao", "li", "zheng")
    plan = office.do("zhang", the_plan(date(2026, 11, 20)), "2026-11-09 15:00")
    assert (plan.revision, plan.answers) == (2, ())
    for login in ("chen", "wu"):
        office.do(login, AnswerPlan(number=NUMBER, answer=PlanAnswer.AGREE), "2026-11-09 16:00")
        assert state(office) is RequestState.APPROVING
        assert office.records(Task) == []
    office.do("sun", AnswerPlan(number=NUMBER, answer=PlanAnswer.AGREE), "2026-11-09 17:00")
    assert state(office) is RequestState.EXECUTING
    assert office.clocks(NUMBER) == {}
    assert [(p.revision, p.state) for p in office.records(Plan, request=NUMBER)] == [
        (1, PlanState.DISAGREED),
        (2, PlanState.AGREED),
    ]
    tasks = office.records(Task, request=NUMBER)
    assert [(t.number, t.owner, t.revision, t.state) for t in tasks] == [
        (number, owner, 2, TaskState.NOT_STARTED)
        for number, owner in zip(
            (SHEETS, TRAINING, STOCK, POSTERS), ("qian", "zhou", "feng", "ma"), strict=True
        )
    ]
    assert tasks[2].finish == date(2026, 11, 20)
    agreed = f"All departments agreed to the plan of {NUMBER}: {TITLE}"
    assert office.told() == {
        *((login, agreed) for login in ("wang", "zhao", "li", "zheng")),
        ("qian", f"{SHEETS} is yours, by 2026-11-18: Product sheets"),
        ("zhou", f"{TRAINING} is yours, by 2026-11-20: Training"),
        ("feng", f"{STOCK} is yours, by 2026-11-20: Stock"),
        ("ma", f"{POSTERS} is yours, by 2026-11-24: Posters"),
    }
    return 7 + written


def is_worked_on(office: Office) -> int:
    """R7.1, R7.2: progress is filed; a risk raises a red alert to the lead."""
    going = TaskState.IN_PROGRESS
    assert office.duties("qian") == []
    office.at("2026-11-10 09:00")
    assert office.duties("qian") == [("update", SHEETS)]
    office.do("qian", UpdateTask(number=SHEETS, state=going, done="one sheet"), "2026-11-10 16:30")
    assert office.told() == set()
    assert office.duties("qian") == []
    risk = Risk(what="The lorry is late", why="snow", new_date=date(2026, 11, 23))
    office.do("feng", UpdateTask(number=STOCK, state=going, risk=risk), "2026-11-10 16:40")
    assert office.record(Task, STOCK).risk == risk
    alert = f"Red alert on {STOCK}: Stock"
    assert office.told() == {("zhang", alert), ("wang", alert)}
    assert office.page("zhang", "notices").rows[0].why == "The lorry is late · snow · 2026-11-23"
    return 2


def quarrels(office: Office) -> int:
    """R12: a conflict past its working day goes up by itself, is settled and confirmed by all."""
    claim = OpenConflict(title="Who pays", parties=("SAL", "LOG"), about=STOCK, claim="Not us")
    opened = office.do("li", claim, "2026-11-10 17:00")
    assert (opened.number, opened.level) == (QUARREL, ConflictLevel.GENERAL)
    assert [(c.department, c.by, c.text) for c in opened.claims] == [("SAL", "li", "Not us")]
    assert office.clocks(QUARREL) == {("settle", ""): "2026-11-11 18:00"}
    text = f"Conflict {QUARREL} was opened: Who pays"
    assert office.told() == {("li", text), ("zheng", text)}

    office.do("root", Remind(), "2026-11-11 18:01")
    assert office.record(Conflict, QUARREL).level is ConflictLevel.MODERATE
    # Three working days: Thursday and Friday are free, Saturday the 7th has been worked.
    assert office.clocks(QUARREL) == {("settle", ""): "2026-11-18 18:00"}
    escalated = f"Conflict {QUARREL} was escalated: Who pays"
    assert {t for t in office.told() if t[1] == escalated} == {
        ("li", escalated), ("zheng", escalated), ("root", escalated),
    }  # fmt: skip

    outcome = "Logistics pays half"
    office.do("root", SettleConflict(number=QUARREL, outcome=outcome), "2026-11-16 10:00")
    assert office.clocks(QUARREL) == {}
    assert office.duties("li") == office.duties("zheng") == [("confirm", QUARREL)]
    office.do("li", ConfirmSettlement(number=QUARREL), "2026-11-16 11:00")
    assert office.record(Conflict, QUARREL).state is ConflictState.SETTLED
    assert office.duties("li") == []
    office.do("zheng", ConfirmSettlement(number=QUARREL), "2026-11-16 12:00")
    closed = office.record(Conflict, QUARREL)
    assert (closed.state, closed.confirmed) == (ConflictState.CLOSED, ("SAL", "LOG"))
    return 5


def is_accepted(office: Office) -> int:
    """R8: handed in, sent back once, accepted; the last one closes the request."""
    office.do("qian", DeliverTask(number=SHEETS, deliverable="sheets.pdf"), "2026-11-16 14:00")
    assert office.told() == {("wang", f"{SHEETS} is delivered, please accept it: Product sheets")}
    assert ("accept", SHEETS) in office.duties("wang")
    office.do("wang", SendBackTask(number=SHEETS, reason="No QR code"), "2026-11-16 15:00")
    assert office.told() == {("qian", f"{SHEETS} came back: Product sheets")}
    assert office.record(Task, SHEETS).reworks == 1
    assert office.duties("qian") == [("rework", SHEETS)]

    owners = {SHEETS: "qian", TRAINING: "zhou", STOCK: "feng", POSTERS: "ma"}
    for number, owner in owners.items():
        assert state(office) is RequestState.EXECUTING
        office.do(owner, DeliverTask(number=number, deliverable="v2"), "2026-11-17 10:00")
    assert state(office) is RequestState.ACCEPTING
    for number in owners:
        assert state(office) is RequestState.ACCEPTING
        office.do("wang", AcceptTask(number=number), "2026-11-17 16:00")
    closed = office.record(Request, NUMBER)
    assert (closed.state, closed.closed_at) == (RequestState.CLOSED, moment("2026-11-17 16:00"))
    assert [t.reworks for t in office.records(Task)] == [1, 0, 0, 0]
    assert office.clocks(NUMBER) == {("retrospective", "MKT"): "2026-11-24 18:00"}
    done = f"{NUMBER} is closed: {TITLE}"
    assert office.told() == {
        *((login, done) for login in ("wang", "zhao", "li", "zheng")),
        ("ma", f"{POSTERS} was accepted: Posters"),
    }
    office.do("root", ArchiveRequest(number=NUMBER), "2026-11-25 09:00")
    assert state(office) is RequestState.ARCHIVED
    return 11
