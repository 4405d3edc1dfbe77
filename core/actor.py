"""Who is acting, with the rights read in the same transaction as the deed (A5)."""

from __future__ import annotations

from dataclasses import dataclass

from core.model.organisation import OrganisationRole

SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person at work; ``heads`` and ``liaises`` are codes of departments.

    ``os_user`` is what the operating system says of the keyboard, kept beside the actor (A3).
    """

    login: str
    name: str = ""
    os_user: str = ""
    department: str = ""
    roles: frozenset[OrganisationRole] = frozenset()
    heads: frozenset[str] = frozenset()
    liaises: frozenset[str] = frozenset()

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
