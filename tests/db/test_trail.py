"""The trail: one entry a deed, chained, never changed (R17.1, A9, A10, A11, C1)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from core import trail
from core.codec import to_plain
from core.commands.desk import ReadNotices, Remind
from core.commands.dispatch import (
    AcknowledgeDispatch,
    DispatchRequest,
    ReturnRequest,
)
from core.commands.request import CommentOnRequest, DraftRequest, EditRequest
from core.errors import NoSuchRecord, NotPermitted, Refusal, RuleViolation, Unavailable
from core.model.desk import Notice, TrailEntry
from core.model.request import Comment, Request
from db.tables import whole
from db.unit_of_work import TRAIL, entry_of
from tests import deeds, desk
from tests.desk import Office, a_request, moment


def contents(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in every table."""
    with office.desk.database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in whole().sorted_tables
        }


def test_A11_an_accepted_deed_has_one_entry_with_who_when_what_and_why(office: Office) -> None:
    number = deeds.submitted(office)
    before = office.trail()
    office.do("root", ReturnRequest(number=number, reason="Incomplete"), "2026-11-02 10:00")
    *earlier, entry = office.trail()
    assert earlier == before
    assert (entry.seq, entry.actor, entry.command) == (len(before) + 1, "root", "ReturnRequest")
    assert (entry.about, entry.request, entry.why) == (number, number, "Incomplete")
    assert (entry.at, entry.undoes, entry.previous) == (office.now, 0, before[-1].hash)
    request = office.record(Request, number)
    key = f"request:{request.id}"
    changed = {"version", "state", "reason", "responded_at"}
    assert entry.before[key].keys() == entry.after[key].keys() == changed
    assert entry.before[key]["state"] == "submitted"
    assert entry.after[key] == {name: to_plain(getattr(request, name)) for name in changed}


def test_R17_1_the_operating_systems_user_stands_beside_the_actor(office: Office) -> None:
    with office.desk.begin("wang", office.now, os_user="daemon") as uow:
        a_request()(uow)
    assert (office.trail()[-1].actor, office.trail()[-1].os_user) == ("wang", "daemon")


REFUSED: dict[str, tuple[str, Callable[[str], Any], type[Refusal]]] = {
    "rule": ("root", lambda n: AcknowledgeDispatch(number=n), NotPermitted),
    "late": ("wu", lambda n: AcknowledgeDispatch(number=n), NoSuchRecord),
    "state": ("wang", lambda n: EditRequest(number=n, title="x"), RuleViolation),
    "lead": ("root", lambda n: DispatchRequest(number=n, lead="NONE"), RuleViolation),
    "reason": ("root", lambda n: DispatchRequest(number=n, lead="LOG"), RuleViolation),
    "form": ("wang", lambda n: a_request(expected=None), Refusal),
    "nobody": ("ghost", lambda n: a_request(), NoSuchRecord),
}


def test_A11_a_refused_deed_changes_nothing_at_all(office: Office) -> None:
    number = deeds.submitted(office)
    before = contents(office)
    for login, command, kind in REFUSED.values():
        with pytest.raises(kind):
            office.do(login, command(number))
        assert contents(office) == before


def test_A11_what_a_deed_did_before_it_was_refused_is_taken_back(office: Office) -> None:
    number = deeds.submitted(office)
    before = contents(office)

    def twice() -> None:
        with office.desk.begin("root", office.now) as uow:
            uow.number("XMBG")
            DispatchRequest(number=number)(uow)
            DispatchRequest(number=number)(uow)

    with pytest.raises(RuleViolation):
        twice()
    assert contents(office) == before
    # The number that was given out is given out again: no gap (D26).
    assert deeds.submitted(office) == "XMBG-202611002"


def test_a_deed_that_changes_nothing_leaves_no_entry(office: Office) -> None:
    before = contents(office)
    assert office.do("guest", ReadNotices()) == 0
    assert office.do("guest", Remind()) == []
    assert contents(office) == before


def test_A11_a_deed_that_only_tells_somebody_has_its_entry_too(office: Office) -> None:
    deeds.submitted(office)
    office.at("2026-11-02 11:01")
    before = len(office.trail())
    assert len(office.do("guest", Remind())) == 1
    entries = office.trail()
    assert [(e.command, e.actor) for e in entries[before:]] == [("Remind", "guest")]
    assert office.told() == {
        ("root", "XMBG-202611001: the first response is overdue"),
    }
    assert {n.entry for n in office.records(Notice, person="root")} == {entries[-1].seq}


def test_a_record_added_and_changed_in_one_deed_was_not_there_before(office: Office) -> None:
    with office.desk.begin("root", office.now) as uow:
        comment = uow.add(Comment(about="x", by="root", at=office.now, text="one"))
        comment = uow.save(replace(comment, text="two"))
    entry = office.trail()[-1]
    key = f"comment:{comment.id}"
    assert entry.before.get(key) is None
    assert entry.after[key]["text"] == "two"
    assert entry.after[key]["version"] == 2


