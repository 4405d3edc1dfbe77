"""What the clock alone asks for is said once to each person, and conflicts go up (R7.2, R16.1)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from multiprocessing.pool import Pool
from typing import Any

from core.commands.conflict import EscalateConflict, OpenConflict, SettleConflict
from core.commands.department import EditDepartment
from core.commands.desk import Remind
from core.commands.dispatch import AcknowledgeDispatch, ReturnRequest
from core.commands.person import EditPerson
from core.commands.plan import AnswerPlan
from core.commands.request import WithdrawRequest
from core.commands.task import AcceptTask, DeliverTask, SendBackTask, UpdateTask
from core.model.conflict import Conflict, ConflictLevel
from core.model.desk import Deadline, Notice
from core.model.work import PlanAnswer, Task, TaskState
from core.policy import Policy, Span, Unit
from tests import deeds, desk
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office, local, sentence

SWEEPERS = 3


def remind(office: Office, at: str = "") -> set[tuple[str, str]]:
    """What a run says, to whom; nothing where there was nothing to say."""
    seen = office.desk.seen()
    due = office.do("guest", Remind(), at)
    assert bool(due) == (office.desk.seen() > seen)
    return office.told() if due else set()


def silent(office: Office) -> bool:
    return remind(office) == set()


def each_once(office: Office) -> bool:
    """No cause was said to the same person twice."""
    said = Counter((notice.cause, notice.person) for notice in office.records(Notice))
    return set(said.values()) <= {1}


def a_task(office: Office) -> str:
    """The task of sales, from the 3rd to Friday the 20th."""
    return deeds.tasks(office, deeds.executing(office))["zhou"]


def about(told: set[tuple[str, str]], task: str, words: str) -> set[str]:
    return {person for person, text in told if task in text and words in text}


def test_R7_2_the_owner_is_reminded_three_days_before_the_finish(office: Office) -> None:
    task = a_task(office)
    near = "is to be finished by 2026-11-20"
    assert about(remind(office, "2026-11-16 23:59"), task, near) == set()
    assert about(remind(office, "2026-11-17 00:00"), task, near) == {"zhou"}
    for at in ("2026-11-17 08:00", "2026-11-18 08:00"):
        assert about(remind(office, at), task, near) == set()


@SQLITE_ALONE
def test_R7_2_the_leads_head_and_the_coordinator_are_reminded_one_day_before(
    office: Office,
) -> None:
    task = a_task(office)
    near = "is to be finished by 2026-11-20"
    remind(office, "2026-11-18 23:59")
    assert about(remind(office, "2026-11-19 00:00"), task, near) == {"wu", "root"}
    assert about(remind(office, "2026-11-20 00:00"), task, near) == set()
    assert about(remind(office, "2026-11-25 00:00"), task, near) == set()
    assert each_once(office)


def test_R7_2_a_task_without_a_word_for_a_day_is_asked_for(office: Office) -> None:
    task = a_task(office)
    quiet = "has had no update for over 24 h"
    assert about(remind(office, "2026-11-03 23:59"), task, quiet) == set()
    assert about(remind(office, "2026-11-04 09:00"), task, quiet) == {"zhou", "sun"}
    assert about(remind(office, "2026-11-04 18:00"), task, quiet) == set()
    going = UpdateTask(number=task, state=TaskState.IN_PROGRESS)
    office.do("zhou", going, "2026-11-05 16:00")
    assert about(remind(office, "2026-11-06 16:00"), task, quiet) == set()
    assert about(remind(office, "2026-11-06 16:01"), task, quiet) == {"zhou", "sun"}
    # The Saturday is worked, the Sunday is not; Thursday and Friday after it are free.
    assert about(remind(office, "2026-11-07 09:00"), task, quiet) == {"zhou", "sun"}
    assert about(remind(office, "2026-11-08 09:00"), task, quiet) == set()
    assert about(remind(office, "2026-11-12 09:00"), task, quiet) == set()
    assert about(remind(office, "2026-11-16 09:00"), task, quiet) == {"zhou", "sun"}


@SQLITE_ALONE
def test_R7_2_what_is_handed_in_or_accepted_is_asked_for_no_more(office: Office) -> None:
    task = a_task(office)
    office.do("zhou", DeliverTask(number=task, deliverable="part.pdf"), "2026-11-04 10:00")
    for at in ("2026-11-06 10:00", "2026-11-19 10:00"):
        assert about(remind(office, at), task, task) == set()
    office.do("wang", SendBackTask(number=task, reason="r"), "2026-11-19 11:00")
    assert about(remind(office), task, "is to be finished") == {"zhou", "wu", "root"}
    office.do("zhou", DeliverTask(number=task, deliverable="v2"))
    office.do("wang", AcceptTask(number=task))
    assert about(remind(office, "2026-11-25 10:00"), task, task) == set()


@SQLITE_ALONE
def test_R4_1_an_overdue_first_response_is_said_to_the_coordinators_once(office: Office) -> None:
    number = deeds.submitted(office)
    urgent = deeds.submitted(office, urgent=True)
    late = "the first response is overdue"
    assert silent(office)
    assert remind(office, "2026-11-02 09:30") == {("root", f"{urgent}: {late}")}
    assert silent(office)
    assert remind(office, "2026-11-02 11:00") == {
        ("root", f"{number}: {late}"),
        ("root", f"{urgent}: the first plan is overdue"),
    }
    assert silent(office)
    # Back and in again is a new clock, and so a new cause.
    office.do("root", ReturnRequest(number=number, reason="r"))
    office.do("wang", WithdrawRequest(number=number))
    assert remind(office, "2026-11-09 09:00") == set()


ACKNOWLEDGE_LATE = "the acknowledgement is overdue"


def test_R3_4_a_late_acknowledgement_goes_to_the_head_and_then_to_the_coordinator(
    office: Office,
) -> None:
    number = deeds.dispatched(office)
    assert remind(office, "2026-11-03 08:59") == set()
    text = f"{number}: {ACKNOWLEDGE_LATE}"
    assert remind(office, "2026-11-03 09:00") == {("wu", text)}
    assert remind(office, "2026-11-03 12:59") == set()
    assert remind(office, "2026-11-03 13:00") == {("root", text)}
    assert silent(office)
    assert remind(office, "2026-11-05 09:00") == set()
    office.do("zheng", AcknowledgeDispatch(number=number))
    assert remind(office, "2026-11-10 09:00") == set()
    assert each_once(office)


@SQLITE_ALONE
def test_R3_4_what_the_head_sees_to_in_time_never_reaches_the_coordinator(office: Office) -> None:
    number = deeds.dispatched(office)
    assert {who for who, _ in remind(office, "2026-11-03 09:00")} == {"wu"}
    office.do("wu", AcknowledgeDispatch(number=number), "2026-11-03 12:00")
    assert remind(office, "2026-11-10 09:00") == set()


def test_R16_1_after_downtime_the_head_still_hears_before_the_coordinator(office: Office) -> None:
    """A fortnight without a run: one notice to the head, and the coordinator's hours begin then."""
    number = deeds.dispatched(office)
    text = f"{number}: {ACKNOWLEDGE_LATE}"
    assert remind(office, "2026-11-16 10:00") == {("wu", text)}
    assert silent(office)
    assert remind(office, "2026-11-16 13:59") == set()
    # And once more nothing runs for a week.
    assert remind(office, "2026-11-23 09:00") == {("root", text)}
    assert silent(office)
    assert each_once(office)


