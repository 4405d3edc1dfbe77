"""Text that enters is refused or made plain; text that is shown can do nothing but be read."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby, islice

from core.errors import BadInput
from core.messages import N_, Message

# What is refused wherever text enters, by the name a person is given for it.
_REFUSED: tuple[tuple[Message, str], ...] = (
    (N_("a NUL character"), "\x00"),
    (N_("an escape character"), "\x1b"),
    (N_("a control character"), "\x01-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffe\uffff"),
    (N_("half of a character"), "\ud800-\udfff"),
    (N_("a line separator"), "\u2028\u2029"),
    (N_("a character that turns the direction of the text"), "\u202a-\u202e\u2066-\u2069"),
    (N_("a hidden tag character"), "\U000e0000-\U000e007f"),
)
_LINE_BREAK = (N_("a line break"), "\n")
# Letters, joiners and selectors nobody sees: two names that look the same must be the same.
_UNSEEN = (
    N_("an invisible character"),
    (
        "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u3164"
        "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0100-\U000e01ef"
    ),
)
_IN_TEXT = re.compile("[" + "".join(chars for _, chars in _REFUSED) + "]")
_IN_NAMES = re.compile(_IN_TEXT.pattern[:-1] + _UNSEEN[1] + "]")

# Emoji and the signs they are joined with; exact enough to tell a family from a trick.
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"

HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    f"|\u200d(?![{_EMOJI}])|(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d"
)
"""Every character that must not reach a screen as it is (I1, I2): controls, format characters,
surrogates; of the zero-width joiners only those between two emoji are left alone."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_MARKS_ON_A_LETTER = 30  # as Unicode's stream-safe text has it
_SHOWN_BEFORE = 12


def clean(
    text: str, *, limit: int, field: str = "", lines: bool = False, name: bool = False
) -> str:
    """Text as it is kept (D24, I1, I2): NFC, no outer white space, at most *limit* characters.

    A tab becomes a space; line breaks become LF with *lines*. Raises ``BadInput`` for
    characters that could act or hide, with *name* (names, codes) for every invisible one too.
    """
    text = _composed(text, field)
    if name or not text.isprintable():
        text = text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
        if found := (_IN_NAMES if name else _IN_TEXT).search(text):
            raise _refusal(found, field)
    text = text.strip()
    if not lines and (found := re.search("\n", text)):
        raise _refusal(found, field)
    if (count := len(text)) > limit:
        message = N_(
            "Too long: {count} characters, and {limit} fit. Take out {over}.",
            count=count, limit=limit, over=count - limit,
        )  # fmt: skip
        raise BadInput(message, field)
    return text


def readable(text: str) -> tuple[str, tuple[Message, ...]]:
    """*text* without what :func:`clean` refuses wherever it stands, and the names of that."""
    if text.isprintable() or not _IN_TEXT.search(text):
        return text, ()
    found = {char for char in text if _IN_TEXT.match(char)}
    names = (name for name, chars in _REFUSED if any(re.match(f"[{chars}]", c) for c in found))
    return _IN_TEXT.sub("", text), tuple(names)


def _composed(text: str, field: str) -> str:
    """NFC, which takes a second for 40,000 accents on one letter: refused beyond 30."""
    if unicodedata.is_normalized("NFC", text):
        return text
    for is_mark, marks in groupby(text, key=lambda char: unicodedata.combining(char) > 0):
        if is_mark and len(list(islice(marks, _MARKS_ON_A_LETTER + 1))) > _MARKS_ON_A_LETTER:
            raise BadInput(N_("Take out the accents piled on one letter."), field)
    return unicodedata.normalize("NFC", text)


def _refusal(found: re.Match[str], field: str) -> BadInput:
    kinds = (*_REFUSED, _LINE_BREAK, _UNSEEN)
    what = next(kind for kind, chars in kinds if re.match(f"[{chars}]", found[0]))
    before = found.string[max(0, found.start() - _SHOWN_BEFORE) : found.start()]
    where = N_("after “{before}”", before=safe(before)) if before else N_("at the start")
    return BadInput(N_("Take out {what} {where}.", what=what, where=where), field)


def safe(text: str, *, lines: bool = False) -> str:
    """*text* for a screen, a log line or a file name, one character for one (I1, I2).

    Controls are seen as their pictures (``␛``), what is invisible or turns the text as U+FFFD;
    LF stays one only with *lines*. Safe text comes back unchanged.
    """
    if text.isprintable():
        return text
    if lines:
        return "\n".join(map(safe, text.split("\n")))
    return HIDDEN.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else _REPLACEMENT


def shorten(text: str, limit: int) -> str:
    """*text* on one line, at most *limit* characters long, with ``…`` where it was cut.

    Runs of white space become one space; no accent or emoji is cut off its base.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    end = limit - 1
    while end and _joined(text[end - 1], text[end]):
        end -= 1
    return text[: end or limit - 1].rstrip() + "…"


def _joined(left: str, right: str) -> bool:
    joiner = "\N{ZERO WIDTH JOINER}"
    is_skin = "\U0001f3fb" <= right <= "\U0001f3ff"
    return joiner in (left, right) or is_skin or unicodedata.category(right).startswith("M")
