"""Sixteen people import at once: every row has its number, and every number its row (R2.3, D26)."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing.pool import Pool

import pytest

from core.commands.importing import FormRow, ImportRequests
from core.model.request import ImportBatch, Request
from tests import desk
from tests.db.hands import hands, together
from tests.desk import Office, a_request

PEOPLE, EACH = 16, 50


@pytest.fixture(scope="module")
def people() -> Iterator[Pool]:
    """Processes that begin at the same moment."""
    with hands(PEOPLE) as pool:
        yield pool


def import_one(url: str, digest: str) -> tuple[list[str], int, int]:
    """The numbers one import got, how many rows were refused, how many were in already."""
    rows = tuple(FormRow(row=n, form=a_request(title=f"{digest} {n}")) for n in range(EACH))
    with desk.empty_office(url) as office:
        together()
        found = office.do("wang", ImportRequests(file="list.csv", digest=digest, rows=rows))
        return [r.number for r in found.done.values()], len(found.refused), len(found.known)


def url_of(office: Office) -> str:
    return office.place if "://" in office.place else f"sqlite:///{office.place}"


def test_D26_16_imports_at_once_have_no_gap_no_repeat_and_no_refusal(
    office: Office, people: Pool
) -> None:
    asked = [(url_of(office), f"digest {n}") for n in range(PEOPLE)]
    found = people.starmap(import_one, asked, chunksize=1)
    wanted = [f"XMBG-202611{n:03d}" for n in range(1, PEOPLE * EACH + 1)]
    assert sorted(number for numbers, _, _ in found for number in numbers) == wanted
    assert [(refused, known) for _, refused, known in found] == [(0, 0)] * PEOPLE
    assert sorted(r.number for r in office.records(Request)) == wanted
    assert {r.title for r in office.records(Request)} == {
        f"{digest} {n}" for _, digest in asked for n in range(EACH)
    }
    assert len({batch.number for batch in office.records(ImportBatch)}) == PEOPLE
    assert office.holds()


def test_I12_one_file_taken_in_by_several_processes_goes_in_once(
    office: Office, people: Pool
) -> None:
    found = people.starmap(import_one, [(url_of(office), "the same")] * PEOPLE, chunksize=1)
    assert sorted(len(numbers) for numbers, _, _ in found) == [0] * (PEOPLE - 1) + [EACH]
    assert sorted(known for _, _, known in found) == [0] + [EACH] * (PEOPLE - 1)
    assert len(office.records(Request)) == EACH