def test_a_record_changed_twice_in_one_deed_keeps_its_first_before(office: Office) -> None:
    number = deeds.submitted(office)
    with office.desk.begin("root", office.now) as uow:
        request = uow.get(Request, number)
        request = uow.save(replace(request, title="Second", reason="r"))
        uow.save(replace(request, title="Third", contact="c"))
    entry, key = office.trail()[-1], f"request:{request.id}"
    assert entry.before[key] == {
        "title": "618 campaign", "reason": "", "contact": "", "version": 1,
    }  # fmt: skip
    assert entry.after[key] == {"title": "Third", "reason": "r", "contact": "c", "version": 3}


def test_the_trail_names_a_draft_as_people_do(office: Office) -> None:
    draft: Request = office.do("wang", DraftRequest(title="Later"))
    assert office.trail()[-1].about == draft.name
    assert [e["command"] for e in office.show("wang", "request", draft.name)["history"]] == [
        "DraftRequest"
    ]


def test_A10_the_chain_holds_over_every_kind_of_value(office: Office) -> None:
    deeds.closed(office, title="618 “大促” \\ \u2028 \U0001f600 e\u0301", background="a\nb\t\"'%_")
    count, broken = office.desk.first_broken()
    assert (count, broken) == (len(office.trail()), 0)
    assert [entry.seq for entry in office.trail()] == list(range(1, count + 1))


def test_A10_a_deed_in_another_zone_is_chained_by_its_instant(office: Office) -> None:
    berlin = office.now.astimezone(ZoneInfo("Europe/Berlin"))
    with office.desk.begin("wang", berlin) as uow:
        a_request()(uow)
    assert office.trail()[-1].at == office.now
    assert office.trail()[-1].at.tzinfo == UTC
    assert office.holds()


CHANGES: dict[str, Any] = {
    "why": "Because.",
    "at": moment(desk.MONDAY) + timedelta(seconds=1),
    "actor": "boss",
    "os_user": "x",
    "command": "UndoLast",
    "about": "x",
    "request": "x",
    "undoes": 1,
    "before": {"person:1": {}},
    "after": {},
    "previous": "0" * 64,
    "hash": "f" * 64,
    "seq": 1_000_000,
    "behalf": "wang",
}


def found_after(office: Office, column: str) -> int:
    """The first entry that does not fit when this column of the fifth was changed."""
    with office.desk.database.writing() as connection:
        for deed in unprotect(connection.dialect.name):
            connection.execute(text(deed))
        change = {column: CHANGES[column]}
        connection.execute(TRAIL.update().where(TRAIL.c.seq == 5).values(change))
        rows = connection.execute(TRAIL.select().order_by(TRAIL.c.seq)).mappings()
        raise Undone(trail.first_broken(map(entry_of, rows)))


def test_A10_every_column_of_an_entry_is_hashed(shared_office: Office) -> None:
    """Changed without the triggers, as somebody with the file could; nothing of it is kept."""
    assert CHANGES.keys() == {column.name for column in TRAIL.c}
    for column in CHANGES:
        with pytest.raises(Undone) as undone:
            found_after(shared_office, column)
        assert undone.value.args == (5,), column
    assert shared_office.holds()


class Undone(Exception):
    """Ends a transaction so that nothing of it is kept."""


