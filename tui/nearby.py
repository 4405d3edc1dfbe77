"""What is like a request being written, and what was learned (R2.4, R10.2), in words and data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from core.text import shorten
from tui.commandline.states import state
from tui.i18n import _

if TYPE_CHECKING:
    from core.lessons import Learned
    from core.model.request import Request
    from core.similar import Alike, Earlier
    from tui.session import Session

TITLE = 40


def to(session: Session, request: Request) -> Alike:
    """What is like a request, as far as the person may see it."""
    from core.similar import Form

    return session.desk.similar(session.actor, Form.of(request))


def data(found: Alike) -> list[dict[str, Any]]:
    """Every one of them once, as data, those first that it seems to repeat."""
    every = {one.number: one for one in (*found.repeats, *found.open, *found.ended)}
    repeats = {one.number for one in found.repeats}
    return [
        {
            "number": one.number,
            "title": one.title,
            "state": one.state.value,
            "lead_department": one.lead_department,
            "on_time": one.was_on_time,
            "reworks": one.reworks,
            "duplicate": one.number in repeats,
        }
        for one in every.values()
    ]


def lessons(found: Alike) -> list[dict[str, Any]]:
    """The lessons that fit, as data, the best first (R10.2)."""
    return [
        {
            "number": one.number,
            "text": one.text,
            "tags": list(one.tags),
            "type": one.type.value,
            "request": one.request,
        }
        for one in found.lessons
    ]


def warnings(found: Alike) -> list[str]:
    """A sentence for each open request that it seems to repeat."""
    return [duplicate(one.number, one.title) for one in found.repeats]


def duplicate(number: str, title: str) -> str:
    """The sentence for one request that another seems to repeat."""
    return _(
        "Looks like a duplicate of {number}: {title}", number=number, title=shorten(title, TITLE)
    )


def lines(found: Alike) -> Iterator[str]:
    """A line for each that is alike but no duplicate: where it stands, who leads, how it went."""
    repeats = {one.number for one in found.repeats}
    for one in (*found.open, *found.ended):
        if one.number not in repeats:
            yield " · ".join([f"{one.number}  {shorten(one.title, TITLE)}", *_facts(one)])


def lesson_lines(found: Alike) -> Iterator[str]:
    """A line for each lesson that fits: what to do, and its tags (R10.2)."""
    for one in found.lessons:
        yield lesson_line(one.text, one.tags)


def lesson_line(text: str, tags: Sequence[str]) -> str:
    """A lesson on one line."""
    return "  ".join([" ".join(text.split()), *(f"#{tag}" for tag in tags)])


def tell_lessons(found: Alike) -> None:
    """Print the lessons that fit, a line for each."""
    from core.text import safe
    from tui.commandline import output

    for one in found.lessons:
        line = lesson_line(one.text, one.tags)
        output.write(safe(_("Lesson {number}: {line}", number=one.number, line=line)))


def where_learned(one: Learned) -> str:
    """A lesson's number, day and type, and the request it comes from where that may be seen."""
    from tui import labels

    kind = labels.word(labels.SHORT_TYPES, one.type.value)
    return " · ".join(filter(None, [one.number, one.day.isoformat(), kind, one.request]))


def _facts(one: Earlier) -> Iterator[str]:
    yield state("request", one.state.value)
    if one.lead_department:
        yield one.lead_department
    if one.was_on_time is not None:
        yield _("on time") if one.was_on_time else _("late")
    if one.reworks:
        yield _("reworked {count} times", count=one.reworks)
