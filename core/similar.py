"""Which earlier requests are like the one being written, and which it seems to repeat (R2.4).

Likeness is that of the titles' pairs of characters, which works for Chinese and for Latin
letters alike, with a little for the same type and the same departments.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.lifecycle import OPEN
from core.model.request import Request, RequestState, RequestType, ResourceWish

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.lessons import Learned

SHOWN = 3  # open ones, and as many that have ended
ALIKE, SAME = 0.4, 0.9
TERMS = 12
_RUNS = re.compile(r"[a-z]+|[0-9]+|[^\W\da-z_]+")
_EVERYDAY = frozenset(("the", "and", "for", "with", "from", "request"))


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of a request that is being written; ``number`` where it has a name already."""

    title: str
    type: RequestType
    originating_department: str
    departments: tuple[str, ...] = ()
    resource: ResourceWish | None = None
    number: str = ""

    @classmethod
    def of(cls, request: Request) -> Form:
        """The same of a whole request; a new one has no name yet."""
        return cls(
            request.title,
            request.type,
            request.originating_department,
            request.departments,
            request.resource,
            request.name if request.id else "",
        )


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier request: what likeness is judged by, and how it went.

    ``ended`` is the organisation's day it was closed on; ``reworks`` counts deliveries sent back.
    """

    number: str
    title: str
    type: RequestType
    originating_department: str
    departments: tuple[str, ...]
    state: RequestState
    lead_department: str = ""
    resource: ResourceWish | None = None
    expected: date | None = None
    ended: date | None = None
    reworks: int = 0

    @classmethod
    def of(cls, request: Request, reworks: int, day: Callable[[datetime], date]) -> Earlier:
        """The same of a whole request; *day* gives the organisation's day of a moment."""
        return cls(
            request.number, request.title, request.type, request.originating_department,
            request.departments, request.state, request.lead_department, request.resource,
            request.expected, day(request.closed_at) if request.closed_at else None, reworks,
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether it is still being dealt with."""
        return self.state in OPEN

    @property
    def was_on_time(self) -> bool | None:
        """Whether it was closed by the day it was expected; None where that cannot be said."""
        return self.ended <= self.expected if self.ended and self.expected else None


@dataclass(frozen=True, slots=True)
class Alike:
    """What is like a form: requests that are open, that have ended, and that it seems to repeat.

    ``lessons`` are those that fit it (R10.2).
    """

    open: tuple[Earlier, ...] = ()
    ended: tuple[Earlier, ...] = ()
    repeats: tuple[Earlier, ...] = ()
    lessons: tuple[Learned, ...] = ()


def normalised(title: str) -> str:
    """The title by its letters and figures alone, in one width and case."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def likeness(one: str, other: str) -> float:
    """How alike two titles are, from 0 to 1: Dice's coefficient of their pairs of characters."""
    left, right = _pairs(normalised(one)), _pairs(normalised(other))
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1))) - {""}


def terms(title: str) -> tuple[str, ...]:
    """Pieces of the title by which a database finds titles that may be like it.

    Whole words of Latin letters, figures, pairs of Chinese characters; the longest first.
    """
    plain = unicodedata.normalize("NFKC", title).casefold()
    found: dict[str, None] = {}
    for run in _RUNS.findall(plain):
        chinese = not run.isascii()
        pieces = [run[at : at + 2] for at in range(max(1, len(run) - 1))] if chinese else [run]
        found |= dict.fromkeys(p for p in pieces if len(p) > 1 and p not in _EVERYDAY)
    return tuple(sorted(found, key=lambda piece: (-len(piece), piece)))[:TERMS]


def score(form: Form, earlier: Earlier) -> float:
    """How like the form an earlier request is, from 0 to 1."""
    mine, theirs = set(form.departments), set(earlier.departments)
    shared = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
    same_type = form.type is earlier.type
    return 0.75 * likeness(form.title, earlier.title) + 0.1 * same_type + 0.15 * shared


def alike(form: Form, known: Iterable[Earlier]) -> Alike:
    """The most alike of the *known* requests, the best first; of equal ones the newer."""
    others = sorted((one for one in known if one.number != form.number), key=_number, reverse=True)
    near = sorted(
        (one for one in others if likeness(form.title, one.title) >= ALIKE),
        key=lambda one: -score(form, one),
    )
    return Alike(
        tuple(one for one in near if one.is_open)[:SHOWN],
        tuple(one for one in near if not one.is_open)[:SHOWN],
        tuple(one for one in others if repeats(form, one))[:SHOWN],
    )


def _number(one: Earlier) -> tuple[int, str]:
    """Numbers in their order: past 999 they have a digit more."""
    return len(one.number), one.number


def repeats(form: Form, earlier: Earlier) -> bool:
    """Whether a form looks like a duplicate of an open request of the same department.

    That has nearly its title, with the same figures in it, or asks for the same resource on the
    same days.
    """
    if not earlier.is_open or earlier.originating_department != form.originating_department:
        return False
    return _is_same_title(form.title, earlier.title) or _is_same_wish(
        form.resource, earlier.resource
    )


def _is_same_title(one: str, other: str) -> bool:
    figures = [re.findall(r"\d+", unicodedata.normalize("NFKC", title)) for title in (one, other)]
    return figures[0] == figures[1] and likeness(one, other) >= SAME


def _is_same_wish(one: ResourceWish | None, other: ResourceWish | None) -> bool:
    if not one or not other or not normalised(one.name):
        return False
    if (normalised(one.name), one.owner_department) != (
        normalised(other.name),
        other.owner_department,
    ):
        return False
    starts = max(one.start or date.min, other.start or date.min)
    return starts <= min(one.end or date.max, other.end or date.max)
