"""Verbs of a meeting under way: from start to finish, and what is taken down between (R5.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from core import run as runs
from core.commands.base import Kind, arg, command
from core.commands.meeting import OnMeeting, require_state
from core.commands.parts import person, start_clock
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.desk import DeadlineKind
from core.model.meeting import (
    ActionItem,
    Decision,
    Meeting,
    MeetingState,
    RunEvent,
    Step,
)
from core.model.request import Request, RequestState
from core.run import Run

if TYPE_CHECKING:
    from core.ports import UnitOfWork


def under_way(uow: UnitOfWork, meeting: Meeting) -> Run:
    """The run of a live meeting at the unit's moment; ``RuleViolation`` for any other."""
    require_state(meeting, MeetingState.LIVE)
    run = runs.of(meeting, uow.now)
    if run is None:
        raise RuleViolation(N_("{number} has no agenda to go through.", number=meeting.number))
    return run


def noted(
    uow: UnitOfWork, meeting: Meeting, step: Step, block: int = 0, source: int = 0, minutes: int = 0
) -> Meeting:
    """The meeting with one more step of its run."""
    event = RunEvent(
        step=step, at=uow.now, by=uow.actor.login, block=block, source=source, minutes=minutes
    )
    return uow.save(replace(meeting, run_events=(*meeting.run_events, event)))


def require_at(run: Run, block: int) -> None:
    """Refuse a step from a block that somebody else has left: two hands do not skip one (D7)."""
    if block and block != run.at + 1:
        raise RuleViolation(
            N_(
                "The meeting is at block {at} by now: {name}",
                at=run.at + 1,
                name=run.current.block.name,
            ),
            "block",
        )


@command
class StartMeeting(OnMeeting):
    """Open the meeting: from now on decisions and action items are taken down (R5.5)."""

    verb: ClassVar[str] = "meeting start"
    label: ClassVar[Message] = N_("Start the meeting")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "b", "live": "s"}
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.SCHEDULED)
        return uow.save(replace(subject, state=MeetingState.LIVE, started_at=uow.now))


@command
class NextBlock(OnMeeting):
    """Go on to the next block of the agenda (R5.5)."""

    verb: ClassVar[str] = "meeting next"
    label: ClassVar[Message] = N_("Next block")
    undoable: ClassVar[bool] = True

    block: int = arg(N_("Block you are at"), Kind.NUMBER, default=0)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        run = under_way(uow, subject)
        require_at(run, self.block)
        if run.at + 1 == len(run.parts):
            raise RuleViolation(N_("This is the last block. f finishes the meeting."))
        return noted(uow, subject, Step.NEXT, run.at + 1)


@command
class BackBlock(OnMeeting):
    """Go back to the block before; its minutes run on from where they stopped (R5.5)."""

    verb: ClassVar[str] = "meeting back"
    label: ClassVar[Message] = N_("Block before")
    undoable: ClassVar[bool] = True

    block: int = arg(N_("Block you are at"), Kind.NUMBER, default=0)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        run = under_way(uow, subject)
        require_at(run, self.block)
        if not run.at:
            raise RuleViolation(N_("This is the first block."))
        return noted(uow, subject, Step.BACK, run.at - 1)


@command
class PauseMeeting(OnMeeting):
    """Stop the clock for a break; the end moves by as much (R5.5)."""

    verb: ClassVar[str] = "meeting pause"
    label: ClassVar[Message] = N_("Pause")
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        if under_way(uow, subject).paused:
            raise RuleViolation(N_("The meeting is paused already."))
        return noted(uow, subject, Step.PAUSE)


@command
class ResumeMeeting(OnMeeting):
    """Let the clock go on after a break (R5.5)."""

    verb: ClassVar[str] = "meeting resume"
    label: ClassVar[Message] = N_("Go on")
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        if not under_way(uow, subject).paused:
            raise RuleViolation(N_("The meeting is not paused."))
        return noted(uow, subject, Step.RESUME)


