"""Departments, people, teams and groups as lines to read: posts by date, absences, charters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.messages import N_
from tui import labels
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.page import Document, Page

WARNING = "$text-warning"
TEAM_STATES = {"active": N_("at work"), "closed": N_("closed")}


def department(page: Page, document: Document) -> None:
    """Its load, who is away, and who liaised when (R1.2, R1.3)."""
    if not document["active"]:
        page.line(_("dissolved"), WARNING)
    page.pair(_("Open tasks"), document["open_tasks"] or "")
    page.pair(_("Overdue"), document["overdue_tasks"] or "", "$text-error")
    page.pair(_("To acknowledge"), document["to_acknowledge"] or "")
    page.pair(_("Next free day"), document["next_free_day"])
    for away in document["absences"]:
        absence(page, away)
    if document["terms"]:
        page.section(_("Liaisons by date"))
    for term in document["terms"]:
        page.line(_term(term), "" if term["applied_at"] else WARNING)
        if term["tasks"]:
            page.pair("  " + _("Handed over"), ", ".join(term["tasks"]))


def _term(term: Document) -> str:
    days = f"{term['start']} – {term['until'] or ''}".rstrip()
    before = ", ".join(term["before"]) or "–"
    names = ", ".join(f"{p}*" if p == term["primary"] else p for p in term["liaisons"])
    planned = "" if term["applied_at"] else f"  ({_('to come')})"
    return f"{days}  {before} > {names}{planned}  {term['reason']}".rstrip()


def absence(page: Page, away: Document) -> None:
    """When somebody is away, and who stands in."""
    days = f"{away['start']} – {away['until']}"
    if away["back_on"]:
        days += "  " + _("back on {day}", day=away["back_on"])
    deputy = _("deputy: {person}", person=away["deputy"]) if away["deputy"] else ""
    page.pair(_("Away"), f"{away['person']}  {days}  {deputy}".rstrip())


def person(page: Page, document: Document) -> None:
    """Posts, absences, and roles that wait for a second coordinator."""
    page.pair(_("Heads"), ", ".join(document["heads"]))
    page.pair(_("Liaises for"), ", ".join(document["liaises"]))
    for away in document["absences"]:
        absence(page, away)
    for away in document["stands_in"]:
        page.pair(_("Stands in for"), f"{away['person']}  {away['start']} – {away['until']}")
    for waiting in document["proposals"]:
        role = _role(waiting["role"])
        text = _("{role}, proposed by {person}", role=role, person=waiting["by"])
        page.pair(_("To be revoked") if waiting["revoke"] else _("To be granted"), text, WARNING)


def _role(code: str) -> str:
    from core.model.organisation import Role

    return labels.label_of(Role(code))


def team(page: Page, document: Document) -> None:
    """A project team with its charter (R1.4)."""
    page.title(f"{document['number']}  {document['request']}")
    page.line(say(TEAM_STATES[document["state"]]))
    charter(page, document)


def charter(page: Page, document: Document) -> None:
    """Who is in the team, what for, who does what, until when."""
    page.pair(_("Leader"), document["leader"])
    page.pair(_("Members"), ", ".join(document["members"]))
    page.pair(_("Goal"), document["goal"])
    page.pair(_("Division of work"), document["division"])
    page.pair(_("Time limit"), document["until"])
    page.forecast(document)


def teams(page: Page, document: Document) -> None:
    """The teams of a request."""
    for one in document.get("teams", []):
        page.section(f"{_('Project team')} {one['number']}  {say(TEAM_STATES[one['state']])}")
        charter(page, one)


def group(page: Page, document: Document) -> None:
    """A standing group (R1.4)."""
    page.title(f"{document['number']}  {document['name']}")
    page.pair(_("Topic"), document["topic"])
    page.pair(_("Leader"), document["leader"])
    page.pair(_("Members"), ", ".join(document["members"]))
    page.pair(_("Meets each month"), document["monthly"])
    if document["rule"]:
        from core.series import of_plain, said

        page.pair(_("Meetings"), f"⟳ {document['series']}  {say(said(of_plain(document['rule'])))}")
        page.pair(_("Next meeting"), document["next_meeting"])
    page.pair(_("Not invited yet"), ", ".join(document["to_invite"]), WARNING)
    page.pair(_("Invited, but no member"), ", ".join(document["to_take_off"]), WARNING)
    if not document["active"]:
        page.line(_("no longer active"), WARNING)
