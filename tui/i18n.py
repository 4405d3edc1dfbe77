"""The language the product speaks: catalogues by gettext, English where nothing else is said."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from pathlib import Path

from core.messages import Message

LANGUAGES = ("zh", "en")
_CATALOGUES = Path(__file__).parent / "locale"
_spoken: gettext.NullTranslations = gettext.NullTranslations()
_name = "en"


def use(language: str) -> None:
    """Speak *language* from now on, in this process; an unknown one means English."""
    global _spoken, _name
    _name = language if language in LANGUAGES else "en"
    _spoken = gettext.translation("liaison", _CATALOGUES, [_name], fallback=True)


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
    spoken = _spoken.gettext(text)
    return spoken.format(**{n: _said(v) for n, v in values.items()}) if values else spoken


def say(message: Message) -> str:
    """A message of the core in the spoken language."""
    return _(message.text, **message.values)


def said_in(code: str, message: Message) -> str:
    """A message without values in the language of this code, whatever is spoken now."""
    return gettext.translation("liaison", _CATALOGUES, [code], fallback=True).gettext(message.text)


def _said(value: object) -> object:
    return say(value) if isinstance(value, Message) else value
