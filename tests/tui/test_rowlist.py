"""A person moves through a million rows, and sees only what is there."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from core.views import Query
from tests.terminal import PYTHON, Terminal
from tests.tui.list_app import COLUMNS, EMPTY, MILLION, ListApp, Rows, shown
from tui.widgets.columns import Column, place
from tui.widgets.line import TONES, fit
from tui.widgets.rowlist import RowList
from tui.widgets.window import HELD, Window, last

QUERY = Query("requests")
PAGE = 22  # rows on a screen of 24 lines: one is the heading, one the input


class Person:
    """Presses keys and looks at the screen."""

    def __init__(self, app: ListApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def sees(self, condition: Callable[[Person], bool], seconds: float = 5.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition(self):
            assert time.monotonic() < deadline, "\n".join(shown(self.app))
            await self.pilot.pause(0.01)

    async def at(self, number: int, position: str | None = None) -> None:
        """Wait until the cursor is on a row, and the heading says at which place."""
        await self.sees(lambda person: person.on == f"R-{number}")
        if position is not None:
            await self.sees(lambda person: person.heading.endswith(f" {position}"))

    @property
    def heading(self) -> str:
        return shown(self.app)[0].rstrip(_BAR)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the rows on the screen."""
        return [int(found[1]) for line in shown(self.app) if (found := _NUMBER.match(line))]

    @property
    def on(self) -> str:
        """The key in the line that looks other than the rest."""
        found = _NUMBER.match(self._cursor_line())
        return f"R-{found[1]}" if found else ""

    @property
    def line(self) -> int:
        """The line of the screen with the cursor."""
        return shown(self.app).index(self._cursor_line())

    @property
    def background(self) -> tuple[object, object]:
        """How the cursor's line is set off."""
        strip = self.app.screen._compositor.render_strips()[self.line]
        return _ground(strip)

    def _cursor_line(self) -> str:
        strips = self.app.screen._compositor.render_strips()[1 : PAGE + 1]
        grounds = [_ground(strip) for strip in strips]
        usual = Counter(grounds).most_common(1)[0][0]
        different = [y for y, ground in enumerate(grounds) if ground != usual]
        assert len(different) <= 1, "more than one line looks like the cursor"
        return shown(self.app)[1 + different[0]] if different else ""


_NUMBER = re.compile(r"[ *]R-(-?\d+)")
_BAR = "▁▂▃▄▅▆▇█ "


def _ground(strip: Any) -> tuple[object, object]:
    """The background of a line, and whether it is reversed."""
    style = next(iter(strip)).style
    return style.bgcolor, style.reverse


@pytest.fixture(scope="module")
def million() -> list[int]:
    return list(range(MILLION))


@pytest.fixture
def many(million: list[int]) -> Rows:
    """A million rows of which none may be changed."""
    rows = Rows([])
    rows.numbers = million
    return rows


@asynccontextmanager
async def using(
    rows: Rows, size: tuple[int, int] = (80, 24), **options: Any
) -> AsyncIterator[Person]:
    app = ListApp(rows, **options)
    async with app.run_test(size=size) as pilot:
        if not options.get("opened"):
            app.list.show(QUERY)
        yield Person(app, pilot)


@pytest.mark.parametrize(("down", "up"), [("j", "k"), ("down", "up")])
async def test_the_cursor_moves_and_stops_at_the_first_row(many: Rows, down: str, up: str) -> None:
    async with using(many) as person:
        await person.at(0, "1/1000000")
        await person.press(down, down, down, up)
        await person.at(2, "3/1000000")
        await person.press(up, up, up, up, down)
        await person.at(1, "2/1000000")
        assert person.numbers == list(range(PAGE))


