"""``liaison`` in a process of its own: what it loads, its terminal, its files, who is there."""

from __future__ import annotations

import json
import os
import pwd
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.tui.by_verbs import FORM, ME, ROOT, STARTED, organisation, process

MODULES = "import sys, tui.cli; sys.argv[0] = 'liaison'; {}; print(*sys.modules, file=sys.stderr)"
HEAVY = {"textual", "sqlmodel", "sqlalchemy", "alembic", "icalendar", "holidays", "rich"}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return organisation(tmp_path / "desk.db")


def loaded(*words: str) -> set[str]:
    """The heavy libraries that a run of the verb imported."""
    told = process(*words, launcher=("-c", MODULES.format("status = tui.cli.main()")))
    assert told.status == 0, told.err
    return HEAVY & set(told.err.split())


def test_version_loads_nothing_heavy() -> None:
    assert loaded("--version") == set()
    assert re.fullmatch(r"liaison \S+\n", process("--version").out)


def test_importing_the_command_line_opens_and_loads_nothing() -> None:
    told = process(launcher=("-c", MODULES.format("pass")))
    assert (told.status, HEAVY & set(told.err.split())) == (0, set())


def test_a_list_loads_nothing_heavy(db: Path) -> None:
    for words in (
        ("person", "list"),
        ("request", "list", "--json", "--state", "draft", "--after", ""),
        ("inbox", "list"),
    ):
        assert loaded(*words, "--db", str(db)) == set()
    # The weeks of China whose exchanges are announced need no library of holidays either.
    assert loaded("board", "--json", "--week", "2026-W20", "--db", str(db)) == set()


def test_showing_one_record_as_data_needs_the_database_alone(db: Path) -> None:
    assert loaded("person", "show", "wang", "--json", "--db", str(db)) == {
        "sqlmodel",
        "sqlalchemy",
    }


def test_help_is_there_without_a_database(tmp_path: Path) -> None:
    nowhere = ("--db", str(tmp_path / "no" / "desk.db"))
    for words in (("--help",), ("request", "--help"), ("request", "submit", "-h")):
        told = process(*nowhere, *words)
        assert (told.status, told.err) == (0, "")
        assert "submit" in told.out
    assert "--originating-department" in told.out
    assert "PRD: three product sheets with user profiles @ +5d" in told.out
    assert "(R2" not in told.out


def test_every_verb_has_help_that_says_what_it_does() -> None:
    verbs = json.loads(process("verbs", "--json").out)
    names = {one["verb"] for one in verbs}
    assert {"request submit", "plan diff", "db restore", "undo", "demo", "meeting invite"} <= names
    assert len(names) == len(verbs)
    for one in verbs:
        assert one["label"]
        assert one["help"].endswith(".")
        assert not re.search(r"\([RTDA]\d", one["help"])


@pytest.mark.parametrize("words", [(), ("demo",)])
@pytest.mark.parametrize("closed", ["0</dev/null", "1>/dev/null", "2>/dev/null", "2</dev/null"])
def test_T3_without_a_terminal_the_screens_refuse(
    db: Path, words: tuple[str, ...], closed: str
) -> None:
    line = f'"$@" {closed}; echo "status $?"'
    command = ["/bin/sh", "-c", line, "sh", sys.executable, "-m", "tui", "--db", str(db), *words]
    with Terminal(command, env={"HOME": str(db.parent)}) as terminal:
        terminal.wait_for("status 2")
        assert ("ssh -t" in terminal.text()) is (closed[0] != "2")


def test_T3_a_pipe_on_every_side_gets_one_sentence() -> None:
    told = process(launcher=STARTED)
    assert (told.status, told.out) == (2, "")
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_D25_with_standard_files_closed_the_database_is_safe(db: Path, closed: str) -> None:
    line = f'"$@" {closed}'
    words = ("person", "add", "late", "--name", "Late", "--db", str(db))
    command = ["/bin/sh", "-c", line, "sh", sys.executable, "-m", "tui", *words]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, timeout=60, cwd="/")
    assert done.returncode == 0, done.stderr
    assert process("person", "show", "late", "--db", str(db)).status == 0
    assert process("db", "check", "--db", str(db)).status == 0


