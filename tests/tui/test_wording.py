"""What is said fits its place, and what is shown as an example may be typed, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from importlib import import_module
from inspect import getmembers, isclass
from typing import Any

import pytest
from rich.cells import cell_len
from textual.binding import Binding

from core.board import LANE_LABELS
from core.choices import choose
from core.commands import all_commands
from core.commands.base import Argument, Kind, about, arguments
from core.commands.request import WithdrawRequest
from core.errors import BadInput
from core.intake import vagueness
from core.lines import example, parse
from core.messages import N_, Message
from core.model.conflict import ConflictState
from core.model.meeting import MeetingState, Participation
from core.model.organisation import OrganisationRole
from core.model.request import RequestState
from core.worktime import humane
from tests.catalogues import HOUSE
from tests.core.typing_desk import HERE
from tui import i18n, labels
from tui.app import LiaisonApp
from tui.attendance import PARTSTAT
from tui.commandline import states
from tui.i18n import _, say
from tui.modes import MODE_LABELS
from tui.screens.lists import ListScreen


@pytest.fixture(params=i18n.LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in turn."""
    i18n.use(request.param)
    yield request.param
    i18n.use("en")


@pytest.fixture
def chinese() -> Iterator[None]:
    i18n.use("zh")
    yield
    i18n.use("en")


# What is said fits where it is said.


def _shown_bindings() -> Iterator[Binding]:
    """Every binding of the bar of keys, wherever it is."""
    owners: dict[str, Any] = {"LiaisonApp": LiaisonApp}
    for room in ("tui.screens", "tui.widgets"):
        folder = HOUSE.joinpath(*room.split("."))
        for file in sorted(folder.glob("*.py")):
            owners |= dict(getmembers(import_module(f"{room}.{file.stem}"), isclass))
    for owner in owners.values():
        if owner.__module__.startswith("tui."):
            found = Binding.make_bindings(vars(owner).get("BINDINGS", ()))
            yield from (binding for binding in found if binding.show)


def test_key_hints_are_short(chinese: None) -> None:
    hints = {binding.description for binding in _shown_bindings()}
    hints |= {command.label.text for command in all_commands().values() if command.keys}
    assert len(hints) > 40
    assert [_(hint) for hint in sorted(hints) if cell_len(_(hint)) > 12] == []


def test_the_modes_fit_a_narrow_terminal(chinese: None) -> None:
    keys = sum(cell_len(f" F12 {say(label)} ") for label in MODE_LABELS.values())
    assert keys <= 80 - cell_len(" 项目经理 ")


def _list_screens() -> list[type[ListScreen]]:
    for mode in MODE_LABELS:
        import_module(f"tui.screens.{mode}")
    return [kind for kind in _below(ListScreen) if kind.__module__.startswith("tui.")]


def _below(kind: type[ListScreen]) -> Iterator[type[ListScreen]]:
    """Every screen made of *kind*; what others are made of has no views of its own."""
    for one in kind.__subclasses__():
        if hasattr(one, "views"):
            yield one
        yield from _below(one)


def test_the_headings_of_lists_fit_their_columns(spoken: str) -> None:
    seen = 0
    for kind in _list_screens():
        screen = kind()
        for screen.at in range(len(kind.views)):
            for column in screen.columns():
                seen += 1
                assert cell_len(column.label) <= column.width, (kind, column.label)
    assert seen > 40


@pytest.mark.parametrize(
    ("words", "width"),
    [(labels.TYPES, 8), (labels.SHORT_TYPES, 8), (labels.DUTIES, 10), (labels.PRIORITIES, 8)],
)
def test_the_words_of_lists_fit_their_columns(
    chinese: None, words: dict[Any, Message], width: int
) -> None:
    assert [say(word) for word in words.values() if cell_len(say(word)) > width] == []


def test_the_lines_that_name_the_views_fit_a_narrow_terminal(spoken: str) -> None:
    for kind in _list_screens():
        assert cell_len(kind()._view_line()) <= 78, kind


# What is shown as an example may be typed.


def _examples() -> Iterator[tuple[str, Argument]]:
    for verb, command in all_commands().items():
        for name, argument in arguments(command).items():
            yield f"{verb} --{name}", argument


def test_every_example_can_be_typed(spoken: str) -> None:
    count = 0
    for name, argument in _examples():
        shown = example(argument)
        if shown and argument.kind not in (Kind.TEXT, Kind.LONG, Kind.FLAG):
            for one in _one_by_one(argument, say(shown)):
                count += 1
                assert parse(argument, one, HERE, name) not in ("", (), None), (name, one)
    assert count > 100


