"""The weekly review's agenda, made of late and at-risk work by a key (R5.1, R7.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core.commands.base import command
from core.commands.meeting import OnMeeting, raised, require_state
from core.errors import RuleViolation
from core.messages import N_, Message
from core.model.meeting import Meeting, MeetingKind, MeetingState

if TYPE_CHECKING:
    from core.ports import UnitOfWork


@command
class FillAgenda(OnMeeting):
    """Make the agenda of a weekly review of what is late, at risk, silent or in dispute (R7.4).

    Its topics are made anew of the records as they are now; other blocks stay as they are.
    """

    verb: ClassVar[str] = "meeting fill"
    label: ClassVar[Message] = N_("Fill the agenda")
    keys: ClassVar[Mapping[str, str]] = {"meetings": "B"}
    undoable: ClassVar[bool] = True

    def run(self, uow: UnitOfWork, subject: Meeting) -> Meeting:
        require_state(subject, MeetingState.SCHEDULED)
        if subject.kind is not MeetingKind.WEEKLY:
            raise RuleViolation(
                N_("Only the agenda of a weekly review is made of late and at-risk work."),
                hint=N_("Change it by hand: meeting edit"),
            )
        from core.commands.topics import gathered
        from core.issues import filled as fill

        blocks = fill(subject.blocks, gathered(uow, subject), uow.say)
        if blocks == subject.blocks:
            return subject
        filled = replace(subject, blocks=blocks)
        if filled.end != subject.end:
            filled = replace(filled, sequence=raised(uow, subject))
        return uow.save(filled)
