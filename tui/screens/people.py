"""People: departments with their load, and who can be reached in them (R1)."""

from __future__ import annotations

from typing import Any, ClassVar

from core.commands.base import Command
from core.messages import N_
from core.views import DepartmentRow, PersonRow, Query
from tui.i18n import _, language, say
from tui.screens.lists import ListScreen, View
from tui.widgets.rowlist import Cell, Column

NOBODY = N_("Nobody here yet. n adds a person, d a department.")


class PeopleScreen(ListScreen):
    """Departments, heads, liaisons, roles."""

    mode = "people"
    topics = frozenset({"person", "department", "task", "request"})
    views: ClassVar[tuple[View, ...]] = (
        View(N_("Departments"), Query("departments"), "department", NOBODY),
        View(N_("People"), Query("people"), "person", NOBODY),
    )

    def columns(self) -> list[Column]:
        if self.view.kind == "person":
            return [
                Column(_("Login"), 10, lambda row: Cell(row.key, "accent")),
                Column(_("Full name"), 14, _name, flex=1),
                Column(_("Dept"), 6, lambda row: row.department),
                Column(_("Roles"), 14, _roles),
                Column(_("Contact"), 10, lambda row: row.contact, low=1),
                Column(_("E-mail"), 24, lambda row: Cell(row.email, "muted"), low=2),
            ]
        return [
            Column(_("Code"), 6, lambda row: Cell(row.key, "accent")),
            Column(_("Name"), 14, _department, flex=1),
            Column(_("Head"), 9, lambda row: row.head),
            Column(_("Primary"), 9, lambda row: row.primary),
            Column(_("Tasks"), 6, lambda row: str(row.open_tasks or ""), right=True),
            Column(_("Late"), 5, _late, right=True),
            Column(_("To ack."), 7, lambda row: str(row.to_acknowledge or ""), right=True),
        ]

    def targets(self, command: type[Command]) -> list[str]:
        """A department's verb is about the department, also where a person is shown."""
        row: Any = self.rows.current
        about_department = command.verb.startswith("department")
        if row and about_department and isinstance(row, PersonRow):
            return [row.department] if row.department else []
        if row and not about_department and isinstance(row, DepartmentRow):
            return [row.head] if row.head else []
        return super().targets(command)


def _name(row: PersonRow) -> Cell:
    return Cell(row.name, "" if row.active else "muted")


def _department(row: DepartmentRow) -> str:
    return row.name_en if language() == "en" and row.name_en else row.name


def _roles(row: PersonRow) -> str:
    from core.commands.organisation import ROLE_LABELS
    from core.model.organisation import OrganisationRole

    return ", ".join(say(ROLE_LABELS[OrganisationRole(role)]) for role in row.roles)


def _late(row: DepartmentRow) -> Cell:
    return Cell(str(row.overdue_tasks or ""), "danger")


def make() -> PeopleScreen:
    """The screen, for the mode."""
    return PeopleScreen()
