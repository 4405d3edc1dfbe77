"""Who is meant by ``@login`` or ``@姓名`` in a text, among those who may read it (R4.2, A8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from core import standing
from core.actor import Actor
from core.model.organisation import Department, Person

if TYPE_CHECKING:
    from core.model.request import Request
    from core.ports import UnitOfWork

# Behind a letter or a digit it is the middle of an address.
_AT = re.compile(r"(?<![A-Za-z0-9._-])[@＠]\s?(?=\w)")
_WORD = re.compile(r"[\w.-]{1,40}")
AT_MOST = 50


class Mentioned(NamedTuple):
    """The people that are named, and the names nobody who may read it goes by."""

    people: tuple[Person, ...]
    unheard: tuple[str, ...]


def mentioned(text: str, readers: Iterable[Person]) -> Mentioned:
    """Who of the *readers* is named in a text, and what else stands behind an ``@``.

    A name ends where the longest login or full name of a reader does, so that Chinese needs no
    blank behind it. Nobody else's name makes a difference, so nothing is told of who exists.
    """
    known: dict[str, list[Person]] = {}
    for reader in readers:
        for name in dict.fromkeys((reader.login.casefold(), reader.name.casefold())):
            known.setdefault(name, []).append(reader)
    names = sorted(filter(None, known), key=len, reverse=True)
    people: dict[str, Person] = {}
    unheard: dict[str, None] = {}
    for mark in list(_AT.finditer(text))[:AT_MOST]:
        rest = text[mark.end() :]
        meant = _meant(rest, names, known)
        if meant:
            people[meant.login] = meant
        elif word := _WORD.match(rest):
            unheard[word[0].rstrip(".-")] = None
    return Mentioned(tuple(people.values()), tuple(unheard))


def _meant(rest: str, names: list[str], known: dict[str, list[Person]]) -> Person | None:
    """The one person the text begins with; None where it is nobody, or one of several."""
    typed = rest[:80].casefold()
    for name in names:
        if typed.startswith(name) and not _goes_on(typed, name):
            return known[name][0] if len(known[name]) == 1 else None
    return None


def _goes_on(typed: str, name: str) -> bool:
    """Whether a Latin name is but the beginning of a longer word."""
    return name[-1].isascii() and bool(re.match(r"[a-z0-9_]|[.-][a-z0-9]", typed[len(name) :]))


def readers(uow: UnitOfWork, request: Request, owners: frozenset[str]) -> list[Person]:
    """Everybody with a login who may see the request (R13.1); *owners* are at work on it."""
    departments = uow.find(Department)
    return [
        person
        for person in uow.find(Person, active=True)
        if standing.of_request(_as_actor(person, departments), request, owners) != standing.NOBODY
    ]


def _as_actor(person: Person, departments: list[Department]) -> Actor:
    return Actor(
        login=person.login,
        roles=frozenset(person.roles),
        heads=frozenset(d.code for d in departments if d.head == person.login),
        liaises=frozenset(d.code for d in departments if person.login in d.liaisons),
    )
