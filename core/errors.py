"""What a person can cause to go wrong, one class for each exit status of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.messages import N_, Message


class Refusal(Exception):
    """A thing that was not done, with a sentence that says what to do about it.

    ``field`` names the argument at fault, ``hint`` adds an example of a good answer.
    """

    kind: ClassVar[str] = "refused"

    def __init__(self, message: Message, field: str = "", hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.hint = hint


def for_example(line: Message) -> Message:
    """A hint that says its *line* is an example, so that nobody takes it for what is wrong."""
    return N_("For example: {line}", line=line)


class RuleViolation(Refusal):
    """A rule of the product forbids it."""

    kind = "rule"


class BadInput(Refusal):
    """The words given cannot be understood or kept."""

    kind = "usage"


class Incomplete(BadInput):
    """Several fields at once are missing or wrong; ``problems`` holds one refusal a field."""

    kind = "rule"

    def __init__(self, message: Message, problems: list[Refusal]) -> None:
        super().__init__(message, problems[0].field if problems else "")
        self.problems = problems


class Unreadable(BadInput):
    """Several arguments at once cannot be understood; ``problems`` holds one refusal each."""

    def __init__(self, problems: Sequence[Refusal]) -> None:
        first = problems[0]
        super().__init__(first.message, first.field, first.hint)
        self.problems = list(problems)


class NotPermitted(Refusal):
    """The person may see the record but not do this to it."""

    kind = "permission"


class NoSuchRecord(Refusal):
    """There is no such record, or none that the person may see: both in equal words (A8)."""

    kind = "missing"


class ChangedMeanwhile(Refusal):
    """Somebody else changed the record after it was read (D7)."""

    kind = "changed"


class Unavailable(Refusal):
    """The database cannot be used: unreachable, busy, too new, foreign or damaged."""

    kind = "database"


class TooSlow(Unavailable):
    """A question for rows took longer than anybody waits; a narrower one may not (I16)."""


class Overtaken(Unavailable):
    """A question for rows was given up, because nobody waits for it or something else does."""
