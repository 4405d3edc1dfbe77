"""Requests on the way to a plan: coordinating, approving, second coordination."""

from __future__ import annotations

from core.commands.feedback import GiveFeedback
from core.commands.meeting import InviteToMeeting, ScheduleMeeting
from core.commands.plan import AnswerPlan
from core.commands.running import AgreeAction, DecideInMeeting, FinishMeeting, StartMeeting
from core.demo.journey import Job, acknowledged, agree, minuted, plan
from core.demo.stage import Stage, Story, Wanted, Wish
from core.model.meeting import Block, MeetingKind
from core.model.request import Priority, RequestType
from core.model.work import PlanAnswer

R, P = RequestType, Priority

OPEN_DAY = Wish(
    kind=R.PROJECT,
    origin="LOG",
    title=("供应商开放日", "Suppliers' day"),
    why=(
        "一年一次，请 40 家供应商来看仓库和产品，谈明年的账期和到货准时率。",
        (
            "Once a year: 40 suppliers see the store and the products; terms and punctuality are "
            "on the table."
        ),
    ),
    lines=(
        ("FIN", ("准备账期政策说明，2 页", "Two pages on terms of payment"), 8),
        ("PRD", ("3 条样品展线和 2 名讲解员", "3 lines of samples and 2 guides"), 10),
        ("MKT", ("邀请函 40 份、会场指引", "40 invitations, signs for the house"), 6),
    ),
    expected=15,
)
VAN = Wish(
    kind=R.RESOURCE,
    origin="MKT",
    title=("校园推广借 1 辆促销车", "A promotion truck for the campus tour"),
    why=("两所大学，预计领券 800 张。", "Two universities, 800 vouchers expected."),
    lines=(("LOG", ("1 辆促销车，含司机", "1 truck with a driver"), 5),),
    expected=7,
    priority=P.LOW,
    resource=Wanted(
        ("促销车", "Promotion truck"), "LOG", 1, 5, 7,
        ("校园推广", "Campus tour"), ("公开", "Public"),
    ),
)  # fmt: skip
SWITCH = Wish(
    kind=R.PROJECT,
    origin="PRD",
    title=("新价目表切换", "Switch to the new price list"),
    why=(
        "46 个型号调价。切换当天系统、门店、合同三处必须一致，上次有 9 个型号对不上。",
        (
            "46 models change their price. Systems, shops and contracts must agree on the day; "
            "last time 9 models did not."
        ),
    ),
    lines=(
        ("SAL", ("门店价签 1200 张换完", "1,200 price tags replaced"), 7),
        ("FIN", ("系统价格和合同模板更新 46 项", "46 prices in the system and the contracts"), 5),
    ),
    expected=9,
    priority=P.HIGH,
    files=(("价目表终稿.xlsx", "price-list-final.xlsx"),),
)
MOVE = Wish(
    kind=R.PROJECT,
    origin="LOG",
    title=("西区仓库搬迁", "West warehouse moves"),
    why=(
        "租约到期，搬到 3 公里外的新仓。搬迁两天内发货不能停。",
        "The lease ends; the new warehouse is 3 km away. Deliveries go on during the two days.",
    ),
    lines=(
        ("SAL", ("通知 320 家门店，提前 3 天备货", "320 shops told, stocked 3 days ahead"), 6),
        ("FIN", ("搬迁期间盘点 1 次，差异不超过 0.3%", "One count, difference 0.3 % at most"), 9),
    ),
    expected=12,
    priority=P.HIGH,
)
INVOICES = Wish(
    kind=R.PROCESS,
    origin="FIN",
    title=("电子发票报销新规", "New rule for electronic invoices"),
    why=(
        "纸质发票停收。报销从 9 天缩到 3 天，重复报销由系统查重。",
        "Paper invoices end. Claims are paid in 3 days, not 9; the system finds duplicates.",
    ),
    lines=(
        ("MKT", ("2 名报销员参加培训并试报 5 单", "2 people trained, 5 claims tried"), 6),
        ("PRD", ("2 名报销员参加培训并试报 5 单", "2 people trained, 5 claims tried"), 6),
        ("SAL", ("10 名区域助理参加培训并试报 20 单", "10 assistants trained, 20 claims tried"), 8),
        ("LOG", ("3 名报销员参加培训并试报 5 单", "3 people trained, 5 claims tried"), 6),
    ),
    expected=14,
    files=(("操作指引.pdf", "how-to-claim.pdf"),),
)
NIGHTS = Wish(
    kind=R.PROJECT,
    origin="SAL",
    title=("店庆备货与夜班排班", "Stock and night shifts for the anniversary"),
    why=(
        "店庆三天销量是平日 4 倍，去年第二天中午断货。",
        "Three days with four times the usual sales; last year the shelves were empty on day two.",
    ),
    lines=(
        ("LOG", ("夜班 2 组，每晚补货 60 店", "2 night shifts, 60 shops a night"), 5),
        ("PRD", ("8 款爆品备足 3 天用量", "3 days' stock of 8 best sellers"), 4),
    ),
    expected=8,
)


