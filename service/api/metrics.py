"""Metrics: counters, durations and gauges in the format of Prometheus."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import Scope

from service.domain.article import ArticleStatus

logger = logging.getLogger(__name__)

#: What the text format is called in `Content-Type`.
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# From an answer out of the database to a request that waits for its analysis, seconds.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Metrics:
    """The metrics of one application, in a registry of its own."""

    def __init__(
        self, version: str, count_articles: Callable[[], Mapping[ArticleStatus, int]]
    ) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "claimdesk_http_requests",
            "Answered requests by route, method and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._durations = Histogram(
            "claimdesk_http_request_duration_seconds",
            "Time from request to the end of the answer.",
            ("route", "method"),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        build = Gauge("claimdesk_build_info", "Always 1.", ("version",), registry=self.registry)
        build.labels(version).set(1)
        self._articles = _ArticleCollector(count_articles)
        self.registry.register(self._articles)

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one answered request.

        The route is its template, never the path, and unknown methods are one label, so
        that callers cannot grow the number of series.
        """
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self._requests.labels(route, method, str(status)).inc()
        self._durations.labels(route, method).observe(seconds)

    def render(self) -> bytes:
        """Return all metrics in the text format."""
        return generate_latest(self.registry)


class _ArticleCollector(Collector):
    """Counts articles in the database each time the metrics are asked for."""

    def __init__(self, count_articles: Callable[[], Mapping[ArticleStatus, int]]) -> None:
        self._count_articles = count_articles

    def describe(self) -> Iterator[Metric]:
        """Name the metrics without a look into the database."""
        yield _articles_gauge()
        yield _queue_gauge()

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges; none where the database cannot be asked."""
        try:
            counts = self._count_articles()
        except Exception:
            logger.warning("articles could not be counted for the metrics", exc_info=True)
            return
        articles = _articles_gauge()
        for status in ArticleStatus:
            articles.add_metric([status.value], counts.get(status, 0))
        yield articles
        queue = _queue_gauge()
        queue.add_metric([], counts.get(ArticleStatus.QUEUED, 0))
        yield queue


def _articles_gauge() -> GaugeMetricFamily:
    return GaugeMetricFamily("claimdesk_articles", "Stored articles by status.", labels=("status",))


def _queue_gauge() -> GaugeMetricFamily:
    return GaugeMetricFamily(
        "claimdesk_queue_length", "Articles that wait for their analysis to start."
    )