@SQLITE_ALONE
def test_R3_4_where_there_is_no_head_the_coordinator_hears_at_once(office: Office) -> None:
    number = deeds.dispatched(office)
    office.do("root", EditDepartment(code="LOG", head=""))
    assert remind(office, "2026-11-03 09:00") == {("root", f"{number}: {ACKNOWLEDGE_LATE}")}
    office.do("root", EditDepartment(code="LOG", head="feng"))
    # A head who comes later hears of it too, and the coordinator does not hear twice.
    assert remind(office) == {("feng", f"{number}: {ACKNOWLEDGE_LATE}")}
    assert remind(office, "2026-11-05 09:00") == set()


def test_R3_4_how_long_the_head_has_is_a_setting(database_url: str) -> None:
    hours = Policy(overrides={"acknowledge_head": Span(30, Unit.MINUTES)})
    with desk.office(database_url, hours) as office:
        deeds.dispatched(office)
        told = [remind(office, f"2026-11-03 09:{minute}") for minute in ("00", "29", "30")]
        assert [{who for who, _ in said} for said in told] == [{"wu"}, set(), {"root"}]


@SQLITE_ALONE
def test_R6_2_only_the_department_that_has_not_answered_is_reminded(office: Office) -> None:
    number = deeds.approving(office)
    office.do("chen", AnswerPlan(number=number, answer=PlanAnswer.AGREE))
    text = f"{number}: the answer to the plan is overdue"
    assert remind(office, "2026-11-04 09:00") == {("sun", text), ("root", text)}


