"""Sentences for people, kept apart from the language they are said in."""

from __future__ import annotations

from collections.abc import Mapping


class Message:
    """A translatable sentence with its values: the edge of the house translates, then fills in.

    Values may be messages themselves; ``str()`` gives the English sentence.
    """

    __slots__ = ("text", "values")

    def __init__(self, text: str, values: Mapping[str, object] | None = None) -> None:
        self.text = text
        self.values = dict(values or {})

    def __str__(self) -> str:
        return self.text.format(**self.values) if self.values else self.text

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return (self.text, self.values) == (other.text, other.values)

    def __hash__(self) -> int:
        return hash(self.text)


def N_(text: str, /, **values: object) -> Message:
    """Mark *text* for the catalogues and carry its values along, translating nothing."""
    return Message(text, values)


def pack(values: Mapping[str, object]) -> dict[str, object]:
    """Values as JSON can hold them, messages among them kept translatable."""
    return {
        name: {"text": value.text, "values": pack(value.values)}
        if isinstance(value, Message)
        else value
        if isinstance(value, int)
        else str(value)
        for name, value in values.items()
    }


def unpack(values: Mapping[str, object]) -> dict[str, object]:
    """What :func:`pack` packed."""
    return {
        name: Message(str(value["text"]), unpack(value["values"]))
        if isinstance(value, dict)
        else value
        for name, value in values.items()
    }
