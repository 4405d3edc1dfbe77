"""Text that got into the database past every check is shown, and does nothing else (I1 to I5)."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.commands.conflict import OpenConflict, SettleConflict
from core.commands.meeting import EditMeeting, ScheduleMeeting
from core.commands.person import EditPerson
from core.commands.plan import SubmitPlan
from core.commands.request import CommentOnRequest, EditRequest
from core.commands.task import UpdateTask
from core.model.work import Risk, TaskState
from tests.deeds import executing, tasks
from tests.desk import office
from tests.tui.by_keys import CORNER, Person, at_work
from tests.tui.hostile_app import PAYLOADS

MARKUP = {
    "closing": "[/]",
    "action": "[@click=app.quit]go[/]",
    "href": "[link=http://owned]x[/link]",
    "tag": "[IMPORTANT] x",
    "colour": "[red]x",
    "json": '{"a": [true, "b"]}',
    "percent": "%(x)s {0} {x}",
}
FAMILIES = {**PAYLOADS, **MARKUP, "long": "长" * 10_000}
# What the columns of a table can hold by themselves; halves of characters only come in JSON.
STORED = {name: text for name, text in FAMILIES.items() if name != "half"}
ALL = " ".join(f"开{text[:40]}关" for text in STORED.values())

TEXTS = {
    "request": "title background contact other_department lead_reason reason originator",
    "task": "title criterion deliverable returned_for owner accepted_by",
    "meeting": "title place url late_notice_reason overlong_reason notes",
    "conflict": "title cause outcome opened_by",
    "comment": "by text",
    "feedback": "by content needs remarks",
    "progress_update": "by done problems",
    "department": "name name_en",
    "person": "name email contact",
    "notice": "text why",
}
HALF = f"{ALL} 开\ud800关"
LONG_AGO = "2026-11-02T01:00:00+00:00"
LISTS: dict[str, dict[str, Any]] = {
    "request": {
        "details": [{"department": "PRD", "what": HALF, "by": None}],
        "attachments": [HALF],
        "resource": {
            "name": HALF, "owner_department": "PMO", "quantity": 1, "start": None, "end": None,
            "purpose": HALF, "confidentiality": HALF,
        },
    },
    "task": {"risk": {"what": HALF, "why": HALF, "new_date": None}, "depends_on": [HALF]},
    "progress_update": {"risk": {"what": HALF, "why": HALF, "new_date": None}},
    "meeting": {
        "blocks": [{"name": HALF, "minutes": 5, "presenter": HALF, "question": HALF}],
        "decisions": [{"text": HALF, "at": LONG_AGO}],
        "actions": [{"text": HALF, "owner": HALF, "due": "2026-11-30"}],
        "parked": [HALF],
    },
    "conflict": {
        "claims": [{"department": "SAL", "by": HALF, "at": LONG_AGO, "text": HALF}],
        "parties": ["SAL", HALF],
    },
    "notice": {"values": {"title": HALF, "number": HALF}},
}  # fmt: skip
KEYS = {
    "request": "XMBG-2026119{:02d}", "task": "TSK-2026119{:02d}", "meeting": "MTG-2026119{:02d}",
    "conflict": "CFL-2026119{:02d}",
}  # fmt: skip
REQUEST, TASK, MEETING, QUARREL = (f"{name}-202611001" for name in ("XMBG", "TSK", "MTG", "CFL"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose records were written past the product: one for each family, one with all."""
    path = tmp_path_factory.mktemp("hostile") / "desk.db"
    with office(str(path)) as desk:
        number = executing(desk)
        task, risk = tasks(desk, number)["qian"], Risk(what="x")
        desk.do("qian", UpdateTask(number=task, state=TaskState.IN_PROGRESS, risk=risk))
        desk.do("wang", CommentOnRequest(number=number, text="x"))
        desk.do("wu", ScheduleMeeting(request=number, start=desk.now + timedelta(days=3)))
        desk.do("li", OpenConflict(title="x", parties=("SAL", "LOG"), claim="x"))
    with closing(sqlite3.connect(path)) as connection, connection:
        write_past(connection)
    return path


