"""The conflict ledger's other lines, and the month's standing meeting."""

from __future__ import annotations

from core.commands.conflict import (
    ConfirmSettlement,
    EscalateConflict,
    NoteConflict,
    OpenConflict,
    SettleConflict,
)
from core.commands.desk import ReadNotices
from core.commands.meeting import InviteToMeeting, ScheduleMeeting
from core.demo.stage import Stage, Story
from core.model.conflict import ConflictLevel, ConflictType
from core.model.meeting import Attendee, AttendeeRole, Block, MeetingKind, Participation


def all_of(s: Stage) -> list[Story]:
    """The stories that belong to no single request."""
    return [_margin(s), _fair_costs(s), _dashboard(s), _standing_meeting(s), _inboxes(s)]


def over_inspection(s: Stage, number: str) -> Story:
    """A general conflict that its liaisons could not settle; now it is the coordinator's."""
    conflict = yield (
        s.at(-3, "14:20"),
        s.who("wu"),
        OpenConflict(
            title=s.t("退货质检的人手由谁出", "Whose people inspect the returns"),
            type=ConflictType.DUTIES,
            parties=("LOG", "PRD"),
            about=number,
            claim=s.t(
                "我们能出场地和 2 个搬运，判定必须产品部来人。",
                "We give room and 2 hands; the judging must be product's.",
            ),
            cause=s.t("流程里没有写判定环节。", "The process does not name this step."),
        ),
    )
    called = conflict.number
    note = s.t(
        "标准我们一周内给，人出不了；物流部可以照标准判。",
        "You get the rules within a week, but no people; logistics can judge by the rules.",
    )
    yield s.at(-2, "10:35"), s.who("zhao"), NoteConflict(number=called, text=note)
    why = s.t(
        "两边对接人谈了两次，都说要领导定。",
        "The liaisons have met twice and both leave it to their heads.",
    )
    yield s.at(-2, "16:30"), s.who("li"), EscalateConflict(number=called, reason=why)


def _margin(s: Stage) -> Story:
    """A major conflict about goals that management has let run past its time."""
    conflict = yield (
        s.at(-8, "10:40"),
        s.who("qian"),
        OpenConflict(
            title=s.t("促销让利与毛利底线哪个优先", "Deeper discounts or the margin's floor"),
            level=ConflictLevel.MAJOR,
            type=ConflictType.GOALS,
            parties=("FIN", "SAL"),
            claim=s.t(
                "毛利率已到 21%，年初定的底线是 22%，不能再让。",
                "The margin is down to 21 %. The floor for this year is 22 %; no more discounts.",
            ),
            cause=s.t(
                "销售额目标和毛利目标分别考核。", "Sales and margin are measured separately."
            ),
        ),
    )
    called = conflict.number
    for n, clock, name, text in (
        (
            -8, "15:00", "liu",
            s.t(
                "不让利销售额只能增 15%，离 30% 差一半。",
                "Without discounts sales rise by 15 %, half of the 30 % asked for.",
            ),
        ),
        (
            -5, "09:20", "lin",
            s.t(
                "请两边各交一页测算：让利 3 个点、5 个点分别是什么结果。",
                "A page from each of you, please: what happens at 3 and at 5 points off?",
            ),
        ),
        (
            -4, "17:10", "qian",
            s.t("测算已发。让 5 个点全年少赚 180 万。", "Sent. Five points cost 1.8 million."),
        ),
    ):  # fmt: skip
        yield s.at(n, clock), s.who(name), NoteConflict(number=called, text=text)


def _fair_costs(s: Stage) -> Story:
    """A moderate conflict that is settled, with one confirmation outstanding."""
    conflict = yield (
        s.at(-6, "11:00"),
        s.who("feng"),
        OpenConflict(
            title=s.t("展会搭建费由谁分摊", "Who pays for building the stand"),
            level=ConflictLevel.MODERATE,
            type=ConflictType.RESOURCES,
            parties=("FIN", "MKT"),
            claim=s.t(
                "合同是市场部签的，8.6 万元应进市场部预算。",
                "Marketing signed the contract; the 86,000 belong in its budget.",
            ),
        ),
    )
    called = conflict.number
    note = s.t(
        "展台一半面积给了渠道洽谈，只认一半。",
        "Half of the stand was for dealers; we take half.",
    )
    yield s.at(-5, "10:10"), s.who("wang"), NoteConflict(number=called, text=note)
    outcome = s.t(
        "市场部承担 5 万元，其余从公共活动预算列支；以后搭建合同签订前先定分摊。",
        "Marketing pays 50,000, the rest comes from the budget for joint events. From now on the "
        "shares are agreed before such a contract is signed.",
    )
    settle = SettleConflict(number=called, outcome=outcome)
    yield s.at(-3, "16:00"), s.who("li"), settle
    yield s.at(-2, "09:25"), s.who("feng"), ConfirmSettlement(number=called)


def _dashboard(s: Stage) -> Story:
    """A sudden conflict of last month, closed within its two days."""
    conflict = yield (
        s.at(-22, "09:10"),
        s.who("xiaoli"),
        OpenConflict(
            title=s.t("看板数字与财务口径不一致", "Dashboard and finance show different sales"),
            type=ConflictType.INFORMATION,
            parties=("SAL", "FIN"),
            sudden=True,
            claim=s.t(
                "看板比财务月报多 240 万，例会上说不清。",
                "The dashboard shows 2.4 million more than finance; nobody could say why.",
            ),
            cause=s.t("看板含未开票订单。", "The dashboard counts orders not yet invoiced."),
        ),
    )
    outcome = s.t(
        "看板分列“已开票”和“未开票”，月报以已开票为准。",
        "The dashboard shows invoiced and open orders apart; reports use the invoiced ones.",
    )
    settle = SettleConflict(number=conflict.number, outcome=outcome)
    yield s.at(-22, "16:45"), s.who("feng"), settle
    for name, clock in (("feng", "16:50"), ("xiaoli", "17:05")):
        yield s.at(-22, clock), s.who(name), ConfirmSettlement(number=conflict.number)


def _standing_meeting(s: Stage) -> Story:
    li = s.who("li")
    others = ("zhang", "chen", "liu", "zhou", "qian", "he")
    chair = Attendee(person=li, role=AttendeeRole.CHAIR, partstat=Participation.ACCEPTED)
    meeting = yield (
        s.at(-3, "09:05"),
        li,
        ScheduleMeeting(
            kind=MeetingKind.STANDING,
            start=s.at(5, "09:30"),
            title=s.t("跨部门月度例会", "Monthly meeting of the departments"),
            place=s.t("五楼大会议室", "Large room, fifth floor"),
            attendees=(chair, *(Attendee(person=s.who(name)) for name in others)),
            blocks=(
                Block(
                    name=s.t("上月遗留事项", "Left over from last month"), minutes=15, presenter=li
                ),
                Block(
                    name=s.t("逾期确认怎么减少", "Fewer overdue acknowledgements"),
                    minutes=30,
                    presenter=s.who("he"),
                    question=s.t(
                        "对接人休假时谁来确认？", "Who acknowledges for a liaison on leave?"
                    ),
                ),
                Block(name=s.t("结论", "Conclusions"), minutes=10, presenter=li),
            ),
        ),
    )
    yield s.at(-3, "09:08"), li, InviteToMeeting(number=meeting.number)


def _inboxes(s: Stage) -> Story:
    """People read what reached them up to the evening before last."""
    for name in ("li", "zhang", "wang", "chen", "zhao", "liu", "xiaoli", "zhou", "wu", "lin"):
        yield s.at(-2, "18:10"), s.who(name), ReadNotices()
