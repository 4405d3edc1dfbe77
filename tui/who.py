"""Who sits at the keyboard, as the operating system says it; the environment is not asked (A3)."""

from __future__ import annotations

import os
import pwd
from pathlib import Path


def os_user() -> str:
    """The name of the real user id; the id itself where the system knows no name for it."""
    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def full_name() -> str:
    """The name the account was given for people to read, or nothing."""
    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0].strip()
    except KeyError:
        return ""


def owns(place: str) -> bool:
    """Whether the database is this user's own: its file, or a server whose address they hold.

    A file that is not there yet will be theirs.
    """
    if "://" in place:
        return True
    try:
        return os.stat(Path(place).expanduser()).st_uid == os.getuid()
    except FileNotFoundError:
        return True
    except OSError:
        return False
