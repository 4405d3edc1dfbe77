"""The weekly board as a person sees and moves it (R7.3): the widget, the screen over a desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from core.board import Board, ColumnName, Lane, board
from core.commands.task import AcceptTask, DeliverTask, UpdateTask
from core.errors import Unavailable
from core.messages import N_
from core.model.conflict import Conflict
from core.model.work import Risk, Task, TaskState
from core.policy import Policy
from core.text import HIDDEN
from core.views import Page
from core.views.work import TaskRow
from db.desk import SqlDesk
from db.unit_of_work import House
from tests.deeds import executing, tasks
from tests.desk import WORKTIME, Office, office
from tests.tui.board_app import EMPTY, NOW, W47, BoardApp, accepted, card, many, waiting
from tests.tui.hostile_app import PAYLOADS
from tests.tui.list_app import shown
from tui import moves
from tui.app import LiaisonApp
from tui.screens.board import BoardScreen
from tui.settings import Settings
from tui.widgets.boardlines import CardsLine, LaneLine, card_pieces, cut, lane_line, lines, widths

SMALL, WIDE = (80, 24), (120, 40)
RISK = {"what": "Late printer", "why": "", "new_date": None}


async def until(pilot: Pilot[Any], condition: Callable[[], bool]) -> None:
    """Wait for something a person would wait for."""
    for _ in range(400):
        await pilot.pause()
        if condition():
            return
        await asyncio.sleep(0.025)
    screen = "\n".join(shown(pilot.app))
    raise AssertionError(f"it never came:\n{screen}")


# The widget alone.

FIVE = [
    card(1, state="not_started", title="Plan the venue"),
    card(2, title="618大促主会场海报与物料设计方案", owner_name="王芳"),
    card(3, title="Draft", risk=RISK, finish=date(2026, 11, 13), updated_at=None, reworks=2),
    waiting(4, title="A very long title indeed"),
    accepted(5, title="Budget"),
    card(6, request="XMBG-202611002", state="done", title="海报终稿"),
]


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_R7_3_five_columns_with_their_cards_in_lanes(size: tuple[int, int]) -> None:
    app = BoardApp(FIVE, names={"XMBG-202611001": "618大促"})
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = shown(app)
    if size == SMALL:
        assert screen[:8] == [
            "not started 1   in progress 2   at risk 1       to accept 1     done 1",
            "XMBG-202611001 618大促                                     cards: 5  at risk: 1",
            "Plan the venue  618大促主会场.. Draft           A very long t.. Budget",
            "Ma 11-20        王芳 11-20      Ma 11-13 !?<r2  Ma 11-20        Ma 11-20",
            "XMBG-202611002                                                         cards: 1",
            "                海报终稿",
            "                Ma 11-20 ^",
            "",
        ]
    else:
        assert screen[2] == (
            "Plan the venue          618大促主会场海报与物.. Draft                   "
            "A very long title ind.. Budget"
        )


async def test_R7_3_a_board_without_cards_says_what_to_do() -> None:
    app = BoardApp([])
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("j", "l", "G", "pagedown", "enter")
        assert EMPTY in "\n".join(shown(app))
        assert shown(app)[0].split("  ")[0] == "not started 0"
        assert app.told == ["on nothing"]
        assert app.view.current is None


async def test_before_anything_is_read_nothing_is_said() -> None:
    app = BoardApp(None)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("j", "enter")
        assert not "".join(shown(app)).strip()


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ("", "001"),
        ("l", "002"),
        ("right,right", "003"),
        ("l,l,l,l", "005"),
        ("l,l,l,l,l", "005"),
        ("l,l,h", "002"),
        ("h", "001"),
        ("l,j", "006"),  # into the next lane
        ("l,down,j,j", "006"),
        ("l,j,k", "002"),
        ("l,j,up,up", "002"),
        ("l,G", "006"),
        ("l,end,g", "002"),
        ("l,j,home", "002"),
        ("l,j,h", "001"),  # the nearest there is, in the lane above
        ("l,j,l", "003"),
        ("l,ctrl+d", "006"),
        ("l,pagedown,ctrl+u", "002"),
        ("l,pagedown,pageup", "002"),
    ],
)
async def test_R7_3_the_cursor_goes_from_card_to_card(keys: str, at: str) -> None:
    app = BoardApp(FIVE)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*(key for key in keys.split(",") if key))
        await pilot.pause()
        assert app.view.current
        assert app.view.current.row.key[-3:] == at
        assert app.told[-1] == f"on {at}"


async def test_enter_and_the_mouse() -> None:
    app = BoardApp(FIVE)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await pilot.click(app.view, offset=(17, 6))
        await pilot.press("enter")
        await pilot.click(app.view, offset=(17, 0))
        await pilot.click(app.view, offset=(79, 20))
        await pilot.pause()
        assert app.told == ["on 001", "open 001", "on 006", "open 006"]


async def test_the_cursor_is_seen_on_its_card_and_nowhere_else() -> None:
    app = BoardApp(FIVE)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("l", "j")
        await pilot.pause()
        look = app.view.get_component_rich_style("cardview--cursor").bgcolor
        lit = [
            (y, x, segment.text)
            for y in range(app.view.size.height)
            for x, segment in enumerate(app.view.render_line(y))
            if segment.style and segment.style.bgcolor == look
        ]
    assert [(y, text.strip()) for y, _x, text in lit] == [(5, "海报终稿"), (6, "Ma 11-20 ^")]
    assert {cell_len(text) for _y, _x, text in lit} == {15}


@pytest.mark.parametrize("size", [SMALL, WIDE, (40, 10), (20, 5), (9, 2)])
async def test_R7_3_three_hundred_cards(size: tuple[int, int]) -> None:
    app = BoardApp(many(300))
    async with app.run_test(size=size) as pilot:
        await pilot.press("l", "G")
        await pilot.pause()
        current = app.view.current
        assert current
        assert current.column is ColumnName.IN_PROGRESS
        number = current.row.title.removeprefix("Task ")
        if size in (SMALL, WIDE):
            assert f"Task {number} " in "\n".join(shown(app)[-5:])
            assert shown(app)[0].startswith("not started 60")
        for y in range(size[1]):
            assert app.view.render_line(y).cell_length == app.view.scrollable_content_region.width


async def test_R7_3_every_card_can_be_reached() -> None:
    rows = many(20)
    app = BoardApp(rows)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"hhhh")
        for _ in range(5):
            await pilot.press(*"gjjjl")
        await pilot.pause()
    assert {told.removeprefix("on ") for told in app.told} == {row.key[-3:] for row in rows}


async def test_the_lane_of_the_first_card_is_shown_with_it() -> None:
    app = BoardApp(many(300))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("G", "g")
        await pilot.pause()
        assert shown(app)[1].startswith("XMBG-202611001")


async def test_a_board_read_again_keeps_cursor_and_scroll() -> None:
    rows = many(300)
    app = BoardApp(rows)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*["pagedown"] * 4, "k")
        await pilot.pause()
        before, told = shown(app), list(app.told)
        app.lay(rows)
        await pilot.pause()
        assert app.told == told  # nothing is new, so nothing is said
        app.lay([card(900 + n, title="New", state="not_started") for n in range(5)] + rows)
        await pilot.pause()
        assert app.view.current
        assert app.told[-1] == told[-1]
        line = next(y for y, text in enumerate(before) if app.view.current.row.title in text)
        assert app.view.current.row.title in shown(app)[line]


async def test_what_was_scrolled_to_stays_when_a_board_is_read_again() -> None:
    rows = many(300)
    app = BoardApp(rows)
    async with app.run_test(size=SMALL) as pilot:
        app.view.scroll_to(y=60, animate=False)
        await pilot.pause()
        app.lay([*rows, card(901, request="XMBG-202612001")])
        await pilot.pause()
        assert app.view.scroll_offset.y == 60


async def test_the_cursor_follows_its_card_into_another_column() -> None:
    app = BoardApp(FIVE)
    async with app.run_test(size=SMALL) as pilot:
        app.lay([waiting(1, title="Plan the venue"), *FIVE[1:]])
        await pilot.pause()
        assert app.view.current
        assert app.view.current.row.key[-3:] == "001"
        await pilot.press("h")
        assert app.told[-1] == "on 003"


async def test_the_cursor_goes_to_the_nearest_card_when_its_own_is_gone() -> None:
    app = BoardApp(FIVE)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("l", "j")
        app.lay(FIVE[:5])
        await pilot.pause()
        assert app.told[-1] == "on 002"
        app.lay([FIVE[4]])
        await pilot.pause()
        assert app.told[-1] == "on 005"
        app.lay([])
        await pilot.pause()
        assert app.told[-1] == "on nothing"
        app.lay(FIVE)
        await pilot.pause()
        assert app.told[-1] == "on 001"


async def test_a_card_that_is_not_here_yet_gets_the_cursor_when_it_comes() -> None:
    app = BoardApp(FIVE)
    async with app.run_test(size=SMALL) as pilot:
        app.view.select_key("TSK-202611007")
        app.lay([*FIVE, card(7, request="XMBG-202611009")])
        await pilot.pause()
        assert app.told[-1] == "on 007"
        app.view.select_key("TSK-202611004")
        await pilot.pause()
        assert app.told[-1] == "on 004"


async def test_R7_3_lanes_by_owner_show_departments() -> None:
    app = BoardApp(None)
    app.lay([card(1, owner_name="王芳"), card(2, owner="qian", owner_name="")], by=Lane.OWNER)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        screen = "\n".join(shown(app))
    assert "\n王芳 " in screen
    assert "MKT 11-20" in screen


# Text of people.

HOSTILE = "".join(PAYLOADS.values())


async def test_I1_no_text_of_people_gets_onto_the_board_as_it_is() -> None:
    nasty = f"[@click=app.quit]开{HOSTILE}关[/]"
    rows = [card(1, title=nasty, owner_name=nasty, request=nasty)]
    app = BoardApp(rows, names={nasty: nasty})
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        screen = "\n".join(shown(app))
        assert not HIDDEN.search(screen.replace("\n", ""))
        assert "[@click=app.quit]" in screen
        for y in range(WIDE[1]):
            assert app.view.render_line(y).cell_length == WIDE[0] - 1  # the scrollbar's


anything = st.text(
    st.one_of(st.characters(exclude_categories=()), st.sampled_from(HOSTILE + "对接研发 \t\n👩💻")),
    max_size=40,
)


@given(anything, st.integers(0, 40))
def test_I5_any_text_is_as_wide_as_its_place(text: str, width: int) -> None:
    shown_text = cut(text, width)
    assert cell_len(shown_text) == width
    assert not HIDDEN.search(shown_text)
    if cell_len(" ".join(text.split())) <= width and text.isprintable():
        assert shown_text.rstrip() == " ".join(text.split())


@given(
    st.lists(st.tuples(anything, anything, st.sampled_from(TaskState), st.booleans()), max_size=8),
    st.integers(24, 200),
    st.sampled_from(Lane),
)
def test_every_line_of_a_board_is_as_wide_as_the_screen(
    given_cards: list[tuple[str, str, TaskState, bool]], width: int, by: Lane
) -> None:
    rows: list[TaskRow] = [
        card(number, title=title, owner_name=name, state=state.value, risk=RISK if risky else None)
        for number, (title, name, state, risky) in enumerate(given_cards)
    ]
    made = board(rows, W47, by, NOW, WORKTIME, Policy())
    cells = widths(width)
    assert sum(cells) + 4 == width
    assert max(cells) - min(cells) <= 1
    for line in lines(made):
        if isinstance(line, LaneLine):
            assert cell_len(lane_line(line.lane, "大促", width)) == width or width < 40
        else:
            pieces = card_pieces(line, cells, by, "")
            assert sum(cell_len(text) for text, _tone in pieces) == width
    cards_lines = [line for line in lines(made) if isinstance(line, CardsLine) and line.half == 0]
    assert sum(c is not None for line in cards_lines for c in line.cards) == len(rows)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("618大促海报", 11, "618大促海报"),
        ("618大促海报", 10, "618大促.. "),
        ("618大促海报", 9, "618大促.."),
        ("618大促海报", 8, "618大.. "),
        ("Posters", 7, "Posters"),
        ("Posters", 6, "Post.."),
        ("Posters", 4, "Post"),
        ("王芳", 3, "王 "),
        ("two\nlines", 12, "two lines   "),
        ("", 3, "   "),
    ],
)
def test_a_cut_is_seen_and_no_wide_character_is_halved(
    text: str, width: int, expected: str
) -> None:
    assert cut(text, width) == expected


# What moves a card.


@pytest.mark.parametrize(
    ("task", "verb", "given_state"),
    [
        (card(1, state="not_started"), "task update", {"state": "in_progress"}),
        (card(1), "task deliver", {}),
        (card(1, risk=RISK), "task deliver", {}),
        (card(1, state="done"), "task deliver", {}),
        (waiting(1), "task accept", {}),
    ],
)
def test_R7_3_moving_on(task: TaskRow, verb: str, given_state: dict[str, str]) -> None:
    move = moves.onward(task)
    assert move
    assert (move[0].verb, move[1]) == (verb, given_state)


@pytest.mark.parametrize(
    ("task", "login", "verb", "given_state"),
    [
        (card(1), "ma", "task update", {"state": "not_started"}),
        (card(1, state="done"), "ma", "task update", {"state": "in_progress"}),
        (waiting(1), "ma", "task update", {"state": "in_progress"}),
        (waiting(1), "wang", "task send-back", {}),
    ],
)
def test_R7_3_moving_back(
    task: TaskRow, login: str, verb: str, given_state: dict[str, str]
) -> None:
    move = moves.backward(task, login)
    assert move
    assert (move[0].verb, move[1]) == (verb, given_state)


def test_R7_3_the_ends_of_the_board_lead_nowhere() -> None:
    assert moves.onward(accepted(1)) is None
    assert moves.backward(accepted(1), "ma") is None
    assert moves.backward(card(1, state="not_started"), "ma") is None


# The screen, over a real desk.


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    """Two requests in their second week, seen on a Wednesday morning."""
    with office(f"sqlite:///{tmp_path / 'liaison.db'}") as opened:
        first, second = executing(opened, title="618 大促"), executing(opened, title="双十一")
        one, two = tasks(opened, first), tasks(opened, second)

        def update(number: str, owner: str, at: str, **more: Any) -> None:
            opened.do(owner, UpdateTask(number=number, state=TaskState.IN_PROGRESS, **more), at=at)

        update(one["qian"], "qian", "2026-11-13 10:00", risk=Risk(what="Printing is late"))
        update(two["qian"], "qian", "2026-11-13 11:00")
        opened.do(
            "zhou", DeliverTask(number=one["zhou"], deliverable="a.pdf"), at="2026-11-17 10:00"
        )
        opened.do(
            "zhou", DeliverTask(number=two["zhou"], deliverable="b.pdf"), at="2026-11-17 10:00"
        )
        opened.do("wang", AcceptTask(number=two["zhou"]), at="2026-11-17 16:00")
        opened.at("2026-11-18 10:00")
        yield opened


@asynccontextmanager
async def at_board(
    opened: Office, login: str, size: tuple[int, int] = SMALL
) -> AsyncIterator[Pilot[Any]]:
    """The whole app at its board, as soon as it can be worked with."""
    app = LiaisonApp(
        actor=login,
        connect=lambda: SqlDesk.open(opened.place, House(WORKTIME, Policy(), str)),
        clock=lambda: opened.now,
        worktime=WORKTIME,
        settings=Settings(opening="board"),
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.ready and app.actor is not None and view(pilot).has_focus)
        await until(pilot, lambda: view(pilot).board is not None)
        yield pilot


def screen_of(pilot: Pilot[Any]) -> BoardScreen:
    found = pilot.app.screen_stack[-1]
    assert isinstance(found, BoardScreen)
    return found


def view(pilot: Pilot[Any]) -> Any:
    return screen_of(pilot).view


def seen(pilot: Pilot[Any], *words: str) -> Callable[[], bool]:
    """Whether all of these words are on the screen."""

    def look() -> bool:
        text = "\n".join(shown(pilot.app))
        return all(word in text for word in words)

    return look


def state_of(opened: Office, number: str) -> str:
    return opened.record(Task, number).state.value


async def test_R7_3_what_a_person_sees_at_80_by_24(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await until(pilot, seen(pilot, "not started · XMBG-202611001"))
        lines = shown(pilot.app)
    assert len(lines) == 24
    assert lines[1] == " 2026-W47 · 11-16 – 11-22 · by request   [ ] Week  w Lanes"
    assert lines[2:9] == [
        "not started 2   in progress 1   at risk 1       to accept 1     done 1",
        "XMBG-202611001 618 大促                                    cards: 3  at risk: 1",
        "Part of LOG                     Part of PRD     Part of SAL",
        "Feng 11-20 ?                    Qian 11-20 !?   Zhou 11-20 *",
        "XMBG-202611002 双十一                                                  cards: 3",
        "Part of LOG     Part of PRD                                     Part of SAL",
        "Feng 11-20 ?    Qian 11-20 ?                                    Zhou 11-20 *",
    ]
    assert lines[18:20] == [" ? no update", " TSK-202611003  Part of LOG"]


async def test_R7_3_a_wide_screen_has_the_task_beside_the_board(desk: Office) -> None:
    async with at_board(desk, "feng", WIDE) as pilot:
        await pilot.press("l", "l")
        await until(pilot, seen(pilot, "TSK-202611001", "Printing is late"))
        lines = shown(pilot.app)
    assert "│ ! at risk  ? no update" in lines[2]
    assert lines[4].startswith("Part of LOG     ")
    assert "│ in progress · XMBG-202611001" in lines[4]
    assert not any("─" in line for line in lines)


async def test_R7_3_lanes_go_round(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await pilot.press("w")
        await until(pilot, seen(pilot, "by department", "LOG 物流部", "SAL 销售部"))
        await pilot.press("w")
        await until(pilot, seen(pilot, "by owner", "\nFeng  ", "LOG 11-20 ?"))
        await pilot.press("w")
        await until(pilot, seen(pilot, "by request", "XMBG-202611002 双十一"))


async def test_R7_3_any_week_by_its_brackets(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await pilot.press("left_square_bracket")
        await until(pilot, seen(pilot, "2026-W46 · 11-09 – 11-15", "as it ended", "to accept 0"))
        assert "?" not in "\n".join(shown(pilot.app)[2:14])
        await pilot.press("【", "left_square_bracket")
        await until(pilot, seen(pilot, "2026-W44", "No cards in this week."))
        await pilot.press("t")
        await until(pilot, seen(pilot, "2026-W47", "to accept 1"))
        await pilot.press("right_square_bracket")
        await until(pilot, seen(pilot, "2026-W48 · 11-23 – 11-29 · by request", "done 0"))
        for _ in range(2):
            await pilot.press("left_square_bracket")
        await pilot.press("】")
        await until(pilot, seen(pilot, "2026-W47"))
        assert screen_of(pilot).week is None


async def test_R7_3_enter_gives_the_task_the_whole_screen(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await pilot.press("l", "enter")
        await until(pilot, seen(pilot, "TSK-202611004", "History", "Update progress"))
        assert not seen(pilot, "cards: 3")()
        await pilot.press("escape")
        await until(pilot, seen(pilot, "cards: 3"))
        assert view(pilot).has_focus
        assert view(pilot).current.row.key == "TSK-202611004"
        await pilot.press("escape")
        assert seen(pilot, "cards: 3")()


async def test_R7_3_a_number_is_opened_whole_wherever_it_is(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await pilot.press("right_square_bracket")
        await until(pilot, seen(pilot, "2026-W48"))
        await screen_of(pilot).open_number("task", "TSK-202611005")  # accepted, so not of that week
        await until(pilot, seen(pilot, "TSK-202611005", "Accepted by", "History"))
        await pilot.press("m")
        await until(pilot, seen(pilot, "Update progress · TSK-202611005"))


async def test_R7_3_a_task_read_whole_moves_too(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: not seen(pilot, "cards: 3")())
        await pilot.press("greater_than_sign")
        await until(pilot, seen(pilot, "Update progress · TSK-202611003"))
        await pilot.press("ctrl+s")
        await until(
            pilot, seen(pilot, "* not started a week before", "in progress · XMBG-202611001")
        )
        assert not seen(pilot, "cards: 3")()


async def test_R7_3_a_number_that_is_not_there_is_said_and_escape_leads_back(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await screen_of(pilot).open_number("task", "TSK-202611999")
        await until(pilot, seen(pilot, "TSK-202611999"))
        await pilot.press("escape")
        await until(pilot, seen(pilot, "cards: 3", "TSK-202611003"))


async def test_R2_8_a_form_is_kept_as_it_was_left(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await pilot.press("greater_than_sign")
        await until(pilot, seen(pilot, "Update progress · TSK-202611003"))
        form: Any = pilot.app.screen
        await pilot.press("tab", *"Called them", "escape")
        await until(pilot, lambda: not form.is_attached and not form.query("Field"))
        form.keep_now()  # its rest after the last letter may end now
        await pilot.press("greater_than_sign")
        await until(pilot, seen(pilot, "Called them", "This is the draft you left"))


async def test_R7_3_an_owner_moves_a_card_and_files_the_update_in_one_go(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await pilot.press("greater_than_sign")
        await until(pilot, seen(pilot, "Update progress · TSK-202611003"))
        await pilot.press("tab", *"Called them", "ctrl+s")
        await until(pilot, seen(pilot, "not started 1   in progress 2"))
        assert state_of(desk, "TSK-202611003") == "in_progress"
        assert view(pilot).current.row.key == "TSK-202611003"
        await until(pilot, seen(pilot, "* not started a week before", "Feng 11-20 *"))
        await pilot.press("shift+right")
        await until(pilot, seen(pilot, "Hand in the deliverable · TSK-202611003"))
        await pilot.press(*"c.pdf", "ctrl+s")
        await until(pilot, seen(pilot, "not started 1   in progress 1", "to accept 2"))
        assert view(pilot).current.column is ColumnName.AWAITING_ACCEPTANCE
        await pilot.press("《")
        await until(pilot, seen(pilot, "Update progress · TSK-202611003"))
        await pilot.press("ctrl+s")
        await until(pilot, seen(pilot, "in progress 2", "to accept 1"))
        await pilot.press("shift+left")
        await until(pilot, seen(pilot, "Update progress · TSK-202611003"))
        await pilot.press("ctrl+s")
        await until(pilot, seen(pilot, "not started 2   in progress 1"))
    assert state_of(desk, "TSK-202611003") == "not_started"


async def test_R8_1_who_asked_accepts_or_sends_back(desk: Office) -> None:
    async with at_board(desk, "wang") as pilot:
        await pilot.press("l", "l", "l")
        await pilot.press("less_than_sign")
        await until(pilot, seen(pilot, "Send back · TSK-202611002"))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is pilot.app.screen_stack[0])
        await pilot.press("greater_than_sign")
        await until(pilot, seen(pilot, "to accept 0     done 2"))
        assert state_of(desk, "TSK-202611002") == "accepted"
        await pilot.press("greater_than_sign")
        await until(pilot, seen(pilot, "cannot be moved further"))


async def test_R7_3_cards_of_a_past_week_stay_where_they_were(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await pilot.press("left_square_bracket")
        await until(pilot, seen(pilot, "2026-W46"))
        await pilot.press("greater_than_sign")
        await until(pilot, seen(pilot, "2026-W46 is over"))


@pytest.mark.parametrize(
    ("key", "title"),
    [("m", "Update progress · TSK-202611003"), ("d", "Hand in the deliverable · TSK-202611003")],
)
async def test_R7_3_the_verbs_are_about_the_card(desk: Office, key: str, title: str) -> None:
    async with at_board(desk, "feng") as pilot:
        await pilot.press(key)
        await until(pilot, seen(pilot, title))


async def test_R12_1_a_conflict_opened_here_is_about_the_card(desk: Office) -> None:
    async with at_board(desk, "wang") as pilot:
        await pilot.press("i")
        await until(pilot, seen(pilot, "Open a conflict", "TSK-202611003"))
        await pilot.press(*"Posters")
        parties = pilot.app.screen.query_one("#field-parties Input")
        parties.focus()
        await pilot.press(*" MKT", "ctrl+s")
        await until(pilot, lambda: bool(desk.records(Conflict)))
    assert desk.records(Conflict)[0].about == "TSK-202611003"


async def test_what_others_do_appears_and_the_cursor_stays(desk: Office) -> None:
    async with at_board(desk, "feng") as pilot:
        await until(pilot, seen(pilot, "not started · XMBG-202611001"))
        done = UpdateTask(number="TSK-202611004", state=TaskState.DONE)
        desk.do("qian", done, at="2026-11-18 10:05")
        await until(pilot, seen(pilot, "Qian 11-20 ^"))
        assert view(pilot).current.row.key == "TSK-202611003"


async def test_R7_1_at_five_o_clock_the_missing_updates_show(desk: Office) -> None:
    done = UpdateTask(number="TSK-202611003", state=TaskState.IN_PROGRESS)
    desk.do("feng", done, at="2026-11-17 17:30")
    desk.at("2026-11-18 16:59")
    async with at_board(desk, "feng") as pilot:
        await until(pilot, seen(pilot, "Feng 11-20 *"))
        desk.at("2026-11-18 17:00")
        screen_of(pilot)._tell_time()
        await until(pilot, seen(pilot, "Feng 11-20 ?*"))


async def test_a_desk_that_cannot_be_read_leaves_the_board_as_it_was(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_board(desk, "feng") as pilot:
        before: Board = view(pilot).board

        def broken(*_: object) -> Page[Any]:
            raise Unavailable(N_("The disk is gone."))

        monkeypatch.setattr(SqlDesk, "page", broken)
        await pilot.press("w")
        await until(pilot, seen(pilot, "The disk is gone."))
        assert view(pilot).board is before
        assert "cards: 3" in "\n".join(shown(pilot.app))


async def test_more_cards_than_one_window_are_read_to_the_end(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.board.WINDOW", 4)
    async with at_board(desk, "feng") as pilot:
        assert sum(view(pilot).board.totals.values()) == 6
