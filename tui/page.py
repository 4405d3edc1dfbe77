"""A record as lines with a style each, gathered for a scrolling pane."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from textual.content import Content

from core.forecast import sentence
from core.text import safe
from tui import labels
from tui.i18n import _, say

Document = dict[str, Any]


class Page:
    """Gathers lines with a style each; user text is made safe on its way in."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self.now = now
        self.zone = zone
        self.parts: list[str | tuple[str, str]] = []

    def title(self, text: str) -> None:
        """The record's own line."""
        self.parts += [(safe(text), "bold"), "\n"]

    def pair(self, label: str, value: object, style: str = "") -> None:
        """A labelled value; nothing at all where there is no value."""
        text = safe(str(value), lines=True) if value not in (None, "", [], ()) else ""
        if text:
            self.parts += [(f"{label}  ", "$text-muted"), (text, style) if style else text, "\n"]

    def section(self, label: str) -> None:
        """A heading."""
        self.parts += ["\n", (label, "bold $text-primary"), "\n"]

    def line(self, text: str, style: str = "") -> None:
        """One line of plain text."""
        shown = safe(text, lines=True)
        self.parts += [(shown, style) if style else shown, "\n"]

    def moment(self, text: str | None) -> str:
        """A stored moment in the organisation's zone, to the minute."""
        if not text:
            return ""
        return datetime.fromisoformat(text).astimezone(self.zone).strftime("%m-%d %H:%M")

    def clocks(self, document: Document) -> None:
        """Every clock of the record: what it is for, when it is due, how it stands."""
        for clock in document.get("deadlines", []):
            due = datetime.fromisoformat(clock["due_at"])
            name = labels.word(labels.DUTIES, clock["kind"])
            who = clock["department"] or role_name(clock["role"])
            if clock["done_at"]:
                late = datetime.fromisoformat(clock["done_at"]) > due
                state, style = (_("done late"), "$text-warning") if late else (_("done"), "")
            else:
                state, style = labels.left(due, self.now)
                style = {"danger": "$text-error", "warning": "$text-warning"}.get(style, "")
            self.parts += [
                (f"{name} {who}  ", "$text-muted"),
                self.moment(clock["due_at"]),
                "  ",
                (state.replace(" ", "\u00a0"), style) if style else state,
                "\n",
            ]

        self.forecast(document)

    def forecast(self, document: Document) -> None:
        """That days of the record are counted in a year whose days off nobody knows yet (R4.3)."""
        if text := sentence(document.get("unannounced_years", ())):
            self.line(f"  ! {say(text)}", "$text-warning")

    def content(self) -> Content:
        """Everything gathered."""
        return Content.assemble(*self.parts)


def role_name(role: str) -> str:
    """A role of the whole organisation in words; nothing for none."""
    from core.model.organisation import ROLE_LABELS, OrganisationRole

    return say(ROLE_LABELS[OrganisationRole(role)]) if role else ""
