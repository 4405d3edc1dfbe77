from __future__ import annotations

from itertools import combinations

import pytest

from core import permissions
from core.commands import MODULES, NAMES, all_commands, by_name, of_noun, of_screen
from core.commands.base import Command, arguments
from core.permissions import Standing, allows, table
from tests import rights

EXPECTED = rights.expected()


@pytest.mark.parametrize("command", sorted(EXPECTED))
def test_R17_2_the_table_says_what_the_page_says(command: str) -> None:
    assert {kind.value: mark for kind, mark in table()[command].items()} == EXPECTED[command]


def test_R17_2_the_table_has_no_row_and_no_column_more() -> None:
    assert sorted(table()) == sorted(EXPECTED)
    assert [standing.value for standing in Standing] == list(rights.KINDS)
    rows = [line.split() for line in permissions.TABLE.strip().splitlines()[1:]]
    assert len(rows) == len({row[0] for row in rows})
    assert {mark for row in table().values() for mark in row.values()} == {"●", "○", "–"}


def subclasses(kind: type[Command]) -> set[type[Command]]:
    found = set(kind.__subclasses__())
    return found.union(*(subclasses(child) for child in found))


def test_A1_every_command_is_in_the_table_and_every_row_is_a_command() -> None:
    listed = {command.__name__ for command in all_commands().values()}
    assert listed == set(table())
    # Nothing that can be given a verb is left off the list; founding is only for an empty desk.
    with_verbs = {
        c.__name__
        for c in subclasses(Command)
        if "verb" in vars(c) and c.__module__.startswith("core.commands.")
    }
    assert with_verbs - listed == {"FoundDesk"}


def test_every_command_is_found_by_its_verb_and_by_its_name() -> None:
    for verb, command in all_commands().items():
        noun = verb.split(" ")[0]
        assert of_noun(noun)[verb] is command
        assert by_name(command.__name__) is command
        assert command.verb == verb
        assert command.__doc__
        assert all(str(argument.label) for argument in arguments(command).values())
    assert sum(len(of_noun(noun)) for noun in MODULES) == len(all_commands())
    assert {by_name(name).__name__ for names in NAMES.values() for name in names} == {
        *(command.__name__ for command in all_commands().values()),
        "FoundDesk",
    }


def test_a_command_that_nobody_knows_has_no_name() -> None:
    with pytest.raises(StopIteration):
        by_name("DropEverything")


@pytest.mark.parametrize("command", sorted(EXPECTED))
def test_rights_of_several_columns_add_up_and_none_is_lost(command: str) -> None:
    for one, other in combinations(Standing, 2):
        both = allows(command, frozenset({one, other}))
        assert both == (rights.allowed(command, one) or rights.allowed(command, other))


def test_A1_what_is_not_in_the_table_is_refused_to_all_together() -> None:
    assert not allows("DropEverything", frozenset(Standing))
    assert not any(allows(command, frozenset()) for command in table())


def test_every_key_of_a_command_is_found_by_its_screen() -> None:
    for verb, command in all_commands().items():
        for screen in command.keys:
            assert of_screen(screen)[verb] is command, (screen, verb)
