"""What the organisation and the person have set: two TOML files, read and checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import BadInput
from core.messages import N_, Message
from core.text import safe, shorten

if TYPE_CHECKING:
    from core.policy import Hours, Span

ORGANISATION = Path("/etc/liaison/settings.toml")
SCREENS = ("today", "intake", "assignment", "meetings", "board", "conflicts", "people")
PERSONAL = frozenset({"language", "database", "opening", "theme", "answers_folder", "keys"})
A_TIME_LIMIT = N_("24 hours, 30 minutes, 2 days, 5 working days")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; empty ``language`` and ``database`` mean the usual ones.

    ``limits`` are spans by the names of ``core.policy``, ``vague_words`` change the list there;
    ``keys`` are keys by binding id.
    """

    language: str = ""
    database: str = ""
    opening: str = "today"
    zone: str = "Asia/Shanghai"
    country: str = "CN"
    extra_working: frozenset[date] = frozenset()
    extra_free: frozenset[date] = frozenset()
    opens: time = time(9)
    closes: time = time(18)
    hours: Hours = "clock"
    prefixes: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Span] = field(default_factory=dict)
    self_approval: bool = False
    second_coordinator: bool = False
    sign_off_required: bool = False
    bounces_at_most: int = 2
    vague_words: tuple[str, ...] = ()
    answers_folder: str = ""
    theme: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)


def personal_file(environment: Mapping[str, str]) -> Path:
    """Where a person's own settings lie."""
    base = environment.get("XDG_CONFIG_HOME", "")
    folder = Path(base) if base.startswith("/") else Path("~/.config").expanduser()
    return folder / "liaison" / "settings.toml"


def load(organisation: Path | None = None, person: Path | None = None) -> Settings:
    """The organisation's settings with the person's own laid over them.

    A person sets their own language, theme, opening screen, keys and database; everything else
    only where no organisation has spoken. Raises ``BadInput`` naming the file and the key.
    """
    organisation = organisation or ORGANISATION
    person = person or personal_file(os.environ)
    theirs, own = _read(organisation), _read(person)
    settings = _laid_over(Settings(), theirs or {}, organisation)
    if theirs is not None and (beyond := sorted(own.keys() - PERSONAL if own else ())):
        raise BadInput(
            N_("{file}: only the organisation sets {key}.", file=_shown(person), key=beyond[0]),
            beyond[0],
            N_("It is set in {file}.", file=_shown(organisation)),
        )
    return _laid_over(settings, own or {}, person)


