"""The pipeline as the API runs it: the one module that knows how the service is joined.

An article is analysed at most once a run, whichever tasks ask for it, and the seconds of
each stage are kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from benchmarks.data import text_sha
from service.domain.analysis import Analysis, PreparedArticle, SummaryDraft
from service.domain.article import AnalysisOptions, ArticleSubmission
from service.domain.claim import SkipReason
from service.inference.check_worthiness import (
    DEFAULT_MIN_CHECK_WORTHINESS,
    TrainedCheckWorthiness,
)
from service.inference.embeddings import MiniLmEmbedder
from service.inference.sentence_reader import SentenceReader
from service.main import build_pipeline
from service.settings import Settings
from service.text.normalization import normalize
from service.text.preparation import prepare
from service.use_cases.analyse_article import AnalysisPipeline

Floats = npt.NDArray[np.float64]
_Result = TypeVar("_Result")

#: From this support on, a checker counts a sentence as supported.
SUPPORTED = 0.5
_NOT_PROSE = frozenset({SkipReason.BOILERPLATE, SkipReason.NO_FACT, SkipReason.INSTRUCTION})


@dataclass(frozen=True, slots=True)
class Analysed:
    """An article and what the claims' stages made of it; it has no summary yet.

    Attributes:
        scores: The check-worthiness of each prepared sentence.
        seconds: Seconds by stage.
    """

    article: PreparedArticle
    scores: tuple[float, ...]
    analysis: Analysis
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Summarised:
    """A summary, or None where the text holds nothing to summarise."""

    text: str
    summary: SummaryDraft | None
    seconds: float


@dataclass
class Analyser:
    """Runs the service's pipeline on texts and keeps what this run has made."""

    settings: Settings = field(default_factory=Settings)
    _analysed: dict[str, Analysed] = field(default_factory=dict)
    _summarised: dict[tuple[str, int | None], Summarised] = field(default_factory=dict)

    @cached_property
    def pipeline(self) -> AnalysisPipeline:
        """Return the pipeline on the weights that the settings name; takes seconds."""
        return build_pipeline(self.settings)

    @cached_property
    def embedder(self) -> MiniLmEmbedder:
        """Return the embedder alone, for tasks that generate nothing."""
        return MiniLmEmbedder.load(self.settings.resolved_models_dir)

    @cached_property
    def scorer(self) -> TrainedCheckWorthiness:
        """Return the check-worthiness scorer alone."""
        return TrainedCheckWorthiness(SentenceReader.load(self.settings.resolved_models_dir))

    @property
    def generator(self) -> str:
        """Return the name of the generation engine."""
        return self.settings.generator

    @property
    def min_check_worthiness(self) -> float:
        """Return the score below which the service gives a sentence no claim."""
        return DEFAULT_MIN_CHECK_WORTHINESS

    @property
    def analyses(self) -> list[Analysed]:
        """Return what this run has analysed so far."""
        return list(self._analysed.values())

    @property
    def summaries(self) -> list[tuple[str, SummaryDraft]]:
        """Return the texts that this run has summarised, as stored, with their summaries."""
        return [(s.text, s.summary) for s in self._summarised.values() if s.summary is not None]

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector a text, as the rows of a matrix."""
        vectors = np.array(self.embedder.embed(texts), dtype=np.float64)
        return vectors.reshape(len(texts), self.embedder.dimensions)

    def analyse(self, text: str) -> Analysed:
        """Take an article through the stages that make its claims."""
        key = text_sha(text)
        if key not in self._analysed:
            self._analysed[key] = self._analyse(text)
        return self._analysed[key]

    def _analyse(self, text: str) -> Analysed:
        submission = ArticleSubmission(text=normalize(text))
        seconds: dict[str, float] = {}

        def timed(stage: str, work: Callable[[], _Result]) -> _Result:
            started = time.perf_counter()
            result = work()
            seconds[stage] = time.perf_counter() - started
            return result

        pipeline, options = self.pipeline, AnalysisOptions()
        article = timed("prepare", lambda: pipeline.prepare(submission))
        assessed = timed("score", lambda: pipeline.assess(article))
        rewriting = timed("rewrite", lambda: pipeline.rewrite(article, assessed, options))
        verified = timed("verify", lambda: pipeline.verify(article, assessed, rewriting))
        embedded = timed("embed", lambda: pipeline.embed(verified))
        analysis = pipeline.finish(article, assessed, embedded, None, rewriting.model, options)
        scores = tuple(assessment.score for assessment in assessed)
        return Analysed(article, scores, analysis, seconds)

    def summarise(self, text: str, sentence_count: int | None) -> Summarised:
        """Summarise an article in so many sentences; None leaves it to the service."""
        key = (text_sha(text), sentence_count)
        if key not in self._summarised:
            article = self.pipeline.prepare(ArticleSubmission(text=normalize(text)))
            assessed = self.pipeline.assess(article)
            started = time.perf_counter()
            summary = self.pipeline.summarise(article, assessed, sentence_count)
            seconds = time.perf_counter() - started
            self._summarised[key] = Summarised(article.text, summary, seconds)
        return self._summarised[key]


def prepare_text(text: str) -> PreparedArticle:
    """Return the article as the first stage leaves it, without any weights."""
    return prepare(normalize(text), None, None)


def prose_sentences(article: PreparedArticle) -> list[int]:
    """Return the indexes of the sentences that are running text."""
    return [i for i, sentence in enumerate(article.sentences) if sentence.skip not in _NOT_PROSE]
