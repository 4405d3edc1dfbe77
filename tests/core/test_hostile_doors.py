"""Every field of every command against every family of hostile text (I1, I2, I12, D24)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any
from unicodedata import normalize

import pytest

from core.build import build
from core.commands import all_commands
from core.commands.base import arguments
from core.errors import BadInput, Refusal
from core.lines import Context
from core.text import safe
from tests.desk import WORKTIME, moment

HERE = Context(moment("2026-11-02 09:00"), WORKTIME)
ACTING = {
    "escape": "\x1b[2J",
    "clipboard": "\x1b]52;c;cHduZWQ=\x1b\\",
    "c1": "\x9b31m",
    "nul": "a\x00b",
    "vertical tab": "a\x0bb",
    "backspace": "a\x08\x08b",
    "delete": "a\x7fb",
    "charset": "\x0e\x0f",
    "override": "a\u202eb",
    "isolate": "a\u2066b",
    "tags": "a\U000e0041b",
    "half": "a\ud800b",
    "separator": "a\u2028b",
    "accents": "e" + "\u0301" * 10_000,
}
PLAIN = {
    "closing": "[/]",
    "action": "[@click=app.quit]go[/]",
    "href": "[link=http://owned]x[/link]",
    "formula": "=cmd|' /C calc'!A0",
    "lines": "a\r\nb\rc\nd",
    "zero width": "a\u200bb",
    "braces": "{0} {x} %(x)s %n",
    "sql": "'; DROP TABLE trail; --",
    "path": "../../etc/passwd",
    "number": "9" * 400,
    "full width": "＝１＋１",
    "family": "👩\u200d👩\u200d👧",
}
LARGE = {"a megabyte": "长" * 350_000, "breaks": "x" + "\n" * 300_000 + "x"}
COMMANDS = all_commands()


def texts(value: Any) -> Iterator[str]:
    """Every text inside a value."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts(getattr(value, one.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts(item)


def outcome(command: Any, field: str, given: object) -> tuple[Any, list[Refusal]]:
    """What a field became of one thing given, or why nothing did; other fields do not matter."""
    try:
        return getattr(build(command, {field: given}, HERE), field), []
    except BadInput as error:
        problems = [*getattr(error, "problems", [error])]
        return None, [problem for problem in problems if problem.field == field]


def require_sentence(problem: Refusal) -> None:
    said = f"{problem.message} {problem.hint or ''}".replace("\u200b", "")  # the edge shows it
    assert safe(said) == said
    assert len(str(problem.message)) < 500


@pytest.mark.parametrize("name", COMMANDS)
def test_I1_no_field_of_any_command_keeps_what_could_act(name: str) -> None:
    command = COMMANDS[name]
    for field in arguments(command):
        for family, text in ACTING.items():
            for given in (text, [text], {"what": text, "text": text, "title": text, "name": text}):
                value, problems = outcome(command, field, given)
                assert all(safe(kept, lines=True) == kept for kept in texts(value)), (field, family)
                for problem in problems:
                    require_sentence(problem)
            _value, problems = outcome(command, field, text)
            assert problems, (field, family, "was taken as it is")


@pytest.mark.parametrize("name", COMMANDS)
def test_I3_I5_plain_text_is_kept_as_it_is_or_refused_with_a_sentence(name: str) -> None:
    command = COMMANDS[name]
    for field in arguments(command):
        for text in PLAIN.values():
            value, problems = outcome(command, field, text)
            for problem in problems:
                require_sentence(problem)
            assert all("\r" not in kept for kept in texts(value))
            if isinstance(value, str) and value:
                kept = text.replace("\r\n", "\n").replace("\r", "\n")
                assert value in (kept, normalize("NFKC", kept))  # names are narrow


@pytest.mark.parametrize("name", COMMANDS)
def test_I12_a_megabyte_is_refused_in_every_field(name: str) -> None:
    command = COMMANDS[name]
    for field in arguments(command):
        for family, text in LARGE.items():
            _value, problems = outcome(command, field, text)
            assert problems, (field, family)
            for problem in problems:
                require_sentence(problem)
