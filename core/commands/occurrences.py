"""Meetings of a series: made ahead, asked about on days off, passing on what stayed open (R5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from core import run, series
from core.agenda import LEFT, is_topic
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.desk import Notice
from core.model.meeting import Block, Meeting, MeetingKind, MeetingState
from core.model.series import Repeat, Series, SeriesState

if TYPE_CHECKING:
    from core.commands.meeting import ScheduleMeeting
    from core.ports import UnitOfWork


def begin(uow: UnitOfWork, asked: ScheduleMeeting, first: Meeting) -> Meeting:
    """Keep the series that *first* begins, and make what comes soon of it; gives back the first."""
    if asked.repeat is Repeat.ONCE:
        raise RuleViolation(
            N_("Say how it comes again, or leave out how long."), "repeat", N_("weekly or monthly")
        )
    bounded = asked.until is not None or asked.count is not None
    made = Series(
        number=uow.number("SER"),
        uid=uow.new_uid(),
        repeat=asked.repeat,
        monthly_on=asked.monthly_on,
        count=asked.count if bounded else series.USUALLY[asked.repeat],
        until=asked.until,
        **_template_of(uow, first),
    )
    series.check(series.rule_of(made), made.start)
    first = _with_topics(uow, replace(first, series=made.number, recurrence=first.start))
    kept = uow.add(placed_on(uow, first))
    uow.add(made)
    make_ahead(uow, made)
    said = series.said(series.rule_of(made))
    for attendee in made.attendees:
        uow.tell(
            attendee.person,
            first.number,
            N_(
                "You are invited to {number}, {rule}: {title}",
                number=first.number,
                rule=said,
                title=first.title,
            ),
            until=first.start,
        )
    return kept


def _template_of(uow: UnitOfWork, first: Meeting) -> dict[str, Any]:
    """What all of them begin with; this week's topics are the first one's alone."""
    names = ("kind", "title", "request", "start", "zone", "place", "url", "organizer", "attendees",
             "blocks", "overlong_reason", "materials")  # fmt: skip
    found = {name: getattr(first, name) for name in names}
    if any(is_topic(block) for block in first.blocks):
        from core.issues import filled

        found["blocks"] = filled(first.blocks, (), uow.say)
    return found


def _with_topics(uow: UnitOfWork, meeting: Meeting, left: Sequence[str] = ()) -> Meeting:
    """A weekly review that comes next with its topics; those after it would be out of date."""
    if meeting.kind is not MeetingKind.WEEKLY:
        return meeting
    from core.commands.topics import with_topics

    return with_topics(uow, meeting, left)


def occurrences(uow: UnitOfWork, made: Series) -> list[Meeting]:
    """Every meeting that was made of a series, in the order of its rule."""
    found = uow.find(Meeting, series=made.number)
    return sorted(found, key=lambda m: m.recurrence or m.start)


def due(uow: UnitOfWork, made: Series) -> list[datetime]:
    """The starts (UTC) that are to be made into meetings now."""
    if made.state is not SeriesState.RUNNING:
        return []
    known = frozenset(m.recurrence for m in occurrences(uow, made) if m.recurrence)
    return series.ahead(series.rule_of(made), uow.now, known)


def make_ahead(uow: UnitOfWork, made: Series) -> list[Meeting]:
    """Make the meetings that are due of a series; a second time makes none."""
    coming = [m for m in occurrences(uow, made) if m.state is MeetingState.SCHEDULED]
    answered = series.with_answers(made, coming)
    starts = due(uow, made)
    return [_make(uow, answered, at, is_next=not coming and at == starts[0]) for at in starts]


def _make(uow: UnitOfWork, made: Series, start: datetime, *, is_next: bool) -> Meeting:
    names = ("kind", "title", "request", "zone", "place", "url", "organizer", "attendees", "blocks",
             "overlong_reason", "materials")  # fmt: skip
    meeting = Meeting(
        number=uow.number("MTG"),
        uid=uow.new_uid(),
        start=start,
        series=made.number,
        recurrence=start,
        **{name: getattr(made, name) for name in names},
    )
    return uow.add(placed_on(uow, _with_topics(uow, meeting) if is_next else meeting))


def placed_on(uow: UnitOfWork, meeting: Meeting) -> Meeting:
    """The meeting, its organiser asked what becomes of it if nobody works on its day."""
    day = uow.worktime.day(meeting.start)
    if uow.worktime.workdays.is_working(day):
        return replace(meeting, off_day=False)
    uow.tell(
        meeting.organizer,
        meeting.number,
        off_day_question(uow, meeting),
        cause=asking(uow, meeting),
        until=meeting.start,
    )
    return replace(meeting, off_day=True)


def asking(uow: UnitOfWork, meeting: Meeting) -> str:
    """The cause of asking about a day off: once for each meeting and day."""
    return f"off-day:{meeting.number}:{uow.worktime.day(meeting.start).isoformat()}"


def off_day_question(uow: UnitOfWork, meeting: Meeting) -> Message:
    """What the organiser is asked about an occurrence on a day nobody works."""
    day = uow.worktime.day(meeting.start)
    return N_(
        "{number} falls on {day}, a day off. Move it, for example to {other}, skip it, or keep it "
        "by moving it to where it is.",
        number=meeting.number,
        day=day.isoformat(),
        other=uow.worktime.next_working_day(day).isoformat(),
    )


def called_off(uow: UnitOfWork, meeting: Meeting) -> None:
    """Leave one out of its series; the next takes over what was on its agenda alone."""
    made = uow.get(Series, meeting.series)
    uow.save(replace(made, sequence=max(made.sequence + 1, meeting.sequence)))
    usual = {block.name for block in made.blocks}
    hand_on(uow, meeting, _open_points(b for b in meeting.blocks if b.name not in usual))


def held(uow: UnitOfWork, meeting: Meeting) -> None:
    """Pass what was parked, and what a run did not come to, on to the next of the series."""
    made = uow.get(Series, meeting.series)
    usual = {(block.name, block.question) for block in made.blocks}
    left = (b for b in _not_reached(uow, meeting) if (b.name, b.question) not in usual)
    hand_on(uow, meeting, [*_open_points(left), *meeting.parked])


def _not_reached(uow: UnitOfWork, meeting: Meeting) -> list[Block]:
    """The blocks behind the last one that ran, of a meeting that was stepped through."""
    if not meeting.run_events:
        return []
    found = run.of(meeting, uow.now)
    return list(meeting.blocks[found.at + 1 :]) if found else []


def _open_points(blocks: Iterable[Block]) -> list[str]:
    """What blocks were to decide; a topic made of a record is made of it again the next time."""
    return [b.question or b.name for b in blocks if not is_topic(b)]


def hand_on(uow: UnitOfWork, meeting: Meeting, points: list[str]) -> None:
    """Give the next meeting what stayed open, in time taken from its longest block.

    A weekly review that has its series' plain agenda gets its topics with it (R7.4).
    """
    made = uow.get(Series, meeting.series)
    after = meeting.recurrence or meeting.start
    coming = [
        m
        for m in occurrences(uow, made)
        if m.state is MeetingState.SCHEDULED and (m.recurrence or m.start) > after
    ]
    if not coming:
        return
    following = _with_topics(uow, coming[0], points)
    if following == coming[0] and points:
        blocks = with_points(coming[0].blocks, points, uow.say(LEFT))
        following = replace(coming[0], blocks=blocks)
    if following != coming[0]:
        uow.save(following)


def with_points(blocks: tuple[Block, ...], points: list[str], heading: str) -> tuple[Block, ...]:
    """The agenda with a first block for open points; its whole length stays, if it has two minutes.

    Points are added to a block of this *heading* where there is one.
    """
    for at, block in enumerate(blocks):
        if block.name == heading:
            known = [point for point in block.question.split("; ") if point]
            asked = "; ".join(dict.fromkeys([*known, *points]))
            return (*blocks[:at], replace(block, question=asked), *blocks[at + 1 :])
    longest = max(range(len(blocks)), key=lambda place: blocks[place].minutes)
    minutes = max(1, min(5 * len(points), blocks[longest].minutes // 2))
    left = max(1, blocks[longest].minutes - minutes)
    shortened = replace(blocks[longest], minutes=left)
    first = Block(name=heading, minutes=minutes, question="; ".join(dict.fromkeys(points)))
    return (first, *blocks[:longest], shortened, *blocks[longest + 1 :])


def stamped(uow: UnitOfWork, made: Series) -> Series:
    """The series with the stamp of a message, strictly later than the last one's."""
    stamp = uow.now.replace(microsecond=0)
    if made.dtstamp and stamp <= made.dtstamp:
        return made
    return uow.save(replace(made, dtstamp=stamp))


