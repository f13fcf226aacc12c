"""Read articles: one with all that its analysis found, or a page of many."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from service.domain.article import AnalysedArticle, Article, ArticleKind, ArticleStatus
from service.domain.page import Page
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import clean_optional_line
from service.use_cases.read_cursor import make_page, read_instant_cursor, write_cursor

_SORT = "articles:-created_at"


def get_article(uow: UnitOfWork, article_id: UUID) -> AnalysedArticle:
    """Return an article with its newest summary, its claims and its skipped sentences.

    Raises:
        NotFoundError: Where there is no such article.
    """
    return uow.articles.get_analysed(article_id)


def list_articles(  # noqa: PLR0913 - one keyword a filter
    uow: UnitOfWork,
    *,
    kind: ArticleKind = ArticleKind.NEWS,
    status: ArticleStatus | None = None,
    external_id: str | None = None,
    publisher: str | None = None,
    q: str | None = None,
    stale_summary: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Article]:
    """Return a page of the articles that match every given filter, newest first.

    Raises:
        InvalidInputError: With pointer `#/query/cursor` where the cursor is of no use, or
            with the filter's where it is blank or not text.
    """
    found = uow.articles.list(
        kind=kind,
        status=status,
        external_id=clean_optional_line(external_id, "#/query/external_id"),
        publisher=clean_optional_line(publisher, "#/query/publisher"),
        q=clean_optional_line(q, "#/query/q"),
        stale_summary=stale_summary,
        before=None if cursor is None else read_instant_cursor(cursor, _SORT),
        limit=limit + 1,
    )
    return make_page(found, limit, _cursor_of)


def find_stale(uow: UnitOfWork, articles: Iterable[Article]) -> frozenset[UUID]:
    """Return the identifiers of those articles that show a stale summary."""
    return uow.articles.find_stale([article.id for article in articles])


def _cursor_of(article: Article) -> str:
    return write_cursor(_SORT, article.created_at.isoformat(), str(article.id))
