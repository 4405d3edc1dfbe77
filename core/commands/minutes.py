"""Verbs of minutes: write and send, confirm or correct, add to what is frozen (R5.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core import minutes as drafts
from core import run as runs
from core.commands.base import Kind, arg, command
from core.commands.meeting import OnMeeting, require_state, towards
from core.commands.parts import not_own, speak_for, start_clock, stop_clock, tell_department
from core.errors import NotPermitted, RuleViolation
from core.messages import N_, Message
from core.model.conflict import Conflict
from core.model.desk import DeadlineKind
from core.model.meeting import ActionItem, Meeting, MeetingState, Participation
from core.model.minutes import Addendum, Confirmation, Minutes, MinutesState
from core.model.organisation import Department, Person
from core.model.request import Request, RequestState
from core.model.work import Task
from core.permissions import Standing

if TYPE_CHECKING:
    from core.ports import UnitOfWork

LONGEST = 40_000
UNDER_WAY = (RequestState.EXECUTING, RequestState.ACCEPTING)
OVER = (RequestState.CLOSED, RequestState.ARCHIVED, RequestState.REJECTED, RequestState.WITHDRAWN)


def _present(uow: UnitOfWork, meeting: Meeting) -> list[Person]:
    """Everybody invited who did not decline; who runs the meeting counts in."""
    absent = {a.person for a in meeting.attendees if a.partstat is Participation.DECLINED}
    logins = [login for login in meeting.invited if login not in absent]
    known = {person.login: person for person in uow.find(Person)}
    return [known[login] for login in logins if login in known]


def _departments(uow: UnitOfWork, people: Iterable[Person]) -> tuple[str, ...]:
    """Their departments that have somebody to confirm."""
    named = dict.fromkeys(person.department for person in people if person.department)
    able = {d.code for d in uow.find(Department) if d.contacts}
    return tuple(code for code in named if code in able)


def _conflicts(uow: UnitOfWork, meeting: Meeting) -> list[Conflict]:
    """Those opened while the meeting ran, by somebody in it or about its request."""
    begun, over = meeting.started_at, meeting.finished_at
    return [
        conflict
        for conflict in uow.find(Conflict, about=meeting.request)
        if begun
        and over
        and begun <= conflict.opened_at <= over
        and (meeting.request or conflict.opened_by in meeting.invited)
    ]


def _names(uow: UnitOfWork, meeting: Meeting) -> dict[str, str]:
    """Of those who present a block or have something to do."""
    logins = {block.presenter for block in meeting.blocks} | {a.owner for a in meeting.actions}
    return {person.login: person.name for one in logins for person in uow.find(Person, login=one)}


def drafted(uow: UnitOfWork, meeting: Meeting) -> Minutes:
    """The minutes of a meeting that is over, as they are first drafted."""
    request = uow.get(Request, meeting.request) if meeting.request else None
    people = _present(uow, meeting)
    zone = uow.worktime.require_zone(meeting.zone)
    source = drafts.Source(
        meeting,
        runs.of(meeting, uow.now),
        request.title if request else "",
        [" ".join(filter(None, (p.name or p.login, p.department))) for p in people],
        _conflicts(uow, meeting),
        lambda moment: moment.astimezone(zone),
        _names(uow, meeting),
    )
    return Minutes(
        name=drafts.name(source),
        text=drafts.draft(source, uow.say),
        written_by=uow.actor.login,
        written_at=uow.now,
        departments=_departments(uow, people),
        makes_tasks=not request or request.state in (*UNDER_WAY, *OVER),
    )


def owing(uow: UnitOfWork, meeting: Meeting) -> str:
    """The department that owes the minutes: the request's lead, else the organiser's own."""
    if meeting.request:
        return uow.get(Request, meeting.request).lead_department
    found = uow.find(Person, login=meeting.organizer)
    return found[0].department if found else ""


def begin(uow: UnitOfWork, meeting: Meeting) -> Meeting:
    """Draft the minutes of a meeting that just ended; their 24 hours begin."""
    start_clock(
        uow,
        DeadlineKind.MINUTES,
        meeting.number,
        uow.policy["minutes"],
        request=meeting.request,
        department=owing(uow, meeting),
    )
    return replace(meeting, minutes=drafted(uow, meeting))


@command
class WriteMinutes(OnMeeting):
    """Write the minutes of a meeting, or send them to be confirmed (R5.6).

    They are drafted when the meeting ends. Editing what was sent already asks every department
    again; frozen minutes are added to, never edited.
    """

    verb: ClassVar[str] = "meeting minutes"
    label: ClassVar[Message] = N_("Write minutes")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "m", "live": "m"}

    text: str | None = arg(N_("Wording"), Kind.LONG, default=None, limit=LONGEST)
    send: bool = arg(N_("Send to be confirmed"), Kind.FLAG, default=False)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.FINISHED)
        known = subject.minutes
        minutes = known or drafted(uow, subject)
        changed = self.text is not None and self.text != minutes.text
        if minutes.state is MinutesState.FROZEN and (changed or self.send):
            raise RuleViolation(
                N_("These minutes are frozen."), "text", N_("Add a correction: meeting amend")
            )
        if minutes.state is MinutesState.CONFIRMING and self.send and not changed:
            raise RuleViolation(N_("The departments have these minutes already."), "send")
        if self.text is not None and not self.text.strip():
            raise RuleViolation(N_("Write what the meeting came to."), "text")
        if changed:
            minutes = self._edited(uow, minutes)
        if self.send or (changed and minutes.state is MinutesState.CONFIRMING):
            return self._send(uow, replace(subject, minutes=minutes), minutes)
        return subject if minutes == known else uow.save(replace(subject, minutes=minutes))

    def _edited(self, uow: UnitOfWork, minutes: Minutes) -> Minutes:
        return replace(
            minutes, text=self.text or "", written_by=uow.actor.login, written_at=uow.now
        )

    def _send(self, uow: UnitOfWork, meeting: Meeting, minutes: Minutes) -> Meeting:
        """Ask every department present; that of whoever wrote them has confirmed by writing."""
        stop_clock(uow, DeadlineKind.MINUTES, meeting.number)
        home = uow.actor.department
        own = (
            (Confirmation(department=home, by=uow.actor.login, at=uow.now),)
            if home in minutes.departments
            else ()
        )
        minutes = replace(
            minutes,
            state=MinutesState.CONFIRMING,
            written_by=uow.actor.login,
            sent_at=uow.now,
            confirmations=own,
        )
        stop_clock(uow, DeadlineKind.CONFIRM_MINUTES, meeting.number, home)
        for code in minutes.waiting:
            self._ask(uow, meeting, code)
        return settled(uow, replace(meeting, minutes=minutes), minutes)

    def _ask(self, uow: UnitOfWork, meeting: Meeting, code: str) -> None:
        clock = start_clock(
            uow,
            DeadlineKind.CONFIRM_MINUTES,
            meeting.number,
            uow.policy["minutes"],
            request=meeting.request,
            department=code,
        )
        tell_department(
            uow,
            code,
            meeting.number,
            N_("Confirm or correct the minutes of {number}: {title}", number=meeting.number,
               title=meeting.title),
            until=clock.due_at,
        )  # fmt: skip


def settled(uow: UnitOfWork, meeting: Meeting, minutes: Minutes) -> Meeting:
    """Keep the meeting; freeze the minutes where no department is waited for any more."""
    if minutes.waiting:
        return uow.save(replace(meeting, minutes=minutes))
    frozen = replace(minutes, state=MinutesState.FROZEN, frozen_at=uow.now)
    if minutes.makes_tasks:
        for item in meeting.actions:
            _make_task(uow, meeting, item)
    for login in meeting.invited:
        uow.tell(
            login,
            meeting.number,
            N_("The minutes of {number} are final: {title}", number=meeting.number,
               title=meeting.title),
        )  # fmt: skip
    return uow.save(replace(meeting, minutes=frozen))


def _make_task(uow: UnitOfWork, meeting: Meeting, item: ActionItem) -> None:
    """An action item becomes a task of its owner's department (R5.6).

    It is one of the request's only while that is under way: one that is over stays so.
    """
    under_way = meeting.request and uow.get(Request, meeting.request).state in UNDER_WAY
    today = uow.worktime.day(uow.now)
    task = uow.add(
        Task(
            number=uow.number("TSK"),
            request=meeting.request if under_way else "",
            meeting=meeting.number,
            title=item.text,
            department=uow.get(Person, item.owner).department,
            owner=item.owner,
            start=min(today, item.due),
            finish=item.due,
            criterion=uow.say(N_("As agreed in {number}", number=meeting.number)),
        )
    )
    uow.tell(
        task.owner,
        task.number,
        N_(
            "{number} is yours, by {day}: {title}",
            number=task.number,
            day=task.finish.isoformat(),
            title=task.title,
        ),
    )


def sent(meeting: Meeting, *states: MinutesState) -> Minutes:
    """The meeting's minutes if they are in one of *states*; ``RuleViolation`` otherwise."""
    minutes = meeting.minutes
    if minutes and minutes.state in states:
        return minutes
    state = STATE_LABELS[minutes.state] if minutes else N_("not written yet")
    raise RuleViolation(
        N_("The minutes of {number} are {state}, so this cannot be done now.",
           number=meeting.number, state=state)
    )  # fmt: skip


