"""Request a summary of another length."""

from __future__ import annotations

from uuid import UUID

from service.domain.article import ArticleStatus
from service.domain.errors import StateConflictError
from service.domain.summary import Summary
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import refused

MAX_SENTENCES = 6


def request_summary(uow: UnitOfWork, article_id: UUID, sentences: int) -> Summary | None:
    """Return the stored summary of a length, or None where it has yet to be written.

    Args:
        uow: Where summaries are stored.
        article_id: The article.
        sentences: The length asked for, 1 to 6.

    Raises:
        NotFoundError: Where there is no such article.
        InvalidInputError: With pointer `#/sentences` where the length is out of range.
        StateConflictError: Where the article is not `ready`, or holds no sentence.
    """
    if not 1 <= sentences <= MAX_SENTENCES:
        raise refused(f"A summary has 1 to {MAX_SENTENCES} sentences.", "#/sentences")
    article = uow.articles.get(article_id)
    if article.status is not ArticleStatus.READY:
        raise StateConflictError(
            f"Another summary can be written once the article is 'ready'; it is "
            f"'{article.status.value}'."
        )
    if not uow.summaries.list(article_id):
        raise StateConflictError("The article holds no sentence that a summary could be made of.")
    return uow.summaries.find_by_length(article_id, article.revision, sentences)
