"""Verbs between requests: link, unlink, split, merge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from core import lifecycle
from core.commands.base import Kind, arg, command, no_such, reason
from core.commands.dispatch import responded
from core.commands.parts import (
    OnRequest,
    not_reviewing_own,
    start_clock,
    stop_clock,
    tell_department,
    visible,
)
from core.commands.request import discussion
from core.errors import BadInput, RuleViolation
from core.messages import N_, Message
from core.model.desk import DeadlineKind
from core.model.request import (
    Detail,
    Link,
    LinkKind,
    Request,
    RequestState,
    RequestType,
)

if TYPE_CHECKING:
    from core.ports import UnitOfWork

S = RequestState
# Before there is a plan that a merged part would not be in.
TAKES_IN = (S.SUBMITTED, S.DISPATCHED, S.OBJECTED, S.COORDINATING)
EITHER_WAY = frozenset({LinkKind.RELATES})


class Relation(StrEnum):
    """The kinds of link that people set themselves."""

    RELATES = "relates"
    BLOCKS = "blocks"
    DUPLICATES = "duplicates"


RELATION_LABELS = {
    Relation.RELATES: N_("relates to"),
    Relation.BLOCKS: N_("blocks"),
    Relation.DUPLICATES: N_("duplicates"),
}


@command
class BesideRequest(OnRequest):
    """A command about a request and another one, which the person must see as well (A8)."""

    to: str = arg(N_("Other request"), Kind.RECORD)

    def other(self, uow: UnitOfWork, subject: Request) -> Request:
        """The other request; a draft is none yet."""
        other = visible(uow, self.to)
        if not other.number:
            raise no_such(self.to)
        if not subject.number:
            lifecycle.require(subject, *(set(RequestState) - {S.DRAFT}))
        if other.id == subject.id:
            raise RuleViolation(N_("That is the same request."), "to")
        return other


@command
class LinkRequests(BesideRequest):
    """Say how a request stands to another one; both show it to those who see both."""

    verb: ClassVar[str] = "request link"
    label: ClassVar[Message] = N_("Link to another request")
    keys: ClassVar[Mapping[str, str]] = {"intake": "L", "assignment": "L"}
    undoable: ClassVar[bool] = True

    kind: Relation = arg(
        N_("How it stands to it"), Kind.CHOICE, choices=Relation, default=Relation.RELATES
    )

    def run(self, uow: UnitOfWork, subject: Request) -> Link:
        other = self.other(uow, subject)
        kind = LinkKind(self.kind.value)
        ways = [*between(uow, subject, other), *between(uow, other, subject)]
        if any(link.kind is kind for link in ways):
            raise RuleViolation(
                N_("{number} and {other} are linked like that already.",
                   number=subject.number, other=other.number), "to",
            )  # fmt: skip
        return _linked(uow, subject, other, kind)


@command
class UnlinkRequests(BesideRequest):
    """Take the links between two requests away; what was split or merged stays so."""

    verb: ClassVar[str] = "request unlink"
    label: ClassVar[Message] = N_("Take a link away")
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        other = self.other(uow, subject)
        links = [*between(uow, subject, other), *between(uow, other, subject)]
        own = [link for link in links if link.kind.value in set(Relation)]
        if not own:
            raise RuleViolation(
                N_("There is no link between {number} and {other} that could be taken away.",
                   number=subject.number, other=other.number), "to",
            )  # fmt: skip
        for link in own:
            uow.save(replace(link, void=True))
        return subject


def between(uow: UnitOfWork, request: Request, other: Request) -> list[Link]:
    """The links from one request to another, in this direction."""
    return uow.find(Link, request=request.number, other=other.number, void=False)


def _linked(uow: UnitOfWork, request: Request, other: Request, kind: LinkKind) -> Link:
    return uow.add(
        Link(
            request=request.number, other=other.number, kind=kind, by=uow.actor.login, at=uow.now
        )
    )  # fmt: skip


@command
class SplitRequest(OnRequest):
    """Make a request of its own from some of the detail lines; the first one keeps the rest."""

    verb: ClassVar[str] = "request split"
    label: ClassVar[Message] = N_("Split")
    keys: ClassVar[Mapping[str, str]] = {"intake": "t"}
    undoable: ClassVar[bool] = True

    lines: tuple[str, ...] = arg(
        N_("Numbers of the detail lines that go"), Kind.WORDS, example=N_("2, 3")
    )
    title: str = arg(N_("Title of the new one"), default="", limit=120)
    reason: str = reason(N_("Reason"), default="")

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require(subject, S.SUBMITTED, S.OBJECTED)
        not_reviewing_own(uow, subject)
        if subject.type is RequestType.RESOURCE:
            raise RuleViolation(N_("A resource application asks for one thing; it stays whole."))
        going = self._places(subject)
        first = responded(uow, _left_with(subject, _picked(subject, going, keep=True)))
        second = self._second(uow, first, _picked(subject, going, keep=False))
        for part in (first, second):
            _require_parts(part)
        uow.save(first)
        made = uow.add(second)
        _linked(uow, made, first, LinkKind.SPLIT)
        if made.urgent:
            start_clock(
                uow, DeadlineKind.FIRST_PLAN, made.number, uow.policy["first_plan_urgent"],
                request=made.number, role="coordinator", is_first=True,
            )  # fmt: skip
        text = N_("{number} was split; {other} is part of it now: {title}",
                  number=first.number, other=made.number, title=made.title)  # fmt: skip
        uow.tell(first.originator, made.number, text, why=self.reason)
        return made

    def _places(self, subject: Request) -> frozenset[int]:
        words = [word for text in self.lines for word in text.split()]
        there = len(subject.details)
        for word in words:
            if not (word.isascii() and word.isdecimal() and 1 <= int(word[:6]) <= there):
                raise BadInput(
                    N_("There is no detail line {place}; there are {count}.",
                       place=word[:20], count=there), "lines", N_("2, 3"),
                )  # fmt: skip
        return frozenset(int(word) for word in words)

    def _second(self, uow: UnitOfWork, first: Request, lines: tuple[Detail, ...]) -> Request:
        number = uow.number(uow.policy.prefix(first.type))
        fresh = replace(
            first, id=0, version=0, number=number, title=self.title or first.title,
            state=S.SUBMITTED, lead_department="", lead_reason="", reason="", bounces=0,
            rulings=(), source="", dispatched_at=None, other_department="",
        )  # fmt: skip
        involved = dict.fromkeys(line.department for line in lines)
        involved.pop(first.originating_department, None)
        return replace(fresh, details=lines, involved_departments=tuple(involved))


def _picked(request: Request, going: frozenset[int], *, keep: bool) -> tuple[Detail, ...]:
    return tuple(line for place, line in enumerate(request.details, 1) if (place in going) != keep)


def _left_with(request: Request, lines: tuple[Detail, ...]) -> Request:
    """The request with fewer lines, without the departments that lost their last one."""
    gone = {line.department for line in request.details} - {line.department for line in lines}
    involved = tuple(code for code in request.involved_departments if code not in gone)
    return replace(request, details=lines, involved_departments=involved)


def _require_parts(part: Request) -> None:
    others = [c for c in part.involved_departments if c != part.originating_department]
    if not part.details or not (others or part.other_department):
        raise RuleViolation(
            N_("Both parts need a detail line and another department that has one."),
            "lines",
            N_("2, 3"),
        )


@command
class MergeRequest(OnRequest):
    """Close a request whose lines, departments and discussion another one takes over."""

    verb: ClassVar[str] = "request merge"
    label: ClassVar[Message] = N_("Merge into another request")
    keys: ClassVar[Mapping[str, str]] = {"intake": "m"}
    undoable: ClassVar[bool] = True

    into: str = arg(N_("Request that takes it over"), Kind.RECORD)
    reason: str = reason(N_("Reason"), default="")

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require_follows(subject, S.REJECTED)
        not_reviewing_own(uow, subject)
        other = visible(uow, self.into)
        if other.id == subject.id:
            raise RuleViolation(N_("That is the same request."), "into")
        lifecycle.require(other, *TAKES_IN)
        for kind in (DeadlineKind.FIRST_RESPONSE, DeadlineKind.FIRST_PLAN):
            stop_clock(uow, kind, subject.number)
        self._say(uow, subject, other)
        uow.save(_taking_in(other, subject))
        _carry_over(uow, subject, other)
        _linked(uow, subject, other, LinkKind.MERGED)
        closing = N_("Merged into {other}. {why}", other=other.number, why=self.reason)
        closed = replace(responded(uow, subject), state=S.REJECTED, reason=uow.say(closing).strip())
        return uow.save(closed)

    def _say(self, uow: UnitOfWork, subject: Request, other: Request) -> None:
        named = {"number": subject.number, "other": other.number, "title": subject.title}
        text = N_("{number} was merged into {other}: {title}", **named)
        for person in dict.fromkeys((subject.originator, other.originator)):
            uow.tell(person, other.number, text, why=self.reason)
        for code in subject.departments:
            if code not in other.departments:
                tell_department(uow, code, other.number, text, why=self.reason)


def _taking_in(other: Request, merged: Request) -> Request:
    codes = dict.fromkeys((*other.involved_departments, *merged.departments))
    codes.pop(other.originating_department, None)
    lines = dict.fromkeys((*other.details, *merged.details))
    names = dict.fromkeys(n for n in (other.other_department, merged.other_department) if n)
    return replace(
        other,
        involved_departments=tuple(codes),
        details=tuple(lines),
        other_department=", ".join(names),
    )


def _carry_over(uow: UnitOfWork, merged: Request, other: Request) -> None:
    """Copy the discussion; what answered a comment there answers its copy here."""
    there = len(discussion(uow, other))
    for comment in discussion(uow, merged):
        answered = comment.reply_to + there if comment.reply_to else 0
        copy = replace(
            comment, id=0, version=0, about=other.number, reply_to=answered,
            source=comment.source or merged.number,
        )  # fmt: skip
        uow.add(copy)