def all_of(s: Stage) -> list[Story]:
    """One story for each of these requests."""
    return [_open_day(s), acknowledged(s, VAN, -2), _switch(s), _move(s), _invoices(s), _nights(s)]


def _open_day(s: Stage) -> Story:
    """Coordinating: feedback is in, the kick-off lies ahead."""
    number = yield from acknowledged(s, OPEN_DAY, -4)
    for code, clock, content in (
        ("FIN", "10:40", s.t("两页说明没问题，先给草稿。", "Two pages are fine; draft first.")),
        ("PRD", "14:25", s.t("展线可以出 2 条，第 3 条缺人。", "2 lines; a third lacks people.")),
    ):
        yield (
            s.at(-2, clock),
            s.head(code),
            GiveFeedback(number=number, department=code, content=content, proposed=s.day(7)),
        )
    zhou = s.who("zhou")
    meeting = yield s.at(-1, "09:20"), zhou, ScheduleMeeting(
        kind=MeetingKind.KICKOFF,
        request=number,
        start=s.at(3, "14:00"),
        title=s.t("供应商开放日启动会", "Suppliers' day kick-off"),
        place=s.t("西区仓库二楼", "West warehouse, first floor"),
        blocks=(
            Block(name=s.t("开场", "Opening"), minutes=5, presenter=zhou),
            Block(
                name=s.t("参观路线与展线", "Route and samples"), minutes=30,
                presenter=s.who("zhao"),
                question=s.t("2 条还是 3 条展线？", "Two lines or three?"),
            ),
            Block(name=s.t("提问与分歧", "Questions and conflicts"), minutes=15),
            Block(name=s.t("结论与分工", "Conclusions"), minutes=10, presenter=zhou),
        ),
    )  # fmt: skip
    yield s.at(-1, "09:25"), zhou, InviteToMeeting(number=meeting.number)


def _switch(s: Stage) -> Story:
    """Coordinating: the kick-off was held, the plan is awaited."""
    number = yield from acknowledged(s, SWITCH, -6)
    chen = s.who("chen")
    meeting = yield s.at(-5, "10:30"), chen, ScheduleMeeting(
        kind=MeetingKind.KICKOFF,
        request=number,
        start=s.at(-1, "15:00"),
        title=s.t("新价目表切换启动会", "Price list kick-off"),
        place=s.t("二楼 205 会议室", "Room 205"),
        blocks=(
            Block(name=s.t("开场", "Opening"), minutes=5, presenter=chen),
            Block(
                name=s.t("切换步骤", "Steps of the switch"), minutes=30, presenter=s.who("zhao"),
                question=s.t("几点切换？", "At what hour?"),
            ),
            Block(name=s.t("提问与分歧", "Questions and conflicts"), minutes=10),
            Block(name=s.t("结论与分工", "Conclusions"), minutes=10, presenter=chen),
        ),
    )  # fmt: skip
    called = meeting.number
    yield s.at(-1, "15:00"), chen, StartMeeting(number=called)
    decision = s.t(
        "凌晨 2:00 切换，系统先改，门店开门前换完价签。",
        "The switch is at 2:00 at night: systems first, price tags before the shops open.",
    )
    yield s.at(-1, "15:40"), chen, DecideInMeeting(number=called, text=decision)
    yield (
        s.at(-1, "15:50"),
        chen,
        AgreeAction(
            number=called,
            text=s.t("核对 46 个型号的新旧价格", "Compare old and new price of 46 models"),
            owner=s.who("feng"),
            due=s.day(2),
        ),
    )
    yield s.at(-1, "15:56"), chen, FinishMeeting(number=called)
    yield from minuted(s, called, chen, -1, 16, decision)


