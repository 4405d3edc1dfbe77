"""Finds what a person would read and no catalogue has: words outside of ``N_()`` and ``_()``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.catalogues import HOUSE, MARK

# Calls that show what they are given, by the name of the function or class.
SINKS = re.compile(
    r"Static|Label|Content|Text|Cell|Column|Binding|Input|Option|View|Finding|Table|"
    r"Message|RuleViolation|BadInput|NotPermitted|NoSuchRecord|ChangedMeanwhile|Unavailable|"
    r"Incomplete|Refusal|notify|tell_done|show_status|say_fault|set_status|fault|update|append|"
    r"assemble|add_column|add_row|title|pair|section|line|print|write|complain|from_markup"
)
SHOWN = frozenset({"placeholder", "title", "label", "description", "tooltip", "subtitle", "help"})
# Errors of programmers, not of people: they end in the log.
INTERNAL = frozenset({"ValueError", "TypeError", "KeyError", "AssertionError", "RuntimeError"})
SEVERAL_WORDS = re.compile(r"(?<![^\W_])[^\W\d_]{2,}[,;:.]? [^\W\d_]{2,}(?![^\W_])")
ONE_WORD = re.compile(r"[A-Z][a-z]+[.:!…]?")
CHINESE = re.compile(r"[\u3400-\u9fff\uff01-\uff5e]")


class Bare(NamedTuple):
    """A text that is said without a catalogue."""

    line: int
    text: str


def bare_words(source: str | bytes) -> list[Bare]:
    """Every text in a module that a person would read untranslated."""
    return sorted(set(_Scan().found_in(ast.parse(source))))


class _Scan:
    pass
