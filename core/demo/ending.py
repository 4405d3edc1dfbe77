"""Requests at their end: accepting, closed, filed away."""

from __future__ import annotations

from core.commands.lesson import AddLesson
from core.commands.meeting import ScheduleMeeting
from core.commands.request import ArchiveRequest, CommentOnRequest
from core.demo.journey import Job, accepted, closed, delivered, running
from core.demo.stage import Pair, Stage, Step, Story, Wanted, Wish
from core.model.meeting import Block, MeetingKind
from core.model.request import Priority, RequestType

R, P = RequestType, Priority

STOCKTAKE = Wish(
    kind=R.PROCESS,
    origin="LOG",
    title=("半年盘点改为分区轮盘", "Half-yearly count zone by zone"),
    why=(
        "全仓停一天盘点少发 5000 单，改为每周盘一个区。",
        "A closed day costs 5,000 orders; from now on one zone is counted every week.",
    ),
    lines=(
        ("FIN", ("轮盘账务处理办法 1 份", "One page on how to book it"), -2),
        ("LOG", ("12 个区的轮盘日程", "Calendar for 12 zones"), -2),
    ),
    expected=3,
    priority=P.LOW,
)
LAUNCH = Wish(
    kind=R.PROJECT,
    origin="MKT",
    title=("空气净化器发布会", "Launch of the air purifier"),
    why=(
        "线下 200 人、线上直播，目标首周预订 3000 台。",
        "200 guests and a live stream; goal: 3,000 orders in the first week.",
    ),
    lines=(
        ("PRD", ("5 台演示机和 1 名讲解", "5 machines to show and 1 speaker"), -6),
        ("SAL", ("邀请 60 家经销商到场", "60 dealers at the launch"), -6),
    ),
    expected=-3,
    priority=P.HIGH,
    files=(("发布会方案.pdf", "launch-plan.pdf"),),
)
CRATES = Wish(
    kind=R.RESOURCE,
    origin="PRD",
    title=("借 120 只周转箱", "Loan of 120 crates"),
    why=("试产 1200 件要内部转运。", "1,200 trial pieces move between two halls."),
    lines=(("LOG", ("120 只周转箱，借 5 天", "120 crates for 5 days"), -3),),
    expected=-1,
    priority=P.LOW,
    resource=Wanted(
        ("周转箱", "Crate"), "LOG", 120, -6, -2,
        ("试产件转运", "Moving trial pieces"), ("内部", "Internal"),
    ),
)  # fmt: skip
CONTRACTS = Wish(
    kind=R.PROCESS,
    origin="FIN",
    title=("合同归档编号统一", "One numbering for filed contracts"),
    why=(
        "同一份合同有 3 种编号，审计时找不到。",
        "One contract has 3 numbers; auditors cannot find it.",
    ),
    lines=(("SAL", ("补录 240 份在执行合同", "240 running contracts entered"), -16),),
    expected=-14,
)
PARCELS = Wish(
    kind=R.ISSUE,
    origin="PRD",
    title=("样品寄送总丢件", "Samples get lost in the post"),
    why=(
        "两个月丢了 9 件样品，查不到在哪一步。",
        "9 samples were lost in two months; nobody can say where.",
    ),
    lines=(("LOG", ("样品单独建单，全程可查", "Own waybill for samples, traced throughout"), -20),),
    expected=-18,
    priority=P.LOW,
)


def all_of(s: Stage) -> list[Story]:
    """One story for each of these requests."""
    return [_stocktake(s), _launch(s), _crates(s), _contracts(s), _parcels(s)]


def _stocktake(s: Stage) -> Story:
    """Accepting: everything is handed in, one of two accepted."""
    jobs = (
        Job(
            "FIN", "feng", ("轮盘账务处理办法", "How to book a count by zones"), -6, -2,
            ("1 页，审计认可", "One page, agreed with the auditors"),
        ),
        Job(
            "LOG", "wu", ("12 个区轮盘日程", "Calendar for 12 zones"), -6, -1,
            ("每周 1 个区，避开到货日", "One zone a week, no delivery day"),
        ),
    )  # fmt: skip
    tasks = yield from running(s, STOCKTAKE, -11, jobs)
    files = (("轮盘账务办法.docx", "booking-rule.docx"), ("轮盘日程.xlsx", "zone-calendar.xlsx"))
    yield from delivered(s, jobs, tasks, files)
    yield accepted(s, "LOG", tasks[0], s.at(-1, "16:30"))


