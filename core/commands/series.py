"""Verbs of series of meetings: begin by scheduling, skip one, change or end the rest (R5.1, R14.1).

The one rule of changing a series: what changes, changes from one occurrence on, and those before
it keep what they had. Only another time needs a series of its own, under a new UID, and only if a
meeting of the old one stays before it; everything else changes the series in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from core import agenda, series
from core.commands.base import Command, Kind, arg, command, given, no_such, reason
from core.commands.meeting import (
    CancelMeeting,
    OnMeeting,
    check_people,
    running,
    towards,
)
from core.commands.occurrences import make_ahead, occurrences, placed_on, stamped
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.meeting import (
    Attendee,
    AttendeeRole,
    Block,
    Meeting,
    MeetingState,
    Participation,
)
from core.model.series import Series, SeriesState
from core.model.team import Group
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork


CANCELLED = MeetingState.CANCELLED


@command
class SkipMeeting(OnMeeting):
    """Leave out one meeting of a series; the next one takes over what was on its agenda alone."""

    verb: ClassVar[str] = "meeting skip"
    label: ClassVar[Message] = N_("Skip this one")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "x"}

    reason: str = reason(N_("Reason"), default="")

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        if not subject.series:
            raise RuleViolation(
                N_("{number} is not one of a series. Cancel it instead.", number=subject.number)
            )
        return CancelMeeting(number=subject.number, reason=self.reason).run(uow, subject)


@command
class OnSeries(Command):
    """A command about a series, named by its number, or by a meeting of it to begin with."""

    number: str = arg(N_("Series"), Kind.RECORD, example=N_("SER-202611001"))
    seen: int = arg(N_("Version seen"), Kind.NUMBER, default=0)

    def subject(self, uow: UnitOfWork) -> Series:
        if not self.number.upper().startswith("MTG-"):
            return uow.get(Series, self.number)
        meeting = uow.get(Meeting, self.number)
        if towards(uow, meeting) <= {Standing.EMP}:
            raise no_such(self.number)
        if not meeting.series:
            raise RuleViolation(
                N_("{number} is not one of a series.", number=meeting.number), "number"
            )
        return uow.get(Series, meeting.series)

    def standings(self, uow: UnitOfWork, subject: Series) -> frozenset[Standing]:
        return running(towards(uow, subject), subject.kind, uow.actor.login == subject.organizer)

    def refuse(self, standings: frozenset[Standing]) -> None:
        if standings <= {Standing.EMP}:
            raise no_such(self.number)
        super().refuse(standings)

    @property
    def about(self) -> str:
        """The series itself: where a meeting of it was named, its record says what it is."""
        return "" if self.number.upper().startswith("MTG-") else self.number

    def first(self, uow: UnitOfWork, subject: Series) -> Meeting:
        """The first meeting that changes: the one that was named, or the next to come."""
        named = self.number.upper()
        for meeting in occurrences(uow, subject):
            is_coming = meeting.state is MeetingState.SCHEDULED and meeting.start > uow.now
            if is_coming and (not named.startswith("MTG-") or meeting.number == named):
                return meeting
        raise RuleViolation(
            N_("Of {number} there is nothing to come that could be changed.", number=self.number)
        )


def _stands_before(uow: UnitOfWork, made: Series, first: Meeting) -> bool:
    """Whether a meeting of the series stays before *first*."""
    return any(
        m.state is not MeetingState.CANCELLED and _place(m) < _place(first)
        for m in occurrences(uow, made)
    )


def _place(meeting: Meeting) -> datetime:
    return meeting.recurrence or meeting.start


def _day_before(made: Series, first: Meeting) -> date:
    zone = series.rule_of(made).zone
    return _place(first).astimezone(zone).date() - timedelta(days=1)


@command
class EditSeries(OnSeries):
    """Change a series from one meeting on, the next to come or the one named (R5.4, R14.1).

    Meetings before it stay as they were. Another start moves all from there on, what was moved by
    hand too; if a meeting before it stays, the series ends there and a new one goes on.
    """

    verb: ClassVar[str] = "series edit"
    label: ClassVar[Message] = N_("Change the series from here on")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "E"}

    move_to: datetime | None = arg(
        N_("New start of the first one"), Kind.MOMENT, default=None, example=N_("fri 14:00")
    )
    until: date | None = arg(N_("Until"), Kind.DATE, default=None, example=N_("+12w"))
    count: int | None = arg(N_("How many in all"), Kind.NUMBER, default=None, example=N_("12"))
    title: str | None = arg(N_("Title"), default=None, limit=120)
    blocks: tuple[Block, ...] | None = arg(
        N_("Agenda blocks"), Kind.BLOCKS, default=None, limit=8000
    )
    attendees: tuple[Attendee, ...] | None = arg(
        N_("Attendees"), Kind.ATTENDEES, default=None, limit=4000
    )
    materials: tuple[str, ...] | None = arg(
        N_("Materials"), Kind.WORDS, default=None, limit=8000, clears=True
    )
    place: str | None = arg(N_("Place"), default=None)
    url: str | None = arg(N_("Link"), default=None, limit=400)
    overlong_reason: str | None = arg(N_("Reason for more than 60 min"), default=None, limit=400)
    late_notice_reason: str = arg(N_("Reason for late notice"), default="", limit=400)

    @property
    def why(self) -> str:
        return self.late_notice_reason

    def run(self, uow: UnitOfWork, subject: Series) -> Series:
        first = self.first(uow, subject)
        found = given(self, series.TEMPLATE)
        changed = replace(subject, **found, **self._bounds(subject))
        changed = replace(changed, attendees=_answered(changed.attendees, subject.attendees))
        is_moved = self.move_to is not None and self.move_to != first.start
        if is_moved:
            return self._move(uow, subject, changed, first)
        _check(uow, changed)
        series.check(series.rule_of(changed), changed.start)
        meetings = occurrences(uow, subject)
        later = [m for m in meetings if _place(m) >= _place(first)]
        changed = replace(changed, removed=_removed(subject, changed, meetings))
        if _says_otherwise(changed, subject):
            changed = replace(changed, sequence=subject.sequence + 1)
        saved = uow.save(changed)
        for meeting in later:
            if meeting.state is MeetingState.SCHEDULED:
                uow.save(_follows(meeting, subject, changed))
        _fit(uow, saved)
        _tell(uow, saved, first, N_("{number} was changed, {rule}: {title}"))
        return saved

    def _bounds(self, subject: Series) -> dict[str, Any]:
        """Until when or how many, whichever was said anew: a form says the old one again."""
        until = self.until if self.until != subject.until else None
        count = self.count if self.count != subject.count else None
        return {} if until is None and count is None else {"until": until, "count": count}

    def _move(self, uow: UnitOfWork, old: Series, changed: Series, first: Meeting) -> Series:
        """Give the rest another time: in place, or as a series that continues the old one."""
        assert self.move_to is not None
        agenda.check_notice(old.kind, self.move_to, uow.now, uow.policy, self.late_notice_reason)
        places = list(series.rule_of(old).starts())
        before = places.index(_place(first))
        count = changed.count
        if count is not None and count == old.count:
            count -= before
        changed = replace(
            changed, start=self.move_to, count=count, attendees=asked_again(changed.attendees)
        )
        _check(uow, changed)
        series.check(series.rule_of(changed), changed.start)
        meetings = occurrences(uow, old)
        if _stands_before(uow, old, first):
            new = uow.add(
                replace(changed, id=0, version=0, number=uow.number("SER"), uid=uow.new_uid(),
                        sequence=0, dtstamp=None, after=old.number, removed=())
            )  # fmt: skip
            uow.save(
                replace(old, until=_day_before(old, first), count=None, sequence=old.sequence + 1,
                        state=SeriesState.ENDED, next=new.number)
            )  # fmt: skip
            for group in uow.find(Group, series=old.number):
                uow.save(replace(group, series=new.number))
        else:
            gone = _removed(old, changed, meetings)
            new = uow.save(replace(changed, sequence=old.sequence + 1, removed=gone))
        starts = list(series.rule_of(new).starts())
        for meeting in meetings:
            if _place(meeting) >= _place(first) and _place(meeting) in places:
                place = places.index(_place(meeting)) - before
                _move_one(uow, meeting, old, new, starts[place] if place < len(starts) else None)
        _fit(uow, new)
        _tell(uow, new, first, N_("{number} was moved, {rule}: {title}"))
        return new


def _check(uow: UnitOfWork, made: Series) -> None:
    agenda.check_blocks(made.blocks, made.kind, uow.policy, made.overlong_reason)
    check_people(uow, made)


def _says_otherwise(new: Series, old: Series) -> bool:
    """Whether the change is one that raises the sequence, as for a single meeting."""
    names = ("until", "count", "length", "place")
    changed = any(getattr(new, name) != getattr(old, name) for name in names)
    return changed or set(new.removed) != set(old.removed)


def _removed(old: Series, new: Series, meetings: Iterable[Meeting]) -> tuple[str, ...]:
    """Whom a cancellation of the series is owed: who was invited, and is so no more (P7)."""
    told = old.dtstamp or any(m.dtstamp for m in meetings if m.state is not CANCELLED)
    left = [a.person for a in old.attendees] if told else []
    present = {a.person for a in new.attendees}
    return tuple(dict.fromkeys(p for p in (*old.removed, *left) if p not in present))


def _answered(
    attendees: tuple[Attendee, ...], before: tuple[Attendee, ...]
) -> tuple[Attendee, ...]:
    """The attendees with what they answered before: only a reply changes that."""
    answers = {a.person: a.partstat for a in before}
    none_yet = Participation.NEEDS_ACTION
    return tuple(replace(a, partstat=answers.get(a.person, none_yet)) for a in attendees)


def asked_again(attendees: tuple[Attendee, ...]) -> tuple[Attendee, ...]:
    """The attendees, everybody but the chair to answer anew after a change of time."""
    return tuple(
        a if a.role is AttendeeRole.CHAIR else replace(a, partstat=Participation.NEEDS_ACTION)
        for a in attendees
    )


def _follows(meeting: Meeting, old: Series, new: Series) -> Meeting:
    """The meeting with what is new in the template, where it had nothing of its own."""
    usual = {n: getattr(new, n) for n in series.TEMPLATE if not series.differs(meeting, old, n)}
    if "attendees" in usual:
        usual["attendees"] = _answered(usual["attendees"], meeting.attendees)
    return replace(meeting, **usual)


def _move_one(
    uow: UnitOfWork, meeting: Meeting, old: Series, new: Series, start: datetime | None
) -> None:
    """Give one meeting its new place; one that the rule has no place for is not held."""
    if start is None:
        _drop(uow, replace(meeting, series=new.number))
        return
    placed = replace(meeting, series=new.number, recurrence=start)
    if meeting.state is MeetingState.SCHEDULED:
        followed = _follows(placed, old, new)
        moved = replace(followed, start=start, attendees=asked_again(followed.attendees))
        placed = placed_on(uow, moved)
    uow.save(placed)


def _drop(uow: UnitOfWork, meeting: Meeting) -> None:
    """Call off a meeting that its series no longer has."""
    if meeting.state is MeetingState.SCHEDULED:
        meeting = replace(meeting, state=MeetingState.CANCELLED, off_day=False, dtstamp=uow.now)
    uow.save(meeting)


def _fit(uow: UnitOfWork, made: Series) -> None:
    """Make the meetings fit the rule: those beyond its end are dropped, missing ones made."""
    starts = frozenset(series.rule_of(made).starts())
    for meeting in occurrences(uow, made):
        if meeting.state is MeetingState.SCHEDULED and _place(meeting) not in starts:
            _drop(uow, meeting)
    make_ahead(uow, made)


def _tell(uow: UnitOfWork, made: Series, first: Meeting, text: Message) -> None:
    said = series.said(series.rule_of(made))
    values = {"number": first.number, "rule": said, "title": made.title}
    for login in made.invited:
        uow.tell(login, first.number, Message(text.text, values), until=first.start)


@command
class EndSeries(OnSeries):
    """End a series before the next meeting, or before the one named; what was held stays."""

    verb: ClassVar[str] = "series end"
    label: ClassVar[Message] = N_("End the series")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "W"}

    reason: str = reason(N_("Reason"))

    def run(self, uow: UnitOfWork, subject: Series) -> Series:
        first = self.first(uow, subject)
        ended = replace(
            subject, state=SeriesState.ENDED, sequence=subject.sequence + 1, reason=self.reason,
            dtstamp=uow.now,
        )  # fmt: skip
        if _stands_before(uow, subject, first):
            ended = replace(ended, count=None, until=_day_before(subject, first))
        saved = uow.save(ended)
        for meeting in occurrences(uow, subject):
            if _place(meeting) >= _place(first):
                _drop(uow, replace(meeting, notes=meeting.notes or self.reason))
        for login in subject.invited:
            uow.tell(
                login,
                first.number,
                N_("{number} and all after it are not held: {title}",
                   number=first.number, title=subject.title),
                why=self.reason,
            )  # fmt: skip
        return saved


@command
class InviteToSeries(OnSeries):
    """Stamp the invitation to a whole series that is about to be written as a file (R14.1)."""

    verb: ClassVar[str] = "series invite"
    label: ClassVar[Message] = N_("Write the invitation to the series")

    def standings(self, uow: UnitOfWork, subject: Series) -> frozenset[Standing]:
        mine = uow.actor.login == subject.organizer
        return towards(uow, subject) | ({Standing.LEAD} if mine else set())

    def run(self, uow: UnitOfWork, subject: Series) -> Series:
        return stamped(uow, subject)
