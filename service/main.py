"""The composition root: joins settings, storage, networks, jobs and the API."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from prometheus_client import CollectorRegistry, start_http_server

from service.api.app import create_app
from service.api.dependencies import Services
from service.domain.errors import ClaimdeskError
from service.jobs.queue import DbosAnalysisQueue
from service.jobs.webhook_dispatcher import WebhookDispatcher
from service.jobs.webhook_sender import WebhookSender
from service.jobs.workflows import Workflows
from service.settings import Settings
from service.storage.migration import describe_vector_search, is_current
from service.storage.unit_of_work import UnitOfWorkFactory
from service.use_cases.analyse_article import AnalysisPipeline
from service.use_cases.embed_claims import embed_unattended

if TYPE_CHECKING:
    from service.inference.claim_matcher import TrainedClaimMatcher
    from service.inference.engines import Engines

logger = logging.getLogger(__name__)

#: How long each part of a stop may take, one after the other: less in all than the 30 seconds
#: after which orchestrators kill.
STOP_SECONDS = {
    # Requests are answered; `claimdesk worker` has none.
    "requests": 5,
    # Stages end, or are handed back.
    "stages": 16,
    # A look at the other workers ends.
    "watch": 2,
    # Webhooks that are being sent beside all that.
    "webhooks": 3,
    # What is left of traces is sent.
    "traces": 1,
}


def utc_now() -> datetime:
    """Return the current instant in UTC."""
    return datetime.now(UTC)


def build_pipeline(
    settings: Settings,
    matcher: TrainedClaimMatcher | None = None,
    engines: Engines | None = None,
) -> AnalysisPipeline:
    """Load the weights and bind the pipeline's stages to them; takes seconds.

    Args:
        settings: Which weights, and where they are.
        matcher: The claim matcher with its embedder, where it is loaded already.
        engines: The models that write, where they are loaded already.

    Raises:
        WeightsError: If weights are missing or damaged.
    """
    # Imported here because torch and transformers take seconds to import, which neither
    # the command line's help nor a migration should cost.
    from service.inference.check_worthiness import (  # noqa: PLC0415  see above
        DEFAULT_MIN_CHECK_WORTHINESS,
        TrainedCheckWorthiness,
    )
    from service.inference.claim_classifier import (  # noqa: PLC0415  see above
        TrainedClaimClassifier,
    )
    from service.inference.claim_matcher import TrainedClaimMatcher  # noqa: PLC0415  see above
    from service.inference.clarity import TrainedClarityChecker  # noqa: PLC0415  see above
    from service.inference.embeddings import MiniLmEmbedder  # noqa: PLC0415  see above
    from service.inference.order_recogniser import (  # noqa: PLC0415  see above
        GuardedCheckWorthiness,
        OrderRecogniser,
    )
    from service.inference.sentence_reader import SentenceReader  # noqa: PLC0415  see above
    from service.inference.support import (  # noqa: PLC0415  see above
        CHECKER_PATH,
        TrainedSupportChecker,
    )
    from service.inference.support_network import lending_engine  # noqa: PLC0415  see above

    models_dir = settings.resolved_models_dir
    engines = engines or build_engines(settings)
    # Once for both checkers, where the generator is another.
    lender = lending_engine(engines.local, CHECKER_PATH, models_dir, settings.threads)
    matcher = matcher or TrainedClaimMatcher(MiniLmEmbedder.load(models_dir))
    reader = SentenceReader.load(models_dir)
    return AnalysisPipeline(
        matcher=matcher,
        check_worthiness=GuardedCheckWorthiness(
            TrainedCheckWorthiness(reader), OrderRecogniser.load(matcher.embedder)
        ),
        rewriter=engines.claim_rewriter(),
        summarizer=engines.summarizer(),
        support=TrainedSupportChecker.load(models_dir, lender),
        clarity=TrainedClarityChecker.load(models_dir, lender),
        classifier=TrainedClaimClassifier(reader),
        min_check_worthiness=DEFAULT_MIN_CHECK_WORTHINESS,
    )


def build_engines(settings: Settings) -> Engines:
    """Load the models that write, as the settings name them; takes seconds.

    Raises:
        WeightsError: If weights are missing or damaged, or a server's address is none.
    """
    from service.inference.engines import load_engines  # noqa: PLC0415  as above

    key = settings.generator_api_key
    return load_engines(
        settings.generator,
        settings.resolved_models_dir,
        threads=settings.threads,
        api_key=key.get_secret_value() if key else None,
        timeout_seconds=settings.generator_timeout_seconds,
    )


class MatcherLoader:
    """Loads what embeds and compares claims once, at its first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._matcher: TrainedClaimMatcher | None = None

    def __call__(self) -> TrainedClaimMatcher:
        """Return the matcher, loading its weights the first time.

        Raises:
            WeightsError: If weights are missing or damaged.
        """
        with self._lock:
            if self._matcher is None:
                # Imported here because torch and transformers take seconds to import.
                from service.inference.claim_matcher import (  # noqa: PLC0415  see above
                    TrainedClaimMatcher,
                )
                from service.inference.embeddings import MiniLmEmbedder  # noqa: PLC0415  see above

                embedder = MiniLmEmbedder.load(self._settings.resolved_models_dir)
                self._matcher = TrainedClaimMatcher(embedder)
            return self._matcher


