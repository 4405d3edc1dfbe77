"""Calendars of one's own: read from a file, written for programs to subscribe to (R5.4, R14.1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.build import build
from core.commands.calendars import ImportCalendar, ListBusy, OwnTimes, WriteFeed
from core.lines import Context
from core.text import safe, shorten
from core.worktime import humane
from tui.i18n import _, say

if TYPE_CHECKING:
    from core.model.busy import BusyCalendar
    from core.ports import UnitOfWork
    from core.worktime import WorkTime
    from exports.busy import Read
    from tui.app import LiaisonApp

Begin = Callable[[], AbstractContextManager["UnitOfWork"]]


class TakenIn(NamedTuple):
    """The calendar as it is kept, and what was found in the file."""

    calendar: BusyCalendar
    read: Read

    def lines(self) -> list[str]:
        """What became of the file, for a person."""
        kept = self.calendar
        found = [
            _(
                "{source}: {times} busy times until {day} are kept, and nothing else of it.",
                source=safe(kept.source), times=kept.times, day=kept.until.date().isoformat(),
            )
        ]  # fmt: skip
        if self.read.left_out:
            found.append(
                _("Entries that could not be followed: {count}.", count=self.read.left_out)
            )
        return found + ([say(self.read.remark)] if self.read.remark else [])


def take_in(begin: Begin, context: Context, path: str, person: str, source: str) -> TakenIn:
    """Read the file within limits, and let its times be those of the calendar *source*.

    Without a name the calendar is called like the file. Raises ``BadInput`` for a file that is no
    calendar or too much of one; then nothing is changed.
    """
    from core.busy import AHEAD
    from exports.busy import LIMITS, Window, read
    from tui.receiving import octets

    name = source or shorten(safe(Path(path).stem), 80)
    made = build(ImportCalendar, {"person": person, "source": name}, context)
    data = octets(path, LIMITS.octets)
    window = Window(context.now, context.now + AHEAD)
    found = read(data, context.worktime.zone, window)
    with begin() as uow:
        return TakenIn(replace(made, entries=found.entries)(uow), found)


def known(begin: Begin, person: str = "") -> OwnTimes:
    """Which calendars of a person count, and their times."""
    with begin() as uow:
        found: OwnTimes = ListBusy(person=person)(uow)
    return found


def told(calendar: BusyCalendar, now: datetime) -> str:
    """One calendar with how much of it is known, until when, and how old that is."""
    return _(
        "{source}: {times} busy times until {day}, taken in {age} ago",
        source=safe(calendar.source),
        times=calendar.times,
        day=calendar.until.date().isoformat(),
        age=humane(now - calendar.at),
    )


class Written(NamedTuple):
    """The files of a feed, and how much is in them."""

    person: str
    files: tuple[str, ...]
    meetings: int
    series: int
    tasks: int


def write_feed(begin: Begin, made: WriteFeed, folder: Path, worktime: WorkTime) -> Written:
    """Write both files of a person's feed, each whole or not at all (I13).

    They keep their names, so that a program that subscribed to one finds the next.
    """
    from exports.feed import feed
    from exports.files import write_file

    with begin() as uow:
        found = made(uow)
    files = feed(found, worktime, say)
    login = found.person.login
    paths = (
        write_file(folder, f"{login}-meetings.ics", files.meetings),
        write_file(folder, f"{login}-tasks.ics", files.tasks),
    )
    counts = len(found.meetings), len(found.series), len(found.tasks)
    return Written(login, tuple(map(str, paths)), *counts)


async def write_from_form(app: LiaisonApp, made: WriteFeed, typed: dict[str, str]) -> Written:
    """Write the feed into the folder that was typed, and say where it is."""
    folder, worktime = Path(typed.get("to", "")).expanduser(), app.worktime
    written = await app.carry_out(lambda begin: write_feed(begin, made, folder, worktime))
    app.tell_done(_("Written: {files}", files=", ".join(map(safe, written.files))))
    return written
