"""The week of meetings as it is drawn and moved in (R5): the layout, the widget."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.geometry import Region

from core.meeting_week import MeetingWeek, arrange
from core.week import Week
from tests.core.test_meeting_week import row
from tests.desk import WORKTIME, moment
from tests.tui.hostile_app import PAYLOADS
from tests.tui.list_app import shown
from tui.widgets.compositor import NearCompositor
from tui.widgets.weeklines import HEIGHTS, card_lines, lay
from tui.widgets.weekview import WeekView

NOW = moment("2026-11-18 10:20")  # a Wednesday
ROWS = [
    row(1, "2026-11-16 10:00", title="618大促主会场排期评审", place="301会议室"),
    row(2, "2026-11-18 10:30", 30, people={"zhao": "accepted"}, state="live"),
    row(3, "2026-11-18 10:45", title="Price list for the anniversary sale"),
    row(4, "2026-11-20 16:00", 120, people={"sun": "accepted"}, organizer="sun"),
]


def week(*rows: Any) -> MeetingWeek:
    return arrange(rows or ROWS, Week(2026, 47), "zhao", WORKTIME)


class WeekApp(App[None]):
    """A week alone; what it says is kept in ``told``."""

    AUTO_FOCUS: ClassVar[str | None] = "WeekView"

    def __init__(self, found: MeetingWeek, now: datetime = NOW) -> None:
        super().__init__()
        self.told: list[str] = []
        self.now = now
        self.found = found
        self.view = WeekView(WORKTIME, lambda: self.now)

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.show(self.found)

    def on_week_view_highlighted(self, event: WeekView.Highlighted) -> None:
        day = f"{self.view.day:%d}"
        self.told.append(f"{day} on {event.card.row.id}" if event.card else f"{day} on nothing")

    def on_week_view_opened(self, event: WeekView.Opened) -> None:
        assert event.card
        self.told.append(f"open {event.card.row.id}")


async def test_cards_stand_at_their_time_with_what_one_must_know() -> None:
    app = WeekApp(week())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = [line.rstrip() for line in shown(app)]
    assert lines == [
        "      Mon 11-16     Tue 11-17      Wed 11-18<     Thu 11-19      Fri 11-20",
        "09:00",
        "10:00 10:00-11:00 ?",
        "10:20 618大促主会场                --------------",
        "      排期评审                     10:30-11:00*+!",
        "      kick-off                     Meeting 2",
        "      301会议室                    kick-off",
        "                                   301",
        "",
        "                                   10:45-11:45 ?!",
        "11:00                              Price list for",
        "                                   the annivers..",
        "                                   kick-off",
        "                                   301",
        "12:00",
        "13:00",
        "14:00",
        "15:00",
        "16:00                                                            16:00-18:00",
        "17:00                                                            Meeting 4",
        "                                                                 kick-off",
        "                                                                 301",
        "",
        "18:00",
    ]


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ("", "18 on 2"),
        ("j", "18 on 3"),
        ("j j j", "20 on 4"),
        ("k", "16 on 1"),
        ("left", "17 on nothing"),
        ("left k", "16 on 1"),
        ("left j", "18 on 2"),
        ("L", "19 on nothing"),
        ("right right right", "20 on 4"),
        ("G", "20 on 4"),
        ("end home", "16 on 1"),
        ("g H", "16 on 1"),
        ("G enter", "open 4"),
    ],
)
async def test_the_cursor_goes_from_meeting_to_meeting_and_from_day_to_day(
    keys: str, at: str
) -> None:
    app = WeekApp(week())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys.split())
        await pilot.pause()
        assert app.told[-1] == at


async def test_the_cursor_stays_with_its_meeting_when_the_week_is_read_again() -> None:
    app = WeekApp(week())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        moved = ROWS[2]._replace(start=moment("2026-11-19 15:00"))
        app.view.show(week(*ROWS[:2], moved, ROWS[3]))
        await pilot.pause()
        assert app.told[-1] == "19 on 3"
        app.view.show(week(ROWS[0]))  # it is gone: the day stays
        await pilot.pause()
        assert app.told[-1] == "19 on nothing"


async def test_only_the_line_of_the_present_moves_with_the_time() -> None:
    app = WeekApp(week(ROWS[3]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.now = moment("2026-11-18 16:30")
        app.view.show(app.found)
        await pilot.pause()
        lines = [line.rstrip() for line in shown(app)]
    at = next(place for place, line in enumerate(lines) if line.startswith("16:30"))
    assert "-----" in lines[at]
    assert lines[at - 1].startswith("16:00")
    assert not any(line.startswith("10:20") for line in lines)


TIMES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 300)), max_size=12
)


@given(TIMES)
@settings(max_examples=50, deadline=None)
def test_every_card_can_be_read_and_none_hides_another(times: list[tuple[int, int, int]]) -> None:
    rows = [
        row(n, f"2026-11-{16 + day} {minute // 60:02d}:{minute % 60:02d}", length)
        for n, (day, minute, length) in enumerate(times)
    ]
    made = lay(found := week(*rows) if rows else arrange([], Week(2026, 47), "", WORKTIME),
               WORKTIME, NOW, 20)  # fmt: skip
    seen: list[tuple[int, int]] = []
    for spots in made.spots:
        below = 0
        for spot in spots:
            assert spot.top >= below
            assert spot.bottom - spot.top >= min(HEIGHTS)
            below = spot.bottom
            seen.append((spot.card.begins, spot.top))
        assert below <= made.height
    assert len(seen) == len(found.cards)
    for minute, line in seen:  # what begins later is never higher, whatever its day
        assert all(line <= other for later, other in seen if later > minute)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("width", [4, 9, 13, 21])
def test_no_text_breaks_out_of_its_card(payload: str, width: int) -> None:
    [card] = week(row(1, "2026-11-16 10:00", title=f"中{payload}文" * 9, place=payload)).cards
    for height in (3, 4, 7):
        lines = card_lines(card, width, height)
        assert [cell_len(line) for line in lines] == [width] * height
        assert all(line.isprintable() for line in lines)


def test_a_title_has_the_lines_there_are() -> None:
    title = "618大促主会场直播间扩容 price list"
    [card] = week(row(1, "2026-11-16 10:00", title=title)).cards
    assert [line.rstrip() for line in card_lines(card, 14, 7)] == [
        "10:00-11:00 ?", "618大促主会场", "直播间扩容", "price list", "kick-off", "301", "",
    ]  # fmt: skip


@pytest.mark.parametrize("left", range(6, 14))
async def test_what_changed_is_sent_alone_and_wide_characters_whole(left: int) -> None:
    app = WeekApp(week())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        compositor = NearCompositor()
        compositor.reflow(app.screen, app.screen.size)
        compositor._dirty_regions = {Region(left, 3, 3, 1)}
        update = compositor.render_partial_update()
        assert update is not None
        sent = update.render_segments(app.console)
    whole = "10:20 618大促主会场"  # each wide character takes its cell and the next
    cells = [cell for char in whole for cell in (char, "")[: cell_len(char)]]
    first = int(sent.partition("H")[0].rpartition(";")[2]) - 1
    plain = "".join(part.partition("m")[2] for part in sent.split("\x1b[")[2:])
    assert plain == "".join(cells[first : first + cell_len(plain)])
    assert first <= left < left + 3 <= first + cell_len(plain) <= left + 5
