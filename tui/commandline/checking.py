"""``request check``: what a form lacks and where it is vague, without keeping anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from core import intake
from core.commands.request import SubmitRequest
from core.errors import BadInput, Refusal, RuleViolation
from core.messages import N_
from core.permissions import allows
from core.similar import Alike
from core.text import safe
from tui import nearby
from tui.commandline import output, shows
from tui.commandline.arguments import Given, Verb
from tui.commandline.sources import arguments_of
from tui.commandline.verbs import make, of_command
from tui.i18n import _, say

if TYPE_CHECKING:
    from core.model.request import Request
    from core.ports import UnitOfWork
    from tui.session import Session


def run(session: Session, given: Given) -> int:
    """Print problems and flags; 1 where the form could not be submitted as it is (R2.4, R2.5)."""
    raws, several = arguments_of(VERBS["request check"](), given)
    if several:
        raise BadInput(N_("Check one form at a time."))
    command = make(SubmitRequest, session, raws[0])
    assert isinstance(command, SubmitRequest)
    with session.begin() as uow:
        problems, request = _looked_at(uow, command)
    flags = shows.flags(request, session.policy.vague_words) if request else []
    found = nearby.to(session, request) if request else Alike()
    if session.json:
        output.document(
            {
                "complete": not problems,
                "problems": [output.problem(one) for one in problems],
                "flags": flags,
                "similar": nearby.data(found),
                "lessons": nearby.lessons(found),
            }
        )
    else:
        _tell(problems, flags, found)
    return 1 if problems else 0


def _looked_at(uow: UnitOfWork, command: SubmitRequest) -> tuple[list[Refusal], Request | None]:
    """What keeps it from being submitted, and the form as it would be."""
    subject = command.subject(uow)
    if subject and subject.number:
        from core.commands.parts import visible

        visible(uow, command.number)
        if not command.given():
            return intake.problems(subject, uow.worktime.day(uow.now)), subject
    elif not allows(SubmitRequest.__name__, standings := command.standings(uow, subject)):
        command.refuse(standings)
    try:
        request = command.filled(uow, subject or command.blank(uow))
    except RuleViolation as error:
        return [error], subject
    return intake.problems(request, uow.worktime.day(uow.now)), request


def _tell(problems: list[Refusal], flags: list[dict[str, str]], found: Alike) -> None:
    for one in problems:
        hint = f"  {say(one.hint)}" if one.hint else ""
        output.write(safe(f"{one.field}: {say(one.message)}{hint}"))
    for flag in flags:
        output.write(safe(f"{flag['field']}: “{flag['excerpt']}” {flag['hint']}"))
        output.write(safe("  " + _("For example: {line}", line=flag["rewrite"])))
    for warning in nearby.warnings(found):
        output.write(safe(warning))
    for line in nearby.lines(found):
        output.write(safe(_("Similar: {line}", line=line)))
    nearby.tell_lessons(found)
    if not problems:
        output.write(_("The form is complete."))


def _verb() -> Verb:
    return of_command(SubmitRequest)._replace(
        name="request check",
        label=N_("Check a form"),
        about=N_("Say what a form or a draft lacks and where it is vague; nothing is kept."),
        run=run,
    )


VERBS: Mapping[str, Callable[[], Verb]] = {"request check": _verb}
