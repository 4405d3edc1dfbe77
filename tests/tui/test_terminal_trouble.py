"""What becomes of people's work when the terminal, the line or the program fails (T1-T11, D7)."""

from __future__ import annotations

import fcntl
import json
import os
import random
import signal
import struct
import termios
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.commands.request import EditRequest, SubmitRequest
from tests.terminal import PYTHON, Terminal
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import FORM, organisation, process
from tui.i18n import _, say
from tui.modes import MODE_LABELS

NUMBER = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("XMBG-%Y%m001")
TITLE = "Half a title"
LEAVE = b"\x1b[?1049l"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return organisation(tmp_path / "desk.db")


def verb(place: Path, *words: str, by: str = "", given: object = None) -> None:
    actor = ["--as", by] if by else []
    text = json.dumps(given).encode() if given else b""
    told = process("--db", str(place), *actor, *words, given=text)
    assert told.status == 0, told


# How a session ends, with which status, and how long after the last key.
ENDS = (
    ("terminal closed", 129, 0.6),
    ("terminal closed", 129, 0.05),
    ("SIGHUP", 129, 0.05),
    ("SIGTERM", 143, 0.05),
    ("SIGTERM", 143, 0.6),
    ("ctrl+q", 0, 0.0),
)


def test_T1_a_form_outlives_every_end_of_its_session(place: Path) -> None:
    typed = TITLE
    with at_work(place) as person:
        person.goes("intake")
        person.opens("n", SubmitRequest)
        person.press("tab", typed)
        person.sees(typed)
        ends(person, *ENDS[0])
    for place_in_line, end in enumerate(ENDS[1:]):
        with at_work(place) as person:
            person.sees(kept_forms(1))
            person.goes("intake")
            person.opens("n", SubmitRequest)
            person.sees(typed, _("This is the draft you left; ^r throws it away."))
            person.press("tab", "end", more := f" and {place_in_line}")
            typed += more
            person.sees(typed)
            ends(person, *end)
    with at_work(place) as person:
        person.goes("intake")
        person.opens("n", SubmitRequest)
        person.sees(typed)


def kept_forms(count: int) -> str:
    return _("Unfinished forms kept: {count}. Opening one again brings it back.", count=count)


def ends(person: Person, end: str, status: int, after: float) -> None:
    """Let the session end; the process is gone within three seconds."""
    time.sleep(after)
    if end == "terminal closed":
        person.terminal.close_master()
    elif end.startswith("SIG"):
        os.kill(person.terminal.pid, signal.Signals[end])
    else:
        person.press(end)
    assert person.terminal.wait_exit(3) == status, end


TINY = _("This window is too small. Make it {columns} × {lines} at least.", columns=40, lines=10)


def test_T6_a_storm_of_sizes(place: Path) -> None:
    sizes = [(0, 0), (1, 1), (1000, 1000), (2, 300), (300, 2), (39, 9)]
    order = random.Random(6)
    with at_work(place) as person:
        person.goes("intake")
        person.opens("n", SubmitRequest)
        person.press("tab", TITLE)
        for _again in range(100):
            blow(person.terminal, *order.choice(sizes))
        person.terminal.resize(39, 24)
        person.sees(TINY)
        person.terminal.resize(80, 9)
        person.sees(TINY)
        person.terminal.resize(80, 24)
        person.sees(TITLE)
        person.press(" indeed")
        person.sees(f"{TITLE} indeed")
        assert len(person.terminal.lines()[0]) == 80
        person.press("escape")
        person.terminal.resize(120, 40)
        person.until(lambda screen: len(screen.split("\n")[0]) > 110, "the wide screen")


def blow(terminal: Terminal, columns: int, rows: int) -> None:
    """Change the size, and read what comes without drawing it."""
    fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        os.read(terminal.master, 1 << 20)
    except BlockingIOError:
        time.sleep(0.001)


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
    ],
)
def test_T7_chinese_is_shown_in_a_locale_that_has_none(place: Path, env: dict[str, str]) -> None:
    words = [PYTHON, "-m", "tui", "--db", str(place), "--lang", "zh"]
    with Terminal(words, env=env) as terminal:
        person = Person(terminal)
        person.sees("今日")
        person.press("f9")
        person.sees("市场部")


