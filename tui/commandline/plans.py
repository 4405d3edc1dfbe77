"""The verbs that read plans: the newest version, and two versions compared line by line (R6.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from core.errors import BadInput, RuleViolation
from core.messages import N_
from core.text import safe
from tui.commandline import output
from tui.commandline.arguments import Given, Option, Verb
from tui.commandline.shows import one
from tui.commandline.states import state
from tui.i18n import _

if TYPE_CHECKING:
    from tui.session import Session

REQUEST = Option("request", N_("Request"), required=True, example=N_("XMBG-202611001"))


def versions(session: Session, number: str) -> list[dict[str, Any]]:
    """Every version of a request's plan, oldest first; ``RuleViolation`` where there is none."""
    found: list[dict[str, Any]] = session.document("request", number)["plans"]
    if not found:
        raise RuleViolation(N_("{number} has no plan yet.", number=number))
    return sorted(found, key=lambda plan: int(plan["revision"]))


def newest(session: Session, number: str) -> dict[str, Any]:
    """The newest version, with all of them under ``versions``."""
    found = versions(session, number)
    return found[-1] | {"versions": found}


def lines(plan: Mapping[str, Any]) -> list[str]:
    """A version as the lines it could be typed in."""
    from core.codec import from_plain
    from core.commands.base import Kind
    from core.line_values import write
    from core.model.work import Contingency, PlannedTask

    tasks = tuple(from_plain(PlannedTask, task) for task in plan["tasks"])
    answers = tuple(from_plain(Contingency, risk) for risk in plan["contingencies"])
    text = f"{write(Kind.TASKS, tasks)}\n{write(Kind.CONTINGENCIES, answers)}"
    return [line for line in text.split("\n") if line]


def show(session: Session, given: Given) -> int:
    """Print the newest version and how the departments answered."""
    found = newest(session, one("plan show", "request", given))
    if session.json:
        output.document(found)
        return 0
    for line in _described(found, session):
        output.write(safe(line))
    return 0


def _described(plan: dict[str, Any], session: Session) -> Iterator[str]:
    from core.model.work import PlanAnswer
    from tui.labels import label_of

    yield _(
        "{number}, version {revision} of {count}: {state}",
        number=plan["request"],
        revision=plan["revision"],
        count=len(plan["versions"]),
        state=state("plan", plan["state"]),
    )
    yield from lines(plan)
    for answer in plan["answers"]:
        word = label_of(PlanAnswer(answer["answer"]))
        said = f"{answer['department']} {answer['by']}: {word} {answer['text']}"
        yield said.rstrip()
    answered = {answer["department"] for answer in plan["answers"]}
    if waiting := [code for code in plan["voters"] if code not in answered]:
        yield _("Waiting for: {departments}", departments=", ".join(waiting))


def diff(session: Session, given: Given) -> int:
    """Print what one version took out and put in, line by line."""
    from difflib import ndiff

    number = one("plan diff", "request", given)
    found = versions(session, number)
    new = _version(found, given.text("new") or str(len(found)), "new")
    old = _version(found, given.text("old") or str(max(1, new["revision"] - 1)), "old")
    compared = [line for line in ndiff(lines(old), lines(new)) if not line.startswith("?")]
    if session.json:
        plain = [{"sign": line[0], "text": line[2:]} for line in compared]
        versions_compared = {"old": old["revision"], "new": new["revision"]}
        output.document({"request": number, **versions_compared, "lines": plain})
        return 0
    for line in compared:
        output.write(safe(line))
    return 0


def _version(found: list[dict[str, Any]], text: str, field: str) -> dict[str, Any]:
    for plan in found:
        if str(plan["revision"]) == text:
            return plan
    raise BadInput(
        N_("There is no version {typed} of the plan.", typed=safe(text[:20])),
        field,
        N_("A number from 1 to {last}", last=len(found)),
    )


VERBS: Mapping[str, Callable[[], Verb]] = {
    "plan show": lambda: Verb(
        "plan show",
        N_("Show the plan"),
        N_("Show the newest version of a request's plan, and how the departments answered."),
        show,
        (REQUEST,),
        "request",
    ),
    "plan diff": lambda: Verb(
        "plan diff",
        N_("Compare versions"),
        N_("Compare two versions of a plan line by line: the last two, if none are named."),
        diff,
        (
            REQUEST,
            Option("old", N_("The earlier version"), example=N_("1")),
            Option("new", N_("The later version"), example=N_("2")),
        ),
        "request",
    ),
}
