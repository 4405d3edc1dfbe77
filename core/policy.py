"""Every time limit of the product as data: how long, by which rule, from which source (R4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from enum import StrEnum
from typing import Literal

from core.errors import BadInput
from core.messages import N_, Message

Hours = Literal["clock", "working"]


class Unit(StrEnum):
    """What a span counts; only HOURS follow the setting "clock or working hours" (R4.3)."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Span:
    """A whole number of one unit, 1 to 9999; raises BadInput for any other amount."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= 9999:
            raise BadInput(
                N_("A time limit is a number from 1 to 9999, not {amount}.", amount=self.amount),
                hint=N_("For example: 24 hours, or 5 working days."),
            )

    @property
    def elapsed(self) -> timedelta:
        """The span as time between two moments; BadInput for working days, which vary."""
        if self.unit is Unit.WORKING_DAYS:
            raise BadInput(
                N_("This limit is set in working days; it needs minutes, hours or days."),
                hint=N_("For example: 24 hours, or 2 days."),
            )
        return timedelta(**{self.unit.value: self.amount})


@dataclass(frozen=True, slots=True)
class Limit:
    """A span with its reason: the SPEC's rule, the seed it comes from ("" if ours), its duty."""

    name: str
    span: Span
    rule: str
    source: str
    what: Message


def _minutes(amount: int) -> Span:
    return Span(amount, Unit.MINUTES)


def _hours(amount: int) -> Span:
    return Span(amount, Unit.HOURS)


def _days(amount: int) -> Span:
    return Span(amount, Unit.DAYS)


def _working_days(amount: int) -> Span:
    return Span(amount, Unit.WORKING_DAYS)


_ALL = (
    Limit("first_response", _hours(2), "R4.1", "S0", N_("Give a first response")),
    Limit("first_response_urgent", _minutes(30), "R4.1", "S0", N_("Respond to an urgent request")),
    Limit("first_plan_urgent", _hours(2), "R4.1", "S0", N_("Give a first plan for an urgent one")),
    Limit("written_record", _hours(24), "R4.1", "", N_("Write down what was said by phone")),
    Limit("acknowledge", _hours(24), "R3.4", "S4", N_("Acknowledge the dispatch, or object")),
    Limit("acknowledge_head", _hours(4), "R3.4", "", N_("Let the head see to a late one first")),
    Limit("meeting_notice", _hours(24), "R5.3", "S4", N_("Announce a meeting")),
    Limit("kickoff_notice", _days(2), "R5.3", "S1", N_("Announce a kick-off, with materials")),
    Limit("kickoff_length", _minutes(60), "R5.2", "S1", N_("End the kick-off")),
    Limit("block_warning", _minutes(1), "R5.5", "", N_("Warn before an agenda block ends")),
    Limit("minutes", _hours(24), "R5.6", "S1", N_("Write the minutes")),
    Limit("plan", _hours(24), "R6.1", "S4", N_("Submit the coordination plan")),
    Limit("answer", _hours(48), "R6.2", "S4", N_("Answer the plan")),
    Limit("remind_owner", _days(3), "R7.2", "S4", N_("Remind the owner before a task's finish")),
    Limit("remind_lead", _days(1), "R7.2", "S4", N_("Remind the lead and the coordinator")),
    Limit("remind_node", _days(1), "R7.2", "S0", N_("Remind the owner of a process node")),
    Limit("update_silence", _hours(24), "R7.2", "S4", N_("Hear of a task again")),
    Limit("cycle", _days(14), "R7.6", "S3", N_("Close a cycle with its short retrospective")),
    Limit("retrospective", _working_days(5), "R10.1", "S4", N_("Hold the retrospective")),
    Limit("settle_general", _working_days(1), "R12.1", "S0", N_("Settle a general conflict")),
    Limit("settle_moderate", _working_days(3), "R12.1", "S0", N_("Settle a moderate conflict")),
    Limit("settle_major", _working_days(5), "R12.1", "S0", N_("Settle a major conflict")),
    Limit("settle_sudden", _hours(48), "R12.2", "S3", N_("Settle a sudden conflict of any level")),
    Limit("notice_confirmation", _hours(24), "R13.2", "S0", N_("Confirm a key notice")),
    Limit("public_freshness", _hours(24), "R13.3", "S0", N_("Renew public information")),
)

LIMITS: dict[str, Limit] = {limit.name: limit for limit in _ALL}

# Wall-clock times of the organisation's zone: daily updates (R7.1, S4), stand-up (R5.1, S3).
UPDATE_HOUR = time(17)
STANDUP_HOUR = time(10)

