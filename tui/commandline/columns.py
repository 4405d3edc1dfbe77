"""Which columns a list can have: those it is printed with, and what else its rows hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from core.errors import BadInput
from core.messages import N_, Message
from core.separated import LISTED, words
from core.text import safe, shorten
from tui import labels
from tui.commandline.listings import LISTINGS, Clocks, Listing, local
from tui.i18n import _, say

Text = Callable[[Any, Clocks], object]


class Shown(NamedTuple):
    """A column by the name its field has in JSON; ``text`` takes a row and ``Clocks``."""

    name: str
    label: Message
    text: Text


def plainly(value: object, clocks: Clocks) -> str:
    """A value on one line, in words where it is none; how many there are of what has parts."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return local(value, clocks)
    if isinstance(value, list):
        plain = all(isinstance(one, str) for one in value)
        return ", ".join(value) if plain else str(len(value))
    return "" if value is None else str(value)


def _field(name: str, label: Message) -> Shown:
    return Shown(name, label, lambda row, clocks: plainly(getattr(row, name), clocks))


def _kind(row: Any, clocks: Clocks) -> str:
    from core.agenda import KIND_LABELS
    from core.model.meeting import MeetingKind

    return say(KIND_LABELS[MeetingKind(row.kind)])


def _conflict_type(row: Any, clocks: Clocks) -> str:
    from core.commands.conflict import TYPE_LABELS
    from core.model.conflict import ConflictType

    return say(TYPE_LABELS[ConflictType(row.type)])


def _minutes(row: Any, clocks: Clocks) -> int:
    return sum(block["minutes"] for block in row.blocks)


def _over(row: Any, clocks: Clocks) -> str:
    from core.meeting_figures import overrun, run_of

    run = run_of(row)
    return f"{overrun(run):+d}" if run else ""


def _coming(row: Any, clocks: Clocks) -> str:
    coming = sum(one["partstat"] == "accepted" for one in row.attendees)
    return f"{coming}/{len(row.attendees)}"


_VERSION = _field("version", N_("Version"))
_ACTIVE = _field("active", N_("Still here"))
_KIND = Shown("kind", N_("Kind"), _kind)
_ZONE = _field("zone", N_("Time zone"))
_ORGANIZER = _field("organizer", N_("Organiser"))
MORE: dict[str, tuple[Shown, ...]] = {
    "requests": (
        Shown("type", N_("Type"), lambda row, c: labels.word(labels.SHORT_TYPES, row.type)),
        _field("originator", N_("Originator")),
        _field("coordinator", N_("Coordinator")),
        _field("urgent", N_("Urgent")),
        _field("flagged", N_("Vague")),
        _field("submitted_at", N_("Sent in")),
        Shown(
            "due_kind",
            N_("What is due"),
            lambda row, c: labels.word(labels.DUTIES, row.due_kind) if row.due_kind else "",
        ),
        _field("bounces", N_("Times objected to")),
        _field("merged_into", N_("Taken over by")),
        _VERSION,
    ),
    "meetings": (
        _KIND,
        Shown("blocks", N_("Minutes planned"), _minutes),
        Shown("run_events", N_("Minutes over"), _over),
        Shown("attendees", N_("Will attend"), _coming),
        _ORGANIZER,
        _field("waiting", N_("Answers to decide about")),
        _field("started_at", N_("Began at")),
        _field("finished_at", N_("Ended at")),
        _field("series", N_("Series")),
        _field("recurrence", N_("Planned for")),
        _field("off_day", N_("On a day off")),
        _ZONE,
        _VERSION,
    ),
    "series": (
        _KIND,
        _field("next_meeting", N_("Next meeting's number")),
        _field("start", N_("First meeting")),
        _field("until", N_("Until")),
        _field("count", N_("How often")),
        _field("monthly_on", N_("On which day of the month")),
        _ORGANIZER,
        _ZONE,
        _VERSION,
    ),
    "tasks": (
        _field("owner", N_("Owner's login")),
        _field("meeting", N_("Meeting")),
        _field("start", N_("Start")),
        _field("updated_at", N_("Last update")),
        _field("delivered_at", N_("Handed in on")),
        _field("accepted_at", N_("Accepted on")),
        _field("reworks", N_("Reworks")),
        _VERSION,
    ),
    "conflicts": (
        Shown("type", N_("Type"), _conflict_type),
        _field("sudden", N_("Sudden")),
        _field("opened_at", N_("Opened")),
        _field("settled_at", N_("Settled")),
        _VERSION,
    ),
    "departments": (
        _field("name_en", N_("English name")),
        _field("primary", N_("Primary liaison")),
        _field("neutral", N_("Neutral")),
        _field("deputy", N_("Stands in")),
        _ACTIVE,
        _VERSION,
    ),
    "teams": (_field("title", N_("Title")), _VERSION),
    "groups": (_ACTIVE, _VERSION),
    "people": (_ACTIVE, _VERSION),
    "resources": (_field("active", N_("In use")), _VERSION),
    "lessons": (_field("by", N_("Written by")), _field("at", N_("When")), _VERSION),
    "notices": (
        _field("read_at", N_("Read")),
        _field("values", N_("What it names")),
        _VERSION,
    ),
}  # fmt: skip


def usual(listing: Listing) -> list[Shown]:
    """The columns a list is printed with if nothing is said."""
    return [Shown(*column) for column in listing.columns]


def every(listing: Listing) -> list[Shown]:
    """All columns that a list can have, the usual ones first."""
    return [*usual(listing), *MORE.get(listing.view, ())]


def of_view(view: str) -> list[Shown]:
    """All columns of the list that reads this view; none where no noun does."""
    return next((every(one) for one in LISTINGS.values() if one.view == view), [])


def named(listing: Listing, text: str) -> list[Shown]:
    """The columns that are named in *text*, in its order; raises ``BadInput``.

    The "_at" behind the name of a moment may be left out.
    """
    known = {one.name: one for one in every(listing)}
    short = {name.removesuffix("_at"): one for name, one in known.items()}
    found: dict[str, Shown] = {}
    for word in words(text, LISTED):
        name = word.casefold().replace("-", "_")
        one = known.get(name) or short.get(name)
        if one is None:
            raise BadInput(
                N_("This list has no column {name}.", name=safe(shorten(word, 60))),
                "columns",
                _known(known),
            )
        found[one.name] = one
    if not found:
        raise BadInput(N_("Name one column at least."), "columns", _known(known))
    return list(found.values())


def _known(names: Sequence[str] | dict[str, Shown]) -> Message:
    return N_("One of: {choices}", choices=", ".join(names))
