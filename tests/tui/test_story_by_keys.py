"""The 618 campaign of S4 from its form to its closing, by keys alone, at 80 by 24 (R2 to R12)."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar

from core.commands.conflict import ConfirmSettlement, OpenConflict, SettleConflict
from core.commands.dispatch import AcknowledgeDispatch, DispatchRequest
from core.commands.meeting import InviteToMeeting, ScheduleMeeting
from core.commands.minutes import ConfirmMinutes, WriteMinutes
from core.commands.plan import AnswerPlan, SubmitPlan
from core.commands.request import SubmitRequest
from core.commands.running import AgreeAction, DecideInMeeting, FinishMeeting, StartMeeting
from core.commands.task import AcceptTask, DeliverTask, SendBackTask, UpdateTask
from core.messages import N_
from core.model.request import RequestState
from core.policy import KICKOFF_BLOCKS
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import organisation, process
from tui import labels
from tui.i18n import _, say
from tui.screens import assignment

MONTH = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y%m")  # as the desk counts


class Words(NamedTuple):
    """What people type in their language."""

    title: str
    goal: str
    details: tuple[str, str, str]
    wrong_lead: str
    decision: str
    action: str
    tasks: tuple[str, str, str]
    contingency: str
    too_late: str
    progress: str
    risk: str
    file: str
    no_code: str
    quarrel: str
    claim: str
    outcome: str
    next_friday: str


CHINESE = Words(
    title="618大促活动跨部门协作需求",
    goal="活动期间销售额同比增长30%，用户满意度达90%以上",
    details=("PRD：3款促销产品功能说明 @ +5d", "SAL：2场销售人员培训 @ +6d", "LOG：2周库存 @ +8d"),
    wrong_lead="库存都在物流部",
    decision="主推3款产品",
    action="产品功能说明初稿",
    tasks=("产品功能说明初稿", "销售人员培训", "确认库存容量"),
    contingency="功能说明延迟 | 3 | 调整宣传节奏",
    too_late="培训要再给两天",
    progress="完成3款产品的说明",
    risk="讲师生病 | 流感 | +6d",
    file="库存确认书第二版.pdf",
    no_code="没有写应急方案",
    quarrel="培训场地费用由谁承担",
    claim="场地是物流部的",
    outcome="两部门各承担一半",
    next_friday="下周五",
)
BLOCKS = [(name, minutes) for _key, minutes, name in KICKOFF_BLOCKS]
NUMBER, KICKOFF, SECOND, QUARREL = (
    f"{name}-{MONTH}00{n}" for name, n in (("XMBG", 1), ("MTG", 1), ("MTG", 2), ("CFL", 1))
)
TASKS = tuple(f"TSK-{MONTH}00{n}" for n in (1, 2, 3))


def test_S4_the_campaign_by_keys_alone(tmp_path: Path) -> None:
    place = organisation(tmp_path / "desk.db")
    clock = tmp_path / "seconds-ahead"
    clock.write_text("0")
    program = ("tests.tui.clocked", str(clock))
    with at_work(place, language="zh", program=program) as person:
        comes_in(person, CHINESE)
        finds_its_lead(person, CHINESE)
        meets(person, CHINESE, tmp_path)
        is_held(person, CHINESE, clock)
        is_written_down(person, CHINESE, place)
        is_planned(person, CHINESE)
        is_agreed(person, CHINESE)
        is_worked_on(person, CHINESE)
        quarrels(person, CHINESE)
        is_settled_and_sent_back(person, CHINESE)
        is_accepted(person)
        person.press("ctrl+q")
        assert person.terminal.wait_exit() == 0
    assert process("--db", str(place), "trail", "verify").status == 0


def stands(person: Person, state: RequestState) -> None:
    """The request's own line in the list says where it stands."""
    word = labels.state(state)
    person.until(lambda screen: has_line(screen, NUMBER, word), word)


def owes(person: Person, duty: str, number: str = NUMBER) -> None:
    """Today says what the person owes."""
    person.goes("today")
    word = say(labels.DUTIES[duty])
    person.until(lambda screen: has_line(screen, number, word), word)


def has_line(screen: str, *parts: str) -> bool:
    return any(all(part in line for part in parts) for line in screen.split("\n"))


def owes_nothing(person: Person) -> None:
    person.goes("today")
    person.sees(_("Nothing waits for you. F2 shows the intake queue."))


def comes_in(person: Person, words: Words) -> None:
    """R2: the form is sent in by the liaison; the coordinator sees it waiting."""
    person.becomes("wang")
    person.goes("intake")
    form = {"title": words.title, "background": words.goal, "involved_departments": "PRD, SAL, LOG"}
    details = "\n".join(words.details)
    more = {"details": details, "expected": "+30d", "priority": "high"}
    person.does("n", SubmitRequest, NUMBER, **form, **more)
    stands(person, RequestState.SUBMITTED)
    person.becomes("root")
    owes(person, "review")