@command
class ExtendBlock(OnMeeting):
    """Give a block more minutes by taking them from another; the sum stays (R5.5).

    Blocks are named by their place in the agenda: without one the present block gets them, and
    the last that can spare them gives them.
    """

    verb: ClassVar[str] = "meeting extend"
    label: ClassVar[Message] = N_("Extend")
    keys: ClassVar[Mapping[str, str]] = {"live": "e"}
    undoable: ClassVar[bool] = True

    minutes: int = arg(N_("Minutes"), Kind.NUMBER, example=N_("3"))
    block: int = arg(N_("Block that gets them"), Kind.NUMBER, default=0)
    taken_from: int = arg(N_("Block that gives them"), Kind.NUMBER, default=0)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        run = under_way(uow, subject)
        if self.minutes < 1:
            raise RuleViolation(N_("Give at least one minute."), "minutes", N_("3"))
        block = self._place(run, self.block, "block") if self.block else run.at
        source = self._source(run, block)
        if self.minutes > run.parts[source].spare:
            raise RuleViolation(
                N_(
                    "“{name}” can spare {spare} min.",
                    name=run.parts[source].block.name,
                    spare=run.parts[source].spare,
                ),
                "taken_from",
            )
        return noted(uow, subject, Step.EXTEND, block, source, self.minutes)

    def _source(self, run: Run, block: int) -> int:
        if self.taken_from:
            source = self._place(run, self.taken_from, "taken_from")
            if source == block:
                raise RuleViolation(N_("A block cannot give minutes to itself."), "taken_from")
            return source
        others = [n for n in range(run.at, len(run.parts)) if n != block]
        able = [n for n in others if run.parts[n].spare >= self.minutes]
        if not able:
            raise RuleViolation(
                N_("No later block can spare {minutes} min.", minutes=self.minutes), "minutes"
            )
        return able[-1]

    def _place(self, run: Run, number: int, field: str) -> int:
        if not 1 <= number <= len(run.parts):
            raise RuleViolation(
                N_("There is no block {number}; there are {count}.", number=number,
                   count=len(run.parts)), field,
            )  # fmt: skip
        return number - 1


@command
class DecideInMeeting(OnMeeting):
    """Take down a decision."""

    verb: ClassVar[str] = "meeting decide"
    label: ClassVar[Message] = N_("Decision")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "d", "live": "d"}
    undoable: ClassVar[bool] = True

    text: str = arg(N_("Decision"), Kind.LONG, limit=2000)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.LIVE)
        decision = Decision(text=self.text, at=uow.now)
        return uow.save(replace(subject, decisions=(*subject.decisions, decision)))


@command
class AgreeAction(OnMeeting):
    """Take down an action item: one owner, one day (R5.6); the plan begins with these."""

    verb: ClassVar[str] = "meeting act"
    label: ClassVar[Message] = N_("Action item")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "a", "live": "a"}
    undoable: ClassVar[bool] = True

    text: str = arg(N_("What is done"), limit=400)
    owner: str = arg(N_("Owner"), Kind.PERSON)
    due: date = arg(N_("By"), Kind.DATE, example=N_("fri, +5d, 5-20"))

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.LIVE)
        person(uow, self.owner, "owner")
        if self.due < uow.worktime.day(uow.now):
            raise RuleViolation(N_("The day is in the past."), "due", N_("fri, +5d, 5-20"))
        item = ActionItem(text=self.text, owner=self.owner, due=self.due)
        return uow.save(replace(subject, actions=(*subject.actions, item)))


@command
class ParkQuestion(OnMeeting):
    """Keep a question for later, so that it does not eat the block's time (R5.5)."""

    verb: ClassVar[str] = "meeting park"
    label: ClassVar[Message] = N_("Park a question")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "p", "live": "p"}
    undoable: ClassVar[bool] = True

    text: str = arg(N_("Question"), limit=400)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.LIVE)
        return uow.save(replace(subject, parked=(*subject.parked, self.text)))


@command
class FinishMeeting(OnMeeting):
    """Close the meeting: 24 h for its minutes begin, and for a plan if it was about one (R6.1)."""

    verb: ClassVar[str] = "meeting finish"
    label: ClassVar[Message] = N_("Finish the meeting")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "f", "live": "f"}

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.LIVE)
        if subject.request:
            request = uow.get(Request, subject.request)
            if request.state in (RequestState.COORDINATING, RequestState.SECOND_COORDINATION):
                start_clock(
                    uow,
                    DeadlineKind.PLAN,
                    request.number,
                    uow.policy["plan"],
                    request=request.number,
                    department=request.lead_department,
                )
        from core.commands.minutes import begin

        over = replace(subject, state=MeetingState.FINISHED, finished_at=uow.now)
        closed = uow.save(begin(uow, over))
        if subject.series:
            from core.commands.occurrences import held

            held(uow, closed)
        return closed
