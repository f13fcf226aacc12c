"""Retry the analysis of an article that failed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from service.domain.article import Article, ArticleStatus
from service.domain.errors import StateConflictError
from service.storage.unit_of_work import UnitOfWork


def retry_analysis(uow: UnitOfWork, article_id: UUID, now: datetime) -> Article:
    """Put a failed article back among the queued ones, for one more attempt.

    Commits, so that the caller can queue the new attempt.

    Raises:
        NotFoundError: Where there is no such article.
        StateConflictError: Where its analysis has not failed.
    """
    article = uow.articles.get(article_id)
    if article.status is not ArticleStatus.FAILED:
        raise StateConflictError(
            f"Only a failed analysis can be retried; this article is '{article.status.value}'."
        )
    queued = uow.articles.requeue(article_id, now)
    uow.commit()
    return queued
