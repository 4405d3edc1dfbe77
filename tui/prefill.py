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
from tui.i18n import _

if TYPE_CHECKING:
    from tui.app import LiaisonApp
    from tui.work import Begin


ABOUT = frozenset({"ScheduleMeeting", "OpenConflict"})
"""Commands that make something new about the request or task a person looks at."""


@dataclass
class Hints:
    """Texts to begin with, what to read above the form, words to complete by kind of field.

    ``follows`` are the texts that go with a choice: by its field and code, then by their field;
    ``notes`` are what to read under a field while filling it in.
    """

    texts: dict[str, str] = field(default_factory=dict)
    about: str = ""
    choices: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    follows: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What the hints are made from.

    ``meetings`` are those of a request to be planned, ``proposals`` what a new meeting would have,
    by its kind.
    """

    app: LiaisonApp
    document: dict[str, Any]
    departments: list[Any]
    people: list[Any]
    meetings: list[dict[str, Any]]
    proposals: dict[str, dict[str, str]] = field(default_factory=dict)


async def of(app: LiaisonApp, command: type[Command], document: dict[str, Any] | None) -> Hints:
    """The hints for one form; without a document, for a form about several records at once."""
    departments = list((await app.page(Query("departments", limit=200))).rows)
    people = list((await app.page(Query("people", limit=500))).rows)
    hints = Hints(
        choices={
            "department": [d.key for d in departments if d.active],
            "person": [p.key for p in people if p.active],
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
    proposals = {}
    if command.__name__ == "ScheduleMeeting":
        proposals = await _proposals(app, document)
    special(hints, Known(app, document, departments, people, meetings, proposals))
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
    lead = usual.get(kind, document["originating_department"])
    objected = document["state"] == "objected" and lead == document["lead_department"]
    hints.texts["lead"] = "" if objected else lead
    from tui.load import table

    hints.about += "\n" + "\n".join(_cautions(document))
    likely = [lead, *document["involved_departments"]]
    hints.notes["lead"] = table(known.departments, likely)


def _cautions(document: dict[str, Any]) -> list[str]:
    """What speaks against dispatching: no signature yet, objections, clashes (R2.2, R2.6, R3.4)."""
    from tui import agreement

    found = [] if document["signed_by"] else [_("The form is not signed off by the head.")]
    return [*found, *agreement.objections(document), *agreement.clash_lines(document)]


def _uphold(hints: Hints, known: Known) -> None:
    """What is ruled on (R3.4)."""
    from tui import agreement

    hints.about += "\n" + "\n".join(agreement.objections(known.document))


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


async def _proposals(app: LiaisonApp, document: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Attendees, materials and agenda that each kind of meeting would have (R5.1 to R5.3)."""
    from core.errors import Refusal

    number = _request_of(document)
    try:
        return await app.carry_out(lambda begin: _proposed(begin, number))
    except Refusal:
        return {}  # what is wrong is said when the form is sent


def _proposed(begin: Begin, number: str) -> dict[str, dict[str, str]]:
    from core.commands.base import Kind
    from core.commands.proposing import proposals
    from core.line_values import write
    from core.separated import joined

    with begin() as uow:
        found = proposals(uow, number)
    return {
        kind.value: {
            "attendees": write(Kind.ATTENDEES, one.attendees),
            "materials": joined(one.materials),
            "blocks": write(Kind.BLOCKS, one.blocks),
        }
        for kind, one in found.items()
    }


def _meeting(hints: Hints, known: Known) -> None:
    """About the request one looks at, with what goes with the kind (R5.1 to R5.3)."""
    hints.texts["request"] = _request_of(known.document)
    hints.follows["kind"] = known.proposals


def _request_of(document: dict[str, Any]) -> str:
    """The request that a person looks at, or that the task is of; a meeting's own has none."""
    return str(document.get("request", document.get("number", "")))


def _conflict(hints: Hints, known: Known) -> None:
    document = known.document
    if document.get("number"):
        hints.texts["about"] = document["number"]
    involved = document.get("involved_departments") or []
    first = document.get("originating_department", "") or document.get("department", "")
    parties = [first, *involved][:2]
    hints.texts["parties"] = ", ".join(p for p in parties if p)


