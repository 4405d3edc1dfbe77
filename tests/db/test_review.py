"""Mentions, objections and rulings, reviewing one's own, resources (R2.6, R3.4, R4.2, A6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.commands.desk import UndoLast
from core.commands.dispatch import (
    AcknowledgeDispatch,
    DispatchRequest,
    ObjectToDispatch,
    RejectRequest,
    ReturnRequest,
    UpholdDispatch,
)
from core.commands.person import AddPerson, EditPerson, GrantRole
from core.commands.request import CommentOnRequest
from core.commands.resource import AddResource, EditResource, UseResource
from core.commands.responding import RespondToRequest
from core.errors import NoSuchRecord, NotPermitted, RuleViolation
from core.model.organisation import OrganisationRole
from core.model.request import Comment, Request, RequestType, ResourceWish
from core.model.resource import Resource, ResourceUse, Use
from core.policy import Policy
from tests import deeds, desk
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office

COORDINATOR = OrganisationRole.COORDINATOR


def test_R4_2_a_mention_tells_who_may_see_it_and_says_who_was_not_told(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("root", EditPerson(login="li", name="李丽"))
    text = "@sun @李丽请看 @shen @nobody @wang"
    said = office.do("wang", CommentOnRequest(number=number, text=text))
    told = f"Wang mentions you in {number}: 618 campaign"
    assert office.told() == {("sun", told), ("li", told)}
    assert (said.mentions, said.unheard) == (("sun", "li", "wang"), ("shen", "nobody"))
    [kept] = office.records(Comment, about=number)
    assert kept.text == text
    document = office.show("wu", "request", number)
    assert document["people"]["li"] == "李丽"
    assert document["comments"][0]["place"] == 1


@SQLITE_ALONE
def test_R4_2_owners_of_tasks_and_coordinators_can_be_named_and_who_left_cannot(
    office: Office,
) -> None:
    number = deeds.executing(office)
    office.do("root", EditPerson(login="feng", active=False))
    said = office.do("wang", CommentOnRequest(number=number, text="@zhou @root @boss @feng @guest"))
    assert said.mentions == ("zhou", "root", "boss")
    assert said.unheard == ("feng", "guest")


@SQLITE_ALONE
def test_R4_2_a_comment_answers_one_that_is_there(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("wang", CommentOnRequest(number=number, text="Two or three lines?"))
    office.do("li", CommentOnRequest(number=number, text="Two", reply_to=1))
    comments = office.show("wu", "request", number)["comments"]
    assert [(one["place"], one["reply_to"]) for one in comments] == [(1, 0), (2, 1)]
    for place in (3, -1, 999_999_999):
        with pytest.raises(RuleViolation, match="There is no comment"):
            office.do("li", CommentOnRequest(number=number, text="Two", reply_to=place))


def test_R3_4_objections_and_rulings_are_kept_in_order_and_counted(office: Office) -> None:
    number = deeds.dispatched(office)
    office.do("wu", ObjectToDispatch(number=number, reason="Not ours"))
    office.do("root", UpholdDispatch(number=number, reason="The stock is yours"))
    assert not any("objected to" in line for line in office.inbox("boss"))
    office.do("wu", ObjectToDispatch(number=number, reason="Still not"))
    asked = f"{number} was objected to 2 times and has no lead: 618 campaign"
    assert ("boss", asked) in office.told()
    office.do("root", DispatchRequest(number=number, lead="SAL", reason="Sales then"))
    document = office.show("wang", "request", number)
    assert [(r["verdict"], r["department"], r["text"]) for r in document["rulings"]] == [
        ("objected", "LOG", "Not ours"),
        ("upheld", "LOG", "The stock is yours"),
        ("objected", "LOG", "Still not"),
        ("redispatched", "SAL", "Sales then"),
    ]
    assert document["bounces"] == 2
    [row] = office.page("root", "requests", filters=(("number", number),)).rows
    assert row.bounces == 2
    office.do("root", UndoLast())
    assert len(office.record(Request, number).rulings) == 3


def test_R3_4_an_objection_that_is_undone_does_not_count(office: Office) -> None:
    number = deeds.objected(office)
    office.do("root", UpholdDispatch(number=number, reason="The stock is yours"))
    office.do("wu", ObjectToDispatch(number=number, reason="Still not"))
    assert any("objected to" in line for line in office.inbox("boss"))
    office.do("wu", UndoLast())
    request = office.record(Request, number)
    assert (request.bounces, len(request.rulings), request.state) == (1, 2, "dispatched")
    assert not any("objected to" in line for line in office.inbox("boss"))


def test_R3_4_after_how_many_objections_management_hears_is_a_setting(database_url: str) -> None:
    with desk.office(database_url, Policy(bounces_at_most=1)) as strict:
        number = deeds.objected(strict)
        assert strict.inbox("boss") == [
            f"{number} was objected to 1 times and has no lead: 618 campaign"
        ]


def test_A6_a_coordinator_does_not_review_their_own_request(office: Office) -> None:
    office.do("root", GrantRole(login="wang", role=COORDINATOR))
    own = deeds.submitted(office)
    for command in (
        ReturnRequest(number=own, reason="r"),
        RejectRequest(number=own, reason="r"),
        DispatchRequest(number=own),
    ):
        with pytest.raises(RuleViolation, match="another coordinator"):
            office.do("wang", command)
    office.do("root", DispatchRequest(number=own, lead="LOG", reason="r"))
    office.do("wu", ObjectToDispatch(number=own, reason="r"))
    with pytest.raises(RuleViolation, match="another coordinator"):
        office.do("wang", UpholdDispatch(number=own, reason="r"))
    # Where nobody else could, there is nobody to wait for.
    alone = deeds.submitted(office)
    office.do("wang", EditPerson(login="root", active=False))
    office.do("wang", DispatchRequest(number=alone))
    assert office.record(Request, alone).state == "dispatched"


def test_A6_an_organisation_may_let_them(database_url: str) -> None:
    with desk.office(database_url, Policy(self_approval=True)) as easy:
        easy.do("root", GrantRole(login="wang", role=COORDINATOR))
        easy.do("wang", DispatchRequest(number=deeds.submitted(easy)))


def wish(**more: Any) -> ResourceWish:
    given: dict[str, Any] = {
        "name": "Truck", "owner_department": "LOG", "quantity": 2, "purpose": "Fair",
        "start": date(2026, 11, 20), "end": date(2026, 11, 24),
    }  # fmt: skip
    return ResourceWish(**(given | more))


def applied(office: Office, **more: Any) -> str:
    return deeds.submitted(office, type=RequestType.RESOURCE, resource=wish(**more))


def a_resource(office: Office, **more: Any) -> str:
    given: dict[str, Any] = {"name": "Truck", "owner_department": "LOG", "quantity": 3}
    made: Resource = office.do("wu", AddResource(**(given | more)))
    return made.number


def test_R2_6_two_applications_that_exceed_a_resource_clash(office: Office) -> None:
    number = a_resource(office)
    first = applied(office)
    assert office.show("root", "request", first)["clashes"] == []
    second = applied(office, name="truck ", start=date(2026, 11, 23), end=date(2026, 11, 26))
    clash = {"start": "2026-11-23", "end": "2026-11-24", "over": 1, "numbers": [first, second]}
    for asked in (first, second):
        assert office.show("root", "request", asked)["clashes"] == [clash]
    assert office.show("root", "resource", number)["clashes"] == [clash]
    office.do("wu", EditResource(number=number, quantity=4))
    assert office.show("root", "request", second)["clashes"] == []
    office.do("wu", UndoLast())
    office.do("root", RejectRequest(number=first, reason="r"))
    assert office.show("root", "request", second)["clashes"] == []


@SQLITE_ALONE
def test_A8_a_clash_tells_nothing_of_applications_one_may_not_see(office: Office) -> None:
    number = a_resource(office)
    hidden, mine = applied(office), applied(office)
    from core.commands.request import EditRequest, ResubmitRequest

    office.do("root", ReturnRequest(number=mine, reason="r"))
    office.do("wang", EditRequest(number=mine, title="Mine"))
    office.do("wang", ResubmitRequest(number=mine))
    # Finance sees the resource, and no application; the owner's head sees none before dispatch.
    for login in ("jiang", "wu"):
        document = office.show(login, "resource", number)
        assert (document["bookings"], document["clashes"]) == ([], [])
        assert hidden not in str(document)
    assert [b["number"] for b in office.show("root", "resource", number)["bookings"]] == [
        hidden, mine,
    ]  # fmt: skip


@SQLITE_ALONE
def test_R2_6_what_is_not_in_the_catalogue_is_said_so(office: Office) -> None:
    document = office.show("root", "request", applied(office))
    assert document["catalogue"] is None
    assert document["clashes"] == []


@SQLITE_ALONE
def test_row_39_the_catalogue_is_the_owners_heads_and_the_coordinators(office: Office) -> None:
    number = a_resource(office)
    for login in ("sun", "li", "zheng", "wang", "boss", "audit", "guest"):
        with pytest.raises(NotPermitted):
            office.do(login, EditResource(number=number, quantity=9))
        with pytest.raises(NotPermitted):
            office.do(login, AddResource(name="Van", owner_department="LOG"))
    with pytest.raises(RuleViolation, match="already"):
        a_resource(office, name=" TRUCK")
    for quantity in (0, -3):
        with pytest.raises(RuleViolation):
            a_resource(office, name="Van", quantity=quantity)
    office.do("root", EditResource(number=number, active=False))
    assert office.record(Resource, number).active is False
    assert number in office.keys("guest", "resources")


def led_application(office: Office) -> str:
    number = applied(office)
    office.do("root", DispatchRequest(number=number))
    office.do("wu", AcknowledgeDispatch(number=number))
    return number


def test_R2_6_taking_and_giving_back_leave_a_record(office: Office) -> None:
    resource = a_resource(office)
    number = led_application(office)
    office.do("wang", UseResource(number=number, note="Keys from the gate"))
    with pytest.raises(RuleViolation, match="At most 0"):
        office.do("wang", UseResource(number=number, quantity=1))
    office.do("zheng", UseResource(number=number, use=Use.RETURNED, quantity=1))
    with pytest.raises(RuleViolation, match="At most 1 can be given back"):
        office.do("zheng", UseResource(number=number, use=Use.RETURNED, quantity=2))
    for document in (
        office.show("wang", "request", number), office.show("wu", "resource", resource),
    ):  # fmt: skip
        assert [(u["use"], u["quantity"], u["by"], u["note"]) for u in document["uses"]] == [
            ("taken", 2, "wang", "Keys from the gate"), ("returned", 1, "zheng", ""),
        ]  # fmt: skip
    assert office.show("guest", "resource", resource)["uses"] == []
    office.do("zheng", UndoLast())
    assert len(office.records(ResourceUse, request=number, void=False)) == 1
    assert office.holds()


@SQLITE_ALONE
def test_R2_6_only_those_concerned_record_the_use_of_what_was_granted(office: Office) -> None:
    number = led_application(office)
    for login in ("sun", "li"):  # involved, but neither lender nor borrower
        with pytest.raises(NotPermitted):
            office.do(login, UseResource(number=number))
    with pytest.raises(NoSuchRecord):
        office.do("shen", UseResource(number=number))
    with pytest.raises(RuleViolation, match="cannot be done now"):
        office.do("wang", UseResource(number=applied(office)))
    with pytest.raises(RuleViolation, match="asks for no resource"):
        office.do("wang", UseResource(number=deeds.coordinating(office)))


@SQLITE_ALONE
def test_R4_1_the_first_response_is_stamped_by_whatever_answers_first(office: Office) -> None:
    urgent = deeds.submitted(office, urgent=True)
    clocks = {"first_response": "2026-11-02 09:30", "first_plan": "2026-11-02 11:00"}
    assert {kind: at for (kind, _), at in office.clocks(urgent).items()} == clocks
    office.wait(minutes=10)
    office.do("root", RespondToRequest(number=urgent, text="By phone: we look at it"))
    first = office.record(Request, urgent).responded_at
    assert first == office.now
    assert "first_response" not in {kind for kind, _ in office.clocks(urgent)}
    office.wait(minutes=10)
    office.do("root", DispatchRequest(number=urgent))
    assert office.record(Request, urgent).responded_at == first


@SQLITE_ALONE
def test_R4_2_hostile_names_and_texts_do_no_harm(office: Office) -> None:
    number = deeds.coordinating(office)
    office.do("root", AddPerson(login="odd", name="[/]@(.*)+?\\"))
    office.do("root", GrantRole(login="odd", role=OrganisationRole.MANAGEMENT))
    text = "@[/]@(.*)+?\\ @odd " + "@" * 3000
    said = office.do("wang", CommentOnRequest(number=number, text=text))
    assert said.mentions == ("odd",)
    assert replace(said, text="") != said


@SQLITE_ALONE
def test_R3_4_an_objection_is_not_passed_over_in_silence(office: Office) -> None:
    number = deeds.submitted(office)
    office.do("root", DispatchRequest(number=number))
    office.do("zhang", ObjectToDispatch(number=number, reason="Not ours"))
    with pytest.raises(RuleViolation, match="MKT objected to leading"):
        office.do("root", DispatchRequest(number=number))
    office.do("root", DispatchRequest(number=number, reason="It is theirs all the same"))
    assert office.record(Request, number).rulings[-1].text == "It is theirs all the same"
