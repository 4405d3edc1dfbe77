"""The 618 campaign, in mid-course: the request that everything else in the demo leads up to."""

from __future__ import annotations

from dataclasses import replace

from core.commands.conflict import ConfirmSettlement, NoteConflict, OpenConflict, SettleConflict
from core.commands.dispatch import (
    AcknowledgeDispatch,
    DispatchRequest,
    ReturnRequest,
    SignOffRequest,
)
from core.commands.feedback import ConfirmFeedback, GiveFeedback, SignFeedback
from core.commands.meeting import InviteToMeeting, ScheduleMeeting
from core.commands.request import CommentOnRequest, ResubmitRequest
from core.commands.running import (
    AgreeAction,
    DecideInMeeting,
    FinishMeeting,
    ParkQuestion,
    StartMeeting,
)
from core.demo import journey
from core.demo.campaign_work import JOBS, THREATS, work
from core.demo.stage import Stage, Story, Told, Wish
from core.model.conflict import ConflictType
from core.model.meeting import Block, MeetingKind
from core.model.request import Priority, RequestType

FIRST = Wish(
    kind=RequestType.PROJECT,
    origin="MKT",
    title=("618 大促活动跨部门协作", "618 campaign across departments"),
    why=(
        (
            "618 是上半年最大的一次促销。去年活动页转化偏低，两个区域断货。"
            "今年请产品、销售、物流一起准备。目标：活动期销售额同比增长 30%，用户满意度不低于 90%。"
        ),
        (
            "618 is the biggest sale of the first half-year. Last year few visitors bought, and "
            "two regions ran out of stock. This year product, sales and logistics prepare it with "
            "us. Goal: sales up 30 % on last year's campaign, customer satisfaction at least 90 %."
        ),
    ),
    lines=(
        ("PRD", ("3 款主推产品的功能说明和用户画像", "3 product sheets and user profiles"), 1),
        ("LOG", ("备足库存，尽快确认，配合活动", "Have enough stock, confirm asap"), None),
    ),
    expected=26,
    priority=Priority.HIGH,
    files=(("618活动初步方案.pdf", "618-campaign-outline.pdf"),),
)
MENDED = replace(
    FIRST,
    lines=(
        (
            "PRD",
            (
                "3 款主推产品的功能说明定稿，各附 1 份用户画像",
                "Final sheets for the 3 promoted products, each with a user profile",
            ),
            1,
        ),
        (
            "SAL",
            (
                "一线销售 60 人完成活动培训，考核 80 分以上",
                "All 60 field staff trained for the campaign, test score 80 or more",
            ),
            4,
        ),
        ("SAL", ("提交 5 个大区的推广计划", "Promotion plans for all 5 regions"), 7),
        (
            "LOG",
            (
                "确认活动期库存容量和各区配送时效，制定应急配送方案",
                "Stock capacity and delivery times per region confirmed, contingency plan written",
            ),
            10,
        ),
    ),
    files=(*FIRST.files, ("去年618复盘报告.xlsx", "618-review-last-year.xlsx")),
)


def story(s: Stage) -> Story:
    """Everything about the campaign, from a form that was too vague to work in full swing."""
    number = yield from _intake(s)
    yield from _feedback(s, number)
    meeting = yield from _called(s, number)
    yield from _late_data(s, number)
    yield from _kickoff(s, number, meeting)
    yield s.at(-9, "17:20"), s.who("zhang"), journey.plan(s, number, JOBS, THREATS)
    for code, n, clock in (("PRD", -8, "09:30"), ("SAL", -8, "11:05"), ("LOG", -8, "15:10")):
        yield journey.agree(s, number, code, s.at(n, clock))
    tasks = yield s.at(-8, "15:30"), s.who("li"), journey.TasksOf(number=number)
    yield from work(s, number, tasks)


