"""Hostile text in every text column of every table, on every screen and in every answer (I1 to I5).

The columns are found in the tables themselves, so that a new one is in the matrix at once. Each
row has the families in another order: in a list, where only the beginning of a text is seen,
every family comes first somewhere.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from enum import Enum
from itertools import count
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import JSON, String, Table

from core.codec import type_hints
from core.text import safe
from db import kinds
from db.tables import whole
from tests.tui.by_keys import PATIENCE, Person, at_work, solid
from tests.tui.by_verbs import CommandLine, process
from tests.tui.hostile_app import PAYLOADS
from tests.tui.test_hostile_text import MARKUP, STORED, reads_on
from tui.commandline.listings import LISTINGS
from tui.i18n import _
from tui.modes import MODE_KEYS

# Names by which records find each other, and words of the program's own: what cannot be typed.
NAMES = {
    *("number", "request", "task", "about", "department", "code", "login", "person", "owner"),
    *("originator", "originating_department", "lead_department", "coordinator", "head", "primary"),
    *("uid", "zone", "kind", "key", "prefix", "period", "digest", "source", "actor", "hash"),
    *("previous", "command", "form", "leader", "deputy", "before_primary", "from_request"),
    *("to_request", "other", "resource", "rows", "role", "series", "monthly", "after", "next"),
    *("cause", "parties"),
}
WORDS = {"text": {"notice"}, "name": {"preference", "trail_name", "counter"}}
FAMILIES = [f"开{text[:40]}关" for text in STORED.values()]
HALF = "开\ud800关"
_turns = count()


def hostile() -> str:
    """All families on one line, beginning with another one each time."""
    turn = next(_turns) % len(FAMILIES)
    return " ".join(FAMILIES[turn:] + FAMILIES[:turn])


def is_word(table: Table, name: str) -> bool:
    """Whether a column holds names and words of the program, which a person cannot choose."""
    if name in NAMES or table.name in WORDS.get(name, ()) or name.endswith("_id"):
        return True
    if any(column.name == name for column in table.primary_key) or table.columns[name].unique:
        return True
    kind = kinds.named(table.name) if table.name in kinds.ENTITIES else None
    hint = type_hints(kind).get(name) if kind else None
    return any(isinstance(arm, type) and issubclass(arm, Enum) for arm in (hint, *get_args(hint)))


def poisoned(value: Any, name: str = "") -> Any:
    """A value of JSON with hostile text in every text that is not a name."""
    if isinstance(value, dict):
        return {key: poisoned(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item, name) for item in value]
    free = "what why text title purpose criterion question trigger confidentiality "
    return f"{hostile()} {HALF}" if isinstance(value, str) and name in free.split() else value


def columns() -> Iterator[tuple[Table, str, bool]]:
    """Every column that holds what people write, and whether it is JSON."""
    for table in whole().tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON) and table.name != "preference":
                yield table, column.name, True
            kept = getattr(column.type, "impl", column.type)
            if isinstance(kept, String) and not is_word(table, column.name):
                yield table, column.name, False


def test_the_matrix_has_what_people_write() -> None:
    found = {f"{table.name}.{name}" for table, name, _ in columns()}
    assert {
        "request.title", "request.background", "request.reason", "request.details",
        "task.criterion", "task.deliverable", "meeting.notes", "meeting.place", "conflict.outcome",
        "conflict.claims", "comment.text", "feedback.needs", "progress_update.done",
        "department.name", "person.name", "person.contact", "notice.why", "trail.why",
        "plan.tasks", "import_batch.file", "kept_form.fields", "attachment.name",
    } <= found  # fmt: skip
    assert not {"request.state", "request.number", "person.login", "task.owner"} & found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's desk, in whose every text column something hostile was written past all checks."""
    path = tmp_path_factory.mktemp("matrix") / "desk.db"
    told = process("demo", "--keep", str(path), "--load-only", "--lang", "en")
    assert told.status == 0, told
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (trigger,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for table, name, is_json in columns():
            asked = f'SELECT rowid, "{name}" FROM "{table.name}"'
            for row, value in connection.execute(asked).fetchall():
                new = json.dumps(poisoned(json.loads(value))) if is_json and value else hostile()
                if not is_json or value:
                    change = f'UPDATE "{table.name}" SET "{name}" = ? WHERE rowid = ?'
                    connection.execute(change, (new, row))
    return path


class Watching:
    """What was seen on any screen so far."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.seen: list[str] = []

    def look(self) -> None:
        self.person.terminal.wait_for(lambda terminal: True)
        self.seen.append(solid(self.person.terminal.text()))

    def walk(self, *keys: str) -> None:
        """Press keys, one after the other, and look at what each of them shows."""
        for key in keys:
            before = self.person.terminal.text()
            self.person.press(key)
            self.person.changes(before, 0.4)
            self.look()

    def helped(self) -> None:
        """Open the help, look at it and close it."""
        self.person.press("f1")
        self.person.sees(_("Keys that work here"))
        self.look()
        self.person.press("escape")  # read together with the next key, it would be that with alt
        self.person.misses(_("Keys that work here"))

    def leave(self) -> None:
        """Go back from a record, and wait until that is done."""
        before = self.person.terminal.text()
        self.person.press("escape")
        assert self.person.changes(before, PATIENCE)
        self.look()

    def round(self, numbers: list[str]) -> None:
        """Look at every screen, and at one record of each kind."""
        for mode in MODE_KEYS:
            self.person.goes(mode)
            self.walk("j", "j", "z", "j", "z", "escape")
            self.helped()
        for number in numbers:
            self.person.looks_up(number)
            self.look()
            reads_on(self.person)
            self.leave()

    def unseen(self) -> list[str]:
        """The families that no screen has shown so far, made harmless and whole."""
        everything = "\n".join(self.seen)
        families = {**PAYLOADS, **MARKUP}.items()
        shown = {name: solid(safe(f"开{text[:40]}关")) for name, text in families}
        return [name for name, text in shown.items() if name != "half" and text not in everything]


def test_I1_I5_every_column_on_every_screen(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        numbers = [
            connection.execute(f"SELECT number FROM {table} WHERE number <> ''").fetchone()[0]
            for table in ("request", "meeting", "task", "conflict")
        ]
    with at_work(place, size=(150, 60), language="zh") as person:
        watching = Watching(person)
        for _again in range(3):  # what a busy machine showed too late the first time
            watching.round(numbers)
            unseen = watching.unseen()
            if not unseen:
                break
        person.goes("today")
        sent = bytes(person.terminal.raw)
        person.press("ctrl+q")
        assert person.terminal.wait_exit() == 0
    for name, payload in PAYLOADS.items():
        assert payload.encode(errors="surrogatepass") not in sent, name
    assert not unseen


NOUNS = [*LISTINGS]


@pytest.mark.parametrize("noun", NOUNS)
def test_I1_every_answer_of_the_command_line(
    place: Path, noun: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    liaison = CommandLine(place, monkeypatch, capsys)
    plain = liaison(noun, "list")
    assert plain.status == 0, plain.err
    require_harmless(plain.out)
    data = liaison(noun, "list", "--json")
    require_harmless(data.out)
    rows = data.data
    if noun == "inbox":
        return
    for row in rows[:5]:
        key = row[LISTINGS[noun].key]
        for words in ((noun, "show", key), (noun, "show", key, "--json")):
            shown = liaison(*words)
            assert shown.status == 0, shown.err
            require_harmless(shown.out + shown.err)


def test_I1_the_trail_is_shown_harmlessly(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    liaison = CommandLine(place, monkeypatch, capsys)
    for words in (("trail",), ("trail", "--json"), ("doctor",), ("trail", "verify")):
        told = liaison(*words)
        require_harmless(told.out + told.err)


def require_harmless(out: str) -> None:
    kept = out.replace("\t", " ")
    assert safe(kept, lines=True) == kept
