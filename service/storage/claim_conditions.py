"""Claim conditions: what a claim must be, in the words of the database."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_

from service.domain.anchor import AnchorStatus
from service.domain.claim import SERVICE_ACTOR, ClaimOrigin
from service.domain.claim_action import ClaimAction
from service.storage.records import ClaimEventRecord, ClaimRecord


def is_taken_up() -> ColumnElement[bool]:
    """Return the condition that somebody has put a claim in or has worked on it."""
    worked_on = exists().where(
        ClaimEventRecord.claim_id == ClaimRecord.id,
        ClaimEventRecord.actor != SERVICE_ACTOR,
        ClaimEventRecord.action != ClaimAction.REANCHORED,
    )
    return or_(ClaimRecord.origin == ClaimOrigin.EDITOR, worked_on)


def is_of_use() -> ColumnElement[bool]:
    """Return the condition that a claim still stands, or is lost but somebody's work."""
    return or_(ClaimRecord.anchor_status != AnchorStatus.LOST, is_taken_up())
