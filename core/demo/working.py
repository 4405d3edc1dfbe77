"""Requests whose tasks are being worked on."""

from __future__ import annotations

from core.commands.meeting import ScheduleMeeting
from core.commands.plan import AnswerPlan
from core.commands.running import AgreeAction, DecideInMeeting, FinishMeeting, StartMeeting
from core.demo.journey import (
    Job,
    TasksOf,
    accepted,
    acknowledged,
    agree,
    filed,
    handed_in,
    minuted,
    plan,
    running,
)
from core.demo.stage import Stage, Story, Wish, in_order
from core.model.meeting import Block, MeetingKind
from core.model.request import Priority, RequestType
from core.model.work import PlanAnswer, Risk

R, P = RequestType, Priority

BOX = Wish(
    kind=R.PROJECT,
    origin="PRD",
    title=("新品包装改版", "A new box for the new product"),
    why=(
        "旧盒运输破损率 2.1%，目标降到 0.8% 以下。",
        "2.1 % of the old boxes break on the way; the goal is below 0.8 %.",
    ),
    lines=(
        ("MKT", ("2 版外观设计", "2 designs"), 3),
        ("LOG", ("堆码和跌落测试各 1 次", "One stacking and one drop test"), 6),
    ),
    expected=10,
)
LOOP = Wish(
    kind=R.PROCESS,
    origin="SAL",
    title=("客户投诉 24 小时闭环", "Complaints answered within 24 hours"),
    why=(
        "上季度投诉平均 53 小时才有答复，三成客户重复来电。",
        "Last quarter an answer took 53 hours, and one customer in three called twice.",
    ),
    lines=(
        ("PRD", ("值班表 1 份，技术问题 4 小时内回复", "A duty roster, answers in 4 hours"), 3),
        ("LOG", ("物流类投诉话术 10 条", "10 answers for complaints about delivery"), 2),
    ),
    expected=6,
    priority=P.HIGH,
)
LATE_GOODS = Wish(
    kind=R.ISSUE,
    origin="MKT",
    title=("活动物料到店晚两天", "Shop material arrives two days late"),
    why=(
        "上次活动 87 家店开场没有海报，市场部说按时出库，物流部说没有预约。",
        (
            "Last time 87 shops opened without posters. Marketing says they left in time, "
            "logistics says nobody booked the transport."
        ),
    ),
    lines=(("LOG", ("物料运输预约规则 1 份", "One rule for booking such transports"), 4),),
    expected=7,
)


def all_of(s: Stage) -> list[Story]:
    """One story for each of these requests."""
    return [_box(s), _loop(s), _late_goods(s)]


def _box(s: Stage) -> Story:
    """Executing, under the second version of its plan."""
    number = yield from acknowledged(s, BOX, -9)
    jobs = (
        Job(
            "PRD", "zhao", ("盒型结构打样", "Sample of the new box"), -3, 2,
            ("5 个样盒，跌落 1.2 米不破", "5 boxes that survive 1.2 m"),
        ),
        Job(
            "MKT", "xu", ("外观设计 2 版", "2 designs"), -3, 3,
            ("符合品牌规范，各附成本", "In the house style, each with its cost"),
        ),
        Job(
            "LOG", "wu", ("堆码与跌落测试", "Stacking and drop test"), 3, 6,
            ("8 层堆码 24 小时不变形", "8 layers for 24 hours without a dent"),
        ),
    )  # fmt: skip
    zhou, chen = s.head("LOG"), s.head("PRD")
    first = (*jobs[:2], jobs[2]._replace(start=0, finish=1))
    yield s.at(-7, "10:30"), chen, plan(s, number, first)
    answer = AnswerPlan(
        number=number,
        answer=PlanAnswer.CHANGE,
        text=s.t(
            "样盒没出来没法测，测试要排在打样之后，留 3 天。",
            "We cannot test boxes that do not exist; put the test after the samples, 3 days.",
        ),
    )
    yield s.at(-7, "16:05"), zhou, answer
    yield s.at(-5, "11:10"), chen, plan(s, number, jobs)
    yield agree(s, number, "MKT", s.at(-5, "15:45"))
    yield agree(s, number, "LOG", s.at(-4, "09:15"))
    tasks = yield s.at(-4, "09:30"), s.who("li"), TasksOf(number=number)
    yield filed(tasks[0], s.at(-2, "16:20"), s.t("刀模图完成", "Drawing of the die finished"))
    yield filed(tasks[1], s.lately(30), s.t("第 1 版完成，第 2 版起稿", "First done, second begun"))
    yield filed(tasks[0], s.lately(10), s.t("2 个样盒做好", "2 sample boxes made"))


