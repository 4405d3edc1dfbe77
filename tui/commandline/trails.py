"""The verbs of the trail: read its entries, check its chain (R17.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from core.codec import to_plain
from core.errors import BadInput, NotPermitted
from core.messages import N_
from core.text import clean, safe
from tui.commandline import output
from tui.commandline.arguments import Given, Option, Verb
from tui.commandline.listings import local
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.session import Session

KINDS = {"MTG": "meeting", "TSK": "task", "CFL": "conflict"}
MOST = 10_000
HEADINGS = (N_("Entry"), N_("When"), N_("Who"), N_("What"), N_("About"), N_("Why"))


def list_entries(session: Session, given: Given) -> int:
    """Print the entries of one record the person may see, or of everything for those who may."""
    named = given.text("record") or given.text("about") or " ".join(given.words[:1])
    entries = _of_record(session, named, given) if named else _all(session, given)
    if session.json:
        output.document(entries)
        return 0
    rows = [_row(entry, session) for entry in entries]
    output.table(output.Table([say(heading) for heading in HEADINGS], rows))
    return 0


def _of_record(session: Session, name: str, given: Given) -> list[dict[str, Any]]:
    name = clean(name, limit=60, name=True)
    found = session.document(KINDS.get(name[:3].upper(), "request"), name)
    history: list[dict[str, Any]] = found["history"]
    after, limit = _number(given, "after", 0), _number(given, "limit", MOST)
    return [entry for entry in history if entry["seq"] > after][:limit]


def _all(session: Session, given: Given) -> list[dict[str, Any]]:
    _require_sight(session)
    after, limit = _number(given, "after", 0), _number(given, "limit", 50)
    return [to_plain(entry) for entry in session.desk.trail(after=after, limit=limit)]


def _require_sight(session: Session) -> None:
    if not session.actor.sees_all:
        raise NotPermitted(
            N_("Only coordinators, management and auditors read the whole trail."),
            hint=N_("Of one record: liaison trail list XMBG-202611001"),
        )


def _number(given: Given, name: str, usual: int) -> int:
    text = given.text(name) or str(usual)
    if text.isascii() and text.isdecimal() and len(text) < 10 and (name == "after" or int(text)):
        return min(int(text), MOST) if name == "limit" else int(text)
    raise BadInput(N_("--{option} is a number.", option=name), name, N_("100"))


def _row(entry: Mapping[str, Any], session: Session) -> list[str]:
    from datetime import datetime

    from tui.details import by_whom

    keyboard = entry.get("os_user", "")
    who = by_whom(dict(entry))
    who = f"{who} ({keyboard})" if keyboard else who
    when = local(datetime.fromisoformat(entry["at"]), session)
    return [str(entry["seq"]), when, who, _said(entry["command"]), entry["about"], entry["why"]]


def _said(command: str) -> str:
    from core.commands import by_name

    try:
        return say(by_name(command).label)
    except StopIteration:
        return command


def verify(session: Session, given: Given) -> int:
    """Check every entry's hash and place; 1 and the first broken entry where the chain is broken.

    What was cut off at the end cannot be seen from within (A10).
    """
    _require_sight(session)
    checked, broken = session.desk.first_broken()
    if session.json:
        output.document({"checked": checked, "broken": broken or None, "intact": not broken})
    elif broken:
        output.write(safe(_broken(broken, session)))
    else:
        output.write(_("The trail is whole: {count} entries.", count=checked))
    return 1 if broken else 0


def _broken(seq: int, session: Session) -> str:
    try:
        entry = next(session.desk.trail(after=seq - 1, limit=1), None)
    except (ValueError, TypeError, KeyError, RecursionError):
        return _("The trail is broken at entry {seq}, which cannot even be read.", seq=seq)
    if entry is None or entry.seq != seq:
        return _("The trail is broken: entry {seq} is missing.", seq=seq)
    return _(
        "The trail is broken at entry {seq}: {what} on {about} by {actor}.",
        seq=seq,
        what=_said(entry.command),
        about=entry.about,
        actor=entry.actor,
    )


VERBS: Mapping[str, Callable[[], Verb]] = {
    "trail list": lambda: Verb(
        "trail list",
        N_("List the trail"),
        N_("List the entries of one record, or of everything for those who may read it."),
        list_entries,
        (
            Option("record", N_("Record"), example=N_("XMBG-202611001")),
            Option("about", N_("The same"), example=N_("XMBG-202611001")),
            Option("limit", N_("At most so many entries, 50 if nothing is said")),
            Option("after", N_("Begin behind this entry"), example=N_("200")),
        ),
        "record",
    ),
    "trail verify": lambda: Verb(
        "trail verify",
        N_("Check the trail"),
        N_("Check that no entry of the trail was changed, taken out or put in between."),
        verify,
    ),
}
