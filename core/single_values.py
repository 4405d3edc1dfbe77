"""Values of one word or line as people type them: codes, logins, numbers, days, yes and no."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from core.errors import BadInput
from core.messages import N_
from core.text import HIDDEN, clean, shorten

if TYPE_CHECKING:
    from core.lines import Context

MOST = 999_999_999  # what every database keeps as a number
_DAY_LIMIT = 60  # longer than any day or moment people type
_CODE_LIMIT = 60
_LOGIN_LIMIT = 60

_YES = frozenset({"yes", "y", "true", "1", "是"})
_NO = frozenset({"no", "n", "false", "0", "否"})

# A number that was allotted, or the name of a draft; logins may have a dash and digits too.
_RECORD = r"[A-Z0-9]+-[0-9]{9,}|DRAFT-[0-9]+"
_DASHES = str.maketrans("–—−", "---")


def narrow(text: str) -> str:
    """*text* with full-width letters, digits and signs made plain."""
    if text.isascii():
        return text.strip()
    # Late: unicodedata is a shared library of its own.
    from unicodedata import normalize

    return normalize("NFKC", text).strip()


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in it."""
    return not HIDDEN.sub("", text).strip()


def code(text: str) -> str:
    """A department's code in capitals; whether there is such a department is not asked here."""
    typed = clean(text, limit=_CODE_LIMIT, name=True)
    found = narrow(typed).upper()
    if not found.isalnum():
        raise BadInput(
            N_("“{typed}” is not a department's code.", typed=shorten(typed, 40)), hint=N_("PRD")
        )
    return found


def login(text: str) -> str:
    """A person's login as it is written; whether there is such a person is not asked here."""
    typed = clean(text, limit=_LOGIN_LIMIT, name=True)
    found = narrow(typed)
    if not found or re.search(r"[\s,、;|()]", found):
        raise BadInput(
            N_(
                "“{typed}” is not a login: it has no spaces, commas or brackets.",
                typed=shorten(typed, 40),
            ),
            hint=N_("wang"),
        )
    return found


def record(text: str) -> str:
    """A record's number in capitals; anything else, such as a login, as it is written."""
    found = narrow(clean(text, limit=MOST, name=True))
    number = found.translate(_DASHES).upper()
    return number if re.fullmatch(_RECORD, number) else found


def number(text: str) -> int:
    """A whole number of at most nine digits."""
    typed = narrow(text)
    if not re.fullmatch(r"[-+]?[0-9]{1,9}", typed):
        raise BadInput(
            N_("“{typed}” is not a whole number.", typed=shorten(typed, 40)), hint=N_("3")
        )
    return int(typed)


def bounded(value: int, least: int = -MOST, most: int = MOST) -> int:
    """*value* if it is from *least* to *most*."""
    if not least <= value <= most:
        raise BadInput(
            N_("A number from {least} to {most} is wanted here.", least=least, most=most)
        )
    return value


def flag(text: str) -> bool:
    """Yes or no, in either language."""
    typed = narrow(text).casefold()
    if typed not in _YES | _NO:
        raise BadInput(
            N_("“{typed}” is neither yes nor no.", typed=shorten(typed, 40)), hint=N_("yes or no")
        )
    return typed in _YES


def day(text: str, context: Context) -> date:
    """A day as people type it, seen from today."""
    from core.dates import parse_day

    typed = clean(text, limit=_DAY_LIMIT)
    return parse_day(typed, context.today, context.worktime.workdays)


def moment(text: str, context: Context) -> datetime:
    """A moment (UTC) as people type it, in the organisation's zone unless one is named."""
    from core.dates import parse_moment

    return parse_moment(clean(text, limit=_DAY_LIMIT), context.now, context.worktime)


def show_moment(value: datetime, context: Context) -> str:
    """The moment by the organisation's clocks; in UTC for an hour that they show twice (C2)."""
    local = context.worktime.local(value)
    seconds = "%H:%M:%S" if local.second else "%H:%M"
    if local.fold:
        return value.astimezone(UTC).strftime(f"%Y-%m-%d {seconds}Z")
    return local.strftime(f"%Y-%m-%d {seconds}")
