"""Request a summary of another length."""

from __future__ import annotations

from uuid import UUID

from service.domain.analysis import PreparedArticle
from service.domain.article import Article, ArticleKind, ArticleStatus
from service.domain.errors import StateConflictError
from service.domain.summary import Summary
from service.storage.unit_of_work import UnitOfWork
from service.text.preparation import prepare
from service.use_cases.clean_fields import refused
from service.use_cases.find_disputes import find_disputes, without_disputed
from service.use_cases.read_context import is_prose

MAX_SENTENCES = 6


def request_summary(uow: UnitOfWork, article_id: UUID, sentences: int) -> Summary | None:
    """Return the stored summary of a length, or None where it has yet to be written.

    A stale one is not returned: the next is written without what was found false.

    Args:
        uow: Where summaries are stored.
        article_id: The article.
        sentences: The length asked for, 1 to 6.

    Raises:
        NotFoundError: Where there is no such article.
        InvalidInputError: With pointer `#/sentences` where the length is out of range.
        StateConflictError: Where the article is not `ready`, holds no sentence, or none that
            does not state what was found false or misleading.
    """
    if not 1 <= sentences <= MAX_SENTENCES:
        raise refused(f"A summary has 1 to {MAX_SENTENCES} sentences.", "#/sentences")
    article = uow.articles.get(article_id)
    if article.status is not ArticleStatus.READY:
        raise StateConflictError(
            f"Another summary can be written once the article is 'ready'; it is "
            f"'{article.status.value}'."
        )
    stored = uow.summaries.find_by_length(article_id, article.revision, sentences)
    if stored is None:
        _check_sentences(uow, article)
    return stored


def _check_sentences(uow: UnitOfWork, article: Article) -> None:
    """Refuse to write where nothing could be written.

    Raises:
        StateConflictError: Where the article holds no sentence, or disputed ones alone, or is
            an imported fact-check.
    """
    if article.kind is ArticleKind.FACT_CHECK:
        raise StateConflictError("An imported fact-check is not analysed and has no summaries.")
    submission = article.submission
    whole = prepare(submission.text, submission.title, submission.reference_day)
    if not _has_prose(whole):
        raise StateConflictError("The article holds no sentence that a summary could be made of.")
    left, _ = without_disputed(whole, find_disputes(uow, article.id))
    if not _has_prose(left):
        raise StateConflictError(
            "Every sentence that a summary could be made of states a claim that was found false "
            "or misleading."
        )


def _has_prose(article: PreparedArticle) -> bool:
    return any(is_prose(sentence) for sentence in article.sentences)
