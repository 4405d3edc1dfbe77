"""People and departments (SPEC section 1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from core.messages import N_
from core.model.record import Record, record


class OrganisationRole(StrEnum):
    """Roles held for the whole organisation; all others are held per department (R1.1)."""

    COORDINATOR = "coordinator"
    MANAGEMENT = "management"
    AUDITOR = "auditor"


ROLE_LABELS = {
    OrganisationRole.COORDINATOR: N_("coordinator"),
    OrganisationRole.MANAGEMENT: N_("management"),
    OrganisationRole.AUDITOR: N_("auditor"),
}


class Role(StrEnum):
    """Every role a person may be given: those of the organisation, and a department's tiers."""

    COORDINATOR = "coordinator"
    MANAGEMENT = "management"
    AUDITOR = "auditor"
    HEAD = "head"
    LIAISON = "liaison"
    EXECUTOR = "executor"


TIERS = frozenset({Role.HEAD, Role.LIAISON, Role.EXECUTOR})


@record
class Department(Record):
    """A department by its code; ``head``, ``liaisons`` and ``primary`` are logins (R1.2).

    A dissolved one is no longer ``active`` and takes no part in anything new.
    """

    id: int = 0
    version: int = 0
    code: str
    name: str
    name_en: str = ""
    head: str = ""
    liaisons: tuple[str, ...] = ()
    primary: str = ""
    neutral: bool = False
    active: bool = True

    @property
    def contacts(self) -> tuple[str, ...]:
        """Head and liaisons: whoever may answer for the department."""
        return tuple(dict.fromkeys(p for p in (self.head, *self.liaisons) if p))


@record
class Person(Record):
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


@record
class LiaisonTerm(Record):
    """Who liaises for a department from ``start`` on, to the end of ``until`` if any (R1.2).

    Days are the organisation's. ``before`` and ``before_primary`` liaised until then and do again
    after ``until``. ``applied_at`` and ``ended_at`` are the moments (UTC) at which it took effect
    and was over; ``tasks`` and ``notices`` are what changed hands when it took effect.
    """

    id: int = 0
    version: int = 0
    department: str
    liaisons: tuple[str, ...]
    primary: str
    before: tuple[str, ...] = ()
    before_primary: str = ""
    start: date
    until: date | None = None
    reason: str = ""
    by: str
    at: datetime
    applied_at: datetime | None = None
    ended_at: datetime | None = None
    tasks: tuple[str, ...] = ()
    notices: int = 0
    void: bool = False


@record
class Absence(Record):
    """Somebody is away from ``start`` to ``until``, both included; ``deputy`` stands in (R1.2).

    Days are the organisation's; ``back_on`` is the first day at work again, where that was
    earlier than planned. ``told_at`` is when the deputy was handed the open notices.
    """

    id: int = 0
    version: int = 0
    person: str
    start: date
    until: date
    deputy: str = ""
    reason: str = ""
    by: str
    at: datetime
    back_on: date | None = None
    told_at: datetime | None = None
    void: bool = False

    def covers(self, day: date) -> bool:
        """Whether the person is away on that day."""
        return not self.void and self.start <= day <= self.last

    @property
    def last(self) -> date:
        """The last day away; before ``start`` where the person was not away after all."""
        if self.back_on is None:
            return self.until
        return min(self.until, self.back_on - timedelta(days=1))

    def meets(self, start: date, until: date) -> bool:
        """Whether the person is away on any day of another time."""
        return not self.void and max(self.start, start) <= min(self.last, until)


@record
class RoleProposal(Record):
    """A role of the organisation that waits for a second coordinator's word (row 40)."""

    id: int = 0
    version: int = 0
    person: str
    role: OrganisationRole
    revoke: bool = False
    by: str
    at: datetime
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    void: bool = False