READY_MADE = """\
MKT 市场部 Marketing
PRD 产品部 Product
RND 研发部 Research and Development
SAL 销售部 Sales
LOG 物流部 Logistics
FIN 财务部 Finance
HR 人力资源部 Human Resources
PMO* 项目管理办公室 Project Management Office"""


def _departments(hints: Hints, known: Known) -> None:
    """A list that is ready to be taken as it is, until there are departments."""
    hints.about = _(
        "A line for each department: code, name, English name; * behind the code: neutral. "
        "Change the list or take it as it is. Heads and liaisons come next; esc leaves, "
        "and i on the screen of people goes on."
    )
    if not known.departments:
        hints.texts["departments"] = READY_MADE


def _posts(hints: Hints, known: Known) -> None:
    """A line for each department, with who is known already."""
    hints.about = _(
        "A line for each department: the head, then one or two liaisons, behind semicolons; "
        "a login, and the full name of whoever is new. Nothing behind the colon leaves it open; "
        "h on the screen of people goes on."
    )
    hints.texts["posts"] = "\n".join(_post(d) for d in known.departments if d.active)


def _post(department: Any) -> str:
    others = [login for login in department.liaisons if login != department.primary]
    people = [department.head, department.primary, *others]
    return f"{department.key}: {'; '.join(people).rstrip('; ')}"


def _folder(hints: Hints, known: Known) -> None:
    """Where the person is."""
    with suppress(OSError):
        hints.texts["to"] = str(Path.cwd())


def _feedback(hints: Hints, known: Known) -> None:
    """One's own department, and what it is asked for."""
    actor = known.app.actor
    mine = sorted(actor.speaks_for) if actor else []
    asked = [d for d in known.document.get("details", []) if d["department"] in mine]
    homes = [*dict.fromkeys(d["department"] for d in asked), *mine]
    hints.texts["department"] = homes[0] if homes else ""
    hints.about += "\n" + "\n".join(map(_detail, asked))
    for answer in known.document.get("feedback", []):
        if answer["department"] == hints.texts["department"] and not answer["confirmed_by"]:
            names = ("content", "proposed", "needs", "remarks")
            hints.texts |= {name: answer[name] or "" for name in names}


def _detail(detail: dict[str, Any]) -> str:
    """What is asked of a department and by when, as it is typed."""
    by = f" @ {detail['by']}" if detail["by"] else ""
    return f"{detail['department']}: {detail['what']}{by}"


def _waiting_feedback(hints: Hints, known: Known, waiting: list[dict[str, Any]]) -> None:
    """What is to be signed or confirmed, to be read before; the first of several is meant."""
    hints.texts["department"] = waiting[0]["department"] if waiting else ""
    for answer in waiting:
        lines = [f"{answer['department']}: {answer['content']}"]
        proposed = answer["proposed"]
        lines += [_("Proposed completion") + f": {proposed}"] if proposed else []
        lines += [_("Needs") + f": {answer['needs']}"] if answer["needs"] else []
        lines += [_("Remarks") + f": {answer['remarks']}"] if answer["remarks"] else []
        hints.about += "\n" + "\n".join(lines)


def _sign(hints: Hints, known: Known) -> None:
    heads = known.app.actor.heads if known.app.actor else frozenset()
    given = known.document.get("feedback", [])
    waiting = [a for a in given if not a["signed_by"] and a["department"] in heads]
    _waiting_feedback(hints, known, waiting)


def _confirm_feedback(hints: Hints, known: Known) -> None:
    given = known.document.get("feedback", [])
    _waiting_feedback(hints, known, [a for a in given if a["signed_by"] and not a["confirmed_by"]])


def _split(hints: Hints, known: Known) -> None:
    """The detail lines with the numbers they are named by."""
    lines = enumerate(known.document.get("details", []), 1)
    hints.about += "\n" + "\n".join(f"{n}  {d['department']}: {d['what']}" for n, d in lines)


def _linked(hints: Hints, known: Known) -> None:
    """The requests it is linked to already."""
    links = known.document.get("links", [])
    hints.about += "\n" + "\n".join(f"{one['number']}  {one['title']}" for one in links)


