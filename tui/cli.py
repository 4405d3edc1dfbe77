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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import BadInput, NotPermitted, Refusal
from core.messages import N_, Message
from tui import arguments, i18n, output

if TYPE_CHECKING:
    from core.policy import Policy
    from core.views import Page, Query
    from core.worktime import WorkTime
    from db.desk import SqlDesk
    from db.opening import Opening
    from tui.session import Doors, Facts, Session
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

        with suppress(OSError):
            return crash.report(error, "--json" in argv)
        status = crash.STATUS
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
    i18n.use(i18n.wanted(_typed_language(argv), os.environ))
    try:
        return _run(argv)
    except Refusal as error:
        sys.stdout.flush()
        return output.refusal(error, "--json" in argv)


def _typed_language(argv: list[str]) -> str:
    """What ``--lang`` names, before anything else is understood: refusals are said in it."""
    for place, typed in enumerate(argv):
        if typed.startswith("--lang="):
            return typed.partition("=")[2]
        if typed == "--lang" and place + 1 < len(argv):
            return argv[place + 1]
    return ""


def _run(argv: list[str]) -> int:
    line = arguments.leading(argv)
    if line.version:
        return _version()
    settings = _settings(line)
    if not line.words:
        return _without_verb(line, settings)
    from tui import helps, registry

    if line.help and len(line.words) == 1 and line.words[0] in registry.NOUNS:
        helps.noun(line.words[0])
        return 0
    verb, left = registry.find(line.words)
    line.rest = left + line.rest
    given = arguments.given(verb, line)
    _settings(line)
    if _instead(line, verb):
        return 0
    return _do(line, settings, lambda session: verb.run(session, given))


def _instead(line: arguments.Line, verb: arguments.Verb) -> bool:
    """Whether the help or the version was asked for in place of the verb; then it is printed."""
    if line.help:
        from tui import helps

        helps.verb(verb)
    elif line.version:
        _version()
    return line.help or line.version


def _do(line: arguments.Line, settings: Settings, deed: Callable[[Session], int]) -> int:
    session = _session(line, settings)
    try:
        return deed(session)
    finally:
        session.close()


def _version() -> int:
    from tui.release import number

    output.write(f"liaison {number()}")
    return 0


def _settings(line: arguments.Line) -> Settings:
    """The settings; from here on their language is spoken, unless the line names one."""
    from tui.settings import load

    if line.language and line.language not in i18n.LANGUAGES:
        raise BadInput(N_("--lang is zh or en."), "lang")
    settings = load()
    i18n.use(i18n.wanted(line.language or settings.language, os.environ))
    return settings


def _without_verb(line: arguments.Line, settings: Settings) -> int:
    if line.rest and not line.help:
        nothing = Message("")
        arguments.given(arguments.Verb("", nothing, nothing, lambda *_: 0), line)
    if line.help:
        from tui import helps

        helps.overview()
        return 0
    return _do(line, settings, _screen)


def _session(line: arguments.Line, settings: Settings) -> Session:
    from tui import who
    from tui.session import Session

    place = _place(line, settings)
    os_user = who.os_user()
    if line.actor and line.actor != os_user and not who.owns(place):
        raise NotPermitted(
            N_("Only who owns the database may act as somebody else."),
            "as",
            N_("Leave out --as, or ask the owner."),
        )
    worktime = _worktime(settings)
    return Session(
        place=place,
        login=_login(line.actor) or os_user,
        os_user=os_user,
        now=datetime.now(UTC),
        worktime=worktime,
        policy=_policy(settings),
        settings=settings,
        doors=_doors(),
        json=line.json,
    )


def _login(typed: str) -> str:
    from core.text import clean

    return clean(typed, limit=60, field="as", name=True)


def _place(line: arguments.Line, settings: Settings) -> str:
    """Where the database is: as typed, as ``LIAISON_DB`` says, as set, or the usual place."""
    place = line.db or os.environ.get("LIAISON_DB", "") or settings.database
    if place:
        place = place.removeprefix("sqlite:///")
        return place if "://" in place else str(Path(place).expanduser())
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
        "working" if settings.hours == "working" else "clock",
    )


def _policy(settings: Settings) -> Policy:
    from core.policy import Policy

    return Policy(
        settings.limits,
        "working" if settings.hours == "working" else "clock",
        settings.prefixes,
        settings.self_approval,
    )


def _doors() -> Doors:
    from tui.session import Doors

    return Doors(connect=_connect, at=_at, peek=_peek, screen=_screen, facts=_facts)


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


def _opening(session: Session, query: Query) -> Opening | None:
    from db import opening

    today = session.worktime.day(session.now)
    midnight = session.worktime.at(today, time(0))
    return opening.read(session.place, session.login, query, lambda: (today, midnight))


def _peek(session: Session, query: Query) -> Page[Any] | None:
    found = _opening(session, query)
    return found.page if found else None


def _facts() -> Facts:
    from db.gate import needed
    from db.places import SCHEMA
    from tui.session import Facts

    return Facts(SCHEMA, needed())


def _screen(session: Session) -> int:
    """Show the screens until the person leaves; the exit status."""
    from tui.terminal import require_terminal

    require_terminal()
    from tui import crash, keymap, who
    from tui.app import LiaisonApp
    from tui.guard import Guard

    opening = _first_window(session)
    app = LiaisonApp(
        actor=session.login,
        os_user=session.keyboard,
        opening=opening,
        connect=lambda: session.desk,
        settings=session.settings,
        worktime=session.worktime,
        clock=lambda: datetime.now(UTC),
        may_act_as=who.owns(session.place),
    )
    if session.settings.keys:
        keymap.check(session.settings.keys, app.all_bindings())
    with Guard(lambda: app.call_from_thread(app.leave)) as guard:
        app.run()
    if app.crash:
        return crash.report(app.crash, False)
    return guard.status or app.return_code or 0


def _first_window(session: Session) -> Opening | None:
    """The rows of the first screen; where they take the desk, it is opened to see who may."""
    from importlib import import_module

    from core.views import Query

    first = import_module(f"tui.screens.{session.settings.opening}")
    found = _opening(session, getattr(first, "OPENING", Query("duties")))
    if found is None:
        _ = session.desk
    return found
