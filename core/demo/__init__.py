"""The demo: a company in the middle of its 618 campaign, told through commands alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.commands.base import Command
from core.demo import arrivals, campaign, ending, people, planning, quarrels, stage, working

if TYPE_CHECKING:
    from core.worktime import WorkTime

OTHERS = (arrivals, planning, working, ending, quarrels)


def play(
    do: Callable[[str, datetime, Command], Any],
    *,
    now: datetime,
    worktime: WorkTime,
    language: str,
    coordinator: str,
) -> None:
    """Let everything happen that led to *now*, in order of time and never later than *now*.

    ``do`` carries out a command of a login at a past moment and returns what came of it. The
    first command is ``FoundDesk``: it comes before there is anybody to act. *language* is "zh"
    or "en"; *coordinator* is the login of whoever the demo is for.
    """
    s = stage.Stage(now, worktime, language, people.logins(coordinator), people.posts())
    others = [story for part in OTHERS for story in part.all_of(s)]
    stage.tell([people.founding(s), campaign.story(s), *others], do)
