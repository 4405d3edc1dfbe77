"""``calendar``: busy times from a file, what is kept of them, a feed of meetings and tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.commands.calendars import ImportCalendar, ListBusy, WriteFeed
from core.errors import BadInput, for_example
from core.lines import Context
from core.messages import N_
from core.single_values import number
from core.slots import Why
from core.text import safe
from tui.calendars import known, take_in, told, write_feed
from tui.commandline import output
from tui.commandline.arguments import Given, Option, Verb
from tui.commandline.sources import arguments_once
from tui.commandline.verbs import make, of_command
from tui.i18n import _

if TYPE_CHECKING:
    from core.model.busy import BusyCalendar
    from core.slots import Busy
    from tui.session import Session

FILE = Option("file", N_("Calendar that was exported"), required=True, example=N_("outlook.ics"))
SOURCE = Option("source", N_("Name of the calendar"), example=N_("outlook"))
LIMIT = Option("limit", N_("At most so many rows, 50 if nothing is said"), example=N_("100"))
TO = Option("to", N_("Folder to write the files into"), example=N_("./outbox"))
USUALLY = 50


def import_file(session: Session, given: Given) -> int:
    """Take in the busy times of one file."""
    files = [*given.words, *filter(None, [given.text("file")])]
    if len(files) != 1:
        raise BadInput(N_("Name one calendar file."), "file", N_("outlook.ics"))
    person, source = given.text("person"), given.text("source")
    context = Context(session.now, session.worktime)
    found = take_in(session.begin, context, files[0], person, source)
    if session.json:
        more = {"left_out": found.read.left_out, "file": files[0]}
        output.document(_calendar(found.calendar) | more)
        return 0
    for line in found.lines():
        output.write(safe(line))
    return 0


def _calendar(one: BusyCalendar) -> dict[str, Any]:
    return {
        "person": one.person,
        "source": one.source,
        "times": one.times,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
        "at": one.at.isoformat(),
        "by": one.by,
    }


def busy(session: Session, given: Given) -> int:
    """Show the calendars of a person, and the next of their times."""
    limit = number(given.text("limit")) if given.text("limit") else USUALLY
    found = known(session.begin, given.text("person"))
    times = found.times[: max(limit, 0)]
    if session.json:
        calendars = [_calendar(one) for one in found.calendars]
        output.document({"calendars": calendars, "times": [_time(one) for one in times]})
        return 0
    for calendar in found.calendars:
        output.write(told(calendar, session.now))
    headings = (_("Start"), _("End"), _("State"))
    output.table(output.Table(headings, [_row(session, one) for one in times]))
    return 0


def _time(one: Busy) -> dict[str, Any]:
    soft = one.why is Why.PERHAPS
    return {"start": one.start.isoformat(), "end": one.end.isoformat(), "perhaps": soft}


def _row(session: Session, one: Busy) -> tuple[str, str, str]:
    start, end = session.worktime.local(one.start), session.worktime.local(one.end)
    soft = _("tentative") if one.why is Why.PERHAPS else ""
    return f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}", soft


def feed(session: Session, given: Given) -> int:
    """Write the two files of a feed."""
    if not given.text("to"):
        raise BadInput(N_("Say which folder: --to."), "to", for_example(N_("./outbox")))
    own = {name: value for name, value in given.values.items() if name != TO.name}
    made: Any = make(WriteFeed, session, arguments_once(_feed(), Given(own, given.words)))
    written = write_feed(session.begin, made, Path(given.text("to")), session.worktime)
    if session.json:
        output.document(written._asdict())
        return 0
    for file in written.files:
        output.write(safe(file))
    return 0


def _feed() -> Verb:
    return of_command(WriteFeed, TO)._replace(run=feed, also={"out": "to"})


def _with(verb: Verb, *options: Option, leave_out: frozenset[str] = frozenset()) -> Verb:
    kept = (option for option in verb.options if option.name not in leave_out)
    return verb._replace(options=(*options, *kept))


_NO_JSON = frozenset({"from", "source"})
VERBS: Mapping[str, Callable[[], Verb]] = {
    "calendar import": lambda: _with(
        of_command(ImportCalendar), FILE, SOURCE, leave_out=_NO_JSON
    )._replace(run=import_file, positional="file"),
    "calendar busy": lambda: _with(of_command(ListBusy), LIMIT, leave_out=_NO_JSON)._replace(
        run=busy
    ),
    "calendar feed": _feed,
}
