"""Store an analysis, or that it failed, and have subscribers told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.domain.analysis import Analysis
from service.domain.article import Failure
from service.domain.claim import SERVICE_ACTOR, ClaimOrigin
from service.domain.outgoing_event import article_failed, article_ready, claim_created
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.compare_revisions import Comparison
from service.use_cases.refresh_staleness import refresh_article
from service.use_cases.renew_claims import renew_claims
from service.use_cases.suggest_matches import Suggestions, store_suggestions


def store_analysis(  # noqa: PLR0913 - what an analysis is made of
    uow: UnitOfWork,
    article_id: UUID,
    analysis: Analysis,
    now: datetime,
    *,
    attempt: int | None = None,
    comparison: Comparison | None = None,
    suggestions: Sequence[Suggestions] = (),
) -> None:
    """Store all that an analysis found, and make the article `ready`.

    A second call changes nothing and tells nobody anything.

    Args:
        uow: Where articles are stored; the caller commits.
        article_id: The article.
        analysis: What the pipeline found.
        now: The instant of storing, UTC.
        attempt: The attempt that it is the result of; None for whichever is current.
        comparison: Of a corrected article, what it was compared with before; then the
            analysis brings what is new, and the claims that stand are renewed.
        suggestions: What its claims are likely to repeat.

    Raises:
        NotFoundError: Where there is no such article.
        SupersededError: Where a correction queued another attempt meanwhile.
        StateConflictError: Where its analysis has failed meanwhile.
    """
    uow.claim_links.lock()
    if not uow.articles.begin_storing(article_id, now, attempt):
        return
    if comparison is not None:
        analysis = renew_claims(uow, article_id, analysis, comparison, now)
    uow.articles.store_result(article_id, analysis, now)
    analysed = uow.articles.get_analysed(article_id)
    uow.outgoing_events.append(article_ready(analysed, SERVICE_ACTOR, now))
    for claim in analysed.claims:
        # An editor's own claim was told of when it was added.
        if claim.origin is ClaimOrigin.MODEL and claim.first_revision == analysed.article.revision:
            uow.outgoing_events.append(claim_created(claim, SERVICE_ACTOR))
    store_suggestions(uow, analysed.claims, suggestions, now)
    refresh_article(uow, article_id, actor=SERVICE_ACTOR, now=now)


def fail_analysis(
    uow: UnitOfWork, article_id: UUID, failure: Failure, *, attempt: int | None = None
) -> None:
    """Make an article `failed` and keep why; a second call changes nothing.

    Raises:
        NotFoundError: Where there is no such article.
        SupersededError: Where a correction queued another attempt than this one meanwhile.
        StateConflictError: Where its analysis has ended well meanwhile.
    """
    if not uow.articles.mark_failed(article_id, failure, attempt):
        return
    article = uow.articles.get(article_id)
    uow.outgoing_events.append(article_failed(article, SERVICE_ACTOR, failure.occurred_at))
