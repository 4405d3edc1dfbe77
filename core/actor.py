"""Who is acting, with the rights read in the same transaction as the deed (A5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from core.model.organisation import OrganisationRole

SYSTEM = "system"


class StandIn(NamedTuple):
    """A post that a deputy has today only because ``person`` is away."""

    person: str
    department: str
    as_head: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person at work; ``heads`` and ``liaises`` are codes of departments.

    ``os_user`` is what the operating system says of the keyboard, kept beside the actor (A3).
    ``stands_in`` says which of the posts are an absent person's (R1.2).
    """

    login: str
    name: str = ""
    os_user: str = ""
    department: str = ""
    roles: frozenset[OrganisationRole] = frozenset()
    heads: frozenset[str] = frozenset()
    liaises: frozenset[str] = frozenset()
    stands_in: frozenset[StandIn] = frozenset()

    @property
    def speaks_for(self) -> frozenset[str]:
        """Departments the person may answer for, as head or liaison."""
        return self.heads | self.liaises

    @property
    def sees_all(self) -> bool:
        """Whether every request is visible (R13.1): coordinator, management, auditor."""
        return bool(self.roles)

    @property
    def is_coordinator(self) -> bool:
        """Whether the person coordinates for the whole organisation."""
        return OrganisationRole.COORDINATOR in self.roles

    @property
    def absentees(self) -> frozenset[str]:
        """Logins of those the person stands in for today."""
        return frozenset(post.person for post in self.stands_in)

    def without(self, absentees: Iterable[str]) -> Actor:
        """The same person without the posts of these absent ones."""
        left = frozenset(post for post in self.stands_in if post.person not in absentees)
        kept = {(post.department, post.as_head) for post in left}
        gone = {(p.department, p.as_head) for p in self.stands_in} - kept
        return replace(
            self,
            heads=self.heads - {code for code, as_head in gone if as_head},
            liaises=self.liaises - {code for code, as_head in gone if not as_head},
            stands_in=left,
        )
