"""Initials of Chinese titles and names, by which people find them (R3.1)."""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def initials(text: str) -> str:
    """The first letter of each syllable in Pinyin, Latin words between them as they are.

    ``618大促`` gives ``618dc``. A sign of several readings has its most usual one. Empty where
    nothing is Chinese: such a text is found by its own letters.
    """
    if not re.search(f"[{_HAN}]", text):
        return ""
    # Late: its tables are loaded piece by piece, for those who write a new title.
    from anyascii import anyascii

    letters = re.sub(f"[{_HAN}]", lambda sign: anyascii(sign[0])[:1], text)
    return " ".join(re.findall(r"[a-z0-9]+", letters.lower()))
