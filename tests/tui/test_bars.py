"""The top line says where one is and what is wrong, the bottom line what the keys do."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

from core.messages import N_
from tests.tui.list_app import shown
from tui.keymap import bind
from tui.widgets.keybar import KeyBar, key_name
from tui.widgets.modebar import Mode, ModeBar

MODES = [
    Mode("F1", "Today", "today", False),
    Mode("F2", "Intake", "intake", False),
    Mode("F3", "Assignment", "assignment", True),
    Mode("F4", "Meetings", "meetings", False),
    Mode("F5", "Board", "board", False),
    Mode("F6", "Conflicts", "conflicts", False),
]
CHINESE = {"New": "新建", "Save": "保存", "Help": "帮助"}


class Question(ModalScreen[None]):
    """Something asked, with keys of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("y", "dismiss", N_("Yes"), id="question.yes")]

    def compose(self) -> ComposeResult:
        yield KeyBar()


class Bars(App[None]):
    """Both bars and an input between them."""

    TITLE = "liaison"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("n,insert", "new", N_("New"), id="app.new"),
        bind("ctrl+s", "save", N_("Save"), id="app.save"),
        bind("enter", "open", N_("Open"), id="app.open"),
        bind("f7", "archive", N_("Archive"), id="app.archive"),
        bind("x", "hidden", N_("Hidden"), id="app.hidden", show=False),
        bind("question_mark,f12", "help", N_("Help"), id="app.help", show=False),
    ]

    def __init__(self, words: dict[str, str] | None = None) -> None:
        super().__init__()
        self.modes = ModeBar(MODES, person="Li Wei 李伟")
        self.keys = KeyBar(lambda text: (words or {}).get(text, text))
        self.can_save: bool | None = True

    def compose(self) -> ComposeResult:
        yield self.modes
        yield Input()
        yield self.keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.can_save if action == "save" else True

    def action_new(self) -> None:
        self.push_screen(Question())


async def see(pilot: Pilot[None]) -> list[str]:
    await pilot.pause(0.05)
    return shown(pilot.app)


def styles(app: App[Any], line: int) -> dict[str, Any]:
    """The styles of the pieces of a line, by what they say."""
    strip = app.screen._compositor.render_strips()[line]
    return {segment.text.strip(): segment.style for segment in strip}


async def test_the_keys_are_shown_in_order_and_help_is_the_last() -> None:
    async with Bars().run_test(size=(80, 5)) as pilot:
        line = (await see(pilot))[-1]
        assert line.split() == [
            "n", "New", "^s", "Save", "enter", "Open", "F7", "Archive", "?", "Help"
        ]  # fmt: skip
        assert line.endswith("? Help")
        assert cell_len(line) == 79


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (42, " n New  ^s Save  enter Open         ? Help"),
        (41, " n New  ^s Save  enter Open       ? Help"),
        (24, " n New  ^s Save  ? Help"),
        (16, " n New   ? Help"),
        (8, " ? Help"),
        (5, "   ?"),
        (1, "?"),
    ],
)
async def test_as_many_keys_as_fit_and_always_help(width: int, line: str) -> None:
    async with Bars().run_test(size=(width, 5)) as pilot:
        assert (await see(pilot))[-1].split() == line.split()


async def test_while_one_types_only_keys_that_work_are_shown() -> None:
    async with Bars().run_test(size=(80, 5)) as pilot:
        await see(pilot)
        await pilot.press("tab")
        line = (await see(pilot))[-1]
        assert line.split() == [
            "insert", "New", "^s", "Save", "F7", "Archive", "F12", "Help"
        ]  # fmt: skip
        await pilot.press("?")
        assert pilot.app.query_one(Input).value == "?"


async def test_what_cannot_be_done_now_is_grey() -> None:
    app = Bars()
    async with app.run_test(size=(80, 5)) as pilot:
        await see(pilot)
        usual = styles(app, -1)["^s"]
        app.can_save = None
        app.refresh_bindings()
        assert "^s Save" in (await see(pilot))[-1]
        grey = styles(app, -1)["^s Save"]
        assert grey.color != usual.color
        assert grey.color != styles(app, -1)["New"].color
        app.can_save = False
        app.refresh_bindings()
        assert "Save" not in (await see(pilot))[-1]


async def test_a_question_shows_its_own_keys() -> None:
    async with Bars().run_test(size=(80, 5)) as pilot:
        await see(pilot)
        await pilot.press("n")
        assert (await see(pilot))[-1].split() == ["y", "Yes", "?", "Help"]
        await pilot.press("y")
        assert "^s Save" in (await see(pilot))[-1]


