"""The columns of a list: chosen by a person for the screens, named for the command line."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

import pytest

from db import windows
from tests.desk import empty_office
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import ME, CommandLine
from tui import arranged
from tui.commandline.columns import every
from tui.commandline.listings import LISTINGS
from tui.i18n import _
from tui.modes import MODE_LABELS
from tui.widgets.columns import Column, place


def test_R3_1_a_list_is_printed_with_the_columns_named_in_their_order(liaison: CommandLine) -> None:
    number = liaison.submitted(title="618")
    told = liaison("request", "list", "--columns", "title, number，originator")
    assert told.out == f"618\t{number}\twang\n"
    [row] = liaison.document("request", "list", "--columns", "due,Title,due-at")
    assert list(row) == ["due_at", "title"]
    liaison.document("request", "dispatch", number)
    [day, _clock] = liaison("request", "list", "--columns", "due").out.split()
    assert date.fromisoformat(day)


@pytest.mark.parametrize("typed", ["colour", "number,\x1b[2J[/]", "", ",,", "number " * 5000])
def test_I1_a_column_that_is_not_there_is_answered_with_those_that_are(
    liaison: CommandLine, typed: str
) -> None:
    told = liaison("meeting", "list", f"--columns={typed}", "--json")
    assert (told.status, told.out) == (2, "")
    assert told.error["field"] == "columns"
    assert "number, state, start" in told.error["hint"]
    assert "\x1b" not in told.err
    assert len(told.err) < 600


@pytest.mark.parametrize("noun", LISTINGS)
def test_every_field_of_a_row_is_a_column(liaison: CommandLine, noun: str) -> None:
    """A field without a label in ``tui.commandline.columns`` could not be asked for."""
    listing = LISTINGS[noun]
    names = [one.name for one in every(listing)]
    assert len(names) == len(set(names))
    told = liaison.document(noun, "list", "--columns", ",".join(names))
    assert isinstance(told, list)
    fields = {*windows.named(listing.view).row._fields} - {"id", "key"}
    assert fields | {listing.key} == {*names}


SCREENS = [mode for mode in MODE_LABELS if mode != "board"]


@pytest.mark.parametrize("mode", SCREENS)
def test_every_column_of_a_screen_can_be_chosen_and_every_list_tells_its_rows_apart(
    mode: str,
) -> None:
    screen: Any = import_module(f"tui.screens.{mode}").make()
    for at, view in enumerate(screen.views):
        screen.at = at
        own = screen.columns()
        names = [column.name for column in arranged.every(own, view.query.view, Clocks())]
        assert all(names), (view, names)
        assert len(names) == len({*names}), (view, names)
        assert arranged.IDENTIFYING.intersection(arranged.usual(own)), view


def test_nobodys_choice_for_the_screens_changes_a_script(liaison: CommandLine) -> None:
    liaison.submitted()
    before = liaison("request", "list").out
    with empty_office(str(liaison.db)) as office:
        office.desk.prefer(ME, "columns:intake:requests", ["title"], office.now)
    assert liaison("request", "list").out == before


def columns(*names: str) -> list[Column]:
    return [Column(name, 10, str, name=name, low=1) for name in names]


@pytest.mark.parametrize(
    "kept",
    [
        None,
        "title",
        {"a": 1},
        [],
        ["due"],
        ["gone"],
        [["number"]],
        [{"number": 1}],
        [None, 3, "due"],
    ],
)
def test_a_choice_that_tells_no_row_apart_is_passed_over(kept: Any) -> None:
    own = [*columns("number", "due"), Column("x", 1, str, name="x", extra=True)]
    shown = arranged.chosen(kept, own, "requests", Clocks())
    assert [column.name for column in shown] == ["number", "due"]


class Clocks:
    worktime: Any = None


def test_what_has_no_room_goes_from_the_right_but_not_what_tells_rows_apart() -> None:
    own = columns("due", "state", "lead", "number")
    shown = arranged.chosen(["state", "due", "lead", "number"], own, "requests", Clocks())
    assert [column.name for column, _width in place(shown, 34)] == ["state", "due", "number"]
    assert [column.name for column, _width in place(shown, 12)] == ["number"]


def heading(person: Person) -> str:
    return person.terminal.lines()[2]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_columns_are_chosen_by_keys_and_kept_for_the_next_start(
    liaison: CommandLine, language: str
) -> None:
    liaison.submitted(title="618")
    with at_work(liaison.db, language=language, size=(80, 24)) as person:
        person.goes("intake")
        person.sees("618")
        asked = _("Columns of this list")
        person.press("ctrl+o")
        person.sees(asked, "[x] ", "originating_department")
        person.press("j", "space", "j", "space")  # the number is hidden, the title stays
        person.sees(_("One column must tell rows apart. First show: {names}",
                      names=_("Number")))  # fmt: skip
        person.press("h", "left", *["j"] * 20, "K", "space", "d")
        person.sees(_("No room here for: {names}", names=""))
        person.press("j", "space", "j", "h", "h", "enter")
        person.misses(asked)
        person.until(lambda _screen: heading(person).split()[0] == _("Title"), "the title first")
        assert _("Number") not in heading(person)
        person.press("z")
        person.until(lambda _screen: heading(person).split()[0] == _("Title"), "another view")
        person.press("ctrl+q")
        assert person.terminal.wait_exit() == 0
    with at_work(liaison.db, language=language, size=(80, 24)) as again:
        again.goes("intake")
        again.until(lambda _screen: heading(again).split()[:1] == [_("Title")], "as chosen")
        again.press("|")
        again.sees(asked)
        again.press("d", "enter")
        again.until(lambda _screen: _("Number") in heading(again), "as usual again")
        again.press("|", "space", "escape")
        again.misses(asked)
        assert _("Pr") in heading(again)
