"""Filters that a person keeps by name, for the screens and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from core.errors import NoSuchRecord
from core.messages import N_
from core.text import clean
from core.views import Query
from tui.commandline import output
from tui.commandline.arguments import Given, Option, Verb
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.session import Session

BEGIN = "filter:"
MOST = 60  # characters of a name


def key(name: str) -> str:
    """The name of the preference that holds a filter."""
    return BEGIN + name


def value(
    query: Query, text: str, order: str, *, mode: str = "", label: str = ""
) -> dict[str, Any]:
    """What is kept: the view's own question and what a person made of it.

    *mode* and *label* say on which screen and in which of its views it was kept.
    """
    filters = [list(pair) for pair in query.filters]
    view = {"view": query.view, "filters": filters, "mode": mode, "label": label}
    return view | {"filter": text, "order": order}


def every(preferences: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A person's filters by name, in the order of the names."""
    found = {name: one for name, one in preferences.items() if name.startswith(BEGIN)}
    return {name.removeprefix(BEGIN): found[name] for name in sorted(found)}


def of_mode(preferences: Mapping[str, Any], mode: str) -> dict[str, dict[str, Any]]:
    """The filters kept on one screen."""
    return {name: one for name, one in every(preferences).items() if one["mode"] == mode}


def described(name: str, one: Mapping[str, Any]) -> str:
    """A filter on one line: its name, and what it shows."""
    from tui.filtering import ORDERS

    order = say(ORDERS[one["order"]]) if one["order"] in ORDERS and one["order"] else ""
    shows = [_(one["label"]) if one["label"] else "", one["filter"], order]
    return f"{name}   " + " · ".join(part for part in shows if part)


def find(session: Session, name: str) -> dict[str, Any]:
    """One of the person's filters; raises ``NoSuchRecord``."""
    found = every(session.desk.preferences(session.actor.login)).get(name)
    if found is None:
        raise NoSuchRecord(
            N_("There is no kept filter {name}.", name=name),
            "saved",
            N_("See: liaison filter list"),
        )
    return found


def _list(session: Session, given: Given) -> int:
    """Print the person's filters."""
    mine = every(session.desk.preferences(session.actor.login))
    if session.json:
        output.document([{"name": name} | one for name, one in mine.items()])
        return 0
    headings = [say(label) for label in (N_("Name"), N_("View"), N_("Filter"), N_("Sort"))]
    rows = [
        [name, _(one["label"]) if one["label"] else one["view"], one["filter"], one["order"]]
        for name, one in mine.items()
    ]
    output.table(output.Table(headings, rows))
    return 0


def _delete(session: Session, given: Given) -> int:
    """Forget one of the person's filters."""
    name = clean(given.text("name") or " ".join(given.words), limit=MOST, field="name")
    find(session, name)
    session.desk.prefer(session.actor.login, key(name), None, session.now)
    if session.json:
        output.document({"deleted": name})
    else:
        output.write(_("Deleted: {name}", name=name))
    return 0


def _verb(name: str) -> Verb:
    if name == "filter list":
        return Verb(
            name, N_("Kept filters"), N_("List the filters one keeps for one's lists."), _list
        )
    named = Option("name", N_("Name"), required=True)
    about = N_("Forget a filter that one kept.")
    return Verb(name, N_("Delete a kept filter"), about, _delete, (named,), "name")


VERBS: Mapping[str, Callable[[], Verb]] = {
    name: partial(_verb, name) for name in ("filter list", "filter delete")
}
