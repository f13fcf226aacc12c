"""A desk with a real queue on real databases, and fake networks behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from service.domain.article import Article, ArticleSubmission
from service.jobs.queue import DbosAnalysisQueue
from service.jobs.workflows import Workflows
from service.storage.unit_of_work import UnitOfWorkFactory
from service.use_cases.submit_article import submit_article
from tests.jobs.fakes import FakeNetworks

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from service.use_cases.analyse_article import AnalysisPipeline

WAIT_SECONDS = 20
TEXT = (
    "The port of Halden handled 4,000 containers in March. "
    "The harbour board of Halden ordered a new crane in April."
)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Desk:
    """A queue that can be launched and closed like a process, and what it works on.

    Attributes:
        pipeline: Returns the pipeline; tests put another in its place.
    """

    unit_of_work: UnitOfWorkFactory
    jobs_url: str
    networks: FakeNetworks = field(default_factory=FakeNetworks)
    pipeline: Callable[[], AnalysisPipeline] | None = None
    launched: DbosAnalysisQueue | None = None

    def launch(self) -> DbosAnalysisQueue:
        pipeline = self.pipeline or self.networks.pipeline
        queue = DbosAnalysisQueue(Workflows(self.unit_of_work, pipeline, now), self.jobs_url)
        self.launched = queue
        queue.launch()
        return queue

    def close(self) -> None:
        if self.launched is not None:
            # Every test waits for its jobs; asked to wait, DBOS takes at least a second.
            self.launched.close(timeout_seconds=0)
            self.launched = None

    def submit(self, text: str = TEXT) -> Article:
        """Commit an article without queueing its job."""
        with self.unit_of_work() as uow:
            article, _ = submit_article(
                uow, ArticleSubmission(text=text), queue_limit=1000, now=now()
            )
        return article

    def analyse(self, text: str = TEXT) -> Article:
        """Submit an article, and return it once its job has ended."""
        assert self.launched is not None
        article = self.submit(text)
        job = self.launched.enqueue_analysis(article.id, article.attempt)
        assert self.launched.wait(job, WAIT_SECONDS)
        return self.article(article.id)

    def article(self, article_id: UUID) -> Article:
        with self.unit_of_work() as uow:
            return uow.articles.get(article_id)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    unit_of_work = UnitOfWorkFactory(database_url)
    jobs_url = database_url.replace("postgresql+psycopg://", "postgresql://")
    if database_url.startswith("sqlite"):
        jobs_url = f"sqlite:///{tmp_path / 'jobs.db'}"
    desk = Desk(unit_of_work, jobs_url)
    yield desk
    desk.close()
    unit_of_work.dispose()