def unprotect(dialect: str) -> list[str]:
    """What takes the trail's triggers away."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER trail_refuses_{d}" for d in ("update", "delete", "gap")]
    return ["ALTER TABLE trail DISABLE TRIGGER ALL"]


def tampered(office: Office, change: Callable[[list[TrailEntry]], list[TrailEntry]]) -> int:
    return trail.first_broken(change(office.trail()))


def test_A10_a_missing_a_moved_and_a_forged_entry_are_found(shared_office: Office) -> None:
    def rehashed(entry: TrailEntry) -> TrailEntry:
        return replace(entry, hash=trail.digest(entry))

    forged = lambda e: [*e[:4], rehashed(replace(e[4], why="x")), *e[5:]]  # noqa: E731
    assert tampered(shared_office, lambda entries: entries) == 0
    assert tampered(shared_office, lambda e: e[1:]) == 1
    assert tampered(shared_office, lambda e: [*e[:6], *e[7:]]) == 7
    assert tampered(shared_office, lambda e: [*e[:6], e[7], e[6], *e[8:]]) == 7
    assert tampered(shared_office, forged) == 6


@pytest.fixture
def path(founded_file: Path, tmp_path: Path) -> Path:
    """A closed file with a desk in it."""
    return Path(shutil.copy(founded_file, tmp_path / "liaison.db"))


def test_A10_one_byte_changed_in_the_closed_file_is_named(path: Path) -> None:
    with desk.empty_office(f"sqlite:///{path}") as office:
        number = deeds.submitted(office)
        office.do("wang", CommentOnRequest(number=number, text="Sesquipedalian"))
        comment = office.desk.seen()
        office.do("wang", CommentOnRequest(number=number, text="Another"))
    data = path.read_bytes()
    # Once in the comment itself, once in the trail's image of it.
    assert data.count(b"Sesquipedalian") == 2
    for place in (data.index(b"Sesquipedalian"), data.rindex(b"Sesquipedalian")):
        changed = bytearray(data)
        changed[place] = ord("Z")
        path.write_bytes(changed)
        with desk.empty_office(f"sqlite:///{path}") as office:
            in_trail = any("Zesq" in repr(entry.after) for entry in office.trail())
            assert office.desk.first_broken()[1] == (comment if in_trail else 0)


def test_A10_an_entry_changed_behind_a_dropped_trigger_is_named(path: Path) -> None:
    with desk.empty_office(f"sqlite:///{path}") as office:
        count = len(office.trail())
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER trail_refuses_update")
    raw.execute("UPDATE trail SET actor = 'boss' WHERE seq = 6")
    raw.commit()
    raw.close()
    with desk.empty_office(f"sqlite:///{path}") as office:
        assert office.desk.first_broken() == (count, 6)


@pytest.mark.parametrize(
    "change",
    [
        "before = '[' || substr(before, 2)",
        "after = replace(after, ':', ';')",
        "at = replace(at, '-', '/')",
        "undoes = 'x'",
        "after = '[]'",
    ],
)
def test_A10_an_entry_that_is_no_entry_any_more_is_named(path: Path, change: str) -> None:
    with desk.empty_office(f"sqlite:///{path}") as office:
        count = len(office.trail())
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER trail_refuses_update")
    raw.execute(f"UPDATE trail SET {change} WHERE seq = 6")
    raw.commit()
    raw.close()
    with desk.empty_office(f"sqlite:///{path}") as office:
        assert office.desk.first_broken() == (count, 6)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE trail SET why = 'x' WHERE seq = 5",
        "UPDATE trail SET why = 'x'",
        "DELETE FROM trail WHERE seq = 5",
        "DELETE FROM trail",
        (
            "INSERT INTO trail SELECT 900, at, actor, os_user, command, about, request, why, "
            "before, after, undoes, previous, hash, behalf FROM trail WHERE seq = 5"
        ),
    ],
)
def test_A9_the_database_itself_refuses_to_change_the_trail(
    shared_office: Office, deed: str
) -> None:
    before = shared_office.trail()
    with (
        pytest.raises(Unavailable, match="trail is only added to"),
        shared_office.desk.database.writing() as connection,
    ):
        connection.execute(text(deed))
    assert shared_office.trail() == before


def test_A9_no_detour_of_an_engine_changes_the_trail(shared_office: Office) -> None:
    before = shared_office.trail()
    columns = ", ".join(c.name for c in TRAIL.c if c.name not in ("seq", "why"))
    ways = {
        "sqlite": f"REPLACE INTO trail (seq, why, {columns}) "
        f"SELECT seq, 'x', {columns} FROM trail WHERE seq = 5",
        "postgresql": "TRUNCATE trail",
    }
    with (
        pytest.raises(Unavailable, match="trail is only added to"),
        shared_office.desk.database.writing() as connection,
    ):
        connection.execute(text(ways[connection.dialect.name]))
    assert shared_office.trail() == before


def test_C1_the_trails_moments_never_go_back(office: Office) -> None:
    number = deeds.submitted(office)
    at = office.now
    office.at("2026-11-01 09:00")
    back: Comment = office.do("wang", CommentOnRequest(number=number, text="A day earlier"))
    assert back.at == at
    office.now = at + timedelta(seconds=1)
    office.do("wang", CommentOnRequest(number=number, text="Later"))
    moments = [entry.at for entry in office.trail()]
    assert moments == sorted(moments)
    assert moments[-2:] == [at, at + timedelta(seconds=1)]
    assert office.holds()


def test_the_newest_entry_says_which_kinds_of_record_changed(office: Office) -> None:
    seen = office.desk.seen()
    assert office.desk.topics_since(seen) == (seen, frozenset())
    deeds.submitted(office)
    assert office.desk.topics_since(seen) == (
        seen + 1, frozenset({"request", "deadline"})
    )  # fmt: skip
    assert office.desk.topics_since(0)[1] >= {"person", "department"}
    office.wait(hours=3)
    seen = office.desk.seen()
    office.do("guest", Remind())
    assert office.desk.topics_since(seen) == (seen + 1, frozenset({"notice"}))


def test_the_trail_is_read_in_batches_in_order(office: Office) -> None:
    whole = office.trail()
    parts: list[TrailEntry] = []
    while part := list(office.desk.trail(after=parts[-1].seq if parts else 0, limit=7)):
        assert len(part) <= 7
        parts += part
    assert parts == whole
