"""Claim conditions: what a claim must be, in the words of the database."""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from service.domain.anchor import AnchorStatus
from service.domain.claim import SERVICE_ACTOR, ClaimOrigin, Publication
from service.domain.claim_action import ClaimAction
from service.domain.claim_link import LinkRelation
from service.storage.link_records import ClaimLinkRecord
from service.storage.records import ClaimEventRecord, ClaimRecord


def is_taken_up() -> ColumnElement[bool]:
    """Return the condition that somebody has put a claim in or has worked on it."""
    worked_on = exists().where(
        ClaimEventRecord.claim_id == ClaimRecord.id,
        ClaimEventRecord.actor != SERVICE_ACTOR,
        ClaimEventRecord.action != ClaimAction.REANCHORED,
    )
    return or_(ClaimRecord.origin == ClaimOrigin.EDITOR, worked_on)


@cache
def is_of_use() -> ColumnElement[bool]:
    """Return the condition that a claim still stands, or is lost but somebody's work."""
    return or_(ClaimRecord.anchor_status != AnchorStatus.LOST, is_taken_up())


def is_disputed() -> ColumnElement[bool]:
    """Return the condition that something speaks against a verdict since it was published.

    An editor has linked a claim that contradicts it, or a claim confirmed to say the same was
    given another verdict.
    """
    other, link = aliased(ClaimRecord), ClaimLinkRecord
    # Asked for one side after the other: PostgreSQL would join all claims for both at once.
    sides = ((link.first_id, link.second_id), (link.second_id, link.first_id))
    contradicted = and_(
        link.relation == LinkRelation.CONTRADICTS, link.updated_at >= ClaimRecord.published_at
    )
    decided_otherwise = and_(
        link.relation == LinkRelation.SAME_CLAIM,
        other.verdict != ClaimRecord.verdict,
        or_(
            other.decided_at >= ClaimRecord.published_at,
            link.updated_at >= ClaimRecord.published_at,
        ),
    )
    against = or_(
        *(
            exists().where(
                mine == ClaimRecord.id, theirs == other.id, or_(contradicted, decided_otherwise)
            )
            for mine, theirs in sides
        )
    )
    return and_(ClaimRecord.publication != Publication.UNPUBLISHED, against)
