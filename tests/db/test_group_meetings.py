"""The monthly meetings of standing groups, and who is taken off a series (R1.4, R14.1, P7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.commands.group_meeting import FollowGroup, MeetMonthly
from core.commands.meeting import InviteToMeeting
from core.commands.series import EditSeries, EndSeries, InviteToSeries
from core.commands.team import AddGroup, EditGroup
from core.errors import NotPermitted, RuleViolation
from core.model.meeting import Attendee, AttendeeRole, Meeting, Participation
from core.model.series import Repeat, Series
from core.model.team import Group
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office, moment

pytestmark = SQLITE_ALONE


def a_group(office: Office, **more: Any) -> Group:
    given: dict[str, Any] = {
        "name": "Prices", "topic": "Prices of the\nseason", "leader": "sun",
        "members": ("zhao", "wang"),
    }  # fmt: skip
    made: Group = office.do("root", AddGroup(**(given | more)))
    return made


def meets(office: Office, group: Group, by: str = "sun") -> Series:
    start = moment("2026-11-10 14:00")
    met: Group = office.do(by, MeetMonthly(number=group.number, start=start, count=4))
    return office.record(Series, met.series)


def invited(one: Series | Meeting) -> set[str]:
    return {a.person for a in one.attendees}


def test_R1_4_its_monthly_series_has_its_members_and_topic(office: Office) -> None:
    group = a_group(office)
    made = meets(office, group)
    assert (made.repeat, made.title) == (Repeat.MONTHLY, "Prices · Prices of the season")
    assert made.organizer == "sun"
    assert [(a.person, a.role.value) for a in made.attendees] == [
        ("sun", "chair"), ("zhao", "required"), ("wang", "required"),
    ]  # fmt: skip
    shown = office.show("guest", "group", group.number)
    assert (shown["series"], shown["rule"]["repeat"]) == (made.number, "monthly")
    assert shown["next_meeting"].startswith("MTG-")
    assert office.show("wang", "series", made.number)["group"] == group.number
    with pytest.raises(RuleViolation, match="meets already"):
        meets(office, group)


def test_R1_4_its_leader_or_a_coordinator_calls_them(office: Office) -> None:
    group = a_group(office)
    for login in ("zhao", "boss", "chen"):
        with pytest.raises(NotPermitted):
            meets(office, group, login)
    assert meets(office, group, "root").organizer == "sun"


def test_R1_4_a_change_of_members_is_offered_to_the_series(office: Office) -> None:
    group = a_group(office)
    office.do("root", EditGroup(number=group.number, members=("zhao",)))
    assert office.told() == set()  # it does not meet yet
    office.do("root", EditGroup(number=group.number, members=("zhao", "wang")))
    made = meets(office, group)
    with pytest.raises(RuleViolation, match="already"):
        office.do("sun", FollowGroup(number=group.number))
    office.do("sun", InviteToSeries(number=made.number))
    office.wait(minutes=1)
    office.do("root", EditGroup(number=group.number, members=("zhao", "li")))
    [(person, said)] = office.told()
    assert person == "sun"
    assert f"group follow {group.number}" in said
    shown = office.show("sun", "group", group.number)
    assert (shown["to_invite"], shown["to_take_off"]) == (["li"], ["wang"])
    office.do("sun", FollowGroup(number=group.number))
    made = office.record(Series, made.number)
    assert invited(made) == {"sun", "zhao", "li"}
    assert (made.removed, made.sequence) == (("wang",), 1)
    assert {frozenset(invited(m)) for m in office.records(Meeting, series=made.number)} == {
        frozenset(invited(made))
    }
    shown = office.show("sun", "group", group.number)
    assert (shown["to_invite"], shown["to_take_off"]) == ([], [])


def test_R1_4_guests_stay_and_a_new_leader_takes_the_chair(office: Office) -> None:
    group = a_group(office)
    made = meets(office, group)
    chair, zhao, wang = made.attendees
    assert chair.partstat is Participation.ACCEPTED
    wang, guest = (replace(a, role=AttendeeRole.OPTIONAL) for a in (wang, Attendee(person="chen")))
    people = (chair, zhao, wang, guest, Attendee(person="wu"))
    office.do("sun", EditSeries(number=made.number, attendees=people))
    assert office.show("sun", "group", group.number)["to_take_off"] == ["wu"]
    office.do("root", EditGroup(number=group.number, leader="zhao", members=("sun", "wang")))
    office.do("zhao", FollowGroup(number=group.number))
    assert [(a.person, a.role.value) for a in office.record(Series, made.number).attendees] == [
        ("zhao", "chair"), ("sun", "required"), ("wang", "optional"), ("chen", "optional"),
    ]  # fmt: skip
    with pytest.raises(RuleViolation, match="already"):
        office.do("zhao", FollowGroup(number=group.number))
    # The same people under another leader are a change too.
    office.told()
    office.do("root", EditGroup(number=group.number, leader="sun", members=("zhao", "wang")))
    assert any("group follow" in said for _, said in office.told())


def test_R1_4_a_group_goes_on_with_a_series_that_was_moved_and_may_begin_anew(
    office: Office,
) -> None:
    group = a_group(office)
    made = meets(office, group)
    last = max(office.records(Meeting, series=made.number), key=lambda m: m.start)
    moved = last.start + timedelta(days=1)
    after = office.do("sun", EditSeries(number=last.number, move_to=moved))
    assert after.number != made.number
    assert office.record(Group, group.number).series == after.number
    office.do("root", EditGroup(number=group.number, active=False))
    assert any("series end" in said for _, said in office.told())
    office.do("sun", EndSeries(number=after.number, reason="Over"))
    assert office.show("sun", "group", group.number)["rule"] is None
    with pytest.raises(RuleViolation, match="meets no more"):
        office.do("sun", MeetMonthly(number=group.number, start=moved))
    office.do("root", EditGroup(number=group.number, active=True))
    assert meets(office, group).number not in (made.number, after.number)


def test_P7_who_is_taken_off_is_owed_a_cancellation_only_if_invited_before(
    office: Office,
) -> None:
    made = meets(office, a_group(office))
    fewer = tuple(Attendee(person=login) for login in ("sun", "zhao"))
    office.do("sun", EditSeries(number=made.number, attendees=fewer))
    made = office.record(Series, made.number)
    assert (made.removed, made.sequence) == ((), 0)
    [first, *_] = sorted(office.records(Meeting, series=made.number), key=lambda m: m.start)
    office.do("sun", InviteToMeeting(number=first.number, only=True))
    office.do("sun", EditSeries(number=made.number, attendees=fewer[:1]))
    made = office.record(Series, made.number)
    assert (made.removed, made.sequence) == (("zhao",), 1)
    # Invited again, they must hear of it under a higher sequence (RFC 5546 2.1.5).
    office.do("sun", EditSeries(number=made.number, attendees=fewer))
    made = office.record(Series, made.number)
    assert (made.removed, made.sequence) == ((), 2)
