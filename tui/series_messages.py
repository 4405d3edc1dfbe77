"""Which messages tell calendars of a series, or of one meeting of it (R14.1, RFC 5546 3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from core.commands.meeting import InviteToMeeting
from core.commands.occurrences import cancelled, occurrences
from core.commands.series import EndSeries
from core.model.meeting import Meeting, MeetingState
from core.model.organisation import Person
from core.model.request import Request
from core.model.series import Series

if TYPE_CHECKING:
    from core.commands.base import Command
    from core.ports import UnitOfWork
    from exports.invitation import Invitation


def messages(
    uow: UnitOfWork, about: Meeting | Series, made: Command, each: bool
) -> Iterator[tuple[str, Invitation]]:
    """File names without their ending, and what the files say; with *each*, one for everybody too.

    An invitation to one meeting is one to its whole series, unless it is to ``only`` that one; a
    series of which something was held is not cancelled but ends sooner (R8).
    """
    people = {person.login: person for person in uow.find(Person)}
    title = uow.get(Request, about.request).title if about.request else ""
    kept: dict[str, Any] = {"request_title": title}
    only = isinstance(made, InviteToMeeting) and made.only
    if isinstance(about, Meeting) and (only or about.state is MeetingState.CANCELLED):
        yield from _of_one(uow, about, people, kept, each)
    else:
        yield from _of_all(uow, about, made, people, kept, each)


def _of_one(
    uow: UnitOfWork, about: Meeting, people: dict[str, Person], kept: dict[str, Any], each: bool
) -> Iterator[tuple[str, Invitation]]:
    from exports.series import prepare_occurrence

    series, stem = uow.get(Series, about.series), about.number
    if about.state is MeetingState.CANCELLED:
        stem, kept = f"{stem}-cancel", kept | {"method": "CANCEL", "reason": about.notes}
    whole = prepare_occurrence(series, about, people, **kept)
    yield stem, whole
    for login in _reached([about], whole) if each else ():
        yield f"{stem}-{login}", prepare_occurrence(series, about, people, only=login, **kept)


def _of_all(
    uow: UnitOfWork,
    about: Meeting | Series,
    made: Command,
    people: dict[str, Person],
    kept: dict[str, Any],
    each: bool,
) -> Iterator[tuple[str, Invitation]]:
    from exports.series import prepare_series

    series = about if isinstance(about, Series) else uow.get(Series, about.series)
    meetings, stem = occurrences(uow, series), about.number
    if isinstance(made, EndSeries) and cancelled(uow, series):
        stem, kept = f"{stem}-cancel", kept | {"method": "CANCEL", "reason": series.reason}
    whole = prepare_series(series, meetings, people, **kept)
    yield stem, whole
    held = [m for m in meetings if m.state is not MeetingState.CANCELLED]
    for login in _reached([series, *held], whole) if each else ():
        copy = prepare_series(series, meetings, people, only=login, **kept)
        yield f"{stem}-{login}", copy
    if "method" not in kept:
        yield from _taken_off(series, held, people, kept["request_title"], each)


def _taken_off(
    series: Series, held: list[Meeting], people: dict[str, Person], title: str, each: bool
) -> Iterator[tuple[str, Invitation]]:
    """A cancellation of the series for each who was invited once and can be reached (P7).

    It takes all meetings of the series out of a calendar, so that those to which somebody is
    invited still are said again behind it.
    """
    from exports.addresses import mail_address
    from exports.series import prepare_series, prepare_uninvited

    for login in series.removed:
        if login not in people or not mail_address(people[login].email):
            continue
        stem = f"{series.number}-removed-{login}"
        yield stem, prepare_uninvited(series, people, login, title)
        if not each and any(login in meeting.invited for meeting in held):
            still = prepare_series(series, held, people, only=login, request_title=title)
            yield f"{stem}-still-invited", still


def _reached(invited: Iterable[Meeting | Series], whole: Invitation) -> list[str]:
    """The attendees that a message can reach, each once."""
    gone = {login for part in (whole, *whole.more) for login in part.without_address}
    logins = dict.fromkeys(a.person for one in invited for a in one.attendees)
    return [login for login in logins if login not in gone]
