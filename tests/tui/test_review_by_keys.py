"""From the form's signature to confirmed feedback, by keys alone (R2.2, R3.4, R3.5, R4.2)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.commands.dispatch import (
    AcknowledgeDispatch,
    DispatchRequest,
    ObjectToDispatch,
    SignOffRequest,
    UpholdDispatch,
)
from core.commands.feedback import ConfirmFeedback, GiveFeedback, SignFeedback
from core.commands.relations import LinkRequests, SplitRequest
from core.commands.request import CommentOnRequest, SubmitRequest
from core.model.request import RequestState
from tests.tui.by_keys import Person, at_work
from tests.tui.by_verbs import organisation, process
from tui import agreement, labels
from tui.i18n import _, say

MONTH = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y%m")  # as the desk counts
SIZE = (100, 30)  # the top line names who one is
NUMBER, SECOND = f"XMBG-{MONTH}001", f"XMBG-{MONTH}002"


class Words(NamedTuple):
    """What people type in their language."""

    title: str
    goal: str
    details: str
    not_ours: str
    ruling: str
    content: str
    changed: str
    comment: str
    half: str


CHINESE = Words(
    title="618大促活动跨部门协作需求",
    goal="活动期间销售额同比增长30%",
    details="PRD：3款促销产品功能说明 @ +5d\nSAL：2场销售人员培训 @ +6d",
    not_ours="主推产品由产品部定",
    ruling="活动由市场部主责",
    content="培训分2批，4天完成",
    changed="培训分3批，5天完成",
    comment="请@Sun 看一下，还有@Wu",
    half="销售培训",
)
ENGLISH = Words(
    title="618 campaign across departments",
    goal="Raise sales by 30 % over last year",
    details="PRD: 3 sheets @ +5d\nSAL: 2 training days @ +6d",
    not_ours="Products decide what is promoted",
    ruling="The campaign is yours",
    content="Training in 2 groups, 4 days",
    changed="Training in 3 groups, 5 days",
    comment="@Sun please look, and @Wu",
    half="Training of sales",
)


def test_R3_a_request_is_signed_ruled_on_answered_and_confirmed_by_keys(tmp_path: Path) -> None:
    place = organisation(tmp_path / "desk.db")
    words = ENGLISH
    with at_work(place, language="en", size=SIZE) as person:
        is_signed_off(person, words)
        is_objected_to_and_upheld(person, words)
        is_answered(person, words)
        is_signed_and_confirmed(person, words)
        is_talked_about(person, words)
        person.press("ctrl+q")
        assert person.terminal.wait_exit() == 0
    assert process("--db", str(place), "trail", "verify").status == 0


def owes(person: Person, duty: str) -> None:
    """Today says what the person owes."""
    person.goes("today")
    word = say(labels.DUTIES[duty])
    person.until(
        lambda screen: any(NUMBER in line and word in line for line in screen.split("\n")), word
    )


def stands(person: Person, *parts: str) -> None:
    """The request's own line in the list holds all of the parts."""
    person.until(
        lambda screen: any(
            NUMBER in line and all(part in line for part in parts) for line in screen.split("\n")
        ),
        *parts,
    )


def is_signed_off(person: Person, words: Words) -> None:
    """R2.2: sent in by the liaison, signed by the head, seen by the reviewer."""
    person.becomes("wang")
    person.goes("intake")
    form = {"title": words.title, "background": words.goal, "involved_departments": "PRD, SAL"}
    person.does("n", SubmitRequest, NUMBER, **form, details=words.details, expected="+30d")
    person.becomes("root")
    person.goes("intake")
    person.opens("a", DispatchRequest)
    person.sees(_("The form is not signed off by the head."))
    person.press("escape")
    person.becomes("zhang")
    owes(person, "sign_off")
    person.press("d")
    person.sees(f"{say(SignOffRequest.label)}: {NUMBER}")
    person.misses(say(labels.DUTIES["sign_off"]))
    person.looks_up(NUMBER)
    person.sees(f"{_('Signed off by')}  Zhang")