def test_a_reader_that_goes_away_is_no_fault(db: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "tui", "person", "add", "late", "--name", "L", "--db", str(db)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, env=env, timeout=60)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, b"")
    assert process("person", "show", "late", "--db", str(db)).status == 0


def test_an_output_that_is_full_is_told() -> None:
    command = [sys.executable, "-m", "tui", "verbs", "--json"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=env, timeout=60)
    assert done.returncode == 70
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_ctrl_c_ends_quietly(db: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    # What a make or a shell in the background ignores, its children ignore too.
    listening = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = f"import signal, sys, tui.cli; {listening}; sys.exit(tui.cli.main())"
    words = ["request", "draft", "--from", "-", "--db", str(db)]
    command, pipe = [sys.executable, "-c", start, *words], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe, stdout=pipe, env=env) as child:
        assert child.stdin
        # More than a pipe holds: once it is written, the verb has begun to read, and wants more.
        child.stdin.write(b"{" + b" " * 200_000)
        child.stdin.flush()
        # Between two readings a signal is not seen until the next: people press again, too. The
        # pipe stays open until then, for its end would be an answer.
        for _ in range(20):
            child.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                child.wait(1)
                break
        assert child.returncode == 130
        assert child.communicate() == (b"", b"")


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "LANG": ""},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONUTF8": "0", "LC_ALL": "C"},
        {"LANG": "zh_CN.GBK", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
)
def test_T7_chinese_goes_in_and_out_in_every_locale(db: Path, env: dict[str, str]) -> None:
    words = ("request", "draft", "--title", "大促活动", "--as", "wang", "--db", str(db))
    form = json.dumps({"background": "物料"}, ensure_ascii=False).encode()
    told = process(*words, "--from", "-", "--json", env=env, given=form)
    assert told.status == 0, told
    made = json.loads(told.out)
    assert (made["title"], made["background"]) == ("大促活动", "物料")
    assert "大促活动" in process("request", "list", *words[4:], env=env).out


