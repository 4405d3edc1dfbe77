"""Looking after the database: status, check, backup, restore, doctor (D13, D17, D18)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.tui.by_verbs import ME, ROOT, CommandLine

HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1])
held.execute("SELECT count(*) FROM person").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def somebody_works(db: Path) -> Iterator[None]:
    """Another process has the database open and does nothing."""
    command = [sys.executable, "-c", HOLD, str(db)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"open\n"
        yield
        assert child.stdin
        child.stdin.close()


def test_status_says_where_it_is_and_makes_none(liaison: CommandLine, tmp_path: Path) -> None:
    found = liaison.document("db", "status")
    assert (found["place"], found["owner"], found["exists"]) == (str(liaison.db), ME, True)
    assert found["schema"] == found["knows_schema"]
    assert found["trail"] == 5
    liaison.db = tmp_path / "none.db"
    assert liaison.document("db", "status")["exists"] is False
    assert liaison("db", "check").status == 6
    assert liaison("db", "backup", str(tmp_path / "copy.db")).status == 6
    assert not liaison.db.exists()


def test_check_tells_damage_from_a_broken_trail(liaison: CommandLine) -> None:
    assert liaison.document("db", "check")["damage"] == []
    with sqlite3.connect(liaison.db) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'ix_request_queue'")
    connection.close()
    told = liaison("db", "check", "--json")
    assert told.status == 6
    assert told.data["damage"]


def test_D17_a_backup_is_whole_private_and_never_overwrites(
    liaison: CommandLine, tmp_path: Path
) -> None:
    number = liaison.submitted()
    copy = tmp_path / "copies" / "copy ?&%.db"
    copy.parent.mkdir()
    made = liaison.document("db", "backup", str(copy))
    assert made["backup"] == str(copy)
    assert os.listdir(copy.parent) == [copy.name]
    assert copy.stat().st_mode & 0o777 == 0o600
    told = liaison("db", "backup", str(copy))
    assert (told.status, str(copy) in told.err) == (2, True)
    named = liaison.document("db", "backup", str(copy.parent))["backup"]
    assert Path(named).parent == copy.parent
    liaison.db = copy
    assert liaison.document("request", "show", number)["number"] == number


def test_D17_a_backup_is_taken_while_others_work(liaison: CommandLine, tmp_path: Path) -> None:
    with somebody_works(liaison.db):
        assert liaison("db", "backup", str(tmp_path / "copy.db")).status == 0


@pytest.mark.parametrize("words", [(), ("one", "two"), ("/nowhere/at/all.db",), ("/proc/x.db",)])
def test_a_backup_that_cannot_be_written_is_refused(
    liaison: CommandLine, words: tuple[str, ...]
) -> None:
    assert liaison("db", "backup", *words).status == 2


def test_D17_a_broken_trail_is_not_backed_up_as_if_it_were_whole(
    liaison: CommandLine, tmp_path: Path
) -> None:
    with sqlite3.connect(liaison.db) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE trail SET why = 'x' WHERE seq = 3")
    connection.close()
    assert liaison("db", "backup", str(tmp_path / "copy.db")).status == 6
    assert not list(tmp_path.glob("*copy*"))


def test_D18_a_copy_is_put_back_and_the_old_file_kept(liaison: CommandLine, tmp_path: Path) -> None:
    before = liaison.submitted()
    copy = str(tmp_path / "copy.db")
    liaison.document("db", "backup", copy)
    after = liaison.submitted()
    liaison.db.chmod(0o640)
    done = liaison.document("db", "restore", copy)
    assert [row["number"] for row in liaison.document("request", "list")] == [before]
    assert liaison.db.stat().st_mode & 0o777 == 0o640
    assert Path(copy).exists()
    liaison.db = Path(done["old_file"])
    assert [r["number"] for r in liaison.document("request", "list")] == [before, after]


def test_D18_nothing_is_restored_onto_a_database_that_is_open(
    liaison: CommandLine, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    liaison.document("db", "backup", copy)
    number = liaison.submitted()
    listed = sorted(os.listdir(tmp_path))
    with somebody_works(liaison.db):
        told = liaison("db", "restore", copy, "--json")
        assert (told.status, told.error["kind"]) == (6, "database")
    assert liaison.document("request", "show", number)["number"] == number
    assert {name for name in os.listdir(tmp_path) if "part" in name or "before" in name} == set()
    assert set(listed) <= set(os.listdir(tmp_path))


def test_D13_a_damaged_database_gives_way_to_a_copy(liaison: CommandLine, tmp_path: Path) -> None:
    number = liaison.submitted()
    copy = tmp_path / "copy.db"
    liaison.document("db", "backup", str(copy))
    liaison.db.write_bytes(b"\0" * 8192)
    assert liaison("request", "list").status == 6
    done = liaison.document("db", "restore", str(copy))
    assert Path(done["old_file"]).read_bytes() == b"\0" * 8192
    assert liaison.document("request", "show", number)["number"] == number


@pytest.mark.parametrize("content", [b"", b"nothing of ours" * 400])
def test_what_is_no_copy_is_not_restored(
    liaison: CommandLine, tmp_path: Path, content: bytes
) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(content)
    was = liaison.db.read_bytes()
    assert liaison("db", "restore", str(other)).status == 6
    assert liaison("db", "restore", str(tmp_path / "missing.db")).status == 2
    assert liaison.db.read_bytes() == was
    assert not list(tmp_path.glob(".*part*"))


def test_a_copy_cut_short_is_not_restored(liaison: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    liaison.document("db", "backup", str(copy))
    with copy.open("r+b") as file:
        file.truncate(copy.stat().st_size // 2)
    assert liaison("db", "restore", str(copy)).status == 6
    assert liaison("db", "check").status == 0


def test_a_live_database_is_no_copy(liaison: CommandLine, tmp_path: Path) -> None:
    live = tmp_path / "live.db"
    shutil.copy(liaison.db, live)
    with closing(sqlite3.connect(live)) as connection:
        connection.execute("UPDATE person SET name = 'x' WHERE login = 'wang'")
        connection.commit()
        assert liaison("db", "restore", str(live)).status == 2


def test_a_servers_database_is_left_to_its_own_tools(liaison: CommandLine, tmp_path: Path) -> None:
    url = ("--db", "postgresql://127.0.0.1:1/x?connect_timeout=1")
    for verb in ("backup", "restore"):
        told = liaison(*url, "db", verb, str(tmp_path / "copy.db"))
        assert (told.status, "pg_dump" in told.err) == (2, True)


def test_doctor_looks_at_everything_and_fails_for_what_is_broken(
    liaison: CommandLine, tmp_path: Path
) -> None:
    found = {one["name"]: one for one in liaison.document("doctor")}
    assert set(found) >= {"Python", "Libraries", "SQLite", "Database", "File system", "Terminal"}
    assert found["Contents"]["level"] == "green"
    assert {one["level"] for one in found.values()} <= {"green", "yellow"}
    old = sqlite3.sqlite_version_info < (3, 51, 3)
    assert found["SQLite"]["level"] == ("yellow" if old else "green")
    liaison.db = tmp_path / "nowhere" / "desk.db"
    told = liaison("doctor")
    assert (told.status, "BAD" in told.out) == (6, True)
    liaison.db = tmp_path / "empty.db"
    liaison.db.touch()
    assert liaison("doctor").status == 6


def test_doctor_reads_nothing_of_the_database_past_sqlite() -> None:
    """Opening and closing the file would give up SQLite's locks (D4)."""
    house = ROOT / "tui" / "commandline"
    text = (house / "doctor.py").read_text() + (house / "upkeep.py").read_text()
    assert "read_bytes" not in text
    assert text.count("open(") == text.count("os.open(")


def test_the_same_verbs_work_on_a_server(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    liaison = CommandLine(Path("unused"), monkeypatch, capsys)
    server = ("--db", postgres_url)
    people = [{"login": login, "name": login} for login in ("wang", "zhao")]
    assert liaison(*server, "person", "add", "--from", "-", given=people).status == 0
    one = liaison.document(*server, "person", "list", "--limit", "1")
    rest = liaison.document(*server, "person", "list", "--after", one[0]["login"])
    assert [row["login"] for row in one + rest] == sorted([ME, "wang", "zhao"])
    assert liaison.document(*server, "person", "show", "wang", by="zhao")["login"] == "wang"
    checked = liaison.document(*server, "db", "check")
    assert (checked["damage"], checked["broken_entry"], checked["entries"]) == ([], None, 2)
    secret = postgres_url + ("&" if "?" in postgres_url else "?") + "password=hush-hush"
    told = liaison("--db", secret, "db", "status", "--json")
    assert told.data["trail"] == 2
    assert "hush" not in told.out
    levels = {one["name"]: one["level"] for one in liaison.document(*server, "doctor")}
    assert levels["Contents"] == "green"
