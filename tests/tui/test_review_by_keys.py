"""From a vague form to confirmed feedback, by keys alone at 80 by 24 (R2.2 to R3.5, R4.2)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from core.commands.dispatch import (
    AcknowledgeDispatch,
    DispatchRequest,
    ObjectToDispatch,
    ReturnRequest,
    SignOffRequest,
    UpholdDispatch,
)
from core.commands.feedback import ConfirmFeedback, GiveFeedback, SignFeedback
from core.commands.relations import LinkRequests, SplitRequest
from core.commands.request import CommentOnRequest, ResubmitRequest, SubmitRequest
from core.model.request import RequestState
from tests.tui.by_keys import CORNER, Person, at_work
from tests.tui.by_verbs import organisation, process
from tui import agreement, labels
from tui.i18n import _, say

MONTH = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y%m")  # as the desk counts
NUMBER, SECOND = f"XMBG-{MONTH}001", f"XMBG-{MONTH}002"


class Words(NamedTuple):
    """What people type in their language."""

    title: str
    goal: str
    vague: str
    details: str
    missing: str
    fourth: str
    not_ours: str
    ruling: str
    content: str
    changed: str
    comment: str
    half: str


CHINESE = Words(
    title="618大促活动跨部门协作需求",
    goal="活动期间销售额同比增长30%",
    vague="PRD：尽快配合完成活动\nSAL：大力支持一下",
    details="PRD：3款促销产品功能说明 @ +5d\nSAL：2场销售人员培训 @ +6d",
    missing="漏了物流部，请补充",
    fourth="LOG：5个大区的库存 @ +8d",
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
    vague="PRD: help out with the sheets asap\nSAL: train people",
    details="PRD: 3 sheets @ +5d\nSAL: 2 training days @ +6d",
    missing="Logistics is missing",
    fourth="LOG: stock of 5 regions @ +8d",
    not_ours="Products decide what is promoted",
    ruling="The campaign is yours",
    content="Training in 2 groups, 4 days",
    changed="Training in 3 groups, 5 days",
    comment="@Sun please look, and @Wu",
    half="Training of sales",
)


@pytest.mark.parametrize(("language", "words"), [("zh", CHINESE), ("en", ENGLISH)])
def test_S4_a_vague_form_becomes_a_request_all_have_answered(
    tmp_path: Path, language: str, words: Words
) -> None:
    place = organisation(tmp_path / "desk.db")
    with at_work(place, language=language) as person:
        is_mended(person, words)
        comes_back(person, words)
        is_signed_off(person)
        is_objected_to_and_upheld(person, words)
        is_answered(person, words)
        is_signed_and_confirmed(person, words)
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


def is_mended(person: Person, words: Words) -> None:
    """R2.5: both vague lines are pointed at, with what to do about it in sight, and mended."""
    person.becomes("wang")
    person.goes("intake")
    person.opens("n", SubmitRequest)
    form = {"title": words.title, "background": words.goal, "involved_departments": "PRD, SAL"}
    person.fills(SubmitRequest, **form, details=words.vague, expected="+30d")
    person.press("ctrl+s")
    [first, second] = (line[4:].strip() for line in words.vague.split("\n"))
    once_more = _("Mend it, or send again to submit it as it is.")
    person.sees(f"{first}:", f"{second}:", once_more)
    first, second = words.details.split("\n")
    person.press("f7", "backspace", first, "enter", second)
    person.sends(SubmitRequest, NUMBER)
    stands(person, labels.state(RequestState.SUBMITTED))


def comes_back(person: Person, words: Words) -> None:
    """R3.2: returned with the reason, which stands above the form that is sent in again."""
    person.becomes("root")
    owes(person, "review")
    person.does("b", ReturnRequest, NUMBER, reason=words.missing)
    person.becomes("wang")
    owes(person, "resubmit")
    person.opens("d", ResubmitRequest)
    person.sees(_("Came back: {why}", why=words.missing), words.title)
    person.fills(ResubmitRequest, involved_departments="PRD, SAL, LOG")
    person.press("ctrl+s")
    person.sees(_("{department} is involved but has no detail line.", department="LOG"))
    person.press("ctrl+end", "enter", words.fourth)
    person.sends(ResubmitRequest, NUMBER)


def is_signed_off(person: Person) -> None:
    """R2.2: signed by the head, which the reviewer sees."""
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
    upheld = _(agreement.VERDICTS["upheld"].text, department="MKT")
    objected = _(agreement.VERDICTS["objected"].text, department="MKT")
    owes(person, "rule")
    person.opens("d", DispatchRequest)
    person.sees(f"{objected}: {words.not_ours}")
    person.press("escape")
    person.misses(CORNER)
    person.opens("o", UpholdDispatch)
    person.sees(f"{objected}: {words.not_ours}")
    person.fills_in(UpholdDispatch, NUMBER, reason=words.ruling)
    person.looks_up(NUMBER)
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
    person.sees(f"{_('Not given yet')}  PRD, LOG")


def is_talked_about(person: Person, words: Words) -> None:
    """R4.2: who is named is told; who may not see it is pointed out, and the comment goes in."""
    person.opens("c", CommentOnRequest)
    person.fills(CommentOnRequest, text=words.comment)
    person.press("ctrl+s")
    person.sees(agreement.unheard_line(["Wu"]))
    person.becomes("sun")
    person.goes("today")
    person.press("z")
    person.sees(_("{person} mentions you in {number}: {title}", person="Wang", number=NUMBER,
                  title=words.title)[:30])  # fmt: skip


def test_a_request_is_talked_about_split_and_linked_by_keys(tmp_path: Path) -> None:
    place = organisation(tmp_path / "desk.db")
    words = CHINESE
    with at_work(place, "wang", language="zh") as person:
        person.goes("intake")
        form = {"title": words.title, "background": words.goal, "involved_departments": "PRD, SAL"}
        person.does("n", SubmitRequest, NUMBER, **form, details=words.details, expected="+30d")
        is_talked_about(person, words)
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
