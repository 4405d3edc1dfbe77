"""The campaign's tasks: the plan, a fortnight of updates, and what is going wrong right now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.commands.conflict import NoteConflict, OpenConflict
from core.commands.meeting import InviteToMeeting, ScheduleMeeting
from core.commands.request import CommentOnRequest
from core.commands.task import SendBackTask
from core.demo.journey import Job, Threat, accepted, filed, handed_in
from core.demo.stage import NOTHING, Pair, Stage, Step, Story, in_order
from core.model.conflict import ConflictLevel, ConflictType
from core.model.meeting import Block, MeetingKind
from core.model.work import Risk, Task

SHEETS = ("3 款主推产品功能说明", "Sheets for the 3 promoted products")
POSTERS = ("活动海报与详情页文案", "Posters and page copy")
STOCK = ("库存盘点与配送时效确认", "Stock check and delivery times")

JOBS = (
    Job(
        "MKT", "wang", POSTERS, -7, 2,
        (
            "3 张海报、5 版文案，符合品牌规范，张总监确认",
            "3 posters and 5 texts in the house style, approved by Grace Zhang",
        ),
    ),
    Job(
        "PRD", "zhao", SHEETS, -8, 1,
        (
            "3 份，参数齐全，陈总监签字",
            "3 sheets, all figures filled in, signed by Martin Chen",
        ),
    ),
    Job(
        "PRD", "sun", ("用户画像", "User profiles"), -7, -1,
        (
            "每款产品 1 份，基于近 3 个月购买数据",
            "One a product, from the purchases of the last 3 months",
        ),
    ),
    Job(
        "SAL", "huang", ("一线销售活动培训", "Training of the field staff"), -4, 4,
        ("60 人参训，考核 80 分以上", "60 people trained, test score 80 or more"),
    ),
    Job(
        "SAL", "xiaoli", ("区域推广计划", "Promotion plans of the regions"), -5, 6,
        (
            "5 个大区，每区有预算、排期和负责人",
            "5 regions, each with budget, dates and a person in charge",
        ),
    ),
    Job(
        "LOG", "wu", STOCK, -7, -3,
        (
            "主仓和 2 个前置仓的库位表，各区时效到天",
            "Free places of main store and 2 hubs; delivery in days for each region",
        ),
    ),
    Job(
        "LOG", "wu", ("应急配送方案", "Contingency plan for delivery"), 1, 8,
        (
            "两家备用承运商签约，爆仓时 48 小时内发出",
            "Two spare carriers under contract; overflow leaves within 48 hours",
        ),
        (STOCK,),
    ),
    Job(
        "MKT", "xu", ("活动页上线", "Campaign page goes live"), 3, 9,
        ("全部链接可用，首屏 2 秒内打开", "Every link works, first screen within 2 seconds"),
        (POSTERS, SHEETS),
    ),
)  # fmt: skip
THREATS = (
    Threat(
        ("产品功能说明晚于计划定稿", "The product sheets are final later than planned"), 3,
        (
            "产品部提前 3 天通知，市场部顺延宣传节奏，先发不含参数的预热海报",
            (
                "Product says so 3 days ahead; marketing moves the publicity back and starts with "
                "posters without figures"
            ),
        ),
    ),
    Threat(
        ("单日订单超过库位容量的 120%", "A day's orders exceed capacity by a fifth"), 2,
        ("启用备用承运商，由前置仓直接发货", "The spare carriers step in and ship from the hubs"),
    ),
)  # fmt: skip

# Task by its place in JOBS, working day, clock, work done, open problems.
PROGRESS: tuple[tuple[int, int, str, Pair, Pair], ...] = (
    (1, -7, "16:30", ("3 份说明列好提纲", "Outline of all 3 sheets"), NOTHING),
    (2, -6, "16:50", ("清洗购买数据 18 万条", "180,000 purchases cleaned"), NOTHING),
    (5, -6, "16:35", ("主仓库位盘完，可用 4200 个", "Main store: 4,200 places free"), NOTHING),
    (0, -5, "16:45", ("海报初稿 3 张", "First drafts of 3 posters"), NOTHING),
    (
        1, -5, "16:55", ("破壁机、空气炸锅初稿完成", "Blender and air fryer drafted"),
        ("扫地机参数等研发确认", "Engineering has yet to confirm the robot vacuum's figures"),
    ),
    (4, -5, "16:20", ("下发计划模板给 5 个大区", "Template sent to 5 regions"), NOTHING),
    (2, -4, "16:40", ("破壁机画像完成", "Profile for the blender done"), NOTHING),
    (
        0, -3, "16:30", ("海报定 2 张，文案写到第 4 版", "2 posters settled, 4 texts written"),
        ("详情页参数等功能说明", "The pages wait for figures from the sheets"),
    ),
    (
        4, -3, "16:50", ("华东、华南已交，其余 3 区未交", "East and south are in, 3 are not"),
        ("西南大区负责人休假", "The south-west's manager is on leave"),
    ),
    (3, -2, "16:45", ("第 1 批 20 人培训完，平均 86 分", "20 people trained, average 86"), NOTHING),
    (2, -2, "16:35", ("3 份画像完成，交叉核对中", "3 profiles written, being checked"), NOTHING),
)  # fmt: skip


def work(s: Stage, number: str, tasks: Sequence[Task]) -> Story:
    """Updates, deliveries and returns up to now; then what the coming days are about."""
    steps = [*_progress(s, tasks), *_handovers(s, tasks), *_talk(s, number)]
    yield from in_order(steps)
    yield from _places_taken(s, number)
    yield from _review(s, number)
    yield from in_order(_today(s, tasks))


def _progress(s: Stage, tasks: Sequence[Task]) -> Iterator[Step]:
    for place, n, clock, done, problems in PROGRESS:
        yield filed(tasks[place], s.at(n, clock), s.t(*done), s.t(*problems))


def _handovers(s: Stage, tasks: Sequence[Task]) -> Iterator[Step]:
    _, sheets, profiles, _, _, stock, _, _ = tasks
    yield handed_in(
        stock, s.at(-4, "15:10"),
        s.t("库位与时效表.xlsx", "places-and-delivery-times.xlsx"),
        s.t("三个仓盘完，西南 4 天、东北 5 天", "All 3 counted; south-west 4 days, north-east 5"),
    )  # fmt: skip
    yield accepted(s, "MKT", stock, s.at(-3, "10:15"))
    yield handed_in(sheets, s.at(-3, "15:40"), s.t("功能说明v1.docx", "product-sheets-v1.docx"))
    missing = s.t(
        "扫地机缺噪音值和保修期，三份都缺包装尺寸，请补齐。",
        "The robot vacuum lacks noise level and warranty, all three lack the box sizes.",
    )
    back = SendBackTask(number=sheets.number, reason=missing)
    yield s.at(-2, "10:50"), s.who("wang"), back
    yield handed_in(
        profiles, s.at(-1, "10:40"), s.t("用户画像3份.pptx", "user-profiles.pptx"),
        s.t("3 份画像，含购买时段和价格敏感度", "3 profiles with buying hours and price limits"),
    )  # fmt: skip


def _talk(s: Stage, number: str) -> Iterator[Step]:
    for name, n, clock, text in (
        (
            "chen",
            -2,
            "14:20",
            s.t(
                "噪音值要重测，最快明天出结果，我来盯。",
                "The noise must be measured anew; tomorrow at the earliest. I am on it.",
            ),
        ),
        (
            "li",
            -1,
            "09:30",
            s.t(
                "请市场部按预案准备一版不含参数的预热海报，周会上定要不要启用。",
                "Marketing, please prepare posters without figures as agreed for this case; the "
                "weekly review decides whether we use them.",
            ),
        ),
    ):
        yield s.at(n, clock), s.who(name), CommentOnRequest(number=number, text=text)


def _places_taken(s: Stage, number: str) -> Story:
    """A moderate conflict about resources, open, with its clock running."""
    conflict = yield (
        s.at(-1, "11:20"),
        s.who("wu"),
        OpenConflict(
            title=s.t("活动备货位被门店补货占用", "Shops' stock takes the campaign's places"),
            level=ConflictLevel.MODERATE,
            type=ConflictType.RESOURCES,
            parties=("LOG", "SAL"),
            about=number,
            claim=s.t(
                "主仓留给活动的 800 个库位，门店补货占了 320 个，下周到货放不下。",
                "Of 800 places kept for the campaign, stock for the shops takes 320; next week's "
                "goods will not fit.",
            ),
            cause=s.t("预留的库位没有在系统里锁定。", "The places were not locked in the system."),
        ),
    )
    note = s.t(
        "门店这周有店庆，补货停不了；可以挪 150 个到前置仓。",
        "The shops have their anniversary this week and cannot wait; 150 could move to a hub.",
    )
    yield s.at(-1, "14:30"), s.who("xiaoli"), NoteConflict(number=conflict.number, text=note)


def _review(s: Stage, number: str) -> Story:
    blocks = (
        (s.t("问题清单：功能说明、库位", "Issues: product sheets, store places"), 25, "wang"),
        (s.t("办法：预热海报、前置仓", "Proposals: early posters, hubs"), 20, "zhao"),
        (s.t("结论", "Conclusions"), 10, "zhang"),
    )
    meeting = yield (
        s.at(-1, "15:40"),
        s.who("zhang"),
        ScheduleMeeting(
            kind=MeetingKind.WEEKLY,
            request=number,
            start=s.at(2, "10:00"),
            title=s.t("618 进度复盘会", "618 weekly review"),
            place=s.t("三楼 301 会议室", "Room 301"),
            blocks=tuple(
                Block(name=name, minutes=minutes, presenter=s.who(who))
                for name, minutes, who in blocks
            ),
        ),
    )
    yield s.at(-1, "15:42"), s.who("zhang"), InviteToMeeting(number=meeting.number)


def _today(s: Stage, tasks: Sequence[Task]) -> Iterator[Step]:
    """The newest updates; the posters are the red one."""
    posters, sheets, _, training, *_ = tasks
    yield filed(
        sheets, s.lately(35), s.t("包装尺寸和保修期已补", "Box sizes and warranty are in"),
        s.t("扫地机噪音值在重测", "The robot vacuum's noise is being measured"),
    )  # fmt: skip
    yield filed(
        training, s.lately(20),
        s.t("第 2 批 20 人培训完，平均 84 分", "Second group of 20 trained, average 84"),
    )  # fmt: skip
    risk = Risk(
        what=s.t("文案定稿顺延 1 天", "The copy will be a day late"),
        why=s.t(
            "功能说明可能晚交，已请销售部准备调整宣传节奏",
            "The product sheets may come late; sales was told that publicity may move",
        ),
        new_date=s.day(3),
    )
    yield filed(
        posters, s.lately(),
        s.t(
            "3 张海报、5 版文案写完，张总监已确认 1 张海报、3 版文案",
            "3 posters and 5 texts done; Grace Zhang has approved 1 poster and 3 texts",
        ),
        s.t(
            "余下 2 版文案要按功能说明定稿修改",
            "The other 2 texts wait for the final product sheets",
        ),
        risk,
    )  # fmt: skip