def write_past(connection: sqlite3.Connection) -> None:
    day = datetime.now(UTC)
    dates = {"start": f"{day:%Y-%m-%d}", "finish": f"{day + timedelta(days=9):%Y-%m-%d}"}
    connection.execute("UPDATE task SET start = :start, finish = :finish", dates)
    connection.execute("UPDATE meeting SET start = ?", (f"{day + timedelta(days=3):%F %T}",))
    answer = {"id": 1, "version": 1, "request": REQUEST, "department": "PRD", "at": LONG_AGO[:10]}
    blank = dict.fromkeys(("by", "content", "needs", "remarks", "signed_by", "confirmed_by"), "")
    insert(connection, "feedback", answer | blank)
    connection.execute("UPDATE deadline SET void = 1")  # a reminder would write what is here
    for table in TEXTS:
        first = rows(connection, f"SELECT * FROM {table} ORDER BY id LIMIT 1")[0]
        if table not in ("comment", "feedback", "progress_update"):
            for place, text in enumerate(STORED.values()):
                insert(connection, table, first | copied(table, place, text))
        poison(connection, table, first["id"])
    [plan] = rows(connection, "SELECT tasks FROM plan")
    planned = [task | {"title": HALF, "criterion": HALF} for task in json.loads(plan["tasks"])]
    connection.execute("UPDATE plan SET tasks = ?", (json.dumps(planned),))
    [last] = rows(connection, "SELECT * FROM trail ORDER BY seq DESC LIMIT 1")
    more = {"seq": last["seq"] + 1, "about": REQUEST, "request": REQUEST, "why": ALL, "actor": ALL}
    insert(connection, "trail", last | more)
    name = f"开{MARKUP['action']}{PAYLOADS['title']}关"
    connection.execute("UPDATE person SET name = ? WHERE login = 'liu'", (name,))


def rows(connection: sqlite3.Connection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*row.values()])


def copied(table: str, place: int, text: str) -> dict[str, Any]:
    """What one of the copies has of its own: a name, and a text where people look first."""
    own: dict[str, Any] = {"id": 1000 + place}
    if table in KEYS:
        own |= {"number": KEYS[table].format(place), "title": f"{text}末"}
    if table == "request":
        own |= {"state": "submitted", "priority": 2}
    if table == "meeting":
        own |= {"uid": f"{place}@x"}
    if table == "person":
        own |= {"login": f"p{place:02d}", "name": text, "department": "ZZZ"}
    if table == "department":
        own |= {"code": f"D{place:02d}", "name": text, "name_en": text, "neutral": 0}
    if table == "notice":
        own |= {"person": "root", "cause": f"x{place}", "text": text, "why": text}
        own |= {"values": json.dumps({"title": HALF})}
    return own


def poison(connection: sqlite3.Connection, table: str, number: int) -> None:
    """Put everything into every text of a record."""
    texts = dict.fromkeys(TEXTS[table].split(), ALL)
    texts |= {name: json.dumps(value) for name, value in LISTS.get(table, {}).items()}
    sets = ", ".join(f'"{name}" = ?' for name in texts)
    values = [*texts.values(), number]
    connection.execute(f"UPDATE {table} SET {sets} WHERE id = ?", values)


def reads_on(person: Person, *pages: str) -> None:
    """Turn the pages of a record that has the whole screen."""
    for _page in range(6):
        before = person.terminal.text()
        person.press("space")
        if not person.changes(before):
            return


def test_I1_I5_nothing_acts_nothing_crashes_nothing_is_eaten(place: Path) -> None:
    with at_work(place, "root", size=(150, 60)) as person:
        shown = [MARKUP[name] for name in ("closing", "action", "tag", "colour", "json")]
        for mode in ("intake", "assignment", "meetings", "board", "conflicts", "today", "people"):
            person.goes(mode)
            person.sees(*(f"{text}"[:12] for text in shown))
        person.press("z")
        person.sees(*shown)
        person.goes("today")
        person.press("z")
        person.sees(*shown)

        for number in (REQUEST, MEETING, TASK, QUARREL):
            person.looks_up(number)
            person.sees(*shown)
            reads_on(person)
        for mode, key, command in (
            ("intake", "e", EditRequest),
            ("assignment", "l", SubmitPlan),
            ("meetings", "e", EditMeeting),
            ("board", "m", UpdateTask),
            ("conflicts", "d", SettleConflict),
            ("people", "e", EditPerson),
        ):
            person.goes(mode)
            person.opens(key, command)
            person.press("ctrl+s", "escape")
            person.misses(CORNER)
        person.press("f11")
        person.sees("liu 开[@click=app.quit]go[/]")
        person.press("liu", "enter")
        person.misses(CORNER)
        person.sees("开[@click=app.quit]go[/]")
        sent = bytes(person.terminal.raw)
        person.press("ctrl+q")
        assert person.terminal.wait_exit() == 0
    for name, payload in PAYLOADS.items():
        assert payload.encode(errors="surrogatepass") not in sent, name
