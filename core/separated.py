"""Text in parts between separators; a backslash before a separator makes it plain text.

Only there a backslash means anything, so that the path of a file needs no care.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from core.errors import BadInput
from core.messages import N_, Message
from core.single_values import MOST
from core.text import clean

T = TypeVar("T")
R = TypeVar("R")

WORDS = ",，;；"
LISTED = ",，、;；"


def split(text: str, marks: str, before: str = "") -> list[str]:
    """The trimmed parts of *text* between *marks* that stand before the pattern *before*."""
    parts, part, at = [], "", 0
    for found in re.finditer(_pattern(marks, before), text):
        backslashes, mark = found.groups()
        part += text[at : found.start()] + "\\" * (len(backslashes) // 2)
        at = found.end()
        if len(backslashes) % 2:
            part += mark
        else:
            parts.append(part.strip())
            part = ""
    return [*parts, (part + text[at:]).strip()]


def escape(text: str, marks: str, before: str = "") -> str:
    """*text* as :func:`split` gives it back whole."""
    return re.sub(_pattern(marks, before), r"\1\1\\\2", text)


def _pattern(marks: str, before: str) -> str:
    # The look behind keeps a long run of backslashes from being tried at each of its places.
    return rf"(?<!\\)(\\*)([{marks}]){before}"


def words(line: str, marks: str = WORDS) -> tuple[str, ...]:
    """The words between *marks*."""
    return tuple(word for word in split(line, marks) if word)


def joined(words: Iterable[str], marks: str = WORDS) -> str:
    """*words* with commas between, as :func:`words` reads them."""
    escaped = (escape(word, marks) for word in words)
    return ", ".join(f"{word} " if word.endswith("\\") else word for word in escaped)


def line_number(place: int, problem: Message) -> Message:
    """The sentence of a problem in a text of several lines."""
    return N_("Line {line}: {problem}", line=place, problem=problem)


def each(
    pieces: Sequence[T],
    read: Callable[[T], Iterable[R]],
    numbered: Callable[[int, Message], Message] = line_number,
) -> tuple[R, ...]:
    """Everything *read* makes of the pieces; ``BadInput`` says which of several was at fault."""
    found: list[R] = []
    for place, piece in enumerate(pieces, 1):
        try:
            found += read(piece)
        except BadInput as refusal:
            alone = len(pieces) == 1
            message = refusal.message if alone else numbered(place, refusal.message)
            raise BadInput(message, hint=refusal.hint) from None
    return tuple(found)


def lines(text: str) -> tuple[str, ...]:
    """The clean lines of *text* whatever machine wrote it; blank ones too, for they are counted."""
    written = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return each(written, lambda line: (clean(line, limit=MOST),))