def a_conflict(office: Office, **more: Any) -> str:
    opened: Conflict = office.do(
        "li", OpenConflict(title="Who pays", parties=("SAL", "LOG"), **more)
    )
    return opened.number


def test_R12_2_an_overdue_conflict_goes_up_level_by_level_with_a_fresh_clock(
    office: Office,
) -> None:
    number = a_conflict(office)
    up = f"Conflict {number} was escalated: Who pays"
    assert office.clocks(number) == {("settle", ""): "2026-11-03 18:00"}
    assert remind(office, "2026-11-03 17:59") == set()
    assert remind(office, "2026-11-03 18:00") == {("li", up), ("zheng", up), ("root", up)}
    assert office.record(Conflict, number).level is ConflictLevel.MODERATE
    assert office.clocks(number) == {("settle", ""): "2026-11-06 18:00"}
    assert silent(office)
    assert remind(office, "2026-11-06 18:00") == {("li", up), ("zheng", up), ("boss", up)}
    assert office.record(Conflict, number).level is ConflictLevel.MAJOR
    # Five working days: the Saturday counts, the Thursday and Friday do not.
    assert office.clocks(number) == {("settle", ""): "2026-11-16 18:00"}
    red = f"Conflict {number} is past its time: Who pays"
    assert remind(office, "2026-11-16 18:00") == {("boss", red)}
    assert office.record(Conflict, number).level is ConflictLevel.MAJOR
    assert office.clocks(number) == {("settle", ""): "2026-11-16 18:00"}
    assert remind(office, "2026-11-30 18:00") == set()
    history = [entry["command"] for entry in office.show("li", "conflict", number)["history"]]
    assert history[0] == "OpenConflict"
    ended = office.records(Deadline, about=number, void=True)
    assert [local(clock.due_at) for clock in ended] == ["2026-11-03 18:00", "2026-11-06 18:00"]


def test_R12_2_sudden_conflicts_have_48_hours_at_every_level(office: Office) -> None:
    number = a_conflict(office, sudden=True, level=ConflictLevel.MODERATE)
    assert office.clocks(number) == {("settle", ""): "2026-11-04 09:00"}
    remind(office, "2026-11-04 10:00")
    assert office.record(Conflict, number).level is ConflictLevel.MAJOR
    assert office.clocks(number) == {("settle", ""): "2026-11-06 10:00"}


@SQLITE_ALONE
def test_R12_2_what_was_settled_or_raised_in_time_stays(office: Office) -> None:
    settled, raised = a_conflict(office), a_conflict(office)
    office.do("li", SettleConflict(number=settled, outcome="Half each"))
    office.do("li", EscalateConflict(number=raised, reason="r"))
    assert remind(office, "2026-11-03 18:00") == set()
    assert office.record(Conflict, settled).level is ConflictLevel.GENERAL
    assert office.record(Conflict, raised).level is ConflictLevel.MODERATE


