from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum, IntEnum, StrEnum
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.codec import from_plain, to_plain, type_hints
from core.commands import all_commands
from core.messages import N_, Message
from core.model import conflict, desk, meeting, organisation, request, work
from core.model.desk import Notice, TrailEntry
from core.model.request import Detail, Priority, Request, RequestType

MODULES = (conflict, desk, meeting, organisation, request, work)
ENTITIES = [
    thing
    for module in MODULES
    for thing in vars(module).values()
    if isinstance(thing, type) and is_dataclass(thing) and thing.__module__ == module.__name__
]
ENUMS = [
    thing
    for module in MODULES
    for thing in vars(module).values()
    if isinstance(thing, type) and issubclass(thing, Enum) and thing.__module__ == module.__name__
]
INNER = st.text().map(lambda text: N_("by {who}", who=text))
SENTENCES = st.builds(N_, st.just("{n}: {what}"), n=st.integers(), what=st.text() | INNER)
PLAIN = st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=3)


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Whatever a field of this type may hold."""
    if hint is datetime:
        return st.datetimes(timezones=st.just(UTC))
    if hint is Message:
        return SENTENCES
    if hint is object:
        return st.text() | st.integers() | st.booleans()
    if dict in (hint, getattr(hint, "__origin__", None)):
        *_, value = get_args(hint)
        inner = PLAIN if value is not object else values(object)
        return st.dictionaries(st.text(), inner, max_size=3)
    if getattr(hint, "__origin__", None) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if type(None) in get_args(hint):
        return st.none() | values(next(arm for arm in get_args(hint) if arm is not type(None)))
    if is_dataclass(hint):
        return whole(hint)
    return st.from_type(hint)


def whole(kind: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{name: values(hint) for name, hint in type_hints(kind).items()})


def test_every_kind_of_value_and_record_is_tried() -> None:
    assert len(ENTITIES) >= 20
    assert {Request, Notice, TrailEntry, Detail} <= set(ENTITIES)
    assert len(ENUMS) >= 12


@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: kind.__name__)
@settings(max_examples=30)
@given(data=st.data())
def test_every_entity_comes_back_from_plain_data_as_it_was(kind: Any, data: st.DataObject) -> None:
    entity = data.draw(whole(kind))
    plain = to_plain(entity)
    through_json = json.loads(json.dumps(plain))
    assert through_json == plain
    assert from_plain(kind, through_json) == entity
    assert list(plain) == [f.name for f in fields(kind)]
    assert from_plain(kind, entity) == entity


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_members_are_said_in_lower_case_and_numbered_ones_by_name(kind: type[Enum]) -> None:
    for member in kind:
        said = to_plain(member)
        assert (
            said
            == said.lower()
            == (member.name.lower() if isinstance(member, IntEnum) else member.value)
        )
        assert from_plain(kind, said) is member
        assert from_plain(kind, member.value) is member
    if issubclass(kind, StrEnum):
        assert len({m.value for m in kind}) == len(list(kind))


def test_a_request_in_plain_words() -> None:
    wish = Request(
        number="XMBG-202611001",
        type=RequestType.ISSUE,
        title="618",
        originating_department="MKT",
        originator="wang",
        details=(Detail(department="PRD", what="sheets", by=date(2026, 11, 20)),),
        priority=Priority.HIGH,
        created_at=datetime(2026, 11, 2, 1, 2, 3, 4, tzinfo=UTC),
    )
    plain = to_plain(wish)
    assert plain["type"] == "issue"
    assert plain["priority"] == "high"
    assert plain["state"] == "draft"
    assert plain["details"] == [{"department": "PRD", "what": "sheets", "by": "2026-11-20"}]
    assert plain["created_at"] == "2026-11-02T01:02:03.000004+00:00"
    assert plain["expected"] is None


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (str, 1),
        (int, "1"),
        (int, True),
        (bool, 1),
        (str, None),
        (date, "2026-13-01"),
        (date, 20261101),
        (datetime, "yesterday"),
        (RequestType, "wish"),
        (Priority, "urgent"),
        (Priority, 9),
        (tuple[str, ...], "MKT"),
        (tuple[str, ...], ["MKT", 1]),
        (tuple[str, ...], None),
        (Detail, "PRD: sheets"),
        (Detail, {"department": "PRD"}),
        (Detail, {"department": "PRD", "what": "sheets", "colour": "red"}),
        (Detail, {"department": "PRD", "what": None}),
        (bytes, "not Base64!"),
        (bytes, "促销"),
        (bytes, 5),
        (Message, "Hello"),
        (Message, {"text": "Hello"}),
        (Message, {"text": 1, "values": {}}),
        (Message, {"text": "Hello", "values": ["li"]}),
        (tuple[Detail, ...], [{"department": "PRD", "what": "x", "by": "soon"}]),
    ],
)
def test_data_of_another_shape_is_refused_in_a_known_way(kind: Any, data: Any) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        from_plain(kind, data)


@pytest.mark.parametrize("command", list(all_commands().values()), ids=lambda c: c.__name__)
@settings(max_examples=4)
@given(data=st.data())
def test_every_command_comes_back_too(command: Any, data: st.DataObject) -> None:
    given_command = data.draw(whole(command))
    assert from_plain(command, json.loads(json.dumps(to_plain(given_command)))) == given_command
