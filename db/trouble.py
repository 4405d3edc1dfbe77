"""Database trouble as sentences: what happened, what became of the work, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import TooSlow, Unavailable
from core.messages import N_, Message

_SENTENCES = (
    ("locked", N_("Somebody else is writing for too long. Nothing was saved; try again.")),
    ("full", N_("The disk is full. Nothing was saved; make room and try again.")),
    ("readonly", N_("The database {place} may not be written. Ask its owner for the permission.")),
    (
        "unable to open",
        N_("The database {place} cannot be opened. Check its folder's permissions."),
    ),
    (
        "not a database",
        N_("{place} is not a database of liaison, or it is damaged. Restore a backup."),
    ),
    ("malformed", N_("The database {place} is damaged. Stop working and restore a backup.")),
    ("disk i/o", N_("The disk under {place} reports an error. Nothing was saved.")),
)


def sentence(text: str, place: str) -> Message:
    """The sentence for what a driver said."""
    lowered = text.lower().replace("read-only", "readonly").replace("attempt to write a ", "")
    for sign, message in _SENTENCES:
        if sign in lowered:
            return Message(message.text, {"place": place})
    first = text.strip().splitlines()[0][:160] if text.strip() else "?"
    return N_("The database {place} does not answer: {what}", place=place, what=first)


@contextmanager
def as_refusal(place: str) -> Iterator[None]:
    """Turn the drivers' exceptions into ``Unavailable``; SQLAlchemy's keep their origin."""
    try:
        yield
    except sqlite3.Error as error:
        raise _unavailable(str(error), place) from error
    except Exception as error:
        original = getattr(error, "orig", None)
        if original is None or not type(error).__module__.startswith("sqlalchemy"):
            raise
        raise _unavailable(str(original), place) from error


def _unavailable(text: str, place: str) -> Unavailable:
    if "interrupted" in text or "statement timeout" in text:
        return TooSlow(N_("This takes too long to find. Type more of it, or narrow the list."))
    return Unavailable(sentence(text, place))
