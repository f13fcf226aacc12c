"""Metrics: counters, durations and gauges in the format of Prometheus."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import Scope

from service.api.desk_load import DeskLoad
from service.domain.article import ArticleStatus, Lane

logger = logging.getLogger(__name__)

#: What the text format is called in `Content-Type`.
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# From an answer out of the database to a request that waits for its analysis, seconds.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Metrics:
    """The metrics of one application, in a registry of its own."""

    def __init__(
        self,
        version: str,
        read_load: Callable[[], DeskLoad],
        collectors: Iterable[Collector] = (),
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
        self._desk = _DeskCollector(read_load)
        self.registry.register(self._desk)
        for collector in collectors:
            self.registry.register(collector)

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


#: The gauges that are read from the database: name, what it tells, labels.
_GAUGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "claimdesk_articles": ("Stored articles by status.", ("status",)),
    "claimdesk_queue_length": ("Articles that wait for their analysis to start.", ()),
    "claimdesk_lane_length": ("Articles that wait, by the lane they wait in.", ("lane",)),
    "claimdesk_lane_oldest_seconds": ("How long the oldest of them has waited.", ("lane",)),
    "claimdesk_workers": ("Processes that take jobs.", ()),
    "claimdesk_first_verdicts": ("First verdicts of the last 30 days.", ()),
    "claimdesk_first_verdict_seconds": (
        "From the storing of a claim to its first verdict, in the last 30 days.",
        ("quantile",),
    ),
}


class _DeskCollector(Collector):
    """Reads the database each time the metrics are asked for."""

    def __init__(self, read_load: Callable[[], DeskLoad]) -> None:
        self._read_load = read_load

    def describe(self) -> Iterator[Metric]:
        """Name the metrics without a look into the database."""
        yield from _make_gauges().values()

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges; none where the database cannot be asked."""
        try:
            load = self._read_load()
        except Exception:
            logger.warning("the desk's load could not be read for the metrics", exc_info=True)
            return
        gauges = _make_gauges()
        for status in ArticleStatus:
            gauges["claimdesk_articles"].add_metric([status.value], load.articles.get(status, 0))
        gauges["claimdesk_queue_length"].add_metric([], load.articles.get(ArticleStatus.QUEUED, 0))
        for lane in Lane:
            count, seconds = load.waiting.get(lane, (0, 0.0))
            gauges["claimdesk_lane_length"].add_metric([lane.value], count)
            gauges["claimdesk_lane_oldest_seconds"].add_metric([lane.value], seconds)
        gauges["claimdesk_workers"].add_metric([], load.workers)
        gauges["claimdesk_first_verdicts"].add_metric([], load.verdicts.verdicts)
        for quantile, value in (
            ("0.5", load.verdicts.median_seconds),
            ("0.9", load.verdicts.p90_seconds),
        ):
            if value is not None:
                gauges["claimdesk_first_verdict_seconds"].add_metric([quantile], value)
        yield from gauges.values()


def _make_gauges() -> dict[str, GaugeMetricFamily]:
    return {
        name: GaugeMetricFamily(name, documentation, labels=labels)
        for name, (documentation, labels) in _GAUGES.items()
    }
