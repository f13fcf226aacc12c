"""Store an analysis, or that it failed, and have subscribers told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from service.domain.analysis import Analysis
from service.domain.article import Failure
from service.domain.claim import SERVICE_ACTOR
from service.domain.outgoing_event import article_failed, article_ready, claim_created
from service.storage.unit_of_work import UnitOfWork


def store_analysis(uow: UnitOfWork, article_id: UUID, analysis: Analysis, now: datetime) -> None:
    """Store all that an analysis found, and make the article `ready`.

    A second call changes nothing and tells nobody anything.

    Args:
        uow: Where articles are stored; the caller commits.
        article_id: The article.
        analysis: What the pipeline found.
        now: The instant of storing, UTC.

    Raises:
        NotFoundError: Where there is no such article.
        StateConflictError: Where its analysis has failed meanwhile.
    """
    if not uow.articles.store_analysis(article_id, analysis, now):
        return
    analysed = uow.articles.get_analysed(article_id)
    uow.outgoing_events.append(article_ready(analysed, SERVICE_ACTOR, now))
    for claim in analysed.claims:
        uow.outgoing_events.append(claim_created(claim, SERVICE_ACTOR))


def fail_analysis(uow: UnitOfWork, article_id: UUID, failure: Failure) -> None:
    """Make an article `failed` and keep why; a second call changes nothing.

    Raises:
        NotFoundError: Where there is no such article.
        StateConflictError: Where its analysis has ended well meanwhile.
    """
    if not uow.articles.mark_failed(article_id, failure):
        return
    article = uow.articles.get(article_id)
    uow.outgoing_events.append(article_failed(article, SERVICE_ACTOR, failure.occurred_at))
