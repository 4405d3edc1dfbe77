"""Files and likenesses as they are kept, on both engines (R2.2, R2.4, R2.5, R2.8)."""

from __future__ import annotations

from datetime import date
from multiprocessing.pool import Pool
from typing import Any

import pytest
from sqlalchemy import text

from core.attachments import File
from core.codec import to_plain
from core.commands.attachment import AttachFiles, DetachFile
from core.commands.copying import CopyRequest
from core.commands.desk import RedoLast, UndoLast
from core.commands.request import CommentOnRequest, DraftRequest, SubmitRequest
from core.errors import ChangedMeanwhile, NoSuchRecord, RuleViolation
from core.model.request import Attachment, Detail, RequestType, ResourceWish
from core.policy import FILES_AT_MOST
from core.similar import Form
from tests import deeds
from tests.db.conftest import SQLITE_ALONE
from tests.desk import Office, a_request, empty_office

POSTERS = File("posters.pdf", b"%PDF posters\0\xff")


def attach(number: str, *files: File) -> AttachFiles:
    return AttachFiles(number=number, attachments=(), files=files or (POSTERS,))


def names(office: Office, number: str, login: str = "wang") -> list[str]:
    return [file["name"] for file in office.show(login, "request", number)["files"]]


def content(office: Office, login: str, number: str, name: str) -> bytes:
    return office.desk.content(office.actor(login), number, name, office.now)


def kept(office: Office) -> int:
    with office.desk.database.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM content")).scalar_one())


def test_R2_2_a_file_comes_out_as_it_went_in(office: Office) -> None:
    number = deeds.submitted(office)
    office.do("wang", attach(number))
    assert content(office, "chen", number, "posters.pdf") == POSTERS.data
    office.do("li", attach(number, File("again.pdf", POSTERS.data)))
    assert kept(office) == 1
    assert office.holds()


def test_the_trail_names_a_file_and_does_not_hold_it(office: Office) -> None:
    office.do("wang", attach(deeds.submitted(office)))
    entry = str(office.trail()[-1])
    assert "posters.pdf" in entry
    for content_of_it in ("PDF posters", to_plain(POSTERS.data), POSTERS.data.hex()):
        assert content_of_it not in entry


def test_A8_content_is_for_those_who_see_the_request(office: Office) -> None:
    number = deeds.submitted(office)
    office.do("wang", attach(number))
    for login in ("guest", "wu", "jiang"):
        with pytest.raises(NoSuchRecord) as hidden:
            content(office, login, number, "posters.pdf")
        with pytest.raises(NoSuchRecord) as missing:
            content(office, login, "XMBG-209912999", "posters.pdf")
        assert str(hidden.value).replace(number, "XMBG-209912999") == str(missing.value)


def test_R2_8_what_a_draft_has_stays_with_its_number(office: Office) -> None:
    draft = office.do("wang", DraftRequest(title="Later")).name
    office.do("wang", attach(draft))
    office.do("zhang", CommentOnRequest(number=draft, text="Which posters?"))
    number = office.do("wang", SubmitRequest(**vars(a_request()) | {"number": draft})).number
    document = office.show("wang", "request", number)
    assert [comment["text"] for comment in document["comments"]] == ["Which posters?"]
    assert names(office, number) == ["posters.pdf"]
    assert content(office, "chen", number, "posters.pdf") == POSTERS.data
    commands = [entry["command"] for entry in document["history"]]
    assert commands == ["DraftRequest", "AttachFiles", "CommentOnRequest", "SubmitRequest"]
    for ask in (lambda: office.show("wang", "request", draft),
                lambda: office.do("wang", attach(draft))):  # fmt: skip
        with pytest.raises(NoSuchRecord):
            ask()
    office.do("wang", DetachFile(number=number, name="posters.pdf"))
    assert names(office, number) == []


def test_A8_a_draft_and_its_files_are_its_departments_own(office: Office) -> None:
    draft = office.do("wang", DraftRequest(title="Later")).name
    office.do("wang", attach(draft))
    with pytest.raises(NoSuchRecord):
        content(office, "root", draft, "posters.pdf")
    with pytest.raises(NoSuchRecord):
        office.do("root", attach(draft))


def test_R17_1_undo_and_redo_leave_others_files_alone(office: Office) -> None:
    number = deeds.submitted(office)
    office.do("wang", attach(number))
    office.do("li", attach(number, File("sales.txt", b"sales")))
    office.do("wang", UndoLast())
    assert names(office, number) == ["sales.txt"]
    with pytest.raises(NoSuchRecord):
        content(office, "wang", number, "posters.pdf")
    office.do("wang", RedoLast())
    assert names(office, number) == ["posters.pdf", "sales.txt"]
    office.do("wang", DetachFile(number=number, name="sales.txt"))
    office.do("wang", UndoLast())
    assert content(office, "li", number, "sales.txt") == b"sales"
    assert office.holds()


def test_R17_1_what_somebody_else_took_away_is_not_undone(office: Office) -> None:
    number = deeds.submitted(office)
    office.do("li", attach(number))
    office.do("wang", DetachFile(number=number, name="posters.pdf"))
    with pytest.raises(ChangedMeanwhile):
        office.do("li", UndoLast())


def test_R17_1_of_two_with_one_name_the_newest_is_meant(office: Office) -> None:
    number = deeds.submitted(office)
    office.do("li", attach(number))
    office.do("wang", DetachFile(number=number, name="posters.pdf"))
    office.do("li", attach(number, File("posters.pdf", b"new")))
    office.do("wang", UndoLast())
    assert names(office, number) == ["posters.pdf", "posters.pdf"]
    assert content(office, "wang", number, "posters.pdf") == b"new"


