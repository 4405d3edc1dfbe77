from __future__ import annotations

import json
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.build import build
from core.codec import to_plain
from core.commands import all_commands
from core.commands.base import Command, Kind, arguments
from core.commands.desk import ReadNotices
from core.commands.dispatch import DispatchRequest, PrioritiseRequest
from core.commands.meeting import EditMeeting, RescheduleMeeting
from core.commands.request import EditRequest
from core.errors import BadInput, Unreadable
from tests.core.typing_desk import COMMANDS, HERE, NUMBER, not_built

# What is refused


@pytest.mark.parametrize(
    ("command", "raw", "field", "why"),
    [
        (DispatchRequest, {"leed": "RND"}, "leed", "no field “leed”"),
        (DispatchRequest, {"why": "RND"}, "why", "no field “why”"),
        (DispatchRequest, {"about": "RND"}, "about", "no field “about”"),
        (DispatchRequest, {"lead": ["RND"]}, "lead", "“Lead department” must be text"),
        (DispatchRequest, {"lead": 5}, "lead", "must be text"),
        (DispatchRequest, {"lead": {"code": "RND"}}, "lead", "must be text"),
        (DispatchRequest, {"seen": "two"}, "seen", "“two” is not a whole number"),
        (DispatchRequest, {"seen": True}, "seen", "must be a whole number"),
        (DispatchRequest, {"seen": 1.0}, "seen", "must be a whole number"),
        (DispatchRequest, {"seen": 10**5000}, "seen", "A number from"),
        (DispatchRequest, {"reason": "a\x1bb"}, "reason", "an escape character"),
        (PrioritiseRequest, {"priority": 9}, "priority", "must be one of the choices"),
        (PrioritiseRequest, {"priority": True}, "priority", "must be one of the choices"),
        (PrioritiseRequest, {"priority": 1.0}, "priority", "must be one of the choices"),
        (PrioritiseRequest, {"priority": ["high"]}, "priority", "must be one of the choices"),
        (PrioritiseRequest, {"priority": "urgent"}, "priority", "“urgent” is not one of"),
        (EditRequest, {"expected": 20261224}, "expected", "must be a date"),
        (EditRequest, {"expected": ["+1d"]}, "expected", "must be a date"),
        (EditRequest, {"expected": "1999-12-31"}, "expected", "between 2000 and 2100"),
        (EditRequest, {"urgent": 1}, "urgent", "must be true or false"),
        (EditRequest, {"urgent": "perhaps"}, "urgent", "neither yes nor no"),
        (EditRequest, {"attachments": {"a": 1}}, "attachments", "must be a list"),
        (EditRequest, {"attachments": 5}, "attachments", "must be a list"),
        (EditRequest, {"attachments": [["a"]]}, "attachments", "must be text"),
        (EditRequest, {"attachments": ["a", 5]}, "attachments", "Entry 2: "),
        (EditRequest, {"attachments": ["a", None]}, "attachments", "Entry 2: "),
        (EditRequest, {"attachments": ["a\nb"]}, "attachments", "a line break"),
        (EditRequest, {"attachments": ["a"] * 8001}, "attachments", "Too long: 8001"),
        (EditRequest, {"attachments": ["abcd"] * 1600}, "attachments", "Too long"),
        (EditRequest, {"details": {"department": "PRD"}}, "details", "must be a list"),
        (EditRequest, {"details": [5]}, "details", "object with department, what, by"),
        (EditRequest, {"details": [["PRD", "a"]]}, "details", "object with department, what, by"),
        (EditRequest, {"details": ["PRD: a", "SAL"]}, "details", "Entry 2: “SAL” does not begin"),
        (EditRequest, {"details": [{"department": "PRD"}]}, "details", "“what” is missing"),
        (EditRequest, {"details": [{"department": "", "what": "a"}]}, "details", "Say which"),
        (
            EditRequest,
            {"details": ["PRD: a", {"department": "SAL", "what": "b", "until": "+1d"}]},
            "details",
            "Entry 2: There is no field “until” here",
        ),
        (
            EditRequest,
            {"details": [{"department": "PRD", "what": "a", "by": "soon"}]},
            "details",
            '"soon" is not a date',
        ),
        (
            EditRequest,
            {"details": [{"department": "PRD", "what": "a", "by": 5}]},
            "details",
            "“by” must be a date",
        ),
        (
            EditRequest,
            {"details": [{"department": "PRD", "what": "a\nSAL: b"}]},
            "details",
            "a line break",
        ),
        (
            EditRequest,
            {"details": [{"department": "PRD", "what": ["a"]}]},
            "details",
            "“what” must be text",
        ),
        (EditRequest, {"resource": ["van"]}, "resource", "must be an object with name"),
        (
            EditRequest,
            {"resource": {"name": "van", "owner_department": "LOG", "quantity": "2"}},
            "resource",
            "“quantity” must be a whole number",
        ),
        (
            EditRequest,
            {"resource": {"name": "van", "owner_department": "LOG", "quantity": 10**4400}},
            "resource",
            "A number from",
        ),
        (EditMeeting, {"blocks": [{"name": "Topics", "minutes": "30"}]}, "blocks", "whole number"),
        (EditMeeting, {"blocks": [{"name": "Topics", "minutes": 1e9}]}, "blocks", "whole number"),
        (EditMeeting, {"blocks": [{"name": "T", "minutes": 10**6}]}, "blocks", "from 0 to 1440"),
        (EditMeeting, {"attendees": [{"person": "a b"}]}, "attendees", "is not a login"),
        (EditMeeting, {"attendees": [{"person": "a, b"}]}, "attendees", "is not a login"),
        (EditMeeting, {"attendees": [{"person": "a", "role": 1}]}, "attendees", "of the choices"),
        (EditMeeting, {"attendees": [{"person": "a", "role": "x"}]}, "attendees", "of the choices"),
        (RescheduleMeeting, {"start": 1795586400}, "start", "must be a day with a time"),
        (RescheduleMeeting, {"start": {"day": 1}}, "start", "must be a day with a time"),
    ],
)
def test_json_of_another_shape_is_refused_by_field(
    command: type[Command], raw: dict[str, Any], field: str, why: str
) -> None:
    required: dict[str, Any] = {
        "number": NUMBER,
        "priority": "low",
        "reason": "r",
        "start": "+9d 9:00",
    }
    known = {name: required[name] for name in arguments(command) if name in required}
    found = not_built(command, {**known, **raw})
    assert found.field == field
    assert why in str(found)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    found = not_built(DispatchRequest, {"number": NUMBER, "\x1b[2J\ud800": "x"})
    assert found.field.isprintable()
    assert "\x1b" not in str(found)
    assert str(found.hint) == "One of: number, seen, lead, reason, coordinator"


