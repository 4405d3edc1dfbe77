"""The language the product speaks: gettext's catalogues, English where nothing else is said."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import unpack_from

from core.messages import Message

LANGUAGES = ("zh", "en")
_name = "en"


class Catalogue:
    """Sentences looked up where a compiled catalogue has them, in the order of their bytes.

    Python's own reader makes two strings and a place in a dictionary of every sentence, in every
    session; one that is at rest says few of them, and all sessions share the file.
    """

    def __init__(self, data: bytes | mmap) -> None:
        self._data = data
        self._order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
        self._count, self._texts, self._said = unpack_from(f"{self._order}3I", data, 8)

    def gettext(self, text: str) -> str:
        """The translation; the text itself where there is none."""
        wanted = text.encode("utf-8", "surrogatepass")
        place = bisect_left(range(self._count), wanted, key=self._text)
        found = place < self._count and self._text(place) == wanted
        return self._at(self._said, place).decode() if found else text

    def _text(self, place: int) -> bytes:
        return self._at(self._texts, place)

    def _at(self, table: int, place: int) -> bytes:
        length, start = unpack_from(f"{self._order}2I", self._data, table + 8 * place)
        return self._data[start : start + length]


@lru_cache(maxsize=1024)
def _in(language: str, text: str) -> str:
    catalogue = _catalogue(language)
    return catalogue.gettext(text) if catalogue else text


@cache
def _catalogue(language: str) -> Catalogue | None:
    path = Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "liaison.mo"
    if not path.exists():
        return None
    with path.open("rb") as file:
        return Catalogue(mmap(file.fileno(), 0, access=ACCESS_READ))


def use(language: str) -> None:
    """Speak *language* from now on, in this process; an unknown one means English."""
    global _name
    _name = language if language in LANGUAGES else "en"


def language() -> str:
    """The code of the language that is spoken now."""
    return _name


def wanted(setting: str, environment: Mapping[str, str]) -> str:
    """The person's setting, else what LC_ALL, LC_MESSAGES or LANG ask for, else English.

    The variables are read here because a server without that locale ignores them (TRAPS).
    """
    names = [setting, *(environment.get(n, "") for n in ("LC_ALL", "LC_MESSAGES", "LANG"))]
    asked = next((name for name in names if name), "en")
    code = asked.lower().replace("-", "_").split("_")[0].split(".")[0]
    return code if code in LANGUAGES else "en"


def _(text: str, /, **values: object) -> str:
    """The sentence in the spoken language, filled in; messages among the values too."""
    spoken = _in(_name, text)
    return spoken.format(**{n: _said(v) for n, v in values.items()}) if values else spoken


def say(message: Message) -> str:
    """A message of the core in the spoken language."""
    return _(message.text, **message.values)


def said_in(code: str, message: Message) -> str:
    """A message without values in the language of this code, whatever is spoken now."""
    return _in(code if code in LANGUAGES else "en", message.text)


def _said(value: object) -> object:
    return say(value) if isinstance(value, Message) else value
