"""The spoken words for where records stand, for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.messages import N_
from tui.i18n import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.messages import Message

PLAN_LABELS = {
    "approving": N_("with the departments"),
    "agreed": N_("agreed"),
    "disagreed": N_("not agreed"),
}


SERIES_LABELS = {"running": N_("running"), "ended": N_("ended")}


def state(noun: str, code: str) -> str:
    """The word for a state's code; the code itself for a noun without states."""
    found = _labels(noun).get(code)
    return say(found) if found else code


def _labels(noun: str) -> Mapping[Any, Message]:
    """Imported by noun: a list of requests needs no verb of meetings."""
    if noun == "request":
        from core.lifecycle import LABELS

        return LABELS
    if noun == "meeting":
        from core.commands.meeting import STATE_LABELS as MEETING

        return MEETING
    if noun == "series":
        return SERIES_LABELS
    if noun == "task":
        from core.model.work import STATE_LABELS as TASK

        return TASK
    if noun == "conflict":
        from core.commands.conflict import STATE_LABELS as CONFLICT

        return CONFLICT
    if noun == "team":
        from tui.staff import TEAM_STATES

        return TEAM_STATES
    return PLAN_LABELS if noun == "plan" else {}