def _intake(s: Stage) -> Told[str]:
    number = yield from journey.sent(s, FIRST, s.at(-13, "09:40"))
    reason = s.t(
        "销售部没有列入：培训和区域推广由谁做？物流部一行请写明做什么、什么时候。附件还缺去年的复盘。",
        "Sales is missing: who does the training and the regional plans? Say what logistics does "
        "and by when. Last year's review is not attached either.",
    )
    yield s.at(-13, "10:25"), s.who("li"), ReturnRequest(number=number, reason=reason)
    form = ResubmitRequest(number=number, **s.form(MENDED))
    yield s.at(-13, "14:10"), s.who("wang"), form
    yield s.at(-13, "14:40"), s.who("zhang"), SignOffRequest(number=number)
    yield s.at(-13, "15:00"), s.who("li"), DispatchRequest(number=number)
    yield s.at(-12, "09:20"), s.who("zhang"), AcknowledgeDispatch(number=number)
    return number


def _feedback(s: Stage, number: str) -> Story:
    forms = (
        (
            "10:30", "zhao", "PRD", -8,
            s.t(
                "同意提供 3 款产品的功能说明和用户画像，两天内出初稿。",
                "We provide the 3 sheets and the user profiles; a draft in two days.",
            ),
            s.t(
                "销售部近 3 个月客户购买数据（小李，内部号 6666），明天下班前",
                "Customer purchases of the last 3 months from sales (Lily Li, ext. 6666) by "
                "tomorrow evening",
            ),
            s.t(
                "数据晚到的话，功能说明会顺延 1–2 天。",
                "If the data comes late, the sheets slip by a day or two.",
            ),
        ),
        (
            "11:15", "liu", "SAL", 4,
            s.t(
                "60 名一线销售分 3 批培训；区域推广计划由各大区写，小李汇总。",
                "60 people trained in 3 groups; the regions write their plans, Lily Li collects.",
            ),
            s.t("市场部的活动话术", "Sales talk for the campaign from marketing"),
            "",
        ),
        (
            "14:05", "wu", "LOG", 8,
            s.t(
                "先盘主仓和两个前置仓的可用库位，再定应急配送方案。",
                "We count free places in the main store and two hubs, then write the plan.",
            ),
            s.t("销售部的分区销量预估", "Sales forecast per region from sales"),
            s.t("去年断货的是西南和东北。", "Last year the south-west and north-east ran out."),
        ),
    )  # fmt: skip
    for clock, name, code, proposed, content, needs, remarks in forms:
        yield s.at(-12, clock), s.who(name), GiveFeedback(
            number=number, department=code, content=content, proposed=s.day(proposed),
            needs=needs, remarks=remarks,
        )  # fmt: skip
    for clock, code in (("15:10", "PRD"), ("15:35", "LOG")):
        sign = SignFeedback(number=number, department=code)
        yield s.at(-12, clock), s.head(code), sign
    for minute, code in enumerate(("PRD", "SAL", "LOG"), 10):
        confirm = ConfirmFeedback(number=number, department=code)
        yield s.at(-12, f"16:{minute}"), s.who("zhang"), confirm


def _late_data(s: Stage, number: str) -> Story:
    """A general conflict between product and sales, settled by their liaisons within its day."""
    conflict = yield (
        s.at(-10, "08:50"),
        s.who("zhao"),
        OpenConflict(
            title=s.t("客户购买数据没有按时给到", "Customer purchase data not delivered on time"),
            type=ConflictType.INFORMATION,
            parties=("PRD", "SAL"),
            about=number,
            claim=s.t(
                "约好昨天下班前给数据，催了两次没有回音，用户画像开不了工。",
                "Promised for last evening. Two reminders, no answer; the user profiles "
                "cannot begin.",
            ),
            cause=s.t(
                "导出要审批，双方都没有提前说。", "The export needs a permit; nobody said so."
            ),
        ),
    )
    note = s.t(
        "导出含手机号，要先脱敏审批，昨天才提单。",
        "The export holds phone numbers and needs a permit, asked for only yesterday.",
    )
    yield s.at(-10, "09:15"), s.who("xiaoli"), NoteConflict(number=conflict.number, text=note)
    outcome = s.t(
        "今天 12:00 前先给脱敏数据；以后每月 5 日固定提供，产品部提前两天提需求。",
        "Data without phone numbers by noon today. From now on it comes on the 5th of each month; "
        "product asks two days before.",
    )
    settle = SettleConflict(number=conflict.number, outcome=outcome)
    yield s.at(-10, "10:20"), s.who("xiaoli"), settle
    for name, clock in (("xiaoli", "10:25"), ("zhao", "11:40")):
        yield s.at(-10, clock), s.who(name), ConfirmSettlement(number=conflict.number)