def cancelled(uow: UnitOfWork, made: Series) -> bool:
    """Whether nothing of a series is left, so that calendars are to forget the whole of it."""
    standing = (m.state is not MeetingState.CANCELLED for m in occurrences(uow, made))
    return made.state is SeriesState.ENDED and not any(standing)


class Said(NamedTuple):
    """What the clock asks for of a series: to make meetings, or to ask about a new day off."""

    cause: str
    about: str
    text: Message
    people: tuple[str, ...]
    until: datetime | None
    series: str


def reminders(uow: UnitOfWork) -> Iterator[Said]:
    """Everything due of the running series at the unit's moment."""
    for made in uow.find(Series, state=SeriesState.RUNNING):
        if starts := due(uow, made):
            yield Said(
                f"series:{made.number}:{starts[-1].isoformat()}", made.number,
                N_("{number}: {count} more meetings are set: {title}",
                   number=made.number, count=len(starts), title=made.title),
                (), None, made.number,
            )  # fmt: skip
        for meeting in _newly_off(uow, made):
            yield Said(
                asking(uow, meeting), meeting.number, off_day_question(uow, meeting),
                (meeting.organizer,), meeting.start, made.number,
            )  # fmt: skip


def _newly_off(uow: UnitOfWork, made: Series) -> Iterator[Meeting]:
    """Meetings to come on what became a day off after they were made."""
    for meeting in occurrences(uow, made):
        is_coming = meeting.state is MeetingState.SCHEDULED and meeting.start > uow.now
        day = uow.worktime.day(meeting.start)
        as_ruled = not meeting.off_day and meeting.start == meeting.recurrence
        if is_coming and as_ruled and not uow.worktime.workdays.is_working(day):
            yield meeting


def carry_out(uow: UnitOfWork, number: str, about: str) -> None:
    """Do what one of :func:`reminders` asks for."""
    if about == number:
        make_ahead(uow, uow.get(Series, number))
        return
    meeting = uow.get(Meeting, about)
    if not uow.find(Notice, cause=asking(uow, meeting)):
        uow.save(replace(meeting, off_day=True))
