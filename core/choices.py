"""A choice by its value, its name or the word for it in either language, whole or begun."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import TypeVar

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
    "ConflictLevel": {"general": ("一般",), "moderate": ("中度",), "major": ("重大",)},
    "ConflictType": {
        "information": ("信息",),
        "resources": ("资源",),
        "goals": ("目标",),
        "duties": ("职责",),
        "process": ("流程",),
    },
    "MeetingKind": {
        "kickoff": ("启动会",),
        "standup": ("每日站会", "站会"),
        "weekly": ("weekly review", "周例会", "周会"),
        "standing": ("standing group", "专题小组", "月度会议"),
        "urgent": ("urgent meeting", "紧急会议"),
        "second_coordination": ("二次协调",),
        "retrospective": ("复盘",),
    },
    "OrganisationRole": {
        "coordinator": ("协调员", "平台管理员"),
        "management": ("管理层",),
        "auditor": ("审计",),
    },
    "AttendeeRole": {
        "chair": ("主持", "主持人"),
        "required": ("必到", "必须"),
        "optional": ("可选", "列席"),
    },
    "Participation": {
        "needs-action": ("待回复",),
        "accepted": ("接受",),
        "declined": ("谢绝", "拒绝"),
        "tentative": ("暂定",),
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
    words = {member: _words(member) for member in choices}
    exact = [member for member, known in words.items() if typed in known]
    return exact or [
        member
        for member, known in words.items()
        if typed and any(word.startswith(typed) for word in known)
    ]


def one_of(choices: type[Enum]) -> Message:
    """The hint that lists what can be chosen."""
    return N_("One of: {choices}", choices=", ".join(map(to_plain, choices)))


def _words(member: Enum) -> set[str]:
    value = to_plain(member)
    also = _ALSO.get(type(member).__name__, {}).get(value, ())
    number = (str(member.value),) if isinstance(member, IntEnum) else ()
    return {_folded(word) for word in (value, member.name, *number, *also)}


def _folded(text: str) -> str:
    # Late: unicodedata is a shared library of its own.
    from unicodedata import normalize

    return "".join(char for char in normalize("NFKC", text).casefold() if char.isalnum())
