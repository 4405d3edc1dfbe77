"""Which lessons fit a request that is being written (R10.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.errors import RuleViolation
from core.messages import N_
from core.model.request import RequestType
from core.similar import normalised, terms

SHOWN = 20
TAGS_AT_MOST, TAG_AT_MOST = 8, 24


@dataclass(frozen=True, slots=True)
class Learned:
    """A lesson as whoever writes a request reads it.

    ``request`` is empty where the reader may not see the one it was learned from.
    """

    number: str
    text: str
    tags: tuple[str, ...]
    type: RequestType
    day: date
    request: str = ""


def fitting(title: str, kind: RequestType, known: Iterable[Learned]) -> tuple[Learned, ...]:
    """Those of the *known* that fit, the best first: of the same type, then of others.

    Of the same type all fit, those first that share words with the title; of equal ones the
    newer. Of another type only those fit that share some.
    """
    newest = sorted(known, key=lambda one: (len(one.number), one.number), reverse=True)
    shared = {one.number: in_common(title, one) for one in newest}
    found = [one for one in newest if one.type is kind or shared[one.number]]
    found.sort(key=lambda one: (one.type is not kind, -shared[one.number]))
    return tuple(found[:SHOWN])


def in_common(title: str, lesson: Learned) -> int:
    """How many tags stand in the title, counted twice, and pieces of the title in the lesson."""
    plain, text = normalised(title), normalised(lesson.text)
    tags = sum(normalised(tag) in plain for tag in lesson.tags)
    return 2 * tags + sum(piece in text for piece in terms(title))


def tidy_tags(words: Iterable[str]) -> tuple[str, ...]:
    """The tags as they are kept: each once, in one width and case, without a ``#`` in front.

    Raises ``RuleViolation`` for too many and for one that is too long to be a word.
    """
    plain = (unicodedata.normalize("NFKC", word).casefold() for word in words)
    found = tuple(dict.fromkeys(tag for tag in (word.strip(" #") for word in plain) if tag))
    if len(found) > TAGS_AT_MOST:
        raise RuleViolation(N_("At most {most} tags say enough.", most=TAGS_AT_MOST), "tags")
    if any(len(tag) > TAG_AT_MOST for tag in found):
        raise RuleViolation(
            N_("A tag is a word of at most {most} characters.", most=TAG_AT_MOST),
            "tags",
            N_("printing, supplier"),
        )
    return found
