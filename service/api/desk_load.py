"""Desk load: what the metrics tell of the database, read each time that they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from service.api.dependencies import Services
from service.domain.article import ArticleStatus, Lane
from service.domain.stats import TimeToVerdict

_VERDICT_DAYS = 30


@dataclass(frozen=True, slots=True)
class DeskLoad:
    """How much there is, and how much waits.

    Attributes:
        articles: How many articles have each status.
        waiting: By lane, how many articles are queued, and for how many seconds the oldest has
            been.
        workers: How many processes take jobs.
        verdicts: How long first verdicts took in the last 30 days.
    """

    articles: Mapping[ArticleStatus, int]
    waiting: Mapping[Lane, tuple[int, float]]
    workers: int
    verdicts: TimeToVerdict


def read_desk_load(services: Services) -> DeskLoad:
    """Read the load from the database."""
    now = services.clock()
    with services.unit_of_work() as uow:
        waiting = uow.articles.oldest_queued()
        stats = uow.stats.compute(now - timedelta(days=_VERDICT_DAYS), now)
        return DeskLoad(
            articles=uow.articles.count_by_status(),
            waiting={
                lane: (count, max(0.0, (now - oldest).total_seconds()))
                for lane, (count, oldest) in waiting.items()
            },
            workers=uow.workers.count(),
            verdicts=stats.time_to_verdict,
        )