class PipelineLoader:
    """Loads the pipeline once, ahead of or at its first use, and tells how that went."""

    def __init__(self, settings: Settings, matcher: MatcherLoader) -> None:
        self._settings = settings
        self._matcher = matcher
        self._lock = threading.Lock()
        self._pipeline: AnalysisPipeline | None = None
        self._engines: Engines | None = None
        self._problem: str | None = "the weights are still being loaded"

    def __call__(self) -> AnalysisPipeline:
        """Return the pipeline, loading it the first time.

        Raises:
            WeightsError: If weights are missing or damaged.
        """
        with self._lock:
            if self._pipeline is None:
                try:
                    # First, for other threads load the matcher as well, and transformers fails
                    # where two threads import different parts of it at the same moment.
                    matcher = self._matcher()
                    engines = self._engines = build_engines(self._settings)
                    self._pipeline = build_pipeline(self._settings, matcher, engines)
                except ClaimdeskError as error:
                    self._problem = error.detail
                    raise
                except Exception as error:
                    self._problem = f"the weights could not be loaded ({type(error).__name__})"
                    raise
                self._problem = None
            return self._pipeline

    @property
    def problem(self) -> str | None:
        """Return why no analysis can run now, or None when it can."""
        return self._problem

    @property
    def generator_problem(self) -> str | None:
        """Return why a generation server is of no use now, None where it is or there is none."""
        return self._engines.problem if self._engines else None

    def preload(self) -> None:
        """Start loading in the background."""

        def load() -> None:
            try:
                self()
            except ClaimdeskError as error:
                logger.error("weights: %s", error.detail)  # noqa: TRY400  the detail says it all
            except Exception:  # the next job tries again; readiness tells meanwhile
                logger.exception("weights could not be loaded")

        threading.Thread(target=load, name="weights", daemon=True).start()


def embed_in_background(unit_of_work: UnitOfWorkFactory, matcher: MatcherLoader) -> None:
    """Embed the claims that have no vector yet, such as those of an earlier version."""
    threading.Thread(
        target=embed_unattended, args=(unit_of_work, matcher), name="embedding", daemon=True
    ).start()