def test_R16_1_after_downtime_what_is_still_true_is_said_once(office: Office) -> None:
    """A month without a run: one sentence a cause, one level up, and no flood."""
    number = deeds.executing(office)
    late = deeds.submitted(office)
    quarrel = a_conflict(office)
    office.now += timedelta(days=30)
    assert office.do("guest", Remind())
    told = office.records(Notice, entry=office.desk.seen())
    task = deeds.tasks(office, number)["zhou"]
    assert Counter((n.person, n.cause.split(":")[0]) for n in told if n.about == task) == {
        ("zhou", "near"): 1, ("wu", "near"): 1, ("root", "near"): 1, ("zhou", "silent"): 1,
        ("sun", "silent"): 1,
    }  # fmt: skip
    assert [sentence(n) for n in told if n.about == late] == [
        f"{late}: the first response is overdue"
    ]
    assert office.record(Conflict, quarrel).level is ConflictLevel.MODERATE
    assert silent(office)
    assert each_once(office)


@SQLITE_ALONE
def test_R16_1_a_run_says_it_to_those_who_came_since(office: Office) -> None:
    number = deeds.submitted(office)
    assert {who for who, _ in remind(office, "2026-11-02 12:00")} == {"root"}
    from core.commands.person import GrantRole
    from core.model.organisation import OrganisationRole

    office.do("root", GrantRole(login="guest", role=OrganisationRole.COORDINATOR))
    assert remind(office) == {("guest", f"{number}: the first response is overdue")}
    office.do("root", EditPerson(login="guest", contact="1"))
    assert each_once(office)


@SQLITE_ALONE
def test_R16_3_a_dry_run_shows_and_does_nothing(office: Office) -> None:
    number, quarrel = deeds.submitted(office), a_conflict(office)
    office.at("2026-11-03 18:00")
    before = len(office.trail())
    shown = office.do("guest", Remind(dry_run=True))
    assert {due.about for due in shown} == {number, quarrel}
    assert len(office.trail()) == before
    assert office.record(Conflict, quarrel).level is ConflictLevel.GENERAL
    assert [due.about for due in office.do("guest", Remind())] == [due.about for due in shown]


def sweep(url: str) -> int:
    """Run reminders over and over through a working week, as cron would on one machine."""
    with desk.empty_office(url) as office:
        runs = 0
        for hours in range(0, 24 * 9, 12):
            office.now = desk.moment(desk.MONDAY) + timedelta(hours=hours)
            runs += len(office.do("guest", Remind()))
        return runs


def test_R16_1_several_machines_say_each_thing_once(office: Office, workers: Pool) -> None:
    number = deeds.executing(office)
    deeds.submitted(office)
    quarrel = a_conflict(office)
    url = office.place if "://" in office.place else f"sqlite:///{office.place}"
    assert sum(workers.map(sweep, [url] * SWEEPERS, chunksize=1)) > 0
    assert each_once(office)
    # At the clock that all of them went through, nothing is left to say.
    office.now = desk.moment(desk.MONDAY) + timedelta(hours=24 * 9 - 12)
    assert office.do("guest", Remind()) == []
    notices = office.records(Notice)
    assert {n.person for n in notices if n.cause.startswith("overdue")} == {"root"}
    tasks = {task.number: task for task in office.records(Task, request=number)}
    asked = Counter(n.about for n in notices if n.cause.startswith("silent") and n.person != "root")
    assert asked.keys() == tasks.keys()
    # Up at most once for each clock that ran out, however many looked at it.
    levels = [
        entry.after[key]["level"]
        for entry in office.trail()
        for key in entry.after
        if key.startswith("conflict:") and "level" in entry.after[key]
    ]
    assert levels == ["general", "moderate", "major"]
    assert office.record(Conflict, quarrel).level is ConflictLevel.MAJOR
    assert office.holds()