def test_A11_all_files_of_a_deed_or_none(office: Office) -> None:
    number = deeds.submitted(office)
    before = office.desk.seen()
    with pytest.raises(RuleViolation):
        office.do("wang", attach(number, File("a.txt", b"a"), File("a.txt", b"b")))
    assert (names(office, number), kept(office), office.desk.seen()) == ([], 0, before)


def attaching(place: str, place_in_line: int) -> str:
    """One of several people at once, in a process of their own."""
    with empty_office(place) as office:
        number = office.keys("wang", "requests")[0]
        file = File(f"{place_in_line % 4}.txt", b"same for all")
        try:
            office.do("wang", attach(number, file))
        except RuleViolation:
            return "refused"
        return "done"


def test_D8_several_attach_at_once_and_each_name_is_there_once(
    office: Office, workers: Pool
) -> None:
    number = deeds.submitted(office)
    done = workers.starmap(attaching, [(office.place, n) for n in range(8)])
    assert sorted(done) == ["done"] * 4 + ["refused"] * 4
    assert sorted(names(office, number)) == [f"{n}.txt" for n in range(4)]
    assert kept(office) == 1
    assert office.holds()


@SQLITE_ALONE
def test_R2_2_not_more_files_than_the_limit(office: Office) -> None:
    number = deeds.submitted(office)
    files = [File(f"{n}.txt", b"%d" % n) for n in range(FILES_AT_MOST + 1)]
    office.do("wang", attach(number, *files[:-1]))
    with pytest.raises(RuleViolation):
        office.do("wang", attach(number, files[-1]))
    office.do("wang", DetachFile(number=number, name="0.txt"))
    office.do("wang", attach(number, files[-1]))
    assert len(office.records(Attachment, void=False)) == FILES_AT_MOST


def similar(office: Office, login: str, title: str, **more: Any) -> Any:
    form = Form(title, RequestType.PROJECT, "MKT", ("MKT", "PRD", "SAL"), **more)
    return office.desk.similar(office.actor(login), form)


def test_R2_4_earlier_requests_are_found_with_how_they_went(office: Office) -> None:
    done = deeds.closed(office, title="618大促活动")
    open_one = deeds.dispatched(office, title="双11大促活动")
    deeds.submitted(office, title="Year-end audit")
    found = similar(office, "wang", "618大促活动方案")
    assert [one.number for one in found.open] == [open_one]
    [ended] = found.ended
    assert (ended.number, ended.lead_department, ended.was_on_time) == (done, "LOG", True)
    assert found.repeats == ()


def test_R2_4_capitals_make_no_difference_and_wildcards_mean_nothing(office: Office) -> None:
    number = deeds.submitted(office, title="Autumn FAIR 100% off")
    assert [one.number for one in similar(office, "wang", "autumn fair").open] == [number]
    for title in ("%%", "__", "", "'; DROP TABLE request", "\0\x1b"):
        assert similar(office, "wang", title).open == ()


def test_A4_nobody_learns_of_what_they_may_not_see(office: Office) -> None:
    deeds.submitted(office, title="618大促活动")
    office.do("wang", DraftRequest(title="618大促活动"))
    for login, count in (("wang", 1), ("root", 1), ("chen", 1), ("wu", 0), ("guest", 0)):
        assert len(similar(office, login, "618大促活动").open) == count


def test_R2_4_a_duplicate_is_named_to_the_reviewer(office: Office) -> None:
    first = deeds.submitted(office, title="618大促活动")
    second = deeds.submitted(office, title="618 大促活动")
    shown = office.show("root", "request", second)
    assert shown["duplicates"] == [{"number": first, "title": "618大促活动"}]
    assert [one.number for one in similar(office, "wang", "618大促活动", number=first).repeats] == [
        second
    ]


def test_R2_6_the_same_room_on_the_same_days_is_named(office: Office) -> None:
    wish = ResourceWish(
        name="Room", owner_department="PMO", start=date(2026, 11, 9), end=date(2026, 11, 9),
        purpose="Supplier day",
    )  # fmt: skip
    number = deeds.submitted(office, title="Supplier day", type=RequestType.RESOURCE, resource=wish)
    found = similar(office, "wang", "Something else", resource=wish)
    assert [one.number for one in found.repeats] == [number]


def test_R2_5_who_sent_a_vague_line_in_is_kept(office: Office) -> None:
    lines = (
        Detail(department="PRD", what="尽快配合", by=date(2026, 11, 20)),
        Detail(department="SAL", what="2 training days", by=date(2026, 11, 24)),
    )
    number = deeds.submitted(office, details=lines)
    assert office.show("root", "request", number)["overridden"] == [
        {"field": "details[0]", "excerpt": "尽快配合", "word": "尽快", "by": "wang"}
    ]
    assert "尽快" in str(office.trail()[-1].after)


def test_R2_8_a_copy_is_a_draft_of_ones_own(office: Office) -> None:
    number = deeds.closed(office, title="618大促活动", attachments=("plan on the shelf",))
    office.do("root", CommentOnRequest(number=number, text="Well done"))
    office.at("2027-05-03 09:00")
    copy = office.do("zhao", CopyRequest(number=number))
    document = office.show("zhao", "request", copy.name)
    assert (document["state"], document["originating_department"]) == ("draft", "PRD")
    assert document["title"] == "618大促活动"
    assert document["attachments"] == document["comments"] == document["files"] == []
    assert document["expected"] > "2027-05-03"
    assert all(line["by"] > "2027-05-03" for line in document["details"])
    with pytest.raises(NoSuchRecord):
        office.do("guest", CopyRequest(number=number))
    office.do("zhao", UndoLast())
    assert office.show("zhao", "request", copy.name)["state"] == "withdrawn"
