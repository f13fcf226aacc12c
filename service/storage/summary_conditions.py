"""Summary conditions: what the summary of an article must be, in the words of the database."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from service.domain.article import ArticleStatus
from service.storage.records import ArticleRecord, SummaryRecord
from service.storage.staleness_records import StalenessRecord


def shows_stale_summary() -> ColumnElement[bool]:
    """Return the condition that the summary that reading an article shows is stale."""
    shown, newer = aliased(SummaryRecord), aliased(SummaryRecord)
    is_outdone = exists().where(
        newer.article_id == shown.article_id,
        newer.article_revision == shown.article_revision,
        or_(
            newer.created_at > shown.created_at,
            and_(newer.created_at == shown.created_at, newer.id < shown.id),
        ),
    )
    is_stale = exists().where(
        shown.article_id == ArticleRecord.id,
        shown.article_revision == ArticleRecord.revision,
        StalenessRecord.summary_id == shown.id,
        StalenessRecord.cleared_at.is_(None),
        ~is_outdone,
    )
    return and_(ArticleRecord.status == ArticleStatus.READY, is_stale)
