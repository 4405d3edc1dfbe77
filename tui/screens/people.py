"""People: departments with their load, and who can be reached in them (R1)."""

from __future__ import annotations

from typing import Any, ClassVar

from core.commands.base import Command
from core.messages import N_
from core.views import Query
from core.views.people import DepartmentRow, GroupRow, PersonRow, TeamRow
from core.views.shared import ResourceRow
from tui.i18n import _, language, say
from tui.screens.lists import ListScreen, View
from tui.widgets.rowlist import Cell, Column

NOBODY = N_("Nobody here yet. i sets up the departments, n adds a person, d a department.")
NO_TEAM = N_("No project team yet. w on a request of the screen Assignment forms one.")
NO_GROUP = N_("No standing group yet. o adds one.")
NO_RESOURCE = N_("Nothing is lent yet. c adds a resource.")


class PeopleScreen(ListScreen):
    """Departments, heads, liaisons, roles."""

    mode = "people"
    topics = frozenset(
        {
            "person", "department", "task", "request", "resource", "absence", "liaison_term",
            "role_proposal", "team", "standing_group", "resource_use",
        }
    )  # fmt: skip
    views: ClassVar[tuple[View, ...]] = (
        View(N_("Departments"), Query("departments", (("active", "yes"),)), "department", NOBODY),
        View(N_("People"), Query("people"), "person", NOBODY),
        View(N_("Resources"), Query("resources"), "resource", NO_RESOURCE),
        View(N_("Teams"), Query("teams"), "team", NO_TEAM),
        View(N_("Groups"), Query("groups"), "group", NO_GROUP),
    )

    def columns(self) -> list[Column]:
        if self.view.kind == "resource":
            return _resource_columns()
        if self.view.kind == "team":
            return _team_columns()
        if self.view.kind == "group":
            return _group_columns()
        if self.view.kind == "person":
            return [
                Column(_("Login"), 10, lambda row: Cell(row.key, "accent"), name="login"),
                Column(_("Full name"), 14, _name, flex=1, name="name"),
                Column(_("Dept"), 6, lambda row: row.department, name="department"),
                Column(_("Roles"), 14, _roles, name="roles"),
                Column(_("Contact"), 10, lambda row: row.contact, low=1, name="contact"),
                Column(_("E-mail"), 24, lambda row: Cell(row.email, "muted"), low=2, name="email"),
            ]
        return [
            Column(_("Code"), 6, lambda row: Cell(row.key, "accent"), name="code"),
            Column(_("Name"), 14, _department, flex=1, name="name"),
            Column(_("Head"), 9, lambda row: row.head, name="head"),
            Column(_("Primary"), 9, lambda row: row.primary, name="primary"),
            Column(
                _("Tasks"), 6, lambda row: str(row.open_tasks or ""), right=True, name="open_tasks"
            ),
            Column(_("Late"), 5, _late, right=True, name="overdue_tasks"),
            Column(
                _("To ack."),
                7,
                lambda row: str(row.to_acknowledge or ""),
                right=True,
                name="to_acknowledge",
            ),
            Column(_("Free from"), 10, _free, low=1, name="next_free_day"),
            Column(_("Liaison"), 12, _available, low=2, name="available"),
        ]

    def targets(self, command: type[Command]) -> list[str]:
        """A department's verb is about the department, also where a person is shown."""
        row: Any = self.rows.current
        if command.verb.startswith("resource") != isinstance(row, ResourceRow):
            return []
        noun = command.verb.split(" ")[0]
        for kind, named in ((TeamRow, "team"), (GroupRow, "group")):
            if isinstance(row, kind) != (noun == named):
                return []
        about_department = noun == "department"
        if row and about_department and isinstance(row, PersonRow):
            return [row.department] if row.department else []
        if row and not about_department and isinstance(row, DepartmentRow):
            return [row.head] if row.head else []
        return super().targets(command)


def _team_columns() -> list[Column]:
    return [
        Column(_("Number"), 15, lambda row: Cell(row.key, "accent"), name="number"),
        Column(_("Request"), 15, lambda row: row.request, name="request"),
        Column(_("Leader"), 9, lambda row: row.leader, name="leader"),
        Column(_("Goal"), 14, _goal, flex=1, name="goal"),
        Column(_("Time limit"), 10, lambda row: row.until.isoformat(), name="until"),
        Column(_("Members"), 24, lambda row: ", ".join(row.members), low=1, name="members"),
    ]


def _goal(row: TeamRow) -> Cell:
    return Cell(" ".join(row.goal.split()), "" if row.state == "active" else "muted")


def _named(width: int) -> list[Column]:
    """Number and name, which has the room that is left."""
    return [
        Column(_("Number"), 14, lambda row: Cell(row.key, "accent"), name="number"),
        Column(
            _("Name"),
            width,
            lambda row: Cell(row.name, "" if row.active else "muted"),
            flex=1,
            name="name",
        ),
    ]


def _group_columns() -> list[Column]:
    return [
        *_named(14),
        Column(_("Leader"), 9, lambda row: row.leader, name="leader"),
        Column(_("Meets each month"), 20, lambda row: row.monthly, name="monthly"),
        Column(_("Topic"), 24, lambda row: " ".join(row.topic.split()), low=1, name="topic"),
    ]


def _free(row: DepartmentRow) -> str:
    return row.next_free_day.isoformat() if row.next_free_day else ""


def _available(row: DepartmentRow) -> Cell:
    from tui.commandline.listings import available

    return Cell(available(row), "" if row.available else "warning")


def _resource_columns() -> list[Column]:
    return [
        *_named(20),
        Column(_("Dept"), 6, lambda row: row.owner_department, name="owner_department"),
        Column(_("How many"), 8, lambda row: str(row.quantity), right=True, name="quantity"),
        Column(
            _("Confidentiality"),
            20,
            lambda row: Cell(row.confidentiality, "muted"),
            low=1,
            name="confidentiality",
        ),
    ]


def _name(row: PersonRow) -> Cell:
    return Cell(row.name, "" if row.active else "muted")


def _department(row: DepartmentRow) -> str:
    return row.name_en if language() == "en" and row.name_en else row.name


def _roles(row: PersonRow) -> str:
    from core.model.organisation import ROLE_LABELS, OrganisationRole

    return ", ".join(say(ROLE_LABELS[OrganisationRole(role)]) for role in row.roles)


def _late(row: DepartmentRow) -> Cell:
    return Cell(str(row.overdue_tasks or ""), "danger")


def make() -> PeopleScreen:
    """The screen, for the mode."""
    return PeopleScreen()
