"""Entities and commands to plain data and back: one way for columns, trail, JSON and drafts."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum, IntEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from core.messages import Message, pack, unpack

_AS_IT_IS = (str, int, bool, NoneType)  # most of what there is: asked first


def to_plain(value: object) -> Any:
    """Data that JSON can hold: enumerations by value or, if numbered, by lower-case name.

    Moments and days become ISO 8601, tuples lists, sets sorted lists, dataclasses and sentences
    objects, and a file's content Base64 (RFC 4648).
    """
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, Enum):
        return value.name.lower() if isinstance(value, IntEnum) else value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: to_plain(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, Message):
        return {"text": value.text, "values": pack(value.values)}
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def from_plain(kind: Any, data: Any) -> Any:
    """The value of type *kind* that :func:`to_plain` made *data* of.

    Raises ``ValueError``, ``TypeError`` or ``KeyError`` when the data is of another shape.
    """
    if data is None:
        return _nothing(kind)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return from_plain(_only(kind), data)
    if origin is tuple:
        return tuple(from_plain(get_args(kind)[0], item) for item in _listed(data))
    if origin is frozenset:
        return frozenset(from_plain(get_args(kind)[0], item) for item in _listed(data))
    if origin is dict:
        return dict(data)
    if is_dataclass(kind):
        return _build(kind, data)
    if names := getattr(kind, "_fields", ()):
        hints = get_type_hints(kind)
        given = zip(names, _listed(data), strict=True)
        return kind(*(from_plain(hints[name], item) for name, item in given))
    return _scalar(kind, data)


def _nothing(kind: Any) -> None:
    if type(None) not in get_args(kind) and kind is not Any:
        raise ValueError("a value is missing")


def _only(kind: Any) -> Any:
    return next(arm for arm in get_args(kind) if arm is not type(None))


def _listed(data: Any) -> list[Any]:
    if not isinstance(data, list | tuple):
        raise TypeError("a list is wanted")
    return list(data)


def _build(kind: Any, data: Any) -> Any:
    if isinstance(data, kind):
        return data
    if not isinstance(data, dict):
        raise TypeError("an object is wanted")
    hints = type_hints(kind)
    unknown = sorted(str(name) for name in data if name not in hints)
    if unknown:
        raise ValueError(f"unknown name {unknown[0]}")
    return kind(**{name: from_plain(hints[name], value) for name, value in data.items()})


def _scalar(kind: Any, data: Any) -> Any:
    if kind is datetime:
        return data if isinstance(data, datetime) else datetime.fromisoformat(data)
    if kind is date:
        return data if isinstance(data, date) else date.fromisoformat(data)
    if kind is bytes:
        return data if isinstance(data, bytes) else b64decode(data, validate=True)
    if kind is Message:
        return data if isinstance(data, Message) else _sentence(data)
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return kind[data.upper()] if isinstance(data, str) else kind(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind in (str, int, bool) and type(data) is not kind:
        raise TypeError(f"{kind.__name__} is wanted")
    return data


def _sentence(data: Any) -> Message:
    values = data["values"]
    if not isinstance(values, dict):
        raise TypeError("an object is wanted")
    return Message(_scalar(str, data["text"]), unpack(values))


def type_hints(kind: Any) -> dict[str, Any]:
    """The resolved types of a class's fields, without its class variables."""
    return _type_hints(kind)


@cache
def _type_hints(kind: Any) -> dict[str, Any]:
    names = {f.name for f in fields(kind)}
    return {name: hint for name, hint in get_type_hints(kind).items() if name in names}
