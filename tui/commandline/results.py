"""What came of a command: one sentence, or the record's document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.codec import to_plain
from core.errors import NoSuchRecord, Refusal
from core.messages import N_
from core.policy import VAGUE_WORDS
from core.text import safe
from tui import booking
from tui.commandline import output, shows
from tui.commandline.states import state
from tui.i18n import _, say

if TYPE_CHECKING:
    from core.commands.base import Command
    from tui.session import Session

# For each kind of result: the noun it is shown by, and the field that names the record.
RECORDS = {
    "Request": ("request", "name"),
    "Comment": ("request", "about"),
    "Feedback": ("request", "request"),
    "Link": ("request", "request"),
    "ResourceUse": ("request", "request"),
    "Resource": ("resource", "number"),
    "Lesson": ("lesson", "number"),
    "Meeting": ("meeting", "number"),
    "Series": ("series", "number"),
    "Plan": ("plan", "request"),
    "Task": ("task", "number"),
    "Conflict": ("conflict", "number"),
    "Department": ("department", "code"),
    "Person": ("person", "login"),
    "Absence": ("person", "person"),
    "RoleProposal": ("person", "person"),
    "Team": ("team", "number"),
    "Group": ("group", "number"),
}
# Verbs of a form, which are answered with what is like it and what was learned.
WRITTEN = frozenset({"request draft", "request submit"})
# Commands whose result is a record that they leave as it stands.
ABOUT_FILES = frozenset({"AttachFiles", "DetachFile"})


def report(session: Session, command: Command, result: Any) -> None:
    """Print what came of one command."""
    if session.json:
        output.document(data(session, command, result))
        return
    if isinstance(result, list):
        rows = [[due.about, say(due.text), ", ".join(due.people)] for due in result]
        headings = (N_("About"), N_("Notice"), N_("To"))
        output.table(output.Table([say(heading) for heading in headings], rows))
        return
    for line in sentences(command, result, session.policy.vague_words):
        output.write(safe(line))
    if command.verb == "request draft":
        from tui import nearby

        nearby.tell_lessons(nearby.to(session, result))
    for line in [*_clashes(session, command, result), *booking.clashes(session, command, result)]:
        output.write(safe(line))


def named(result: Any) -> tuple[str, str]:
    """The noun and name of the record a command made or changed; empty where there is none."""
    noun, field = RECORDS.get(type(result).__name__, ("", ""))
    return noun, str(getattr(result, field)) if noun else ""


def data(session: Session, command: Command, result: Any) -> Any:
    """The ``show`` document of the record, or the result itself where there is no record."""
    noun, name = named(result)
    if not noun:
        return _plain(result)
    try:
        found = shows.document(session, noun, name)
    except NoSuchRecord:  # what a person did may take the record out of their own sight
        return to_plain(result)
    if noun in ("meeting", "series"):
        found["clashes"] = booking.clashes(session, command, result)
    if command.verb in WRITTEN:
        from tui import nearby

        alike = nearby.to(session, result)
        found |= {"similar": nearby.data(alike), "lessons": nearby.lessons(alike)}
    return found


def _plain(result: Any) -> Any:
    from core.messages import Message

    if isinstance(result, int):
        return {"read": result}
    if isinstance(result, list):
        return [
            {
                name: say(value) if isinstance(value, Message) else to_plain(value)
                for name in ("cause", "about", "text", "people", "until", "escalates")
                for value in [getattr(due, name)]
            }
            for due in result
        ]
    return to_plain(result)


def sentences(command: Command, result: Any, words: Sequence[str] = VAGUE_WORDS) -> list[str]:
    """What to tell a person: the record with its state, and what was pointed at in it."""
    noun, name = named(result)
    if noun:
        more = [*_aside(result), *_pointed_at(command, noun, result, words)]
        return [_done(command, noun, name, result), *more]
    if isinstance(result, int):
        return [_("{count} notices are read now.", count=result)]
    return [f"{say(command.label)}: {getattr(result, 'about', '')}"]


def _done(command: Command, noun: str, name: str, result: Any) -> str:
    where = getattr(result, "state", "")
    if type(command).__name__ in ABOUT_FILES:
        return f"{say(command.label)}: {name}  {command.why}"
    if noun == "meeting" and getattr(result, "minutes", None):
        from core.commands.minutes import STATE_LABELS

        said = say(STATE_LABELS[result.minutes.state])
        return _("{number}: the minutes are {state}.", number=name, state=said)
    if where:
        return _("{number} is {state}.", number=name, state=state(noun, where))
    return f"{say(command.label)}: {name}"


def _clashes(session: Session, command: Command, result: Any) -> list[str]:
    """What else is asked of the resource of a request that is dispatched (R2.6)."""
    if command.verb != "request dispatch" or not result.resource:
        return []
    from tui.agreement import clash_lines

    return clash_lines(session.document("request", result.number))


def _aside(result: Any) -> list[str]:
    """Whom a comment could not tell (R4.2)."""
    if not getattr(result, "unheard", ()):
        return []
    from tui.agreement import unheard_line

    return [unheard_line(result.unheard)]


def _pointed_at(command: Command, noun: str, result: Any, words: Sequence[str]) -> list[str]:
    """Vague lines of a form that was just filled in (R2.5)."""
    if noun != "request" or not hasattr(command, "details"):
        return []
    from core.intake import flags

    return [f"{flag.field}: “{flag.excerpt}” {say(flag.hint)}" for flag in flags(result, words)]


def report_all(
    session: Session,
    names: Sequence[str],
    made: Mapping[int, Command],
    done: Mapping[int, Any],
    refused: Mapping[int, Refusal],
) -> None:
    """Print a line a record, or one document with an entry a record, in the order given."""
    if session.json:
        output.document(
            [
                {"number": name, "error": output.described(refused[place])}
                if place in refused
                else _brief(name, done[place])
                for place, name in enumerate(names)
            ]
        )
        return
    for place, name in enumerate(names):
        if place in refused:
            output.write(safe(f"{name}: {say(refused[place].message)}"))
        else:
            output.write(safe(sentences(made[place], done[place])[0]))


def _brief(name: str, result: Any) -> dict[str, Any]:
    plain = to_plain(result)
    brief = {field: plain[field] for field in ("state", "version") if field in plain}
    return {"number": named(result)[1] or name, **brief}
