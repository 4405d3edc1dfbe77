"""What a form can know before anybody types: usual answers, and what the answer is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.commands.base import Command
from core.text import shorten
from core.views import Query
from tui.i18n import _

if TYPE_CHECKING:
    from tui.app import LiaisonApp


@dataclass
class Hints:
    """Texts to begin with, what to read above the form, words to complete by kind of field."""

    texts: dict[str, str] = field(default_factory=dict)
    about: str = ""
    choices: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What the hints are made from."""

    app: LiaisonApp
    document: dict[str, Any]
    departments: list[Any]


async def of(app: LiaisonApp, command: type[Command], document: dict[str, Any]) -> Hints:
    """The hints for one form."""
    departments = list((await app.page(Query("departments", limit=200))).rows)
    people = list((await app.page(Query("people", limit=500))).rows)
    hints = Hints(
        choices={
            "department": [d.key for d in departments],
            "person": [p.key for p in people],
        }
    )
    if document.get("title"):
        hints.about = shorten(str(document["title"]), 100)
    special = _SPECIAL.get(command.__name__)
    if special:
        special(hints, Known(app, document, departments))
    return hints


def _submit(hints: Hints, known: Known) -> None:
    """Who asks, as far as it is known of the person who writes."""
    actor = known.app.actor
    if actor:
        home = min(actor.speaks_for, default=actor.department)
        hints.texts |= {"type": "project", "originating_department": home}
        hints.texts |= {"originator": actor.login, "priority": "medium"}


def _dispatch(hints: Hints, known: Known) -> None:
    """The usual lead of the type (R3.3), and every department's load (R1.3)."""
    document = known.document
    kind, resource = document["type"], document.get("resource") or {}
    neutral = next((d.key for d in known.departments if d.neutral), "")
    usual = {"resource": resource.get("owner_department", ""), "issue": neutral}
    hints.texts["lead"] = usual.get(kind, document["originating_department"])
    loads = [
        _("{code} {open} open, {late} late, {waiting} to acknowledge", code=d.key,
          open=d.open_tasks, late=d.overdue_tasks, waiting=d.to_acknowledge)
        for d in known.departments
    ]  # fmt: skip
    hints.about += "\n" + "\n".join(loads)


def _plan(hints: Hints, known: Known) -> None:
    """The last version, or else a line for each detail of the request, to be filled up."""
    plans = known.document.get("plans") or []
    if plans:
        objections = [f"{a['department']}: {a['text']}" for a in plans[-1]["answers"] if a["text"]]
        hints.about += "\n" + "\n".join(objections)
        hints.texts |= {
            "tasks": "\n".join(_task_line(t) for t in plans[-1]["tasks"]),
            "contingencies": "\n".join(
                f"{c['trigger']} | {c['warn_days']} | {c['answer']}"
                for c in plans[-1]["contingencies"]
            ),
        }
        return
    today = known.app.clock().astimezone(known.app.zone).date()
    heads = {d.key: d.primary or d.head for d in known.departments}
    lines = [
        f"{d['department']} | {heads.get(d['department'], '')} | {shorten(d['what'], 60)} | "
        f"{(today + timedelta(days=1)).isoformat()} > "
        f"{d['by'] or (today + timedelta(days=7)).isoformat()} | "
        for d in known.document.get("details", [])
    ]
    hints.texts["tasks"] = "\n".join(lines)


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


def _meeting(hints: Hints, known: Known) -> None:
    if known.document.get("number"):
        hints.texts["request"] = known.document["number"]


def _conflict(hints: Hints, known: Known) -> None:
    document = known.document
    if document.get("number"):
        hints.texts["about"] = document["number"]
    involved = document.get("involved_departments") or []
    parties = [document.get("originating_department", ""), *involved][:2]
    hints.texts["parties"] = ", ".join(p for p in parties if p)


def _feedback(hints: Hints, known: Known) -> None:
    """One's own department, and what it is asked for."""
    actor = known.app.actor
    mine = sorted(actor.speaks_for) if actor else []
    asked = [d for d in known.document.get("details", []) if d["department"] in mine]
    hints.texts["department"] = mine[0] if mine else ""
    hints.about += "\n" + "\n".join(f"{d['department']}: {d['what']}" for d in asked)


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


_SPECIAL: dict[str, Callable[[Hints, Known], None]] = {
    "SubmitRequest": _submit,
    "DispatchRequest": _dispatch,
    "SubmitPlan": _plan,
    "AnswerPlan": _answer,
    "ScheduleMeeting": _meeting,
    "OpenConflict": _conflict,
    "GiveFeedback": _feedback,
    "UpdateTask": _update,
    "SendBackTask": _delivered,
    "AcceptTask": _delivered,
}
