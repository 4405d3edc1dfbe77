"""The verbs that show one record whole: ``request show`` and its like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any

from core.errors import BadInput
from core.messages import N_
from core.policy import VAGUE_WORDS
from core.text import clean
from tui.commandline import output
from tui.commandline.arguments import Given, Option, Verb
from tui.i18n import say

if TYPE_CHECKING:
    from core.model.request import Request
    from tui.session import Session

NOUNS = {
    "request": "number",
    "meeting": "number",
    "series": "number",
    "task": "number",
    "conflict": "number",
    "department": "code",
    "person": "login",
    "team": "number",
    "group": "number",
    "resource": "number",
    "lesson": "number",
}


def document(session: Session, noun: str, name: str) -> dict[str, Any]:
    """Everything that is kept of a record, as data; a request with what is vague in it (R2.5)."""
    if noun == "plan":
        from tui.commandline import plans

        return plans.newest(session, name)
    found = session.document(noun, name)
    if noun == "meeting":
        return found | _course(session, found)
    if noun != "request":
        return found
    return found | {"flags": flags(request_of(found), session.policy.vague_words)}


def _course(session: Session, found: dict[str, Any]) -> dict[str, Any]:
    """Where a meeting's run stands now, or how it ended (R5.5)."""
    from core import run as runs

    run = runs.of_document(found, session.now)
    return {"run": runs.plainly(run) if run else None}


def request_of(found: Mapping[str, Any]) -> Request:
    """The request that a document tells of."""
    from core.codec import from_plain
    from core.model.request import Request as Kind

    names = {field.name for field in fields(Kind)}
    request: Request = from_plain(Kind, {n: value for n, value in found.items() if n in names})
    return request


def flags(request: Request, words: Sequence[str] = VAGUE_WORDS) -> list[dict[str, str]]:
    """What is too vague in a request: where it stands, the words, what to say instead."""
    from core import intake

    return [
        {
            "field": flag.field,
            "excerpt": flag.excerpt,
            "hint": say(flag.hint),
            "rewrite": say(flag.rewrite),
        }
        for flag in intake.flags(request, words)
    ]


def verb(noun: str) -> Verb:
    """The showing verb of a noun."""
    named = Option(NOUNS[noun], N_("Record"), required=True)
    about = N_("Show a record with everything that is kept of it.")
    return Verb(f"{noun} show", N_("Show"), about, partial(run, noun), (named,), NOUNS[noun])


def one(verb_name: str, named: str, given: Given) -> str:
    """The one record a reading verb is about; raises ``BadInput`` for none and for several."""
    from core.single_values import record

    words = [*given.words, *([given.text(named)] if given.text(named) else [])]
    if len(words) != 1:
        raise BadInput(
            N_("Name one record."), named, N_("See: liaison {verb} --help", verb=verb_name)
        )
    name = record(clean(words[0], limit=60, field=named, name=True))
    return name.upper() if named == "code" else name


def run(noun: str, session: Session, given: Given) -> int:
    """Print the record."""
    found = document(session, noun, one(f"{noun} show", NOUNS[noun], given))
    if session.json:
        output.document(found)
        return 0
    from tui.details import render

    output.write(render(noun, found, session.now, session.worktime.zone).plain.rstrip("\n"))
    return 0


VERBS: Mapping[str, Callable[[], Verb]] = {f"{noun} show": partial(verb, noun) for noun in NOUNS}
