"""``request check``: what a form lacks and where it is vague, without keeping anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from core import intake
from core.commands.request import SubmitRequest
from core.errors import BadInput, Refusal, RuleViolation
from core.messages import N_
from core.permissions import allows
from core.text import safe
from tui import output, shows
from tui.arguments import Given, Verb
from tui.i18n import _, say
from tui.sources import arguments_of
from tui.verbs import make, of_command

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
    flags = shows.flags(request) if request else []
    if session.json:
        output.document(
            {
                "complete": not problems,
                "problems": [output.problem(one) for one in problems],
                "flags": flags,
            }
        )
    else:
        _tell(problems, flags)
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


def _tell(problems: list[Refusal], flags: list[dict[str, str]]) -> None:
    for one in problems:
        hint = f"  {say(one.hint)}" if one.hint else ""
        output.write(safe(f"{one.field}: {say(one.message)}{hint}"))
    for flag in flags:
        output.write(safe(f"{flag['field']}: “{flag['excerpt']}” {flag['hint']}"))
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