@pytest.mark.parametrize(
    ("env", "words", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, (), "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, (), "en"),
        ({"LANG": "de_DE.UTF-8"}, (), "en"),
        ({}, ("--lang", "zh"), "zh"),
    ],
)
def test_the_language_is_the_persons(
    env: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    script = "import tui.cli, tui.i18n; tui.cli.main(); print(tui.i18n.language())"
    told = process("remind", "--help", *words, env=env, launcher=("-c", script))
    assert told.out.splitlines()[-1] == said


def test_the_environment_says_nothing_of_who_acts(db: Path) -> None:
    env = dict.fromkeys(("USER", "LOGNAME", "LIAISON_AS", "SSH_ORIGINAL_COMMAND"), "boss")
    told = process("person", "add", "late", "--name", "Late", "--db", str(db), env=env)
    assert told.status == 0
    entries = json.loads(process("trail", "list", "--json", "--db", str(db)).out)
    assert (entries[-1]["actor"], entries[-1]["os_user"]) == (ME, "")


AS_NOBODY = "import os, sys; os.setresuid(65534, 0, 0); from tui.cli import main; sys.exit(main())"
needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def open_db() -> Iterator[Path]:
    """The organisation in a folder that every user may enter and write."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        db = organisation(Path(folder) / "desk.db")
        db.chmod(0o666)
        yield db


@needs_root
def test_A3_only_the_owner_of_the_database_may_act_as_somebody_else(open_db: Path) -> None:
    words = ("request", "list", "--db", str(open_db), "--json")
    launcher = ("-c", AS_NOBODY)
    told = process(*words, "--as", "wang", launcher=launcher)
    assert (told.status, told.error["kind"], told.error["field"]) == (3, "permission", "as")
    told = process(*words, launcher=launcher)
    assert (told.status, told.error["kind"]) == (4, "missing")
    os.chown(open_db, 65534, -1)
    assert process(*words, "--as", "wang", launcher=launcher).status == 0
    # Now root is the one who does not own it.
    assert process(*words, "--as", "wang").status == 3


@needs_root
def test_A3_the_real_user_is_kept_beside_the_actor(open_db: Path) -> None:
    os.chown(open_db, 65534, -1)
    words = ("request", "submit", "--from", "-", "--as", "wang", "--db", str(open_db))
    told = process(*words, launcher=("-c", AS_NOBODY), given=json.dumps(FORM).encode())
    assert told.status == 0, told.err
    entries = json.loads(process("trail", "list", "--json", "--db", str(open_db)).out)
    os_user = pwd.getpwuid(65534).pw_name
    assert (entries[-1]["actor"], entries[-1]["os_user"]) == ("wang", os_user)


def test_a_new_desk_is_founded_by_whoever_opens_it(tmp_path: Path) -> None:
    db = ("--db", str(tmp_path / "new.db"))
    [founder] = json.loads(process("person", "list", "--json", *db).out)
    assert (founder["login"], founder["roles"]) == (ME, ["coordinator"])
    assert process("person", "list", "--as", "wang", *db).status == 4


def test_the_usual_place_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    env = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert process("request", "list", env=env).status == 0
    folder = tmp_path / "data" / "liaison"
    assert (folder / "liaison.db").is_file()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_database_may_be_named_by_the_environment_and_the_line_goes_before(
    db: Path, tmp_path: Path
) -> None:
    env = {"LIAISON_DB": str(db)}
    assert "wang" in process("person", "list", env=env).out
    other = ("--db", str(tmp_path / "other.db"))
    assert "wang" not in process("person", "list", *other, env=env).out


def test_a_table_on_a_terminal_shows_all_of_a_long_title_and_nothing_acts(db: Path) -> None:
    title = "长" * 50 + " [bold]x[/] [/]"
    form = json.dumps(FORM | {"title": title}).encode()
    words = ("--as", "wang", "--db", str(db))
    assert process("request", "submit", "--from", "-", *words, given=form).status == 0
    command = [sys.executable, "-m", "tui", "request", "list", *words]
    with Terminal(command, size=(100, 30), env={"HOME": str(db.parent)}) as terminal:
        assert terminal.wait_exit() == 0
        shown = re.sub(r"\s", "", terminal.text())
        assert shown.count("长") == 50
        assert "Number" in shown
        assert "[bold]x[/]" in terminal.text().replace("\n", "") or "[/]" in shown


def test_the_screens_open_and_close(db: Path) -> None:
    command = [sys.executable, "-m", "tui", "--db", str(db), "--lang", "en"]
    with Terminal(command, size=(100, 30), env={"HOME": str(db.parent)}) as terminal:
        terminal.wait_for("Today", timeout=20)
        terminal.send("ctrl+q")
        assert terminal.wait_exit() == 0


def test_the_screens_refuse_a_stranger_before_they_open(db: Path) -> None:
    command = [sys.executable, "-m", "tui", "--db", str(db), "--as", "stranger"]
    with Terminal(command, size=(100, 30), env={"HOME": str(db.parent)}) as terminal:
        terminal.wait_for("stranger", timeout=20)
        assert terminal.wait_exit() == 4
        assert b"\x1b[?1049h" not in terminal.raw


def test_the_demo_is_filled_and_kept_where_it_is_asked_to_be(tmp_path: Path) -> None:
    place = tmp_path / "demo.db"
    told = process("demo", "--load-only", "--keep", str(place), "--lang", "zh", "--json")
    assert (told.status, told.err) == (0, "")
    assert json.loads(told.out) == {"place": str(place)}
    db = ("--db", str(place))
    rows = json.loads(process("request", "list", "--json", *db).out)
    assert any("618" in row["title"] for row in rows)
    assert process("db", "check", *db).status == 0
    assert ME in [row["login"] for row in json.loads(process("person", "list", "--json", *db).out)]
    assert process("demo", "--load-only", "--keep", str(place)).status == 2
