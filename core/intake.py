"""Whether a request says enough to be worked on: completeness and vagueness (R2.4, R2.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.errors import Incomplete, Refusal, RuleViolation
from core.messages import N_, Message
from core.model.request import Detail, Request, RequestType

VAGUE_WORDS = (
    "尽快", "尽早", "配合", "支持一下", "协助一下", "帮忙", "适当", "及时", "相关", "若干", "有空",
    "asap", "as soon as possible", "help out", "support", "assist", "cooperate", "soon",
    "when possible", "some", "various", "as needed", "etc",
)  # fmt: skip

FOUR_QUESTIONS = N_("Say who does what, how much of it, by when and to what standard.")


@dataclass(frozen=True, slots=True)
class Flag:
    """A place in the form that is too vague; ``excerpt`` is what stands there."""

    field: str
    excerpt: str
    hint: Message


def problems(request: Request, today: date) -> list[Refusal]:
    """Everything that keeps the request from being submitted, field by field (R2.4)."""
    found = [*_missing(request), *_departments(request), *_details(request, today)]
    if request.expected and request.expected < today:
        found.append(
            RuleViolation(
                N_("The expected date {day} is in the past.", day=request.expected.isoformat()),
                "expected",
                N_("A day from today on: 2026-12-20, +10d, 下周五"),
            )
        )
    if request.type is RequestType.RESOURCE:
        found += _resource(request)
    return found


def require_complete(request: Request, today: date) -> None:
    """Raise ``Incomplete`` with every problem at once."""
    found = problems(request, today)
    if found:
        raise Incomplete(found[0].message, found)


def flags(request: Request) -> list[Flag]:
    """Detail lines that say neither how much nor by when, or lean on empty words (R2.5)."""
    return [
        Flag(f"details[{place}]", detail.what, hint)
        for place, detail in enumerate(request.details)
        if (hint := vagueness(detail))
    ]


def vagueness(detail: Detail) -> Message | None:
    """What makes a detail line too vague to act on, or None (R2.5)."""
    text = detail.what.casefold()
    words = f" {''.join(sign if sign.isalnum() else ' ' for sign in text)} "
    word = next((word for word in VAGUE_WORDS if _leans(text, words, word)), "")
    if word:
        return N_("“{word}” leaves it open. {questions}", word=word, questions=FOUR_QUESTIONS)
    if not detail.by and not any(sign.isdigit() for sign in text):
        return N_("It says neither how much nor by when. {questions}", questions=FOUR_QUESTIONS)
    return None


def _leans(text: str, words: str, word: str) -> bool:
    """Chinese words anywhere, Latin ones only as whole words: *words* has spaces between."""
    return f" {word} " in words if word.isascii() else word in text


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
            N_("2026-12-20, +10d, 下周五"),
        ),
    }
    return (
        RuleViolation(why, field, example)
        for field, (value, why, example) in wanted.items()
        if not value
    )


def _departments(request: Request) -> Iterable[Refusal]:
    others = [c for c in request.involved_departments if c != request.originating_department]
    if not others and not request.other_department:
        yield RuleViolation(
            N_("Name at least one other department that has a part in it."),
            "involved_departments",
            N_("PRD, SAL, LOG"),
        )
    named = {detail.department for detail in request.details}
    for code in others:
        if code not in named:
            yield RuleViolation(
                N_("{department} is involved but has no detail line.", department=code),
                "details",
                N_("{department}: three product sheets with user profiles @ +5d", department=code),
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
                N_("A day from today on: 2026-12-20, +10d, 下周五"),
            )


def _resource(request: Request) -> Iterable[Refusal]:
    wish = request.resource
    if not wish or not (wish.name and wish.owner_department and wish.purpose):
        yield RuleViolation(
            N_("Say which resource, of which department, how many, from when to when, what for."),
            "resource",
            N_("meeting room | PMO | 1 | +3d > +5d | supplier days | internal"),
        )
    elif wish.quantity < 1:
        yield RuleViolation(N_("Ask for at least one."), "resource", N_("1"))
    elif wish.start and wish.end and wish.end < wish.start:
        yield RuleViolation(
            N_("The resource is wanted until a day before it is wanted from."),
            "resource",
            N_("+3d > +5d"),
        )
