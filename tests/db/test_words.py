"""Words are found by an index exactly as by looking at every request, on both engines (R3.1)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from core.commands.dispatch import ReturnRequest
from core.commands.importing import FormRow, ImportRequests
from core.commands.request import DraftRequest, EditRequest, SubmitRequest
from core.filters import NUMBER, WORD, Term
from core.model.request import RequestType
from core.views import Query
from db import few, grams
from db.rows import bound
from tests import deeds
from tests.desk import Office, a_request

TITLES = (
    "大促主会场排期", "618大促活动", "主会场", "100% 完成_a!b", "O'Hara \"quoted\" -- (x OR y)*",
    "ÄÖÜ straße ΣΑΣΑ ς İstanbul", "ＡＢＣ wide", "𠮷野家 🚚", "a", "é e\u0301", "AND OR NOT NEAR",
)  # fmt: skip
PIECES = st.sampled_from(TITLES).flatmap(
    lambda title: st.tuples(st.integers(0, len(title)), st.integers(1, 6)).map(
        lambda cut: title[cut[0] : cut[0] + cut[1]]
    )
)
WORDS = st.one_of(PIECES, PIECES.map(str.swapcase), st.text(max_size=4), st.sampled_from(TITLES))


@given(st.text(), st.data())
@settings(max_examples=50)
def test_R3_1_a_text_has_the_pairs_of_all_that_is_in_it(title: str, data: Any) -> None:
    begin = data.draw(st.integers(0, len(title)))
    word = title[begin : data.draw(st.integers(begin, len(title)))]
    ascii_only = "".join(sign.swapcase() if sign.isascii() else sign for sign in word)
    found = grams.of(title).split(" ")
    assert {*grams.in_word(word), *grams.in_word(ascii_only)} <= {*found}


@given(
    words=st.lists(WORDS, min_size=1, max_size=2), login=st.sampled_from(["root", "wang", "qin"])
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_R3_1_the_index_finds_what_reading_every_title_finds(
    shared_office: Office, words: list[str], login: str
) -> None:
    office = shared_office
    if not office.page("root", "requests").rows:
        for title in TITLES:
            deeds.submitted(office, title=title)
        office.do("wang", DraftRequest(title=TITLES[0], type=RequestType.ISSUE))
    terms = tuple(Term(WORD, (word, word.casefold())) for word in words if word.strip())
    for query in (Query("requests", terms=terms), Query("duties", search=words[0])):
        found = {}
        for per_root in (0, 1000):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(few, "PER_ROOT", per_root)
                found[per_root] = (
                    office.desk.page(office.actor(login), query, office.now),
                    office.desk.count(office.actor(login), query, office.now),
                )
        assert found[0] == found[1000]


def held(office: Office, word: str) -> list[int]:
    """The requests that the index names for a word, whatever they are called now."""
    with office.desk.database.reading() as connection:
        return [row[0] for row in asked(connection, word)]


def asked(connection: Connection, word: str) -> Any:
    sql, values = grams.candidates([[word]], connection.dialect.name)
    return connection.execute(text(sql), bound(values, True)).all()


def test_R3_1_the_index_follows_a_title_and_a_number(office: Office) -> None:
    number = deeds.submitted(office, title="市场活动")
    assert len(held(office, "场活")) == len(held(office, number)) == len(held(office, "schd")) == 1
    office.do("root", ReturnRequest(number=number, reason="r"))
    office.do("wang", EditRequest(number=number, title="产品说明"))
    assert not held(office, "场活")
    assert not held(office, "schd")
    assert held(office, "cpsm") == held(office, number) == held(office, "品说")


def test_R3_1_a_number_term_is_found_by_its_part(office: Office) -> None:
    numbers = [deeds.submitted(office) for _ in range(3)]
    query = Query("requests", terms=(Term(NUMBER, (numbers[1][-5:],)),))
    rows = office.desk.page(office.actor("root"), query, office.now).rows
    assert [row.key for row in rows] == [numbers[1]]


def test_R2_9_a_row_that_was_refused_is_not_in_the_index(office: Office) -> None:
    good, bad = (a_request(title=title) for title in ("甲乙丙丁", "戊己庚辛"))
    rows = (
        FormRow(row=2, form=good),
        FormRow(row=3, form=SubmitRequest(title=bad.title, type=RequestType.ISSUE)),
    )
    done = office.do("wang", ImportRequests(file="f.csv", rows=rows))
    assert (list(done.done), list(done.refused)) == ([2], [3])
    assert len(held(office, "甲乙")) == 1
    assert not held(office, "戊己")
