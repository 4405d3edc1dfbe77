"""A choice by its value, its name or the word for it in either language, whole or begun."""

from __future__ import annotations

from enum import Enum, IntEnum
from functools import cache
from typing import Any, TypeVar

from core.codec import to_plain
from core.errors import BadInput
from core.messages import N_, Message
from core.text import shorten

E = TypeVar("E", bound=Enum)

# What people call the members besides their values, by the specification's terms.
_ALSO: dict[str, dict[str, tuple[str, ...]]] = {
    "RequestType": {
        "project": ("project collaboration", "项目协作"),
        "resource": ("resource application", "资源申请"),
        "issue": ("issue coordination", "问题协调"),
        "process": ("process improvement", "流程优化"),
    },
    "Priority": {"high": ("高",), "medium": ("中",), "low": ("低",)},
    "PlanAnswer": {
        "agree": ("同意",),
        "disagree": ("不同意",),
        "change": ("change needed", "需修改", "修改"),
    },
    "TaskState": {
        "not_started": ("未开始",),
        "in_progress": ("进行中",),
        "done": ("已完成", "完成"),
        "accepted": ("已验收", "验收"),
    },
    "RequestState": {
        "draft": ("草稿",),
        "submitted": ("已提交",),
        "returned": ("已退回",),
        "rejected": ("已拒绝",),
        "withdrawn": ("已撤回",),
        "dispatched": ("已分派",),
        "objected": ("有异议",),
        "coordinating": ("协调中",),
        "approving": ("审批中",),
        "second_coordination": ("二次协调",),
        "executing": ("执行中",),
        "accepting": ("验收中",),
        "closed": ("已关闭",),
        "archived": ("已归档",),
    },
    "MeetingState": {
        "scheduled": ("待召开",),
        "live": ("under way", "进行中"),
        "finished": ("已结束",),
        "cancelled": ("已取消",),
    },
    "SeriesState": {"running": ("进行中",), "ended": ("已结束",)},
    "ConflictState": {
        "open": ("处理中",),
        "settled": ("settled, to be confirmed", "已解决，待确认", "待确认"),
        "closed": ("已关闭",),
    },
    "Lane": {
        "request": ("by request", "需求", "按需求"),
        "department": ("by department", "部门", "按部门"),
        "owner": ("by owner", "责任人", "按责任人"),
    },
    "Relation": {
        "relates": ("relates to", "关联", "相关"),
        "blocks": ("阻塞", "阻挡"),
        "duplicates": ("重复",),
    },
    "Channel": {
        "phone": ("电话",),
        "message": ("即时消息", "消息"),
        "meeting": ("in a meeting", "会议"),
        "writing": ("in writing", "书面"),
    },
    "Use": {"taken": ("领用", "借出"), "returned": ("given back", "归还")},
    "ConflictLevel": {"general": ("一般",), "moderate": ("中度",), "major": ("重大",)},
    "ConflictType": {
        "information": ("信息",),
        "resources": ("资源",),
        "goals": ("目标",),
        "duties": ("职责",),
        "process": ("procedures", "流程"),
    },
    "MeetingKind": {
        "kickoff": ("启动会",),
        "standup": ("stand-up", "站会", "每日站会"),
        "weekly": ("weekly review", "周例会", "周会"),
        "standing": ("standing group", "月例会", "常设小组"),
        "urgent": ("urgent meeting", "紧急会议"),
        "second_coordination": ("二次协调",),
        "retrospective": ("复盘",),
    },
    "Repeat": {
        "once": ("not again", "不重复", "一次"),
        "weekly": ("every week", "每周"),
        "monthly": ("every month", "每月"),
    },
    "MonthlyOn": {"weekday": ("星期几", "周几"), "day": ("day of the month", "几号", "日期")},
    "OrganisationRole": {
        "coordinator": ("协调员", "平台管理员"),
        "management": ("管理层",),
        "auditor": ("审计员",),
    },
    "Role": {
        "coordinator": ("协调员", "平台管理员"),
        "management": ("管理层",),
        "auditor": ("审计员",),
        "head": ("部门负责人", "负责人"),
        "liaison": ("对接人",),
        "executor": ("执行人",),
    },
    "AttendeeRole": {
        "chair": ("主持", "主持人"),
        "required": ("必到", "必须"),
        "optional": ("可选", "列席"),
    },
    "Participation": {
        "needs-action": ("not answered", "未回复", "待回复"),
        "accepted": ("will attend", "参加", "接受"),
        "declined": ("不参加", "谢绝", "拒绝"),
        "tentative": ("暂定",),
        "delegated": ("委托", "已委托"),
    },
}


def choose(choices: type[E], text: str) -> E:
    """The member that *text* means; ``BadInput`` naming the choices when none or several do."""
    members = meant(choices, text)
    if len(members) == 1:
        return members[0]
    typed = shorten(text, 40)
    raise BadInput(
        N_(
            "“{typed}” could be {choices}: type more of it.",
            typed=typed,
            choices=", ".join(map(to_plain, members)),
        )
        if members
        else N_("“{typed}” is not one of the choices.", typed=typed),
        hint=one_of(choices),
    )


def meant(choices: type[E], text: str) -> list[E]:
    """The member called so, else all whose words begin so; letter case and dashes do not count."""
    typed = _folded(text)
    words: dict[E, set[str]] = _words_of(choices)
    exact = [member for member, known in words.items() if typed in known]
    return exact or [
        member
        for member, known in words.items()
        if typed and any(word.startswith(typed) for word in known)
    ]


def one_of(choices: type[Enum]) -> Message:
    """The hint that lists what can be chosen."""
    return N_("One of: {choices}", choices=", ".join(map(to_plain, choices)))


@cache
def _words_of(choices: Any) -> dict[Any, set[str]]:
    return {member: _words(member) for member in choices}


def _words(member: Enum) -> set[str]:
    value = to_plain(member)
    also = _ALSO.get(type(member).__name__, {}).get(value, ())
    number = (str(member.value),) if isinstance(member, IntEnum) else ()
    return {_folded(word) for word in (value, member.name, *number, *also)}


def _folded(text: str) -> str:
    # Late: unicodedata is a shared library of its own.
    from unicodedata import normalize

    return "".join(char for char in normalize("NFKC", text).casefold() if char.isalnum())
