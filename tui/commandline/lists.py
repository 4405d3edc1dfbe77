"""The verbs that list: ``request list`` and its like, a window of what the person may see."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from core.errors import BadInput, for_example
from core.messages import N_
from core.text import clean, safe
from core.views import Page, Query
from tui.commandline import output
from tui.commandline.arguments import FLAG, LIST, Given, Option, Verb
from tui.commandline.columns import Shown, named, usual
from tui.commandline.listings import LISTINGS, Filter, Listing, notice
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.session import Session

MOST = 10_000
PRIORITIES = {1: "high", 2: "medium", 3: "low"}
LEVELS = {1: "general", 2: "moderate", 3: "major"}
WINDOW = (
    Option("limit", N_("At most so many rows, 50 if nothing is said"), example=N_("100")),
    Option("after", N_("Begin behind this record"), example=N_("XMBG-202611001")),
    Option("search", N_("Only rows in whose title or number this occurs")),
    Option(
        "filter", N_("As typed into the list's filter"), example=N_("state:submitted due:<3d 618")
    ),
    Option("sort", N_("In another order than the list's own"), example=N_("date, age, number")),
    Option("saved", N_("As one of one's kept filters says")),
    Option(
        "columns",
        N_("These columns in this order, whatever was chosen for the screens"),
        example=N_("number,title,due"),
    ),
)


def verb(noun: str) -> Verb:
    """The listing verb of a noun."""
    listing = LISTINGS[noun]
    options = tuple(
        Option(one.name, one.label, FLAG if one.kind == "flag" else LIST) for one in listing.filters
    )
    return Verb(
        f"{noun} list",
        N_("List"),
        listing.label,
        partial(run, noun),
        (*options, *WINDOW),
    )


def run(noun: str, session: Session, given: Given) -> int:
    """Print one window of rows; on a terminal, whether there are more."""
    listing = LISTINGS[noun]
    shown = _columns(listing, given)
    page = session.page(asked(listing, session, given))
    if session.json:
        output.document([_of(plain(listing, row), shown) for row in page.rows])
        return 0
    headings = [say(one.label) for one in shown or usual(listing)]
    rows = [[str(one.text(row, session)) for one in shown or usual(listing)] for row in page.rows]
    output.table(output.Table(headings, rows))
    if page.more and sys.stdout.isatty():
        output.write(_("There are more: --after {key}", key=page.rows[-1].key))
    return 0


def _columns(listing: Listing, given: Given) -> list[Shown]:
    """The columns asked for; nobody's choice for their screens counts in a script."""
    return named(listing, given.text("columns")) if "columns" in given.values else []


def _of(fields: dict[str, Any], shown: list[Shown]) -> dict[str, Any]:
    return {one.name: fields[one.name] for one in shown} if shown else fields


def asked(listing: Listing, session: Session, given: Given) -> Query:
    """What the options ask for; raises ``BadInput`` for what is not understood."""
    filters = [
        _filtered(one, typed if isinstance(typed, list) else [typed], session)
        for one in listing.filters
        if (typed := given.values.get(one.name)) is not None
    ]
    query = Query(
        listing.view,
        tuple(filters),
        clean(given.text("search"), limit=200, field="search"),
        _limit(given.text("limit")),
    )
    query = _narrowed(query, session, given)
    return query._replace(after=_cursor(query, listing, session, given.text("after")))


def _narrowed(query: Query, session: Session, given: Given) -> Query:
    """The question with what a person typed as a filter or kept as one."""
    text, order = given.text("filter"), given.text("sort")
    if name := given.text("saved"):
        from tui import kept

        one = kept.find(session, name)
        if one["view"] != query.view:
            raise BadInput(N_("{name} is kept for another list.", name=safe(name)), "saved")
        own = tuple((field, value) for field, value in one["filters"])
        query = query._replace(filters=own + query.filters)
        text, order = f"{one['filter']} {text}", order or one["order"]
    if not (text or order):
        return query
    from core.lines import Context
    from tui import filtering

    if order not in (known := filtering.orders(query.view)):
        names = ", ".join(filter(None, known))
        raise BadInput(
            N_("This list cannot be sorted by {name}.", name=safe(order)),
            "sort",
            N_("One of: {choices}", choices=names) if names else None,
        )
    terms = filtering.parse(query.view, text, Context(session.now, session.worktime))
    return query._replace(terms=terms, order=order)


def _limit(text: str) -> int:
    if not text:
        return Query("").limit
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST:
        return int(text)
    raise BadInput(
        N_("--limit is a number from 1 to {most}.", most=MOST), "limit", for_example(N_("100"))
    )


def _cursor(query: Query, listing: Listing, session: Session, after: str) -> tuple[Any, ...]:
    """Behind which row the window begins; raises ``NoSuchRecord`` if nobody sees such a row."""
    if not after:
        return ()
    from core.commands.base import no_such
    from core.single_values import record

    name = record(clean(after, limit=60, field="after", name=True))
    if listing.key == "id":
        if not (name.isascii() and name.isdecimal() and len(name) < 10):
            raise no_such(name)
        return (-int(name),)
    if listing.key == "code":
        name = name.upper()
    asked = Query(listing.view, (("number", name),), limit=1, order=query.order)
    found: Page[Any] = session.page(asked)
    if not found.rows:
        raise no_such(name)
    return found.cursors[0]


def _filtered(one: Filter, typed: list[str | bool], session: Session) -> tuple[str, str]:
    """A filter as the window takes it: what people type becomes what is kept."""
    values = [_kept(one, "yes" if text is True else str(text), session) for text in typed]
    if len(values) > 1 and one.name == "state":
        return "states", ",".join(values)
    if len(values) > 1:
        raise BadInput(N_("{option} is given twice.", option=f"--{one.name}"), one.name)
    return one.name, values[0]


def _kept(one: Filter, text: str, session: Session) -> str:
    from importlib import import_module

    from core.commands.base import Argument, Kind
    from core.lines import Context, parse

    if one.kind == "word":
        from core.lessons import tidy_tags

        return next(iter(tidy_tags((text,))), "")
    module, name = one.choices
    choices = getattr(import_module(f"core.model.{module}"), name) if module else None
    kinds = {"day": Kind.DATE, "flag": Kind.FLAG, "person": Kind.PERSON, "record": Kind.RECORD}
    kind = kinds.get(one.kind, Kind.DEPARTMENT) if not choices else Kind.CHOICE
    argument = Argument(one.label, kind, required=True, choices=choices)
    value = parse(argument, text, Context(session.now, session.worktime), one.name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "value", value))


def plain(listing: Listing, row: Any) -> dict[str, Any]:
    """A row as data, its fields named as everywhere else."""
    from core.codec import to_plain

    name = row.id if listing.key == "id" else row.key
    rest = {field: value for field, value in row._asdict().items() if field not in ("id", "key")}
    fields: dict[str, Any] = {listing.key: name} | to_plain(rest)
    if "priority" in fields:
        fields["priority"] = PRIORITIES[row.priority]
    if "level" in fields:
        fields["level"] = LEVELS[row.level]
    return fields | {"text": notice(row)} if listing.view == "notices" else fields


VERBS: Mapping[str, Callable[[], Verb]] = {f"{noun} list": partial(verb, noun) for noun in LISTINGS}
