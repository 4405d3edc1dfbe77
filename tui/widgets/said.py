"""Texts that come when they come: after a database, a file, somebody else's work."""

from __future__ import annotations

from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Static


def put(inside: DOMNode, name: str, text: str | Content) -> None:
    """Write into what a selector names, where it is there still.

    What was read may arrive while its screen is left, which loses its parts one by one.
    """
    for part in inside.query(name).results(Static):
        part.update(text if isinstance(text, Content) else Content(text))
