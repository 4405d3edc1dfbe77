"""Verbs of the request form: draft, submit, edit, resubmit, withdraw, archive, comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from core import intake, lifecycle, mentions, standing
from core.attachments import File, attach, kept_with
from core.commands.base import Command, Kind, arg, command, given, own_fields, reason
from core.commands.parts import (
    OnRequest,
    at_work_on,
    department,
    person,
    standings_to,
    start_clock,
    stop_clock,
    tell_coordinators,
)
from core.errors import NotPermitted, RuleViolation
from core.messages import N_, Message
from core.model.desk import DeadlineKind
from core.model.organisation import Person
from core.model.request import (
    Comment,
    Detail,
    Priority,
    Request,
    RequestState,
    RequestType,
    ResourceWish,
)
from core.permissions import Standing
from core.text import shorten

if TYPE_CHECKING:
    from core.ports import UnitOfWork


HOME = "originating_department"


@command
class RequestForm(Command):
    """The fields of template 1 (R2.2); what is not given stays as it is.

    ``files`` are what was read of names in ``attachments``; the names left there are references.
    Files that are kept already stay, named again or not: they are detached by their own verb.
    """

    type: RequestType | None = arg(
        N_("Type"), Kind.CHOICE, choices=RequestType, default=None, example=N_("project")
    )
    title: str | None = arg(N_("Title"), default=None, limit=120)
    background: str | None = arg(
        N_("Background and goal"), Kind.LONG, default=None, limit=8000,
        example=N_("Raise sales during the campaign by 30 % over last year"),
    )  # fmt: skip
    originating_department: str | None = arg(
        N_("Originating department"), Kind.DEPARTMENT, default=None, example=N_("MKT")
    )
    originator: str | None = arg(N_("Originator"), Kind.PERSON, default=None)
    contact: str | None = arg(N_("Contact"), default=None, example=N_("ext. 8888"))
    involved_departments: tuple[str, ...] | None = arg(
        N_("Involved departments"), Kind.DEPARTMENTS, default=None, example=N_("PRD, SAL, LOG")
    )
    other_department: str | None = arg(N_("Other department"), default=None)
    details: tuple[Detail, ...] | None = arg(
        N_("Details"), Kind.DETAILS, default=None, limit=8000,
        example=N_("PRD: three product sheets with user profiles @ +5d"),
    )  # fmt: skip
    expected: date | None = arg(
        N_("Expected by"), Kind.DATE, default=None, example=N_("2026-12-20, +10d, next fri")
    )
    priority: Priority | None = arg(
        N_("Priority"), Kind.CHOICE, choices=Priority, default=None, example=N_("medium")
    )
    urgent: bool | None = arg(N_("Urgent"), Kind.FLAG, default=None)
    attachments: tuple[str, ...] | None = arg(
        N_("Attachments"), Kind.WORDS, default=None, limit=8000
    )
    resource: ResourceWish | None = arg(
        N_("Resource"), Kind.RESOURCE, default=None, limit=1000,
        example=N_("meeting room | PMO | 1 | +3d > +5d | supplier days | internal"),
    )  # fmt: skip

    files: tuple[File, ...] = ()

    def given(self) -> dict[str, Any]:
        """The fields that were filled in."""
        names = [f.name for f in own_fields(RequestForm)]
        return given(self, names)

    def blank(self, uow: UnitOfWork) -> Request:
        """A new draft with what is known of the person who writes it."""
        return blank(uow)

    def filled(self, uow: UnitOfWork, draft: Request) -> Request:
        """The draft with the given fields, every named department and person checked."""
        given = self.given()
        # Nobody can take away who asks: an emptied field means the writer's own.
        kept = {n: v for n, v in given.items() if v or n not in ("originator", HOME)}
        request = _without_kept(uow, replace(draft, **kept))
        for code in request.involved_departments:
            department(uow, code, "involved_departments")
        for detail in request.details:
            department(uow, detail.department, "details")
        if request.resource and request.resource.owner_department:
            department(uow, request.resource.owner_department, "resource")
        own_department(uow, request.originating_department)
        originator = person(uow, request.originator, "originator")
        return replace(request, contact=request.contact or originator.contact)


def blank(uow: UnitOfWork) -> Request:
    """A new draft with what is known of the person who writes it."""
    home = min(uow.actor.speaks_for, default=uow.actor.department)
    return Request(
        type=RequestType.PROJECT,
        title="",
        originating_department=home,
        originator=uow.actor.login,
        created_at=uow.now,
    )


def _without_kept(uow: UnitOfWork, request: Request) -> Request:
    """The request with only those words as attachments that name no file kept here."""
    kept = {file.name for file in kept_with(uow, request)} if request.id else set()
    return replace(request, attachments=tuple(w for w in request.attachments if w not in kept))


def own_department(uow: UnitOfWork, code: str) -> None:
    """A request is made in the name of one's own department (the table's ``○``)."""
    department(uow, code, "originating_department")
    actor = uow.actor
    if code in actor.speaks_for or (actor.roles and code == actor.department):
        return
    raise NotPermitted(
        N_("You do not speak for {department}; its head or liaison does.", department=code),
        "originating_department",
    )


@command
class DraftRequest(RequestForm):
    """Keep a request that is not ready yet; it has no number until it is submitted (R2.8)."""

    verb: ClassVar[str] = "request draft"
    label: ClassVar[Message] = N_("Keep as draft")

    number: str = arg(N_("Draft"), Kind.RECORD, default="")

    def subject(self, uow: UnitOfWork) -> Request | None:
        return uow.get(Request, self.number) if self.number else None

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        if subject:
            return standing.of_request(uow.actor, subject)
        return standing.by_post(uow.actor)

    def run(self, uow: UnitOfWork, subject: Request | None) -> Request:
        if subject:
            lifecycle.require(subject, RequestState.DRAFT)
            draft = uow.save(self.filled(uow, subject))
        else:
            draft = uow.add(self.filled(uow, self.blank(uow)))
        attach(uow, draft, self.files)
        return draft


@command
class SubmitRequest(RequestForm):
    """Send the form in: complete or not at all, with a number from now on (R2.3, R2.4).

    Vague lines do not block; the reviewer sees that they were pointed at (R2.5). A high-priority
    request notifies every coordinator at once (R2.7); the first-response clock starts (R4.1).
    """

    verb: ClassVar[str] = "request submit"
    label: ClassVar[Message] = N_("Submit a request")
    keys: ClassVar[Mapping[str, str]] = {"intake": "n"}

    number: str = arg(N_("Draft"), Kind.RECORD, default="")
    source: str = ""

    def subject(self, uow: UnitOfWork) -> Request | None:
        return uow.get(Request, self.number) if self.number else None

    def standings(self, uow: UnitOfWork, subject: Any) -> frozenset[Standing]:
        if subject:
            return standing.of_request(uow.actor, subject)
        return standing.by_post(uow.actor)

    def run(self, uow: UnitOfWork, subject: Request | None) -> Request:
        if subject:
            lifecycle.require(subject, RequestState.DRAFT)
        draft = subject or self.blank(uow)
        request = self.filled(uow, draft)
        intake.require_complete(request, uow.worktime.day(uow.now))
        prefix = uow.policy.prefix(request.type)
        sent = replace(request, number=uow.number(prefix), source=self.source)
        return _sent_in(uow, sent, subject, self.files)


def _sent_in(
    uow: UnitOfWork, request: Request, before: Request | None, files: tuple[File, ...]
) -> Request:
    overridden = intake.overridden(request, uow.actor.login, uow.policy.vague_words)
    request = replace(
        request,
        state=RequestState.SUBMITTED,
        flagged=bool(overridden),
        overridden=overridden,
        # What was signed before is the form as it stood then (R2.2).
        signed_by=uow.actor.login if request.originating_department in uow.actor.heads else "",
        submitted_at=uow.now,
        reason="",
    )
    request = uow.save(request) if before else uow.add(request)
    if files:
        attach(uow, request, files)
    urgent = "_urgent" if request.urgent else ""
    deadline = start_clock(
        uow, DeadlineKind.FIRST_RESPONSE, request.number,
        uow.policy[f"first_response{urgent}"], request=request.number, role="coordinator",
        is_first=before is None,
    )  # fmt: skip
    if request.urgent:
        start_clock(
            uow, DeadlineKind.FIRST_PLAN, request.number,
            uow.policy["first_plan_urgent"], request=request.number, role="coordinator",
            is_first=before is None,
        )  # fmt: skip
    if request.priority is Priority.HIGH or request.urgent:
        tell_coordinators(
            uow, request.number,
            N_("{number} is waiting for review with high priority: {title}",
               number=request.number, title=request.title),
            until=deadline.due_at,
        )  # fmt: skip
    return request


@command
class EditRequest(RequestForm):
    """Change a draft or a returned request without sending it in."""

    verb: ClassVar[str] = "request edit"
    label: ClassVar[Message] = N_("Edit")
    keys: ClassVar[Mapping[str, str]] = {"intake": "e"}
    undoable: ClassVar[bool] = True

    number: str = arg(N_("Request"), Kind.RECORD)
    seen: int = arg(N_("Version seen"), Kind.NUMBER, default=0)

    def subject(self, uow: UnitOfWork) -> Request:
        return uow.get(Request, self.number)

    def standings(self, uow: UnitOfWork, subject: Request) -> frozenset[Standing]:
        return standings_to(uow, subject)

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require(subject, RequestState.DRAFT, RequestState.RETURNED)
        request = uow.save(self.filled(uow, subject))
        attach(uow, request, self.files)
        return request


@command
class ResubmitRequest(EditRequest):
    """Send a returned request in again, under its own number (R3.2)."""

    verb: ClassVar[str] = "request resubmit"
    label: ClassVar[Message] = N_("Resubmit")
    keys: ClassVar[Mapping[str, str]] = {"intake": "E"}
    undoable: ClassVar[bool] = False

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require(subject, RequestState.RETURNED)
        request = self.filled(uow, subject)
        intake.require_complete(request, uow.worktime.day(uow.now))
        return _sent_in(uow, request, subject, self.files)


@command
class WithdrawRequest(OnRequest):
    """Take a request back before it is dispatched (R2.8); its number stays used."""

    verb: ClassVar[str] = "request withdraw"
    label: ClassVar[Message] = N_("Withdraw")
    keys: ClassVar[Mapping[str, str]] = {"intake": "w"}
    undoable: ClassVar[bool] = True

    reason: str = reason(N_("Reason"), default="")

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require_follows(subject, RequestState.WITHDRAWN)
        stop_clock(uow, DeadlineKind.FIRST_RESPONSE, subject.number)
        stop_clock(uow, DeadlineKind.FIRST_PLAN, subject.number)
        return uow.save(replace(subject, state=RequestState.WITHDRAWN, reason=self.reason))


@command
class ArchiveRequest(OnRequest):
    """File a closed request by its number (R9.1)."""

    verb: ClassVar[str] = "request archive"
    label: ClassVar[Message] = N_("File away")
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Request) -> Request:
        lifecycle.require_follows(subject, RequestState.ARCHIVED)
        stop_clock(uow, DeadlineKind.RETROSPECTIVE, subject.number)
        from core.commands.team import close_teams

        close_teams(uow, subject.number)
        return uow.save(replace(subject, state=RequestState.ARCHIVED))


@command
class CommentOnRequest(OnRequest):
    """Say something in the discussion that all departments of the request see (R4.2).

    ``@login`` or ``@姓名`` tells that person, if they may see the request.
    """

    verb: ClassVar[str] = "request comment"
    label: ClassVar[Message] = N_("Comment")
    keys: ClassVar[Mapping[str, str]] = {"intake": "c", "assignment": "c"}

    text: str = arg(
        N_("Comment"), Kind.LONG, limit=4000, example=N_("@wang Which products are promoted?")
    )
    reply_to: int = arg(N_("Answers comment number"), Kind.NUMBER, default=0)

    def run(self, uow: UnitOfWork, subject: Request) -> Comment:
        self._require_comment(uow, subject)
        found = mentions.mentioned(self.text, _readers(uow, subject, self.text))
        text = N_("{person} mentions you in {number}: {title}", person=uow.actor.name,
                  number=subject.name, title=subject.title)  # fmt: skip
        for named in found.people:
            if named.login != uow.actor.login:
                uow.tell(named.login, subject.name, text, why=shorten(self.text, 200))
        return uow.add(
            Comment(
                about=subject.name,
                by=uow.actor.login,
                at=uow.now,
                text=self.text,
                reply_to=self.reply_to,
                mentions=tuple(person.login for person in found.people),
                unheard=found.unheard,
            )
        )

    def _require_comment(self, uow: UnitOfWork, subject: Request) -> None:
        comments = discussion(uow, subject) if self.reply_to else []
        if self.reply_to and not 1 <= self.reply_to <= len(comments):
            raise RuleViolation(
                N_("There is no comment {place} in this discussion.", place=self.reply_to),
                "reply_to",
            )


def _readers(uow: UnitOfWork, request: Request, text: str) -> list[Person]:
    """Who may be named; nobody is looked up for a text that names nobody."""
    if not {"@", "＠"} & set(text):
        return []
    return mentions.readers(uow, request, at_work_on(uow, request))


def discussion(uow: UnitOfWork, request: Request) -> list[Comment]:
    """What was said about a request in order, first what was while it was a draft."""
    names = dict.fromkeys((f"DRAFT-{request.id}", request.name))
    return [comment for name in names for comment in uow.find(Comment, about=name)]
