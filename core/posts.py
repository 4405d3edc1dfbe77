"""Which posts a person has on one day: their own, and those of the absent they stand in for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from core.actor import StandIn


class Post(NamedTuple):
    """A department with those who answer for it, as it is kept."""

    code: str
    head: str
    liaisons: Collection[str]


class Change(NamedTuple):
    """A change of liaisons that was not carried out yet, with its days."""

    department: str
    liaisons: Collection[str]
    before: Collection[str]
    start: date
    until: date | None
    is_applied: bool


class Posts(NamedTuple):
    """Codes of departments, and which of these posts are somebody else's."""

    heads: frozenset[str]
    liaises: frozenset[str]
    stands_in: frozenset[StandIn]


def on(
    today: date,
    login: str,
    posts: Iterable[Post],
    changes: Iterable[Change] = (),
    absent: Collection[str] = (),
) -> Posts:
    """The posts of *login*; *absent* are those whose deputy they are on this day (R1.2).

    A change whose day has come counts before anybody carried it out.
    """
    by_day = _by_day(today, changes)
    known = [post._replace(liaisons=by_day.get(post.code, post.liaisons)) for post in posts]
    heads = frozenset(post.code for post in known if post.head == login)
    liaises = frozenset(post.code for post in known if login in post.liaisons)
    lent = frozenset(
        [StandIn(p.head, p.code, True) for p in known if p.head in absent and p.code not in heads]
        + [
            StandIn(other, p.code, False)
            for p in known
            for other in p.liaisons
            if other in absent and p.code not in liaises
        ]
    )
    return Posts(
        heads | {post.department for post in lent if post.as_head},
        liaises | {post.department for post in lent if not post.as_head},
        lent,
    )


def _by_day(today: date, changes: Iterable[Change]) -> Mapping[str, Collection[str]]:
    """The liaisons by department where a change should have been carried out by now."""
    found: dict[str, Collection[str]] = {}
    for change in sorted(changes, key=lambda change: change.start):
        is_over = change.until is not None and change.until < today
        if change.is_applied and is_over:
            found[change.department] = change.before
        elif not change.is_applied and change.start <= today and not is_over:
            found[change.department] = change.liaisons
    return found