def _read(file: Path) -> dict[str, Any] | None:
    """The file's table, or None where there is no such file."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from error
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> BadInput:
    reason = getattr(error, "strerror", None) or shorten(str(error), 120)
    return BadInput(
        N_("The settings {file} cannot be read: {reason}.", file=_shown(file), reason=safe(reason)),
        hint=N_('It is a TOML file of lines like: language = "zh"'),
    )


def _laid_over(settings: Settings, table: Mapping[str, Any], file: Path) -> Settings:
    given = {key: _value(key, value, file) for key, value in table.items()}
    laid = replace(settings, **given)
    if not laid.opens < laid.closes:
        raise _wrong(file, "closes", f"{laid.closes:%H:%M}", N_("a time after it opens"))
    return laid


def _value(key: str, value: object, file: Path) -> Any:
    if key not in READERS:
        raise BadInput(
            N_("{file}: there is no setting {key}.", file=_shown(file), key=safe(key)),
            hint=N_("Choose one of: {names}", names=", ".join(READERS)),
        )
    read, allowed = READERS[key]
    try:
        return read(value)
    except BadInput as error:
        raise BadInput(
            N_("{file}: {key}: {fault}", file=_shown(file), key=key, fault=error.message),
            key,
            error.hint or allowed,
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise _wrong(file, key, value, allowed) from error


def _wrong(file: Path, key: str, value: object, allowed: Message) -> BadInput:
    shown = safe(shorten(str(value), 60))
    return BadInput(
        N_("{file}: {key} cannot be {value}.", file=_shown(file), key=key, value=shown),
        key,
        N_("Allowed: {allowed}", allowed=allowed),
    )


def _shown(file: Path) -> str:
    return safe(str(file))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise TypeError
    return value


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError
        return str(value)

    return read


def _zone(value: object) -> str:
    from core.worktime import WorkTime

    return WorkTime.require_zone(_text(value)).key


def _country(value: object) -> str:
    code = _text(value)
    if not (len(code) == 2 and code.isascii() and code.isupper()):
        raise ValueError
    return code


def _clock(value: object) -> time:
    clock = value if isinstance(value, time) else time.fromisoformat(_text(value))
    if clock.tzinfo or clock.second or clock.microsecond:
        raise ValueError
    return clock


def _days(value: object) -> frozenset[date]:
    if not isinstance(value, list):
        raise TypeError
    return frozenset(_day(one) for one in value)


def _day(value: object) -> date:
    if isinstance(value, datetime):
        raise TypeError
    return value if isinstance(value, date) else date.fromisoformat(_text(value))


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _times(value: object) -> int:
    if type(value) is not int or not 1 <= value <= 99:
        raise ValueError
    return value


def _table(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    return {name: _text(one) for name, one in value.items()}


def _prefixes(value: object) -> Mapping[str, str]:
    from core.model.request import RequestType
    from core.policy import Policy

    return Policy(prefixes={RequestType(k).value: v for k, v in _table(value).items()}).prefixes


def _words(value: object) -> tuple[str, ...]:
    from core.policy import vague_words

    if not isinstance(value, list):
        raise TypeError
    changes = tuple(_text(one) for one in value)
    vague_words(changes)
    return changes


def _limits(value: object) -> Mapping[str, Span]:
    from core.policy import Policy

    return Policy(overrides={name: _span(text) for name, text in _table(value).items()}).overrides


def _span(text: str) -> Span:
    from core.policy import Span, Unit

    amount, _, unit = text.strip().partition(" ")
    units = {name.value.replace("_", " "): name for name in Unit}
    named = unit.strip().lower().replace("_", " ")
    return Span(int(amount), units[named if named.endswith("s") else f"{named}s"])


READERS: dict[str, tuple[Callable[[Any], Any], Message]] = {
    "language": (_one_of("zh", "en"), N_("zh or en")),
    "database": (_text, N_("the path of a file, or a postgresql:// address")),
    "opening": (_one_of(*SCREENS), N_("one of the words {names}", names=", ".join(SCREENS))),
    "zone": (_zone, N_("Asia/Shanghai, Europe/Berlin or another IANA name")),
    "country": (_country, N_("a country's two capital letters, for example CN")),
    "extra_working": (_days, N_("a list of days, for example [2026-10-10]")),
    "extra_free": (_days, N_("a list of days, for example [2026-10-10]")),
    "opens": (_clock, N_('a time, for example "09:00"')),
    "closes": (_clock, N_('a time, for example "18:00"')),
    "hours": (_one_of("clock", "working"), N_("clock or working")),
    "prefixes": (_prefixes, N_("capital letters by type: project, resource, issue, process")),
    "limits": (_limits, A_TIME_LIMIT),
    "self_approval": (_yes_or_no, N_("true or false")),
    "second_coordinator": (_yes_or_no, N_("true or false")),
    "sign_off_required": (_yes_or_no, N_("true or false")),
    "bounces_at_most": (_times, N_("a whole number from 1 to 99")),
    "vague_words": (_words, N_('words to add, or with - to leave out: ["尽量", "-some"]')),
    "answers_folder": (_text, N_("the path of a folder")),
    "theme": (_text, N_("the name of a theme")),
    "keys": (_table, N_("keys by the id of what they do; see: liaison keys")),
}