def _minutes(hints: Hints, known: Known) -> None:
    """The text as it stands, and what departments would have otherwise."""
    if kept := known.document.get("minutes"):
        hints.texts["text"] = kept["text"]
        hints.about = "\n".join(
            [kept["name"], _("^e opens the text in your own editor.")]
            + [f"{c['department']}: {c['correction']}" for c in kept["confirmations"]
               if c["correction"]]
        )  # fmt: skip


def _read_minutes(hints: Hints, known: Known) -> None:
    """The minutes, to be read before."""
    if kept := known.document.get("minutes"):
        hints.about = kept["text"]


def _confirm_minutes(hints: Hints, known: Known) -> None:
    """The minutes, and one's own department among those that are waited for."""
    _read_minutes(hints, known)
    kept, actor = known.document.get("minutes"), known.app.actor
    if kept and actor:
        done = {c["department"] for c in kept["confirmations"]}
        mine = [d for d in kept["departments"] if d in actor.speaks_for and d not in done]
        hints.texts["department"] = next(iter(mine), "")


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


def _waiting(hints: Hints, known: Known) -> None:
    """What waits for the organiser, and its address where there is but one."""
    from core.codec import from_plain
    from core.model.answer import Answer
    from core.replies import waiting

    kept = [from_plain(Answer, plain) for plain in known.document["answers"]]
    found = waiting(kept, known.document["revision"])
    addresses = list(dict.fromkeys(answer.attendee for answer in found))
    if len(addresses) == 1:
        hints.texts["attendee"] = addresses[0]
    hints.about += "\n" + "\n".join(addresses)


def _record(hints: Hints, known: Known) -> None:
    """How and when the response was given that is to be written down."""
    from core.lines import Context
    from core.single_values import show_moment
    from tui.agreement import name_of

    spoken = ("phone", "message")
    comments = known.document["comments"]
    said = [c for c in comments if c["channel"] in spoken and not c["spoken_at"]]
    if said:
        context = Context(known.app.clock(), known.app.worktime)
        at = datetime.fromisoformat(known.document["responded_at"])
        hints.texts |= {"channel": said[-1]["channel"], "spoken_at": show_moment(at, context)}
        hints.about += f"\n{name_of(known.document, said[-1]['by'])}: {said[-1]['text']}"
    else:
        hints.texts["channel"] = "phone"


def _add_lesson(hints: Hints, known: Known) -> None:
    """What is known already, and who will read it."""
    kept = known.document.get("lessons", [])
    hints.about += "\n" + "\n".join(f"· {shorten(one['text'], 100)}" for one in kept)
    hints.notes["text"] = _("Everybody reads it who asks for something like it: no secrets.")


def _returned(hints: Hints, known: Known) -> None:
    """What the coordinator found missing (R3.2)."""
    if known.document["state"] == "returned":
        hints.about += "\n" + _("Came back: {why}", why=known.document["reason"])


def _own(hints: Hints, known: Known) -> None:
    """Whose calendars they are: those of the person at work."""
    hints.texts["person"] = known.app.login


def _own_feed(hints: Hints, known: Known) -> None:
    _own(hints, known)
    _folder(hints, known)


_SPECIAL: dict[str, Callable[[Hints, Known], None]] = {
    "SubmitRequest": _submit,
    "DispatchRequest": _dispatch,
    "UpholdDispatch": _uphold,
    "SubmitPlan": _plan,
    "AnswerPlan": _answer,
    "ScheduleMeeting": _meeting,
    "OpenConflict": _conflict,
    "SetUpDepartments": _departments,
    "SetUpPosts": _posts,
    "InviteToMeeting": _folder,
    "AdmitAnswer": _waiting,
    "DismissAnswer": _waiting,
    "InviteToSeries": _folder,
    "WriteFeed": _own_feed,
    "ForgetCalendar": _own,
    "GiveFeedback": _feedback,
    "SignFeedback": _sign,
    "ConfirmFeedback": _confirm_feedback,
    "SplitRequest": _split,
    "LinkRequests": _linked,
    "UnlinkRequests": _linked,
    "WriteMinutes": _minutes,
    "ConfirmMinutes": _confirm_minutes,
    "AmendMinutes": _read_minutes,
    "UpdateTask": _update,
    "SendBackTask": _delivered,
    "AcceptTask": _delivered,
    "AddLesson": _add_lesson,
    "RecordResponse": _record,
    "EditRequest": _returned,
    "ResubmitRequest": _returned,
}
