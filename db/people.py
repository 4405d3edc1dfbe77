"""What hangs on departments, people and requests of who answers for what when (R1.2, R1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from core.codec import to_plain
from core.model.organisation import Absence, Department, LiaisonTerm, Person
from db import records

if TYPE_CHECKING:
    from core.model.series import Series
    from core.model.team import Group


def of_department(connection: Connection, department: Department) -> dict[str, Any]:
    """Who liaised since when and will, what was handed over; who of its people is away."""
    terms = records.find(connection, LiaisonTerm, {"department": department.code, "void": False})
    away = records.find(connection, Absence, {"void": False})
    return {
        "terms": [to_plain(term) for term in sorted(terms, key=lambda term: (term.start, term.id))],
        "absences": [to_plain(a) for a in away if a.person in department.contacts],
    }


def of_person(connection: Connection, person: Person) -> dict[str, Any]:
    """A person's posts, absences, deputyships, teams, and roles that wait to be confirmed."""
    login = person.login
    departments = records.find(connection, Department, {})
    waiting = {"person": login, "confirmed_at": None, "void": False}
    return {
        "heads": [d.code for d in departments if d.head == login],
        "liaises": [d.code for d in departments if login in d.liaisons],
        "absences": records.plain(connection, "absence", {"person": login, "void": False}),
        "stands_in": records.plain(connection, "absence", {"deputy": login, "void": False}),
        "proposals": records.plain(connection, "role_proposal", waiting),
    }


def teams(connection: Connection, number: str) -> list[dict[str, Any]]:
    """The project teams of a request, oldest first."""
    return records.plain(connection, "team", {"request": number, "void": False}) if number else []


def of_group(connection: Connection, group: Group) -> dict[str, Any]:
    """The rule of a standing group's meetings, the next of them, and whom they invite wrongly."""
    from core.model.meeting import Meeting, MeetingState
    from core.model.series import Series, SeriesState
    from core.series import RULE

    made = records.get(connection, Series, group.series) if group.series else None
    if made is None or made.state is not SeriesState.RUNNING:
        return {"rule": None, "next_meeting": None, "to_invite": [], "to_take_off": []}
    from core.commands.group_meeting import differences

    scheduled = {"series": made.number, "state": MeetingState.SCHEDULED}
    coming = sorted(records.find(connection, Meeting, scheduled), key=lambda m: m.start)
    to_invite, to_take_off = differences(group, made)
    return {
        "rule": {name: to_plain(getattr(made, name)) for name in RULE},
        "next_meeting": coming[0].number if coming else None,
        "to_invite": list(to_invite),
        "to_take_off": list(to_take_off),
    }


def group_of(connection: Connection, made: Series) -> str:
    """The number of the standing group whose meetings a series is, if it is one's."""
    found = records.plain(connection, "standing_group", {"series": made.number, "void": False})
    return found[0]["number"] if found else ""
