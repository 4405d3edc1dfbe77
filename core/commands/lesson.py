"""Verbs of lessons: add, edit, withdraw (R10.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core import lifecycle, standing
from core.commands.base import Command, Kind, arg, command, no_such, reason
from core.commands.parts import OnRequest
from core.errors import NotPermitted, RuleViolation
from core.lessons import tidy_tags
from core.messages import N_, Message
from core.model.lesson import Lesson
from core.model.request import Request, RequestState
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

PREFIX = "LSN"
ENDED = (RequestState.CLOSED, RequestState.ARCHIVED)
TEXT = 1000
EXAMPLE = N_("Order the posters 10 days ahead; the printer needs 5.")


@command
class AddLesson(OnRequest):
    """Keep what to do next time, as a closed request has taught it (R10.2).

    Everybody reads it who writes a request of the same type, so it names no secrets; the request
    it comes from is shown only to those who may see that.
    """

    verb: ClassVar[str] = "lesson add"
    label: ClassVar[Message] = N_("Add a lesson")
    keys: ClassVar[Mapping[str, str]] = {"intake": "l", "assignment": "n"}
    undoable: ClassVar[bool] = True

    text: str = arg(N_("What to do next time"), Kind.LONG, limit=TEXT, example=EXAMPLE)
    tags: tuple[str, ...] = arg(
        N_("Tags"), Kind.WORDS, default=(), limit=300, example=N_("printing, supplier")
    )

    def run(self, uow: UnitOfWork, subject: Request) -> Lesson:
        lifecycle.require(subject, *ENDED)
        known = uow.find(Lesson, request=subject.number, void=False)
        if any(_plain(one.text) == _plain(self.text) for one in known):
            raise RuleViolation(N_("This lesson is kept already."), "text")
        return uow.add(
            Lesson(
                number=uow.number(PREFIX), text=self.text, tags=tidy_tags(self.tags),
                type=subject.type, request=subject.number, by=uow.actor.login, at=uow.now,
            )
        )  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.split())


@command
class OnLesson(Command):
    """A command about one lesson, which everybody may read and its author may change."""

    number: str = arg(N_("Lesson"), Kind.RECORD, example=N_("LSN-202611001"))
    seen: int = arg(N_("Version seen"), Kind.NUMBER, default=0)

    def subject(self, uow: UnitOfWork) -> Lesson:
        return uow.get(Lesson, self.number)

    def standings(self, uow: UnitOfWork, subject: Lesson) -> frozenset[Standing]:
        own = {Standing.OWN} if subject.by == uow.actor.login else set()
        return (standing.in_organisation(uow.actor) | own) or standing.NOBODY

    def refuse(self, standings: frozenset[Standing]) -> None:
        raise NotPermitted(N_("Who wrote this lesson changes it, or a coordinator."))

    def standing_one(self, subject: Lesson) -> Lesson:
        """The lesson, if it was not withdrawn."""
        if subject.void:
            raise no_such(self.number)
        return subject


@command
class EditLesson(OnLesson):
    """Say a lesson better, or give it other tags; the trail keeps what it said (R10.2)."""

    verb: ClassVar[str] = "lesson edit"
    label: ClassVar[Message] = N_("Edit the lesson")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "e"}
    undoable: ClassVar[bool] = True

    text: str | None = arg(
        N_("What to do next time"), Kind.LONG, default=None, limit=TEXT, example=EXAMPLE
    )
    tags: tuple[str, ...] | None = arg(
        N_("Tags"),
        Kind.WORDS,
        default=None,
        limit=300,
        example=N_("printing, supplier"),
        clears=True,
    )

    def run(self, uow: UnitOfWork, subject: Lesson) -> Lesson:
        lesson = self.standing_one(subject)
        if self.text is not None and not self.text.strip():
            raise RuleViolation(N_("A lesson says what to do next time."), "text", EXAMPLE)
        tags = lesson.tags if self.tags is None else tidy_tags(self.tags)
        return uow.save(replace(lesson, text=self.text or lesson.text, tags=tags))


@command
class WithdrawLesson(OnLesson):
    """Take a lesson out of the guide that holds no longer; the trail keeps it (R10.2)."""

    verb: ClassVar[str] = "lesson withdraw"
    label: ClassVar[Message] = N_("Withdraw the lesson")
    keys: ClassVar[Mapping[str, str]] = {"assignment": "W"}
    undoable: ClassVar[bool] = True

    reason: str = reason(N_("Reason"), default="")

    def run(self, uow: UnitOfWork, subject: Lesson) -> Lesson:
        return uow.save(replace(self.standing_one(subject), void=True))
