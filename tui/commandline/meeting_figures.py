"""``meeting figures``: planned and actual minutes of every meeting held, and averages by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from core import meeting_figures as times
from core.agenda import KIND_LABELS
from core.lines import Context
from core.messages import N_
from core.run import Run
from core.single_values import day, flag
from core.views import Query
from core.views.meetings import MeetingRow
from tui.commandline import output
from tui.commandline.arguments import FLAG, Given, Option, Verb
from tui.i18n import say

if TYPE_CHECKING:
    from tui.session import Session


def held(session: Session, since: str) -> Iterator[tuple[MeetingRow, Run]]:
    """Meetings that were held and may be seen, the earliest first, window by window."""
    first = day(since, Context(session.now, session.worktime)) if since else None
    query = Query("meetings", (("state", "finished"),), limit=500)
    more = True
    while more:
        page = session.page(query)
        for row in page.rows:
            run = times.run_of(row)
            if run and (not first or session.worktime.day(run.started) >= first):
                yield row, run
        more = page.more
        query = query._replace(after=page.cursors[-1] if more else ())


def run(session: Session, given: Given) -> int:
    """Print the averages by kind, then each meeting, then with ``--blocks`` each block."""
    found = list(held(session, given.text("since")))
    kinds = times.by_kind((row.kind, run) for row, run in found)
    blocks = flag(str(given.values.get("blocks", "no")))
    if session.json:
        output.document(
            {
                "kinds": [_kind(one) for one in kinds],
                "meetings": [_meeting(row, run) for row, run in found],
            }
        )
        return 0
    rows = [
        [say(KIND_LABELS[k.kind]), str(k.count), f"{k.planned:.1f}", f"{k.taken:.1f}",
         f"{k.overrun:+.1f}"]
        for k in kinds
    ]  # fmt: skip
    for row, one in found:
        minutes = sum(part.block.minutes for part in one.parts)
        rows.append([row.key, "1", str(minutes), str(minutes + times.overrun(one)),
                     f"{times.overrun(one):+d}"])  # fmt: skip
        if blocks:
            rows += _blocks(one)
    names = (N_("Kind"), N_("Held"), N_("Planned"), N_("Spent"), N_("Over"))
    output.table(output.Table([say(name) for name in names], rows))
    return 0


def _blocks(run: Run) -> list[list[str]]:
    return [
        [part.block.name, "", str(part.block.minutes), str(part.taken),
         f"{part.taken - part.block.minutes:+d}"]
        for part in run.parts
    ]  # fmt: skip


def _kind(one: times.KindTimes) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "count": one.count,
        "planned": round(one.planned, 2),
        "taken": round(one.taken, 2),
        "overrun": round(one.overrun, 2),
    }


def _meeting(row: MeetingRow, run: Run) -> dict[str, Any]:
    return {
        "number": row.key,
        "kind": row.kind,
        "start": run.started.isoformat(),
        "overrun": times.overrun(run),
        "blocks": [
            {"name": part.block.name, "planned": part.block.minutes, "taken": part.taken}
            for part in run.parts
        ],
    }


VERBS: Mapping[str, Callable[[], Verb]] = {
    "meeting figures": lambda: Verb(
        "meeting figures",
        N_("Meeting times"),
        N_("Show planned and actual minutes of the meetings held, and the average by kind."),
        run,
        (
            Option("since", N_("Held on this day or later"), example=N_("2026-11-01")),
            Option("blocks", N_("Also block by block"), FLAG),
        ),
    )
}
