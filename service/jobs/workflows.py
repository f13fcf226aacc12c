"""Workflows: the analysis of one article and the writing of one summary, step by step.

Each pipeline stage is one step whose result is kept as JSON, so a process that is killed
goes on after the last finished step when it starts again. A step that did finish is not
run twice; the last one, which stores, changes nothing when run twice.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from dbos import DBOS
from pydantic import TypeAdapter

from service.domain.analysis import ClaimDraft, PreparedArticle, SentenceAssessment, SummaryDraft
from service.domain.article import AnalysedArticle, ArticleSubmission, Failure
from service.domain.errors import (
    ClaimdeskError,
    EngineUnavailableError,
    NotFoundError,
    StoreUnavailableError,
    SupersededError,
)
from service.jobs.pipeline_metrics import PipelineMetrics
from service.use_cases import UnitOfWork
from service.use_cases.analyse_article import AnalysisPipeline
from service.use_cases.compare_revisions import (
    Comparison,
    FormerAnalysis,
    find_former_analysis,
)
from service.use_cases.find_disputes import Dispute, find_disputes
from service.use_cases.store_analysis import fail_analysis, store_analysis
from service.use_cases.store_summary import store_summary
from service.use_cases.suggest_matches import find_suggestions
from service.use_cases.verify_claims import Rewriting, Verification

logger = logging.getLogger(__name__)

#: How long a step waits, in seconds, before it asks a generation server again that was of no use:
#: three quarters of an hour in all, after which the article fails and can be retried.
PAUSES_SECONDS: tuple[float, ...] = (5, 10, 20, 40, 80, 160, 320, 640, 640, 640)

T = TypeVar("T")

#: What a person reads when a stage fails, by the step's name.
STAGE_TITLES: dict[str, str] = {
    "load": "The article could not be read back",
    "prepare": "The text could not be split into sentences",
    "score": "The sentences could not be scored for check-worthiness",
    "compare": "The text could not be compared with the one before the correction",
    "rewrite": "The claims could not be worded",
    "verify": "The claims could not be verified against the text",
    "embed": "The claims could not be embedded",
    "summarise": "The summary could not be written",
    "store": "The result could not be stored",
}


@dataclass(frozen=True, slots=True)
class LoadedArticle:
    """What an analysis starts from.

    Attributes:
        former: Of a corrected article, what was found before; None where nothing was.
    """

    submission: ArticleSubmission
    former: FormerAnalysis | None


class HandedBack(BaseException):
    """The process stops: the job goes back to the queue before its next stage.

    DBOS keeps nothing of it, so that whoever takes the job next goes on with that stage.
    """


class StageError(Exception):
    """A stage failed; says which one and, in words fit for the article, why."""

    def __init__(self, stage: str, detail: str) -> None:
        super().__init__(detail)
        self.stage = stage
        self.detail = detail


_LOADED: TypeAdapter[LoadedArticle] = TypeAdapter(LoadedArticle)
_COMPARISON = TypeAdapter(Comparison)
_PREPARED = TypeAdapter(PreparedArticle)
_ASSESSMENTS = TypeAdapter(tuple[SentenceAssessment, ...])
_REWRITING = TypeAdapter(Rewriting)
_VERIFICATION = TypeAdapter(Verification)
_SUMMARY: TypeAdapter[SummaryDraft | None] = TypeAdapter(SummaryDraft | None)
_NOTHING = TypeAdapter(type(None))


@dataclass(frozen=True, slots=True)
class Workflows:
    """The workflows, bound to storage and to the pipeline.

    Attributes:
        unit_of_work: Opens a unit of work.
        pipeline: Returns the pipeline, loading the weights the first time.
        clock: Returns the current instant in UTC.
        stopping: Once it is set no further stage is begun.
        metrics: Takes what is measured.
    """

    unit_of_work: Callable[[], UnitOfWork]
    pipeline: Callable[[], AnalysisPipeline]
    clock: Callable[[], datetime]
    stopping: threading.Event = field(default_factory=threading.Event)
    metrics: PipelineMetrics = field(default_factory=PipelineMetrics)
    _running: list[str] = field(default_factory=list)

    @property
    def running_stages(self) -> int:
        """Return how many stages run at this moment."""
        return len(self._running)

    def analyse(self, article_id: str, attempt: int) -> str:
        """Analyse a stored article and store what was found.

        Returns:
            `ready`, `failed` or, where the article was deleted or corrected meanwhile,
            `gone` or `superseded`.
        """
        identifier = UUID(article_id)
        try:
            try:
                self._analyse(identifier, attempt)
            except StageError as error:
                title = STAGE_TITLES[error.stage]
                failure = Failure(title, error.detail, error.stage, self.clock())
                self._step(
                    "record_failure", _NOTHING, lambda: self._fail(identifier, attempt, failure)
                )
                logger.warning(
                    "article %s attempt %d failed at %s", article_id, attempt, error.stage
                )
                self.metrics.count_analysis("failed")
                return "failed"
        except NotFoundError:
            return "gone"
        except SupersededError:
            return "superseded"
        self.metrics.count_analysis("ready")
        logger.info("article %s attempt %d is ready", article_id, attempt)
        return "ready"

    def summarise(self, summary_id: str, article_id: str, sentence_count: int) -> str:
        """Write and store another summary of an analysed article.

        Returns:
            `ready` or, where the article was deleted or corrected, or the writing failed, why.
        """
        identifier = UUID(article_id)
        try:
            article = self._step("load", _PREPARED, lambda: self._prepared(identifier))
            assessments = self._step("score", _ASSESSMENTS, lambda: self.pipeline().assess(article))
            draft = self._step(
                "summarise",
                _SUMMARY,
                lambda: self.pipeline().summarise(
                    article, assessments, sentence_count, self._disputes(identifier)
                ),
            )
            self._step(
                "store",
                _NOTHING,
                lambda: self._store_summary(
                    UUID(summary_id), identifier, article.text, draft, sentence_count
                ),
            )
        except NotFoundError:
            return "gone"
        except SupersededError:
            return "superseded"
        except StageError as error:
            logger.warning("summary %s failed at %s: %s", summary_id, error.stage, error.detail)
            return "failed"
        return "ready"

    def _step(self, stage: str, adapter: TypeAdapter[T], work: Callable[[], T]) -> T:
        """Run one stage as a durable step, or read its kept result back.

        Raises:
            StageError: If the stage fails, now or before the process was restarted.
            HandedBack: If the process stops and the stage has not begun.
        """

        def checkpointed() -> dict[str, Any]:
            if self.stopping.is_set():
                raise HandedBack
            self._running.append(stage)
            try:
                with self.metrics.timed(stage):
                    return self._persist(
                        stage,
                        lambda: _run_stage(stage, adapter, lambda: self._patiently(stage, work)),
                    )
            finally:
                self._running.remove(stage)

        kept = DBOS.run_step({"name": stage}, checkpointed)
        if "failed" in kept:
            raise StageError(stage, kept["failed"])
        if "gone" in kept:
            raise NotFoundError("The article was deleted.")
        if "superseded" in kept:
            raise SupersededError("The article was corrected.")
        return adapter.validate_python(kept["result"])

    def _patiently(self, stage: str, work: Callable[[], T]) -> T:
        """Do the work, again and again while the generation server is of no use.

        Raises:
            EngineUnavailableError: Where it was of no use to the last.
            HandedBack: If the process stops meanwhile.
        """
        for pause_seconds in PAUSES_SECONDS:
            try:
                return work()
            except EngineUnavailableError as error:
                logger.warning("stage %s waits %g s: %s", stage, pause_seconds, error.detail)
            if self.stopping.wait(pause_seconds):
                raise HandedBack
        return work()

    def _persist(self, stage: str, run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Run a stage until the database can be used.

        Raises:
            HandedBack: If the process stops before.
        """
        while True:
            try:
                return run()
            except StoreUnavailableError as error:
                logger.warning("stage %s waits: %s", stage, error.detail)
                if self.stopping.wait(error.retry_after_seconds):
                    raise HandedBack from error

    def _analyse(self, identifier: UUID, attempt: int) -> None:
        loaded = self._step("load", _LOADED, lambda: self._start(identifier, attempt))
        submission, former = loaded.submission, loaded.former
        options = submission.options
        article = self._step("prepare", _PREPARED, lambda: self.pipeline().prepare(submission))
        assessments = self._step("score", _ASSESSMENTS, lambda: self.pipeline().assess(article))
        comparison = (
            self._step(
                "compare",
                _COMPARISON,
                lambda: self.pipeline().compare(submission, article, former),
            )
            if former is not None
            else None
        )
        rewriting = self._step(
            "rewrite",
            _REWRITING,
            lambda: self.pipeline().rewrite(article, assessments, options, comparison),
        )
        verification = self._step(
            "verify",
            _VERIFICATION,
            lambda: self.pipeline().verify(article, assessments, rewriting),
        )
        summary = self._step(
            "summarise",
            _SUMMARY,
            lambda: self.pipeline().summarise(
                article,
                assessments,
                options.sentences,
                self._disputes(identifier, verification.claims, comparison),
            ),
        )
        embedded = self._step(
            "embed", _VERIFICATION, lambda: self.pipeline().embed(verification, comparison)
        )

        def store() -> None:
            # Within the step, since after a restart the weights may be gone.
            analysis = self.pipeline().finish(
                article, assessments, embedded, summary, rewriting.model, options, comparison
            )
            matcher = self.pipeline().matcher
            with self.unit_of_work() as uow:
                suggestions = find_suggestions(uow, matcher, analysis.claims)
            with self.unit_of_work() as uow:
                store_analysis(
                    uow,
                    identifier,
                    analysis,
                    self.clock(),
                    attempt=attempt,
                    comparison=comparison,
                    suggestions=suggestions,
                )
                uow.commit()
            self.metrics.observe_stored(analysis)

        self._step("store", _NOTHING, store)

    def _disputes(
        self,
        identifier: UUID,
        drafts: Sequence[ClaimDraft] = (),
        comparison: Comparison | None = None,
    ) -> tuple[Dispute, ...]:
        with self.unit_of_work() as uow:
            return find_disputes(uow, identifier, drafts, comparison)

    def _start(self, identifier: UUID, attempt: int) -> LoadedArticle:
        with self.unit_of_work() as uow:
            uow.articles.mark_processing(identifier, self.clock(), attempt)
            article = uow.articles.get(identifier)
            former = find_former_analysis(uow, identifier)
            uow.commit()
        return LoadedArticle(article.submission, former)

    def _fail(self, identifier: UUID, attempt: int, failure: Failure) -> None:
        with self.unit_of_work() as uow:
            fail_analysis(uow, identifier, failure, attempt=attempt)
            uow.commit()

    def _prepared(self, identifier: UUID) -> PreparedArticle:
        with self.unit_of_work() as uow:
            analysed: AnalysedArticle = uow.articles.get_analysed(identifier)
        return self.pipeline().prepare(analysed.article.submission)

    def _store_summary(
        self,
        summary_id: UUID,
        identifier: UUID,
        text: str,
        draft: SummaryDraft | None,
        sentence_count: int,
    ) -> None:
        if draft is None:
            raise ClaimdeskError("The article holds no sentence to summarise.")
        with self.unit_of_work() as uow:
            now = self.clock()
            store_summary(uow, summary_id, identifier, text, draft, sentence_count, now)
            uow.commit()


def _run_stage(stage: str, adapter: TypeAdapter[T], work: Callable[[], T]) -> dict[str, Any]:
    """Return what a stage gives, or why it gave nothing, as JSON."""
    try:
        return {"result": adapter.dump_python(work(), mode="json")}
    except NotFoundError:
        # The article was deleted meanwhile: nothing is left to do or to report to.
        return {"gone": True}
    except SupersededError:
        # A correction came meanwhile, and has its own job.
        return {"superseded": True}
    except StoreUnavailableError:
        raise
    except ClaimdeskError as error:
        return {"failed": error.detail}
    except Exception:  # the article must say so, whatever it was
        logger.exception("stage %s failed", stage)
        return {"failed": "The stage stopped on an unexpected error; the log has it."}
