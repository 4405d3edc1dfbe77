"""Requests nobody works on yet: drafts, the intake queue, and what was turned away from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.commands.dispatch import (
    DispatchRequest,
    ObjectToDispatch,
    RejectRequest,
    ReturnRequest,
)
from core.commands.request import CommentOnRequest, DraftRequest, WithdrawRequest
from core.commands.resource import AddResource
from core.demo.journey import sent
from core.demo.quarrels import over_inspection
from core.demo.stage import Stage, Story, Wanted, Wish
from core.model.request import Priority, RequestType

R, P = RequestType, Priority

REPORT = Wish(
    kind=R.PROCESS,
    origin="PMO",
    title=("跨部门月报改版", "A new monthly report on joint work"),
    why=(
        "现在的月报 14 页，没有人看完。压到 2 页，只留逾期、返工和冲突三项。",
        "It has 14 pages nobody reads. Two are enough: overdue, rework, conflicts.",
    ),
    priority=P.LOW,
)
PRICES = Wish(
    kind=R.PROJECT,
    origin="SAL",
    title=("下季度渠道价格表更新", "Channel price list for next quarter"),
    why=("先收集经销商意见，月底前成稿。", "First hear the dealers, then write it this month."),
)
COMPLAINT = Wish(
    kind=R.ISSUE,
    origin="SAL",
    title=("大客户投诉 6 小时无人回复", "Key account's complaint unanswered for 6 hours"),
    why=(
        "华东大客户整批设备停机，客服说要等产品部的技术支持，产品部没有收到单子。今天必须给客户答复。",
        (
            "All machines of a key account in the east stand still. Customer service waits for "
            "product's engineers, who never got the ticket. The customer needs an answer today."
        ),
    ),
    lines=(
        (
            "PRD",
            (
                "指定 1 名技术人员，2 小时内给出故障判断",
                "One engineer named, a diagnosis in 2 hours",
            ),
            0,
        ),
        (
            "SAL",
            ("每 2 小时向客户通报 1 次进展", "The customer hears from us every 2 hours"),
            0,
        ),
    ),
    expected=1,
    priority=P.HIGH,
    urgent=True,
    other=("客服部", "Customer service"),
    files=(("停机设备清单.xlsx", "machines-down.xlsx"),),
)
BROCHURE = Wish(
    kind=R.PROJECT,
    origin="PRD",
    title=("新品手册改版", "New edition of the product brochure"),
    why=("旧手册还是去年的型号，门店常来问。", "The old one shows last year's models; shops ask."),
    lines=(("MKT", ("请尽快配合出一版手册", "Please help out with a brochure asap"), None),),
    expected=15,
    priority=P.LOW,
)
PROFILES = Wish(
    kind=R.RESOURCE,
    origin="PRD",
    title=("研发借用用户画像数据", "User-profile data for research"),
    why=(
        "推荐算法改版要用真实画像验证，测试数据的点击率偏差超过 15%。",
        "The new recommendations must be checked against real profiles; test data is off by 15 %.",
    ),
    lines=(
        (
            "MKT",
            ("提供 2 万条脱敏用户画像，含年龄段和品类偏好", "20,000 profiles without names"),
            3,
        ),
    ),
    expected=20,
    other=("研发部", "Research and development"),
    resource=Wanted(
        ("脱敏用户画像数据", "User profiles without names"), "MKT", 1, 3, 20,
        ("验证推荐算法改版", "Check the new recommendations"),
        ("内部，不得导出，用完删除", "Internal; not to be exported, deleted after use"),
    ),
)  # fmt: skip
TRUCKS = Wish(
    kind=R.RESOURCE,
    origin="SAL",
    title=("区域路演借用 2 辆促销车", "Two promotion trucks for the road show"),
    why=("三个城市路演，预计到场 1500 人。", "Three cities, 1,500 visitors expected."),
    lines=(("LOG", ("2 辆促销车，含司机，油费归销售部", "2 trucks with drivers"), 4),),
    expected=6,
    priority=P.HIGH,
    resource=Wanted(
        ("促销车", "Promotion truck"), "LOG", 2, 4, 6,
        ("三城路演", "Road show in three cities"), ("公开", "Public"),
    ),
)  # fmt: skip
MINUTES = Wish(
    kind=R.PROCESS,
    origin="PMO",
    title=("会议纪要统一模板", "One template for all minutes"),
    why=(
        "各部门纪要写法不一，行动项常常没有负责人。",
        "Every department writes them its own way, and action items often have no owner.",
    ),
    lines=(
        ("MKT", ("试用模板开 2 次会并反馈", "Try the template in 2 meetings"), 8),
        ("SAL", ("试用模板开 2 次会并反馈", "Try the template in 2 meetings"), 8),
    ),
    expected=14,
    priority=P.LOW,
)
SAMPLES = Wish(
    kind=R.RESOURCE,
    origin="MKT",
    title=("借样机间拍摄产品照", "Sample room for product photos"),
    why=("官网和电商页要换 12 款产品的主图。", "The site and the shop need new pictures of 12."),
    lines=(("PRD", ("样机间和 12 款样机", "The sample room and 12 samples"), None),),
    expected=9,
    resource=Wanted(
        ("样机间", "Sample room"), "PRD", 1, 3, 4,
        ("拍摄产品主图", "Product photos"), ("内部", "Internal"),
    ),
)  # fmt: skip
BUDGET = Wish(
    kind=R.RESOURCE,
    origin="MKT",
    title=("追加 50 万元投放预算", "Half a million more for advertising"),
    why=("竞品投放翻倍，搜索排名掉到第 4。", "Rivals spend twice as much; we fell to place 4."),
    lines=(("FIN", ("追加 50 万元，分两个月拨付", "500,000 more, paid over two months"), 5),),
    expected=10,
    priority=P.HIGH,
    resource=Wanted(
        ("市场投放预算", "Advertising budget"), "FIN", 1, 5, 30,
        ("搜索和短视频投放", "Search and short videos"), ("内部", "Internal"),
    ),
)  # fmt: skip
FAIR = Wish(
    kind=R.RESOURCE,
    origin="SAL",
    title=("借 20 台样机参加展会", "Twenty samples for the trade fair"),
    why=("展台有 20 个体验位。", "The stand has 20 places to try things."),
    lines=(("PRD", ("20 台样机，展前 3 天交付", "20 samples, 3 days before the fair"), 3),),
    expected=8,
    priority=P.LOW,
    resource=Wanted(
        ("样机", "Sample machine"), "PRD", 20, 3, 8,
        ("展会体验", "For visitors to try"), ("公开", "Public"),
    ),
)  # fmt: skip
QUARTER = Wish(
    kind=R.PROJECT,
    origin="FIN",
    title=("下季度部门预算编制", "Budgets of the departments for next quarter"),
    why=(
        "上季度两个部门超支 12%。这次按项目编，每笔写明用途。",
        "Two departments overspent by 12 % last quarter. This time every sum names its project.",
    ),
    lines=(
        ("MKT", ("按 6 个项目报预算", "Budget for 6 projects"), 6),
        ("PRD", ("按 4 个项目报预算", "Budget for 4 projects"), 6),
        ("SAL", ("按 5 个大区报预算", "Budget for 5 regions"), 6),
        ("LOG", ("按 3 个仓报预算", "Budget for 3 stores"), 6),
    ),
    expected=16,
    priority=P.HIGH,
)
HALL = Wish(
    kind=R.RESOURCE,
    origin="PRD",
    title=("借仓库 200 平米做跌落测试", "200 square metres of the store for drop tests"),
    why=("新包装要测 300 次跌落，实验室太小。", "300 drops of the new box; the lab is too small."),
    lines=(("LOG", ("空出 200 平米，使用 3 天", "200 square metres for 3 days"), 3),),
    expected=7,
    resource=Wanted(
        ("仓库场地", "Floor space"), "LOG", 200, 3, 5,
        ("包装跌落测试", "Drop tests of the box"), ("内部", "Internal"),
    ),
)  # fmt: skip
SLIPS = Wish(
    kind=R.ISSUE,
    origin="LOG",
    title=("门店退货单缺签字", "Return slips of the shops lack signatures"),
    why=(
        "上周 46 单退货没有店长签字，仓库收不了货。",
        "Last week 46 returns came without the manager's signature; the store cannot take them.",
    ),
    lines=(
        ("SAL", ("补齐 46 单签字，店长各抽查 5 单", "46 signatures added, 5 slips checked"), 4),
    ),
    expected=8,
)
INSPECTION = Wish(
    kind=R.ISSUE,
    origin="SAL",
    title=("退货质检由谁做", "Who inspects returned goods"),
    why=(
        "退货到仓后没有人判定能否再售，压了 130 件，客户等退款。",
        "Nobody says whether returned goods can be sold again: 130 wait, and so do the customers.",
    ),
    lines=(
        ("LOG", ("退货到仓 1 天内登记", "Returns registered within 1 day"), 6),
        ("PRD", ("给出 8 类产品的判定标准", "Rules to judge 8 kinds of goods"), 6),
    ),
    expected=10,
)


def all_of(s: Stage) -> list[Story]:
    """One story for each of these requests, and what the store lends."""
    return [
        _catalogue(s),
        _drafted(s, REPORT, "li", s.at(-1, "11:30")),
        _drafted(s, PRICES, "xiaoli", s.at(-2, "16:15")),
        sent(s, COMPLAINT, s.ago(minutes=12)),
        sent(s, BROCHURE, s.ago(minutes=50)),
        sent(s, TRUCKS, s.ago(minutes=70)),
        sent(s, PROFILES, s.ago(minutes=95)),
        sent(s, MINUTES, s.at(-1, "17:40")),
        _returned(s),
        _rejected(s),
        _withdrawn(s),
        _waiting(s, QUARTER, s.ago(hours=22, minutes=25)),
        _waiting(s, HALL, s.ago(hours=27)),
        _waiting(s, SLIPS, s.ago(hours=3)),
        _objected(s),
    ]


def _catalogue(s: Stage) -> Story:
    """One truck is out on the campus tour when two are asked for, and there are two."""
    truck, secret = s.t("促销车", "Promotion truck"), s.t("公开", "Public")
    yield s.at(-30, "09:30"), s.head("LOG"), AddResource(
        name=truck, owner_department="LOG", quantity=2, confidentiality=secret
    )  # fmt: skip


def _drafted(s: Stage, wish: Wish, name: str, at: datetime) -> Story:
    yield at, s.who(name), DraftRequest(**s.form(wish))


def _returned(s: Stage) -> Story:
    number = yield from sent(s, SAMPLES, s.at(-1, "10:05"))
    reason = s.t(
        "样机间这两天有验收，用不了。请换两天。",
        "The room is used for tests on these days. Please choose two others.",
    )
    yield s.at(-1, "10:50"), s.who("li"), ReturnRequest(number=number, reason=reason)


def _rejected(s: Stage) -> Story:
    number = yield from sent(s, BUDGET, s.at(-5, "09:30"))
    reason = s.t(
        "超出全年预算，财务部本季度没有额度。半年预算复核时可以再提。",
        "This is beyond the year's budget and finance has nothing left this quarter. Ask again "
        "when the budget is reviewed at mid-year.",
    )
    yield s.at(-5, "11:10"), s.who("li"), RejectRequest(number=number, reason=reason)


def _withdrawn(s: Stage) -> Story:
    number = yield from sent(s, FAIR, s.at(-3, "14:00"))
    reason = s.t("门店能凑出 20 台，不用借了。", "The shops can spare 20; nothing to borrow.")
    yield s.at(-3, "14:35"), s.liaison("SAL"), WithdrawRequest(number=number, reason=reason)


def _waiting(s: Stage, wish: Wish, at: datetime) -> Story:
    """Dispatched at that moment, and not acknowledged yet."""
    number = yield from sent(s, wish, at - timedelta(minutes=70))
    yield at, s.who("li"), DispatchRequest(number=number)


def _objected(s: Stage) -> Story:
    number = yield from sent(s, INSPECTION, s.at(-4, "10:30"))
    reason = s.t("货在物流部的仓里。", "The goods lie in logistics' store.")
    order = DispatchRequest(number=number, lead="LOG", reason=reason)
    yield s.at(-4, "11:20"), s.who("li"), order
    answer = s.t(
        "登记我们做，能不能再售要懂产品的人判定。请产品部牵头，我们出场地和人手。",
        "We register returns, but whether they can be sold again is for those who know the "
        "product. Let product lead; we give room and hands.",
    )
    yield s.at(-3, "09:40"), s.head("LOG"), ObjectToDispatch(number=number, reason=answer)
    comment = s.t(
        "产品部一共 2 名质检，接不下每天 40 件。",
        "Product has 2 inspectors; 40 pieces a day are too many for them.",
    )
    yield s.at(-3, "11:15"), s.head("PRD"), CommentOnRequest(number=number, text=comment)
    yield from over_inspection(s, number)
