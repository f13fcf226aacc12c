"""Workflows: the analysis of one article and the writing of one summary, step by step.

Each pipeline stage is one step whose result is kept as JSON, so a process that is killed
goes on after the last finished step when it starts again. A step that did finish is not
run twice; the last one, which stores, changes nothing when run twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter

from service.domain.analysis import ClaimDraft, PreparedArticle, SentenceAssessment, SummaryDraft
from service.domain.article import AnalysedArticle, ArticleSubmission, Failure
from service.domain.errors import ClaimdeskError, NotFoundError, SupersededError
from service.jobs.stages import STAGE_TITLES, StageError, StageRunner
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


@dataclass(frozen=True, slots=True)
class LoadedArticle:
    """What an analysis starts from.

    Attributes:
        former: Of a corrected article, what was found before; None where nothing was.
    """

    submission: ArticleSubmission
    former: FormerAnalysis | None


_LOADED: TypeAdapter[LoadedArticle] = TypeAdapter(LoadedArticle)
_COMPARISON = TypeAdapter(Comparison)
_PREPARED = TypeAdapter(PreparedArticle)
_ASSESSMENTS = TypeAdapter(tuple[SentenceAssessment, ...])
_REWRITING = TypeAdapter(Rewriting)
_VERIFICATION = TypeAdapter(Verification)
_NOTHING = TypeAdapter(type(None))
_SUMMARY: TypeAdapter[SummaryDraft | None] = TypeAdapter(SummaryDraft | None)


@dataclass(frozen=True, slots=True)
class Workflows:
    """The workflows, bound to storage and to the pipeline.

    Attributes:
        unit_of_work: Opens a unit of work.
        pipeline: Returns the pipeline, loading the weights the first time.
        clock: Returns the current instant in UTC.
        stages: Runs each stage as a durable step.
    """

    unit_of_work: Callable[[], UnitOfWork]
    pipeline: Callable[[], AnalysisPipeline]
    clock: Callable[[], datetime]
    stages: StageRunner = field(default_factory=StageRunner)

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
                self.stages.run(
                    "record_failure", _NOTHING, lambda: self._fail(identifier, attempt, failure)
                )
                logger.warning(
                    "article %s attempt %d failed at %s", article_id, attempt, error.stage
                )
                self.stages.metrics.count_analysis("failed")
                return "failed"
        except NotFoundError:
            return "gone"
        except SupersededError:
            return "superseded"
        self.stages.metrics.count_analysis("ready")
        logger.info("article %s attempt %d is ready", article_id, attempt)
        return "ready"

    def summarise(self, summary_id: str, article_id: str, sentence_count: int) -> str:
        """Write and store another summary of an analysed article.

        Returns:
            `ready` or, where the article was deleted or corrected, or the writing failed, why.
        """
        identifier = UUID(article_id)
        try:
            article = self.stages.run("load", _PREPARED, lambda: self._prepared(identifier))
            assessments = self.stages.run(
                "score", _ASSESSMENTS, lambda: self.pipeline().assess(article)
            )
            draft = self.stages.run(
                "summarise",
                _SUMMARY,
                lambda: self.pipeline().summarise(
                    article, assessments, sentence_count, self._disputes(identifier)
                ),
            )
            self.stages.run(
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

    def _analyse(self, identifier: UUID, attempt: int) -> None:
        loaded = self.stages.run("load", _LOADED, lambda: self._start(identifier, attempt))
        submission, former = loaded.submission, loaded.former
        options = submission.options
        article = self.stages.run("prepare", _PREPARED, lambda: self.pipeline().prepare(submission))
        assessments = self.stages.run(
            "score", _ASSESSMENTS, lambda: self.pipeline().assess(article)
        )
        comparison = (
            self.stages.run(
                "compare",
                _COMPARISON,
                lambda: self.pipeline().compare(submission, article, former),
            )
            if former is not None
            else None
        )
        rewriting = self.stages.run(
            "rewrite",
            _REWRITING,
            lambda: self.pipeline().rewrite(article, assessments, options, comparison),
        )
        verification = self.stages.run(
            "verify",
            _VERIFICATION,
            lambda: self.pipeline().verify(article, assessments, rewriting),
        )
        summary = self.stages.run(
            "summarise",
            _SUMMARY,
            lambda: self.pipeline().summarise(
                article,
                assessments,
                options.sentences,
                self._disputes(identifier, verification.claims, comparison),
            ),
        )
        embedded = self.stages.run(
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
            self.stages.metrics.observe_stored(analysis)

        self.stages.run("store", _NOTHING, store)

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
