"""Which release this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def number() -> str:
    """The version of the installed program; of a bare checkout nobody can tell."""
    try:
        return version("liaison")
    except PackageNotFoundError:
        return "0+checkout"
