"""A meeting run from the screen, its agenda and its minutes, by keys at a real terminal (R5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.commands.minutes import ConfirmMinutes, WriteMinutes
from core.commands.running import AgreeAction, DecideInMeeting, ExtendBlock, ParkQuestion
from core.week import Week
from tests.terminal import Terminal
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import CommandLine
from tui import i18n
from tui.i18n import _
from tui.widgets.bigtime import GLYPHS, LINES

ZONE = ZoneInfo("Asia/Shanghai")
BLOCKS = ("Opening 5", "Topics 30 | zhao | Which products?", "Conclusions 10")


@pytest.fixture
def meeting(liaison: CommandLine) -> str:
    """One that is to begin, called by the head of marketing."""
    words = [word for block in BLOCKS for word in ("--blocks", block)]
    booked = liaison.document(
        "meeting", "schedule", "--request", liaison.led(), "--kind", "kickoff",
        "--start", "+3d 10:00", "--late-notice-reason", "now", *words, by="zhang",
    )  # fmt: skip
    return str(booked["number"])


def digits(terminal: Terminal) -> str:
    """What the big digits show, read dot by dot from the colours of the screen."""
    width, height = terminal.size
    rows = [[terminal.screen.buffer[y][x] for x in range(width)] for y in range(2, height - 6)]
    ground = rows[0][0].bg
    lit = [[cell.bg != ground and cell.data == " " for cell in row] for row in rows]
    lit = [row for row in lit if any(row)]
    scale = len(lit) // LINES
    if not scale or len(lit) % LINES:
        return ""
    return "".join(_read(lit, scale))


def _read(lit: list[list[bool]], scale: int) -> Iterator[str]:
    dots = ["".join("01"[row[x]] for x in range(len(row))) for row in lit[::scale]]
    columns = [x for x in range(len(dots[0])) if any(row[x] == "1" for row in dots)]
    x, end, dot = columns[0], columns[-1], 2 * scale
    while x <= end:
        found = next(
            (
                (char, len(glyph[0]))
                for char, glyph in sorted(GLYPHS.items(), key=lambda pair: -len(pair[1][0]))
                for wide in [len(glyph[0])]
                if tuple(row[x : x + wide * dot : dot] for row in dots) == glyph
            ),
            ("?", 3),
        )
        yield found[0]
        x += (found[1] + 1) * dot


def shows(person: Person, *wanted: str) -> str:
    """Wait until the big digits begin with one of these."""
    seen = ""

    def holds(_screen: str) -> bool:
        nonlocal seen
        seen = digits(person.terminal)
        return seen.startswith(wanted)

    person.until(holds, "digits", *wanted)
    return seen


def kept_of(liaison: CommandLine, number: str) -> Any:
    """The meeting's document; the verb speaks its own language, so this one is put back."""
    before = i18n.language()
    found = liaison.document("meeting", "show", number, by="zhang")
    i18n.use(before)
    return found


def run_of(liaison: CommandLine, number: str) -> Any:
    return kept_of(liaison, number)["run"]


def rests(person: Person) -> None:
    """Wait until a second and more passes in which nothing is sent: notices have gone by then."""
    for _again in range(12):
        before = len(person.terminal.raw)
        if not person.changes(person.terminal.text(), 1.5) and len(person.terminal.raw) == before:
            return
    raise AssertionError(f"never at rest:\n{person.terminal.text()}")


