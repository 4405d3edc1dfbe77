"""What hangs on departments, people and requests of who answers for what when (R1.2, R1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from core.codec import to_plain
from core.model.organisation import Absence, Department, LiaisonTerm, Person, RoleProposal
from core.model.team import Team
from db import records


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
        "absences": _plain(connection, Absence, {"person": login, "void": False}),
        "stands_in": _plain(connection, Absence, {"deputy": login, "void": False}),
        "proposals": _plain(connection, RoleProposal, waiting),
    }


def teams(connection: Connection, number: str) -> list[dict[str, Any]]:
    """The project teams of a request, oldest first."""
    return _plain(connection, Team, {"request": number, "void": False}) if number else []


def _plain(connection: Connection, kind: type[Any], where: Mapping[str, object]) -> list[Any]:
    return [to_plain(record) for record in records.find(connection, kind, where)]
