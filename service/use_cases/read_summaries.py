"""Read the summaries of an article."""

from __future__ import annotations

from uuid import UUID

from service.domain.summary import Summary
from service.storage.unit_of_work import UnitOfWork


def list_summaries(uow: UnitOfWork, article_id: UUID) -> list[Summary]:
    """Return all summaries of an article, newest first.

    Raises:
        NotFoundError: Where there is no such article.
    """
    uow.articles.get(article_id)
    return uow.summaries.list(article_id)


def get_summary(uow: UnitOfWork, article_id: UUID, summary_id: UUID) -> Summary:
    """Return one summary of an article.

    Raises:
        NotFoundError: Where the article has no such summary.
    """
    return uow.summaries.get(article_id, summary_id)
