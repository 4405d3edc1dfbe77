"""Several people and several processes at one desk (D1, D7, D8, D21, D26)."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

import pytest

from core.commands.dispatch import PrioritiseRequest, ReturnRequest
from core.commands.meeting import EditMeeting
from core.commands.task import UpdateTask
from core.errors import ChangedMeanwhile, Refusal
from core.model.meeting import Meeting
from core.model.request import Comment, Detail, Priority, Request
from core.model.work import Task, TaskState
from tests import deeds, desk
from tests.db.hands import WORKERS, at_once, together
from tests.desk import Office, a_request

EACH = 5


def submit_several(url: str) -> list[str]:
    with desk.empty_office(url) as office:
        together()
        return [office.do("wang", a_request(title=f"No. {n}")).number for n in range(EACH)]


def found_one(url: str) -> tuple[bool, int]:
    together()
    with desk.empty_office(url) as office:
        founder = office.desk.found("root", "Root", office.now)
        return founder is not None, len(office.records(Request))


def test_D26_numbers_have_no_gap_and_no_repeat_however_many_submit_at_once(
    office: Office, workers: Pool
) -> None:
    lists = at_once(workers, submit_several, office_url(office))
    numbers = [number for numbers in lists for number in numbers]
    wanted = [f"XMBG-202611{n:03d}" for n in range(1, WORKERS * EACH + 1)]
    assert sorted(numbers) == wanted
    assert sorted(r.number for r in office.records(Request)) == wanted
    assert all(numbers == sorted(numbers) for numbers in lists)
    assert sum(e.command == "SubmitRequest" for e in office.trail()) == len(wanted)
    assert office.holds()


def office_url(office: Office) -> str:
    return office.place if "://" in office.place else f"sqlite:///{office.place}"


def test_R2_3_past_999_a_number_grows_a_digit(office: Office) -> None:
    with office.desk.begin("root", office.now) as uow:
        numbers = [uow.number("XMBG") for _ in range(1001)]
    assert numbers[0] == "XMBG-202611001"
    assert numbers[998:] == ["XMBG-202611999", "XMBG-2026111000", "XMBG-2026111001"]


def test_R2_3_the_month_of_a_number_is_the_organisations(office: Office) -> None:
    lines = tuple(Detail(department=code, what="3 sheets") for code in ("PRD", "SAL"))
    office.at("2026-11-30 23:59")
    assert deeds.submitted(office, details=lines) == "XMBG-202611001"
    office.at("2026-12-01 00:00")  # still November in UTC
    assert deeds.submitted(office, details=lines) == "XMBG-202612001"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_D21_a_fresh_database_is_made_once_whoever_opens_it_first(
    request: pytest.FixtureRequest, engine: str, workers: Pool, tmp_path: Path
) -> None:
    places = [f"sqlite:///{tmp_path / f'{n}.db'}" for n in range(2)]
    if engine == "postgresql":
        places = [request.getfixturevalue("postgres_url")]
    for place in places:
        found = at_once(workers, found_one, place)
        assert sorted(found) == [(False, 0)] * (WORKERS - 1) + [(True, 0)]
        with desk.empty_office(place) as office:
            assert len(office.trail()) == 1
            assert office.holds()
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {f"{n}.db{end}" for n in range(2) for end in ("", ".gate")}


def test_D1_kill_9_loses_nothing_that_was_acknowledged(office: Office) -> None:
    number = deeds.submitted(office)
    chance = random.Random(618)
    acknowledged: set[int] = set()
    for _ in range(2 if office.desk.database.path else 1):
        command = [sys.executable, "-m", "tests.db.writer", office_url(office), number]
        writers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
            for _ in range(2)
        ]
        for writer in writers:
            assert writer.stdout
            for _ in range(chance.randrange(1, 30)):
                acknowledged.add(int(writer.stdout.readline()))
        for writer in writers:
            writer.kill()
            rest, _ = writer.communicate()
            acknowledged |= {int(line) for line in rest.splitlines(keepends=True) if b"\n" in line}
        kept = {comment.id for comment in office.records(Comment, about=number)}
        assert acknowledged <= kept
        # Whole or not at all: each comment has its entry, and each entry its comment.
        in_trail = {
            int(key.partition(":")[2])
            for entry in office.trail()
            for key in entry.after
            if entry.command == "CommentOnRequest"
        }
        assert in_trail == kept
        assert office.holds()
    assert len(acknowledged) > 2
    office.do("root", ReturnRequest(number=number, reason="Work goes on"))


def test_D7_who_looked_at_an_older_version_is_told(office: Office) -> None:
    number = deeds.submitted(office)
    seen = office.record(Request, number).version
    high = PrioritiseRequest(number=number, priority=Priority.HIGH, reason="r", seen=seen)
    office.do("root", high)
    before = len(office.trail())
    with pytest.raises(ChangedMeanwhile, match=f"{number} was changed by somebody else"):
        office.do("root", replace(high, priority=Priority.LOW))
    assert office.record(Request, number).priority is Priority.HIGH
    assert len(office.trail()) == before
    office.do("root", replace(high, priority=Priority.LOW, seen=seen + 1))
    office.do("root", replace(high, seen=0))


def test_D7_it_holds_for_every_kind_of_record(office: Office) -> None:
    number = deeds.executing(office)
    meeting = deeds.a_meeting(office, "wu", number)
    office.do("wu", EditMeeting(number=meeting, place="Room 2", seen=1))
    with pytest.raises(ChangedMeanwhile, match=meeting):
        office.do("wu", EditMeeting(number=meeting, place="Room 3", seen=1))
    assert office.record(Meeting, meeting).place == "Room 2"
    task = deeds.tasks(office, number)["zhou"]
    update = UpdateTask(number=task, state=TaskState.IN_PROGRESS, seen=1)
    office.do("zhou", update)
    with pytest.raises(ChangedMeanwhile, match=task):
        office.do("zhou", update)
    assert office.record(Task, task).version == 2


def test_D7_a_record_read_before_somebodys_change_cannot_be_saved(office: Office) -> None:
    number = deeds.submitted(office)
    stale = office.record(Request, number)
    office.do("root", PrioritiseRequest(number=number, priority=Priority.HIGH, reason="r"))

    def save(record: Request) -> None:
        with office.desk.begin("root", office.now) as uow:
            uow.save(record)

    with pytest.raises(ChangedMeanwhile):
        save(replace(stale, title="Mine"))
    now = office.record(Request, number)
    assert (now.title, now.priority) == ("618 campaign", Priority.HIGH)
    save(replace(now, title="Mine"))
    assert office.record(Request, number).version == now.version + 1


def test_D9_no_deed_keeps_a_connection(office: Office) -> None:
    pool: Any = office.desk.database.engine.pool
    number = deeds.submitted(office)
    with pytest.raises(Refusal):
        office.do("wang", a_request(expected=None, title=""))
    office.show("wang", "request", number)
    assert pool.checkedout() == 0
