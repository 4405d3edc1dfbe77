"""Objects of a JSON file one after the other: of a list, of lines, or a single one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import TextIOWrapper
from math import isinf
from typing import Any, NamedTuple

from core.errors import BadInput
from core.messages import N_
from exports.table_files import Source, shown, text_of

CHUNK = 64 * 1024
LONGEST = 16 * 1024 * 1024  # characters of one object
_SPACE = " \t\r\n"


class Item(NamedTuple):
    """One value of the file and its place, from 1 on."""

    number: int
    value: Any


class JsonFile:
    """A list of objects, objects on lines of their own, or one object."""

    def __init__(self, source: Source, encoding: str) -> None:
        self.source = source
        self.encoding = encoding
        self.is_list = False

    def items(self) -> Iterator[Item]:
        """Every value; raises ``BadInput`` with the item that is no JSON."""
        with text_of(self.source, self.encoding) as text:
            reader = _Reader(text, self.source.name)
            self.is_list = reader.next_sign() == "["
            yield from reader.listed() if self.is_list else reader.loose()
            reader.require(reader.next_sign() == "")


class _Reader:
    """A window on the text that grows while a value does not fit into it."""

    def __init__(self, text: TextIOWrapper, name: str) -> None:
        self._text = text
        self._name = name
        self._window = ""
        self._at = 0
        self._ended = False
        self._number = 0
        self._decoder = json.JSONDecoder(
            parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_each_once
        )

    def listed(self) -> Iterator[Item]:
        """The values of a list, with commas between and a bracket at each end."""
        self._at += 1
        while self.next_sign() != "]":
            yield self.item()
            if self.next_sign() == ",":
                self._at += 1
                self.require(self.next_sign() != "]")
            else:
                self.require(self.next_sign() == "]")
        self._at += 1

    def loose(self) -> Iterator[Item]:
        """Values with nothing between but white space."""
        while self.next_sign():
            yield self.item()

    def next_sign(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            while self._at < len(self._window) and self._window[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._window):
                return self._window[self._at]
            if self._ended:
                return ""
            self._grow()

    def item(self) -> Item:
        """The next value, which begins here."""
        self._number += 1
        while True:
            try:
                value, end = self._decoder.raw_decode(self._window, self._at)
            except json.JSONDecodeError as error:
                if self._ended:
                    raise self._refused() from error
            except _TwiceError as error:
                raise self._refused_for(error.name) from error
            except (ValueError, RecursionError) as error:
                raise self._refused() from error
            else:
                # A number at the end of the window may go on behind it.
                if end < len(self._window) or self._ended:
                    self._at = end
                    return Item(self._number, value)
            self._grow()

    def require(self, is_so: bool) -> None:
        """Refuse what stands where it may not."""
        if not is_so:
            raise self._refused()

    def _grow(self) -> None:
        left = self._window[self._at :]
        if len(left) > LONGEST:
            raise self._refused()
        more = self._text.read(max(CHUNK, len(left)))
        self._window, self._at, self._ended = left + more, 0, not more

    def _refused_for(self, name: str) -> BadInput:
        return BadInput(
            N_("Item {number} of {file} has “{name}” twice.",
               file=self._name, number=self._number, name=shown(name)),
            "file",
        )  # fmt: skip

    def _refused(self) -> BadInput:
        return BadInput(
            N_("{file} is no JSON at or behind item {number}.",
               file=self._name, number=max(self._number, 1)),
            "file",
            N_("A list of objects, an object on each line, or one object."),
        )  # fmt: skip


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _finite(text: str) -> float:
    found = float(text)
    if isinf(found):
        raise ValueError(text)
    return found


class _TwiceError(ValueError):
    """A name that stands twice in one object: nobody knows which of the values is meant."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(name)
        found[name] = value
    return found