async def test_the_screen_follows_a_cursor_that_leaves_it(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.press(*["j"] * PAGE)
        await person.at(PAGE)
        assert person.numbers == list(range(1, PAGE + 1))
        await person.press(*["k"] * PAGE)
        await person.at(0)
        assert person.numbers == list(range(PAGE))


async def test_pages_go_on_over_the_edges_of_what_is_in_memory(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.press("j")
        for page in range(1, 17):
            await person.press("pagedown")
            await person.at(1 + page * PAGE, f"{2 + page * PAGE}/1000000")
            assert person.numbers == list(range(page * PAGE, (page + 1) * PAGE))
        assert person.app.list.window is not None
        assert len(person.app.list.window.rows) <= HELD
        for page in reversed(range(16)):
            await person.press("pageup")
            await person.at(1 + page * PAGE, f"{2 + page * PAGE}/1000000")
            assert person.numbers == list(range(page * PAGE, (page + 1) * PAGE))
        await person.press("pageup")
        await person.at(0, "1/1000000")


async def test_half_pages(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.press("ctrl+d", "ctrl+d", "ctrl+d")
        await person.at(33)
        await person.press("ctrl+u")
        await person.at(22)


@pytest.mark.parametrize(("first", "final"), [("g", "G"), ("home", "end")])
async def test_both_ends_are_one_key_away(many: Rows, first: str, final: str) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.press(final)
        await person.at(999_999, "1000000/1000000")
        assert person.numbers == list(range(MILLION - PAGE, MILLION))
        await person.press("j", "pagedown")
        await person.at(999_999)
        for page in range(1, 8):
            await person.press("pageup")
            await person.at(999_999 - page * PAGE, f"{MILLION - page * PAGE}/1000000")
        await person.press(first)
        await person.at(0, "1/1000000")
        assert person.numbers == list(range(PAGE))
        assert len(many.asked) < 20


async def test_what_is_typed_while_rows_are_read_is_not_lost(many: Rows) -> None:
    gate = asyncio.Event()
    async with using(many) as person:
        await person.at(0)
        many.gate = lambda query: gate.wait()
        await person.press("G", "k", "k", "k")
        assert person.on == "R-0"
        gate.set()
        await person.at(999_996)
        gate.clear()
        await person.press(*["pageup"] * 10)
        gate.set()
        await person.at(999_996 - 10 * PAGE)


async def test_the_end_is_found_without_counting(many: Rows) -> None:
    async with using(many, counts=False) as person:
        await person.at(0, "1/51+")
        await person.press("G")
        await person.at(999_999)
        await person.press("pageup")
        await person.at(999_999 - PAGE)
        await person.press("g")
        await person.at(0, "1/51+")
    async with using(Rows(range(120)), counts=False) as person:
        await person.press("G")
        await person.at(119)
        await person.press(*["pageup"] * 6)
        await person.at(0, "1/120")


async def test_an_opening_window_is_there_at_once_and_reads_nothing(many: Rows) -> None:
    async with using(many, opened=True, total=MILLION) as person:
        assert person.numbers == list(range(PAGE))
        assert person.heading.endswith(" 1/1000000")
        await person.press("j", "j")
        await person.at(2, "3/1000000")
        assert (many.asked, many.counted) == ([], 0)


async def test_the_scrollbar_is_as_long_as_the_list(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0, "1/1000000")
        bar = person.app.list.vertical_scrollbar
        assert (bar.window_virtual_size, bar.position) == (MILLION + 1, 0)
        await person.press("G")
        await person.at(999_999)
        assert bar.position == MILLION - PAGE


async def test_a_click_moves_the_cursor_and_the_wheel_takes_it_along(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.pilot.click("#rows", offset=(5, 8))
        await person.at(7)
        await person.pilot.click("#rows", offset=(5, 0))
        assert person.on == "R-7"
        for _ in range(4):
            person.app.list.post_message(
                events.MouseScrollDown(person.app.list, 5, 5, 0, 1, 0, False, False, False)
            )
        await person.at(12)
        assert person.numbers[0] == 12
        await person.press("k")
        await person.at(11)


async def test_what_the_list_says(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        for _ in range(9):
            person.app.post_message(events.Key("j", "j"))
        await person.sees(lambda person: person.app.told[-1] == "on R-9")
        assert len(person.app.told) < 10  # a key held down does not say every row
        await person.press("enter")
        await person.sees(lambda person: person.app.told[-1] == "open R-9")
        assert person.app.list.current.key == "R-9"


async def test_marks_are_shown_counted_and_taken_back(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.press("j", "j", "space", "space", "k", "k", "k", "space")
        await person.sees(lambda person: person.heading.endswith(" *3 3/1000000"))
        assert [line[:5].rstrip() for line in shown(person.app)[1:5]] == [
            " R-0", "*R-1", "*R-2", "*R-3"
        ]  # fmt: skip
        assert person.app.list.marked == ("R-2", "R-3", "R-1")
        await person.press("space")
        await person.sees(lambda person: person.heading.endswith(" *2 4/1000000"))
        person.app.list.clear_marks()
        await person.sees(lambda person: person.heading.endswith(" 4/1000000"))
        assert not any(line.startswith("*") for line in shown(person.app))


async def test_the_last_row_can_be_marked(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.press("G")
        await person.at(999_999)
        await person.press("space")
        await person.sees(lambda person: shown(person.app)[PAGE].startswith("*R-999999"))


async def test_marks_go_with_another_question_and_with_their_row() -> None:
    rows = Rows(range(100))
    async with using(rows) as person:
        await person.at(0)
        await person.press("space", "space", "space")
        rows.remove(1)
        person.app.list.reload()
        await person.sees(lambda person: 1 not in person.numbers)
        assert person.app.list.marked == ("R-0", "R-2")
        person.app.list.show(QUERY)
        assert person.app.list.marked == ("R-0", "R-2")
        person.app.list.show(QUERY._replace(search="7"))
        assert not person.app.list.marked


async def test_rows_added_above_move_neither_the_cursor_nor_the_screen() -> None:
    rows = Rows(range(0, 10_000, 10))
    async with using(rows) as person:
        await person.at(0)
        await person.press("pagedown", "pagedown", *["j"] * 3)
        await person.at(470, "48/1000")
        line, seen = person.line, person.numbers
        rows.add(1, 2, 3)
        person.app.list.reload()
        await person.at(470, "51/1003")
        assert (person.line, person.numbers) == (line, seen)
        rows.add(465, 466)
        person.app.list.reload()
        await person.at(470, "53/1005")
        assert person.line == line
        assert person.numbers[line - 3 : line] == [465, 466, 470]


async def test_rows_added_at_the_top_are_seen_there() -> None:
    rows = Rows(range(0, 10_000, 10))
    async with using(rows) as person:
        await person.at(0)
        await person.press("j", "j")
        await person.at(20)
        rows.add(-2, -1)
        person.app.list.reload()
        await person.at(20, "5/1002")
        assert person.numbers[:5] == [-2, -1, 0, 10, 20]


async def test_reloading_in_the_middle_of_a_million_reads_only_what_is_near(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.press(*["pagedown"] * 12)
        await person.at(12 * PAGE)
        many.asked.clear()
        person.app.list.reload()
        await person.sees(lambda person: bool(many.asked))
        assert many.asked[0].after
        assert many.asked[0].limit < 150
        await person.press("pagedown", "pagedown", *["pageup"] * 14)
        await person.at(0, "1/1000000")


@pytest.mark.parametrize(
    ("gone", "left"), [((470,), 480), (tuple(range(300, 700, 10)), 700), ((460, 470), 480)]
)
async def test_where_the_row_is_gone_the_next_one_has_the_cursor(
    gone: tuple[int, ...], left: int
) -> None:
    rows = Rows(range(0, 10_000, 10))
    async with using(rows) as person:
        await person.at(0)
        await person.press("pagedown", "pagedown", *["j"] * 3)
        await person.at(470)
        rows.remove(*gone)
        person.app.list.reload()
        await person.at(left)


async def test_where_the_last_row_is_gone_the_one_above_has_the_cursor() -> None:
    rows = Rows(range(100))
    async with using(rows) as person:
        await person.press("G")
        await person.at(99, "100/100")
        rows.remove(99, 98)
        person.app.list.reload()
        await person.at(97, "98/98")
        assert person.numbers == list(range(98 - PAGE, 98))


async def test_a_row_that_sorts_elsewhere_now_keeps_the_cursor() -> None:
    rows = Rows(range(0, 1000, 10))
    async with using(rows) as person:
        await person.press("j", "j")
        await person.at(20)
        rows.remove(20)
        rows.add(55)
        rows.keys[55] = "R-20"
        person.app.list.reload()
        await person.sees(lambda person: person.numbers[:6] == [0, 10, 30, 40, 50, 20])
        assert person.on == "R-20"


async def test_a_storm_of_changes_is_read_twice_a_second(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0, "1/1000000")
        many.asked.clear()
        start = time.monotonic()
        while time.monotonic() < start + 1.25:
            person.app.list.reload()
            await person.pilot.pause(0.005)
        assert 2 <= len(many.asked) <= 3


async def test_a_change_during_the_pause_is_read_in_the_end() -> None:
    rows = Rows(range(10))
    async with using(rows) as person:
        await person.at(0)
        person.app.list.reload()
        await person.sees(lambda person: len(rows.asked) == 2)
        rows.add(10)
        person.app.list.reload()
        await person.sees(lambda person: 10 in person.numbers)


async def test_reloading_disturbs_nobody_who_types(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.press("tab")
        for letter in "123":
            person.app.list.reload()
            await person.press(letter)
        assert person.app.query_one(Input).value == "123"
        await person.sees(lambda person: person.numbers[:3] == [123, 1123, 1230])


async def test_an_answer_that_was_overtaken_never_arrives(many: Rows) -> None:
    gates = {"7": asyncio.Event(), "77": asyncio.Event()}
    many.gate = lambda query: gates[query.search].wait() if query.search else asyncio.sleep(0)
    async with using(many) as person:
        await person.at(0)
        await person.press("tab", "7")
        await person.sees(lambda person: many.asked[-1].search == "7")
        await person.press("7")
        await person.sees(lambda person: many.asked[-1].search == "77")
        assert person.numbers == list(range(PAGE))  # the rows before stay until others come
        gates["77"].set()
        await person.sees(lambda person: person.numbers[:3] == [77, 177, 277])
        gates["7"].set()
        await person.pilot.pause(0.1)
        assert person.numbers[:3] == [77, 177, 277]
        assert person.app.list.question.search == "77"


async def test_a_row_can_be_asked_for_before_it_is_read() -> None:
    rows = Rows(range(1000))
    async with using(rows) as person:
        await person.at(0)
        person.app.list.select_key("R-30")
        await person.at(30, "31/1000")
        rows.add(-5)
        person.app.list.select_key("R--5")
        person.app.list.reload()
        await person.sees(lambda person: person.app.list.current.key == "R--5")


HOSTILE = {
    "\x1b]0;owned\x07": "␛]0;owned␇",
    "a[/]b": "a[/]b",
    "[@click=app.quit]x[/]": "[@click=app.quit]x[/]",
    "\u202egpj.exe\u2066": "\ufffdgpj.exe\ufffd",
    "跨部门对接 会议纪要": "跨部门对接 会议纪要",
    "one\ntwo\r\nthree": "one␊two␍␊three",
    "a\tb\x00": "a␉b␀",
}


@pytest.mark.parametrize(("text", "seen"), HOSTILE.items())
async def test_I1_hostile_text_is_seen_whole_in_its_line(many: Rows, text: str, seen: str) -> None:
    many.titles[1] = text
    async with using(many) as person:
        await person.at(0)
        lines = shown(person.app)
        assert f" R-1        {seen}  " in lines[2]
        assert lines[2].rstrip(_BAR).endswith("对接研发     3 days")
        before = [line[: line.index("对接研发")] for line in lines[1:4]]
        assert len({cell_len(text) for text in before}) == 1
        await person.press("j", "enter")
        await person.sees(lambda person: person.app.told[-2:] == ["on R-1", "open R-1"])


async def test_a_long_title_ends_in_dots(many: Rows) -> None:
    many.titles[0] = "项目协作" * 30
    async with using(many) as person:
        await person.at(0)
        assert "项目协… 对接研发" in shown(person.app)[1]


@pytest.mark.parametrize("size", [(80, 24), (20, 5), (9, 3), (2, 2), (1, 1)])
async def test_every_size_can_be_used(many: Rows, size: tuple[int, int]) -> None:
    async with using(many, size) as person:
        await person.sees(lambda person: person.app.list.current is not None)
        await person.press("j", "pagedown", "ctrl+d", "space", "k", "G", "pageup", "g", "j")
        await person.sees(lambda person: person.app.list.current.key == "R-1")
        assert all(cell_len(line) <= size[0] for line in shown(person.app))


async def test_a_narrow_terminal_shows_what_matters(many: Rows) -> None:
    async with using(many, (20, 5)) as person:
        await person.sees(lambda person: len(person.numbers) == 3)
        lines = shown(person.app)
        assert lines[0].endswith("1/1000000")
        assert lines[1].startswith(" R-0        Titl")
        assert "对接" not in lines[1]


async def test_the_cursor_stays_on_the_screen_when_the_terminal_shrinks(many: Rows) -> None:
    async with using(many) as person:
        await person.at(0)
        await person.press(*["j"] * 15)
        await person.pilot.resize_terminal(40, 8)
        await person.sees(lambda person: person.numbers == list(range(10, 16)))
        await person.pilot.resize_terminal(100, 60)
        await person.sees(lambda person: person.numbers == list(range(58)))


async def test_a_list_that_was_hidden_for_a_while_is_where_it_was() -> None:
    rows = Rows(range(0, 10_000, 10))
    async with using(rows) as person:
        await person.at(0)
        await person.press("pagedown", *["j"] * 8)
        await person.at(300, "31/1000")
        assert person.line == 9
        person.app.list.display = False
        await person.sees(lambda person: not person.numbers)
        reads = len(rows.asked)
        rows.add(1, 295)
        person.app.list.reload()
        await person.sees(lambda person: len(rows.asked) > reads)
        person.app.list.display = True
        await person.at(300, "33/1002")
        assert person.line == 9
        assert person.numbers[7:9] == [295, 300]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_without_focus_the_cursor_is_seen_but_otherwise(many: Rows, theme: str) -> None:
    async with using(many) as person:
        await person.at(0)
        person.app.theme = theme
        await person.press("j")
        await person.at(1)
        focused = person.background
        assert not focused[1]
        await person.press("tab")
        await person.sees(lambda person: person.background != focused)
        assert person.on == "R-1"
        await person.press("shift+tab")
        await person.sees(lambda person: person.background == focused)


async def test_the_colours_are_those_of_the_theme(many: Rows) -> None:
    def colours(app: App[Any]) -> set[object]:
        strips = app.screen._compositor.render_strips()[:PAGE]
        return {segment.style and segment.style.color for strip in strips for segment in strip}

    async with using(many) as person:
        await person.at(0)
        kinds = {"plain", "cursor", "scrollbar", *TONES}
        await person.sees(lambda person: len(colours(person.app)) == len(kinds))
        dark = colours(person.app)
        person.app.theme = "textual-light"
        await person.sees(lambda person: not colours(person.app) & dark)


async def test_until_something_was_read_there_are_dots() -> None:
    gate = asyncio.Event()
    rows = Rows([])
    rows.gate = lambda query: gate.wait()
    async with using(rows) as person:
        await person.sees(lambda person: bool(rows.asked))
        assert shown(person.app)[1] == " …"
        assert EMPTY not in "\n".join(shown(person.app))
        gate.set()
        await person.sees(lambda person: EMPTY in "\n".join(shown(person.app)))


@pytest.mark.parametrize(("size", "words"), [((80, 24), 1), ((20, 5), 2), ((9, 9), 4)])
async def test_an_empty_list_says_so_in_whole_words(size: tuple[int, int], words: int) -> None:
    async with using(Rows([]), size) as person:
        await person.sees(lambda person: person.app.list.window is not None)
        lines = [line.strip() for line in shown(person.app)[1:-1] if line.strip()]
        assert (" ".join(lines), len(lines)) == (EMPTY, words)
        assert shown(person.app)[0].endswith("0/0")
        await person.press("j", "k", "space", "enter", "G", "g", "pagedown", "ctrl+u")
        assert person.app.told == ["on None"]


async def test_the_last_row_leaves_and_another_comes() -> None:
    rows = Rows([5])
    async with using(rows) as person:
        await person.sees(lambda person: person.numbers == [5])
        rows.remove(5)
        person.app.list.reload()
        await person.sees(lambda person: EMPTY in "\n".join(shown(person.app)))
        rows.add(6)
        person.app.list.reload()
        await person.sees(lambda person: person.numbers == [6])
        await person.sees(lambda person: person.app.told == ["on R-5", "on None", "on R-6"])


async def test_a_reading_that_fails_keeps_the_rows_and_can_be_tried_again() -> None:
    rows = Rows(range(1000))
    async with using(rows) as person:
        await person.at(0, "1/1000")
        rows.error = OSError("the disk is gone")
        person.app.list.reload()
        await person.sees(lambda person: person.app.told[-1] == "failed the disk is gone")
        await person.press("pagedown", "pagedown", "pagedown", "k")
        await person.at(48)
        person.app.list.show(QUERY._replace(search="9"))
        await person.sees(lambda person: person.app.told.count("failed the disk is gone") > 2)
        await person.press("k")
        await person.at(47)
        rows.error = None
        person.app.list.reload()
        await person.sees(lambda person: person.numbers[:3] == [9, 19, 29])
        assert person.on == "R-9"


async def test_a_first_reading_that_fails_does_not_look_like_an_empty_list() -> None:
    rows = Rows([])
    rows.error = OSError("no")
    async with using(rows) as person:
        await person.sees(lambda person: person.app.told == ["failed no"])
        assert shown(person.app)[1] == " …"
        rows.error = None
        person.app.list.reload()
        await person.sees(lambda person: EMPTY in "\n".join(shown(person.app)))


def test_a_cursor_move_repaints_two_lines_and_costs_few_bytes() -> None:
    with Terminal([PYTHON, "-m", "tests.tui.list_app", "1000"]) as terminal:
        terminal.wait_for("1/1000")
        sizes = []
        for number in range(2, 12):
            while terminal.pump(0.1):
                pass
            before = len(terminal.raw)
            terminal.send("j")
            terminal.wait_for(f" {number}/1000")
            sent = bytes(terminal.raw[before:])
            first = sent.split(b"\x1b[?2026l")[0]
            assert set(re.findall(rb"\x1b\[(\d+);1H", first)) == {
                b"%d" % number,
                b"%d" % (number + 1),
            }
            assert not re.search(rb";80H\x1b\[[0-9;]+m", sent)  # the scrollbar is left alone
            sizes.append(len(sent))
    assert max(sizes) <= 600


# The parts that need no screen.


@given(
    steps=st.lists(st.sampled_from(["down", "up", "end", "top", "again"]), max_size=30),
    length=st.integers(0, 900),
    counted=st.booleans(),
)
def test_a_window_is_always_a_stretch_of_the_list(
    steps: list[str], length: int, counted: bool
) -> None:
    rows = Rows(range(length))
    total = length if counted else None
    window = Window(rows.page(QUERY), total)
    for step in steps:
        if step in ("end", "top"):
            query = last(QUERY) if step == "end" else QUERY
            window = Window(rows.page(query), window.total, back=query.back)
        elif step == "again":
            begin, query = window.again(QUERY, window.at, min(window.at + 22, len(window.rows)))
            before = window.current
            window.replace(rows.page(query), begin)
            assert window.current == before
        elif window.rows:
            window.at = len(window.rows) - 1 if step == "down" else 0
            if query := window.missing(QUERY, window.at, window.at + 1):  # type: ignore[assignment]
                window.extend(rows.page(query), back=query.back)
        numbers = [int(row.key[2:]) for row in window.rows]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
        assert [cursor[0] for cursor in window.cursors] == numbers
        assert window.first in ((numbers or [0])[0], None)
        assert window.first is not None or total is None
        assert window.total in (None, length)
        assert window.below == (bool(numbers) and numbers[-1] + 1 < length)
        assert window.fence == ((numbers[0] - 1,) if numbers and numbers[0] else ())
        assert len(numbers) <= HELD + QUERY.limit


@given(text=st.text(max_size=30), width=st.integers(0, 20), right=st.booleans(), dots=st.booleans())
def test_I5_a_text_is_as_wide_as_its_place(text: str, width: int, right: bool, dots: bool) -> None:
    assert cell_len(fit(text, width, right=right, dots=dots)) == width


def test_a_cut_is_shown_and_only_where_it_does_no_harm() -> None:
    assert fit("abcdef", 4, dots=True) == "abc…"
    assert fit("对接研发", 5, dots=True) == "对接…"
    assert fit("对接研发", 6, dots=True) == "对接 …"
    assert fit("abcdef", 4) == "abcd"
    assert fit("ab", 4, right=True) == "  ab"


def test_columns_share_a_wide_line_and_the_least_important_leaves_a_narrow_one() -> None:
    def widths(width: int) -> dict[str, int]:
        return {column.label: cells for column, cells in place(COLUMNS, width)}

    assert widths(80) == {"Number": 10, "Title": 47, "Group": 8, "Due": 10}
    assert widths(45) == {"Number": 10, "Title": 21, "Due": 10}
    assert widths(33) == {"Number": 10, "Title": 20}
    assert widths(20) == {"Number": 10, "Title": 7}
    assert widths(1)["Title"] > 0
    two = (Column("a", 5, str, flex=1), Column("b", 5, str, flex=2))
    assert [cells for _, cells in place(two, 23)] == [8, 12]


def test_a_list_of_keys_names_every_key_once() -> None:
    ids = [binding.id for binding in RowList.BINDINGS if not isinstance(binding, tuple)]
    assert len(ids) == len(set(ids)) == 11
    assert all(name and name.startswith("list.") for name in ids)
