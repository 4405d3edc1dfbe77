"""What may be typed to narrow each list, in both languages; loaded when somebody does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from core import filters
from core.filters import Field, Grammar, Kind, Term
from core.messages import N_, Message
from core.single_values import narrow
from tui import i18n, labels
from tui.i18n import _, say

if TYPE_CHECKING:
    from core.lines import Context
    from core.worktime import WorkTime

Labels = Iterable[tuple[object, Message]]

_NAMES: dict[str, tuple[Message, Kind, str]] = {
    "state": (N_("State"), Kind.CHOICE, "状态"),
    "type": (N_("Type"), Kind.CHOICE, "类型 种类"),
    "kind": (N_("Kind"), Kind.CHOICE, "type 类型 种类"),
    "prio": (N_("Priority"), Kind.CHOICE, "优先级 优先 priority"),
    "level": (N_("Level"), Kind.CHOICE, "级别"),
    "role": (N_("Role"), Kind.CHOICE, "角色"),
    "lead": (N_("Lead"), Kind.NAME, "牵头 牵头部门"),
    "dept": (N_("Department"), Kind.NAME, "部门 department"),
    "from": (N_("From"), Kind.NAME, "提出 提出人 来自 发起 originator"),
    "coord": (N_("Coordinator"), Kind.NAME, "协调 协调人 协调员 coordinator"),
    "owner": (N_("Owner"), Kind.NAME, "负责人"),
    "request": (N_("Request"), Kind.TEXT, "需求"),
    "about": (N_("About"), Kind.TEXT, "关于"),
    "flag": (N_("Vague"), Kind.FLAG, "含糊 flagged"),
    "urgent": (N_("Urgent"), Kind.FLAG, "紧急"),
    "risk": (N_("Risk"), Kind.FLAG, "风险"),
    "sudden": (N_("Sudden"), Kind.FLAG, "突发"),
    "active": (N_("Still here"), Kind.FLAG, "在岗 在职"),
    "neutral": (N_("Neutral"), Kind.FLAG, "中立"),
    "unread": (N_("Unread"), Kind.FLAG, "未读"),
    "due": (N_("Due"), Kind.MOMENT, "时限 到期 截止"),
    "by": (N_("By"), Kind.DAY, "期望 expected"),
    "start": (N_("Start"), Kind.DAY, "开始"),
    "age": (N_("Age"), Kind.AGE, "时长 已等"),
}
FIELDS: dict[str, tuple[str, ...]] = {
    "requests": (
        "state", "type", "prio", "lead", "dept", "from", "coord", "flag", "urgent", "due", "by",
        "age",
    ),
    "tasks": ("state", "dept", "owner", "request", "risk", "due", "start", "age"),
    "meetings": ("state", "kind", "dept", "request", "from", "due"),
    "conflicts": ("state", "level", "type", "dept", "about", "from", "sudden", "due", "age"),
    "departments": ("neutral",),
    "people": ("dept", "role", "active"),
    "notices": ("about", "unread", "due", "age"),
    "duties": ("type", "dept", "request", "due", "age"),
}  # fmt: skip
# Words that a screen has besides the label of the code.
_SHORT: dict[tuple[str, str], tuple[tuple[object, Message], ...]] = {
    ("requests", "state"): (("second_coordination", N_("2nd coord.")),),
    ("conflicts", "state"): (("open", N_("open")), ("settled", N_("to confirm"))),
    ("meetings", "kind"): (("second_coordination", N_("2nd coord.")),),
}
ORDERS: dict[str, Message] = {
    "": N_("as usual"),
    "date": N_("nearest date"),
    "clock": N_("nearest clock"),
    "age": N_("oldest"),
    "number": N_("Number"),
    "department": N_("Department"),
    "state": N_("State"),
    "name": N_("Name"),
    "login": N_("Login"),
}
"""The orders a list may have, by the names of ``Query.order``."""
_ORDERS_OF = {
    "requests": ("date", "clock", "age", "number", "department", "state"),
    "tasks": ("age", "number", "department", "state"),
    "meetings": ("number", "state"),
    "conflicts": ("clock", "age", "number"),
    "people": ("name", "login"),
}


def orders(view: str) -> tuple[str, ...]:
    """The orders of a list, its own one first."""
    return ("", *_ORDERS_OF.get(view, ()))


def parse(view: str, text: str, context: Context) -> tuple[Term, ...]:
    """The terms a person typed for one list; raises ``BadInput`` for what is not understood."""
    return filters.parse(text, known(view), context)


def known(view: str) -> Grammar:
    """What can be asked for in a list, by every name it may be called, as now spoken."""
    return _known(view, i18n.language())


@cache
def _known(view: str, _language: str) -> Grammar:
    return filters.grammar(_field(view, name) for name in FIELDS.get(view, ()))


def _field(view: str, name: str) -> Field:
    label, kind, also = _NAMES[name]
    if (view, name) == ("tasks", "due"):
        kind = Kind.DAY  # a task is to be finished on a day
    said = (one for one in _both(label) if one.isalpha())
    names = dict.fromkeys([*also.split(), *said])
    pairs = [*_labels(view, name), *_SHORT.get((view, name), ())] if kind is Kind.CHOICE else []
    return Field(name, label, kind, tuple(names), _words(pairs))


def _words(pairs: Labels) -> dict[str, str]:
    """Codes by what may be typed for them: the word on the screen, the code, the other language."""
    found: dict[str, str] = {}
    for code, label in pairs:
        plain = str(getattr(code, "value", code))
        for word in (say(label), plain, *_both(label)):
            found.setdefault(narrow(word).casefold(), plain)
    return found


def _both(label: Message) -> Iterator[str]:
    for language in i18n.LANGUAGES:
        yield i18n.said_in(language, label).casefold()


def _labels(view: str, name: str) -> Labels:
    """The words of a screen for what a field holds; imported by list."""
    if (view, name) == ("requests", "state"):
        from core.lifecycle import LABELS

        return LABELS.items()
    if name == "state":
        return _states(view).items()
    if view == "conflicts":
        from core.commands import conflict

        return (conflict.LEVEL_LABELS if name == "level" else conflict.TYPE_LABELS).items()
    return _others(view, name).items()


def _states(view: str) -> Mapping[Any, Message]:
    if view == "tasks":
        from core.model.work import STATE_LABELS as TASK

        return TASK
    if view == "meetings":
        from core.commands.meeting import STATE_LABELS as MEETING

        return MEETING
    from core.commands.conflict import STATE_LABELS as CONFLICT

    return CONFLICT


def _others(view: str, name: str) -> Mapping[Any, Message]:
    if view == "meetings":
        from core.agenda import KIND_LABELS

        return KIND_LABELS
    if view == "people":
        from core.model.organisation import ROLE_LABELS

        return ROLE_LABELS
    if view == "duties":
        return labels.DUTIES
    return labels.PRIORITIES if name == "prio" else labels.SHORT_TYPES


def said(view: str, terms: Iterable[Term], worktime: WorkTime) -> str:
    """What was understood, on one line."""
    return "  ·  ".join(_term(view, term, worktime) for term in terms)


def _term(view: str, term: Term, worktime: WorkTime) -> str:
    if term.name == filters.WORD:
        text = f"“{term.values[0]}”"
    elif term.name == filters.NUMBER:
        text = f"#{term.values[0]}"
    else:
        text = _condition(known(view)[term.name], term, worktime)
    return _("not {what}", what=text) if term.negated else text


def _condition(one: Field, term: Term, worktime: WorkTime) -> str:
    label = say(one.label)
    words = {filters.NONE: _("none"), filters.OVERDUE: _("Overdue"), filters.ME: _("me")}
    if term.op in words:
        return f"{label}: {words[term.op]}"
    usual = one.usual | words | {"yes": _("yes"), "no": _("no")}
    if term.op == "=":
        return f"{label}: {', '.join(usual.get(str(value), str(value)) for value in term.values)}"
    if one.kind is Kind.AGE:
        assert isinstance(term.values[0], timedelta)
        return f"{label} {'>' if term.op == '<' else '<'} {_value(-term.values[0], worktime)}"
    sign = {"<": "<", ">": "≥", "..": ":"}[term.op]
    return f"{label} {sign} {_value(term.values[0], worktime)}"


def _value(value: object, worktime: WorkTime) -> str:
    from core.worktime import humane

    if isinstance(value, timedelta):
        return say(humane(value))
    if isinstance(value, datetime):
        return f"{worktime.local(value):%Y-%m-%d}"
    return value.isoformat() if isinstance(value, date) else str(value)