@pytest.mark.parametrize(
    ("language", "size"), [("en", (80, 24)), ("zh", (120, 40))], ids=["en", "zh"]
)
def test_R5_5_a_meeting_is_run_from_the_live_view(
    liaison: CommandLine, meeting: str, language: str, size: tuple[int, int]
) -> None:
    with at_work(liaison.db, "zhang", language=language, size=size) as person:
        person.goes("meetings")
        person.sees("618大促")
        person.press("v")
        person.sees(_("Not begun yet: s starts the meeting."))
        person.press("s")
        person.sees("1/3  Opening", _("on time"))
        first = shows(person, "05:00", "04:5")
        assert len(first) == 5
        # It counts without a key being pressed, and only the dots that change are sent.
        person.until(lambda _s: digits(person.terminal) not in ("", first), "another second")
        assert len(person.terminal.raw.rpartition(b"\x1b[?2026h")[2]) < 1_000
        person.press("n")
        person.sees("2/3  Topics", "Zhao", "Which products?")
        shows(person, "30:00", "29:5")
        person.press("space")
        person.sees(_("paused"))
        assert run_of(liaison, meeting)["paused"]
        still = digits(person.terminal)
        rests(person)
        assert digits(person.terminal) == still
        person.press("space")
        person.misses(_("paused"))
        person.does("d", DecideInMeeting, meeting, text="Three products")
        person.does("a", AgreeAction, meeting, text="Posters", owner="zhao", due="+5d")
        person.does("p", ParkQuestion, meeting, text="Who pays?")
        person.sees(_("{decisions} decisions, {actions} action items, {parked} parked",
                      decisions=1, actions=1, parked=1))  # fmt: skip
        person.does("e", ExtendBlock, meeting, minutes="4")
        shows(person, "34:00", "33:5")
        person.press("b")
        person.sees("1/3  Opening")
        person.press("b")
        person.sees(_("This is the first block."))
        person.press("n", "n")
        person.sees("3/3  Conclusions")
        shows(person, "06:00", "05:5")
        person.press("n")
        person.sees(_("This is the last block. f finishes the meeting."))
        person.press("f")
        person.sees(_("The meeting is over: m opens the minutes."))
        person.press("escape")
        person.sees(_("Next view"))
    kept = kept_of(liaison, meeting)
    assert [b["minutes"] for b in kept["run"]["blocks"]] == [5, 34, 6]
    assert [b["planned"] for b in kept["run"]["blocks"]] == [5, 30, 10]
    assert kept["minutes"]["state"] == "draft"


def test_R5_5_a_terminal_that_closes_loses_nothing_and_another_takes_over(
    liaison: CommandLine, meeting: str
) -> None:
    liaison.document("meeting", "start", meeting, by="zhang")
    with at_work(liaison.db, "zhang") as person:
        person.goes("meetings")
        person.sees("618大促")
        person.press("v")
        person.sees("1/3  Opening")
        person.press("n")
        person.sees("2/3  Topics")
    before = run_of(liaison, meeting)
    with at_work(liaison.db, "wang") as other:
        other.goes("meetings")
        other.sees("618大促")
        other.press("v")
        other.sees("2/3  Topics")
        shows(other, "29:", "30:00")
        # What somebody else does is seen, and is not done twice.
        liaison.document("meeting", "next", meeting, by="zhang")
        other.press("n")
        other.sees("3/3  Conclusions")
    after = run_of(liaison, meeting)
    assert (before["block"], after["block"]) == (2, 3)
    assert before["started"] == after["started"]


def test_R5_5_who_may_not_run_it_is_told_so(liaison: CommandLine, meeting: str) -> None:
    liaison.document("meeting", "start", meeting, by="zhang")
    with at_work(liaison.db, "zhao") as person:
        person.goes("meetings")
        person.sees("618大促")
        person.press("v")
        person.sees("1/3  Opening")
        person.press("n")
        person.sees("You may not do this")
    assert run_of(liaison, meeting)["block"] == 1


def test_R5_2_the_agenda_is_changed_key_by_key(liaison: CommandLine, meeting: str) -> None:
    with at_work(liaison.db, "zhang", language="en") as person:
        person.goes("meetings")
        person.sees("618大促")
        person.press("t")
        person.sees("10:00–10:05", "10:05–10:35", "10:35–10:45",
                    _("{total} of {limit} min", total=45, limit=60))  # fmt: skip
        person.press("+", "+", "-")
        person.sees("10:00–10:06")
        person.press("J")
        person.sees("10:00–10:30", "10:30–10:36")
        person.press("k", "t", "Stock, 预算, Posters", "enter")
        person.sees("10:00–10:10    10  Stock", "10:10–10:20    10  预算", "Posters")
        person.press("n", "Extra 20 | li | Why?", "enter")
        person.sees(_("{total} of {limit} min: take {over} out, or keep a reason with r.",
                      total=66, limit=60, over=6))  # fmt: skip
        person.press("ctrl+s")
        person.sees("66", "60")
        blocks = kept_of(liaison, meeting)["blocks"]
        assert [b["name"] for b in blocks] == ["Opening", "Topics", "Conclusions"]
        person.press("e", "end", "ctrl+u", "Extra 0", "enter")
        person.sees(_("The block “{name}” needs at least one minute.", name="Extra"))
        person.press("escape")
        person.misses("Extra 0")
        person.press("r", "The supplier is here", "enter")
        person.press("ctrl+s")
        person.misses("Extra")
    kept = kept_of(liaison, meeting)
    assert [(b["name"], b["minutes"], b["presenter"]) for b in kept["blocks"]] == [
        ("Stock", 10, "zhao"), ("Extra", 20, "li"), ("预算", 10, "zhao"),
        ("Posters", 10, "zhao"), ("Opening", 6, ""), ("Conclusions", 10, ""),
    ]  # fmt: skip
    assert kept["overlong_reason"] == "The supplier is here"


