"""Analyses: queueing the analysis of an article, and waiting for it where that is preferred."""

from __future__ import annotations

from service.api.dependencies import Exchange
from service.api.waiting import Outcome
from service.domain.article import Article, ArticleStatus


def run_analysis(exchange: Exchange, article: Article, wait_seconds: int | None) -> Outcome:
    """Queue the analysis of an article unless it has ended, and wait for it if wanted."""
    # Nothing may hold a database connection while the analysis runs.
    exchange.uow.commit()
    if article.status in (ArticleStatus.READY, ArticleStatus.FAILED):
        return Outcome.NOT_WAITED
    job_id = exchange.services.queue.enqueue_analysis(article.id, article.attempt, article.lane)
    return exchange.wait(job_id, wait_seconds)
