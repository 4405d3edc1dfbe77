"""Lines of a form as people type them: details, agenda blocks, attendees, tasks, risks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core import separated
from core.commands.base import Kind
from core.line_forms import FORMS, NEXT_DETAIL
from core.tidy import tidy

if TYPE_CHECKING:
    from core.lines import Context


def read_line(kind: Kind, line: str, context: Context) -> Any:
    """The one value on a clean line; ``BadInput`` says what is wrong with it."""
    return tidy(FORMS[kind][0](line, context))


def read_lines(kind: Kind, text: str, context: Context) -> tuple[Any, ...]:
    """The values of several lines; ``BadInput`` names the line."""
    values = separated.each(
        _pieces(kind, text), lambda line: (read_line(kind, line, context),) if line else ()
    )
    return tuple(dict.fromkeys(values)) if kind is Kind.ATTENDEES else values


def write(kind: Kind, value: Any) -> str:
    """The text that :func:`read_line` or :func:`read_lines` reads back to an equal value."""
    line = FORMS[kind][1]
    if not isinstance(value, tuple | list):
        return line(value)
    return (", " if kind is Kind.ATTENDEES else "\n").join(map(line, value))


def _pieces(kind: Kind, text: str) -> Sequence[str]:
    lines = separated.lines(text)
    if kind is Kind.ATTENDEES:
        pieces = (piece for line in lines for piece in re.split(f"[{separated.LISTED}]", line))
        return [piece.strip() for piece in pieces]
    if kind is Kind.DETAILS:
        pieces = (piece for line in lines for piece in separated.split(line, ";；", NEXT_DETAIL))
        return [piece.rstrip(";； ") for piece in pieces]
    return lines
