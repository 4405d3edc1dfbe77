"""Requests beside each other: linked, split, merged; and what nobody else learns of it (A8)."""

from __future__ import annotations

import pytest

from core.commands.desk import RedoLast, UndoLast
from core.commands.dispatch import AcknowledgeDispatch, DispatchRequest
from core.commands.relations import (
    LinkRequests,
    MergeRequest,
    Relation,
    SplitRequest,
    UnlinkRequests,
)
from core.commands.request import CommentOnRequest, DraftRequest
from core.errors import BadInput, NoSuchRecord, NotPermitted, RuleViolation
from core.model.request import Comment, Detail, Link, Request
from tests import deeds
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office, a_request


def links(office: Office, login: str, number: str) -> list[tuple[str, str, str]]:
    found = office.show(login, "request", number)["links"]
    return [(link["kind"], link["way"], link["number"]) for link in found]


def of_finance(office: Office) -> str:
    """A request of finance's to products, which marketing and sales know nothing of."""
    form = a_request(
        title="Budget",
        originating_department="FIN",
        involved_departments=("PRD",),
        details=(Detail(department="PRD", what="3 figures"),),
    )
    made: Request = office.do("shen", form)
    return made.number


def test_a_link_shows_on_both_and_is_undone_and_taken_away(office: Office) -> None:
    one, other = deeds.submitted(office), deeds.submitted(office)
    office.do("wang", LinkRequests(number=one, to=other, kind=Relation.BLOCKS))
    assert links(office, "wang", one) == [("blocks", "to", other)]
    assert links(office, "root", other) == [("blocks", "from", one)]
    for first, second in ((one, other), (other, one)):
        with pytest.raises(RuleViolation, match="already"):
            office.do("root", LinkRequests(number=first, to=second, kind=Relation.BLOCKS))
    with pytest.raises(RuleViolation, match="same request"):
        office.do("wang", LinkRequests(number=one, to=one))
    office.do("wang", UndoLast())
    assert links(office, "wang", one) == links(office, "wang", other) == []
    office.do("wang", RedoLast())
    office.do("root", LinkRequests(number=other, to=one))
    office.do("wang", UnlinkRequests(number=one, to=other))
    assert links(office, "wang", one) == []
    with pytest.raises(RuleViolation, match="no link"):
        office.do("wang", UnlinkRequests(number=one, to=other))
    office.do("wang", UndoLast())
    assert len(links(office, "wang", one)) == 2


def test_A8_a_link_to_a_hidden_request_tells_nothing_of_it(office: Office) -> None:
    mine, hidden = deeds.submitted(office), of_finance(office)
    told = []
    for to in (hidden, "XMBG-209912999", hidden.lower()):
        for command in (LinkRequests(number=mine, to=to), UnlinkRequests(number=mine, to=to)):
            with pytest.raises(NoSuchRecord) as refusal:
                office.do("wang", command)
            told.append(str(refusal.value).replace(to, "#"))
    assert len(set(told)) == 1
    office.do("root", LinkRequests(number=mine, to=hidden))
    assert links(office, "root", mine) == [("relates", "to", hidden)]
    for login in ("wang", "li"):
        document = office.show(login, "request", mine)
        assert document["links"] == []
        assert hidden not in str(document)
        assert "Budget" not in str(document)
    assert links(office, "chen", hidden) == [("relates", "from", mine)]
    assert office.show("shen", "request", hidden)["links"] == []


@SQLITE_ALONE
def test_a_draft_is_linked_to_nothing(office: Office) -> None:
    number = deeds.submitted(office)
    draft = office.do("wang", DraftRequest(title="Later"))
    with pytest.raises(NoSuchRecord):
        office.do("wang", LinkRequests(number=number, to=draft.name))
    with pytest.raises(RuleViolation):
        office.do("wang", LinkRequests(number=draft.name, to=number))


THREE = {
    "involved_departments": ("PRD", "SAL", "LOG"),
    "details": (
        Detail(department="PRD", what="3 product sheets"),
        Detail(department="SAL", what="2 training days"),
        Detail(department="LOG", what="stock for 2 weeks"),
    ),
}


def test_splitting_makes_a_second_request_of_some_of_the_lines(office: Office) -> None:
    first = deeds.submitted(office, urgent=True, **THREE)
    office.wait(minutes=5)
    made = office.do("root", SplitRequest(number=first, lines=("2", "3"), title="Second half"))
    kept, new = office.record(Request, first), office.record(Request, made.number)
    assert [line.department for line in kept.details] == ["PRD"]
    assert kept.involved_departments == ("PRD",)
    assert [line.department for line in new.details] == ["SAL", "LOG"]
    assert new.involved_departments == ("SAL", "LOG")
    assert (new.state, new.title, kept.title) == ("submitted", "Second half", "618 campaign")
    assert new.number != first
    assert kept.responded_at == new.responded_at == office.now
    assert links(office, "wang", first) == [("split", "from", made.number)]
    assert links(office, "wang", made.number) == [("split", "to", first)]
    said = f"{first} was split; {made.number} is part of it now: Second half"
    assert office.told() == {("wang", said)}
    assert ("first_plan", "") in office.clocks(made.number)
    with pytest.raises(RuleViolation, match="no link"):
        office.do("root", UnlinkRequests(number=first, to=made.number))
    # Both go their own way.
    office.do("root", DispatchRequest(number=made.number))
    office.do("root", UndoLast())
    office.do("root", UndoLast())
    back = office.record(Request, first)
    assert (back.details, back.involved_departments) == (
        THREE["details"], THREE["involved_departments"],
    )  # fmt: skip
    assert back.responded_at is None
    assert office.record(Request, made.number).state == "withdrawn"
    assert links(office, "wang", first) == []
    assert office.clocks(made.number) == {}
    office.do("root", RedoLast())
    assert office.record(Request, made.number).state == "submitted"
    assert office.record(Request, first).involved_departments == ("PRD",)
    assert office.holds()


