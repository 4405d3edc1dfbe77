"""Which verbs move a record on from where it is: the keys that a screen names first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.actor import Actor
from core.model.organisation import OrganisationRole
from core.permissions import Standing, allows

if TYPE_CHECKING:
    from core.commands.base import Command

NEXT: dict[tuple[str, str], tuple[str, ...]] = {
    ("request", "draft"): ("request edit", "request withdraw"),
    ("request", "submitted"): (
        "request dispatch", "request return", "request reject", "request respond",
        "request sign-off", "request withdraw",
    ),
    ("request", "returned"): ("request resubmit", "request withdraw"),
    ("request", "dispatched"): ("request acknowledge", "request object"),
    ("request", "objected"): ("request uphold", "request dispatch"),
    ("request", "coordinating"): (
        "request feedback", "request sign", "request confirm-feedback", "meeting schedule",
        "plan submit",
    ),
    ("request", "approving"): ("plan answer",),
    ("request", "second_coordination"): ("meeting schedule", "plan submit"),
    ("meeting", "scheduled"): ("meeting invite", "meeting answer", "meeting reschedule"),
    ("meeting", "live"): (
        "meeting decide", "meeting act", "meeting park", "meeting finish",
    ),
    ("meeting", "finished"): ("meeting minutes", "meeting confirm", "plan submit"),
    ("meeting", "cancelled"): ("meeting invite",),
    ("series", "running"): ("series edit", "series end"),
    ("task", "not_started"): ("task update",),
    ("task", "in_progress"): ("task deliver", "task update"),
    ("task", "done"): ("task accept", "task send-back"),
    ("conflict", "open"): ("conflict settle", "conflict note", "conflict escalate"),
    ("conflict", "settled"): ("conflict confirm", "conflict reopen"),
    ("conflict", "closed"): ("conflict reopen",),
}  # fmt: skip


def in_order(
    commands: Mapping[str, type[Command]], kind: str, state: str, actor: Actor
) -> list[str]:
    """The verbs of a screen, those first that come next for a record; none is left out.

    After them come the others about that kind of record, then the rest; last what the person may
    never do, whatever the record (R17.2). Whether it may be done to this one the command says.
    """
    following = NEXT.get((kind, state), ())
    ever = _ever(actor)

    def rank(verb: str) -> tuple[bool, int, bool]:
        step = following.index(verb) if verb in following else len(following)
        return not allows(commands[verb].__name__, ever), step, verb.split(" ")[0] != kind

    return sorted(commands, key=rank)


def _ever(actor: Actor) -> frozenset[Standing]:
    """What a person may be to some record or other."""
    ever = {Standing.REQ, Standing.OWN, Standing.EMP}
    if actor.heads:
        ever |= {Standing.HEAD, Standing.LEAD}
    if actor.liaises:
        ever |= {Standing.LIA, Standing.LLIA}
    return frozenset(ever | {_ROLES[role] for role in actor.roles if role in _ROLES})


_ROLES = {
    OrganisationRole.COORDINATOR: Standing.ADM,
    OrganisationRole.MANAGEMENT: Standing.MGT,
    OrganisationRole.AUDITOR: Standing.AUD,
}
