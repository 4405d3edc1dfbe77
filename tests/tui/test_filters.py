"""No text of a person reaches the terminal as anything but text (I1, I2)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color

from core.text import HIDDEN
from tests.terminal import PYTHON, Terminal
from tests.tui.hostile_app import PAYLOADS
from tui.filters import HarmlessText

BLACK = Color(0, 0, 0)
anything = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("".join(PAYLOADS.values()) + "对接\u200d👩💻❤\ufe0f"),
    ),
    max_size=20,
)


def arrived(*arguments: str) -> set[str]:
    """The names of the payloads found in what a terminal was sent."""
    command = [PYTHON, "-m", "tests.tui.hostile_app", *arguments]
    with Terminal(command, size=(100, 50)) as terminal:
        terminal.wait_for(lambda terminal: b"all shown" in terminal.raw)
        terminal.send("ctrl+q")
        terminal.wait_exit()
    sent = {name: text.encode(errors="backslashreplace") for name, text in PAYLOADS.items()}
    return {name for name, data in sent.items() if data in terminal.raw}


def test_I1_no_payload_reaches_a_real_terminal() -> None:
    assert arrived() == set()


def test_I1_every_payload_would_reach_it_without_the_filter() -> None:
    assert arrived("raw") == set(PAYLOADS)


def test_I5_the_words_around_a_payload_stay_and_no_column_moves() -> None:
    with Terminal([PYTHON, "-m", "tests.tui.hostile_app"], size=(100, 50)) as terminal:
        terminal.wait_for("all shown")
        lines = {name: next(x for x in terminal.lines() if name in x) for name in PAYLOADS}
    for name, line in lines.items():
        assert line.index("开") < line.index("关")
        assert cell_len(line[: line.index("│")]) == 29, name


@given(texts=st.lists(anything, max_size=4))
def test_I1_any_text_comes_out_harmless_and_as_wide_as_before(texts: list[str]) -> None:
    bold = Style(bold=True)
    segments = HarmlessText().apply([Segment(text, bold) for text in texts], BLACK)
    assert [segment.cell_length for segment in segments] == [cell_len(text) for text in texts]
    assert not any(HIDDEN.search(segment.text) for segment in segments)
    assert all(segment.style is bold for segment in segments)


def test_control_segments_of_textual_are_left_alone() -> None:
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    segments = HarmlessText().apply([control, Segment("a\x1bb")], BLACK)
    assert segments == [control, Segment("ab")]


def test_ordinary_lines_are_not_even_copied() -> None:
    line = [Segment("跨部门 对接\u3000"), Segment("👩\u200d💻")]
    assert HarmlessText().apply(line, BLACK) is line