def _launch(s: Stage) -> Story:
    """Closed three working days ago; its retrospective lies ahead."""
    jobs = (
        Job(
            "MKT", "wang", ("会场与直播", "Hall and live stream"), -12, -6,
            ("200 座，直播不中断", "200 seats, stream without a break"),
        ),
        Job(
            "PRD", "zhao", ("演示机与讲解", "Machines and speaker"), -12, -6,
            ("5 台连续运行 4 小时", "5 machines run for 4 hours"),
        ),
        Job(
            "SAL", "xiaoli", ("经销商邀请", "Dealers invited"), -12, -5,
            ("60 家到场签到", "60 dealers signed in"),
        ),
    )  # fmt: skip
    files = (
        ("会场验收单.pdf", "hall-accepted.pdf"),
        ("演示记录.docx", "demonstration-log.docx"),
        ("签到表63家.xlsx", "63-dealers.xlsx"),
    )
    number = yield from closed(s, LAUNCH, -18, jobs, files, -3)
    yield _lesson(
        s, -2, "zhang", number,
        ("大促和发布会的物料提前 15 天确认人力，印刷另留 5 天。",
         "Settle the people for a campaign or launch 15 days ahead, and leave the printer 5 more."),
        ("大促", "campaign"), ("发布会", "launch"), ("印刷", "printing"),
    )  # fmt: skip
    yield _lesson(
        s, -2, "zhao", number,
        ("演示机先连续运行 8 小时再运到现场，坏一台还来得及换。",
         "Run machines for 8 hours before they leave; then there is time to replace one."),
        ("演示", "demonstration"),
    )  # fmt: skip
    thanks = s.t(
        "首周预订 3420 台，超过目标。复盘会请带上各自的问题清单。",
        "3,420 orders in the first week, above the goal. Bring your list of problems to the "
        "retrospective.",
    )
    yield s.at(-2, "09:10"), s.who("zhang"), CommentOnRequest(number=number, text=thanks)
    yield (
        s.at(-2, "09:20"),
        s.who("zhang"),
        ScheduleMeeting(
            kind=MeetingKind.RETROSPECTIVE,
            request=number,
            start=s.at(2, "16:00"),
            title=s.t("空气净化器发布会复盘", "Retrospective of the launch"),
            place=s.t("三楼 301 会议室", "Room 301"),
            blocks=(
                Block(
                    name=s.t("目标与结果", "Goal and result"), minutes=10, presenter=s.who("wang")
                ),
                Block(name=s.t("做得好的", "What went well"), minutes=15),
                Block(name=s.t("问题", "Problems"), minutes=20),
                Block(name=s.t("建议", "Suggestions"), minutes=15, presenter=s.who("zhang")),
            ),
        ),
    )


def _lesson(s: Stage, day: int, name: str, number: str, text: Pair, *tags: Pair) -> Step:
    words = tuple(s.t(*tag) for tag in tags)
    lesson = AddLesson(number=number, text=s.t(*text), tags=words)
    return s.at(day, "09:05"), s.who(name), lesson


def _crates(s: Stage) -> Story:
    """Closed yesterday."""
    jobs = (
        Job(
            "LOG", "wu", ("120 只周转箱交付", "120 crates handed over"), -7, -6,
            ("120 只，无破损", "120 crates, none broken"),
        ),
        Job(
            "PRD", "sun", ("清洗归还", "Crates washed and returned"), -6, -2,
            ("120 只清洗后归还", "120 crates washed and back"),
        ),
    )  # fmt: skip
    files = (("交接单.pdf", "handover.pdf"), ("归还单.pdf", "return-slip.pdf"))
    yield from closed(s, CRATES, -11, jobs, files, -1)


def _contracts(s: Stage) -> Story:
    """Filed away."""
    jobs = (
        Job(
            "FIN", "feng", ("编号规则", "Rule for the numbers"), -23, -20,
            ("1 页，含 4 类合同", "One page for 4 kinds of contract"),
        ),
        Job(
            "SAL", "huang", ("补录在执行合同", "Running contracts entered"), -20, -16,
            ("240 份，抽查 20 份无误", "240 contracts, 20 checked without a fault"),
        ),
    )  # fmt: skip
    files = (("编号规则.docx", "numbering.docx"), ("合同清单240份.xlsx", "240-contracts.xlsx"))
    number = yield from closed(s, CONTRACTS, -27, jobs, files, -15)
    yield _lesson(
        s, -14, "feng", number,
        ("改规则前先抽 20 份旧合同试编号，例外都在旧合同里。",
         "Try a new rule on 20 old contracts first; the exceptions are in those."),
        ("合同", "contract"), ("编号", "numbering"),
    )  # fmt: skip
    yield s.at(-12, "10:00"), s.who("li"), ArchiveRequest(number=number)


def _parcels(s: Stage) -> Story:
    """Filed away; the neutral department led it."""
    jobs = (
        Job(
            "PMO", "tang", ("寄样流程", "How samples are sent"), -27, -24,
            ("1 张流程图，5 个节点", "One chart with 5 steps"),
        ),
        Job(
            "LOG", "wu", ("样品单独建单", "Own waybill for samples"), -25, -20,
            ("连续 30 件可查", "30 parcels in a row traced"),
        ),
    )  # fmt: skip
    files = (("寄样流程.pdf", "sending-samples.pdf"), ("30件查询记录.xlsx", "30-parcels.xlsx"))
    number = yield from closed(s, PARCELS, -32, jobs, files, -19)
    yield _lesson(
        s, -18, "tang", number,
        ("问题协调要写明一位联系人和 24 小时的答复时限，否则三个部门互相等。",
         "Name one contact and 24 hours for the answer, or three departments wait for each other."),
        ("联系人", "contact"), ("时限", "deadline"),
    )  # fmt: skip
    yield s.at(-16, "11:30"), s.who("li"), ArchiveRequest(number=number)