@pytest.mark.parametrize("raw", [[], ["number"], "number", 5, None, True])
def test_a_document_that_is_no_object_is_refused(raw: Any) -> None:
    assert "One object" in str(not_built(ReadNotices, raw))


def test_all_that_is_wrong_is_said_at_once() -> None:
    raw = {"priority": "x", "expected": "soon", "titel": "a", "details": ["PRD"], "number": ""}
    found = not_built(EditRequest, raw)
    assert isinstance(found, Unreadable)
    fields_named = ["titel", "details", "expected", "priority", "number"]
    assert sorted(p.field for p in found.problems) == sorted(fields_named)
    assert all(problem.hint for problem in found.problems)
    assert str(found) == str(found.problems[0])
    assert not isinstance(not_built(EditRequest, {"number": NUMBER, "priority": "x"}), Unreadable)


def deep(levels: int, wrap: str) -> Any:
    found: Any = "x"
    for _ in range(levels):
        found = [found] if wrap == "list" else {"details": found, "what": found}
    return found


# A field of each kind: how a value is read depends on that alone.
OF_EACH_KIND = {
    spec.kind: (command, name)
    for command in all_commands().values()
    for name, spec in arguments(command).items()
}


@pytest.mark.parametrize("wrap", ["list", "object"])
@pytest.mark.parametrize("kind", OF_EACH_KIND)
def test_a_depth_bomb_is_refused_in_a_field_of_every_kind(kind: Kind, wrap: str) -> None:
    command, name = OF_EACH_KIND[kind]
    began = process_time()
    for bomb in (deep(5000, wrap), [deep(5000, wrap)], {name: deep(5000, wrap)}):
        found = not_built(command, {name: bomb})
        problems = found.problems if isinstance(found, Unreadable) else [found]
        assert name in [problem.field for problem in problems]
    assert process_time() - began < 1


def test_a_million_entries_are_refused_at_once() -> None:
    began = process_time()
    found = not_built(EditRequest, {"number": NUMBER, "details": ["PRD: a"] * 1_000_000})
    assert "Too long: 6000000" in str(found)
    assert process_time() - began < 0.5


@pytest.mark.parametrize(
    "entries", [["PRD: a @ 999wd\n" * 60_000], ["PRD: a @ 999wd\n" * 500] * 500]
)
def test_long_entries_are_refused_at_once(entries: list[str]) -> None:
    began = process_time()
    found = not_built(EditRequest, {"number": NUMBER, "details": entries})
    assert "Too long" in str(found)
    assert process_time() - began < 1


def test_a_file_of_another_kind_is_not_answered_name_by_name() -> None:
    found = not_built(EditRequest, {"number": NUMBER, **{f"column {n}": n for n in range(100_000)}})
    assert isinstance(found, Unreadable)
    assert len(found.problems) == 20


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["department", "what", "by", "name", "minutes", "person", "role", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(data=st.data())
def test_any_json_is_built_or_refused(data: st.DataObject) -> None:
    command = data.draw(st.sampled_from(COMMANDS))
    names = st.sampled_from(list(arguments(command)) or ["x"])
    raw = data.draw(st.dictionaries(names, JSON, max_size=4))
    try:
        built = build(command, raw, HERE)
    except BadInput as found:
        problems = found.problems if isinstance(found, Unreadable) else [found]
        named = {problem.field for problem in problems}
        if not named <= {*arguments(command), "x"}:
            pytest.fail(f"refused for fields that are not there: {named}")
    else:
        json.dumps(to_plain(built)).encode()
