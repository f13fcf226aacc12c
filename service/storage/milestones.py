"""Milestones: how a change of a claim moves the instants of its way, as SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, case, func, literal

from service.domain.claim import Claim, Publication
from service.storage.columns import UtcDateTime
from service.storage.records import ClaimRecord


def moved_milestones(claim: Claim) -> dict[str, ColumnElement[datetime | None]]:
    """Return the new values of the instants by column, for the update that stores a change.

    They are held against the state that is stored, not against what the caller read.

    Args:
        claim: As it shall be stored; `updated_at` is the instant of the change.
    """
    now = literal(claim.updated_at, UtcDateTime())
    workflow, publication = claim.state.workflow, claim.state.publication
    moved: dict[str, ColumnElement[datetime | None]] = {
        "workflow_changed_at": case(
            (ClaimRecord.workflow == workflow, ClaimRecord.workflow_changed_at), else_=now
        )
    }
    if claim.state.verdict is not None:
        moved["decided_at"] = func.coalesce(ClaimRecord.decided_at, now)
    if publication is Publication.PUBLISHED:
        moved["published_at"] = case(
            (ClaimRecord.publication == publication, ClaimRecord.published_at), else_=now
        )
    return moved