def _loop(s: Stage) -> Story:
    """Executing: one task accepted, one past its day, one on its way."""
    jobs = (
        Job(
            "PRD", "zhao", ("技术值班表", "Duty roster of the engineers"), -6, -1,
            ("每天 2 人，含周末", "2 people a day, weekends too"),
        ),
        Job(
            "LOG", "wu", ("物流类投诉话术", "Answers for complaints about delivery"), -6, -4,
            ("10 条，客服试用无误", "10 answers, tried by customer service"),
        ),
        Job(
            "SAL", "xiaoli", ("投诉时限看板", "Board of open complaints"), -5, 4,
            ("超过 20 小时自动标红", "Red after 20 hours"),
        ),
    )  # fmt: skip
    roster, answers, board = yield from running(s, LOOP, -10, jobs)
    steps = [
        handed_in(answers, s.at(-4, "16:10"), s.t("投诉话术10条.docx", "ten-answers.docx")),
        accepted(s, "SAL", answers, s.at(-3, "10:40")),
        filed(board, s.at(-3, "16:45"), s.t("字段定好，接入测试数据", "Fields set, test data in")),
        filed(
            roster, s.at(-3, "16:30"), s.t("工作日已排，周末缺人", "Weekdays done, weekends open")
        ),
    ]
    yield from in_order(steps)
    risk = Risk(
        what=s.t("值班表晚 3 天", "The roster is 3 days late"),
        why=s.t("周末补贴标准还没批", "Extra pay for weekends is not approved"),
        new_date=s.day(2),
    )
    problem = s.t("请财务部给出补贴标准", "Finance must say what weekends pay")
    yield filed(roster, s.lately(25), s.t("候选 6 人名单", "List of 6 names"), problem, risk)
    yield filed(board, s.lately(5), s.t("标红规则通过测试", "The red rule passes its test"))


def _late_goods(s: Stage) -> Story:
    """Executing, led by the neutral department after an urgent meeting."""
    number = yield from acknowledged(s, LATE_GOODS, -8)
    li = s.who("li")
    meeting = yield (
        s.at(-7, "10:20"),
        li,
        ScheduleMeeting(
            kind=MeetingKind.URGENT,
            request=number,
            start=s.at(-7, "14:00"),
            title=s.t("物料晚到碰头会", "Late shop material"),
            place=s.t("线上", "Online"),
            blocks=(
                Block(name=s.t("情况", "Situation"), minutes=5, presenter=s.who("wang")),
                Block(name=s.t("先怎么办", "First plan"), minutes=20, presenter=s.who("he")),
                Block(name=s.t("谁做什么", "Who does what"), minutes=5, presenter=li),
            ),
        ),
    )
    called = meeting.number
    yield s.at(-7, "14:00"), li, StartMeeting(number=called)
    decision = s.t(
        "出库前 48 小时预约，没有预约号不装车。",
        "Transports are booked 48 hours ahead; without a booking nothing is loaded.",
    )
    yield s.at(-7, "14:18"), li, DecideInMeeting(number=called, text=decision)
    action = s.t("统计 87 家店的到货时间", "Arrival times of the 87 shops")
    act = AgreeAction(number=called, text=action, owner=s.who("wu"), due=s.day(-5))
    yield s.at(-7, "14:25"), li, act
    yield s.at(-7, "14:28"), li, FinishMeeting(number=called)
    yield from minuted(s, called, li, -7, 14, f"{decision}\n{action}")
    jobs = (
        Job(
            "PMO", "tang", ("预约规则与表单", "Rule and form for bookings"), -4, 1,
            ("1 页，两个部门签字", "One page, signed by both departments"),
        ),
        Job(
            "LOG", "wu", ("历史到货分析", "Where the two days went"), -4, -2,
            ("87 家店逐店列出", "All 87 shops, one by one"),
        ),
    )  # fmt: skip
    yield s.at(-6, "10:00"), s.who("he"), plan(s, number, jobs)
    yield agree(s, number, "LOG", s.at(-5, "11:30"))
    rule, past = yield s.at(-5, "11:40"), li, TasksOf(number=number)
    yield handed_in(past, s.at(-2, "15:20"), s.t("到货分析.xlsx", "arrivals.xlsx"))
    yield accepted(s, "MKT", past, s.at(-1, "09:45"))
    yield filed(
        rule, s.lately(15), s.t("规则写完，送两部门看", "Written, both departments read it")
    )
