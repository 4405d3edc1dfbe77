"""What the forms of plans, tasks and conflicts know before anybody types."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from core.text import shorten
from tui.i18n import _

if TYPE_CHECKING:
    from tui.prefill import Hints, Known, Way


def _plan(hints: Hints, known: Known) -> None:
    """The last version, what was agreed since, and a line for each detail where none is yet."""
    plans = known.document.get("plans") or []
    last = plans[-1] if plans else None
    lines = [_task_line(task) for task in last["tasks"]] if last else []
    lines += _agreed(known, last["submitted_at"] if last else "")
    if last:
        objections = [f"{a['department']}: {a['text']}" for a in last["answers"] if a["text"]]
        hints.about += "\n" + "\n".join(objections)
        hints.texts["contingencies"] = "\n".join(
            f"{c['trigger']} | {c['warn_days']} | {c['answer']}" for c in last["contingencies"]
        )
    else:
        lines += _asked(known)
    hints.texts["tasks"] = "\n".join(lines)


def _agreed(known: Known, since: str) -> list[str]:
    """The action items of the meetings that ended after a moment, still without a criterion."""
    homes = {p.key: p.department for p in known.people}
    ended = [m for m in known.meetings if m["finished_at"] and _is_later(m["finished_at"], since)]
    return [
        _line(known, homes.get(item["owner"], ""), item["owner"], item["text"], item["due"])
        for meeting in ended
        for item in meeting["actions"]
    ]


def _asked(known: Known) -> list[str]:
    """What the request asks of each department, of its liaison until somebody else is named."""
    owners = {d.key: d.primary or d.head for d in known.departments}
    return [
        _line(known, d["department"], owners.get(d["department"], ""), d["what"], d["by"])
        for d in known.document.get("details", [])
    ]


def _line(known: Known, department: str, owner: str, what: str, by: str | None) -> str:
    today = known.app.worktime.day(known.app.clock())
    finish = by or (today + timedelta(days=7)).isoformat()
    start = min((today + timedelta(days=1)).isoformat(), finish)
    return f"{department} | {owner} | {shorten(what, 60)} | {start} > {finish} | "


def _is_later(moment: str, than: str) -> bool:
    return not than or datetime.fromisoformat(moment) > datetime.fromisoformat(than)


def _task_line(task: dict[str, Any]) -> str:
    after = ", ".join(task["depends_on"])
    line = (
        f"{task['department']} | {task['owner']} | {task['title']} | "
        f"{task['start']} > {task['finish']} | {task['criterion']}"
    )
    return f"{line} | after: {after}" if after else line


def _answer(hints: Hints, known: Known) -> None:
    """The plan that is to be answered, to be read before."""
    plans = known.document.get("plans") or []
    if plans:
        lines = [
            f"{t['department']} {t['owner']} {t['start'][5:]}>{t['finish'][5:]} {t['title']}"
            for t in plans[-1]["tasks"]
        ]
        hints.about += "\n" + "\n".join(lines)


def _update(hints: Hints, known: Known) -> None:
    """The task as it stands, so that an update only says what is new."""
    document = known.document
    hints.texts["state"] = document["state"]
    risk = document.get("risk")
    if risk:
        parts = [risk["what"], risk["why"], risk["new_date"] or ""]
        hints.texts["risk"] = " | ".join(parts).rstrip(" |")
    if document.get("returned_for"):
        hints.about += "\n" + _("Came back: {why}", why=document["returned_for"])


def _delivered(hints: Hints, known: Known) -> None:
    document = known.document
    hints.about += "\n" + _("Criterion: {text}", text=document["criterion"])
    hints.about += "\n" + _("Handed in: {text}", text=document["deliverable"])


def _conflict(hints: Hints, known: Known) -> None:
    document = known.document
    if document.get("number"):
        hints.texts["about"] = document["number"]
    involved = document.get("involved_departments") or []
    first = document.get("originating_department", "") or document.get("department", "")
    parties = [first, *involved][:2]
    hints.texts["parties"] = ", ".join(p for p in parties if p)


WAYS: dict[str, Way] = {
    "SubmitPlan": _plan,
    "AnswerPlan": _answer,
    "UpdateTask": _update,
    "SendBackTask": _delivered,
    "AcceptTask": _delivered,
    "OpenConflict": _conflict,
}
