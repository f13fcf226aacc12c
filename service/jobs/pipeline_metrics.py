"""Pipeline metrics: how long stages take, and what comes out of them, for Prometheus."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Histogram
from prometheus_client.registry import Collector

from service.domain.analysis import Analysis
from service.domain.token_count import TokenCount, counting_tokens

# From splitting a text to writing the claims of a long one on two busy cores, seconds.
_SECONDS = (0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 20, 40, 80, 160, 320, 640)
_SUPPORT = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


class PipelineMetrics:
    """What this process has analysed; belongs to no registry until it is put into one."""

    def __init__(self) -> None:
        self._stages = Histogram(
            "claimdesk_stage_seconds",
            "Time that a stage of an analysis took, by how it ended.",
            ("stage", "outcome"),
            buckets=_SECONDS,
            registry=None,
        )
        self._tokens = Counter(
            "claimdesk_tokens",
            "Tokens that the models that write were fed, and wrote, by stage.",
            ("stage", "direction"),
            registry=None,
        )
        self._support = Histogram(
            "claimdesk_support",
            "Support of the claims and summary sentences that were stored.",
            ("part",),
            buckets=_SUPPORT,
            registry=None,
        )
        self._wordings = Counter(
            "claimdesk_wordings",
            "Stored claims and summary sentences by how they were worded; extractive ones are "
            "the article's own sentence, where no other wording passed.",
            ("part", "method"),
            registry=None,
        )
        self._analyses = Counter(
            "claimdesk_analyses",
            "Analyses that ended in this process, by how.",
            ("outcome",),
            registry=None,
        )

    def collectors(self) -> tuple[Collector, ...]:
        """Return what a registry takes."""
        return (self._stages, self._tokens, self._support, self._wordings, self._analyses)

    @contextmanager
    def measured(self, stage: str) -> Iterator[TokenCount]:
        """Measure a stage, its time and its tokens; one that raises counts as not finished."""
        started = time.monotonic()
        outcome = "unfinished"
        with counting_tokens() as tokens:
            try:
                yield tokens
                outcome = "finished"
            finally:
                self._stages.labels(stage, outcome).observe(time.monotonic() - started)
                for direction, count in (("read", tokens.read), ("written", tokens.written)):
                    if count:
                        self._tokens.labels(stage, direction).inc(count)

    def count_analysis(self, outcome: str) -> None:
        """Count an analysis that has ended."""
        self._analyses.labels(outcome).inc()

    def observe_stored(self, analysis: Analysis) -> None:
        """Note the support and the wording of what an analysis has stored."""
        sentences = () if analysis.summary is None else analysis.summary.sentences
        for part, items in (("claim", analysis.claims), ("sentence", sentences)):
            for item in items:
                self._support.labels(part).observe(item.support)
                self._wordings.labels(part, item.method.value).inc()
