"""What a form can know before anybody types: usual answers, and what the answer is about."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.commands.base import Command
from core.text import shorten
from core.views import Query
from tui.i18n import _, say

if TYPE_CHECKING:
    from tui.app import LiaisonApp


ABOUT = frozenset({"ScheduleMeeting", "OpenConflict"})
"""Commands that make something new about the request or task a person looks at."""


@dataclass
class Hints:
    """Texts to begin with, what to read above the form, words to complete by kind of field.

    ``follows`` are the texts that go with a choice: by its field and code, then by their field.
    """

    texts: dict[str, str] = field(default_factory=dict)
    about: str = ""
    choices: dict[str, list[str]] = field(default_factory=dict)
    follows: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What the hints are made from; ``meetings`` are those of a request to be planned."""

    app: LiaisonApp
    document: dict[str, Any]
    departments: list[Any]
    people: list[Any]
    meetings: list[dict[str, Any]]


async def of(app: LiaisonApp, command: type[Command], document: dict[str, Any] | None) -> Hints:
    """The hints for one form; without a document, for a form about several records at once."""
    departments = list((await app.page(Query("departments", limit=200))).rows)
    people = list((await app.page(Query("people", limit=500))).rows)
    hints = Hints(
        choices={
            "department": [d.key for d in departments],
            "person": [p.key for p in people],
        }
    )
    if document is None:
        return hints
    hints.about = shorten(str(document.get("title", "")), 100)
    special = _SPECIAL.get(command.__name__)
    if not special:
        return hints
    meetings = []
    if command.__name__ == "SubmitPlan":
        meetings = [await app.document("meeting", key) for key in document["meetings"]]
    special(hints, Known(app, document, departments, people, meetings))
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


def _meeting(hints: Hints, known: Known) -> None:
    """About the request one looks at, with the agenda that goes with the kind (R5.1, R5.2)."""
    from core.agenda import TEMPLATES

    document = known.document
    hints.texts["request"] = document.get("request", "") or document.get("number", "")
    hints.follows["kind"] = {
        kind.value: {"blocks": "\n".join(f"{say(name)} {minutes}" for name, minutes in blocks)}
        for kind, blocks in TEMPLATES.items()
    }


def _conflict(hints: Hints, known: Known) -> None:
    document = known.document
    if document.get("number"):
        hints.texts["about"] = document["number"]
    involved = document.get("involved_departments") or []
    first = document.get("originating_department", "") or document.get("department", "")
    parties = [first, *involved][:2]
    hints.texts["parties"] = ", ".join(p for p in parties if p)


def _folder(hints: Hints, known: Known) -> None:
    """Where the person is."""
    with suppress(OSError):
        hints.texts["to"] = str(Path.cwd())


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
    "InviteToMeeting": _folder,
    "GiveFeedback": _feedback,
    "UpdateTask": _update,
    "SendBackTask": _delivered,
    "AcceptTask": _delivered,
}