STATE_LABELS = {
    MinutesState.DRAFT: N_("a draft"),
    MinutesState.CONFIRMING: N_("out for confirmation"),
    MinutesState.FROZEN: N_("final"),
}


def by_presence(uow: UnitOfWork, meeting: Meeting) -> frozenset[Standing]:
    """Standings of heads and liaisons whose department was present, of the request or not."""
    present = set(meeting.minutes.departments) if meeting.minutes else set()
    posts = (
        (Standing.HEAD, uow.actor.heads & present),
        (Standing.LIA, uow.actor.liaises & present),
    )
    return frozenset(standing for standing, codes in posts if codes)


@command
class ConfirmMinutes(OnMeeting):
    """Confirm the minutes for one's department, or correct them (R5.6).

    A correction is told to whoever wrote them and stands beside the text. When every department
    present has answered, the minutes are frozen.
    """

    verb: ClassVar[str] = "meeting confirm"
    label: ClassVar[Message] = N_("Confirm minutes")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "c"}

    department: str = arg(N_("Department"), Kind.DEPARTMENT, default="")
    correction: str = arg(N_("Correction"), Kind.LONG, default="", limit=4000)

    @property
    def why(self) -> str:
        return self.correction

    def standings(self, uow: UnitOfWork, subject: Meeting) -> frozenset[Standing]:
        return towards(uow, subject) | by_presence(uow, subject)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        minutes = sent(subject, MinutesState.CONFIRMING)
        not_own(
            uow,
            minutes.written_by,
            N_("You wrote these minutes; each other department confirms for itself."),
        )
        code = self._for(uow, minutes)
        speak_for(uow, code)
        answer = Confirmation(
            department=code, by=uow.actor.login, at=uow.now, correction=self.correction
        )
        stop_clock(uow, DeadlineKind.CONFIRM_MINUTES, subject.number, code)
        if self.correction:
            uow.tell(
                minutes.written_by,
                subject.number,
                N_("{department} corrects the minutes of {number}", department=code,
                   number=subject.number),
                why=self.correction,
            )  # fmt: skip
        minutes = replace(minutes, confirmations=(*minutes.confirmations, answer))
        return settled(uow, subject, minutes)

    def _for(self, uow: UnitOfWork, minutes: Minutes) -> str:
        mine = uow.actor.speaks_for & set(minutes.waiting)
        code = self.department or min(mine, default="")
        if code in mine:
            return code
        if code and code not in uow.actor.speaks_for:
            raise NotPermitted(
                N_("Only {department} itself confirms for it.", department=code), "department"
            )
        raise RuleViolation(N_("Your department has confirmed already, or was not there."))


@command
class AmendMinutes(OnMeeting):
    """Add a correction to frozen minutes; the text itself stays as it was confirmed (R5.6)."""

    verb: ClassVar[str] = "meeting amend"
    label: ClassVar[Message] = N_("Add correction")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "h"}

    text: str = arg(N_("Correction"), Kind.LONG, limit=4000)

    def standings(self, uow: UnitOfWork, subject: Meeting) -> frozenset[Standing]:
        return super().standings(uow, subject) | by_presence(uow, subject)

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        minutes = sent(subject, MinutesState.FROZEN)
        entry = Addendum(by=uow.actor.login, at=uow.now, text=self.text)
        for code in minutes.departments:
            tell_department(
                uow,
                code,
                subject.number,
                N_("The minutes of {number} were added to", number=subject.number),
                why=self.text,
            )
        return uow.save(
            replace(subject, minutes=replace(minutes, addenda=(*minutes.addenda, entry)))
        )
