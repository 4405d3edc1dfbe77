"""People, posts by date, deputies, roles, teams: through the commands, on both engines (R1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.commands.absence import MarkAbsent, MarkBack
from core.commands.base import Command
from core.commands.department import AddDepartment, SetLiaison
from core.commands.desk import Remind, UndoLast
from core.commands.dispatch import AcknowledgeDispatch
from core.commands.dissolving import DissolveDepartment
from core.commands.people_import import ImportPeople, PersonForm, PersonRow
from core.commands.person import AddPerson, ConfirmRole, EditPerson, GrantRole, RevokeRole
from core.commands.plan import AnswerPlan
from core.commands.request import ArchiveRequest, CommentOnRequest
from core.commands.setting_up import SetUpDepartments, SetUpPosts
from core.commands.team import AddGroup, CloseTeam, EditGroup, EditTeam, FormTeam
from core.errors import BadInput, NoSuchRecord, NotPermitted, Refusal, RuleViolation
from core.model.organisation import Department, LiaisonTerm, OrganisationRole, Person, Role
from core.model.request import Request
from core.model.team import Team
from core.model.work import PlanAnswer, Task
from core.policy import Policy
from db import opening
from tests import deeds, desk
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office


def day(number: int) -> date:
    return date(2026, 11, number)


def refuses(
    office: Office, login: str, command: Command, says: str, kind: type[Refusal] = RuleViolation
) -> None:
    before = len(office.trail())
    with pytest.raises(kind, match=says):
        office.do(login, command)
    assert len(office.trail()) == before


def liaisons(office: Office, code: str) -> tuple[tuple[str, ...], str]:
    found = office.record(Department, code)
    return found.liaisons, found.primary


def owners(office: Office, number: str) -> dict[str, str]:
    return {task.department: task.owner for task in office.records(Task, request=number)}


def led_by_its_liaison(office: Office) -> str:
    """A request at work in which the liaison of logistics owns a task."""
    number = deeds.coordinating(office)
    plan = deeds.a_plan(number)
    tasks = tuple(replace(t, owner="zheng") if t.owner == "feng" else t for t in plan.tasks)
    office.do("wu", replace(plan, tasks=tasks))
    for head in ("chen", "sun"):
        office.do(head, AnswerPlan(number=number, answer=PlanAnswer.AGREE))
    return number


# Liaisons by date


def test_R1_2_a_change_today_hands_over_tasks_and_notices_and_tells_both(office: Office) -> None:
    number = led_by_its_liaison(office)
    task = office.records(Task, request=number, owner="zheng")[0].number
    before = len(office.inbox("zheng"))
    office.do("wu", SetLiaison(code="LOG", liaisons=("feng",), reason="zheng moves"))
    assert liaisons(office, "LOG") == (("feng",), "feng")
    assert owners(office, number)["LOG"] == "feng"
    assert f"You take over open tasks (1) of zheng: {task}" in office.inbox("feng")
    assert office.inbox("zheng")[0] == f"Your open tasks (1) are handed over to feng: {task}"
    assert len(office.inbox("zheng")) < before + 1  # the department's notices went along
    term = office.show("root", "department", "LOG")["terms"][-1]
    assert (term["start"], term["before"], term["liaisons"]) == ("2026-11-02", ["zheng"], ["feng"])
    assert term["tasks"] == [task]
    assert term["reason"] == "zheng moves"
    office.do("wu", UndoLast())
    assert liaisons(office, "LOG") == (("zheng",), "zheng")
    assert owners(office, number)["LOG"] == "zheng"
    assert len(office.show("root", "department", "LOG")["terms"]) == 1  # of settling in


def test_R1_2_a_planned_change_takes_effect_on_its_day_and_ends_after_its_last(
    office: Office,
) -> None:
    number = led_by_its_liaison(office)
    change = SetLiaison(
        code="LOG", liaisons=("feng", "wu"), primary="feng", start=day(4), until=day(5)
    )
    office.do("wu", change)
    assert liaisons(office, "LOG") == (("zheng",), "zheng")
    assert "Liaisons of LOG from 2026-11-04: feng, wu" in office.inbox("feng")
    assert "LOG" not in office.actor("feng").liaises
    office.at("2026-11-03 23:59")
    office.do("guest", Remind())
    assert liaisons(office, "LOG") == (("zheng",), "zheng")
    office.at("2026-11-04 00:00")
    assert "LOG" in office.actor("feng").liaises  # before anybody carried it out
    assert "LOG" not in office.actor("zheng").liaises
    shown = office.do("guest", Remind(dry_run=True))
    assert "Liaisons of LOG from today: feng, wu" in [str(due.text) for due in shown]
    assert liaisons(office, "LOG") == (("zheng",), "zheng")
    office.do("guest", Remind())
    assert liaisons(office, "LOG") == (("feng", "wu"), "feng")
    assert owners(office, number)["LOG"] == "feng"
    again = [str(due.text) for due in office.do("guest", Remind())]
    assert not [text for text in again if "Liaisons of LOG" in text]
    office.at("2026-11-06 08:00")
    assert "LOG" in office.actor("zheng").liaises
    office.do("guest", Remind())
    assert liaisons(office, "LOG") == (("zheng",), "zheng")
    assert owners(office, number)["LOG"] == "zheng"
    assert office.holds()


def test_R1_2_after_downtime_a_change_that_is_over_leaves_things_as_they_are(
    office: Office,
) -> None:
    office.do("wu", SetLiaison(code="LOG", liaisons=("feng",), start=day(4), until=day(5)))
    office.do("guest", Remind(), at="2026-11-09 09:00")
    assert liaisons(office, "LOG") == (("zheng",), "zheng")
    term = office.records(LiaisonTerm, department="LOG", void=False)[-1]
    assert term.ended_at is not None


@SQLITE_ALONE
def test_R1_2_a_change_whose_people_left_meanwhile_does_not_happen(office: Office) -> None:
    office.do("wu", SetLiaison(code="LOG", liaisons=("feng",), start=day(4)))
    office.do("root", EditPerson(login="feng", active=False))
    office.do("guest", Remind(), at="2026-11-04 09:00")
    assert liaisons(office, "LOG") == (("zheng",), "zheng")


@SQLITE_ALONE
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"liaisons": ()}, "one or two"),
        ({"liaisons": ("feng", "zheng", "wu")}, "one or two"),
        ({"liaisons": ("feng",), "primary": "zheng"}, "primary"),
        ({"liaisons": ("nobody",)}, "no person with the login nobody"),
        ({"liaisons": ("liu",)}, "no longer active"),
        ({"liaisons": ("feng",), "start": day(1)}, "2026-11-01 is past"),
        ({"liaisons": ("feng",), "start": day(5), "until": day(4)}, "before it begins"),
        ({"liaisons": ("feng",), "until": day(1)}, "before it begins"),
    ],
)
def test_R1_2_a_change_that_cannot_be_is_refused(
    office: Office, more: dict[str, Any], says: str
) -> None:
    office.do("root", EditPerson(login="liu", active=False))
    refuses(office, "wu", SetLiaison(code="LOG", **more), says)


# Absences and deputies


def test_R1_2_a_deputy_is_told_and_acts_and_the_trail_says_for_whom(office: Office) -> None:
    number = deeds.dispatched(office)  # zheng is told that logistics leads
    office.do("zheng", MarkAbsent(login="zheng", until=day(4), deputy="feng"))
    assert f"For zheng: {number} is yours to lead; acknowledge it or object: 618 campaign" in (
        office.inbox("feng")
    )
    assert ("acknowledge", number) in office.duties("feng")
    office.do("feng", AcknowledgeDispatch(number=number))
    entry = office.trail()[-1]
    assert (entry.actor, entry.behalf) == ("feng", "zheng")
    assert office.show("root", "request", number)["history"][-1]["behalf"] == "zheng"
    second = deeds.dispatched(office)
    assert any(text.startswith(f"For zheng: {second}") for text in office.inbox("feng"))
    assert any(second in text for text in office.inbox("zheng"))  # there again on the way back
    office.at("2026-11-05 09:00")
    assert not office.actor("feng").stands_in
    refuses(office, "feng", AcknowledgeDispatch(number=second), "no XMBG", NoSuchRecord)
    assert office.holds()


def test_R1_2_a_deputy_of_a_head_answers_for_the_department(office: Office) -> None:
    number = deeds.approving(office)
    office.do("root", MarkAbsent(login="chen", until=day(3), deputy="sun"))
    for code in ("SAL", "PRD"):
        office.do("sun", AnswerPlan(number=number, answer=PlanAnswer.AGREE, department=code))
    assert [entry.behalf for entry in office.trail()[-2:]] == ["", "chen"]
    assert office.record(Request, number).state == "executing"


def test_R1_2_what_a_deputy_may_anyway_is_done_in_nobodys_place(office: Office) -> None:
    number = deeds.dispatched(office)
    office.do("root", MarkAbsent(login="zheng", until=day(4), deputy="wu"))
    office.do("wu", AcknowledgeDispatch(number=number))
    assert office.trail()[-1].behalf == ""


def test_R1_2_an_absence_begins_on_its_day_and_ends_when_the_person_is_back(
    office: Office,
) -> None:
    number = deeds.dispatched(office)
    office.do("wu", MarkAbsent(login="zheng", start=day(3), until=day(9), deputy="feng"))
    assert not office.actor("feng").stands_in
    office.do("guest", Remind(), at="2026-11-03 09:00")
    assert [text for text in office.inbox("feng") if number in text]
    assert {post.person for post in office.actor("feng").stands_in} == {"zheng"}
    office.do("zheng", MarkBack(login="zheng"), at="2026-11-04 09:00")
    assert not office.actor("feng").stands_in
    assert office.inbox("feng")[0] == "zheng is back; you stand in no longer."
    refuses(office, "zheng", MarkBack(login="zheng"), "not away")
    office.do("zheng", MarkAbsent(login="zheng", until=day(5)))
    office.do("zheng", UndoLast())
    assert office.show("root", "person", "zheng")["absences"][-1]["back_on"] == "2026-11-04"


@SQLITE_ALONE
@pytest.mark.parametrize(
    ("login", "command", "says"),
    [
        ("wang", MarkAbsent(login="wang", start=day(1), until=day(3)), "2026-11-01 is past"),
        ("wang", MarkAbsent(login="wang", start=day(5), until=day(4)), "before it begins"),
        ("wang", MarkAbsent(login="wang", until=day(4), deputy="wang"), "for themselves"),
        ("wang", MarkAbsent(login="wang", until=day(4), deputy="nobody"), "no person"),
        ("wang", MarkAbsent(login="wang", until=day(4), deputy="li"), "your own department|own"),
        ("wang", MarkAbsent(login="wang", until=day(4), deputy="liu"), "away too"),
        ("liu", MarkAbsent(login="liu", start=day(9), until=day(12)), "away already"),
        ("root", MarkAbsent(login="ma", start=day(8), until=day(8)), "stands in for liu"),
    ],
)
def test_R1_2_an_absence_that_cannot_be_is_refused(
    office: Office, login: str, command: Command, says: str
) -> None:
    office.do("liu", MarkAbsent(login="liu", start=day(2), until=day(10), deputy="ma"))
    refuses(office, login, command, says)


@SQLITE_ALONE
def test_R1_2_who_may_say_that_somebody_is_away(office: Office) -> None:
    away = MarkAbsent(login="wang", until=day(4), deputy="li")
    refuses(office, "li", away, "may not", NotPermitted)
    refuses(office, "sun", away, "may not", NotPermitted)
    office.do("zhang", away)  # their head may name somebody of another department


# Load


def test_R1_3_the_load_of_each_department_side_by_side(office: Office) -> None:
    number = deeds.executing(office)  # tasks from 3 to 20 November
    office.do("root", MarkAbsent(login="zhu", until=day(3), deputy="qin"))
    rows = {row.key: row for row in office.page("root", "departments").rows}
    assert (rows["SAL"].open_tasks, rows["SAL"].next_free_day) == (1, day(2))
    assert (rows["PMO"].available, rows["PMO"].deputy) == (False, "qin")
    assert rows["PMO"].next_free_day == day(4)
    assert rows["MKT"].available
    office.at("2026-11-03 09:00")
    rows = {row.key: row for row in office.page("root", "departments").rows}
    assert rows["SAL"].next_free_day == day(23)
    shown = office.show("root", "department", "SAL")
    assert (shown["next_free_day"], shown["open_tasks"]) == ("2026-11-23", 1)
    assert number


# Roles


@contextmanager
def two_by_two(founded: Path, tmp_path: Path) -> Iterator[Office]:
    """A desk that wants two coordinators for a role, and has them: root and guest."""
    import shutil

    place = tmp_path / "two.db"
    shutil.copy(founded, place)
    policy = Policy(second_coordinator=True)
    with desk.empty_office(f"sqlite:///{place}", policy) as office:
        yield office


def test_R1_1_with_one_coordinator_a_role_is_given_at_once(
    founded_file: Path, tmp_path: Path
) -> None:
    with two_by_two(founded_file, tmp_path) as office:
        office.do("root", GrantRole(login="guest", role=Role.COORDINATOR))
        assert office.record(Person, "guest").roles == (OrganisationRole.COORDINATOR,)


def test_R1_1_a_second_coordinator_confirms_what_the_first_proposed(
    founded_file: Path, tmp_path: Path
) -> None:
    with two_by_two(founded_file, tmp_path) as office:
        office.do("root", GrantRole(login="guest", role=Role.COORDINATOR))
        office.do("root", GrantRole(login="ma", role=Role.COORDINATOR))
        assert office.record(Person, "ma").roles == ()
        assert "Confirm: ma is to have the role coordinator" in office.inbox("guest")
        assert office.show("root", "person", "ma")["proposals"][0]["by"] == "root"
        grant = GrantRole(login="ma", role=Role.COORDINATOR)
        refuses(office, "root", grant, "waits for a second")
        refuses(office, "root", ConfirmRole(login="ma"), "yourself")
        refuses(office, "ma", ConfirmRole(login="ma"), "may not", NotPermitted)
        office.do("guest", ConfirmRole(login="ma"))
        assert office.record(Person, "ma").roles == (OrganisationRole.COORDINATOR,)
        refuses(office, "guest", ConfirmRole(login="ma"), "No role of ma")
        office.do("guest", RevokeRole(login="ma", role=Role.COORDINATOR))
        assert office.record(Person, "ma").roles
        office.do("root", ConfirmRole(login="ma"))
        assert office.record(Person, "ma").roles == ()
        # No way around it: neither by adding, nor by making somebody inactive.
        office.do("root", AddPerson(login="new", name="New", roles=("coordinator",)))
        assert office.record(Person, "new").roles == ()
        refuses(office, "root", EditPerson(login="boss", active=False), "has a role")


def test_R1_1_the_tiers_of_a_department_are_granted_and_revoked(office: Office) -> None:
    office.do("root", GrantRole(login="zhou", role=Role.LIAISON))
    assert liaisons(office, "SAL") == (("li", "zhou"), "li")
    refuses(
        office, "root", GrantRole(login="ma", role=Role.LIAISON, department="SAL"), "one or two"
    )
    office.do("root", RevokeRole(login="li", role=Role.LIAISON))
    assert liaisons(office, "SAL") == (("zhou",), "zhou")
    refuses(office, "root", RevokeRole(login="zhou", role=Role.LIAISON), "no liaison")
    office.do("root", GrantRole(login="zhou", role=Role.HEAD))
    assert office.record(Department, "SAL").head == "zhou"
    office.do("root", RevokeRole(login="zhou", role=Role.HEAD))
    assert office.record(Department, "SAL").head == ""
    refuses(office, "root", GrantRole(login="guest", role=Role.EXECUTOR), "which department")
    office.do("root", GrantRole(login="guest", role=Role.EXECUTOR, department="SAL"))
    assert office.record(Person, "guest").department == "SAL"
    refuses(office, "root", RevokeRole(login="ma", role=Role.HEAD), "does not have")


def test_R1_1_who_leaves_hands_over_what_is_open(office: Office) -> None:
    number = deeds.executing(office)
    office.do("root", EditPerson(login="feng", active=False))
    assert owners(office, number)["LOG"] == "zheng"  # to the liaison, where nobody is named
    refuses(office, "root", EditPerson(login="wu", active=False), "heads LOG")
    refuses(office, "root", EditPerson(login="wu", active=False, successor="feng"), "still there")
    office.do("root", EditPerson(login="wu", active=False, successor="qin"))
    assert office.record(Department, "LOG").head == "qin"
    office.do("root", EditPerson(login="zheng", active=False, successor="qin"))
    assert owners(office, number)["LOG"] == "qin"
    assert liaisons(office, "LOG") == (("qin",), "qin")
    office.do("root", UndoLast())
    assert owners(office, number)["LOG"] == "zheng"


@SQLITE_ALONE
def test_R1_1_open_tasks_that_nobody_could_have_are_pointed_out(office: Office) -> None:
    number = deeds.executing(office)
    task = deeds.tasks(office, number)["zhou"]
    office.do("root", EditPerson(login="zhou", department=""))
    refuses(office, "root", EditPerson(login="zhou", active=False), rf"open tasks \(1\): {task}")


# Dissolved departments


def test_R1_1_a_department_that_leads_is_dissolved_only_if_another_takes_over(
    office: Office,
) -> None:
    number = deeds.dispatched(office)
    refuses(office, "root", DissolveDepartment(code="LOG"), f"open work .*{number}")
    refuses(office, "root", DissolveDepartment(code="LOG", to="LOG"), "itself")
    refuses(office, "root", DissolveDepartment(code="LOG", to="XYZ"), "no department XYZ")
    refuses(office, "wu", DissolveDepartment(code="LOG", to="FIN"), "may not", NotPermitted)
    office.do("root", DissolveDepartment(code="LOG", to="FIN"))
    assert office.record(Request, number).lead_department == "FIN"
    assert ("acknowledge", "FIN") in office.clocks(number)
    office.do("jiang", AcknowledgeDispatch(number=number))
    assert "LOG" not in office.keys("root", "departments", active="yes")
    refuses(office, "root", DissolveDepartment(code="LOG"), "LOG is dissolved")
    refuses(
        office, "wang", desk.a_request(involved_departments=("LOG",)), "dissolved|not sub", Refusal
    )
    office.do("root", AddDepartment(code="LOG", name="Logistics anew"))
    assert office.record(Department, "LOG").active


# Teams and groups


def a_team(number: str, **more: Any) -> FormTeam:
    given: dict[str, Any] = {
        "number": number, "leader": "feng", "members": ("qian", "zhou", "ma"),
        "goal": "Sell more", "division": "Each their part", "until": day(30),
    }  # fmt: skip
    return FormTeam(**(given | more))


def test_R1_4_members_of_a_team_see_the_request_until_and_after_its_filing(
    office: Office,
) -> None:
    number = deeds.coordinating(office)
    refuses(office, "ma", CommentOnRequest(number=number, text="x"), "no XMBG", NoSuchRecord)
    team: Team = office.do("wu", a_team(number))
    assert team.number == "TEAM-202611001"
    assert number in office.keys("ma", "requests")
    office.do("ma", CommentOnRequest(number=number, text="Here"))
    assert office.keys("ma", "teams") == office.keys("root", "teams") == [team.number]
    assert office.keys("shen", "teams") == []
    with pytest.raises(NoSuchRecord):
        office.show("shen", "team", team.number)
    assert office.show("root", "request", number)["teams"][0]["leader"] == "feng"
    assert f"You are in the team of {number}, led by feng: 618 campaign" in office.inbox("ma")
    office.do("wu", EditTeam(number=team.number, members=("qian", "zhou")))
    assert number not in office.keys("ma", "requests")
    refuses(office, "wu", a_team(number), "has a team already")
    refuses(office, "li", CloseTeam(number=team.number), "may not", NotPermitted)
    office.do("wu", CloseTeam(number=team.number))
    refuses(office, "wu", EditTeam(number=team.number, goal="x"), "closed")
    office.do("wu", UndoLast())
    assert office.record(Team, team.number).state == "active"


def test_R1_4_a_team_ends_with_the_filing_of_its_request(office: Office) -> None:
    number = deeds.executing(office)
    team: Team = office.do("root", a_team(number))
    for owner, task in deeds.tasks(office, number).items():
        from core.commands.task import AcceptTask, DeliverTask

        office.do(owner, DeliverTask(number=task, deliverable="d"))
        office.do("wang", AcceptTask(number=task))
    office.do("root", ArchiveRequest(number=number))
    assert office.record(Team, team.number).state == "closed"
    assert number in office.keys("ma", "requests")


@SQLITE_ALONE
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"leader": "qian"}, "leader"),
        ({"leader": "nobody"}, "leader"),
        ({"members": ("qian", "zhou", "shen")}, "members"),  # finance has no part in it
        ({"members": ("qian", "zhou", "guest")}, "members"),
        ({"members": ("qian",)}, "members"),  # nobody of sales
        ({"members": ("qian", "zhou", "sun", "li")}, "members"),  # three of sales
        ({"until": day(1)}, "until"),
    ],
)
def test_R1_4_a_team_that_cannot_be_is_refused(
    office: Office, more: dict[str, Any], field: str
) -> None:
    number = deeds.coordinating(office)
    with pytest.raises(RuleViolation) as refused:
        office.do("wu", a_team(number, **more))
    assert refused.value.field == field
    refuses(office, "root", a_team(deeds.submitted(office)), "is submitted")


@SQLITE_ALONE
def test_R1_4_a_standing_group_has_a_topic_and_a_monthly_meeting(office: Office) -> None:
    group = office.do(
        "root",
        AddGroup(name="Quality", topic="Complaints", leader="zhu", members=("li", "zhu", "li")),
    )
    assert (group.number, group.members) == ("GRP-202611001", ("li",))
    office.do("root", EditGroup(number=group.number, monthly="second Tuesday"))
    assert office.page("guest", "groups").rows[0].monthly == "second Tuesday"
    refuses(office, "root", EditGroup(number=group.number, leader="nobody"), "no person")
    refuses(office, "zhu", EditGroup(number=group.number, topic="x"), "may not", NotPermitted)


# First start and import


def test_an_empty_desk_is_set_up_by_two_texts(database_url: str) -> None:
    with desk.empty_office(database_url) as office:
        office.desk.found("root", "Root", office.now)
        office.do(
            "root", SetUpDepartments(departments="MKT 市场部 Marketing; SAL 销售部\nPMO* PMO")
        )
        office.do(
            "root", SetUpPosts(posts="MKT: zhang 张伟; wang 王芳; liu\nSAL：li 李娜；li\nPMO:")
        )
        found = {d.code: d for d in office.records(Department)}
        assert (found["MKT"].name, found["MKT"].name_en) == ("市场部", "Marketing")
        assert (found["MKT"].head, found["MKT"].liaisons) == ("zhang", ("wang", "liu"))
        assert (found["SAL"].head, found["SAL"].primary) == ("li", "li")
        assert (found["PMO"].neutral, found["PMO"].head) == (True, "")
        assert office.record(Person, "zhang").name == "张伟"
        assert office.record(Person, "liu").department == "MKT"
        before = len(office.trail())
        office.do("root", SetUpDepartments(departments="MKT 市场部\nSAL 销售部"))  # once more
        assert len(office.trail()) == before
        office.do("root", UndoLast())
        assert not office.record(Department, "MKT").head
        assert not office.record(Person, "zhang").active


@SQLITE_ALONE
def test_lines_that_cannot_be_taken_are_all_named_and_nothing_is_half(office: Office) -> None:
    bad = SetUpDepartments(departments="NEW 新部门\n?! x\nONLY\n" + "x" * 30 + " y")
    with pytest.raises(BadInput) as refused:
        office.do("root", bad)
    said = str(refused.value.problems[0].message)  # type: ignore[attr-defined]
    assert [f"Line {n}" in said for n in (1, 2, 3, 4)] == [False, True, True, True]
    assert not office.records(Department, code="NEW")
    posts = SetUpPosts(posts="XYZ: a\nMKT zhang\nMKT: a'b 张\nMKT: ; a; b; c")
    with pytest.raises(BadInput):
        office.do("root", posts)
    assert not office.records(Person, login="a")


def row(number: int, **more: Any) -> PersonRow:
    return PersonRow(row=number, form=PersonForm(**({"name": "N"} | more)))


def test_people_of_a_file_come_in_and_go_out_in_one_step(office: Office) -> None:
    rows = (
        row(2, login="a", department="FIN", liaison=True),
        row(3, login="b", department="FIN", liaison=True),  # a third liaison
        row(4, login="c", department="SAL", primary=True),
        row(5, login="d", department="SAL", primary=True),  # a third one, and a second primary
        row(6, login="\u202eevil", department="SAL"),
        row(7, login="wang"),
        row(8, login="e", head=True),
        row(9, login="f", department="PRD", head=True),
        row(10, login="g", roles=("king",)),
    )
    found = office.do("root", ImportPeople(file="people.csv", rows=rows))
    assert sorted(found.done) == [2, 4, 9]
    assert sorted(found.refused) == [3, 5, 6, 7, 8, 10]
    assert liaisons(office, "FIN") == (("shen", "a"), "shen")
    assert liaisons(office, "SAL") == (("li", "c"), "c")
    assert office.record(Department, "PRD").head == "f"
    office.do("root", UndoLast())
    assert liaisons(office, "SAL") == (("li",), "li")
    assert office.record(Department, "PRD").head == "chen"
    assert not office.record(Person, "a").active
    again = office.do("root", ImportPeople(file="people.csv", rows=rows[:1]))
    assert sorted(again.done) == [2]
    assert office.record(Person, "a").active
    with pytest.raises(NotPermitted):
        office.do("wang", ImportPeople(file="people.csv", rows=rows))


@SQLITE_ALONE
def test_the_opening_window_knows_the_deputies_of_the_day(office: Office) -> None:
    office.do("root", MarkAbsent(login="chen", until=day(3), deputy="sun"))
    office.do("root", SetLiaison(code="LOG", liaisons=("sun",), start=day(3)))
    for at in ("2026-11-02 10:00", "2026-11-03 10:00", "2026-11-04 10:00"):
        office.at(at)
        now = office.now
        times = (office.desk.house.worktime.day(now), now, now)
        from core.views import Query

        found = opening.read(office.place, "sun", Query("duties"), lambda times=times: times)  # type: ignore[misc]
        assert found is not None
        assert found.actor == office.actor("sun")
        assert bool(found.actor.stands_in) == (at < "2026-11-04")
