"""The demo: what it must hold, and that it can be made on any day, at any hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core import demo
from core.codec import to_plain
from core.commands.base import Command
from core.commands.desk import FoundDesk, Remind
from core.model.conflict import Conflict, ConflictLevel, ConflictState
from core.model.desk import Deadline, DeadlineKind, Notice
from core.model.meeting import Meeting, MeetingKind, MeetingState
from core.model.organisation import Department, OrganisationRole, Person
from core.model.request import Comment, Feedback, Priority, Request, RequestState, RequestType
from core.model.work import Plan, ProgressUpdate, Task, TaskState
from core.policy import Policy
from core.worktime import WorkTime, clock_state
from db.desk import SqlDesk
from db.unit_of_work import House
from db.workdays import CountryWorkdays
from tests.desk import ZONE, Office, local, moment, place_of

WORKTIME = WorkTime(zone=ZONE, workdays=CountryWorkdays("CN"))
WEDNESDAY = "2026-11-18 14:00"
TOLD = (
    Comment, Conflict, Department, Feedback, Meeting, Person, Plan, ProgressUpdate, Request, Task,
)  # fmt: skip
AHEAD = {"due_at", "start", "until"}  # moments that may lie before us

Steps = list[tuple[datetime, str, Command]]


@dataclass
class Demo(Office):
    """An office after the demo was played; ``steps`` is what was done, in order."""

    steps: Steps = field(default_factory=list)

    def request(self, title: str) -> Request:
        return next(r for r in self.records(Request) if title in r.title)


@contextmanager
def played(url: str, now: str, language: str, coordinator: str = "root") -> Iterator[Demo]:
    place, steps = place_of(url), Steps()
    desk = SqlDesk.open(place, House(WORKTIME, Policy(), str))

    def do(login: str, at: datetime, command: Command) -> Any:
        steps.append((at, login, command))
        if isinstance(command, FoundDesk):
            return desk.found(command.login, command.name, at)
        with desk.begin(login, at) as uow:
            return command(uow)

    try:
        at = moment(now)
        demo.play(do, now=at, worktime=WORKTIME, language=language, coordinator=coordinator)
        yield Demo(desk, place, at, steps)
    finally:
        desk.close()


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with played(f"sqlite:///{tmp_path_factory.mktemp('zh')}/demo.db", WEDNESDAY, "zh") as made:
        yield made


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with played(f"sqlite:///{tmp_path_factory.mktemp('en')}/demo.db", WEDNESDAY, "en") as made:
        yield made


def later_than_now(made: Demo) -> list[str]:
    """Every moment of the past that would lie ahead."""
    return [
        f"{kind.__name__}.{one.name} {local(at)}"
        for kind in (*TOLD, Deadline, Notice)
        for record in made.records(kind)
        for one in fields(kind)
        if isinstance(at := getattr(record, one.name), datetime)
        and at > made.now
        and one.name not in AHEAD
    ]


def texts(made: Demo, *kinds: type[Any]) -> set[str]:
    """Every word that is kept in records of these kinds, but for the department's English name."""

    def words(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for item in value:
                yield from words(item)
        elif isinstance(value, dict):
            for name, item in value.items():
                if name != "name_en":
                    yield from words(item)

    return {
        word for kind in kinds for record in made.records(kind) for word in words(to_plain(record))
    }


def check_whole(made: Demo) -> None:
    """What must be true of the demo whenever and wherever it is made."""
    assert {r.state for r in made.records(Request)} == set(RequestState)
    assert len(made.records(Department)) == 6
    assert len(made.records(Person)) >= 15
    assert made.holds()
    moments = [at for at, _, _ in made.steps]
    assert moments == sorted(moments)
    assert max(moments) <= made.now
    assert max(entry.at for entry in made.trail()) <= made.now
    assert later_than_now(made) == []


@pytest.mark.parametrize(
    "now",
    [
        pytest.param("2026-10-04 16:20", id="national-day-week"),
        pytest.param("2026-01-01 23:55", id="new-year-before-midnight"),
        pytest.param("2032-02-29 00:05", id="leap-day-a-sunday-after-midnight"),
    ],
)
def test_the_demo_can_be_made_at_any_time(now: str, tmp_path: Path) -> None:
    with played(f"sqlite:///{tmp_path}/demo.db", now, "zh") as made:
        check_whole(made)


def test_the_demo_is_the_same_every_time_and_on_postgresql(
    chinese: Demo, postgres_url: str
) -> None:
    with played(postgres_url, WEDNESDAY, "zh") as made:
        check_whole(made)
        assert made.steps == chinese.steps


def test_the_demo_is_whole_in_both_languages(chinese: Demo, english: Demo) -> None:
    for made in (chinese, english):
        check_whole(made)
    assert [(at, who, type(c)) for at, who, c in chinese.steps] == [
        (at, who, type(c)) for at, who, c in english.steps
    ]


def test_nothing_chinese_is_in_the_english_demo(english: Demo) -> None:
    everything = texts(english, *TOLD, Notice)
    everything |= {entry.why for entry in english.trail()}
    assert len(everything) > 500
    assert [word for word in everything if re.search("[\u2e80-\u9fff\uff00-\uffef]", word)] == []


def test_nothing_english_is_in_the_chinese_demo(chinese: Demo) -> None:
    everything = texts(chinese, *TOLD) | {entry.why for entry in chinese.trail()}
    # What the program says is said in the session's language, which is English here.
    forms = {f"Request form {request.number}" for request in chinese.records(Request)}
    english = re.compile("[A-Za-z]{2,} [A-Za-z]{2,}")
    assert [word for word in everything - forms if english.search(word)] == []
    titled: tuple[type[Any], ...] = (Request, Task, Meeting, Conflict)
    people: tuple[type[Any], ...] = (Department, Person)
    named = [record.title for kind in titled for record in chinese.records(kind)]
    named += [record.name for kind in people for record in chinese.records(kind)]
    assert [name for name in named if not re.search("[\u4e00-\u9fff]", name)] == []


def test_R1_2_every_department_has_a_head_and_one_or_two_liaisons(chinese: Demo) -> None:
    homes = {person.login: person.department for person in chinese.records(Person)}
    for department in chinese.records(Department):
        assert 1 <= len(department.liaisons) <= 2
        assert department.primary in department.liaisons
        assert {homes[login] for login in department.contacts} == {department.code}
    assert [d.code for d in chinese.records(Department) if d.neutral] == ["PMO"]


def test_everybody_can_be_reached_and_every_role_is_held_once(chinese: Demo) -> None:
    people = chinese.records(Person)
    assert [p.login for p in people if p.email != f"{p.login}@example.com"] == []
    assert all(re.search(r"\d{4}", person.contact) for person in people)
    assert sorted(role for p in people for role in p.roles) == sorted(OrganisationRole)
    coordinator = chinese.record(Person, "root")
    assert (coordinator.name, coordinator.department) == ("李经理", "PMO")
    assert coordinator.roles == (OrganisationRole.COORDINATOR,)


def test_a_coordinator_who_is_called_like_one_of_ours_keeps_the_login(tmp_path: Path) -> None:
    with played(f"sqlite:///{tmp_path}/demo.db", WEDNESDAY, "en", "wang") as made:
        check_whole(made)
        assert made.record(Person, "wang").name == "Helen Li"
        assert made.record(Person, "wang2").name == "Kevin Wang"
        assert made.record(Department, "MKT").primary == "wang2"


def test_requests_are_of_all_types_and_priorities(chinese: Demo) -> None:
    requests = chinese.records(Request)
    assert len(requests) >= 25
    assert {r.type for r in requests} == set(RequestType)
    assert {r.priority for r in requests} == set(Priority)
    assert {r.type for r in requests if r.state is RequestState.SUBMITTED} >= {
        RequestType.RESOURCE,
        RequestType.ISSUE,
    }


def test_R2_5_exactly_one_request_is_flagged_as_vague(chinese: Demo, english: Demo) -> None:
    for made in (chinese, english):
        flagged = [r.state for r in made.records(Request) if r.flagged]
        assert flagged == [RequestState.SUBMITTED]


def test_R4_1_R3_4_clocks_run_soon_end_and_are_overdue(chinese: Demo) -> None:
    urgent = [r for r in chinese.records(Request) if r.urgent]
    assert len(urgent) == 1
    assert set(chinese.clocks(urgent[0].number)) == {
        (DeadlineKind.FIRST_RESPONSE, ""),
        (DeadlineKind.FIRST_PLAN, ""),
    }
    states: dict[DeadlineKind, list[str]] = {}
    for clock in chinese.records(Deadline, done_at=None, void=False):
        states.setdefault(clock.kind, []).append(clock_state(clock.due_at, None, chinese.now))
    assert sorted(states[DeadlineKind.ACKNOWLEDGE]) == ["overdue", "running", "soon"]
    assert set(states[DeadlineKind.ANSWER]) == {"running", "soon"}
    assert set(states[DeadlineKind.FIRST_RESPONSE]) == {"overdue", "soon"}


def test_the_campaign_was_returned_once_and_is_being_carried_out(chinese: Demo) -> None:
    campaign = chinese.request("618")
    assert (campaign.state, campaign.priority) == (RequestState.EXECUTING, Priority.HIGH)
    assert set(campaign.involved_departments) == {"PRD", "SAL", "LOG"}
    assert len(campaign.attachments) == 2
    of_it = [entry.command for entry in chinese.trail() if entry.about == campaign.number]
    assert of_it.count("ReturnRequest") == of_it.count("ResubmitRequest") == 1
    assert {f.department for f in chinese.records(Feedback)} >= {"PRD", "SAL", "LOG"}
    (plan,) = chinese.records(Plan, request=campaign.number)
    assert (plan.waiting, plan.contingencies[0].warn_days) == ((), 3)


def test_the_campaigns_tasks_stand_in_every_way_a_task_can(chinese: Demo) -> None:
    tasks = chinese.records(Task, request=chinese.request("618").number)
    states = [task.state for task in tasks]
    assert states.count(TaskState.ACCEPTED) == 1
    assert [t.delivered_at is not None for t in tasks if t.state is TaskState.DONE] == [True]
    assert states.count(TaskState.IN_PROGRESS) >= 3
    assert states.count(TaskState.NOT_STARTED) >= 2
    assert [(t.owner, t.reworks) for t in tasks if t.reworks] == [("zhao", 1)]
    (red,) = [task for task in tasks if task.risk]
    assert red.owner == "wang"
    assert red.risk
    assert red.risk.new_date == WORKTIME.next_working_day(red.finish)


def check_silence(made: Demo) -> None:
    due = made.do("root", Remind(dry_run=True))
    (silent,) = [one.about for one in due if one.cause.startswith("silent:")]
    task = made.record(Task, silent)
    assert task.request == made.request("618").number
    assert task.updated_at
    assert made.now - task.updated_at > timedelta(hours=24)


def test_R7_2_exactly_one_task_has_had_no_update_for_over_a_day(
    chinese: Demo, tmp_path: Path
) -> None:
    check_silence(chinese)
    with played(f"sqlite:///{tmp_path}/demo.db", "2026-11-16 08:30", "zh") as monday:
        check_silence(monday)


def test_R5_2_the_kickoff_was_held_with_its_agenda_and_others_lie_ahead(chinese: Demo) -> None:
    meetings = chinese.records(Meeting)
    kickoff = next(m for m in meetings if m.request == chinese.request("618").number)
    assert (kickoff.kind, kickoff.state) == (MeetingKind.KICKOFF, MeetingState.FINISHED)
    minutes = [block.minutes for block in kickoff.blocks]
    assert [minutes[0], sum(minutes[1:4]), *minutes[4:]] == [5, 30, 15, 10]
    assert len(kickoff.decisions) >= 2
    assert len(kickoff.actions) >= 2
    ahead = [m for m in meetings if m.state is MeetingState.SCHEDULED]
    assert {m.state for m in meetings} == {MeetingState.SCHEDULED, MeetingState.FINISHED}
    assert {m.kind for m in ahead} >= {MeetingKind.WEEKLY, MeetingKind.SECOND_COORDINATION}
    assert all(m.start > chinese.now and WORKTIME.works(WORKTIME.day(m.start)) for m in ahead)


def test_R12_conflicts_of_all_levels_in_all_states(chinese: Demo) -> None:
    conflicts = chinese.records(Conflict)
    assert {c.level for c in conflicts} == set(ConflictLevel)
    assert {c.state for c in conflicts} == set(ConflictState)
    ends = {d.about: d.due_at for d in chinese.records(Deadline, done_at=None, void=False)}
    overdue = [c.level for c in conflicts if ends.get(c.number, chinese.now) < chinese.now]
    assert overdue == [ConflictLevel.MAJOR]
    raised = [e.about for e in chinese.trail() if e.command == "EscalateConflict"]
    assert [chinese.record(Conflict, number).level for number in raised] == [ConflictLevel.MODERATE]
    campaign = chinese.request("618").number
    about = sorted((c.level, c.state) for c in conflicts if c.about == campaign)
    assert about == [
        (ConflictLevel.GENERAL, ConflictState.CLOSED),
        (ConflictLevel.MODERATE, ConflictState.OPEN),
    ]


def test_R9_2_no_clock_runs_for_what_is_filed(chinese: Demo) -> None:
    filed = chinese.records(Request, state=RequestState.ARCHIVED)
    assert len(filed) == 2
    assert [chinese.clocks(request.number) for request in filed] == [{}, {}]


def test_the_coordinator_has_work_of_every_kind(chinese: Demo) -> None:
    kinds = {kind for kind, _ in chinese.duties("root")}
    assert kinds >= {"review", "rule", "mediate", "settle"}
