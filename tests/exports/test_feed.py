"""A person's feed as other people's parsers read it, and as a calendar server keeps it (R14.1)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.commands.calendars import Feed
from core.model.meeting import Attendee, Meeting, MeetingState, Participation
from core.model.organisation import Person
from core.model.series import Series, SeriesState
from core.model.work import Task, TaskState
from exports.feed import feed
from tests.core.typing_desk import HERE
from tests.exports.conftest import asked
from tests.exports.meetings import KICKOFF, PEOPLE, at, meeting, shape, unfolded
from tests.exports.readers import READERS, TODOS, Found, instant
from tests.exports.series import occurrences, the_series

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:vobject.*")
TITLES = {"XMBG-202707001": "618 大促; 第二次"}
TASK = Task(
    number="TSK-202707001",
    version=3,
    request="XMBG-202707001",
    title="备货, 3 款",
    department="LOG",
    owner="li",
    start=date(2027, 7, 14),
    finish=date(2027, 7, 20),
    criterion="到仓 ≥ 3000 件; 验收单\nsigned",
)
HANDED_IN = datetime(2027, 7, 19, 3, 4, 5, tzinfo=UTC)
TASKS = (
    TASK,
    replace(TASK, number="TSK-202707002", state=TaskState.IN_PROGRESS, returned_for="缺单"),
    replace(TASK, number="TSK-202707003", state=TaskState.DONE, delivered_at=HANDED_IN),
    replace(TASK, number="TSK-202707004", state=TaskState.ACCEPTED, accepted_at=HANDED_IN),
    replace(TASK, number="TSK-202707005", state=TaskState.DONE),
)
SAID = ("NEEDS-ACTION", "IN-PROCESS", "COMPLETED", "COMPLETED", "IN-PROCESS")


def of_li(
    *meetings: Meeting,
    series: tuple[tuple[Series, tuple[Meeting, ...]], ...] = (),
    tasks: tuple[Task, ...] = (),
    people: dict[str, Person] = PEOPLE,
) -> Feed:
    return Feed(
        person=people["li"], meetings=meetings, series=series, tasks=tasks, people=people,
        titles=TITLES,
    )  # fmt: skip


def meetings_of(found: Feed) -> bytes:
    return feed(found, HERE.worktime, str).meetings


def tasks_of(found: Feed) -> bytes:
    return feed(found, HERE.worktime, str).tasks


def an_event(one: Meeting, *, status: str = "CONFIRMED", recurrence: str = "") -> Found:
    return {
        "uid": one.uid,
        "recurrence": recurrence,
        "start": instant(one.start),
        "end": instant(one.end),
        "summary": one.title,
        "sequence": one.sequence,
        "status": status,
        "organizer": "mailto:zhang@example.com",
        "attendees": [],
    }


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Any:
    return READERS[request.param]


@pytest.fixture(params=TODOS)
def todos(request: pytest.FixtureRequest) -> Any:
    return TODOS[request.param]


def a_series(zone: str = "Europe/Berlin") -> tuple[Series, tuple[Meeting, ...]]:
    """Nine weeks over the end of summer time: one moved, one skipped, one declined by li."""
    made = the_series(zone=zone, start=at(zone, 2027, 9, 21, 10, 0), count=9, version=1)
    meetings = occurrences(made)
    later = meetings[1].start + timedelta(hours=26)
    meetings[1] = replace(meetings[1], start=later, sequence=5)
    meetings[3] = replace(meetings[3], state=MeetingState.CANCELLED)
    no = tuple(
        replace(a, partstat=Participation.DECLINED) if a.person == "li" else a
        for a in meetings[4].attendees
    )
    meetings[4] = replace(meetings[4], attendees=no)
    return made, tuple(meetings)


def test_C4_meetings_are_published_alike_to_every_reader_and_without_attendees(
    reader: Any,
) -> None:
    off = meeting(uid="off-1@liaison.example", number="MTG-202707002", title="取消了",
                  zone="Europe/Berlin", state=MeetingState.CANCELLED, notes="撞期")  # fmt: skip
    made, meetings = a_series()
    data = meetings_of(of_li(KICKOFF, off, series=((made, meetings),)))
    found = reader(data)
    assert found["method"] == "PUBLISH"
    whole = replace(meetings[0], uid=made.uid, sequence=5)
    moved = replace(meetings[1], uid=made.uid)
    recurrence = instant(meetings[1].recurrence or made.start)
    assert found["events"] == [
        an_event(KICKOFF), an_event(off, status="CANCELLED"), an_event(whole),
        an_event(moved, recurrence=recurrence),
    ]  # fmt: skip
    held = [m.start for place, m in enumerate(meetings) if place not in (3, 4)]
    assert found["first"] == [instant(start) for start in held[:5]]
    assert not any(line.startswith(("ATTENDEE", "BEGIN:VTODO")) for line in unfolded(data))


def test_P8_nobody_but_the_organizer_has_an_address_in_a_feed() -> None:
    made, meetings = a_series()
    files = feed(of_li(KICKOFF, series=((made, meetings),), tasks=TASKS), HERE.worktime, str)
    text = "\n".join([*unfolded(files.meetings), *unfolded(files.tasks)])
    assert set(re.findall(r"mailto:([^\s]+)", text)) == {"zhang@example.com"}


def test_an_organizer_without_address_or_record_is_named_all_the_same(reader: Any) -> None:
    lost = meeting(organizer="gone;x", url="javascript:x")
    [event] = reader(meetings_of(of_li(lost)))["events"]
    assert event["organizer"] == "mailto:nobody@liaison.invalid"
    assert event["start"] == instant(lost.start)


def test_J1_tasks_are_the_same_to_every_reader_and_have_no_method(todos: Any) -> None:
    data = tasks_of(of_li(KICKOFF, tasks=TASKS))
    found = todos(data)
    assert found["method"] == ""
    assert [one["status"] for one in found["todos"]] == list(SAID)
    assert {(one["start"], one["due"], one["summary"]) for one in found["todos"]} == {
        (instant(at("Asia/Shanghai", 2027, 7, 14, 9, 0)),
         instant(at("Asia/Shanghai", 2027, 7, 20, 18, 0)), "备货, 3 款")
    }  # fmt: skip
    assert [one["completed"] for one in found["todos"]] == [
        "", "", instant(HANDED_IN), instant(HANDED_IN), "",
    ]  # fmt: skip
    assert len({one["uid"] for one in found["todos"]}) == len(TASKS)


def test_R14_1_a_task_says_its_request_and_its_criterion_and_keeps_its_uid() -> None:
    lines = unfolded(tasks_of(of_li(tasks=TASKS[:2])))
    assert lines.count("CATEGORIES:XMBG-202707001") == 2
    [first, second] = [line for line in lines if line.startswith("DESCRIPTION:")]
    assert "到仓 ≥ 3000 件\\; 验收单 signed" in first
    assert "618 大促\\; 第二次" in first
    assert "缺单" in second
    later = replace(TASKS[0], version=9, owner="wang", state=TaskState.IN_PROGRESS)
    again = unfolded(tasks_of(of_li(tasks=(later, TASKS[1]))))
    uids, before = ([x for x in one if x.startswith("UID:")] for one in (again, lines))
    assert uids == before


def test_the_same_records_give_the_same_bytes_and_a_change_a_later_stamp() -> None:
    made, meetings = a_series()
    found = of_li(KICKOFF, series=((made, meetings),), tasks=TASKS)
    assert feed(found, HERE.worktime, str) == feed(found, HERE.worktime, str)
    never_sent = meeting(dtstamp=None, version=1)
    stamps = [
        next(x for x in unfolded(meetings_of(of_li(one))) if x.startswith("DTSTAMP:"))
        for one in (never_sent, replace(never_sent, version=2), replace(KICKOFF, version=3))
    ]
    assert stamps == sorted(set(stamps))
    assert shape(meetings_of(found)).count("BEGIN:VTIMEZONE") == 2


@pytest.mark.parametrize("name", READERS)
def test_a_feed_with_nothing_in_it_is_a_calendar_all_the_same(name: str) -> None:
    reader, todos = READERS[name], TODOS[name]
    assert reader(meetings_of(of_li()))["events"] == []
    assert todos(tasks_of(of_li()))["todos"] == []
    assert "BEGIN:VTIMEZONE" in shape(meetings_of(of_li()))


def test_R7_who_is_asked_to_one_of_a_series_alone_gets_that_one(reader: Any) -> None:
    made, meetings = a_series()
    made = replace(made, attendees=tuple(a for a in made.attendees if a.person != "li"))
    alone = tuple(
        m if place == 2 else replace(m, attendees=made.attendees)
        for place, m in enumerate(meetings)
    )
    [event] = reader(meetings_of(of_li(series=((made, alone),))))["events"]
    assert (event["uid"], event["start"]) == (made.uid, instant(meetings[2].start))


def test_a_series_of_which_nothing_is_left_is_no_event() -> None:
    made, meetings = a_series()
    off = tuple(replace(m, state=MeetingState.CANCELLED) for m in meetings)
    ended = replace(made, state=SeriesState.ENDED)
    assert "BEGIN:VEVENT" not in shape(meetings_of(of_li(series=((ended, off),))))


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "text",
    [
        '逗号, 分号; 冒号: 反斜杠\\N "引号" ^n\n行二\r\nBEGIN:VALARM\r\nMETHOD:CANCEL',
        "\x1b]0;owned\x07 RLM\u202e \u2028 é 😀 \x00\x0b" + "长" * 300,
    ],
)
def test_I7_nasty_texts_are_texts_to_every_reader(name: str, text: str) -> None:
    reader, todos = READERS[name], TODOS[name]
    people = PEOPLE | {"li": Person(login="li", name=text), "zhang": Person(login=text, name=text)}
    one = meeting(title=text, place=text, attendees=(Attendee(person="li"),))
    task = replace(TASK, title=text, criterion=text)
    found = of_li(one, tasks=(task,), people=people)
    plain = of_li(meeting(attendees=one.attendees), tasks=(TASK,))
    assert shape(meetings_of(found)) == shape(meetings_of(plain))
    assert shape(tasks_of(found)) == shape(tasks_of(plain))
    shown = [reader(meetings_of(found))["events"][0], todos(tasks_of(found))["todos"][0]]
    for part in re.findall(r"\w{2,}", text):
        assert all(part in one["summary"] for one in shown)
    assert not any(re.search(r"[\x00-\x1f\u2028\u202e]", one["summary"]) for one in shown)


def test_C5_a_calendar_server_keeps_both_files(caldav: str) -> None:
    made, meetings = a_series()
    files = feed(of_li(KICKOFF, series=((made, meetings),), tasks=TASKS), HERE.worktime, str)
    for name, data in (("meetings", files.meetings), ("tasks", files.tasks)):
        whole = f"{caldav.rsplit('/', 2)[0]}/feed-{name}/"
        kept = data.replace(b"METHOD:PUBLISH\r\n", b"")  # as who subscribes does (RFC 4791 4.1)
        asked("PUT", whole, kept, content_type="text/calendar")
        back = asked("GET", whole)
        if name == "tasks":
            wanted, found = (TODOS["icalendar"](one)["todos"] for one in (data, back))
            key = "uid"
        else:
            again = back.replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:PUBLISH", 1)
            wanted, found = (READERS["icalendar"](one)["events"] for one in (data, again))
            key = "start"
        assert sorted(found, key=lambda one: one[key]) == sorted(wanted, key=lambda one: one[key])
