"""Every theme can be read: the contrast of what a person sees, measured as WCAG has it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Input, OptionList, Static

from core.views import Query
from tests.desk import moment
from tests.terminal import PYTHON, Terminal
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import CommandLine, organisation
from tests.tui.list_app import COLUMNS, EMPTY, Rows
from tui import labels
from tui.themes import LABELS, THEMES
from tui.widgets.keybar import KeyBar
from tui.widgets.line import TONES
from tui.widgets.modebar import Mode, ModeBar
from tui.widgets.rowlist import RowList

LEAST = {"contrast": 7.0}
USUAL = 4.5


class Colours(App[None]):
    """The widgets of the product, one of each, in one theme."""

    CSS = """
    .muted { color: $text-muted; } .danger { color: $text-error; }
    .warning { color: $text-warning; }
    .boost { background: $boost; } OptionList { height: 4; } RowList { height: 12; }
    """

    def __init__(self, theme: str) -> None:
        super().__init__()
        self.register_theme(THEMES[theme])
        self.theme = theme
        rows = Rows(range(30))
        self.list = RowList(COLUMNS, fetch=rows.fetch, count=rows.count, empty=EMPTY)
        self.list.begin(Query("requests"), rows.page(Query("requests")), 30)
        modes = [Mode("F1", "One", "one", True), Mode("F2", "Two", "two", False)]
        self.bar = ModeBar(modes, person="Me")

    def compose(self) -> ComposeResult:
        yield self.bar
        yield self.list
        yield Static("muted", classes="muted")
        yield Static("danger", classes="danger")
        yield Static("warning on boost", classes="boost warning")
        yield OptionList("first", "second")
        yield Input("typed")
        yield KeyBar()


def contrasts(app: App[Any]) -> dict[str, float]:
    """For every piece of text on the screen its contrast to what it stands on."""
    found = {}
    for strip in app.screen._compositor.render_strips():
        for text, style, _control in strip:
            if re.search(r"\w", text) and style and style.color and style.bgcolor:
                ink = Color.from_rich_color(style.color)
                ground = Color.from_rich_color(style.bgcolor)
                if style.reverse:
                    ink, ground = ground, ink
                found[text.strip()] = _ratio(ink, ground)
    return found


def _ratio(one: Color, other: Color) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", THEMES)
async def test_text_stands_out_from_its_ground(theme: str) -> None:
    app = Colours(theme)
    async with app.run_test(size=(80, 30)) as pilot:
        for focus in ("list", "input"):
            app.list.focus() if focus == "list" else app.query_one(Input).focus()
            for tone in TONES:
                app.bar.set_status("trouble", tone)
                await pilot.press("down", "space") if focus == "list" else await pilot.pause()
                found = contrasts(app)
                least = LEAST.get(theme, USUAL)
                assert {t: r for t, r in found.items() if r < least} == {}
                assert len(found) > 10
                assert "trouble" in " ".join(found)


def test_the_colours_of_a_theme_are_as_far_apart_as_it_says() -> None:
    assert _ratio(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert _ratio(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)
    assert set(LABELS) == {"textual-dark", *THEMES}


def test_what_is_late_and_what_soon_will_be_differ_by_signs_too() -> None:
    now = moment("2026-11-18 10:00")
    late, _ = labels.left(moment("2026-11-18 09:00"), now)
    soon, _ = labels.left(moment("2026-11-18 12:00"), now)
    fine, _ = labels.left(moment("2026-11-19 12:00"), now)
    assert (late, soon, fine) == ("1 h over", "!2 h", "1 d 2 h")


def ground(person: Person) -> str:
    """The colour behind the first row."""
    return str(person.terminal.screen.buffer[5][2].bg)


def test_the_colours_chosen_are_kept_for_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = organisation(tmp_path / "desk.db")
    with at_work(place, "wang") as person:
        usual = ground(person)
        person.press("ctrl+t")
        person.sees("Colours", "high contrast")
        person.press("down", "down", "down", "enter")
        person.until(lambda _screen: ground(person) == "000000", "black")
        assert usual != "000000"
        person.press("ctrl+q")
        person.terminal.wait_exit()
    with at_work(place, "wang") as person:
        person.until(lambda _screen: ground(person) == "000000", "black")
    with at_work(place, "zhang") as person:
        person.until(lambda _screen: ground(person) == usual, "the usual colour")
    assert CommandLine(place, monkeypatch, capsys)("filter", "list").out == ""


@pytest.mark.parametrize("is_bare", [True, False])
def test_NO_COLOR_is_honoured(tmp_path: Path, is_bare: bool) -> None:
    place = organisation(tmp_path / "desk.db")
    command = [PYTHON, "-m", "tui", "--db", str(place), "--lang", "en"]
    with Terminal(command, env={"NO_COLOR": "1"} if is_bare else {}) as terminal:
        terminal.wait_for("Today")
        shades = {cell.fg for row in terminal.screen.buffer.values() for cell in row.values()} | {
            cell.bg for row in terminal.screen.buffer.values() for cell in row.values()
        }
    grey = {s for s in shades if s == "default" or len({s[:2], s[2:4], s[4:]}) == 1}
    assert (shades == grey) is is_bare
