"""Decide a group: one verdict for all claims that are confirmed to say the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from service.domain.claim import Claim, StatusChange, Workflow
from service.domain.errors import (
    FieldProblem,
    InvalidInputError,
    StateConflictError,
    TransitionError,
    VersionMismatchError,
)
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.change_status import move_claim
from service.use_cases.link_claims import read_group
from service.use_cases.refresh_staleness import refresh_staleness

#: The steps by which work on a claim is begun, so that it can take a verdict.
STEPS_TO_WORK: dict[Workflow, tuple[Workflow, ...]] = {
    Workflow.NEW: (Workflow.TRIAGED, Workflow.IN_PROGRESS),
    Workflow.TRIAGED: (Workflow.IN_PROGRESS,),
}


def group_version(claims: Sequence[Claim]) -> str:
    """Return what changes whenever a claim of the group changes, joins or leaves."""
    told = ",".join(sorted(f"{claim.id}:{claim.version}" for claim in claims))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def decide_group(  # noqa: PLR0913  what a decision is made of
    uow: UnitOfWork,
    claim_id: UUID,
    expected_versions: Sequence[str] | None,
    change: StatusChange,
    *,
    actor: str,
    now: datetime,
) -> tuple[Claim, ...]:
    """Give every claim of a group the same verdict, each with events of its own.

    All of them take it or none does. Work on claims where it has not begun is begun, step
    by step; claims that have the verdict already are left alone.

    Args:
        uow: Where claims are stored; the caller commits, or rolls everything back.
        claim_id: Any claim of the group.
        expected_versions: Versions of the group that the caller has read; None for any.
        change: The verdict, with reason and evidence.
        actor: Who decides, for the history.
        now: The instant of the decision, UTC.

    Returns:
        The claims of the group as they are now, the oldest first.

    Raises:
        NotFoundError: Where there is no such claim.
        VersionMismatchError: Where the group is not as the caller has read it.
        InvalidInputError: Where the change lacks what one of the claims needs.
        StateConflictError: Where one of the claims cannot take the verdict; names it.
    """
    uow.claim_links.lock()
    group = read_group(uow, claim_id)
    if expected_versions is not None and group_version(group) not in expected_versions:
        raise VersionMismatchError(
            "The group, or one of its claims, has changed since it was read; read it again."
        )
    for claim in group:
        if claim.state.verdict is not change.verdict:
            _decide(uow, claim, change, actor, now)
    # Once for all of them: each refresh reads the summaries of the whole group.
    refresh_staleness(uow, [claim.id for claim in group], actor=actor, now=now)
    return read_group(uow, claim_id)


def _decide(uow: UnitOfWork, claim: Claim, change: StatusChange, actor: str, now: datetime) -> None:
    try:
        for workflow in STEPS_TO_WORK.get(claim.state.workflow, ()):
            step = StatusChange(
                workflow=workflow,
                reason=f"A verdict is given to claims that say the same: {change.reason}",
                on_behalf_of=change.on_behalf_of,
            )
            claim = move_claim(uow, claim, step, actor=actor, now=now)
        move_claim(uow, claim, change, actor=actor, now=now)
    except TransitionError as error:
        detail = f"Claim {claim.id} ({claim.state.workflow.value}) cannot take it: {error.detail}"
        raise StateConflictError(detail, (FieldProblem(detail, "#/verdict"),)) from error
    except InvalidInputError as error:
        problems = tuple(
            replace(problem, detail=f"{problem.detail} (claim {claim.id})")
            for problem in error.problems
        )
        raise InvalidInputError(f"{error.detail} (claim {claim.id})", problems) from error
