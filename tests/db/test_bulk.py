"""One deed on many records: one entry that each of them finds, and rights asked for again."""

from __future__ import annotations

import pytest

from core.commands.desk import RedoLast, UndoLast
from core.commands.dispatch import PrioritiseRequest, ReturnRequest
from core.commands.person import GrantRole, RevokeRole
from core.errors import NoSuchRecord, NotPermitted
from core.model.organisation import OrganisationRole
from core.model.request import Priority, Request
from tests import deeds
from tests.desk import Office
from tui.commandline.verbs import together


def returned(office: Office, numbers: list[str]) -> None:
    commands = {n: ReturnRequest(number=number, reason="r") for n, number in enumerate(numbers)}
    done, refused = together(lambda: office.desk.begin("root", office.now), commands)
    assert (len(done), refused) == (len(numbers), {})


def commands_of(office: Office, number: str) -> list[str]:
    return [str(entry["command"]) for entry in office.show("root", "request", number)["history"]]


def test_R17_1_one_entry_names_every_record_and_each_finds_it(office: Office) -> None:
    numbers = [deeds.submitted(office) for _ in range(3)]
    other = deeds.submitted(office)
    before = office.desk.seen()
    returned(office, numbers)
    assert office.desk.seen() == before + 1
    assert next(office.desk.trail(after=before)).about == ", ".join(numbers)
    for number in numbers:
        assert commands_of(office, number) == ["SubmitRequest", "ReturnRequest"]
    assert commands_of(office, other) == ["SubmitRequest"]
    office.do("root", UndoLast())
    office.do("root", RedoLast())
    for number in numbers:
        assert commands_of(office, number)[-2:] == ["UndoLast", "RedoLast"]
    assert {r.state for r in office.records(Request) if r.number != other} == {"returned"}
    assert office.desk.first_broken()[1] == 0


def test_a_single_deed_is_about_its_own_record_alone(office: Office) -> None:
    first, second = deeds.submitted(office), deeds.submitted(office)
    returned(office, [first])
    assert commands_of(office, second) == ["SubmitRequest"]
    assert commands_of(office, first) == ["SubmitRequest", "ReturnRequest"]


def test_A5_who_lost_the_right_undoes_and_redoes_nothing(office: Office) -> None:
    number = deeds.submitted(office)
    coordinator = OrganisationRole.COORDINATOR
    office.do("root", GrantRole(login="guest", role=coordinator))
    prioritise = PrioritiseRequest(number=number, priority=Priority.LOW, reason="r")
    office.do("guest", prioritise)
    office.do("root", RevokeRole(login="guest", role=coordinator))
    with pytest.raises((NoSuchRecord, NotPermitted)):
        office.do("guest", UndoLast())
    assert office.records(Request)[0].priority is Priority.LOW
    office.do("root", GrantRole(login="guest", role=coordinator))
    office.do("guest", UndoLast())
    office.do("root", RevokeRole(login="guest", role=coordinator))
    with pytest.raises((NoSuchRecord, NotPermitted)):
        office.do("guest", RedoLast())