# The kick-off's timed blocks: key, minutes, name (R5.2, S1).
KICKOFF_BLOCKS: tuple[tuple[str, int, Message], ...] = (
    ("opening", 5, N_("Opening")),
    ("topics", 30, N_("Topics")),
    ("questions", 15, N_("Questions and conflict resolution")),
    ("conclusions", 10, N_("Conclusions")),
)

# Liaisons of a department (R1.2, S0), and members it sends to a project team (R1.4, S0).
LIAISONS_AT_MOST = 2
TEAM_MEMBERS_AT_MOST = 2

# Objections to leading a request after which management hears of it (R3.4; ours).
BOUNCES_AT_MOST = 2

# A file kept with a request, in octets, and how many of them (R2.2): they lie in the database.
FILE_AT_MOST = 10 * 1024 * 1024
FILES_AT_MOST = 20

# Words that leave a line open, until an organisation adds or removes some (R2.5, S4).
VAGUE_WORDS = (
    "尽快", "尽早", "配合", "支持一下", "协助一下", "帮忙", "适当", "及时", "相关", "若干", "有空",
    "asap", "as soon as possible", "help out", "support", "assist", "cooperate", "soon",
    "when possible", "some", "various", "as needed", "etc",
)  # fmt: skip

# What numbers begin with, whatever the type, until an organisation sets it (R2.3, S4).
PREFIX = "XMBG"


def vague_words(changes: Iterable[str]) -> tuple[str, ...]:
    """The words as an organisation has changed them: one more, or with ``-`` before it one less.

    Raises BadInput for an empty word and for one to be taken out that is not there.
    """
    words = dict.fromkeys(VAGUE_WORDS)
    for change in changes:
        word = " ".join(change.removeprefix("-").casefold().split())
        if not word:
            raise BadInput(N_("A word that leaves things open has at least one letter."))
        if not change.startswith("-"):
            words[word] = None
        elif word not in words:
            raise BadInput(
                N_('"{word}" is not among the words.', word=word),
                hint=N_("Choose one of: {names}", names=", ".join(words)),
            )
        else:
            del words[word]
    return tuple(words)


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules as this organisation has set them; BadInput for a setting that cannot be.

    ``prefixes`` go by request type (R2.3). ``self_approval`` lets people approve their own work,
    for a single-person installation. ``vague_words`` are pointed at in detail lines (R2.5).
    ``sign_off_required`` keeps a form without its head's signature from being dispatched (R2.2);
    after ``bounces_at_most`` objections to leading, management hears of each (R3.4). With
    ``second_coordinator`` one coordinator proposes a role of the organisation, another confirms.
    """

    overrides: Mapping[str, Span] = field(default_factory=dict)
    hours: Hours = "clock"
    prefixes: Mapping[str, str] = field(default_factory=dict)
    self_approval: bool = False
    vague_words: tuple[str, ...] = VAGUE_WORDS
    sign_off_required: bool = False
    bounces_at_most: int = BOUNCES_AT_MOST
    second_coordinator: bool = False

    def __post_init__(self) -> None:
        for name in self.overrides:
            if name not in LIMITS:
                raise BadInput(
                    N_('There is no time limit called "{name}".', name=name),
                    hint=N_("Choose one of: {names}", names=", ".join(LIMITS)),
                )
        if self.bounces_at_most < 1:
            raise BadInput(N_("A number of times is at least 1."), "bounces_at_most")
        for prefix in self.prefixes.values():
            # It becomes part of file names and of what people type.
            if not (prefix.isascii() and prefix.isalnum() and prefix.isupper()):
                raise BadInput(
                    N_('A number cannot begin with "{prefix}".', prefix=prefix),
                    hint=N_("Use capital letters and digits, for example: XMBG."),
                )

    def __getitem__(self, name: str) -> Span:
        """Return the span in force; KeyError for a name that is not in LIMITS."""
        return self.overrides.get(name, LIMITS[name].span)

    def elapsed(self, name: str) -> timedelta:
        """Return the span in force as time between two moments, such as a notice (R5.3)."""
        return self[name].elapsed

    def limit(self, name: str) -> Limit:
        """Return the limit with the span in force, and the rule and source of its default."""
        return replace(LIMITS[name], span=self[name])

    def prefix(self, request_type: str) -> str:
        """Return what the numbers of requests of this type begin with (R2.3)."""
        return self.prefixes.get(request_type, PREFIX)
