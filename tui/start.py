"""From the command line to the screens."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from core.views import Query
from tui.terminal import require_terminal

if TYPE_CHECKING:
    from tui.session import Session


def start(session: Session) -> int:
    """Show the screens until the person leaves; the exit status.

    Raises ``BadInput`` without a terminal, and whatever keeps the person from the desk.
    """
    require_terminal()
    from tui import crash, keymap, who
    from tui.app import LiaisonApp
    from tui.guard import Guard

    gc.freeze()  # a collection later passes over what was imported until now
    opening = _first_window(session)
    app = LiaisonApp(
        actor=session.login,
        os_user=session.keyboard,
        opening=opening,
        preferences=_preferences(session, opening),
        connect=session.hand_over,
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


def _first_window(session: Session) -> Any:
    """The rows of the first screen; where they take the desk, it is opened to see who may."""
    first = import_module(f"tui.screens.{session.settings.opening}")
    found = session.doors.peek(session, getattr(first, "OPENING", Query("duties")))
    if found is None:
        _ = session.desk
    return found


def _preferences(session: Session, opening: Any) -> Any:
    """What the person chose for their screens; from the desk where it is open already."""
    return opening.preferences if opening else session.desk.preferences(session.login)
