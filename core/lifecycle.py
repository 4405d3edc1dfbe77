"""What may follow what in the life of a request; commands ask here before they change a state."""

from __future__ import annotations

from core.errors import RuleViolation
from core.messages import N_
from core.model.request import Request, RequestState

S = RequestState

FOLLOWS: dict[RequestState, frozenset[RequestState]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.RETURNED, S.REJECTED, S.WITHDRAWN, S.DISPATCHED}),
    S.RETURNED: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.DISPATCHED: frozenset({S.COORDINATING, S.OBJECTED}),
    S.OBJECTED: frozenset({S.DISPATCHED}),
    S.COORDINATING: frozenset({S.APPROVING}),
    S.APPROVING: frozenset({S.EXECUTING, S.SECOND_COORDINATION}),
    S.SECOND_COORDINATION: frozenset({S.APPROVING}),
    S.EXECUTING: frozenset({S.ACCEPTING, S.CLOSED}),
    S.ACCEPTING: frozenset({S.EXECUTING, S.CLOSED}),
    S.CLOSED: frozenset({S.ARCHIVED}),
    S.REJECTED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.ARCHIVED: frozenset(),
}

OPEN = frozenset(FOLLOWS) - {S.REJECTED, S.WITHDRAWN, S.CLOSED, S.ARCHIVED}

LABELS = {
    S.DRAFT: N_("draft"),
    S.SUBMITTED: N_("submitted"),
    S.RETURNED: N_("returned"),
    S.REJECTED: N_("rejected"),
    S.WITHDRAWN: N_("withdrawn"),
    S.DISPATCHED: N_("dispatched"),
    S.OBJECTED: N_("objected"),
    S.COORDINATING: N_("coordinating"),
    S.APPROVING: N_("approving"),
    S.SECOND_COORDINATION: N_("second coordination"),
    S.EXECUTING: N_("executing"),
    S.ACCEPTING: N_("accepting"),
    S.CLOSED: N_("closed"),
    S.ARCHIVED: N_("archived"),
}

_NEXT = {
    S.DRAFT: N_("It has not been submitted yet."),
    S.SUBMITTED: N_("It waits for the coordinator's review."),
    S.RETURNED: N_("It waits for the originating department to mend and resubmit it."),
    S.DISPATCHED: N_("It waits for the lead department to acknowledge or object."),
    S.OBJECTED: N_("It waits for the coordinator to dispatch it anew or uphold the dispatch."),
    S.COORDINATING: N_("It waits for the lead department's plan."),
    S.APPROVING: N_("It waits for the departments to answer the plan."),
    S.SECOND_COORDINATION: N_("It waits for a second coordination and a new plan."),
    S.EXECUTING: N_("Its tasks are being worked on."),
    S.ACCEPTING: N_("It waits for its deliverables to be accepted."),
}


def require(request: Request, *states: RequestState) -> None:
    """Refuse, with what the request waits for, unless it is in one of *states*."""
    if request.state not in states:
        raise RuleViolation(
            N_(
                "{number} is {state}, so this cannot be done now. {next}",
                number=request.name,
                state=LABELS[request.state],
                next=_NEXT.get(request.state, N_("Nothing more can happen to it.")),
            )
        )


def require_follows(request: Request, state: RequestState) -> None:
    """Refuse unless *state* may follow the present one."""
    if state not in FOLLOWS[request.state]:
        require(request, *(earlier for earlier, later in FOLLOWS.items() if state in later))