async def test_labels_are_said_in_the_language_of_the_person() -> None:
    async with Bars(CHINESE).run_test(size=(80, 5)) as pilot:
        line = (await see(pilot))[-1]
        assert line.startswith(" n 新建  ^s 保存  enter Open")
        assert line.endswith("? 帮助")
        assert cell_len(line) == 79


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("ctrl+s", "^s"),
        ("f2", "F2"),
        ("f12", "F12"),
        ("f", "f"),
        ("enter", "enter"),
        ("escape", "esc"),
        ("up", "up"),
        ("slash", "/"),
        ("question_mark", "?"),
        ("left_square_bracket", "["),
        ("shift+tab", "shift+tab"),
        ("G", "G"),
        ("space", "space"),
        ("pagedown", "pgdn"),
    ],
)
def test_keys_have_short_names(key: str, name: str) -> None:
    assert key_name(Binding(key, "x")) == name
    assert key_name(Binding(key, "x", key_display="K")) == "K"


async def test_the_modes_are_shown_and_the_present_one_stands_out() -> None:
    app = Bars()
    async with app.run_test(size=(110, 5)) as pilot:
        line = (await see(pilot))[0]
        assert line.split() == [
            "liaison", "F1", "Today", "F2", "Intake", "F3", "Assignment", "F4", "Meetings",
            "F5", "Board", "F6", "Conflicts", "Li", "Wei", "李伟",
        ]  # fmt: skip
        assert cell_len(line) == 109
        looks = styles(app, 0)
        assert looks["F3 Assignment"].bgcolor != looks["F2"].bgcolor


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (82, "F1 Today F2 Intake F3 Assignment F4 Meetings F5 Board F6 Conflicts Li Wei 李伟"),
        (77, "F1 Today F2 Intake F3 Assignment F4 Meetings F5 Board F6 Conflicts Li Wei…"),
        (70, "liaison F1 F2 F3 Assignment F4 F5 F6 Li Wei 李伟"),
        (52, "liaison F1 F2 F3 Assignment F4 F5 F6 Li Wei 李伟"),
        (43, "F1 F2 F3 Assignment F4 F5 F6 Li Wei 李伟"),
        (30, "F1 F2 F3 Assignment F4 F5 F6"),
        (29, "F3 Assignment"),
        (5, "F3 A"),
        (1, ""),
    ],
)
async def test_a_narrow_terminal_names_only_the_present_mode(width: int, line: str) -> None:
    async with Bars().run_test(size=(width, 5)) as pilot:
        assert (await see(pilot))[0].split() == line.split()


async def test_what_is_wrong_is_said_at_the_right_until_it_is_taken_back() -> None:
    app = Bars()
    async with app.run_test(size=(80, 5)) as pilot:
        before = await see(pilot)
        app.modes.set_status("data of 10:32", "danger")
        line = (await see(pilot))[0]
        assert line.endswith("data of 10:32  Li Wei 李伟")
        assert styles(app, 0)["data of 10:32"].color != styles(app, 0)["Li Wei 李伟"].color
        app.modes.set_status("")
        assert await see(pilot) == before


@pytest.mark.parametrize(("width", "seen"), [(60, "no answer from the database"), (36, "no answe")])
async def test_what_is_wrong_comes_before_all_but_the_present_mode(width: int, seen: str) -> None:
    app = Bars()
    async with app.run_test(size=(width, 5)) as pilot:
        app.modes.set_status("no answer from the database", "danger")
        line = (await see(pilot))[0]
        assert "F3 Assignment" in line
        assert seen in line
        assert cell_len(line) <= width


@pytest.mark.parametrize("text", ["\x1b]0;x\x07", "a[/]b", "[@click=app.quit]x[/]", "\u202eabc"])
async def test_I1_hostile_names_and_words_are_only_text(text: str) -> None:
    class Named(Bars):
        def __init__(self) -> None:
            super().__init__()
            self.modes = ModeBar([], person=text)

    app = Named()
    async with app.run_test(size=(80, 5)) as pilot:
        app.modes.set_status(text, "warning")
        line = (await see(pilot))[0]
        assert cell_len(line) == 79
        assert line.isprintable()
        for part in ("a[/]b", "[@click=app.quit]x[/]"):
            assert (part in line) == (part in text)
