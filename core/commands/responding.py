"""Verbs of the first answer to a request, and of what is written down after it (R4.1, R13.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from core import lifecycle
from core.commands.base import Kind, arg, command
from core.commands.dispatch import responded
from core.commands.parts import OnRequest, start_clock, stop_clock
from core.commands.request import discussion
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.desk import DeadlineKind
from core.model.request import Channel, Comment, Request, RequestState

if TYPE_CHECKING:
    from core.ports import UnitOfWork

CHANNEL_LABELS = {
    Channel.PHONE: N_("phone"),
    Channel.MESSAGE: N_("message"),
    Channel.MEETING: N_("in a meeting"),
    Channel.WRITING: N_("in writing"),
}
# A meeting has its minutes, and what is written here is written.
UNWRITTEN = frozenset({Channel.PHONE, Channel.MESSAGE})


@command
class RespondToRequest(OnRequest):
    """Give the first response, stamped and measured against its clock (R4.1).

    One to an urgent request by phone or message is to be written down afterwards (R13.4).
    """

    verb: ClassVar[str] = "request respond"
    label: ClassVar[Message] = N_("Respond")
    keys: ClassVar[Mapping[str, str]] = {"intake": "r"}

    text: str = arg(N_("Response"), Kind.LONG, limit=4000)
    channel: Channel = arg(
        N_("Given by"), Kind.CHOICE, choices=Channel, default=Channel.WRITING, example=N_("phone")
    )

    def run(self, uow: UnitOfWork, subject: Request) -> Comment:
        lifecycle.require(subject, *(lifecycle.OPEN - {RequestState.DRAFT, RequestState.RETURNED}))
        if subject.urgent and not subject.responded_at and self.channel in UNWRITTEN:
            _ask_for_record(uow, subject)
        uow.save(responded(uow, subject))
        uow.tell(
            subject.originator,
            subject.number,
            N_("{number} got a response: {title}", number=subject.number, title=subject.title),
            why=self.text,
        )
        return uow.add(
            Comment(
                about=subject.number, by=uow.actor.login, at=uow.now, text=self.text,
                channel=self.channel,
            )
        )  # fmt: skip


def _ask_for_record(uow: UnitOfWork, request: Request) -> None:
    """It is owed by whoever responded, in the post by which they may (A7)."""
    parts = (request.lead_department, *request.involved_departments)
    home = next((code for code in parts if code in uow.actor.speaks_for), "")
    coordinates = uow.actor.is_coordinator
    start_clock(
        uow, DeadlineKind.WRITTEN_RECORD, request.number, uow.policy["written_record"],
        request=request.number, department="" if coordinates else home,
        role="coordinator" if coordinates else "",
    )  # fmt: skip


@command
class RecordResponse(OnRequest):
    """Write down what was said by phone, message or in person, for all to read (R4.1, R13.4)."""

    verb: ClassVar[str] = "request record"
    label: ClassVar[Message] = N_("Write down what was said")
    keys: ClassVar[Mapping[str, str]] = {"intake": "R", "assignment": "R"}
    undoable: ClassVar[bool] = True

    text: str = arg(
        N_("What was said"), Kind.LONG, limit=4000,
        example=N_("The line stands still; a spare part is needed today."),
    )  # fmt: skip
    agreed: str = arg(
        N_("What was agreed"), Kind.LONG, default="", limit=4000,
        example=N_("LOG brings it by 16:00."),
    )  # fmt: skip
    who: str = arg(N_("Who spoke"), limit=200, example=N_("Wang (MKT) and Wu (LOG)"))
    spoken_at: datetime | None = arg(
        N_("When it was said"), Kind.MOMENT, default=None, example=N_("today 10:20")
    )
    channel: Channel | None = arg(N_("Said by"), Kind.CHOICE, choices=Channel, default=None)

    def run(self, uow: UnitOfWork, subject: Request) -> Comment:
        if not subject.number:
            lifecycle.require(subject, *(set(RequestState) - {RequestState.DRAFT}))
        at = self.spoken_at or subject.responded_at or uow.now
        if at > uow.now:
            raise RuleViolation(
                N_("What was said was said before now."), "spoken_at", N_("today 10:20")
            )
        channel = self.channel or _channel(uow, subject)
        if channel is Channel.WRITING:
            raise RuleViolation(N_("What was said in writing needs no record."), "channel")
        stop_clock(uow, DeadlineKind.WRITTEN_RECORD, subject.number)
        if subject.originator != uow.actor.login:
            text = N_("{number}: what was said is written down: {title}",
                      number=subject.number, title=subject.title)  # fmt: skip
            uow.tell(subject.originator, subject.number, text, why=self.agreed or self.text)
        return uow.add(
            Comment(
                about=subject.number, by=uow.actor.login, at=uow.now, text=self.text,
                channel=channel, spoken_at=at, who=self.who, agreed=self.agreed,
            )
        )  # fmt: skip


def _channel(uow: UnitOfWork, request: Request) -> Channel:
    """How the response that is to be recorded was given; by phone, where there is none."""
    return next(
        (c.channel for c in unrecorded(discussion(uow, request)) if c.channel), Channel.PHONE
    )


def unrecorded(comments: list[Comment]) -> list[Comment]:
    """Responses by phone or message, the last one first."""
    found = [c for c in comments if c.channel in UNWRITTEN and not c.spoken_at and not c.void]
    return found[::-1]
