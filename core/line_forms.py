"""How each entity of a form is typed on a line and shown again (R2.2, R2.6, R5.2, R6.1, R7.1).

A part that holds a separator itself has a backslash before it (``core.separated``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from core import separated
from core.choices import meant, one_of
from core.commands.base import Kind
from core.errors import BadInput
from core.messages import N_
from core.model.meeting import Attendee, AttendeeRole, Block, Participation
from core.model.request import Detail, ResourceWish
from core.model.work import Contingency, PlannedTask, Risk
from core.single_values import day, narrow, number
from core.text import shorten

if TYPE_CHECKING:
    from core.lines import Context

# A semicolon ends a detail where the next one begins: a word and a colon, but no link.
NEXT_DETAIL = r"(?=\s*[^\W\d_]\w{0,59}\s*[:：](?!//))"
_BY = r"(?:^|(?<=\s))@|＠"
_MINUTES = (
    r"(?P<name>.*\S)\s*(?<![A-Za-z\d.,:_-])(?P<minutes>\d{1,4})\s*(?i:m|mins?|minutes?|'|′|分钟?)?"
)
_FROM_TO = r"\s*(?:-?>|＞|→|至|到)\s*"
_AFTER = r"(?i:after|依赖|前置)\s*[:：](?P<titles>.*)"
_BARS = "|｜"


def _parts(line: str, least: int, most: int) -> list[str]:
    """The parts between bars, as many as there can be."""
    parts = separated.split(line, _BARS)
    if least <= len(parts) <= most:
        return parts + [""] * (most - len(parts))
    wanted = str(least) if least == most else f"{least}–{most}"
    raise BadInput(
        N_("Parts between “|”: {count}, wanted: {wanted}.", count=len(parts), wanted=wanted)
    )


def _barred(*parts: object) -> str:
    """The parts with bars between, without empty ones at the end."""
    line = " | ".join(separated.escape(str(part), _BARS) for part in parts)
    return re.sub(r"(?: \| *)+$", "", line)


def _detail(line: str, context: Context) -> Detail:
    begun = re.fullmatch(r"([^:：]*)[:：](.*)", line)
    if not begun:
        raise BadInput(
            N_("“{line}” does not begin with a department and a colon.", line=shorten(line, 40))
        )
    department, rest = (part.strip() for part in begun.groups())
    what, by = rest, ""
    for mark in re.finditer(_BY, rest):
        what, by = rest[: mark.start()].strip(), rest[mark.end() :]
    return Detail(department=department, what=what, by=day(by, context) if by.strip() else None)


def _say_detail(value: Detail) -> str:
    what = separated.escape(value.what, ";；", NEXT_DETAIL)
    line = f"{value.department}: {what}"
    if value.by:
        return f"{line} @ {value.by.isoformat()}"
    # An @ with nothing behind it says that there is no date, whatever the text looks like.
    return f"{line} @" if re.search(_BY, what) or what.endswith((";", "；")) else line


def _block(line: str, context: Context) -> Block:
    first, presenter, question = _parts(line, 1, 3)
    found = re.fullmatch(_MINUTES, first)
    if not found:
        raise BadInput(N_("“{block}” does not end with its minutes.", block=shorten(first, 40)))
    minutes = int(found["minutes"])
    return Block(name=found["name"], minutes=minutes, presenter=presenter, question=question)


def _say_block(value: Block) -> str:
    return _barred(f"{value.name} {value.minutes}", value.presenter, value.question)


def _attendee(piece: str, context: Context) -> Attendee:
    person, *words = re.sub(r"[()（）]", " ", piece).split() or [""]
    value = Attendee(person=person)
    for word in words:
        if len(roles := meant(AttendeeRole, word)) == 1:
            value = replace(value, role=roles[0])
        elif len(answers := meant(Participation, word)) == 1:
            value = replace(value, partstat=answers[0])
        else:
            raise BadInput(
                N_("“{word}” is no part in a meeting.", word=shorten(word, 40)),
                hint=one_of(AttendeeRole),
            )
    return value


def _say_attendee(value: Attendee) -> str:
    role = "" if value.role is AttendeeRole.REQUIRED else value.role.value
    answer = "" if value.partstat is Participation.NEEDS_ACTION else value.partstat.value
    return " ".join(word for word in (value.person, role, answer) if word)


def _task(line: str, context: Context) -> PlannedTask:
    department, owner, title, days, criterion, after = _parts(line, 5, 6)
    start, finish = _days(days, context)
    if not (start and finish):
        raise BadInput(
            N_("“{days}” is not a start and a finish.", days=shorten(days, 40)),
            hint=N_("+1d > +5d"),
        )
    return PlannedTask(
        department=department,
        owner=owner,
        title=title,
        start=start,
        finish=finish,
        criterion=criterion,
        depends_on=_titles(after),
    )


def _titles(after: str) -> tuple[str, ...]:
    if not after:
        return ()
    found = re.fullmatch(_AFTER, after)
    if not found:
        raise BadInput(
            N_("“{part}” does not say what the task waits for.", part=shorten(after, 40)),
            hint=N_("after: Product sheets, Posters"),
        )
    return separated.words(found["titles"], separated.LISTED)


def _say_task(value: PlannedTask) -> str:
    titles = separated.joined(value.depends_on, separated.LISTED)
    line = " | ".join(
        separated.escape(part, _BARS)
        for part in (
            value.department,
            value.owner,
            value.title,
            _say_days(value.start, value.finish),
            value.criterion,
            titles and f"after: {titles}",
        )
    )
    return line if titles else line.removesuffix(" | ")


def _days(text: str, context: Context) -> tuple[date | None, date | None]:
    """The days of "start > finish", either of them missing; one day alone is both."""
    first, *more = re.split(_FROM_TO, text, maxsplit=1)
    start = day(first, context) if first.strip() else None
    if not more:
        return start, start
    return start, day(more[0], context) if more[0].strip() else None


def _say_days(start: date | None, end: date | None) -> str:
    if not (start or end):
        return ""
    return f"{start or ''} > {end or ''}".strip()


def _contingency(line: str, context: Context) -> Contingency:
    trigger, days, answer = _parts(line, 3, 3)
    found = re.fullmatch(r"([0-9]{1,3}) ?(?:d|days?|天)?", narrow(days).casefold())
    if not found:
        raise BadInput(
            N_("“{days}” is not a number of days.", days=shorten(days, 40)), hint=N_("3")
        )
    return Contingency(trigger=trigger, warn_days=int(found[1]), answer=answer)


def _say_contingency(value: Contingency) -> str:
    return _barred(value.trigger, value.warn_days, value.answer)


def _risk(line: str, context: Context) -> Risk:
    what, why, new = _parts(line, 1, 3)
    return Risk(what=what, why=why, new_date=day(new, context) if new else None)


def _say_risk(value: Risk) -> str:
    return _barred(value.what, value.why, value.new_date or "")


def _resource(line: str, context: Context) -> ResourceWish:
    name, owner, quantity, days, purpose, confidentiality = _parts(line, 2, 6)
    start, end = _days(days, context)
    return ResourceWish(
        name=name,
        owner_department=owner,
        quantity=number(quantity) if quantity else 1,
        start=start,
        end=end,
        purpose=purpose,
        confidentiality=confidentiality,
    )


def _say_resource(value: ResourceWish) -> str:
    return _barred(
        value.name,
        value.owner_department,
        value.quantity,
        _say_days(value.start, value.end),
        value.purpose,
        value.confidentiality,
    )


FORMS: dict[Kind, tuple[Callable[[str, Context], Any], Callable[[Any], str]]] = {
    Kind.DETAILS: (_detail, _say_detail),
    Kind.BLOCKS: (_block, _say_block),
    Kind.ATTENDEES: (_attendee, _say_attendee),
    Kind.TASKS: (_task, _say_task),
    Kind.CONTINGENCIES: (_contingency, _say_contingency),
    Kind.RISK: (_risk, _say_risk),
    Kind.RESOURCE: (_resource, _say_resource),
}
