"""Batches of forms that come in together: what they leave in the desk, and how they go (R2.9)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from core.commands.desk import RedoLast, StepOfImport, UndoLast
from core.commands.dispatch import PrioritiseRequest, ReturnRequest
from core.commands.importing import FormRow, Imported, ImportRequests, packed, unpacked
from core.commands.request import CommentOnRequest, EditRequest, WithdrawRequest
from core.errors import NotPermitted, RuleViolation
from core.model.desk import Deadline
from core.model.request import Comment, ImportBatch, Priority, Request, RequestState
from tests import deeds
from tests.desk import Office, a_request


def batch(first: int, count: int, **more: Any) -> ImportRequests:
    """Rows of one file; those with a number that ends with 7 are not complete."""
    rows = tuple(
        FormRow(row=n, form=a_request(title="" if n % 10 == 7 else f"No. {n}"))
        for n in range(first, first + count)
    )
    return ImportRequests(file="list.csv", rows=rows, **({"digest": "d1"} | more))


def taken(office: Office, command: ImportRequests, login: str = "wang") -> Imported:
    result: Imported = office.do(login, command)
    return result


def undone(office: Office, login: str = "wang") -> StepOfImport:
    """One step back as a person takes it."""
    found: StepOfImport = office.do(login, UndoLast())
    while found.more:
        found = found.and_then(office.do(login, UndoLast()))
    return found


def states(office: Office) -> list[str]:
    return [request.state.value for request in office.records(Request)]


def test_A11_a_batch_is_one_entry_of_the_trail_and_names_every_request(office: Office) -> None:
    before = len(office.trail())
    result = taken(office, batch(2, 12))
    assert (sorted(result.done), sorted(result.refused)) == (
        [2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13], [7],
    )  # fmt: skip
    [entry] = office.trail()[before:]
    assert (entry.command, entry.about) == ("ImportRequests", "IMPORT-202611001/1")
    requests = office.records(Request)
    assert {f"request:{r.id}" for r in requests} <= entry.after.keys()
    assert len([key for key in entry.after if key.startswith("deadline:")]) == len(requests)
    assert [r.number for r in requests] == [f"XMBG-202611{n:03d}" for n in range(1, 12)]
    assert {r.source for r in requests} == {entry.about}
    [kept] = office.records(ImportBatch)
    assert (kept.rows, kept.name, kept.by) == ("2-6,8-13", entry.about, "wang")
    for request in requests[::5]:
        history = office.show("wang", "request", request.number)["history"]
        assert [one["about"] for one in history] == [entry.about]
    assert office.holds()


def test_a_batch_of_nothing_but_refused_rows_leaves_nothing(office: Office) -> None:
    before = len(office.trail())
    result = taken(office, batch(7, 1))
    assert (result.number, list(result.refused)) == ("", [7])
    assert len(office.trail()) == before
    assert office.records(ImportBatch) == []
    assert office.records(Request) == []
    assert taken(office, batch(2, 1)).number == "IMPORT-202611001"


def test_rows_that_are_in_are_left_out_and_their_import_goes_on(office: Office) -> None:
    taken(office, batch(2, 5))
    result = taken(office, batch(4, 6))
    assert (sorted(result.done), sorted(result.known)) == ([8, 9], [2, 3, 4, 5, 6])
    assert [b.name for b in office.records(ImportBatch)] == [
        "IMPORT-202611001/1", "IMPORT-202611001/2",
    ]  # fmt: skip
    assert taken(office, replace(batch(2, 0))).known == {2, 3, 4, 5, 6, 8, 9}
    # Another file, another person, and whoever wants it again, begin at the beginning.
    assert sorted(taken(office, batch(2, 2, digest="d2")).done) == [2, 3]
    form = a_request(originating_department="PRD")
    rows = (
        FormRow(row=2, form=replace(form, involved_departments=("SAL",), details=form.details)),
    )
    assert not taken(office, ImportRequests(file="f", digest="d1", rows=rows), "zhao").known
    again = taken(office, batch(2, 2, again=True))
    assert sorted(again.done) == [2, 3]
    more = taken(office, batch(2, 4, again=True, number=again.number))
    assert (sorted(more.done), sorted(more.known)) == ([4, 5], [2, 3])


def test_without_a_digest_every_row_is_new(office: Office) -> None:
    for _ in range(2):
        assert list(taken(office, batch(2, 1, digest="")).done) == [2]
    assert len({b.number for b in office.records(ImportBatch)}) == 2


def test_A1_who_may_not_submit_may_not_import(office: Office) -> None:
    for login in ("guest", "audit", "qian"):
        with pytest.raises(NotPermitted):
            office.do(login, batch(2, 1))


def test_undo_takes_all_batches_back_as_one_step(office: Office) -> None:
    taken(office, batch(2, 3))
    number = deeds.submitted(office)  # between two runs of the import
    taken(office, batch(5, 4))
    assert undone(office).back == tuple(f"XMBG-202611{n:03d}" for n in (5, 6, 7, 1, 2, 3))
    assert states(office) == ["withdrawn"] * 3 + ["submitted"] + ["withdrawn"] * 3
    assert {d.about for d in office.records(Deadline, void=False)} == {number}
    with pytest.raises(RuleViolation, match="cannot be undone"):
        office.do("wang", UndoLast())
    assert office.holds()


def test_undo_that_was_stopped_goes_on(office: Office) -> None:
    for row in (2, 12, 22):
        taken(office, batch(row, 5))
    found: StepOfImport = office.do("wang", UndoLast())
    assert (found.more, len(found.back)) == (True, 5)
    rest = undone(office)
    assert (rest.more, len(rest.back)) == (False, 10)
    assert set(states(office)) == {"withdrawn"}


def test_redo_brings_all_of_it_back(office: Office) -> None:
    for first in (2, 12):
        taken(office, batch(first, 4))
    before = [replace(r, version=0) for r in office.records(Request)]
    clocks = [replace(d, version=0) for d in office.records(Deadline)]
    undone(office)
    found: StepOfImport = office.do("wang", RedoLast())
    assert found.more
    found = found.and_then(office.do("wang", RedoLast()))
    assert (found.more, len(found.back)) == (False, 8)
    assert [replace(r, version=0) for r in office.records(Request)] == before
    assert [replace(d, version=0) for d in office.records(Deadline)] == clocks
    assert len(undone(office).back) == 8
    assert sorted(taken(office, batch(2, 4)).done) == [2, 3, 4, 5]


def test_what_somebody_worked_on_stays_with_all_that_is_its_own(office: Office) -> None:
    form = a_request(priority=Priority.HIGH, urgent=True)
    rows = tuple(FormRow(row=n, form=form) for n in (2, 3, 4))
    taken(office, ImportRequests(file="f", digest="d", rows=rows))
    one, two, three = (r.number for r in office.records(Request))
    office.do("root", PrioritiseRequest(number=two, priority=Priority.LOW, reason="r"))
    found = undone(office)
    assert (found.back, found.left) == ((one, three), (two,))
    assert office.record(Request, two).state is RequestState.SUBMITTED
    assert set(office.clocks(two)) == {("first_response", ""), ("first_plan", "")}
    assert office.clocks(one) == {}
    waiting = {row.about for row in office.page("root", "notices").rows}
    assert waiting == {two}


def test_what_was_done_and_undone_since_counts_for_others_alone(office: Office) -> None:
    taken(office, batch(2, 3))
    one, two, three = (r.number for r in office.records(Request))
    office.do("root", ReturnRequest(number=one, reason="r"))
    office.do("root", UndoLast())
    office.do("wang", WithdrawRequest(number=two))
    office.do("wang", UndoLast())
    found = undone(office)
    assert (found.back, found.left) == ((two, three), (one,))


def test_a_comment_is_no_change_of_the_request(office: Office) -> None:
    taken(office, batch(2, 1))
    [request] = office.records(Request)
    office.do("zhao", CommentOnRequest(number=request.number, text="How many?"))
    assert undone(office).back == (request.number,)


def test_what_was_there_before_the_import_is_undone_after_it(office: Office) -> None:
    draft = office.do("wang", deeds_draft())
    office.do("wang", EditRequest(number=draft.name, title="Sooner"))
    taken(office, batch(2, 3))
    undone(office)
    office.do("wang", UndoLast())
    assert office.record(Request, draft.name).title == "Later"


def deeds_draft() -> Any:
    from core.commands.request import DraftRequest

    return DraftRequest(title="Later")


@pytest.mark.parametrize("rows", ["", "2", "2-5", "2,4-6,9", "1-3,5,7-500"])
def test_rows_are_packed_and_unpacked(rows: str) -> None:
    assert packed(unpacked(rows)) == rows


# The unit of work


def test_an_attempt_that_is_refused_takes_back_itself_alone(office: Office) -> None:
    number = deeds.submitted(office)
    with office.desk.begin("wang", office.now) as uow:
        first = uow.add(Comment(about=number, by="wang", at=uow.now, text="first"))
        with suppress(RuleViolation), uow.attempt():
            uow.add(Comment(about=number, by="wang", at=uow.now, text="second"))
            uow.save(replace(first, text="changed"))
            assert uow.number("XMBG") == "XMBG-202611002"
            assert len(uow.find(Comment, about=number)) == 2
            uow.tell("zhao", number, refusal().message)
            raise refusal()
        assert [c.text for c in uow.find(Comment, about=number)] == ["first"]
        with uow.attempt():
            uow.save(replace(first, text="third"))
        assert uow.number("XMBG") == "XMBG-202611002"
    assert [c.text for c in office.records(Comment)] == ["third"]
    entry = office.trail()[-1]
    assert list(entry.after) == [f"comment:{first.id}"]
    assert entry.after[f"comment:{first.id}"]["text"] == "third"
    assert office.inbox("zhao") == []
    assert office.holds()


def refusal() -> RuleViolation:
    from core.messages import N_

    return RuleViolation(N_("Give the request a title."))


def test_what_was_read_is_read_again_once_it_was_written(office: Office) -> None:
    number = deeds.submitted(office)
    with office.desk.begin("root", office.now) as uow:
        seen = uow.get(Request, number)
        saved = uow.save(replace(seen, title="Mine"))
        assert uow.get(Request, number) == saved == uow.find(Request, number=number)[0]
        found = uow.find(Request, state=RequestState.SUBMITTED)
        found.clear()
        assert uow.find(Request, state=RequestState.SUBMITTED) == [saved]
        again = uow.save(replace(saved, state=RequestState.REJECTED))
        assert uow.find(Request, state=RequestState.SUBMITTED) == []
        assert again.version == seen.version + 2
    assert office.trail()[-1].before[f"request:{seen.id}"]["title"] == "618 campaign"


def test_own_entries_come_without_their_images(office: Office) -> None:
    taken(office, batch(2, 5))
    with office.desk.begin("wang", office.now) as uow:
        entry = uow.own_entries()[-1]
    assert (entry.command, entry.before, entry.after) == ("ImportRequests", {}, {})