def is_objected_to_and_upheld(person: Person, words: Words) -> None:
    """R3.4: the objection is counted in the queue and stands with its ruling in the detail."""
    person.becomes("root")
    person.goes("intake")
    person.does("a", DispatchRequest, NUMBER)
    person.becomes("zhang")
    person.goes("assignment")
    person.sees(words.title)
    person.does("o", ObjectToDispatch, NUMBER, reason=words.not_ours)
    stands(person, f"{labels.state(RequestState.OBJECTED)}×1")
    person.becomes("root")
    owes(person, "rule")
    person.goes("assignment")
    person.sees(words.title)
    person.does("h", UpholdDispatch, NUMBER, reason=words.ruling)
    person.looks_up(NUMBER)
    upheld = _(agreement.VERDICTS["upheld"].text, department="MKT")
    objected = _(agreement.VERDICTS["objected"].text, department="MKT")
    person.press("ctrl+d")
    person.sees(
        _("Objections: {times}", times=1), f"{objected}: {words.not_ours}",
        f"{upheld}: {words.ruling}",
    )  # fmt: skip
    person.becomes("zhang")
    owes(person, "acknowledge")
    person.press("d")
    person.sees(f"{say(AcknowledgeDispatch.label)}: {NUMBER}")


def is_answered(person: Person, words: Words) -> None:
    """R3.5: the liaison writes, and corrects what is still hers."""
    person.becomes("li")
    person.goes("assignment")
    person.sees(words.title)
    person.opens("f", GiveFeedback)
    person.sees("SAL: ")
    person.fills(GiveFeedback, content=words.content, proposed="+6d")
    person.sends(GiveFeedback)
    person.opens("f", GiveFeedback)
    person.sees(words.content)
    person.fills(GiveFeedback, content=words.changed)
    person.sends(GiveFeedback)
    person.press("u")
    person.sees(_("Undone: {about}", about=NUMBER))
    person.press("U")
    person.sees(_("Done again: {about}", about=NUMBER))


def is_signed_and_confirmed(person: Person, words: Words) -> None:
    person.becomes("sun")
    owes(person, "sign")
    person.opens("d", SignFeedback)
    person.sees(words.changed)
    person.sends(SignFeedback)
    person.misses(say(labels.DUTIES["sign"]))

    person.becomes("zhang")
    owes(person, "confirm_feedback")
    person.goes("assignment")
    person.sees(words.title)
    person.opens("d", ConfirmFeedback)
    person.sees(words.changed)
    person.sends(ConfirmFeedback)
    person.looks_up(NUMBER)
    person.press("ctrl+d")
    signed, confirmed = (
        _("signed by {person}", person="Sun"),
        _("confirmed by {person}", person="Zhang"),
    )
    person.sees(f"SAL Li: {words.changed}", f"{signed} · {confirmed}")
    person.sees(f"{_('Not given yet')}  PRD")


def is_talked_about(person: Person, words: Words) -> None:
    """R4.2: who is named is told; who may not see it is pointed out, and the comment goes in."""
    person.opens("c", CommentOnRequest)
    person.fills(CommentOnRequest, text=words.comment)
    person.press("ctrl+s")
    person.sees(agreement.unheard_line(["Wu"]))
    person.becomes("sun")
    person.goes("today")
    person.press("z")
    person.sees(_("{person} mentions you in {number}: {title}", person="Zhang", number=NUMBER,
                  title=words.title)[:30])  # fmt: skip


def test_a_request_is_split_and_linked_by_keys(tmp_path: Path) -> None:
    place = organisation(tmp_path / "desk.db")
    words = CHINESE
    with at_work(place, "wang", language="zh", size=SIZE) as person:
        person.goes("intake")
        form = {"title": words.title, "background": words.goal, "involved_departments": "PRD, SAL"}
        person.does("n", SubmitRequest, NUMBER, **form, details=words.details, expected="+30d")
        person.becomes("root")
        person.goes("intake")
        person.sees(words.title)
        person.opens("t", SplitRequest)
        person.sees("1  PRD", "2  SAL")
        person.fills(SplitRequest, lines="2", title=words.half)
        person.sends(SplitRequest, SECOND)
        person.looks_up(NUMBER)
        person.sees(f"{say(agreement.LINKS['split', 'from'])}  {SECOND}", words.half)
        person.press("escape")
        person.sees(words.half)
        person.looks_up(SECOND)
        person.sees(f"{say(agreement.LINKS['split', 'to'])}  {NUMBER}")
        person.does("L", LinkRequests, SECOND, to=NUMBER, kind="blocks")
        person.sees(f"{say(agreement.LINKS['blocks', 'to'])}  {NUMBER}")
        person.press("u")
        person.sees(_("Undone: {about}", about=SECOND))
        person.press("ctrl+q")
        assert person.terminal.wait_exit() == 0