def _called(s: Stage, number: str) -> Told[str]:
    meeting = yield (
        s.at(-12, "14:30"),
        s.who("zhang"),
        ScheduleMeeting(
            kind=MeetingKind.KICKOFF,
            request=number,
            start=s.at(-9, "14:00"),
            title=s.t("618 大促启动会", "618 campaign kick-off"),
            place=s.t("三楼 301 会议室", "Room 301"),
            blocks=_agenda(s),
        ),
    )
    called: str = meeting.number
    yield s.at(-12, "14:40"), s.who("zhang"), InviteToMeeting(number=called)
    return called


def _kickoff(s: Stage, number: str, called: str) -> Story:
    decisions = (
        s.t(
            "主推 3 款：破壁机、空气炸锅、扫地机；海报和详情页围绕这 3 款做。",
            "Three products are promoted: blender, air fryer, robot vacuum. Posters and pages "
            "are about these three.",
        ),
        s.t(
            f"功能说明以 {s.on(1)} 的定稿为准，之后的改动要市场部同意。",
            f"The sheets of {s.on(1)} are final; later changes need marketing's consent.",
        ),
        s.t(
            "每周开一次进度会，滞后任务当场定办法。",
            "A progress review every week; late tasks are dealt with there.",
        ),
    )
    actions = (
        (s.t("整理活动话术给销售培训用", "Sales talk for the training"), "wang", -5),
        (s.t("给出分区销量预估", "Sales forecast per region"), "xiaoli", -7),
        (s.t("盘点主仓和前置仓可用库位", "Count free places in main store and hubs"), "wu", -3),
    )
    zhang = s.who("zhang")
    yield s.at(-9, "14:00"), zhang, StartMeeting(number=called)
    for minute, text in enumerate(decisions):
        yield s.at(-9, f"14:{20 + 8 * minute}"), zhang, DecideInMeeting(number=called, text=text)
    parked = s.t("老客户要不要提前一天开抢？", "Do regular customers get a day's head start?")
    yield s.at(-9, "14:44"), zhang, ParkQuestion(number=called, text=parked)
    for minute, (text, name, n) in enumerate(actions):
        yield (
            s.at(-9, f"14:{50 + 2 * minute}"),
            zhang,
            AgreeAction(number=called, text=text, owner=s.who(name), due=s.day(n)),
        )
    yield s.at(-9, "14:58"), zhang, FinishMeeting(number=called)
    comment = s.t(
        "启动会定了 3 款主推产品，纪要今天发，方案下班前提交。",
        "The kick-off chose the three products; minutes today, the plan by this evening.",
    )
    yield s.at(-9, "15:20"), s.who("li"), CommentOnRequest(number=number, text=comment)
    minutes = s.t(
        "618 大促启动会纪要\n参会：市场、产品、销售、物流",
        "Minutes of the 618 campaign kick-off\nPresent: marketing, product, sales, logistics",
    )
    text = "\n".join([minutes, *decisions, *(what for what, _, _ in actions), parked])
    yield from journey.minuted(s, called, zhang, -9, 15, text)


def _agenda(s: Stage) -> tuple[Block, ...]:
    blocks = (
        (s.t("开场：目标与去年的教训", "Opening: goal and last year's lessons"), 5, "zhang", ""),
        (
            s.t("活动方案与物料", "Campaign and material"), 10, "wang",
            s.t("主推哪 3 款？", "Which 3 products are promoted?"),
        ),
        (
            s.t("功能说明与用户画像", "Sheets and user profiles"), 10, "zhao",
            s.t("哪天定稿？", "Which day are they final?"),
        ),
        (
            s.t("库存与配送", "Stock and delivery"), 10, "wu",
            s.t("西南、东北备多少货？", "How much stock for south-west and north-east?"),
        ),
        (s.t("提问与分歧", "Questions and conflicts"), 15, "li", ""),
        (s.t("结论与分工", "Conclusions, who does what"), 10, "zhang", ""),
    )  # fmt: skip
    return tuple(
        Block(name=name, minutes=minutes, presenter=s.who(who), question=question)
        for name, minutes, who, question in blocks
    )
