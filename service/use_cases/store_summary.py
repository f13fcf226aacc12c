"""Store a summary that was asked for beside the one that its analysis wrote."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from service.domain.analysis import SummaryDraft
from service.domain.claim import SERVICE_ACTOR
from service.domain.errors import SupersededError
from service.domain.summary import Summary
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.refresh_staleness import refresh_article


def store_summary(  # noqa: PLR0913, PLR0917  what a summary is made of
    uow: UnitOfWork,
    summary_id: UUID,
    article_id: UUID,
    text: str,
    draft: SummaryDraft,
    requested_sentences: int,
    now: datetime,
) -> Summary:
    """Store a summary; a second call changes nothing.

    It is marked at once where it states what was found false while it was being written.

    Args:
        uow: Where summaries are stored; the caller commits.
        summary_id: The identifier that it was promised under.
        article_id: The article.
        text: The text that it was written from.
        draft: The summary.
        requested_sentences: The length that was asked for.
        now: The instant of storing, UTC.

    Raises:
        NotFoundError: Where the article is gone.
        SupersededError: Where the article was corrected meanwhile.
        StateConflictError: Where it is corrected at the same moment.
    """
    uow.claim_links.lock()
    article = uow.articles.get(article_id)
    if article.submission.text != text:
        raise SupersededError("The article was corrected.")
    summary = uow.summaries.add(summary_id, article_id, draft, now, requested_sentences)
    uow.articles.hold_revision(article_id, article.revision)
    refresh_article(uow, article_id, actor=SERVICE_ACTOR, now=now)
    return uow.summaries.get(article_id, summary.id)