def finds_its_lead(person: Person, words: Words) -> None:
    """R3.3, R3.4: an unusual lead needs a reason, and is taken back by undo."""
    person.goes("intake")
    person.opens("a", DispatchRequest)
    person.fills(DispatchRequest, lead="LOG")
    person.press("ctrl+s")
    person.sees("MKT", "LOG", say(N_("The work is almost all theirs.")))
    person.press(words.wrong_lead)
    person.sends(DispatchRequest, NUMBER)
    person.press("u")
    person.sees(_("Undone: {about}", about=NUMBER))
    stands(person, RequestState.SUBMITTED)
    person.does("a", DispatchRequest, NUMBER)

    person.becomes("zhang")
    owes(person, "acknowledge")
    person.goes("assignment")
    stands(person, RequestState.DISPATCHED)
    person.press("t")
    person.sees(f"{say(AcknowledgeDispatch.label)}: {NUMBER}")
    stands(person, RequestState.COORDINATING)


def meets(person: Person, words: Words, folder: Path) -> None:
    """R5: a kick-off of 5/30/15/10, invited to by file, with a decision and an action item."""
    person.opens("m", ScheduleMeeting)
    person.sees(*(f"{say(name)} {n}" for name, n in BLOCKS), NUMBER)
    person.fills(ScheduleMeeting, start="+3d 10:00", place="301")
    person.sends(ScheduleMeeting, KICKOFF)
    person.goes("meetings")
    person.sees(words.title, KICKOFF)
    person.press("enter")
    person.sees("10:00–10:05", "10:05–10:35", "10:35–10:50", "10:50–11:00")
    person.press("escape")
    person.sees("1/1")  # the list again; escape and a letter at once would be another key

    person.does("i", InviteToMeeting, KICKOFF, to=str(folder))
    [event] = icalendar.Calendar.from_ical((folder / f"{KICKOFF}.ics").read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]).startswith(words.title)
    assert event["LOCATION"] == "301"


def is_held(person: Person, words: Words, clock: Path) -> None:
    """R5.5: the live view, on which the opening takes two minutes more than planned."""
    person.press("v")
    person.sees(_("Not begun yet: s starts the meeting."))
    person.press("s")
    person.sees("1/4", _("on time"))
    later = clock.with_suffix(".later")
    later.write_text(str(7 * 60 + 5))
    later.replace(clock)  # never seen half written
    person.sees(_("over time"), _("{time} late", time=_("{minutes} min", minutes=2)))
    person.press("n")
    person.sees("2/4", _("on time"), _("{minutes} min", minutes=7))
    person.does("d", DecideInMeeting, KICKOFF, text=words.decision)
    person.does("a", AgreeAction, KICKOFF, text=words.action, owner="zhao", due="+5d")
    person.sees(f"{_('Decision')}: {words.decision}")
    person.press("f")
    person.sees(_("The meeting is over: m opens the minutes."))


def is_written_down(person: Person, words: Words, place: Path) -> None:
    """R5.6: minutes from what was taken down, frozen once each department has confirmed them."""
    person.opens("m", WriteMinutes)
    opening, minutes = say(BLOCKS[0][0]), BLOCKS[0][1]
    person.sees(_("{name}: {planned} min planned, {taken} min taken",
                  name=opening, planned=minutes, taken=7))  # fmt: skip
    person.fills(WriteMinutes, send="yes")
    person.sends(WriteMinutes, KICKOFF)
    person.press("escape")
    for liaison in ("zhao", "li", "zheng"):
        person.becomes(liaison)
        owes(person, "confirm_minutes", KICKOFF)
        person.does("d", ConfirmMinutes, KICKOFF)
        person.misses(say(labels.DUTIES["confirm_minutes"]))
    person.becomes("zhang")
    kept = process("--db", str(place), "meeting", "show", KICKOFF, "--json").data
    assert kept["minutes"]["state"] == "frozen"
    assert words.decision in kept["minutes"]["text"]
    assert kept["run"]["blocks"][0]["spent"] > 6 * 60


def is_planned(person: Person, words: Words) -> None:
    """R6.1, R6.2: a plan of what the meeting agreed; one department wants a change."""
    owes(person, "plan")
    person.goes("assignment")
    person.opens("l", SubmitPlan)
    person.sees(f"PRD | zhao | {words.action} | ")
    person.fills(SubmitPlan, tasks=plan_of(words, "+6d"), contingencies=words.contingency)
    person.sends(SubmitPlan)
    stands(person, RequestState.APPROVING)

    answers(person, "chen", "agree")
    answers(person, "sun", "change", words.too_late)
    stands(person, RequestState.SECOND_COORDINATION)


