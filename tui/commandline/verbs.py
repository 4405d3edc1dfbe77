"""Every command of the core as a verb: its arguments are options, its records the bare words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from core.commands.base import Argument, Command, Kind, about, arguments
from core.errors import Refusal, Unavailable
from tui.commandline import results
from tui.commandline.arguments import FLAG, LIST, VALUE, Given, Option, Verb
from tui.commandline.sources import FROM, arguments_of

if TYPE_CHECKING:
    from core.ports import UnitOfWork
    from tui.session import Session

NAMES = ("number", "code", "login", "notices")
# A plan is named by its request, in options and in JSON.
ALSO = {"plan": {"request": "number"}, "department": {"liaison": "liaisons"}}


def of_command(command: type[Command], *more: Option) -> Verb:
    """The verb of a command, its help made of the command's own words."""
    specs = arguments(command)
    options = (option_of(name, spec) for name, spec in specs.items())
    return Verb(
        command.verb,
        command.label,
        about(command),
        partial(run, command),
        (*options, FROM, *more),
        next((name for name in NAMES if name in specs), ""),
        {
            other: name
            for other, name in ALSO.get(command.verb.split(" ")[0], {}).items()
            if name in specs
        },
    )


def option_of(name: str, spec: Argument) -> Option:
    """An argument as an option."""
    from core.codec import to_plain
    from core.lines import LISTS, example

    takes = FLAG if spec.kind is Kind.FLAG else LIST if spec.kind in LISTS else VALUE
    choices = tuple(map(str, map(to_plain, spec.choices or ())))  # type: ignore[arg-type]
    # That a text is text, and that a flag is yes or no, goes without saying.
    plain = spec.kind in (Kind.TEXT, Kind.LONG, Kind.FLAG)
    shown = spec.example if plain else example(spec)
    return Option(name, spec.label, takes, spec.required, shown, choices)


def run(command: type[Command], session: Session, given: Given) -> int:
    """Do it once, or for each of several records as one step; say what came of it."""
    raws, several = arguments_of(of_command(command), given)
    if several:
        return run_all(command, session, raws)
    made = make(command, session, raws[0])
    with session.begin() as uow:
        result = made(uow)
    results.report(session, made, result)
    return 0


def make(command: type[Command], session: Session, raw: Mapping[str, Any]) -> Command:
    """The command from what was typed; raises ``BadInput`` with every fault."""
    from core.build import build
    from core.lines import Context

    made = build(command, raw, Context(session.now, session.worktime))
    if not getattr(made, "attachments", None):
        return made
    from tui.attaching import known_to, with_files

    return with_files(made, lambda: known_to(session, made))


def run_all(command: type[Command], session: Session, raws: Sequence[Mapping[str, Any]]) -> int:
    """Do it for each, print a line a record; 1 if any was refused."""
    named = next((name for name in NAMES if name in arguments(command)), "")
    refused: dict[int, Refusal] = {}
    made: dict[int, Command] = {}
    for place, raw in enumerate(raws):
        try:
            made[place] = make(command, session, raw)
        except Refusal as error:
            refused[place] = error
    done, more = together(session.begin, made)
    refused |= more
    names = [str(raw.get(named) or place + 1) for place, raw in enumerate(raws)]
    results.report_all(session, names, made, done, refused)
    return 1 if refused else 0


class _OnceMore(Exception):
    """Takes a unit of work back, to begin it again without what was refused."""


def together(
    begin: Callable[[], AbstractContextManager[UnitOfWork]],
    commands: Mapping[int, Command],
    told: Callable[[int], None] = lambda _count: None,
) -> tuple[dict[int, Any], dict[int, Refusal]]:
    """Carry out several commands as one step to undo, leaving out those that are refused.

    A refused command may have written already, so everything is taken back and done again
    without it. *told* is called with how many were gone through before each; what it raises takes
    everything back. Raises ``Unavailable``: then nothing was done.
    """
    refused: dict[int, Refusal] = {}
    while left := {place: made for place, made in commands.items() if place not in refused}:
        done: dict[int, Any] = {}
        before = len(refused)
        try:
            with begin() as uow:
                for count, (place, command) in enumerate(left.items()):
                    told(count)
                    try:
                        done[place] = command(uow)
                    except Unavailable:
                        raise
                    except Refusal as error:
                        refused[place] = error
                if len(refused) > before:
                    raise _OnceMore
                if len(done) > 1:
                    uow.about_all(_name_of(left[place], result) for place, result in done.items())
        except _OnceMore:
            continue
        return done, refused
    return {}, refused


def _name_of(command: Command, result: Any) -> str:
    """What the trail calls the record that a command was about or made."""
    return results.named(result)[1] or command.about