def _one_by_one(argument: Argument, shown: str) -> list[str]:
    """Examples of days are several days, those of a choice may be all choices."""
    if argument.kind in (Kind.DATE, Kind.MOMENT):
        return re.split("[,、] ?", shown)
    if argument.kind is Kind.CHOICE and not argument.example:
        return re.split("[:：] ?", shown)[1].split(", ")
    return [shown]


HINTED = {
    Kind.DATE: ("2026-12-20, +10d, next fri", "fri, +5d, 5-20"),
    Kind.MOMENT: ("fri 14:00, +3d 10:00",),
    Kind.DETAILS: ("PRD: three product sheets with user profiles @ +5d",),
    Kind.BLOCKS: ("Topics 30", "Topics 30 | wang | Which products are promoted?"),
    Kind.TASKS: ("PRD | zhao | Product sheets | +1d > +5d | three sheets, approved",),
    Kind.CONTINGENCIES: ("Sheets are late | 3 | move the posters back by two days",),
    Kind.RISK: ("Printing is late | supplier | +2d", "Printing is late"),
    Kind.RESOURCE: ("meeting room | PMO | 1 | +3d > +5d | supplier days | internal",),
    Kind.FLAG: ("yes", "no"),
}


@pytest.mark.parametrize(
    ("kind", "shown"), [(k, text) for k, all_ in HINTED.items() for text in all_]
)
def test_the_examples_of_refusals_can_be_typed(spoken: str, kind: Kind, shown: str) -> None:
    argument = Argument(N_("It"), kind, limit=1000)
    for one in _one_by_one(argument, _(shown)):
        assert parse(argument, one, HERE, "it") is not None


def test_what_a_task_waits_for_can_be_typed(spoken: str) -> None:
    line = f"{_('PRD | zhao | Product sheets | +1d > +5d | three sheets, approved')} | "
    line += _("after: Product sheets, Posters")
    [task] = parse(Argument(N_("It"), Kind.TASKS, limit=1000), line, HERE, "it")
    assert len(task.depends_on) == 2


def test_a_line_that_leans_on_the_example_is_not_vague(spoken: str) -> None:
    shown = _("PRD: three product sheets with user profiles @ +5d")
    [detail] = parse(Argument(N_("It"), Kind.DETAILS, limit=1000), shown, HERE, "it")
    assert vagueness(detail) is None


def _labelled() -> Iterator[tuple[Enum, str]]:
    """Every choice with the word a person sees for it."""
    given = (argument for verb in all_commands().values() for argument in arguments(verb).values())
    chosen = {argument.choices for argument in given if argument.choices}
    for kind in (*chosen, OrganisationRole, RequestState):
        for member in kind:  # type: ignore[attr-defined]
            yield member, labels.label_of(member)
    for noun, kind in (("meeting", MeetingState), ("conflict", ConflictState)):
        for member in kind:
            yield member, states.state(noun, member.value)
    for answer in Participation:
        yield answer, say(PARTSTAT[answer.value])
    for lane, label in LANE_LABELS.items():
        yield lane, say(label)


def test_the_word_that_is_seen_for_a_choice_can_be_typed(spoken: str) -> None:
    for member, label in _labelled():
        try:
            assert choose(type(member), label) is member, label
        except BadInput as refusal:
            pytest.fail(f"{label}: {refusal}")


# Speaking.


def test_durations_are_said_in_chinese(chinese: None) -> None:
    assert say(humane(timedelta(days=2, hours=3))) == "2天3小时"
    assert _("{time} over", time=humane(timedelta(hours=3, minutes=5))) == "超3小时5分"


def test_a_message_among_the_values_is_translated_too(chinese: None) -> None:
    message = N_("{number}: the {duty} is overdue", number="XMBG-1", duty=N_("first response"))
    assert say(message) == "XMBG-1：首次响应已超时"
    assert str(message) == "XMBG-1: the first response is overdue"


def test_what_a_verb_does_is_said_in_chinese_without_the_rules(chinese: None) -> None:
    assert "(R2.8)" in (WithdrawRequest.__doc__ or "")
    assert say(about(WithdrawRequest)) == "在分派前撤回需求，编号不再使用。"


@pytest.mark.parametrize(
    ("setting", "environment", "language"),
    [
        ("", {}, "en"),
        ("", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("", {"LANG": "de_DE.UTF-8"}, "en"),
        ("", {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ("", {"LC_ALL": "", "LC_MESSAGES": "zh", "LANG": "C"}, "zh"),
        ("zh", {"LC_ALL": "en_US.UTF-8"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("zh-Hans", {}, "zh"),
    ],
)
def test_the_setting_goes_before_the_environment(
    setting: str, environment: dict[str, str], language: str
) -> None:
    assert i18n.wanted(setting, environment) == language