def plan_of(words: Words, training: str) -> str:
    people = (("PRD", "zhao", "+5d"), ("SAL", "li", training), ("LOG", "zheng", "+8d"))
    return "\n".join(
        f"{code} | {owner} | {title} | +0d > {until} | OK"
        for title, (code, owner, until) in zip(words.tasks, people, strict=True)
    )


def answers(person: Person, head: str, answer: str, text: str = "") -> None:
    person.becomes(head)
    if text:
        owes(person, "answer")
    person.goes("assignment")
    person.sees(NUMBER)
    person.opens("v", AnswerPlan)
    person.fills(AnswerPlan, answer=answer, **({"text": text} if text else {}))
    person.sends(AnswerPlan)


def is_agreed(person: Person, words: Words) -> None:
    """R6.2: the coordinator brings the departments together; all agree to the new version."""
    person.becomes("root")
    owes(person, "mediate")
    person.does("d", ScheduleMeeting, SECOND, start="+2d 9:00")
    person.goes("meetings")
    for key, command in (("b", StartMeeting), ("f", FinishMeeting)):
        person.sees(SECOND)
        person.press(key)
        person.sees(f"{say(command.label)}: {SECOND}")

    person.becomes("zhang")
    person.goes("assignment")
    person.opens("l", SubmitPlan)
    person.sees(words.too_late, words.tasks[0])
    person.fills(SubmitPlan, tasks=plan_of(words, "+8d"))
    person.sends(SubmitPlan)
    for head in ("chen", "sun", "wu"):
        answers(person, head, "agree")
    person.sees(say(assignment.NOTHING))


def is_worked_on(person: Person, words: Words) -> None:
    """R7.1, R7.2: progress, a deliverable, and a red alert seen on the board."""
    sheets, training, _stock = TASKS
    person.becomes("zhao")
    owes(person, "update", sheets)
    person.looks_up(sheets)
    person.does("m", UpdateTask, sheets, state="in_progress", done=words.progress)
    person.sees(words.progress)
    person.does("d", DeliverTask, sheets, deliverable=words.file)
    owes_nothing(person)

    person.becomes("li")
    person.looks_up(training)
    person.does("m", UpdateTask, training, state="in_progress", risk=words.risk)
    person.press("escape")
    person.sees(_("at risk: {count}", count=1), _("cards: {count}", count=3))


def quarrels(person: Person, words: Words) -> None:
    """R12: opened at a level whose clock is seen, settled by the coordinator."""
    person.goes("conflicts")
    about = {"title": words.quarrel, "level": "moderate", "parties": "SAL, LOG", "about": TASKS[1]}
    person.does("n", OpenConflict, QUARREL, **about, claim=words.claim)
    person.sees(say(N_("moderate")), words.claim)
    clock = re.compile(rf"{QUARREL}.* \d+ ?[d天]")
    person.until(lambda screen: bool(clock.search(screen)), "a clock")

    person.becomes("root")
    owes(person, "settle", QUARREL)
    person.goes("conflicts")
    person.sees(words.quarrel)
    person.does("d", SettleConflict, QUARREL, outcome=words.outcome)


def is_settled_and_sent_back(person: Person, words: Words) -> None:
    """R12.3, R8.1: both liaisons confirm; a deliverable comes back once."""
    _sheets, training, stock = TASKS
    person.becomes("zheng")
    confirms(person, words)
    delivers(person, stock, words.file)
    person.becomes("wang")
    owes(person, "accept", stock)
    person.looks_up(stock)
    person.does("b", SendBackTask, stock, reason=words.no_code)
    person.becomes("zheng")
    owes(person, "rework", stock)
    delivers(person, stock, words.file)
    person.becomes("li")
    confirms(person, words)
    person.misses(words.quarrel)
    delivers(person, training, words.file)
    owes_nothing(person)


def confirms(person: Person, words: Words) -> None:
    owes(person, "confirm", QUARREL)
    person.goes("conflicts")
    person.sees(words.outcome)
    person.does("v", ConfirmSettlement, QUARREL)


def delivers(person: Person, task: str, file: str) -> None:
    person.looks_up(task)
    person.does("d", DeliverTask, task, deliverable=file)


def is_accepted(person: Person) -> None:
    """R8.2: the last acceptance closes the request, and nobody but the lead owes anything."""
    person.becomes("wang")
    owes(person, "accept", TASKS[0])
    for task in TASKS:
        person.looks_up(task)
        person.press("v")
        person.sees(f"{say(AcceptTask.label)}: {task}")
    person.looks_up(NUMBER)
    person.sees(labels.state(RequestState.CLOSED))
    owes(person, "retrospective")
    person.misses(labels.word(labels.DUTIES, "accept"))
