"""The repository of the statuses that articles have had."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain.article import Article
from service.storage.article_status_records import ArticleStatusRecord
from service.storage.mapping import from_failure, to_failure


class ArticleStatusRepository:
    """Notes each status of an article as it begins, and finds the one of an instant."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, article: Article) -> None:
        """Note that an article has come to where it stands now."""
        last = self._session.scalar(
            select(func.max(ArticleStatusRecord.sequence)).where(
                ArticleStatusRecord.article_id == article.id
            )
        )
        self._session.add(
            ArticleStatusRecord(
                article_id=article.id,
                sequence=(last or 0) + 1,
                status=article.status,
                revision=article.revision,
                attempt=article.attempt,
                failure=None if article.failure is None else from_failure(article.failure),
                occurred_at=article.updated_at,
            )
        )
        self._session.flush()

    def find_as_of(self, article: Article, as_of: datetime) -> Article | None:
        """Return an article with the status of an instant, None where it was not there yet.

        Its text is the one that it has now; the revision tells which one it had.
        """
        record = self._session.scalars(
            select(ArticleStatusRecord)
            .where(
                ArticleStatusRecord.article_id == article.id,
                ArticleStatusRecord.occurred_at <= as_of,
            )
            .order_by(ArticleStatusRecord.sequence.desc())
            .limit(1)
        ).first()
        if record is None:
            return None
        return replace(
            article,
            status=record.status,
            revision=record.revision,
            attempt=record.attempt,
            failure=to_failure(record.failure),
            updated_at=record.occurred_at,
        )
