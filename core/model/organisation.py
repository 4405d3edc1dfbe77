"""People and departments (SPEC section 1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OrganisationRole(StrEnum):
    """Roles held for the whole organisation; all others are held per department (R1.1)."""

    COORDINATOR = "coordinator"
    MANAGEMENT = "management"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department by its code; ``head``, ``liaisons`` and ``primary`` are logins (R1.2)."""

    id: int = 0
    version: int = 0
    code: str
    name: str
    name_en: str = ""
    head: str = ""
    liaisons: tuple[str, ...] = ()
    primary: str = ""
    neutral: bool = False

    @property
    def contacts(self) -> tuple[str, ...]:
        """Head and liaisons: whoever may answer for the department."""
        return tuple(dict.fromkeys(p for p in (self.head, *self.liaisons) if p))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a login; ``department`` is a code, ``roles`` are organisation roles."""

    id: int = 0
    version: int = 0
    login: str
    name: str
    email: str = ""
    contact: str = ""
    department: str = ""
    roles: tuple[OrganisationRole, ...] = ()
    active: bool = True
