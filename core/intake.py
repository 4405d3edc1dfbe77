"""Whether a request says enough to be worked on: completeness and vagueness (R2.4, R2.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import Incomplete, Refusal, RuleViolation, for_example
from core.messages import N_, Message
from core.model.request import Detail, Override, Request, RequestType
from core.policy import VAGUE_WORDS as VAGUE_WORDS

FOUR_QUESTIONS = N_("Say who does what, how much of it, by when and to what standard.")


@dataclass(frozen=True, slots=True)
class Flag:
    """A place in the form that is too vague; ``excerpt`` is what stands there.

    ``rewrite`` is the line as it could stand there, with what is left to say in brackets.
    """

    field: str
    excerpt: str
    hint: Message
    rewrite: Message


def problems(request: Request, today: date) -> list[Refusal]:
    """Everything that keeps the request from being submitted, field by field (R2.4)."""
    found = [*_missing(request), *_departments(request), *_details(request, today)]
    if request.expected and request.expected < today:
        found.append(
            RuleViolation(
                N_("The expected date {day} is in the past.", day=request.expected.isoformat()),
                "expected",
                N_("A day from today on: 2026-12-20, +10d, next fri"),
            )
        )
    if request.type is RequestType.RESOURCE:
        found += _resource(request, today)
    return found


def require_complete(request: Request, today: date) -> None:
    """Raise ``Incomplete`` with every problem at once."""
    found = problems(request, today)
    if found:
        raise Incomplete(found[0].message, found)


def flags(request: Request, words: Sequence[str] = VAGUE_WORDS) -> list[Flag]:
    """Detail lines that say neither how much nor by when, or lean on empty *words* (R2.5)."""
    return [
        Flag(f"details[{place}]", detail.what, hint, rewrite(detail, request.expected, words))
        for place, detail in enumerate(request.details)
        if (hint := vagueness(detail, words))
    ]


def overridden(request: Request, by: str, words: Sequence[str]) -> tuple[Override, ...]:
    """What is pointed at in a request that *by* sends in all the same (R2.5)."""
    return tuple(
        Override(field=f"details[{place}]", excerpt=detail.what, word=word or "", by=by)
        for place, detail in enumerate(request.details)
        if (word := _leaves_open(detail, words)) is not None
    )


def vagueness(detail: Detail, words: Sequence[str] = VAGUE_WORDS) -> Message | None:
    """What makes a detail line too vague to act on, or None (R2.5)."""
    word = _leaves_open(detail, words)
    return None if word is None else why_vague(word)


def why_vague(word: str) -> Message:
    """What is wrong with a line that leans on a word; without one, that it has no measure."""
    if word:
        return N_("“{word}” leaves it open. {questions}", word=word, questions=FOUR_QUESTIONS)
    return N_("It says neither how much nor by when. {questions}", questions=FOUR_QUESTIONS)


def _leaves_open(detail: Detail, words: Sequence[str]) -> str | None:
    """The word a line leans on, "" where it says neither how much nor by when, else None."""
    text = detail.what.casefold()
    spaced = f" {''.join(sign if sign.isalnum() else ' ' for sign in text)} "
    if word := next((word for word in words if _leans(text, spaced, word)), ""):
        return word
    return "" if not detail.by and not any(sign.isdigit() for sign in text) else None


def _leans(text: str, spaced: str, word: str) -> bool:
    """Chinese words anywhere, Latin ones only as whole words: *spaced* has spaces between."""
    return f" {word} " in spaced if word.isascii() else word in text


def rewrite(detail: Detail, expected: date | None, words: Sequence[str] = VAGUE_WORDS) -> Message:
    """A vague line as it could be typed: who, what, by when, and what is still to be said (R2.5).

    Its own words without the empty ones; the day is its own, else the one the request is expected.
    """
    day = detail.by or expected
    known = any(sign.isdigit() for sign in detail.what)
    return N_(
        "{department}: {what}, {open} @ {day}",
        department=detail.department,
        what=_without(detail.what, words) or N_("[what exactly?]"),
        open=N_("[to what standard?]") if known else N_("[how many? to what standard?]"),
        day=day.isoformat() if day else N_("[by when?]"),
    )


def _without(text: str, words: Sequence[str]) -> str:
    """The text without the vague words, nor the signs and blanks they leave behind."""
    for word in sorted(words, key=len, reverse=True):
        found = re.escape(word)
        text = re.sub(rf"\b{found}\b" if word.isascii() else found, " ", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+(?=[,.;:，。；：、!！])|(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)
    return " ".join(text.split()).strip(" ,.;:，。；：、!！")


def _missing(request: Request) -> Iterable[Refusal]:
    wanted = {
        "title": (
            request.title,
            N_("Give the request a title."),
            N_("618 campaign across departments"),
        ),
        "background": (
            request.background,
            N_("Say why it is done and what it is to reach."),
            N_("Raise sales during the campaign by 30 % over last year"),
        ),
        "originating_department": (
            request.originating_department,
            N_("Say which department asks."),
            N_("MKT"),
        ),
        "expected": (
            request.expected,
            N_("Give the day by which it must be done."),
            N_("2026-12-20, +10d, next fri"),
        ),
    }
    return (
        RuleViolation(why, field, for_example(example))
        for field, (value, why, example) in wanted.items()
        if not value
    )


def _departments(request: Request) -> Iterable[Refusal]:
    others = [c for c in request.involved_departments if c != request.originating_department]
    if not others and not request.other_department:
        yield RuleViolation(
            N_("Name at least one other department that has a part in it."),
            "involved_departments",
            for_example(N_("PRD, SAL, LOG")),
        )
    named = {detail.department for detail in request.details}
    for code in others:
        if code not in named:
            yield RuleViolation(
                N_("{department} is involved but has no detail line.", department=code),
                "details",
                for_example(
                    N_(
                        "{department}: three product sheets with user profiles @ +5d",
                        department=code,
                    )
                ),
            )


def _details(request: Request, today: date) -> Iterable[Refusal]:
    known = {request.originating_department, *request.involved_departments}
    for place, detail in enumerate(request.details):
        if detail.department not in known and not request.other_department:
            yield RuleViolation(
                N_(
                    "Detail {place} names {department}, which is not among the departments.",
                    place=place + 1,
                    department=detail.department,
                ),
                "details",
                N_("Add {department} to the involved departments.", department=detail.department),
            )
        if detail.by and detail.by < today:
            yield RuleViolation(
                N_(
                    "Detail {place} is due on {day}, which is in the past.",
                    place=place + 1,
                    day=detail.by.isoformat(),
                ),
                "details",
                N_("A day from today on: 2026-12-20, +10d, next fri"),
            )


def _resource(request: Request, today: date) -> Iterable[Refusal]:
    """What an application for a resource must say: without its days no clash is seen (R2.6)."""
    wish, example = (
        request.resource,
        for_example(N_("meeting room | PMO | 1 | +3d > +5d | supplier days | internal")),
    )
    if not wish:
        yield RuleViolation(
            N_("Say which resource, of which department, how many, from when to when, what for."),
            "resource",
            example,
        )
        return
    wanted = {
        N_("Say which resource is wanted, so that its owner can find it."): wish.name,
        N_("Say which department the resource belongs to: it is asked for it."): (
            wish.owner_department
        ),
        N_("Say what the resource is wanted for, so that its owner can decide."): wish.purpose,
        N_("Say from which day the resource is wanted, so that clashes are seen."): wish.start,
        N_("Say until which day the resource is wanted, so that clashes are seen."): wish.end,
    }
    yield from (RuleViolation(why, "resource", example) for why, said in wanted.items() if not said)
    if wish.quantity < 1:
        yield RuleViolation(N_("Ask for at least one."), "resource", N_("1"))
    if wish.start and wish.end and wish.end < wish.start:
        yield RuleViolation(
            N_("The resource is wanted until a day before it is wanted from."),
            "resource",
            N_("+3d > +5d"),
        )
    elif wish.end and wish.end < today:
        yield RuleViolation(
            N_("The resource is wanted for days in the past."), "resource", N_("+3d > +5d")
        )
