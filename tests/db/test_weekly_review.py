"""A review's agenda, and what a meeting made from a request has (R5.1, R5.3, R7.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.attachments import File
from core.commands.absence import MarkAbsent
from core.commands.attachment import AttachFiles
from core.commands.conflict import OpenConflict
from core.commands.desk import UndoLast
from core.commands.dispatch import DispatchRequest
from core.commands.meeting import EditMeeting, ScheduleMeeting
from core.commands.person import GrantRole, RevokeRole
from core.commands.reviewing import FillAgenda
from core.commands.running import FinishMeeting, ParkQuestion, StartMeeting
from core.commands.series import SkipMeeting
from core.commands.task import UpdateTask
from core.errors import NoSuchRecord, NotPermitted, RuleViolation
from core.model.meeting import Block, Meeting, MeetingKind
from core.model.organisation import OrganisationRole
from core.model.series import Repeat, Series
from core.model.work import Risk, TaskState
from tests import deeds
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office, moment

pytestmark = SQLITE_ALONE
RISK = Risk(what="Paper is short", why="supplier", new_date=date(2026, 11, 25))


def review(office: Office, login: str = "wu", **more: Any) -> Meeting:
    given: dict[str, Any] = {"kind": MeetingKind.WEEKLY, "start": moment("2026-11-25 10:00")}
    made: Meeting = office.do(login, ScheduleMeeting(**(given | more)))
    return made


def under_way(office: Office) -> str:
    """A request of whose tasks one is late, one red and late, one handed in; and a conflict."""
    number = deeds.executing(office)
    mine = deeds.tasks(office, number)
    office.at("2026-11-23 09:30")
    office.do(
        "zhou", UpdateTask(number=mine["zhou"], state=TaskState.IN_PROGRESS, risk=RISK, done="x")
    )
    office.do("wang", OpenConflict(title="Who pays", parties=("MKT", "LOG"), about=number))
    return number


def names(meeting: Meeting) -> list[str]:
    return [block.name.split()[0] for block in meeting.blocks]


def test_R7_4_scheduling_a_review_fills_its_agenda_with_what_is_late_and_at_risk(
    office: Office,
) -> None:
    number = under_way(office)
    meeting = review(office, request=number)
    found = {block.name.split()[0]: block for block in meeting.blocks}
    tasks = deeds.tasks(office, number)
    assert set(found) == {"Issue", "Conclusions", *tasks.values(), "CFL-202611001"}
    red = found[tasks["zhou"]]
    assert "Paper is short: supplier. Is 2026-11-25 agreed as the new date?" in red.question
    # An owner who does not come is spoken for by the liaison who does.
    assert red.presenter == "li"
    assert meeting.end == moment("2026-11-25 10:55")


def test_R7_4_the_agenda_is_made_anew_on_demand_until_the_meeting_begins(office: Office) -> None:
    number = under_way(office)
    meeting = review(office, request=number)
    own = Block(name="Visit", minutes=5)
    blocks = (*meeting.blocks, own)
    office.do("wu", EditMeeting(number=meeting.number, blocks=blocks))
    qian = deeds.tasks(office, number)["qian"]
    office.do("qian", UpdateTask(number=qian, state=TaskState.IN_PROGRESS, risk=RISK, problems="p"))
    again = office.do("wu", FillAgenda(number=meeting.number))
    [topic] = [block for block in again.blocks if block.name.startswith(qian)]
    assert "Paper is short" in topic.question
    assert again.blocks[-1] == own
    assert office.do("wu", FillAgenda(number=meeting.number)).version == again.version
    office.do("wu", UndoLast())
    assert office.record(Meeting, meeting.number).blocks == blocks
    with pytest.raises(NotPermitted):
        office.do("zhao", FillAgenda(number=meeting.number))
    with pytest.raises(NoSuchRecord):
        office.do("shen", FillAgenda(number=meeting.number))
    office.do("wu", StartMeeting(number=meeting.number))
    with pytest.raises(RuleViolation, match="under way"):
        office.do("wu", FillAgenda(number=meeting.number))


def test_R7_4_only_a_review_is_filled_and_one_with_its_own_agenda_is_left(office: Office) -> None:
    number = under_way(office)
    own = (Block(name="Own", minutes=20),)
    assert review(office, request=number, blocks=own).blocks == own
    kickoff = review(office, request=number, kind=MeetingKind.STANDUP)
    with pytest.raises(RuleViolation, match="weekly review"):
        office.do("wu", FillAgenda(number=kickoff.number))


def test_R7_4_a_review_without_a_request_is_about_all_its_organiser_leads(office: Office) -> None:
    number = under_way(office)
    assert set(deeds.tasks(office, number).values()) <= set(names(review(office)))
    # Another department's review says nothing of it.
    assert names(review(office, "jiang")) == ["Issue", "Proposed", "Conclusions"]


def test_R13_1_whoever_coordinates_no_more_gets_no_topics_of_what_they_coordinated(
    office: Office,
) -> None:
    number = deeds.submitted(office)
    post: dict[str, Any] = {"login": "jiang", "role": OrganisationRole.COORDINATOR}
    office.do("root", GrantRole(**post))
    office.do(
        "root", DispatchRequest(number=number, lead="LOG", reason="Theirs", coordinator="jiang")
    )
    office.do("wang", OpenConflict(title="Who pays", parties=("MKT", "LOG"), about=number))
    assert "CFL-202611001" in names(review(office, "jiang"))
    office.do("root", RevokeRole(**post))
    assert names(review(office, "jiang")) == ["Issue", "Proposed", "Conclusions"]


def test_R7_4_of_a_series_the_next_review_has_topics_and_the_rest_the_template(
    office: Office,
) -> None:
    number = under_way(office)
    first = review(office, request=number, repeat=Repeat.WEEKLY, count=3)
    made = office.record(Series, first.series)
    assert [block.minutes for block in made.blocks] == [25, 20, 10]
    meetings = sorted(office.records(Meeting, series=made.number), key=lambda m: m.start)
    assert [len(names(m)) for m in meetings] == [6, 3, 3]
    office.now = meetings[0].start
    office.do("wu", StartMeeting(number=first.number))
    office.do("wu", ParkQuestion(number=first.number, text="Who stores it?"))
    office.do("wu", FinishMeeting(number=first.number))
    second = office.record(Meeting, meetings[1].number)
    assert second.blocks[1].name == "Left from last time"
    assert second.blocks[1].question == "Who stores it?"
    assert len(names(second)) == 7
    office.do("wu", SkipMeeting(number=second.number))
    third = office.record(Meeting, meetings[2].number)
    # Topics are made of the records again; what was parked goes on.
    assert names(third)[:2] == ["Issue", "Left"]
    assert len(set(names(third))) == len(names(third)) == 7
    assert third.length == second.length == first.length


def test_R7_4_a_filled_form_makes_a_series_with_the_plain_template(office: Office) -> None:
    number = under_way(office)
    filled = review(office, request=number).blocks
    first = review(office, request=number, blocks=filled, repeat=Repeat.WEEKLY, count=2)
    assert first.blocks == filled
    assert [b.minutes for b in office.record(Series, first.series).blocks] == [25, 20, 10]


def test_R5_1_what_was_parked_the_last_time_is_on_the_next_single_review(office: Office) -> None:
    number = under_way(office)
    first = review(office, request=number, late_notice_reason="x", start=moment("2026-11-23 10:00"))
    office.now = first.start
    office.do("wu", StartMeeting(number=first.number))
    office.do("wu", ParkQuestion(number=first.number, text="Who stores it?"))
    office.do("wu", FinishMeeting(number=first.number))
    assert review(office, request=number).blocks[1].question == "Who stores it?"


def test_R5_3_a_meeting_of_a_request_has_its_departments_and_materials(office: Office) -> None:
    number = deeds.coordinating(office, attachments=("Brief of the campaign",))
    file = File("posters, final.pdf", b"%PDF")
    office.do("wang", AttachFiles(number=number, attachments=(file.name,), files=(file,)))
    start = moment("2026-11-06 14:00")
    made = office.do("wu", ScheduleMeeting(request=number, start=start))
    # Heads where departments agree on something, and one liaison each.
    assert [a.person for a in made.attendees] == [
        "wu", "zhang", "wang", "chen", "zhao", "sun", "li", "zheng",
    ]  # fmt: skip
    assert made.materials == (f"Request form {number}", "Brief of the campaign", file.name)
    standup = office.do(
        "wu", ScheduleMeeting(kind=MeetingKind.STANDUP, request=number, start=start)
    )
    assert [a.person for a in standup.attendees] == ["wu", "wang", "zhao", "li", "zheng"]
    own = office.do("wu", ScheduleMeeting(request=number, start=start, materials=("one.pdf",)))
    assert own.materials == ("one.pdf",)
    edited = office.do("wu", EditMeeting(number=made.number, materials=()))
    assert (edited.materials, edited.sequence) == ((), 0)


def test_R1_2_who_is_away_on_the_day_is_replaced_by_the_deputy(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("zhao", MarkAbsent(login="zhao", until=date(2026, 11, 6), deputy="qian"))
    office.do("li", MarkAbsent(login="li", until=date(2026, 11, 6)))

    def invited(start: str) -> list[str]:
        made = office.do(
            "wu", ScheduleMeeting(kind=MeetingKind.STANDUP, request=number, start=moment(start))
        )
        return [a.person for a in made.attendees]

    assert invited("2026-11-06 14:00") == ["wu", "wang", "qian", "li", "zheng"]
    assert invited("2026-11-09 14:00") == ["wu", "wang", "zhao", "li", "zheng"]
