"""What is said before and after a meeting's time is chosen: clashes, times that would do (R5.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from core.errors import RuleViolation
from core.messages import N_
from tui.commandline import output
from tui.i18n import say

if TYPE_CHECKING:
    from core.commands.base import Command
    from core.ports import UnitOfWork
    from tui.commandline.arguments import Given, Verb
    from tui.screens.base import DeskScreen
    from tui.session import Session
    from tui.work import Begin

CHOOSES = frozenset({"ScheduleMeeting", "RescheduleMeeting", "EditMeeting", "EditSeries"})


async def book(screen: DeskScreen, command: Command) -> Any:
    """Carry it out; the first time its clashes are shown instead, and nothing is kept."""
    warned = screen.warned_of == command

    def deed(begin: Begin) -> Any:
        from core.commands.choosing import alternatives, warnings

        with begin() as uow:
            meeting = command(uow)
            booked = _booked(uow, command, meeting)
            found = [] if warned else warnings(uow, booked)
            if found:
                texts = map(say, [*found, *alternatives(uow, booked)])
                raise RuleViolation(
                    N_("{clashes} Send again to keep it all the same.", clashes=" ".join(texts)),
                    "start",
                )  # fmt: skip
        return meeting

    screen.warned_of = command
    result = await screen.desk_app.carry_out(deed)
    screen.warned_of = None
    return result


def clashes(session: Session, command: Command, result: Any) -> list[str]:
    """What stands against the time of a meeting that was just booked, as sentences."""
    if type(command).__name__ not in CHOOSES:
        return []
    from core.commands.choosing import warnings

    with session.begin() as uow:
        return [say(one) for one in warnings(uow, _booked(uow, command, result))]


def _booked(uow: UnitOfWork, command: Command, result: Any) -> Any:
    """All that was booked at once: with the first meeting of a new series the whole of it."""
    if type(command).__name__ != "ScheduleMeeting" or not result.series:
        return result
    from core.model.series import Series

    return uow.get(Series, result.series)


def suggest(session: Session, given: Given) -> int:
    """Print the next times at which all can meet, by the organisation's clocks."""
    from core.commands.choosing import SuggestTimes
    from tui.commandline.sources import arguments_once
    from tui.commandline.verbs import make

    command = make(SuggestTimes, session, arguments_once(_verb(), given))
    with session.begin() as uow:
        found = command(uow)
    if session.json:
        output.document([one.isoformat() for one in found])
        return 0
    for one in found:
        output.write(f"{session.worktime.local(one):%Y-%m-%d %H:%M}")
    return 0


def _verb() -> Verb:
    from core.commands.choosing import SuggestTimes
    from tui.commandline.verbs import of_command

    return of_command(SuggestTimes)._replace(run=suggest, positional="request")


VERBS: Mapping[str, Callable[[], Verb]] = {"meeting suggest": _verb}