@dataclass
class Engine:
    """What runs behind the API, and alone in a process that only works.

    Attributes:
        takes_jobs: Whether this process analyses articles, or leaves that to others.
    """

    settings: Settings
    takes_jobs: bool = True

    def __post_init__(self) -> None:
        """Join the parts; nothing starts yet."""
        settings = self.settings
        if settings.database_url is None:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.unit_of_work = UnitOfWorkFactory(settings.resolved_database_url, settings.index_dir)
        self.matcher = MatcherLoader(settings)
        self.pipeline = PipelineLoader(settings, self.matcher)
        self.queue = DbosAnalysisQueue(
            Workflows(self.unit_of_work, self.pipeline, utc_now),
            settings.jobs_database_url,
            takes_jobs=self.takes_jobs,
            worker_concurrency=settings.worker_concurrency,
            global_concurrency=settings.global_concurrency,
            makes_traces=settings.traces_endpoint is not None,
        )
        self.dispatcher = WebhookDispatcher(
            self.unit_of_work,
            WebhookSender(
                timeout_seconds=settings.webhook_timeout_seconds,
                allow_private=settings.webhook_allow_private,
                user_agent=f"claimdesk/{version('claimdesk')}",
            ),
            utc_now,
            kept=None
            if settings.events_kept_days is None
            else timedelta(days=settings.events_kept_days),
        )

    def launch(self) -> None:
        """Begin to load, to take jobs, and to send webhooks."""
        if self.takes_jobs:
            self.pipeline.preload()
        logger.info(describe_vector_search(self.settings.resolved_database_url))
        embed_in_background(self.unit_of_work, self.matcher)
        self.queue.launch()
        self.dispatcher.launch()

    def close(self) -> bool:
        """Finish or hand back what is in hand, within the times of `STOP_SECONDS`.

        Returns:
            Whether all of it has ended, so that no thread is left that works.
        """
        self.queue.prepare_to_close()
        sending = threading.Thread(target=self.dispatcher.close, daemon=True)
        sending.start()
        ended = self.queue.close(STOP_SECONDS["stages"], STOP_SECONDS["watch"])
        # What is still being sent then is sent again by another process, or after the start.
        sending.join(STOP_SECONDS["webhooks"])
        self.unit_of_work.dispose()
        return ended and not sending.is_alive()

    def serve_metrics(self, host: str, port: int) -> None:
        """Serve the metrics of this process where no API does."""
        registry = CollectorRegistry()
        for collector in self.queue.workflows.stages.metrics.collectors():
            registry.register(collector)
        start_http_server(port, addr=host, registry=registry)

    def readiness(self) -> Mapping[str, str | None]:
        """Return what is wrong with each thing that is needed, None where nothing is."""
        problem = self.unit_of_work.problem()
        checks = {"database": problem}
        if problem is None:
            current = is_current(self.settings.resolved_database_url)
            checks["migrations"] = None if current else "run `claimdesk migrate`"
        if self.takes_jobs:
            checks["weights"] = self.pipeline.problem
            checks["generator"] = self.pipeline.generator_problem
        return checks


def create_service_app(settings: Settings, *, takes_jobs: bool = True) -> FastAPI:
    """Build the whole service; its workers start when the server starts.

    Args:
        settings: What to build it from.
        takes_jobs: Whether it analyses articles itself, or leaves that to worker processes.
    """
    engine = Engine(settings, takes_jobs)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(engine.launch)
        try:
            yield
        finally:
            app.state.ended_in_order = await run_in_threadpool(engine.close)

    services = Services(
        unit_of_work=engine.unit_of_work,
        queue=engine.queue,
        matcher=engine.matcher,
        readiness=engine.readiness,
        queue_limit=settings.queue_limit,
        batch_queue_limit=settings.batch_queue_limit,
        cors_origins=settings.allowed_origins,
        collectors=engine.queue.workflows.stages.metrics.collectors(),
        max_waiting_requests=settings.max_waiting_requests,
        clock=utc_now,
        version=version("claimdesk"),
        allow_private_webhooks=settings.webhook_allow_private,
        publisher=settings.publisher,
        access=settings.access,
    )
    app = create_app(services)
    app.router.lifespan_context = lifespan
    app.state.ended_in_order = True
    app.state.prepare_to_close = engine.queue.prepare_to_close
    return app