def test_R5_6_minutes_are_written_and_confirmed_by_keys(liaison: CommandLine, meeting: str) -> None:
    for verb in ("start", "finish"):
        liaison.document("meeting", verb, meeting, by="zhang")
    with at_work(liaison.db, "zhang", language="zh") as person:
        person.sees(meeting, _("meeting minutes"))
        person.goes("meetings")
        person.press("z")
        person.sees(_("Over"), "-45", "618大促")
        person.opens("m", WriteMinutes)
        person.sees("Zhang MKT, Wang MKT", "Topics: 30 min planned, 0 min taken")
        person.fills_in(WriteMinutes, meeting, text="Three products", send="yes")
        person.sees(f"{_('confirm minutes')} PRD", f"{_('confirm minutes')} SAL")
    with at_work(liaison.db, "zhao", language="zh") as other:
        other.sees(meeting, _("confirm minutes"))
        other.opens("d", ConfirmMinutes)
        other.sees("Three products")
        other.fills_in(ConfirmMinutes, meeting, correction="Four")
        other.misses(_("confirm minutes"))
    liaison.document("meeting", "confirm", meeting, by="li")
    kept = kept_of(liaison, meeting)["minutes"]
    assert kept["state"] == "frozen"
    assert {c["department"]: c["correction"] for c in kept["confirmations"]} == {
        "MKT": "", "PRD": "Four", "SAL": "",
    }  # fmt: skip


def test_R5_4_a_week_with_a_clash_is_shown_before_it_is_kept_and_after(
    liaison: CommandLine, meeting: str
) -> None:
    from core.commands.meeting import RescheduleMeeting, ScheduleMeeting

    start = datetime.fromisoformat(kept_of(liaison, meeting)["start"]).astimezone(ZONE)
    later = start + timedelta(days=7)
    with at_work(liaison.db, "zhang", language="zh", size=(120, 40)) as person:
        person.goes("meetings")
        person.sees("618大促")
        person.press("o")
        person.sees(_("List view"))
        if Week.of(start.date()) != Week.of(datetime.now(ZONE).date()):
            person.press("]")
        person.sees(f"{Week.of(start.date())}", "10:00-10:45 +", "618大促", _("you will attend"))
        # What is new begins on that day, as the meeting under the cursor ends.
        person.press("g")
        person.opens("n", ScheduleMeeting)
        person.sees(f"{start:%Y-%m-%d} 10:45")
        person.fills(
            ScheduleMeeting, kind="urgent", start=f"{start:%Y-%m-%d} 10:30", title="Second"
        )
        person.press("ctrl+s")
        person.sees("zhang 在", "10:00", "10:45")
        assert len(liaison.document("meeting", "list", by="zhang")) == 1
        i18n.use("zh")
        person.sends(ScheduleMeeting)
        clash = _("clashes with {number}: {people}", number=meeting, people="wang, zhang")
        person.sees("10:00-10:45 +!", "10:30-11:00 +!", clash)
        # Only the kick-off: the clash is still said.
        person.press("K")
        person.sees(_("Show only"), "类型: 启动会")
        person.press("j", "enter")
        person.misses("Second")
        person.sees("10:00-10:45 +!", "kind:kickoff")
        person.press("escape")
        person.sees("Second")
        person.press("j")
        person.sees(_("clashes with {number}: {people}", number=meeting, people="wang, zhang"))
        person.does("r", RescheduleMeeting, start=f"{later:%Y-%m-%d} 9:00")
        person.misses("Second", "!")
        person.press("]")
        person.sees("09:00-09:30 +", "Second")
    with at_work(liaison.db, "zhang", size=(120, 40)) as again:  # it was kept how one looks
        again.goes("meetings")
        again.sees(_("List view"))
        again.press("o")
        again.sees(_("Week view"), "618大促", "Second")
        again.misses("09:00-09:30")


def test_what_is_typed_behind_a_number_is_for_the_record_that_opens(
    liaison: CommandLine, meeting: str
) -> None:
    """Nobody waits for the screen to change before the next key."""
    with at_work(liaison.db, "zhang") as person:
        for number, key, seen in (
            (meeting, "v", _("Not begun yet: s starts the meeting.")),
            (meeting, "e", _("Edit") + " · " + meeting),
            (str(kept_of(liaison, meeting)["request"]), "c", _("Comment")),
        ):
            person.press("ctrl+g", number, "enter", key)
            person.sees(seen)
            person.press("escape")
            person.misses(seen)
