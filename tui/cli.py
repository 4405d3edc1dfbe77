"""The composition root: settings, who acts, which database; then a verb, or the screens.

Nothing is opened, started or read from the environment by importing this.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from core.errors import BadInput, NotPermitted, Refusal
from core.messages import N_
from tui import i18n
from tui.commandline import arguments, output

if TYPE_CHECKING:
    from core.policy import Policy
    from core.views import Query
    from core.worktime import WorkTime
    from db.desk import SqlDesk
    from db.opening import Opening
    from tui.session import Facts, Session
    from tui.settings import Settings

INTERRUPTED, BROKEN_PIPE = 130, 141


def main() -> int:
    """Run what was typed and give the exit status; no exception comes out."""
    from tui.terminal import ensure_utf8, reopen_standard_files

    reopen_standard_files()
    ensure_utf8()
    argv = sys.argv[1:]
    gc.disable()  # a verb is over before it would pay
    try:
        status = _answer(argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        status = BROKEN_PIPE
    except Exception as error:
        from tui import crash

        status = crash.report(error, "--json" in argv)
    finally:
        gc.enable()
        _let_go()
    return status


def _let_go() -> None:
    """Leave nothing in the buffers that the interpreter would complain of at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


def _answer(argv: list[str]) -> int:
    i18n.use(i18n.wanted(arguments.language_of(argv), os.environ))
    try:
        return _run(argv)
    except Refusal as error:
        sys.stdout.flush()
        return output.refusal(error, "--json" in argv)


def _run(argv: list[str]) -> int:
    from tui.settings import load

    line = arguments.leading(argv)
    if line.version:
        from tui.commandline import helps

        return helps.version()
    settings = load()
    _speak(line, settings)
    if line.words or line.help:
        return _verb(line, settings)
    from tui.start import start

    return _do(line, settings, start)


def _verb(line: arguments.Line, settings: Settings) -> int:
    from tui.commandline import helps, registry

    if not line.words:
        return helps.overview()
    if line.help and line.words[1:] == [] and line.words[0] in registry.NOUNS:
        return helps.noun(line.words[0])
    verb, left = registry.find(line.words)
    line.rest = left + line.rest
    given = arguments.given(verb, line)
    _speak(line, settings)
    if line.help:
        return helps.verb(verb)
    return _do(line, settings, lambda session: verb.run(session, given))


def _speak(line: arguments.Line, settings: Settings) -> None:
    """Speak the language of the line, else of the settings, else of the environment."""
    if line.language and line.language not in i18n.LANGUAGES:
        raise BadInput(N_("--lang is zh or en."), "lang")
    i18n.use(i18n.wanted(line.language or settings.language, os.environ))


def _do(line: arguments.Line, settings: Settings, deed: Callable[[Session], int]) -> int:
    session = _session(line, settings)
    try:
        return deed(session)
    finally:
        session.close()


def _session(line: arguments.Line, settings: Settings) -> Session:
    from core.text import clean
    from tui import who
    from tui.session import Doors, Session

    place = _place(line, settings)
    os_user = who.os_user()
    if line.actor and line.actor != os_user and not who.owns(place):
        raise NotPermitted(
            N_("Only who owns the database may act as somebody else."),
            "as",
            N_("Leave out --as, or ask the owner."),
        )
    return Session(
        place=place,
        login=clean(line.actor, limit=60, field="as", name=True) or os_user,
        os_user=os_user,
        now=datetime.now(UTC),
        worktime=_worktime(settings),
        policy=_policy(settings),
        settings=settings,
        doors=Doors(connect=_connect, at=_at, peek=_peek, facts=_facts),
        json=line.json,
    )


def _place(line: arguments.Line, settings: Settings) -> str:
    """Where the database is: as typed, as ``LIAISON_DB`` says, as set, or the usual place."""
    from db.places import is_url, path_of

    place = line.db or os.environ.get("LIAISON_DB", "") or settings.database
    if place:
        place = place.removeprefix("sqlite:///")
        return place if is_url(place) else str(path_of(place))
    from platformdirs import user_data_path

    folder = user_data_path("liaison", appauthor=False)
    with suppress(OSError):  # opening says what is wrong with it
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(folder / "liaison.db")


def _worktime(settings: Settings) -> WorkTime:
    from core.worktime import WorkTime
    from db.workdays import CountryWorkdays

    workdays = CountryWorkdays(settings.country, settings.extra_working, settings.extra_free)
    return WorkTime(
        WorkTime.require_zone(settings.zone),
        workdays,
        settings.opens,
        settings.closes,
        settings.hours,
    )


def _policy(settings: Settings) -> Policy:
    from core.policy import Policy, vague_words

    return Policy(
        settings.limits,
        settings.hours,
        settings.prefixes,
        settings.self_approval,
        sign_off_required=settings.sign_off_required,
        second_coordinator=settings.second_coordinator,
        bounces_at_most=settings.bounces_at_most,
        vague_words=vague_words(settings.vague_words),
    )


def _connect(session: Session) -> SqlDesk:
    """The session's desk; whoever first opens an empty one becomes its coordinator."""
    from core.errors import NoSuchRecord
    from tui import who

    desk = _at(session, session.place)
    try:
        desk.actor(session.login)
    except NoSuchRecord:
        founder = desk.found(session.os_user, who.full_name() or session.os_user, session.now)
        if founder is None or session.login != session.os_user:
            desk.close()
            raise
    return desk


def _at(session: Session, place: str) -> SqlDesk:
    from db.desk import SqlDesk
    from db.unit_of_work import House

    return SqlDesk.open(place, House(session.worktime, session.policy, i18n.say))


def _peek(session: Session, query: Query) -> Opening | None:
    from db import opening

    today = session.worktime.day(session.now)
    midnight = session.worktime.at(today, time(0))
    return opening.read(session.place, session.login, query, lambda: (today, midnight, session.now))


def _facts() -> Facts:
    from db.gate import needed
    from db.places import SCHEMA
    from tui.session import Facts

    return Facts(SCHEMA, needed())
