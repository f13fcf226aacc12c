"""Read revisions: the texts that an article has had, and what became of its claims."""

from __future__ import annotations

from uuid import UUID

from service.domain.claim_change import ClaimChange, compare_revisions
from service.domain.revision import ArticleRevision
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import refused


def list_revisions(uow: UnitOfWork, article_id: UUID) -> list[ArticleRevision]:
    """Return the revisions of an article, the newest first, without their texts.

    Raises:
        NotFoundError: Where there is no such article.
    """
    uow.articles.get(article_id)
    return uow.revisions.list(article_id)


def get_revision(uow: UnitOfWork, article_id: UUID, number: int) -> ArticleRevision:
    """Return one revision of an article.

    Raises:
        NotFoundError: Where the article has no such revision.
    """
    return uow.revisions.get(article_id, number)


def list_claim_changes(
    uow: UnitOfWork, article_id: UUID, number: int, since: int | None
) -> list[ClaimChange]:
    """Return what became of the claims of an article from one revision to another.

    Args:
        uow: Where articles are stored.
        article_id: The article.
        number: The later revision.
        since: The former one; None for the one before, 0 for none.

    Raises:
        NotFoundError: Where the article has no such revision.
        InvalidInputError: With pointer `#/query/since` where that is not a former revision.
    """
    uow.revisions.get(article_id, number)
    former = number - 1 if since is None else since
    if former >= number:
        raise refused(
            f"'since' must be a revision before {number}; 0 stands for none.", "#/query/since"
        )
    events = uow.anchors.events(article_id)
    claims = [(claim, events.get(claim.id, [])) for claim in uow.claims.list_of_article(article_id)]
    return compare_revisions(claims, former, number)
