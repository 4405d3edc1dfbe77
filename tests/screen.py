"""A terminal's screen: pyte's, with short ways for what a full-screen program sends most."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pyte
from pyte import charsets, modes
from pyte.screens import Char
from wcwidth import wcwidth

_COLOURS_AND_PLACES = re.compile("\x1b\\[([0-9;]*)([mH])")


class Screen(pyte.Screen):
    """Writes narrow characters for which there is room without looking at each."""

    def draw(self, data: str) -> None:
        cursor = self.cursor
        end = cursor.x + len(data)
        plain = self.charset == 0 and self.g0_charset is charsets.LAT1_MAP
        fits = end <= self.columns and modes.IRM not in self.mode
        if not (plain and fits and all(map(_is_narrow, data))):
            super().draw(data)
            return
        line, attrs = self.buffer[cursor.y], cursor.attrs
        for x, char in enumerate(data, cursor.x):
            line[x] = _cell(attrs, char)
        cursor.x = end
        self.dirty.add(cursor.y)


class Stream(pyte.ByteStream):
    """Reads colours and places at once, and all else character by character."""

    def feed(self, data: bytes) -> None:  # type: ignore[override]
        text = self.utf8_decoder.decode(data)
        at = 0
        for found in _COLOURS_AND_PLACES.finditer(text):
            pyte.Stream.feed(self, text[at : found.start()])
            if not self._taking_plain_text:  # in the middle of something else
                at = found.start()
                continue
            at = found.end()
            act = getattr(self.listener, self.csi[found[2]])
            act(*_numbers(found[1]))
        pyte.Stream.feed(self, text[at:])


@cache
def _numbers(text: str) -> list[int]:
    return [min(int(number or 0), 9999) for number in text.split(";")]


@cache
def _is_narrow(char: str) -> bool:
    return bool(wcwidth(char) == 1)


@cache
def _cell(attrs: Any, char: str) -> Char:
    found: Char = attrs._replace(data=char)
    return found


@cache
def is_wide(data: str) -> bool:
    """Whether a cell holds a character of two cells."""
    return data != "" and wcwidth(data[0]) == 2