@SQLITE_ALONE
@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("4",), BadInput),
        (("0",), BadInput),
        (("-1",), BadInput),
        (("two",), BadInput),
        (("１",), BadInput),
        (("9" * 5000,), BadInput),
        (("1", "2", "3"), RuleViolation),
    ],
)
def test_what_cannot_be_split_off_is_refused_and_nothing_is_made(
    office: Office, lines: tuple[str, ...], kind: type[Exception]
) -> None:
    first = deeds.submitted(office, **THREE)
    before = len(office.records(Request))
    with pytest.raises(kind):
        office.do("root", SplitRequest(number=first, lines=lines))
    assert len(office.records(Request)) == before
    with pytest.raises(NotPermitted):
        office.do("wang", SplitRequest(number=first, lines=("1",)))
    with pytest.raises(RuleViolation):
        office.do("root", SplitRequest(number=deeds.coordinating(office), lines=("1",)))


def test_merging_carries_lines_departments_and_discussion_over(office: Office) -> None:
    into = deeds.submitted(office)
    merged = office.do(
        "shen",
        a_request(
            title="Budget", originating_department="FIN", involved_departments=("LOG", "PRD"),
            details=(
                Detail(department="LOG", what="5 figures"),
                Detail(department="PRD", what="3 figures"),
            ),
        ),
    ).number  # fmt: skip
    office.do("wang", CommentOnRequest(number=into, text="Ours"))
    office.do("jiang", CommentOnRequest(number=merged, text="Which month?"))
    office.do("chen", CommentOnRequest(number=merged, text="May", reply_to=1))
    office.do("root", DispatchRequest(number=into, lead="LOG", reason="r"))
    office.do("wu", AcknowledgeDispatch(number=into))

    office.do("root", MergeRequest(number=merged, into=into, reason="The same work"))
    gone, whole = office.record(Request, merged), office.record(Request, into)
    assert (gone.state, gone.reason) == ("rejected", f"Merged into {into}. The same work")
    assert office.clocks(merged) == {}
    assert whole.state == "coordinating"
    assert whole.involved_departments == ("PRD", "SAL", "FIN", "LOG")
    assert [line.what for line in whole.details] == [
        "3 product sheets", "2 training days", "5 figures", "3 figures",
    ]  # fmt: skip
    comments = office.show("shen", "request", into)["comments"]
    assert [(c["by"], c["text"], c["reply_to"], c["source"]) for c in comments] == [
        ("wang", "Ours", 0, ""), ("jiang", "Which month?", 0, merged), ("chen", "May", 2, merged),
    ]  # fmt: skip
    assert links(office, "shen", merged) == [("merged", "to", into)]
    assert links(office, "wang", into) == []  # marketing had no part in what was merged
    said = f"{merged} was merged into {into}: Budget"
    assert {person for person, text in office.told() if text == said} >= {"shen", "wang"}

    office.do("root", UndoLast())
    assert office.record(Request, merged).state == "submitted"
    assert office.record(Request, into).involved_departments == ("PRD", "SAL")
    assert [c["text"] for c in office.show("wu", "request", into)["comments"]] == ["Ours"]
    assert office.records(Link, void=False) == []
    with pytest.raises(NoSuchRecord):
        office.show("shen", "request", into)
    # The places of what was voided are not given out again.
    office.do("wang", CommentOnRequest(number=into, text="Go on"))
    assert office.show("wu", "request", into)["comments"][-1]["place"] == 4
    assert len(office.records(Comment, about=into)) == 4
    assert office.holds()


@SQLITE_ALONE
def test_only_what_waits_for_review_is_merged_and_only_into_what_has_no_plan(
    office: Office,
) -> None:
    waiting, planned = deeds.submitted(office), deeds.approving(office)
    for number, into, kind in (
        (waiting, waiting, RuleViolation),
        (waiting, planned, RuleViolation),
        (planned, waiting, RuleViolation),
        (waiting, "XMBG-209912999", NoSuchRecord),
    ):
        with pytest.raises(kind):
            office.do("root", MergeRequest(number=number, into=into))
    with pytest.raises(NotPermitted):
        office.do("wang", MergeRequest(number=waiting, into=deeds.submitted(office)))
    with pytest.raises(NoSuchRecord):
        office.do("shen", MergeRequest(number=waiting, into=planned))