def _move(s: Stage) -> Story:
    """Approving: one of the two answers is outstanding, two hours before its time."""
    number = yield from acknowledged(s, MOVE, -6)
    jobs = (
        Job(
            "LOG", "wu", ("新仓货架安装与搬运", "Shelves and the move itself"), 3, 9,
            ("2 天内搬完，破损不超过 20 箱", "Done in 2 days, 20 broken boxes at most"),
        ),
        Job(
            "SAL", "huang", ("门店通知与提前备货", "Shops told and stocked"), 1, 6,
            ("320 家门店书面回执", "Written receipts of 320 shops"),
        ),
        Job(
            "FIN", "feng", ("搬迁盘点", "Count during the move"), 8, 10,
            ("差异不超过 0.3%", "Difference of 0.3 % at most"),
        ),
    )  # fmt: skip
    yield s.ago(hours=46), s.head("LOG"), plan(s, number, jobs)
    yield agree(s, number, "FIN", s.ago(hours=21))


def _invoices(s: Stage) -> Story:
    """Approving: two of four have agreed."""
    number = yield from acknowledged(s, INVOICES, -5)
    done = ("试报单据全部一次通过", "All trial claims pass at once")
    training = ("报销员培训与试报", "Training and trial claims")
    jobs = (
        Job("FIN", "feng", ("查重规则上线", "Check for duplicates goes live"), 1, 5,
            ("抽查 200 张发票无漏报", "No miss among 200 invoices")),
        Job("MKT", "xu", training, 4, 6, done),
        Job("PRD", "sun", training, 4, 6, done),
        Job("SAL", "huang", training, 4, 8, done),
        Job("LOG", "wu", training, 4, 6, done),
    )  # fmt: skip
    yield s.ago(hours=20), s.head("FIN"), plan(s, number, jobs)
    yield agree(s, number, "LOG", s.ago(hours=17))
    yield agree(s, number, "MKT", s.ago(hours=4))


def _nights(s: Stage) -> Story:
    """Second coordination: logistics wants a change, the coordinator has called a meeting."""
    number = yield from acknowledged(s, NIGHTS, -6)
    jobs = (
        Job(
            "LOG", "wu", ("夜班两组排班", "Roster of two night shifts"), 1, 4,
            ("3 晚各 12 人，已确认", "12 people on each of 3 nights, confirmed"),
        ),
        Job(
            "PRD", "sun", ("爆品备量清单", "Stock list of best sellers"), 0, 3,
            ("8 款，逐店数量", "8 products, quantity by shop"),
        ),
        Job(
            "SAL", "huang", ("门店收货值守", "Somebody to receive in each shop"), 3, 6,
            ("60 店每晚有人签收", "60 shops sign every night"),
        ),
    )  # fmt: skip
    yield s.at(-4, "10:30"), s.head("SAL"), plan(s, number, jobs)
    yield agree(s, number, "PRD", s.at(-4, "15:20"))
    answer = AnswerPlan(
        number=number,
        answer=PlanAnswer.CHANGE,
        text=s.t(
            "夜班只排得出 1 组 12 人，每晚最多 35 店。请分 5 晚补，或增加临时工预算 2.4 万元。",
            "We can man one shift of 12: 35 shops a night. Spread it over 5 nights, or find "
            "24,000 for temporary hands.",
        ),
    )
    yield s.at(-3, "10:10"), s.head("LOG"), answer
    li = s.who("li")
    meeting = yield s.at(-2, "14:00"), li, ScheduleMeeting(
        kind=MeetingKind.SECOND_COORDINATION,
        request=number,
        start=s.at(1, "15:00"),
        title=s.t("店庆备货二次协调会", "Second coordination: anniversary stock"),
        place=s.t("三楼 302 会议室", "Room 302"),
        blocks=(
            Block(name=s.t("分歧在哪里", "Points of disagreement"), minutes=15, presenter=li),
            Block(
                name=s.t("可行的办法", "Ways out"), minutes=30, presenter=s.who("wu"),
                question=s.t("5 晚还是加人？", "Five nights or more hands?"),
            ),
            Block(name=s.t("达成一致", "Agreement"), minutes=15, presenter=li),
        ),
    )  # fmt: skip
    yield s.at(-2, "14:05"), li, InviteToMeeting(number=meeting.number)
