"""Claim filters: the conditions of a list of claims, as SQL."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, not_, select

from service.domain.claim import FINISHED
from service.domain.claim_query import ClaimFilters
from service.storage.claim_conditions import is_disputed, is_of_use
from service.storage.records import ClaimRecord, ClaimTagRecord
from service.storage.search import is_found_by_words

#: What the full-text index is made of, but for the article's title.
_WORDED = (ClaimRecord.text, ClaimRecord.exact, ClaimRecord.speaker)

Statement = TypeVar("Statement", bound=Select[Any])


def filtered(statement: Statement, filters: ClaimFilters) -> Statement:
    """Narrow a statement over claims down to those that match every given filter."""
    equal = (
        (ClaimRecord.workflow, filters.workflow),
        (ClaimRecord.verdict, filters.verdict),
        (ClaimRecord.publication, filters.publication),
        (ClaimRecord.kind, filters.kind),
        (ClaimRecord.speaker, filters.speaker),
        (ClaimRecord.article_id, filters.article_id),
        (ClaimRecord.assignee, filters.assignee),
    )
    for column, value in equal:
        if value is not None:
            statement = statement.where(column == value)
    anchored = ClaimRecord.anchor_status == filters.anchor
    statement = statement.where(is_of_use() if filters.anchor is None else anchored)
    if filters.tag is not None:
        tagged = select(ClaimTagRecord.claim_id).where(ClaimTagRecord.tag == filters.tag)
        statement = statement.where(ClaimRecord.id.in_(tagged))
    if filters.min_check_worthiness is not None:
        statement = statement.where(ClaimRecord.check_worthiness >= filters.min_check_worthiness)
    if filters.updated_since is not None:
        statement = statement.where(ClaimRecord.updated_at >= filters.updated_since)
    flags = (
        (filters.assigned, lambda: ClaimRecord.assignee.is_not(None)),
        (filters.open, lambda: ClaimRecord.workflow.not_in(FINISHED)),
        (filters.disputed, is_disputed),
    )
    for wanted, condition in flags:
        if wanted is not None:
            statement = statement.where(condition() if wanted else not_(condition()))
    if filters.workflow_changed_until is not None:
        statement = statement.where(
            ClaimRecord.workflow_changed_at <= filters.workflow_changed_until
        )
    if filters.q is not None:
        statement = statement.where(is_found_by_words(filters.q, ClaimRecord.id, *_WORDED))
    return statement