@pytest.mark.parametrize(
    ("tabs", "limit", "pasted"),
    [
        pytest.param(1, 120, 20_000, id="line"),
        pytest.param(2, 8000, 1_050_000, id="paragraph"),
    ],
)
def test_T11_a_paste_of_a_million_octets_is_cut(
    place: Path, tabs: int, limit: int, pasted: int
) -> None:
    with at_work(place) as person:
        person.goes("intake")
        person.opens("n", SubmitRequest)
        person.press(*["tab"] * tabs)
        before = person.terminal.cpu_seconds()
        person.terminal.paste("对接 " * (pasted // 7))
        person.sees(_("Only {limit} characters fit here.", limit=limit))
        person.press("tab", "Z618")
        person.sees("Z618")
        assert person.terminal.cpu_seconds() - before < 10


BROKEN = """
import sys
from tui import cli
from tui.screens.help import HelpScreen
def compose(self):
    secret = "小王的密码"
    raise ZeroDivisionError(secret[:2])
HelpScreen.compose = compose
sys.exit(cli.main())
"""


def test_T10_a_bug_ends_with_a_sentence_a_log_and_a_usable_terminal(
    place: Path, tmp_path: Path
) -> None:
    words = [PYTHON, "-c", BROKEN, "--db", str(place), "--lang", "en"]
    with Terminal(words, env={"XDG_STATE_HOME": str(tmp_path)}) as terminal:
        person = Person(terminal)
        person.sees(say(MODE_LABELS["today"]))
        before = len(terminal.raw)
        person.press("f1")
        assert terminal.wait_exit() == 70
        [log] = tmp_path.rglob("*.log")
        said = terminal.raw[terminal.raw.rindex(LEAVE) :].decode()
        assert "ZeroDivisionError" in said
        assert str(log) in said.replace("\r\n", "")
        assert "小王" not in terminal.raw[before:].decode()
        assert "Traceback" not in said
        assert "小王" in log.read_text()
        wanted = termios.ECHO | termios.ICANON | termios.ISIG
        assert termios.tcgetattr(terminal.master)[3] & wanted == wanted


def test_D7_the_second_to_save_is_told_and_keeps_what_was_typed(place: Path) -> None:
    verb(place, "request", "submit", "--from", "-", by="wang", given=FORM)
    verb(place, "request", "return", NUMBER, "--reason", "Logistics is missing")
    with at_work(place, "wang") as wang, at_work(place, "zhang") as zhang:
        for person in (wang, zhang):
            person.goes("intake")
            person.sees(NUMBER)
            person.opens("e", EditRequest)
        zhang.fills_in(EditRequest, NUMBER, title="The head's title")
        wang.fills(EditRequest, title="The liaison's title")
        wang.press("ctrl+s")
        wang.sees("was changed by somebody else", "zhang at", "The head's title")
        wang.sees("The liaison's title")
        wang.sends(EditRequest, NUMBER)
        wang.sees("The liaison's title")
        zhang.sees("The liaison's title")


def test_a_refusal_without_a_form_ends_nothing(place: Path) -> None:
    """A key whose verb is refused says so; it is no fault of the program."""
    verb(place, "request", "submit", "--from", "-", by="wang", given=FORM)
    with at_work(place, "wang") as person:
        person.goes("assignment")
        person.sees(NUMBER)
        person.press("t")
        person.sees("You may not do this")
        person.goes("today")


def test_keys_that_come_at_once_go_where_they_were_meant(place: Path) -> None:
    """Over a slow line a form's key, tabs, text and ^s arrive together."""
    with at_work(place, "wang") as person:
        person.goes("intake")
        keys = {"tab": "\t", "send": "\x13"}
        person.terminal.type("n{tab}618{tab}Thirty % more{tab}{tab}{tab}{tab}PRD".format(**keys))
        person.terminal.type("{tab}{tab}PRD: 3 sheets @ +5d{tab}+30d{send}".format(**keys))
        person.sees(f"{say(SubmitRequest.label)}: {NUMBER}", "Thirty % more")
